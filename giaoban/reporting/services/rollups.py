"""The cache of totals: rebuilt for a whole round in one swap, or along the way up from one late report.

Totals follow from the accepted reports of the leaves and can be made anew at any time. A unit with nothing
below it has no line: its total is what it has written itself.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction

from giaoban.core.dates import now
from giaoban.reporting.models import Obligation, Rollup, Round
from giaoban.reporting.queries.stored import Stored, stored
from giaoban.reporting.rules.cells import Aggregation
from giaoban.reporting.rules.rollup import Ints, Totals, Tree, combine
from giaoban.reporting.rules.states import TAKEN, State

_COPY = """
COPY reporting_rollup (round_id, unit_id, totals, counts, expected, source_hash, computed_at)
FROM STDIN (FORMAT BINARY)
"""
_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_INT8, _INT4 = 20, 23  # type numbers of PostgreSQL, part of the array's head
_ARRAY = [
    ("len", ">i4"),
    ("dimensions", ">i4"),
    ("nulls", ">i4"),
    ("type", ">i4"),
    ("size", ">i4"),
    ("from", ">i4"),
]


@dataclass(frozen=True, slots=True)
class Rolled:
    """What a roll-up of a whole round found: how many units, and how many lines the cache has now."""

    stored: Stored
    totals: Totals
    written: int


@transaction.atomic
def rollup_all(round_id: int) -> Rolled:
    """Totals of every unit of the round from the stored reports, and the cache replaced in one swap."""
    of = Round.objects.select_for_update().select_related("form_version").get(pk=round_id)
    found = stored(of)
    totals = found.totals()
    written = _replace(of, found, totals)
    return Rolled(found, totals, written)


def _replace(of: Round, found: Stored, totals: Totals) -> int:
    Rollup.objects.filter(round=of).delete()
    above = np.flatnonzero(~found.tree.leaf)
    marks = _marks(found.tree, found.hashes)
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write(_SIGNATURE)
        copy.write(_lines(of.pk, found.units[above], totals, above, [marks[at] for at in above.tolist()]))
        copy.write(b"\xff\xff")
    return len(above)


def _marks(tree: Tree, hashes: Sequence[bytes]) -> list[bytes]:
    """The hash of what each total was made from: of a leaf its report's, above it of all below in order."""
    marks = list(hashes)
    for level in reversed(tree.levels[1:]):
        units = tree.order[level]
        above = tree.parents[units]
        starts = np.flatnonzero(np.r_[True, above[1:] != above[:-1]]).tolist()
        numbers = units.tolist()
        for start, stop in zip(starts, [*starts[1:], len(numbers)], strict=True):
            marks[int(above[start])] = _mark(marks[unit] for unit in numbers[start:stop])
    return marks


def _mark(parts: Any) -> bytes:
    return hashlib.sha256(b"\n".join(parts)).hexdigest().encode()


def _lines(round_id: int, units: Ints, totals: Totals, at: Ints, marks: Sequence[bytes]) -> bytes:
    """Rows of a binary COPY: the widest row for each unit, then the bytes of missing values left out."""
    values, counts = totals.storable()[at], totals.counts[at]
    cells = values.shape[1]
    row = np.dtype(
        [
            *(("fields", ">i2"), ("round_l", ">i4"), ("round", ">i8"), ("unit_l", ">i4"), ("unit", ">i8")),
            *(("totals", _ARRAY), ("total", [("l", ">i4"), ("v", ">i8")], (cells,))),
            *(("counts", _ARRAY), ("count", [("l", ">i4"), ("v", ">i4")], (cells,))),
            *(("expected_l", ">i4"), ("expected", ">i4"), ("hash_l", ">i4"), ("hash", "S64")),
            *(("time_l", ">i4"), ("time", ">i8")),
        ]
    )
    absent = counts == 0
    made = np.zeros(len(at), row)
    made["fields"] = 7
    for name, width, value in (
        ("round", 8, round_id),
        ("unit", 8, units),
        ("expected", 4, totals.expected[at]),
        ("hash", 64, np.array(marks, "S64")),
        ("time", 8, _microseconds()),
    ):
        made[name], made[f"{name}_l"] = value, width
    for name, kind in (("totals", _INT8), ("counts", _INT4)):
        for key, value in (
            ("dimensions", 1),
            ("nulls", int(absent.any())),
            ("type", kind),
            ("size", cells),
            ("from", 1),
        ):
            made[name][key] = value
    made["totals"]["len"] = 20 + 12 * cells - 8 * absent.sum(axis=1)
    made["counts"]["len"] = 20 + 8 * cells
    made["total"]["l"], made["total"]["v"] = np.where(absent, -1, 8), values
    made["count"]["l"], made["count"]["v"] = 4, counts
    kept = np.ones((len(at), row.itemsize), np.bool_)
    first = row.fields["total"][1] if row.fields else 0
    inside = kept[:, first : first + 12 * cells].reshape(len(at), cells, 12)
    inside[absent, 4:] = False
    return made.view(np.uint8).reshape(len(at), row.itemsize)[kept].tobytes()


def _microseconds() -> int:
    """Now as PostgreSQL keeps it: microseconds since 2000."""
    return round((now().timestamp() - 946_684_800) * 1_000_000)


# --- one late report -----------------------------------------------------------------------------------

_ABOVE = """
WITH RECURSIVE way (unit_id, receiver_id, leaf, depth) AS (
    SELECT unit_id, receiver_id, leaf, depth FROM reporting_obligation
    WHERE round_id = %(round)s AND unit_id = %(unit)s
  UNION ALL
    SELECT o.unit_id, o.receiver_id, o.leaf, o.depth FROM way
    JOIN reporting_obligation o ON o.round_id = %(round)s AND o.unit_id = way.receiver_id
)
SELECT unit_id FROM way WHERE NOT leaf ORDER BY depth DESC
"""
_BELOW = """
SELECT o.leaf, o.state, s.figures, s.hash, r.totals, r.counts, r.expected, r.source_hash
FROM reporting_obligation o
LEFT JOIN reporting_submission s ON s.id = o.accepted_id AND o.state = ANY(%(taken)s)
LEFT JOIN reporting_rollup r ON r.round_id = o.round_id AND r.unit_id = o.unit_id AND NOT o.leaf
WHERE o.round_id = %(round)s AND o.receiver_id = %(unit)s ORDER BY o.unit_id
"""


@transaction.atomic
def refresh_path(obligation: Obligation) -> int:
    """Totals above one report that was accepted, taken back or excused: its superiors only, from below.

    Superiors are locked in the order of the way up before anything is read, so two reports of one commune
    that are accepted at once are both in. A round without a cache is rolled up whole.
    """
    facts = {"round": obligation.round_id, "unit": obligation.unit_id}
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, facts)
        way = [row[0] for row in cursor.fetchall()]
    held = {
        unit_id: line
        for unit_id in way
        for line in Rollup.objects.select_for_update().filter(round_id=obligation.round_id, unit_id=unit_id)
    }
    if len(held) < len(way):
        return rollup_all(obligation.round_id).written
    how = [cell.row.aggregation.value for cell in obligation.round.form_version.cells()]
    for unit_id in way:
        line = _from_below(held[unit_id], how)
        line.save(update_fields=["totals", "counts", "expected", "source_hash", "computed_at"])
    return len(way)


def _from_below(line: Rollup, how: Sequence[str]) -> Rollup:
    """A line of the cache anew from what stands directly below: reports of leaves, lines of the others."""
    facts: dict[str, Any] = {"round": line.round_id, "unit": line.unit_id, "taken": sorted(TAKEN)}
    empty: list[int | None] = [None] * len(how)
    figures, answers, marks, expected = [], [], [], 0
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, facts)
        for leaf, state, own, mark, totals, counts, below, made_from in cursor.fetchall():
            if leaf:
                asked = state != State.NOT_REQUIRED
                figures.append(own if own and asked else empty)
                answers.append([int(value is not None) for value in figures[-1]])
                expected += int(asked)
                marks.append((mark or "").encode())
            else:
                figures.append(totals)
                answers.append(counts)
                expected += below
                marks.append(made_from.encode())
    own_figures = _own(line) if Aggregation.NONE in how else empty
    line.totals, line.counts = [], []
    for at, way in enumerate(how):
        if way == Aggregation.NONE:
            line.totals.append(own_figures[at])
            line.counts.append(int(own_figures[at] is not None))
        else:
            line.totals.append(combine((values[at] for values in figures), way))
            line.counts.append(sum(count[at] for count in answers))
    line.expected, line.source_hash, line.computed_at = expected, _mark(marks).decode(), now()
    return line


def _own(line: Rollup) -> Sequence[int | None]:
    """What the unit itself has written, for cells that are entered at each level."""
    owed = Obligation.objects.filter(round_id=line.round_id, unit_id=line.unit_id, state__in=TAKEN)
    written = owed.values_list("accepted__figures", flat=True).first()
    return written or [None] * len(line.totals)
