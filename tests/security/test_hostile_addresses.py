"""Every public address, with everything strangers type: never a failure, never their markup, never work without end."""

import json
import re
import sys
from datetime import date

import pytest
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from config.limits import LONGEST_ADDRESS
from pathways import addresses
from tests.pathways.visiting import BACHELIERE, CHECK, JOB, RESULT, START, link
from tests.security.addresses import PUBLIC, captures, filled, real
from tests.security.hostile import MARK, STRINGS, assert_ours, assert_sound, fuzzed, queried, quoted, strings

KEYS = [
    *("diplomes", "niveau", "secretariat", "experience-proche", "age", "situation", "employeur", "mois-en-poste"),
    *(addresses.SUBMITTED, addresses.CHANGING, addresses.BACK_TO, addresses.INTERVIEW, addresses.START_MONTH),
    *(addresses.TRYING, "q", "code", "nature", "page"),
]
ON_DAY = "au"
each_string = pytest.mark.parametrize("typed", STRINGS.values(), ids=STRINGS.keys())
READERS = [START, CHECK, RESULT, f"{START}agenda.ics", "/recherche/", "/code/", f"{JOB}sources/", f"{JOB}voies/cqp/"]
"""Pages that do something with what their addresses say."""
SLUGS = {name: typed for name, typed in STRINGS.items() if re.fullmatch(r"[-\w]+", typed, re.ASCII)}
"""Those Django hands to a view that takes a code; the others it stops before."""
TAKES_TEXT = [route for route in PUBLIC if "<str:" in route and ("code" in route or route.count("/") == 2)]
TAKES_CODES = [route for route in PUBLIC if "<slug:" in route and not route.startswith("au/")]


def test_keys_are_those_the_questions_have(real_pages):
    questions = json.loads(real_pages.document)["parts"]["rules"]["questions"]

    assert {question["code"] for question in questions} <= set(KEYS)


@pytest.mark.parametrize("route", PUBLIC)
def test_every_address_with_all_strings_at_once(real_pages, client, route):
    short = [typed for typed in STRINGS.values() if len(typed) < 1000]
    asked = f"{filled(route, real)}?{queried([*zip(KEYS * 3, short, strict=False)])}"
    response = client.get(asked)

    assert len(asked) < LONGEST_ADDRESS
    assert_sound(response, asked)


@each_string
def test_string_for_every_parameter(real_pages, client, typed):
    for path in READERS:
        asked = f"{path}?{queried([(key, typed) for key in KEYS])}"
        assert_sound(client.get(asked), asked)


@each_string
def test_string_in_a_path_that_takes_text(real_pages, client, typed):
    for route in TAKES_TEXT:
        asked = filled(route, lambda name: quoted(typed) or "x")
        assert_sound(client.get(asked), asked)


@pytest.mark.parametrize("typed", [*SLUGS.values(), "a'b"], ids=[*SLUGS, "no code"])
def test_string_in_a_path_that_takes_codes(real_pages, client, typed):
    for route in TAKES_CODES:
        for hostile in captures(route):
            asked = filled(route, {**{name: real(name) for name in captures(route)}, hostile: typed}.__getitem__)
            assert_sound(client.get(asked), asked)


@each_string
def test_string_for_a_day(real_pages, client, typed):
    for path in ("/", START, RESULT, "/recherche/", f"{START}agenda.ics", "/code/"):
        asked = f"{path}?{queried([(ON_DAY, typed), ('diplomes', typed)])}"
        assert_sound(client.get(asked), asked)


pairs = st.lists(st.tuples(st.sampled_from([*KEYS, ON_DAY]) | strings, strings), max_size=8)


@fuzzed
@given(route=st.sampled_from(PUBLIC), parts=st.lists(strings, min_size=3, max_size=3), pairs=pairs)
def test_any_address_with_anything(real_pages, client, route, parts, pairs):
    known = iter(parts)
    asked = (
        f"{filled(route, lambda name: real(name) if name == 'career' else quoted(next(known)) or 'x')}?{queried(pairs)}"
    )
    assert_sound(client.get(asked), asked)


codes = st.sampled_from(
    ["deas", "cqp-am", "aucun", "ne-sait-pas", "bac-general", "cdi", "scolaire", "en-poste", "3", "16"]
)


@fuzzed
@given(
    st.lists(st.tuples(st.sampled_from(KEYS), codes | strings), max_size=12),
    st.sampled_from(["", "verifier/", "resultat/"]),
)
def test_questionnaire_takes_any_mix_of_answers(real_pages, client, pairs, page):
    """Half of them real: these go further than what is refused at the first question."""
    asked = f"{START}{page}?{queried(pairs)}"
    for _ in range(3):
        response = client.get(asked)
        assert_sound(response, asked)
        if response.status_code != 302:
            break
        asked = response["Location"]
    assert response.status_code == 200, "redirections lead to a page"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("diplomes=deas&" * 500, id="a key 500 times"),
        pytest.param("&".join(f"diplomes=deas{n}" for n in range(400)), id="400 answers to one question"),
        pytest.param("&" * 7000, id="ampersands"),
        pytest.param("=" * 7000, id="equals"),
        pytest.param("%" * 7000, id="percents"),
        pytest.param("%00" * 2000, id="NUL"),
        pytest.param("diplomes=%FF%FE%C0%80", id="no UTF-8"),
        pytest.param("diplomes=%ED%A0%80", id="half a character"),
        pytest.param("diplomes[]=deas&diplomes[0]=dei", id="arrays"),
        pytest.param("diplomes=deas;niveau=bac", id="semicolons"),
        pytest.param("?diplomes=deas?niveau=bac", id="question marks"),
        pytest.param("essai=" + "essai%3D" * 800, id="an address in an address"),
        pytest.param("age=" + "9" * 7000, id="a number of 7000 digits"),
        pytest.param("age=" + "1" * 3000 + "e" + "9" * 3000, id="an exponent of 3000 digits"),
    ],
)
@pytest.mark.parametrize("path", [START, RESULT, "/recherche/", "/nulle-part/"])
def test_query_nobody_would_write(real_pages, client, path, raw):
    asked = f"{path}?{raw}"
    assert_sound(client.get(path, QUERY_STRING=raw), asked)


@pytest.mark.parametrize("many", [1001, 3900])
def test_more_parameters_than_any_page_reads(real_pages, client, many):
    response = client.get(RESULT, QUERY_STRING="&".join(["a"] * (many - 1) + ["b"]))

    assert response.status_code == 400
    assert "Nous ne savons pas lire cette adresse." in response.text


# --- What is said again -----------------------------------------------------------------------------------------------

SAID_AGAIN = {
    "search": "/recherche/?q={}",
    "code typed": "/code/?code={}",
    "code in the path": "/code/{}/",
    "option": f"{START}?question=diplomes&diplomes={{}}",
    "number": f"{START}?diplomes=aucun&niveau=cap-bep&question=experience-proche&experience-proche={{}}",
    "day": "/?au={}",
    "day in the path": "/au/{}/",
    "day with answers": f"{START}?au=x&diplomes={{}}",
    "month": link(f"{START}agenda.ics", BACHELIERE) + "&debut={}",
    "lost": "/nulle-part/?diplomes={}",
    "tried": link(RESULT, BACHELIERE) + "&essai={}",
    "key": "/nulle-part/?{}=1",
}


@pytest.mark.parametrize("address", SAID_AGAIN.values(), ids=SAID_AGAIN.keys())
@pytest.mark.parametrize(
    "name", ["markup", "markup in quotes", "end of a script", "end of a title", "comment", "entity"]
)
def test_markup_is_said_as_text_or_not_at_all(real_pages, client, address, name):
    asked = address.format(quoted(STRINGS[name]))
    response = client.get(asked)

    assert_sound(response, asked)
    assert f"<{MARK}" not in response.text


@pytest.mark.parametrize("address", SAID_AGAIN.values(), ids=SAID_AGAIN.keys())
def test_what_one_visitor_typed_is_in_nobody_elses_page(real_pages, client, address):
    """Pages are kept with holes for what was typed: signs typed by hand are no holes, and what filled one stays out."""
    for typed in (STRINGS["private use"], "licorne", STRINGS["private use"] + "x" * 30, "2"):
        assert_sound(client.get(address.format(quoted(typed))), address)

    assert "licorne" not in client.get(address.format("dahu")).text


@pytest.mark.parametrize(
    ("key", "typed"), [("diplomes", "licorne"), ("diplomes", "deas"), ("age", "97"), ("employeur", "aucun")]
)
def test_answers_of_one_visitor_are_in_nobody_elses_page(real_pages, client, key, typed):
    """The next visitor meets the same question, having said nothing of it."""
    for page in (START, CHECK, RESULT):
        client.get(link(page, {**BACHELIERE, key: typed, "essai": f"{key}={typed}"}))
        client.get(link(page, {key: typed}))
    for page in (START, CHECK, RESULT):
        for answers in ({}, {"diplomes": "aucun"}, BACHELIERE):
            said = {answer for value in answers.values() for answer in (value if isinstance(value, list) else [value])}
            html = client.get(link(page, answers), follow=True).text
            assert typed in said or f"{key}={typed}" not in html, (page, answers)


def test_some_pages_do_say_again_what_was_typed(real_pages, client):
    """Else the test above would prove nothing."""
    said = [name for name, address in SAID_AGAIN.items() if MARK in client.get(address.format(MARK)).text]

    assert {"search", "code typed", "code in the path", "option", "day", "lost"} <= set(said)


def test_data_in_pages_are_json_whatever_was_asked(real_pages, client):
    for typed in STRINGS.values():
        page = client.get(f"/recherche/?{queried([('q', typed)])}").text
        for _, _, rest in (part.partition(">") for part in page.split('<script type="application/ld+json"')[1:]):
            json.loads(rest.partition("</script>")[0])


@pytest.mark.parametrize(
    "path",
    [
        "//ailleurs.example/x",
        "//ailleurs.example/..",
        "/%2F%2Failleurs.example",
        "/\\ailleurs.example",
        "/metiers//x",
        "/code",
    ],
)
def test_missing_slash_leads_nowhere_else(real_pages, client, path):
    response = client.get(path)

    if "Location" in response:
        assert_ours(response["Location"], path)
    else:
        assert response.status_code == 404


# --- Never work without end -------------------------------------------------------------------------------------------


def work(do):
    """Calls made in Python: unlike seconds, as many on a loaded machine."""
    count = 0

    def called(frame, event, argument):
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        do()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("&".join(f"{key}=x" for key in KEYS for _ in range(50)), id="every key fifty times"),
        pytest.param("diplomes=deas&" * 400, id="one answer 400 times"),
        pytest.param("essai=" + "diplomes%3Ddeas%26" * 300, id="an address in an address"),
        pytest.param("diplomes=" + "x" * 7000, id="a long answer"),
        pytest.param("age=" + "9" * 7000, id="a long number"),
        pytest.param("q=" + "salaire+" * 800, id="a long question"),
        pytest.param("q=" + "+".join(f"mot{n}" for n in range(800)), id="many words"),
        pytest.param("q=" + "e%CC%81" * 1000, id="many accents"),
        pytest.param(f"au={date(2026, 1, 1)}&" * 300, id="one day 300 times"),
    ],
)
@pytest.mark.parametrize("path", [START, RESULT, "/recherche/"])
def test_hostile_query_costs_little_more_than_a_result(real_pages, client, shelf, path, query):
    """Of somebody like whom nobody was before, put together from pieces that are there."""
    ordinary = link(RESULT, BACHELIERE)
    client.get(ordinary)
    client.get(path, QUERY_STRING=query)  # what is worked out once is not counted
    shelf.get("assistant-medical").on(localdate()).kept["results"].clear()

    usual = work(lambda: client.get(ordinary))
    spent = work(lambda: client.get(path, QUERY_STRING=query))

    assert spent < 4 * usual, f"{spent / usual:.1f} times a result page"
