"""How the words of every public page are written: the small things no reviewer sees twice."""

import re
from collections.abc import Iterator

import pytest

from tests.careers.markup import Node, parse
from tests.every_page import EVERY_PAGE
from tests.pathways.visiting import JOB

FAULTS = {
    "straight apostrophe or quotation marks": r"['\"]",
    "two spaces": r"[ \u00a0\u202f]{2}",
    "no narrow space before ; ? !": r"(?<![\u202f?!(…])(?<!«\u00a0)(?<!^)[;?!](?!\w)",
    "no space that holds before :": r"(?<!\u00a0)(?<!^):(?=\s|$)",
    "no space that holds inside « »": r"«(?!\u00a0)|(?<!\u00a0)»",
    "space before a full stop or a comma": r"[ \u00a0\u202f][.,](?=\s|$)",
    "full stops": r"(?<!\.)\.\.(?!\.)|\.{3}|[,;:]\.",
    "number that may break": r"\d \d{3}\b|\d (?:€|%|h|ans?|mois|heures?|jours?)\b",
    "contraction": r"\b(?:[dD]e les?|à les?) (?=[a-zéêàâîôû]+(?:s|x|eur|ment|ion|ue|al)\b)",
    "empty brackets": r"\(\s*\)",
    "the same word twice": r"\b(?!vous\b|nous\b)([a-zéèêàç]{2,}) \1\b",
    "tag": r"</?[a-z]+>",
    "nothing said": r"\b(?:None|nan|undefined)\b",
}
AS_WRITTEN = {"code", "kbd", "script", "style"}
SPOKEN = ("aria-label", "alt", "title", "placeholder")


COUNTED = "totals without numbers"
"""The one public page that asks the database."""


@pytest.mark.parametrize("name", [name for name in EVERY_PAGE if name != COUNTED])
def test_words_are_written_as_french_is(real_pages, client, name):
    assert_well_written(parse(client.get(EVERY_PAGE[name]).content.decode()))


def test_an_ordinal_is_plain_in_a_title(real_pages, client):
    page = parse(client.get(f"{JOB}sources/csmf-2024-10/").content.decode())

    assert "du 1er octobre 2024" in page.find("title")[0].text
    assert [node.text for node in page.find("h1")[0].find("sup")] == ["er"]


def test_words_of_the_totals(real_edition, client):
    assert_well_written(parse(client.get(EVERY_PAGE[COUNTED]).content.decode()))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("l'aide", "straight apostrophe or quotation marks"),
        ("deux  espaces", "two spaces"),
        ("Et après ?", "no narrow space before ; ? !"),
        ("Et après\u00a0?", "no narrow space before ; ? !"),
        ("Ici : oui", "no space that holds before :"),
        ("Ici:", "no space that holds before :"),
        ("« oui »", "no space that holds inside « »"),
        ("Fini .", "space before a full stop or a comma"),
        ("Pour qui\u00a0: .", "space before a full stop or a comma"),
        ("Fini..", "full stops"),
        ("1 607 heures", "number that may break"),
        ("12 mois", "number that may break"),
        ("la fin de le contrat", ""),
        ("le nombre de les heures", "contraction"),
        ("()", "empty brackets"),
        ("de de", "the same word twice"),
        ("le 1<sup>er", "tag"),
        ("None", "nothing said"),
        ("Vous vous formez\u202f: c’est dit «\u00a0oui\u00a0».", "no space that holds before :"),
        ("Vous vous formez, de le faire ne coûte rien\u202f; 1\u202f607\u00a0h.", ""),
    ],
)
def test_each_fault_is_seen(text, fault):
    found = [name for name, pattern in FAULTS.items() if re.search(pattern, text)]

    assert (fault in found) if fault else not found


def assert_well_written(page: Node) -> None:
    assert not [(fault, text) for text in said(page) for fault, pattern in FAULTS.items() if re.search(pattern, text)]


def said(page: Node) -> Iterator[str]:
    """Each run of text, and what is only spoken or listed."""
    for node in page.walk():
        if node.tag in AS_WRITTEN or node.within("code"):
            continue
        yield from (_on_one_line(part) for part in node.parts if isinstance(part, str) and part.strip())
        yield from (node.attributes[name] for name in SPOKEN if node.attributes.get(name))
        if node.tag == "meta" and node.attributes.get("name") == "description":
            yield node.attributes["content"]


def _on_one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)
