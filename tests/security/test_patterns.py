"""No text makes a pattern work without end: every regular expression of the project that meets what others wrote.

Twice as long a text takes twice the time, or four times: one that doubles with each character would never come back.
"""

import ast
import re
import time
from contextlib import suppress
from pathlib import Path

import pytest

import careers.files
import careers.partial_dates
import careers.readability
import careers.search.words
import careers.templatetags.claims
import careers.templatetags.discovery
import careers.templatetags.typography
import careers.typography
import config.privacy
import config.request_id
import pathways.admin.cases
import pathways.engine.answers
import pathways.shapes
import pathways.statistics.visitors
import pathways.views.embedding
from config import environment
from tests.test_repository import ROOT

FOLDERS = ("careers", "config", "pathways")
CALLS = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}

PIECES = [
    "a",
    " ",
    "1",
    "-",
    ",",
    ".",
    "é",
    "«",
    "’",
    "<",
    '"',
    "/",
    "?",
    "&",
    "1 ",
    "a.",
    ". ",
    "<a ",
    "a1",
    "/code/",
    "\u202f",
]
"""What texts are made of here: repeated, and then something that fits nowhere."""
ENDS = ["", "\x00", "!", "<", "\n"]
SHORT, LONG = 2_000, 4_000
MOST = 9
"""Times as long, at most, for a text twice as long: a square is 4, and machines are busy."""
UNSEEN = 0.02
"""Seconds below which nobody waits, and clocks say little."""


def compiled():
    """All patterns of the modules that meet outside text, by their names."""
    modules = [
        careers.files,
        careers.partial_dates,
        careers.readability,
        careers.search.words,
        careers.templatetags.claims,
        careers.templatetags.discovery,
        careers.templatetags.typography,
        careers.typography,
        config.privacy,
        config.request_id,
        environment,
        pathways.admin.cases,
        pathways.engine.answers,
        pathways.shapes,
        pathways.statistics.visitors,
        pathways.views.embedding,
    ]
    found = {}
    for module in modules:
        for name, value in vars(module).items():
            place = f"{module.__name__}.{name}"
            if isinstance(value, re.Pattern):
                found[place] = value
            elif isinstance(value, list | tuple | dict):
                listed = value.values() if isinstance(value, dict) else value
                for number, item in enumerate(listed):
                    parts = item if isinstance(item, tuple) else (item,)
                    found |= {f"{place}[{number}]": part for part in parts if isinstance(part, re.Pattern)}
    return found


PATTERNS = compiled()


def seconds(pattern, text):
    """The best of three: what a busy machine adds is not the pattern's."""
    best = float("inf")
    for _ in range(3):
        began = time.thread_time()
        for _ in pattern.finditer(text):
            pass
        best = min(best, time.thread_time() - began)
    return best


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS.keys())
def test_pattern_ends(pattern):
    is_bytes = isinstance(pattern.pattern, bytes)
    for piece in PIECES:
        for end in ENDS:
            short, long = (piece * (length // len(piece)) + end for length in (SHORT, LONG))
            longer = seconds(pattern, long.encode() if is_bytes else long)
            if longer > UNSEEN:
                shorter = seconds(pattern, short.encode() if is_bytes else short)
                assert longer < MOST * shorter, (piece, end, longer)


def test_test_sees_a_pattern_that_does_not_end():
    slow = re.compile(r"(a|a)*b")

    assert seconds(slow, "a" * 18) > 4 * seconds(slow, "a" * 14)


def test_every_pattern_is_tried_or_meets_only_our_own_text():
    """A new pattern stands in the table, or here with why it need not."""
    own = {
        ("careers/readability.py", "sub"): "words of a text, one by one: letters only",
        ("careers/templatetags/claims.py", "compile"): "made of a figure's numbers; a counsellor's sentence is short",
        ("careers/templatetags/claims.py", "search"): "a number of ours, written out",
        ("careers/typography.py", "sub"): "one kind of character",
        ("config/environment.py", "fullmatch"): "the operator's own settings",
        ("pathways/changes.py", "compile"): "codes, one class of characters",
        ("pathways/engine/answers.py", "fullmatch"): "one class, then anything: tried with answers",
        ("pathways/shapes.py", "compile"): "signs of ours, put together when it starts; tried above",
        ("pathways/statistics/visitors.py", "search"): "two words",
    }
    tried = {pattern.pattern for pattern in PATTERNS.values()}
    unknown = []
    for file in (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(file.read_text())):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS):
                continue
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
                continue
            written = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            place = str(Path(file).relative_to(ROOT))
            if written not in tried and (place, node.func.attr) not in own and not in_a_list(place):
                unknown.append(f"{place}:{node.lineno}")
    assert unknown == []


def in_a_list(place):
    """Patterns compiled in a loop over a table of the module, which is tried item by item."""
    module = place.removesuffix(".py").replace("/", ".")
    return any(name.startswith(f"{module}.") and "[" in name for name in PATTERNS)


@pytest.mark.parametrize("piece", ["1", "-", " ", "-1", "1,", "a"])
def test_answers_and_dates_are_read_in_time(piece):
    """What visitors type goes through functions around the patterns: they too end."""

    def spent(length):
        text = piece * length
        began = time.thread_time()
        careers.search.words.said(text)
        pathways.engine.answers._SPACES.sub("", text)
        re.fullmatch(r"[-−–]\d.*", text)
        careers.partial_dates.is_date(text)
        with suppress(ValueError):
            careers.partial_dates.normalise(text)
        return time.thread_time() - began

    long = min(spent(40_000) for _ in range(3))
    assert long < UNSEEN or long < MOST * min(spent(20_000) for _ in range(3))
