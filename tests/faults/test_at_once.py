"""Publications at once: numbers without a gap, each edition whole, and only what its author saw."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from careers import editions
from careers.editions import Moved, Seen
from careers.models import Career, Claim, Edition
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
CODES = ("assistant-medical", "secretaire-medicale")


def at_once(*tasks):
    """On SQLite in memory threads would share a table lock: one after the other."""
    if connection.vendor == "sqlite":
        return [task() for task in tasks]
    connection.close()  # there are few, and nobody should wait for one of them
    barrier = Barrier(len(tasks))

    def run(task):
        try:
            barrier.wait(30)
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.result() for future in [pool.submit(run, task) for task in tasks]]


def publish(code, **kwargs):
    return editions.publish(Career.objects.get(code=code), by="Claire Morel", note=code, at=AT, **kwargs)


def test_two_careers_are_published_at_once():
    documents = {code: factories.EditionFactory(career__code=code) for code in CODES}

    def again(code):
        return editions.publish_again(documents[code], by="Claire Morel", note=code, at=AT)

    made = at_once(*(lambda code=code: again(code) for code in (*CODES, CODES[0])))

    assert sorted(one.number for one in made) == [3, 4, 5]
    for one in Edition.objects.filter(number__gt=2):
        assert editions.decode(one.document)[0] == one.career.code == one.note
        assert editions.open_document(one.document, one.checksum)


def test_of_two_who_saw_the_same_draft_one_publishes_and_the_other_is_told(small_edition):
    """Between what both saw and what they send, one of them edits: only what was shown is published."""
    code = CODES[0]
    Claim.objects.filter(code="duree").update(detail="Examens en plus.")
    shown = editions.checksum(editions.encode(code, editions.read_draft(Career.objects.get())))
    seen = Seen(newest=1, draft=shown)

    def publish_what_was_seen():
        try:
            return publish(code, seen=seen)
        except (Moved, editions.NothingNew) as refusal:
            return type(refusal)

    made = at_once(publish_what_was_seen, publish_what_was_seen)
    Claim.objects.filter(code="duree").update(detail="Et encore.")

    assert sorted(isinstance(one, Edition) for one in made) == [False, True]
    assert editions.NothingNew in made
    assert publish_what_was_seen() is Moved
    assert list(Edition.objects.values_list("number", flat=True)) == [2, 1]
