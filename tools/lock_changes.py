"""What changed from one lock to the next: `python -m tools.lock_changes OLD NEW` (called by `make update`)."""

import re
import sys
from pathlib import Path

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def changes(old: str, new: str) -> list[str]:
    """A line for each package whose version moved, that came or that went; none for new hashes of the same version."""
    before, after = dict(PIN.findall(old)), dict(PIN.findall(new))
    return [
        f"{name:<28} {before.get(name, 'new'):>12}  →  {after.get(name, 'gone')}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


if __name__ == "__main__":
    old, new = (Path(name).read_text(encoding="utf-8") for name in sys.argv[1:])
    print("\n".join(changes(old, new)) or "Nothing newer than what is locked already.")
