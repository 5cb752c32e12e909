"""The current edition of each career, in memory: what every public request reads, without a query.

Whether a newer edition exists is looked up beside the requests (careers/beside.py), at most every two seconds. If the
database is gone the editions in memory go on being served, and a copy on disk lets a restarted process do the same.
"""

import logging
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec
from django.conf import settings
from django.db.models import Max
from msgspec import Struct

from careers import editions
from careers.beside import KeptInMemory
from careers.editions import UnreadableDocument
from careers.models import Edition
from careers.publication import Notice, Publication, notices_of, opened, published

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 2.0


HOUR = 3600


class Copy(Struct, frozen=True):
    """A current edition as it is kept on disk. `checksum` is that of the document, `seal` that of all the rest too."""

    number: int
    text: str
    checksum: str
    published_at: datetime | None
    notices: tuple[Notice, ...]
    seal: str = ""

    @property
    def right_seal(self) -> str:
        said = (self.number, self.checksum, self.published_at, self.notices)
        return editions.checksum(msgspec.json.encode(said).decode())


class Shelf(KeptInMemory):
    """Current publications by career code. `get` never waits for the database once a first look was taken."""

    thread_name = "edition-look"

    def __init__(
        self,
        copies: Path | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        seconds_between_looks: float = SECONDS_BETWEEN_LOOKS,
    ):
        self.copies = copies
        super().__init__(seconds_between_looks, clock)

    def clear(self) -> None:
        super().clear()
        self._current: dict[str, Publication] = {}
        self._newest: dict[str, tuple[int, str]] | None = None  # number and checksum of the newest, readable or not
        self._are_copies_written = True  # until once they could not be
        self.is_from_copies = False
        """Whether what is served was read from the copies on disk, and the database has said nothing since."""

    def get(self, career: str) -> Publication | None:
        """The current publication of a career; None when none was ever published."""
        return self.all().get(career)

    def all(self) -> dict[str, Publication]:
        self.look_if_due()
        return self._current

    def at_hand(self) -> dict[str, Publication]:
        """Those in memory this instant: for whoever asks how we are, and must not wait, not even for the first look."""
        if self._looked_at is not None:
            self.look_beside_if_due()
        return self._current

    def _make_do(self, error: Exception) -> None:
        log.warning("The database does not answer, the editions in memory are served: %s", type(error).__name__)
        if self._current and self.seconds_since_look is not None:
            return
        # A worker may have been forked with editions that are old by now.
        copies = self._from_disk()
        newer = {code: copy for code, copy in copies.items() if copy.number > self._number(code)}
        if newer:
            self._current = self._current | newer
            self.is_from_copies = True

    def _number(self, code: str) -> int:
        """Of the edition in memory; 0 for none."""
        return self._current[code].number if code in self._current else 0

    def _take(self) -> None:
        newest = Edition.objects.order_by().values("career").annotate(newest=Max("number")).values("newest")
        rows = Edition.objects.filter(number__in=newest).values_list("career__code", "number", "checksum")
        found = {code: (number, checksum) for code, number, checksum in rows}
        if found == self._newest:
            self.is_from_copies = False
            if not self._are_copies_written:  # there was no room: there may be some now
                self._to_disk()
            return
        read = {code: self._read(code, *edition) for code, edition in found.items()}
        # Nobody can take an edition back: one that vanished (a database being put back) goes on being served.
        self._current = self._current | {code: publication for code, publication in read.items() if publication}
        self._newest = found
        self.is_from_copies = False
        self._to_disk()

    def _read(self, code: str, number: int, checksum: str) -> Publication | None:
        """The newest edition of a career this version can read; the one on the shelf if it is still that."""
        current = self._current.get(code)
        if current and (current.number, current.checksum) == (number, checksum):
            return current
        edition: Edition | None = Edition.objects.select_related("career").get(number=number)
        while edition is not None:
            try:
                return published(edition, notices_of(edition.career))
            except UnreadableDocument:
                log.exception("Edition %s of %s can't be read: the one before it stays", edition.number, code)
            edition = edition.career.editions.filter(number__lt=edition.number).order_by("-number").first()
        return current

    def _to_disk(self) -> None:
        if self.copies is None:
            return
        try:
            self.copies.mkdir(parents=True, exist_ok=True)
            _sweep(self.copies)
            for code, publication in self._current.items():
                _write(self.copies / f"{code}.json", publication)
            self._are_copies_written = True
        except OSError as error:
            if self._are_copies_written:  # said once, and tried again at each look
                log.error("The copies of the current editions could not be written to disk: %s", error.strerror)
            self._are_copies_written = False

    def _from_disk(self) -> dict[str, Publication]:
        found: dict[str, Publication] = {}
        for path in sorted(self.copies.glob("*.json")) if self.copies else []:
            try:
                found[path.stem] = _read_copy(path)
            except (OSError, ValueError, msgspec.MsgspecError):  # a byte that is no text is a ValueError
                log.exception("The copy %s can't be used", path.name)
        return found


def _read_copy(path: Path) -> Publication:
    copy = msgspec.json.decode(path.read_bytes(), type=Copy)
    if copy.seal != copy.right_seal:
        raise UnreadableDocument("copy: it does not match its seal")
    return opened(copy.number, copy.text, copy.checksum, copy.published_at, copy.notices)


def _write(path: Path, publication: Publication) -> None:
    """Whole or not at all, whoever else writes or reads meanwhile."""
    copy = Copy(
        number=publication.number,
        text=publication.text,
        checksum=publication.checksum,
        published_at=publication.published_at,
        notices=publication.notices,
    )
    content = msgspec.json.encode(msgspec.structs.replace(copy, seal=copy.right_seal))
    unfinished = tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False)  # noqa: SIM115
    try:
        with unfinished:
            unfinished.write(content)
        Path(unfinished.name).replace(path)
    except OSError:
        Path(unfinished.name).unlink(missing_ok=True)
        raise


def _sweep(copies: Path) -> None:
    """Away with what processes that were killed while they wrote left behind."""
    for path in copies.glob("*.json?*"):
        with suppress(FileNotFoundError):  # another process writes it, or sweeps too
            if time.time() - path.stat().st_mtime > HOUR:
                path.unlink()


shelf = Shelf(settings.EDITION_COPIES)
