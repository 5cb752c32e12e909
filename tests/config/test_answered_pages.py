"""Pages with answers that are filled in before Django: they are what Django would answer, to the byte."""

import logging
import random
from collections import deque

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.utils.timezone import localdate
from prometheus_client import REGISTRY

from config import answered_pages
from config.kept_pages import Way
from config.page_store import PageStore
from pathways.views import questionnaire
from tests import factories
from tests.config.asking import Django, ask
from tests.config.test_page_store import DAY
from tests.pathways.visiting import BACHELIERE, CHECK, PEOPLE, RESULT, START, link

pytestmark = pytest.mark.usefixtures("connections_stay")

OF_ONE_REQUEST = {"x-request-id"}


@pytest.fixture
def django() -> Django:
    return Django()


@pytest.fixture(autouse=True)
def _one_day(time_machine):
    time_machine.move_to(DAY, tick=False)


@pytest.fixture
def store(real_pages, django, monkeypatch) -> PageStore:
    """Of the real content, where the headers of all kinds of pages were learned."""
    monkeypatch.setattr(PageStore, "_start", lambda self: None)
    store = PageStore(django)
    ask(store, LEARNED)
    ask(store, link(CHECK, BACHELIERE))
    ask(store, link(RESULT, BACHELIERE))
    django.asked = 0
    return store


LEARNED = link(START, {"diplomes": ["aucun"]})


def walks():
    """Addresses of question after question, to the last page."""
    chance = random.Random(7)
    for profile in PEOPLE.values():
        names = list(profile)
        for length in range(1, len(names) + 1):
            said = {name: profile[name] for name in names[:length]}
            yield link(START, said)
            yield link(START, said, question=names[length - 1])
            yield link(CHECK, said)
            yield link(RESULT, said)
    for age in chance.sample(range(18, 60), 4):
        yield link(START, {**BACHELIERE, "age": age, "situation": []})
        yield link(START, {"diplomes": ["aucun"]}, utm_source="<lettre>")


def said(answer):
    return answer.status, answer.body, {each for each in answer.headers if each[0].lower() not in OF_ONE_REQUEST}


def test_answers_are_those_of_django(store, django):
    own, elsewhere = WSGIHandler(), 0
    for address in walks():
        answer = ask(store, address)
        assert said(answer) == said(ask(own, address)), address
        elsewhere += answer.status != 200
    assert django.asked == elsewhere


def test_head_and_304_are_those_of_django(store, django):
    page = ask(store, LEARNED)
    head = ask(store, LEARNED, "HEAD")
    unchanged = ask(store, LEARNED, if_none_match=f"W/{page['ETag']}")

    assert (head.status, head.headers, head.body) == (200, page.headers, b"")
    own = ask(WSGIHandler(), LEARNED, if_none_match=page["ETag"])
    assert (unchanged.status, unchanged.body) == (own.status, own.body) == (304, b"")
    assert [unchanged[name] for name in ("ETag", "Cache-Control")] == [own[name] for name in ("ETag", "Cache-Control")]
    assert ask(store, LEARNED, if_none_match='"another"').status == 200
    assert django.asked == 0


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        pytest.param(link(START, {"age": "vieux"}, question="age"), {}, id="an answer that is refused"),
        pytest.param(link(START, {}, question="diplomes"), {}, id="no answer"),
        pytest.param(link(START, {"diplomes": ["aucun"]}, modifier="diplomes"), {}, id="an answer to change"),
        pytest.param(link(START, {"diplomes": ["aucun"]}, entretien="oui"), {}, id="an interview"),
        pytest.param(link(START, {"diplomes": ["aucun"]}, au="2026-10-01"), {}, id="another day"),
        pytest.param(link(START, {"diplomes": ["aucun"]}, au="hier"), {}, id="no day"),
        pytest.param(link(START, BACHELIERE), {}, id="nothing more to ask"),
        pytest.param(link(CHECK, {"diplomes": ["aucun"]}), {}, id="more to ask"),
        pytest.param(link(RESULT, {"diplomes": ["aucun"]}), {}, id="a result that waits for answers"),
        pytest.param("/metiers/nulle-part/eligibilite/?age=3", {}, id="no such career"),
        pytest.param(f"/integrer{LEARNED}", {}, id="in a frame"),
        pytest.param(f"/admin/apercu{LEARNED}", {}, id="a draft"),
        pytest.param(LEARNED, {"cookie": "sessionid=x"}, id="a cookie"),
        pytest.param(LEARNED, {"host": "elsewhere.example"}, id="a name that is not ours"),
        pytest.param(LEARNED + "&x=" + "y" * 600, {}, id="a long query"),
        pytest.param(LEARNED, {"method": "POST"}, id="a form that is posted"),
    ],
)
def test_anything_else_is_for_django(store, django, address, headers):
    host, method, own = headers.pop("host", "testserver"), headers.pop("method", "GET"), WSGIHandler()
    for _ in range(2):
        answer = ask(store, address, method, host=host, **headers)
        assert said(answer) == said(ask(own, address, method, host=host, **headers))
    assert django.asked == 2


def test_some_pages_with_answers_are_filled_in_before_anybody_asks(real_pages, django, shelf):
    """By nobody: what they share with others is kept then, and they are not."""
    publication = shelf.get("assistant-medical").on(localdate())
    shared = publication.kept.setdefault("pieces", {})
    for kept_by_others in (shared, publication.kept.get("results", {})):
        kept_by_others.clear()
    store = PageStore(django)
    kept = store._today()
    kept.way = Way("testserver", "http", None)
    kept.list_pages()
    steps, results = (
        [address for address in kept.to_make or () if address.startswith(f"{page}?")] for page in (START, RESULT)
    )
    kept.to_make = deque([*steps[:3], *results[:3]])
    while task := store._next():
        task()

    assert len(results) == len(publication.parts["rules"].witnesses)
    assert f"{START}?age=16" in steps
    assert len(shared) > 20
    assert (django.asked, kept.pages) == (0, {})


def test_site_below_a_path_of_its_own_is_for_django(store, django):
    """Its pages have other addresses."""
    assert ask(store, LEARNED, script_name="/sous").status == 200
    assert django.asked == 1


def test_headers_are_learned_from_django_once_for_each_way_of_asking(real_pages, django, monkeypatch):
    monkeypatch.setattr(PageStore, "_start", lambda self: None)
    store = PageStore(django)

    asked = []
    for host in ("testserver", "testserver", "localhost", "localhost"):
        ask(store, LEARNED, host=host)
        asked.append(django.asked)

    assert asked == [1, 1, 2, 2]


def test_headers_are_not_learned_from_another_page(real_pages, django, monkeypatch):
    """Should what is filled in ever differ from what Django answers, Django goes on answering."""
    monkeypatch.setattr(answered_pages, "_etag", lambda body: '"of another page"')
    store = PageStore(django)

    for asked in (1, 2, 3):
        ask(store, LEARNED)
        assert django.asked == asked


def test_what_breaks_is_told_by_django(store, django, monkeypatch):
    def breaks(visit, form):
        raise ZeroDivisionError

    monkeypatch.setattr(questionnaire, "question_page", breaks)
    assert ask(store, LEARNED).status == 500
    assert django.asked == 1


@pytest.mark.django_db
def test_next_edition_is_seen(small_edition, shelf, django):
    store = PageStore(django)
    start = f"/metiers/{small_edition.career.code}/eligibilite/?niveau=bac"
    before = [ask(store, start)["X-Edition"] for _ in range(2)]
    edition = factories.EditionFactory(career=small_edition.career, document=small_edition.document, published_at=DAY)
    shelf.look()

    assert before == ["1", "1"]
    assert [ask(store, start)["X-Edition"] for _ in range(2)] == [str(edition.number)] * 2


def test_answers_are_counted_but_their_addresses_are_not_logged(store, caplog):
    def counted():
        return REGISTRY.get_sample_value("passerelle_responses_total", {"page": "start", "status": "2xx"}) or 0

    before = counted()
    with caplog.at_level(logging.DEBUG):
        ask(store, LEARNED)

    assert counted() == before + 1
    assert "diplomes" not in caplog.text


def test_addresses_remembered_are_bounded(store, monkeypatch):
    monkeypatch.setattr("config.kept_pages.MOST_PAGES", 3)
    for number in range(10):
        ask(store, f"/nulle-part/{number}/?a=b")

    assert len(store._kept._answered) <= 3
