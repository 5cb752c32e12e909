"""What must hold of the repository itself: who imports whom, what is left over, what it says of machines."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template import Engine

ROOT = Path(__file__).parents[1]
OURS = ("careers", "config", "pathways", "tests", "tools")
TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html"))
LOCKS = ("requirements.lock", "requirements-production.lock", "requirements-uv.lock")
FOUND_BY_DJANGO = ("admin/", "404.html", "500.html")


def tracked_files() -> list[Path]:
    """Those of the repository; of an unpacked archive, all but what tools make."""
    if (git := shutil.which("git")) and (ROOT / ".git").exists():
        listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        paths = [ROOT / name for name in listed.stdout.split("\0")]
    else:
        folders = (*OURS, "docs", "fixtures", "static", "templates")
        paths = [*ROOT.glob("*.*"), *(path for folder in folders for path in (ROOT / folder).rglob("*.*"))]
    return [path for path in paths if path.is_file() and "__pycache__" not in path.parts]


def python_files(folder: str) -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".py" and path.is_relative_to(ROOT / folder)]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{'.' * node.level}{node.module or ''}"


def imported_by(folder: str) -> set[str]:
    return {name.partition(".")[0] for path in python_files(folder) for name in imports(path)}


# --- Who imports whom -------------------------------------------------------------------------------------------------


def test_job_knows_nothing_of_the_roads_to_it():
    assert imported_by("careers") & {"pathways", "config", "tests"} == set()


def test_rules_know_nothing_of_settings_and_tests():
    assert "careers" in imported_by("pathways")
    assert imported_by("pathways") & {"config", "tests"} == set()


def test_imports_are_absolute():
    relative = {
        path.relative_to(ROOT)
        for folder in OURS
        for path in python_files(folder)
        if any(map(is_relative, imports(path)))
    }

    assert relative == set()


def is_relative(name):
    return name.startswith(".")


def test_engine_needs_nothing_but_python_and_msgspec():
    modules = [path.relative_to(ROOT).with_suffix("") for path in python_files("pathways/engine")]
    names = [".".join(module.parts).removesuffix(".__init__") for module in modules]
    program = f"import sys, {', '.join(names)}; print(*{{name.partition('.')[0] for name in sys.modules}})"

    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    loaded = set(answer.stdout.split())
    assert {"pathways", "msgspec"} <= loaded
    assert loaded & {"django", "careers", "config", "psycopg"} == set()


@pytest.mark.parametrize("folder", ["careers", "config", "pathways"])
def test_modules_are_named_after_what_they_are_about(folder):
    vague = {"common", "helpers", "misc", "services", "util", "utils"}

    assert [path for path in python_files(folder) if path.stem in vague or path.parent.name in vague] == []


# --- Nothing left over, nothing missing -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_migrations_are_up_to_date():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_well_formed(name):
    assert Engine.get_default().get_template(name).source


def test_every_template_is_used():
    """By a page, or it is one of the parts the guide to the interface offers to pages."""
    guide = ROOT / "docs/interface.md"
    sources = [
        path.read_text(encoding="utf-8")
        for path in tracked_files()
        if path == guide or (path.suffix in {".py", ".html"} and not path.is_relative_to(ROOT / "tests"))
    ]
    named = set(re.findall(r"[\"']([\w/{}.-]+\.html)[\"']", "\n".join(sources)))
    built = [re.compile(re.sub(r"\\{.*?\\}", r"[\\w-]+", re.escape(name))) for name in named if "{" in name]

    left_over = [
        name
        for name in TEMPLATES
        if name not in named
        and not name.startswith(FOUND_BY_DJANGO)
        and not any(pattern.fullmatch(name) for pattern in built)
    ]

    assert left_over == []


# --- What it says of machines, and of what it needs -------------------------------------------------------------------


def test_no_file_names_a_package_index_or_a_folder_of_a_machine():
    """Whoever installs the site says where packages come from; no path of who wrote it is of use to them."""
    hosts = r"pypi\.|pythonhosted|npmjs|index-url|registry\.|artifactory|nexus"
    folders = r"(?<![\w.])/(?:root|home|Users|work)/\w"
    pattern = re.compile(f"{hosts}|{folders}")
    this_file = Path(__file__)

    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked_files()
        if path != this_file and (match := pattern.search(text_of(path)))
    ]

    assert found == []


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:  # an image, a font
        return ""


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_every_package_by_hash_and_names_no_address(lock):
    text = (ROOT / lock).read_text()

    assert "://" not in text
    assert all("==" in line for line in text.splitlines() if line and not line.startswith((" ", "#")))
    assert text.count("==") <= text.count("--hash=sha256:")


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_locks_agree(lock):
    """A server runs the very versions that were tested."""
    pinned = [set(re.findall(r"^\S+==[^\s\\]+", (ROOT / name).read_text(), re.MULTILINE)) for name in (lock, LOCKS[0])]

    assert pinned[0]
    assert pinned[0] <= pinned[1]


def test_servers_get_what_the_site_needs_and_nothing_else():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements-production.lock").read_text()
    pinned = set(re.findall(r"^([\w-]+)==", lock, re.MULTILINE))
    needed, developers = (
        {re.split(r"[\[<>=]", line)[0] for line in lines}
        for lines in (project["project"]["dependencies"], project["dependency-groups"]["dev"])
    )

    assert needed <= pinned
    assert developers & pinned == set()


def test_every_dependency_says_what_uses_it():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    needed = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    explained = dict(re.findall(r'^    "([^"]+)",\s+# (.+)$', text, re.MULTILINE))

    assert [name for name in needed if name not in explained] == []
