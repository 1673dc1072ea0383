"""The register of decisions on units: both times of each, its paper, the units it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import clean, fold
from giaoban.organisations.models import Change, Unit
from giaoban.organisations.queries.base import visible_to
from giaoban.organisations.queries.history import _main_units
from giaoban.organisations.queries.naming import Names, load_names
from giaoban.organisations.rules import Permission

MOST_UNITS = 12
EVERY = 100_000


@dataclass(frozen=True, slots=True)
class Concerned:
    """A unit that a decision is about, as it was called on the day, and what the decision does to it."""

    unit_id: int
    code: str
    name: str
    mark: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class DecisionRow:
    id: int
    kind: str
    effective_on: date
    decided_on: date | None
    recorded_at: datetime
    decision: str
    source: str
    confidence: str
    note: str
    units: tuple[Concerned, ...]
    more: int = 0  # units the decision is about that are not listed


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is narrowed to; empty means all."""

    kind: str = ""
    text: str = ""
    starts: date | None = None
    ends: date | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionPage:
    rows: tuple[DecisionRow, ...]
    total: int
    page: int
    per_page: int


def visible_changes(actor: Actor) -> QuerySet[Change]:
    """Decisions that the actor may know of; those about secret units need the permission on such a unit."""
    if not actor.can(Permission.VIEW):
        return Change.objects.none()
    secret = actor.unit_ids(Permission.VIEW_SECRET)
    if secret is None:
        return Change.objects.all()
    mine = Change.units.through._default_manager.filter(change_id=OuterRef("pk"), unit_id__in=secret)
    return Change.objects.filter(Q(secrecy=Secrecy.NORMAL.value) | Exists(mine))


def decisions(actor: Actor, wanted: Wanted, *, page: int = 1, per_page: int = 50) -> DecisionPage:
    """The latest first, a fixed number of queries whatever is found."""
    found = found_changes(actor, wanted)
    total = found.count()
    page = min(max(page, 1), max(1, -(-total // per_page)))
    piece = found.order_by("-effective_on", "-pk")[(page - 1) * per_page : page * per_page]
    return DecisionPage(tuple(decision_rows(actor, piece)), total, page, per_page)


def decision(actor: Actor, change_id: int) -> DecisionRow:
    """One decision with every unit it is about, or Hidden."""
    rows = decision_rows(actor, visible_changes(actor).filter(pk=change_id), most=10_000)
    if not rows:
        raise Hidden("decision")
    return rows[0]


def found_changes(actor: Actor, wanted: Wanted) -> QuerySet[Change]:
    """Decisions that the actor may know of, narrowed."""
    found = visible_changes(actor)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.starts is not None:
        found = found.filter(effective_on__gte=wanted.starts)
    if wanted.ends is not None:
        found = found.filter(effective_on__lte=wanted.ends)
    if wanted.unit_id is not None:
        found = found.filter(units=wanted.unit_id)
    if words := fold(wanted.text).split():
        of_change = Unit.objects.filter(changes=OuterRef("pk"))
        for word in words:
            of_change = of_change.filter(names__folded__contains=word)
        typed = clean(wanted.text)
        found = found.filter(Q(decision__icontains=typed) | Q(source__icontains=typed) | Exists(of_change))
    return found


def decision_rows(actor: Actor, changes: Iterable[Change], *, most: int = MOST_UNITS) -> list[DecisionRow]:
    """Decisions with their units: three queries for any number of them."""
    listed = list(changes)
    every = {unit for change in listed for unit in about(change, most)}
    lives = {
        row[0]: row[1:]
        for row in visible_to(actor).filter(pk__in=every).values_list("pk", "code", "starts", "ends")
    }
    names = load_names(lives)
    return [shown(change, lives, names, most) for change in listed]


def about(change: Change, most: int = MOST_UNITS, reader_of: int | None = None) -> list[int]:
    """The units a decision is about: those that end, begin, take over or change themselves.

    A decision about a whole list of units is, on the page of one of them, about that one, and on the page of
    its superior about those below it.
    """
    return _all_about(change, most, reader_of)[:most]


def _all_about(change: Change, most: int, reader_of: int | None) -> list[int]:
    every = _main_units(change, EVERY)
    if len(every) <= most or reader_of is None:
        return every
    mine = [row["id"] for row in change.facts.get("begins", []) if row.get("parent") == reader_of]
    return [reader_of] if reader_of in every else mine or every


def shown(
    change: Change,
    lives: Mapping[int, tuple[str, date, date]],
    names: Names,
    most: int = MOST_UNITS,
    reader_of: int | None = None,
) -> DecisionRow:
    """A decision with those of its units that the reader may know of (the keys of `lives`)."""
    listed = about(change, most, reader_of)
    return DecisionRow(
        id=change.pk,
        kind=change.kind,
        effective_on=change.effective_on,
        decided_on=change.decided_on,
        recorded_at=change.recorded_at,
        decision=change.decision,
        source=change.source,
        confidence=change.confidence,
        note=change.note,
        units=tuple(
            Concerned(unit, code, names.at(unit, change.effective_on), _mark(change, unit), starts, ends)
            for unit in listed
            if unit in lives
            for code, starts, ends in [lives[unit]]
        ),
        more=len(_all_about(change, most, reader_of)) - len(listed),
    )


def _mark(change: Change, unit_id: int) -> str:
    if unit_id in change.facts.get("ends", []):
        return "ends"
    if any(row["id"] == unit_id for row in change.facts.get("begins", [])):
        return "begins"
    return "changes"
