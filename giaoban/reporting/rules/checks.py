"""What is wrong with the figures of a report, cell by cell, before it is sent (reporting.md §2).

An error stops the sending; a warning asks for an explanation. Plain values in and out: the sentence is made
where the language is known. Text against table is of the passages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from giaoban.reporting.rules.cells import Cell, CellPart, IndicatorKind, Row

# No count of this country comes near it, and the sum of all units stays exact in 64 bits.
FIGURE_LIMIT = 10**12
Figures = Mapping[str, int | None]


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Fault(StrEnum):
    MISSING = "missing"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    ABOVE_CUMULATIVE = "above_cumulative"
    CUMULATIVE_FELL = "cumulative_fell"
    SAME_AS_CUMULATIVE = "same_as_cumulative"
    WHOLE_DIFFERS = "whole_differs"
    ABOVE_DENOMINATOR = "above_denominator"
    ABOVE_BASE = "above_base"
    CHANGED = "changed"
    BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class Finding:
    """`cell` is where it shows; `facts` are the figures of its sentence."""

    level: Level
    cell: str
    code: Fault
    facts: Mapping[str, int | Decimal | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the unit reported before. `previous` is the period of the same kind before this one, `cumulative`
    the latest report of the same year, both empty when there is none; `whole` says that this period is all
    of the year so far, so that in the period and cumulative are the same thing."""

    previous: Figures = field(default_factory=dict)
    cumulative: Figures = field(default_factory=dict)
    whole: bool = False


def key(row: Row, part: CellPart) -> str:
    return f"{row.code}:{part}"


def check(cells: Sequence[Cell], figures: Figures, earlier: Earlier) -> list[Finding]:
    """All findings in the order of the form.

    >>> from giaoban.reporting.rules.cells import cells_of
    >>> new = Row("MEM.OFFICIAL", "Công nhận chính thức", "người", IndicatorKind.FLOW)
    >>> before = Earlier(cumulative={"MEM.OFFICIAL:cumulative": 1471})
    >>> def found(in_period, cumulative, earlier=before):
    ...     figures = {"MEM.OFFICIAL:in_period": in_period, "MEM.OFFICIAL:cumulative": cumulative}
    ...     return [(f.code.value, f.cell) for f in check(cells_of([new]), figures, earlier)]
    >>> found(159, 1630), found(1630, 1630)
    ([], [('same_as_cumulative', 'MEM.OFFICIAL:in_period')])
    >>> found(159, 1400), found(5, 3, Earlier())
    ([('cumulative_fell', 'MEM.OFFICIAL:cumulative')], [('above_cumulative', 'MEM.OFFICIAL:in_period')])
    >>> found(159, 160, Earlier(whole=True)), found(None, 1630)
    ([('whole_differs', 'MEM.OFFICIAL:cumulative')], [('missing', 'MEM.OFFICIAL:in_period')])
    """
    found: list[Finding] = []
    for cell in cells:
        found += _alone(cell, figures.get(cell.key))
    broken = {finding.cell for finding in found}
    for row in dict.fromkeys(cell.row for cell in cells):
        found += [finding for finding in _of_row(row, figures, earlier) if finding.cell not in broken]
    order = {cell.key: cell.position for cell in cells}
    return sorted(found, key=lambda finding: order[finding.cell])


def _alone(cell: Cell, value: int | None) -> list[Finding]:
    if value is None:
        return [Finding(Level.ERROR, cell.key, Fault.MISSING)]
    if value < 0:
        return [Finding(Level.ERROR, cell.key, Fault.NEGATIVE, {"value": value})]
    if value > FIGURE_LIMIT:
        return [Finding(Level.ERROR, cell.key, Fault.TOO_LARGE, {"value": value, "limit": FIGURE_LIMIT})]
    return []


def _of_row(row: Row, figures: Figures, earlier: Earlier) -> Iterable[Finding]:
    if row.kind is IndicatorKind.FLOW:
        return [*_flow(row, figures, earlier), *_change(row, CellPart.IN_PERIOD, figures, earlier)]
    if row.kind is IndicatorKind.STOCK:
        return [*_change(row, CellPart.VALUE, figures, earlier), *_balance(row, figures, earlier)]
    if row.kind is IndicatorKind.RATIO:
        return _part_of(row, CellPart.NUMERATOR, CellPart.DENOMINATOR, figures, code=Fault.ABOVE_DENOMINATOR)
    return _part_of(row, CellPart.COUNT, CellPart.BASE, figures, code=Fault.ABOVE_BASE)


def _flow(row: Row, figures: Figures, earlier: Earlier) -> Iterable[Finding]:
    here, total = key(row, CellPart.IN_PERIOD), key(row, CellPart.CUMULATIVE)
    value, cumulative, before = figures.get(here), figures.get(total), earlier.cumulative.get(total)
    if value is None or cumulative is None:
        return
    facts = {"value": value, "cumulative": cumulative}
    if value > cumulative:
        yield Finding(Level.ERROR, here, Fault.ABOVE_CUMULATIVE, facts)
    elif earlier.whole:
        if value != cumulative:
            yield Finding(Level.ERROR, total, Fault.WHOLE_DIFFERS, facts)
    elif before and cumulative < before:
        yield Finding(Level.ERROR, total, Fault.CUMULATIVE_FELL, {**facts, "before": before})
    elif before and value == cumulative:
        yield Finding(Level.ERROR, here, Fault.SAME_AS_CUMULATIVE, {**facts, "before": before})


def _part_of(
    row: Row, part: CellPart, whole: CellPart, figures: Figures, *, code: Fault
) -> Iterable[Finding]:
    """
    >>> row = Row("MEM.IDLINK", "Có số định danh", "%", IndicatorKind.RATIO)
    >>> figures = {"MEM.IDLINK:numerator": 12, "MEM.IDLINK:denominator": 10}
    >>> [f.code.value for f in _of_row(row, figures, Earlier())]
    ['above_denominator']
    >>> list(_of_row(row, {**figures, "MEM.IDLINK:numerator": None}, Earlier()))
    []
    """
    share, base = figures.get(key(row, part)), figures.get(key(row, whole))
    if share is not None and base is not None and share > base:
        yield Finding(Level.ERROR, key(row, part), code, {"value": share, "base": base})


def _change(row: Row, part: CellPart, figures: Figures, earlier: Earlier) -> Iterable[Finding]:
    """
    >>> quota = Row("APP.QUOTA", "Biên chế", "người", IndicatorKind.STOCK, change_limit=5)
    >>> earlier = Earlier(previous={"APP.QUOTA:value": 2871})
    >>> [(f.code.value, str(f.facts["percent"])) for f in _of_row(quota, {"APP.QUOTA:value": 2604}, earlier)]
    [('changed', '-9.30')]
    >>> list(_of_row(quota, {"APP.QUOTA:value": 2800}, earlier))
    []
    """
    value, before = figures.get(key(row, part)), earlier.previous.get(key(row, part))
    if row.change_limit is None or value is None or not before:
        return
    if abs(value - before) * 100 <= row.change_limit * abs(before):
        return
    percent = (Decimal(value - before) * 100 / Decimal(abs(before))).quantize(Decimal("0.01"))
    facts: dict[str, int | Decimal | str] = {"value": value, "before": before, "percent": percent}
    yield Finding(Level.WARNING, key(row, part), Fault.CHANGED, {**facts, "limit": row.change_limit})


def _balance(row: Row, figures: Figures, earlier: Earlier) -> Iterable[Finding]:
    """A stock that grew by more than the flow that feeds it.

    >>> members = Row("MEM.TOTAL", "Đảng viên", "người", IndicatorKind.STOCK, balance="MEM.NEW")
    >>> earlier = Earlier(previous={"MEM.TOTAL:value": 1000})
    >>> figures = {"MEM.TOTAL:value": 1030, "MEM.NEW:in_period": 20}
    >>> [(f.code.value, f.facts["grown"]) for f in _of_row(members, figures, earlier)]
    [('balance', 30)]
    >>> list(_of_row(members, {**figures, "MEM.NEW:in_period": 30}, earlier))
    []
    """
    cell = key(row, CellPart.VALUE)
    value, before = figures.get(cell), earlier.previous.get(cell)
    inflow = figures.get(f"{row.balance}:{CellPart.IN_PERIOD}")
    if not row.balance or value is None or before is None or inflow is None:
        return
    if value - before > max(inflow, 0):
        facts = {"value": value, "before": before, "grown": value - before, "inflow": inflow}
        yield Finding(Level.WARNING, cell, Fault.BALANCE, facts)


def explained(findings: Iterable[Finding], explanations: Mapping[str, str]) -> list[Finding]:
    """The findings that still stop the sending: errors, and warnings whose cell has no explanation.

    >>> warning = Finding(Level.WARNING, "APP.QUOTA:value", Fault.CHANGED)
    >>> error = Finding(Level.ERROR, "APP.QUOTA:value", Fault.NEGATIVE)
    >>> explained([warning, error], {"APP.QUOTA:value": "Sáp nhập"}) == [error]
    True
    >>> len(explained([warning, error], {"APP.QUOTA:value": " "}))
    2
    """
    return [
        finding
        for finding in findings
        if finding.level is Level.ERROR or not explanations.get(finding.cell, "").strip()
    ]
