"""Passages of reports: figures inside text against the table, what is new, which ones are nearly alike.

Proposes and marks only; nothing here rewrites a text (reporting.md §2).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from giaoban.core.numbers import read_number
from giaoban.core.text import canonical, fold
from giaoban.reporting.rules.rollup import ratio

# --- figures inside text -------------------------------------------------------------------------------

_NUMBER = re.compile(r"(?<![\w/,.-])(\d+(?:\.\d{3})*(?:,\d+)?)(?:/(\d+(?:\.\d{3})*))?(?![\d/])(?!-\w)(\s?%)?")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}/\d{4}")
_WORD = re.compile(r"[^\W\d_]+")
# A number right behind one of these names a day, a period or a paper, and counts nothing.
_NAMING = {
    *("ngày", "tháng", "năm", "quý", "mục", "khóa", "điều", "khoản", "biểu", "lần", "thứ", "kỳ", "số", "phụ"),
    *("giai", "đoạn", "nhiệm", "từ", "đến", "sáng", "chiều", "mùng", "điểm", "cụm", "khoá", "hạng"),
}
_TOTALS = {"tổng", "có", "con"}
# What a row's name may carry without its sentence doing so.
_WEAK = {"số", "của", "các", "trong", "kỳ", "và", "được", "có", "đã", "tổng", "là", "về", "đến", "tỷ", "lệ"}
_CLAUSE = re.compile(r"[;:\n]|\.(?!\d)|\btrong đó\b|\bgồm\b")
# A clause that speaks of another time or of a target is not compared with this period's table.
_ELSEWHEN = re.compile(
    r"\b(?:cùng kỳ|(?:kỳ|năm|quý|tháng) trước|so với|chỉ tiêu|kế hoạch|phấn đấu|mục tiêu|nhiệm kỳ)\b"
)
_COMMA = re.compile(r",(?!\d)")
_ASIDE = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: where it stands, its value, the `of` of "4/11", whether it is a percent."""

    start: int
    end: int
    value: Decimal
    of: int | None = None
    percent: bool = False
    places: int = 0


def figures_in(text: str) -> list[Figure]:
    """The numbers of a text that count something; days, periods and numbers of papers are none.

    >>> [(f.value, f.of, f.percent) for f in figures_in("Có 4/11 đơn vị, đạt 35,34 %; 47.174 đảng viên")]
    [(Decimal('4'), 11, False), (Decimal('35.34'), None, True), (Decimal('47174'), None, False)]
    >>> figures_in("Ngày 30/9/2019, Nghị quyết số 18-NQ/TW; mục 2, tháng 9 năm 2019, 12.5")
    []
    >>> [int(f.value) for f in figures_in("tổng số 120 chi bộ, 1234.567 người")]
    [120]
    """
    days = [match.span() for match in _DAY.finditer(text)]
    found = []
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if any(a <= start < b for a, b in days) or _names_something(text, start):
            continue
        try:
            value = read_number(match[1])
        except ValueError:
            continue
        of = int(read_number(match[2])) if match[2] else None
        places = len(match[1].partition(",")[2])
        found.append(Figure(start, end, value, of, match[3] is not None, places))
    return found


def _names_something(text: str, at: int) -> bool:
    before = [canonical(word) for word in _WORD.findall(text[max(0, at - 40) : at])]
    if not before or text[at - 1] not in " \u00a0" or before[-1] not in _NAMING:
        return False
    return not (before[-1] == "số" and len(before) > 1 and before[-2] in _TOTALS)


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the table as text may speak of it: its name and every value that would be right to write.

    `whole` is the base of a condition or the denominator of a ratio, for "4/11" and percents.
    """

    code: str
    name: str
    values: tuple[int | None, ...]
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure of a text that belongs to a row; `agrees` when the table says the same."""

    start: int
    end: int
    code: str
    agrees: bool


def marks(text: str, rows: Sequence[Known]) -> list[Mark]:
    """Figures that stand in a clause with all the words of a row's name, against that row.

    Of several rows whose words are there, the one with the most words is meant. A clause with several
    figures is wrong only when none of them is the table's; a row without any answer is not compared.

    >>> new = Known("MEM.NEW", "Đảng viên mới kết nạp", (128, 371))
    >>> every = Known("MEM.TOTAL", "Đảng viên", (47174,))
    >>> [(m.code, m.agrees) for m in marks("Kết nạp 128 đảng viên mới, trong đó 60 nữ.", [every, new])]
    [('MEM.NEW', True)]
    >>> [(m.code, m.agrees) for m in marks("Toàn tỉnh có 47.175 đảng viên.", [every, new])]
    [('MEM.TOTAL', False)]
    >>> done = Known("APP.DONE", "Đơn vị đã sắp xếp", (4,), 11)
    >>> [m.agrees for t in ("4/11", "4/12", "36,4 %") for m in marks(t + " đơn vị đã sắp xếp", [done])]
    [True, False, True]
    >>> taught = Known("CAD.TRAIN", "Lượt cán bộ được đào tạo, bồi dưỡng", (120,))
    >>> text = "Mở 3 lớp, 119 lượt cán bộ được đào tạo, bồi dưỡng, kết nạp 128 đảng viên mới"
    >>> [(m.code, m.agrees) for m in marks(text, [taught, new])]
    [('CAD.TRAIN', False), ('MEM.NEW', True)]
    >>> marks("Phấn đấu kết nạp 150 đảng viên mới; cùng kỳ kết nạp 122 đảng viên mới", [new])
    []
    """
    named = [(frozenset(_words(row.name)), row) for row in rows if any(v is not None for v in row.values)]
    named.sort(key=lambda pair: -len(pair[0]))
    figures = figures_in(text)
    found = []
    for start, end in _clauses(text, figures):
        inside = [figure for figure in figures if start <= figure.start < end]
        words = set(_WORD.findall(canonical(text[start:end]))) if inside else set()
        row = next((known for key, known in named if key and key <= words), None)
        if row is None or _ELSEWHEN.search(canonical(text[start:end])):
            continue
        right = [figure for figure in inside if _agrees(figure, row)]
        chosen = right or inside[:1]
        found += [Mark(figure.start, figure.end, row.code, bool(right)) for figure in chosen]
    return sorted(found, key=lambda mark: mark.start)


def _words(name: str) -> Iterable[str]:
    return (word for word in _WORD.findall(canonical(_ASIDE.sub("", name))) if word not in _WEAK)


def _clauses(text: str, figures: Sequence[Figure]) -> Iterable[tuple[int, int]]:
    """Spans that speak of one thing. A comma parts them only when a figure follows before the next one:
    "120 lượt được đào tạo, bồi dưỡng" is one, "kết nạp 128 người, công nhận 90 người" are two."""
    start = 0
    hard = [(match.start(), match.end()) for match in _CLAUSE.finditer(text)]
    for stop, after in [*hard, (len(text), len(text))]:
        pieces = [start, *(match.end() for match in _COMMA.finditer(text, start, stop)), stop]
        kept = [start]
        for at, until in pairwise(pieces[1:]):
            if any(at <= figure.start < until for figure in figures):
                kept.append(at)
        yield from pairwise([*kept, stop])
        start = after


def _agrees(figure: Figure, row: Known) -> bool:
    if figure.percent:
        shares = [ratio(value, row.whole) for value in row.values]
        return any(
            share is not None and abs(share - figure.value) * 2 <= Decimal(1).scaleb(-figure.places)
            for share in shares
        )
    if figure.of is not None and row.whole is not None and figure.of != row.whole:
        return False
    return figure.value in {Decimal(value) for value in row.values if value is not None}


# --- new, changed, the same ----------------------------------------------------------------------------


class Novelty(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


_SHINGLE = 3
_KIN = 0.25
ALIKE = 0.5


def shingles(text: str) -> frozenset[str]:
    """Runs of three folded words; a shorter text is one run."""
    words = re.findall(r"\w+", fold(text))
    runs = range(max(1, len(words) - _SHINGLE + 1))
    return frozenset(" ".join(words[at : at + _SHINGLE]) for at in runs)


def similarity(one: frozenset[str], two: frozenset[str]) -> float:
    """Shared runs over all runs, 0 to 1.

    >>> a, b = shingles("Việc xây dựng đề án còn chậm"), shingles("viec xay dung đề án CÒN CHẬM!")
    >>> similarity(a, b), similarity(a, shingles("Kết nạp đảng viên đạt thấp"))
    (1.0, 0.0)
    """
    return len(one & two) / len(one | two)


def novelty(text: str, earlier: Iterable[str]) -> tuple[Novelty, str]:
    """Whether a passage is new against earlier ones of its section, and the nearest of them.

    >>> before = ["Việc xây dựng đề án sắp xếp còn chậm so với lộ trình đề ra."]
    >>> novelty("Việc xây dựng đề án sắp xếp  còn chậm so với lộ trình đề ra.", before)[0].value
    'same'
    >>> novelty("Việc xây dựng đề án sắp xếp ở xã còn chậm so với lộ trình.", before)[0].value
    'changed'
    >>> novelty("Kết nạp đảng viên đạt thấp.", before)
    (<Novelty.NEW: 'new'>, '')
    """
    key, mine = canonical(text), shingles(text)
    nearest, best = "", _KIN
    for other in earlier:
        if canonical(other) == key:
            return Novelty.SAME, other
        likeness = similarity(mine, shingles(other))
        if likeness >= best:
            nearest, best = other, likeness
    return (Novelty.CHANGED, nearest) if nearest else (Novelty.NEW, "")


def word_changes(before: str, after: str) -> list[tuple[str, str]]:
    """The later text in pieces: ("same" | "added" | "removed", words).

    >>> word_changes("còn 19 chi bộ chậm", "còn 31 chi bộ chậm")
    [('same', 'còn'), ('removed', '19'), ('added', '31'), ('same', 'chi bộ chậm')]
    """
    old, new = before.split(), after.split()
    pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", " ".join(new[j1:j2])))
        else:
            pieces += [("removed", " ".join(old[i1:i2]))] if i2 > i1 else []
            pieces += [("added", " ".join(new[j1:j2]))] if j2 > j1 else []
    return pieces


# --- groups --------------------------------------------------------------------------------------------


def groups(texts: Sequence[str], alike: float = ALIKE) -> list[list[int]]:
    """Positions of texts that are nearly alike, in their order; the first of a group is its measure.

    >>> groups(["Việc xây dựng đề án sắp xếp tổ chức còn chậm", "Kết nạp đảng viên đạt thấp",
    ...         "Việc xây dựng đề án sắp xếp tổ chức ở xã còn chậm"])
    [[0, 2], [1]]
    """
    found: list[list[int]] = []
    firsts: list[frozenset[str]] = []
    where: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        mine = shingles(text)
        shared = Counter(group for run in mine for group in where.get(run, ()))
        # Only groups that share enough runs are measured; among equals the earliest wins.
        near = [(similarity(mine, firsts[group]), -group) for group, _runs in shared.most_common(8)]
        best = max(near, default=(0.0, 0))
        if best[0] >= alike:
            found[-best[1]].append(at)
            continue
        for run in mine:
            where.setdefault(run, []).append(len(found))
        found.append([at])
        firsts.append(mine)
    return found
