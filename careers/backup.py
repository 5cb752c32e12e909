"""Everything a site holds, in one file that any database can be filled from again: rows as they are, to the byte.

Sessions are left out: whoever was logged in logs in again. The file is a ZIP: one member for each table, a row to a
line, and a manifest with the checksum of each. It holds password hashes and secrets of telephones: mode 0600.

Written from one instant, while the site goes on; read whole, and checked, before the first row is put back. No more
than some rows at a time are in memory.
"""

import hashlib
import itertools
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import Error, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model
from django.utils import timezone
from msgspec import Struct

from careers.editions import one_instant

FORMAT = 1
ROWS_AT_ONCE = 50
MOST_NAMED = 3
MANIFEST = "manifest.json"
LEFT_OUT = {"sessions.Session"}
MADE_BY_MIGRATE = {"contenttypes.ContentType", "auth.Permission", "auth.Group", "auth.Group_permissions"}
"""What a new database holds before anybody used it: replaced by what the file holds."""

Row = dict[str, Any]


class NoBackup(Exception):
    """Why a file can't be written, or put back; the message is for who runs the site. Nothing was changed."""


class Table(Struct, frozen=True):
    rows: int
    checksum: str


class Manifest(Struct, frozen=True):
    """`migrations` say which release wrote it: the rows fit the tables of that one."""

    format: int
    made_at: datetime
    database: str
    migrations: tuple[tuple[str, str], ...]
    tables: dict[str, Table]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def models() -> dict[str, type[Model]]:
    """All that is kept, by name, with the tables of relations of many rows with many."""
    kept = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    return {model._meta.label: model for model in kept if model._meta.label not in LEFT_OUT}


# --- Writing ----------------------------------------------------------------------------------------------------------


def write(path: Path, *, overwrite: bool = False) -> Manifest:
    """One file, whole or not at all. NoBackup when there is one already, or no room."""
    if path.exists() and not overwrite:
        raise NoBackup(f"« {path} » existe déjà. Choisissez un autre nom, ou ajoutez --overwrite.")
    try:
        with (
            _unfinished(path, overwrite=overwrite) as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            manifest = _write_tables(archive)
            archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    except FileExistsError:
        raise NoBackup(f"« {path} » existe déjà : il vient d’être écrit.") from None
    except OSError as error:
        raise NoBackup(f"« {path} » ne s’écrit pas : {error.strerror or error}.") from None
    except Error as error:
        raise NoBackup(f"La base de données ne se lit pas : {error}") from None
    return manifest


@contextmanager
def _unfinished(path: Path, *, overwrite: bool) -> Iterator[Any]:
    """A file beside it that only its owner reads, named so when it is whole, and gone if it never is."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            Path(draft).replace(path)
        else:
            os.link(draft, path)
    finally:
        with suppress(FileNotFoundError):
            Path(draft).unlink()


def _write_tables(archive: zipfile.ZipFile) -> Manifest:
    with _of_one_instant():
        applied = tuple(sorted(MigrationRecorder(connection).applied_migrations()))
        tables = {label: _write_table(archive, label, model) for label, model in models().items()}
    return Manifest(FORMAT, timezone.now(), connection.vendor, applied, tables)


@contextmanager
def _of_one_instant() -> Iterator[None]:
    """SQLite's readers and its writer do not wait for each other, as long as the reader does not ask to write."""
    mode = getattr(connection, "transaction_mode", None)  # of SQLite only
    if mode:
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with one_instant():
            yield
    finally:
        if mode:
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def _write_table(archive: zipfile.ZipFile, label: str, model: type[Model]) -> Table:
    digest, rows = hashlib.sha256(), 0
    with archive.open(_member(label), "w", force_zip64=True) as member:
        for row in model._base_manager.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
            line = msgspec.json.encode({field.attname: _kept(field, row) for field in _fields(model)}) + b"\n"
            member.write(line)
            digest.update(line)
            rows += 1
    return Table(rows, digest.hexdigest())


def _fields(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _kept(field: Field, row: Model) -> Any:
    """As JSON has it, or as text that the field reads again exactly."""
    value = field.value_from_object(row)
    return value if value is None or isinstance(value, bool | int | float | str) else field.value_to_string(row)


def _member(label: str) -> str:
    return f"rows/{label}.jsonl"


# --- Putting back -----------------------------------------------------------------------------------------------------


def restore(path: Path) -> Manifest:
    """Fill a database that was only migrated. NoBackup, and then nothing has changed."""
    try:
        with _opened(path) as archive:
            manifest = _checked(archive)
            with transaction.atomic():
                _demand_an_empty_database()
                for label, model in models().items():
                    _fill(archive, label, model)
                _restart_numbering()
    except OSError as error:
        raise NoBackup(f"« {path} » ne se lit pas : {error.strerror or error}.") from None
    except Error as error:  # this database takes less than the one the rows come from, or is out
        raise NoBackup(f"La base de données refuse ces lignes : {error}") from None
    finally:
        ContentType.objects.clear_cache()
    return manifest


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _DAMAGED:
        raise NoBackup(f"« {path} » n’est pas une sauvegarde, ou est abîmé.") from None


def _checked(archive: zipfile.ZipFile) -> Manifest:
    """The manifest of a file that is whole, is what was written, and fits the tables of this release."""
    manifest = _manifest(archive)
    names = sorted(archive.namelist())
    if names != sorted([MANIFEST, *map(_member, manifest.tables)]):
        raise NoBackup("La sauvegarde est abîmée : il y manque des tables, ou il y en a de trop.")
    for label, table in manifest.tables.items():
        if _table_of(archive, label) != table:
            raise NoBackup(f"La sauvegarde est abîmée : la table {label} n’est pas celle qui a été écrite.")
    applied = set(MigrationRecorder(connection).applied_migrations())
    if newer := set(manifest.migrations) - applied:
        raise NoBackup(f"La sauvegarde vient d’une version plus récente, ou « migrate » manque : {_named(newer)}.")
    if older := applied - set(manifest.migrations):
        raise NoBackup(
            "La sauvegarde vient d’une version plus ancienne. Restaurez-la avec cette version-là, "
            f"puis mettez à jour : {_named(older)}."
        )
    if manifest.tables.keys() != models().keys():
        raise NoBackup("La sauvegarde n’a pas les tables de cette version.")
    return manifest


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        text = archive.read(MANIFEST)
        if (version := msgspec.json.decode(text, type=_Format).format) != FORMAT:
            raise NoBackup(f"La sauvegarde est au format {version} ; cette version lit le format {FORMAT}.")
        return msgspec.json.decode(text, type=Manifest)
    except (KeyError, msgspec.MsgspecError, *_DAMAGED):
        raise NoBackup("Ce fichier n’est pas une sauvegarde de ce site, ou est abîmé.") from None


class _Format(Struct):
    format: int


_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What `zipfile` says of members that are not as they were: checksums, lengths, ways to compress, passwords."""


def _table_of(archive: zipfile.ZipFile, label: str) -> Table | None:
    digest, rows = hashlib.sha256(), 0
    try:
        for line in archive.open(_member(label)):
            digest.update(line)
            rows += 1
    except _DAMAGED:
        return None
    return Table(rows, digest.hexdigest())


def _named(migrations: Iterable[tuple[str, str]]) -> str:
    return _some([f"{app}.{name}" for app, name in sorted(migrations)])


def _some(names: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" et {more} de plus" if more > 0 else "")


def _demand_an_empty_database() -> None:
    filled = [
        label
        for label, model in models().items()
        if label not in MADE_BY_MIGRATE and model._base_manager.order_by().exists()
    ]
    if filled:
        raise NoBackup(
            "La base de données n’est pas vide : rien n’est remplacé. Restaurez dans une base neuve, "
            f"où seul « migrate » est passé. Tables remplies : {_some(filled)}."
        )


def _fill(archive: zipfile.ZipFile, label: str, model: type[Model]) -> None:
    """Straight into the table: no signal, no value of today. References are checked at the end of the transaction."""
    fields, quote = _fields(model), connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    with connection.cursor() as cursor, archive.open(_member(label)) as lines:
        cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")  # noqa: S608  # what migrate made
        while batch := list(itertools.islice(lines, ROWS_AT_ONCE)):
            cursor.executemany(insert, [_values(fields, line, label) for line in batch])


def _values(fields: list[Field], line: bytes, label: str) -> list[Any]:
    row = msgspec.json.decode(line, type=Row)
    if row.keys() != {field.attname for field in fields}:
        raise NoBackup(f"La table {label} de la sauvegarde n’a pas les colonnes de cette version.")
    return [field.get_db_prep_save(field.to_python(row[field.attname]), connection) for field in fields]


def _restart_numbering() -> None:
    """New rows get numbers of their own."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models().values())):
            cursor.execute(statement)
