"""The copies on disk, damaged anywhere: what is read is what was written, or nothing is; and the rest is served."""

import errno
import os
import tempfile
import time
from pathlib import Path

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careers.publication import Publication
from careers.shelf import HOUR, Shelf
from tests import factories

SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]  # on a busy machine
CODE, OTHER = "assistant-medical", "secretaire-medicale"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "editions"


@pytest.fixture
def written(small_edition, folder):
    """Copies of two careers, and what they were made of."""
    factories.EditionFactory(career__code=OTHER)
    shelf = Shelf(folder)
    return shelf.all()


def restarted(folder: Path, monkeypatch) -> dict[str, Publication]:
    """What a process that starts while the database is gone serves."""

    def gone(shelf):
        raise OperationalError("gone")

    monkeypatch.setattr(Shelf, "_take", gone)
    return Shelf(folder).all()


def is_what_was_written(found, written):
    """The other career, and this one as it was or not at all. Dates and the log of editions count too."""
    this = found.get(CODE)
    return found[OTHER] == written[OTHER] and (
        this is None or (this == written[CODE] and this.notices == written[CODE].notices)
    )


@pytest.mark.django_db
def test_whole_copies_are_served(written, folder, monkeypatch):
    found = restarted(folder, monkeypatch)

    assert found == written
    assert found[CODE].notices == written[CODE].notices


@pytest.mark.django_db
def test_a_copy_cut_short_anywhere_is_refused(written, folder, monkeypatch, caplog):
    copy = folder / f"{CODE}.json"
    whole = copy.read_bytes()

    for part in range(20):
        copy.write_bytes(whole[: len(whole) * part // 20])
        assert restarted(folder, monkeypatch).keys() == {OTHER}
    assert caplog.text.count(f"The copy {CODE}.json can't be used") == 20


@pytest.mark.django_db
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=SHARED)
def test_a_copy_changed_anywhere_is_refused(written, folder, monkeypatch, data):
    copy = folder / f"{CODE}.json"
    kept = folder / "whole"  # all examples of a test share its folder
    if not kept.exists():
        kept.write_bytes(copy.read_bytes())
    whole = kept.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    copy.write_bytes(whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :])

    assert is_what_was_written(restarted(folder, monkeypatch), written)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b'{"number":1,', b'{"number":9,', id="number"),
        pytest.param(b'"published_at":"2026-', b'"published_at":"2036-', id="date"),
        pytest.param("Première édition".encode(), b"Autre note", id="note"),
        pytest.param(b'"seal":', b'"sale":', id="seal"),
    ],
)
def test_what_stands_around_the_document_is_sealed_too(written, folder, monkeypatch, old, new):
    copy = folder / f"{CODE}.json"
    assert old in copy.read_bytes()
    copy.write_bytes(copy.read_bytes().replace(old, new))

    assert restarted(folder, monkeypatch).keys() == {OTHER}


@pytest.mark.django_db
def test_what_a_killed_process_left_is_no_edition_and_is_swept(written, folder, monkeypatch):
    old, young = folder / f"{CODE}.jsonabc123", folder / f"{CODE}.jsondef456"
    for path in (old, young):
        path.write_bytes((folder / f"{CODE}.json").read_bytes()[:1000])
    long_ago = time.time() - 2 * HOUR
    os.utime(old, (long_ago, long_ago))

    with monkeypatch.context() as outage:
        assert restarted(folder, outage) == written
    Shelf(folder).look()

    # The young one may be another process's, which is writing it.
    assert {path.name for path in folder.iterdir()} == {f"{CODE}.json", f"{OTHER}.json", young.name}


@pytest.mark.django_db
def test_copies_that_did_not_fit_leave_the_last_ones_whole_and_are_made_when_there_is_room(
    written, folder, monkeypatch, caplog
):
    real, shelf = tempfile.NamedTemporaryFile, Shelf(folder)
    shelf.all()
    newer = factories.EditionFactory(career=factories.CareerFactory(code=CODE))

    def full(**kwargs):
        file = real(**kwargs)

        def write(content):
            os.write(file.fileno(), content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(file, "write", write)
        return file

    with monkeypatch.context() as disk:
        disk.setattr(tempfile, "NamedTemporaryFile", full)
        for _ in range(3):
            shelf.look()
        with disk.context() as outage:
            assert restarted(folder, outage) == written
    assert shelf.all()[CODE].number == newer.number
    assert sorted(path.name for path in folder.iterdir()) == [f"{CODE}.json", f"{OTHER}.json"]
    assert caplog.text.count("could not be written to disk") == 1

    shelf.look()

    with monkeypatch.context() as outage:
        assert restarted(folder, outage)[CODE].number == newer.number
