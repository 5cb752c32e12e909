"""What search engines are told of a small site as it changes: when each page did, what is paid, nothing of drafts."""

from datetime import UTC, datetime

import pytest
import time_machine

import careers.shelf
from careers import editions
from careers.models import Claim, Edition, SalaryRange, Topic
from careers.older_editions import NotNow
from careers.structured_data import occupations
from tests import factories
from tests.careers.test_discovery import JOB, canonical, data, mapped, page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["", "salaire/", "voies/cqp/"])
def test_a_preview_says_nothing_to_machines(admin_client, small_edition, path):
    html = page(admin_client, f"/admin/apercu{JOB}{path}")
    assert canonical(html) == []
    assert data(html) == []
    assert html.find("meta", property="og:title") == []


# --- When pages changed ----------------------------------------------------------------------------------------------


def published(day: int, month: int = 12) -> None:
    career = Edition.objects.all()[0].career
    editions.publish(career, by="Claire Morel", note="Suite", at=datetime(2026, month, day, 9, tzinfo=UTC))
    careers.shelf.shelf.clear()


def reworded(code: str, wording: str) -> None:
    Claim.objects.filter(code=code).update(wording=wording)


@pytest.fixture
def three_editions(small_edition):
    """22 November, then 1 December (a mission changed), then 5 December (nothing but a comma of the same mission)."""
    reworded("accueil", "Vous accueillez les patientes et les patients.")
    published(1)
    factories.ClaimFactory(code="prepare", topic=Topic.AID, wording="L’aide change.", as_of="", valid_from="2026-12-08")
    published(5)


@pytest.mark.parametrize(
    ("today", "path", "since"),
    [
        pytest.param(6, f"{JOB}formation/", "2026-11-22", id="never-changed"),
        pytest.param(6, f"{JOB}missions/", "2026-12-01", id="changed-in-the-second"),
        pytest.param(6, JOB, "2026-12-01", id="the-job-told-in-short-too"),
        pytest.param(6, f"{JOB}aide/", "2026-11-22", id="prepared-and-not-begun"),
        pytest.param(8, f"{JOB}aide/", "2026-12-08", id="took-effect-by-itself"),
        pytest.param(20, f"{JOB}aide/", "2026-12-08", id="days-later"),
        pytest.param(6, f"{JOB}editions/", "2026-12-05", id="the-log"),
        pytest.param(6, f"{JOB}voies/cqp/", "2026-11-22", id="route"),
        pytest.param(6, "/", "2026-12-01", id="home-tells-missions"),
        pytest.param(6, "/accessibilite/", "", id="words-of-the-program"),
    ],
)
def test_a_page_changed_when_what_it_says_did(client, three_editions, today, path, since):
    with time_machine.travel(datetime(2026, 12, today, 12, tzinfo=UTC), tick=False):
        assert mapped(client)[path] == since


def test_the_same_published_again_changes_no_page(client, three_editions):
    published(9)
    with time_machine.travel(datetime(2026, 12, 9, 12, tzinfo=UTC), tick=False):
        assert mapped(client)[f"{JOB}missions/"] == "2026-12-01"


def test_nobody_reads_further_back_than_ten_editions(client, three_editions):
    for day in range(9, 21):
        published(day)
    with time_machine.travel(datetime(2026, 12, 21, 12, tzinfo=UTC), tick=False):
        dates = mapped(client)
    assert dates[f"{JOB}missions/"] == ""
    assert dates[f"{JOB}editions/"] == "2026-12-20"


def test_without_its_older_editions_the_map_has_no_dates_and_tries_again(client, three_editions, monkeypatch):
    def gone(number: int) -> None:
        raise NotNow

    with time_machine.travel(datetime(2026, 12, 6, 12, tzinfo=UTC), tick=False):
        with monkeypatch.context() as outage:
            outage.setattr("careers.older_editions.older_editions.get", gone)
            assert set(mapped(client).values()) == {""}
        assert mapped(client)[f"{JOB}missions/"] == "2026-12-01"


# --- What is paid ----------------------------------------------------------------------------------------------------

SETTING = SalaryRange.Setting


@pytest.mark.parametrize(
    ("claim", "pay", "expected"),
    [
        pytest.param({}, {"setting": SETTING.BRANCH}, [(2000, 2400)], id="grid-in-force"),
        pytest.param({}, {"setting": SETTING.LEGAL}, [(2000, None)], id="legal-minimum"),
        pytest.param({}, {"setting": SETTING.TRAINING}, [], id="during-a-training"),
        pytest.param({}, {"setting": SETTING.BRANCH, "basis": "net"}, [], id="net"),
        pytest.param({"unverified": True}, {"setting": SETTING.PRACTICE}, [], id="to-be-confirmed"),
        pytest.param({"hidden": True}, {"setting": SETTING.BRANCH}, [], id="hidden"),
        pytest.param({"superseded": True}, {"setting": SETTING.BRANCH}, [], id="replaced"),
    ],
)
def test_only_sure_pay_of_the_job_itself_is_told(db, claim, pay, expected):
    paid = factories.ClaimFactory(topic=Topic.PAY, **claim)
    figure = factories.FigureFactory(
        claim=paid, name="mois", label="brut", low=2000, high=2400, unit="eur", period="month"
    )
    factories.SalaryRangeFactory(figure=figure, **{"basis": "gross", **pay})
    told = occupations(editions.read_draft(paid.career)["career"])
    salaries = [salary["value"] for job in told for salary in job["estimatedSalary"]]
    assert [(value.get("minValue"), value.get("maxValue")) for value in salaries] == expected
