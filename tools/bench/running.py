"""A server started for a measurement, on loopback: what it costs, what it holds, and its end."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

TICKS = os.sysconf("SC_CLK_TCK")
HOST = "127.0.0.1"
SECONDS_TO_START, SECONDS_TO_END, SECONDS_TO_REST = 60, 10, 120


class NotStarted(RuntimeError):
    """A server that ended, or never answered, with the end of what it wrote."""


class Running:
    """Master and workers, in a session of their own, by which they are found and ended."""

    def __init__(
        self,
        command: Callable[[int], list[str]],
        folder: Path,
        *,
        ready_at: str = "/",
        headers: Mapping[str, str] | None = None,
        environment: Mapping[str, str] | None = None,
    ):
        self.port = free_port()
        called = command(self.port)
        self._name = called[0]
        self._log = folder / f"server-{self.port}.log"
        started = time.perf_counter()
        with self._log.open("wb") as written:
            self._process = subprocess.Popen(
                called,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=written,
                start_new_session=True,
            )
        try:
            self._wait(ready_at, dict(headers or {}))
        except BaseException:
            self.end()
            raise
        self.seconds_to_start = time.perf_counter() - started
        """Until the first whole answer."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def cpu_seconds(self) -> float:
        """User and system time of all its processes since they began."""
        return sum(_times(process) for process in self._processes())

    def mib(self) -> float:
        """Memory of all its processes, what they share counted once."""
        return sum(_proportional_kib(process) for process in self._processes()) / 1024

    def rest(self) -> None:
        """Until it does nothing any more: a site that prepares pages beside requests has made them all."""
        end, before = time.monotonic() + SECONDS_TO_REST, -1.0
        while time.monotonic() < end and self.cpu_seconds() - before > 1 / TICKS:
            before = self.cpu_seconds()
            time.sleep(1)

    def end(self) -> None:
        if self._process.poll() is not None:
            return
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            print(f"{self._name}: did not end when asked to, killed", file=sys.stderr)
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _processes(self) -> Iterator[int]:
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and _session(int(folder.name)) == self._process.pid:
                yield int(folder.name)

    def _wait(self, path: str, headers: dict[str, str]) -> None:
        """Until it answers 200."""
        end = time.monotonic() + SECONDS_TO_START
        answer = "nothing"
        while time.monotonic() < end and self._process.poll() is None:
            try:
                answer = str(status(self.port, path, headers))
            except (OSError, http.client.HTTPException):
                time.sleep(0.005)
                continue
            if answer == "200":
                return
            time.sleep(0.05)
        said = self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise NotStarted(f"{self._name} answers {answer} at {path}\n{said}")


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind((HOST, 0))
        port: int = chosen.getsockname()[1]
        return port


def status(port: int, path: str, headers: dict[str, str]) -> int:
    return fetched(port, path, headers)[0]


def fetched(port: int, path: str, headers: Mapping[str, str]) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and body."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def _session(process: int) -> int:
    try:
        return os.getsid(process)
    except (ProcessLookupError, PermissionError):
        return -1


def _times(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _proportional_kib(process: int) -> int:
    try:
        said = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in said.splitlines() if line.startswith("Pss:")), 0)
