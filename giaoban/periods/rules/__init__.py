"""Periods, their windows and their deadlines: pure rules, imported from here."""

from giaoban.periods.rules.asked import asked, within
from giaoban.periods.rules.deadlines import (
    Base,
    DeadlineRule,
    Offset,
    Shift,
    Step,
    default_deadline,
    quarter_steps,
)
from giaoban.periods.rules.periods import (
    Kind,
    NotAPeriodError,
    Period,
    around,
    current,
    iterate,
    of_year,
    working_period,
)
from giaoban.periods.rules.windows import (
    ADMINISTRATIVE,
    CALENDAR,
    Term,
    Window,
    WindowRule,
    term,
    terms,
)

__all__ = [
    "ADMINISTRATIVE",
    "CALENDAR",
    "Base",
    "DeadlineRule",
    "Kind",
    "NotAPeriodError",
    "Offset",
    "Period",
    "Shift",
    "Step",
    "Term",
    "Window",
    "WindowRule",
    "around",
    "asked",
    "current",
    "default_deadline",
    "iterate",
    "of_year",
    "quarter_steps",
    "term",
    "terms",
    "within",
    "working_period",
]
