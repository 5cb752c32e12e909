"""make html: the HTML of every public page and state, judged by the Nu HTML checker. Fails on any error or warning."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.every_page import EVERY_PAGE
from tools.node_programs import installed
from tools.screenshots import CODE, broken_pages, site

VERSION = "26.9.27"


def main() -> None:
    checker = installed("vnu-jar", VERSION, needs=("java",)) / "build" / "dist" / "vnu.jar"
    with tempfile.TemporaryDirectory() as folder, site() as address:
        names = save(address, Path(folder))
        command = ["java", "-jar", str(checker), "--format", "json", "--stdout", *sorted(names)]
        judged = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    try:
        messages = json.loads(judged.stdout)["messages"]
    except ValueError:
        sys.exit(f"NOT RUN. The checker ended with {judged.returncode}: {judged.stderr.strip()[:500]}")
    for message in messages:
        page = names[Path(message["url"].removeprefix("file:")).name]
        kind = message.get("subType", message["type"])
        print(
            f"{page}, line {message.get('lastLine', '?')}: {kind}: {message['message']}\n    {message.get('extract')}"
        )
    if messages:
        sys.exit(f"{len(messages)} faults on {len(names)} pages")
    print(f"{len(names)} pages: no fault")


def save(address: str, folder: Path) -> dict[str, str]:
    """Every page into a file; the names of the pages by their files."""
    reopened = CODE.search(read(address + EVERY_PAGE["result, if"]))
    assert reopened, "the result shows no code"
    names: dict[str, str] = {}
    for number, (name, path) in enumerate({**EVERY_PAGE, "reopened": f"/code/{reopened[0]}/"}.items()):
        file = f"{number:03}.html"
        (folder / file).write_text(read(address + path), encoding="utf-8")
        names[file] = name
    for name, html in broken_pages().items():
        file = f"{name}.html"
        (folder / file).write_text(html, encoding="utf-8")
        names[file] = name
    return names


def read(url: str) -> str:
    """The body, of a page of error too."""
    try:
        with urlopen(url) as response:  # noqa: S310 - our own server
            return str(response.read().decode())
    except HTTPError as page:
        if page.code >= 500:
            raise
        return page.read().decode()


if __name__ == "__main__":
    main()
