"""How wide words are in Times New Roman: lengths of rules, and lines of a long name that come out even."""

import json
import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "times-widths.json"
MM_PER_PT = 25.4 / 72
_UNKNOWN = 722  # of a letter that the table does not hold: as wide as most capitals
_SLACK = 1.01


def width_mm(text: str, size: float, *, bold: bool = False) -> float:
    """The length of one line.

    >>> round(width_mm("ĐẢNG CỘNG SẢN VIỆT NAM", 15, bold=True), 1)
    72.9
    >>> width_mm("", 14)
    0.0
    """
    widths = _widths(bold)
    return sum(widths.get(_base(char), _UNKNOWN) for char in text) * size * MM_PER_PT / 1000


def even_mm(text: str, size: float, room_mm: float, *, bold: bool = False) -> float:
    """The narrowest column in which `text` takes no more lines than in one of `room_mm`.

    A name of sixty letters then breaks into lines of like length instead of a full one and a lone word.

    >>> name = "ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG TỈNH"
    >>> round(even_mm(name, 14, 76, bold=True)), round(even_mm("BAN TỔ CHỨC", 14, 76, bold=True))
    (45, 76)
    """
    words = text.split()
    if len(words) < 2 or width_mm(" ".join(words), size, bold=bold) * _SLACK <= room_mm:
        return room_mm
    lengths = [width_mm(word, size, bold=bold) * _SLACK for word in words]
    blank = width_mm(" ", size, bold=bold) * _SLACK
    wanted = _lines(lengths, blank, room_mm)
    starts = range(len(lengths))
    spans = {sum(lengths[a:b]) + blank * (b - a - 1) for a in starts for b in range(a + 1, len(lengths) + 1)}
    fitting = (span for span in sorted(spans) if span <= room_mm)
    return next((span for span in fitting if _lines(lengths, blank, span) <= wanted), room_mm)


def _lines(lengths: list[float], blank: float, room: float) -> float:
    """How many lines words take; endless when one does not fit at all."""
    if max(lengths) > room:
        return float("inf")
    lines, at = 1, -blank
    for length in lengths:
        at += blank + length
        if at > room:
            lines, at = lines + 1, length
    return lines


def _base(char: str) -> str:
    """The letter without its tone; Ơ, Ư and Đ are letters of their own."""
    if char in "ơƠưƯ":
        return char
    decomposed = unicodedata.normalize("NFD", char)
    return unicodedata.normalize("NFC", decomposed[:2]) if decomposed[1:2] == "\u031b" else decomposed[:1]


@cache
def _widths(bold: bool) -> dict[str, int]:
    table = json.loads(DATA.read_text(encoding="utf-8"))["bold" if bold else "regular"]
    return {char: int(width) for width, chars in table.items() for char in chars}
