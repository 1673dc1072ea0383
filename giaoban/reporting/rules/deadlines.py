"""When a unit's report is due: the rule of its level, and never later than the working day before its
superior's, because a superior consolidates what came in (cycle.md §1.2); but not before the day on which
figures are closed. The offsets are data of the regime.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from giaoban.core import calendar
from giaoban.core.dates import ZONE
from giaoban.periods.rules import Base, DeadlineRule, Period

ROOT, OTHER = "root", "*"
Rules = Mapping[str, Mapping[str, Any]]


def _due(line: Mapping[str, Any], period: Period, conference: date | None) -> datetime:
    rule = DeadlineRule.from_data(line)
    if rule.base is Base.CONFERENCE and conference is None and "otherwise" in line:
        rule = DeadlineRule.from_data(line["otherwise"])
    return rule.due(period, conference=conference)


def cut_off_day(line: Mapping[str, Any], period: Period) -> date:
    """The day on which figures are closed and whose tree says who owes.

    >>> cut_off_day({"offset": -10, "shift": "none"}, Period.parse("2019-t09-9t"))
    datetime.date(2019, 9, 20)
    """
    return DeadlineRule.from_data(line).due(period).date()


def deadline(
    rules: Rules,
    level: str,
    period: Period,
    *,
    superior: datetime | None = None,
    cut_off: date = date.min,
    root: bool = False,
    conference: date | None = None,
) -> datetime:
    """The moment from which the report of a unit of this level is late.

    >>> rules = {"commune": {"offset": -8, "shift": "previous"}, "*": {"offset": -5, "shift": "previous"}}
    >>> nine = Period.parse("2019-t09-9t")
    >>> deadline(rules, "province", nine).isoformat()
    '2019-09-25T17:00:00+07:00'
    >>> deadline(rules, "commune", nine).date().isoformat()  # 22/9/2019 is a Sunday
    '2019-09-20'
    >>> deadline(rules, "district", nine, superior=deadline(rules, "province", nine)).date().isoformat()
    '2019-09-24'
    >>> cell = {"cell": {"offset": -10, "shift": "none"}}
    >>> below = deadline(rules, "commune", nine)
    >>> deadline(cell, "cell", nine, superior=below).date().isoformat()
    '2019-09-19'
    >>> deadline(cell, "cell", nine, superior=below, cut_off=date(2019, 9, 20)).date().isoformat()
    '2019-09-20'
    >>> meeting = {"*": {"base": "conference", "offset": -7, "otherwise": {"offset": 15}}}
    >>> half = Period.parse("2018-6t")
    >>> deadline(meeting, "province", half, conference=date(2018, 8, 10)).date().isoformat()
    '2018-08-03'
    >>> deadline(meeting, "province", half).date().isoformat()  # 15/7/2018 is a Sunday
    '2018-07-16'
    """
    key = ROOT if root and ROOT in rules else level if level in rules else OTHER
    due = _due(rules[key], period, conference)
    day = due.date()
    if superior is not None:
        day = min(day, calendar.add_working_days(superior.astimezone(ZONE).date(), -1))
    day = max(day, cut_off)
    return due.replace(year=day.year, month=day.month, day=day.day)
