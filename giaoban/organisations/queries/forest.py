"""The tree with several nodes open at once, and two days of it compared.

The same few queries however much is open: a page of the tree costs what its top level costs.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from giaoban.core.actors import Actor
from giaoban.organisations.models import Placement, Succession
from giaoban.organisations.queries.base import UnitRow, named, rows_of, visible, visible_to
from giaoban.organisations.queries.naming import names_at
from giaoban.organisations.rules import PARTY

PER_NODE = 200


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in the tree; a comparison fills `mark` and `note`, `more` counts children not listed."""

    unit: UnitRow
    open: bool
    nodes: tuple["Node", ...] = ()
    more: int = 0
    mark: str = ""
    note: str = ""


def forest(
    actor: Actor, on: date, open_codes: Collection[str], hierarchy: str = PARTY, *, per_node: int = PER_NODE
) -> tuple[Node, ...]:
    """The top of a hierarchy on the day, and below every unit whose code is open its children."""
    top = Q(placements__parent=None)
    below = Q(placements__parent__code__in=list(open_codes)) & visible(actor, "placements__parent__")
    units = named(
        visible_to(actor).filter(
            top | below,
            placements__hierarchy__code=hierarchy,
            placements__starts__lte=on,
            placements__ends__gt=on,
        ),
        on,
    )
    order = ("kind__position", "names__sort_key", "pk")
    numbered = units.annotate(
        number=Window(RowNumber(), partition_by=F("placements__parent_id"), order_by=list(order))
    ).filter(number__lte=per_node)
    rows = counted(rows_of(numbered.order_by(*order), on, actor=actor, line=hierarchy), on, actor, hierarchy)
    return _grow(rows, set(open_codes))


def counted(rows: Iterable[UnitRow], on: date, actor: Actor, hierarchy: str) -> list[UnitRow]:
    """The rows with the number of units that stand directly below each and that the reader may know of."""
    found = list(rows)
    places = Placement.objects.on(on).filter(
        visible(actor, "unit__"), hierarchy__code=hierarchy, parent_id__in=[row.id for row in found]
    )
    counts = dict(places.values_list("parent_id").annotate(count=Count("pk")))
    return [replace(row, children=counts.get(row.id, 0)) for row in found]


def _grow(rows: Iterable[UnitRow], open_codes: Collection[str]) -> tuple[Node, ...]:
    below: dict[int | None, list[UnitRow]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)

    def node(row: UnitRow) -> Node:
        is_open = row.code in open_codes and row.children > 0
        nodes = tuple(node(child) for child in below.get(row.id, ())) if is_open else ()
        return Node(row, is_open, nodes, more=max(row.children - len(nodes), 0) if is_open else 0)

    return tuple(node(row) for row in below.get(None, ()))


def flat(nodes: Iterable[Node]) -> list[UnitRow]:
    found: list[UnitRow] = []
    for node in nodes:
        found.append(node.unit)
        found += flat(node.nodes)
    return found


def compared(
    actor: Actor, nodes: tuple[Node, ...], other: date, hierarchy: str = PARTY, *, earlier: bool
) -> tuple[Node, ...]:
    """The nodes with what differs on the other day; those that end name who continues them."""
    rows = flat(nodes)
    ids = [row.id for row in rows]
    places = Placement.objects.on(other).filter(hierarchy__code=hierarchy, unit_id__in=ids)
    parents: dict[int, int | None] = dict(places.values_list("unit_id", "parent_id"))
    names = names_at((row.id, other) for row in rows)
    gone = [row.id for row in rows if row.id not in parents]
    kin = _kin(actor, gone, earlier=earlier)

    def marked(node: Node) -> Node:
        row = node.unit
        mark, note = "", kin.get(row.id, "")
        if row.id not in parents:
            mark = "ends" if earlier else "begins"
        elif parents[row.id] != row.parent_id and (row.parent_id is not None or parents[row.id] is None):
            mark = "moves"
        elif names[row.id, other] != row.name:
            mark, note = "renamed", names[row.id, other]
        return replace(node, mark=mark, note=note, nodes=tuple(marked(child) for child in node.nodes))

    return tuple(marked(node) for node in nodes)


def _kin(actor: Actor, unit_ids: Collection[int], *, earlier: bool) -> dict[int, str]:
    """Names of those who continue each unit (or whom it continues), joined for one line."""
    mine, theirs = ("predecessor_id", "successor_id") if earlier else ("successor_id", "predecessor_id")
    rows = Succession.objects.filter(visible(actor, f"{theirs[:-3]}__"), **{f"{mine}__in": unit_ids})
    pairs = list(rows.order_by("pk").values_list(mine, theirs, "change__effective_on"))
    names = names_at((other, day) for _unit, other, day in pairs)
    found: dict[int, list[str]] = {}
    for unit, other, day in pairs:
        found.setdefault(unit, []).append(names[other, day])
    return {unit: ", ".join(dict.fromkeys(others)) for unit, others in found.items()}
