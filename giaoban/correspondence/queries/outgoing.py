"""The register of papers that leave: every number with what it went to, and how many units opened it.

Receipts are of units: never who in a unit opened a paper.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import sort_key
from giaoban.correspondence.models import Delivery, Dossier, Issue, Number, Series
from giaoban.correspondence.queries.base import open_to, visible_to
from giaoban.correspondence.queries.numbers import numbers_of, series_of
from giaoban.correspondence.queries.signed import unsigned
from giaoban.correspondence.rules import NumberState
from giaoban.correspondence.rules.series import ARRIVING, CONGRESS
from giaoban.directives.models import type_label
from giaoban.organisations.queries.naming import names_at
from giaoban.reader.symbols import words

FIRST = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """A series by its id, words of symbol or trích yếu, days of the numbers, those without a signed copy."""

    series_id: int | None = None
    text: str = ""
    first: date | None = None
    last: date | None = None
    unsigned: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A number: the paper it went to, if any, and of its units how many opened it. `secrecy` is the class of
    the words that stand in it."""

    number: Number | None
    issue: Issue | None
    symbol: str
    on: date
    type_label: str
    about: str
    signer: str
    receivers: str
    sent: int
    opened: int
    sent_on: date | None
    cancelled: bool
    recalled_on: date | None
    unsigned: bool
    secrecy: str = Secrecy.NORMAL.value


def outgoing(actor: Actor, unit_id: int, filters: Filters) -> QuerySet[Number]:
    """Numbers of the unit's series, cancelled ones too, latest first; Hidden for who works elsewhere."""
    found = numbers_of(actor, unit_id).exclude(series__type=ARRIVING)
    if filters.series_id is not None:
        found = found.filter(series_id=filters.series_id)
    if filters.text:
        match = Q()
        for word in words(filters.text):
            match &= Q(issue__dossier__folded__contains=word)
        words_ = Q(about__icontains=filters.text) | (match or Q(pk=None))
        found = found.filter(Q(symbol__icontains=filters.text) | words_ & _told(actor))
    if filters.first is not None:
        found = found.filter(taken_on__gte=filters.first)
    if filters.last is not None:
        found = found.filter(taken_on__lte=filters.last)
    waits = Exists(unsigned(Issue.objects.filter(number=OuterRef("pk"), recalled_on=None)))
    if filters.unsigned:
        found = found.filter(waits)
    deliveries = Delivery.objects.filter(issue__number=OuterRef("pk")).order_by().values("issue__number")
    found = found.annotate(
        sent=Coalesce(Subquery(deliveries.annotate(n=Count("pk")).values("n")), 0),
        opened=Coalesce(Subquery(deliveries.annotate(n=Count("opened_at")).values("n")), 0),
        sent_at=Subquery(deliveries.annotate(first=Min("sent_at")).values("first")),
        unsigned=waits,
        told=Case(When(_told(actor), then=True), default=False, output_field=BooleanField()),
    )
    return found.select_related("series", "issue__document", "issue__dossier").order_by(
        "-taken_on", "series", "-value"
    )


def _told(actor: Actor) -> Q:
    """Numbers that went to no paper of the house, or to one whose words the actor may read."""
    return Q(issue=None) | open_to(actor, "issue__dossier__secrecy", "series__unit_id")


def rows(numbers: Iterable[Any]) -> list[Row]:
    """Lines of the register, from `outgoing`."""
    found = []
    for number in numbers:
        issue = getattr(number, "issue", None)
        dossier = issue.dossier if issue is not None else None
        told = number.told
        found.append(
            Row(
                number=number,
                issue=issue,
                symbol=number.symbol,
                on=issue.issued_on if issue is not None else number.taken_on,
                type_label=series_label(dossier.type if dossier is not None else number.series.type),
                about=_about(number, dossier) if told else gettext("Văn bản mật"),
                signer=dossier.signer if dossier is not None and told else "",
                receivers="; ".join(dossier.receivers) if dossier is not None and told else "",
                sent=number.sent,
                opened=number.opened,
                sent_on=number.sent_at.astimezone(ZONE).date() if number.sent_at else None,
                cancelled=number.state == NumberState.CANCELLED,
                recalled_on=issue.recalled_on if issue is not None else None,
                unsigned=number.unsigned,
                secrecy=dossier.secrecy if dossier is not None and told else Secrecy.NORMAL.value,
            )
        )
    return found


def _about(number: Any, dossier: Dossier | None) -> str:
    return str(number.about if dossier is None else dossier.about)


def series_label(type: str) -> str:  # noqa: A002  the field's name
    """What a book of numbers is of: a type, papers that arrive, or all papers of a congress."""
    if type == ARRIVING:
        return gettext("Văn bản đến")
    return gettext("Văn bản của đại hội") if type == CONGRESS else type_label(type)


def books_of(actor: Actor, unit_id: int) -> list[Series]:
    """Series of papers that leave, the latest term first."""
    return list(series_of(actor, unit_id).exclude(type=ARRIVING))


def numbered_outside(actor: Actor, unit_id: int, on: date, filters: Filters) -> list[Any]:
    """The latest papers that the unit prepared and another body numbered in books of its own; of filters only
    the one of signed copies concerns them."""
    if filters not in (Filters(), Filters(unsigned=True)):
        return []
    deliveries = Delivery.objects.filter(issue=OuterRef("pk")).order_by().values("issue")
    found = Issue.objects.filter(dossier__in=visible_to(actor, on), number=None, dossier__unit_id=unit_id)
    if filters.unsigned:
        found = unsigned(found.filter(recalled_on=None))
    return list(
        found.annotate(
            sent=Coalesce(Subquery(deliveries.annotate(n=Count("pk")).values("n")), 0),
            opened=Coalesce(Subquery(deliveries.annotate(n=Count("opened_at")).values("n")), 0),
        ).select_related("document")[:FIRST]
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """One unit that a paper was sent to: when it was sent, when the unit opened it, its số đến."""

    unit: str
    delivery: Delivery
    entered: int | None


def receipts(issue: Issue, on: date) -> list[Receipt]:
    """Units in Vietnamese order, those that did not open it first."""
    found = list(issue.deliveries.select_related("unit", "arrival__number"))
    names = names_at({(one.unit_id, on) for one in found})
    made = []
    for one in found:
        arrival = getattr(one, "arrival", None)
        entered = arrival.number.value if arrival is not None else None
        made.append(Receipt(names.get((one.unit_id, on), one.unit.code), one, entered))
    return sorted(made, key=lambda row: (row.delivery.opened_at is not None, sort_key(row.unit)))
