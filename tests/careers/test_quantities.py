from decimal import Decimal

import pytest

from careers.document import Figure
from careers.quantities import in_words

# In what is expected, "_" stands for the no-break space and "~" for the narrow one.
CASES = {
    "one value": (279, 279, "hours", "279_h"),
    "a range": (6, 12, "months", "6 à 12_mois"),
    "an amount": ("1867.02", "1867.02", "eur", "1~867,02_€"),
    "a range of amounts": (1642, 1943, "eur", "1~642 à 1~943_€"),
    "cents in full": ("1801.80", "1867.02", "eur", "1~801,80 à 1~867,02_€"),
    "no lower end": (None, 2500, "eur", "jusqu’à 2~500_€"),
    "no upper end": (3, None, "years", "au moins 3_ans"),
    "one of something": (1, 1, "years", "1_an"),
    "less than two": ("1.5", "1.5", "years", "1,5_an"),
    "a level": (4, 4, "level", "niveau_4"),
    "positions": (5, 9, "position", "positions_5 à 9"),
    "a bare count": (4384, 4384, "count", "4~384"),
    "a share": (80, 80, "percent", "80_%"),
    "an unknown unit": (3, 3, "lieues", "3"),
}


@pytest.mark.parametrize(("low", "high", "unit", "words"), CASES.values(), ids=CASES)
def test_figures_in_words(low, high, unit, words):
    low, high = (None if bound is None else Decimal(str(bound)) for bound in (low, high))
    figure = Figure(name="chiffre", label="chiffre", unit=unit, low=low, high=high)
    assert in_words(figure) == words.replace("_", "\u00a0").replace("~", "\u202f")
