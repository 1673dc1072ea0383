"""Where a unit stands, and whose line it works over: a commission or an office works over its committee's.

Everything above a unit on any day is one small query, read along with its superiors' and remembered while a
page is read: a page asks about several days and about its own line again and again.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Value

from giaoban.core.memo import once_a_page
from giaoban.organisations.models import Closure, Placement
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


def expect(*unit_ids: int | None) -> None:
    """Units that a page will ask about: read along with the first one it does ask about."""
    _expected().update(unit_id for unit_id in unit_ids if unit_id is not None)


def expected() -> set[int]:
    """Those units and what stands above them, as far as the page knows: it will call them by name, too."""
    return _expected() | _known().keys()


def _rows(unit_id: int) -> list[Above]:
    known = _known()
    if unit_id not in known:
        asked = {unit_id} | _expected() - known.keys()
        known.update({one: [] for one in asked})
        # closures of all that was ever above, so that one query answers for the superiors, too
        near = Closure.objects.filter(descendant_id__in=asked).values("ancestor_id")
        rows = Closure.objects.filter(descendant_id__in=near).values_list(
            *("descendant_id", "hierarchy_id", "hierarchy__code", "ancestor_id", "depth", "starts", "ends"),
            *("descendant__kind__advises", "ancestor__kind__advises"),
        )
        leads = Placement.objects.filter(unit_id__in=near, lead=True, parent__isnull=False).values_list(
            *("unit_id", "hierarchy_id", "hierarchy__code", "parent_id", Value(LEADS), "starts", "ends"),
            *("unit__kind__advises", "parent__kind__advises"),
        )
        found: dict[int, list[Above]] = {}
        for below, *row in rows.order_by().union(leads.order_by(), all=True):
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
