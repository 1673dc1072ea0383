"""The year of a day that a text writes without one, from whatever tells it, the surest first.

Written; the day the text was published; the same day written whole; the period under review; a school
year; the year next written; the term a congress opens; any whole day; the documents the meeting cites.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from giaoban.reader.normal import sentence_of

_YEAR = re.compile(
    r"(?<![\d/.-])(?:nam |(?:thang |quy )(?:1[0-2]|0?[1-9]|iv|i{1,3}) ?[/.-] ?|[/.-] ?)?((?:19|20)\d\d)(?!\d)"
)
_PLAN = re.compile(r"(?:phuong huong|nhiem vu|ke hoach|tien de)(?![a-z])[a-z ]{0,24}$")
_AIM = re.compile(r"(?<![a-z])(?:den|tam nhin|muc tieu|truoc)(?: het)? (?:nam )?(?:19|20)\d\d(?!\d)")
_TERM = re.compile(r"(?:nhiem ky|giai doan) {1,2}\(?((?:19|20)\d\d) ?- ?((?:19|20)\d\d)")
_SCHOOL_YEAR = re.compile(r"nam hoc(?: moi)? {1,2}((?:19|20)\d\d) ?- ?((?:19|20)\d\d)")
_CONGRESS = re.compile(
    r"(?<![a-z])(?:(?<!quyet )(?<!trinh )(?<!mung )(?<!toi )dai hoi|dh(?:cd|db|dcd))(?![a-z])"
)
_ABOUT_ONE = re.compile(r"(?<!trung tam )hoi nghi(?! lan thu (?:nhat|i|1)(?![a-z]))|chuan bi|giao ban|duyet")
_SCHOOL_BEGINS = 7  # the month
_SPAN = re.compile(r"(?<!\d)(?:19|20)\d\d ?- ?(?:19|20)\d\d(?!\d)")
_STORED = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-([0-2]\d|3[01]))?(?!\d)")
_REVIEWS = re.compile(r"(?<![a-z])(?:tong ket|so ket|nam thuc hien)(?![a-z])")  # held years later
_COMING = re.compile(r"(?<![a-z])(?:se|du kien|sap|\d toi)(?![a-z])")
_HALF = 183
_AFTER, _BEFORE, _AROUND = 700, 300, 400
_SOON = timedelta(days=62)  # what is later still may be of any year


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


def date_of(year: int, month: int, day: int) -> date | None:
    """None when that year has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def dated(
    found: Day,
    folded: str,
    *,
    whole: Sequence[Day],
    published: date | None,
    year: int | None,
    named: bool,
    congress: bool = False,
    documents: Sequence[date] = (),
) -> date | None:
    """`whole` are the days of the text written with their year, `documents` those of what it cites.

    `year` is that of the period under review; where what is held is `named` by a year, years without a day
    tell nothing.

    >>> day = Day(0, 4, 26, 1, None)
    >>> said = lambda text, **k: str(dated(day, text, whole=(), published=None, year=None, named=False,
    ...     **k))
    >>> said("26/1 xa hop ban ke hoach thang 2/2024"), said("26/1 xa hop", documents=[date(2023, 11, 29)])
    ('2024-01-26', '2024-01-26')
    >>> day = Day(0, 4, 26, 7, None)
    >>> said("26/7 xa hop", documents=[date(2023, 11, 29)])
    'None'
    """
    if found.year is not None:
        return found.of(found.year)
    if published is not None:
        return _told_on(published, found, folded)
    same = [
        day.year
        for day in whole
        if day.year and (day.day, day.month) == (found.day, found.month) and not day.until
    ]
    known = max(same, default=0) or (None if named else year or _near(folded, found, congress))
    if known:
        return found.of(known)
    said = folded[slice(*sentence_of(folded, found.start, _AFTER))]
    return _beside(found, whole) or (None if _REVIEWS.search(said) else _after(found, documents))


def _told_on(published: date, found: Day, folded: str) -> date | None:
    """Past days are told and coming ones foretold: "từ 30/6 tới", "sẽ diễn ra ngày 5/1"."""
    on = found.of(published.year)
    if on is None:
        return None
    said = folded[slice(*sentence_of(folded, found.start, _AROUND))]
    if _COMING.search(said):
        return found.of(published.year + 1) if (published - on).days > _HALF else on
    return found.of(published.year - 1) if on > published + timedelta(days=3) else on


def _near(folded: str, found: Day, congress: bool) -> int | None:
    """The year next written after the day, or last before it; of a congress the first of its term.

    Of the year under review and the next, named together, the first half of a year is in the next.
    """
    if school := _SCHOOL_YEAR.search(folded, max(0, found.start - _AROUND), found.end + _AROUND):
        closes = "tong ket" in folded[max(0, school.start() - 40) : school.start()]
        return int(school[2]) if closes or found.month < _SCHOOL_BEGINS else int(school[1])
    stretch = folded[found.end : found.end + _AFTER]
    before = folded[max(0, found.start - _BEFORE) : found.start]
    if years := _years(stretch, planned=True):
        return years[0] + (found.month < _SCHOOL_BEGINS and years[0] + 1 in years)
    if years := _years(before, planned=False) or _years(before, planned=True):
        return years[-1]
    congress = congress or _opens_a_term(folded, found)
    term = _TERM.search(stretch) or (_TERM.search(before) if congress else None)
    if term and not congress:
        return int(term[2]) if "tong ket" in term.string[max(0, term.start() - 60) : term.start()] else None
    return int(term[1]) if term else None


def _opens_a_term(folded: str, found: Day) -> bool:
    """What meets that day is a congress, not a conference on one."""
    said = folded[slice(*sentence_of(folded, found.start, _AFTER))]
    return _CONGRESS.search(said) is not None and _ABOUT_ONE.search(said) is None


def _years(stretch: str, *, planned: bool) -> list[int]:
    """Without those of terms and spans, and unless asked for without those of plans ("nhiệm vụ năm 2023")."""
    plain = _AIM.sub(" ", _SPAN.sub(" ", _TERM.sub(" ", stretch)))
    return [int(m[1]) for m in _YEAR.finditer(plain) if planned or not _PLAN.search(plain, 0, m.start())]


def _beside(found: Day, whole: Sequence[Day]) -> date | None:
    """The day in the year that brings it nearest to the first whole date of the text."""
    first = next(iter(whole), None)
    other = first.of(first.year) if first and first.year else None
    if other is None:
        return None
    near = [found.of(other.year + shift) for shift in (-1, 0, 1)]
    return min((on for on in near if on), key=lambda on: abs(on - other), default=None)


def _after(found: Day, documents: Sequence[date]) -> date | None:
    """A meeting comes soon after the latest document it cites."""
    latest = max(documents, default=None)
    if latest is None:
        return None
    near = (found.of(latest.year + shift) for shift in (0, 1))
    return next((on for on in near if on and latest <= on <= latest + _SOON), None)


def stored(folded: str) -> date | None:
    """A day or a month in ISO at the head of the text, as stored copies carry it."""
    match = _STORED.search(folded[:200])
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return date_of(year, month, int(match[3]) if match[3] else monthrange(year, month)[1])
