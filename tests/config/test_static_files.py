"""Files as a production site serves them: every page finds those it names, by hashed names, compressed beforehand."""

import re
from pathlib import Path

from django.core.management import call_command

from tests.every_page import EVERY_PAGE

PAGES = [*EVERY_PAGE.values(), "/admin/login/", "/manifest.webmanifest"]
OF_STYLES = re.compile(r"""url\(["']?(?!data:)([^"')#?]+)""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


def collected(settings, folder: Path, storage: str) -> Path:
    settings.STATIC_ROOT = folder
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return folder


def test_every_page_finds_its_files_by_hashed_names(real_edition, client, settings, tmp_path):
    folder = collected(settings, tmp_path, "django.contrib.staticfiles.storage.ManifestStaticFilesStorage")

    for address in PAGES:
        html = client.get(address).content.decode()
        named = set(re.findall(r'/static/([^"#?]+)"', html))
        assert named, address
        assert [name for name in named if not HASHED.search(name) or not (folder / name).is_file()] == [], address


def test_what_browsers_look_for_by_themselves_is_found(client, settings, tmp_path):
    folder = collected(settings, tmp_path, "django.contrib.staticfiles.storage.ManifestStaticFilesStorage")

    for address in ("/favicon.ico", "/apple-touch-icon.png", "/integrer/hauteur.js"):
        name = client.get(address)["Location"].removeprefix("/static/")
        assert HASHED.search(name), address
        assert (folder / name).is_file(), address


def test_styles_find_their_fonts_and_drawings(settings, tmp_path):
    folder = collected(settings, tmp_path, "django.contrib.staticfiles.storage.ManifestStaticFilesStorage")

    sheets = [path for path in folder.rglob("*.css") if HASHED.search(path.name)]
    assert {path.name.partition(".")[0] for path in sheets} >= {"passerelle", "papier", "atelier"}
    for sheet in sheets:
        for named in OF_STYLES.findall(sheet.read_text()):
            assert (sheet.parent / named).resolve().is_file(), (sheet.name, named)
            assert HASHED.search(named), (sheet.name, named)


def test_texts_are_compressed_beforehand(settings, tmp_path):
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # ours: the others take long
    folder = collected(settings, tmp_path, "whitenoise.storage.CompressedManifestStaticFilesStorage")

    texts = [path for path in folder.rglob("*") if path.suffix in {".css", ".js"} and HASHED.search(path.name)]
    assert len(texts) > 5
    for path in texts:
        assert path.with_name(f"{path.name}.br").stat().st_size < path.stat().st_size, path.name
        assert path.with_name(f"{path.name}.gz").stat().st_size < path.stat().st_size, path.name
