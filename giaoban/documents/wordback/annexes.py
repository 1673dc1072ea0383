"""A paper with annexes that came back: the body and each annex stand between lines of ours and are compared
each by itself, so that what was typed in an annex is taken or refused there."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from giaoban.documents import docx
from giaoban.documents.blocks import Block, Paper, Paragraph
from giaoban.documents.wordback.aligning import pair
from giaoban.documents.wordback.changes import Comparison
from giaoban.documents.wordback.comparing import compare
from giaoban.documents.wordback.frames import BODY
from giaoban.documents.wordback.matching import Frame, by_control, inked, unit_of
from giaoban.documents.wordback.returned import Grid, Line, Part, Returned, parts_of, read

Lines = tuple[Line | Grid, ...]


def compare_each(paper: Paper, back: Returned) -> tuple[Comparison, ...]:
    """What changed in the body, then in each annex of the paper. What stands beside them (head, signature,
    the titles of the annexes) is told in `outside`."""
    gaps = _gaps(paper)
    bodies = [paper.blocks, *(annex.blocks for annex in paper.annexes)]
    frames = [Frame(before, behind) for before, behind in pairwise(gaps)]
    cuts = _cuts(gaps, bodies, back.blocks)
    return tuple(
        compare(body, replace(back, blocks=back.blocks[first:last]), frame=frame)
        for body, frame, (first, last) in zip(bodies, frames, cuts, strict=True)
    )


def _gaps(paper: Paper) -> list[Lines]:
    """The lines before the body, between it and the first annex, between annexes, and behind the last."""
    hollow: Sequence[Block] = (Paragraph(BODY),)
    annexes = [replace(annex, blocks=hollow) for annex in paper.annexes]
    gaps: list[Lines] = [()]
    for line in read(docx.render(replace(paper, blocks=hollow, annexes=annexes))).blocks:
        if isinstance(line, Line) and line.text == BODY:
            gaps.append(())
        else:
            gaps[-1] += (line,)
    return gaps


def _cuts(gaps: Sequence[Lines], bodies: Sequence[Sequence[Block]], came: Lines) -> list[tuple[int, int]]:
    """From where to where of the returned file each body is looked for: with the lines on both its sides."""
    parts: list[Part] = []
    places: list[
        tuple[int, bool]
    ] = []  # of each part: the number of its gap or body, and whether it is a gap
    for number, gap in enumerate(gaps):
        parts += [Part(-1, "text", line) for line in gap]
        places += [(number, True)] * len(gap)
        if number < len(bodies):
            inside = parts_of(bodies[number])
            parts += inside
            places += [(number, False)] * len(inside)
    sent = [
        (part, place, unit)
        for part, place in zip(parts, places, strict=True)
        if inked(part.what, unit := unit_of(part.what))
    ]
    stands = [(at, one, unit) for at, one in enumerate(came) if inked(one, unit := unit_of(one))]
    units, back = [unit for _part, _place, unit in sent], [unit for _at, _one, unit in stands]
    fixed = by_control([one[0] for one in sent], [one[1] for one in stands], units, back)
    pairs = pair(units, back, fixed)
    edges: dict[tuple[int, bool], list[int]] = {}
    for a, b in pairs.items():
        edges.setdefault(sent[a][1], []).append(stands[b][0])
    begins, ends = [0], []
    for number in range(1, len(bodies)):
        above = max((begins[-1] - 1, *edges.get((number - 1, False), ())))
        here = [at for at in edges.get((number, True), ()) if at >= begins[-1]]
        begins.append(min(here, default=above + 1))
        ends.append(max(here, default=above) + 1)
    return list(zip(begins, [*ends, len(came)], strict=True))
