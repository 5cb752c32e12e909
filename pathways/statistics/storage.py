"""The sums in the database, by day, and what becomes of days that grow old."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Min, Sum

from pathways.models import DailyCount
from pathways.statistics.marks import Mark

MONTHS_BY_DAY = 3
"""Days are kept apart for that many whole months; then a month is one sum."""

# Processes that count at the same time add up, whoever writes first. Django's own "update_conflicts" would replace.
ADD = """
INSERT INTO pathways_dailycount (day, career, kind, subject, code, number) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (day, career, kind, subject, code) DO UPDATE SET number = pathways_dailycount.number + excluded.number
"""


class Key(NamedTuple):
    day: date
    career: str
    mark: Mark


def add(counts: Mapping[Key, int]) -> None:
    """Add these counts to the sums of their days: all or none."""
    rows = sorted((key.day, key.career, *key.mark, number) for key, number in counts.items())  # all in one order
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(ADD, rows)


def sums(career: str, *, since: date | None = None, until: date | None = None) -> dict[Mark, int]:
    counted = DailyCount.objects.filter(career=career)
    counted = counted.filter(day__gte=since) if since else counted
    counted = counted.filter(day__lte=until) if until else counted
    rows = counted.order_by().values_list("kind", "subject", "code").annotate(total=Sum("number"))
    return {Mark(kind, subject, code): total for kind, subject, code, total in rows}


def sums_of_months(career: str, mark: Mark) -> list[tuple[date, int]]:
    """The first day of each month with what was counted in it, oldest first."""
    rows = DailyCount.objects.filter(career=career, **mark._asdict()).order_by("day").values_list("day", "number")
    return [
        (month, sum(number for _, number in counts))
        for month, counts in groupby(rows, key=lambda row: row[0].replace(day=1))
    ]


def first_day(career: str) -> date | None:
    day: date | None = DailyCount.objects.filter(career=career).aggregate(first=Min("day"))["first"]
    return day


def careers() -> list[str]:
    return list(DailyCount.objects.order_by("career").values_list("career", flat=True).distinct())


def fold(today: date) -> None:
    """Make one sum of each old month, on the first day that was counted: the single days can't be told apart any more.

    Sums do not change. Two processes that fold at once wait for each other, and the second finds nothing to do.
    """
    old = DailyCount.objects.filter(day__lt=_months_before(today, MONTHS_BY_DAY))
    days = old.order_by("career", "day").values_list("career", "day").distinct()
    for career, month in groupby(days, key=lambda row: (row[0], row[1].replace(day=1))):
        first, *others = [day for _, day in month]
        if others:
            _fold_into(first, career[0], others)


def _fold_into(first: date, career: str, days: list[date]) -> None:
    with transaction.atomic():
        rows = list(DailyCount.objects.select_for_update().filter(career=career, day__in=days).order_by("pk"))
        DailyCount.objects.filter(pk__in=[row.pk for row in rows]).delete()
        folded: Counter[Key] = Counter()
        for row in rows:
            folded[Key(first, career, Mark(row.kind, row.subject, row.code))] += row.number
        add(folded)


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)
