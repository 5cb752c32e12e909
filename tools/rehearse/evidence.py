"""What was written down: what nginx kept, what no log may hold, how much memory is held."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

KEPT = ("HIT", "STALE", "UPDATING")


class AccessLog:
    """The lines nginx writes from now on."""

    def __init__(self, file: Path):
        self._file, self._from = file, file.stat().st_size

    def lines(self) -> list[dict[str, str]]:
        with self._file.open(encoding="utf-8") as log:
            log.seek(self._from)
            return [json.loads(line) for line in log if line.endswith("\n")]

    def asked(self, of_the_workshop: bool) -> Counter[str]:
        """Which app servers were asked for its pages, or for all others, and how often."""
        lines = (line for line in self.lines() if line["path"].startswith("/admin/") is of_the_workshop)
        return Counter(app for line in lines for app in line["app"].split(", ") if app)

    def hit_ratio(self) -> tuple[float, int]:
        """Of the pages that may be kept, the share that was answered without the site; and how many there were."""
        asked = [line["kept"] for line in self.lines() if line["kept"] not in ("", "BYPASS")]
        return (sum(kept in KEPT for kept in asked) / len(asked) if asked else 0.0), len(asked)


def found_in(files: Iterable[Path], never: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """Where one of these words, or of these patterns, stands: the file, and which."""
    expressions = [*(re.escape(word) for word in never if word), *patterns]
    found = []
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace")
        for expression in expressions:
            if match := re.search(expression, text):
                around = text[max(0, match.start() - 60) : match.end() + 60].replace("\n", " ⏎ ")
                found.append(f"{file.name}: …{around}…")
    return found


def proportional_mib(pids: Iterable[int]) -> float:
    """Memory of some processes, what they share counted once among them."""
    kib = 0
    for pid in pids:
        said = Path(f"/proc/{pid}/smaps_rollup").read_text()
        kib += sum(int(value) for value in re.findall(r"^Pss:\s+(\d+) kB", said, re.MULTILINE))
    return kib / 1024
