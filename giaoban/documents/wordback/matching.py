"""The parts of a returned file matched with the parts that were sent, and what became of the order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from giaoban.documents.wordback.aligning import Unit, pair, rising
from giaoban.documents.wordback.returned import Grid, Line, Part, Returned
from giaoban.documents.wordback.words import keys, likeness

JOINED = 0.9  # so much of the words of a paragraph must stand in its pieces
_PIECES = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before and behind the body of the paper: head, title, signature, receivers."""

    head: tuple[Line | Grid, ...] = ()
    foot: tuple[Line | Grid, ...] = ()


@dataclass(slots=True)
class Matched:
    """`pairs` of a part (its number) and a returned block; `back` are the returned blocks with ink, `body`
    and `units` the words of both.

    `split` says which further blocks a part became, `merged` which later blocks a part took in, `gone` the
    tracked remains of a deleted block. `outside` are words in the head or foot.
    """

    parts: list[Part]
    back: list[Line | Grid]
    body: list[Unit]
    units: list[Unit]
    pairs: dict[int, int]
    split: dict[int, list[int]]
    merged: dict[int, list[int]]
    gone: dict[int, Line]
    new: list[int]
    outside: list[str]

    def main(self) -> dict[int, int]:
        """{returned block: sent block} of what stands in the returned order."""
        return {
            b: self.parts[a].block for a, b in self.pairs.items() if self.parts[a].name in {"text", "grid"}
        }


def matched(parts: Sequence[Part], returned: Returned, frame: Frame) -> Matched:
    sent = [(part, unit) for part in parts if inked(part.what, unit := unit_of(part.what))]
    came = [(one, unit) for one in returned.blocks if inked(one, unit := unit_of(one))]
    parts, body = [part for part, _u in sent], [unit for _p, unit in sent]
    standing, units = [one for one, _u in came], [unit for _o, unit in came]
    head, foot = [unit_of(one) for one in frame.head], [unit_of(one) for one in frame.foot]
    skip, end = len(head), len(head) + len(parts)
    fixed = by_control(parts, standing, body, units)
    pairs = pair([*head, *body, *foot], units, {a + skip: b for a, b in fixed.items()})
    framed = {a: b for a, b in pairs.items() if not skip <= a < end}
    found = Matched(
        parts,
        standing,
        body,
        units,
        {a - skip: b for a, b in pairs.items() if a not in framed},
        {},
        {},
        {},
        [],
        [],
    )
    _whole_tables(found)
    top = max((b for a, b in framed.items() if a < skip), default=-1)
    bottom = min((b for a, b in framed.items() if a >= end), default=len(standing))
    _outside(found, framed, [*frame.head, *[None] * len(parts), *frame.foot], (top, bottom))
    taken = {*found.pairs.values(), *framed.values()}
    found.new = [b for b in range(len(standing)) if b not in taken and top < b < bottom]
    _splits(found)
    _merges(found)
    _remains(found, [one for one in returned.blocks if isinstance(one, Line) and one.gone])
    return found


def inked(block: Line | Grid, unit: Unit) -> bool:
    """Whether it shows words; a table stands even when it is empty, not when all its rows were deleted."""
    if isinstance(block, Grid):
        return any(row.mark != "del" for row in block.rows)
    return not block.gone and bool(unit.key)


def unit_of(block: Line | Grid) -> Unit:
    return Unit.of("text" if isinstance(block, Line) else "grid", keys(block.text))


def by_control(
    parts: Sequence[Part], standing: Sequence[Line | Grid], body: Sequence[Unit], units: Sequence[Unit]
) -> dict[int, int]:
    """Of the blocks in one control the most alike; what was copied with its control is the less alike."""
    inside: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, block in enumerate(standing):
        if block.tag:
            inside[block.tag, units[number].kind].append(number)
    found: dict[int, int] = {}
    for a, part in enumerate(parts):
        there = inside.get((part.what.tag, body[a].kind), []) if part.what.tag else []
        if part.name == "caption":
            there = [b for b in there if b + 1 < len(standing) and isinstance(standing[b + 1], Grid)]
        if not there:
            continue
        best = max(
            there, key=lambda b: (units[b].key == body[a].key, likeness(units[b].words, body[a].words), -b)
        )
        if part.name == "text" or likeness(units[best].words, body[a].words) > 0:
            found[a] = best
            there.remove(best)
            inside[part.what.tag, body[a].kind] = [
                b for b in inside[part.what.tag, body[a].kind] if b != best
            ]
    return found


def _whole_tables(found: Matched) -> None:
    """A caption or source that does not stand at its table any more is a paragraph like others."""
    beside = {"caption": -1, "source": 1}
    grids = {found.parts[a].block: b for a, b in found.pairs.items() if found.parts[a].name == "grid"}
    for a, b in list(found.pairs.items()):
        part = found.parts[a]
        if part.name in beside and grids.get(part.block, -9) + beside[part.name] != b:
            del found.pairs[a]


def _outside(
    found: Matched, framed: Mapping[int, int], frame: Sequence[Line | Grid | None], ends: tuple[int, int]
) -> None:
    taken = set(found.pairs.values()) | set(framed.values())
    lines = {b: found.back[b].text for b in range(len(found.back)) if b not in taken}
    found.outside = [text for b, text in lines.items() if not ends[0] < b < ends[1]]
    for a, b in framed.items():
        sent = frame[a]
        if sent is not None and keys(sent.text) != keys(found.back[b].text):
            found.outside.append(found.back[b].text)


# --- one became several, several became one -----------------------------------------------------------------


def _splits(found: Matched) -> None:
    """A paragraph whose words go on in new neighbours was split."""
    whose = {b: a for a, b in found.pairs.items()}
    free = set(found.new)
    for a, b in sorted(found.pairs.items()):
        part = found.parts[a]
        if part.name != "text":
            continue
        words = found.body[a]
        if found.units[b].key == words.key or not {b - 1, b + 1} & free:
            continue
        best, chosen = likeness(found.units[b].words, words.words), []
        for run in _runs_around(b, free, whose):
            alike = likeness(Unit.of("text", _keys(found.units[n] for n in run)).words, words.words)
            if alike >= JOINED and alike > best + 0.02:
                best, chosen = alike, run
        if chosen:
            found.pairs[a] = chosen[0]
            found.split[a] = chosen[1:]
            free -= set(chosen)
    found.new = sorted(free - {b for run in found.split.values() for b in run} - set(found.pairs.values()))


def _runs_around(b: int, free: set[int], whose: Mapping[int, int]) -> Iterable[list[int]]:
    """Stretches of new neighbours around a block, with it."""
    first = b
    while first - 1 in free and b - first < _PIECES:
        first -= 1
    last = b
    while last + 1 in free and last - b < _PIECES:
        last += 1
    for start in range(first, b + 1):
        for end in range(b, last + 1):
            if end > start and all(n == b or n not in whose for n in range(start, end + 1)):
                yield list(range(start, end + 1))


def _keys(units: Iterable[Unit]) -> list[str]:
    return [key for unit in units for key in unit.key]


def _merges(found: Matched) -> None:
    """A paragraph that holds the words of missing neighbours took them in."""
    texts = [a for a, part in enumerate(found.parts) if part.name == "text"]
    missing = {a for a in texts if a not in found.pairs}
    place = {a: n for n, a in enumerate(texts)}
    for a, b in sorted(found.pairs.items()):
        if a not in place or a in found.split or found.body[a].key == found.units[b].key:
            continue
        there = found.units[b]
        best, chosen = likeness(there.words, found.body[a].words), []
        for run in _missing_around(place[a], texts, missing):
            alike = likeness(Unit.of("text", _keys(found.body[n] for n in run)).words, there.words)
            if alike >= JOINED and alike > best + 0.02:
                best, chosen = alike, run
        if chosen:
            del found.pairs[a]
            found.pairs[chosen[0]] = b
            found.merged[chosen[0]] = chosen[1:]
            missing -= set(chosen)


def _missing_around(at: int, texts: Sequence[int], missing: set[int]) -> Iterable[list[int]]:
    """Stretches of a sent paragraph with its missing neighbours."""
    first = at
    while first > 0 and texts[first - 1] in missing and at - first < _PIECES:
        first -= 1
    last = at
    while last + 1 < len(texts) and texts[last + 1] in missing and last - at < _PIECES:
        last += 1
    for start in range(first, at + 1):
        for end in range(at, last + 1):
            if end > start:
                yield list(texts[start : end + 1])


def _remains(found: Matched, remains: Sequence[Line]) -> None:
    """What was deleted with changes tracked, by its control or its earlier words."""
    by_tag = {line.tag: line for line in remains if line.tag}
    by_words = {keys(line.before): line for line in remains}
    taken = {n for run in found.merged.values() for n in run}
    for a, part in enumerate(found.parts):
        if a in found.pairs or a in taken or not isinstance(part.what, Line):
            continue
        line = by_words.get(keys(part.what.text)) or by_tag.get(part.what.tag)
        if line is not None:
            found.gone[a] = line


# --- order -------------------------------------------------------------------------------------------------


def moved(order: Sequence[int]) -> list[list[int]]:
    """Which of the sent numbers, in their returned order, have moved: neighbours together.

    >>> moved([0, 3, 4, 1, 2, 5])
    [[3, 4]]
    """
    kept = rising(order)
    found: list[list[int]] = []
    for at, number in enumerate(order):
        if at in kept:
            continue
        if found and at and order[at - 1] == found[-1][-1] == number - 1 and at - 1 not in kept:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def woven(order: Sequence[int | str], absent: Sequence[int], loose: set[int]) -> list[int | str]:
    """The order with the absent sent numbers where they stood: behind the number before them that is in the
    order and not `loose` (moved).

    >>> woven([0, "x", 3, 1], [2], {1})
    [0, 2, 'x', 3, 1]
    """
    firm = {one for one in order if isinstance(one, int) and one not in loose}
    behind: dict[int, list[int]] = defaultdict(list)
    ranks = sorted(firm)
    at = -1
    waiting = iter(ranks)
    following = next(waiting, None)
    for number in sorted(absent):
        while following is not None and following < number:
            at, following = following, next(waiting, None)
        behind[at].append(number)
    found: list[int | str] = [*behind[-1]]
    for one in order:
        found.append(one)
        if isinstance(one, int) and one in firm:
            found += behind[one]
    return found
