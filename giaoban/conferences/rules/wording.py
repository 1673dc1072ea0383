"""The words of a conclusion as its paragraphs say them and as a paper says them, and where the two differ.

A paper is lines; a line that begins with a number ("2.", "2.1.") is a paragraph, what stands before the first
of them is the opening. A line without a number further down is a paragraph of the level above it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from giaoban.conferences.rules.numbering import numbers

ALIKE = 0.5  # so much of its words a paragraph keeps that is the same one said anew
_NUMBER = re.compile(r"(?:(\d{1,2}(?:\.\d{1,2})+)[.)]?\s+|\d{1,2}[.)](?!\d)\s*)(?=\S)")
_ENDS = re.compile(r"[.\s/]+$")


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph; `key` is that of its block in the paper, empty where the block has none."""

    text: str
    level: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    opening: str
    paragraphs: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where they differ: its number (empty: the opening) and both wordings, "" where one has none."""

    number: str
    ours: str
    theirs: str


def read_words(lines: Iterable[tuple[str, str]]) -> Words:
    """From (key, text) of each line of a paper.

    >>> read_words([("", "Kết luận:"), ("a", "1. Rà soát."), ("", "1.1. Đảng viên."), ("", "Tiếp theo.")])
    ... # doctest: +NORMALIZE_WHITESPACE
    Words(opening='Kết luận:', paragraphs=(Said(text='Rà soát.', level=1, key='a'),
      Said(text='Đảng viên.', level=2, key=''), Said(text='Tiếp theo.', level=2, key='')))
    """
    opening: list[str] = []
    found: list[Said] = []
    for key, line in lines:
        text = " ".join(line.split())
        if not text:
            continue
        if (number := _NUMBER.match(text)) is not None:
            level = 2 if number[1] else 1
            found.append(Said(text[number.end() :], level, key))
        elif found:
            found.append(Said(text, found[-1].level, key))
        else:
            opening.append(text)
    return Words("\n".join(opening), tuple(found))


def plain(text: str) -> str:
    """The words without what printing adds: blanks, the last point, "./.".

    >>> plain("Rà soát./.") == plain(" Rà  soát ")
    True
    """
    return _ENDS.sub("", " ".join(text.split()))


def differences(ours: Words, theirs: Words) -> tuple[Difference, ...]:
    """Where a paper does not say what the conclusion says, in the order of the conclusion.

    >>> ours = Words("Kết luận:", (Said("Rà soát"), Said("Báo cáo")))
    >>> differences(ours, Words("Kết luận:", (Said("Rà soát."), Said("Báo cáo"))))
    ()
    >>> differences(ours, Words("Kết luận:", (Said("Rà soát"), Said("Báo cáo kết quả"))))
    (Difference(number='2', ours='Báo cáo', theirs='Báo cáo kết quả'),)
    """
    found = []
    if plain(ours.opening) != plain(theirs.opening):
        found.append(Difference("", ours.opening, theirs.opening))
    told = numbers([one.level for one in ours.paragraphs])
    theirs_told = numbers([one.level for one in theirs.paragraphs])
    last = -1
    for mine, other in _side_by_side(ours.paragraphs, theirs.paragraphs):
        if mine is None or other is None:
            number = told[mine] if mine is not None else theirs_told[other or 0]
        elif mine < last:
            number = f"{told[mine]} → {theirs_told[other]}"
        elif _same(ours.paragraphs[mine], theirs.paragraphs[other]):
            last = mine
            continue
        else:
            last, number = mine, told[mine]
        found.append(
            Difference(
                number,
                ours.paragraphs[mine].text if mine is not None else "",
                theirs.paragraphs[other].text if other is not None else "",
            )
        )
    return tuple(found)


def paired(ours: Sequence[Said], theirs: Sequence[Said]) -> tuple[int | None, ...]:
    """For each of theirs which of ours it is: by its key, else by equal words, else by like words in the same
    place; None is a new one.

    >>> ours = [Said("Rà soát", key="a"), Said("Báo cáo kết quả quý III", key="b")]
    >>> paired(ours, [Said("Họp"), Said("Báo cáo kết quả quý IV"), Said("Rà soát kỹ", key="a")])
    (None, 1, 0)
    """
    keys = {one.key: place for place, one in enumerate(ours) if one.key}
    found: list[int | None] = [keys.get(one.key) if one.key else None for one in theirs]
    seen: set[int] = set()
    for place, mine in enumerate(found):
        if mine is not None and mine in seen:
            found[place] = None  # copied with its control: the first one is it
        elif mine is not None:
            seen.add(mine)
    for wanted in (1.0, ALIKE):
        for place, one in enumerate(theirs):
            if found[place] is not None:
                continue
            free = [mine for mine in range(len(ours)) if mine not in seen]
            best = max(free, key=lambda mine: (_alike(ours[mine], one), -abs(mine - place)), default=None)
            if best is not None and _alike(ours[best], one) >= wanted:
                found[place] = best
                seen.add(best)
    return tuple(found)


def _alike(ours: Said, theirs: Said) -> float:
    mine, other = plain(ours.text), plain(theirs.text)
    if mine == other:
        return 1.0
    return min(0.99, SequenceMatcher(None, mine.split(), other.split(), autojunk=False).ratio())


def _same(ours: Said, theirs: Said) -> bool:
    return ours.level == theirs.level and plain(ours.text) == plain(theirs.text)


def _side_by_side(ours: Sequence[Said], theirs: Sequence[Said]) -> list[tuple[int | None, int | None]]:
    """Both in the order of theirs; what only we have stands before what follows it with us."""
    pairs = paired(ours, theirs)
    alone = [mine for mine in range(len(ours)) if mine not in pairs]
    rows: list[tuple[int | None, int | None]] = []
    for other, mine in enumerate(pairs):
        while mine is not None and alone and alone[0] < mine:
            rows.append((alone.pop(0), None))
        rows.append((mine, other))
    return rows + [(mine, None) for mine in alone]
