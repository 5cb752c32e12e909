#!/usr/bin/env python3
"""screenshots.py: pictures of every public page and state, at 360 and 1280 px, light and dark, into screenshots/.

The site is started on a free port with a database of its own, holding the first content. Those the README shows are
also put into docs/images/, with those of the workshop, for the counsellors' guide.
"""

import os
import re
import secrets
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

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
INTO = ROOT / "screenshots"
IMAGES = ROOT / "docs" / "images"
README_IMAGES = {
    "accueil-1280-clair": "accueil-1280.png",
    "question-360-clair": "question-360.png",
    "resultat-oui-si-360-clair": "resultat-360.png",
}
WIDTHS = (360, 1280)
THEMES = {"clair": "light", "sombre": "dark"}
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

PERSON = "claire"  # with a password made up for each run, which no picture shows

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
    IMAGES.mkdir(parents=True, exist_ok=True)
    password = secrets.token_urlsafe()
    with site(password) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        for width in WIDTHS:
            for theme, scheme in THEMES.items():
                photograph(browser, address, width, theme, scheme)
        photograph_workshop(browser, address, password)
        browser.close()
    for name, copy in README_IMAGES.items():
        shutil.copyfile(INTO / f"{name}-ecran.png", IMAGES / copy)
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


def photograph_workshop(browser: Browser, address: str, password: str) -> None:
    """What the guide tells, in its order: a fact changed, what that changes, a rule broken, what forbids to publish."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, color_scheme="light", locale="fr-FR", timezone_id="Europe/Paris"
    )
    page = context.new_page()
    page.goto(f"{address}/admin/")
    page.get_by_label("Nom d’utilisateur").fill(PERSON)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("identique à l’édition 1")).to_be_visible(timeout=30_000)
    keep(page, "bureau")

    page.goto(f"{address}/admin/careers/claim/?q=examens+en+plus+279")
    page.get_by_role("link", name=re.compile("dure 279 heures")).click()
    keep(page, "fait")
    wording = page.get_by_label("Phrase affichée")
    wording.fill(wording.input_value().replace("279", "301"))
    for end in ("De", "À"):
        page.locator("#figures-0").get_by_label(end, exact=True).fill("301")
    save(page)
    page.goto(f"{address}/admin/publier/")
    keep(page, "publier")
    page.get_by_label("Ce qui change, en une ou deux phrases").fill("Exemple : une autre durée du CQP.")
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.locator(".success")).to_be_visible()
    page.goto(f"{address}/admin/versions/")
    keep(page, "revenir")

    page.goto(f"{address}/admin/pathways/accesscase/?q=cqp-secretariat-cap")
    page.locator("#result_list tbody a").first.click()
    page.locator(".sens").evaluate("sentence => sentence.scrollIntoView()")
    keep(page, "regle")
    for box in page.locator("[name$='-DELETE']").all():
        if "__prefix__" not in (box.get_attribute("name") or ""):
            box.check()
    save(page)
    page.goto(f"{address}/admin/controler/")
    keep(page, "controler")
    context.close()


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).first.click()
    expect(page.locator(".success")).to_be_visible()


def keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"atelier-{name}.png")


@contextmanager
def site(password: str = "") -> Iterator[str]:
    """The real content, served; with a counsellor's account when a password is given."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        env = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3", "PASSERELLE_ENV": "local"}
        manage = [sys.executable, "manage.py"]
        for command in (["migrate", "-v0"], ["setup_content"]):
            subprocess.run([*manage, *command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        if password:
            account = {"DJANGO_SUPERUSER_PASSWORD": password}
            make = ["createsuperuser", "--noinput", "--username", PERSON, "--email", ""]
            subprocess.run([*manage, *make], cwd=ROOT, env=env | account, check=True, stdout=subprocess.DEVNULL)
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
