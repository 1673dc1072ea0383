"""A whole round as arrays, streamed in PostgreSQL's binary form: who stands above whom, and the figures.

A national round is 67,000 units and three million figures; as Python objects they would cost seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from giaoban.reporting.models import Round
from giaoban.reporting.rules.cells import Aggregation
from giaoban.reporting.rules.rollup import Bools, Ints, Totals, Tree, roll_up, tree_of
from giaoban.reporting.rules.states import TAKEN, State

# Who owes in the round, superiors first; all columns are 8 bytes wide.
_TREE = """
COPY (
    SELECT unit_id, coalesce(receiver_id, -1), (state <> '{excused}')::int::bigint
    FROM reporting_obligation WHERE round_id = {round} ORDER BY depth, receiver_id, unit_id
) TO STDOUT (FORMAT BINARY)
"""
# Missing figures travel as a number that no cell can hold, so that every row has the same length.
_FIGURES = """
COPY (
    SELECT o.unit_id, rpad(s.hash, {hash}), array_replace(s.figures, NULL, '{missing}'::bigint)
    FROM reporting_obligation o JOIN reporting_submission s ON s.id = o.accepted_id
    WHERE o.round_id = {round} AND o.state IN ({taken}) {leaves}
) TO STDOUT (FORMAT BINARY)
"""
HASH = 64
_MISSING = np.iinfo(np.int64).min
# Layout of a binary COPY: a header of 19 bytes, rows, an end of 2 bytes. A row is the number of columns (2
# bytes), then for each column its length (4) and bytes; an array carries 20 bytes of head, then length (4)
# and value (8) of each element.
_HEADER, _END = 19, 2
_TREE_ROW = np.dtype(
    [("fields", ">i2"), *((f"{name}{k}", kind) for k in "abc" for name, kind in (("l", ">i4"), ("v", ">i8")))]
)


def _figure_row(cells: int) -> np.dtype[Any]:
    return np.dtype(
        [
            *(("fields", ">i2"), ("unit_l", ">i4"), ("unit", ">i8"), ("hash_l", ">i4"), ("hash", f"S{HASH}")),
            *(("array_l", ">i4"), ("head", ">i4", (5,))),
            ("figures", [("l", ">i4"), ("v", ">i8")], (cells,)),
        ]
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """The figures of a round as they are stored; line i of every array is unit `units[i]`."""

    units: Ints
    tree: Tree
    required: Bools
    values: Ints
    missing: Bools
    hashes: Sequence[bytes]
    how: Sequence[str]

    def totals(self) -> Totals:
        return roll_up(self.tree, self.values, self.missing, self.how, self.required)


def stored(of: Round) -> Stored:
    """Every unit of the round with what was accepted of it; nothing written is taken as missing."""
    how = [cell.row.aggregation.value for cell in of.form_version.cells()]
    own_figures_count = Aggregation.NONE in how
    taken = ", ".join(f"'{state}'" for state in sorted(TAKEN))
    tree = _stream(_TREE.format(round=int(of.pk), excused=State.NOT_REQUIRED.value))
    leaves = "" if own_figures_count else "AND o.leaf"
    facts = {"round": int(of.pk), "taken": taken, "leaves": leaves, "hash": HASH, "missing": _MISSING}
    figures = _rows(_stream(_FIGURES.format(**facts)), _figure_row(len(how)))
    rows = _rows(tree, _TREE_ROW)
    units, receivers = rows["va"].astype(np.int64), rows["vb"].astype(np.int64)
    place = _Places(units)
    parents = place.of(receivers)
    values = np.zeros((len(units), len(how)), np.int64)
    missing = np.ones((len(units), len(how)), np.bool_)
    hashes = [b""] * len(units)
    at = place.of(figures["unit"].astype(np.int64))
    written = figures["figures"]["v"].astype(np.int64)
    absent = written == _MISSING
    values[at], missing[at] = np.where(absent, 0, written), absent
    for line, mark in zip(at.tolist(), figures["hash"].tolist(), strict=True):
        hashes[line] = mark.rstrip()
    return Stored(units, tree_of(parents), rows["vc"].astype(np.bool_), values, missing, hashes, how)


class _Places:
    """Line numbers by unit id; −1 for a unit that owes nothing in this round."""

    def __init__(self, units: Ints) -> None:
        self.order = np.argsort(units)
        self.sorted = units[self.order]

    def of(self, wanted: Ints) -> Ints:
        if not len(self.sorted):
            return np.full(len(wanted), -1, np.int64)
        at = np.minimum(np.searchsorted(self.sorted, wanted), len(self.sorted) - 1)
        found: Ints = np.where(self.sorted[at] == wanted, self.order[at], -1)
        return found


def _stream(statement: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return b"".join(bytes(block) for block in copy)


def _rows(data: bytes, row: np.dtype[Any]) -> NDArray[Any]:
    """The rows of a binary COPY that are all of one length; ValueError when one of them is not."""
    count, rest = divmod(len(data) - _HEADER - _END, row.itemsize)
    rows: NDArray[Any] = np.frombuffer(data, row, count, _HEADER)
    lengths = {name: row[name].itemsize for name in row.names or () if f"{name}_l" in (row.names or ())}
    even = all((rows[f"{name}_l"] == length).all() for name, length in lengths.items())
    if "head" in (row.names or ()):
        even = even and bool((rows["head"][:, 3] == row["figures"].shape[0]).all())
    if rest or not even:
        raise ValueError("a submission has another number of figures than its form has cells")
    return rows
