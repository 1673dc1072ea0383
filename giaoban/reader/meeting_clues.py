"""What a text tells of its time: its days, what it cites, reviews and teaches, gathered for the witnesses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

EARLY = timedelta(days=150)  # a review may come so long before the day itself
SOON = timedelta(days=62)  # after a document it is cited most
RECENT = 1990  # an older day is an anniversary


@dataclass(frozen=True, slots=True)
class Day:
    """A day in the folded text; `until` says that it is the last of something."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    until: bool = False

    def of(self, year: int) -> date | None:
        return date_of(year, self.month, self.day)

    def same(self, other: "Day") -> bool:
        return (self.day, self.month) == (other.day, other.month)


@dataclass(frozen=True, slots=True)
class Review:
    """Where a document under review is cited, its date, and when it was as old as is said ("5 năm")."""

    at: int
    of: date
    full: date

    def covers(self, year: int) -> bool:
        """Whether that is one of the years under review, before the last."""
        return self.of.year <= year < self.full.year


@dataclass(frozen=True, slots=True)
class Clues:
    """What a text tells of its time; `days` are all of its days.

    `published` may only be that of a `copy` stored later, or the end of its
    `month`. `year` is that of the period under review,
    `reviewed` a whole year that is; where what is held is `named` by a year ("Giải năm 2016"), such years
    tell nothing. A `congress` meets in the year its term begins; `issued`: where a document is cited, and the
    day it has, told or known; `taught`: when the plenum or congress had sat that the meeting of a place
    teaches.
    """

    folded: str
    days: Sequence[Day] = ()
    published: date | None = None
    copy: bool = False
    month: bool = False
    year: int | None = None
    reviewed: int | None = None
    named: bool = False
    congress: bool = False
    issued: Sequence[tuple[int, date]] = ()
    reviews: Sequence[Review] = ()
    taught: Callable[[int], date | None] | None = None
    whole: Sequence[Day] = field(default=(), init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "whole", [d for d in self.days if d.year and d.year >= RECENT])

    def tells_whole(self, found: Day, on: date | None) -> bool:
        """Whether that day is written with its year, there or elsewhere."""
        return any(on == day.of(day.year) for day in (found, *self.whole) if day.year)


def date_of(year: int, month: int, day: int) -> date | None:
    """None when that year has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
