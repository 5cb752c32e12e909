"""People who go through a questionnaire, one after the other, on one connection each: the time every step takes.

A step is an answer sent, with the page it leads to, redirects included. What is read of a page between two steps does
not count, and what a client needs itself is kept small: it would be in everybody's time alike, and hide who is slow.
"""

import random
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from tools.bench.running import HOST, Running

Person = dict[str, list[str]]
"""Answers by question, as a form sends them."""

MOST_STEPS = 40


def people(questions: list[dict[str, Any]], number: int, seed: int) -> list[Person]:
    """Made up: every question has an answer, any of those it takes."""
    chance = random.Random(seed)
    return [{question["code"]: _answer(question, chance) for question in questions} for _ in range(number)]


def _answer(question: dict[str, Any], chance: random.Random) -> list[str]:
    if question["kind"] == "number":
        steps = int((question["high"] - question["low"]) / question["step"])
        return [f"{question['low'] + question['step'] * chance.randint(0, steps):g}"]
    return [chance.choice(question["options"])["code"]]


@dataclass
class Timed:
    """Seconds of each step, of the first page, and of the result when it is first met and when it is met again."""

    first: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    results: list[float] = field(default_factory=list)
    results_again: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    """Bytes of the page each step leads to."""


class Visitor:
    """One connection, its cookies, and where it stands."""

    def __init__(self, server: Running, headers: Mapping[str, str]):
        self._socket = socket.create_connection((HOST, server.port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = self._socket.makefile("rb")
        self._headers, self._cookies = {"Host": HOST, **headers}, dict[str, str]()
        self.address, self.page = "", b""

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *error: object) -> None:
        self._received.close()
        self._socket.close()

    def get(self, address: str) -> float:
        return self._timed("GET", address)

    def send(self, form: "Form", answers: list[tuple[str, str]]) -> float:
        to, data = urljoin(self.address, form.action), urlencode([*form.hidden, *answers])
        if form.is_post:
            return self._timed("POST", to, data)
        return self._timed("GET", f"{to.partition('?')[0]}?{data}")

    def _timed(self, method: str, address: str, data: str | None = None) -> float:
        started = time.perf_counter()
        status, location = self._ask(method, address, data)
        while status in (301, 302, 303):
            address = urljoin(address, location)
            status, location = self._ask("GET", address, None)
        took = time.perf_counter() - started
        if status != 200:
            raise RuntimeError(f"{method} {address} answers {status}: {self.page[:500]!r}")
        self.address = address
        return took

    def _ask(self, method: str, address: str, data: str | None) -> tuple[int, str]:
        headers = dict(self._headers)
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{key}={value}" for key, value in self._cookies.items())
        split = urlsplit(address)
        path = f"{split.path}?{split.query}" if split.query else split.path
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Content-Length"] = str(len(data))
        said = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
        self._socket.sendall(f"{method} {path} HTTP/1.1\r\n{said}\r\n{data or ''}".encode())
        return self._answer()

    def _answer(self) -> tuple[int, str]:
        """Status and where it leads to; the body becomes the page, the cookies are kept."""
        status, location, length = int(self._received.readline().split()[1]), "", None
        while line := self._received.readline().strip():
            name, _, value = line.decode("latin-1").partition(": ")
            match name.lower():
                case "content-length":
                    length = int(value)
                case "location":
                    location = value
                case "set-cookie":
                    key, _, kept = value.partition(";")[0].partition("=")
                    self._cookies[key] = kept
        if length is None:
            raise RuntimeError("An answer does not say how long it is.")
        self.page = self._received.read(length)
        return status, location


@dataclass
class Form:
    action: str
    is_post: bool
    hidden: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Names of what is to be filled in."""

    def filled_in(self, person: Person) -> list[tuple[str, str]]:
        """What a person answers: nothing when nothing is asked. A wizard puts the name of the step before a field's."""
        codes = {name: code for code in person for name in (code, f"{code}-{code}")}
        return [(name, value) for name in self.asked if name in codes for value in person[codes[name]]]


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, page: bytes):
        super().__init__()
        self.found: list[Form] = []
        self._is_inside = False
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._is_inside = True
            self.found.append(Form(has.get("action", ""), has.get("method", "get").lower() == "post"))
        elif tag == "input" and self._is_inside and has.get("name"):
            form = self.found[-1]
            if has.get("type") == "hidden":
                form.hidden.append((has["name"], has.get("value", "")))
            elif has["name"] not in form.asked:
                form.asked.append(has["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False


def gone_through(
    server: Running, start: str, person: Person, timed: Timed, *, headers: Mapping[str, str], result: str = ""
) -> None:
    """The whole questionnaire; then its result, twice, where that is a page of its own with the same answers."""
    with Visitor(server, headers) as visitor:
        timed.first.append(visitor.get(start))
        for _ in range(MOST_STEPS):
            filled_in = ((form, form.filled_in(person)) for form in Forms(visitor.page).found)
            form, answers = next(((form, answers) for form, answers in filled_in if answers), (None, []))
            if form is None:
                break
            timed.steps.append(visitor.send(form, answers))
            timed.sizes.append(len(visitor.page))
        else:
            raise RuntimeError(f"{start}: no end after {MOST_STEPS} steps, at {visitor.address}")
        if result:
            address = f"{result}?{urlsplit(visitor.address).query}"
            timed.results.append(visitor.get(address))
            timed.results_again.append(visitor.get(address))


def looked_at(server: Running, page: str, times: int, timed: Timed, *, headers: Mapping[str, str]) -> None:
    """A page again and again, as many times as a questionnaire has steps, and read each time as its pages are.

    A processor that did something else meanwhile has forgotten a part of what it needs, for everybody.
    """
    with Visitor(server, headers) as visitor:
        for _ in range(times):
            timed.steps.append(visitor.get(page))
            Forms(visitor.page)
