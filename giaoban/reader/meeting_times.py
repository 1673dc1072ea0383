"""What a text writes of years, gathered once: alone, in dates, of plans and aims, of terms and other spans.

Also what was said only in a known time ("Covid-19", "chính quyền địa phương 2 cấp").
"""

import json
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from giaoban.reader.catalogue import DATA
from giaoban.reader.dates import congress_of, ordinal
from giaoban.reader.meeting_clues import date_of
from giaoban.reader.meeting_terms import AIM, LAST_YEARS, PLAN, SCHOOL_YEAR

_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d) ?- ?((?:19|20)\d\d)(?!\d)")
_TERM = re.compile(r"nhiem k[iy] ?\(?((?:19|20)\d\d) ?- ?((?:19|20)\d\d)(?!\d)")
_IN_A_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?|thang \d{1,2} ?(?:nam |[/.-] ?))((?:19|20)\d\d)(?!\d)"
)
_ALONE = re.compile(r"(?<![\d/.-])(?<![a-z]\d)(?:(?:1[0-2]|0?[1-9]) ?[/.-] ?)?((?:19|20)\d\d)(?![\d/])")
# "tính hết năm 2010" is told afterwards, and is no aim
_COUNTED = re.compile(r"tinh (?:den|het|toi)(?: het)?(?= )")
_TOWARDS = re.compile(
    r"tien toi dai hoi (?:dai bieu )?(?:toan quoc )?(?:dang )?(?:lan thu )?([ivx]{1,5}|\d{1,2})"
    r"(?: cua)? dang(?! bo)"
)
# what will be is no witness of what was: "Kế hoạch định ra, Đảng bộ sẽ tiến hành … đến tháng 6-2020"
AHEAD = re.compile(r"(?<![a-z])(?:se|du kien)(?![a-z])[^.\n]*$")
_AIMS = re.compile(
    r"(?<![a-z])(?:phan dau|muc tieu|tien toi|huong toi|tam nhin|dich|chi tieu|lo trinh)(?![a-z])[^.\n]*$"
)
_FROM_TO = re.compile(
    r"(?<!\d)(\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:19|20)\d\d ?(?:den|-)(?: het)?(?: ngay)? ?)"
    r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:19|20)\d\d(?!\d)"
)
STORED = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-([0-2]\d|3[01]))?(?!\d)")
_DIGIT = re.compile(r"\d")
_AROUND, _BEFORE, _WIDE, FIRST_YEAR, LAST_YEAR = 120, 40, 30, 1990, 2040

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Times:
    """`alone`, `dated`: the latest year written so, not foretold; `years`: all alone or of plans.

    `towards`: the congress of the Party prepared for; `eras`: the times in which such things are said.
    """

    alone: int | None
    years: frozenset[int]
    dated: int | None
    planned: frozenset[int]
    aimed: frozenset[int]
    terms: frozenset[Span]
    spans: frozenset[Span]
    schools: frozenset[Span]
    towards: date | None
    eras: tuple[tuple[date, date], ...]


@lru_cache(maxsize=4)
def times_of(folded: str) -> Times:
    """
    >>> times = times_of("tong ket nam 2019, nhiem vu nam 2020; nhiem ky 2015 - 2020; tinh den 12/11/2019")
    >>> times.alone, times.dated, sorted(times.planned), sorted(times.terms)
    (2019, 2019, [2020], [(2015, 2020)])
    """
    plain = _FROM_TO.sub(r"\1", _COUNTED.sub("#", folded))
    spans = {(int(m[1]), int(m[2])) for m in _SPAN.finditer(plain)}
    terms = {(int(m[1]), int(m[2])) for m in _TERM.finditer(plain)}
    plain = _SPAN.sub(_blank, plain)
    aimed = {int(m[0][-4:]) for m in AIM.finditer(plain)}
    plain = AIM.sub(_blank, plain)
    dated = {
        int(m[1])
        for m in _IN_A_DATE.finditer(plain)
        if not AHEAD.search(plain, max(0, m.start() - _AROUND), m.start())
    }
    alone: set[int] = set()
    planned: set[int] = set()
    for m in _ALONE.finditer(_IN_A_DATE.sub(_blank, plain)):
        if int(m[1]) % 5 == 0 and _AIMS.search(plain, max(0, m.start() - _AROUND), m.start()):
            aimed.add(int(m[1]))
            continue
        low = max(0, m.start() - _BEFORE)
        next_year = LAST_YEARS.search(plain, low, m.start()) is not None
        (planned if PLAN.search(plain, low, m.start()) else alone).add(int(m[1]) + next_year)
    towards = (congress_of(ordinal(m[1]) or 0) for m in _TOWARDS.finditer(folded))
    return Times(
        alone=_latest(alone),
        years=frozenset(alone | planned),
        dated=_latest(dated),
        planned=frozenset(year for year in planned if year <= LAST_YEAR),
        aimed=frozenset(aimed),
        terms=frozenset(terms),
        spans=frozenset((first, last) for first, last in spans - terms if 0 <= last - first <= _WIDE),
        schools=frozenset((int(m[1]), int(m[2])) for m in SCHOOL_YEAR.finditer(folded)),
        towards=next((congress for congress in towards if congress), None),
        eras=tuple(era for said, era in _eras() if any(_is_said(words, folded) for words in said)),
    )


def _latest(years: set[int]) -> int | None:
    return max((year for year in years if FIRST_YEAR <= year <= LAST_YEAR), default=None)


def _blank(match: re.Match[str]) -> str:
    return _DIGIT.sub("#", match[0])


def _is_said(words: re.Pattern[str], folded: str) -> bool:
    """Patterns that begin with a letter are found fast; the word must begin there, too."""
    return any(not folded[m.start() - 1 : m.start()].isalpha() for m in words.finditer(folded))


@cache
def _eras() -> tuple[tuple[tuple[re.Pattern[str], ...], tuple[date, date]], ...]:
    rows = json.loads((DATA / "eras.json").read_text(encoding="utf-8"))["eras"]
    return tuple(
        (
            tuple(re.compile(rf"{words}(?![a-z])") for words in row["said"]),
            (
                date.fromisoformat(row["from"]) if "from" in row else date.min,
                date.fromisoformat(row["to"]) if "to" in row else date.max,
            ),
        )
        for row in rows
    )


def stored(folded: str) -> date | None:
    """A day or a month in ISO at the head of the text, as stored copies carry it."""
    match = STORED.search(folded[:200])
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return date_of(year, month, int(match[3]) if match[3] else monthrange(year, month)[1])


def month_alone(folded: str) -> bool:
    """Whether the day of the stored copy is only that of its month."""
    match = STORED.search(folded[:200])
    return match is not None and not match[3]
