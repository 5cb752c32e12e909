"""What every test may use, and the browser of those that open pages."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, WebError
from pytest_django.live_server_helper import LiveServer

# Playwright's synchronous interface leaves an event loop running, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NEED_CHROMIUM = Path(__file__).parent.parent / "tools/need-chromium"
_looked = subprocess.run([NEED_CHROMIUM, "--path"], capture_output=True, text=True, check=False)
CHROMIUM = _looked.stdout.strip()
NO_CHROMIUM = f"NOT RUN. {_looked.stderr.strip()}"
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
NewContext = Callable[..., BrowserContext]
OURS = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    args = ["--no-sandbox", "--disable-gpu", "--disable-quic", *QUIET]  # the sandbox refuses to start for root
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": args}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Every browser test has the test server: `page.goto("/")` is enough."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture
def browser_faults() -> Iterator[list[str]]:
    """What browsers complained about in this test: it fails unless the list is empty at its end.

    This is what sees a broken Content-Security-Policy. A test that opens a page of error on purpose checks the list
    and clears it.
    """
    faults: list[str] = []
    yield faults
    assert faults == []


@pytest.fixture
def new_context(new_context: NewContext, browser: Browser, browser_faults: list[str]) -> Iterator[NewContext]:
    def heard(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            browser_faults.append(f"{said.location['url']}: {said.text}")

    def thrown(error: WebError) -> None:
        browser_faults.append(str(error.error))

    def asked(request: Request) -> None:
        if not request.url.startswith(OURS):
            browser_faults.append(f"asked for {request.url}")

    def watched(**kwargs: Any) -> BrowserContext:
        context = new_context(**kwargs)
        context.on("console", heard)
        context.on("weberror", thrown)
        context.on("request", asked)
        return context

    yield watched
    for context in browser.contexts:
        context.cookies()  # a round trip, so that what the browser said last is heard before the list is looked at
