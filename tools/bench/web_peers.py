"""The other sites a page and a questionnaire are measured beside: bare Django, django-formtools, Wagtail.

Installed at first use into an environment of their own, and given our own content: the very bytes of a page, the text
of that page as blocks, the questions of the first career.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from html import escape
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tools.bench import installing
from tools.bench.running import Running
from tools.bench.servers import granian

SITES = Path(__file__).with_name("peer_sites")
PAGE = "/page/"
WIZARD = "/wizard/"


class WebPeers:
    """The environment they run in, with the same Django and the same server as ours."""

    def __init__(self, folder: Path):
        self._folder, self._programs = folder, installing.web_peers(version("django"), version("granian")) / "bin"

    def bare(self, name: str, page: bytes, questions: list[Any], *, headers: Mapping[str, str]) -> Running:
        """These bytes as a constant page, and these questions one by one in a wizard that keeps them in sessions."""
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        (folder / "page.html").write_bytes(page)
        (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
        environment = {"PEER_FOLDER": str(folder), "PYTHONPATH": str(SITES)}
        self._run([str(SITES / "bare.py"), "migrate", "-v", "0"], folder, environment)
        return self._served("bare:application", folder, "/", headers, environment)

    def wagtail(self, page: bytes, *, headers: Mapping[str, str]) -> Running:
        """A page with the text of this one, in a project as `wagtail start` makes it."""
        folder = self._folder / "wagtail"
        if not folder.exists():
            self._fill_wagtail(folder, page)
        environment = {"DJANGO_SETTINGS_MODULE": "peer.settings.measured"}
        return self._served("peer.wsgi:application", folder, PAGE, headers, environment)

    def _fill_wagtail(self, folder: Path, page: bytes) -> None:
        folder.mkdir()
        subprocess.run(
            [str(self._programs / "wagtail"), "start", "peer", "."], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        shutil.copytree(SITES / "wagtail_page", folder / "wagtail_page")
        shutil.copy(SITES / "wagtail_settings.py", folder / "peer" / "settings" / "measured.py")
        (folder / "content.json").write_text(json.dumps(blocks_of(page.decode())), encoding="utf-8")
        self._run([str(SITES / "fill_wagtail.py"), "content.json"], folder, {})

    def _run(self, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        subprocess.run(
            [str(self._programs / "python"), *command],
            cwd=folder,
            env={**os.environ, **environment},
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def _served(
        self, application: str, folder: Path, ready_at: str, headers: Mapping[str, str], environment: dict[str, str]
    ) -> Running:
        return granian(
            application,
            folder,
            program=self._programs / "granian",
            ready_at=ready_at,
            headers=headers,
            environment=environment,
        )


def blocks_of(html: str) -> dict[str, Any]:
    """The title of a page, and the text of its main part as headings, paragraphs and lists."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return {"title": reader.title, "blocks": list(_joined(reader.found))}


def _joined(found: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str | list[str]]]:
    """Items that follow each other are one list."""
    items: list[str] = []
    for kind, text in found:
        if kind == "list":
            items.append(text)
            continue
        if items:
            yield "list", items
            items = []
        yield kind, text
    if items:
        yield "list", items


class _Reader(HTMLParser):
    _KINDS = {"h1": "title", "h2": "heading", "h3": "heading", "h4": "heading", "li": "list"} | dict.fromkeys(
        ("p", "dt", "dd", "td", "th", "caption", "summary", "figcaption", "legend", "label"), "paragraph"
    )

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.found: list[tuple[str, str]] = []
        self._text: list[str] = []
        self._kind = "paragraph"
        self._is_main = self._is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self._is_data = True
        elif tag == "main":
            self._is_main = True
        elif self._is_main and tag in self._KINDS:
            self._end()
            self._kind = self._KINDS[tag]

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._is_data = False
        if tag in self._KINDS or tag == "main":
            self._end()
        if tag == "main":
            self._is_main = False

    def handle_data(self, data: str) -> None:
        if self._is_main and not self._is_data:
            self._text.append(data)

    def _end(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if self._kind == "title":
            self.title = text or self.title
        elif text:
            self.found.append((self._kind, escape(text) if self._kind == "paragraph" else text))
        self._kind = "paragraph"
