"""What a visitor may answer: typed values on one side, text from an address or a form on the other.

A value is an option's code, a tuple of codes, a number, or `UNKNOWN`. Reading never guesses: what can't be taken is
refused with a French sentence that says what would do, and the other answers are kept.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor

from pathways.engine.rules import UNKNOWN, Kind, Question, Rules

Value = str | float | tuple[str, ...]
Answers = Mapping[str, Value]

_NUMBER = re.compile(r"\d+(?:[.,]\d{1,9})?", re.ASCII)
_SPACES = re.compile(r"\s+")
_YEARS = ("ans", "an", "années", "année")
LONGEST_ECHO = 40


class Refused(ValueError):
    """A value the question can't take; the message is for the visitor."""


@dataclass(frozen=True)
class Reading:
    """Answers in the order of the questions, and what was refused, by question, with what was typed."""

    answers: dict[str, Value] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    typed: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_texts(
    rules: Rules,
    texts: Mapping[str, Sequence[str]],
    value_of: Callable[[Question, tuple[str, ...]], Value] | None = None,
) -> Reading:
    """Read an address or a form: each question's texts. Unknown keys are dropped, an absent key is no answer.

    `value_of` is `value_of_texts`, or what remembers what that said.
    """
    value_of = value_of or value_of_texts
    reading = Reading()
    for question in rules.questions:
        if question.code not in texts:
            continue
        typed = tuple(texts[question.code])
        try:
            reading.answers[question.code] = value_of(question, typed)
        except Refused as refusal:
            reading.refusals[question.code] = str(refusal)
            reading.typed[question.code] = typed
    return reading


def value_of_texts(question: Question, texts: Sequence[str]) -> Value:
    """The value the texts of one question say. Refused, in French, when they say none it can take."""
    given = tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if not given:
        raise Refused(missing(question))
    if given == (UNKNOWN,) and question.may_be_unknown:
        return UNKNOWN
    if question.kind is Kind.SEVERAL:
        return _options(question, given)
    if len(given) > 1:
        raise Refused("Donnez une seule réponse.")
    if question.kind is Kind.NUMBER:
        return _number(question, given[0])
    return _options(question, given)[0]


def value_of_json(question: Question, value: object) -> Value:
    """The value a JSON document gives: a list for several choices, a number for a number."""
    if question.kind is Kind.SEVERAL and isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
        return value_of_texts(question, [str(v) for v in value])
    if question.kind is Kind.NUMBER and isinstance(value, int | float) and not isinstance(value, bool):
        return _within(question, value)
    if isinstance(value, str) and (question.kind is not Kind.NUMBER or value == UNKNOWN):
        return value_of_texts(question, [value])
    expected = {Kind.SEVERAL: "une liste de codes", Kind.NUMBER: "un nombre", Kind.ONE: "un code"}[question.kind]
    raise Refused(f"Il faut {expected}.")


def texts_of(value: Value) -> list[str]:
    """The value as it travels in an address."""
    if isinstance(value, tuple):
        return list(value)
    return [value] if isinstance(value, str) else [f"{value:g}"]


def in_order(rules: Rules, answers: Answers) -> dict[str, Value]:
    return {question.code: answers[question.code] for question in rules.questions if question.code in answers}


def missing(question: Question) -> str:
    """What to say when a question was sent without an answer."""
    if question.kind is Kind.NUMBER:
        wanted = f"Écrivez un nombre en chiffres, par exemple {_example(question)}"
        return f"{wanted}, ou choisissez « Je ne sais pas »." if question.may_be_unknown else f"{wanted}."
    wanted = "Choisissez une réponse"
    if question.kind is Kind.SEVERAL:
        alone = [f"« {option.label} »" for option in question.options if option.exclusive]
        wanted = ", ".join(["Choisissez au moins une réponse", *alone])
    return f"{wanted} ou « Je ne sais pas »." if question.may_be_unknown else f"{wanted}."


def _options(question: Question, codes: tuple[str, ...]) -> tuple[str, ...]:
    known = {option.code: option for option in question.options}
    for code in codes:
        if code == UNKNOWN and question.may_be_unknown:
            raise Refused("« Je ne sais pas » ne va pas avec une autre réponse. Gardez l’un ou l’autre.")
        if code not in known:
            raise Refused(f"« {_echo(code)} » ne fait pas partie des réponses. Choisissez dans la liste.")
    alone = [known[code] for code in codes if known[code].exclusive]
    if alone and len(codes) > 1:
        raise Refused(f"« {alone[0].label} » ne va pas avec une autre réponse. Gardez l’un ou l’autre.")
    return tuple(option.code for option in question.options if option.code in codes)


def _number(question: Question, text: str) -> float:
    bare = _SPACES.sub("", text)
    for unit in _YEARS if question.unit in _YEARS else (question.unit,):
        bare = bare.removesuffix(unit)
    if re.fullmatch(r"[-−–]\d.*", bare):
        raise Refused(f"Le nombre ne peut pas être négatif. Écrivez par exemple {_example(question)}.")
    if not _NUMBER.fullmatch(bare):
        raise Refused(
            f"« {_echo(text)} » n’est pas un nombre. Écrivez-le en chiffres, par exemple {_example(question)}."
        )
    return _within(question, float(bare.replace(",", ".")))


def _within(question: Question, number: float) -> float:
    if not question.low <= number <= question.high:  # also false for "not a number"
        raise Refused(f"Écrivez un nombre entre {question.low:g} et {question.high:g}.")
    if question.step and number % question.step:  # a draft may say 0, which is told to who writes it
        wanted = "un nombre entier" if question.step == 1 else "un nombre entier ou un demi (2 ou 2,5)"
        raise Refused(f"Écrivez {wanted}.")
    return float(number) + 0.0  # JSON knows a -0, which an address would take for a negative number


def numbers(question: Question) -> Iterator[float]:
    """All a question takes, from the least on; none where it takes any number there is, or asks for no number."""
    if question.kind is Kind.NUMBER and question.step:
        for place in range(ceil(question.low / question.step), floor(question.high / question.step) + 1):
            yield place * question.step


def _example(question: Question) -> str:
    usual = 3 if question.high < 90 else 34
    return f"{min(max(question.low, usual), question.high):g}"


def _echo(text: str) -> str:
    return text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 1] + "…"
