"""Dates as texts write them, terms of the Centre by date, and the day a text was published.

Everything is asked of `Normal.folded`: one dash, no accents, lower case.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from giaoban.reader.catalogue import DATA
from giaoban.reader.normal import Normal

NUMERIC = r"\d{1,2}\s{0,2}[/.-]\s{0,2}\d{1,2}\s{0,2}[/.-]\s{0,2}(?:\d{4}|\d{2})(?![\d/])"
WORDED = r"\d{1,2}\s{0,3}thang\s{0,3}\d{1,2}\s{0,3},?\s{0,3}(?:nam\s{0,3})?(?:19|20)\d\d(?!\d)"
DATE = rf"(?:{NUMERIC}|{WORDED})"

_DIGITS = re.compile(r"\d+")
_CLOCK = r"\d{1,2}\s?(?::|h|gio)\s?\d{2}(?::\d{2})?(?!\d)"
_WEEKDAY = r"(?:thu\s(?:[2-7]|hai|ba|tu|nam|sau|bay)|chu\snhat)"
_POSTED = r"(?:ngay\s(?:dang|tao|cap\snhat|xuat\sban)|cap\snhat(?:\slan\scuoi)?|dang\s(?:ngay|luc)|dang)"
_GAP = r"[\s,|;:()-]{0,6}(?:luc|ngay|gmt\+7)?[\s,|;:()-]{0,6}"
_DATELINE = re.compile(
    rf"(?:{_WEEKDAY}{_GAP}|{_POSTED}{_GAP}(?:{_CLOCK}{_GAP})?|(?<!\d){_CLOCK}{_GAP})({DATE})"
    rf"|(?<![\d/.-])({DATE}){_GAP}(?<!\d){_CLOCK}"
)
# "Thái Bình, ngày 12 tháng 3 năm 2019": place and day at the head of a document
_PUBLISHED = re.compile(rf"(?:ngay|thoi\sgian)\s(?:phat\shanh|dang|xuat\sban)(?:\sbai)?{_GAP}({DATE})")
_CLOCKED = re.compile(rf"(?<!\d){_CLOCK}{_GAP}({DATE})|(?<![\d/.-])({DATE}){_GAP}(?<!\d){_CLOCK}")
_PLACE_AND_DAY = re.compile(rf"[a-z],\s{{0,3}}ngay\s{{0,3}}({WORDED})\s{{0,3}}(?:[\n|]|$)")
_DAY_AND_TITLE = re.compile(
    r"[^\W\d_],\s{0,3}ngày\s{0,3}(\d{1,2}\s{1,3}tháng\s{1,3}\d{1,2}\s{1,3}năm\s{1,3}\d{4})\s{1,3}"
    r"(\w{2,9}(?: \w{2,9})?)"
)
# "Số: 09-HD/BTCTW" above "Ngày 02 tháng 3 năm 2012"
_DAY_BELOW = re.compile(rf"[ ]?\n\s{{0,3}}ngay\s{{0,3}}({WORDED})\s{{0,3}}\n")
_TITLES = frozenset({"kế hoạch", "quyết định", "quy định", "hướng dẫn", "thông báo", "báo cáo", "chỉ thị"})
# a day alone on its line
_ALONE = re.compile(rf"(?:^|\n)[ \t]{{0,4}}(?:ngay\s)?({DATE})[ \t]{{0,4}}(?=\n)")
_FORETOLD = re.compile(
    r"(?<![a-z])(?:thoi gian(?! dang| xuat ban)|(?<!dang )vao(?: luc| hoi)?)(?![a-z])[^\n]{0,60}$"
)
_PART_OF_DAY = re.compile(r"(?<![a-z])(?:sang|trua|chieu|toi)\s$")  # "Tối thứ bảy, ngày 20/10/2012" is told
_HEAD, _TAIL = 1_500, 600
_TWO_CLOCKS = 400  # the clock of the page stands above that of the text, and is the later one
_OWN_HEAD, _OWN_REACH = 700, 240


def read_date(folded: str) -> date | None:
    """The day that DATE matched; None when there is no such day.

    >>> read_date("2/2/2023"), read_date("02 thang 02 nam 2023"), read_date("25.10.17")
    (datetime.date(2023, 2, 2), datetime.date(2023, 2, 2), datetime.date(2017, 10, 25))
    >>> read_date("31-2-2023") is None
    True
    """
    day, month, year = (int(run) for run in _DIGITS.findall(folded)[:3])
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def last_before(day: int, month: int, on: date) -> date | None:
    """That day of the year, on or last before another.

    >>> str(last_before(24, 1, date(2025, 9, 16))), str(last_before(30, 12, date(2025, 9, 16)))
    ('2025-01-24', '2024-12-30')
    >>> last_before(31, 2, date(2025, 9, 16)) is None
    True
    """
    for year in (on.year, on.year - 1):
        try:
            told = date(year, month, day)
        except ValueError:
            continue
        if told <= on:
            return told
    return None


def published_on(normal: Normal) -> date | None:
    """The day in the line that news sites put under a headline, or at the head of a document.

    >>> from giaoban.reader.normal import normalise
    >>> found = lambda text: str(published_on(normalise(text)))
    >>> found("Thứ 2, 30.09.2019 | 17:20:59"), found("Lan Anh 17:53, 03/04/2023"), found("10/08/2018 - 19:27")
    ('2019-09-30', '2023-04-03', '2018-08-10')
    >>> found("Hòa Khê, ngày 05 tháng 3 năm 2021\\nKẾ HOẠCH"), found("Ngày 05/3/2021, đồng chí dự họp")
    ('2021-03-05', 'None')
    """
    folded = normal.folded
    for low, high in ((0, _HEAD), (max(_HEAD, len(folded) - _TAIL), len(folded))):
        for pattern in (_PUBLISHED, _CLOCKED, _DATELINE, _PLACE_AND_DAY, _ALONE):
            found = _days_of(normal, pattern, low, high)
            if first := next(found, None):
                clocks = found if pattern is _CLOCKED and not low else ()
                return min([first[1], *(day for at, day in clocks if at - first[0] < _TWO_CLOCKS)])
    return None


def _days_of(normal: Normal, pattern: re.Pattern[str], low: int, high: int) -> Iterator[tuple[int, date]]:
    for match in pattern.finditer(normal.folded, low, high):
        day = read_date(match[match.lastindex or 0])
        if day and day.year >= 1945 and not _tells_otherwise(normal, match.start()):
            yield match.start(), day


def headed_on(normal: Normal, at: int) -> date | None:
    """The day of a document whose own number ends at this place of its head: "Số: 12-QĐ/TU | Hòa Khê, ngày …"

    >>> from giaoban.reader.normal import normalise
    >>> str(headed_on(normalise("Số: 12-QĐ/TU | Hòa Khê, ngày 02 tháng 6 năm 1997 |\\nQUY ĐỊNH"), 12))
    '1997-06-02'
    """
    if at > _OWN_HEAD:
        return None
    folded = normal.folded
    match = _PLACE_AND_DAY.search(folded, at, at + _OWN_REACH)
    match = match or _PLACE_AND_DAY.search(folded, max(0, at - _OWN_REACH // 2), at)
    match = match or _DAY_BELOW.match(folded, at)
    if match is None:  # a head in one line: the title follows
        match = _DAY_AND_TITLE.search(normal.text, at, at + _OWN_REACH)
        titled = match is not None and (match[2].split()[0].isupper() or match[2] in _TITLES)
        return read_date(folded[slice(*match.span(1))]) if match and titled else None
    return read_date(match[1])


def _tells_otherwise(normal: Normal, at: int) -> bool:
    """ "… của Đảng, ngày 18/10/2023" is not posted; "Thời gian: 8h30, ngày …" is when they will meet."""
    if normal.folded.startswith("dang", at) and normal.text[at : at + 4].lower() not in {"đăng", "dang"}:
        return True
    if _PART_OF_DAY.search(normal.folded, max(0, at - 8), at):
        return True
    return _FORETOLD.search(normal.folded, max(0, at - 80), at) is not None


_YEAR = re.compile(r"(?:19|20)\d\d(?![\d/]|\s?-\s?\d)")
_SPOKEN = re.compile(
    r"(?:(?P<plan>nhiem k[iy]|giai doan|den|tam nhin|truoc|khoa)\s{1,3})?"
    r"(?:nam|quy\s[ivx\d]{1,3}|thang\s\d{1,2})\s{0,3}[/.-]?\s{0,3}$"
)
_DAY = re.compile(rf"(?<!\d)(?<!\d[/.-]){DATE}")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])-([0-2]\d|3[01])(?!\d)")


def spoken_of(normal: Normal) -> date | None:
    """For a text without a day of its own: the end of the latest year, or the latest day, that it speaks of.

    >>> from giaoban.reader.normal import normalise
    >>> spoken_of(normalise("Trong quý I/2018, nhiệm kỳ 2015 - 2020, đến năm 2025"))
    datetime.date(2018, 12, 31)
    >>> str(spoken_of(normalise("date 2025-09-07 Hòa Khê")))
    '2025-09-07'
    >>> spoken_of(normalise("Đến ngày 20-8-2020")), spoken_of(normalise("Không có năm nào"))
    (datetime.date(2020, 8, 20), None)
    """
    folded = normal.folded
    days = [
        date(int(match[0]), 12, 31)
        for match in _YEAR.finditer(folded)
        if (before := _SPOKEN.search(folded, max(0, match.start() - 30), match.start()))
        and not before["plan"]
    ]
    days += [day for match in _DAY.finditer(folded) if (day := read_date(match[0])) and day.year >= 1945]
    days += [day for match in _ISO.finditer(folded) if (day := read_date("-".join(match.group(3, 2, 1))))]
    return max(days, default=None)


@cache
def _terms() -> tuple[tuple[str, date], ...]:
    rows = json.loads((DATA / "terms.json").read_text(encoding="utf-8"))["terms"]
    return tuple((row["term"], date.fromisoformat(row["starts"])) for row in rows)


def central_terms() -> tuple[str, ...]:
    return tuple(term for term, _ in _terms())


def last_term() -> date:
    """When the latest known term of the Central Committee began."""
    return _terms()[-1][1]


def congress_of(number: int) -> date | None:
    """When the congress of that number ended."""
    return dict(_terms()).get(roman(number))


def central_term(day: date) -> str:
    """The term of the Central Committee that day fell in; empty before the first known.

    >>> central_term(date(2017, 10, 25)), central_term(date(2021, 2, 2)), central_term(date(1930, 2, 3))
    ('XII', 'XIII', '')
    """
    return next((term for term, starts in reversed(_terms()) if starts <= day), "")


_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


def roman(number: int) -> str:
    """
    >>> roman(4), roman(12), roman(19), roman(14)
    ('IV', 'XII', 'XIX', 'XIV')
    """
    letters = ""
    for letter, value in _ROMAN:
        while number >= value:
            letters += letter
            number -= value
    return letters.upper()


_NUMERALS = {roman(n).lower(): n for n in range(1, 40)}
_WORDS = {
    "nhat": 1,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_WORDS |= {"muoi": 10, "muoi mot": 11, "muoi hai": 12, "muoi ba": 13, "muoi bon": 14, "muoi lam": 15}


def ordinal(folded: str) -> int | None:
    """A small number written with digits, as a roman number or in words.

    >>> ordinal("xii"), ordinal("04"), ordinal("tu"), ordinal("muoi hai"), ordinal("khong")
    (12, 4, 4, 12, None)
    """
    if folded.isdigit():
        return int(folded)
    return _NUMERALS.get(folded) or _WORDS.get(" ".join(folded.split()))
