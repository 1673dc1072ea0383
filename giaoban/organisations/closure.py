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

COPY_PLACEMENTS = (
    "COPY organisations_placement (hierarchy_id, unit_id, parent_id, starts, ends, lead, change_id) FROM STDIN"
)

# The rows of `m`: moves as they were asked for.
_MOVES = """
WITH m AS (
    SELECT * FROM unnest(%(units)s::bigint[], %(parents)s::bigint[], %(starts)s::date[], %(ends)s::date[])
        AS m (unit_id, parent_id, starts, ends)
)
"""

# Paths from old superiors, through a moved unit, to everything below it: cut over the days of the move.
_DETACH = """, cuts AS (
    SELECT c.id, range_agg(daterange(greatest(c.starts, up.starts, down.starts, m.starts),
                                     least(c.ends, up.ends, down.ends, m.ends))) AS days
    FROM m
    JOIN organisations_closure up
        ON up.hierarchy_id = %(line)s AND up.descendant_id = m.unit_id AND up.depth > 0
        AND up.starts < m.ends AND up.ends > m.starts
    JOIN organisations_closure down
        ON down.hierarchy_id = %(line)s AND down.ancestor_id = m.unit_id
        AND down.starts < least(m.ends, up.ends) AND down.ends > greatest(m.starts, up.starts)
    JOIN organisations_closure c
        ON c.hierarchy_id = %(line)s AND c.ancestor_id = up.ancestor_id AND c.descendant_id = down.descendant_id
        AND c.depth = up.depth + down.depth
        AND c.starts < least(m.ends, up.ends, down.ends) AND c.ends > greatest(m.starts, up.starts, down.starts)
    GROUP BY c.id
), gone AS (
    DELETE FROM organisations_closure c USING cuts WHERE c.id = cuts.id
    RETURNING c.hierarchy_id, c.ancestor_id, c.descendant_id, c.depth, c.starts, c.ends, cuts.days
)
INSERT INTO organisations_closure (hierarchy_id, ancestor_id, descendant_id, depth, starts, ends)
SELECT hierarchy_id, ancestor_id, descendant_id, depth, lower(rest), upper(rest)
FROM gone, unnest(datemultirange(daterange(gone.starts, gone.ends)) - gone.days) AS rest
"""

_OWN_ROWS = """, fresh AS (
    SELECT unit_id AS ancestor_id, unit_id AS descendant_id, 0 AS depth,
           range_agg(daterange(starts, ends)) AS days
    FROM m GROUP BY unit_id
)"""

# New superiors × everything below the moved unit, where their days meet.
_NEW_PATHS = """, fresh AS (
    SELECT up.ancestor_id, down.descendant_id, up.depth + down.depth + 1 AS depth,
           range_agg(daterange(greatest(up.starts, down.starts, m.starts),
                               least(up.ends, down.ends, m.ends))) AS days
    FROM m
    JOIN organisations_closure up
        ON up.hierarchy_id = %(line)s AND up.descendant_id = m.parent_id
        AND up.starts < m.ends AND up.ends > m.starts
    JOIN organisations_closure down
        ON down.hierarchy_id = %(line)s AND down.ancestor_id = m.unit_id
        AND down.starts < least(m.ends, up.ends) AND down.ends > greatest(m.starts, up.starts)
    GROUP BY 1, 2, 3
)"""

# Insert `fresh`, joined with rows of the same path that touch it: no needless fragments.
_MERGE = """, old AS (
    DELETE FROM organisations_closure c USING fresh
    WHERE c.hierarchy_id = %(line)s AND c.ancestor_id = fresh.ancestor_id
        AND c.descendant_id = fresh.descendant_id AND c.depth = fresh.depth
        AND (daterange(c.starts, c.ends) && fresh.days OR daterange(c.starts, c.ends) -|- fresh.days)
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
        cursor.execute(_MOVES + _DETACH, facts)
        cursor.execute(_MOVES + _OWN_ROWS + _MERGE, facts)
        cursor.execute(_MOVES + _NEW_PATHS + _MERGE, facts)


def drop(line: int, spans: Sequence[Days]) -> None:
    """No row leads to these units during their spans (and none from them, see `hanging`)."""
    statement = """, s AS (SELECT unit_id, range_agg(daterange(starts, ends)) AS days FROM m GROUP BY unit_id)
    , gone AS (
        DELETE FROM organisations_closure c USING s
        WHERE c.hierarchy_id = %(line)s AND c.descendant_id = s.unit_id AND daterange(c.starts, c.ends) && s.days
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
    """Closure of units placed for the first time, after that of their parents; nothing stands below them yet."""
    statement = """
    INSERT INTO organisations_closure (hierarchy_id, ancestor_id, descendant_id, depth, starts, ends)
    SELECT %(line)s, unit_id, unit_id, 0, lower(span), upper(span) FROM (
        SELECT unit_id, range_agg(daterange(starts, ends)) AS days FROM organisations_placement
        WHERE hierarchy_id = %(line)s AND unit_id = ANY(%(units)s) GROUP BY unit_id
    ) AS own, unnest(days) AS span
    UNION ALL
    SELECT %(line)s, ancestor_id, unit_id, depth, lower(span), upper(span) FROM (
        SELECT up.ancestor_id, p.unit_id, up.depth + 1 AS depth,
               range_agg(daterange(greatest(up.starts, p.starts), least(up.ends, p.ends))) AS days
        FROM organisations_placement p
        JOIN organisations_closure up
            ON up.hierarchy_id = %(line)s AND up.descendant_id = p.parent_id
            AND up.starts < p.ends AND up.ends > p.starts
        WHERE p.hierarchy_id = %(line)s AND p.unit_id = ANY(%(units)s)
        GROUP BY 1, 2, 3
    ) AS paths, unnest(days) AS span"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"line": line, "units": list(unit_ids)})


# --- questions -----------------------------------------------------------------------------------------


def independent(line: int, moves: Sequence[Row]) -> bool:
    """Whether no moved unit stands, on a day of both moves, above another moved unit or above its new parent."""
    statement = """, tangled AS (
        SELECT 1 FROM m AS high
        JOIN organisations_closure c
            ON c.hierarchy_id = %(line)s AND c.ancestor_id = high.unit_id
            AND c.starts < high.ends AND c.ends > high.starts
        JOIN m AS low ON low.unit_id <> high.unit_id AND c.descendant_id IN (low.unit_id, low.parent_id)
            AND low.starts < least(c.ends, high.ends) AND low.ends > greatest(c.starts, high.starts)
    ) SELECT NOT EXISTS (SELECT FROM tangled)"""
    found = _one(_MOVES + statement, _arrays(line, moves))
    # A parent that is itself moved may have no row in the tree yet.
    moved = {move[0] for move in moves}
    return bool(found and found[0]) and not any(move[1] in moved for move in moves)


def cycle(line: int, moves: Sequence[Row]) -> tuple[int, int, date] | None:
    """The first (unit, new parent, day) where the new parent stands below the unit or is it."""
    statement = """, below AS (
        SELECT m.unit_id, m.parent_id, greatest(c.starts, m.starts) AS day FROM m
        JOIN organisations_closure c
            ON c.hierarchy_id = %(line)s AND c.ancestor_id = m.unit_id AND c.descendant_id = m.parent_id
            AND c.starts < m.ends AND c.ends > m.starts
        UNION ALL SELECT unit_id, parent_id, starts FROM m WHERE unit_id = parent_id
    ) SELECT unit_id, parent_id, day FROM below ORDER BY day, unit_id LIMIT 1"""
    return _one(_MOVES + statement, _arrays(line, moves))


def unplaced_parent(line: int, parents: Sequence[Days]) -> tuple[int, date] | None:
    """The first (parent, day) on which a wanted parent has no place of its own in this hierarchy."""
    statement = """, wanted AS (
        SELECT unit_id, range_agg(daterange(starts, ends)) AS days FROM m GROUP BY unit_id
    ), missing AS (
        SELECT w.unit_id, w.days - coalesce(range_agg(daterange(c.starts, c.ends))
                                            FILTER (WHERE c.id IS NOT NULL), '{}'::datemultirange) AS days
        FROM wanted w LEFT JOIN organisations_closure c
            ON c.hierarchy_id = %(line)s AND c.ancestor_id = w.unit_id AND c.descendant_id = w.unit_id
        GROUP BY w.unit_id, w.days
    ) SELECT unit_id, lower(days) FROM missing WHERE NOT isempty(days) ORDER BY 2, 1 LIMIT 1"""
    return _one(_MOVES + statement, _spans(line, parents))


def hanging(line: int, spans: Sequence[Days]) -> tuple[int, int, date] | None:
    """The first (unit, unit below, day) that would be left without superiors if the spans were taken out."""
    statement = """, s AS (
        SELECT unit_id, range_agg(daterange(starts, ends)) AS days FROM m GROUP BY unit_id
    ), left_over AS (
        SELECT c.ancestor_id, c.descendant_id, c.depth,
               (s.days * datemultirange(daterange(c.starts, c.ends)))
               - coalesce(below.days, '{}'::datemultirange) AS days
        FROM s
        JOIN organisations_closure c ON c.hierarchy_id = %(line)s AND c.ancestor_id = s.unit_id AND c.depth > 0
            AND daterange(c.starts, c.ends) && s.days
        LEFT JOIN s AS below ON below.unit_id = c.descendant_id
    ) SELECT ancestor_id, descendant_id, lower(days) FROM left_over
      WHERE NOT isempty(days) ORDER BY 3, depth, 1, 2 LIMIT 1"""
    return _one(_MOVES + statement, _spans(line, spans))


def first_placed(line: int, unit_ids: Sequence[int]) -> tuple[int, int | None, date, date] | None:
    """The first place that any of these units already has in this hierarchy."""
    statement = """
    SELECT unit_id, parent_id, starts, ends FROM organisations_placement
    WHERE hierarchy_id = %(line)s AND unit_id = ANY(%(units)s) ORDER BY unit_id, starts LIMIT 1"""
    return _one(statement, {"line": line, "units": list(unit_ids)})


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
