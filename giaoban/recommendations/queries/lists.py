"""The two lists of a unit, what was sent up and what came from units, and what in them looks alike."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.text import fold
from giaoban.organisations.queries import lines_of
from giaoban.organisations.queries.naming import names_at
from giaoban.periods.rules import Window
from giaoban.recommendations.labels import OUTCOME_LABELS, due_mark, state_mark
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.queries.base import visible_to
from giaoban.recommendations.rules import (
    ALIKE,
    MANY,
    OPEN,
    UNANSWERED,
    State,
    due_label,
    likeness,
    side_by_side,
    state_label,
    words,
)

ASKED, INCOMING = "len", "den"
WAITING = "cho"


@dataclass(frozen=True, slots=True)
class Filters:
    """`state` is a state code or WAITING; `everything` shows closed ones of other periods, too."""

    direction: str
    state: str = ""
    field: str = ""
    text: str = ""
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list; marks are (kind of the tag, word)."""

    recommendation_id: int
    text: str
    asker: str
    addressee: str
    field: str
    sent_on: date
    reply_due: date
    state: str
    mark: tuple[str, Any]
    due_mark: tuple[str, Any] | None
    outcome: str
    answered_on: date | None
    department: str
    addressee_id: int
    unit_id: int


def tallies(actor: Actor, unit_id: int, on: date) -> dict[str, int]:
    """How many are open on each tab: sent up and not yet clear, come in and not yet answered."""
    own = lines_of(unit_id, on)
    found = visible_to(actor, on).aggregate(
        asked=Count("pk", filter=Q(unit_id__in=own, state__in=OPEN)),
        incoming=Count("pk", filter=Q(addressee_id__in=own, state__in=UNANSWERED)),
    )
    return {ASKED: found["asked"], INCOMING: found["incoming"]}


def listed(
    actor: Actor, unit_id: int, on: date, window: Window, filters: Filters
) -> QuerySet[Recommendation]:
    """One tab: what is open, and what was sent or answered in the window; the most urgent first."""
    own = lines_of(unit_id, on)
    side = Q(unit_id__in=own) if filters.direction == ASKED else Q(addressee_id__in=own)
    found = visible_to(actor, on).filter(side, sent_on__lt=window.ends)
    if not filters.everything:
        sent = Q(sent_on__gte=window.starts)
        answered = Q(answered_on__gte=window.starts, answered_on__lt=window.ends)
        found = found.filter(Q(state__in=OPEN) | sent | answered)
    if filters.state == WAITING:
        found = found.filter(state__in=UNANSWERED)
    elif filters.state in set(State):
        found = found.filter(state=filters.state)
    if filters.field:
        found = found.filter(field=filters.field)
    if filters.text:
        for word in fold(filters.text).split():
            found = found.filter(folded__contains=word)
    return found.order_by(F("answered_on").asc(nulls_first=True), "reply_due", "pk")


def rows(found: Iterable[Recommendation]) -> list[Row]:
    """Lines with the names of the day they were sent: one query more, whatever their number."""
    shown = list(found)
    names = names_at({(unit_id, r.sent_on) for r in shown for unit_id in (r.unit_id, r.addressee_id)})
    now = today()
    return [
        Row(
            recommendation_id=r.pk,
            text=r.text,
            asker=names[r.unit_id, r.sent_on],
            addressee=names[r.addressee_id, r.sent_on],
            field=str(r.get_field_display()) if r.field else "",
            sent_on=r.sent_on,
            reply_due=r.reply_due,
            state=r.state,
            mark=state_mark(state_label(r.state)),
            due_mark=due_mark(due_label(r.state, r.reply_due, r.answered_on, now)),
            outcome=str(OUTCOME_LABELS[r.outcome]) if r.outcome else "",
            answered_on=r.answered_on,
            department=r.department.name if r.department else "",
            addressee_id=r.addressee_id,
            unit_id=r.unit_id,
        )
        for r in shown
    ]


def groups(found: QuerySet[Recommendation]) -> list[list[Row]]:
    """Of those that wait for an answer, groups that look alike; the first MANY are compared."""
    waiting = rows(found.filter(state__in=UNANSWERED).select_related("department")[:MANY])
    return [[waiting[n] for n in group] for group in side_by_side([row.text for row in waiting])]


def alike(actor: Actor, chosen: Sequence[Recommendation], among: Collection[int]) -> list[Row]:
    """Others that wait for one of these addressees and look like one of the chosen."""
    if not chosen:
        return []
    candidates = visible_to(actor).filter(addressee_id__in=among, state__in=UNANSWERED)
    others = list(
        candidates.exclude(pk__in=[r.pk for r in chosen]).select_related("department").order_by("pk")[:MANY]
    )
    bags = [words(r.text) for r in chosen]
    return rows(other for other in others if any(likeness(words(other.text), bag) >= ALIKE for bag in bags))
