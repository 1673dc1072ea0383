"""A unit over time: its names and places, the decisions about it, whom it continues and who continues it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Q

from giaoban.core.actors import Actor
from giaoban.core.memo import once_a_page
from giaoban.core.secrecy import Secrecy
from giaoban.organisations.models import Change, Placement, Succession, Unit, UnitName
from giaoban.organisations.queries.base import get_unit, known_to
from giaoban.organisations.queries.naming import names_at
from giaoban.organisations.rules import Heir, Permission, heirs


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    short_name: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Place:
    """Where the unit stood; `parent` is empty at the top or when the reader may not know of it."""

    hierarchy: str
    parent_id: int | None
    parent_code: str
    parent: str
    starts: date
    ends: date
    lead: bool


@dataclass(frozen=True, slots=True)
class Relative:
    """A predecessor or successor: how many decisions away, from which day, with which share."""

    unit_id: int
    code: str
    name: str
    starts: date
    ends: date
    steps: int
    effective_on: date
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Event:
    """A decision with both times: when it holds, when it was signed, when it was entered."""

    change_id: int
    kind: str
    effective_on: date
    decided_on: date | None
    recorded_at: datetime
    decision: str
    source: str
    confidence: str
    note: str
    units: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class History:
    names: tuple[Name, ...]
    places: tuple[Place, ...]
    events: tuple[Event, ...]
    predecessors: tuple[Relative, ...]
    successors: tuple[Relative, ...]


def history(actor: Actor, unit_id: int) -> History:
    """Everything dated about a unit, earliest first; relatives nearest first."""
    unit = get_unit(actor, unit_id)
    return History(
        names=tuple(
            Name(row.name, row.short_name, row.starts, row.ends)
            for row in UnitName.objects.filter(unit_id=unit_id).order_by("starts")
        ),
        places=_places(actor, unit_id),
        events=_events(actor, unit),
        predecessors=_relatives(actor, unit_id, back=True),
        successors=_relatives(actor, unit_id, back=False),
    )


def _places(actor: Actor, unit_id: int) -> tuple[Place, ...]:
    rows = list(
        Placement.objects.filter(unit_id=unit_id)
        .select_related("hierarchy", "parent")
        .order_by("hierarchy_id", "starts")
    )
    known = known_to(actor, {row.parent_id for row in rows if row.parent_id is not None})
    names = names_at(
        (parent, row.starts) for row in rows if (parent := row.parent_id) in known and parent is not None
    )
    places: list[Place] = []
    for row in rows:
        seen = row.parent_id if row.parent_id in known else None
        code = row.parent.code if seen is not None and row.parent is not None else ""
        name = names[seen, row.starts] if seen is not None else ""
        place = Place(row.hierarchy.label, seen, code, name, row.starts, row.ends, row.lead)
        before = places[-1] if places else None
        if before and _goes_on(before, place):  # two decisions, one place: read as one
            place = Place(row.hierarchy.label, seen, code, name, places.pop().starts, row.ends, row.lead)
        places.append(place)
    return tuple(places)


def _goes_on(before: Place, place: Place) -> bool:
    same = (before.hierarchy, before.parent_id, before.lead) == (place.hierarchy, place.parent_id, place.lead)
    return same and before.ends == place.starts


def _events(actor: Actor, unit: Unit) -> tuple[Event, ...]:
    changes = Change.objects.filter(units=unit)
    if not actor.can(Permission.VIEW_SECRET, unit.pk):
        changes = changes.filter(secrecy=Secrecy.NORMAL.value)
    listed = list(changes)
    about = {change.pk: _main_units(change) for change in listed}
    known = known_to(actor, {pk for main in about.values() for pk in main})
    names = names_at((pk, change.effective_on) for change in listed for pk in about[change.pk])
    return tuple(
        Event(
            change_id=change.pk,
            kind=change.kind,
            effective_on=change.effective_on,
            decided_on=change.decided_on,
            recorded_at=change.recorded_at,
            decision=change.decision,
            source=change.source,
            confidence=change.confidence,
            note=change.note,
            units=tuple((pk, names[pk, change.effective_on]) for pk in about[change.pk] if pk in known),
        )
        for change in listed
    )


def _main_units(change: Change, most: int = 12) -> list[int]:
    """The units a decision is about, without the children that follow."""
    facts = change.facts
    begun = [row["id"] for row in facts.get("begins", [])]
    heirs_ = [after for _before, after, _share in facts.get("successions", [])]
    moved = [facts[part]["unit"] for part in ("place", "name", "left") if part in facts]
    return list(dict.fromkeys([*facts.get("ends", []), *begun, *heirs_, *moved]))[:most]


_WALK = """
WITH RECURSIVE line (unit_id, steps, change_id, share) AS (
    SELECT {next}, 1, change_id, share FROM organisations_succession WHERE {here} = ANY(%s)
    UNION
    SELECT s.{next}, line.steps + 1, s.change_id, s.share
    FROM line JOIN organisations_succession s ON s.{here} = line.unit_id
) SELECT unit_id, steps, change_id, share FROM line ORDER BY steps, unit_id
"""
_BACK = _WALK.format(next="predecessor_id", here="successor_id")
_ONWARD = _WALK.format(next="successor_id", here="predecessor_id")


def _walk(unit_ids: Collection[int], *, back: bool) -> list[tuple[int, int, int, Decimal | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_BACK if back else _ONWARD, [list(unit_ids)])
        return list(cursor.fetchall())


def _relatives(actor: Actor, unit_id: int, *, back: bool) -> tuple[Relative, ...]:
    walked = _walk([unit_id], back=back)
    units = {
        unit.pk: unit for unit in Unit.objects.filter(pk__in=known_to(actor, {row[0] for row in walked}))
    }
    days = dict(Change.objects.filter(pk__in={row[2] for row in walked}).values_list("pk", "effective_on"))
    names = names_at((relative, days[change]) for relative, _steps, change, _share in walked)
    found: dict[int, Relative] = {}
    for relative, steps, change, share in walked:
        if relative in found or relative not in units:
            continue
        unit = units[relative]
        name = names[relative, days[change]]
        found[relative] = Relative(
            relative, unit.code, name, unit.starts, unit.ends, steps, days[change], share
        )
    return tuple(found.values())


def _ids(unit_ids: int | Iterable[int]) -> list[int]:
    return [unit_ids] if isinstance(unit_ids, int) else list(unit_ids)


def predecessor_ids(unit_ids: int | Iterable[int]) -> frozenset[int]:
    """Every unit that these continue, however many decisions ago (R9: successors read their archive)."""
    return _behind(frozenset(_ids(unit_ids)))


@once_a_page
def _behind(unit_ids: frozenset[int]) -> frozenset[int]:
    """A page asks this of its own line for every room that shows something there."""
    return frozenset(row[0] for row in _walk(unit_ids, back=True))


def successor_ids(unit_ids: int | Iterable[int]) -> frozenset[int]:
    """Every unit that continues these."""
    return frozenset(row[0] for row in _walk(_ids(unit_ids), back=False))


def restated(unit_ids: Iterable[int], on: date) -> dict[int, tuple[Heir, ...]]:
    """For each unit, the units of the structure of day `on` that stand for it, with exact shares (R4–R7).

    A unit that lives on the day stands for itself; an ended one is followed to its successors, one that
    begins later to its predecessors. No share was agreed: `share` is None and figures are not converted.
    Nobody continues it: an empty tuple, its figures count only in the units above.
    """
    wanted = list(dict.fromkeys(unit_ids))
    everyone = {*wanted, *successor_ids(wanted), *predecessor_ids(wanted)}
    lives = {
        pk: (s, e) for pk, s, e in Unit.objects.filter(pk__in=everyone).values_list("pk", "starts", "ends")
    }
    alive = {pk for pk, (starts, ends) in lives.items() if starts <= on < ends}
    rows = Succession.objects.filter(Q(predecessor_id__in=everyone) | Q(successor_id__in=everyone))
    onward: dict[int, list[tuple[int, Decimal | None]]] = {}
    back: dict[int, list[tuple[int, Decimal | None]]] = {}
    for before, after, share in rows.order_by("pk").values_list("predecessor_id", "successor_id", "share"):
        onward.setdefault(before, []).append((after, share))
        back.setdefault(after, []).append((before, None))
    _make_whole(back)
    return {pk: heirs(pk, alive, _direction(lives[pk], on, onward, back)) for pk in wanted if pk in lives}


def _direction(
    life: tuple[date, date],
    on: date,
    onward: Mapping[int, list[tuple[int, Decimal | None]]],
    back: Mapping[int, list[tuple[int, Decimal | None]]],
) -> Mapping[int, list[tuple[int, Decimal | None]]]:
    return back if life[0] > on else onward


def _make_whole(back: dict[int, list[tuple[int, Decimal | None]]]) -> None:
    """A unit with one predecessor stands wholly for it looking back; several cannot be told apart."""
    for rows in back.values():
        if len(rows) == 1:
            rows[0] = (rows[0][0], Decimal(1))
