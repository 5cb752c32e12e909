"""A job as search engines read it (schema.org), from the very facts its page of pay shows.

Only what is in force and sure: a salary still to be confirmed is on the page with its caveat, which a machine would
drop. Pay during a training is not the pay of the job.
"""

from collections.abc import Iterator
from typing import Any

from careers.document import CareerPart, Claim, Figure
from careers.models import SalaryRange
from careers.pay_chart import monthly_gross

COUNTRY = "France"
_A_DAY = len("2026-06-01")


def occupations(career: CareerPart) -> list[dict[str, Any]]:
    """The job; nothing while no salary is known."""
    job = {
        "@type": "Occupation",
        "name": career.title,
        "occupationLocation": {"@type": "Country", "name": COUNTRY},
        "estimatedSalary": list(_salaries(career)),
    }
    return [job] if job["estimatedSalary"] else []


def _salaries(career: CareerPart) -> Iterator[dict[str, Any]]:
    for claim in career.about("pay"):
        if claim.standing == "current":
            for figure in monthly_gross(claim):
                if figure.pay and figure.pay.setting != SalaryRange.Setting.TRAINING:
                    yield _salary(claim, figure)


def _salary(claim: Claim, figure: Figure) -> dict[str, Any]:
    low, high = figure.low, figure.high
    if figure.pay and figure.pay.setting == SalaryRange.Setting.LEGAL:
        high = None  # a minimum
    bounds = {"minValue": low, "maxValue": high}
    dates = {"validFrom": claim.valid_from, "validThrough": claim.valid_until}
    return {
        "@type": "MonetaryAmount",
        "name": figure.label[:1].upper() + figure.label[1:],
        "currency": "EUR",
        "value": {
            "@type": "QuantitativeValue",
            **{name: amount for name, amount in bounds.items() if amount is not None},
            "unitText": "MONTH",
        },
        **{name: day for name, day in dates.items() if len(day) == _A_DAY},
    }
