"""A long text in parts, and each part as blocks of pieces: every character once, marks never overlapping."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from giaoban.web.reading.rules.marks import INLINE, MarkKind, mark_key

PART = 30_000  # some fifteen printed pages
_LOOK_BACK = 3_000
_RANK = {kind.value: rank for rank, kind in enumerate(INLINE)}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, plain or under one mark."""

    text: str
    mark: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that belong to one numbered task, or to none."""

    pieces: tuple[Piece, ...]
    task: dict[str, Any] | None = None


def parts(text: str, size: int = PART) -> list[tuple[int, int]]:
    r"""Places of the parts: cut behind a line, else behind a blank, else anywhere.

    >>> [("một\nhai ba"[a:b]) for a, b in parts("một\nhai ba", 5)]
    ['một\n', 'hai ', 'ba']
    >>> parts("abcdef", 4), parts("")
    ([(0, 4), (4, 6)], [(0, 0)])
    """
    found, start = [], 0
    while len(text) - start > size:
        limit = start + size
        back = max(start, limit - _LOOK_BACK)
        cut = next((at + 1 for at in (text.rfind(c, back, limit) for c in "\n ") if at >= 0), limit)
        found.append((start, cut))
        start = cut
    return [*found, (start, len(text))]


def blocks(text: str, start: int, end: int, marks: Iterable[dict[str, Any]]) -> list[Block]:
    """What stands between two places of the text; a mark belongs to the part in which it begins.

    >>> text = "1. Theo 18-NQ/TW, kết nạp 5 đảng viên."
    >>> marks = [{"kind": "t", "start": 3, "end": 38}, {"kind": "c", "start": 8, "end": 16},
    ...          {"kind": "p", "start": 5, "end": 12}, {"kind": "f", "start": 26, "end": 37}]
    >>> for block in blocks(text, 0, 38, marks):
    ...     print(block.task is not None, [(p.text, p.mark and p.mark["kind"]) for p in block.pieces])
    False [('1. ', None)]
    True [('Theo ', None), ('18-NQ/TW', 'c'), (', kết nạp ', None), ('5 đảng viên', 'f'), ('.', None)]

    A task never cuts a mark in two.

    >>> cut = [{"kind": "t", "start": 0, "end": 10}, {"kind": "c", "start": 8, "end": 16}]
    >>> [(b.task is not None, "".join(p.text for p in b.pieces)) for b in blocks(text, 0, 20, cut)]
    [(True, '1. Theo 18-NQ/TW'), (False, ', kế')]
    """
    here = [one for one in marks if start <= one["start"] < end]
    inline = _shown(one for one in here if one["kind"] in _RANK)
    found, at = [], start
    for task in (one for one in here if one["kind"] == MarkKind.TASK):
        first, last = _whole(inline, max(at, task["start"])), _whole(inline, min(end, task["end"]))
        last = min(last, end)
        if first >= last:
            continue
        if at < first:
            found.append(Block(tuple(_pieces(text, at, first, inline))))
        found.append(Block(tuple(_pieces(text, first, last, inline)), task))
        at = last
    if at < end:
        found.append(Block(tuple(_pieces(text, at, end, inline))))
    return found


def stands_in(marks: Iterable[dict[str, Any]]) -> dict[str, str]:
    """For each mark under a line of the text, by its key, the one that is drawn at its place.

    >>> stands_in([{"kind": "m", "start": 2, "end": 9}, {"kind": "p", "start": 2, "end": 9}])
    {'m2-9': 'm2-9', 'p2-9': 'm2-9'}
    """
    inline = [one for one in marks if one["kind"] in _RANK]
    kept = _shown(inline)
    found = {}
    for one in inline:
        at = bisect_left(kept, one["end"], key=lambda other: other["start"])
        found[mark_key(one)] = mark_key(kept[at - 1])
    return found


def _shown(marks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the order of the text, none over another; the weightier kind stays, then the longer mark."""
    kept: list[dict[str, Any]] = []
    starts: list[int] = []
    for one in sorted(marks, key=lambda m: (_RANK[m["kind"]], m["start"], -m["end"])):
        at = bisect_left(starts, one["start"])
        clear = (at == 0 or kept[at - 1]["end"] <= one["start"]) and (
            at == len(kept) or one["end"] <= starts[at]
        )
        if clear:
            kept.insert(at, one)
            starts.insert(at, one["start"])
    return kept


def _whole(inline: Sequence[dict[str, Any]], place: int) -> int:
    """The place, or the end of the mark that it would cut."""
    at = bisect_left(inline, place, key=lambda one: one["start"])
    return max(place, inline[at - 1]["end"]) if at else place


def _pieces(text: str, start: int, end: int, inline: Sequence[dict[str, Any]]) -> Iterator[Piece]:
    at = start
    for number in range(bisect_left(inline, start, key=lambda one: one["start"]), len(inline)):
        one = inline[number]
        if one["start"] >= end:
            break
        if at < one["start"]:
            yield Piece(text[at : one["start"]])
        at = min(one["end"], end)
        yield Piece(text[one["start"] : at], one)
    if at < end:
        yield Piece(text[at:end])
