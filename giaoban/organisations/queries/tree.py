"""The tree as of any date, in any hierarchy: ancestors, children, subtrees, a page of it level by level."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, QuerySet

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.organisations.models import Closure, Hierarchy, Placement, Unit
from giaoban.organisations.queries.base import (
    UnitRow,
    named,
    rows_of,
    visible,
    visible_to,
)
from giaoban.organisations.rules import PARTY

PER_PAGE = 200


def subtree_ids(unit_id: int, on: date, hierarchy: str = PARTY) -> QuerySet[Closure, int]:
    """Ids of the unit and everything below it on the day, as a lazy query for `__in`."""
    below = Closure.objects.on(on).filter(hierarchy__code=hierarchy, ancestor_id=unit_id)
    return below.values_list("descendant_id", flat=True)


def ancestor_ids(unit_id: int, on: date, hierarchy: str = PARTY) -> list[int]:
    """Ids of the superiors on the day, from the direct one to the top; the unit itself is not among them."""
    above = Closure.objects.on(on).filter(hierarchy__code=hierarchy, descendant_id=unit_id, depth__gt=0)
    return list(above.order_by("depth").values_list("ancestor_id", flat=True))


def child_ids(unit_id: int | None, on: date, hierarchy: str = PARTY) -> QuerySet[Placement, int]:
    """Ids of the direct subordinates on the day (of the top when None), as a lazy query."""
    places = Placement.objects.on(on).filter(hierarchy__code=hierarchy, parent_id=unit_id)
    return places.values_list("unit_id", flat=True)


def ancestors(actor: Actor, unit_id: int, on: date, hierarchy: str = PARTY) -> list[UnitRow]:
    """Superiors from the top down to the direct one."""
    return [row for row in way_down(actor, unit_id, on, hierarchy) if row.id != unit_id]


def way_down(actor: Actor, unit_id: int, on: date, hierarchy: str = PARTY) -> list[UnitRow]:
    """The units from the top down to this one, it included, as far as the actor may know of them."""
    ids = [unit_id, *ancestor_ids(unit_id, on, hierarchy)]
    units = named(visible_to(actor).filter(pk__in=ids), on)
    found = {row.id: row for row in rows_of(units, on, actor=actor, line=hierarchy)}
    return [found[one] for one in reversed(ids) if one in found]


def children(actor: Actor, unit_id: int | None, on: date, hierarchy: str = PARTY) -> list[UnitRow]:
    """Direct subordinates in Vietnamese order, kinds of higher rank first."""
    units = named(visible_to(actor).filter(pk__in=child_ids(unit_id, on, hierarchy)), on)
    return rows_of(ordered(units), on, actor=actor, line=hierarchy)


def subtree(actor: Actor, unit_id: int, on: date, hierarchy: str = PARTY) -> QuerySet[Unit]:
    """The unit and everything below it on the day that the actor may know of."""
    return visible_to(actor).filter(pk__in=subtree_ids(unit_id, on, hierarchy))


def ordered(units: QuerySet[Unit]) -> QuerySet[Unit]:
    return units.order_by("kind__position", "names__sort_key", "pk")


@dataclass(frozen=True, slots=True)
class TreePage:
    """One unit (None: the top of the hierarchy), the way down to it, a page of its children with counts."""

    hierarchy: Hierarchy
    trail: tuple[UnitRow, ...]
    unit: UnitRow | None
    rows: tuple[UnitRow, ...]
    total: int
    page: int
    pages: int


def tree_page(
    actor: Actor,
    root_id: int | None,
    on: date,
    hierarchy: str = PARTY,
    *,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> TreePage:
    """A level of the tree; each row knows how many units stand directly and altogether below it."""
    line = Hierarchy.objects.filter(code=hierarchy).first()
    if line is None:
        raise Hidden("hierarchy")
    way = [] if root_id is None else way_down(actor, root_id, on, hierarchy)
    if root_id is not None and (not way or way[-1].id != root_id):
        raise Hidden("unit")
    units = named(visible_to(actor).filter(pk__in=child_ids(root_id, on, hierarchy)), on)
    total = units.count()
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    piece = ordered(units)[(page - 1) * per_page : page * per_page]
    rows = with_counts(rows_of(piece, on, actor=actor, line=hierarchy), on, actor=actor, line=hierarchy)
    unit = way[-1] if way else None
    return TreePage(line, tuple(way[:-1]), unit, tuple(rows), total, page, pages)


def with_counts(rows: Sequence[UnitRow], on: date, *, actor: Actor, line: str = PARTY) -> list[UnitRow]:
    """The rows with the number of visible units directly and altogether below each."""
    below = Closure.objects.on(on).filter(
        visible(actor, "descendant__"),
        hierarchy__code=line,
        ancestor_id__in=[row.id for row in rows],
        depth__gt=0,
    )
    counts: dict[int, list[int]] = {row.id: [0, 0] for row in rows}
    for ancestor, depth, count in below.values_list("ancestor_id", "depth").annotate(count=Count("pk")):
        counts[ancestor][1] += count
        if depth == 1:
            counts[ancestor][0] += count
    return [replace(row, children=counts[row.id][0], below=counts[row.id][1]) for row in rows]


def count_by_kind(actor: Actor, unit_id: int, on: date, hierarchy: str = PARTY) -> list[tuple[str, int]]:
    """Direct subordinates of a unit by kind code, kinds of higher rank first."""
    units = visible_to(actor).filter(pk__in=child_ids(unit_id, on, hierarchy))
    counted = units.values("kind_id", "kind__position").annotate(count=Count("pk"))
    return [(row["kind_id"], row["count"]) for row in counted.order_by("kind__position", "kind_id")]
