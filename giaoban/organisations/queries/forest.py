"""The tree with several nodes open at once, and two days of it compared.

One query for a tree however much of it is open, four more for a comparison.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from giaoban.core.actors import Actor
from giaoban.organisations.models import Closure, Hierarchy, Placement, Succession
from giaoban.organisations.queries.base import UnitRow, in_english, named, visible, visible_to
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


@dataclass(frozen=True, slots=True)
class Line:
    """A hierarchy to choose, and the codes of those above a unit in it: the way that is open at first."""

    code: str
    label: str
    above: tuple[str, ...]


def lines(actor: Actor, unit_id: int, on: date) -> list[Line]:
    above = Closure.objects.on(on).filter(
        visible(actor, "ancestor__"), hierarchy=OuterRef("pk"), descendant_id=unit_id, depth__gt=0
    )
    label = "label_en" if in_english() else "label"
    rows = Hierarchy.objects.order_by("pk").annotate(above=ArraySubquery(above.values("ancestor__code")))
    return [
        Line(code, words, tuple(codes)) for code, words, codes in rows.values_list("code", label, "above")
    ]


def forest(
    actor: Actor, on: date, open_codes: Collection[str], hierarchy: str = PARTY, *, per_node: int = PER_NODE
) -> tuple[Node, ...]:
    """The top of a hierarchy on the day, and below every unit whose code is open its children.

    Every unit comes with the number of those directly below it that the reader may know of.
    """
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
    below_it = Placement.objects.on(on).filter(
        visible(actor, "unit__"), hierarchy__code=hierarchy, parent_id=OuterRef("pk")
    )
    counted = below_it.order_by().values("parent_id").annotate(count=Count("pk")).values("count")
    order = ("kind__position", "names__sort_key", "pk")
    number = Window(RowNumber(), partition_by=F("placements__parent_id"), order_by=list(order))
    rows = units.annotate(
        number=number, below=Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    ).filter(number__lte=per_node)
    return _grow(_read(rows.order_by(*order)), set(open_codes))


def _read(units: object) -> list[UnitRow]:
    label = "kind__label_en" if in_english() else "kind__label"
    columns = (
        "pk", "code", "names__name", "names__short_name", "names__name_en", "kind_id", label, "kind__level",
        "secrecy", "starts", "ends", "version", "placements__parent_id", "placements__lead", "below",
    )  # fmt: skip
    found = []
    for *facts, parent_id, lead, below in units.values_list(*columns):  # type: ignore[attr-defined]
        found.append(replace(UnitRow(*facts), parent_id=parent_id, lead=lead, children=below))
    return found


def _grow(rows: Iterable[UnitRow], open_codes: Collection[str]) -> tuple[Node, ...]:
    below: dict[int | None, list[UnitRow]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)

    def node(row: UnitRow) -> Node:
        is_open = row.code in open_codes and row.children > 0
        nodes = tuple(node(child) for child in below.get(row.id, ())) if is_open else ()
        return Node(row, is_open, nodes, more=max(row.children - len(nodes), 0) if is_open else 0)

    return tuple(node(row) for row in below.get(None, ()))


def _flat(nodes: Iterable[Node]) -> list[UnitRow]:
    found: list[UnitRow] = []
    for node in nodes:
        found.append(node.unit)
        found += _flat(node.nodes)
    return found


def compared(
    actor: Actor,
    before: tuple[Node, ...],
    after: tuple[Node, ...],
    days: Sequence[date],
    hierarchy: str = PARTY,
) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Both trees with what differs between the two days; a unit that ends or begins names its kin."""
    sides = (_flat(before), _flat(after))
    ids = {row.id for rows in sides for row in rows}
    first, second = days
    placed: dict[tuple[int, date], int | None] = {}
    places = Placement.objects.filter(
        hierarchy__code=hierarchy, unit_id__in=ids, starts__lte=second, ends__gt=first
    )
    for unit, parent, starts, ends in places.values_list("unit_id", "parent_id", "starts", "ends"):
        for day in days:
            if starts <= day < ends:
                placed[unit, day] = parent
    names = names_at((unit, day) for unit in ids for day in days)
    kin = _kin(
        actor, [u for u in ids if (u, second) not in placed], [u for u in ids if (u, first) not in placed]
    )

    def marked(node: Node, mine: date, other: date) -> Node:
        unit, mark, note = node.unit.id, "", ""
        if (unit, other) not in placed:
            mark, note = ("ends" if mine < other else "begins"), kin.get((unit, mine < other), "")
        elif placed[unit, other] != node.unit.parent_id:
            mark = "moves"
        elif names[unit, other] != node.unit.name:
            mark, note = "renamed", names[unit, other]
        below = tuple(marked(child, mine, other) for child in node.nodes)
        return replace(node, mark=mark, note=note, nodes=below)

    return (
        tuple(marked(node, first, second) for node in before),
        tuple(marked(node, second, first) for node in after),
    )


def _kin(actor: Actor, gone: Collection[int], new: Collection[int]) -> dict[tuple[int, bool], str]:
    """Who continues those that are gone, (unit, True), and whom the new ones continue, (unit, False)."""
    rows = Succession.objects.filter(
        Q(predecessor_id__in=gone) & visible(actor, "successor__")
        | Q(successor_id__in=new) & visible(actor, "predecessor__")
    )
    pairs: list[tuple[tuple[int, bool], int, date]] = []
    for before, after, day in rows.order_by("pk").values_list(
        "predecessor_id", "successor_id", "change__effective_on"
    ):
        if before in gone:
            pairs.append(((before, True), after, day))
        if after in new:
            pairs.append(((after, False), before, day))
    names = names_at((other, day) for _unit, other, day in pairs)
    found: dict[tuple[int, bool], list[str]] = {}
    for unit, other, day in pairs:
        found.setdefault(unit, []).append(names[other, day])
    return {unit: ", ".join(dict.fromkeys(others)) for unit, others in found.items()}
