"""What every test may use, and the browser of those that open pages."""

import math
import os
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, WebError
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

import careers.older_editions
import careers.shelf
import pathways.statistics.board
from careers import editions
from careers.models import Career, Edition, Topic
from careers.older_editions import OlderEditions
from careers.publication import Notice, Publication, published
from careers.shelf import Shelf
from pathways.statistics.board import Board
from tests import factories, outages, real_content

# Playwright's synchronous interface leaves an event loop running, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NEED_CHROMIUM = Path(__file__).parent.parent / "tools/need-chromium"
_looked = subprocess.run([NEED_CHROMIUM, "--path"], capture_output=True, text=True, check=False)
CHROMIUM = _looked.stdout.strip()
NO_CHROMIUM = f"NOT RUN. {_looked.stderr.strip()}"
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
NewContext = Callable[..., BrowserContext]
OURS = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:")


MEETS_A_DATABASE = {"db", "transactional_db", "live_server"}
READ_ONCE = {"_real_publication", "real_rules"}
"""Made of the fixtures once in each process, in a database that is then left as it was."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        action="store_true",
        help="only tests that meet a database: the others can't tell one from another",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = []
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        meets_a_database = names & MEETS_A_DATABASE or item.get_closest_marker("django_db")
        if config.getoption("--database") and (not meets_a_database or item.get_closest_marker("appearance")):
            left_out.append(item)
        if names & READ_ONCE:
            item.add_marker(pytest.mark.django_db)  # pytest-django makes a database only if somebody asks for it
        if "browser" in names:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _logins_are_not_counted(settings):
    """Those who test the counting switch it on."""
    settings.AXES_ENABLED = False


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    # The sandbox refuses to start for root; tabs die where /dev/shm is small, as it is in containers.
    args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic", *QUIET]
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


# --- Databases --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _nobody_stays_connected(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """PostgreSQL drops no database somebody is connected to: a browser's last request may still be on its way out.

    That connections are given back is for the tests of the shelf to see; here the run is over.
    """
    yield
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "postgresql" or not name.startswith("test_"):
        return
    with django_db_blocker.unblock():
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name])


@pytest.fixture
def outage(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> outages.Outage:
    """`with outage():` open connections are cut and no new one can be made."""
    return outages.made(monkeypatch)


# --- Content ----------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def shelf() -> Iterator[Shelf]:
    """The shelf of public pages: empty, looking once and never beside a request, keeping nothing on disk."""
    careers.shelf.shelf.copies = None
    careers.shelf.shelf.seconds_between_looks = math.inf
    careers.shelf.shelf.clear()
    yield careers.shelf.shelf
    careers.shelf.shelf.clear()


@pytest.fixture(autouse=True)
def older_editions() -> Iterator[OlderEditions]:
    """Older editions: none in memory, read in the thread of the test, which alone sees its rows."""
    careers.older_editions.older_editions.patience = None
    careers.older_editions.older_editions.clear()
    yield careers.older_editions.older_editions
    careers.older_editions.older_editions.clear()


@pytest.fixture(autouse=True)
def board() -> Iterator[Board]:
    """The totals of the public page: unknown, looking once and never beside a request."""
    pathways.statistics.board.board.seconds_between_looks = math.inf
    pathways.statistics.board.board.clear()
    yield pathways.statistics.board.board
    pathways.statistics.board.board.clear()


@pytest.fixture
def small_edition(db: None) -> Edition:
    """A published career of three facts, two questions and one route, of which nothing is to be said."""
    hours = factories.ClaimFactory(code="duree", wording="La formation dure 279 heures.")
    entry = factories.ClaimFactory(code="entree", topic=Topic.ENTRY, wording="Vous entrez en formation avec le bac.")
    factories.MissionFactory(claim__code="accueil", claim__wording="Vous accueillez les patients.")
    level = factories.QuestionFactory(code="niveau", wording="Quel est votre diplôme le plus élevé ?")
    bac = factories.OptionFactory(question=level, code="bac", label="Le bac", phrase="le bac")
    cqp = factories.OptionFactory(question=level, code="cqp-am", label="Le CQP", phrase="le CQP Assistant médical")
    none = factories.OptionFactory(question=level, code="aucun", label="Aucun diplôme", phrase="aucun diplôme")
    years = factories.QuestionFactory(
        number=True,
        code="secretariat",
        wording="Combien d’années avez-vous été secrétaire médicale ?",
        short="Vos années de secrétariat",
        condition="avoir {} de secrétariat médical",
    )
    training = factories.TrainingFactory(
        code="cqp", hours=factories.FigureFactory(claim=hours, name="heures"), claims=[hours], grants=[cqp]
    )
    with_bac = factories.AccessCaseFactory(code="cqp-bac", training=training, claims=[entry])
    factories.CriterionFactory(case=with_bac, question=level, options=[bac])
    experienced = factories.AccessCaseFactory(
        code="cqp-experience", training=training, claims=[entry], sentence="Vous avez trois ans de secrétariat médical."
    )
    factories.CriterionFactory(case=experienced, at_least=True, question=years)
    unsure = factories.AccessCaseFactory(
        code="cqp-sans-diplome", training=training, claims=[entry], doubtful=True, sentence="Demandez à l’organisme."
    )
    factories.CriterionFactory(case=unsure, question=level, options=[none])
    qualified = factories.AccessCaseFactory(
        code="cqp-acquis", qualifying=True, claims=[entry], sentence="Vous avez déjà le CQP Assistant médical."
    )
    factories.CriterionFactory(case=qualified, question=level, options=[cqp])
    factories.RouteFactory(code="cqp", trainings=[training], claims=[entry])
    return editions.publish(
        Career.objects.get(), by="Claire Morel", note="Première édition", at=datetime(2026, 11, 22, 9, tzinfo=UTC)
    )


@pytest.fixture(scope="session")
def _real_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> real_content.Rows:
    with django_db_blocker.unblock():
        return real_content.load()


@pytest.fixture
def real_edition(db: None, _real_rows: real_content.Rows) -> Edition:
    """The whole real content, in the rows and published as edition 1."""
    real_content.put(_real_rows)
    return Edition.objects.get()


@pytest.fixture(scope="session")
def _real_publication(_real_rows: real_content.Rows) -> Publication:
    (edition,), (career,) = _real_rows[Edition], _real_rows[Career]
    assert isinstance(edition, Edition)
    assert isinstance(career, Career)
    notice = Notice(edition.number, edition.published_at, edition.note, edition.checksum, None)
    return published(edition, (notice,))


@pytest.fixture
def real_pages(
    shelf: Shelf, _real_rows: real_content.Rows, _real_publication: Publication, django_db_blocker: DjangoDbBlocker
) -> Iterator[Edition]:
    """The whole real content on the shelf. A public page asks no database: here it would not get one."""
    shelf._current = {_real_publication.career.code: _real_publication}
    shelf._looked_at = 0.0
    (edition,) = _real_rows[Edition]
    assert isinstance(edition, Edition)
    with django_db_blocker.block():
        yield edition


@pytest.fixture
def real_site(live_server: LiveServer, real_edition: Edition) -> LiveServer:
    """A server of the real content, for tests in a browser."""
    return live_server
