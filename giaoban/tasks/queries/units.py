"""To whom a programme may be given: direct subordinates, all of one kind below, units chosen by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from giaoban.core.actors import Actor
from giaoban.core.text import sort_key
from giaoban.organisations.models import Closure, Placement
from giaoban.organisations.queries import kind_labels
from giaoban.organisations.queries import visible_to as units_visible_to
from giaoban.tasks.models import Assignment, Programme
from giaoban.tasks.queries.naming import short_names
from giaoban.tasks.rules import Merge, merge


@dataclass(frozen=True, slots=True)
class Choice:
    unit_id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Receivers:
    """`subordinates` are those directly below, without the commissions that work for the unit itself;
    `nearby` also has those; `kinds` are (code, label, how many below)."""

    subordinates: tuple[Choice, ...]
    nearby: tuple[Choice, ...]
    kinds: tuple[tuple[str, str, int], ...]


def receivers(actor: Actor, programme: Programme, on: date) -> Receivers:
    """Whom the unit of this programme may give tasks on the day, in every hierarchy it stands in."""
    places = Placement.objects.on(on).filter(parent_id=programme.unit_id)
    known = (
        units_visible_to(actor)
        .filter(pk__in=places.values("unit_id"), starts__lte=on, ends__gt=on)
        .values_list("pk", "kind_id", "kind__advises", "kind__position")
    )
    rows = list(known)
    names = short_names({row[0] for row in rows}, on, under=programme.unit_id)
    rows.sort(key=lambda row: (row[3], sort_key(names[row[0]])))
    nearby = tuple(Choice(pk, names[pk], kind) for pk, kind, _advises, _position in rows)
    advising = {pk for pk, _kind, advises, _position in rows if advises and names[pk]}
    own_staff = advising if _in_party_line(programme.unit_id, on) else set()
    labels = kind_labels()
    below = Closure.objects.on(on).filter(ancestor_id=programme.unit_id, depth__gt=0)
    counted = (
        units_visible_to(actor)
        .filter(pk__in=below.values("descendant_id"), starts__lte=on, ends__gt=on)
        .values("kind_id", "kind__position")
        .annotate(count=Count("pk"))
        .order_by("kind__position", "kind_id")
    )
    kinds = tuple((row["kind_id"], labels[row["kind_id"]], row["count"]) for row in counted)
    return Receivers(tuple(one for one in nearby if one.unit_id not in own_staff), nearby, kinds)


def _in_party_line(unit_id: int, on: date) -> bool:
    """A committee has commissions of its own below it; a cluster's members are commissions."""
    return Placement.objects.on(on).filter(hierarchy__code="party", unit_id=unit_id).exists()


def units_of_kind(actor: Actor, programme: Programme, kind: str, on: date) -> list[int]:
    below = Closure.objects.on(on).filter(ancestor_id=programme.unit_id, depth__gt=0)
    found = units_visible_to(actor).filter(pk__in=below.values("descendant_id"), kind_id=kind)
    return list(found.filter(starts__lte=on, ends__gt=on).order_by("pk").values_list("pk", flat=True))


def preview_assign(task_ids: Sequence[int], unit_ids: Iterable[int]) -> Merge:
    """What giving these tasks to these units would do, before it is done."""
    units = list(unit_ids)
    there = Assignment.objects.filter(task_id__in=task_ids, unit_id__in=units)
    return merge(task_ids, units, set(there.values_list("task_id", "unit_id")))
