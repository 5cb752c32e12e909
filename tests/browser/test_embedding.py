"""The questionnaire inside a page of another site, in a real browser: it fits, it works, and it keeps to itself."""

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.pathways.test_embedding import FRAME, code_to_copy
from tests.pathways.visiting import START

LOW = 900


class Partner(BaseHTTPRequestHandler):
    """A site of somebody else, on a host and port of its own."""

    page = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Partner)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def partner(real_site, new_context, address, monkeypatch):
    """A page of a partner, which pasted our code under some text of its own."""

    def opened(framed: str = FRAME, **kwargs):
        code = code_to_copy(Client()).replace("http://testserver", real_site.url).replace(FRAME, framed)
        head = '<!doctype html><html lang="fr"><title>Mission locale</title><link rel="icon" href="data:,">'
        monkeypatch.setattr(Partner, "page", f"{head}<p>Notre page.</p>{code}".encode())
        page = new_context(**kwargs).new_page()
        page.goto(address)
        return page

    return opened


@pytest.mark.parametrize("width", [360, 1280])
def test_a_person_goes_from_the_first_question_to_a_page_of_the_site(partner, address, real_site, width):
    page = partner(viewport={"width": width, "height": 800})
    frame = page.frame_locator("iframe")

    frame.get_by_label("Diplôme d’État d’aide").check()
    height = frame.locator("html").evaluate("html => html.offsetHeight") + 4  # the border of a frame
    expect(page.locator("iframe")).to_have_js_property("offsetHeight", height)
    frame.get_by_role("button", name="Continuer").click()
    frame.get_by_label("Non, pas encore").check()
    page.wait_for_function(f"document.querySelector('iframe').offsetHeight < {height}")  # fewer answers, less room
    # Shown from its beginning, though the button was at its end.
    page.wait_for_function("document.querySelector('iframe').getBoundingClientRect().y >= 0")
    frame.get_by_role("button", name="Continuer").click()
    frame.get_by_role("link", name="Voir ma réponse").click()
    frame.get_by_role("heading", name="Oui. Une voie").wait_for()
    assert frame.locator("html").evaluate("html => html.scrollWidth <= innerWidth")
    assert page.context.cookies() == []
    assert page.url == address

    frame.get_by_role("link", name=re.compile("Lire cette voie en entier")).first.click()
    page.wait_for_url(f"{real_site.url}/metiers/**/voies/fae/**")


def test_without_scripts_the_frame_scrolls(partner):
    page = partner(java_script_enabled=False, viewport={"width": 360, "height": 800})
    frame = page.frame_locator("iframe")

    assert page.locator("iframe").bounding_box()["height"] == LOW + 4
    frame.get_by_label("Diplôme d’État d’aide").check()
    frame.get_by_role("button", name="Continuer").click()

    frame.get_by_label("Non, pas encore").wait_for()


def test_the_site_itself_refuses_to_be_framed(partner, browser_faults):
    page = partner(framed=START)

    expect(page.frame_locator("iframe").locator("body")).to_have_class("neterror")
    assert page.frames[1].url == "chrome-error://chromewebdata/"
    assert any("frame-ancestors" in fault or "X-Frame-Options" in fault for fault in browser_faults)
    browser_faults.clear()
