"""The answer in one line: what the result page is called, what it says next, and what each route is called there.

Answer first, and about the routes, never about the person. A condition comes from the rules ("vous trouvez un
employeur"), the words around it from here.
"""

from collections.abc import Iterable, Sequence

from pathways.engine import wording
from pathways.engine.assessment import AssessedRoute, Assessment
from pathways.engine.rules import AtLeast, Certainty, Change, Rules, ToDo, Verdict
from pathways.letters import in_letters, routes_in_letters

Conditions = tuple[tuple[str, ...], ...]
"""All of them are needed; inside one, any will do (which one hangs on an answer the person does not know)."""

_VOWELS = "aeiouyàâéèêëîïôû"
_ARTICLES = {"Le": "il", "Un": "il", "La": "elle", "Une": "elle"}


class Headline:
    def __init__(self, assessment: Assessment):
        needed = [route for route in assessment.routes if not route.is_unneeded]
        self._by_verdict = {verdict: [route for route in needed if route.verdict is verdict] for verdict in Verdict}
        self._is_qualified = assessment.qualified is Verdict.OPEN
        self._rules = assessment.rules

    @property
    def title(self) -> str:
        open_, conditional, to_check = self._open, self._conditional, self._to_check
        if self._is_qualified:
            return "C'est fait. Vous pouvez exercer ce métier."
        if self._must_begin_with_something:
            return f"D'abord {wording.lowered(_first_training(open_))}. {self._what_it_opens()}"
        if open_:
            are_open = "vous est ouverte" if len(open_) == 1 else "vous sont ouvertes"
            return f"Oui. {routes_in_letters(len(open_))} {are_open} dès maintenant."
        if conditional:
            shared, routes = _largest_group(conditional)
            return f"Oui, si… {routes_in_letters(len(routes))} {_open_when(shared, len(routes))}."
        if to_check:
            return f"Peut-être. {routes_in_letters(len(to_check))} {_hang_on(to_check)}."
        return "Pas encore. Aucune voie n'est ouverte pour le moment."

    @property
    def lead(self) -> str:
        if self._is_qualified:
            return (
                "Votre qualification suffit. Il reste à trouver un poste auprès d'un médecin ou d'un centre de santé."
            )
        if not (self._open or self._conditional or self._to_check):
            return "Mais des chemins y mènent. Les voici, avec ce qui manque pour chacun."
        if not (self._open or self._conditional):
            return "Voici pourquoi, voie par voie."
        return " ".join([*self._others(), "Voici pourquoi, et par quoi commencer."])

    def _others(self) -> Iterable[str]:
        """The routes the title does not count."""
        conditional = self._conditional
        if not self._open and conditional:
            counted = _largest_group(conditional)[1]
            conditional = [route for route in conditional if route not in counted]
        if conditional and not self._must_begin_with_something:
            waited_for = {conditions_of(route) for route in conditional}
            shared = next(iter(waited_for)) if len(waited_for) == 1 else ()
            words = _open_when(shared if len(shared) == 1 else (), len(conditional))
            yield f"{_others_in_letters(len(conditional))} {words}."
        if self._to_check and (self._open or self._conditional):
            are = "est" if len(self._to_check) == 1 else "sont"
            yield f"{_others_in_letters(len(self._to_check))} {are} à vérifier."

    @property
    def _open(self) -> list[AssessedRoute]:
        return self._by_verdict[Verdict.OPEN]

    @property
    def _conditional(self) -> list[AssessedRoute]:
        return self._by_verdict[Verdict.CONDITIONAL]

    @property
    def _to_check(self) -> list[AssessedRoute]:
        return self._by_verdict[Verdict.TO_CHECK]

    @property
    def _must_begin_with_something(self) -> bool:
        """Only roads of several trainings are open: the first one matters most (a pupil's bac)."""
        return bool(self._open) and not any(map(_is_direct, self._open))

    def _what_it_opens(self) -> str:
        pronoun = _ARTICLES.get(_first_training(self._open).partition(" ")[0])
        opens = "Voici ce qui s'ouvrira ensuite"
        if pronoun:
            opens = f"Voici ce qu'{pronoun} ouvrira"
        if age := _opening_age(self._rules, self._by_verdict[Verdict.CLOSED]):
            return f"{opens}, et ce qui s'ouvre dès {age}."
        return f"{opens}, et les autres chemins." if self._conditional else f"{opens}."


def verdict_words(assessed: AssessedRoute) -> str:
    if assessed.is_unneeded:
        return "Inutile pour vous"
    match assessed.verdict:
        case Verdict.OPEN:
            return "Ouverte maintenant"
        case Verdict.CONDITIONAL:
            conditions = conditions_of(assessed)
            if len(conditions) > 1:
                return f"Ouverte à {in_letters(len(conditions))} conditions"
            return f"Ouverte {clause('si', conditions)}" if conditions else "Ouverte sous condition"
        case Verdict.TO_CHECK:
            return "À vérifier"
    return "Pas ouverte aujourd'hui"


def conditions_of(assessed: AssessedRoute) -> Conditions:
    """What the route still waits for, as "vous trouvez un employeur"."""
    return tuple(tuple(to_do.condition for to_do in group) for group in to_arrange(assessed))


def to_arrange(assessed: AssessedRoute) -> list[list[ToDo]]:
    """What remains to arrange: all of these groups, any of the things in one."""
    groups: list[list[ToDo]] = []
    for to_do in assessed.arrange:
        for group in groups:
            if all(_are_alternatives(to_do, other) for other in group):
                group.append(to_do)
                break
        else:
            groups.append([to_do])
    return groups


def clause(word: str, conditions: Conditions) -> str:
    """ "si vous trouvez un employeur et si l'institut vous retient": `word` before each, "si" or "que"."""
    return " et ".join(" ou ".join(_linked(word, one) for one in alternatives) for alternatives in conditions)


def _linked(word: str, condition: str) -> str:
    elided = condition.startswith(("il ", "ils ")) if word == "si" else condition[:1].lower() in _VOWELS
    return f"{word[:-1]}'{condition}" if elided else f"{word} {condition}"


def _are_alternatives(one: ToDo, other: ToDo) -> bool:
    """Different answers to one question need them: nobody needs both."""
    return bool(one.question) and one.question == other.question and not set(one.needed_for) & set(other.needed_for)


def _open_when(conditions: Conditions, count: int) -> str:
    verb = "s'ouvre" if count == 1 else "s'ouvrent"
    return f"{verb} dès {clause('que', conditions)}" if conditions else f"{verb} sous condition"


def _hang_on(routes: Sequence[AssessedRoute]) -> str:
    """What routes to check hang on: answers the person does not know, rules nobody could check, or both."""
    of_unknown = [route for route in routes if route.missing]
    one = len(routes) == 1
    if len(of_unknown) == len(routes):
        return f"{'dépend' if one else 'dépendent'} de ce que vous ne savez pas encore : voici où trouver la réponse"
    if of_unknown:
        return f"{'est' if one else 'sont'} à vérifier : voici à qui demander"
    hang_on_rules = "dépend d'une règle" if one else "dépendent de règles"
    return f"{hang_on_rules} à vérifier : voici à qui demander"


def _largest_group(routes: Sequence[AssessedRoute]) -> tuple[Conditions, list[AssessedRoute]]:
    """The routes that wait for the same: short roads first, then the fewest conditions, then the most routes."""
    groups: dict[Conditions, list[AssessedRoute]] = {}
    for route in routes:
        groups.setdefault(conditions_of(route), []).append(route)
    return max(groups.items(), key=lambda group: (any(map(_is_direct, group[1])), -len(group[0]), len(group[1])))


def _is_direct(assessed: AssessedRoute) -> bool:
    return len(assessed.trainings) < 2


def _first_training(routes: Sequence[AssessedRoute]) -> str:
    return routes[0].trainings[0].name


def _others_in_letters(count: int) -> str:
    return f"{in_letters(count).capitalize()} {'autre' if count == 1 else 'autres'}"


def _opening_age(rules: Rules, closed: Iterable[AssessedRoute]) -> str:
    """ "17 ans", when nothing but time keeps a route closed; only of a number one simply has, as one has an age."""
    for assessed in closed:
        for way in assessed.ways:
            match [judged.criterion for judged in way.criteria]:
                case [AtLeast(question=code, threshold=threshold)] if way.certainty is Certainty.ESTABLISHED:
                    question = rules.question(code)
                    if question.change is Change.GROWS and question.condition == "avoir {}":
                        return wording.amount(threshold, question.unit)
    return ""
