"""The year of a meeting that only its subject tells: what a plenum resolved is told and taught soon after it.

Reviews of later years ("sơ kết 3 năm thực hiện …") tell nothing of the kind.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from giaoban.reader.catalogue import DATA
from giaoban.reader.citations.bodies import read_congress, read_plenum
from giaoban.reader.dates import DATE, congress_of, ordinal, read_date
from giaoban.reader.meeting_clues import Review
from giaoban.reader.normal import Normal, sentence_of
from giaoban.reader.registry import Registry

_TOLD = re.compile(
    r"(?<![a-z])(?:thong (?:bao|tin)(?: nhanh)?(?: ket qua| noi dung)|bao cao nhanh|quan triet|hoc tap"
    r"|pho bien|trien khai)(?![a-z])"
)
# Said anywhere, what a plenum came to is news.
_NEWS = re.compile(
    r"(?<![a-z])(?:thong bao|thong tin|bao cao)(?: nhanh)? (?:ve )?(?:ket qua|noi dung)(?: cua)? "
)
_LATER = re.compile(r"(?<![a-z])(?:tong ket|so ket|nam thuc hien|kiem diem|danh gia)(?![a-z])")
_PLENUM = re.compile(
    r"(?<![a-z])(?=(?:hoi nghi )?(?:lan thu|(?:ban chap hanh |bch )?"
    r"(?:trung uong|tw|t\.u)(?: dang)?(?: lan(?: thu)?)? ?\d))"
)
_CONGRESS = re.compile(
    r"(?<![a-z])(?:du|phuc vu|tai|khai mac|be mac) dai hoi (?:dang )?([ivx]{1,5}) cua dang(?![a-z])"
)
_ITS_CONGRESS = re.compile(
    r"dai hoi (?:dai bieu )?(?:toan quoc )?lan thu ([ivx]{1,5}|\d\d) cua dang,? (?:da )?"
    r"(?:hop|dien ra|tien hanh)"
)
_SITTING = re.compile(
    r",? (?:ngay [\d/.-]{3,5},? )?(?:da |chinh thuc )?"
    r"(?:khai mac|be mac|dien ra|hop|lam viec|tien hanh|buoc sang|thao luan)(?![a-z])"
)
_DATE = re.compile(rf"(?<![\d/.-]){DATE}")
_YEARS_OF = re.compile(
    r"(?<![\d/.,-])(?<!muc )(?<!den )(\d{1,2}|mot|hai|ba|bon|nam|muoi) nam (?:trien khai |to chuc |hoc tap )?"
    r"(?:va (?:[a-z]+ ){0,8})?(?:thuc hien|trien khai|thi hanh|thuc hien theo)[^.;\n\d]{0,40}$"
)
# "Kết luận 57 về tiếp tục thực hiện các Nghị quyết Trung ương 7 khóa IX": not what is taught
GOES_ON = re.compile(r"(?<![a-z])tiep tuc (?:thuc hien|day manh)[a-z ]{0,30}$")
# "triển khai Thông báo số 55-TB/TW về sơ kết 5 năm thực hiện Nghị quyết 26": what another paper is about
_ABOUT = re.compile(
    r"(?<![a-z])(?:thong bao|ket luan)(?![a-z])[^.;\n]{0,120} ve (?:viec )?(?:so|tong) ket ?$"
)
_RESOLVED = re.compile(r"(?<![a-z])(?:nghi quyet|ket qua)(?= )")
_REACH, _HEAD, _NEAR, _HEADLINE = 500, 1_200, 90, 300
_NEARLY = timedelta(days=120)  # "sau gần 5 năm thực hiện"
_CONGRESS_SITS = timedelta(days=12)
_SITS = timedelta(days=21)  # what was resolved is signed at the end or some days later


def when_taught(normal: Normal, at: int, registry: Registry) -> date | None:
    """When the plenum or congress had sat that the meeting of this place tells or teaches.

    >>> from giaoban.reader.normal import normalise
    >>> from giaoban.reader.registry import seed
    >>> told = lambda text: str(when_taught(normalise(text), 0, seed()))
    >>> told("Sáng 23-10, Thị ủy thông báo nhanh kết quả Hội nghị lần thứ sáu BCH Trung ương khóa XII")
    '2017-10-11'
    >>> told("Sáng 23-10, Thị ủy họp. Huyện đã nghe báo cáo kết quả Hội nghị Trung ương 6 khóa XII")
    '2017-10-11'
    >>> told("Sáng 23-10, Thị ủy sơ kết học tập Nghị quyết Hội nghị Trung ương 6 khóa XII")
    'None'
    >>> told("Ngày 2/6, Thành ủy mở lớp học tập Nghị quyết Đại hội đại biểu lần thứ XIII của Đảng")
    '2021-02-01'
    """
    folded = normal.folded
    headline = folded.find("\n\n", 0, _HEADLINE)
    for low, high in (sentence_of(folded, at, _REACH), (0, max(headline, 0))):
        teaches = _TOLD.search(folded, low, high) and not _LATER.search(folded, low, high)
        if teaches and (last := _sat_in(normal, low, high, registry)):
            return last
    for news in _NEWS.finditer(folded):
        named_at = _PLENUM.search(folded, news.end(), news.end() + _NEAR)
        reviewed = named_at and _LATER.search(folded, news.end(), named_at.start())
        if named_at and not reviewed and (sat := _sat(normal, named_at.start(), registry)):
            return sat[1]
    return None


def _sat_in(normal: Normal, low: int, high: int, registry: Registry) -> date | None:
    """The end of the first plenum, else of the first congress of the Party, named in that stretch."""
    folded = normal.folded
    for match in _PLENUM.finditer(folded, low, high):
        goes_on = GOES_ON.search(folded, max(low, match.start() - _NEAR), match.start())
        if not goes_on and (sat := _sat(normal, match.start(), registry)):
            return sat[1]
    for match in _RESOLVED.finditer(folded, low, high):
        for named in read_congress(normal, match.end()):
            if not named.local and (ended := congress_of(ordinal(named.term.lower()) or 0)):
                return ended
    return None


def days_of_plenums(normal: Normal) -> list[tuple[int, int]]:
    """Where a text that tells or teaches what a plenum came to says when that sat: no day of its own meeting.

    >>> from giaoban.reader.normal import normalise
    >>> text = "Sở quán triệt kết quả Hội nghị Trung ương 10 khóa XII. Hội nghị ấy họp từ 16 - 18/5/2019."
    >>> [text[slice(*place)] for place in days_of_plenums(normalise(text))]
    ['18/5/2019']
    """
    verb = _TOLD.search(normal.folded) or _NEWS.search(normal.folded)
    if verb is None:
        return []
    sat = {
        known
        for match in _PLENUM.finditer(normal.folded, verb.end())
        for named in read_plenum(normal, match.start())
        if not named.local and (known := _plenums().get((named.term, named.plenum or 0)))
    }
    congresses = (congress_of(ordinal(m[1]) or 0) for m in _ITS_CONGRESS.finditer(normal.folded, verb.end()))
    sat |= {(ended - _CONGRESS_SITS, ended) for ended in congresses if ended}
    days = _DATE.finditer(normal.folded) if sat else ()
    return [
        match.span()
        for match in days
        if (on := read_date(match[0])) and any(first <= on <= last for first, last in sat)
    ]


def reviews_of(folded: str, issued: Sequence[tuple[int, date]]) -> list[Review]:
    """When documents became as old as a review of them says; `issued` is where each is cited, and its date.

    >>> cited = [(23, date(2016, 5, 15))]
    >>> [str(review.full) for review in reviews_of("so ket 3 nam thuc hien chi thi 05", cited)]
    ['2019-05-15']
    """
    found = []
    for at, day in issued:
        review = _YEARS_OF.search(folded, max(0, at - _NEAR), at)
        if review and not _ABOUT.search(folded, max(0, review.start() - _REACH), review.start()):
            years = int(review[1]) if review[1].isdigit() else ordinal(review[1]) or 0
            full = day.replace(year=day.year + years, day=min(day.day, 28))
            nearly = folded.endswith("gan ", 0, review.start())
            found.append(Review(at, day, full - _NEARLY if nearly else full))
    return found


def sat_on(normal: Normal, day: int, month: int, registry: Registry) -> date | None:
    """That day of the year in which the congress or the plenum of the Party named in the head sat.

    >>> from giaoban.reader.normal import normalise
    >>> from giaoban.reader.registry import seed
    >>> on = lambda text, *when: str(sat_on(normalise(text), *when, seed()))
    >>> on("Sáng 22-01, đồng chí dự Đại hội XII của Đảng trình bày tham luận", 22, 1)
    '2016-01-22'
    >>> on("Sáng 22-05, đồng chí nói về Đại hội XII của Đảng", 22, 5)
    'None'
    """
    head = normal.folded[:_HEAD]
    sittings = [
        (row.date - _SITS, row.date)
        for match in _CONGRESS.finditer(head)
        for row in registry.of_congress(match[1].upper())
        if row.date
    ]
    sittings += [
        sat
        for match in _PLENUM.finditer(head)
        for named in read_plenum(normal, match.start())
        if _SITTING.match(head, named.end) and (sat := _sat(normal, match.start(), registry))
    ]
    for first, last in sittings:
        for on in _in_the_years(day, month, first, last):
            if first <= on <= last:
                return on
    return None


def _in_the_years(day: int, month: int, first: date, last: date) -> Iterator[date]:
    for year in {first.year, last.year}:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


@cache
def _plenums() -> dict[tuple[str, int], tuple[date, date]]:
    rows = json.loads((DATA / "plenums.json").read_text(encoding="utf-8"))["plenums"]
    return {
        (term, int(number)): (date.fromisoformat(first), date.fromisoformat(last))
        for term, plenums in rows.items()
        for number, (first, last) in plenums.items()
    }


def _sat(normal: Normal, at: int, registry: Registry) -> tuple[date, date] | None:
    """When the plenum named here sat: known, or told by what it passed."""
    for named in read_plenum(normal, at):
        if named.local:
            continue
        if known := _plenums().get((named.term, named.plenum or 0)):
            return known
        days = [row.date for row in registry.of_plenum(named.plenum or 0, named.term) if row.date]
        if days:
            return max(days) - _SITS, max(days)
    return None
