"""The roll-up against an independent sum in plain Python on random trees, and what a wrong one looks like."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.reporting.rules import rollup
from giaoban.reporting.rules.cells import Aggregation, IndicatorKind, Row

HOW = [way.value for way in Aggregation]


@dataclass(frozen=True)
class Land:
    """A random tree of a round: figures of every unit (None: missing), who need not report, who is in.

    A late report counts like one in time, a returned one or one that never came is missing altogether.
    """

    parents: list[int]
    figures: list[list[int | None]]
    required: list[bool]
    how: list[str]


STATES = ("on_time", "late", "returned", "not_sent", "not_required")
BIG = 10**15


@st.composite
def lands(draw: st.DrawFn) -> Land:
    depth = draw(st.integers(1, 5))
    parents, level = [-1], [0]
    for _deeper in range(depth - 1):
        below = []
        for parent in level:
            for _child in range(draw(st.integers(0, 4))):
                below.append(len(parents))
                parents.append(parent)
        level = below
        if not level:
            break
    how = draw(st.lists(st.sampled_from(HOW), min_size=1, max_size=5))
    value = st.one_of(st.none(), st.integers(-9, 9), st.sampled_from([0, BIG, -BIG, BIG - 1]))
    states = [draw(st.sampled_from(STATES)) for _unit in parents]
    figures = [
        [draw(value) if state in {"on_time", "late", "not_required"} else None for _cell in how]
        for state in states
    ]
    # Numbers of units in any order: the roll-up may not rely on parents coming first.
    shuffle = draw(st.permutations(range(len(parents))))
    place = {old: new for new, old in enumerate(shuffle)}
    return Land(
        [-1 if parents[old] < 0 else place[parents[old]] for old in shuffle],
        [figures[old] for old in shuffle],
        [states[old] != "not_required" for old in shuffle],
        how,
    )


def by_hand(land: Land, unit: int) -> tuple[list[int | None], list[int], int]:
    """Totals, answers and expected leaves of one unit: recursion over leaves, Python integers."""
    children = [at for at, parent in enumerate(land.parents) if parent == unit]

    def leaves(of: int) -> list[int]:
        below = [at for at, parent in enumerate(land.parents) if parent == of]
        return [leaf for one in below for leaf in leaves(one)] if below else [of]

    asked = [leaf for leaf in leaves(unit) if land.required[leaf]]
    totals: list[int | None] = []
    counts: list[int] = []
    for cell, way in enumerate(land.how):
        if way == Aggregation.NONE:
            own = land.figures[unit][cell] if land.required[unit] else None
            totals.append(own)
            counts.append(int(own is not None))
            continue
        answers = [land.figures[leaf][cell] for leaf in asked if land.figures[leaf][cell] is not None]
        if not answers:
            totals.append(None)
        else:
            totals.append({"sum": sum, "max": max, "min": min}[way](answers))
        counts.append(len(answers))
    assert children or leaves(unit) == [unit]
    return totals, counts, len(asked)


def arrays(figures: Sequence[Sequence[int | None]]) -> tuple[Any, Any]:
    values = np.array([[value or 0 for value in line] for line in figures], np.int64)
    return values, np.array([[value is None for value in line] for line in figures], np.bool_)


Roll = Callable[..., rollup.Totals]


def compare(land: Land, roll: Roll = rollup.roll_up) -> None:
    values, missing = arrays(land.figures)
    totals = roll(rollup.tree_of(land.parents), values, missing, land.how, np.array(land.required))
    for unit in range(len(land.parents)):
        expected_totals, counts, expected = by_hand(land, unit)
        assert totals.of(unit) == expected_totals
        assert totals.counts[unit].tolist() == counts
        assert totals.expected[unit] == expected
        share = rollup.rate(sum(1 for n in counts if n == expected), len(counts), 0)
        assert share is None or share <= 100


@settings(max_examples=200)
@given(lands())
def test_the_roll_up_is_the_sum_by_hand(land: Land) -> None:
    compare(land)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=40))
def test_the_rate_is_never_above_one_hundred(states: list[str]) -> None:
    accepted = sum(state in {"on_time", "late"} for state in states)
    excused = states.count("not_required")
    share = rollup.rate(accepted, len(states), excused)
    assert share is None if excused == len(states) else 0 <= share <= 100
    if share is not None:
        assert share == Decimal(accepted) * 100 / (len(states) - excused)


def missing_as_zero(tree: rollup.Tree, values: Any, missing: Any, *rest: Any) -> rollup.Totals:
    return rollup.roll_up(tree, values, np.zeros_like(missing), *rest)


def not_required_counted(tree: rollup.Tree, values: Any, missing: Any, how: Any, _required: Any) -> Any:
    return rollup.roll_up(tree, values, missing, how)


def in_floats(tree: rollup.Tree, values: Any, missing: Any, *rest: Any) -> rollup.Totals:
    return rollup.roll_up(tree, values.astype(np.float32).astype(np.int64), missing, *rest)


LAND = Land(
    [-1, 0, 0, 1, 1],
    [[None], [None], [BIG - 1], [10], [None]],
    [True, True, True, True, True],
    ["sum"],
)


@pytest.mark.parametrize(
    ("wrong", "land"),
    [
        (missing_as_zero, LAND),
        (in_floats, LAND),
        (not_required_counted, Land(LAND.parents, LAND.figures, [True, True, False, True, True], ["sum"])),
    ],
)
def test_a_wrong_roll_up_is_seen(wrong: Roll, land: Land) -> None:
    compare(land)
    with pytest.raises(AssertionError):
        compare(land, wrong)


def test_a_sum_past_64_bits_stays_exact_and_is_never_stored_cut() -> None:
    leaves = 10_000
    parents = [-1] + [0] * leaves
    values = np.full((leaves + 1, 1), BIG, np.int64)
    totals = rollup.roll_up(rollup.tree_of(parents), values, np.zeros((leaves + 1, 1), np.bool_), ["sum"])
    assert totals.of(0) == [leaves * BIG]
    with pytest.raises(OverflowError, match="unit 0, cell 0: 10000000000000000000 needs more"):
        totals.storable()
    fewer = rollup.roll_up(rollup.tree_of(parents[:6]), values[:6], values[:6] < 0, ["sum"])
    assert fewer.storable()[0, 0] == 5 * BIG
    nearly = rollup.roll_up(
        rollup.tree_of([-1] + [0] * 9_000), values[:9_001], np.zeros((9_001, 1), np.bool_), ["sum"]
    )
    assert nearly.storable().tolist()[0] == [9_000 * BIG]


def test_a_figure_beyond_the_limit_is_refused() -> None:
    for figure in (BIG + 1, -BIG - 1):
        with pytest.raises(ValueError, match="beyond"):
            rollup.roll_up(rollup.tree_of([-1]), np.array([[figure]]), np.array([[False]]), ["sum"])


@pytest.mark.parametrize("parents", [[1, 0], [0], [-2], [5]])
def test_what_is_no_tree_is_refused(parents: list[int]) -> None:
    with pytest.raises(ValueError, match=r"units stand above each other|not among the units"):
        rollup.tree_of(parents)


def test_an_empty_round_has_no_totals() -> None:
    none = np.zeros((0, 3), np.int64)
    totals = rollup.roll_up(rollup.tree_of([]), none, none.astype(np.bool_), ["sum", "max", "none"])
    assert totals.values.shape == (0, 3)
    assert totals.storable().shape == (0, 3)


def test_unlike_counting_units_name_each_other() -> None:
    plan = Row("CAD.PLAN", "Quy hoạch được duyệt", "lượt nhân sự", IndicatorKind.FLOW)
    left = Row("CAD.OUT", "Chưa xem xét", "đồng chí", IndicatorKind.FLOW)
    with pytest.raises(rollup.UnlikeUnitsError) as caught:
        rollup.add_rows([(plan, 661), (left, 27)])
    assert (caught.value.first.counting_unit, caught.value.second.counting_unit) == (
        "lượt nhân sự",
        "đồng chí",
    )
