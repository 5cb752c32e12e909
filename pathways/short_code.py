"""The short code of a result: an edition number and all answers in thirteen characters, and back. Nothing is stored.

Twelve characters carry one number below 2**60, the last one checks them. The number is made of the edition number and
of one digit for each question of that edition, each in a base of its own: 0 for a question that was not asked, then
one digit for each possible answer, "je ne sais pas" among them. So a code is read with the questions of its edition
alone: neither the day, nor the order in which they were asked, nor this version of the engine has a say in it, and
a code on paper stays true.

The last questions weigh most: who was not asked them has a small number.

The alphabet is what can be read aloud in French and typed again. Of letters and digits, four are left out for one
that looks or sounds the same, which is what they are taken for when they are typed: O is 0, I is 1, N is M and F is S.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from pathways.engine.answers import Answers, Value
from pathways.engine.rules import UNKNOWN, Kind, Question

ALPHABET = "0123456789ABCDEGHJKLMPQRSTUVWXYZ"
TAKEN_FOR = str.maketrans("OINF", "01MS")
GROUPS = (4, 4, 5)
LENGTH = sum(GROUPS)

MOST_EDITIONS = 2047
"""The last edition number a code can say: 11 of the 60 bits, so that 49 are left for answers."""

_ROOM = 2**60
_SPREAD = 0x9E3779B97F4A7C15 % _ROOM
"""Odd, so that multiplying by it is undone by its inverse: else who gave few answers would have to say ten zeros."""
_BACK = pow(_SPREAD, -1, _ROOM)


class NotACode(ValueError):
    """What was typed is no code; the message is for the visitor."""


@dataclass(frozen=True)
class ShortCode:
    """A code whose characters are right. `answers` is a number only the questions of its edition can read."""

    text: str
    edition: int
    answers: int


def write(edition: int, questions: Iterable[Question], answers: Answers) -> str:
    """The code of these answers to the questions of an edition; empty when they do not fit into one."""
    number, weight = 0, 1
    for question in questions:
        number += weight * _digit(question, answers.get(question.code))
        weight *= _base(question)
    whole = number * (MOST_EDITIONS + 1) + edition
    if not 0 < edition <= MOST_EDITIONS or whole >= _ROOM:
        return ""
    spread = whole * _SPREAD % _ROOM
    digits = [spread >> 5 * place & 31 for place in reversed(range(LENGTH - 1))]
    return grouped("".join(ALPHABET[digit] for digit in (*digits, _check(digits))))


def read(typed: str) -> ShortCode:
    """The code somebody typed, in capitals or not, with any spaces and hyphens. NotACode says what is wrong with it."""
    characters = _characters(typed)
    if not characters:
        raise NotACode("Écrivez le code de votre plan.")
    for character in characters:
        if character not in ALPHABET:
            raise NotACode(f"« {character} » ne fait partie d’aucun code. Un code a {LENGTH} lettres et chiffres.")
    if len(characters) != LENGTH:
        count = abs(LENGTH - len(characters))
        counted = f"{count} caractère{'s' if count > 1 else ''}"
        wrong = f"Il manque {counted}" if len(characters) < LENGTH else f"Il y a {counted} de trop"
        raise NotACode(f"{wrong}. Un code en a {LENGTH}.")
    *digits, check = map(ALPHABET.index, characters)
    spread = 0
    for digit in digits:
        spread = spread << 5 | digit
    answers, edition = divmod(spread * _BACK % _ROOM, MOST_EDITIONS + 1)
    if check != _check(digits) or not edition:
        raise NotACode("Ce code n’est pas juste. Un caractère est faux, ou deux sont inversés. Relisez-le.")
    return ShortCode(grouped(characters), edition, answers)


def answers_of(code: ShortCode, questions: Iterable[Question]) -> dict[str, Value]:
    """The answers in a code, read with the questions of its edition. NotACode when these can't have made it."""
    answers: dict[str, Value] = {}
    left = code.answers
    for question in questions:
        left, digit = divmod(left, _base(question))
        if digit:
            answers[question.code] = _value(question, digit)
    if left:
        raise NotACode("Ce code ne dit aucune réponse que nous connaissons. Relisez-le.")
    return answers


def grouped(characters: str) -> str:
    """ "W7KE-3DMA-9QX2H"."""
    first, second = GROUPS[0], GROUPS[0] + GROUPS[1]
    return "-".join((characters[:first], characters[first:second], characters[second:]))


def _characters(typed: str) -> str:
    """Without what only separates, and each character as the alphabet has it."""
    text = unicodedata.normalize("NFKC", typed).upper().translate(TAKEN_FOR)
    return "".join(char for char in text if unicodedata.category(char)[0] not in "ZCP" and char != "−")


# --- One digit for each question --------------------------------------------------------------------------------------


def _base(question: Question) -> int:
    """Not asked, or one of the possible answers."""
    return 1 + _possible(question) + question.may_be_unknown


def _possible(question: Question) -> int:
    match question.kind:
        case Kind.ONE:
            return len(question.options)
        case Kind.SEVERAL:
            together, alone = _options(question)
            return (1 << len(together)) - 1 + len(alone)
        case Kind.NUMBER:
            return floor(question.high / question.step) - _first(question) + 1


def _digit(question: Question, value: Value | None) -> int:
    if value is None:
        return 0
    if value == UNKNOWN and question.may_be_unknown:
        return 1 + _possible(question)
    if isinstance(value, int | float):
        return 1 + round(value / question.step) - _first(question)
    if question.kind is Kind.ONE:
        return 1 + [option.code for option in question.options].index(str(value))
    together, alone = _options(question)
    if value[0] in alone:
        return (1 << len(together)) + alone.index(value[0])
    return sum(1 << together.index(code) for code in value)


def _value(question: Question, digit: int) -> Value:
    if digit > _possible(question):
        return UNKNOWN
    if question.kind is Kind.NUMBER:
        return float((_first(question) + digit - 1) * question.step)
    if question.kind is Kind.ONE:
        return question.options[digit - 1].code
    together, alone = _options(question)
    if digit >= (1 << len(together)):
        return (alone[digit - (1 << len(together))],)
    return tuple(code for place, code in enumerate(together) if digit >> place & 1)


def _options(question: Question) -> tuple[list[str], list[str]]:
    """Those that go together, and those that go with no other."""
    together = [option.code for option in question.options if not option.exclusive]
    return together, [option.code for option in question.options if option.exclusive]


def _first(question: Question) -> int:
    """The least number there is, in steps."""
    return ceil(question.low / question.step)


# --- The character that checks the others -----------------------------------------------------------------------------


def _check(digits: Iterable[int]) -> int:
    """The digits as a polynomial over the field of 32 elements, at its generator.

    Each place has a weight of its own, none of them zero: one wrong character always shows, and so do any two that
    changed places.
    """
    total = 0
    for digit in digits:
        total = (total ^ digit) << 1
        if total & 32:
            total ^= 0b100101  # x⁵ + x² + 1
    return total
