"""Rules and answers in French: conditions, answers, lists, amounts. Words come from the rules, grammar from here.

Plain apostrophes and spaces: the pages' own filter makes the typography fine.
"""

from collections.abc import Iterable, Sequence

from pathways.engine.answers import Value
from pathways.engine.rules import (
    UNKNOWN,
    AnyOf,
    AtLeast,
    CanEnter,
    Criterion,
    LessThan,
    NoneOf,
    Quantity,
    Question,
    Rules,
)

DONT_KNOW = "Je ne sais pas"

UNITS = {"hours": "heures", "weeks": "semaines", "months": "mois", "years": "ans", "days": "jours"}


def condition(rules: Rules, criterion: Criterion) -> str:
    """What a criterion asks, as an infinitive: "avoir au moins 17 ans"."""
    if isinstance(criterion, CanEnter):
        names = [rules.training(code).name for code in criterion.trainings]
        return f"pouvoir entrer dans {'la formation' if len(names) == 1 else 'l’une des formations'} : {either(names)}"
    question = rules.question(criterion.question)
    match criterion:
        case AnyOf(options=options):
            return question.condition.format(either(question.option(code).phrase for code in options))
        case NoneOf(options=options):
            return "ne pas " + question.condition.format(either(question.option(code).phrase for code in options))
        case AtLeast(threshold=threshold):
            return question.condition.format(f"au moins {amount(threshold, question.unit)}")
        case LessThan(threshold=threshold):
            return question.condition.format(f"moins de {amount(threshold, question.unit)}")


def conditions(rules: Rules, criteria: Iterable[Criterion]) -> str:
    """Several conditions that must hold together."""
    return both(condition(rules, criterion) for criterion in criteria)


def supposition(infinitive: str) -> str:
    """An infinitive after "si": "avoir le bac" → "vous aviez le bac"."""
    for verb, imperfect in (("avoir ", "vous aviez "), ("être ", "vous étiez "), ("pouvoir ", "vous pouviez ")):
        if infinitive.startswith(verb):
            return imperfect + infinitive.removeprefix(verb)
        if infinitive.startswith(f"ne pas {verb}"):
            return f"vous n’{imperfect.split()[1]} pas {infinitive.removeprefix(f'ne pas {verb}')}"
    return infinitive


def growth(question: Question, start: float, end: float) -> str:
    """Time to let pass: "attendre d'avoir 17 ans", "continuer jusqu'à avoir 3 ans de secrétariat médical"."""
    reached = question.condition.format(amount(end, question.unit))
    if question.low > 0:
        return f"attendre d'{reached}"
    return f"continuer encore {amount(end - start, question.unit)}, jusqu'à {reached}"


def answer(question: Question, value: Value) -> str:
    """An answer as the visitor would say it."""
    if value == UNKNOWN:
        return DONT_KNOW
    if isinstance(value, int | float):
        return amount(value, question.unit)
    codes = value if isinstance(value, tuple) else (value,)
    return both(question.option(code).label for code in codes)


def amount(number: float, unit: str) -> str:
    """ "3 ans", "1,5 an", "6 mois", half a year included: French counts as one whatever is less than two."""
    if unit == "ans" and 0 < number < 1:
        number, unit = number * 12, "mois"
    singular = unit.removesuffix("s") if unit != "mois" else unit
    return f"{digits(number)} {singular if number < 2 else unit}".strip()


def start(number: float, unit: str) -> str:
    """The first end of a range: the other end says the unit, unless this one is less than a year."""
    return amount(number, unit) if unit == "ans" and 0 < number < 1 else digits(number)


def digits(number: float) -> str:
    return f"{number:,.10g}".replace(",", " ").replace(".", ",")


def quantity(measured: Quantity) -> str:
    """ "279 heures", "6 à 12 mois", "au moins 3 ans"."""
    unit = UNITS.get(measured.unit, measured.unit)
    low, high = measured.low, measured.high
    if low is None:
        return f"{amount(high or 0, unit)} au plus"
    if high is None:
        return f"au moins {amount(low, unit)}"
    return amount(low, unit) if low == high else f"{start(low, unit)} à {amount(high, unit)}"


def either(words: Iterable[str]) -> str:
    return _joined(list(words), "ou")


def both(words: Iterable[str]) -> str:
    return _joined(list(words), "et")


def sentence(text: str) -> str:
    """With a capital letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


def lowered(text: str) -> str:
    """Lower-case first letter, unless the word is an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _joined(words: Sequence[str], last: str) -> str:
    """A comma parts what the last link would mix up: "a ou b, ou c", "a, et b ou c"."""
    if len(words) < 2:
        return "".join(words)
    comma = "," if any(f" {link} " in word for link in ("et", "ou") for word in words) else ""
    return f"{', '.join(words[:-1])}{comma} {last} {words[-1]}"
