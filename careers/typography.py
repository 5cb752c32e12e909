"""French typography: pure functions on plain text, for texts typed by people who should not have to think of it.

`french` only turns spaces into the right spaces, and hyphens, dots and apostrophes into the right signs: no word
changes, except "1 janvier", which is "1er janvier". Applying it twice changes nothing. Addresses of pages and people
are left alone.
"""

import re
from decimal import Decimal
from functools import lru_cache

NBSP = "\u00a0"  # no-break space: before ":" and units, inside « »
NNBSP = "\u202f"  # narrow no-break space: before ; ? ! and between thousands
NB_HYPHEN = "\u2011"
_SPACES = f"[ {NBSP}{NNBSP}]"
_RUN = f"(?<!{_SPACES}){_SPACES}+"  # from its first space only: the time taken stays in proportion to the text
_HOLD = "\ue000"  # stands for an address while the rest is written
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = "€|%|h|min|s|ans?|mois|semaines?|jours?|heures?|minutes?|euros?|points?|km|m²|m|kg"
_CLOSERS = r"\w)\]»’%€…"  # what a sentence may end with, when its ; ? ! : was typed without a space

_WORD = re.compile(r"(?:(?!\.{3})[^\s«»…])+")
_ADDRESS = re.compile(rf"https?://|www\.|mailto:|@\w|\w\.[a-z]{{2,}}(?:/|\W*$)|{_HOLD}")  # in a word: it is left alone

_RULES = [
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in [
        (rf"«{_SPACES}*", f"«{NBSP}"),
        (rf"(?:{_RUN})?»", f"{NBSP}»"),
        ("'", "’"),
        (rf"{_RUN}([;?!])", rf"{NNBSP}\1"),
        (rf"(?<=[{_CLOSERS}])([;?!])(?=[\s?!»)\]]|$)", rf"{NNBSP}\1"),
        (rf"{_RUN}:(?=\s|$)", f"{NBSP}:"),
        (rf"(?<=[{_CLOSERS}]):(?=\s|$)", f"{NBSP}:"),
        (rf"(?<![\d,.])1{_SPACES}(?=(?:{_MONTHS})\b)", "1er "),
        (rf"(?<!\d)(\d\d?|1er){_SPACES}(?=(?:{_MONTHS})\b)", rf"\1{NBSP}"),
        (rf"(?<=\d){_SPACES}(?=(?:{_UNITS})(?!\w))", NBSP),
        (r"(?<=\d)(?=[€%])", NBSP),
        (rf"(?<!\w)n°{_SPACES}*(?=\d)", f"n°{NBSP}"),
        (r"(?<![\w/-])(aides?)-(soignante?s?)(?![\w-])", rf"\1{NB_HYPHEN}\2"),
    ]
]
TEXTS_KEPT, LONGEST_KEPT = 4096, 1000
"""An edition has some two thousand texts, and its pages say them again and again. Longer ones come from addresses."""

_ELLIPSIS = re.compile(r"\.{3,}")
_THOUSANDS = re.compile(rf"(?<![\d,.])\d{{1,3}}(?:{_SPACES}\d{{3}})+(?!\d)")


def french(text: str) -> str:
    return _kept(text) if len(text) <= LONGEST_KEPT else _written(text)


def _written(text: str) -> str:
    addresses: list[str] = []

    def hold(word: re.Match[str]) -> str:
        if not _ADDRESS.search(word[0]):
            return word[0]
        addresses.append(word[0])
        return _HOLD

    text = _ELLIPSIS.sub("…", _WORD.sub(hold, text))
    text = _THOUSANDS.sub(lambda digits: re.sub(_SPACES, NNBSP, digits[0]), text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    held = iter(addresses)
    return re.sub(_HOLD, lambda _: next(held), text)


_kept = lru_cache(maxsize=TEXTS_KEPT)(_written)


def number(value: Decimal | float) -> str:
    """1867.020 -> "1 867,02"."""
    whole, _, decimals = f"{Decimal(str(value)):,f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", NNBSP).replace("-", "−") + (f",{decimals}" if decimals else "")


def euros(value: Decimal | float) -> str:
    """Cents are written in full, or not at all: "1 823 €", "12,50 €"."""
    cents = Decimal(str(value)).quantize(Decimal("0.01"))
    whole, _, decimals = number(cents).partition(",")
    return whole + (f",{decimals:0<2}" if decimals else "") + f"{NBSP}€"


def hours(value: Decimal | float) -> str:
    return f"{number(value)}{NBSP}h"
