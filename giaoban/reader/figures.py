"""Figures of a text: value, denominator, counting unit and qualifier, with their place in the original.

What counts: amounts do ("90 phút", "2,5 lần"); dates, clock times, terms, ages and lengths in months,
years, weeks and days do not ("9 tháng năm 2019", "60 năm tuổi Đảng"), nor ordinals, numbers of documents, of
items, of telephones and houses. Only digits are read: "hai đồng chí" is left to the eye.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from giaoban.reader import surroundings as near
from giaoban.reader.normal import Normal
from giaoban.reader.units import BODIES, WORD, is_spelt, unit_at

# One run of digits with what writers put between them; the two kinds of joint cannot begin alike.
_CLUSTER = re.compile(r"\d+(?:[.,:]\d+| ?[/-] ?\d+)*")
_PIECE = re.compile(r"[\d.,:]+")
_SPACED = re.compile(r" \d{3}(?: \d{3})*(?![\w.,/:-]\d|\d)")
_PERCENT = re.compile(r" {0,2}[%‰]| {1,2}phan tram(?![a-z])")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
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
_FRACTION_OF = re.compile(r" {0,2}(?:tong so|so|dan so|dien tich|thoi gian|quan so|trong)(?![a-z])")
_WORDS = re.compile(r" {1,2}([a-z]{2,})(?: ([a-z]{2,}))?")
_LABELLED = re.compile(r" ?(?:va )?[a-z][a-z /]{2,40} \d[\d.]*(?: [a-z ]{2,20})?")
_NAMED = re.compile(
    r"(?:khoa|thang|quy|nam|dieu|khoan|muc|so|ngay|lan|thu|cum|to|tw|uong|buoc|chuong|phan) \d"
)
_TO = re.compile(r" {1,2}(?:xuong|len|con|tang|giam)[a-z ]{0,20} {1,2}\d")
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
class _Number:
    """A number between two places of the folded text; `below` are the digits after a slash."""

    start: int
    end: int
    digits: str
    below: str = ""
    follows: int = 0  # where its unit is looked for: behind "20-30 đảng viên" for both
    second: bool = False


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
    for cluster in _clusters(folded):
        start = normal.span(cluster.start, cluster.end)[0]
        while block < len(taken) and taken[block][1] <= start:
            block += 1
        if block < len(taken) and taken[block][0] <= start:
            continue
        around = near.before(folded, cluster.start)
        numbers = _numbers(folded, cluster, around)
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


def _clusters(folded: str) -> Iterator[_Number]:
    """Runs of digits; "47 174" of three digits after a blank is one number when a unit follows."""
    at = 0
    while match := _CLUSTER.search(folded, at):
        end, digits = match.end(), match[0]
        if digits.isdecimal() and len(digits) <= 3 and folded[end : end + 1] == " ":
            spaced = _SPACED.match(folded, end)
            if spaced and unit_at(folded, spaced.end()) and near.before(folded, match.start()).word != "nam":
                end, digits = spaced.end(), digits + spaced[0].replace(" ", ".")
        yield _Number(match.start(), end, digits)
        at = end


# --- one run of digits: how many numbers --------------------------------------------------------------


def _numbers(folded: str, cluster: _Number, around: near.Before) -> list[_Number]:
    """None of a date, a clock or a span of years; two of "20-30%"; else one."""
    digits = cluster.digits.replace(" ", "")
    if ":" in digits or near.is_telephone(around, digits):
        return []
    if "/" not in digits and "-" not in digits:
        return [] if _dotted_date(digits, around) else [replace(cluster, follows=cluster.end)]
    pieces = [piece.strip(".,") for piece in _PIECE.findall(digits)]
    if len(pieces) != 2:
        return []
    first, second = pieces
    if "/" in digits:
        return _ratio(folded, cluster, around, first, second)
    return _span(folded, cluster, around, first, second)


def _dotted_date(digits: str, around: near.Before) -> bool:
    parts = digits.split(".")
    if len(parts) == 3 and len(parts[2]) == 4:
        return _is_day(parts[0], parts[1])
    return len(parts) == 2 and _is_day(*parts) and near.says_day(around, sure=True)


def _is_day(day: str, month: str) -> bool:
    return (
        len(day) <= 2
        and len(month) <= 2
        and day.isdecimal()
        and month.isdecimal()
        and (0 < int(day) <= 31 and 0 < int(month) <= 12)
    )


def _ratio(folded: str, cluster: _Number, around: near.Before, above: str, below: str) -> list[_Number]:
    number = _Number(cluster.start, cluster.end, above, below, cluster.end)
    one, other = _value(above, whole=True), _value(below, whole=True)
    if one is None or not other or near.is_year(below) or (near.is_year(above) and int(above) > other):
        return []
    known = unit_at(folded, cluster.end) is not None or _percent(folded, cluster.end) is not None
    if _is_day(above, below):
        fraction = one < other and _FRACTION_OF.match(folded, cluster.end) is not None
        if near.says_day(around, sure=True) or near.may_be_ordinal(around, int(above)):
            return []
        if near.has_rate_near(folded, cluster.start, cluster.end) or fraction:
            return [number]
        return [number] if known and one <= other and not around.joint.endswith("(") else []
    if above == "24" and below in {"24", "7"} and not known:
        return []
    return [number]


def _span(folded: str, cluster: _Number, around: near.Before, first: str, second: str) -> list[_Number]:
    low, high = _value(first, whole=True), _value(second, whole=True)
    if low is None or high is None or (near.is_year(second) and (near.is_year(first) or low <= 12)):
        return []
    days = _is_day(first, second) or _dotted_date(second, around)
    if days and near.says_day(around, sure=True):
        return []
    one = _Number(cluster.start, cluster.start + len(first), first, follows=cluster.end)
    two = _Number(cluster.end - len(second), cluster.end, second, follows=cluster.end, second=True)
    if near.is_year(first):
        return [replace(two, second=False)]
    if low >= high or (unit_at(folded, cluster.end) is None and _percent(folded, cluster.end) is None):
        return []
    return [one, two]


# --- one number ----------------------------------------------------------------------------------------


def _judge(normal: Normal, number: _Number, *, accented: bool, inherits: bool) -> Figure | None:
    folded = normal.folded
    if not number.second and _is_glued(folded, number):
        return None
    qualifier, begins = _qualified(normal, number.start, accented=accented)
    around = near.before(folded, begins)
    unit = _unit(normal, number, around, counted=bool(qualifier), accented=accented)
    if _is_trap(normal, number, unit, around, inherits=inherits) and not (qualifier and unit.known):
        return None
    if not unit.sort and not _stands_alone(folded, number, around, bool(qualifier), inherits=inherits):
        return None
    value = _value(number.digits, whole=unit.sort not in {"measures", _RATE, ""}, rate=unit.sort == _RATE)
    below = _value(number.below, whole=True) if number.below else None
    if value is None:
        return None
    end = unit.end if unit.sort and number.follows == number.end else number.end
    start, end = normal.span(begins, end)
    return Figure(start, end, normal.original[start:end], value, below, unit.text, qualifier)


def _is_glued(folded: str, number: _Number) -> bool:
    """Part of a name, an address of a page, a version, a symbol."""
    previous, after = folded[max(0, number.start - 2) : number.start], folded[number.end : number.end + 1]
    last = previous[-1:]
    if last == "/" and previous[:1].isalpha() and after == " " and unit_at(folded, number.end):
        return False  # "1.900 đại biểu/75 điểm cầu"
    if (last and last in "/_@#=&?\\$") or after in set("_@=\\"):
        return True
    if last.isalpha() and not (unit_at(folded, number.end) and _glued_word(folded, number.start)):
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


def _percent(folded: str, at: int) -> re.Match[str] | None:
    return _PERCENT.match(folded, at)


def _unit(normal: Normal, number: _Number, around: near.Before, *, counted: bool, accented: bool) -> _Unit:
    folded = normal.folded
    if rate := _percent(folded, number.follows):
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
    if (
        counted
        or number.digits[0] == "0"
        or around.word in near.COUNTS
        or _THOUSANDS.fullmatch(number.digits)
    ):
        group = 2 if word[2] and word[2] not in near.STOPS else 1
        begins, end = word.start(1), word.end(group)
        return _Unit(" ".join(normal.text[begins:end].lower().split()), end, WORD)
    return _Unit()


def _is_trap(normal: Normal, number: _Number, unit: _Unit, around: near.Before, *, inherits: bool) -> bool:
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
    whole = small if _THOUSANDS.fullmatch(number.digits) else small % 10_000
    return inherits or near.is_year(number.digits) or near.may_be_ordinal(around, whole)


def _is_year_of_a_place(normal: Normal, number: _Number, unit: _Unit) -> bool:
    """ "… 2021 huyện Long Khê": a year before a name, as titles of stored documents have it."""
    named = normal.text[unit.end : unit.end + 2].strip()[:1].isupper()
    return near.is_year(number.digits) and unit.sort == BODIES and named


def _collected(normal: Normal, number: _Number, around: near.Before, unit: _Unit) -> bool:
    """ "thu 12 đề tài" is no "thứ 12" where accents are written."""
    if around.word != "thu" or not unit.known or normal.text.isascii():
        return False
    return normal.text[max(0, number.start - 5) : number.start].split()[-1:] in (["thu"], ["Thu"])


def _stands_alone(
    folded: str, number: _Number, around: near.Before, qualified: bool, *, inherits: bool
) -> bool:
    """A number without a noun that still claims something: "trên 5.200", "đạt 13,2", "Tổng số: 27"."""
    if near.starts_line(folded, number.start) and folded[number.end : number.end + 1] in {"\n", ""}:
        return False  # the counter of a page
    if qualified or number.below or _THOUSANDS.fullmatch(number.digits) or _falls(folded, number, around):
        return True
    if "," in number.digits:
        plain = _PLAIN.fullmatch(number.digits) is not None
        return plain and not inherits and around.pair not in _LEVELS
    if near.starts_line(folded, number.start) or not _ENDS_ITEM.match(folded, number.end):
        return False
    if around.joint.endswith(":") or around.word in {"la", "dat"}:
        return {"so", "tong", "luong"} & set(near.before(folded, number.start).words) != set() or (
            "so" in folded[max(0, number.start - 60) : number.start].split() or _in_colon_list(folded, number)
        )
    return _in_labelled_list(folded, number)


def _in_colon_list(folded: str, number: _Number) -> bool:
    """ "khiển trách: 03, cảnh cáo: 04"."""
    if not folded[max(0, number.start - 2) : number.start].rstrip().endswith(":"):
        return False
    return bool(
        _NEXT_LABEL.match(folded, number.end)
        or _LAST_LABEL.search(folded, max(0, number.start - 60), number.start)
    )


def _falls(folded: str, number: _Number, around: near.Before) -> bool:
    """ "từ 63 xuống còn 34 đảng bộ", "662 trong tổng số 686 tổ chức": the noun stands behind the other."""
    after = _TO if around.word == "tu" else _OUT_OF
    return not near.is_year(number.digits) and after.match(folded, number.end) is not None


def _in_labelled_list(folded: str, number: _Number) -> bool:
    """Two items or more in brackets, each a name and its number: "(khiển trách 15, cảnh cáo 20)"."""
    opened = folded.rfind("(", max(0, number.start - 160), number.start)
    closed = folded.find(")", number.end, number.end + 160)
    if opened < 0 or closed < 0 or folded.find(")", opened, number.start) >= 0:
        return False
    items = re.split("[,;]", folded[opened + 1 : closed])
    return len(items) > 1 and all(_LABELLED.fullmatch(item) and not _NAMED.search(item) for item in items)


def _value(digits: str, *, whole: bool, rate: bool = False) -> Decimal | None:
    """
    >>> given = (("1.234,5", False), ("5,200", True), ("2.5", False), ("07", True))
    >>> [str(_value(digits, whole=whole)) for digits, whole in given]
    ['1234.5', '5200', '2.5', '7']
    >>> _value("1.2.3", whole=False) is None, str(_value("97.125", whole=False, rate=True))
    (True, '97.125')
    """
    if _THOUSANDS.fullmatch(digits) and not (rate and digits.count(".") == 1 and "," not in digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(digits) and (whole or digits.count(",") > 1 or "." in digits):
        return Decimal(digits.replace(",", ""))
    return Decimal(digits.replace(",", ".")) if _PLAIN.fullmatch(digits) else None
