"""What the tables say of a day, and what must hold of them on every day."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db import connection

from giaoban.audit.models import Entry
from giaoban.core.dates import OPEN
from giaoban.organisations.models import Change, Closure, Department, Placement, Succession, Unit, UnitName
from giaoban.organisations.rules import PARTY

RECURSIVE = """
WITH RECURSIVE line (hierarchy_id, ancestor_id, descendant_id, depth) AS (
    SELECT hierarchy_id, unit_id, unit_id, 0 FROM organisations_placement
    WHERE starts <= %(on)s AND ends > %(on)s
    UNION ALL
    SELECT line.hierarchy_id, p.parent_id, line.descendant_id, line.depth + 1
    FROM line JOIN organisations_placement p
        ON p.hierarchy_id = line.hierarchy_id AND p.unit_id = line.ancestor_id
        AND p.starts <= %(on)s AND p.ends > %(on)s
    WHERE p.parent_id IS NOT NULL
) SELECT hierarchy_id, ancestor_id, descendant_id, depth FROM line
"""


def everything() -> dict[str, list[Any]]:
    """Every row that a door may write: equal before and after means nothing was half written."""
    tables = (Unit, UnitName, Placement, Closure, Change, Succession, Department, Entry, Change.units.through)
    return {table._meta.label: list(table._default_manager.order_by("pk").values_list()) for table in tables}


def boundary_days() -> list[date]:
    """The first day, every day on which something begins or ends, and the eve of each."""
    days: set[date] = set()
    for table in (Unit, UnitName, Placement, Closure):
        for starts, ends in table._default_manager.values_list("starts", "ends"):
            days |= {starts, ends}
    days.discard(OPEN)
    return sorted(days | {day - timedelta(days=1) for day in days})


def check_day(on: date) -> None:
    """Closure equals recursion; every living unit has one name and, in the Party line, one place."""
    with connection.cursor() as cursor:
        cursor.execute(RECURSIVE, {"on": on})
        recursive = sorted(cursor.fetchall())
    rows = Closure.objects.on(on).values_list("hierarchy_id", "ancestor_id", "descendant_id", "depth")
    assert sorted(rows) == recursive
    alive = sorted(Unit.objects.on(on).values_list("pk", flat=True))
    assert sorted(UnitName.objects.on(on).values_list("unit_id", flat=True)) == alive
    placed = Placement.objects.on(on)
    assert sorted(set(placed.values_list("unit_id", flat=True))) == alive
    party = set(Placement.objects.filter(hierarchy__code=PARTY).values_list("unit_id", flat=True))
    in_line = sorted(placed.filter(hierarchy__code=PARTY).values_list("unit_id", flat=True))
    assert in_line == [unit for unit in alive if unit in party]
    parents = set(placed.exclude(parent=None).values_list("parent_id", flat=True))
    assert parents <= set(alive)


def check_no_fragments() -> None:
    """No two closure rows of one path overlap or touch: neither duplicates nor needless pieces."""
    rows = Closure.objects.order_by("hierarchy_id", "ancestor_id", "descendant_id", "starts")
    known = list(rows.values_list("hierarchy_id", "ancestor_id", "descendant_id", "depth", "starts", "ends"))
    for before, after in pairwise(known):
        if before[:3] == after[:3]:
            assert before[5] <= after[4], "two rows for one path on one day"
            assert before[3] != after[3] or before[5] < after[4], "neighbours that should be one row"
