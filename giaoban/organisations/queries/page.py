"""Everything the page of one unit shows, in five queries however long its history and many its children.

`unit_card` and `history` give the same facts one by one; a page has no room for their queries side by side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, DateField, ExpressionWrapper, F, OuterRef, Value
from django.db.models.functions import Greatest, JSONObject, Least

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.organisations.models import Department, Placement, Unit
from giaoban.organisations.queries.base import UnitRow, in_english, visible, visible_to
from giaoban.organisations.queries.decisions import DecisionRow, Wanted, about, found_changes, shown
from giaoban.organisations.queries.history import Name, Place, Relative
from giaoban.organisations.queries.naming import Names, load_names
from giaoban.organisations.rules import PARTY

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit as of `day`: the day asked for, or the nearest of its life when it is not in force then."""

    unit: UnitRow
    day: date
    in_force: bool
    in_line: bool  # whether it stands in the Party line at all
    established_on: date | None
    source: str
    confidence: str
    children: tuple[tuple[str, int], ...]
    departments: tuple[str, ...]
    names: tuple[Name, ...]
    places: tuple[Place, ...]
    predecessors: tuple[Relative, ...]
    successors: tuple[Relative, ...]
    events: tuple[DecisionRow, ...]
    more_events: bool


def unit_page(actor: Actor, code: str, on: date, *, events: int = 20) -> UnitPage:
    """The unit in force under the code on the day, else the nearest in time; Hidden when there is none."""
    unit = _unit(actor, code, on)
    day = min(max(on, unit.starts), unit.ends - DAY)
    places = [Stand.read(row) for row in unit.stands]  # type: ignore[attr-defined]
    walked = _walk(unit.pk)
    changes = list(
        found_changes(actor, Wanted(unit_id=unit.pk)).order_by("-effective_on", "-pk")[: events + 1]
    )
    wanted = {place.parent_id for place in places} | {row[0] for row in walked}
    wanted |= {pk for change in changes for pk in about(change, reader_of=unit.pk)}
    known = {
        row[0]: row[1:]
        for row in visible_to(actor)
        .filter(pk__in={pk for pk in wanted if pk is not None} - {unit.pk})
        .values_list("pk", "code", "starts", "ends")
    }
    known[unit.pk] = (unit.code, unit.starts, unit.ends)
    names = load_names(known)
    present = next((p for p in places if p.line == PARTY and p.starts <= day < p.ends), None)
    return UnitPage(
        unit=_row(unit, present, day, known, names),
        day=day,
        in_force=unit.starts <= on < unit.ends,
        in_line=any(place.line == PARTY for place in places),
        established_on=unit.established_on,
        source=unit.source,
        confidence=unit.confidence,
        children=tuple((kind["label"], kind["count"]) for kind in unit.by_kind),  # type: ignore[attr-defined]
        departments=tuple(unit.rooms),  # type: ignore[attr-defined]
        names=tuple(Name(*row) for row in names.spans(unit.pk)),
        places=tuple(_places([p for p in places if p is not present], known, names)),
        predecessors=tuple(_relatives(walked, known, names, back=True)),
        successors=tuple(_relatives(walked, known, names, back=False)),
        events=tuple(shown(change, known, names, reader_of=unit.pk) for change in changes[:events]),
        more_events=len(changes) > events,
    )


def _unit(actor: Actor, code: str, on: date) -> Unit:
    """The unit with its phòng and its children by kind as of the page's day, in one query."""
    last = ExpressionWrapper(F("ends") - Value(DAY), output_field=DateField())
    day = Least(Greatest(Value(on), F("starts")), last, output_field=DateField())
    then = {"starts__lte": OuterRef("day"), "ends__gt": OuterRef("day")}
    rooms = Department.objects.filter(unit=OuterRef("pk"), **then)
    below = Placement.objects.filter(
        visible(actor, "unit__"), hierarchy__code=PARTY, parent=OuterRef("pk"), **then
    )
    label = f"unit__kind__label{'_en' if in_english() else ''}"
    kinds = (
        below.order_by("unit__kind__position", "unit__kind_id")
        .values("unit__kind__position", "unit__kind_id", label)
        .annotate(count=Count("pk"))
        .values(row=JSONObject(label=label, count="count"))
    )
    hierarchy = f"hierarchy__label{'_en' if in_english() else ''}"
    stands = (
        Placement.objects.filter(unit=OuterRef("pk"))
        .order_by("hierarchy_id", "starts")
        .values(
            row=JSONObject(
                line="hierarchy__code",
                hierarchy=hierarchy,
                parent_id="parent_id",
                starts="starts",
                ends="ends",
                lead="lead",
            )
        )
    )
    found = (
        visible_to(actor)
        .filter(code=code)
        .select_related("kind")
        .annotate(day=day)
        .annotate(
            rooms=ArraySubquery(rooms.order_by("position", "pk").values("name")),
            by_kind=ArraySubquery(kinds),
            stands=ArraySubquery(stands),
        )
        .order_by("starts")
    )
    units = list(found)
    if not units:
        raise Hidden("unit")
    begun = [unit for unit in units if unit.starts <= on]
    return begun[-1] if begun else units[0]


@dataclass(frozen=True, slots=True)
class Stand:
    """A row of the placements of the unit."""

    line: str
    hierarchy: str
    parent_id: int | None
    starts: date
    ends: date
    lead: bool

    @classmethod
    def read(cls, row: dict[str, Any]) -> "Stand":
        days = {key: date.fromisoformat(row[key]) for key in ("starts", "ends")}
        return cls(**{**row, **days})


Life = tuple[str, date, date]
Walked = tuple[int, int, date, Decimal | None, bool]

_WALK = """
WITH RECURSIVE line (unit_id, steps, change_id, share, back) AS (
    SELECT predecessor_id, 1, change_id, share, TRUE
    FROM organisations_succession WHERE successor_id = %(unit)s
  UNION
    SELECT successor_id, 1, change_id, share, FALSE
    FROM organisations_succession WHERE predecessor_id = %(unit)s
  UNION
    SELECT CASE WHEN line.back THEN s.predecessor_id ELSE s.successor_id END,
           line.steps + 1, s.change_id, s.share, line.back
    FROM line JOIN organisations_succession s
      ON line.unit_id = CASE WHEN line.back THEN s.successor_id ELSE s.predecessor_id END
)
SELECT line.unit_id, line.steps, c.effective_on, line.share, line.back
FROM line JOIN organisations_change c ON c.id = line.change_id ORDER BY line.steps, line.unit_id
"""


def _walk(unit_id: int) -> list[Walked]:
    with connection.cursor() as cursor:
        cursor.execute(_WALK, {"unit": unit_id})
        return list(cursor.fetchall())


def _row(unit: Unit, place: Stand | None, day: date, known: dict[int, Life], names: Names) -> UnitRow:
    name = names.span(unit.pk, day)
    parent = place.parent_id if place is not None and place.parent_id in known else None
    return UnitRow(
        id=unit.pk,
        code=unit.code,
        name=name[0],
        short_name=name[1],
        name_en=names.english(unit.pk, day),
        kind=unit.kind_id,
        kind_label=unit.kind.label_en if in_english() else unit.kind.label,
        level=unit.kind.level,
        secrecy=unit.secrecy,
        starts=unit.starts,
        ends=unit.ends,
        version=unit.version,
        parent_id=parent,
        parent_code=known[parent][0] if parent is not None else "",
        parent_name=names.at(parent, day) if parent is not None else "",
        lead=place.lead if place is not None else False,
    )


def _places(places: Sequence[Stand], known: dict[int, Life], names: Names) -> Iterable[Place]:
    """Other places, two decisions that leave the unit where it was read as one."""
    joined: list[Place] = []
    for place in places:
        parent = place.parent_id if place.parent_id in known else None
        one = Place(
            hierarchy=place.hierarchy,
            parent_id=parent,
            parent_code=known[parent][0] if parent is not None else "",
            parent=names.at(parent, place.starts) if parent is not None else "",
            starts=place.starts,
            ends=place.ends,
            lead=place.lead,
        )
        last = joined[-1] if joined else None
        if last and last.ends == one.starts and _same(last) == _same(one):
            joined[-1] = Place(
                last.hierarchy,
                last.parent_id,
                last.parent_code,
                last.parent,
                last.starts,
                one.ends,
                last.lead,
            )
        else:
            joined.append(one)
    return joined


def _same(place: Place) -> tuple[str, int | None, bool]:
    return place.hierarchy, place.parent_id, place.lead


def _relatives(
    walked: Iterable[Walked], known: dict[int, Life], names: Names, *, back: bool
) -> Iterable[Relative]:
    found: dict[int, Relative] = {}
    for unit, steps, day, share, is_back in walked:
        if is_back is back and unit in known and unit not in found:
            code, starts, ends = known[unit]
            found[unit] = Relative(unit, code, names.at(unit, day), starts, ends, steps, day, share)
    return found.values()
