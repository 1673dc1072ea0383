"""Units of any time: the one nearest to a day under a code, and a search that also finds what has ended."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Q

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.text import fold, slug
from giaoban.organisations.models import Placement, Unit, UnitName
from giaoban.organisations.queries.base import UnitRow, named, rows_of, visible, visible_to
from giaoban.organisations.rules import PARTY


def unit_near(actor: Actor, code: str, on: date) -> Unit:
    """The unit in force under this code on the day, else the last one before it, else the first after it."""
    units = list(visible_to(actor).filter(code=code).order_by("starts"))
    if not units:
        raise Hidden("unit")
    begun = [unit for unit in units if unit.starts <= on]
    return begun[-1] if begun else units[0]


def day_of(unit: Unit, on: date) -> date:
    """The day itself while the unit lives, else the nearest day of its life."""
    return min(max(on, unit.starts), unit.ends - timedelta(days=1))


def row_near(actor: Actor, unit: Unit, on: date) -> UnitRow:
    """The unit as of the day, or as of the nearest day of its life."""
    day = day_of(unit, on)
    return rows_of(named(Unit.objects.filter(pk=unit.pk), day), day, actor=actor)[0]


def find_ever(actor: Actor, words: str, limit: int = 20) -> list[tuple[int, str, date, date]]:
    """Units of all times that the words or the code fit: id, a name that fits, life; the latest first."""
    folded, code = fold(words).split(), slug(words)
    if not folded:
        return []
    fits = Q()
    for word in folded:
        fits &= Q(folded__contains=word)
    if code:
        fits |= Q(unit__code=code)
    rows = UnitName.objects.filter(visible(actor, "unit__"), fits).order_by("-starts", "sort_key", "pk")
    found: dict[int, tuple[int, str, date, date]] = {}
    for unit, name, starts, ends in rows.values_list("unit_id", "name", "unit__starts", "unit__ends")[
        : limit * 3
    ]:
        found.setdefault(unit, (unit, name, starts, ends))
    return list(found.values())[:limit]


def versions(unit_ids: Collection[int]) -> dict[int, int]:
    """The version of each unit now: what a form was opened on."""
    return dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "version"))


def tops(on: date) -> list[int]:
    """The units at the top of the Party line on the day."""
    places = Placement.objects.on(on).filter(hierarchy__code=PARTY, parent=None)
    return list(places.values_list("unit_id", flat=True))


def names_of_visible(actor: Actor, unit_ids: Collection[int], on: date) -> dict[int, str]:
    """What those of these units that the actor may know of are called on the day, or nearest to it."""
    rows = UnitName.objects.filter(visible(actor, "unit__"), unit_id__in=unit_ids).order_by("starts")
    found: dict[int, str] = {}
    for unit, name, starts in rows.values_list("unit_id", "name", "starts"):
        if starts <= on or unit not in found:
            found[unit] = name
    return found


def superiors_of_visible(actor: Actor, unit_ids: Collection[int], on: date) -> dict[int, str]:
    """What stands directly above each of these units in the Party line on the day, as far as the actor may
    know: what tells units of one name apart."""
    places = Placement.objects.on(on).filter(
        hierarchy__code=PARTY, unit_id__in=unit_ids, parent__isnull=False
    )
    above = dict(places.values_list("unit_id", "parent_id"))
    names = names_of_visible(actor, set(above.values()), on) if above else {}
    return {unit: names[parent] for unit, parent in above.items() if parent in names}


def stands_in(unit_id: int, line: str, on: date) -> bool:
    """Whether the unit has a place in the hierarchy on the day."""
    return Placement.objects.on(on).filter(hierarchy__code=line, unit_id=unit_id).exists()
