"""The period a conference reviews, as a code in the house's spelling: 2019-t09-9t, 2023-q1, 2018-6t, 2020.

Read from the words after "giao ban", "sơ kết", "tổng kết"; a year that is not written follows from the day.
"""

import re
from dataclasses import dataclass

_YEAR = r"(?:(?:19|20)\d\d)"
_NUMBER = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
}
_WHEN = rf"(?:[ ]{{0,2}}(?:[,./-]|,? ?cua nam|,? ?nam|trong nam)?[ ]{{0,2}}(?P<year>{_YEAR}))?(?!\d)"
_MONTH = r"thang[ ]{1,2}(?P<month>1[0-2]|0?[1-9])(?!\d)"
_QUARTER = r"quy[ ]{0,2}(?P<quarter>iv|iii|ii|i|[1-4]|tu)(?![a-z\d])"
_SIX = r"(?:6|06|sau)[ ]{1,2}thang"
_NINE = r"(?:9|09|chin)[ ]{1,2}thang"
_JOIN = r"(?:[ ]{0,2}[/.-][ ]{0,2}(?:19|20)\d\d)?,?[ ]{1,2}(?:va|,)[ ]{0,2}(?:ca )?"
_PERIOD = re.compile(
    rf"(?<![a-z\d])(?:(?:{_MONTH}|{_QUARTER})(?:{_JOIN}(?:(?P<and6>{_SIX})(?: dau)?"
    rf"|(?P<and9>{_NINE})(?: dau)?"
    rf"|quy[ ]{{0,2}}(?P<andq>iv|iii|ii|i|[1-4])(?![a-z\d])|(?P<andy>nam(?=[ ]\d{{4}}))))?"
    rf"|(?P<h2>{_SIX}[ ]cuoi)|(?P<h1>{_SIX})(?:[ ]dau)?|(?P<m9>{_NINE})(?:[ ]dau)?"
    rf"|(?P<term>(?:nhiem k[iy]|giai doan)[ ]{{1,2}}(?P<from>{_YEAR})[ ]?-[ ]?(?P<to>{_YEAR}))"
    rf"|nam[ ]{{1,2}}(?={_YEAR}))" + _WHEN
)
_PLANNED = re.compile(
    r"(?:trien khai|phuong huong|(?<!danh gia )(?<!thuc hien )(?<!ket qua )nhiem vu|dinh huong|ke hoach"
    r"|chuan bi|chien luoc|quy hoach)[a-z ,]{0,40}$|cung ky $"
)
# "đến năm 2010" is the aim of a document, "36-NQ/TW năm 2004" its own year
_OF_A_DOCUMENT = re.compile(r"(?:(?<![a-z])(?:den|toi|tinh(?: den)? het|tam nhin)|[/-][a-z]{2,8}) $")
_LATER = re.compile(rf"(?:nam |(?:quy (?:iv|iii|ii|i|[1-4])|thang \d{{1,2}}) ?[/.-] ?)({_YEAR})(?!\d)")
_REACH = 260


@dataclass(frozen=True, slots=True)
class Span:
    """Where the period stands in the folded text, and its code without the year when that is not written."""

    start: int
    end: int
    year: int | None
    part: str

    def code(self, year: int | None) -> str:
        year = self.year or year
        if not year:
            return ""
        return f"{year}-{self.part}" if self.part else str(year)


def find_period(folded: str, at: int) -> Span | None:
    """The first reviewed period after `at`, the merged one when two are of the same end.

    >>> [find_period(t, 0).code(2020) for t in ("thang 9 va 9 thang nam 2019", "ket qua quy 1, quy 2-2023")]
    ['2019-t09-9t', '2023-q1']
    >>> [find_period(t, 0).code(2020) for t in ("6 thang dau nam", "tong ket nam 2022", "nhiem ky 2015-2020")]
    ['2020-6t', '2022', '2015-2020']
    """
    stretch = folded[at : at + _REACH]
    matches = [
        m
        for m in _PERIOD.finditer(stretch)
        if not _PLANNED.search(stretch, 0, m.start()) and not _OF_A_DOCUMENT.search(stretch, 0, m.start())
    ]
    if not matches:
        return None
    match = matches[0]
    span = _span(match, at)
    if span.year is None:
        later = _LATER.search(stretch, match.end(), match.end() + 170)
        if later:
            span = Span(span.start, span.end, int(later[1]), span.part)
    return span


def _span(match: re.Match[str], at: int) -> Span:
    start, end = at + match.start(), at + match.end()
    year = int(match["year"]) if match["year"] else None
    if match["term"]:
        return Span(start, end, int(match["from"]), match["to"])
    part = ""
    if match["month"]:
        part = f"t{int(match['month']):02d}"
    elif match["quarter"]:
        part = f"q{_NUMBER[match['quarter']]}"
    elif match["h2"]:
        part = "6tc"
    elif match["h1"]:
        part = "6t"
    elif match["m9"]:
        part = "9t"
    merged = _merged(part, match)
    return Span(start, end, year, f"{part}-{merged}" if merged else part)


def _merged(part: str, match: re.Match[str]) -> str:
    """The cumulative half, where it ends with the month or quarter before it."""
    last = int(part[1:]) * (3 if part[:1] == "q" else 1) if part[:1] in {"t", "q"} else 0
    if match["and6"] and last == 6:
        return "6t"
    if match["and9"] and last == 9:
        return "9t"
    if match["andy"] and last == 12:
        return "nam"
    if match["andq"] and last == 3 * _NUMBER[match["andq"]] and part[:1] == "t":
        return f"q{_NUMBER[match['andq']]}"
    return ""
