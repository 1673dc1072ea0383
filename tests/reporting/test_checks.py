"""The checks of figures against the same rules said one by one, and the sentences people read."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.reporting.labels import sentence
from giaoban.reporting.rules.cells import Cell, CellPart, IndicatorKind, Row, cells_of
from giaoban.reporting.rules.checks import Earlier, Fault, Finding, Level, check, explained

DOCS = (Path(__file__).parents[2] / "docs/reporting.md").read_text(encoding="utf-8")

FLOW = Row("F", "Dòng", "người", IndicatorKind.FLOW, change_limit=10)
STOCK = Row("S", "Tồn", "người", IndicatorKind.STOCK, change_limit=5, balance="F")
RATIO = Row("R", "Tỷ lệ", "%", IndicatorKind.RATIO)
CONDITION = Row("C", "Điều kiện", "đơn vị", IndicatorKind.CONDITION)
CELLS = cells_of([FLOW, STOCK, RATIO, CONDITION])
FIGURE = st.one_of(st.none(), st.integers(-5, 30), st.just(10**13))
FIGURES = st.fixed_dictionaries({cell.key: FIGURE for cell in CELLS})


def brute(  # noqa: C901, PLR0912  one rule after another, on purpose
    cells: tuple[Cell, ...], now: dict, before: Earlier
) -> set[tuple[str, str]]:
    """The same rules said one by one in the simplest way."""
    found = set()
    for cell in cells:
        value = now[cell.key]
        if value is None:
            found.add((cell.key, "missing"))
        elif value < 0:
            found.add((cell.key, "negative"))
        elif value > 10**12:
            found.add((cell.key, "too_large"))
    broken = {key for key, _code in found}

    def add(key: str, code: str) -> None:
        if key not in broken:
            found.add((key, code))

    value, total, earlier = now["F:in_period"], now["F:cumulative"], before.cumulative.get("F:cumulative")
    if value is not None and total is not None:
        if value > total:
            add("F:in_period", "above_cumulative")
        elif before.whole and value != total:
            add("F:cumulative", "whole_differs")
        elif not before.whole and earlier and total < earlier:
            add("F:cumulative", "cumulative_fell")
        elif not before.whole and earlier and value == total:
            add("F:in_period", "same_as_cumulative")
    for part, whole, code in (
        ("R:numerator", "R:denominator", "above_denominator"),
        ("C:count", "C:base", "above_base"),
    ):
        if None not in {now[part], now[whole]} and now[part] > now[whole]:
            add(part, code)
    for key, limit in (("F:in_period", 10), ("S:value", 5)):
        was = before.previous.get(key)
        if was and now[key] is not None and abs(now[key] - was) * 100 > limit * abs(was):
            add(key, "changed")
    was = before.previous.get("S:value")
    if None not in {was, now["S:value"], value} and now["S:value"] - was > max(value, 0):
        add("S:value", "balance")
    return found


@settings(max_examples=300)
@given(now=FIGURES, previous=FIGURES, cumulative=FIGURES, whole=st.booleans())
def test_findings_are_those_of_the_rules_said_one_by_one(now, previous, cumulative, whole):
    before = Earlier(previous, cumulative, whole)
    found = check(CELLS, now, before)
    assert {(finding.cell, finding.code.value) for finding in found} == brute(CELLS, now, before)
    assert [f.cell for f in found] == sorted((f.cell for f in found), key=[c.key for c in CELLS].index)
    assert all("%(" not in sentence(finding) for finding in found)
    told = {finding.cell: "vì" for finding in found}
    assert explained(found, told) == [f for f in found if f.level is Level.ERROR]


def test_a_rise_and_a_fall_are_said_as_such():
    def said(now: int, before: int) -> str:
        facts = {"F:in_period": now, "F:cumulative": now}
        found = check(cells_of([FLOW]), facts, Earlier(previous={"F:in_period": before}))
        return sentence(found[0])

    assert said(21, 14) == "Tăng 50,00% so với kỳ trước (14), vượt ngưỡng 10%. Cần giải trình."
    assert said(7, 14) == "Giảm 50,00% so với kỳ trước (14), vượt ngưỡng 10%. Cần giải trình."
    assert sentence(Finding(Level.ERROR, f"F:{CellPart.IN_PERIOD}", Fault.NEGATIVE, {"value": "−1"})) == (
        "Số liệu không được âm (−1)."
    )


def test_every_check_stands_in_docs():
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \| (?:error|warning)", DOCS, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", "".join(rows))) == {fault.value for fault in Fault}
