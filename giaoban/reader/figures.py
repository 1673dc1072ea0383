"""Figures of a text: value, denominator, counting unit and qualifier, with their place in the original.

What counts: amounts do ("90 phút", "2,5 lần"); dates, clock times, terms, ages and lengths in months,
years, weeks and days do not ("9 tháng năm 2019", "60 năm tuổi Đảng"), nor ordinals, numbers of documents, of
items, of telephones and houses. Only digits are read: "hai đồng chí" is left to the eye.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from giaoban.reader import surroundings as near
from giaoban.reader.normal import Normal
from giaoban.reader.numerals import PLAIN, THOUSANDS, Number, clusters, numbers_in, percent, value_of
from giaoban.reader.units import BODIES, WORD, is_spelt, unit_at

_QUALIFIER = re.compile(
    r"(?<![a-z])(?:tren duoi|it nhat|nhieu nhat|toi thieu|toi da|khong qua|khong duoi|xap xi"
    r"|tren|gan|khoang|hon|duoi|chung|uoc|ngot)(?: la| muc| den)? {1,2}$"
)
_SPELLINGS = {
    *(
        "trên dưới",
        "ít nhất",
        "nhiều nhất",
        "tối thiểu",
        "tối đa",
        "không quá",
        "không dưới",
        "xấp xỉ",
        "ước đạt",
    ),
    *("trên", "gần", "khoảng", "hơn", "dưới", "chừng", "ước", "ngót"),
}
_WORDS = re.compile(r" {1,2}([a-z]{2,})(?: ([a-z]{2,}))?")
_LABELLED = re.compile(r" ?(?:va )?[a-z][a-z /]{2,40} \d[\d.]*(?: [a-z ]{2,20})?")
_NAMED = re.compile(
    r"(?:khoa|thang|quy|nam|dieu|khoan|muc|so|ngay|lan|thu|cum|to|tw|uong|buoc|chuong|phan) \d"
)
_TO = re.compile(r" {1,2}(?:xuong|len|con|tang|giam)[a-z ]{0,20} {1,2}\d")
_AREA = re.compile(r"\(0\d{1,4}\) ?$")  # "(04) 38.228.302"
_PORT = re.compile(r"\.[a-z]{2,6}:$")
_OUT_OF = re.compile(r" {1,2}(?:trong|tren)(?: tong)?(?: so)? {1,2}\d")
_ENDS_ITEM = re.compile(r" ?(?:[;,.)\]]|\n|$)")
_PARTS = {"dieu", "khoan", "diem", "muc", "chuong", "phan", "tiet"}
_PART_OF = re.compile(r" ?(?:dieu|khoan|muc|chuong|phan) \d")
_NEXT_LABEL = re.compile(r"[,;] {0,2}[a-z ]{2,40}: ?\d")
_LAST_LABEL = re.compile(r": ?\d[\d.]{0,6}[,;] {0,2}[a-z ]{2,40}: ?$")
_LEVELS = {"muc do", "cap do"}  # "mức độ 3,4"
_LINKS = {",", "va", "-", "den", "toi", ";", "&", "hoac", "/", ", va", "+"}


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` of `denominator` when the text writes "4/11"; `unit` lower case as written, "%" for a rate."""

    start: int
    end: int
    surface: str
    value: Decimal
    denominator: Decimal | None
    unit: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """`sort` is that of units.py, "rate" or empty."""

    text: str = ""
    end: int = 0
    sort: str = ""

    @property
    def known(self) -> bool:
        return self.sort not in {"", WORD}


_RATE = "rate"


def find_figures(normal: Normal, taken: Sequence[tuple[int, int]] = ()) -> tuple[Figure, ...]:
    """The figures outside `taken`, the places of citations in the original.

    >>> from giaoban.reader.normal import normalise
    >>> text = "Đến 30/6/2018, có 4/11 đơn vị và trên 5.200 đảng viên (đạt 35,34 %) dự 9 tháng năm 2019."
    >>> [(f.surface, str(f.value), f.unit) for f in find_figures(normalise(text))]
    [('4/11 đơn vị', '4', 'đơn vị'), ('trên 5.200 đảng viên', '5200', 'đảng viên'), ('35,34 %', '35.34', '%')]
    """
    return tuple(_figures(normal, sorted(taken)))


def _figures(normal: Normal, taken: list[tuple[int, int]]) -> Iterator[Figure]:
    folded, trap_end, block = normal.folded, -99, 0
    accented = not normal.text.isascii()
    for cluster in clusters(folded):
        start = normal.span(cluster.start, cluster.end)[0]
        while block < len(taken) and taken[block][1] <= start:
            block += 1
        if block < len(taken) and taken[block][0] <= start:
            continue
        around = near.before(folded, cluster.start)
        numbers = numbers_in(folded, cluster, around)
        if not numbers:
            trap_end = cluster.end
        for number in numbers:
            inherits = number.start - trap_end < 8 and folded[trap_end : number.start].strip() in _LINKS
            figure = _judge(normal, number, accented=accented, inherits=inherits)
            if figure and around.word in _PARTS and block < len(taken) and figure.end > taken[block][0]:
                figure = None  # "Điều 2 Quy định số 37-QĐ/TW"
            if figure and around.word in _PARTS and _PART_OF.match(folded, number.end):
                figure = None  # "khoản 4 điều 1"
            if figure is None:
                trap_end = number.end
            else:
                yield figure


def _judge(normal: Normal, number: Number, *, accented: bool, inherits: bool) -> Figure | None:
    folded = normal.folded
    if not number.second and _is_glued(folded, number):
        return None
    if normal.text[number.end : number.end + 1].isupper() and near.starts_line(folded, number.start):
        return None  # "1Luật …": an item of a list
    qualifier, begins = _qualified(normal, number.start, accented=accented)
    around = near.before(folded, begins)
    unit = _unit(normal, number, around, counted=bool(qualifier), accented=accented)
    if _is_trap(normal, number, unit, around, inherits=inherits) and not (qualifier and unit.known):
        return None
    if not unit.sort and not _stands_alone(folded, number, around, bool(qualifier), inherits=inherits):
        return None
    value = value_of(number.digits, whole=unit.sort not in {"measures", _RATE, ""}, rate=unit.sort == _RATE)
    below = value_of(number.below, whole=True) if number.below else None
    if value is None:
        return None
    end = unit.end if unit.sort and number.follows == number.end else number.end
    start, end = normal.span(begins, end)
    return Figure(start, end, normal.original[start:end], value, below, unit.text, qualifier)


def _is_glued(folded: str, number: Number) -> bool:
    """Part of a name, an address of a page, a version, a symbol."""
    previous, after = folded[max(0, number.start - 2) : number.start], folded[number.end : number.end + 1]
    last = previous[-1:]
    if last == "/" and previous[:1].isalpha() and after == " " and unit_at(folded, number.end):
        return False  # "1.900 đại biểu/75 điểm cầu"
    if (last and last in "/_@#=&?\\$") or after in set("_@=\\"):
        return True
    if last.isalpha() and not (unit_at(folded, number.end) and _glued_word(folded, number.start)):
        return True
    if _AREA.search(folded, max(0, number.start - 9), number.start):
        return True
    if (last == "-" and previous[:1].isalnum()) or _PORT.search(
        folded, max(0, number.start - 8), number.start
    ):
        return True
    return after.isalpha() and (unit_at(folded, number.end) is None or near.is_year(number.digits))


def _glued_word(folded: str, start: int) -> bool:
    return near.before(folded, start).words[0] in near.COUNTS


def _qualified(normal: Normal, start: int, *, accented: bool) -> tuple[str, int]:
    found = _QUALIFIER.search(normal.folded, max(0, start - 18), start)
    if found is None:
        return "", start
    written = " ".join(normal.text[found.start() : start].lower().split())
    for ending in (" là", " mức", " đến", " la", " muc", " den"):
        written = written.removesuffix(ending)
    if accented and not written.isascii() and written not in _SPELLINGS:
        return "", start
    return written, found.start()


def _unit(normal: Normal, number: Number, around: near.Before, *, counted: bool, accented: bool) -> _Unit:
    folded = normal.folded
    if rate := percent(folded, number.follows):
        return _Unit(normal.text[rate.start() : rate.end()].strip().lower(), rate.end(), _RATE)
    if found := unit_at(folded, number.follows):
        begins, end, sort = found
        written = " ".join(normal.text[begins:end].lower().split())
        wraps = "\n" in folded[number.follows : begins] and near.starts_line(folded, number.start)
        spelt = " " in written or is_spelt(written, accented=accented)
        if not wraps and spelt and not (folded[begins:end] == "dong" and len(number.digits) < 3):
            return _Unit(written, end, sort)
    word = _WORDS.match(folded, number.follows)
    if word is None or word[1] in near.STOPS:
        return _Unit()
    if counted or number.digits[0] == "0" or around.word in near.COUNTS or THOUSANDS.fullmatch(number.digits):
        group = 2 if word[2] and word[2] not in near.STOPS else 1
        begins, end = word.start(1), word.end(group)
        return _Unit(" ".join(normal.text[begins:end].lower().split()), end, WORD)
    return _Unit()


def _is_trap(normal: Normal, number: Number, unit: _Unit, around: near.Before, *, inherits: bool) -> bool:
    folded, start, end = normal.folded, number.start, number.end
    if unit.sort == _RATE:
        return False
    small = int(number.digits) if number.digits.isdecimal() and len(number.digits) <= 4 else 10_000
    if (
        near.is_symbol(folded, end)
        or near.is_ago(folded, end)
        or near.is_clock(folded, end, small)
        or near.is_listed(folded, start, end)
        or near.is_counter(folded, start, end)
        or (not unit.known and near.is_duration(normal.text, folded, number.follows))
        or (near.names_ordinal(around, small, unit.sort) and not _collected(normal, number, around, unit))
        or near.is_address(folded, around, end)
        or near.is_visitors(folded, start, end)
        or around.word == "luc"
        or _is_year_of_a_place(normal, number, unit)
    ):
        return True
    if unit.known or _in_labelled_list(folded, number) or _falls(folded, number, around):
        return False
    whole = small if THOUSANDS.fullmatch(number.digits) else small % 10_000
    return inherits or near.is_year(number.digits) or near.may_be_ordinal(around, whole)


def _is_year_of_a_place(normal: Normal, number: Number, unit: _Unit) -> bool:
    """ "… 2021 huyện Long Khê": a year before a name, as titles of stored documents have it."""
    named = normal.text[unit.end : unit.end + 2].strip()[:1].isupper()
    return near.is_year(number.digits) and unit.sort == BODIES and named


def _collected(normal: Normal, number: Number, around: near.Before, unit: _Unit) -> bool:
    """ "thu 12 đề tài" is no "thứ 12" where accents are written."""
    if around.word != "thu" or not unit.known or normal.text.isascii():
        return False
    return normal.text[max(0, number.start - 5) : number.start].split()[-1:] in (["thu"], ["Thu"])


def _stands_alone(
    folded: str, number: Number, around: near.Before, qualified: bool, *, inherits: bool
) -> bool:
    """A number without a noun that still claims something: "trên 5.200", "đạt 13,2", "Tổng số: 27"."""
    if near.starts_line(folded, number.start) and folded[number.end : number.end + 1] in {"\n", ""}:
        return False  # the counter of a page
    if qualified or number.below or THOUSANDS.fullmatch(number.digits) or _falls(folded, number, around):
        return True
    if "," in number.digits:
        plain = PLAIN.fullmatch(number.digits) is not None
        return plain and not inherits and around.pair not in _LEVELS
    if near.starts_line(folded, number.start) or not _ENDS_ITEM.match(folded, number.end):
        return False
    if around.joint.endswith(":") or around.word in {"la", "dat"}:
        return {"so", "tong", "luong"} & set(near.before(folded, number.start).words) != set() or (
            "so" in folded[max(0, number.start - 60) : number.start].split() or _in_colon_list(folded, number)
        )
    return _in_labelled_list(folded, number)


def _in_colon_list(folded: str, number: Number) -> bool:
    """ "khiển trách: 03, cảnh cáo: 04"."""
    if not folded[max(0, number.start - 2) : number.start].rstrip().endswith(":"):
        return False
    return bool(
        _NEXT_LABEL.match(folded, number.end)
        or _LAST_LABEL.search(folded, max(0, number.start - 60), number.start)
    )


def _falls(folded: str, number: Number, around: near.Before) -> bool:
    """ "từ 63 xuống còn 34 đảng bộ", "662 trong tổng số 686 tổ chức": the noun stands behind the other."""
    after = _TO if around.word == "tu" else _OUT_OF
    return not near.is_year(number.digits) and after.match(folded, number.end) is not None


def _in_labelled_list(folded: str, number: Number) -> bool:
    """Two items or more in brackets, each a name and its number: "(khiển trách 15, cảnh cáo 20)"."""
    opened = folded.rfind("(", max(0, number.start - 160), number.start)
    closed = folded.find(")", number.end, number.end + 160)
    if opened < 0 or closed < 0 or folded.find(")", opened, number.start) >= 0:
        return False
    items = re.split("[,;]", folded[opened + 1 : closed])
    return len(items) > 1 and all(_LABELLED.fullmatch(item) and not _NAMED.search(item) for item in items)
