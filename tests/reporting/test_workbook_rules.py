"""What a filled workbook would change: three values meet in a cell; what one wrote is what one reads."""

import contextlib
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.numbers import vi_number
from giaoban.documents.xlsx import Filled, Spot
from giaoban.reporting.rules.checks import FIGURE_LIMIT
from giaoban.reporting.rules.workbooks import (
    CODE,
    NOW,
    TOLD,
    TOTAL,
    Ask,
    Asked,
    Change,
    Slip,
    SlipError,
    choice_of,
    chosen,
    compare,
    count_of,
    mine,
    undecided,
    words_of,
    written,
)

Cells = dict[tuple[str, str], Any]
ASKS = [
    Ask("A:in_period", ("A", NOW)),
    Ask("A:cumulative", ("A", TOTAL)),
    Ask("A:in_period#", ("A", TOLD), Asked.WORDS),
    Ask("B:count", ("B:count", NOW), Asked.CHOICE),
    Ask("C:value", ("C:value", NOW), open=False),
]


def filled(
    values: dict[tuple[str, str], Any], before: dict[tuple[str, str], Any] | None = None, **facts: Any
) -> Filled:
    """`values` and `before` over an empty form; a Spot may be given instead of a value."""
    codes = {("A", CODE): "A", ("B:count", CODE): "B", ("C:value", CODE): "C"}
    blank: dict[tuple[str, str], Any] = {ask.place: None for ask in ASKS}
    stood = {**codes, **blank, **(before or {})}
    now = {**stood, **values}
    spots = {
        place: value if isinstance(value, Spot) else Spot(f"{place[1]}/{place[0]}", value)
        for place, value in now.items()
    }
    return Filled({}, stood, spots, **facts)


@given(st.integers(0, FIGURE_LIMIT))
def test_a_count_is_read_from_a_number_and_from_any_way_of_writing_it(number: int) -> None:
    spaced = vi_number(number).replace(".", "\u00a0")
    for typed in (
        number,
        float(number),
        str(number),
        vi_number(number),
        spaced,
        f"  {vi_number(number)} ",
        f"{number},0",
    ):
        assert count_of(typed) == number


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=3, allow_nan=False))
def test_what_is_no_count_is_never_read_as_one(number: Any) -> None:
    wanted = int(number) if number == int(number) and 0 <= number <= FIGURE_LIMIT else None
    try:
        found = count_of(vi_number(number))
    except SlipError:
        found = None
    assert found == wanted


@given(st.text(max_size=60))
def test_any_text_is_a_count_or_a_slip(text: str) -> None:
    for read in (count_of, choice_of):
        with contextlib.suppress(SlipError):  # any other exception is the house's fault
            found = read(text)
            assert found is None or 0 <= found <= FIGURE_LIMIT


@pytest.mark.parametrize(
    ("value", "slip"),
    [
        ("1" * 41, Slip.NOT_A_NUMBER),
        ("12%x", Slip.NOT_A_NUMBER), ("%", Slip.PERCENT), ("5 %", Slip.PERCENT),
        (0.5, Slip.FRACTION), ("1,5", Slip.FRACTION), (-0.5, Slip.FRACTION), (-1, Slip.NEGATIVE),
        (FIGURE_LIMIT + 1, Slip.TOO_LARGE), (date(2019, 9, 3), Slip.A_DAY), (time(8, 30), Slip.A_DAY),
        (False, Slip.NOT_A_NUMBER), ("1.23", Slip.NOT_A_NUMBER), ("1,234,567", Slip.NOT_A_NUMBER),
    ],
)  # fmt: skip
def test_each_slip_has_its_name(value: Any, slip: Slip) -> None:
    with pytest.raises(SlipError) as error:
        count_of(value)
    assert error.value.slip is slip


def test_words_and_choices() -> None:
    assert words_of("dòng một\ndòng hai ") == "dòng một\ndòng hai"
    assert words_of(date(2019, 10, 3)) == "03/10/2019"
    with pytest.raises(SlipError, match="too_long"):
        words_of("a" * 1001)
    assert [choice_of(value) for value in ("Có", "x", "chưa", "KHÔNG", None, "–", 1, 0.0)] == [
        1, 1, 0, 0, None, None, 1, 0,
    ]  # fmt: skip
    for value in ("đang làm", 2, "có lẽ"):
        with pytest.raises(SlipError, match="yes_or_no"):
            choice_of(value)
    with pytest.raises(ValueError, match="12x"):
        written("12x")


def test_only_what_the_officer_changed_is_a_change_and_what_both_changed_a_clash() -> None:
    before = {("A", NOW): 4, ("A", TOTAL): 11, ("B:count", NOW): "có"}
    file = filled({("A", NOW): 5, ("A", TOTAL): 12, ("A", TOLD): "Sáp nhập", ("B:count", NOW): "có"}, before)
    standing = {"A:in_period": 4, "A:cumulative": 13, "A:in_period#": "", "B:count": 0, "C:value": 9}
    plan = compare(ASKS, file, standing)
    assert [(one.key, one.old, one.new) for one in plan.changes] == [
        ("A:in_period", 4, 5), ("A:in_period#", "", "Sáp nhập"),
    ]  # fmt: skip
    assert [(one.key, one.old, one.new) for one in plan.clashes] == [("A:cumulative", 13, 12)]
    assert (plan.faults, plan.locked, plan.hidden, plan.stray, plan.absent) == ((), (), (), (), ())
    assert undecided(plan, {}) == list(plan.clashes)
    assert undecided(plan, {"A:cumulative": "anything"}) == list(plan.clashes)
    assert undecided(plan, {"A:cumulative": "saved"}) == []
    assert mine(chosen(plan, {"A:cumulative": "saved"})) == ({"A:in_period": 5}, {"A:in_period": "Sáp nhập"})
    assert mine(chosen(plan, {"A:cumulative": "file"}))[0] == {"A:in_period": 5, "A:cumulative": 12}


@given(*(st.one_of(st.none(), st.integers(0, 3)) for _ in range(3)))
def test_three_values_of_a_cell(before: int | None, file: int | None, now: int | None) -> None:
    ask = Ask("A:in_period", ("A", NOW))
    plan = compare([ask], filled({("A", NOW): file}, {("A", NOW): before}), {"A:in_period": now})
    found = [*plan.changes, *plan.clashes]
    assert bool(found) == (file not in (before, now))
    if found:
        assert found == [Change("A:in_period", "now/A", now, file, clashes=now != before)]


def test_what_is_locked_hidden_stray_or_absent_is_said() -> None:
    hidden = Spot("G9", 5, hidden=True)
    file = filled({("A", NOW): hidden, ("C:value", NOW): 8}, stray=[Spot("G40", 77)])
    lost = Filled(
        file.identity, file.before, {p: s for p, s in file.spots.items() if p[0] != "B:count"}, {}, file.stray
    )
    plan = compare(ASKS, lost, {})
    assert (plan.locked, plan.hidden, plan.stray, plan.absent) == (
        ("now/C:value",), ("G9",), ("G40: 77",), ("B:count",),
    )  # fmt: skip
    assert [one.key for one in plan.changes] == ["A:in_period"]


def test_rows_and_columns_out_of_place_are_not_read() -> None:
    twice = compare(ASKS, filled({("A", NOW): 5}, twice={"A": ("A9", "A40")}), {})
    assert [(one.slip, one.address, one.key) for one in twice.faults] == [(Slip.TWICE, "A9, A40", "A")]
    assert (twice.changes, twice.spoiled) == ((), {"A"})
    moved = compare(ASKS, filled({("A", NOW): 5, ("A", CODE): "C"}), {})
    assert [(one.slip, one.key) for one in moved.faults] == [(Slip.MOVED, "A")]
    assert (moved.changes, moved.spoiled) == ((), {"A"})
    titles = {("#titles", NOW): "Trong kỳ", ("#titles", TOTAL): "Lũy kế"}
    swapped = filled({("#titles", NOW): "Lũy kế", ("A", NOW): 5, ("A", TOTAL): 6}, titles)
    plan = compare(ASKS, swapped, {})
    assert [(one.slip, one.key) for one in plan.faults] == [(Slip.MOVED, NOW)]
    assert [one.key for one in plan.changes] == ["A:cumulative"]


def test_a_cell_without_a_value_of_its_own_is_a_fault_and_an_odd_earlier_value_is_none() -> None:
    file = filled(
        {("A", NOW): Spot("G9", 5, merged="G9:H9"), ("A", TOTAL): Spot("H9", None, broken="error"),
         ("B:count", NOW): Spot("G10", None, broken="formula")},
    )  # fmt: skip
    plan = compare(ASKS, file, {})
    assert [(one.slip, one.address) for one in plan.faults] == [
        (Slip.MERGED, "G9"), (Slip.ERROR, "H9"), (Slip.FORMULA, "G10"),
    ]  # fmt: skip
    odd = compare(ASKS[:1], filled({("A", NOW): 5}, {("A", NOW): "12a"}), {"A:in_period": None})
    assert [(one.new, one.clashes) for one in odd.changes] == [(5, False)]
