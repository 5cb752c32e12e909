"""A draft as a file: the very document an edition is. A file may come from anywhere: it is refused whole, in French."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from careers import editions, parts
from careers.document import Document
from careers.models import Career
from careers.parts import Fault, Parts
from careers.replacing import NotWritable

LARGEST = 2_000_000
"""Bytes. The first career takes 0.3 million."""

_TYPES = {
    "str": "un texte",
    "int": "un nombre entier",
    "float": "un nombre",
    "bool": "vrai ou faux",
    "array": "une liste",
    "object": "un objet",
    "null": "rien (null)",
    "decimal": "un nombre",
    "date": "une date",
}
_REASONS = [
    (re.compile(pattern), words)
    for pattern, words in [
        (r"Object missing required field `(?P<field>[^`]+)`", "Il manque « {field} »."),
        (r"Invalid enum value (?P<value>.+)", "La valeur {value} n’est pas connue."),
        (r"Invalid value (?P<value>.+)", "La valeur {value} n’est pas connue."),
        (r"Invalid RFC3339 encoded date", "Ce n’est pas une date (AAAA-MM-JJ)."),
        (r"Invalid decimal string", "Ce n’est pas un nombre."),
        (r"JSON is malformed.*\(byte (?P<byte>\d+)\)", "Ce n’est pas du JSON : erreur à l’octet {byte}."),
        (r"Input data was truncated", "Le fichier est vide, ou il lui manque la fin."),
        (r"maximum recursion depth", "Les valeurs sont emboîtées trop profond."),
        (r"no part (?P<field>.+)", "Il manque une partie : {field}."),
        (r"format (?P<value>-?\d+), this", "Le document est au format {value} : ce site ne lit que le format 1."),
        (r"it does not match its checksum", "Le document n’est plus celui qui a été publié : son empreinte a changé."),
    ]
]
_EXPECTED = re.compile(r"Expected `(?P<wanted>[^`]+)`, got `(?P<got>[^`]+)`")
_PLACE = re.compile(r" - at `(?P<key>key in )?\$(?P<path>[^`]*)`$")


def written(career: Career) -> str:
    """The draft as the text of a file."""
    return editions.encode(career.code, editions.read_draft(career))


def read(data: bytes) -> tuple[str, Parts]:
    """Career code and contents. NotWritable when the file is no document, or holds what would be lost."""
    if len(data) > LARGEST:
        raise NotWritable([Fault("fichier", f"Il dépasse {LARGEST // 1_000_000} Mo : ce n’est pas un brouillon.")])
    try:
        text = data.decode("utf-8-sig")
        code, contents = editions.decode(text)
    except UnicodeDecodeError:
        raise NotWritable([Fault("fichier", "Ce n’est pas du texte en UTF-8.")]) from None
    except editions.UnreadableDocument as error:
        raise NotWritable([in_french(error)]) from None
    faults = list(_unknown(text, contents))
    if contents["career"].code != code:
        own = contents["career"].code
        faults.append(
            Fault("career.code", f"Le document est celui du métier « {code} », sa partie celle de « {own} ».")
        )
    if faults:
        raise NotWritable(faults)
    return code, contents


def in_french(error: editions.UnreadableDocument) -> Fault:
    """Where a document can't be read, and why."""
    what, _, message = str(error).partition(": ")
    place = _PLACE.search(message)
    path = f"{what.removeprefix('part ')}{place['path'] if place else ''}"
    message = _PLACE.sub("", message)
    if expected := _EXPECTED.search(message):
        return Fault(path, f"Il faut {_either(expected['wanted'])}, et non {_either(expected['got'])}.")
    for pattern, words in _REASONS:
        if found := pattern.search(message):
            return Fault(path, words.format(**found.groupdict()))
    return Fault(path, f"Cette valeur n’est pas acceptée ({message}).")


def _either(types: str) -> str:
    return " ou ".join(_TYPES.get(each, each) for each in types.split(" | "))


def _unknown(text: str, contents: Parts) -> Iterator[Fault]:
    """Names nobody knows: what they hold would be lost in silence."""
    raw = msgspec.json.decode(text)
    yield from (Fault("document", _nobody_knows(name)) for name in raw.keys() - {*Document.__struct_fields__})
    yield from (Fault("document.parts", _nobody_knows(name)) for name in raw["parts"].keys() - contents.keys())
    for part in parts.registered():
        yield from _unknown_in(raw["parts"][part.name], contents[part.name], part.name)


def _unknown_in(raw: Any, value: Any, path: str) -> Iterator[Fault]:
    if isinstance(value, Struct):
        config = value.__struct_config__
        known = {*value.__struct_encode_fields__, config.tag_field}
        yield from (Fault(path, _nobody_knows(name)) for name in raw.keys() - known)
        for name in value.__struct_fields__:
            if name in raw:
                yield from _unknown_in(raw[name], getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for number, (inner, item) in enumerate(zip(raw, value, strict=True)):
            yield from _unknown_in(inner, item, f"{path}[{number}]")


def _nobody_knows(name: str) -> str:
    return f"« {name[:40]} » n’est pas un nom connu : son contenu serait perdu."
