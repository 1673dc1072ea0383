"""The year of a day that a text writes without one: every sign of the time speaks for and against each year.

A conditional logit over the years: data/signs.json says how loudly each sign speaks; a year is told only
when all together speak louder for it than for any other.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from giaoban.reader.catalogue import DATA
from giaoban.reader.dates import last_before, ordinal
from giaoban.reader.feasts import find_feasts, near, passed_at
from giaoban.reader.meeting_clues import EARLY, SOON, Clues, Day
from giaoban.reader.meeting_terms import ABOUT_ONE, AFTER, SCHOOL_BEGINS, TERM, year_beside
from giaoban.reader.meeting_times import AHEAD, STORED, Span, Times, times_of
from giaoban.reader.normal import sentence_of
from giaoban.reader.subjects import GOES_ON

_SURE = 0.1  # how much louder than for any other year
_FIRST, _LAST = 1992, 2035
_HEAD, _AROUND, _FAR, _YEAR, _SHORT, _PAGE = 250, 400, 160, 365, 730, 1_400
# held years later
_REVIEWS = re.compile(
    r"(?<![a-z])(?:(?:tong|so) ket[a-z0-9 ,]{0,80}? (?:chi thi|nghi quyet|ket luan|quy dinh"
    r"|phap lenh|nghi dinh)|nam (?:trien khai )?thuc hien)(?![a-z])"
)
_TEACHES = re.compile(
    r"(?<![a-z])(?:quan triet|hoc tap|pho bien|tap huan"
    r"|trien khai (?:thuc hien )?(?:cac )?(?:chi thi|nghi quyet|ket luan|quy dinh|noi dung))(?![a-z])"
)
# "Nghị quyết Đại hội Đoàn toàn quốc lần thứ XI, nhiệm kỳ …"
_RESOLVES = re.compile(r"(?<![a-z])nghi quyet (?:cua )?(?:dai hoi|dh)(?![a-z])[^.\n]{0,120}$")
_PREPARES = re.compile(
    r"(?<![a-z])(?:chuan bi|ke hoach)(?: (?:to chuc|cac|hoat dong|le)){0,4} ky niem(?![a-z])"
)
_ENDING = re.compile(r"nhiem k[iy] (?:vua )?(?:qua|roi)(?![a-z])")
_CANDIDATES = re.compile(r"(?<![a-z])(?:ung cu vien|nguoi ung cu|ky hop thu nhat|ket qua bau cu)(?![a-z])")
# "Hôm nay: 20/09/2024": the day on which the page was read, or put there
_STAMP = re.compile(
    r"(?:hom nay ?(?=:)|cap nhat|dang(?: luc| ngay)?|ngay (?:dang|gui|tao))[ :,]{0,3}"
    r"(?:\d{1,2}[:h]\d\d(?::\d\d)?[ ,-]{1,3})?$"
)
_MONTH = re.compile(
    r"(?<![a-z])(?:thang (?P<month>1[0-2]|0?[1-9])|quy (?P<quarter>i{1,3}|iv|[1-4]))(?: ?[/-] ?| nam )"
    r"(?P<year>(?:19|20)\d\d)(?!\d)"
)
_YEAR_TOLD = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WEEKDAYS = r"(?<!lan )(?:thu (?P<nth>hai|ba|tu|nam|sau|bay|[2-7])|(?P<sunday>chu nhat|cn))"
_WEEKDAY_BEFORE = re.compile(rf"(?<![a-z]){_WEEKDAYS}[ ,(]{{1,3}}(?:ngay )?$")
_WEEKDAY_BEHIND = re.compile(rf"[ ,(]{{1,3}}{_WEEKDAYS}(?![a-z0-9])")
_NTH = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_MONTHS_APART, _EARLY, _AUTUMN, _LATE, _NONE = 2, 3, 10, 11, 12
_LATE_BY = 290  # days after a full number of years

Sign = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Said:
    """What the text says around the day, for whichever year."""

    found: Day
    clues: Clues
    times: Times
    teaches: bool
    reviews: bool
    congress: bool  # it meets when a term begins
    ending: bool  # the term is looked back upon
    beside: int | None  # the year next written
    at_once: bool  # in the sentence of the day
    whole: int | None  # the same day, written whole elsewhere
    month: int | None  # beside a month or quarter written with its year
    ahead: date | None  # a month foretold: "sẽ … tháng 6-2020"
    feast: int | None
    taught: date | None
    passed: date | None
    resolved: frozenset[Span]  # terms of congresses whose resolutions are taught
    weekday: int | None
    document: date | None  # the latest cited, those under review aside


def likeliest(found: Day, clues: Clues) -> date | None:
    """
    >>> day = Day(0, 4, 26, 1, None)
    >>> said = lambda day, text, **k: str(likeliest(day, Clues(text, **k)))
    >>> said(day, "26/1 xa hop ban ke hoach thang 2/2024")
    '2024-01-26'
    >>> said(day, "26/1 xa hop")
    'None'
    """
    said = _listen(found, clues)
    heard = [(_loud(on, said), on) for year in range(_FIRST, _LAST) if (on := found.of(year))]
    if len(heard) < 2:
        return None  # 30/2
    (other, _on), (best, on) = sorted(heard)[-2:]
    return on if best - other > _SURE else None


def _loud(on: date, said: Said) -> float:
    weights = _weights()
    return sum(weights[sign] * amount for sign, amount in signs(on, said) if amount)


def signs(on: date, said: Said) -> Iterator[Sign]:
    for speak in _SIGNS:
        yield from speak(on, said)


def _listen(found: Day, clues: Clues) -> Said:
    folded = clues.folded
    low, high = sentence_of(folded, found.start, AFTER)

    def told(pattern: re.Pattern[str]) -> int | None:
        match = pattern.search(folded, low, high) or pattern.search(folded, 0, _HEAD)
        return match.start() if match else None

    taught_at, reviewed_at = told(_TEACHES), told(_REVIEWS)
    teaches = taught_at is not None
    reviews = reviewed_at is not None and (taught_at is None or reviewed_at < taught_at)
    passed = passed_at(folded) if teaches else None
    under_review = [r for r in clues.reviews if low - _HEAD <= r.at < high + _HEAD or r.at < _HEAD]
    about = ABOUT_ONE.search(folded, low, high)
    congress = (clues.congress and not about) or _CANDIDATES.search(folded, low, high) is not None
    beside = None if clues.named else year_beside(folded, found, congress)
    if beside and any(review.covers(beside) for review in under_review):
        beside = None  # a year of those that are reviewed
    if beside and clues.year == beside + 1 and found.month <= _EARLY:
        beside = clues.year  # the year before is under review
    reviewed = {review.of for review in clues.reviews}
    cited = {day for at, day in clues.issued if not GOES_ON.search(folded, max(0, at - _FAR), at)} - reviewed
    whole = [day.year for day in clues.whole if day.year and found.same(day) and not day.until]
    return Said(
        found,
        clues,
        times_of(_page(found, clues)),
        teaches,
        reviews,
        congress=congress,
        ending=_ENDING.search(folded) is not None,
        beside=beside,
        at_once=_YEAR_TOLD.search(folded, found.end, high) is not None,
        whole=max(whole, default=None),
        month=_month(found, folded),
        ahead=_ahead(clues),
        feast=_feast(found, folded, passed),
        taught=clues.taught(found.start) if clues.taught else None,
        passed=passed,
        resolved=frozenset(
            (int(m[1]), int(m[2]))
            for m in TERM.finditer(folded)
            if teaches and _RESOLVES.search(folded, max(0, m.start() - _FAR), m.start())
        ),
        weekday=told_weekday(found, folded),
        document=max(cited, default=None),
    )


def _page(found: Day, clues: Clues) -> str:
    """What stands around the day, without the day on which that was published or stored."""
    low, high = max(0, found.start - _PAGE), found.end + _PAGE
    stamps = [
        (day.start, day.end)
        for day in clues.whole
        if low <= day.start
        and day.end <= high
        and (
            (day.year and day.of(day.year) == clues.published)
            or _STAMP.search(clues.folded, max(0, day.start - _FAR), day.start)
        )
    ]
    if low == 0 and (stored := STORED.search(clues.folded, 0, _HEAD)):
        stamps.append(stored.span())
    page = clues.folded[low:high]
    for start, end in stamps:
        page = page[: start - low] + "#" * (end - start) + page[end - low :]
    return page


def _month(found: Day, folded: str) -> int | None:
    """ "từ tháng 7/2012 … Sang tháng Tám này": the nearest month or quarter written with its year."""
    near_by = [
        (abs(int(m["month"]) - found.month), int(m["year"]))
        if m["month"]
        else (abs(3 * (ordinal(m["quarter"]) or 0) - found.month) - 1, int(m["year"]))
        for m in _MONTH.finditer(folded)
    ]
    apart, year = min(near_by, default=(_NONE, 0))
    return year if apart <= _MONTHS_APART else None


def _ahead(clues: Clues) -> date | None:
    """What is foretold: "sẽ … tháng 6-2020", "dự kiến vào ngày 01/7/2021"."""
    folded = clues.folded
    whole = [(day.start, on) for day in clues.whole if day.year and (on := day.of(day.year))]
    months = [
        (m.start(), date(int(m["year"]), int(m["month"]), 28)) for m in _MONTH.finditer(folded) if m["month"]
    ]
    coming = (on for at, on in (*whole, *months) if AHEAD.search(folded, max(0, at - _FAR), at))
    return min(coming, default=None)


def _feast(found: Day, folded: str, passed: date | None) -> int | None:
    feasts = [feast for feast in find_feasts(folded) if feast != passed]
    if _PREPARES.search(folded, *sentence_of(folded, found.start, _AROUND)):
        on = next((last_before(found.day, found.month, feast) for feast in feasts), None)
    else:
        on = near(found.day, found.month, feasts)
    return on.year if on else None


def told_weekday(found: Day, folded: str) -> int | None:
    match = _WEEKDAY_BEFORE.search(folded, max(0, found.start - 24), found.start)
    match = match or _WEEKDAY_BEHIND.match(folded, found.end)
    if match is None:
        return None
    nth = match["nth"]
    return 6 if match["sunday"] else _NTH[nth] if nth in _NTH else int(nth) - 2


def _season(found: Day) -> str:
    return "winter" if found.month <= 3 else "summer" if found.month <= 8 else "autumn"


def _written(on: date, said: Said) -> Iterator[Sign]:
    for name, latest in (("alone", said.times.alone), ("dated", said.times.dated)):
        if latest is None or said.clues.named:
            continue
        behind = on.year - latest
        if behind < 0:
            yield f"{name}, later", min(-behind, 3)
        elif any(review.covers(latest) for review in said.clues.reviews):
            continue  # a year of those that are reviewed
        elif behind == 0:
            yield f"{name}, same", 1
        elif behind == 1:
            yield f"{name}, last, {_season(said.found)}", 1
        else:
            yield f"{name}, long ago", min(behind - 1, 3)
    if on.year in said.times.years and not said.clues.named:
        yield "pair, late", on.month >= _LATE and on.year + 1 in said.times.years
        yield "pair, early", on.month <= _EARLY and on.year - 1 in said.times.years


def _beside(on: date, said: Said) -> Iterator[Sign]:
    if said.beside:
        yield "beside", on.year == said.beside
        yield "beside, said at once", on.year == said.beside and said.at_once
    if said.whole:
        yield "whole", on.year == said.whole
    if said.month:
        yield "month", on.year == said.month
    if said.ahead:
        days = (said.ahead - on).days
        yield "foretold, over", days < 0
        yield "foretold, soon", 0 <= days <= _YEAR


def _planned(on: date, said: Said) -> Iterator[Sign]:
    late = on.month >= _AUTUMN
    for year in said.times.planned:
        yield "planned, same", on.year == year
        yield "planned, next, late" if late else "planned, next", on.year == year - 1
        yield "planned, else", on.year not in (year, year - 1)
    if said.times.aimed:
        yield "aimed, over", min(3, max(0, on.year - min(said.times.aimed)))


def _terms(on: date, said: Said) -> Iterator[Sign]:
    for first, last in said.times.terms:
        meets_early = said.congress and on.month >= _AUTUMN - 1
        yield "term, eve", on.year == first - 1 and not meets_early
        yield "term, out", not first - 1 <= on.year <= last
        if said.congress:
            yield "congress, first", on.year == first
            yield "congress, else", on.year not in (first, last)
    if said.ending and said.times.terms:
        yield "term, ending", on.year == max(last for _first, last in said.times.terms)
    for first, last in said.times.spans:
        yield "span, before", on.year < first - 1
        yield "span, after", on.year > last + 1
    for first, _last in said.resolved:
        yield "term taught", date(first, SCHOOL_BEGINS, 1) <= on < date(first + 1, SCHOOL_BEGINS, 1)
    for first, last in said.times.schools:
        yield "school", on.year == (first if on.month >= SCHOOL_BEGINS else last)
    if said.times.towards:
        days = (said.times.towards - on).days
        yield "towards, 1", 0 < days < 440
        yield "towards, 2", 440 <= days < 800
        yield "towards, else", not 0 < days < 800
    for first_day, last_day in said.times.eras:
        inside = first_day <= on <= last_day
        yield "era, out", not inside
        yield "era, short", inside and (last_day - first_day).days < _SHORT


def _aged(name: str, days: int) -> Iterator[Sign]:
    if days < 0:
        yield f"{name}, before", min(3, 0.5 - days / _YEAR)
    elif days <= SOON.days:
        yield f"{name}, soon", 1
    elif days < _YEAR / 2:
        yield f"{name}, half", 1
    elif days < _YEAR:
        yield f"{name}, one", 1
    else:
        yield f"{name}, years", min(days / _YEAR, 8)


def _documents(on: date, said: Said) -> Iterator[Sign]:
    if said.document:
        days = (on - said.document).days
        reviewed = "beside a review" if said.clues.reviews else "reviewed"
        how = reviewed if said.reviews else "taught" if said.teaches else "cited"
        yield from _aged("document" if days < 0 else how, days)
    if said.taught:
        yield from _aged("plenum", (on - said.taught).days)
    if said.passed:
        yield from _aged("law", (on - said.passed).days)


def _reviews(on: date, said: Said) -> Iterator[Sign]:
    """ "Sơ kết 5 năm thực hiện Chỉ thị": held about so many years after it, sooner or rather later."""
    if not said.clues.reviews:
        return
    days, years = min(
        (((on - review.full).days, on.year - review.full.year) for review in said.clues.reviews),
        key=lambda apart: (abs(apart[1]), abs(apart[0])),
    )
    inside = -EARLY.days <= days <= _LATE_BY
    yield "review, its year", years == 0
    yield "review, near" if inside else "review, far", 1
    if not inside:
        yield "review, years", min(3, abs(days) / _YEAR)


def _told(on: date, said: Said) -> Iterator[Sign]:
    clues = said.clues
    if said.feast:
        yield "feast", on.year == said.feast
    if clues.year and not clues.named:
        yield "period", on.year == clues.year
    if clues.reviewed:
        yield "whole year, early", on.year == clues.reviewed and on.month <= _EARLY
    if said.weekday is not None:
        yield "weekday, other", on.weekday() != said.weekday
    if clues.published:
        days = (clues.published - on).days
        name = "copy" if clues.copy else "head"
        yield f"{name}, before", days < -3
        yield f"{name}, soon", -3 <= days <= 60
        yield f"{name}, later", 60 < days <= 200
        if clues.copy:
            yield "copy, years", min(8, max(0, days) / _YEAR)


_Speak = Callable[[date, Said], Iterator[Sign]]
_SIGNS: Sequence[_Speak] = (_written, _beside, _planned, _terms, _documents, _reviews, _told)


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads((DATA / "signs.json").read_text(encoding="utf-8"))["weights"]
    return weights
