"""The engines we are compared with: installed at first use into a folder git ignores, by plain pip and npm.

They are no dependency of the project. What can't be installed here is said, and left out of the comparison.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "bench"
PYTHON_PEERS = ("business-rules==1.1.1", "zen-engine>=0.40", "clingo>=5.7,<6")
NODE_PEERS = ("publicodes@1", "json-logic-js@2")
WEB_PEERS = ("wagtail>=8,<9", "django-formtools>=2.5,<3")
DEBIAN = {"nginx": "nginx-light", "wrk": "wrk"}
PROGRAMS = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin"
"""Where programs of the system are, those for administrators too."""


def python_with_peers() -> Path | None:
    """An interpreter that has them."""
    folder = CACHE / "python"

    def install() -> None:
        _run([sys.executable, "-m", "venv", str(folder)])
        _run(
            [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *PYTHON_PEERS]
        )

    return folder / "bin" / "python" if _once(folder, PYTHON_PEERS, install) else None


def node_modules() -> Path | None:
    """A folder Node.js finds them in."""
    folder = CACHE / "node"

    def install() -> None:
        (folder / "package.json").write_text('{"name": "peers", "private": true}\n', encoding="utf-8")
        _run(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *NODE_PEERS], folder)

    if not (shutil.which("node") and shutil.which("npm")):
        print("Node.js is not installed: Publicodes and json-logic-js are left out.", file=sys.stderr)
        return None
    return folder if _once(folder, NODE_PEERS, install) else None


def web_peers(django: str, granian: str) -> Path:
    """The environment of the sites we are compared with. Ends the program, saying why, when it can't be had."""
    folder = CACHE / "web"
    wanted = (f"django=={django}", f"granian=={granian}", *WEB_PEERS)

    def install() -> None:
        _run([sys.executable, "-m", "venv", str(folder)])
        _run([str(folder / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *wanted])

    if not _once(folder, wanted, install):
        sys.exit("NOT RUN: without other sites there is nothing to compare with.")
    return folder


def programs() -> None:
    """nginx and wrk: from Debian when that may be done here. Ends the program, naming them, when it may not."""
    missing = [package for program, package in DEBIAN.items() if not shutil.which(program, path=PROGRAMS)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(missing)}", file=sys.stderr)
        # Debian starts what it installs, unless told not to: this nginx is here for its program only.
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
            subprocess.run(["apt-get", *command], env=environment, check=False, stdout=subprocess.DEVNULL)
        missing = [package for program, package in DEBIAN.items() if not shutil.which(program, path=PROGRAMS)]
    if missing:
        sys.exit(f"NOT RUN. Install first: {', '.join(missing)}.")


def _once(folder: Path, wanted: tuple[str, ...], install: Callable[[], None]) -> bool:
    stamp, said = folder / ".installed", "\n".join(wanted)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == said:
        return True
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    print(f"Installing {', '.join(wanted)}", file=sys.stderr)
    try:
        install()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Left out, they could not be installed: {error}", file=sys.stderr)
        return False
    stamp.write_text(said, encoding="utf-8")
    return True


def _run(command: list[str], folder: Path | None = None) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
