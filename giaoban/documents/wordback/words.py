"""Words of a text as they are compared: blanks, kinds of dashes and quotes, NFC and the place of a tone do
not count; what is shown keeps every sign as it was typed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from giaoban.core.text import clean, place_tones
from giaoban.documents.blocks import Run

_TOKEN = re.compile(r"[.…]{2,}|…|\d+(?:[.,/]\d+)*|[^\W\d_]+|[^\s\w]|_|\w")
_ONE_SIGN = {
    **dict.fromkeys("‐‑‒–—―−﹣－⁃", "-"),
    **dict.fromkeys("“”„‟«»″＂❝❞", '"'),
    **dict.fromkeys("‘’‚‛‹›′＇`´", "'"),
}
_MOST_PAIRS = 4_000_000
BOUND = "\0"  # starts the key of a bound figure
Said = Literal["same", "added", "removed"]
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """`key` is what is compared, `text` what is shown, with the blanks behind it."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a text that was changed: what stayed, what came, what went."""

    said: Said
    text: str


@lru_cache(maxsize=50_000)
def _key(found: str) -> str:
    if found[0] == "…" or found.startswith(".."):
        return "..."
    if found[0] == ".":
        return "..." if "…" in found else found
    if found in _ONE_SIGN:
        return _ONE_SIGN[found]
    return place_tones(clean(found))


def words(text: str) -> list[Word]:
    """
    >>> [word.key for word in words("Uỷ ban –  18-NQ/TW, “x”")]
    ['Ủy', 'ban', '-', '18', '-', 'NQ', '/', 'TW', ',', '"', 'x', '"']
    >>> "".join(word.text for word in words("  Có 4/11\\nđơn vị "))
    '  Có 4/11\\nđơn vị '
    """
    if text.isspace() or not text:
        return []
    found: list[Word] = []
    starts = [match.span() for match in _TOKEN.finditer(text)]
    for number, (start, end) in enumerate(starts):
        key = _key(text[start:end])
        behind = starts[number + 1][0] if number + 1 < len(starts) else len(text)
        shown = text[0 if number == 0 else start : behind]
        if key:
            found.append(Word(key, shown))
        elif found:
            found[-1] = Word(found[-1].key, found[-1].text + shown)
    return found


def keys(text: str) -> tuple[str, ...]:
    return tuple(word.key for word in words(text))


def same(one: str, two: str) -> bool:
    """Whether nothing differs but blanks, dashes, quotes, composition and the place of tones.

    >>> same("hoà giải – “tốt”...", 'hòa  giải - "tốt"…'), same("178 người", "187 người")
    (True, False)
    """
    return one == two or keys(one) == keys(two)


def of_runs(runs: Iterable[Run]) -> list[Word]:
    """The words of runs in order; a bound figure is one word, whatever it says."""
    found: list[Word] = []
    plain: list[str] = []
    for run in runs:
        if run.figure:
            found += _joined(found, "".join(plain))
            found.append(Word(BOUND + run.figure, run.text))
            plain = []
        else:
            plain.append(run.text)
    return found + _joined(found, "".join(plain))


def _joined(found: list[Word], text: str) -> list[Word]:
    """The words of a text that follows what was found; blanks without words go to the word before."""
    more = words(text)
    if not more and text and found:
        found[-1] = Word(found[-1].key, found[-1].text + text)
    return more


def opcodes(one: Sequence[str], two: Sequence[str]) -> list[Opcode]:
    """Like difflib's; what is too long for it counts as replaced between equal ends."""
    if len(one) * len(two) <= _MOST_PAIRS:
        return [(*code,) for code in SequenceMatcher(None, one, two, autojunk=False).get_opcodes()]
    most = min(len(one), len(two))
    head = next((n for n in range(most) if one[n] != two[n]), most)
    tail = next((n for n in range(most - head) if one[-1 - n] != two[-1 - n]), most - head)
    ends = (head, len(one) - tail, head, len(two) - tail)
    found: list[Opcode] = [("equal", 0, head, 0, head), ("replace", *ends)]
    found.append(("equal", len(one) - tail, len(one), len(two) - tail, len(two)))
    return [code for code in found if code[1] < code[2] or code[3] < code[4]]


def marks(old: Sequence[Word], new: Sequence[Word]) -> tuple[Mark, ...]:
    """The later text word by word.

    >>> [(m.said, m.text) for m in marks(words("còn 19 chi bộ chậm"), words("còn 31 chi bộ chậm"))]
    [('same', 'còn '), ('removed', '19 '), ('added', '31 '), ('same', 'chi bộ chậm')]
    """
    found: list[Mark] = []
    for name, i1, i2, j1, j2 in opcodes([word.key for word in old], [word.key for word in new]):
        if name == "equal":
            found.append(Mark("same", "".join(word.text for word in new[j1:j2])))
            continue
        if i2 > i1:
            found.append(Mark("removed", "".join(word.text for word in old[i1:i2])))
        if j2 > j1:
            found.append(Mark("added", "".join(word.text for word in new[j1:j2])))
    return tuple(found)


def likeness(one: Counter[str], two: Counter[str]) -> float:
    """Shared words over all words, 0 to 1.

    >>> likeness(Counter(keys("kết nạp đảng viên")), Counter(keys("kết nạp đảng viên mới")))
    0.8888888888888888
    """
    whole = one.total() + two.total()
    return 2 * (one & two).total() / whole if whole else 1.0
