"""What a file may hold of a text, and the words of a paper that are the same everywhere."""

import unicodedata
from datetime import date

from giaoban.core.text import nfc

GAP = "\u00a0" * 6  # where something is to be written
_DROPPED = {"Cc", "Cs", "Co", "Cn"}
# What keeps lines from breaking is set anew where a paper is printed (breaking.py).
_PLAIN = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2011": "-"})
# Without ink: blanks of no width, the soft hyphen, and what turns the direction of the words around it.
_NO_INK = frozenset("\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c") | set(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


def printable(text: str) -> str:
    r"""NFC, line ends as \n, nothing that XML cannot hold or that only hides; as many blanks as there are.

    >>> printable("Hoa\u0300\x00 Bi\u0300nh\x0b\r\n\u200b2019\ufffe")
    'Hoà Bình\n2019'
    >>> printable("Nguyễn\u202e gnặĐ\u202c Văn\u00ad An")
    'Nguyễn gnặĐ Văn An'
    >>> printable("đ/c\u00a0Hà, 12\u2011BC/TU")
    'đ/c Hà, 12-BC/TU'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return nfc("".join(c for c in text if c in "\n\t" or not _dropped(c))).translate(_PLAIN)


def _dropped(char: str) -> bool:
    return char in _NO_INK or unicodedata.category(char) in _DROPPED


def one_line(text: str) -> str:
    """The same on one line, for heads, names and properties.

    >>> one_line(" Ban Tổ chức\\n  Tỉnh ủy ")
    'Ban Tổ chức Tỉnh ủy'
    """
    return " ".join(printable(text).split())


def place_and_day(place: str, day: date | None, *, year: int | None = None) -> str:
    """Where and when, as Party papers write it: a 0 before days under 10 and before months 1 and 2; room for
    a day that is to come.

    >>> place_and_day("Hạ Long", date(2018, 2, 20)), place_and_day("Thái Bình", date(2019, 9, 3))
    ('Hạ Long, ngày 20 tháng 02 năm 2018', 'Thái Bình, ngày 03 tháng 9 năm 2019')
    >>> place_and_day("Thái Bình", None, year=2019).replace(GAP, " _ ")
    'Thái Bình, ngày _ tháng _ năm 2019'
    """
    if day is None:
        words = f"ngày{GAP}tháng{GAP}năm{f' {year}' if year else GAP}"
    else:
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        words = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    place = one_line(place)
    return f"{place}, {words}" if place else words
