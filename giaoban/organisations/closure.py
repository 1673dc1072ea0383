"""SQL of the dated closure: who stands above whom, from when to when, kept when a place changes.

Used by `placements` alone. Sets of moves and spans travel as arrays; intervals are cut and joined with
PostgreSQL's multiranges (≥ 15). Within one call moved units never stand above each other (`independent`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

Row = tuple[int, int | None, date, date]
Days = tuple[int, date, date]

COPY_PLACEMENTS = """
COPY organisations_placement (hierarchy_id, unit_id, parent_id, starts, ends, lead, change_id) FROM STDIN
"""

# The rows of `m`: moves as they were asked for.
_MOVES = """
WITH m AS (
    SELECT * FROM unnest(%(units)s::bigint[], %(parents)s::bigint[], %(starts)s::date[], %(ends)s::date[])
        AS m (unit_id, parent_id, starts, ends)
)
"""

# Each step is a LATERAL behind `OFFSET 0`: rows are always found from the unit below upwards (or from a moved
# unit downwards) through an index. Left to itself, the planner of a table without fresh statistics once
# looked for each path among all units below the top: 12 seconds for 500 rows.
_UP = """
    CROSS JOIN LATERAL (
        SELECT ancestor_id, depth, starts, ends FROM organisations_closure
        WHERE hierarchy_id = %(line)s AND descendant_id = {unit}
            AND starts < m.ends AND ends > m.starts OFFSET 0
    ) AS up
"""
_BOTH_DAYS = "range_agg(daterange(greatest(up.starts, m.starts), least(up.ends, m.ends)))"

# What changes above each moved unit: superiors that go and superiors that come, by distance, with their days.
# Who stays at the same distance (the top, when a unit moves from one province to another) is left untouched.
_CHANGES = (
    ", before AS (SELECT m.unit_id, up.ancestor_id, up.depth, "  # noqa: S608 - constants of this module
    + _BOTH_DAYS
    + " AS days FROM m"
    + _UP.format(unit="m.unit_id")
    + "WHERE up.depth > 0 GROUP BY 1, 2, 3)"
    + ", after AS (SELECT m.unit_id, up.ancestor_id, up.depth + 1 AS depth, "
    + _BOTH_DAYS
    + " AS days FROM m"
    + _UP.format(unit="m.parent_id")
    + """GROUP BY 1, 2, 3), diff AS (
    SELECT unit_id, ancestor_id, depth,
           before.days - coalesce(after.days, '{}'::datemultirange) AS goes,
           after.days - coalesce(before.days, '{}'::datemultirange) AS comes
    FROM before FULL JOIN after USING (unit_id, ancestor_id, depth)
)"""
)
_DOWN = """
    CROSS JOIN LATERAL unnest(diff.{days}) AS span
    CROSS JOIN LATERAL (
        SELECT descendant_id, depth, greatest(starts, lower(span)) AS starts, least(ends, upper(span)) AS ends
        FROM organisations_closure
        WHERE hierarchy_id = %(line)s AND ancestor_id = diff.unit_id
            AND starts < upper(span) AND ends > lower(span) OFFSET 0
    ) AS down
"""

# Paths from superiors that go, through a moved unit, to everything below it: cut over those days.
_DETACH = (
    """, cuts AS (
    SELECT c.id, range_agg(daterange(greatest(c.starts, down.starts), least(c.ends, down.ends))) AS days
    FROM diff"""  # noqa: S608 - the parts are the constants of this module
    + _DOWN.format(days="goes")
    + """
    CROSS JOIN LATERAL (
        SELECT id, ancestor_id, depth, starts, ends FROM organisations_closure
        WHERE hierarchy_id = %(line)s AND descendant_id = down.descendant_id
            AND starts < down.ends AND ends > down.starts OFFSET 0
    ) AS c
    WHERE c.ancestor_id = diff.ancestor_id AND c.depth = diff.depth + down.depth
    GROUP BY c.id
), gone AS (
    DELETE FROM organisations_closure c USING cuts WHERE c.id = cuts.id
    RETURNING c.hierarchy_id, c.ancestor_id, c.descendant_id, c.depth, c.starts, c.ends, cuts.days
)
INSERT INTO organisations_closure (hierarchy_id, ancestor_id, descendant_id, depth, starts, ends)
SELECT hierarchy_id, ancestor_id, descendant_id, depth, lower(rest), upper(rest)
FROM gone, unnest(datemultirange(daterange(gone.starts, gone.ends)) - gone.days) AS rest
"""
)

_OWN_ROWS = """, fresh AS (
    SELECT unit_id AS ancestor_id, unit_id AS descendant_id, 0 AS depth,
           range_agg(daterange(starts, ends)) AS days
    FROM m GROUP BY unit_id
)"""

# Superiors that come × everything below the moved unit, where their days meet.
_NEW_PATHS = (
    """, fresh AS (
    SELECT diff.ancestor_id, down.descendant_id, diff.depth + down.depth AS depth,
           range_agg(daterange(down.starts, down.ends)) AS days
    FROM diff"""  # noqa: S608 - the parts are the constants of this module
    + _DOWN.format(days="comes")
    + " GROUP BY 1, 2, 3)"
)

# Insert `fresh`, joined with rows of the same path that touch it: no needless fragments.
_MERGE = """, touched AS (
    SELECT c.id FROM fresh CROSS JOIN LATERAL (
        SELECT id, ancestor_id, depth, daterange(starts, ends) AS span FROM organisations_closure
        WHERE hierarchy_id = %(line)s AND descendant_id = fresh.descendant_id OFFSET 0
    ) AS c
    WHERE c.ancestor_id = fresh.ancestor_id AND c.depth = fresh.depth
        AND (c.span && fresh.days OR c.span -|- fresh.days)
), old AS (
    DELETE FROM organisations_closure c USING touched WHERE c.id = touched.id
    RETURNING c.ancestor_id, c.descendant_id, c.depth, daterange(c.starts, c.ends) AS span
), joined AS (
    SELECT ancestor_id, descendant_id, depth, range_agg(span) AS days
    FROM (SELECT ancestor_id, descendant_id, depth, unnest(days) AS span FROM fresh
          UNION ALL SELECT * FROM old) AS both_parts
    GROUP BY 1, 2, 3
)
INSERT INTO organisations_closure (hierarchy_id, ancestor_id, descendant_id, depth, starts, ends)
SELECT %(line)s, ancestor_id, descendant_id, depth, lower(span), upper(span) FROM joined, unnest(days) AS span
"""


def write(line: int, moves: Sequence[Row]) -> None:
    """Closure of units that now stand under new parents; placements are written by the caller."""
    facts = _arrays(line, moves)
    with connection.cursor() as cursor:
        cursor.execute(_MOVES + _CHANGES + _DETACH, facts)
        cursor.execute(_MOVES + _OWN_ROWS + _MERGE, facts)
        cursor.execute(_MOVES + _CHANGES + _NEW_PATHS + _MERGE, facts)


def drop(line: int, spans: Sequence[Days]) -> None:
    """No row leads to these units during their spans (and none from them, see `hanging`)."""
    statement = """, s AS (SELECT unit_id, range_agg(daterange(starts, ends)) AS days FROM m GROUP BY unit_id)
    , gone AS (
        DELETE FROM organisations_closure c USING s
        WHERE c.hierarchy_id = %(line)s AND c.descendant_id = s.unit_id
            AND daterange(c.starts, c.ends) && s.days
        RETURNING c.hierarchy_id, c.ancestor_id, c.descendant_id, c.depth, c.starts, c.ends, s.days
    )
    INSERT INTO organisations_closure (hierarchy_id, ancestor_id, descendant_id, depth, starts, ends)
    SELECT hierarchy_id, ancestor_id, descendant_id, depth, lower(rest), upper(rest)
    FROM gone, unnest(datemultirange(daterange(gone.starts, gone.ends)) - gone.days) AS rest"""
    with connection.cursor() as cursor:
        cursor.execute(_MOVES + statement, _spans(line, spans))


def cut_placements(line: int, spans: Sequence[Days]) -> None:
    """Take the spans out of existing places; a row that goes on before and after becomes two."""
    statement = """, s AS (SELECT unit_id, range_agg(daterange(starts, ends)) AS days FROM m GROUP BY unit_id)
    , gone AS (
        DELETE FROM organisations_placement p USING s
        WHERE p.hierarchy_id = %(line)s AND p.unit_id = s.unit_id AND daterange(p.starts, p.ends) && s.days
        RETURNING p.hierarchy_id, p.unit_id, p.parent_id, p.starts, p.ends, p.lead, p.change_id, s.days
    )
    INSERT INTO organisations_placement (hierarchy_id, unit_id, parent_id, starts, ends, lead, change_id)
    SELECT hierarchy_id, unit_id, parent_id, lower(rest), upper(rest), lead, change_id
    FROM gone, unnest(datemultirange(daterange(gone.starts, gone.ends)) - gone.days) AS rest"""
    with connection.cursor() as cursor:
        cursor.execute(_MOVES + statement, _spans(line, spans))


def grow(line: int, unit_ids: Sequence[int]) -> None:
    """Closure of units placed for the first time, after their parents; nothing stands below them yet."""
    statement = """
    WITH p AS (
        SELECT placed.* FROM unnest(%(units)s::bigint[]) AS u (unit_id) CROSS JOIN LATERAL (
            SELECT unit_id, parent_id, starts, ends FROM organisations_placement
            WHERE hierarchy_id = %(line)s AND unit_id = u.unit_id OFFSET 0
        ) AS placed
    )
    INSERT INTO organisations_closure (hierarchy_id, ancestor_id, descendant_id, depth, starts, ends)
    SELECT %(line)s, unit_id, unit_id, 0, lower(span), upper(span) FROM (
        SELECT unit_id, range_agg(daterange(starts, ends)) AS days FROM p GROUP BY unit_id
    ) AS own, unnest(days) AS span
    UNION ALL
    SELECT %(line)s, ancestor_id, unit_id, depth, lower(span), upper(span) FROM (
        SELECT up.ancestor_id, p.unit_id, up.depth + 1 AS depth,
               range_agg(daterange(greatest(up.starts, p.starts), least(up.ends, p.ends))) AS days
        FROM p CROSS JOIN LATERAL (
            SELECT ancestor_id, depth, starts, ends FROM organisations_closure
            WHERE hierarchy_id = %(line)s AND descendant_id = p.parent_id
                AND starts < p.ends AND ends > p.starts OFFSET 0
        ) AS up
        GROUP BY 1, 2, 3
    ) AS paths, unnest(days) AS span"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"line": line, "units": list(unit_ids)})


# --- questions -----------------------------------------------------------------------------------------


def independent(line: int, moves: Sequence[Row]) -> bool:
    """Whether no moved unit stands, on a day of both, above another moved unit or above its new parent."""
    statement = """, targets AS (
        SELECT unit_id, unit_id AS target_id, starts, ends FROM m
        UNION ALL SELECT unit_id, parent_id, starts, ends FROM m WHERE parent_id IS NOT NULL
    ), tangled AS (
        SELECT FROM targets AS low CROSS JOIN LATERAL (
            SELECT ancestor_id, starts, ends FROM organisations_closure
            WHERE hierarchy_id = %(line)s AND descendant_id = low.target_id
                AND starts < low.ends AND ends > low.starts OFFSET 0
        ) AS c
        JOIN m AS high ON high.unit_id = c.ancestor_id AND high.unit_id <> low.unit_id
            AND high.starts < least(c.ends, low.ends) AND high.ends > greatest(c.starts, low.starts)
    ) SELECT NOT EXISTS (SELECT FROM tangled)"""
    # A parent that is itself moved may have no row in the tree yet.
    moved = {move[0] for move in moves}
    if any(move[1] in moved for move in moves):
        return False
    return bool(_one(_MOVES + statement, _arrays(line, moves))[0])


def cycle(line: int, moves: Sequence[Row]) -> tuple[int, int, date] | None:
    """The first (unit, new parent, day) where the new parent stands below the unit or is it."""
    statement = (
        ", below AS (SELECT m.unit_id, m.parent_id, greatest(up.starts, m.starts) AS day FROM m"  # noqa: S608
        + _UP.format(unit="m.parent_id")
        + """ WHERE up.ancestor_id = m.unit_id
        UNION ALL SELECT unit_id, parent_id, starts FROM m WHERE unit_id = parent_id
    ) SELECT unit_id, parent_id, day FROM below ORDER BY day, unit_id LIMIT 1"""
    )
    return _one(_MOVES + statement, _arrays(line, moves))  # type: ignore[no-any-return]


def unplaced_parent(line: int, parents: Sequence[Days]) -> tuple[int, date] | None:
    """The first (parent, day) on which a wanted parent has no place of its own in this hierarchy."""
    statement = """, wanted AS (
        SELECT unit_id, range_agg(daterange(starts, ends)) AS days FROM m GROUP BY unit_id
    ), missing AS (
        SELECT w.unit_id, w.days - coalesce(own.days, '{}'::datemultirange) AS days
        FROM wanted w CROSS JOIN LATERAL (
            SELECT range_agg(daterange(starts, ends)) AS days FROM organisations_placement
            WHERE hierarchy_id = %(line)s AND unit_id = w.unit_id
        ) AS own
    ) SELECT unit_id, lower(days) FROM missing WHERE NOT isempty(days) ORDER BY 2, 1 LIMIT 1"""
    return _one(_MOVES + statement, _spans(line, parents))  # type: ignore[no-any-return]


def hanging(line: int, spans: Sequence[Days]) -> tuple[int, int, date] | None:
    """The first (unit, unit below, day) that would be left without superiors if the spans were taken out."""
    statement = """, s AS (
        SELECT unit_id, range_agg(daterange(starts, ends)) AS days FROM m GROUP BY unit_id
    ), left_over AS (
        SELECT c.ancestor_id, c.descendant_id, c.depth,
               (s.days * datemultirange(daterange(c.starts, c.ends)))
               - coalesce(below.days, '{}'::datemultirange) AS days
        FROM s
        JOIN organisations_closure c
            ON c.hierarchy_id = %(line)s AND c.ancestor_id = s.unit_id AND c.depth > 0
            AND daterange(c.starts, c.ends) && s.days
        LEFT JOIN s AS below ON below.unit_id = c.descendant_id
    ) SELECT ancestor_id, descendant_id, lower(days) FROM left_over
      WHERE NOT isempty(days) ORDER BY 3, depth, 1, 2 LIMIT 1"""
    return _one(_MOVES + statement, _spans(line, spans))  # type: ignore[no-any-return]


def first_placed(line: int, unit_ids: Sequence[int]) -> tuple[int, int | None, date, date] | None:
    """The first place that any of these units already has in this hierarchy."""
    statement = """
    SELECT unit_id, parent_id, starts, ends FROM organisations_placement
    WHERE hierarchy_id = %(line)s AND unit_id = ANY(%(units)s) ORDER BY unit_id, starts LIMIT 1"""
    return _one(statement, {"line": line, "units": list(unit_ids)})  # type: ignore[no-any-return]


def _one(statement: str, facts: dict[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return cursor.fetchone()


def _arrays(line: int, moves: Sequence[Row]) -> dict[str, Any]:
    return {
        "line": line,
        "units": [move[0] for move in moves],
        "parents": [move[1] for move in moves],
        "starts": [move[2] for move in moves],
        "ends": [move[3] for move in moves],
    }


def _spans(line: int, spans: Sequence[Days]) -> dict[str, Any]:
    return _arrays(line, [(unit, None, starts, ends) for unit, starts, ends in spans])
