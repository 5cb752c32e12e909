"""Publishing while people read, on a quiet site, twice at once, and without room."""

import hashlib
import json
import time
from pathlib import Path

from tools.rehearse.rehearsal import Outcome, Rehearsal, all_right, told
from tools.rehearse.running import wait_until
from tools.rehearse.site import CAREER
from tools.rehearse.visitors import CONTENT

SECONDS_TO_SHOW = 10.0
NO_SMALL_DISK = "NOT RUN: this machine lets nobody mount a small disk"


def under_load(rehearsal: Rehearsal) -> Outcome:
    with rehearsal.crowd() as crowd:
        time.sleep(2)
        number = rehearsal.publish("deux")
        done = time.monotonic()
        time.sleep(SECONDS_TO_SHOW)
        old = [path for path in CONTENT if rehearsal.browser.see(path).edition not in (number, 0)]
        log = rehearsal.access_log()
        time.sleep(6)
        ratio, _ = log.hit_ratio()
    mixed = rehearsal.of_two_editions(crowd.seen)
    late = [seen for seen in crowd.seen if seen.at > done + SECONDS_TO_SHOW and seen.edition not in (number, 0)]
    last_old = max((seen.at - done for seen in crowd.seen if 0 < seen.edition < number), default=0.0)
    marked = sum(bool(seen.marks) for seen in crowd.seen)
    return Outcome(
        f"{told(crowd)}; {len(mixed)} mixed of {marked} that can be told; last old page {last_old:.1f} s after, "
        f"{len(late) + len(old)} after {SECONDS_TO_SHOW:.0f} s; then {ratio:.0%} kept",
        all_right(crowd) and not mixed and not late and not old and marked > 0 and ratio > 0.5,
    )


def on_a_quiet_site(rehearsal: Rehearsal) -> Outcome:
    for path in CONTENT:
        rehearsal.browser.see(path)
    time.sleep(12)  # every kept page is out of date
    number = rehearsal.publish("trois")
    time.sleep(SECONDS_TO_SHOW)
    old = [seen.path for seen in map(rehearsal.browser.see, CONTENT) if seen.edition not in (number, 0)]
    return Outcome(f"{len(old)} of {len(CONTENT)} pages old{': ' + ', '.join(old[:3]) if old else ''}", not old)


def two_at_once(rehearsal: Rehearsal) -> Outcome:
    before = rehearsal.site.editions()[-1][0]
    rehearsal.site.rename("quatre")
    both = [
        rehearsal.site.managing("publish", CAREER, "--by", f"Personne {one}", "--note", f"En même temps {one}")
        for one in (1, 2)
    ]
    said = [one.communicate()[0] for one in both]
    new = [edition for edition in rehearsal.site.editions() if edition[0] > before]
    whole = all(hashlib.sha256(document.encode()).hexdigest() == checksum for _, document, checksum in new)
    for number, _, _ in new:
        rehearsal.marks[number] = "quatre"
    numbers = [number for number, _, _ in new]
    shown = bool(new) and rehearsal.shows(numbers[-1], 15)
    return Outcome(
        f"editions {numbers} after {before}, {'whole' if whole else 'NOT WHOLE'}, "
        f"{'the last one shown' if shown else 'NOT SHOWN'}",
        numbers == [before + 1, before + 2] and whole and shown and not any("Traceback" in text for text in said),
    )


def disk_full(rehearsal: Rehearsal) -> Outcome:
    if not (disk := rehearsal.site.small_disk):
        return Outcome(NO_SMALL_DISK, None)
    site = rehearsal.site
    place = disk / "pg"
    place.mkdir(mode=0o700)
    site.database.move_editions_to(place)
    before = site.editions()
    filled = fill(disk)
    with rehearsal.crowd(3) as crowd:
        refused = site.publish("cinq", check=False)
        after = site.editions()
        time.sleep(3)
    status, _ = rehearsal.counsellor.see("/admin/")
    filled.unlink()
    same = before == after and not any("cinq" in seen.marks for seen in crowd.seen)
    number = rehearsal.publish("six")
    shown = rehearsal.shows(number, 15)
    site.database.run("ALTER TABLE careers_edition SET TABLESPACE pg_default")
    said = refused.stdout.strip().splitlines()[-1][:120]
    return Outcome(
        f"publish ended with {refused.returncode} « {said} », {'nothing published' if same else 'SOMETHING CHANGED'}, "
        f"{told(crowd)}; workshop {status}; then edition {number} {'shown' if shown else 'NOT SHOWN'}",
        refused.returncode != 0 and same and all_right(crowd) and shown and status in (200, 503),
    )


def no_room_for_copies(rehearsal: Rehearsal) -> Outcome:
    if not (disk := rehearsal.site.small_disk):
        return Outcome(NO_SMALL_DISK, None)
    copies = rehearsal.site.var / "editions"
    filled = fill(disk)
    number = rehearsal.publish("sept")
    shown = rehearsal.shows(number, 15)
    time.sleep(3)
    whole = [is_whole(file) for file in copies.glob("*.json")]
    filled.unlink()
    again = rehearsal.publish("huit")
    copied = rehearsal.shows(again, 15) and wait_until(lambda: copied_number(copies) == again, 15)
    left_over = [file.name for file in copies.iterdir() if file.suffix != ".json"]
    return Outcome(
        f"edition {number} {'shown' if shown else 'NOT SHOWN'}, copies {'whole' if all(whole) else 'DAMAGED'}; "
        f"with room again {'copied' if copied else 'NOT COPIED'}, {len(left_over)} unfinished files left",
        shown and bool(whole) and all(whole) and copied and not left_over,
    )


def fill(disk: Path) -> Path:
    """A file that leaves no room."""
    file = disk / "filler"
    with file.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(4096))
        except OSError:
            return file


def is_whole(file: Path) -> bool:
    try:
        copy = json.loads(file.read_bytes())
    except ValueError:
        return False
    return bool(hashlib.sha256(copy["text"].encode()).hexdigest() == copy["checksum"])


def copied_number(copies: Path) -> int:
    return max((json.loads(file.read_bytes())["number"] for file in copies.glob("*.json")), default=0)
