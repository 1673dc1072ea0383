"""What stands around a number decides what it is: the words before it, what follows, where its line begins.

All on the folded text and on short stretches of it, so that the cost of a number does not depend on the text.
"""

import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import Any

from giaoban.reader.units import BODIES, MEASURES, PEOPLE, THINGS

_REACH = 48
_WORD = re.compile(r"[a-z0-9]+|%")
_JOINTS = " \n\t,;:.()[]\"'“”‘’-+*•…!?"
_YEARS = range(1900, 2101)
# "Ban Chỉ đạo 35", "Ban Chỉ đạo 138 tỉnh": named after the number of a document
_STEERING, _LEAST_STEERING = ("ban", "chi", "dao"), 20

_DATA: dict[str, Any] = json.loads(
    resources.files("giaoban.reader").joinpath("data/words.json").read_text("utf-8")
)


def _words(name: str) -> frozenset[str]:
    return frozenset(_DATA[name])


# Up to which number the word before makes it an ordinal, a day or a month, whatever noun follows.
ORDINAL_UP_TO: dict[str, int] = _DATA["ordinal_up_to"]
_PAIRS_UP_TO: dict[str, int] = _DATA["pairs_up_to"]
# "kết luận 02 tổ chức đảng", "báo cáo 4 nghị quyết": they did something to so many
_VERBS = {"ket luan", "quyet dinh", "bao cao", "thong bao", "huong dan"}
_EACH = _words("each")  # "mỗi ngày 15 lượt"
_DOCUMENTS = _words("documents")
_OF_A_NUMBER = _words("of_a_number")
_DAYS = _words("days")
_MAY_BE_DAYS = _words("may_be_days")
_ORDINALS = _words("ordinals")
_PHONES = _words("telephones")
COUNTS = _words("counts")
STOPS = _words("stops")

_CLOCK = re.compile(r"(?: ?(?:gio|h|g)(?![a-z])|[hg]\d)")
_DURATION = re.compile(
    r"[ ]{0,2}\n?(?:thang|nam|tuan|quy|nhiem ky|khoa|the ky|thap ky|thap nien|tuoi|ngay|ky|giay"
    r"|buoi sang)(?![a-z])"
)
_AGO = re.compile(r" ?(?:phut|gio|ngay|tuan|thang|nam) (?:truoc|ago)\b")
_VIEWS = re.compile(
    r" ?(?:luot (?:xem|doc|truy cap|view|thich|chia se)|views?|binh luan|lan xem|nguoi xem)\b"
)
_SYMBOL = re.compile(
    r"[-/][a-z]| ?- ?[a-z]{1,8} ?/ ?[a-z]| ?/ ?(?:nq|ct|kl|qd|qdi|hd|tb|kh|ctr|cthd|bc|ttr|cv|nd|tt|qh)\b"
)
_READERS = re.compile(r"(?:luot|nguoi|khach|lan)(?: (?:truy cap|xem|online|truc tuyen))?")
_READ_BY = re.compile(
    r"(?:(?:^|\n|\|)[^\w\n]{0,6}(?:hom nay|hom qua|trong ngay|(?:trong )?(?:tuan|thang|nam) (?:nay|truoc|qua)"
    r"|tat ca|tong cong|khach|truc tuyen|thanh vien|may chu tim kiem)"
    r"|truy cap\s{1,3}thong ke"
    r"|truy cap(?: (?:hom nay|hien tai|trong (?:ngay|tuan|thang|nam)))?"
    r"|(?:nguoi |khach |dang |thanh vien )online"
    r"|(?:khach|nguoi) (?:truc tuyen|vieng tham|dang xem)|dang truc tuyen|visitors?"
    r"|(?:so )?(?:luot|lan) (?:xem|doc|view))"
    r"[ \t]{0,3}[:|]?[ \t]{0,3}\n?[ \t]{0,3}$"
)
_PLACES = {"phuong", "quan", "to", "ap", "thon", "khom", "xom", "duong", "ngo", "hem", "hop"}
_NEXT_PLACE = re.compile(r",? (?:quan|phuong|khu pho|ap|thon|to|khom|duong|ngo|hem|tang) \d")
_LISTED = re.compile(r"(?:\.\d{1,2}){0,4} ?(?:[.)/](?:[ \n-]|[a-z])|- )")
_RATE_NEAR = re.compile(r"[ ,(;]{1,3}(?:(?:dat|chiem|ty le|bang) ){0,3}[\d.,]{1,9} ?%")


@dataclass(frozen=True, slots=True)
class Before:
    """The three words before a number, the nearest first, and the marks that stand between."""

    words: tuple[str, str, str]
    joint: str

    @property
    def pair(self) -> str:
        return f"{self.words[1]} {self.words[0]}"

    @property
    def word(self) -> str:
        return "" if self.joint else self.words[0]


def before(folded: str, at: int) -> Before:
    """
    >>> before("ket luan so 05", 12), before("dat (ty le: 35", 12).joint
    (Before(words=('so', 'luan', 'ket'), joint=''), ':')
    """
    stretch = folded[max(0, at - _REACH) : at]
    plain = stretch.rstrip(_JOINTS)
    joint = stretch[len(plain) :].strip(" \n\t")
    words = [*reversed(_WORD.findall(plain)[-3:]), "", "", ""]
    return Before((words[0], words[1], words[2]), joint)


def starts_line(folded: str, at: int) -> bool:
    """Only blanks, bullets or an opening bracket stand before it on its line."""
    stretch = folded[max(0, at - 12) : at]
    head = stretch.rstrip(" (-+*•")
    return head.endswith("\n") or (not head and at <= 12)


def is_year(digits: str) -> bool:
    return len(digits) == 4 and digits.isdecimal() and int(digits) in _YEARS


def is_listed(folded: str, start: int, end: int) -> bool:
    """The number of an item: "1. ", "3.2. ", "(4) ", "2/ "."""
    return starts_line(folded, start) and _LISTED.match(folded, end) is not None


def is_symbol(folded: str, end: int) -> bool:
    return _SYMBOL.match(folded, end) is not None


def is_clock(folded: str, end: int, value: int) -> bool:
    return value <= 24 and _CLOCK.match(folded, end) is not None


def is_ago(folded: str, end: int) -> bool:
    """ "5 phút trước", as pages say when they were posted."""
    return _AGO.match(folded, end) is not None


def is_duration(normal_text: str, folded: str, end: int) -> bool:
    """ "5 năm", "9 tháng", "30 tuổi"; "30 nam" (men) is none where accents are written."""
    found = _DURATION.match(folded, end)
    if found is None:
        return False
    word = normal_text[end : found.end()].strip()
    return word.lower() != "nam" or normal_text.isascii()


def is_counter(folded: str, start: int, end: int) -> bool:
    """The counter of a page, alone on its line or after its label: "89 lượt xem"."""
    if not _VIEWS.match(folded, end):
        return False
    line_start = folded.rfind("\n", max(0, start - 60), start) + 1
    return start - line_start < 25 or starts_line(folded, start)


def is_visitors(folded: str, start: int, end: int) -> bool:
    """What a page counts of its readers: "Đang truy cập: 35", "Hôm nay: 1.234" on lines of their own."""
    behind = folded[end : end + 24].split("\n", maxsplit=1)[0].strip(" .|)]")
    if behind and not _READERS.fullmatch(behind):
        return False
    return _READ_BY.search(folded, max(0, start - 60), start) is not None


def is_address(folded: str, around: Before, end: int) -> bool:
    """ "phường 14 quận 6", "tổ 3, khu phố 2": numbers that name places."""
    return around.word in _PLACES and _NEXT_PLACE.match(folded, end) is not None


def has_rate_near(folded: str, start: int, end: int) -> bool:
    """ "8/8 (100%)" or "100% (8/8)"."""
    return _RATE_NEAR.match(folded, end) is not None or folded[max(0, start - 6) : start].rstrip(
        " ("
    ).endswith("%")


def says_day(around: Before, *, sure: bool) -> bool:
    """The words before make "10/8" or "3-4" a day; when not `sure`, also those that only may."""
    word = around.words[0]
    if around.joint not in {"", "("} or (word == "nay" and around.words[1] in {"den", "hien"}):
        return False
    return (word in _DAYS and not (word in {"le", "toi", "nay"} and sure is False)) or (
        not sure and word in _MAY_BE_DAYS
    )


def names_ordinal(around: Before, value: int, sort: str) -> bool:
    """The word before makes the number a name, whatever follows it, for the sort of unit that follows."""
    word, pair = around.word, around.pair
    if pair in _PAIRS_UP_TO and word and value <= _PAIRS_UP_TO[pair]:
        return True
    if (*around.words[::-1],) == _STEERING and not around.joint:
        return value >= _LEAST_STEERING
    if word == "so":
        return around.words[1] not in _OF_A_NUMBER and sort not in {PEOPLE, MEASURES}
    if pair in _DOCUMENTS and word:
        return sort not in {PEOPLE, MEASURES} and not (
            sort in {BODIES, THINGS} and pair in _VERBS and value < 100
        )
    # "chúc mừng 21 đảng viên", "dự giờ 06 giảng viên"
    counted = (word == "thu" and sort == MEASURES) or (word in {"mung", "gio"} and sort in {PEOPLE, BODIES})
    if word in ORDINAL_UP_TO and not counted:
        return value <= ORDINAL_UP_TO[word] and around.words[1] not in _EACH
    return word == "nam" and value in _YEARS


def may_be_ordinal(around: Before, value: int) -> bool:
    plain = {"tong so", "con so", "dan so", "binh quan", "ty so"}
    ordinal = (around.word in _ORDINALS and value < 100) or (around.pair in _DOCUMENTS and around.word != "")
    return ordinal and around.pair not in plain


def is_telephone(around: Before, digits: str) -> bool:
    return digits.isdecimal() and (
        len(digits) > 9
        or (len(digits) > 2 and digits[0] == "0")
        or bool(_PHONES & set(around.words[:2]) and len(digits) > 5)
    )
