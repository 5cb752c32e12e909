"""One engine, timed: how many people it judges in a while, by the clock of the wall and by that of the processor."""

import hashlib
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

Person = TypeVar("Person")

COMPARED = {"full": 500, "open": 200}
"""How many of the first people's answers go into the digest by which engines are compared."""


def timed(judge: Callable[[Person], object], people: Sequence[Person], seconds: float) -> dict[str, float]:
    """Judge one after the other, from the start again at the end, until the time is up."""
    judged, place, slice_ = 0, 0, 1
    started, cpu = time.perf_counter(), time.process_time()
    now = started
    while now - started < seconds:
        some = people[place : place + slice_]
        for person in some:
            judge(person)
        judged += len(some)
        place = (place + slice_) % len(people)
        before, now = now, time.perf_counter()
        if now - before < 0.01 and slice_ < len(people):  # the clock is read seldom enough not to count
            slice_ = min(len(people), slice_ * 2)
    return {"evals": judged, "seconds": now - started, "cpu": time.process_time() - cpu}


def proofs(prove: Callable[[], dict[str, Any]], seconds: float) -> dict[str, Any]:
    """Prove again and again, until the time is up: the median of each of the times it gives, and what it found."""
    started, found = time.perf_counter(), [prove()]
    while time.perf_counter() - started < seconds:
        found.append(prove())
    times = {key: median(each[key] for each in found) for key in ("seconds", "whole_seconds")}
    return {**found[-1], **times}


def digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def peak_mib() -> float:
    """The most memory this program held. Linux counts in `ru_maxrss` what its parent held when it was started."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
