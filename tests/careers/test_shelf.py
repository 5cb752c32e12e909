"""The current editions in memory: no query when warm, newer ones seen by themselves, and an outage nobody notices."""

import json
import os
import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection

from careers.models import Career, Edition
from careers.shelf import SECONDS_BETWEEN_LOOKS, Shelf
from tests import factories
from tests.outages import cut_connections, elsewhere, pool

CODE = "assistant-medical"
beside_the_request = pytest.mark.django_db(transaction=True)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    return tmp_path / "editions"


@pytest.fixture
def own_shelf(copies: Path, clock: Clock) -> Shelf:
    return Shelf(copies, clock=clock)


def publish(code=CODE):
    return factories.EditionFactory(career__code=code)


def looks_end():
    for thread in threading.enumerate():
        if thread.name == "edition-look":
            thread.join(20)
            assert not thread.is_alive()


def after_a_look(shelf, clock):
    """What is on the shelf once the look that is now due has ended."""
    clock.now += SECONDS_BETWEEN_LOOKS
    shelf.all()
    looks_end()
    return {code: publication.number for code, publication in shelf.all().items()}


def recovers(shelf, clock, expected):
    """Within a few looks: the pool tries its broken connections one after the other, with pauses."""
    return expected in (after_a_look(shelf, clock) for _ in range(3))


# --- Warm, and newer --------------------------------------------------------------------------------------------------


def test_warm_shelf_asks_nothing(small_edition, own_shelf, clock, django_assert_num_queries):
    first = own_shelf.get(CODE)
    clock.now += SECONDS_BETWEEN_LOOKS - 0.01

    with django_assert_num_queries(0):
        assert own_shelf.get(CODE) is first
    assert (first.number, first.career.claims_by_code["duree"].wording) == (1, "La formation dure 279 heures.")


@pytest.mark.parametrize("editions", [1, 3])
@pytest.mark.django_db
def test_first_look_asks_no_more_for_more_editions(own_shelf, django_assert_num_queries, editions):
    for _ in range(editions):
        publish()

    with django_assert_num_queries(3):
        assert own_shelf.get(CODE).number == editions


@pytest.mark.django_db
def test_look_that_finds_nothing_new_asks_once(own_shelf, django_assert_num_queries):
    publish()
    first = own_shelf.get(CODE)

    with django_assert_num_queries(1):
        own_shelf.look()
    assert own_shelf.get(CODE) is first


@pytest.mark.django_db
def test_empty_shelf_has_nothing(own_shelf):
    factories.CareerFactory()

    assert own_shelf.all() == {}
    assert own_shelf.get(CODE) is None


@beside_the_request
def test_newer_edition_is_seen_after_the_interval_without_a_restart(own_shelf, clock):
    publish()
    assert own_shelf.get(CODE).number == 1
    publish()

    clock.now += SECONDS_BETWEEN_LOOKS - 0.01
    own_shelf.all()
    looks_end()
    assert own_shelf.get(CODE).number == 1

    clock.now += 0.01
    own_shelf.all()
    looks_end()
    assert own_shelf.get(CODE).number == 2


@beside_the_request
def test_first_edition_is_seen_after_the_interval(own_shelf, clock):
    assert own_shelf.all() == {}
    publish()

    assert after_a_look(own_shelf, clock) == {CODE: 1}


@pytest.mark.django_db
def test_only_what_changed_is_read_again(own_shelf):
    publish(), publish("secretaire-medicale")
    first = own_shelf.all()
    publish("secretaire-medicale")

    own_shelf.look()

    assert own_shelf.get("secretaire-medicale").number == 3
    assert own_shelf.get(CODE) is first[CODE]


@pytest.mark.django_db
def test_log_of_editions_comes_with_the_edition(own_shelf):
    editions = [publish(), publish()]

    notices = own_shelf.get(CODE).notices

    assert [(one.number, one.note, one.checksum) for one in notices] == [
        (edition.number, edition.note, edition.checksum) for edition in reversed(editions)
    ]


@pytest.mark.django_db
def test_database_put_back_from_a_copy_is_followed(own_shelf):
    publish(), publish()
    own_shelf.all()
    Edition._base_manager.filter(number=2).delete()

    own_shelf.look()

    assert own_shelf.get(CODE).number == 1


@pytest.mark.django_db
def test_edition_that_vanished_goes_on_being_served(own_shelf):
    publish()
    own_shelf.all()
    Edition._base_manager.all().delete()

    own_shelf.look()

    assert own_shelf.get(CODE).number == 1


@pytest.mark.django_db
def test_other_edition_of_the_same_number_is_another(own_shelf):
    old = publish()
    own_shelf.all()
    Edition._base_manager.all().delete()
    Career.objects.update(title="Assistant médical, assistante médicale")
    new = publish()

    own_shelf.look()

    assert (old.number, own_shelf.get(CODE).number) == (1, 1)
    assert own_shelf.get(CODE).checksum == new.checksum != old.checksum


# --- One look at a time -----------------------------------------------------------------------------------------------


class Counted(Shelf):
    """Counts its looks, which wait until they may go on; what they find is not what matters."""

    def __init__(self, clock):
        super().__init__(None, clock=clock)
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.looks = 0
        self.fault = None

    def _take(self):
        self.looks += 1
        self.may_go_on.wait(10)
        if self.fault:
            raise self.fault


def ask_from_many_threads(shelf, threads=8, times=25):
    def ask():
        for _ in range(times):
            shelf.all()

    asking = [threading.Thread(target=ask) for _ in range(threads)]
    for thread in asking:
        thread.start()
    return asking


def join(threads):
    for thread in threads:
        thread.join(10)


def test_many_requests_at_the_start_cause_one_look(clock):
    shelf = Counted(clock)
    shelf.may_go_on.clear()

    asking = ask_from_many_threads(shelf)
    shelf.may_go_on.set()
    join(asking)

    assert shelf.looks == 1


def test_many_requests_after_the_interval_cause_one_look(clock):
    shelf = Counted(clock)
    shelf.all()
    shelf.may_go_on.clear()
    clock.now += SECONDS_BETWEEN_LOOKS

    join(ask_from_many_threads(shelf))  # nobody waits for the look
    assert shelf.looks == 2

    shelf.may_go_on.set()
    looks_end()
    join(ask_from_many_threads(shelf))
    assert shelf.looks == 2


@pytest.mark.parametrize("first_look_fails", [True, False])
def test_look_that_failed_is_taken_again_after_the_interval_only(clock, first_look_fails):
    shelf = Counted(clock)
    shelf.fault = OperationalError("gone")
    if not first_look_fails:
        shelf.fault, _ = None, shelf.all()
        shelf.fault = OperationalError("gone")
        clock.now += SECONDS_BETWEEN_LOOKS
    before = shelf.looks

    for _ in range(5):
        shelf.all()
        looks_end()
    assert shelf.looks == before + 1

    clock.now += SECONDS_BETWEEN_LOOKS
    shelf.all()
    looks_end()
    assert shelf.looks == before + 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_look_that_breaks_does_not_end_all_looks(clock):
    shelf = Counted(clock)
    shelf.all()
    shelf.fault = ZeroDivisionError("a mistake of ours")

    for expected in (2, 3):
        clock.now += SECONDS_BETWEEN_LOOKS
        shelf.all()
        looks_end()
        assert shelf.looks == expected


def test_request_goes_on_when_no_thread_can_be_started(clock, monkeypatch):
    shelf = Counted(clock)
    shelf.all()
    clock.now += SECONDS_BETWEEN_LOOKS

    def refuse(thread):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        assert shelf.all() == {}

    shelf.all()
    looks_end()
    assert shelf.looks == 2


@pytest.mark.parametrize("fault", [None, OperationalError("gone"), ZeroDivisionError("a mistake of ours")])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@beside_the_request
def test_connection_of_a_look_is_always_given_back(clock, fault):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has no connections to give back")

    class Asking(Counted):
        def _take(self):
            Edition.objects.count()
            super()._take()

    connection.close()
    already = lent_connections()  # a thread of another test may still hold one
    shelf = Asking(clock)
    shelf.all()
    shelf.fault = fault
    for _ in range(50):
        clock.now += SECONDS_BETWEEN_LOOKS
        shelf.all()
        looks_end()
    connection.close()

    assert shelf.looks == 51
    for _ in range(100):
        if lent_connections() <= already:  # one that is just being made is not lent
            break
        time.sleep(0.1)
    assert lent_connections() <= already


def lent_connections():
    """Those of the pool that nobody gave back."""
    stats = pool(connection).get_stats()
    return stats["pool_size"] - stats["pool_available"]


# --- The database is gone ---------------------------------------------------------------------------------------------


def test_editions_in_memory_are_served_through_an_outage_and_looks_recover(own_shelf, clock, outage):
    publish()
    assert own_shelf.get(CODE).number == 1

    with outage():
        assert after_a_look(own_shelf, clock) == {CODE: 1}
        assert after_a_look(own_shelf, clock) == {CODE: 1}
    publish()

    assert recovers(own_shelf, clock, {CODE: 2})


@beside_the_request
def test_looks_recover_after_all_connections_were_cut(own_shelf, clock):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no server to restart")
    publish()
    own_shelf.all()
    publish()
    connection.close()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        cut_connections(server)

    assert recovers(own_shelf, clock, {CODE: 2})


def test_process_started_during_an_outage_serves_the_copy_on_disk(own_shelf, copies, clock, outage):
    publish()
    before = own_shelf.get(CODE)
    restarted = Shelf(copies, clock=clock)

    with outage():
        served = elsewhere(lambda: restarted.get(CODE))
    publish()

    assert served == before
    assert served.notices == before.notices
    assert recovers(restarted, clock, {CODE: 2})


@pytest.mark.django_db
@pytest.mark.parametrize("published_since", [True, False], ids=["published-since", "nothing-published-since"])
def test_forked_process_serves_the_newest_edition_from_its_first_request_on(own_shelf, clock, published_since):
    publish()
    first = own_shelf.all()
    if published_since:
        publish()
    own_shelf.begin()

    assert own_shelf.get(CODE).number == 1 + published_since
    assert (own_shelf.all() is first) is not published_since  # what pages are kept by


def test_process_forked_during_an_outage_serves_the_copy_on_disk_if_that_is_newer(own_shelf, copies, clock, outage):
    publish()
    own_shelf.all()
    publish()
    Shelf(copies, clock=clock).all()  # of another worker, which wrote the copy
    own_shelf.begin()

    with outage():
        assert elsewhere(lambda: own_shelf.get(CODE)).number == 2
    assert own_shelf.is_from_copies


def test_process_forked_during_an_outage_keeps_what_it_has_if_no_copy_is_newer(own_shelf, clock, outage):
    publish()
    first = own_shelf.all()
    own_shelf.begin()

    with outage():
        assert elsewhere(own_shelf.all) is first
    assert not own_shelf.is_from_copies


def test_process_started_during_an_outage_without_a_copy_recovers(clock, outage):
    publish()
    restarted = Shelf(None, clock=clock)

    with outage():
        assert elsewhere(restarted.all) == {}

    assert recovers(restarted, clock, {CODE: 1})


# --- What is damaged --------------------------------------------------------------------------------------------------


def alter(copy):
    content = json.loads(copy.read_bytes())
    copy.write_text(json.dumps(content | {"text": content["text"].replace("279", "300")}))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(alter, id="one-number-changed"),
        pytest.param(lambda copy: copy.write_bytes(copy.read_bytes()[:-100]), id="cut-short"),
        pytest.param(lambda copy: copy.write_bytes(b""), id="empty"),
        pytest.param(lambda copy: copy.write_bytes(b"\xff\xfe"), id="not-text"),
        pytest.param(lambda copy: copy.write_text("[]"), id="something-else"),
        pytest.param(lambda copy: (copy.unlink(), copy.mkdir()), id="a-folder"),
    ],
)
@beside_the_request
def test_damaged_copy_is_refused_and_the_others_are_served(small_edition, copies, clock, outage, caplog, damage):
    other = publish("secretaire-medicale")
    Shelf(copies, clock=clock).look()
    damage(copies / f"{CODE}.json")

    with outage():
        served = elsewhere(Shelf(copies, clock=clock).all)

    assert {code: publication.number for code, publication in served.items()} == {"secretaire-medicale": other.number}
    assert f"The copy {CODE}.json can't be used" in caplog.text


def damage_newest():
    newest = Edition.objects.latest()
    Edition._base_manager.filter(pk=newest.pk).update(document=newest.document.replace("médical", "dental"))


@pytest.mark.django_db
def test_damaged_edition_is_refused_and_the_former_one_stays(own_shelf, caplog):
    publish()
    former = own_shelf.get(CODE)
    publish()
    damage_newest()

    own_shelf.look()
    own_shelf.look()

    assert (own_shelf.get(CODE).number, own_shelf.get(CODE).checksum) == (1, former.checksum)
    assert caplog.text.count("Edition 2 of assistant-medical can't be read") == 1  # not at every look


@pytest.mark.django_db
def test_restarted_process_serves_the_newest_edition_it_can_read(own_shelf):
    for _ in range(3):
        publish()
    damage_newest()

    assert own_shelf.get(CODE).number == 2


@pytest.mark.django_db
def test_edition_is_served_where_no_copy_can_be_written(tmp_path, clock, caplog):
    (tmp_path / "file").write_text("")
    publish()

    served = Shelf(tmp_path / "file", clock=clock).all()

    assert served[CODE].number == 1
    assert "could not be written to disk" in caplog.text


@pytest.mark.django_db
def test_copies_are_whole_files(own_shelf, copies):
    publish()
    own_shelf.look()
    publish()
    own_shelf.look()

    assert [path.name for path in copies.iterdir()] == [f"{CODE}.json"]
    assert json.loads((copies / f"{CODE}.json").read_bytes())["number"] == 2
