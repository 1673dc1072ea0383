"""The day a conference met: "Chiều 30-9", "Sáng ngày 26 và 27/6"; the year from dateline or period.

Every day in the text is weighed: what stands before it, whether its sentence meets, how near the head.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from giaoban.reader.normal import Normal

_DAY = re.compile(
    r"(?<![\d/.,-])(?<![/.,] )(?<!\dh)(?P<day>\d{1,2})"
    r"(?:(?: ?- ?| va | den | den ngay | va ngay )\d{1,2})??"
    r"(?: ?[/.-] ?(?P<month>1[0-2]|0?[1-9])(?!\d| ?h\d)(?: ?[/.-] ?(?P<year>\d{4}|\d{2}))?"
    r"| {1,2}thang {1,2}(?P<named>1[0-2]|0?[1-9])(?!\d)(?: ?,? ?(?:nam "
    r"|[/.-] ?|(?<=, ))(?P<named_year>\d{4}))?)(?![\d/%]|[.,-]\d| ngay)"
)
# "ngày 12 tháng 6 năm Mậu Tuất": of the other calendar
_LUNAR = re.compile(
    r"[ ,]{1,2}(?:nam )?(?:giap|at|binh|dinh|mau|ky|canh|tan|nham|quy) "
    r"(?:ty|suu|dan|mao|thin|ngo|mui|than|dau|tuat|hoi)(?![a-z])|[ ,(]{1,2}am lich"
)
_DAY_WORDS = re.compile(
    r"(?<![a-z])(?P<part>sang|trua|chieu|toi|dem)(?: nay| qua| mai| ngay| som| cung| mung"
    r"| thu (?:hai|ba|tu|nam|sau|bay)|,| chu nhat|[ (]){0,5}$"
    r"|(?<![a-z])(?P<day>ngay|mung|hom nay|hom qua|trong (?:hai|ba|2|3|02|03) ngay|tu ngay"
    r"|vua qua)[ ,(]{1,3}(?:ngay )?$"
)
_MEETS = re.compile(
    r"(?<![a-z])(?:to chuc|hoi nghi|giao ban|so ket|tong ket|chu tri|khai mac|dien ra|hop|lam viec|dai hoi"
    r"|toa dam|hoi thao"
    r"|phien|le|ky hop|tap huan|gap mat|tiep xuc|buoi|cuoc hop|hoi y|quan triet|trao|bao cao|lop)(?![a-z])"
)
_NOT = re.compile(
    r"(?:tinh den|den het|truoc|ke tu|cham nhat|hieu luc|ket thuc|sau|hoan thanh|den|ban hanh|ra doi|sinh"
    r"|thu hut)"
    r" ?(?:het )?(?:sang |chieu |ngay |toi )?\(?$"
)
_CITED = re.compile(r"[/-][a-z]{2,}[a-z0-9-]*,? {0,2}(?:cua [a-z ]{2,40})?,? ?\(?$")
_FEAST = re.compile(
    r"(?<![a-z])(?:ky niem|thanh lap|truyen thong|sinh nhat|dip|le|quoc khanh|cach mang|huy hieu dang|dot"
    r"|ngay [a-z ]{0,20}(?:phu nu|nha giao|thuong binh)"
    r"|ngay mat|bau cu|covid|han|ngay hoi)(?![a-z])[a-z ,()]{0,40}$"
)
_UNTIL = re.compile(r"(?<![a-z])(?:den|truoc|het)(?: het)?(?: ngay)? $")
_ELECTION = re.compile(r"(?<![a-z])(?:cuoc|ngay) bau cu(?![a-z])(?!.*hoi nghi).{0,140}$")
_PLANNED = re.compile(
    r"(?<![a-z])(?:se|du kien|du dinh|vao ngay|vao sang|vao chieu|thoi gian|chuan bi)(?![a-z])"
)
# "Thời gian: 8h30, thứ ba ngày 15 tháng 9", "vào 7 giờ 30 phút, ngày 29/10": when those invited shall come.
_INVITED = re.compile(
    r"(?:^|\n)[^\w\n]{0,8}(?:\d{1,2}[.)/-] ?)?(?:[^\w\n]{0,4})thoi gian(?: [a-z ]{2,24})? ?:[^\n]{0,80}$"
)
# "Ngày 12/12/2013, Bộ Chính trị ban hành Quyết định": the day of a document
_ISSUED = re.compile(
    r",? (?:(?!hoi nghi|(?<!ban )to chuc|chu tri|du |trao )[^.;\n]){2,110}?(?<![a-z])"
    r"(?:ban hanh|ky|ra|co|gui)(?: kem theo| ban hanh)? (?:quyet dinh|quy dinh|nghi quyet|chi thi|ket luan"
    r"|ke hoach|huong dan|nghi dinh|thong tu|de an|thong bao|cong van|cong dien|to trinh|van ban)(?![a-z])"
)
_ADJOINS = re.compile(
    r"(?<![a-z])(?:hoi nghi|toa dam|hoi thao|dai hoi|giao ban|phien hop|ky hop|hop)"
    r"(?: (?:se|du kien))?(?: (?:duoc )?(?:dien ra|to chuc))?(?: vao| trong)?$"
    r"|(?<![a-z])(?:dien ra|(?<!ban )to chuc|khai mac)(?: vao| trong)?$"
)
_BROKEN = re.compile(r"(?<![a-z])(ngay|sang|chieu|toi)\n(?=\d|ngay)")  # a line that was wrapped
_WRAPPED = re.compile(r"(?<=[^\s.:;!?])\n(?=[^\W\d_])")
_AT_A_PLACE = re.compile(r",? tai ")
_AT_CLOCK = re.compile(
    r"(?<![\d/.-])\d{1,2} ?(?:gio|h)(?: ?\d{2}(?: ?phut|')?)?(?: sang| chieu| toi)?,? ?"
    r"(?:thu [a-z0-9]{1,4},? )?(?:ngay )?$"
)
_YEAR = re.compile(r"(?<![\d/.-])(?:nam |[/.-] ?)?((?:19|20)\d\d)(?!\d)")
_PLAN = re.compile(r"(?:phuong huong|nhiem vu|ke hoach|tien de)(?![a-z])[a-z ]{0,24}$")
_AIM = re.compile(r"(?<![a-z])(?:den|tam nhin|muc tieu|truoc)(?: het)? (?:nam )?(?:19|20)\d\d(?!\d)")
_TERM = re.compile(r"(?:nhiem ky|giai doan) {1,2}\(?((?:19|20)\d\d) ?- ?((?:19|20)\d\d)")
_SCHOOL_YEAR = re.compile(r"nam hoc {1,2}((?:19|20)\d\d) ?- ?((?:19|20)\d\d)")
_SCHOOL_BEGINS = 7  # the month
_SPAN = re.compile(r"(?<!\d)(?:19|20)\d\d ?- ?(?:19|20)\d\d(?!\d)")
_STORED = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-([0-2]\d|3[01]))?(?!\d)")
_BEFORE = 160
_MOST, _LEAST, _RECENT = 60, 3.0, 1990  # an older day is an anniversary


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """Where the day stands in the folded text, and the day; `on` is None while its year cannot be known."""

    start: int
    end: int
    on: date | None
    weight: float
    day: int = 0
    month: int = 0


@dataclass(frozen=True, slots=True)
class _Day:
    start: int
    end: int
    day: int
    month: int
    year: int | None
    until: bool = False  # the last day of something


def find_meeting_day(
    folded: str,
    *,
    published: date | None,
    year: int | None = None,
    named: bool = False,
    reviewed: bool = False,
    congress: bool = False,
) -> MeetingDay | None:
    """The likeliest day of meeting; `year` is that of the period under review, used when nothing else tells.

    Where what is held is `named` by a year ("Giải năm 2016"), such years tell nothing of the day. A year that
    is `reviewed` is not met for long after: a later day at the head of the page is that of its reading.
    The `congress` of a term of office meets in the year the term begins.

    >>> found = lambda text, **k: str(find_meeting_day(text, published=k.get("p"), year=k.get("y")).on)
    >>> found("chieu 30-9, dong chi x chu tri hoi nghi giao ban", p=date(2019, 9, 30))
    '2019-09-30'
    >>> found("sang ngay 30/12, ban to chuc tong ket cong tac", p=date(2020, 1, 2))
    '2019-12-30'
    >>> found("trong hai ngay 26 va 27/6/2018, tinh uy to chuc hoi nghi")
    '2018-06-26'
    """
    published = published or _stored(folded)
    if reviewed and year and published and published.year - year > 1:
        published = None
    folded = _BROKEN.sub(r"\1 ", folded)
    best: MeetingDay | None = None
    days = list(_days(folded))
    whole = [day for day in days if day.year and day.year >= _RECENT]
    for found in days:
        low = max(0, found.start - 90)
        if not (_DAY_WORDS.search(folded, low, found.start) or _INVITED.search(folded, low, found.start)):
            continue
        on = _dated(found, whole, published, None if named else year or _near_year(folded, found, congress))
        weight, planned = _weight(folded, found, on, published)
        if weight >= _LEAST and (best is None or weight - planned > best.weight):
            best = MeetingDay(found.start, found.end, on, weight - planned, found.day, found.month)
    return best or _today(folded, published)


def unwrapped(normal: Normal) -> str:
    """The folded text with the ends of lines that break a sentence taken as blanks."""
    if normal.text.islower():
        return normal.folded
    pieces, at = [], 0
    for match in _WRAPPED.finditer(normal.text):
        if normal.text[match.end()].islower():
            pieces += [normal.folded[at : match.start()], " "]
            at = match.end()
    return "".join([*pieces, normal.folded[at:]])


def _days(folded: str) -> Iterator[_Day]:
    for count, match in enumerate(_DAY.finditer(folded)):
        if count == _MOST:
            return
        day, month = int(match["day"]), int(match["month"] or match["named"])
        year = match["year"] or match["named_year"]
        number = int(year) + (2000 if len(year) == 2 else 0) if year else None
        known = 1 <= day <= 31 and 1 <= month <= 12 and (number is None or 1930 <= number <= 2100)
        if known and not _LUNAR.match(folded, match.end()):
            until = _UNTIL.search(folded, max(0, match.start() - 20), match.start()) is not None
            yield _Day(match.start(), match.end(), day, month, number, until)


def _weight(folded: str, found: _Day, on: date | None, published: date | None) -> tuple[float, float]:
    """How likely, and what is taken off it beside another day because the meeting is only planned."""
    low = found.start - _BEFORE
    low = max(
        0,
        low,
        folded.rfind("\n", max(0, low), found.start) + 1,
        folded.rfind(". ", max(0, low), found.start) + 1,
    )
    head = folded[low : found.start]
    words = _DAY_WORDS.search(head)
    if _INVITED.search(folded, max(0, found.start - 90), found.start):
        return 12.0, 0.0
    if words is None or _FEAST.search(head[: words.start()]) or _ELECTION.search(head[: words.start()]):
        return -1, 0.0
    if not words["part"] and _CITED.search(head[: words.start()]):
        return -1, 0.0
    ends = _sentence_end(folded, found.end)
    if ends - found.end < 80 and _AT_A_PLACE.match(folded, found.end):
        ends = _sentence_end(
            folded, min(ends + 2, len(folded))
        )  # "Chiều 18/5/2023, tại hội trường xã. Đảng ủy …"
    after = folded[found.end : ends]
    if _ISSUED.match(after):
        return -1, 0.0
    if not _MEETS.search(after) and not _MEETS.search(head[: words.start()]):
        return -1, 0.0
    clock = _AT_CLOCK.search(folded, max(0, low - 60), found.start) is not None
    weight = (
        5.0
        if words["part"] or words["day"] == "hom nay" or clock
        else 3.0
        if words["day"].startswith("trong")
        else 2.0
    )
    before = head[: words.start()].rstrip()
    weight += 3 if not before or before[-1] in '.)-:;!?"”|>*' else 0
    weight += 2 if _MEETS.search(after) or _ADJOINS.search(before[-45:]) else 0
    weight -= 5 if _NOT.search(head) else 0
    planned = _PLANNED.search(before[-30:]) or _PLANNED.search(after[:60])
    weight -= min(found.start / 500, 4)
    if on and published:
        apart = (published - on).days
        far = -0.5 if found.year else -3  # a year that is written is not a guess
        weight += 2 if 0 <= apart <= 15 else 0 if -4 < apart < 0 else far if apart < 0 or apart > 120 else 0
    return (weight + 2, 5.0) if planned and not clock else (weight, 0.0)


def _sentence_end(folded: str, at: int) -> int:
    stop = re.search(r"\w\.(?=\s)|\n", folded[at : at + 400])
    return at + (stop.start() if stop else 400)


def _dated(found: _Day, whole: list[_Day], published: date | None, year: int | None) -> date | None:
    """`whole` are the days of the text written with their year."""
    if found.year is not None:
        return _date(found.year, found.month, found.day)
    if published is not None:
        on = _date(published.year, found.month, found.day)
        if on and on > published + timedelta(days=3):
            return _date(published.year - 1, found.month, found.day)
        return on
    alike = [day for day in whole if (day.day, day.month) == (found.day, found.month) and not day.until]
    same = [day.year for day in alike if day.year]
    known = max(same, default=0) or year
    return _date(known, found.month, found.day) if known else _beside(found, whole)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _near_year(folded: str, found: _Day, congress: bool) -> int | None:
    """The year next written after the day; the last of a term that is being closed."""
    stretch = folded[found.end : found.end + 700]
    if school := _SCHOOL_YEAR.search(folded, max(0, found.start - 160), found.end + 160):
        closes = "tong ket" in folded[max(0, school.start() - 40) : school.start()]
        return int(school[2]) if closes or found.month < _SCHOOL_BEGINS else int(school[1])
    before = folded[max(0, found.start - 300) : found.start]
    years = _years(stretch, planned=True)
    earlier = _years(before, planned=False) or _years(before, planned=True)
    if years or earlier:
        return years[0] if years else earlier[-1]
    term = _TERM.search(stretch) or (_TERM.search(before) if congress else None)
    if term and "tong ket" in term.string[max(0, term.start() - 60) : term.start()] and not congress:
        return int(term[2])
    return int(term[1]) if term and congress else None


def _years(stretch: str, *, planned: bool) -> list[int]:
    """Without those of terms and spans, and unless asked for without those of plans ("nhiệm vụ năm 2023")."""
    plain = _AIM.sub(" ", _SPAN.sub(" ", _TERM.sub(" ", stretch)))
    return [int(m[1]) for m in _YEAR.finditer(plain) if planned or not _PLAN.search(plain, 0, m.start())]


def _beside(found: _Day, whole: list[_Day]) -> date | None:
    """The day in the year that brings it nearest to the first whole date of the text."""
    first = next(iter(whole), None)
    other = _date(first.year, first.month, first.day) if first and first.year else None
    if other is None:
        return None
    near = [_date(other.year + shift, found.month, found.day) for shift in (-1, 0, 1)]
    return min((on for on in near if on), key=lambda on: abs(on - other), default=None)


def _stored(folded: str) -> date | None:
    """A day or a month in ISO at the head of the text, as stored copies carry it."""
    match = _STORED.search(folded[:200])
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return _date(year, month, int(match[3])) if match[3] else _date(year, month, monthrange(year, month)[1])


_TODAY = re.compile(r"(?<![a-z])(?:sang|chieu|toi|hom) nay(?![a-z])")


def _today(folded: str, published: date | None) -> MeetingDay | None:
    """ "Sáng nay" of a text whose day is known."""
    match = _TODAY.search(folded[:2_000])
    if match is None or published is None:
        return None
    after = folded[match.end() : _sentence_end(folded, match.end())]
    return MeetingDay(match.start(), match.end(), published, _LEAST) if _MEETS.search(after) else None
