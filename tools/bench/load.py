"""One while of load by wrk on one address: answers a second, and what each cost its server."""

import http.client
import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.bench.running import HOST, Running

CONNECTIONS = 32


class BadAnswers(RuntimeError):
    """Load was answered by errors: its figures say nothing."""


@dataclass
class Loaded:
    """An address under load, with its figures of each round."""

    name: str
    server: Running
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    rates: list[float] = field(default_factory=list)
    """Answers a second."""
    costs: list[float] = field(default_factory=list)
    """Microseconds of the processor for each, of the server that was asked."""

    def load(self, seconds: float, *, counts: bool = True) -> None:
        command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--timeout", "10s"]
        for key, value in self.headers.items():
            command += ["-H", f"{key}: {value}"]
        before = self.server.cpu_seconds()
        said = subprocess.run(
            [*command, self.server.address + self.path], capture_output=True, text=True, check=True
        ).stdout
        cpu = self.server.cpu_seconds() - before
        answers, rate = read(said)
        if counts:
            if not answers:
                raise BadAnswers(f"{self.name}: none in {seconds:g} s")
            self.rates.append(rate)
            self.costs.append(cpu / answers * 1e6)


def in_turn(addresses: list[Loaded], rounds: int, seconds: float) -> None:
    """A B C A B C ..., after a short while of each that does not count."""
    for each in addresses:
        each.load(1, counts=False)
    for _ in range(rounds):
        for each in addresses:
            each.load(seconds)


def one_by_one(method: str, server: Running, path: str, headers: Mapping[str, str], seconds: float) -> float:
    """Microseconds of the processor for each answer to one client. wrk waits for the body a HEAD announces."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
    before, end, answers = server.cpu_seconds(), time.monotonic() + seconds, 0
    try:
        while time.monotonic() < end:
            connection.request(method, path, headers=dict(headers))
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise BadAnswers(f"{method} {path} answers {answer.status}")
            answers += 1
    finally:
        connection.close()
    return (server.cpu_seconds() - before) / answers * 1e6


def read(said: str) -> tuple[int, float]:
    """How many answers, and how many a second, by what wrk wrote. BadAnswers when some were errors."""
    if bad := re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", said):
        raise BadAnswers(bad[0])
    answers, rate = re.search(r"(\d+) requests in", said), re.search(r"Requests/sec:\s+([\d.]+)", said)
    if answers is None or rate is None:
        raise BadAnswers(said)
    return int(answers[1]), float(rate[1])
