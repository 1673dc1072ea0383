"""What a decision would do, shown before it is recorded: the door itself runs and is rolled back.

So the preview cannot differ from what happens afterwards, unless somebody else changes a unit meanwhile.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.registries import ImpactLine
from giaoban.organisations.models import Closure, Kind, Placement, Unit
from giaoban.organisations.placements import names_of
from giaoban.organisations.queries.base import kind_labels, known_to
from giaoban.organisations.rules import Decision, Plan
from giaoban.organisations.services.work import Outcome, rehearsing

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a piece of the tree; `mark` says what the decision does to this unit on that side.

    `more` counts further units under it that are not listed.
    """

    unit_id: int
    code: str
    name: str
    kind: str
    depth: int
    mark: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """The tree around the units concerned on the eve and on the day; what moves, ends, begins; why not."""

    eve: date
    day: date
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    moved: tuple[tuple[str, int], ...]
    ends: tuple[str, ...]
    begins: tuple[str, ...]
    lines: tuple[ImpactLine, ...]

    @property
    def blocked(self) -> bool:
        return any(line.blocking for line in self.lines)


def preview(door: Callable[..., Outcome], *, actor: Actor, decision: Decision, **facts: Any) -> Preview:
    """Run a door in a savepoint and take it back. Its refusals come through; what only blocks is listed."""
    day = decision.effective_on
    eve = day - timedelta(days=1)
    token = rehearsing.set(True)
    try:
        with transaction.atomic():
            plan = (outcome := door(actor=actor, decision=decision, **facts)).plan
            begins = tuple(names_of(plan.begins, day).values())
            after = _picture(actor, _roots_after(plan), day, plan, _marks_after(plan))
            moved = _moved(plan, day)
            transaction.set_rollback(True)
    finally:
        rehearsing.reset(token)
    return Preview(
        eve=eve,
        day=day,
        before=_picture(actor, _roots_before(plan, eve), eve, plan, _marks_before(plan)),
        after=after,
        moved=moved,
        ends=tuple(names_of(plan.ends, eve).values()),
        begins=begins,
        lines=outcome.lines,
    )


def _roots_before(plan: Plan, eve: date) -> list[int]:
    return _tops([*plan.ends, *plan.moves], plan.hierarchy, eve)


def _roots_after(plan: Plan) -> list[int]:
    return _tops([*plan.begins, *plan.moves, *plan.children_to.values()], plan.hierarchy, plan.effective_on)


def _tops(unit_ids: Iterable[int], line: str, on: date) -> list[int]:
    """These units without those that stand under another of them: they are shown there."""
    wanted = list(dict.fromkeys(unit_ids))
    inner = set(
        Closure.objects.on(on)
        .filter(hierarchy__code=line, descendant_id__in=wanted, ancestor_id__in=wanted, depth__gt=0)
        .values_list("descendant_id", flat=True)
    )
    return [unit_id for unit_id in wanted if unit_id not in inner]


def _marks_before(plan: Plan) -> dict[int, str]:
    return {
        **dict.fromkeys(plan.children_to, "moves"),
        **dict.fromkeys(plan.moves, "changes"),
        **dict.fromkeys(plan.ends, "ends"),
    }


def _marks_after(plan: Plan) -> dict[int, str]:
    return {
        **dict.fromkeys(plan.children_to, "moves"),
        **dict.fromkeys(plan.moves, "changes"),
        **dict.fromkeys(plan.begins, "begins"),
    }


def _picture(
    actor: Actor, roots: Collection[int], on: date, plan: Plan, marks: dict[int, str]
) -> tuple[Line, ...]:
    """Each root with its superior above and the marked units below; unmarked children are only counted."""
    places = Placement.objects.on(on).filter(hierarchy__code=plan.hierarchy)
    parents = dict(places.filter(unit_id__in=roots).values_list("unit_id", "parent_id"))
    rows: list[tuple[int, int]] = []
    shown = set(roots)
    for superior in dict.fromkeys(parents.get(root) for root in roots):
        if superior is not None:
            rows.append((superior, 0))
        for root in (r for r in roots if parents.get(r) == superior):
            rows += _branch(root, 0 if superior is None else 1, places, marks, shown)
    ids = [unit_id for unit_id, _depth in rows]
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids)}
    known = known_to(actor, ids)
    names = names_of(known, on)
    kinds = kind_labels()
    counted = dict(
        places.filter(parent_id__in=set(ids)).values_list("parent_id").annotate(count=Count("unit_id"))
    )
    listed = dict.fromkeys(ids, 0)
    for unit_id, parent_id in places.filter(unit_id__in=ids).values_list("unit_id", "parent_id"):
        if parent_id in listed and unit_id in listed:
            listed[parent_id] += 1
    return tuple(
        Line(
            unit_id=unit_id,
            code=units[unit_id].code if unit_id in known else "",
            name=names.get(unit_id) or _("(đơn vị có độ mật)"),
            kind=kinds[units[unit_id].kind_id],
            depth=depth,
            mark=marks.get(unit_id, ""),
            more=counted.get(unit_id, 0) - listed[unit_id] if unit_id in shown else 0,
        )
        for unit_id, depth in rows
    )


def _branch(
    root: int, depth: int, places: Any, marks: dict[int, str], shown: set[int]
) -> list[tuple[int, int]]:
    rows = [(root, depth)]
    marked = list(
        places.filter(parent_id=root, unit_id__in=list(marks)).values_list("unit_id", flat=True)[:SHOWN]
    )
    for child in marked:  # every unit has one superior a day, so none is met twice
        shown.add(child)
        rows += _branch(child, depth + 1, places, marks, shown)
    return rows


def _moved(plan: Plan, day: date) -> tuple[tuple[str, int], ...]:
    """Units that stand under another superior from the day on, with all below them, by kind."""
    below = Closure.objects.on(day).filter(
        hierarchy__code=plan.hierarchy, ancestor_id__in=[*plan.children_to, *plan.moves]
    )
    found = Unit.objects.filter(pk__in=below.values("descendant_id")).values_list("kind_id")
    counts = dict(found.annotate(count=Count("pk")))
    labels = kind_labels()
    order = Kind.objects.filter(pk__in=counts).values_list("code", flat=True)
    return tuple((labels[code], counts[code]) for code in order)
