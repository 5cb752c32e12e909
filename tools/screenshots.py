"""make screenshots: every public page and state, at 360 and 1280 px, light and dark, and on paper, into screenshots/.

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
from typing import Literal
from urllib.error import URLError
from urllib.request import urlopen

import django
from django.template.loader import render_to_string
from django.utils.text import slugify
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.every_page import BROKEN, EVERY_PAGE, RESULTS

ROOT = Path(__file__).resolve().parent.parent
INTO = ROOT / "screenshots"
IMAGES = ROOT / "docs" / "images"
README_IMAGES = {
    ("home", 1280): "accueil-1280.png",
    ("question of one", 360): "question-360.png",
    ("result, if", 360): "resultat-360.png",
}
"""First screens, in the light."""
WIDTHS = (360, 1280)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
CODE = re.compile(r"\b\w{4}-\w{4}-\w{5}\b")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

PERSON = "claire"  # with a password made up for each run, which no picture shows


def main() -> None:
    shutil.rmtree(INTO, ignore_errors=True)
    INTO.mkdir()
    IMAGES.mkdir(parents=True, exist_ok=True)
    password = secrets.token_urlsafe()
    with site(password) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        for width in WIDTHS:
            photograph(browser, address, width)
        photograph_workshop(browser, address, password)
        browser.close()
    print(f"{len(list(INTO.iterdir()))} pictures in {INTO.name}/")


def photograph(browser: Browser, address: str, width: int) -> None:
    """Each page whole in both themes; on paper too when it is a result; for the README its first screen."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale="fr-FR", timezone_id="Europe/Paris", base_url=address
    )
    page = context.new_page()
    broken = broken_pages()
    page.route("**/broken/*", lambda route: route.fulfill(body=broken[route.request.url.rpartition("/")[2]]))
    for name, path in {**every_page(page), **{name: f"/broken/{name}" for name in broken}}.items():
        page.goto(path)
        file = f"{slugify(name)}-{width}"
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=INTO / f"{file}-{theme}.png", full_page=True)
        page.emulate_media(color_scheme="light")
        if copy := README_IMAGES.get((name, width)):
            page.screenshot(path=IMAGES / copy)
        if name in RESULTS and width == max(WIDTHS):
            page.pdf(path=INTO / f"{slugify(name)}.pdf", prefer_css_page_size=True)
    context.close()


def every_page(page: Page) -> dict[str, str]:
    """With the result that its own code opens again."""
    page.goto(EVERY_PAGE["result, if"])
    code = CODE.search(page.content())
    assert code, "the result shows no code"
    return {**EVERY_PAGE, "reopened": f"/code/{code[0]}/"}


def broken_pages() -> dict[str, str]:
    """The HTML of those answered when there is no site to ask, by the name of their template."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    context = {"stylesheet": "/static/css/passerelle.css"}
    return {Path(template).stem: render_to_string(template, context) for template in BROKEN}


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
