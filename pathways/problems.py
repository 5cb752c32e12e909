"""What must hold of the rules of a career before they are published."""

from collections.abc import Iterator

from careers.parts import Parts, Problem


def rules_problems(parts: Parts) -> Iterator[Problem]:
    return iter(())
