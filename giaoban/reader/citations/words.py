"""The words and letters a citation begins with, and what may not follow its number (cycle.md §2.4).

All patterns are for `Normal.folded`; every gap is bounded, so nothing can be tried at length.
"""

import re
from functools import cache, lru_cache

from giaoban.core.text import canonical, fold
from giaoban.reader.catalogue import types, types_written

B = r"\s{1,3}"  # between two words
Z = r"\s{0,3}"  # between words that may be glued
TW = rf"(?:trung{Z}uong|t\.{Z}[uw]\.?|t[uw])(?![a-z])"

_ALIASES = {
    "thông báo kết luận": "TB",
    "chương trình hành động": "CTr",
    "bộ luật": "L",
    "văn bản": "VB",
}
# Words of every day: without a symbol they need "số", an issuer or a date.
WEAK = {"KH", "BC", "TB", "CTr", "ĐA", "TTr", "CV", "BB", "QC", "TC", "VB", "GM", "CĐ", "TTLT", "PL"}
# Options, projects and plans of land are numbered without being documents: only a symbol makes them one.
NEVER_SHORT = {"PA", "DA", "QH", "CL", "L", "HP"}
# Verbs as well as documents ("quyết định 5 …"): written small they need a word that follows a document.
VERBS = {"QĐ", "QĐi", "KL", "HD"}
STATE_ONLY = {row.code for row in types() if row.state and not row.party}

ABBREVIATED = {
    fold(letters): code
    for letters, code in {
        "NQ": "NQ", "CT": "CT", "QĐ": "QĐ", "QĐi": "QĐi", "KL": "KL", "HD": "HD", "NĐ": "NĐ",
        "KH": "KH", "TB": "TB", "BC": "BC", "CTr": "CTr", "QC": "QC", "TTr": "TTr", "CV": "CV",
    }.items()
}  # fmt: skip
# As letters alone these are also firms, classes and towns: only capitals stand for a document.
CAPITALS_ONLY = {"hd", "kh", "tb", "bc", "ctr", "qc", "ttr", "cv", "nd"}


@cache
def type_words() -> dict[str, tuple[str, str]]:
    """Squeezed word → (type, the word as it is spelled)."""
    named = {row.label.lower(): row.code for row in types() if row.code != "VB"} | _ALIASES
    return {fold(word).replace(" ", ""): (code, word) for word, code in named.items()}


def _pattern(word: str) -> str:
    return r"\s{0,5}".join(fold(word).split())  # also over the end of a line


def _by_first_letter(patterns: list[str]) -> str:
    """One branch for each first letter, longest first: most places of a text fail at one look."""
    rows: dict[str, list[str]] = {}
    for pattern in sorted(patterns, key=len, reverse=True):
        rows.setdefault(pattern[0], []).append(pattern[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rows.items())


_WORDS = _by_first_letter([_pattern(word) for _, word in type_words().values()])
_ABBREVIATIONS = _by_first_letter(list(ABBREVIATED))
ANCHOR = re.compile(
    rf"(?P<word>{_WORDS})(?:(?=trung{Z}uong)|(?![a-rt-z]|s(?!o{Z}[:.]?{Z}\d)))"
    rf"|(?P<so>so{Z}:?{Z}(?=\d))"
    rf"|(?<![\w/.-])(?:"
    rf"(?P<letters>{_ABBREVIATIONS})(?={Z}-?{Z}(?:so{Z}:?{Z})?(?:\d|trung{B}uong|t\.?{Z}[uw]|(?:cua{B})?dai{Z}hoi(?![a-z])))"
    rf"|(?=\d{{1,6}}[a-e]?(?:{Z}/{Z}\d{{4}})?"
    rf"(?:{Z}[-/.]{Z}[a-z]{{1,6}}{Z}[-/ ]|{Z}(?:{_ABBREVIATIONS}){Z}[-/ ]))(?P<bare>)"
    rf"|(?=\d{{1,6}}{Z}/{Z}\d{{4}}{Z}/{Z}[a-z])(?P<law>))"
)

# A clock, a page number or a counter of readers that stands alone between two lines of one sentence.
_JUNK = (
    rf"(?:[^\S\n]{{0,3}}\n{Z}"
    rf"(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?|-?{Z}\d{{1,3}}{Z}-?|trang{B}\d{{1,3}}(?:/\d{{1,3}})?)"
    rf"[^\S\n]{{0,3}}\n{Z}|{Z})"
)
_ADJECTIVE = (
    rf"(?:{B}(?:chuyen{B}de|lien{B}tich|lien{B}nganh|phoi{B}hop|hanh{B}dong|ket{B}luan|tong{B}the|chi{B}tiet"
    rf"|tham{B}dinh|tham{B}tra|tong{B}ket|lam{B}viec|thuc{B}hien|cong{B}tac|huong{B}dan|chi{B}dao|khan|hoa{B}toc|ca{B}biet|chung|mat))"
)
# What stands between the word and its number.
LEAD = re.compile(
    rf"(?:{_ADJECTIVE}?{_JUNK}\(?(?:so{B})?(?P<so>so[^\S\n]{{0,3}}[:.]?){_JUNK}|{_JUNK}-?{Z})(?=\d)"
    rf"|{B}(?:\((?:{_ABBREVIATIONS})\)|(?:{_ABBREVIATIONS})){B}(?=\d)"
    rf"|{_ADJECTIVE}{B}(?=\d{{1,6}}{Z}(?:[-/]{Z}\d{{4}}{Z})?[-/]{Z}[a-z])"
)

_COUNTED = """
    nhiệm vụ, nội dung, đồng chí, người, đơn vị, cán bộ, đảng viên, chi bộ, tổ chức, tổ đảng, tháng,
    giờ, phút, tuần, buổi, lần, lượt, trường hợp, lớp, cuộc, thành viên, thành tố, ủy viên, đại biểu,
    đại hội, nhóm, giải pháp, giai đoạn, giải thưởng, mục tiêu, chỉ tiêu, chỉ số, vấn đề, văn bản,
    điểm, điều, khoản, chương, lĩnh vực, cấp, bước, xã, phường, huyện, thôn, khu, tỷ, tỉ, triệu,
    nghìn, ngàn, trăm, chục, vụ, công trình, công việc, công chức, công dân, công nhân, viên chức, ý
    kiến, hình thức, mô hình, loại, phần, phiếu, tiêu chí, tiêu chuẩn, tuổi, km, m, m2, ha, kg, tấn,
    đảng bộ, đảng ủy, cơ quan, cơ sở, phòng, đối tượng, ngành, địa phương, địa điểm, tập
    thể, cá nhân, nghị quyết, chỉ thị, kết luận, kế hoạch, đề án, dự án, chương trình, chuyên đề, bài,
    hàng, trang, phần trăm, hồ sơ, thủ tục, lao động, học viên, sinh viên, biên chế, chức danh, chức
    vụ, nhân sự, vị trí, mặt hàng, đầu mối, đầu việc, khâu, yếu tố, biểu hiện, đặc khu, đặc điểm,
    không, nguyên tắc, biện pháp, doanh nghiệp, ngôi, thửa, tuyến, bậc, suất, tàu, xe, máy, cái,
    chiếc, sáng kiến, bí thư, cầu, môn, giây, mét, độ, tòa, gói, cụm, khuyết điểm, tồn tại, hạn chế,
    ứng cử, ứng viên, lỗi
"""
_NOUNS = "|".join([
    *(B.join(fold(noun).split()) for noun in _COUNTED.split(",")),
    rf"nam(?!{B}\d{{4}})", rf"ngay(?!{Z}\d|{B}cang)", rf"quy(?!{B}dinh)", rf"truong(?!{B}ban)",
    rf"ho(?!{B}so)", rf"doan{B}\w", rf"tinh(?!{B}den)", rf"ban{B}(?!hanh|bi|chap|thuong|to)", rf"quyen{B}\w",
    rf"hoi{B}nghi(?!{B}(?:lan{B}thu|trung{B}uong|tw|ban{B}chap|bch))",
    rf"dong(?!{B}(?:thoi|chi))", rf"don(?!{B}doc)", rf"o(?!{B}\w)", rf"can(?!{B}cu)", rf"con(?!{B}\w+{B}han)",
])  # fmt: skip
# After a number: a share, a part of a longer number or of a date, a clock, a letter glued to it.
_NOT_A_NUMBER = rf"{Z}%|\.\d|[a-z]|{Z}/{Z}\d|-[\da-z]|:\d|{Z}°"
UNIT = re.compile(rf"{B}(?:{_NOUNS})(?![a-z])")
BROKEN = re.compile(_NOT_A_NUMBER)
SHARE = re.compile(rf"\d{{0,3}}{Z}(?:%|phan{B}tram)")
# What follows the number of a document rather than a count.
FOLLOWS_DOCUMENT = re.compile(
    rf"{Z}(?:$|[.;:)\]\"”»,!?/]|\n|-{Z}\D|\(|(?:cua|ve|va|khoa|do|da|la|duoc|nay|cung|gan|trong|tren|tai|theo|de"
    rf"|nham|voi|hoac|quy{B}dinh|neu|nam{B}\d{{4}}|ngay{Z}\d|ban{B}hanh"
    rf"|gom|co|cu{B}the|truoc|thay{B}the|bo{B}sung|nhung|nhu|con|moi)(?![a-z]))"
)


@lru_cache(maxsize=2_000)
def spelled(squeezed: str, typed: str) -> bool:
    """Whether the word is typed as itself, without accents, or with at least one syllable right.

    >>> spelled("dean", "Đề án"), spelled("dean", "de an"), spelled("dean", "để ăn")
    (True, True, False)
    >>> spelled("nghiquyet", "Nghi quyết"), spelled("nghiquyet", "NGHỊQUYẾT")
    (True, True)
    """
    word = type_words()[squeezed][1]
    lower = " ".join(canonical(typed).split())
    if lower.isascii() or lower.replace(" ", "") == word.replace(" ", ""):
        return True
    return any(syllable in lower for syllable in word.split())


@lru_cache(maxsize=2_000)
def letters_of(letters: str, *, state: bool) -> tuple[str, ...]:
    """Types that the letters of a symbol may stand for; those of action programmes are programmes."""
    if fold(letters) in {"ctrhd", "cthd", "ctrhđ"}:
        return ("CTr",)
    if joint := {
        "tbkl": "TB",
        "nqlt": "NQ",
        "khlt": "KH",
        "hdlt": "HD",
        "qclt": "QC",
        "qcph": "QC",
        "khph": "KH",
    }.get(fold(letters)):
        return (joint,)
    return tuple(row.code for row in types_written(letters, state=state))
