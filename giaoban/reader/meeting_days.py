"""The day a conference met: "Chiều 30-9", "Sáng ngày 26 và 27/6". All days are dated and weighed."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from giaoban.reader.dates import ordinal
from giaoban.reader.meeting_clues import RECENT, Clues, Day, Review
from giaoban.reader.meeting_evidence import MEETS, may_be_met, weigh
from giaoban.reader.meeting_times import month_alone, stored
from giaoban.reader.meeting_years import dated
from giaoban.reader.normal import Normal, sentence_of

_DAY = re.compile(
    r"(?<![\d/.,])(?<!\d-)(?<![/.] )(?<!\d, )(?<!\dh)(?P<day>\d{1,2})"
    r"(?:(?: {0,2}[&+-] {0,2}| va | den |, ?(?=\d{1,2}(?:(?:, ?| va )\d{1,2}){0,2}(?: ?[/.-] ?| thang )\d)"
    r"|(?: den| va)(?: (?:sang|trua|chieu|toi))? ngay | va (?:sang|chieu|toi) )"
    r"\d{1,2}){0,3}?"
    r"(?: ?(?P<by>[/.-]) ?(?P<month>1[0-2]|0?[1-9])(?!\d| ?h\d| {1,2}thang {1,2}\d)"
    r"(?: ?(?:[/.-] ?(?P<year>\d{4})|(?P=by) ?(?P<short>\d{2})))?"
    r"| {1,2}thang {1,2}(?P<named>1[0-2]|0?[1-9])(?!\d)(?: ?,? ?(?:nam "
    r"|[/.-] ?|(?<=, ))(?P<named_year>\d{4}))?)(?![\d/%]|[.,]\d|-\d(?!\d?[/.]\d)| ngay)"
)
# "ngày 12 tháng 6 năm Mậu Tuất": of the other calendar
_LUNAR = re.compile(
    r"[ ,]{1,2}(?:nam )?(?:giap|at|binh|dinh|mau|ky|canh|tan|nham|quy) "
    r"(?:ty|suu|dan|mao|thin|ngo|mui|than|dau|tuat|hoi)(?![a-z])|[ ,(]{1,2}am lich"
)
_UNTIL = re.compile(r"(?<![a-z])(?:den|truoc|het)(?: het)?(?: ngay)? $")
_BROKEN = re.compile(r"(?<![a-z])(ngay|sang|chieu|toi)\n(?=\d|ngay)")  # a line that was wrapped
_WRAPPED = re.compile(r"(?<=[^\s.:;!?])\n(?=[\w(“\"])")
# "bế mạc sáng 7/7/2015, hoàn thành chương trình sau 3 ngày làm việc"
_CLOSED = re.compile(r"(?<![a-z])(?:be mac|ket thuc|khep lai|thanh cong)(?![a-z])")
_AFTER_DAYS = re.compile(
    r"(?<![a-z])(?:sau|qua) (\d(?:,5)?|hai|ba|bon|nam) ngay (?:lam viec|hop|dien ra)(?![a-z])"
)
# "bước sang ngày làm việc thứ năm vào ngày 9/5", "6 và 7/8"
_NTH_DAY = re.compile(r"(?<![a-z])ngay (?:lam viec|hop) thu (hai|ba|tu|nam|sau|bay|[2-7])(?![a-z0-9])")
_SEVERAL = re.compile(r"\d{1,2} {0,2}(?:-|va |den |, ?)")
_BEHIND, _LINE, _TO, _NEXT = 400, 12, 16, 40
_MOST, _LEAST = 60, 2.0
_WIDEST, _FULL = 120, 2  # characters of a line, lines


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """Where the day stands in the folded text, and the day; `on` is None while its year cannot be known."""

    start: int
    end: int
    on: date | None
    weight: float
    day: int = 0
    month: int = 0
    alone: float = 0.0  # its weight were no other day told


def find_meeting_day(
    folded: str,
    *,
    published: date | None,
    year: int | None = None,
    named: bool = False,
    reviewed: int | None = None,
    congress: bool = False,
    issued: Sequence[tuple[int, date]] = (),
    reviews: Sequence[Review] = (),
    taught: Callable[[int], date | None] | None = None,
) -> MeetingDay | None:
    """The likeliest day of meeting; `year` is that of the period under review, used when nothing else tells.

    Where what is held is `named` by a year ("Giải năm 2016"), such years tell nothing of the day. The whole
    year that is `reviewed` is not met for long after: a later day at the head of the page is that of its
    reading.
    A `congress` meets in the year its term begins; `reviews` are of documents as old as is said; `taught`
    tells when what the meeting of a place teaches had been resolved.

    >>> found = lambda text, **k: str(find_meeting_day(text, published=k.get("p"), year=k.get("y")).on)
    >>> found("chieu 30-9, dong chi x chu tri hoi nghi giao ban", p=date(2019, 9, 30))
    '2019-09-30'
    >>> found("sang ngay 30/12, ban to chuc tong ket cong tac", p=date(2020, 1, 2))
    '2019-12-30'
    >>> found("trong hai ngay 26 va 27/6/2018, tinh uy to chuc hoi nghi")
    '2018-06-26'
    """
    copy = None if published else stored(folded)
    told_on = published or (copy if copy and not month_alone(folded) else None)
    published = published or copy
    if reviewed and year and published and published.year - year > 1:
        published = None
    folded = _BROKEN.sub(r"\1 ", folded)
    best: MeetingDay | None = None
    days = list(_days(folded))
    clues = Clues(
        folded,
        days,
        published,
        copy is not None,
        copy is not None and month_alone(folded),
        year=year,
        reviewed=reviewed,
        named=named,
        congress=congress,
        issued=issued,
        reviews=reviews,
        taught=taught,
    )
    for found, following in zip_longest(days, days[1:]):
        if (following and _is_campaign(found, following)) or not may_be_met(folded, found):
            continue
        on = first_of(folded, found, dated(found, clues))
        if on and on.year < RECENT:
            continue
        weight, planned = weigh(folded, found, on, published, sure=clues.tells_whole(found, on))
        if weight >= _LEAST and (best is None or weight - planned > best.weight):
            best = MeetingDay(found.start, found.end, on, weight - planned, found.day, found.month, weight)
    return best or _today(folded, told_on, clues.whole)


def unwrapped(normal: Normal) -> str:
    """The folded text with the ends of lines that break a sentence taken as blanks."""
    text, column = normal.text, _column(normal.text)
    if text.islower():
        return normal.folded
    pieces, at = [], 0
    for match in _WRAPPED.finditer(text):
        line = match.start() - text.rfind("\n", 0, match.start()) - 1
        if text[match.end()].islower() or (column and line >= column):
            pieces += [normal.folded[at : match.start()], " "]
            at = match.end()
    return "".join([*pieces, normal.folded[at:]])


def _column(text: str) -> int:
    """How long a line of a text broken at a column is at least; 0 for a text of whole paragraphs."""
    lengths = [len(line) for line in text.split("\n")]
    least = max(lengths) * 3 // 4
    full = sum(length >= least for length in lengths)
    return least if least * 4 // 3 <= _WIDEST and full >= _FULL else 0


def _days(folded: str) -> Iterator[Day]:
    for count, match in enumerate(_DAY.finditer(folded)):
        if count == _MOST:
            return
        day, month = int(match["day"]), int(match["month"] or match["named"])
        year = match["year"] or match["short"] or match["named_year"]
        number = int(year) + (2000 if len(year) == 2 else 0) if year else None
        known = 1 <= day <= 31 and 1 <= month <= 12 and (number is None or 1930 <= number <= 2100)
        if known and not _LUNAR.match(folded, match.end()):
            until = _UNTIL.search(folded, max(0, match.start() - 20), match.start()) is not None
            yield Day(match.start(), match.end(), day, month, number, until)


def _is_campaign(found: Day, last: Day) -> bool:
    """ "Từ ngày 15/7 đến ngày 14/9": nothing meets for longer than a month."""
    months = (last.month - found.month) % 12
    return last.until and last.start - found.end < _TO and (months, last.day) > (1, found.day)


def first_of(folded: str, found: "Day | MeetingDay", on: date | None) -> date | None:
    """The day on which began what closed `on` after so many days."""
    low, high = sentence_of(folded, found.end, _BEHIND)
    if on and (nth := _NTH_DAY.search(folded, low, min(found.end + _NEXT, high))):
        return on - timedelta(days=(ordinal(nth[1]) or 1) - 1)
    lasted = _AFTER_DAYS.search(folded, low, high)
    several = _SEVERAL.match(folded, found.start)
    if on is None or lasted is None or several or not _CLOSED.search(folded, low, high):
        return on
    begun = lasted[1].partition(",")
    return on - timedelta(days=(ordinal(begun[0]) or 1) - (not begun[1]))


_TODAY = re.compile(r"(?<![a-z])(?:sang|chieu|toi|hom) (?:nay|(?P<yesterday>qua))(?![a-z])")


def _today(folded: str, published: date | None, whole: Sequence[Day]) -> MeetingDay | None:
    """ "Sáng nay", "hôm qua" where the text's day is known, or told before: "(SYT-29/12/2017) Sáng nay"."""
    match = _TODAY.search(folded[:2_000])
    if match is None:
        return None
    before = [day.of(day.year) for day in whole if day.year and 0 <= match.start() - day.end <= _LINE]
    on = published or (before[-1] if before else None)
    on = on - timedelta(days=1) if on and match["yesterday"] else on
    after = folded[match.end() : sentence_of(folded, match.end(), _BEHIND)[1]]
    return MeetingDay(match.start(), match.end(), on, _LEAST) if on and MEETS.search(after) else None
