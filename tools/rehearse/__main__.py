"""make rehearse [ONLY=words]: see tools/rehearse/__init__.py."""

import argparse
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.rehearse.front import ROOT, nginx, nginx_there
from tools.rehearse.rehearsal import Outcome, Rehearsal, Scenario
from tools.rehearse.scenarios import SCENARIOS
from tools.rehearse.site import Site

SMALL_DISK = "small"
NAME_SPACE = ("unshare", "--user", "--keep-caps", "--mount")
"""One in which even who may nothing can mount a disk: only these processes see it."""
MOUNT = ("sh", "-c", 'mount -t tmpfs -o size=24m,mode=0700 small "$0/small" && exec "$@"')


def main(words: Sequence[str]) -> int:
    arguments = argparse.ArgumentParser(prog="python -m tools.rehearse")
    arguments.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument("--only", default="", help="scenarios whose name holds one of these words, by commas")
    arguments.add_argument("--keep", action="store_true", help="leave the folder, with its logs")
    asked = arguments.parse_args(words)
    if asked.folder:
        return rehearse(asked.folder, asked.only)
    install_nginx()
    folder = Path(tempfile.mkdtemp(prefix="rehearsal-"))
    try:
        return run_by_somebody_else(folder, asked.only)
    finally:
        if asked.keep:
            print(f"Left in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


# --- Who runs it ------------------------------------------------------------------------------------------------------


def install_nginx() -> None:
    if not nginx_there() and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing nginx-light.", flush=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "nginx-light"], check=True, stdout=subprocess.DEVNULL)
    nginx()


def run_by_somebody_else(folder: Path, only: str) -> int:
    """In a process of its own, by somebody who may nothing, where a small disk can be mounted if this machine lets one.

    Ctrl-C reaches that process too, which ends what it started; this one waits for it.
    """
    before, identity = way_to_run(folder)
    command = [*before, sys.executable, "-m", "tools.rehearse", "--in", str(folder), "--only", only]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(folder)}
    process = subprocess.Popen(command, cwd=ROOT, env=env, **identity)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, lambda *_: process.terminate())
    return process.wait()


def way_to_run(folder: Path) -> tuple[list[str], dict[str, Any]]:
    """What to put before the command, and as whom it runs: the first way that works here.

    Root becomes "nobody"; where nobody may read this Python, somebody else in a name space, without root's rights.
    """
    (folder / SMALL_DISK).mkdir()
    mount = [*MOUNT, str(folder)]
    nobody: dict[str, Any] = {}
    if is_root := os.geteuid() == 0:  # PostgreSQL refuses to run as root, and so should all the rest
        user = pwd.getpwnam("nobody")
        nobody = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        for each in (folder, folder / SMALL_DISK):
            os.chown(each, user.pw_uid, user.pw_gid)
    ways = [([*NAME_SPACE, "--map-current-user", *mount], nobody), ([], nobody)]
    for before, identity in ways:
        if runs_python(before, identity):
            return before, identity
    if is_root:
        for each in (folder, folder / SMALL_DISK):
            os.chown(each, 0, 0)
        mapped = [*NAME_SPACE, "--map-user=1000", "--map-group=1000", *mount]
        if runs_python(mapped, {}):
            return mapped, {}
    sys.exit("Nobody unprivileged can run this Python here: start the rehearsal as an ordinary user.")


def runs_python(before: list[str], identity: dict[str, Any]) -> bool:
    try:
        done = subprocess.run([*before, sys.executable, "-c", ""], check=False, capture_output=True, **identity)
    except OSError:
        return False
    return done.returncode == 0


# --- The rehearsal ----------------------------------------------------------------------------------------------------


def rehearse(folder: Path, only: str) -> int:
    end_with_parent()
    for stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, lambda number, _frame: sys.exit(128 + number))
    small = folder / SMALL_DISK
    site = Site(folder, small if small.is_mount() else None)
    try:
        since = time.monotonic()
        site.start()
        rehearsal = Rehearsal(site)
        rehearsal.learn_what_is_right()
        print(f"PostgreSQL, two app servers and nginx ready in {time.monotonic() - since:.0f} s\n", flush=True)
        chosen = [scenario for scenario in SCENARIOS if any(words in scenario[0] for words in only.split(","))]
        missed = [name for name, expected, scenario in chosen if not shown(name, expected, scenario, rehearsal)]
    except KeyboardInterrupt:
        return 130
    finally:
        site.end()
    print(f"\nMissed: {', '.join(missed)}" if missed else "\nAs promised.")
    return 1 if missed else 0


def shown(name: str, expected: str, scenario: Scenario, rehearsal: Rehearsal) -> bool:
    """One line of the table; whether it is as promised, or could not be tried here."""
    since = time.monotonic()
    try:
        outcome = scenario(rehearsal)
    except Exception as error:  # noqa: BLE001 - a scenario that broke is a miss, and the others still run
        traceback.print_exc()
        outcome = Outcome(f"{type(error).__name__}: {error}"[:300], ok=False)
    word = {True: "ok", False: "MISSED", None: "not run"}[outcome.ok]
    print(f"{word:7} {name} ({time.monotonic() - since:.0f} s)", flush=True)
    print(f"        expected  {expected}")
    print(f"        seen      {outcome.seen}", flush=True)
    return outcome.ok is not False


def end_with_parent() -> None:
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
