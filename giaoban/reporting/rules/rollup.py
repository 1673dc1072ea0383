"""Totals of every unit of a round from the leaves' figures, level by level (reporting.md §2, §5).

Missing is never zero: a cell that nobody below has answered stays empty, and every total says how many of
the expected leaves it covers. Exact to the last digit whatever the number of units.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from giaoban.reporting.rules.cells import Aggregation, Row

# The largest figure a cell may hold, either way: everything that exists can be counted below it.
LIMIT = 10**15
# Sums that could come near the end of 64 bits are added as Python integers instead.
_SAFE = 2**62
_STORED = 2**63

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class UnlikeUnitsError(ValueError):
    """Rows that count different things are never added: 661 lượt nhân sự and 27 đồng chí are not 688."""

    def __init__(self, first: Row, second: Row) -> None:
        super().__init__(
            f"{first.code} ({first.counting_unit}) and {second.code} ({second.counting_unit}) are never added"
        )
        self.first, self.second = first, second


def add_rows(rows: Iterable[tuple[Row, int | None]]) -> int | None:
    """The sum of several rows of one report, when all count the same thing; None when all are missing.

    >>> from giaoban.reporting.rules.cells import IndicatorKind
    >>> one = Row("CAD.PLAN", "Quy hoạch", "lượt", IndicatorKind.FLOW)
    >>> two = Row("CAD.APPT", "Bổ nhiệm", "lượt", IndicatorKind.FLOW)
    >>> left_out = Row("CAD.OUT", "Chưa xem xét", "đồng chí", IndicatorKind.FLOW)
    >>> add_rows([(one, 661), (two, 115)]), add_rows([(one, None), (two, 115)]), add_rows([(one, None)])
    (776, 115, None)
    >>> add_rows([(one, 661), (left_out, 27)])
    Traceback (most recent call last):
    giaoban.reporting.rules.rollup.UnlikeUnitsError: CAD.PLAN (lượt) and CAD.OUT (đồng chí) are never added
    """
    total: int | None = None
    first: Row | None = None
    for row, value in rows:
        first = first or row
        if row.counting_unit != first.counting_unit:
            raise UnlikeUnitsError(first, row)
        if value is not None:
            total = value + (total or 0)
    return total


def ratio(numerator: int | None, denominator: int | None) -> Decimal | None:
    """Percent from the two sums; never an average of percents, and nothing where either is missing or of 0.

    >>> ratio(350459, 365911).quantize(Decimal("0.01")), ratio(1, 0), ratio(None, 5)
    (Decimal('95.78'), None, None)
    """
    if numerator is None or not denominator:
        return None
    return Decimal(numerator) * 100 / Decimal(denominator)


def change(now: int | None, before: int | None) -> Decimal | None:
    """Change in percent against an earlier figure; None where there is nothing to compare with.

    >>> change(128, 41).quantize(Decimal("0.01")), change(371, 402).quantize(Decimal("0.01"))
    (Decimal('212.20'), Decimal('-7.71'))
    >>> change(5, 0), change(None, 3)
    (None, None)
    """
    if now is None or not before:
        return None
    return Decimal(now - before) * 100 / Decimal(abs(before))


def combine(values: Iterable[int | None], how: str) -> int | None:
    """One cell of several reports; missing ones are left out, and all missing stays missing.

    >>> combine([10, None, 7], "sum"), combine([10, None, 7], "max"), combine([None], "sum")
    (17, 10, None)
    >>> combine([10, 7], "none") is None
    True
    """
    present = [value for value in values if value is not None]
    if not present or how == Aggregation.NONE:
        return None
    if how == Aggregation.SUM:
        return sum(present)
    return max(present) if how == Aggregation.MAX else min(present)


def rate(accepted: int, obligations: int, not_required: int) -> Decimal | None:
    """Percent of reports that are in: accepted ÷ (obligations − not required). None when none are asked.

    >>> rate(87, 104, 2).quantize(Decimal("0.01")), rate(0, 3, 3)
    (Decimal('85.29'), None)
    """
    asked = obligations - not_required
    return Decimal(accepted) * 100 / asked if asked else None


# --- the tree ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tree:
    """Units in the order in which they are added: deeper ones later, children of one parent side by side.

    `order[i]` is the caller's number of the i-th unit; levels are slices of that order, the top first.
    `leaf` and the totals are in the caller's numbers.
    """

    parents: Ints
    order: Ints
    levels: tuple[slice, ...]
    leaf: Bools


def tree_of(parents: Sequence[int] | Ints) -> Tree:
    """The tree from parent numbers, −1 at a top; ValueError for a parent that is unknown or a circle.

    >>> tree = tree_of([-1, 0, 0, 1])
    >>> tree.order.tolist(), tree.leaf.tolist()
    ([0, 1, 2, 3], [False, False, True, True])
    >>> tree_of([1, 0])
    Traceback (most recent call last):
    ValueError: units stand above each other
    """
    above = np.asarray(parents, np.int64)
    units = len(above)
    if units and (above.max() >= units or above.min() < -1):
        raise ValueError("a parent is not among the units")
    depth = np.zeros(units, np.int64)
    climbing, steps = above.copy(), 0
    while (on_the_way := climbing >= 0).any():
        if steps > units:
            raise ValueError("units stand above each other")
        depth += on_the_way
        climbing = np.where(on_the_way, above[climbing], -1)
        steps += 1
    order = np.lexsort((above, depth))
    bounds = np.searchsorted(depth[order], np.arange(int(depth.max(initial=-1)) + 2))
    leaf = np.ones(units, np.bool_)
    leaf[above[above >= 0]] = False
    return Tree(above, order, tuple(slice(int(a), int(b)) for a, b in pairwise(bounds)), leaf)


# --- the totals ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Totals:
    """`values[u, c]` counts only where `counts[u, c]` > 0: that many leaves below `u` answered the cell, of
    `expected[u]` asked. `values` holds Python integers where a sum could leave 64 bits."""

    values: NDArray[Any]
    counts: NDArray[np.int32]
    expected: NDArray[np.int32]

    def of(self, unit: int) -> list[int | None]:
        pairs = zip(self.values[unit].tolist(), self.counts[unit].tolist(), strict=True)
        return [int(value) if count else None for value, count in pairs]

    def storable(self) -> Ints:
        """As 64-bit integers; OverflowError names the first total that does not fit, nothing is cut off."""
        if self.values.dtype == np.int64:
            return self.values
        for unit, cell in np.argwhere((self.values >= _STORED) | (self.values < -_STORED))[:1]:
            value = self.values[unit, cell]
            raise OverflowError(f"unit {unit}, cell {cell}: {value} needs more than 64 bits")
        return self.values.astype(np.int64)


def roll_up(
    tree: Tree,
    values: Ints,
    missing: Bools,
    how: Sequence[str],
    required: Bools | None = None,
) -> Totals:
    """Totals of every unit. `how` gives the aggregation of each cell; a leaf that is not required counts
    nowhere. A cell that is not added (NONE) keeps what each unit itself has written.

    >>> values = np.array([[0, 9], [0, 0], [10, 1], [7, 2]])
    >>> missing = np.array([[True, False], [True, True], [False, False], [False, False]])
    >>> totals = roll_up(tree_of([-1, 0, 1, 1]), values, missing, ["sum", "none"])
    >>> totals.of(0), totals.of(1), totals.counts[0].tolist(), int(totals.expected[0])
    ([17, 9], [17, None], [2, 1], 2)
    """
    units, cells = values.shape
    asked = np.ones(units, np.bool_) if required is None else required
    top = max(int(values.max()), -int(values.min())) if values.size else 0
    if top > LIMIT:
        raise ValueError(f"a figure lies beyond ±{LIMIT:,}")
    here = ~missing & asked[:, None]
    answering = here & tree.leaf[:, None]
    expected = _add(tree, (tree.leaf & asked).astype(np.int32)[:, None])[:, 0]
    counts = _add(tree, answering.astype(np.int32))
    totals: NDArray[Any] = np.zeros((units, cells), np.int64)
    wide = top * max(1, int(tree.leaf.sum())) >= _SAFE
    for kind, (ufunc, idle) in _WAYS.items():
        columns = np.array([way == kind for way in how], np.bool_)
        if columns.any():
            whole = bool(columns.all())
            block = np.where(answering, values, idle) if whole else _block(answering, values, idle, columns)
            if wide and kind == Aggregation.SUM:
                block = block.astype(object)
            added = _add(tree, block, ufunc)
            if added.dtype != totals.dtype:
                totals = totals.astype(object)
            if whole:
                totals = added
            else:
                totals[:, columns] = added
    own = [at for at, way in enumerate(how) if way == Aggregation.NONE]
    totals[:, own] = values[:, own]
    counts[:, own] = here[:, own]
    totals[counts == 0] = 0
    return Totals(totals, counts, expected)


_ENDS = np.iinfo(np.int64)
# How a kind of cell is combined, and what stands for "no answer" while it is.
_WAYS: dict[str, tuple[np.ufunc, int]] = {
    Aggregation.SUM: (np.add, 0),
    Aggregation.MAX: (np.maximum, _ENDS.min),
    Aggregation.MIN: (np.minimum, _ENDS.max),
}


def _block(answering: Bools, values: Ints, idle: int, columns: Bools) -> Ints:
    return np.where(answering[:, columns], values[:, columns], idle)


def _add(tree: Tree, block: NDArray[Any], ufunc: np.ufunc = np.add) -> NDArray[Any]:
    """Every unit's own line combined with those of everything below it: one pass a level, the deepest first.

    Children of one parent lie side by side in the order, so a level is combined by slices.
    """
    total = block.copy()
    for level in reversed(tree.levels[1:]):
        units = tree.order[level]
        above = tree.parents[units]
        starts = np.flatnonzero(np.r_[True, above[1:] != above[:-1]])
        sums = ufunc.reduceat(total[units], starts, axis=0)
        owners = above[starts]
        total[owners] = ufunc(total[owners], sums)
    return total
