"""What is counted: true with several processes, and nothing of a visitor in it."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from careers.shelf import Shelf
from config import metrics
from tests import factories, people

ROOT = Path(__file__).parents[2]
ADDRESS = "/sante/mesures/"
START = "/metiers/assistant-medical/eligibilite/"
CODE = "assistant-medical"


def read(text):
    """{(name, label values…): number}"""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def seen(client):
    return read(client.get(ADDRESS).text)


def responses():
    """How many of each page and status class this process counted."""
    return Counter(
        {
            (sample.labels["page"], sample.labels["status"]): sample.value
            for family in REGISTRY.collect()
            if family.name == "passerelle_responses"
            for sample in family.samples
            if sample.name.endswith("_total")
        }
    )


# --- Responses --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "page", "status"),
    [
        pytest.param("/", "home", "2xx", id="home"),
        pytest.param(f"{START}?niveau=bac", "start", "3xx", id="question"),
        pytest.param(f"{START}resultat/?niveau=bac&secretariat=1", "result", "2xx", id="result"),
        pytest.param("/integrer/eligibilite/?niveau=bac", "none", "4xx", id="unknown address"),
        pytest.param("/integrer" + START, "framed", "2xx", id="framed"),
        pytest.param("/au/2026-11-23/", "home", "2xx", id="another day"),
        pytest.param("/metiers/astronaute/", "career", "4xx", id="unknown career"),
        pytest.param("/favicon.ico", "other", "3xx", id="address without a name"),
        pytest.param("/admin/", "workshop", "3xx", id="workshop"),
        pytest.param("/admin/apercu/", "preview", "3xx", id="preview"),
        pytest.param("/static/nothing.css", "file", "4xx", id="file"),
        pytest.param("/sante/vivant/", "alive", "2xx", id="health"),
    ],
)
def test_responses_are_counted_by_page_and_status(client, small_edition, path, page, status):
    before = responses()
    client.get(path)

    assert responses() - before == Counter({(page, status): 1})


@pytest.mark.django_db
def test_a_failure_is_counted_as_one(small_edition, monkeypatch):
    def fail(*args):
        raise ZeroDivisionError

    monkeypatch.setattr("careers.serving._from_shelf", fail)
    before = responses()
    Client(raise_request_exception=False).get("/?niveau=bac")

    assert responses() - before == Counter({("home", "5xx"): 1})


@pytest.mark.django_db
def test_time_is_counted_by_side(client, small_edition):
    def counted():
        name = "passerelle_response_seconds_count"
        return [REGISTRY.get_sample_value(name, {"side": side}) or 0 for side in ("public", "workshop")]

    before = counted()
    client.get("/")
    client.get("/admin/")
    client.get("/admin/apercu/")

    assert [now - then for now, then in zip(counted(), before, strict=True)] == [1, 2]


# --- How the worker stands --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_editions_are_told_by_career(client, small_edition, shelf, django_assert_num_queries):
    other = factories.EditionFactory(career__code="secretaire-medicale")
    shelf.look()
    with django_assert_num_queries(0):
        answer = client.get(ADDRESS)

    told = read(answer.text)
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert told["passerelle_edition_number", CODE] == small_edition.number
    assert told["passerelle_edition_number", "secretaire-medicale"] == other.number
    assert told["passerelle_edition_age_seconds", CODE] == pytest.approx(
        (timezone.now() - small_edition.published_at).total_seconds(), abs=60
    )
    assert told[("passerelle_database_answers",)] == 1
    assert told[("passerelle_editions_from_copies",)] == 0
    assert told[("process_start_time_seconds",)] > 0


@pytest.mark.django_db
def test_an_outage_is_told_and_counted(client, small_edition, tmp_path, monkeypatch):
    def gone(self):
        raise OSError("no network")

    own = Shelf(tmp_path)
    own.look()
    monkeypatch.setattr(metrics, "shelf", own)
    monkeypatch.setattr(Shelf, "_take", gone)
    before = seen(client).get(("passerelle_looks_failed_total", "edition-look"), 0)
    own.clear()
    own.look()

    told = seen(client)
    assert told["passerelle_looks_failed_total", "edition-look"] == before + 1
    assert told[("passerelle_database_answers",)] == 0
    assert told[("passerelle_editions_from_copies",)] == 1


def test_nothing_is_said_of_a_database_nobody_looked_at(client, shelf):
    assert ("passerelle_database_answers",) not in seen(client)


# --- Who may ask, and what is never said ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_comes_through_the_proxy_finds_nothing(client):
    response = client.get(ADDRESS, headers={"X-Forwarded-For": "127.0.0.1"})

    assert response.status_code == 404
    assert "passerelle_" not in response.text


@pytest.mark.django_db
def test_no_label_comes_from_a_visitor(client, small_edition):
    client.force_login(people.person(role="everything"))
    for path in ("/secret-7f/", f"{START}?niveau=secret-7f&x=secret-7f", "/code/secret-7f/", "/recherche/?q=secret-7f"):
        client.get(path, headers={"User-Agent": "secret-7f", "X-Request-ID": "secret-7f"})
        client.get("/admin" + path)
        client.get("/admin/apercu" + path)

    answer = client.get(ADDRESS).text
    assert "passerelle_responses_total" in answer
    assert "secret-7f" not in answer


@pytest.mark.django_db
def test_labels_are_bounded_by_the_urls(client):
    """Whatever is asked, no new label but names of the URL conf."""
    before = {page for page, _ in responses()}
    for number in range(50):
        client.get(f"/nothing-{number}/{number}/")

    assert {page for page, _ in responses()} - before <= {"none"}


# --- Several processes ------------------------------------------------------------------------------------------------

WORKERS = """
import multiprocessing, sys

def work(paths):
    import django
    django.setup()
    from config.serve import worker
    worker()
    from django.test import Client
    client = Client()
    for path in paths:
        answer = client.get(path, headers={"Host": "localhost"})
    if paths[-1] == "/sante/mesures/":
        print(answer.status_code, answer.content.decode())

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    for paths in (["/sante/vivant/"] * 2, ["/sante/vivant/", "/sante/mesures/"]):
        worker = multiprocessing.Process(target=work, args=[paths])
        worker.start()
        worker.join()
        assert worker.exitcode == 0
"""


@pytest.fixture
def two_workers(tmp_path):
    """What the second worker says, the first having ended."""

    def answer(folder):
        program = tmp_path / "workers.py"
        program.write_text(WORKERS)
        environment = os.environ | {
            "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PROMETHEUS_MULTIPROC_DIR": str(folder),
            "PYTHONPATH": str(ROOT),
        }
        # What goes wrong in them is for pytest to show.
        done = subprocess.run(
            [sys.executable, program], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
        status, _, text = done.stdout.partition(" ")
        return int(status), text

    return answer


def test_workers_count_together(two_workers, tmp_path):
    folder = tmp_path / "counts"
    folder.mkdir()
    status, text = two_workers(folder)

    told = read(text)
    assert status == 200
    assert told["passerelle_responses_total", "alive", "2xx"] == 3
    assert told["passerelle_response_seconds_count", "public"] == 3
    assert told[("passerelle_workers_started_total",)] == 2
    assert told[("process_start_time_seconds",)] > 0
    names = re.findall(r"^# TYPE (\S+)", text, re.MULTILINE)
    assert len(names) == len(set(names))


def test_a_worker_that_knows_only_its_own_counts_refuses(two_workers):
    status, text = two_workers("")

    assert status == 503
    assert "PROMETHEUS_MULTIPROC_DIR" in text
    assert "passerelle_" not in text
