"""What waits on the desk of văn thư, and what waits for the head: parts of each one's first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from giaoban.core.actors import Actor
from giaoban.core.counting import count_all
from giaoban.correspondence.models import Delivery, Dossier, Issue
from giaoban.correspondence.queries.arrivals import (
    Filters,
    Row,
    book,
    late_of,
    narrowed,
    open_of,
    rows,
    waiting_deliveries,
)
from giaoban.correspondence.queries.base import may
from giaoban.correspondence.queries.signed import unsigned
from giaoban.correspondence.rules import Arrived, Permission, State
from giaoban.correspondence.rules.arriving import Standing
from giaoban.organisations.queries import lines_of

FIRST = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """Arrived and not entered, without bút phê, late; to number, to send, without a signed copy."""

    arrived: int
    unremarked: int
    late: int
    to_number: int
    to_send: int
    unsigned: int


def desk(actor: Actor, unit_id: int, on: date) -> Desk | None:
    """One query; nothing for who does not work for the unit."""
    if not may(actor, Permission.VIEW, unit_id):
        return None
    lines = lines_of(unit_id, on)
    issued = Issue.objects.filter(dossier__unit_id__in=lines, recalled_on=None)
    named = Dossier.recipients.through.objects.filter(dossier_id=OuterRef("dossier_id"))
    sent = Delivery.objects.filter(issue=OuterRef("pk"))
    counts = count_all(
        {
            "arrived": waiting_deliveries(actor, unit_id, on),
            "unremarked": open_of([unit_id]).filter(state=Arrived.ENTERED, holder=""),
            "late": late_of([unit_id]),
            "to_number": Dossier.objects.filter(issuer_id__in=lines, state=State.APPROVED),
            "to_send": issued.filter(Exists(named), ~Exists(sent)),
            "unsigned": unsigned(issued),
        }
    )
    return Desk(**counts)


def awaiting_remark(actor: Actor, unit_id: int, on: date) -> Sequence[Row]:
    """The papers that wait longest for a bút phê; none for who writes none."""
    if not may(actor, Permission.REMARK, unit_id):
        return ()
    lines = narrowed(book(actor, unit_id), Filters(standing=Standing.WAITING.value), on)
    return rows(lines.filter(holder="").order_by("arrived_on", "pk")[:FIRST], on)
