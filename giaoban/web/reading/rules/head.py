"""What the head of a paper says of the paper itself: its own symbol, a stamp of secrecy, its name."""

import re
import unicodedata

from giaoban.core.secrecy import Secrecy
from giaoban.reader.symbols import read_symbol

_HEAD = 2_000
_LINES = 40
_NUMBER = re.compile(
    r"^[ \t]*(?:số|so)[ \t]*[:.]?[ \t]*(?P<symbol>\d[^\n\t]{3,40})", re.IGNORECASE | re.MULTILINE
)
_STAMPS = {"MẬT": Secrecy.SECRET, "TỐI MẬT": Secrecy.TOP_SECRET, "TUYỆT MẬT": Secrecy.UTMOST}
_CLASS = re.compile(r"độ mật\s*:\s*(tuyệt mật|tối mật|mật)\b.*", re.IGNORECASE)
_FORMAL = re.compile(
    r"đảng cộng sản việt nam|cộng hòa xã hội|cộng hoà xã hội|độc lập\s*-\s*tự do|^\W*số\b", re.IGNORECASE
)
_DAY = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}")
_CLOCK = re.compile(r"\b\d{1,2}[:h]\d{2}")
_SHORTEST, _LONGEST = 12, 180


def own_symbol(text: str) -> str:
    r"""The number and symbol of the paper, from the line "Số …" of its head; empty when there is none.

    >>> own_symbol("TỈNH ỦY LONG KHÊ\n*\nSố 12 - KL/TU        Long Khê, ngày 3 tháng 4 năm 2019")
    '12-KL/TU'
    >>> own_symbol("Theo Kết luận số 12-KL/TU"), own_symbol("Số: ba người")
    ('', '')
    """
    for found in _NUMBER.finditer(unicodedata.normalize("NFC", text[:_HEAD])):
        words = re.split(r"\s{2,}|[,;]", found["symbol"])[0].split(" ")
        for length in range(len(words), 0, -1):
            reading = read_symbol(" ".join(words[:length]))
            if reading is not None:
                return reading.symbol
    return ""


def stamped(text: str) -> Secrecy | None:
    r"""The class that a paper bears on a line of its own in its head.

    >>> stamped("TỈNH ỦY\nTỐI MẬT\nSố 1-BC/TU").value, stamped("Độ mật: Mật").value
    ('top_secret', 'secret')
    >>> stamped("Bảo vệ bí mật nhà nước"), stamped("mật")
    (None, None)
    """
    for line in unicodedata.normalize("NFC", text[: _HEAD * 2]).splitlines()[:_LINES]:
        words = " ".join(line.split())
        said = _CLASS.fullmatch(words)
        if said or words in _STAMPS:
            return _STAMPS[said[1].upper() if said else words]
    return None


def first_words(text: str) -> str:
    r"""Words to call a text by when nobody gave a name: its first line that says something.

    >>> first_words("ĐẢNG CỘNG SẢN VIỆT NAM\nSố 2-KL/TU\nVề công tác phát triển đảng viên quý III")
    'Về công tác phát triển đảng viên quý III'
    >>> first_words("Ngắn"), first_words("")
    ('Ngắn', '')
    >>> first_words("Thứ 2, 30.09.2019 | 17:20\nGiao ban công tác 9 tháng")
    'Giao ban công tác 9 tháng'
    """
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", text[: _HEAD * 2]).splitlines()]
    said = [line for line in lines if _says(line)]
    found = next(iter(said or [line for line in lines if line]), "")
    return found if len(found) <= _LONGEST else f"{found[:_LONGEST].rstrip()}…"


def _says(line: str) -> bool:
    """Neither the head of a paper nor the day and hour of a piece of news."""
    dated = _DAY.search(line) is not None and _CLOCK.search(line) is not None
    return len(line) >= _SHORTEST and not dated and _FORMAL.search(line) is None
