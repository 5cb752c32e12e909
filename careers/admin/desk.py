"""The desk: what a counsellor finds after login. Cards say what waits; below them, what there is to edit."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib.admin.models import LogEntry
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from careers import partial_dates
from careers.models import Career, Claim, Disagreement, Edition, Standing

CardView = Callable[[HttpRequest], SafeString | str]

SOON = timedelta(days=90)
A_FEW = 5  # rows a card names; a link leads to all of them


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


# --- What waits -------------------------------------------------------------------------------------------------------


@card(order=10)
def drafts(request: HttpRequest) -> SafeString:
    """The careers. What changed in their drafts is read beside (careers.admin.drafts): it takes a while."""
    latest = Edition.objects.filter(career=OuterRef("pk")).order_by("-number")
    careers = Career.objects.order_by("code").annotate(
        edition=Subquery(latest.values("number")[:1]), published_at=Subquery(latest.values("published_at")[:1])
    )
    return render_to_string("admin/desk/drafts.html", {"careers": careers}, request)


@card(order=20)
def to_review(request: HttpRequest) -> SafeString | str:
    """Facts whose day of review has come, and facts that end soon or ended and are still shown."""
    if not request.user.has_perm("careers.view_claim"):
        return ""
    today = localdate()
    dated = Claim.objects.exclude(review_on=None, valid_until="").order_by("review_on", "position")
    claims = [*dated.only("wording", "review_on", "valid_until", "standing", "is_shown")]
    late = [claim for claim in claims if claim.review_on and claim.review_on <= today]
    ending = [claim for claim in claims if _is_stated(claim) and _ends_by(claim, today + SOON)]
    context = {
        "late": late[:A_FEW],
        "late_count": len(late),
        "ending": ending[:A_FEW],
        "ending_count": len(ending),
        "ending_address": _list_of(Claim, ending),
    }
    return render_to_string("admin/desk/to_review.html", context, request)


def _is_stated(claim: Claim) -> bool:
    return claim.is_shown and claim.standing not in (Standing.SUPERSEDED, Standing.REFUTED)


def _ends_by(claim: Claim, day: date) -> bool:
    """A date nobody can read is one of the problems of the draft, not of the desk."""
    until = claim.valid_until
    return partial_dates.is_date(until) and partial_dates.last_day(until) <= day


def _list_of(model: Any, rows: Iterable[Any]) -> str:
    keys = ",".join(str(row.pk) for row in rows)
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query={"id__in": keys})


@card(order=30)
def open_disagreements(request: HttpRequest) -> SafeString | str:
    if not request.user.has_perm("careers.view_disagreement"):
        return ""
    unsettled = [*Disagreement.objects.filter(is_settled=False).only("subject")]
    context = {"disagreements": unsettled[:A_FEW], "count": len(unsettled)}
    return render_to_string("admin/desk/disagreements.html", context, request)


@card(order=50)
def last_editions(request: HttpRequest) -> SafeString:
    editions = Edition.objects.defer("document").select_related("career", "restores")[:A_FEW]
    several = len({edition.career_id for edition in editions}) > 1
    return render_to_string("admin/desk/editions.html", {"editions": editions, "several": several}, request)


@card(order=60)
def own_changes(request: HttpRequest) -> SafeString | str:
    entries = LogEntry.objects.filter(user=request.user.pk).select_related("content_type").order_by("-pk")
    shown = [entry for entry in entries[:A_FEW] if entry.content_type]
    return render_to_string("admin/desk/own_changes.html", {"entries": shown}, request) if shown else ""


@card(order=70)
def second_factor(request: HttpRequest) -> SafeString | str:
    """Offered where none is demanded: whoever is inside without having given one has none."""
    if request.user.is_verified():  # type: ignore[union-attr]
        return ""
    return render_to_string("admin/desk/second_factor.html", {}, request)
