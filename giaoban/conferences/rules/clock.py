"""The clock of a speech and the timetable of a conference, from stored moments: nobody stores a tick.

The server keeps when a speech was last started and what was left then; every screen computes the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """`remaining` seconds were left when the clock was last set; it runs since `started`, or stands.

    >>> from datetime import datetime
    >>> three = datetime(2019, 9, 30, 15, 0)
    >>> clock = Clock(600).run(three)
    >>> clock.left(three + timedelta(seconds=90)), clock.left(three - timedelta(seconds=5))
    (510, 600)
    >>> stopped = clock.stop(three + timedelta(seconds=700))
    >>> stopped.left(three + timedelta(days=1)), stopped.add(60).remaining
    (-100, -40)
    """

    remaining: int
    started: datetime | None = None

    def left(self, now: datetime) -> int:
        """Seconds left, below zero when over time; a clock that goes back gives nothing back."""
        if self.started is None:
            return self.remaining
        return self.remaining - max(0, int((now - self.started).total_seconds()))

    def run(self, now: datetime) -> "Clock":
        return replace(self, started=now) if self.started is None else self

    def stop(self, now: datetime) -> "Clock":
        return Clock(self.left(now))

    def add(self, seconds: int) -> "Clock":
        return replace(self, remaining=self.remaining + seconds)


@dataclass(frozen=True, slots=True)
class Slot:
    """An item of the agenda: how long it is meant to take, when it began and ended."""

    minutes: int
    started: datetime | None = None
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timetable:
    """Planned beginnings and the planned end; expected ones as things stand. `slip` is in whole minutes."""

    planned: tuple[datetime, ...]
    planned_end: datetime
    expected: tuple[datetime, ...]
    expected_end: datetime

    @property
    def slip(self) -> int:
        return round((self.expected_end - self.planned_end).total_seconds() / 60)


def timetable(begins: datetime, slots: Sequence[Slot], now: datetime, *, live: bool = False) -> Timetable:
    """When every item should and will begin. An item passed over takes no time; a running one that is over
    its time ends now; while the conference is `live` nothing begins in the past.

    >>> two = datetime(2019, 9, 30, 14, 0)
    >>> plan = timetable(two, [Slot(5), Slot(25), Slot(30)], two)
    >>> [f"{t:%H:%M}" for t in plan.planned], f"{plan.planned_end:%H:%M}", plan.slip
    (['14:00', '14:05', '14:30'], '15:00', 0)
    >>> late = [Slot(5, two, two + timedelta(minutes=8)), Slot(25, two + timedelta(minutes=8)), Slot(30)]
    >>> now = timetable(two, late, two + timedelta(minutes=20), live=True)
    >>> [f"{t:%H:%M}" for t in now.expected], now.slip
    (['14:00', '14:08', '14:33'], 3)
    >>> passed_over = [Slot(5), Slot(25, two, two + timedelta(minutes=20)), Slot(30)]
    >>> timetable(two, passed_over, two + timedelta(minutes=20), live=True).slip
    -10
    """
    planned, cursor = [], begins
    for slot in slots:
        planned.append(cursor)
        cursor += timedelta(minutes=slot.minutes)
    planned_end = cursor
    last_begun = max((at for at, slot in enumerate(slots) if slot.started), default=-1)
    expected: list[datetime] = []
    cursor = begins
    for at, slot in enumerate(slots):
        if slot.started is not None:
            expected.append(slot.started)
            cursor = slot.ended or max(now, slot.started + timedelta(minutes=slot.minutes))
            continue
        if at < last_begun:  # passed over
            expected.append(cursor)
            continue
        if live:
            cursor = max(cursor, now)
        expected.append(cursor)
        cursor += timedelta(minutes=slot.minutes)
    return Timetable(tuple(planned), planned_end, tuple(expected), cursor)


def attendance(
    named: int, called: int, here: int, convened: int | None, present: int | None
) -> tuple[int, int | None]:
    """(convened, present) of a point: counted from its delegates when any are `named`, else as entered.

    `called` are the named ones who are convened, `here` those present who are convened or sit for somebody.
    Guests count in neither, and the rate stays within 100 %.

    >>> attendance(4, 2, 2, 9, 9), attendance(3, 1, 2, None, None)
    ((2, 2), (1, 1))
    >>> attendance(0, 0, 0, 20, None), attendance(0, 0, 0, None, None)
    ((20, None), (0, None))
    """
    if not named:
        return convened or 0, present
    return called, min(here, called)
