"""What a document is about, and which edition the words behind a citation speak of."""

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise

from giaoban.core.text import fold
from giaoban.reader.citations.model import Draft
from giaoban.reader.dates import last_term, ordinal
from giaoban.reader.normal import Normal
from giaoban.reader.registry import Instrument

_SENTENCE_ENDS = re.compile(r"[.;](?=\s|$)|\n\s{0,3}\n")
# Of every title, or of the names of bodies: they tell no edition.
_COMMON = {
    tuple(pair.split())
    for pair in (
        "huong dan", "quy dinh", "chi thi", "nghi quyet", "ket luan", "thuc hien", "cong tac", "to chuc",
        "mot so", "trung uong", "can bo", "dang vien", "cua dang", "xay dung", "van de", "bo sung", "sua doi",
    )
}  # fmt: skip
# Of half of all pages: they tell no page's subject.
_GENERAL = _COMMON | {
    tuple(pair.split())
    for pair in (
        "phat trien", "trien kinh", "kinh te", "xa hoi", "chinh tri", "he thong", "thong chinh", "lanh dao",
        "dao cong", "dao quan", "quan ly", "doi moi", "nang cao", "cao chat", "chat luong", "cao hieu",
        "hieu qua", "tinh hinh", "trong tinh", "hinh moi", "nhiem vu", "giai doan", "trong giai", "thoi ky",
        "tiep tuc", "tuc thuc", "day manh", "tang cuong", "dung va", "va phat", "doi voi", "cac cap",
        "dang bo", "chuc bo", "nha nuoc", "nhan dan", "hoat dong", "don vi", "viet nam", "bao dam",
        "hoan thien", "chinh sach", "den nam", "bi thu", "co quan", "noi dung", "trach nhiem", "nang nhiem",
        "bo chinh", "ban bi", "nq tw", "tong ket", "co so", "quoc gia", "doi ngu", "quyet ve",
        "cong nghiep", "nghiep hoa", "hoa hien", "hien dai", "dai hoa", "manh cong", "ky day", "trong thoi",
        "thanh pho", "phat huy", "bao ve", "cac tinh", "tinh thanh", "phuc vu", "yeu cau", "phap luat",
    )
}  # fmt: skip
_BETWEEN = {"ve", "va", "cua", "cac", "trong", "voi", "mot", "tai", "la", "o"}
_LETTERS = re.compile(r"[a-z]+")
_LETTERS_OF = {
    "tp": "thanh pho", "hcm": "ho chi minh", "tphcm": "thanh pho ho chi minh", "ccb": "cuu chien binh",
    "gccn": "giai cap cong nhan", "cnh": "cong nghiep hoa", "hdh": "hien dai hoa", "xhcn": "xa hoi chu nghia",
    "gddt": "giao duc dao tao", "gd": "giao duc", "khcn": "khoa hoc cong nghe", "bhxh": "bao hiem xa hoi",
    "bhyt": "bao hiem y te", "ktxh": "kinh te xa hoi", "dtts": "dan toc thieu so",
    "tccsd": "to chuc co so dang", "tdtt": "the duc the thao",
}  # fmt: skip
_CONGRESS = re.compile(r"(?:dai hoi|dhdb)[a-z ]{0,40}? (?:lan thu )?([ivx]{1,5}|\d{1,2})(?![\w/.])")
_ABOUT = re.compile(r"[\s,]{1,3}(?:ve(?:\sviec)?\s|(?=[\"“]))")
_YEARS_SINCE = re.compile(
    r"(?<![\d/.,-])(\d{1,2}) nam (?:[a-z]+ ){0,4}(?:thuc hien|trien khai|thi hanh|lam theo)(?: [a-z]+){0,3} $"
)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARS_AGO = re.compile(
    r"[\s,]{1,3}(?:[a-z/.]+ ){0,6}(?:da|duoc|qua|tron|hon|gan) (?:[a-z]+ ){0,2}(\d{1,2}) nam(?![\w/-])"
)
_SPOKEN = 2  # pairs of words of a title that a page must tell
_PAGE = 200  # characters
_AHEAD = 60
_BESIDE = 220  # characters behind a citation in which its subject may be told
_AROUND = 1_500  # characters on either side in which a page speaks of what the document is about


def about(normal: Normal, draft: Draft, rows: list[Instrument]) -> list[Instrument]:
    """The edition whose subject the words behind the citation repeat; all of them when none stands out."""
    stretch = _behind(normal, draft)
    named = [row for row in rows if _names_congress(row.title, stretch)]
    if len(named) == 1:
        return named
    beside = _pairs(stretch[draft.read_to - draft.end :]) - _COMMON
    shared = sorted(((len(beside & _subject(row.title)), row.id) for row in rows), reverse=True)
    if shared[0][0] >= 2 and shared[0][0] >= 2 * shared[1][0]:
        return [row for row in rows if row.id == shared[0][1]]
    return rows


def of_another_congress(normal: Normal, draft: Draft, row: Instrument) -> bool:
    """Whether the title names one congress and the words behind the citation only another."""
    if not _CONGRESS.search(fold(row.title)):
        return False
    stretch = _behind(normal, draft)
    return _CONGRESS.search(stretch) is not None and not _names_congress(row.title, stretch)


def older_than(normal: Normal, draft: Draft, row: Instrument, on: date | None) -> bool:
    """ "18 năm thực hiện Nghị quyết 39-NQ/TW", "… đã hơn 18 năm": whether that one is too young for it."""
    said = _YEARS_SINCE.search(normal.folded, max(0, draft.start - _AHEAD), draft.start)
    said = said or _YEARS_AGO.match(normal.folded, draft.read_to, draft.read_to + _AHEAD)
    latest = on.year + 1 if on else last_term().year + 5
    return bool(said and row.date and row.date.year + int(said[1]) > latest)


def _behind(normal: Normal, draft: Draft) -> str:
    """The rest of the sentence, as far as a subject is told."""
    stretch = normal.folded[draft.end : draft.end + _BESIDE]
    ends = _SENTENCE_ENDS.search(stretch, draft.read_to - draft.end)
    return stretch[: ends.start()] if ends else stretch


def _told_right_behind(normal: Normal, draft: Draft) -> frozenset[tuple[str, str]]:
    """Pairs of words of the subject told right behind the citation: "… về công tác tổ chức cán bộ"."""
    about_it = _ABOUT.match(normal.folded, draft.read_to)
    stretch = normal.folded[about_it.end() : about_it.end() + _BESIDE] if about_it else ""
    ends = _SENTENCE_ENDS.search(stretch)
    return _pairs(stretch[: ends.start()] if ends else stretch) - _COMMON


def told_behind(normal: Normal, draft: Draft, row: Instrument) -> bool:
    """Whether the rest of the sentence tells that document's subject."""
    return len(_pairs(_behind(normal, draft)) & _specific(row.title)) >= _SPOKEN


def tells_another(normal: Normal, draft: Draft, row: Instrument) -> bool:
    """Whether a subject is told right behind the citation, and none of its words are of that document."""
    told = _told_right_behind(normal, draft)
    if not told or told & _subject(row.title):
        return False
    about_it = _ABOUT.match(normal.folded, draft.read_to)
    first = _LETTERS.findall(normal.folded, about_it.end(), about_it.end() + _AHEAD)[:3] if about_it else []
    return not set(first) <= set(_LETTERS.findall(fold(row.title)))  # "về xây dựng Đảng"


def told_of(normal: Normal, draft: Draft, rows: list[Instrument]) -> list[Instrument]:
    """The one of a plenum's resolutions whose subject is told right behind the citation; else all of them."""
    told = _told_right_behind(normal, draft)
    named = [row for row in rows if _share_told(told, row) >= 1]
    return named if len(named) == 1 else rows


def _clearly_first(rows: list[Instrument], scores: list[float]) -> list[Instrument]:
    """The row that scores enough and twice as much as any other; else all of them."""
    first, *others = sorted(scores, reverse=True) or [0.0]
    clear = first >= 1 and first >= 2 * max(others, default=0.0)
    return [row for row, score in zip(rows, scores, strict=True) if score == first] if clear else rows


def spoken_of(normal: Normal, draft: Draft, row: Instrument) -> bool:
    """Whether the page speaks of that document's subject: its number alone comes back every term."""
    return _words_spoken(normal, draft, row) >= 1


def most_spoken_of(normal: Normal, draft: Draft, rows: list[Instrument]) -> list[Instrument]:
    """The one of whose subject the page speaks clearly more than of any other's; else all of them."""
    return _clearly_first(rows, [_words_spoken(normal, draft, row) for row in rows])


def alone_spoken_of(normal: Normal, draft: Draft, rows: list[Instrument]) -> list[Instrument]:
    """The one of whose subject the page speaks, and of no other's; else all of them."""
    spoken = [row for row in rows if spoken_of(normal, draft, row)]
    return spoken if len(spoken) == 1 else rows


def _words_spoken(normal: Normal, draft: Draft, row: Instrument) -> float:
    """How much of a subject the page tells: 1 is enough."""
    return _share_told(_pairs(normal.folded[max(0, draft.start - _AROUND) : draft.end + _AROUND]), row)


def _share_told(told: frozenset[tuple[str, str]], row: Instrument) -> float:
    subject = _specific(row.title)
    return len(subject & told) / min(len(subject), _SPOKEN) if subject else 1.0


def all_before(normal: Normal, row: Instrument) -> bool:
    """Whether every year that the page tells is long over by the day of that document."""
    latest = _latest_year(normal.folded)
    return bool(latest) and row.date is not None and row.date.year > latest + 1


@lru_cache(maxsize=8)
def _latest_year(folded: str) -> int:
    """Asked once of a text, however many documents it cites."""
    return max((int(year) for year in _YEARS.findall(folded)), default=0)


def is_page(normal: Normal) -> bool:
    """Whether there are words enough to expect the subject among them; a line typed alone has none."""
    return len(normal.folded) >= _PAGE


def _names_congress(title: str, folded: str) -> bool:
    """Whether the congress of the title ("… tiến tới Đại hội XIII") is told behind the citation."""
    numeral = _CONGRESS.search(fold(title))
    told = _CONGRESS.finditer(folded) if numeral else ()
    return any(ordinal(match[1]) == ordinal(numeral[1]) for match in told if numeral)


@lru_cache(maxsize=200)
def _pairs(folded: str) -> frozenset[tuple[str, str]]:
    """Asked of one stretch for every edition and every rule; letters are read as what they stand for."""
    words = " ".join(_LETTERS_OF.get(word, word) for word in _LETTERS.findall(folded)).split()
    return frozenset(pairwise(words))


@lru_cache(maxsize=5_000)
def _subject(title: str) -> frozenset[tuple[str, str]]:
    return _pairs(fold(title))


@lru_cache(maxsize=5_000)
def _specific(title: str) -> frozenset[tuple[str, str]]:
    """What tells a subject from others; of a title of common words only, those."""
    whole = _subject(title) - _COMMON
    return frozenset(pair for pair in whole - _GENERAL if not _BETWEEN & set(pair)) or whole
