"""The interview mode: asked for in the address, carried by it, never on otherwise, and not in what a visitor keeps."""

import pytest

from pathways.engine.rules import Change, Kind, Option, Question
from pathways.forms import QuestionForm
from tests.careers.markup import Node
from tests.pathways.visiting import BACHELIERE, CHECK, EN_POSTE, RESULT, START, get, given, link, sent, title

MODE = ("entretien", "oui")


def asked(page: Node) -> bool:
    """Whether the page has keys, their sheet and their script."""
    scripts = [node.attributes.get("src", "") for node in page.find("script")]
    there = {bool(page.find("h2", id="mode")), any("entretien" in src for src in scripts)}
    assert len(there) == 1
    return there.pop()


def addresses(page: Node, start: str) -> list[str]:
    found = [node.attributes["href"] for node in page.find("a")]
    return [address for address in found if address.startswith(start)]


def test_nobody_has_keys_who_did_not_ask(real_edition, client):
    for address in ("/", "/entretien/", START, f"{START}?entretien=", f"{START}?entretien=non", link(CHECK, EN_POSTE)):
        page = get(client, address)
        assert not asked(page)
        assert not page.find("section") or "Quitter le mode entretien" not in page.text
        assert not [key for key in page.find("kbd") if key.within(class_="option")]


def test_the_page_of_the_keys_leads_to_the_questions_with_keys(real_edition, client):
    page = get(client, "/entretien/")
    (form,) = page.find("form")
    fields = [(node.attributes["name"], node.attributes["value"]) for node in form.find("input")]

    assert (form.attributes["action"], fields) == (START, [MODE])
    assert "/entretien/" in [node.attributes["href"] for node in get(client, "/").find("a")]


def test_from_question_to_result_and_back_the_mode_travels(real_edition, client):
    page = get(client, f"{START}?entretien=oui")
    for code, value in EN_POSTE.items():
        assert asked(page), code
        page = get(client, sent(page, value), follow=True)

    assert title(page) == "Vérifiez vos réponses"
    assert asked(page)
    assert all(MODE in given(address) for address in addresses(page, f"{START}?"))
    (button,) = page.find("a", class_="bouton")
    result = get(client, button.attributes["href"])
    assert MODE in given(button.attributes["href"])
    assert addresses(result, f"{START}?")
    assert all(MODE in given(address) for address in addresses(result, f"{START}?"))


@pytest.mark.parametrize(("page", "answers"), [(START, {"diplomes": "aucun"}), (CHECK, EN_POSTE), (RESULT, EN_POSTE)])
def test_what_a_visitor_keeps_has_no_keys(real_edition, client, page, answers):
    shown = get(client, link(page, answers, entretien="oui"))
    (kept,) = shown.find("input", id="lien")

    assert kept.attributes["value"] == f"http://testserver{link(page, answers)}"


@pytest.mark.parametrize(
    ("address", "without"),
    [
        (f"{START}?entretien=oui", START),
        (link(START, BACHELIERE, entretien="oui", modifier="age"), link(START, BACHELIERE, modifier="age")),
        (link(CHECK, EN_POSTE, entretien="oui"), link(CHECK, EN_POSTE)),
    ],
    ids=["first question", "question changed", "check"],
)
def test_leaving_the_mode_stays_on_the_page(real_edition, client, address, without):
    (leave,) = [node for node in get(client, address).find("a") if node.text == "Quitter le mode entretien"]

    assert leave.attributes["href"] == without
    assert title(get(client, without)) == title(get(client, address))


def question(count: int, *, exclusive: tuple[int, ...] = (), kind: Kind = Kind.SEVERAL) -> Question:
    options = tuple(Option(f"o{n}", f"Réponse {n}", f"réponse {n}", exclusive=n in exclusive) for n in range(count))
    return Question(
        "q", kind, "Quoi ?", "Quoi", "avoir {}", Change.NEVER, "Pour voir.", options=options, may_be_unknown=True
    )


@pytest.mark.parametrize(
    ("asked", "keys", "apart"),
    [
        (question(3), "1 2 3", "N"),
        (question(12), "1 2 3 4 5 6 7 8 9 A B C", "N"),
        (question(4, exclusive=(0,)), "1 2 3", "4 N"),
        (question(24), "1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M O P", "N"),
    ],
    ids=["three", "letters after nine", "those apart come last", "no letter twice"],
)
def test_keys_follow_the_order_shown(asked, keys, apart):
    form = QuestionForm(asked, has_keys=True)

    assert " ".join(choice.key for choice in form.choices) == keys
    assert " ".join(choice.key for choice in form.choices_apart) == apart


def test_past_the_last_key_there_is_none():
    keys = [choice.key for choice in QuestionForm(question(40), has_keys=True).choices]

    assert len(set(keys[:34])) == 34
    assert set(keys[34:]) == {""}
