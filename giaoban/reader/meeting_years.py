"""The year of a day that a text writes without one: witnesses in one row, the surest first.

Each looks at the day and at what the text tells of its time, and answers the whole day or nothing.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from giaoban.reader.dates import congress_of, last_before, ordinal
from giaoban.reader.feasts import find_feasts, near, passed_at
from giaoban.reader.meeting_clues import EARLY, SOON, Clues, Day, date_of
from giaoban.reader.meeting_terms import AFTER, SCHOOL_BEGINS, SCHOOL_YEAR, TERM, year_beside, years_in
from giaoban.reader.normal import sentence_of
from giaoban.reader.subjects import next_day

_FIRST_WEEKS, _FORTNIGHT = 2, 15  # months, days
_NEXT_YEAR = re.compile(r"(?<![a-z])(?:phuong huong|nhiem vu|ke hoach)(?![a-z])[a-z ,-]{0,40}#")
_TOWARDS = re.compile(
    r"(?<![a-z])tien toi dai hoi (?:dai bieu )?(?:toan quoc )?(?:dang )?(?:lan thu )?([ivx]{1,5}|\d{1,2})"
    r"(?: cua)? dang(?! bo)"
)
_STORED = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-([0-2]\d|3[01]))?(?!\d)")
_REVIEWS = re.compile(r"(?<![a-z])(?:tong ket|so ket|nam thuc hien)(?![a-z])")  # held years later
_TEACHES = re.compile(
    r"(?<![a-z])(?:quan triet|hoc tap|pho bien|tap huan"
    r"|trien khai (?:thuc hien )?(?:cac )?(?:chi thi|nghi quyet|ket luan|quy dinh|noi dung))(?![a-z])"
)
# "Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI, nhiệm kỳ …"
_RESOLVES = re.compile(r"(?<![a-z])nghi quyet (?:cua )?(?:dai hoi|dh)(?![a-z])[^.\n]{0,120}$")
_PREPARES = re.compile(
    r"(?<![a-z])(?:chuan bi|ke hoach)(?: (?:to chuc|cac|hoat dong|le)){0,4} ky niem(?![a-z])"
)
_COMING = re.compile(r"(?<![a-z])(?:se|du kien|sap|\d toi)(?![a-z])")
_MONTH = re.compile(
    r"(?<![a-z])(?:thang (?P<month>1[0-2]|0?[1-9])|quy (?P<quarter>i{1,3}|iv|[1-4]))(?: ?[/-] ?| nam )"
    r"(?P<year>(?:19|20)\d\d)(?!\d)"
)
_WEEKDAYS = r"(?<!lan )(?:thu (?P<nth>hai|ba|tu|nam|sau|bay|[2-7])|(?P<sunday>chu nhat|cn))"
_WEEKDAY_BEFORE = re.compile(rf"(?<![a-z]){_WEEKDAYS}[ ,(]{{1,3}}(?:ngay )?$")
_WEEKDAY_BEHIND = re.compile(rf"[ ,(]{{1,3}}{_WEEKDAYS}(?![a-z0-9])")
_NTH = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_HALF, _LONG_AGO, _STALE, _AHEAD, _STORED_AHEAD, _CYCLE = 183, 150, 200, 45, 3, 7
_AROUND, _FAR, _PAGE = 400, 160, 2_000
_LATE = timedelta(days=290)  # after so many years of a document
_MONTHS_APART = 2
_TAUGHT = timedelta(days=150)  # after a document; what is later still may be of any year


def dated(found: Day, clues: Clues) -> date | None:
    """
    >>> day = Day(0, 4, 26, 1, None)
    >>> said = lambda day, text, **k: str(dated(day, Clues(text, **k)))
    >>> said(day, "26/1 xa hop ban ke hoach thang 2/2024")
    '2024-01-26'
    >>> said(day, "26/1 xa hop", documents=[date(2023, 11, 29)])
    '2024-01-26'
    >>> said(Day(0, 4, 26, 7, None), "26/7 xa hop", documents=[date(2023, 11, 29)])
    'None'
    """
    if found.year is not None:
        return _of_the_new_year(found, clues) or found.of(found.year)
    told = _of_publishing(found, clues)
    stored_then = told and clues.published and (clues.published - told).days <= _STORED_AHEAD
    if clues.copy and not stored_then and (reviewed := _of_a_review(found, clues)):
        return reviewed
    if told and clues.published and (clues.published - told).days <= _LONG_AGO:
        return _on_its_weekday(found, clues.folded, told) if clues.copy else told
    said = (on for witness in _OWN if (on := witness(found, clues)))
    own = next((on for on in said if not clues.comes_too_early(found, on)), None)
    if told is None or (own and own < told) or _told_whole(found, clues):
        told = own or next((on for witness in _OTHERS if (on := witness(found, clues))), None)
    elif clues.published and not clues.copy and (clues.published - told).days > _STALE:
        told = _written_anywhere(found, clues)  # no news is that old: the page bears the day it was read
    return _on_its_weekday(found, clues.folded, told) if told else None


def _of_the_new_year(found: Day, clues: Clues) -> date | None:
    """ "Chiều 07/02/2019", published on 10/02/2020: the old year is typed on for some weeks."""
    published = clues.published
    if found.year is None or found.month > _FIRST_WEEKS:
        return None
    if clues.reviewed == found.year and _NEXT_YEAR.search(
        clues.folded[:_PAGE].replace(str(found.year + 1), "#")
    ):
        return found.of(found.year + 1)  # it reviews the whole year it is dated in, and plans the next
    if published is None or clues.copy or found.year != published.year - 1:
        return None
    on = found.of(published.year)
    return on if on and 0 <= (published - on).days <= _FORTNIGHT else None


def _of_publishing(found: Day, clues: Clues) -> date | None:
    """Past days are told and coming ones foretold: "từ 30/6 tới", "sẽ diễn ra ngày 5/1"."""
    published = clues.published
    on = found.of(published.year) if published else None
    if published is None or on is None:
        return None
    ahead = (on - published).days
    if _is_coming(found, clues.folded):
        return found.of(published.year + 1) if -ahead > _HALF else on
    if _STORED_AHEAD < ahead <= _AHEAD and not clues.copy:
        again = any(_is_coming(day, clues.folded) for day in clues.days if found.same(day))
        return on if again else found.of(published.year - 1)
    if ahead > _STORED_AHEAD:
        return found.of(published.year - 1)
    following = found.of(published.year + 1)
    soon = following and (following - published).days <= _STORED_AHEAD
    return following if soon else on


def _is_coming(day: Day, folded: str) -> bool:
    return _COMING.search(folded, *sentence_of(folded, day.start, _AROUND)) is not None


def _told_whole(found: Day, clues: Clues) -> date | None:
    """Elsewhere in the text, or as the anniversary of a first day."""
    years = [
        feast.year
        for feast in find_feasts(clues.folded)
        if (feast.day, feast.month) == (found.day, found.month)
    ]
    years = years or [day.year for day in clues.whole if day.year and found.same(day) and not day.until]
    return found.of(max(years)) if years else None


def _of_the_period(found: Day, clues: Clues) -> date | None:
    return found.of(clues.year) if clues.year and not clues.named else None


def _of_a_feast(found: Day, clues: Clues) -> date | None:
    feasts = find_feasts(clues.folded)
    if _PREPARES.search(clues.folded, *sentence_of(clues.folded, found.start, _AROUND)):
        on = [last_before(found.day, found.month, feast) for feast in feasts[:1]]
        return on[0] if on else None
    return near(found.day, found.month, feasts)


def _of_a_review(found: Day, clues: Clues) -> date | None:
    """ "Sơ kết 5 năm thực hiện Chỉ thị": held about so many years after it, sooner or rather later."""
    for full in clues.years_of:
        for shift in (0, 1, -1):
            on = found.of(full.year + shift)
            if on and full - EARLY <= on <= full + _LATE and not clues.comes_too_early(found, on):
                return on
    return None


def _beside_a_month(found: Day, clues: Clues) -> date | None:
    """ "từ tháng 7/2012 … Sang tháng Tám này": the nearest month or quarter written with its year."""
    near_by = [
        (abs(int(m["month"]) - found.month), int(m["year"]))
        if m["month"]
        else (abs(3 * (ordinal(m["quarter"]) or 0) - found.month) - 1, int(m["year"]))
        for m in _MONTH.finditer(clues.folded)
    ]
    apart, year = min(near_by, default=(_CYCLE, 0))
    return found.of(year) if apart <= _MONTHS_APART else None


def _next_written(found: Day, clues: Clues) -> date | None:
    year = None if clues.named else year_beside(clues.folded, found, clues.congress)
    return found.of(year) if year else None


def _written_anywhere(found: Day, clues: Clues) -> date | None:
    stretch = clues.folded[found.end : found.end + _PAGE]
    years = [year for year in years_in(stretch, planned=False) if f"nam {year}" in stretch]
    return found.of(years[0]) if years and not clues.named else None


def _beside(found: Day, clues: Clues) -> date | None:
    """The day in the year that brings it nearest to the first whole date of the text."""
    first = next(iter(clues.whole), None)
    other = first.of(first.year) if first and first.year else None
    return near(found.day, found.month, [other]) if other else None


def _after_documents(found: Day, clues: Clues) -> date | None:
    """A meeting comes soon after the latest document it cites or teaches, unless it reviews."""
    low, high = sentence_of(clues.folded, found.start, AFTER)
    teaches = _TEACHES.search(clues.folded, low, high)
    here = [day for at, day in clues.issued if low <= at < high]
    taught = (here or [day for _at, day in clues.issued]) if teaches else []
    latest = max([*clues.documents, *taught], default=None)
    reviews = _REVIEWS.search(clues.folded, low, high)
    if latest is None or (reviews and latest <= max(clues.years_of, default=latest)):
        return None
    last = latest + (_TAUGHT if teaches else SOON)
    following = (found.of(latest.year + shift) for shift in (0, 1))
    return next((on for on in following if on and latest <= on <= last), None)


def _of_a_school_year(found: Day, clues: Clues) -> date | None:
    """ "… lễ khai giảng năm học mới 2022 - 2023", told anywhere."""
    years = {(int(m[1]), int(m[2])) for m in SCHOOL_YEAR.finditer(clues.folded)}
    first, second = years.pop() if len(years) == 1 else (0, 0)
    return found.of(first if found.month >= SCHOOL_BEGINS else second) if first else None


def _of_what_is_taught(found: Day, clues: Clues) -> date | None:
    told = clues.taught(found.start) if clues.taught else None
    return next_day(found.day, found.month, told) if told else None


def _of_a_term_taught(found: Day, clues: Clues) -> date | None:
    """What a congress resolved for its term is taught until the summer of the next year."""
    low, high = sentence_of(clues.folded, found.start, AFTER)
    if not _TEACHES.search(clues.folded, low, high) or _REVIEWS.search(clues.folded, low, high):
        return None
    terms = {
        int(m[1])
        for m in TERM.finditer(clues.folded)
        if _RESOLVES.search(clues.folded, max(0, m.start() - _FAR), m.start())
    }
    return found.of(terms.pop() + (found.month < SCHOOL_BEGINS)) if len(terms) == 1 else None


def _after_a_law(found: Day, clues: Clues) -> date | None:
    """Laws are taught after the session of the National Assembly that passed them."""
    low, high = sentence_of(clues.folded, found.start, AFTER)
    passed = passed_at(clues.folded) if _TEACHES.search(clues.folded, low, high) else None
    return next_day(found.day, found.month, passed) if passed else None


def _of_a_leap_year(found: Day, clues: Clues) -> date | None:
    """ "29/02" in the one leap year of a term that is told."""
    if (found.day, found.month) != (29, 2):
        return None
    terms = {(int(m[1]), int(m[2])) for m in TERM.finditer(clues.folded)}
    days = {on for low, high in terms for year in range(low, high + 1) if (on := found.of(year))}
    return days.pop() if len(days) == 1 else None


def _before_a_congress(found: Day, clues: Clues) -> date | None:
    """ "… đại hội các cấp tiến tới Đại hội XIII của Đảng": those meet in the year before it."""
    numbers = {ordinal(match[1]) or 0 for match in _TOWARDS.finditer(clues.folded)}
    congress = congress_of(numbers.pop()) if len(numbers) == 1 else None
    return found.of(congress.year - 1) if congress else None


_Witness = Callable[[Day, Clues], date | None]
_OWN: tuple[_Witness, ...] = (_told_whole, _of_the_period, _of_a_feast, _next_written, _of_what_is_taught)
_OTHERS: tuple[_Witness, ...] = (
    _beside,
    _after_documents,
    _of_a_review,
    _beside_a_month,
    _of_a_term_taught,
    _of_a_school_year,
    _before_a_congress,
    _of_a_leap_year,
    _after_a_law,
)


def _on_its_weekday(found: Day, folded: str, told: date) -> date:
    """ "Sáng 5-9 (thứ bảy)": the last year not later in which that day fell so."""
    match = _WEEKDAY_BEFORE.search(folded, max(0, found.start - 24), found.start)
    match = match or _WEEKDAY_BEHIND.match(folded, found.end)
    if match is None:
        return told
    nth = match["nth"]
    weekday = 6 if match["sunday"] else _NTH[nth] if nth in _NTH else int(nth) - 2
    years = (found.of(told.year - back) for back in range(_CYCLE))
    return next((on for on in years if on and on.weekday() == weekday), told)


def stored(folded: str) -> date | None:
    """A day or a month in ISO at the head of the text, as stored copies carry it."""
    match = _STORED.search(folded[:200])
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return date_of(year, month, int(match[3]) if match[3] else monthrange(year, month)[1])


def month_alone(folded: str) -> bool:
    """Whether the day of the stored copy is only that of its month."""
    match = _STORED.search(folded[:200])
    return match is not None and not match[3]
