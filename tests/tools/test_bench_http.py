"""The arithmetic of the bench: ratios, what counts as missed, and what forms and pages are read as."""

from typing import Any

import pytest

from tools.bench import http
from tools.bench.journey import Forms, people
from tools.bench.load import BadAnswers, read
from tools.bench.ratios import Finding, Spread, ratios, spread
from tools.bench.servers import AS_DEPLOYED
from tools.bench.web_peers import blocks_of
from tools.rehearse.site import DEPLOYED, VISITORS, environment_of, unit_of


def test_everybody_is_served_as_visitors_are_in_production():
    port = DEPLOYED[VISITORS]

    assert AS_DEPLOYED.items() <= environment_of(unit_of(port), port).items()


def finding(median, **bounds):
    return Finding("a page", None if median is None else Spread(median, 0.0, 9.0), **bounds)


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        pytest.param([2.0, 9.0, 4.0], Spread(4.0, 2.0, 9.0), id="odd"),
        pytest.param([1.0, 3.0], Spread(2.0, 1.0, 3.0), id="even"),
        pytest.param([0.0], Spread(0.0, 0.0, 0.0), id="nothing at all is a figure"),
        pytest.param([], None, id="no figures"),
    ],
)
def test_spread(figures, found):
    assert spread(figures) == found


@pytest.mark.parametrize(
    ("ours", "others", "found"),
    [
        pytest.param([2.0, 8.0, 3.0], [1.0, 2.0, 3.0], Spread(2.0, 1.0, 4.0), id="round by round"),
        pytest.param([1.0, 9.0], [10.0, 90.0], Spread(0.1, 0.1, 0.1), id="a machine that slows down changes nothing"),
        pytest.param([1.0, 6.0], [0.0, 2.0], Spread(3.0, 3.0, 3.0), id="a round without the other"),
        pytest.param([1.0], [0.0], None, id="only such rounds"),
    ],
)
def test_ratios(ours, others, found):
    assert ratios(ours, others) == found


def test_rounds_must_be_the_same():
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 2.0], [1.0])


@pytest.mark.parametrize(
    ("found", "is_missed"),
    [
        pytest.param(finding(0.2, at_most=0.2), False, id="just at most"),
        pytest.param(finding(0.21, at_most=0.2), True, id="above"),
        pytest.param(finding(0.4, at_least=0.4), False, id="just at least"),
        pytest.param(finding(0.39, at_least=0.4), True, id="below"),
        pytest.param(finding(0.0, at_most=0), False, id="none of none"),
        pytest.param(finding(0.1, at_most=0), True, id="some of none"),
        pytest.param(finding(None, at_most=1), True, id="not measured, so not held"),
        pytest.param(finding(99.0), False, id="only told"),
        pytest.param(finding(None), False, id="only told, not measured"),
    ],
)
def test_targets(found, is_missed):
    assert found.is_missed is is_missed
    assert ("MISSED" in str(found)) is is_missed


def test_missed_targets_end_with_a_status():
    http.ended([finding(0.1, at_most=0.2), finding(5.0)])
    with pytest.raises(SystemExit) as ended:
        http.ended([finding(0.1, at_most=0.2), Finding("a step", Spread(3.0, 1.0, 4.0), at_most=2)])
    assert ended.value.code == "Missed: a step"  # a text is status 1


@pytest.mark.parametrize(
    ("said", "found"),
    [
        pytest.param("  1234 requests in 1.00s, 2MB read\nRequests/sec:   1230.50\n", (1234, 1230.5), id="answers"),
        pytest.param("  0 requests in 1.00s, 0B read\nRequests/sec:      0.00\n", (0, 0.0), id="none"),
    ],
)
def test_load_is_read(said, found):
    assert read(said) == found


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("9 requests in 1s\nNon-2xx or 3xx responses: 3\nRequests/sec: 9.0\n", id="errors"),
        pytest.param("9 requests in 1s\nSocket errors: connect 0, read 1, write 0, timeout 0\n", id="sockets"),
        pytest.param("unable to connect", id="nothing"),
    ],
)
def test_bad_answers_are_no_figures(said):
    with pytest.raises(BadAnswers):
        read(said)


FORMS = b"""<form action="/recherche/"><input name="q"></form><form method="post" action="?">
<input type="hidden" name="token" value="x"><input type="hidden" name="diplomes" value="dei">
<input type="radio" name="niveau-niveau" value="aucun"><input type="radio" name="niveau-niveau" value="bac">
</form><input name="age">"""


def test_forms_are_filled_in_as_people_do():
    search, question = Forms(FORMS).found
    person = {"niveau": ["bac"], "age": ["30"]}
    assert search.filled_in(person) == []
    assert question.is_post
    assert question.hidden == [("token", "x"), ("diplomes", "dei")]
    assert question.filled_in(person) == [("niveau-niveau", "bac")]


def test_people_answer_everything_and_are_the_same_again():
    questions: list[dict[str, Any]] = [
        {"code": "niveau", "kind": "one", "options": [{"code": "aucun"}, {"code": "bac"}]},
        {"code": "secretariat", "kind": "number", "low": 0.0, "high": 60.0, "step": 0.5},
    ]
    some = people(questions, 50, seed=1)
    assert some == people(questions, 50, seed=1)
    assert some != people(questions, 50, seed=2)
    assert {person["niveau"][0] for person in some} == {"aucun", "bac"}
    assert all(0 <= float(person["secretariat"][0]) <= 60 for person in some)


def test_a_page_is_read_as_blocks():
    html = """<body><p>Pas ici</p><main><h1>Le <b>métier</b></h1><script>{"a": 1}</script><p>Un &amp; deux</p>
    <ul><li>a</li><li>b &lt;</li></ul><h2>Et après ?</h2></main><p>Ni là</p></body>"""
    assert blocks_of(html) == {
        "title": "Le métier",
        "blocks": [("paragraph", "Un &amp; deux"), ("list", ["a", "b <"]), ("heading", "Et après ?")],
    }
