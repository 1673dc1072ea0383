"""The two coordinates of every page, `/<unit code>/<period code>/`, as a unit in force and a period.

A unit code means the unit in force on the period's reference day; anything else is unknown (404).
"""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.organisations.models import Placement, Unit, UnitName
from giaoban.organisations.rules import PARTY, Permission
from giaoban.periods import rules as periods


@dataclass(frozen=True, slots=True)
class Coordinates:
    """`on` is the day as of which the page shows dated facts."""

    unit_id: int
    unit_name: str
    superior_name: str
    code: str
    period: periods.Period
    on: date


def resolve(request: HttpRequest, unit_code: str, period_code: str) -> Coordinates:
    """The coordinates of this address, kept on the request for the shell; Hidden when there are none such."""
    try:
        period = periods.Period.parse(period_code)
    except periods.NotAPeriodError as unknown:
        raise Hidden("period") from unknown
    actor: Actor = request.user  # type: ignore[assignment]  # a signed-in User fulfils the protocol
    on = period.reference_day
    unit = Unit.objects.on(on).filter(code=unit_code).first()
    if unit is None or not may_see(actor, unit, on):
        raise Hidden("unit")
    coordinates = _coordinates(unit, period, on)
    request.coordinates = coordinates  # type: ignore[attr-defined]  # read by the shell of the page
    return coordinates


def of_unit(unit_id: int, period: periods.Period) -> Coordinates | None:
    """The coordinates of a known unit in a period; None when it is not in force then."""
    on = period.reference_day
    unit = Unit.objects.on(on).filter(pk=unit_id).first()
    return None if unit is None else _coordinates(unit, period, on)


def may_see(actor: Actor, unit: Unit, on: date) -> bool:
    """Everybody with a grant sees the structure; a unit that is secret only those let in to it."""
    if unit.secrecy == Secrecy.NORMAL:
        return actor.can(Permission.VIEW, on=on)
    return actor.can(Permission.VIEW_SECRET, unit.pk, on=on)


def _coordinates(unit: Unit, period: periods.Period, on: date) -> Coordinates:
    parent = (
        Placement.objects.on(on).filter(unit=unit, hierarchy__code=PARTY).values_list("parent_id", flat=True).first()
    )
    wanted = [unit.pk] if parent is None else [unit.pk, parent]
    names = dict(UnitName.objects.on(on).filter(unit_id__in=wanted).values_list("unit_id", "name"))
    superior = names.get(parent, "") if parent is not None else ""
    return Coordinates(unit.pk, names.get(unit.pk, unit.code), superior, unit.code, period, on)
