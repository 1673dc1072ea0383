"""Days that a text tells by a number: "90 năm Ngày thành lập Đảng", "Xuân Canh Tý", "kỳ họp thứ 8, Quốc hội
khóa XIV". What is held beside such a day is held in the year that brings it nearest.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

from giaoban.reader.catalogue import DATA
from giaoban.reader.dates import ordinal

_YEARS_OF = r"(?<![\d/.-])(?P<years>[1-9]\d{0,3}) nam "
_DAY = r"(?P<day>\d{1,2}) ?[/.-] ?(?P<month>\d{1,2}) ?[/.-] ?(?P<year>1[5-9]\d\d|20\d\d)(?!\d)"
_TOLD = re.compile(rf"{_YEARS_OF}[a-z ,]{{4,90}}\(? ?{_DAY}")
_FROM_TO = re.compile(rf"{_DAY} ?- ?(?P=day) ?[/.-] ?(?P=month) ?[/.-] ?(?P<to>20\d\d)(?!\d)")
# "75 năm thành lập (1947 - 2022)": of a body that no table knows
_YEARS_TOLD = re.compile(
    rf"{_YEARS_OF}[a-z ,]{{4,120}}(?<!nhiem ky)(?<!nhiem ky )(?<!giai doan)(?<!giai doan )"
    r"\(? ?(?P<from>1[5-9]\d\d|20\d\d) ?- ?(?P<to>20\d\d)(?!\d)"
)
_STEMS = {
    "giap": 0,
    "at": 1,
    "binh": 2,
    "dinh": 3,
    "mau": 4,
    "ky": 5,
    "canh": 6,
    "tan": 7,
    "nham": 8,
    "quy": 9,
}
_BRANCHES = ("ty", "suu", "dan", "mao", "thin", "ty", "ngo", "mui", "than", "dau", "tuat", "hoi")
_LUNAR = re.compile(
    rf"(?<![a-z])(?:xuan|tet(?: nguyen dan| co truyen)?|(?<!sinh )nam)(?: moi)?(?: nam)? -? ?"
    rf"(?P<stem>{'|'.join(_STEMS)}) (?P<branch>{'|'.join(sorted(set(_BRANCHES)))})(?![a-z])"
    r"(?:[ ,(-]{1,3}(?:nam )?(?P<year>(?:19|20)\d\d)(?!\d)|(?![ ,(-]{1,3}(?:nam )?\d))"
)
_FIRST_CYCLE = 1984  # Giáp Tý
_SESSION = re.compile(
    r"ky hop(?: lan)? thu (?P<nth>\d{1,2}|[a-z]{2,5}(?: (?:mot|hai|ba))?)[ ,(-]{1,3}(?:cua )?quoc hoi"
    r"(?: nuoc [a-z ]{4,40})?,? khoa (?P<term>[ivx]{1,5})(?![a-z])"
)
_SESSION_LAST = re.compile(
    r"quoc hoi khoa (?P<term>[ivx]{1,5}),?(?: tai)? ky hop(?: lan)? thu "
    r"(?P<nth>\d{1,2}|[a-z]{2,5}(?: (?:mot|hai|ba))?)(?![a-z])"
)
_PASSED = re.compile(r"quoc hoi[^.\n]{0,60} ky hop[^.\n]{0,30} thong qua|ky hop[^.\n]{0,60} thong qua")
_ASSEMBLIES = {"xi": 2002, "xii": 2007, "xiii": 2011, "xiv": 2016, "xv": 2021, "xvi": 2026}
_SPRING, _AUTUMN, _FIRST, _LAST = (5, 25), (10, 25), (7, 20), (3, 25)
_HALF, _MOST = 183, 40


@lru_cache(maxsize=4)
def find_feasts(folded: str) -> tuple[date, ...]:
    """
    >>> [str(day) for day in find_feasts("ky niem 90 nam ngay thanh lap dang (3/2/1930 - 3/2/2020)")]
    ['2020-02-03']
    >>> [str(day) for day in find_feasts("ky niem 32 nam ngay truyen thong (01/10/1990)")]
    ['2022-10-01']
    >>> [str(day) for day in find_feasts("mung xuan canh ty; truoc ky hop thu 8, quoc hoi khoa xiv")]
    ['2020-02-01', '2019-10-25']
    >>> find_feasts("90 nam ngay thanh lap dang bo tinh")
    ()
    """
    found = [*_by_their_number(folded), *_from_to(folded), *_springs(folded), *_sessions(folded)]
    found += [
        date(int(match["to"]), 7, 1)
        for match in _YEARS_TOLD.finditer(folded)
        if int(match["from"]) + int(match["years"]) == int(match["to"])
    ]
    return tuple(dict.fromkeys(found))[:_MOST]


def near(day: int, month: int, feasts: Sequence[date]) -> date | None:
    """That day of the year nearest to a feast, to the nearest of them.

    >>> str(near(30, 12, [date(2020, 2, 3)])), near(1, 1, [])
    ('2019-12-30', None)
    """
    best: tuple[int, date] | None = None
    for feast in feasts:
        for year in (feast.year - 1, feast.year, feast.year + 1):
            on = _date(year, month, day)
            apart = abs((on - feast).days) if on else _HALF + 1
            if on and apart <= _HALF and (best is None or apart < best[0]):
                best = (apart, on)
    return best[1] if best else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _known() -> tuple[dict[str, date], re.Pattern[str]]:
    rows = json.loads((DATA / "feasts.json").read_text(encoding="utf-8"))["feasts"]
    words = "|".join(sorted(rows, key=len, reverse=True))
    pattern = re.compile(
        rf"(?:{_YEARS_OF}|lan thu (?P<nth>\d{{2,3}}) )"
        r"(?:sau |ngay |ki niem |ky niem |cuoc |ngay hoi |truyen thong |thanh lap |luc luong )*"
        rf"(?P<feast>{words})(?! bo| uy| vien| khoi)(?![a-z])"
    )
    return {word: date.fromisoformat(day) for word, day in rows.items()}, pattern


def _by_their_number(folded: str) -> Iterator[date]:
    rows, pattern = _known()
    for match in pattern.finditer(folded):
        first = rows[match["feast"]]
        if feast := _recent(first.year + int(match["years"] or match["nth"]), first.month, first.day):
            yield feast
    for match in _TOLD.finditer(folded):
        if feast := _recent(int(match["year"]) + int(match["years"]), int(match["month"]), int(match["day"])):
            yield feast


def _from_to(folded: str) -> Iterator[date]:
    for match in _FROM_TO.finditer(folded):
        if int(match["year"]) < int(match["to"]):
            feast = _recent(int(match["to"]), int(match["month"]), int(match["day"]))
            if feast:
                yield feast


def _recent(year: int, month: int, day: int) -> date | None:
    return _date(year, month, day) if 1990 <= year <= 2100 else None


def _springs(folded: str) -> Iterator[date]:
    for match in _LUNAR.finditer(folded):
        stem = _STEMS[match["stem"]]
        for step in range(60):
            if step % 10 == stem and _BRANCHES[step % 12] == match["branch"]:
                told = match["year"]
                if told is None or (int(told) - _FIRST_CYCLE - step) % 60 == 0:
                    yield date(int(told or _FIRST_CYCLE + step), 2, 1)
                break


@lru_cache(maxsize=4)
def passed_at(folded: str) -> date | None:
    """When the National Assembly sat that passed what a text tells: "được Quốc hội khóa XIII, kỳ họp thứ 10
    thông qua".

    >>> str(passed_at("luat da duoc quoc hoi khoa xiii, ky hop thu 10 thong qua"))
    '2015-10-25'
    """
    said = _PASSED.search(folded)
    return next(_sessions(said[0]), None) if said else None


def _sessions(folded: str) -> Iterator[date]:
    """The National Assembly sits in May and October; a term's first session in July, its last in March."""
    for match in (*_SESSION.finditer(folded), *_SESSION_LAST.finditer(folded)):
        nth, begins = ordinal(match["nth"]), _ASSEMBLIES.get(match["term"])
        if begins and nth and nth <= 11:
            month, day = _FIRST if nth == 1 else _LAST if nth == 11 else _AUTUMN if nth % 2 == 0 else _SPRING
            yield date(begins + (nth - 1) // 2, month, day)
