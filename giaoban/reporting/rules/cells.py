"""Rows and cells of a data form: what is counted, in which unit, and how it adds up (reporting.md §2).

A row gives one to three cells in a fixed order; a submission stores its figures as one array in that order,
so a version of a form is frozen once a round uses it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class IndicatorKind(StrEnum):
    """Stock: what there is at the period's end ("có đến"). Flow: what happened in it ("phát sinh").
    Ratio: numerator and denominator. Condition: how many units satisfy something, with their names."""

    STOCK = "stock"
    FLOW = "flow"
    RATIO = "ratio"
    CONDITION = "condition"


class Aggregation(StrEnum):
    """How a superior's figure comes from those below: added up, the largest, the smallest, or not at all."""

    SUM = "sum"
    MAX = "max"
    MIN = "min"
    NONE = "none"


class CellPart(StrEnum):
    """IN_PERIOD and CUMULATIVE of a flow; VALUE of a stock; NUMERATOR and DENOMINATOR of a ratio;
    COUNT and BASE of a condition ("4/11 đơn vị": 4 units that satisfy it out of 11 that answered)."""

    VALUE = "value"
    IN_PERIOD = "in_period"
    CUMULATIVE = "cumulative"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    COUNT = "count"
    BASE = "base"


PARTS: dict[IndicatorKind, tuple[CellPart, ...]] = {
    IndicatorKind.STOCK: (CellPart.VALUE,),
    IndicatorKind.FLOW: (CellPart.IN_PERIOD, CellPart.CUMULATIVE),
    IndicatorKind.RATIO: (CellPart.NUMERATOR, CellPart.DENOMINATOR),
    IndicatorKind.CONDITION: (CellPart.COUNT, CellPart.BASE),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a form. `counting_unit` is what is counted; `change_limit` the change against the previous
    period, in percent, beyond which an explanation is asked (None: never). `balance` names the flow that
    feeds a stock, so that growth beyond it is asked about."""

    code: str
    name: str
    counting_unit: str
    kind: IndicatorKind
    aggregation: Aggregation = Aggregation.SUM
    heading: str = ""
    change_limit: int | None = None
    balance: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """`key` is stable ("MEM.NEW:in_period"); `position` is its place in a submission's array of figures."""

    key: str
    position: int
    row: Row
    part: CellPart


def cells_of(rows: Iterable[Row]) -> tuple[Cell, ...]:
    """All cells of a form in the order in which figures are stored.

    >>> members = Row("MEM.TOTAL", "Đảng viên", "người", IndicatorKind.STOCK)
    >>> new = Row("MEM.NEW", "Đảng viên mới kết nạp", "người", IndicatorKind.FLOW)
    >>> [(c.position, c.key) for c in cells_of([members, new])]
    [(0, 'MEM.TOTAL:value'), (1, 'MEM.NEW:in_period'), (2, 'MEM.NEW:cumulative')]
    """
    pairs = [(row, part) for row in rows for part in PARTS[row.kind]]
    return tuple(Cell(f"{row.code}:{part}", at, row, part) for at, (row, part) in enumerate(pairs))
