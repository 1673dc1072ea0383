"""What reports count in: the noun after a number, found without accents, the longest first (daily.md §6).

"lượt", "nhóm" and words of scale join another unit: "lượt nhân sự", "nhóm nhiệm vụ", "nghìn tỷ đồng".
"""

import json
import re
from functools import cache
from importlib import resources
from typing import Any

from giaoban.core.text import fold, place_tones

PEOPLE, BODIES, THINGS, MEASURES, WORD = "people", "bodies", "things", "measures", "word"
# Abbreviations of the sector, as reports write them after a number.
_SHORT = {
    PEOPLE: (
        "đ/c",
        "cbcc",
        "cbccvc",
        "cb, cc, vc",
        "đvtn",
        "cnvclđ",
        "đv",
        "qcưt",
        "đhqh",
        "csgt",
        "clb viên",
    ),
    BODIES: (
        "tccsđ",
        "tccs đảng",
        "tcđ",
        "đb",
        "cb",
        "csđ",
        "htx",
        "clb",
        "kdc",
        "tdp",
        "dn",
        "ubnd",
        "hđnd",
        "lđlđ",
    ),
    THINGS: ("ttHC", "vb"),
    MEASURES: (),
}
_JOINING = {"luot", "nhom", "nghin", "ngan", "trieu", "ty", "ti", "tram", "chuc", "van", "loai", "bo", "cap"}
_TOKEN = re.compile(r"[a-z]+[23]?(?![a-z])|[,/²³%]")
_GAP = re.compile(r"[ ]{0,3}\n?[ ]{0,3}")
_LONGEST = 7
_END = ""


@cache
def _tree() -> dict[str, Any]:
    """Word by word; the empty word carries the sort of unit that ends there."""
    data = json.loads(resources.files("giaoban.reader").joinpath("data/units.json").read_text("utf-8"))
    tree: dict[str, Any] = {}
    for sort in (MEASURES, THINGS, BODIES, PEOPLE):
        for phrase in (*data[sort], *_SHORT[sort]):
            node = tree
            for word in _TOKEN.findall(fold(phrase)):
                node = node.setdefault(word, {})
            node[_END] = sort
    return tree


def is_spelt(word: str, *, accented: bool) -> bool:
    """Whether a unit of one word is that word where accents are written: "số" is no "sở", "năm" no men.

    >>> is_spelt("sở", accented=True), is_spelt("số", accented=True), is_spelt("so", accented=False)
    (True, False, True)
    >>> is_spelt("nam", accented=True), is_spelt("nam", accented=False)
    (True, False)
    """
    return word in _single_words() if accented else word != "nam"


@cache
def _single_words() -> frozenset[str]:
    data = json.loads(resources.files("giaoban.reader").joinpath("data/units.json").read_text("utf-8"))
    words = (word for sort in (PEOPLE, BODIES, THINGS, MEASURES) for word in (*data[sort], *_SHORT[sort]))
    return frozenset(place_tones(word) for word in words if " " not in word)


def unit_at(folded: str, at: int) -> tuple[int, int, str] | None:
    """Where the unit that stands at `at` begins and ends, and its sort; None when no known noun follows.

    >>> text = "661 luot nhan su va 4 nhom nhiem vu giai phap, 3004to chuc dang"
    >>> [text[b:e] for b, e, _sort in (unit_at(text, 3), unit_at(text, 21), unit_at(text, 51))]
    ['luot nhan su', 'nhom nhiem vu', 'to chuc dang']
    >>> unit_at("5 thang", 1) is None
    True
    """
    begins = _GAP.match(folded, at).end()  # type: ignore[union-attr]  # an empty gap matches
    found = _longest(folded, begins)
    if found is None:
        return None
    end, sort = found
    if folded[begins:end] in _JOINING:
        after = _GAP.match(folded, end).end()  # type: ignore[union-attr]
        joined = unit_at(folded, end) if after > end else None
        if joined is not None and joined[2] != WORD:
            return begins, joined[1], joined[2]
    return begins, end, sort


def _longest(folded: str, at: int) -> tuple[int, str] | None:
    node, best = _tree(), None
    for _ in range(_LONGEST):
        token = _TOKEN.match(folded, at)
        if token is None or token[0] not in node:
            break
        node = node[token[0]]
        at = token.end()
        if _END in node:
            best = at, node[_END]
        at = _GAP.match(folded, at).end()  # type: ignore[union-attr]
    return best
