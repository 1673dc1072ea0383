"""Where a line may not break, and where the lines of a name break best.

Both renderers set what stands here, so a paper breaks the same in Word and in PDF: a number stays with its
unit, "đ/c" with the name behind it, no line begins with a dash; the lines of a head, a subject or a title are
of like length and tear no word of two syllables.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

from giaoban.documents.measure import width_mm

NBSP = "\u00a0"
DATA = Path(__file__).parent / "data" / "compounds.txt"
_SLACK = 1.01
_UNITS = "%|‰|tháng|năm|ngày|giờ|phút|tuần|lần|lượt|người|điểm|trang|bản|tỷ|tỉ|triệu|nghìn|đồng|km|ha|mm"
_NAMED = "ngày|tháng|năm|quý|kỳ|khóa|khoá|điều|khoản|biểu|phụ lục"
_BOUND = (
    (re.compile(r"(?i:\b(đ/c)) (?=\w)"), rf"\1{NBSP}"),
    (re.compile(r"^ (?=%)"), NBSP),
    (re.compile(r"(\d) ((?i:giờ)) (?=\d)"), rf"\1{NBSP}\2{NBSP}"),
    (re.compile(rf"(\d) (?=(?i:{_UNITS})(?![\w/])(?! \d))"), rf"\1{NBSP}"),
    (re.compile(rf"\b((?i:{_NAMED})) (?=\d|[IVX]+\b)"), rf"\1{NBSP}"),
    (re.compile(r"(?<=\S) (?=[–—-] \S)"), NBSP),
)
_JOINING = frozenset(re.findall(r"\w+", "và của tại về trong theo cho để với do thuộc giữa nhằm tới đến"))
_LEADING = frozenset(re.findall(r"\w+", "các những một mọi từng tỉnh huyện xã phường ban phòng"))
Cost = tuple[float, tuple[str, ...]]
_NEVER: Cost = (float("inf"), ())


def kept(text: str) -> str:
    """The same words, those that belong together with a blank at which no line breaks.

    >>> kept("đạt 92,07 % trong 9 tháng, đ/c Hà, ngày 25 tháng 02 năm 2019").replace(NBSP, "~")
    'đạt 92,07~% trong 9~tháng, đ/c~Hà, ngày~25 tháng~02 năm~2019'
    >>> kept("13 giờ 30, quý III, khóa VII, 2015 – 2020, Bà Rịa – Vũng Tàu").replace(NBSP, "~")
    '13~giờ~30, quý~III, khóa~VII, 2015~– 2020, Bà Rịa~– Vũng Tàu'
    """
    for pattern, bound in _BOUND:
        text = pattern.sub(bound, text)
    return text


def tied(text: str, size: float, room_mm: float) -> str:
    """`kept`, and the last two words of several lines on one: no lone word ends a cell or a receiver.

    >>> tied("Các phòng thuộc Ban Tổ chức Tỉnh ủy", 12, 50).replace(NBSP, "~")
    'Các phòng thuộc Ban Tổ chức Tỉnh~ủy'
    >>> tied("Các phòng thuộc Ban", 12, 76), tied("một hai ba", 12, 5)
    ('Các phòng thuộc Ban', 'một hai ba')
    >>> tied("Đảng ủy các cơ quan tư pháp tỉnh", 12, 50).replace(NBSP, "~")
    'Đảng ủy các cơ quan tư~pháp~tỉnh'
    """
    if longest_mm(text, size) * _SLACK <= room_mm:
        return text
    text = kept(text)
    before, _blank, last = text.rpartition(" ")
    start, _blank, other = before.rpartition(" ")
    if f"{start.rpartition(' ')[2]} {other}".lower() in _compounds():
        start, _blank, word = start.rpartition(" ")
        other = word + NBSP + other
    end = other + NBSP + last
    named = before.strip() and last and before[-1] not in "–—-" and "\n" not in end
    fits = named and width_mm(end, size) * _SLACK <= room_mm
    return f"{start} {end}".lstrip(" ") if fits else text


def even(text: str, size: float, room_mm: float, *, bold: bool = False) -> str:
    r"""`text` on no more lines than it needs in `room_mm`, broken where a clerk would break it.

    >>> even("ĐẢNG ỦY KHỐI CÁC CƠ QUAN VÀ DOANH NGHIỆP TỈNH", 14, 76, bold=True)
    'ĐẢNG ỦY KHỐI CÁC CƠ QUAN\nVÀ DOANH NGHIỆP TỈNH'
    >>> even("ĐẢNG ỦY BAN TỔ CHỨC TRUNG ƯƠNG", 14, 76)
    'ĐẢNG ỦY BAN TỔ CHỨC\nTRUNG ƯƠNG'
    >>> even("BAN TỔ CHỨC", 14, 76)
    'BAN TỔ CHỨC'
    """
    lines = (_even(line, size, room_mm, bold) for line in kept(text).split("\n"))
    return "\n".join(lines).replace(NBSP, " ")


def longest_mm(text: str, size: float, *, bold: bool = False) -> float:
    """The width of its longest line."""
    return max(width_mm(line, size, bold=bold) for line in text.split("\n"))


@lru_cache(maxsize=2000)
def _even(text: str, size: float, room: float, bold: bool) -> str:
    words = text.split(" ")
    if width_mm(text, size, bold=bold) * _SLACK <= room:
        return text
    lengths = [width_mm(word, size, bold=bold) * _SLACK for word in words]
    if max(lengths) > room or len(words) > 120:
        return text
    blank = width_mm(" ", size, bold=bold) * _SLACK
    count = _greedy(lengths, blank, room)
    target = (sum(lengths) + blank * (len(words) - count)) / count
    best: list[Cost] = [(0.0, ()), *(_NEVER for _word in words)]
    for _line in range(count):
        best = _longer(best, words, lengths, blank, room, target)
    return "\n".join(best[-1][1])


def _greedy(lengths: list[float], blank: float, room: float) -> int:
    """How many lines words take."""
    lines, at = 1, -blank
    for length in lengths:
        at += blank + length
        if at > room:
            lines, at = lines + 1, length
    return lines


def _longer(  # noqa: PLR0917 - the words, and what one line of them may take
    best: list[Cost], words: list[str], lengths: list[float], blank: float, room: float, target: float
) -> list[Cost]:
    """The best ways to have set the first n words, each with one line more than `best`."""
    found: list[Cost] = [_NEVER] * len(best)
    for start, (cost, lines) in enumerate(best):
        at = -blank
        for end in range(start + 1, len(best)) if cost < float("inf") else ():
            at += blank + lengths[end - 1]
            if at > room:
                break
            torn = _torn(words[end - 1], words[end]) if end < len(words) else 0
            alone = 3 if end == start + 1 and len(words) > 3 else 0
            whole = cost + torn + alone + 8 * ((at - target) / target) ** 2
            if whole < found[end][0]:
                found[end] = (whole, (*lines, " ".join(words[start:end])))
    return found


def _torn(one: str, two: str) -> float:
    """What a break between two words costs."""
    pair = f"{one.rsplit(NBSP, maxsplit=1)[-1]} {two.split(NBSP, maxsplit=1)[0]}".lower().rstrip(",;:.")
    first, second = pair.split(" ")
    if pair in _compounds():
        return 6
    if one.endswith((",", ";", ":", ".")):
        return -1
    if second in _JOINING or (second in _LEADING and first not in _LEADING):
        return -0.5
    names = one.istitle() and two.istitle()
    return 2 if names or first in _JOINING or first in _LEADING else 0


@cache
def _compounds() -> frozenset[str]:
    """Words of two syllables that names of bodies and subjects are made of."""
    lines = DATA.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
