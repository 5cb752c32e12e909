"""The questionnaire in a frame of another site: only it may be framed, it stays there, everything else leaves."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from careers import editions
from careers.models import Career
from pathways.views.embedding import leading_out
from tests.careers.markup import Node, parse
from tests.pathways.visiting import (
    AIDE_SOIGNANTE,
    BACHELIERE,
    CHECK,
    JOB,
    PEOPLE,
    RESULT,
    START,
    get,
    link,
    sent,
    title,
)

FRAME = f"/integrer{START}"
FRAMED_CHECK = f"/integrer{CHECK}"
FRAMED_RESULT = f"/integrer{RESULT}"

pytestmark = pytest.mark.django_db

FRAMED = {
    "first question": FRAME,
    "question with an error": f"{FRAME}?question=diplomes",
    "check": link(FRAMED_CHECK, AIDE_SOIGNANTE),
    "result": link(FRAMED_RESULT, BACHELIERE),
    "calendar of no month": link(f"{FRAME}agenda.ics", BACHELIERE, debut="jamais"),
    "calendar": link(f"{FRAME}agenda.ics", BACHELIERE, debut="2027-01"),
}
NOT_FRAMED = {
    "home": "/",
    "for partners": "/integrer/",
    "question": START,
    "result": link(RESULT, BACHELIERE),
    "job": JOB,
    "route": f"{JOB}voies/cqp/",
    "search": "/recherche/",
    "code": "/code/",
    "no such career in a frame": f"/integrer{START}".replace("assistant-medical", "astronaute"),
    "no such page in a frame": f"/integrer{JOB}",
    "another day in a frame": f"/au/2023-03-27/integrer{START}",
    "draft in a frame": f"/admin/apercu/integrer{START}",
    "login": "/admin/login/",
    "robots": "/robots.txt",
}


def policy(response) -> str:
    (said,) = re.findall(r"frame-ancestors ([^;]+)", response["Content-Security-Policy"])
    return str(said).strip()


def outer(html: Node) -> list[Node]:
    """Links and forms that lead out of the frame."""
    leading = [*html.find("a"), *html.find("form")]
    return [
        node
        for node in leading
        if not node.attributes.get("href", node.attributes.get("action", "")).startswith((FRAME, "#"))
    ]


@pytest.mark.parametrize("path", FRAMED.values(), ids=FRAMED)
def test_the_questionnaire_may_be_framed_by_anybody(client, real_edition, path):
    response = client.get(path)
    assert response.status_code == 200
    assert policy(response) == "*"
    assert "X-Frame-Options" not in response
    assert response["X-Robots-Tag"] == "noindex"
    assert response.cookies == {}


@pytest.mark.parametrize("path", NOT_FRAMED.values(), ids=NOT_FRAMED)
def test_nothing_else_may_be_framed(client, real_edition, path):
    response = client.get(path)
    assert policy(response) == "'none'"
    assert response["X-Frame-Options"] == "DENY"


def test_the_rest_of_the_policy_is_that_of_every_page(client, real_edition):
    def directives(path: str) -> set[str]:
        return {part.strip() for part in client.get(path)["Content-Security-Policy"].split(";")}

    assert directives(START) ^ directives(FRAME) == {"frame-ancestors 'none'", "frame-ancestors *"}


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_a_framed_result_is_the_result_without_header_and_footer(client, real_edition, person):
    framed, whole = get(client, link(FRAMED_RESULT, person)), get(client, link(RESULT, person))
    assert framed.find("main")[0].text == whole.find("main")[0].text
    assert framed.find("header") == []
    assert framed.find("footer", class_="pied") == []
    assert "Questions et règles de Passerelle, édition 1" in framed.text


@pytest.mark.parametrize("path", [FRAME, FRAMED["check"], FRAMED["result"], FRAMED["question with an error"]])
def test_what_leads_elsewhere_takes_the_whole_window(client, real_edition, path):
    html = get(client, path)
    assert {node.attributes.get("target") for node in outer(html)} == {"_top"}
    inner = [node for node in (*html.find("a"), *html.find("form")) if node not in outer(html)]
    assert {node.attributes.get("target") for node in inner} <= {None}


def test_a_whole_questionnaire_stays_in_the_frame(client, real_edition):
    html = get(client, FRAME)
    for answer in (["deas"], "aucun"):
        address = sent(html, answer)
        assert address.startswith(FRAME)
        response = client.get(address)
        html = get(client, response["Location"]) if response.status_code == 302 else parse(response.content.decode())
    assert title(html) == "Vérifiez vos réponses"
    (onward,) = html.find("a", class_="bouton")
    assert onward.attributes["href"].startswith(FRAMED_RESULT)
    assert title(get(client, onward.attributes["href"])) == title(get(client, link(RESULT, AIDE_SOIGNANTE)))


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        pytest.param(link(FRAMED_RESULT, {"diplomes": ["aucun"]}), FRAME, id="result-of-too-little"),
        pytest.param(link(FRAMED_CHECK, {"diplomes": ["aucun"]}), FRAME, id="check-of-too-little"),
        pytest.param(link(f"{FRAME}agenda.ics", {"diplomes": ["aucun"]}), FRAME, id="calendar-of-too-little"),
    ],
)
def test_redirects_stay_in_the_frame(client, real_edition, path, leads_to):
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith(leads_to)
    assert policy(response) == "*"


@pytest.mark.parametrize("path", [FRAME, FRAMED["check"], FRAMED["result"]])
def test_the_address_to_keep_is_that_of_the_page_itself(client, real_edition, path):
    (field,) = get(client, path).find("input", id="lien")
    kept = field.attributes["value"].removeprefix("http://testserver")
    assert kept.startswith(START)
    assert get(client, kept).find("header")


@pytest.mark.parametrize("day", ["2023-03-27", "demain"])
def test_a_frame_is_of_today(client, real_edition, day):
    assert title(get(client, f"{FRAME}?au={day}")) == title(get(client, FRAME))


def test_a_frame_with_an_error_keeps_what_was_typed(client, real_edition):
    html = get(client, link(FRAME, {**BACHELIERE, "age": "deux"}, question="age"))
    assert html.find(class_="resume-erreur")
    assert [node.attributes["value"] for node in html.find("input", name="age")] == ["deux"]


def test_a_framed_page_needs_no_query_and_is_kept_like_others(client, real_edition, django_assert_num_queries):
    client.get(FRAME)
    with django_assert_num_queries(0):
        assert "public" in client.get(FRAME)["Cache-Control"]
        assert "private" in client.get(link(FRAMED_RESULT, BACHELIERE))["Cache-Control"]


def test_a_frame_is_only_read(client, real_edition):
    assert client.post(FRAME).status_code == 405


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (b'<a href="/ici/x">', b'<a href="/ici/x">'),
        (b'<a href="#voie">', b'<a href="#voie">'),
        (b'<a class="b" href="/la/">', b'<a class="b" href="/la/" target="_top">'),
        (b'<a href="https://legifrance.example/">', b'<a href="https://legifrance.example/" target="_top">'),
        (b'<a href="/icing/">', b'<a href="/icing/" target="_top">'),
        (b'<form method="get" action="/ici/" class="f">', b'<form method="get" action="/ici/" class="f">'),
        (b'<form method="get" action="/la/">', b'<form method="get" action="/la/" target="_top">'),
        (b'<aside href="/la/">', b'<aside href="/la/">'),
        (b"<p>&lt;a href=\"/la/\"&gt;</p>", b"<p>&lt;a href=\"/la/\"&gt;</p>"),
    ],
)  # fmt: skip
def test_links_are_told_apart_by_where_they_lead(html, expected):
    assert leading_out(html, b"/ici/") == expected


# --- The page that says how -------------------------------------------------------------------------------------------


def code_to_copy(client: Client) -> str:
    (field,) = get(client, "/integrer/").find("input", id="code-a-copier")
    return field.attributes["value"]


def test_the_code_to_copy_works(client, real_edition):
    html = parse(code_to_copy(client))
    (frame,), (script,) = html.find("iframe"), html.find("script")
    assert frame.attributes["title"].startswith("Puis-je devenir")
    assert client.get(frame.attributes["src"].removeprefix("http://testserver")).status_code == 200
    assert client.get(script.attributes["src"].removeprefix("http://testserver"))["Location"].endswith("integrer.js")


def test_a_question_with_quotes_can_not_break_the_code(client, small_edition, shelf):
    nasty = """Puis-je être "assistante" <b>ou</b> assistant ?"""
    Career.objects.update(question=nasty)
    editions.publish(Career.objects.get(), by="Claire Morel", note="Suite", at=datetime(2026, 12, 1, tzinfo=UTC))
    shelf.clear()
    (frame,) = parse(code_to_copy(client)).find("iframe")
    assert frame.attributes["title"].replace("\u202f", " ") == nasty
    assert frame.attributes["loading"] == "lazy"
