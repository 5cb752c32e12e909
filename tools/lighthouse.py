"""make lighthouse: the four scores of four pages, as a telephone sees them. Fails under 100.

Each page is measured several times and its median run is kept, as Lighthouse itself recommends: one run also measures
what else the machine was doing. RUNS in the environment says how many times. What is printed as "machine" is how fast
Lighthouse found it: under 1000, it is too busy or too slow for the performance score to say anything of the page.

The site runs as in production (config/serve.py, hashed and compressed files), but for HTTPS, which ends in front of it:
here it is reached on the machine itself. Questions and results ask not to be indexed: that one remark is left out for
them.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.pathways.visiting import BACHELIERE, JOB, RESULT, START, link
from tools.node_programs import installed
from tools.screenshots import ARGS, ROOT, wait_for

VERSION = "12.8.2"
RUNS = int(os.environ.get("RUNS", "3"))
INDEXED = {"home": "/", "job": JOB}
NOT_INDEXED = {"question": link(START, {"diplomes": "aucun"}), "result": link(RESULT, BACHELIERE)}


def main() -> None:
    program = installed("lighthouse", VERSION) / "cli" / "index.js"
    chromium = (
        shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("NOT RUN. Install first: chromium.")
    )
    failed = False
    with site() as address:
        for name, path in {**INDEXED, **NOT_INDEXED}.items():
            runs = [measure(program, chromium, address + path, skip_indexing=name in NOT_INDEXED) for _ in range(RUNS)]
            report = sorted(runs, key=performance)[RUNS // 2]
            scores = {each["title"]: round(100 * each["score"]) for each in report["categories"].values()}
            speed = report["environment"]["benchmarkIndex"]
            every_run = " ".join(str(round(100 * performance(run))) for run in runs)
            print(
                f"{name:9}",
                "  ".join(f"{title} {score}" for title, score in scores.items()),
                f"  ({every_run}; machine {speed:.0f})",
            )
            for audit in lost(report):
                failed = True
                print(f"          {audit}")
            failed = failed or any(score < 100 for score in scores.values())
    if failed:
        sys.exit("Something is under 100.")


def measure(program: Path, chromium: str, url: str, *, skip_indexing: bool) -> dict:
    """A busy machine sometimes loses the beginning of a recording: then once more."""
    flags = " ".join(["--headless=new", *ARGS])
    command = ["node", str(program), url, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    if skip_indexing:
        command.append("--skip-audits=is-crawlable")
    env = {**os.environ, "CHROME_PATH": chromium}
    said = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if said.returncode:
        said = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    try:
        report: dict = json.loads(said.stdout)
    except ValueError:
        sys.exit(f"NOT RUN. Lighthouse ended with {said.returncode}: {said.stderr.strip()[:500]}")
    if error := report.get("runtimeError"):
        sys.exit(f"NOT RUN. {error['message']}")
    return report


def performance(report: dict) -> float:
    return float(report["categories"]["performance"]["score"])


def lost(report: dict) -> Iterator[str]:
    """What took points off, in categories that are not full."""
    for category in report["categories"].values():
        if category["score"] == 1:
            continue
        for each in category["auditRefs"]:
            audit = report["audits"].get(each["id"], {})
            if each["weight"] and audit.get("score") is not None and audit["score"] < 1:
                yield f"{category['title']}: {audit['title']} {audit.get('displayValue', '')}".rstrip()


@contextmanager
def site() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        env = {
            **os.environ,
            "PASSERELLE_ENV": "production",
            "ALLOWED_HOSTS": "localhost",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "SECURE_SSL_REDIRECT": "off",
            "SECURE_HSTS_SECONDS": "0",
        }
        for command in (["migrate", "-v0"], ["setup_content"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL
            )
        server = subprocess.Popen(
            [sys.executable, "-m", "config.serve", "--port", str(port)],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(f"http://localhost:{port}/")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
