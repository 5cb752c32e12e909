"""Two counsellors press "Enregistrer" at the same moment: one is saved, the other is asked; neither is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from careers.models import Claim, Source
from tests import factories
from tests.editing import held, opened, page, typed

pytestmark = pytest.mark.django_db(transaction=True)


def staff(name):
    client = Client()
    client.force_login(User.objects.create_superuser(name))
    return client


def at_once(*requests):
    """On SQLite in memory threads would share a table lock: one after the other."""
    if connection.vendor == "sqlite":
        return [request() for request in requests]
    barrier = Barrier(len(requests))

    def run(request):
        try:
            barrier.wait(10)
            return request()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(requests)) as pool:
        return [future.result() for future in [pool.submit(run, request) for request in requests]]


def test_two_save_the_same_fact():
    claim = factories.ClaimFactory(wording="Elle dure 279 heures.")
    address = page(Claim, "change", claim.pk)
    people = {name: staff(name) for name in ("claire", "samir")}
    forms = {name: typed(opened(who, address), wording=f"Dit {name}.") for name, who in people.items()}

    answers = at_once(*(lambda name=name: people[name].post(address, forms[name]) for name in people))

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    asked, other = sorted(zip(answers, people, strict=True), key=lambda each: -each[0].status_code)
    assert Claim.objects.get().wording == f"Dit {other[1]}."
    assert f"Dit {asked[1]}." in asked[0].text
    choice = held(asked[0].text) | {"garder-wording": ["mine"]}
    assert people[asked[1]].post(address, choice).status_code == 302
    assert Claim.objects.get().wording == f"Dit {asked[1]}."


def test_a_figure_is_saved_on_two_pages():
    """On its own, and on that of its fact: the row is the same."""
    figure = factories.FigureFactory(low="279", high="279")
    own, of_fact = page(type(figure), "change", figure.pk), page(Claim, "change", figure.claim.pk)
    claire, samir = staff("claire"), staff("samir")
    here = typed(opened(claire, own), label="durée")
    there = typed(opened(samir, of_fact), figures__0__label="heures")

    answers = at_once(lambda: claire.post(own, here), lambda: samir.post(of_fact, there))

    assert sorted(answer.status_code for answer in answers) == [302, 409]


def test_one_deletes_what_the_other_saves():
    source = factories.SourceFactory()
    address, confirm = page(Source, "change", source.pk), page(Source, "delete", source.pk)
    claire, samir = staff("claire"), staff("samir")
    written, gone = typed(opened(claire, address), title="Un titre"), opened(samir, confirm)

    saved, deleted = at_once(lambda: claire.post(address, written), lambda: samir.post(confirm, gone))

    # Whoever came second was told: the writer that it is gone, the other that it changed.
    assert (saved.status_code, deleted.status_code) in {(410, 302), (302, 200)}
    assert "Un titre" in (saved.text if saved.status_code == 410 else Source.objects.get().title)
