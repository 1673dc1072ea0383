"""Working days: weekends, public holidays, days off in lieu and swapped working Saturdays, as dated data.

Source of the list: Labour Code 2019, articles 111 and 112 (before 2021: Labour Code 2012, article 115) and
the yearly notices, in data/holidays.json with source and confidence. A year without notice is only computed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "holidays.json"
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day off with its reason; `counted` is False while the law behind it is not found."""

    day: date
    code: str
    name: str
    name_en: str
    source: str
    confidence: str
    counted: bool = True


class WorkingCalendar:
    """Which days are worked, from the data of holidays.json."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._names: dict[str, list[str]] = data["names"]
        self._laws: list[dict[str, Any]] = data["laws"]
        self._confidence = {int(year): str(entry["confidence"]) for year, entry in data["years"].items()}
        self._off: dict[date, DayOff] = {}
        self._worked: dict[date, date] = {}
        for entry in data["years"].values():
            for line in entry["off"]:
                day, last = date.fromisoformat(line["from"]), date.fromisoformat(line["to"])
                while day <= last:
                    self._off[day] = self._day_off(day, {**entry, **line})
                    day += _DAY
            for line in entry["working"]:
                self._worked[date.fromisoformat(line["day"])] = date.fromisoformat(line["for"])
        self._computed: dict[int, dict[date, DayOff]] = {}

    def _day_off(self, day: date, line: Mapping[str, Any]) -> DayOff:
        name, name_en = self._names[line["code"]]
        return DayOff(
            day, line["code"], name, name_en, line["source"], line["confidence"], line.get("counted", True)
        )

    def _compute(self, year: int) -> dict[date, DayOff]:
        """The fixed days of the law in force, and a day in lieu for each on a weekend. No Tết, no swaps."""
        if year not in self._computed:
            off: dict[date, DayOff] = {}
            in_lieu: list[Mapping[str, Any]] = []
            for law in self._laws:
                for code, month, number in law["fixed"]:
                    day = date(year, month, number)
                    if law["from"] <= day.isoformat() < law["to"]:
                        off[day] = self._day_off(day, {**law, "code": code, "confidence": "L"})
                        if day.weekday() >= _SATURDAY:
                            in_lieu.append({**law, "code": "substitute", "confidence": "L", "after": day})
            for line in in_lieu:
                day = line["after"]
                while day.weekday() >= _SATURDAY or day in off:
                    day += _DAY
                off[day] = self._day_off(day, line)
            self._computed[year] = off
        return self._computed[year]

    def known(self, year: int) -> bool:
        """Whether an announced schedule of that year was found; otherwise its days are only computed."""
        return self._confidence.get(year, "L") != "L"

    def confidence(self, year: int) -> str:
        return self._confidence.get(year, "L")

    def day_off(self, day: date) -> DayOff | None:
        """The holiday, day in lieu or swapped day; None for ordinary days and weekends."""
        if day.year in self._confidence:
            return self._off.get(day)
        return self._compute(day.year).get(day)

    def worked_instead_of(self, day: date) -> date | None:
        """For a Saturday that is worked: the day off it pays for."""
        return self._worked.get(day)

    def is_working_day(self, day: date) -> bool:
        if day in self._worked:
            return True
        if day.weekday() >= _SATURDAY:
            return False
        off = self.day_off(day)
        return off is None or not off.counted

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the first working day after it."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the last working day before it."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it when negative); 0 is `next_working_day`."""
        if count == 0:
            return self.next_working_day(day)
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and with `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end - _DAY, start - _DAY)
        return sum(self.is_working_day(start + n * _DAY) for n in range(1, (end - start).days + 1))


@cache
def default() -> WorkingCalendar:
    return WorkingCalendar(json.loads(DATA.read_text(encoding="utf-8")))


def is_working_day(day: date) -> bool:
    """Whether offices work on `day`.

    >>> is_working_day(date(2019, 5, 4)), is_working_day(date(2019, 4, 29))  # swapped by notice
    (True, False)
    >>> is_working_day(date(2018, 9, 3))  # National Day was a Sunday
    False
    """
    return default().is_working_day(day)


def next_working_day(day: date) -> date:
    """`day` itself when it is worked, else the first working day after it.

    >>> next_working_day(date(2018, 2, 14))  # Tết Mậu Tuất, 14 to 20 February
    datetime.date(2018, 2, 21)
    """
    return default().next_working_day(day)


def previous_working_day(day: date) -> date:
    """`day` itself when it is worked, else the last working day before it.

    >>> previous_working_day(date(2018, 2, 18))
    datetime.date(2018, 2, 13)
    """
    return default().previous_working_day(day)


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which is not counted itself.

    >>> add_working_days(date(2019, 4, 26), 3)  # 2 and 3 May, then the worked Saturday
    datetime.date(2019, 5, 4)
    >>> add_working_days(date(2019, 5, 6), -1)
    datetime.date(2019, 5, 4)
    """
    return default().add_working_days(day, count)


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`.

    >>> working_days_between(date(2019, 4, 26), date(2019, 5, 4))
    3
    >>> working_days_between(date(2019, 5, 4), date(2019, 4, 26))
    -3
    """
    return default().working_days_between(start, end)


def day_off(day: date) -> DayOff | None:
    """Why `day` is off, with source and confidence.

    >>> day_off(date(2026, 2, 16)).name, day_off(date(2026, 11, 24)).counted
    ('Tết Nguyên đán', False)
    """
    return default().day_off(day)


def known(year: int) -> bool:
    """Whether the days off of that year were announced and found.

    >>> known(2025), known(2027), known(2035)
    (True, False, False)
    """
    return default().known(year)
