#!/usr/bin/env python3
"""screenshots.py: pictures of every public page and state, at 360 and 1280 px, light and dark, into screenshots/.

The site is started on a free port with a database of its own, holding the first content. Those the README shows are
also put into docs/images/.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
INTO = ROOT / "screenshots"
README_IMAGES = {
    "accueil-1280-clair": "accueil-1280.png",
    "question-360-clair": "question-360.png",
    "resultat-oui-si-360-clair": "resultat-360.png",
}
WIDTHS = (360, 1280)
THEMES = {"clair": "light", "sombre": "dark"}
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

CAREER = "/metiers/assistant-medical/"
ADULT = "diplomes=aucun&niveau=bac-general&secretariat=0&experience-proche=0&age=34&situation=cdi&employeur=aucun"
PUPIL = "diplomes=aucun&niveau=aucun&secretariat=0&experience-proche=0&age=16&situation=scolaire&employeur=aucun"
NOTHING = "diplomes=aucun&niveau=aucun&secretariat=0&experience-proche=0&age=16&situation=autre&employeur=aucun"
PAGES = {
    "accueil": "/",
    "metier": CAREER,
    "voies": f"{CAREER}voies/",
    "voie-cqp": f"{CAREER}voies/cqp/",
    "voie-embauche": f"{CAREER}voies/embauche/",
    "question": f"{CAREER}eligibilite/?diplomes=aucun",
    "question-plusieurs": f"{CAREER}eligibilite/",
    "question-nombre": f"{CAREER}eligibilite/?diplomes=aucun&niveau=cap-bep",
    "question-erreur": f"{CAREER}eligibilite/?question=diplomes",
    "verifier": f"{CAREER}eligibilite/verifier/?{ADULT}",
    "resultat-oui": f"{CAREER}eligibilite/resultat/?diplomes=deas&employeur=aucun",
    "resultat-oui-si": f"{CAREER}eligibilite/resultat/?{ADULT}",
    "resultat-deja": f"{CAREER}eligibilite/resultat/?diplomes=cqp-am",
    "resultat-eleve": f"{CAREER}eligibilite/resultat/?{PUPIL}",
    "resultat-aucune": f"{CAREER}eligibilite/resultat/?{NOTHING}",
    "sources": f"{CAREER}sources/",
    "desaccords": f"{CAREER}desaccords/",
    "editions": f"{CAREER}editions/",
    "accessibilite": "/accessibilite/",
    "donnees-personnelles": "/donnees-personnelles/",
    "mentions-legales": "/mentions-legales/",
    "plan-du-site": "/plan-du-site/",
    "introuvable": "/nulle-part/",
}


def main() -> None:
    shutil.rmtree(INTO, ignore_errors=True)
    INTO.mkdir()
    with site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        for width in WIDTHS:
            for theme, scheme in THEMES.items():
                photograph(browser, address, width, theme, scheme)
        browser.close()
    images = ROOT / "docs" / "images"
    images.mkdir(parents=True, exist_ok=True)
    for name, copy in README_IMAGES.items():
        shutil.copyfile(INTO / f"{name}-ecran.png", images / copy)
    print(f"{len(list(INTO.glob('*.png')))} images in {INTO.name}/")


def photograph(browser: Browser, address: str, width: int, theme: str, scheme: str) -> None:
    """Each page whole, and, for those the README shows, its first screen."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="fr-FR",
        timezone_id="Europe/Paris",
    )
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(address + path)
        page.screenshot(path=INTO / f"{name}-{width}-{theme}.png", full_page=True)
        if f"{name}-{width}-{theme}" in README_IMAGES:
            page.screenshot(path=INTO / f"{name}-{width}-{theme}-ecran.png")
    context.close()


@contextmanager
def site() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        env = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "PASSERELLE_ENV": "local"}
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "-v0"], ["setup_content"]):
            subprocess.run([*manage, *command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            [*manage, "runserver", "--noreload", "--nostatic", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str) -> None:
    for _ in range(150):
        try:
            urlopen(address).close()  # noqa: S310 - our own server
            return
        except URLError:
            time.sleep(0.2)
    sys.exit(f"{address} does not answer")


if __name__ == "__main__":
    main()
