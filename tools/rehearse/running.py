"""A program of the rehearsal: started with its words in a file, ended whole, never left behind."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

HOST = "127.0.0.1"


class DidNotStart(Exception):
    """What a program said before it ended, or that it was not ready in time."""


def free_port() -> int:
    """One nobody listens to now; the system gives another one to whoever asks next."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
        return port


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether it came to hold in that time."""
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return held


def _end_with_parent() -> None:
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


class Program:
    """One process with all it starts, in a group of its own: Ctrl-C is for the rehearsal, which ends them in order."""

    def __init__(self, command: Sequence[str | Path], log: Path, *, cwd: Path, env: Mapping[str, str] | None = None):
        self.command, self.log, self._cwd, self._env = command, log, cwd, env
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, is_ready: Callable[[], bool], seconds: float = 60) -> float:
        """In how many seconds it was ready."""
        since = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=self._cwd,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - it calls nothing that another thread may hold
            )
        if not wait_until(lambda: not self.is_running() or is_ready(), seconds) or not self.is_running():
            self.kill()
            raise DidNotStart(f"{self.command[0]} did not start:\n{self.log.read_text(errors='replace')[-3000:]}")
        return time.monotonic() - since

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def children(self) -> list[int]:
        found = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(pid) for pid in found]

    def end(self, stop: signal.Signals = signal.SIGTERM, seconds: float = 30) -> float:
        """Asks it to end, as its service manager would; in how many seconds it did. Killed if it does not."""
        since = time.monotonic()
        if self._process is not None and self.is_running():
            self._process.send_signal(stop)
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
        self._sweep()
        return time.monotonic() - since

    def kill(self) -> None:
        """At once, with all it started: as when the machine takes it away."""
        self._sweep()
        if self._process is not None:
            self._process.wait()

    def _sweep(self) -> None:
        """Whatever is left of its group."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
