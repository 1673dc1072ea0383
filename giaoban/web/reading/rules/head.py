"""What the head of a paper says of the paper itself: its own symbol, a stamp of secrecy, its name."""

import re
import unicodedata

from giaoban.core.secrecy import Secrecy
from giaoban.reader.catalogue import types
from giaoban.reader.symbols import read_symbol

_HEAD = 2_000
_LINES = 40
_NUMBER = re.compile(
    r"^[ \t]*(?:số|so)[ \t]*[:.]?[ \t]*(?P<symbol>\d[^\n\t]{3,40})", re.IGNORECASE | re.MULTILINE
)
_STAMPS = {"MẬT": Secrecy.SECRET, "TỐI MẬT": Secrecy.TOP_SECRET, "TUYỆT MẬT": Secrecy.UTMOST}
_CLASS = re.compile(r"độ mật\s*:\s*(tuyệt mật|tối mật|mật)\b.*", re.IGNORECASE)
_FORMAL = re.compile(
    r"đảng cộng sản việt nam|cộng hòa xã hội|cộng hoà xã hội|độc lập\s*-\s*tự do|^\W*số\b"
    r"|,? ngày [\d .]{1,6} tháng [\d .]{1,5} năm ",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}")
_CLOCK = re.compile(r"\b\d{1,2}[:h]\d{2}")
_SHORTEST, _LONGEST = 12, 180
_COLUMN = re.compile(r"\t|[ \u00a0]{2,}")
_LETTER = re.compile(r"v/v\b", re.IGNORECASE)
_BEGINS = re.compile(
    r"(?:căn cứ|thực hiện|kính gửi|sáng|chiều|ngày|[ivx]{1,4}\.|\d{1,2}[.)])[ ,]", re.IGNORECASE
)
_MOST_BODIES, _MOST_LINES = 3, 4


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


def own_subject(text: str) -> tuple[str, str]:
    r"""The type that stands alone on a line of the head, and what the paper is about, written below it.

    >>> own_subject("TỈNH ỦY\n*\nCHỈ THỊ\nCỦA BAN THƯỜNG VỤ\nvề phát triển đảng viên\n\nThực hiện")
    ('Chỉ thị', 'về phát triển đảng viên')
    >>> own_subject("Số 5-CV/TU\nV/v chuẩn bị điểm cầu"), own_subject("Giao ban công tác 9 tháng")
    (('', 'V/v chuẩn bị điểm cầu'), ('', ''))
    >>> own_subject("KẾT LUẬN\n*"), own_subject("THÔNG BÁO\nkết luận\nhội nghị\nSáng 3/4, tại Long Khê")
    (('', ''), ('Thông báo', 'kết luận hội nghị'))
    """
    labels = {row.label.upper(): row.label for row in types()}
    lines = _head_lines(text)
    for at, line in enumerate(lines):
        if _LETTER.match(line):
            return "", _subject(lines[at:])
        label = labels.get(line.strip(" *:_-"))
        subject = _subject(lines[at + 1 :]) if label else ""
        if label and subject:
            return label, subject
    return "", ""


def _subject(lines: list[str]) -> str:
    said: list[str] = []
    for line in lines[: _MOST_LINES + 2]:
        if not any(char.isalpha() for char in line):
            if said:
                break
        elif _BEGINS.match(line) or len(said) == _MOST_LINES:
            break
        else:
            said.append(line)
    if len(said) > 1 and said[0].startswith("CỦA ") and said[0].isupper():
        del said[0]
    return " ".join(said).rstrip(".")


def own_bodies(text: str) -> list[str]:
    r"""Names that the body above the number of a paper may have, the likeliest first.

    >>> own_bodies("TỈNH ỦY LONG KHÊ    ĐẢNG CỘNG SẢN VIỆT NAM\nBAN TỔ CHỨC\n*\nSố 3-TB/BTCTU")
    ['BAN TỔ CHỨC TỈNH ỦY LONG KHÊ', 'TỈNH ỦY LONG KHÊ BAN TỔ CHỨC', 'BAN TỔ CHỨC']
    >>> own_bodies("TỈNH ỦY LONG KHÊ\n*\nSố 12-KL/TU"), own_bodies("Giao ban công tác 9 tháng")
    (['TỈNH ỦY LONG KHÊ'], [])
    """
    found: list[str] = []
    for line in _written(text, _HEAD).splitlines()[:_LINES]:
        if _NUMBER.match(line):
            break
        cells = (" ".join(cell.split()).strip(" *_-") for cell in _COLUMN.split(line))
        found += [cell for cell in cells if cell.isupper() and len(cell) > 4 and not _FORMAL.search(cell)]
    else:
        return []
    if len(found) > 1 and len(found) <= _MOST_BODIES:
        return [" ".join(reversed(found)), " ".join(found), found[-1]]
    return found[:1]


def _head_lines(text: str) -> list[str]:
    lines = _written(text, _HEAD * 2).splitlines()[: 2 * _LINES]
    return [" ".join(line.split()) for line in lines]


def _written(text: str, most: int) -> str:
    """The head with its letters as staff mean them: composed, one Đ."""
    return unicodedata.normalize("NFC", text[:most]).replace("\u00d0", "Đ")


def first_words(text: str) -> str:
    r"""Words to call a text by when nobody gave a name: type and subject, else the first line that says
    something.

    >>> first_words("ĐẢNG CỘNG SẢN VIỆT NAM\nSố 2-KL/TU\nVề công tác phát triển đảng viên quý III")
    'Về công tác phát triển đảng viên quý III'
    >>> first_words("Ngắn"), first_words("")
    ('Ngắn', '')
    >>> first_words("Thứ 2, 30.09.2019 | 17:20\nGiao ban công tác 9 tháng")
    'Giao ban công tác 9 tháng'
    """
    lines = _head_lines(text)
    said = [line for line in lines if _says(line)]
    found = " ".join(own_subject(text)).strip() or next(iter(said or [line for line in lines if line]), "")
    return found if len(found) <= _LONGEST else f"{found[:_LONGEST].rstrip()}…"


def _says(line: str) -> bool:
    """Neither the head of a paper nor the day and hour of a piece of news."""
    dated = _DAY.search(line) is not None and _CLOCK.search(line) is not None
    return len(line) >= _SHORTEST and not dated and _FORMAL.search(line) is None
