"""Small numbers in letters, as titles write them."""

_LETTERS = "aucune une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()  # noqa: SIM905


def in_letters(number: int) -> str:
    """In the feminine: they count routes. Above sixteen, in figures."""
    return _LETTERS[number] if number < len(_LETTERS) else str(number)


def routes_in_letters(number: int) -> str:
    """ "Une voie", "Dix voies"."""
    return f"{in_letters(number).capitalize()} {'voie' if number == 1 else 'voies'}"
