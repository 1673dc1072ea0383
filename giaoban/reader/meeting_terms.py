"""The year that a text writes beside a day: next to it, of its term, of its school year, of its plan."""

import re
from collections.abc import Sequence

from giaoban.reader.meeting_clues import Day
from giaoban.reader.normal import sentence_of

_YEAR = re.compile(
    r"(?<![\d/.-])(?:nam |(?:thang |quy )(?:1[0-2]|0?[1-9]|iv|i{1,3}) ?[/.-] ?|[/.-] ?)?((?:19|20)\d\d)(?!\d)"
)
PLAN = re.compile(r"(?:phuong huong|nhiem vu|ke hoach|tien de)(?![a-z])[a-z ]{0,24}$")
# What the next year shall bring is settled in the last weeks of this one.
_SETTLED = re.compile(
    r"^(?!.*(?:danh gia|thuc hien(?! nhiem vu)|ket qua|tong ket|so ket))[^\n]*"
    r"(?:phuong huong|nhiem vu|ke hoach|nghi quyet|du toan|chi tieu)(?![a-z])[a-z ,-]{0,40}(?:19|20)\d\d"
)
LAST_YEARS = re.compile(r"(?<![a-z])cung ky (?:nam )?$")  # "tăng so với cùng kỳ năm 2020" is told in 2021
AIM = re.compile(
    r"(?<![a-z])(?:tinh het|den|toi|tam nhin|muc tieu|truoc)(?: het)? (?:nam )?(?:19|20)\d\d(?!\d)"
)
TERM = re.compile(r"(?:nhiem k[iy]|giai doan) {1,2}\(?((?:19|20)\d\d) ?- ?((?:19|20)\d\d)")
SCHOOL_YEAR = re.compile(r"nam hoc(?: moi)? {1,2}((?:19|20)\d\d) ?- ?((?:19|20)\d\d)")
_CONGRESS = re.compile(
    r"(?<![a-z])(?:(?<!quyet )(?<!trinh )(?<!mung )(?<!toi )dai hoi|dh(?:cd|db|dcd))(?![a-z])"
)
ABOUT_ONE = re.compile(
    r"(?<!trung tam )hoi nghi(?! lan thu (?:nhat|i|1)(?![a-z]))|chuan bi|giao ban|duyet|tieu ban|du thao"
)
_SPAN = re.compile(r"(?<!\d)(?:19|20)\d\d ?- ?(?:19|20)\d\d(?!\d)")
_TERM_REVIEWED = re.compile(r"tong ket (?!dai hoi)[^.]*$")
SCHOOL_BEGINS, _AUTUMN = 7, 10  # the months
AFTER, _BEFORE, _AROUND = 700, 300, 400


def year_beside(folded: str, found: Day, congress: bool) -> int | None:
    """The year next written after the day, or last before it; of a congress the first of its term.

    Of the year under review and the next, named together, the first half of a year is in the next.
    """
    if school := SCHOOL_YEAR.search(folded, max(0, found.start - _AROUND), found.end + _AROUND):
        closes = "tong ket" in folded[max(0, school.start() - 40) : school.start()]
        return int(school[2]) if closes or found.month < SCHOOL_BEGINS else int(school[1])
    stretch = folded[found.end : found.end + AFTER]
    if len(folded) > found.end + AFTER:
        stretch = stretch.rstrip("0123456789- ")  # of a span that is cut the first year tells nothing
    before = folded[max(0, found.start - _BEFORE) : found.start]
    if begins := _begins(folded, found, congress, before, stretch):
        return begins
    if years := years_in(stretch, planned=True):
        if found.month > _AUTUMN and _is_settled(stretch, years):
            return years[0] - 1
        return years[0] + (found.month < SCHOOL_BEGINS and years[0] + 1 in years)
    if years := years_in(before, planned=False) or years_in(before, planned=True):
        together = found.month >= SCHOOL_BEGINS and years[-1] - 1 in years
        return years[-1] - (together or (found.month > _AUTUMN and _is_settled(before, years)))
    term = TERM.search(stretch)
    reviewed = term and _TERM_REVIEWED.search(stretch[max(0, term.start() - 60) : term.start()])
    return int(term[2]) if term and reviewed else None


def _begins(folded: str, found: Day, congress: bool, before: str, stretch: str) -> int | None:
    """The year in which the term begins that a congress opens; in autumn it may meet in the year before."""
    if not (congress or _opens_a_term(folded, found)):
        return None
    year = max((int(term[1]) for text in (before, stretch) for term in TERM.finditer(text)), default=None)
    years = years_in(stretch, planned=True) or years_in(before, planned=True)
    ahead = year and found.month >= _AUTUMN - 1 and year - 1 in years and year not in years
    return year - 1 if year and ahead else year


def _is_settled(stretch: str, years: Sequence[int]) -> bool:
    """What the one year shall bring: a plan, a budget, resolutions for it."""
    return len(set(years)) == 1 and _SETTLED.search(stretch) is not None


def _opens_a_term(folded: str, found: Day) -> bool:
    """What meets that day is a congress, not a conference on one."""
    said = folded[slice(*sentence_of(folded, found.start, AFTER))]
    return _CONGRESS.search(said) is not None and ABOUT_ONE.search(said) is None


def years_in(stretch: str, *, planned: bool) -> list[int]:
    """Without those of terms and spans, and unless asked for without those of plans ("nhiệm vụ năm 2023")."""
    plain = AIM.sub(" ", _SPAN.sub(" ", TERM.sub(" ", stretch)))
    return [
        int(m[1]) + (LAST_YEARS.search(plain, 0, m.start()) is not None)
        for m in _YEAR.finditer(plain)
        if planned or not PLAN.search(plain, 0, m.start())
    ]
