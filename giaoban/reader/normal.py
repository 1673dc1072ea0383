"""One spelling of a text for reading, with the way back to the original, character by character.

NFC, one Đ, one dash, one blank at a time, nothing invisible, tones where they are expected (cycle.md §2.4);
`folded` is the same text, character for character, without accents and capitals. Linear in its length.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from giaoban.core.text import fold

_MARKS = "\u0300-\u036f"
_HATS = "\u0302\u0306\u031b"
_INVISIBLE = (
    "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff"
)
_BLANK = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_ODD = re.compile(f"[{_MARKS}{_INVISIBLE}&\r]|[{_BLANK}]{{2}}")
_IRREGULAR = re.compile(
    f"(?P<composed>[^{_MARKS}{_INVISIBLE}{_BLANK}\r\n]?[{_MARKS}]+)"
    f"|(?P<dropped>[{_INVISIBLE}]+|\r(?=\n)|(?<=[{_BLANK}])[{_BLANK}]+)"
    r"|&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});"
)
# The one pair of a syllable whose tone may stand on either letter: òa or oà, úy or uỷ, qúy for quý.
_TONED = {"a": "àáảãạ", "e": "èéẻẽẹ", "o": "òóỏõọ", "u": "ùúủũụ", "y": "ỳýỷỹỵ"}
_TONES = {letter: tone for row in _TONED.values() for tone, letter in enumerate(row)}
_BARE = {letter: bare for bare, row in _TONED.items() for letter in row}
_MISPLACED = re.compile(
    r"o[àáảãạèéẻẽẹ](?![^\W\d_])|(?<!q)u[ỳýỷỹỵ](?![^\W\d_])"
    r"|[òóỏõọ][ae](?=[^\W\d_])|(?<=q)[ùúủũụ][aey]|[ùúủũụ]y(?=[^\W\d_])",
    re.IGNORECASE,
)
_DASHES = (
    "\u00af\u058a\u05be\u2010\u2011\u2012\u2013"
    "\u2014\u2015\u2043\u2053\u207b\u208b\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
)
_BLANKS = "\t\u115f\u1160\u2800\u3164\uffa0"
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_SLASHES = "\u2044\u2215\uff0f"


class _Letters(dict[int, str]):
    """One character for one character, found out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = self.of(chr(code))
        return found

    @staticmethod
    def of(char: str) -> str:
        return " " if unicodedata.category(char) == "Zs" else char


class _Folded(_Letters):
    @staticmethod
    def of(char: str) -> str:
        if char.isdecimal():
            return str(int(char))
        return fold(char)[:1] or char if char.isalpha() else char


_SPELLED = _Letters(
    str.maketrans(
        {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"}
        | dict.fromkeys(_DASHES, "-")
        | dict.fromkeys(_BLANKS, " ")
        | dict.fromkeys(_LINE_ENDS, "\n")
        | dict.fromkeys(_SLASHES, "/")
    )
)
_FOLDED = _Folded()


@dataclass(frozen=True, slots=True)
class Normal:
    """`text` and `folded` have one length; positions in them lead back to `original` through `span`."""

    original: str
    text: str
    folded: str
    _at: list[int] = field(repr=False)  # where in `text` each run begins,
    _from: list[int] = field(repr=False)  # where in `original` it begins,
    _widths: list[int] = field(repr=False)  # and how many characters were one; 0 for a run of equals

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch in the original; an empty stretch stays empty."""
        run = bisect_right(self._at, start) - 1
        first = self._from[run] + (start - self._at[run])
        if end <= start:
            return first, first
        run = bisect_right(self._at, end - 1) - 1
        width = self._widths[run]
        return first, self._from[run] + (width or end - self._at[run])

    def surface(self, start: int, end: int) -> str:
        first, last = self.span(start, end)
        return self.original[first:last]


def normalise(original: str) -> Normal:
    r"""
    >>> normal = normalise("Nghi\u0323 quye\u0302\u0301t sô\u0301\u00a018\u2013NQ/TW cu\u0309a \u00d0ảng")
    >>> normal.text, normal.folded
    ('Nghị quyết số 18-NQ/TW của Đảng', 'nghi quyet so 18-nq/tw cua dang')
    >>> normal.surface(14, 22), normalise("Uỷ ban&nbsp;hoà&#x002F;bình").text
    ('18–NQ/TW', 'Ủy ban hòa/bình')
    """
    at, origins, widths = [0], [0], [0]
    if _ODD.search(original):
        parts: list[str] = []
        length = read = 0
        for match in _IRREGULAR.finditer(original):
            start, end = match.span()
            letter = _one(match)
            if letter is None:
                continue
            parts.append(original[read:start])
            length += start - read
            read = end
            if letter:
                at.append(length)
                origins.append(start)
                widths.append(end - start)
                parts.append(letter)
                length += 1
            at.append(length)
            origins.append(end)
            widths.append(0)
        parts.append(original[read:])
        plain = "".join(parts)
    else:
        plain = original
    text = _MISPLACED.sub(_placed, plain.translate(_SPELLED))
    return Normal(original, text, text.translate(_FOLDED), at, origins, widths)


def _one(match: re.Match[str]) -> str | None:
    """The one character that stands for several; empty for what has no ink, None to leave all as it is."""
    if match["dropped"]:
        return ""
    if not match["composed"]:
        letter = html.unescape(match[0])
        return letter if len(letter) == 1 else None
    return _composed(match[0])


@lru_cache(maxsize=4_000)
def _composed(typed: str) -> str:
    plain = unicodedata.normalize("NFD", typed)
    if unicodedata.combining(plain[0]):
        return ""
    marks = "".join(sorted(plain[1:], key=lambda mark: mark not in _HATS))
    if plain[0] in "dD" and marks[0] in "\u0335\u0336":
        return "Đ" if plain[0] == "D" else "đ"
    return unicodedata.normalize("NFC", plain[0] + marks)[0]


def _placed(match: re.Match[str]) -> str:
    pair = match[0]
    first, second = pair[0].lower(), pair[1].lower()
    if first in "ou":
        first, second = _TONED[first][_TONES[second]], _BARE[second]
    else:
        first, second = _BARE[first], _TONED[second][_TONES[first]]
    return (first.upper() if pair[0].isupper() else first) + (second.upper() if pair[1].isupper() else second)


# The dot of "TP." or "ThS." ends no sentence.
_ENDS = re.compile(
    r"(?<![ (.,\n-](?:tp|tx|tt|ts|gs|bs))(?<![ (.,\n-](?:ths|pgs))(?<=[\w)\"”’%])\.(?=\s|$)|\n"
)


def sentence_of(folded: str, at: int, reach: int) -> tuple[int, int]:
    """Where the sentence of this place begins and ends, as far as the reach."""
    first = max(0, at - reach)
    low = max((stop.end() for stop in _ENDS.finditer(folded, first, at)), default=first)
    stop = _ENDS.search(folded, at, at + reach)
    return low, stop.start() if stop else min(at + reach, len(folded))
