"""What other rooms read: what a unit asked, what it was answered in a window, which replies were in time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.registries import Tally
from giaoban.organisations.queries import lines_of
from giaoban.organisations.queries.naming import names_at
from giaoban.periods.rules import Window
from giaoban.recommendations.labels import OUTCOME_LABELS
from giaoban.recommendations.models import Recommendation, Step
from giaoban.recommendations.rules import REPLIED, UNANSWERED, Move, Punctuality, State, punctuality


def asked_by(unit_ids: Collection[int]) -> QuerySet[Recommendation]:
    """What these units asked, latest first; the caller answers for who may see it."""
    return Recommendation.objects.filter(unit_id__in=unit_ids)


def addressed_to(unit_ids: Collection[int]) -> QuerySet[Recommendation]:
    """What these units were asked, latest first; the caller answers for who may see it."""
    return Recommendation.objects.filter(addressee_id__in=unit_ids)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that came back, as a report of the asking unit takes it up."""

    recommendation_id: int
    text: str
    field: str
    addressee: str
    outcome: str
    outcome_label: str
    answer: str
    answered_on: date
    document_id: int | None
    document: str


def answered_in(unit_id: int, window: Window) -> list[Answered]:
    """Answers that stand and that the unit got in the window, the earliest first."""
    found = list(
        asked_by([unit_id])
        .filter(state__in=REPLIED, answered_on__gte=window.starts, answered_on__lt=window.ends)
        .select_related("answer_document")
        .order_by("answered_on", "pk")
    )
    days = [(row, row.answered_on) for row in found if row.answered_on is not None]
    names = names_at((row.addressee_id, day) for row, day in days)
    return [
        Answered(
            row.pk,
            row.text,
            row.field,
            names[row.addressee_id, day],
            row.outcome,
            str(OUTCOME_LABELS[row.outcome]),
            row.answer,
            day,
            row.answer_document_id,
            str(row.answer_document) if row.answer_document else "",
        )
        for row, day in days
    ]


def replies_on_time(unit_ids: Any, window: Window, on: date | None = None) -> Punctuality:
    """Replies that these units had to give, due in the window: n in time of m that had to come by today."""
    return _punctuality(Q(unit_id__in=unit_ids), Q(addressee_id__in=unit_ids), window, on)


def replies_received_on_time(unit_ids: Any, window: Window, on: date | None = None) -> Punctuality:
    """The same of the replies that these units were to get from their superiors."""
    return _punctuality(Q(recommendation__unit_id__in=unit_ids), Q(unit_id__in=unit_ids), window, on)


def _punctuality(of_step: Q, of_open: Q, window: Window, on: date | None) -> Punctuality:
    """Each answer counts by the day it was due, also one that turned out unclear; so does one still owed."""
    given = Step.objects.filter(of_step, move=Move.ANSWER, due__gte=window.starts, due__lt=window.ends)
    owed = Recommendation.objects.filter(
        of_open, state__in=UNANSWERED, reply_due__gte=window.starts, reply_due__lt=window.ends
    )
    # one row each, for an answer as for a debt; ALL keeps equal ones apart
    rows = given.values_list("due", "on").union(owed.values_list("reply_due", "answered_on"), all=True)
    replies: list[tuple[Any, Any]] = list(rows.order_by())
    return punctuality(replies, on or today())


def waiting(_actor: Actor, unit_id: int, on: date) -> Tally:
    """What waits for this unit, to be answered or to be marked clear; hot when a reply is late."""
    own = lines_of(unit_id, on)
    owed = Q(addressee_id__in=own, state__in=UNANSWERED)
    here = Recommendation.objects.filter(owed | Q(unit_id__in=own, state=State.ANSWERED))
    return Tally(here, Recommendation.objects.filter(owed, reply_due__lt=today()))
