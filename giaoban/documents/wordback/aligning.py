"""Which part of what came back is which part of what was sent: by control, by equal words, by likeness.

Unique equal parts are anchors; between two anchors the nearest ones are paired, and what is left over may
have moved far. The time grows with the length, not with its square.
"""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from giaoban.documents.wordback.words import likeness

ALIKE, MOVED_ALIKE = 0.4, 0.6
_WIDEST = 2_500  # pairs of one gap that are measured against each other
_COMMON = 50  # a word in more parts than this does not lead to a candidate
_CANDIDATES = 6
_SHORTEST = 4  # words; less than this is not looked for elsewhere
Pairs = dict[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """A part by its kind and words; equal keys are equal parts."""

    kind: str
    key: tuple[str, ...]
    words: Counter[str]

    @classmethod
    def of(cls, kind: str, key: Iterable[str]) -> "Unit":
        whole = tuple(key)
        return cls(kind, whole, Counter(whole))


def pair(sent: Sequence[Unit], back: Sequence[Unit], fixed: Mapping[int, int] | None = None) -> Pairs:
    """{number in sent: number in back}; `fixed` are pairs known beforehand, by their controls.

    >>> sent = [Unit.of("text", line.split()) for line in ("a b c d", "e f g h", "i k l m")]
    >>> back = [Unit.of("text", line.split()) for line in ("i k l m", "a b c d", "e f x h")]
    >>> pair(sent, back)
    {0: 1, 1: 2, 2: 0}
    """
    found = dict(fixed or {})
    _equal_in_order(sent, back, found)
    _equal_anywhere(sent, back, found)
    for mine, theirs in _gaps(len(sent), len(back), found):
        _nearest(sent, back, (mine, theirs), found)
    _far(sent, back, found)
    return dict(sorted(found.items()))


def rising(numbers: Sequence[int]) -> set[int]:
    """The positions of a longest rising row of numbers; the others are those that moved.

    >>> sorted(rising([0, 3, 1, 2, 4]))
    [0, 2, 3, 4]
    """
    ends: list[int] = []
    at_end: list[int] = []
    before = [-1] * len(numbers)
    for position, number in enumerate(numbers):
        length = bisect_left(ends, number)
        if length == len(ends):
            ends.append(number)
            at_end.append(position)
        else:
            ends[length], at_end[length] = number, position
        before[position] = at_end[length - 1] if length else -1
    found: set[int] = set()
    position = at_end[-1] if at_end else -1
    while position >= 0:
        found.add(position)
        position = before[position]
    return found


# --- equal parts -------------------------------------------------------------------------------------------


def _equal_in_order(sent: Sequence[Unit], back: Sequence[Unit], found: Pairs) -> None:
    """Pair what is equal in the same order; pairs that are known are anchors like unique parts."""
    known = set(found.values())
    names: list[object] = [("known", found[n]) if n in found else (u.kind, u.key) for n, u in enumerate(sent)]
    theirs: list[object] = [("known", n) if n in known else (u.kind, u.key) for n, u in enumerate(back)]
    waiting = [(0, len(names), 0, len(theirs))]
    while waiting:
        a1, a2, b1, b2 = waiting.pop()
        while a1 < a2 and b1 < b2 and names[a1] == theirs[b1]:
            found[a1] = b1
            a1, b1 = a1 + 1, b1 + 1
        while a1 < a2 and b1 < b2 and names[a2 - 1] == theirs[b2 - 1]:
            a2, b2 = a2 - 1, b2 - 1
            found[a2] = b2
        if a1 == a2 or b1 == b2:
            continue
        anchors = _unique(names[a1:a2], theirs[b1:b2])
        for at, (a, b) in enumerate(anchors):
            end_a, end_b = anchors[at + 1] if at + 1 < len(anchors) else (a2 - a1, b2 - b1)
            waiting.append((a1 + a, a1 + end_a, b1 + b, b1 + end_b))
        if anchors and anchors[0] != (0, 0):
            waiting.append((a1, a1 + anchors[0][0], b1, b1 + anchors[0][1]))


def _unique(names: Sequence[object], theirs: Sequence[object]) -> list[tuple[int, int]]:
    """Places of what stands once on each side, as far as the order is the same."""
    here, there = Counter(names), Counter(theirs)
    where = {name: at for at, name in enumerate(theirs) if there[name] == 1}
    both = [(at, where[name]) for at, name in enumerate(names) if here[name] == 1 and name in where]
    kept = rising([b for _a, b in both])
    return [one for at, one in enumerate(both) if at in kept]


def _equal_anywhere(sent: Sequence[Unit], back: Sequence[Unit], found: Pairs) -> None:
    taken = set(found.values())
    free: dict[tuple[str, tuple[str, ...]], deque[int]] = defaultdict(deque)
    for number, unit in enumerate(back):
        if number not in taken:
            free[unit.kind, unit.key].append(number)
    for number, unit in enumerate(sent):
        if number not in found and free[unit.kind, unit.key]:
            found[number] = free[unit.kind, unit.key].popleft()


# --- parts that are alike ----------------------------------------------------------------------------------


def _gaps(sent: int, back: int, found: Pairs) -> list[tuple[list[int], list[int]]]:
    """What is not paired on both sides between two neighbours that are, in order."""
    rows = sorted(found.items())
    kept = rising([b for _a, b in rows])
    taken = set(found.values())
    ends = [(-1, -1), *(row for at, row in enumerate(rows) if at in kept), (sent, back)]
    gaps = []
    for (a1, b1), (a2, b2) in pairwise(ends):
        mine = [n for n in range(a1 + 1, a2) if n not in found]
        theirs = [n for n in range(b1 + 1, b2) if n not in taken]
        if mine and theirs:
            gaps.append((mine, theirs))
    return gaps


def _nearest(
    sent: Sequence[Unit], back: Sequence[Unit], gap: tuple[list[int], list[int]], found: Pairs
) -> None:
    """Pair the parts of a gap in order, so that their likeness is greatest."""
    mine, theirs = gap
    if len(mine) * len(theirs) > _WIDEST:
        return
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    alike = [[_alike(sent[a], back[b]) for b in theirs] for a in mine]
    for i in reversed(range(len(mine))):
        for j in reversed(range(len(theirs))):
            both = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(mine) and j < len(theirs):
        if alike[i][j] >= ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found[mine[i]] = theirs[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _alike(one: Unit, two: Unit) -> float:
    return likeness(one.words, two.words) if one.kind == two.kind else 0.0


def _far(sent: Sequence[Unit], back: Sequence[Unit], found: Pairs) -> None:
    """What is left and nearly the same was moved and edited."""
    taken = set(found.values())
    where: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(back):
        if number not in taken:
            for word in unit.words:
                where[word].append(number)
    for number, unit in enumerate(sent):
        if number in found or unit.words.total() < _SHORTEST:
            continue
        hits = Counter(n for word in unit.words if len(where[word]) <= _COMMON for n in where[word])
        near = [(_alike(unit, back[n]), -n) for n, _count in hits.most_common(_CANDIDATES) if n not in taken]
        likeliest, minus = max(near, default=(0.0, 0))
        if likeliest >= MOVED_ALIKE:
            found[number] = -minus
            taken.add(-minus)
