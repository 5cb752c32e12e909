"""Pages as a visitor gets them, for tests: an address in, a small tree of HTML out."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.test import Client

from tests.careers.markup import Node, parse

JOB = "/metiers/assistant-medical/"
START = f"{JOB}eligibilite/"
CHECK = f"{START}verifier/"
RESULT = f"{START}resultat/"

Profile = dict[str, Any]

AIDE_SOIGNANTE: Profile = {"diplomes": ["deas"], "employeur": "aucun"}
BACHELIERE: Profile = {
    "diplomes": ["aucun"],
    "niveau": "bac-general",
    "experience-proche": 0,
    "secretariat": 0,
    "age": 30,
    "situation": "demandeur-emploi",
    "employeur": "aucun",
}
SECRETAIRE = {**BACHELIERE, "niveau": "cap-bep", "secretariat": 2, "situation": "cdi"}
LYCEENNE = {**BACHELIERE, "niveau": "aucun", "age": 16, "situation": "scolaire"}
EN_POSTE: Profile = {"diplomes": ["dei"], "employeur": "en-poste", "mois-en-poste": 14}
QUALIFIEE: Profile = {"diplomes": ["cqp-am"]}
INCERTAINE = {**BACHELIERE, "niveau": "ne-sait-pas", "employeur": "ne-sait-pas", "mois-en-poste": "ne-sait-pas"}
PEOPLE: dict[str, Profile] = {
    "nurse-aide": AIDE_SOIGNANTE,
    "bac": BACHELIERE,
    "secretary": SECRETAIRE,
    "pupil": LYCEENNE,
    "in-post": EN_POSTE,
    "qualified": QUALIFIEE,
    "unsure": INCERTAINE,
}


def link(page: str, answers: Profile, **extra: str) -> str:
    return f"{page}?{urlencode({**answers, **extra}, doseq=True)}"


def get(client: Client, address: str, *, follow: bool = False, status: int = 200) -> Node:
    """The page at an address; the html must be well closed, and the status the one expected."""
    response = client.get(address, follow=follow)
    assert response.status_code == status, (address, response.status_code, response.get("Location"))
    return parse(response.content.decode())


def given(address: str) -> list[tuple[str, str]]:
    """The answers an address holds, in its order."""
    return parse_qsl(urlsplit(address).query, keep_blank_values=True)


def title(page: Node) -> str:
    return page.find("h1")[0].text


def hidden(page: Node) -> list[tuple[str, str]]:
    return [(node.attributes["name"], node.attributes["value"]) for node in page.find("input", type="hidden")]


def sent(page: Node, answer: object) -> str:
    """Where a browser without JavaScript goes when this answer, or each of these, is sent."""
    code = dict(hidden(page))["question"]
    values = answer if isinstance(answer, list) else [answer]
    (form,) = page.find("form", class_="questionnaire")
    return f"{form.attributes['action']}?{urlencode([*hidden(page), *((code, value) for value in values)])}"


def ticked(page: Node) -> list[str]:
    return [node.attributes["value"] for node in page.find("input") if "checked" in node.attributes]
