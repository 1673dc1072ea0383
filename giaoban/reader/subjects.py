"""The year of a meeting that only its subject tells: what a plenum resolved is told and taught soon after it.

Reviews of later years ("sơ kết 3 năm thực hiện …") tell nothing of the kind.
"""

import re
from datetime import date

from giaoban.reader.citations.bodies import read_plenum
from giaoban.reader.normal import Normal
from giaoban.reader.registry import Registry

_TOLD = re.compile(
    r"(?<![a-z])(?:thong bao(?: nhanh)?(?: ket qua| noi dung)|quan triet|hoc tap|pho bien"
    r"|trien khai)(?![a-z])"
)
_LATER = re.compile(r"(?<![a-z])(?:tong ket|so ket|nam thuc hien|kiem diem|danh gia)(?![a-z])")
_PLENUM = re.compile(
    r"(?<![a-z])(?=(?:hoi nghi )?(?:lan thu|(?:ban chap hanh |bch )?(?:trung uong|tw|t\.u) ?\d))"
)
_CONGRESS = re.compile(
    r"(?<![a-z])(?:du|phuc vu|tai|khai mac|be mac) dai hoi (?:dang )?([ivx]{1,5}) cua dang(?![a-z])"
)
_SITTING = re.compile(r",? (?:da |chinh thuc )?(?:khai mac|be mac|dien ra|hop|lam viec|tien hanh)(?![a-z])")
_REACH, _HEAD = 500, 1_200
_SITS = 21  # what was resolved is signed at the end or some days later
_EARLY = 21  # results are told while the documents wait for their signature


def plenum_told(normal: Normal, at: int, registry: Registry) -> date | None:
    """The day of the documents of the plenum that the meeting of this place tells or teaches.

    >>> from giaoban.reader.normal import normalise
    >>> from giaoban.reader.registry import seed
    >>> told = lambda text: str(plenum_told(normalise(text), 0, seed()))
    >>> told("Sáng 23-10, Thị ủy thông báo nhanh kết quả Hội nghị lần thứ sáu BCH Trung ương khóa XII")
    '2017-10-25'
    >>> told("Sáng 23-10, Thị ủy sơ kết học tập Nghị quyết Hội nghị Trung ương 6 khóa XII")
    'None'
    """
    stretch = normal.folded[at : at + _REACH]
    ends = re.search(r"\.\s|\n", stretch)
    stretch = stretch[: ends.start()] if ends else stretch
    verb = _TOLD.search(stretch)
    if verb is None or _LATER.search(stretch):
        return None
    for match in _PLENUM.finditer(stretch, verb.end()):
        for named in read_plenum(normal, at + match.start()):
            rows = () if named.local else registry.of_plenum(named.plenum or 0, named.term)
            days = [row.date for row in rows if row.date]
            if days:
                return max(days)
    return None


def next_day(day: int, month: int, after: date) -> date | None:
    """That day of the year for the first time after what it tells, within some days of its signing.

    >>> str(next_day(23, 10, date(2017, 10, 25))), str(next_day(5, 1, date(2017, 10, 25)))
    ('2017-10-23', '2018-01-05')
    """
    for year in (after.year, after.year + 1):
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        if (on - after).days >= -_EARLY:
            return on
    return None


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
    signed = [
        row.date for match in _CONGRESS.finditer(head) for row in registry.of_congress(match[1].upper())
    ]
    for match in _PLENUM.finditer(head):
        for named in read_plenum(normal, match.start()):
            if not named.local and _SITTING.match(head, named.end):
                signed += [row.date for row in registry.of_plenum(named.plenum or 0, named.term)]
    for ended in filter(None, signed):
        try:
            on = date(ended.year, month, day)
        except ValueError:
            continue
        if 0 <= (ended - on).days <= _SITS:
            return on
    return None
