"""What every scenario has at hand, and how it says what it saw."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tools.rehearse.counsellor import Counsellor
from tools.rehearse.evidence import AccessLog
from tools.rehearse.running import wait_until
from tools.rehearse.site import Site
from tools.rehearse.visitors import CONTENT, PERSONAL, Browser, Crowd, Seen, faults, meaning, wrong


@dataclass(frozen=True)
class Outcome:
    """What was seen; whether it is what was expected. None: it could not be tried here, which the table says."""

    seen: str
    ok: bool | None


@dataclass
class Rehearsal:
    site: Site
    marks: dict[int, str] = field(default_factory=dict)
    right: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counsellor = Counsellor(self.site)
        self.counsellor.enter()
        self.browser = Browser(self.site.https, self.site.certificate)

    def crowd(self, people: int = 6, *, pause: float = 0.01, paths: tuple[str, ...] = ()) -> Crowd:
        return Crowd(self.site.https, self.site.certificate, people, pause, paths)

    def access_log(self) -> AccessLog:
        return AccessLog(self.site.logs / "passerelle-access.log")

    # --- What is right ---

    def learn_what_is_right(self) -> None:
        """Before anything breaks: what each page with answers says."""
        for path in PERSONAL:
            seen = self.browser.see(path)
            if not seen.is_whole:
                raise RuntimeError(f"{path}: {seen.status} {seen.fault}")
            self.right[path] = meaning(seen.text)

    def wrong_pages(self, see: Callable[[str], Seen]) -> list[str]:
        """Of all pages: those that are not whole, and those with answers that do not say what they said."""
        found = [f"{seen.path} {seen.status} {seen.fault}" for seen in map(see, CONTENT) if not seen.is_whole]
        for seen in map(see, PERSONAL):
            if not seen.is_whole:
                found.append(f"{seen.path} {seen.status} {seen.fault}")
            elif meaning(seen.text) != self.right[seen.path]:
                found.append(f"{seen.path} says something else")
        return found

    def of_two_editions(self, seen: list[Seen]) -> list[Seen]:
        """Pages that name the job as another edition than the one they say they are of."""
        return [
            answer
            for answer in seen
            if answer.edition in self.marks and answer.marks and answer.marks != {self.marks[answer.edition]}
        ]

    # --- What is done ---

    def publish(self, mark: str) -> int:
        self.site.publish(mark)
        number = self.site.editions()[-1][0]
        self.marks[number] = mark
        return number

    def shows(self, number: int, seconds: float) -> bool:
        """Whether every page of content came to be of this edition, through nginx."""
        left = set(CONTENT)

        def all_new() -> bool:
            for path in sorted(left):
                if self.browser.see(path).edition not in (number, 0):
                    return False
                left.discard(path)
            return True

        return wait_until(all_new, seconds)


def told(crowd: Crowd) -> str:
    """How many answers, and what was wrong with how many."""
    counted = faults(crowd.seen)
    return f"{len(crowd.seen)} answers, " + (
        ", ".join(f"{number} × {fault}" for fault, number in counted.most_common(4)) if counted else "all right"
    )


def all_right(crowd: Crowd) -> bool:
    return bool(crowd.seen) and not faults(crowd.seen)


def nothing_wrong(crowd: Crowd) -> bool:
    return bool(crowd.seen) and not wrong(crowd.seen)


def share(values: list[float], part: float) -> float:
    """The value below which this part of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


Scenario = Callable[[Rehearsal], Outcome]
