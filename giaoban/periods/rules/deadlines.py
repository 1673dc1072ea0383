"""Deadlines: when a level owes something for a period, moved off days that are not worked.

The offsets of each level are data (data/quarter.json, cycle.md §1.2); a task whose document names no
deadline gets ten days, moved to a working day (cycle.md §1.5.6).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from giaoban.core import calendar
from giaoban.core.dates import ZONE
from giaoban.periods.rules.periods import Period
from giaoban.periods.rules.windows import CALENDAR, WindowRule

QUARTER = Path(__file__).parents[1] / "data" / "quarter.json"


class Offset(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working_days"


class Base(StrEnum):
    """What the offset is counted from: last calendar day, last day of the data window, a conference day."""

    PERIOD_END = "period_end"
    CUT_OFF = "cut_off"
    CONFERENCE = "conference"


class Shift(StrEnum):
    """Where a deadline goes when its day is not worked."""

    NEXT = "next"
    PREVIOUS = "previous"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """`offset` days (or working days) from the base day, at `hour`:`minute` in Viet Nam.

    >>> DeadlineRule(-5).due(Period.parse("2019-t09-9t")).isoformat()  # 25/9/2019, a Wednesday
    '2019-09-25T17:00:00+07:00'
    >>> DeadlineRule(-8, shift=Shift.PREVIOUS).due(Period.parse("2019-q2")).date()  # 22/6/2019 is a Saturday
    datetime.date(2019, 6, 21)
    >>> DeadlineRule(2, Offset.WORKING_DAYS, Base.CUT_OFF).due(
    ...     Period.parse("2018-t02"), window=WindowRule(15, -1, 14, 0)
    ... ).date()  # cut-off on 14/02/2018, then Tết until 20/02
    datetime.date(2018, 2, 22)
    """

    offset: int
    unit: Offset = Offset.DAYS
    base: Base = Base.PERIOD_END
    hour: int = 17
    minute: int = 0
    shift: Shift = Shift.NEXT

    def __post_init__(self) -> None:
        time(self.hour, self.minute)
        if abs(self.offset) > 400:
            raise ValueError("a deadline lies within 400 days of its base")

    def due(
        self,
        period: Period,
        *,
        window: WindowRule = CALENDAR,
        conference: date | None = None,
        days: calendar.WorkingCalendar | None = None,
    ) -> datetime:
        """The moment from which the thing is late; a conference rule needs the day of the conference."""
        days = days or calendar.default()
        if self.base is Base.CONFERENCE:
            if conference is None:
                raise ValueError("the day of the conference is not known")
            day = conference
        elif self.base is Base.CUT_OFF:
            day = period.window(window).last_day
        else:
            day = period.reference_day
        if self.unit is Offset.WORKING_DAYS:
            day = days.add_working_days(day, self.offset)
        else:
            day += timedelta(days=self.offset)
        if self.shift is Shift.NEXT:
            day = days.next_working_day(day)
        elif self.shift is Shift.PREVIOUS:
            day = days.previous_working_day(day)
        return datetime.combine(day, time(self.hour, self.minute), ZONE)

    @classmethod
    def from_data(cls, line: Mapping[str, Any]) -> "DeadlineRule":
        """A rule from a line of a data file; unknown words raise ValueError.

        >>> DeadlineRule.from_data({"offset": -5, "unit": "days", "base": "period_end"}).offset
        -5
        """
        return cls(
            int(line["offset"]),
            Offset(line.get("unit", "days")),
            Base(line.get("base", "period_end")),
            int(line.get("hour", 17)),
            int(line.get("minute", 0)),
            Shift(line.get("shift", "next")),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the normal calendar of a quarter."""

    code: str
    level: str
    label: str
    label_en: str
    rule: DeadlineRule


@cache
def quarter_steps() -> tuple[Step, ...]:
    """The normal calendar of a quarter; a default that each place may change, not a rule of law.

    >>> {s.code: s.rule.offset for s in quarter_steps()}["province"]
    -5
    """
    lines = json.loads(QUARTER.read_text(encoding="utf-8"))["steps"]
    return tuple(
        Step(line["code"], line["level"], line["label"], line["label_en"], DeadlineRule.from_data(line))
        for line in lines
    )


def default_deadline(given: date, days: int = 10) -> date:
    """The deadline of a task whose document names none: `days` later, moved to a working day.

    >>> default_deadline(date(2019, 9, 4))  # 14/9/2019 is a Saturday
    datetime.date(2019, 9, 16)
    """
    return calendar.next_working_day(given + timedelta(days=days))
