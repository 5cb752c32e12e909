"""The easy-to-read words: of the job on its page, of the best verdict on a result; nothing where none are written."""

import pytest

from careers import editions
from careers.models import Career, Edition
from pathways.models import AccessCase
from tests import factories
from tests.careers.markup import plain
from tests.pathways.visiting import BACHELIERE, JOB, LYCEENNE, QUALIFIEE, RESULT, get, link

NAME = "En facile à lire"
CHILD = {**LYCEENNE, "situation": "autre"}
PROMISED = {**BACHELIERE, "employeur": "promesse"}


def easy(page):
    """The lines of the fold, or None without one."""
    found = [node for node in page.find("details", class_="repli") if node.find("summary")[0].text == NAME]
    assert len(found) <= 1
    return [line.text for line in found[0].find("p")] if found else None


def test_the_job_in_easy_words_is_published_with_the_rest(real_edition, client):
    career = Career.objects.get()

    assert easy(get(client, JOB)) == [plain(line) for line in career.easy_summary.splitlines()]
    assert editions.decode(real_edition.document)[1]["career"].easy_summary == career.easy_summary


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        (PROMISED, "easy_open"),
        (QUALIFIEE, "easy_open"),
        (BACHELIERE, "easy_conditional"),
        (LYCEENNE, "easy_open"),
        (CHILD, "easy_to_check"),
    ],
    ids=["open", "qualified", "conditional", "pupil, whose way is open", "to check"],
)
def test_the_best_verdict_in_easy_words(real_edition, client, answers, field):
    written = getattr(Career.objects.get(), field)

    assert written
    assert easy(get(client, link(RESULT, answers))) == [plain(line) for line in written.splitlines()]


def test_nothing_open_has_words_of_its_own(small_edition, client, shelf):
    AccessCase.objects.filter(certainty="doubtful").delete()
    Career.objects.update(easy_closed="Aucune voie n'est ouverte.\nCela peut changer.")
    factories.EditionFactory(career=Career.objects.get())
    shelf.clear()

    said = easy(get(client, link(RESULT, {"niveau": "aucun", "secretariat": 1})))
    assert said == ["Aucune voie n’est ouverte.", "Cela peut changer."]


def test_nothing_is_folded_where_nothing_is_written(small_edition, client):
    assert Edition.objects.count() == 1
    assert easy(get(client, JOB)) is None
    assert easy(get(client, link(RESULT, {"niveau": "bac", "secretariat": 0}))) is None
