"""What stands before a number without a word of a type beside it: a name, a label, the head of a paper."""

import re

from giaoban.core.text import fold
from giaoban.reader.catalogue import doc_type
from giaoban.reader.citations.numbers import Number
from giaoban.reader.citations.words import ANCHOR, B
from giaoban.reader.normal import Normal

# Among the data of a page that gives a document: "Số hiệu: | 41/2006/NQ-HĐND |"
_LABEL = re.compile(r"(?:so hieu(?: van ban)?|so\s?/?\s?ky hieu|ky hieu)[\s:|]{1,6}$")
# "Quy định thi hành Điều lệ Đảng số 23-QĐ/TW": the name stands between the word and the number
_TITLED = re.compile(rf"(?P<name>(?:{B}[^\W\d_]{{1,9}}){{1,8}}){B}$")
_NO_TITLE = re.compile(
    r"\b(?:cua|do|theo|tai|ve|ngay|va|cac|tren|trong|voi|nay|co|la|duoc|da|kem|ban hanh|can cu|thuc hien)\b"
)
_REACH = 80


def is_label(folded: str, at: int) -> bool:
    return _LABEL.search(folded, max(0, at - 24), at) is not None


def word_of(normal: Normal, at: int, number: Number) -> tuple[int, str] | None:
    """Where the word of the type begins that a name parts from its number, and the type."""
    low = max(0, at - _REACH)
    for code in number.codes:
        kind = doc_type(code)
        start = normal.folded.rfind(fold(kind.label), low, at) if kind else -1
        title = _TITLED.match(normal.folded[start + len(kind.label) : at]) if kind and start >= 0 else None
        if title and not (_NO_TITLE.search(title["name"]) or ANCHOR.search(title["name"])):
            return start, code
    return None


def begins_line(normal: Normal, at: int) -> bool:
    """Or stands behind a heading in capitals or its star, where the head of a paper was put in one line."""
    low = max(0, at - _REACH)
    line = normal.text[max(low, normal.text.rfind("\n", low, at) + 1) : at]
    ahead = line.strip(" |*-")
    return not ahead or ahead[-12:].isupper() or line.endswith("* ")
