"""Where a unit stands, and whose line it works over: a commission or an office works over its committee's.

Everything above a unit on any day is one small query, read along with its superiors' and remembered while a
page is read: a page asks about several days and about its own line again and again.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection

from giaoban.core.memo import once_a_page, remembering
from giaoban.organisations.rules import PARTY

LEADS = -1  # the depth of a row that says: leads this cluster


class Above(NamedTuple):
    """Who stood above a unit and how far, from when until when; or which cluster it led."""

    hierarchy_id: int
    hierarchy: str
    ancestor_id: int
    depth: int
    starts: date
    ends: date
    advises: bool
    next_advises: bool


def above(unit_id: int, on: date | None = None) -> list[Above]:
    """What stood above the unit on the day (ever, without one) in any hierarchy, itself included at 0."""
    return [row for row in _rows(unit_id) if row.depth >= 0 and (on is None or row.starts <= on < row.ends)]


def around(unit_id: int) -> tuple[Above, ...]:
    """All that is known of the unit's place on any day: what `above` and `led_by` choose from."""
    return tuple(_rows(unit_id))


def expect(*unit_ids: int | None) -> None:
    """Units that a page will ask about: read along with the first one it does ask about."""
    _expected().update(unit_id for unit_id in unit_ids if unit_id is not None)


def expected() -> set[int]:
    """Those units and what stands above them, as far as the page knows: it will call them by name, too."""
    return _expected() | _known().keys()


# A page asks for its superiors, too, so what stands above them comes along; a door asks for one unit.
# What is looked up by its key stands in the columns: joined, it is scanned whole while tables just filled
# have no statistics yet, a thousand times slower.
_ADVISES = """(SELECT k.advises FROM organisations_unit u JOIN organisations_kind k ON k.code = u.kind_id
        WHERE u.id = {})"""
_HIERARCHY = "(SELECT h.code FROM organisations_hierarchy h WHERE h.id = {}.hierarchy_id)"
_NEAR = """(ARRAY(
    SELECT unnest(%(asked)s::bigint[])
  UNION
    SELECT ancestor_id FROM organisations_closure WHERE %(wide)s AND descendant_id = ANY(%(asked)s)
))"""
_ROWS = f"""
SELECT c.descendant_id, c.hierarchy_id, {_HIERARCHY.format("c")}, c.ancestor_id, c.depth, c.starts, c.ends,
    {_ADVISES.format("c.descendant_id")}, {_ADVISES.format("c.ancestor_id")}
FROM organisations_closure c WHERE c.descendant_id = ANY {_NEAR}
UNION ALL
SELECT p.unit_id, p.hierarchy_id, {_HIERARCHY.format("p")}, p.parent_id, %(leads)s, p.starts, p.ends,
    {_ADVISES.format("p.unit_id")}, {_ADVISES.format("p.parent_id")}
FROM organisations_placement p WHERE p.lead AND p.unit_id = ANY {_NEAR}
"""  # noqa: S608  put together from the lines above


def _rows(unit_id: int) -> list[Above]:
    known = _known()
    if unit_id not in known:
        asked = {unit_id} | _expected() - known.keys()
        known.update({one: [] for one in asked})
        with connection.cursor() as cursor:
            cursor.execute(_ROWS, {"asked": list(asked), "wide": remembering(), "leads": LEADS})
            rows = cursor.fetchall()
        found: dict[int, list[Above]] = {}
        for below, *row in rows:
            found.setdefault(below, []).append(Above(*row))
        known.update({one: sorted(lines, key=lambda row: row.depth) for one, lines in found.items()})
    return known[unit_id]


@once_a_page
def _known() -> dict[int, list[Above]]:
    """Filled while the page is read; where nothing is remembered it is empty at every call."""
    return {}


@once_a_page
def _expected() -> set[int]:
    return set()


def line_of(unit_id: int, on: date) -> int:
    """The committee that the unit advises on the day; any other unit is its own line."""
    nearest = (row for row in above(unit_id, on) if row.hierarchy == PARTY and row.depth == 1 and row.advises)
    return next((row.ancestor_id for row in nearest), unit_id)


def lines_of(unit_id: int, on: date) -> tuple[int, ...]:
    """The unit itself, then the one it advises, and so on up to the committee: a local department, the
    central commission, the Central Committee. What belongs to any of them is worked on here."""
    chain, advises = [unit_id], None
    for row in above(unit_id, on):
        if row.hierarchy != PARTY or not row.depth:
            continue
        if not (row.advises if advises is None else advises):
            break
        chain.append(row.ancestor_id)
        advises = row.next_advises
    return tuple(chain)


def stands_in_party_line(unit_id: int, on: date) -> bool:
    return any(row.hierarchy == PARTY and row.depth == 0 for row in above(unit_id, on))


def led_by(unit_ids: Iterable[int], on: date) -> list[int]:
    """The clusters that one of these units leads on the day."""
    return [
        row.ancestor_id
        for unit_id in unit_ids
        for row in _rows(unit_id)
        if row.depth == LEADS and row.starts <= on < row.ends
    ]
