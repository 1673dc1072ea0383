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

Bytes = NDArray[np.uint8]

# Who owes in the round, superiors first; all columns are 8 bytes wide.
_TREE = """
COPY (
    SELECT unit_id, coalesce(receiver_id, -1), (state <> '{excused}')::int::bigint
    FROM reporting_obligation WHERE round_id = {round} ORDER BY depth, receiver_id, unit_id
) TO STDOUT (FORMAT BINARY)
"""
_FIGURES = """
COPY (
    SELECT o.unit_id, s.hash, s.figures
    FROM reporting_obligation o JOIN reporting_submission s ON s.id = o.accepted_id
    WHERE o.round_id = {round} AND o.state IN ({taken}) {leaves}
) TO STDOUT (FORMAT BINARY)
"""
# Layout of a binary COPY: a header of 19 bytes; per row the number of columns (2 bytes), per column its
# length (4) and bytes; an array carries 20 bytes of head, then length (4) and value (8) of each element.
_HEAD, _ARRAY_HEAD, _WORD = 19, 20, 12
_TREE_ROW = np.dtype(
    [("fields", ">i2"), *((f"{n}{k}", t) for k in "abc" for n, t in (("l", ">i4"), ("v", ">i8")))]
)
HASH = 64


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
    figures = _stream(_FIGURES.format(round=int(of.pk), taken=taken, leaves=leaves))
    rows = np.frombuffer(tree, _TREE_ROW, (len(tree) - _HEAD - 2) // _TREE_ROW.itemsize, _HEAD)
    units, receivers = rows["va"].astype(np.int64), rows["vb"].astype(np.int64)
    place = _Places(units)
    parents = place.of(receivers)
    values = np.zeros((len(units), len(how)), np.int64)
    missing = np.ones((len(units), len(how)), np.bool_)
    hashes = [b""] * len(units)
    found, written, absent, marks = _figures(figures, len(how))
    at = place.of(found)
    values[at], missing[at] = written, absent
    for line, mark in zip(at.tolist(), marks, strict=True):
        hashes[line] = mark
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


def _figures(data: bytes, cells: int) -> tuple[Ints, Ints, Bools, list[bytes]]:
    """Unit, figures, what is missing, and hash of each row of `_FIGURES`."""
    starts: list[int] = []
    marks: list[bytes] = []
    at, end = _HEAD, len(data) - 2
    while at < end:
        length = int.from_bytes(data[at + 14 : at + 18], "big")
        marks.append(data[at + 18 : at + 18 + length])
        starts.append(at)
        at += 18 + length
        at += 4 + int.from_bytes(data[at : at + 4], "big")
    buffer = np.frombuffer(data, np.uint8)
    where = np.array(starts, np.int64)
    units = _read(buffer, where + 6, 8)
    lengths = np.array([len(mark) for mark in marks], np.int64)
    arrays = where + 18 + lengths + 4
    if len(where) and cells and not (_read(buffer, arrays + 12, 4) == cells).all():
        raise ValueError("a submission has another number of figures than its form has cells")
    values = np.zeros((len(where), cells), np.int64)
    missing = np.zeros((len(where), cells), np.bool_)
    at_element = arrays + _ARRAY_HEAD
    for cell in range(cells):
        absent = _read(buffer, at_element, 4) < 0
        missing[:, cell] = absent
        present = ~absent
        values[present, cell] = _read(buffer, at_element[present] + 4, 8)
        at_element = at_element + np.where(absent, 4, _WORD)
    return units, values, missing, marks


def _read(buffer: Bytes, at: Ints, width: int) -> Any:
    """Big-endian signed integers of `width` bytes that begin at the given places."""
    taken = buffer[at[:, None] + np.arange(width)]
    return taken.view(f">i{width}")[:, 0].astype(np.int64)
