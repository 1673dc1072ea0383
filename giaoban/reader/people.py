"""Names and titles as a text gives them: marks that fill the delegates of its conference, and no person.

"đồng chí <name>, <title>", "<title> <name>", "<name> - <title>"; a name is two to five capitalised syllables.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from giaoban.core.text import fold
from giaoban.reader.marks import tidy
from giaoban.reader.normal import Normal

_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(chr(c) for c in range(0x1EA0, 0x1EFA) if chr(c).isupper())
_SYLLABLE = rf"[{_UPPER}][^\W\d_]{{0,6}}'?(?![^\W\d_])"
_NAME = re.compile(rf"(?<![\w.]){_SYLLABLE}(?:[ ]{{1,2}}{_SYLLABLE}){{1,4}}")
_CUE = re.compile(r"(?<![a-z])(?:dong chi|d/c|ong|ba|dc)[ ]{0,2}:?[ ]{0,2}$")
_SURNAMES = frozenset(
    (
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Mai Đinh Trịnh Trương Lâm "
        "Đoàn Cao Hà Tô"
        " Tạ Lương Lưu Thái Chu Châu Đào Phùng Tống Vương Triệu Quách Kiều La Lò Lầu Giàng Sùng Vàng Hầu "
        "Thào Cầm Quàng Hứa"
        " Từ Nông Ma Bế Vi Khuất Doãn Thạch Sơn Điểu Đàm Mạc Nghiêm Tăng Thân Cù Bạch Cấn Chử Diệp Giáp"
        " Khổng Lại Lục Mã Ninh Phí Quản Tiêu Tôn Trà Uông Âu Hàn Lã Lữ Trình Vừ Chảo Lù Tẩn Ngọ Hạ Nhữ "
        "Thiều Siu Rơ Ksor"
        " Rah Nay Cháng Ly Mùa Thò Tòng Lường Đèo Tráng Thiệu"
    )
    .lower()
    .split()
)
_PROVINCES = frozenset(
    fold(
        "An Giang,Bắc Giang,Bắc Kạn,Bạc Liêu,Bắc Ninh,Bến Tre,Bình Định,Bình Dương,Bình Phước,Bình Thuận,Cà "
        "Mau,Cần Thơ,"
        "Cao Bằng,Đà Nẵng,Đắk Lắk,Đắk Nông,Điện Biên,Đồng Nai,Đồng Tháp,Gia Lai,Hà Giang,Hà Nam,Hà Nội,Hà "
        "Tĩnh,Hải Dương,"
        "Hải Phòng,Hậu Giang,Hòa Bình,Hưng Yên,Khánh Hòa,Kiên Giang,Kon Tum,Lai Châu,Lâm Đồng,Lạng Sơn,Lào "
        "Cai,Long An,"
        "Nam Định,Nghệ An,Ninh Bình,Ninh Thuận,Phú Thọ,Phú Yên,Quảng Bình,Quảng Nam,Quảng Ngãi,Quảng Ninh,"
        "Quảng Trị,"
        "Sóc Trăng,Sơn La,Tây Ninh,Thái Bình,Thái Nguyên,Thanh Hóa,Thừa Thiên Huế,Tiền Giang,Trà Vinh,Tuyên "
        "Quang,"
        "Vĩnh Long,Vĩnh Phúc,Yên Bái,Việt Nam,Hồ Chí Minh,Bác Hồ,Lai Chau"
    ).split(",")
)
_TITLE = re.compile(
    r"(?:nguyen |quyen )?(?:uy vien|uv ?bch|uv ?btv|uvt|uvtv|uvbtv|pho|bi thu|truong|chu tich|giam doc"
    r"|tong bi thu|tong giam doc"
    r"|thuong truc|chanh|chu nhiem|cum truong|ham vu truong|ham pho|vu truong|cuc truong|thu truong"
    r"|bo truong|dai ta|thuong ta"
    r"|trung ta|thieu tuong|trung tuong|thieu ta|tinh uy vien|thanh uy vien|huyen uy vien|dang uy vien"
    r"|quan uy vien|dai bieu"
    r"|can bo|chuyen vien|vien truong|hieu truong|chinh uy|chi huy|tu lenh|pgs|gs|ts|ths|khoi truong"
    r"|doi truong|to truong)"
    r"(?![a-z])"
)
_PIECE_END = re.compile(
    r"[,;\n(]|\.(?![a-z])| - |(?<![a-z])(?:chu tri|phat bieu|du(?! khuyet)|da|tai|phan tich|nhat tri"
    r"|thong nhat|yeu cau|de nghi|nhan manh|cho biet|cho rang|khang dinh|trao|ghi nhan"
    r"|bao cao|cung|va cac|va dong chi|va lanh dao|chi dao|danh gia|tham du|den du|ket luan|khai mac"
    r"|dong chu tri|thong bao"
    r"|trinh bay|quan triet|bieu duong|bay to|tang|thay mat|lam|tiep|dieu hanh|chia se)(?![a-z])"
)
_AFTER_NAME = re.compile(r"[ ]{0,2}[,-][ ]{0,2}")
_REACH_BACK, _REACH_ON, _PIECES = 150, 220, 6
_SENTENCE_END = re.compile(r"[;:\n!?]|\.(?![a-z])")


@dataclass(frozen=True, slots=True)
class Person:
    """The mark covers the name; `title` may stand before or after it."""

    start: int
    end: int
    surface: str
    name: str
    title: str


def find_people(normal: Normal) -> tuple[Person, ...]:
    """
    >>> from giaoban.reader.normal import normalise
    >>> text = "Đồng chí Trần Văn Nam, Phó Bí thư Tỉnh ủy, chủ trì. Trưởng Ban Tổ chức Lê Thị Hoa báo cáo."
    >>> [(p.name, p.title) for p in find_people(normalise(text))]
    [('Trần Văn Nam', 'Phó Bí thư Tỉnh ủy'), ('Lê Thị Hoa', 'Trưởng Ban Tổ chức')]
    """
    return tuple(_people(normal))


def _people(normal: Normal) -> Iterator[Person]:
    text, folded = normal.text, normal.folded
    for match in _NAME.finditer(text):
        start, end = _trimmed(text, folded, match.start(), match.end())
        if start >= end or " " not in text[start:end]:
            continue
        cued = _CUE.search(folded, max(0, start - 16), start) is not None
        if cued and _TITLE.match(folded, start):
            continue
        known = _surname(text, start)
        if folded[start:end] in _PROVINCES and not (cued and known):
            continue
        title = _title_after(normal, end) or _title_before(normal, start, cued=cued)
        if cued or (known and title):
            first, last = normal.span(start, end)
            yield Person(first, last, normal.original[first:last], tidy(text[start:end]), title)


def _surname(text: str, at: int) -> bool:
    """Accents count: Đặng is a surname, Đảng is none."""
    end = at
    while end < len(text) and text[end].isalpha():
        end += 1
    word = text[at:end].lower()
    return word in _SURNAMES


def _trimmed(text: str, folded: str, start: int, end: int) -> tuple[int, int]:
    """Without the words of a title or a body that run into the name: "Tỉnh ủy Ngô Văn A", "Hoa Phó"."""
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^ ]+", folded[start:end])]
    title = next((n for n, (at, _to) in enumerate(words) if n and _TITLE.match(folded, at)), len(words))
    words = words[:title]
    if words and not _surname(text, words[0][0]):
        lead = next((n for n, (at, _to) in enumerate(words) if _surname(text, at)), 0)
        words = words[lead:] if len(words) - lead > 1 else words
    return (words[0][0], words[-1][1]) if words else (start, start)


def _title_after(normal: Normal, end: int) -> str:
    folded, limit = normal.folded, end + _REACH_ON
    joint = _AFTER_NAME.match(folded, end)
    if joint is None or not _TITLE.match(folded, joint.end()):
        return ""
    first = at = joint.end()
    for _ in range(_PIECES):
        stop = _PIECE_END.search(folded, at, limit)
        last = stop.start() if stop else min(limit, len(folded))
        following = _AFTER_NAME.match(folded, last)
        if following is None or not _TITLE.match(folded, following.end()):
            break
        at = following.end()
    return tidy(normal.text[first:last])


def _title_before(normal: Normal, start: int, *, cued: bool) -> str:
    folded = normal.folded
    low = max(0, start - _REACH_BACK)
    low = max((found.end() for found in _SENTENCE_END.finditer(folded, low, start)), default=low)
    stretch = folded[low:start]
    if cued or not stretch.endswith((" ", "- ")):
        return ""
    best = ""
    for piece in reversed(list(re.finditer(r"[^,]+", stretch))):
        found = _TITLE.search(stretch, piece.start(), piece.end())
        if found is None:
            break
        ahead = stretch[piece.start() : found.start()].strip(" -")
        if not best or not ahead or _lead_in(ahead):
            best = stretch[found.start() :]
        if ahead:
            break
    return tidy(normal.text[start - len(best) : start]) if best else ""


def _lead_in(words: str) -> bool:
    return words.split()[-1:] in (["co"], ["chi"], ["la"], ["du"])
