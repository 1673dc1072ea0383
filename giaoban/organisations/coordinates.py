"""The two coordinates of every page, `/<unit code>/<period code>/`, as a unit in force and a period.

A unit code means the unit in force on the period's reference day; anything else is unknown (404).
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.http import HttpRequest

from giaoban.core.actors import Actor, acting
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
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
    unit = _named(_BY_CODE, unit_code, on)
    if unit is None or not may_see(actor, unit, on):
        raise Hidden("unit")
    expect(unit.pk)
    coordinates = _coordinates(unit, period)
    request.coordinates = coordinates  # type: ignore[attr-defined]  # read by the shell of the page
    return coordinates


def of_unit(unit_id: int, period: periods.Period) -> Coordinates | None:
    """The coordinates of a known unit in a period; None when it is not in force then."""
    unit = _named(_BY_ID, unit_id, period.reference_day)
    return None if unit is None else _coordinates(unit, period)


def may_see(actor: Actor, unit: "Named", on: date) -> bool:
    """Everybody with a grant sees the structure; a unit that is secret only those let in to it."""
    if unit.secrecy == Secrecy.NORMAL:
        return actor.can(Permission.VIEW, on=on)
    return actor.can(Permission.VIEW_SECRET, unit.pk, on=on)


# Written out, because every page asks this: in force on the day, with its name and its superior's.
_NAMED = """
SELECT u.id, u.code, u.secrecy,
    (SELECT n.name FROM organisations_unitname n
     WHERE n.unit_id = u.id AND n.starts <= %(on)s AND n.ends > %(on)s),
    (SELECT n.name FROM organisations_unitname n JOIN organisations_placement p ON p.parent_id = n.unit_id
     WHERE p.unit_id = u.id AND p.starts <= %(on)s AND p.ends > %(on)s
       AND p.hierarchy_id = (SELECT h.id FROM organisations_hierarchy h WHERE h.code = %(party)s)
       AND n.starts <= %(on)s AND n.ends > %(on)s
     LIMIT 1)
FROM organisations_unit u
WHERE u.starts <= %(on)s AND u.ends > %(on)s AND """
_BY_CODE, _BY_ID = f"{_NAMED} u.code = %(asked)s", f"{_NAMED} u.id = %(asked)s"


class Named(NamedTuple):
    """What the coordinates need of a unit in force on a day."""

    pk: int
    code: str
    secrecy: str
    name: str | None
    superior: str | None


def _named(which: str, asked: int | str, on: date) -> Named | None:
    with connection.cursor() as cursor:
        cursor.execute(which, {"asked": asked, "on": on, "party": PARTY})
        row = cursor.fetchone()
    return None if row is None else Named(*row)


def _coordinates(unit: Named, period: periods.Period) -> Coordinates:
    name, superior = unit.name or unit.code, unit.superior or ""
    return Coordinates(unit.pk, name, superior, unit.code, period, period.reference_day)
