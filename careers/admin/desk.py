"""The desk: what a counsellor finds after login. Cards say what waits; below them, what there is to edit."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.safestring import SafeString

CardView = Callable[[HttpRequest], SafeString | str]


class Card(NamedTuple):
    order: int
    view: CardView


_cards: list[Card] = []


def card(order: int) -> Callable[[CardView], CardView]:
    """A card of the desk, the lowest order first. The view answers the HTML inside it (an <h2>, then its text), or
    nothing when it has nothing to say to this person. Any app adds its own.
    """

    def register(view: CardView) -> CardView:
        _cards.append(Card(order, view))
        return view

    return register


def cards(request: HttpRequest) -> list[SafeString | str]:
    shown = [card.view(request) for card in sorted(_cards, key=lambda card: card.order)]
    return [html for html in shown if html]
