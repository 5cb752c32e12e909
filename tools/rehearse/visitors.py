"""Visitors who read all the while, and what they saw: each answer is looked at, none is only counted."""

import gzip
import html
import random
import re
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path

import brotli  # type: ignore[import-untyped]

from tests.every_page import EVERY_PAGE, FAILURES
from tools.rehearse.front import NAME
from tools.rehearse.running import HOST

ENCODINGS = (*["gzip, deflate, br, zstd"] * 6, "br;q=1.0, gzip;q=0.8", "gzip", "")
CONTENT = sorted({path for name, path in EVERY_PAGE.items() if name not in FAILURES and "?" not in path})
PERSONAL = sorted({path for name, path in EVERY_PAGE.items() if name not in FAILURES and "?" in path})
LONGEST_KEPT_OPEN = 20.0
"""Seconds a connection nobody uses is trusted: nginx hangs up after thirty."""
NUMBER = re.compile(r"Édition (\d+)</a>")
MARK = re.compile(r"\(répétition (\w+)\)")
WRITTEN_BY_EDITION = re.compile(r"\s*\(répétition \w+\)|\d+|janvier|février|mars|avril|mai|juin|juillet|août|\w+bre\b")
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{5}\b|<svg.*?</svg>", re.DOTALL)


@dataclass(frozen=True)
class Seen:
    """One answer: when it was asked for, how long it took, its status (0 for none) and its text."""

    path: str
    at: float
    seconds: float
    status: int
    text: str = ""
    edition: int = 0
    marks: frozenset[str] = frozenset()
    fault: str = ""

    @property
    def is_whole(self) -> bool:
        return self.status == 200 and not self.fault


class Browser:
    """One visitor's connection, kept open as browsers do; a broken one is opened again, and told of."""

    def __init__(self, port: int, certificate: Path, *, seconds: float = 30):
        self._port, self._seconds = port, seconds
        self._context = ssl.create_default_context(cafile=str(certificate))
        self._connection: HTTPSConnection | None = None
        self._used_at = 0.0

    def get(self, path: str, encoding: str = "gzip, br", **headers: str) -> tuple[HTTPResponse, bytes]:
        return self.ask("GET", path, headers={"Accept-Encoding": encoding, **headers})

    def ask(self, method: str, path: str, *, headers: dict[str, str], body: str = "") -> tuple[HTTPResponse, bytes]:
        """Raises OSError or HTTPException when no whole answer came."""
        if self._connection is None or time.monotonic() - self._used_at > LONGEST_KEPT_OPEN:
            self.close()
            self._connection = _Named(self._port, self._context, self._seconds)
        self._used_at = time.monotonic()
        try:
            self._connection.request(method, path, body=body or None, headers={"Host": NAME, **headers})
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, HTTPException):
            self.close()
            raise
        if response.will_close:
            self.close()
        return response, content

    def see(self, path: str, encoding: str = "gzip, br") -> Seen:
        at = time.monotonic()
        try:
            response, content = self.get(path, encoding)
        except (OSError, HTTPException) as error:
            return Seen(path, at, time.monotonic() - at, 0, fault=type(error).__name__)
        seconds = time.monotonic() - at
        try:
            text = plain(content, response.headers.get("Content-Encoding", "")).decode()
        except (OSError, EOFError, ValueError, brotli.error) as error:
            return Seen(path, at, seconds, response.status, fault=f"unreadable: {type(error).__name__}")
        return judged(path, at, seconds, response, text)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _Named(HTTPSConnection):
    """To the loopback, with the name of the site in the handshake."""

    def __init__(self, port: int, context: ssl.SSLContext, seconds: float):
        super().__init__(HOST, port, timeout=seconds, context=context)
        self._tls = context

    def connect(self) -> None:
        super(HTTPSConnection, self).connect()
        self.sock = self._tls.wrap_socket(self.sock, server_hostname=NAME)


def plain(content: bytes, encoding: str) -> bytes:
    if encoding == "gzip":
        return gzip.decompress(content)
    return brotli.decompress(content) if encoding == "br" else content


def judged(path: str, at: float, seconds: float, response: HTTPResponse, text: str) -> Seen:
    """What the page says of its edition; a page that says two, or other words than its header, is a fault."""
    numbers = {int(number) for number in NUMBER.findall(text)}
    if told := response.headers.get("X-Edition"):
        numbers.add(int(told))
    fault = f"editions {sorted(numbers)} in one page" if len(numbers) > 1 else ""
    if response.status == 200 and text.startswith("<!doctype") and not text.rstrip().endswith("</html>"):
        fault = "cut short"
    if response.status == 200 and "?" in path and "private" not in response.headers.get("Cache-Control", "private"):
        fault = "answers that anybody may keep"
    marks = frozenset(MARK.findall(html.unescape(text)))
    if len(marks) > 1:
        fault = f"names {sorted(marks)} in one page"
    return Seen(path, at, seconds, response.status, text, next(iter(numbers), 0), marks, fault)


def meaning(text: str) -> str:
    """What a page says whatever the edition: without numbers of editions, dates, names of editions, codes."""
    main = text.partition("<main")[2].partition("</main>")[0]
    return " ".join(WRITTEN_BY_EDITION.sub("", CODE.sub("", main)).split())


@dataclass
class Crowd:
    """Some visitors at once, each on pages of content mostly, and on pages with answers."""

    port: int
    certificate: Path
    people: int = 6
    pause: float = 0.01
    paths: tuple[str, ...] = ()
    seen: list[Seen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._going = threading.Event()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> "Crowd":
        self._going.set()
        self._threads = [
            threading.Thread(target=self._visit, args=(number,), name=f"visitor-{number}", daemon=True)
            for number in range(self.people)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._going.clear()
        for thread in self._threads:
            thread.join()

    def _visit(self, number: int) -> None:
        choice = random.Random(number)
        browser = Browser(self.port, self.certificate)
        while self._going.is_set():
            paths = self.paths or (CONTENT if choice.random() < 0.8 else PERSONAL)
            seen = browser.see(choice.choice(paths), choice.choice(ENCODINGS))
            if not seen.is_whole:
                self.seen.append(seen)
            else:  # the words are judged already; a thousand pages need not be kept
                self.seen.append(Seen(seen.path, seen.at, seen.seconds, 200, "", seen.edition, seen.marks))
            time.sleep(self.pause)
        browser.close()


def faults(seen: Iterable[Seen]) -> Counter[str]:
    """What went wrong, and how many times."""
    return Counter(answer.fault or f"status {answer.status}" for answer in seen if not answer.is_whole)


def wrong(seen: Iterable[Seen]) -> list[Seen]:
    """Whole answers that say something wrong: worse than none."""
    return [answer for answer in seen if answer.status == 200 and answer.fault]
