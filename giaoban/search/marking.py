"""Found words marked in a title or a passage of a body: everything is escaped, only <mark> is ours.

Words side by side are one mark. A symbol is marked whole: nothing of 19-NQ/TW when 18-NQ/TW is looked for.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from giaoban.core.text import canonical
from giaoban.search.rules import Question, bare

WORD = re.compile(r"[^\W_]+")
_BESIDE = re.compile(r"[\s\u2010-\u2014/-]{1,3}")
_IN_SYMBOL = re.compile(r"[\u2010-\u2014/-]")
AROUND, PASSAGE = 90, 320  # characters before the first hit, and of the whole passage


def mark(text: str, question: Question) -> SafeString:
    """The text as safe HTML, the words of the question inside <mark>."""
    parts: list[str] = []
    end = 0
    for start, stop in _stretches(text, question):
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 (every piece of the text was escaped above)


def _stretches(text: str, question: Question) -> Iterator[tuple[int, int]]:
    """Where the found words stand, those side by side as one."""
    numbered = any(char.isdigit() for char in question.phrase)
    first = last = end = -1
    other = False  # the symbol that the word stands in has another number
    for word, hit in _hits(text, question):
        inside = other and _IN_SYMBOL.fullmatch(text[end : word.start()]) is not None
        other = inside or (numbered and not hit and word[0].isdigit())
        end = word.end()
        if not hit or other:
            continue
        if last < 0 or not _BESIDE.fullmatch(text[last : word.start()]):
            if last >= 0:
                yield first, last
            first = word.start()
        last = end
    if last >= 0:
        yield first, last


def nearness(title: str, question: Question) -> float:
    """How much of a title the question says, in fifths; nothing unless the title says all of the question.

    >>> from giaoban.search.rules import parse
    >>> asked = parse("18 nq tw")
    >>> nearness("Nghị quyết 18-NQ/TW", asked), nearness("Kế hoạch 07-KH/TW", asked), nearness("", asked)
    (0.4, 0.0, 0.0)
    """
    said = sum(_length(title[start:end]) for start, end in _stretches(title, question))
    return round(5 * said / _length(title)) / 5 if said and said >= _length(question.phrase) else 0.0


def _length(text: str) -> int:
    return sum(char.isalnum() for char in text)


def excerpt(text: str, question: Question) -> SafeString:
    """The passage of a longer text that holds the most words of the question, marked; its beginning when it
    holds none."""
    start = _densest(text, question) if len(text) > PASSAGE else 0
    start = max(0, start - AROUND) if start > AROUND else 0
    if start:
        blank = text.find(" ", start, start + AROUND)
        start = blank + 1 if blank >= 0 else start
    end = min(len(text), start + PASSAGE)
    if end < len(text):
        blank = text.rfind(" ", start + PASSAGE // 2, end)
        end = blank if blank >= 0 else end
    shown = mark(" ".join(text[start:end].split()), question)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{shown}{after}")  # noqa: S308 (dots around what is safe)


def _densest(text: str, question: Question) -> int:
    """Where the stretch of a passage's length begins that holds the most different words of the question."""
    found = [(word.start(), canonical(word[0])) for word, hit in _hits(text, question) if hit]
    best, place, first = 0, 0, 0
    for last in range(len(found)):
        while found[last][0] - found[first][0] > PASSAGE - 2 * AROUND:
            first += 1
        different = len({word for _at, word in found[max(first, last - 40) : last + 1]})
        if different > best:
            best, place = different, found[first][0]
    return place


def _hits(text: str, question: Question) -> Iterator[tuple[re.Match[str], bool]]:
    plainly, exact = frozenset(question.folded) | _parts(question), frozenset(question.exact)
    for word in WORD.finditer(text):
        key, plain = _keys(word[0])
        yield word, key in exact or plain in plainly


def _parts(question: Question) -> set[str]:
    """What a glued symbol may be in a text: 18nqtw stands there as 18, nq, tw."""
    found: set[str] = set()
    for whole, *parts in question.glued:
        found |= {whole, *parts}
        for letters in parts:
            if letters.isalpha():
                found |= {letters[:at] for at in (2, 3)} | {letters[at:] for at in (2, 3)}
    return found - {""}


@lru_cache(maxsize=50_000)
def _keys(word: str) -> tuple[str, str]:
    """The word as it is compared with its accents, and without them and the zeros of a number."""
    key = canonical(word)
    plain = "".join(bare(key))
    if plain.isascii() and plain.isdigit():
        plain = plain.lstrip("0") or "0"
    return key, plain
