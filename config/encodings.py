"""The encodings pages are sent in: how they are made, and which of them a browser takes."""

import gzip
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache

import brotli  # type: ignore[import-untyped]

AS_IT_IS = "identity"
QUICK, BEST = "gzip", "br"
MADE: Mapping[str, Callable[[bytes], bytes]] = {
    BEST: brotli.compress,
    QUICK: lambda data: gzip.compress(data, mtime=0),  # the same bytes, and so the same ETag, in every process
}
"""Smallest first."""
ENCODINGS = (*MADE, AS_IT_IS)


@lru_cache(maxsize=256)
def encodings_taken(header: str) -> tuple[str, ...]:
    """Those that may be sent, the best first: by what Accept-Encoding prefers, then the smallest.

    Who takes none, not even the page as it is, gets it as it is: better than nothing.
    """
    weights: dict[str, float] = {}
    for each in header.lower().split(","):
        name, *parameters = (part.strip() for part in each.split(";"))
        weights[name.removeprefix("x-")] = _weight(parameters)
    others = weights.get("*", 0.0)
    # As it is, a page is taken unless that is refused; but last, unless it is asked for.
    weights.setdefault(AS_IT_IS, 0.0 if weights.get("*") == 0 else sys.float_info.min)
    taken = {encoding: weights.get(encoding, others) for encoding in ENCODINGS}
    best_first = sorted((each for each in ENCODINGS if taken[each]), key=lambda each: -taken[each])
    return tuple(best_first) or (AS_IT_IS,)


def _weight(parameters: list[str]) -> float:
    """Nothing for one that can't be read."""
    for name, _, value in (parameter.partition("=") for parameter in parameters):
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0
