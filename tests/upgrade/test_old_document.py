"""Editions made by other versions of the code: an old one is read and the whole site answers from it; one of a format
this version does not know is refused, and what was served goes on being served.

`edition-of-4a6dc02.json.gz` is the first edition of the real content as commit 4a6dc02 published it, before witnesses,
codes of starting points and texts in easy words were in documents. It is never made again.
"""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from careers import editions
from careers.document import FORMAT
from careers.editions import UnreadableDocument
from careers.models import Career, Edition
from careers.publication import opened
from tests import factories
from tests.every_page import EVERY_PAGE, FAILURES
from tests.pathways.visiting import RESULT, SECRETAIRE, get, link

CHECKSUM = "6b4e1f9802f48af8ec7ad455da0f00c61313e8c6cbc88060b61290fbeb9c4a4b"
CODE = "assistant-medical"


@pytest.fixture(scope="module")
def old_text() -> str:
    return gzip.decompress((Path(__file__).parent / "edition-of-4a6dc02.json.gz").read_bytes()).decode()


@pytest.fixture
def old_edition(shelf, old_text):
    """On the shelf, as a process that has just started would have it."""
    publication = opened(7, old_text, CHECKSUM, datetime(2026, 11, 22, 1, 33, tzinfo=UTC), ())
    shelf._current = {CODE: publication}
    shelf._looked_at = 0.0
    return publication


def test_it_is_of_another_time(old_text):
    """Else it would prove nothing: what documents hold today is not in it."""
    raw = json.loads(old_text)

    assert editions.checksum(old_text) == CHECKSUM
    assert "easy_summary" not in raw["parts"]["career"]
    assert "witnesses" not in raw["parts"]["rules"]
    assert not any("code" in point for point in raw["parts"]["rules"]["starting_points"])


def test_it_is_read_whole(old_edition):
    career, rules = old_edition.career, old_edition.parts["rules"]

    assert (len(career.claims), len(rules.routes), len(rules.questions)) == (313, 10, 8)
    assert (career.easy_summary, rules.witnesses, {point.code for point in rules.starting_points}) == ("", (), {""})


@pytest.mark.django_db  # the totals ask it what was counted
def test_the_whole_site_answers_from_it(old_edition, client):
    statuses = {name: client.get(address).status_code for name, address in EVERY_PAGE.items()}

    assert {name for name, status in statuses.items() if status != 200} == set(FAILURES)
    result = get(client, link(RESULT, SECRETAIRE))
    assert "édition 7" in result.text.replace("\u00a0", " ").lower()


@pytest.mark.django_db
def test_it_can_be_published_again_and_compared_with_today(old_text, real_edition):
    """To the byte, whatever today's code would write."""
    old = factories.EditionFactory(career=real_edition.career, document=old_text, checksum=CHECKSUM)

    again = editions.publish_again(old, by="Claire Morel", note="Retour", at=datetime(2026, 11, 23, tzinfo=UTC))

    assert (again.document, again.checksum, again.restores) == (old_text, CHECKSUM, old)


def of_format(number):
    text = json.dumps({"format": number, "career": CODE, "parts": {"career": {"shape": "unknown"}, "rules": []}})
    return {"document": text, "checksum": editions.checksum(text)}


@pytest.mark.parametrize("number", [0, FORMAT + 1, 10**12])
def test_a_format_this_version_does_not_know_is_named(number):
    with pytest.raises(UnreadableDocument, match=f"format {number}, this version reads format {FORMAT}"):
        editions.open_document(text=of_format(number)["document"], expected=of_format(number)["checksum"])


@pytest.mark.django_db
def test_a_newer_format_is_refused_and_the_edition_before_it_stays(small_edition, shelf, client, caplog):
    """A newer version published, an older process goes on: it serves what it can read, and says why in its log."""
    factories.EditionFactory(career=small_edition.career, **of_format(FORMAT + 1))
    shelf.clear()

    page = client.get(f"/metiers/{CODE}/edition.json")

    assert (page.status_code, page.content.decode()) == (200, small_edition.document)
    assert f"Edition {Edition.objects.latest().number} of {CODE} can't be read" in caplog.text


@pytest.mark.django_db
def test_a_newer_format_is_not_published_again(small_edition):
    newer = factories.EditionFactory(career=small_edition.career, **of_format(FORMAT + 1))

    with pytest.raises(UnreadableDocument):
        editions.publish_again(newer, by="Claire Morel", note="Retour", at=datetime(2026, 11, 23, tzinfo=UTC))
    assert Career.objects.get().editions.count() == 2
