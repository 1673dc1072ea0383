"""The two coordinates of every page, `/<unit code>/<period code>/`, as a unit in force and a period.

A unit code means the unit in force on the period's reference day; anything else is unknown (404).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from giaoban.core.actors import Actor, acting
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.organisations.models import Placement, Unit, UnitName
from giaoban.organisations.queries.line import expect
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
    actor = acting(request)
    on = period.reference_day
    unit = _named(on).filter(code=unit_code).first()
    if unit is None or not may_see(actor, unit, on):
        raise Hidden("unit")
    expect(unit.pk)
    coordinates = _coordinates(unit, period)
    request.coordinates = coordinates  # type: ignore[attr-defined]  # read by the shell of the page
    return coordinates


def of_unit(unit_id: int, period: periods.Period) -> Coordinates | None:
    """The coordinates of a known unit in a period; None when it is not in force then."""
    unit = _named(period.reference_day).filter(pk=unit_id).first()
    return None if unit is None else _coordinates(unit, period)


def may_see(actor: Actor, unit: Unit, on: date) -> bool:
    """Everybody with a grant sees the structure; a unit that is secret only those let in to it."""
    if unit.secrecy == Secrecy.NORMAL:
        return actor.can(Permission.VIEW, on=on)
    return actor.can(Permission.VIEW_SECRET, unit.pk, on=on)


def _named(on: date) -> QuerySet[Unit]:
    """Units in force on the day with their name and their superior's, in one query."""
    names = UnitName.objects.on(on)
    parent = (
        Placement.objects.on(on)
        .filter(unit=OuterRef(OuterRef("pk")), hierarchy__code=PARTY)
        .values("parent_id")
    )
    return Unit.objects.on(on).annotate(
        name=Subquery(names.filter(unit=OuterRef("pk")).values("name")[:1]),
        superior=Subquery(names.filter(unit_id__in=parent).values("name")[:1]),
    )


def _coordinates(unit: Any, period: periods.Period) -> Coordinates:
    name, superior = unit.name or unit.code, unit.superior or ""
    return Coordinates(unit.pk, name, superior, unit.code, period, period.reference_day)
