"""Pure rules of reporting: states, cells of a form, checks, and the roll-up (reporting.md §2–3)."""

from giaoban.reporting.rules.cells import (
    Aggregation,
    Cell,
    CellPart,
    IndicatorKind,
    Row,
    cells_of,
)
from giaoban.reporting.rules.states import (
    OWN_MOVES,
    PROCESS,
    Bucket,
    Permission,
    RoundState,
    State,
    bucket,
    days_late,
)

__all__ = [
    "OWN_MOVES",
    "PROCESS",
    "Aggregation",
    "Bucket",
    "Cell",
    "CellPart",
    "IndicatorKind",
    "Permission",
    "RoundState",
    "Row",
    "State",
    "bucket",
    "cells_of",
    "days_late",
]
