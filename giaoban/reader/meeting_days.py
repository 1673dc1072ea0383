"""The day a conference met: "Chiều 30-9", "Sáng ngày 26 và 27/6"; the year from dateline or period.

Every day in the text is weighed: what stands before it, whether its sentence meets, how near the head.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from giaoban.reader.feasts import find_feasts
from giaoban.reader.meeting_years import RECENT, Clues, Day, dated, month_alone, stored
from giaoban.reader.normal import Normal, sentence_of

_DAY = re.compile(
    r"(?<![\d/.,])(?<!\d-)(?<![/.] )(?<!\d, )(?<!\dh)(?P<day>\d{1,2})"
    r"(?:(?: {0,2}- {0,2}| va | den |(?: den| va)(?: (?:sang|trua|chieu|toi))? ngay | va (?:sang|chieu|toi) )"
    r"\d{1,2})??"
    r"(?: ?(?P<by>[/.-]) ?(?P<month>1[0-2]|0?[1-9])(?!\d| ?h\d)"
    r"(?: ?(?:[/.-] ?(?P<year>\d{4})|(?P=by) ?(?P<short>\d{2})))?"
    r"| {1,2}thang {1,2}(?P<named>1[0-2]|0?[1-9])(?!\d)(?: ?,? ?(?:nam "
    r"|[/.-] ?|(?<=, ))(?P<named_year>\d{4}))?)(?![\d/%]|[.,]\d|-\d(?!\d?[/.]\d)| ngay)"
)
# "ngày 12 tháng 6 năm Mậu Tuất": of the other calendar
_LUNAR = re.compile(
    r"[ ,]{1,2}(?:nam )?(?:giap|at|binh|dinh|mau|ky|canh|tan|nham|quy) "
    r"(?:ty|suu|dan|mao|thin|ngo|mui|than|dau|tuat|hoi)(?![a-z])|[ ,(]{1,2}am lich"
)
_WEEKDAY = r"thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat"
_DAY_WORDS = re.compile(
    r"(?<![a-z])(?P<part>sang|trua|chieu|toi|dem)(?: nay| qua| mai| ngay| hom| som| cung| mung| toi"
    rf"| {_WEEKDAY}|,| ?-|[ (]){{0,6}}$"
    rf"|(?<![a-z])(?P<day>ngay|mung|hom nay|hom qua|trong (?:hai|ba|cac|[2-9]|0[2-9]) ngay|tu ngay|vua qua"
    rf"|hom|(?<!lan ){_WEEKDAY}|tu)[ ,(:-]{{1,3}}(?:ngay )?$"
)
_MEETS = re.compile(
    r"(?<![a-z])(?:to chuc|hoi nghi|giao ban|so ket|tong ket|chu tri|khai mac|dien ra|hop|lam viec|dai hoi"
    r"|toa dam|hoi thao"
    r"|phien|le|ky hop|tap huan|gap mat|tiep xuc|buoi|cuoc hop|hoi y|quan triet|trao|bao cao|lop"
    r"|(?<=[a-z]{2} )(?<!ngay )(?<!dip )(?<!de )(?<!mung )(?<!le )(?:ky|ki) niem"
    r"|ra quan|ra mat|phat dong|cong bo|ky ket|hoi dam|dien dan|doi thoai|giao luu|hop mat|ngay hoi"
    r"|ket nap)(?![a-z])"
)
_NOT = re.compile(
    r"(?:tinh den|den het|truoc|ke tu|cham nhat|hieu luc|ket thuc|sau|hoan thanh|den|ban hanh|ra doi|sinh"
    r"|thu hut)"
    r" ?(?:het )?(?:sang |chieu |ngay |toi )?\(?$"
)
_CITED = re.compile(r"[/-][a-z]{2,}[a-z0-9-]*,? {0,2}(?:cua [a-z ]{2,40})?,? ?\(?$")
# Until when papers are handed in or names put down, before a meeting.
_DUE_BEFORE = re.compile(r"(?<![a-z])(?:thoi han|han|gia han|nop|dang ky)(?![a-z])[^.\n]{0,60}$")
_DUE_AFTER = re.compile(r"[ |:,-]{0,14}(?:la )?(?:han |het han|thoi han|nop|gui|dang ky)(?![a-z])")
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
    r",? (?:(?!hoi nghi(?!"
    r" (?:lan thu [a-z0-9]{1,9},? )?(?:ban chap hanh |bch )?trung uong)"
    r"|(?<!ban )to chuc|chu tri|du |trao )[^.;\n]){2,110}?(?<![a-z])"
    r"(?:ban hanh|ky|ra|co|gui)(?: kem theo| ban hanh)? (?:quyet dinh|quy dinh|nghi quyet|chi thi|ket luan"
    r"|ke hoach|huong dan|nghi dinh|thong tu|de an|thong bao|cong van|cong dien|to trinh|van ban"
    r"|giay moi|thu moi)(?![a-z])"
)
_ADJOINS = re.compile(
    r"(?<![a-z])(?:hoi nghi|toa dam|hoi thao|dai hoi|giao ban|phien hop|ky hop|hop)"
    r"(?: (?:se|du kien))?(?: (?:duoc )?(?:dien ra|to chuc))?(?: vao| trong)?$"
    r"|(?<![a-z])(?:dien ra|(?<!ban )to chuc|khai mac|mo)(?: [a-z0-9]+){0,8}$"
)
_DONE = re.compile(r",? (?:da|vua) ")
_BROKEN = re.compile(r"(?<![a-z])(ngay|sang|chieu|toi)\n(?=\d|ngay)")  # a line that was wrapped
_WRAPPED = re.compile(r"(?<=[^\s.:;!?])\n(?=[^\W\d_])")
# "Ngày 21/9/2021" above "14 giờ 00: …": the head of a programme
_PROGRAMME = re.compile(
    r"[):.]{0,2} {0,2}\n\s{0,3}[^\w\n]{0,4}(?:(?:tu|luc|vao)(?: luc)? )?"
    r"\d{1,2} ?(?:gio|h|g|:) ?(?:\d{2})?(?: phut)? ?[:,-]{0,1} ?[a-z]{2}"
)
_AT_A_PLACE = re.compile(r",? tai ")
_AT_CLOCK = re.compile(
    r"(?<![\d/.-])\d{1,2} ?(?:gio|h)(?: ?\d{2}(?: ?phut|')?)?(?: sang| chieu| toi)?,? ?"
    r"(?:thu [a-z0-9]{1,4},? )?(?:ngay )?$"
)
_BEFORE, _BEHIND, _LINE, _TO = 160, 400, 12, 16
_MOST, _LEAST = 60, 3.0


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
    reviewed: bool = False,
    congress: bool = False,
    documents: Sequence[date] = (),
) -> MeetingDay | None:
    """The likeliest day of meeting; `year` is that of the period under review, used when nothing else tells.

    Where what is held is `named` by a year ("Giải năm 2016"), such years tell nothing of the day. A year that
    is `reviewed` is not met for long after: a later day at the head of the page is that of its reading.
    A `congress` meets in the year its term begins; no meeting comes before the `documents` it cites.

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
        year=year,
        named=named,
        congress=congress,
        documents=documents,
        feasts=find_feasts(folded),
    )
    for found, following in zip_longest(days, days[1:]):
        low = max(0, found.start - 90)
        if following and _is_campaign(found, following):
            continue
        if not (_DAY_WORDS.search(folded, low, found.start) or _INVITED.search(folded, low, found.start)):
            continue
        on = dated(found, clues)
        if on and on.year < RECENT:
            continue
        weight, planned = _weight(folded, found, on, published, sure=clues.tells_whole(found, on))
        if weight >= _LEAST and (best is None or weight - planned > best.weight):
            best = MeetingDay(found.start, found.end, on, weight - planned, found.day, found.month, weight)
    return best or _today(folded, told_on, clues.whole)


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


def _weight(
    folded: str, found: Day, on: date | None, published: date | None, *, sure: bool
) -> tuple[float, float]:
    """How likely, and what is taken off it beside another day because the meeting is only planned."""
    low = sentence_of(folded, found.start, _BEFORE)[0]
    head = folded[low : found.start]
    words = _DAY_WORDS.search(head)
    if _INVITED.search(folded, max(0, found.start - 90), found.start):
        return 12.0, 0.0
    if words is None or _FEAST.search(head[: words.start()]) or _ELECTION.search(head[: words.start()]):
        return -1, 0.0
    if not words["part"] and _CITED.search(head[: words.start()]):
        return -1, 0.0
    ends = sentence_of(folded, found.end + folded.startswith(".", found.end), _BEHIND)[1]
    if ends - found.end < 80 and _AT_A_PLACE.match(folded, found.end):  # "Chiều 18/5/2023, tại hội trường."
        ends = sentence_of(folded, min(ends + 2, len(folded)), _BEHIND)[1]
    if _PROGRAMME.match(folded, found.end):
        ends = min(found.end + _BEHIND, len(folded))
    after = folded[found.end : ends]
    if _ISSUED.match(after) or _DUE_AFTER.match(after) or _DUE_BEFORE.search(head[: words.start()]):
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
    weight += 2 if _MEETS.search(after) or _ADJOINS.search(before[-45:].rstrip(" ,:(")) else 0
    weight += 2 if _DONE.match(after) and _MEETS.search(before) else 0
    weight -= 5 if _NOT.search(head) else 0
    planned = _PLANNED.search(before[-30:]) or _PLANNED.search(after[:60])
    weight -= min(found.start / 500, 4)
    if on and published:
        apart = (published - on).days
        far = -0.5 if sure else -3  # a year that is written is not a guess
        foretold = planned and apart < 0
        weight += (
            2
            if 0 <= apart <= 15
            else 0
            if -4 < apart < 0 or foretold
            else far
            if apart < 0 or apart > 120
            else 0
        )
    return (weight + 2, 5.0) if planned and not clock else (weight, 0.0)


_TODAY = re.compile(r"(?<![a-z])(?:sang|chieu|toi|hom) nay(?![a-z])")


def _today(folded: str, published: date | None, whole: Sequence[Day]) -> MeetingDay | None:
    """ "Sáng nay" of a text whose day is known, or told right before: "(SYT-29/12/2017) Sáng nay"."""
    match = _TODAY.search(folded[:2_000])
    if match is None:
        return None
    before = [day.of(day.year) for day in whole if day.year and 0 <= match.start() - day.end <= _LINE]
    on = published or (before[-1] if before else None)
    after = folded[match.end() : sentence_of(folded, match.end(), _BEHIND)[1]]
    return MeetingDay(match.start(), match.end(), on, _LEAST) if on and _MEETS.search(after) else None
