"""Bound figures of a paragraph that came back: found by their controls, else by the words around them."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from giaoban.documents.blocks import Run
from giaoban.documents.wordback.returned import Piece
from giaoban.documents.wordback.words import Word, opcodes, same, words

_NUMBER = re.compile(r"\d")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Altered:
    """A figure that says something else than the house: the n-th of its key in the paragraph."""

    figure: str
    ours: str
    theirs: str
    nth: int


@dataclass(frozen=True, slots=True)
class Bound:
    """`runs` hold the house's values; `altered` what was written over them; `lost` the keys whose control is
    not there any more; `gone` the figures (key, value) whose words are not there either."""

    runs: tuple[Run, ...]
    altered: tuple[Altered, ...] = ()
    lost: tuple[str, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()


def bound(ours: Sequence[Run], theirs: Sequence[Piece], tags: Mapping[str, str]) -> Bound:
    """The words of `theirs` as they stand, with the figures of `ours` in their places; `tags` gives the key
    of a figure by the tag of its control."""
    runs = _runs(theirs, tags)
    wanted = [run for run in ours if run.figure]
    if not wanted:
        return Bound(_released(runs, Counter()))
    standing = Counter(run.figure for run in runs)
    seen: Counter[str] = Counter()
    missing = []
    for number, run in enumerate(ours):
        if run.figure:
            seen[run.figure] += 1
            if seen[run.figure] > standing[run.figure]:
                missing.append(number)
    lost = tuple(ours[number].figure for number in missing)
    runs = _found_again(ours, runs, missing)
    values: dict[str, list[str]] = defaultdict(list)
    for run in wanted:
        values[run.figure].append(run.text)
    runs = list(_released(runs, Counter(run.figure for run in wanted)))
    return _with_our_values(runs, values, lost)


def _runs(pieces: Sequence[Piece], tags: Mapping[str, str]) -> list[Run]:
    """The standing words as runs; the pieces of one control are one figure, an empty control is none."""
    found: list[Run] = []
    for piece in pieces:
        if piece.mark == "del" or not piece.text:
            continue
        run = Run(piece.text, piece.bold, piece.italic, piece.raised, tags.get(piece.figure, ""))
        last = found[-1] if found else None
        together = last is not None and run.figure == last.figure
        if last and together and (run.figure or replace(run, text="") == replace(last, text="")):
            found[-1] = replace(last, text=last.text + run.text)
        else:
            found.append(run)
    return [replace(run, figure="") if not run.text.strip() else run for run in found]


def _released(runs: Sequence[Run], wanted: Counter[str]) -> tuple[Run, ...]:
    """A figure that was copied from elsewhere is only words here."""
    seen: Counter[str] = Counter()
    found = []
    for run in runs:
        seen[run.figure] += 1
        foreign = run.figure and seen[run.figure] > wanted[run.figure]
        found.append(replace(run, figure="") if foreign else run)
    return tuple(found)


def _with_our_values(runs: list[Run], values: Mapping[str, list[str]], lost: tuple[str, ...]) -> Bound:
    seen: Counter[str] = Counter()
    altered = []
    for number, run in enumerate(runs):
        if not run.figure:
            continue
        nth = seen[run.figure]
        seen[run.figure] += 1
        value = values[run.figure][nth]
        if not same(value, run.text):
            altered.append(Altered(run.figure, value, run.text.strip(), nth))
        runs[number] = replace(run, text=value)
    gone = tuple((key, text) for key, texts in values.items() for text in texts[seen[key] :])
    return Bound(tuple(runs), tuple(altered), lost, gone)


# --- a figure without its control ------------------------------------------------------------------------


def _found_again(ours: Sequence[Run], runs: list[Run], missing: Sequence[int]) -> list[Run]:
    """Where the words around a missing figure say that it stands, it stands; the others are gone."""
    if not missing:
        return runs
    mine, theirs = words("".join(run.text for run in ours)), words("".join(run.text for run in runs))
    codes = opcodes([word.key for word in mine], [word.key for word in theirs])
    starts = _starts(theirs)
    taken = [span for span, run in _spans(runs) if run.figure]
    for number in missing:
        first = len("".join(run.text for run in ours[:number]))
        span = _place(codes, _within(_starts(mine), (first, first + len(ours[number].text))), theirs)
        if span is None:
            continue
        start, end = starts[span[0]], starts[span[1] - 1] + len(theirs[span[1] - 1].text.rstrip())
        if not any(a < end and start < b for a, b in taken):
            taken.append((start, end))
            runs = _cut(runs, (start, end), ours[number].figure)
    return runs


def _starts(found: Sequence[Word]) -> list[int]:
    """Where each word starts in the text; blanks before the first word belong to it."""
    at, starts = 0, []
    for word in found:
        text = word.text
        starts.append(at + (len(text) - len(text.lstrip()) if at == 0 else 0))
        at += len(text)
    return starts


def _within(starts: Sequence[int], span: Span) -> Span:
    """The words that start inside a stretch of the text."""
    inside = [number for number, start in enumerate(starts) if span[0] <= start < span[1]]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _place(
    codes: Sequence[tuple[str, int, int, int, int]], figure: Span, theirs: Sequence[Word]
) -> Span | None:
    """The words of theirs that stand for the words of a figure; where more than the figure was rewritten, the
    first number there."""
    found: list[int] = []
    for name, i1, i2, j1, j2 in codes:
        first, last = max(i1, figure[0]), min(i2, figure[1])
        if first >= last:
            continue
        if name == "equal":
            found += range(j1 + first - i1, j1 + last - i1)
        elif figure[0] <= i1 and i2 <= figure[1]:
            found += range(j1, j2)
        else:
            numbers = (j for j in range(j1, j2) if _NUMBER.search(theirs[j].key))
            found += [next(numbers, -1)]
    found = [at for at in found if at >= 0]
    return (min(found), max(found) + 1) if found else None


def _spans(runs: Sequence[Run]) -> list[tuple[Span, Run]]:
    at, found = 0, []
    for run in runs:
        found.append(((at, at + len(run.text)), run))
        at += len(run.text)
    return found


def _cut(runs: Sequence[Run], span: Span, figure: str) -> list[Run]:
    """The same words, those of the span as one run bound to the figure."""
    start, end = span
    found: list[Run] = []
    middle = ""
    for (a, b), run in _spans(runs):
        before, inside, after = (
            run.text[: max(start - a, 0)],
            run.text[max(start - a, 0) : max(end - a, 0)],
            run.text[max(end - a, 0) :],
        )
        found += [replace(run, text=before)] if before and a < start else []
        if inside and a < end and b > start:
            if not middle:
                found.append(replace(run, text="", figure=figure))
                place = len(found) - 1
            middle += inside
            found[place] = replace(found[place], text=middle)
        found += [replace(run, text=after)] if after and b > end else []
    return found
