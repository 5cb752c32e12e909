"""Every kind of public page and every state it has, in groups: what axe, the HTML checker and their like look at.

The groups share nothing: a test may take one of them. `FAILING` says which pages answer with another status than 200.
"""

from tests.pathways.visiting import (
    BACHELIERE,
    CHECK,
    EN_POSTE,
    INCERTAINE,
    JOB,
    LYCEENNE,
    QUALIFIEE,
    RESULT,
    SECRETAIRE,
    START,
    link,
)

NOWHERE_YET = {**LYCEENNE, "situation": "autre"}
THEN = "2023-03-27"

CONTENT = {
    "home": "/",
    "job": JOB,
    **{
        name: f"{JOB}{name}/"
        for name in (
            *("missions", "lieux", "quotidien", "salaire", "formation", "delais-et-financement"),
            *("evolution", "histoire", "aide", "sources", "desaccords", "editions"),
        )
    },
    "a source": f"{JOB}sources/arr-2019/",
    "sources of a kind": f"{JOB}sources/?nature=press",
}
ROUTES = {
    "compare": f"{JOB}voies/",
    "route": f"{JOB}voies/cqp/",
    "long route": f"{JOB}voies/deas-fae/",
    "route explained": link(f"{JOB}voies/cqp/", SECRETAIRE),
    "route on another day": f"{JOB}voies/cqp/?au={THEN}",
    "job on another day": f"/au/{THEN}{JOB}",
    "no verdict on that day": f"{START}?au={THEN}",
}
QUESTIONS = {
    "question of several": START,
    "question of one": link(START, {"diplomes": "aucun"}),
    "question of a number": link(START, {"diplomes": "aucun", "niveau": "cap-bep"}),
    "question changed": link(START, BACHELIERE, modifier="age"),
    "question in an interview": link(START, {"diplomes": "aucun"}, entretien="oui"),
    "error on boxes": link(START, {}, question="diplomes"),
    "error on radios": link(START, {"diplomes": "aucun"}, question="niveau"),
    "error on a number": link(
        START, {"diplomes": "aucun", "niveau": "cap-bep", "experience-proche": "x"}, question="experience-proche"
    ),
    "check": link(CHECK, BACHELIERE),
    "check in an interview": link(CHECK, BACHELIERE, entretien="oui"),
}
RESULTS = {
    "result": link(RESULT, SECRETAIRE),
    "result, if": link(RESULT, BACHELIERE),
    "result of a pupil": link(RESULT, LYCEENNE),
    "result in post": link(RESULT, EN_POSTE),
    "result of the qualified": link(RESULT, QUALIFIEE),
    "result of who does not know": link(RESULT, INCERTAINE),
    "result without a way yet": link(RESULT, NOWHERE_YET),
    "result, another answer tried": link(RESULT, BACHELIERE, essai="diplomes=aucun&niveau=cap-bep"),
    "no such month": link(f"{START}agenda.ics", BACHELIERE, debut="hier"),
}
AROUND = {
    "search": "/recherche/",
    "something found": "/recherche/?q=combien+on+gagne",
    "misspelt": "/recherche/?q=formatoin",
    "nothing found": "/recherche/?q=licorne",
    "totals without numbers": "/chiffres/",
    "a code to type": "/code/",
    "a wrong code": "/code/?code=W7KE",
    "interview": "/entretien/",
    "embedding": "/integrer/",
    "question in a frame": "/integrer/metiers/assistant-medical/eligibilite/",
    "site map": "/plan-du-site/",
    "accessibility": "/accessibilite/",
    "privacy": "/donnees-personnelles/",
    "legal": "/mentions-legales/",
}
FAILURES = {
    "no such page": "/nulle-part/",
    "no such page, with answers": link("/nulle-part/", BACHELIERE),
    "no such day": "/?au=demain",
    "a day before all": "/?au=1999-01-01",
    "code of nothing": "/code/AAAA-AAAA-AAAAA/",
}
GROUPS = {
    "content": CONTENT,
    "routes": ROUTES,
    "questions": QUESTIONS,
    "results": RESULTS,
    "around": AROUND,
    "failures": FAILURES,
}
EVERY_PAGE = {name: address for group in GROUPS.values() for name, address in group.items()}
BROKEN = ("400.html", "405.html", "414.html", "500.html", "503.html", "careers/nothing_published.html")
"""Templates answered when there is no site to ask: rendered with the address of the stylesheet only."""
