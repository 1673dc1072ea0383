"""The book of papers that arrive: its lines with what waits for whom, and what was sent inside the house."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, DateField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.correspondence.labels import STANDING_LABELS, late_words
from giaoban.correspondence.models import Arrival, Delivery, Issue, Remark
from giaoban.correspondence.queries.base import cleared_for, may, open_to, works_for
from giaoban.correspondence.rules import Arrived, Permission
from giaoban.correspondence.rules.arriving import Standing, Stands, stands
from giaoban.organisations.queries import lines_of, predecessor_ids
from giaoban.reader.symbols import read_symbol, symbol_key, words

SENT_CLASS = "issue__dossier__secrecy"
OPEN_STATES = (Arrived.ENTERED.value, Arrived.GIVEN.value)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the book is asked: words or a symbol, how the lines stand, the year they arrived in, the phòng."""

    text: str = ""
    standing: str = ""
    year: int | None = None
    department_id: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the book; `kind` and `word` are its status on the day, `due` the deadline that counts."""

    arrival: Arrival
    number: int
    department: str
    due: date | None
    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lines of a book stand where."""

    all: int
    waiting: int
    given: int
    late: int
    settled: int


def visible_to(actor: Actor, on: date | None = None) -> QuerySet[Arrival]:
    """Lines of the books of the units that the actor works for and of those they continue; of classed papers
    only where that right is held, too."""
    units = works_for(actor, Permission.VIEW, on)
    if units is None:
        return Arrival.objects.all()
    return Arrival.objects.filter(open_to(actor, "secrecy", "unit_id", on), unit_id__in=_with_past(units))


def sees_classed(actor: Actor, unit_id: int, on: date | None = None) -> bool:
    """Whether the actor sees lines of classed papers in the unit's book, where there can be any."""
    cleared = cleared_for(actor, on)
    return cleared is None or unit_id in cleared


def _with_past(units: Collection[int]) -> set[int]:
    return set(units) | (predecessor_ids(units) if units else set())


def handles(actor: Actor, permission: str, unit_id: int) -> bool:
    """Whether the actor holds the permission for this unit, or for one that continues it: what a unit left
    open is settled by its heir."""
    units = works_for(actor, permission)
    return units is None or unit_id in _with_past(units)


def book(actor: Actor, unit_id: int, on: date | None = None) -> QuerySet[Any]:
    """The lines of one unit's book with the last bút phê; Hidden for who does not work there."""
    units = works_for(actor, Permission.VIEW, on)
    if units is not None and unit_id not in _with_past(units):
        raise Hidden("book")
    return with_remark(visible_to(actor, on).filter(unit_id=unit_id))


def with_remark(arrivals: QuerySet[Arrival]) -> QuerySet[Any]:
    """`given_to` is the phòng of the last bút phê, `counts` its deadline or else the letter's own."""
    last = Remark.objects.filter(arrival=OuterRef("pk")).order_by("-id")
    return arrivals.annotate(
        given_id=Subquery(last.values("department_id")[:1]),
        given_to=Subquery(last.values("department__name")[:1]),
        passed_on=Subquery(last.values("made_on")[:1]),
        counts=Coalesce(Subquery(last.values("due")[:1]), F("due"), output_field=DateField()),
    )


def narrowed(lines: QuerySet[Any], filters: Filters, day: date) -> QuerySet[Any]:
    """Lines as asked, latest first; late and soon are of `day`."""
    found = lines.filter(like(filters.text)).filter(_standing(filters.standing, day))
    if filters.year is not None:
        found = found.filter(arrived_on__year=filters.year)
    if filters.department_id is not None:
        found = found.filter(given_id=filters.department_id)
    if filters.first is not None:
        found = found.filter(arrived_on__gte=filters.first)
    if filters.last is not None:
        found = found.filter(arrived_on__lte=filters.last)
    return found.select_related("number").order_by("-arrived_on", "-number__value", "-pk")


def tally(lines: QuerySet[Any], day: date) -> Tally:
    late = _standing(Standing.LATE, day)
    counts = lines.aggregate(
        all=Count("pk"),
        waiting=Count("pk", filter=Q(state=Arrived.ENTERED)),
        given=Count("pk", filter=Q(state=Arrived.GIVEN)),
        late=Count("pk", filter=late),
        settled=Count("pk", filter=Q(state=Arrived.SETTLED)),
    )
    return Tally(**counts)


def _standing(standing: str, day: date) -> Q:
    if standing == Standing.WAITING:
        return Q(state=Arrived.ENTERED)
    if standing == Standing.GIVEN:
        return Q(state=Arrived.GIVEN)
    if standing == Standing.SETTLED:
        return Q(state=Arrived.SETTLED)
    if standing == Standing.LATE:
        return Q(state__in=OPEN_STATES, counts__lt=day)
    return Q()


def like(text: str) -> Q:
    """A symbol in any spelling when the text is one, else every word in symbol, issuer or summary."""
    asked = words(text)
    if not asked:
        return Q()
    if text.strip().isdecimal():
        number = text.strip()
        return Q(folded__contains=f" {number}") | (Q(number__value=int(number)) if len(number) < 9 else Q())
    if (reading := read_symbol(text)) is not None:
        return Q(symbol_key__regex=r"(^| )" + r"( | .* )".join(words(reading.symbol)))
    match = Q()
    for word in asked:
        match &= Q(folded__contains=f" {word}")
    return match


def rows(lines: Iterable[Any], day: date) -> list[Row]:
    """Lines of `with_remark` with their status in words."""
    found = []
    for line in lines:
        at = stands(line.state, line.counts, day)
        found.append(Row(line, line.number.value, line.given_to or "", line.counts, at.kind, in_words(at)))
    return found


def in_words(at: Stands) -> str:
    return late_words(at.days) if at.standing is Standing.LATE else str(STANDING_LABELS[at.standing])


def years_of(lines: QuerySet[Any]) -> list[int]:
    """The years of a book, the latest first."""
    found = lines.order_by().values_list("arrived_on__year", flat=True).distinct()
    return sorted(found, reverse=True)


def get_arrival(actor: Actor, arrival_id: int, *, lock: bool = False) -> Any:
    """The line with its last bút phê, or Hidden when unknown or not of a unit one works for."""
    found: Any = visible_to(actor).filter(pk=arrival_id).select_related("unit", "number", "document")
    found = found.select_for_update(of=("self",)) if lock else with_remark(found)
    arrival = found.first()
    if arrival is None:
        raise Hidden("arrival")
    return arrival


def belongs(unit_id: int, page_unit: int, on: date) -> bool:
    """Whether a book stands on the pages of this unit: its own, of those it works for or continues."""
    ours = lines_of(page_unit, on)
    return unit_id in ours or unit_id in predecessor_ids(ours)


def same_as(actor: Actor, unit_id: int, issuer: str, symbol: str, issued_on: date | None) -> list[Arrival]:
    """Lines of the unit's book that may be the same paper: this symbol of this day."""
    key = symbol_key(symbol)
    if not key:
        return []
    found = book(actor, unit_id).filter(symbol_key=key, issued_on=issued_on).select_related("number")
    wanted = words(issuer)
    return [line for line in found.order_by("pk")[:20] if not wanted or words(line.issuer) == wanted][:5]


# --- what was sent inside the house ----------------------------------------------------------------------


def waiting_deliveries(actor: Actor, unit_id: int, on: date) -> QuerySet[Delivery]:
    """Papers sent here and to the committees worked for, that no book has yet; recalled ones left out."""
    units = works_for(actor, Permission.VIEW, on)
    ours = lines_of(unit_id, on)
    found = unentered(ours if units is None else [unit for unit in ours if unit in units])
    return found.filter(open_to(actor, SENT_CLASS, "unit_id", on)).select_related(
        "unit", "issue__document", "issue__dossier__issuer"
    )


def waiting_of(actor: Actor, issue: Issue) -> list[Delivery]:
    """This paper, sent to units that the actor works for, while their book has it not."""
    found = Delivery.objects.filter(issue=issue, arrival=None, issue__recalled_on=None).select_related("unit")
    units = works_for(actor, Permission.VIEW)
    return list(found if units is None else found.filter(unit_id__in=units))


def unentered(unit_ids: Iterable[int]) -> QuerySet[Delivery]:
    found = Delivery.objects.filter(unit_id__in=list(unit_ids), arrival=None, issue__recalled_on=None)
    return found.order_by("sent_at", "pk")


def get_delivery(actor: Actor, delivery_id: int, *, lock: bool = False) -> Delivery:
    found = Delivery.objects.filter(open_to(actor, SENT_CLASS, "unit_id"), pk=delivery_id).select_related(
        "unit", "issue__document", "issue__dossier"
    )
    delivery = (found.select_for_update(of=("self",)) if lock else found).first()
    if delivery is None or not may(actor, Permission.VIEW, delivery.unit_id):
        raise Hidden("delivery")
    return delivery


# --- first screens and navigation ------------------------------------------------------------------------


def open_of(unit_ids: Iterable[int]) -> QuerySet[Any]:
    return with_remark(Arrival.objects.filter(unit_id__in=list(unit_ids), state__in=OPEN_STATES))


def late_of(unit_ids: Iterable[int], day: date | None = None) -> QuerySet[Any]:
    return open_of(unit_ids).filter(counts__lt=day or today())
