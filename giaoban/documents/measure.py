"""How wide words are in Times New Roman."""

import json
import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "times-widths.json"
MM_PER_PT = 25.4 / 72
_UNKNOWN = 722  # of a letter that the table does not hold: as wide as most capitals


def width_mm(text: str, size: float, *, bold: bool = False) -> float:
    """The length of one line.

    >>> round(width_mm("ĐẢNG CỘNG SẢN VIỆT NAM", 15, bold=True), 1)
    72.9
    >>> width_mm("", 14)
    0.0
    """
    widths = _widths(bold)
    return sum(widths.get(_base(char), _UNKNOWN) for char in text) * size * MM_PER_PT / 1000


def _base(char: str) -> str:
    """The letter without its tone; Ơ, Ư and Đ are letters of their own."""
    if char == "\u00a0":
        return " "
    if char in "ơƠưƯ":
        return char
    decomposed = unicodedata.normalize("NFD", char)
    return unicodedata.normalize("NFC", decomposed[:2]) if decomposed[1:2] == "\u031b" else decomposed[:1]


@cache
def _widths(bold: bool) -> dict[str, int]:
    table = json.loads(DATA.read_text(encoding="utf-8"))["bold" if bold else "regular"]
    return {char: int(width) for width, chars in table.items() for char in chars}
