"""Rules built in a line: a test states only what it is about, every text has a plain default."""

from pathways.engine.rules import (
    AnyOf,
    AtLeast,
    CanEnter,
    Case,
    Certainty,
    Change,
    Clock,
    Criterion,
    Deadline,
    Funding,
    Kind,
    LessThan,
    NoneOf,
    Option,
    Quantity,
    Question,
    Route,
    Rules,
    ToDo,
    Training,
)


def one(code, *options, unknown=False, change=Change.ACQUIRED):
    """A question of one choice."""
    return _question(code, Kind.ONE, options=_options(options), may_be_unknown=unknown, change=change)


def several(code, *options, alone=(), unknown=False, change=Change.ACQUIRED):
    """A question of several choices; the options in `alone` exclude the others and come last."""
    return _question(code, Kind.SEVERAL, options=_options(options, alone), may_be_unknown=unknown, change=change)


def number(code, low=0, high=60, step=1, unit="ans", unknown=False, change=Change.GROWS):
    return _question(code, Kind.NUMBER, low=low, high=high, step=step, unit=unit, may_be_unknown=unknown, change=change)


def any_of(question, *options):
    return AnyOf(question=question, options=options)


def none_of(question, *options):
    return NoneOf(question=question, options=options)


def at_least(question, threshold):
    return AtLeast(question=question, threshold=threshold)


def less_than(question, threshold):
    return LessThan(question=question, threshold=threshold)


def can_enter(*trainings):
    return CanEnter(trainings=trainings)


def case(code, *criteria: Criterion, claims=()):
    return Case(code=code, sentence=f"Cas {code}.", criteria=criteria, claims=claims)


def doubtful(code, *criteria: Criterion):
    return Case(code=code, sentence=f"Cas {code}.", criteria=criteria, certainty=Certainty.DOUBTFUL)


def to_do(code, question="", *needed_for):
    """Needed by everyone; or only by those whose answer to the question is one of these."""
    return ToDo(
        code=code, title=f"Faire {code}", detail="", condition=f"vous faites {code}", question=question,
        needed_for=needed_for,
    )  # fmt: skip


def training(code, *cases, to_dos=()):
    return Training(code=code, name=f"Formation {code}", summary="", cases=cases, to_dos=tuple(to_dos))


def route(code, *cases, trainings=(), to_dos=(), not_needed=()):
    return Route(
        code=code,
        name=f"Voie {code}",
        summary="",
        for_whom="",
        leads_to="",
        cases=cases,
        trainings=tuple(trainings),
        to_dos=tuple(to_dos),
        not_needed=tuple(not_needed),
    )


def deadline(code, clock, months, *cases):
    quantity = Quantity(figure="", unit="months", low=months, high=months)
    return Deadline(code=code, name=f"Délai {code}", kind=Clock.OBTAIN, clock=clock, months=quantity, cases=cases)


def funding(code, trainings, *cases):
    return Funding(code=code, name=f"Financement {code}", detail="", trainings=tuple(trainings), cases=cases)


def rules(*parts, qualifies=()):
    """Rules of these questions, to-dos, trainings, routes, deadlines and fundings, in the order given."""

    def of(kind):
        return tuple(part for part in parts if isinstance(part, kind))

    return Rules(
        questions=of(Question),
        to_dos=of(ToDo),
        trainings=of(Training),
        routes=of(Route),
        deadlines=of(Deadline),
        fundings=of(Funding),
        qualifies=tuple(qualifies),
    )


def _question(code, kind, **fields):
    return Question(
        code=code,
        kind=kind,
        wording=f"Question {code} ?",
        short=f"Votre réponse à {code}",
        condition="avoir {}",
        why="",
        **fields,
    )


def _options(codes, alone=()):
    return tuple(Option(code=code, label=f"Réponse {code}", phrase=f"le {code}") for code in codes) + tuple(
        Option(code=code, label=f"Réponse {code}", phrase=f"le {code}", exclusive=True) for code in alone
    )
