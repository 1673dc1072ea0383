"""Days and half-open intervals of days, the only kind of validity in the house.

An interval is [starts, ends): `ends` is the first day on which the fact no longer holds, and is never
empty; what is still true ends on OPEN. People read an end as the last day that counts.
"""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

OPEN = date(9999, 12, 31)
ZONE = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")


_standing: list[date] = []
# A moment that counts for one thread of work only: a demonstration tells its stories at their own dates.
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def stand_on(day: date | None) -> None:
    """Let every now() fall on `day` (a demonstration tells of its own day); None lets time run."""
    _standing[:] = [] if day is None else [day]


@contextmanager
def told_at(moment: datetime) -> Iterator[None]:
    """Inside, now() is this moment: what is written carries the date on which it is told to have happened."""
    kept = _told.set(moment.astimezone(ZONE))
    try:
        yield
    finally:
        _told.reset(kept)


def now() -> datetime:
    if (told := _told.get()) is not None:
        return told
    moment = datetime.now(ZONE)
    return datetime.combine(_standing[0], moment.timetz()) if _standing else moment


def today() -> date:
    """The calendar day in Viet Nam: at 23:30 UTC it is already tomorrow there."""
    return now().date()


def holds(starts: date, ends: date, on: date) -> bool:
    """Whether `on` lies in [starts, ends).

    >>> holds(date(2018, 1, 1), date(2025, 7, 1), date(2025, 6, 30))
    True
    >>> holds(date(2018, 1, 1), date(2025, 7, 1), date(2025, 7, 1))
    False
    """
    return starts <= on < ends


def overlap(a_starts: date, a_ends: date, b_starts: date, b_ends: date) -> bool:
    """Whether two half-open intervals share a day.

    >>> overlap(date(2018, 1, 1), date(2019, 1, 1), date(2019, 1, 1), OPEN)
    False
    """
    return a_starts < b_ends and b_starts < a_ends


def last_day(ends: date) -> date | None:
    """The last day that counts, or None while the fact is still true.

    >>> last_day(date(2025, 7, 1))
    datetime.date(2025, 6, 30)
    >>> last_day(OPEN) is None
    True
    """
    return None if ends == OPEN else ends - timedelta(days=1)


def vi(day: date) -> str:
    """The day as staff write it.

    >>> vi(date(2019, 9, 3))
    '03/9/2019'
    """
    # Party practice: a leading 0 for days under 10 and for months 1 and 2 only (cycle.md §2.3).
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
