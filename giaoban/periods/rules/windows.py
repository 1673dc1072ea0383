"""Windows of days: calendar, administrative (15th to 14th, Decree 09/2019/NĐ-CP), custom; terms.

A window is half-open in days of Viet Nam; when congresses closed is data with source and confidence.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from giaoban.core.dates import ZONE, vi

TERMS = Path(__file__).parents[1] / "data" / "terms.json"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Days from `starts` up to, without, `ends`."""

    starts: date
    ends: date

    @property
    def last_day(self) -> date:
        return self.ends - _DAY

    def __contains__(self, moment: date | datetime) -> bool:
        """A moment counts by its day in Viet Nam.

        >>> from datetime import UTC
        >>> september = Window(date(2019, 9, 1), date(2019, 10, 1))
        >>> datetime(2019, 9, 30, 16, 59, 59, 999999, tzinfo=UTC) in september  # 23:59:59.999999 there
        True
        >>> datetime(2019, 9, 30, 17, 0, tzinfo=UTC) in september
        False
        """
        if isinstance(moment, datetime):
            moment = moment.astimezone(ZONE).date()
        return self.starts <= moment < self.ends

    def __str__(self) -> str:
        return f"{vi(self.starts)} – {vi(self.last_day)}"


@dataclass(frozen=True, slots=True)
class WindowRule:
    """From day `start_day`, `start_offset` months from the first month, to day `end_day` (included),
    `end_offset` months from the last. A day that a short month lacks is the end of that month."""

    start_day: int = 1
    start_offset: int = 0
    end_day: int = 31
    end_offset: int = 0

    def __post_init__(self) -> None:
        if not (1 <= self.start_day <= 31 and 1 <= self.end_day <= 31):
            raise ValueError("a day of a month lies between 1 and 31")

    @property
    def seamless(self) -> bool:
        """Whether each period begins the day after the one before it ended."""
        if self.start_day == 1:
            return self.end_day == 31 and self.end_offset == self.start_offset
        return self.end_day == self.start_day - 1 and self.end_offset == self.start_offset + 1

    def window(self, year: int, first_month: int, months: int) -> Window:
        """The window over `months` months from `first_month` of `year`.

        >>> print(ADMINISTRATIVE.window(2019, 1, 3))
        15/12/2018 – 14/3/2019
        """
        starts = _month_day(year, first_month + self.start_offset, self.start_day - 1) + _DAY
        ends = _month_day(year, first_month + months - 1 + self.end_offset, self.end_day) + _DAY
        if starts >= ends:
            raise ValueError("a window ends after it starts")
        return Window(starts, ends)


CALENDAR = WindowRule()
ADMINISTRATIVE = WindowRule(15, -1, 14, 0)


def _month_day(year: int, month: int, day: int) -> date:
    """Day `day` of a month counted on from January of `year`, cut to the month; 0 is the day before it."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if day == 0:
        return date(year, month, 1) - _DAY
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day - 1), following - _DAY)


@dataclass(frozen=True, slots=True)
class Term:
    """A term between two congresses, with what is known of its closing dates."""

    code: str
    scope: str
    name: str
    window: Window
    confidence: str
    source: str


@cache
def _terms() -> dict[str, Term]:
    lines = json.loads(TERMS.read_text(encoding="utf-8"))["terms"]
    return {
        line["code"]: Term(
            line["code"],
            line["scope"],
            line["name"],
            Window(date.fromisoformat(line["starts"]), date.fromisoformat(line["ends"])),
            line["confidence"],
            line["source"],
        )
        for line in lines
    }


def terms(scope: str | None = None) -> tuple[Term, ...]:
    """Known terms, of the Centre ("central") or of local committees ("local"), in order.

    >>> [t.code for t in terms("local")]
    ['2015-2020', '2020-2025', '2025-2030']
    """
    return tuple(t for t in _terms().values() if scope in (None, t.scope))


def term(code: str) -> Term:
    """A known term, or one computed from its years and marked unverified.

    >>> term("2026-2031").window.starts, term("2030-2035").confidence
    (datetime.date(2026, 1, 24), 'L')
    """
    if code in _terms():
        return _terms()[code]
    rule = json.loads(TERMS.read_text(encoding="utf-8"))["fallback"]
    starts, ends = (date(int(year), rule["month"], rule["day"]) for year in code.split("-"))
    return Term(code, "local", "", Window(starts, ends), rule["confidence"], rule["source"])
