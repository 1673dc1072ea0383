"""A draft as plain text that is edited in a browser, and back: one line is one heading or paragraph.

A line that did not change keeps its block as it was (form, key, bound figures); a changed one keeps the key
and the figures whose values still stand in it. Tables stand as one line each and are not edited there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from giaoban.documents.blocks import Block, Heading, Paragraph, Run, Table

BREAK = " ↵ "
_TABLE = re.compile(r"\[Bảng (\d{1,3})[:\]]")
_ROMAN = re.compile(r"[IVXLC]{1,7}[-–.] ?\S")
_NUMBERED = re.compile(r"(\d{1,2}\.){1,3} ?\S")
_LETTERED = re.compile(r"[a-zđ]\) ?\S")
LONGEST_HEADING = 160
AHEAD = 12  # so many blocks are looked at for what a changed line was


@dataclass(frozen=True, slots=True)
class Written:
    """The blocks as typed, with what got lost on the way: figures changed by hand, tables taken out."""

    blocks: tuple[Block, ...]
    lost_figures: tuple[str, ...] = ()
    lost_tables: int = 0


def lines_of(blocks: Sequence[Block]) -> list[str]:
    """One line for each block.

    >>> lines_of([Heading("I- Tình hình"), Paragraph("Một\\nhai")])
    ['I- Tình hình', 'Một ↵ hai']
    """
    found, tables = [], 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            found.append(f"[Bảng {tables}: {_flat(block.caption)}]" if block.caption else f"[Bảng {tables}]")
        else:
            found.append(_flat(text_of(block)))
    return found


def text_of(block: Heading | Paragraph) -> str:
    return block.text if isinstance(block, Heading) else "".join(run.text for run in block.parts())


def as_text(blocks: Sequence[Block]) -> str:
    """The text of the editing page; a heading of the first level has an empty line above it."""
    shown: list[str] = []
    for block, line in zip(blocks, lines_of(blocks), strict=True):
        if shown and isinstance(block, Heading) and block.level == 1:
            shown.append("")
        shown.append(line)
    return "\n".join(shown)


def read_text(text: str, before: Sequence[Block] = ()) -> Written:
    """The blocks that the text says, grown out of those that stood there before.

    >>> read_text("I- Kết quả\\n1. Công tác tổ chức\\nĐã sắp xếp 12 đầu mối.").blocks[1]
    Heading(text='1. Công tác tổ chức', level=2, key='')
    """
    kept = [line for line in (" ".join(one.split()) for one in text.splitlines()) if line]
    old = [" ".join(line.split()) for line in lines_of(before)]
    places = [at for at, block in enumerate(before) if isinstance(block, Table)]
    blocks: list[Block] = []
    used_tables: set[int] = set()
    lost: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, kept, autojunk=False).get_opcodes():
        if tag == "equal":
            blocks += before[i1:i2]
            used_tables |= {number for number, at in enumerate(places) if i1 <= at < i2}
            continue
        stood = [block for block in before[i1:i2] if not isinstance(block, Table)]
        for line in kept[j1:j2]:
            if (match := _TABLE.match(line)) is not None:
                number = int(match[1]) - 1
                if 0 <= number < len(places) and number not in used_tables:
                    used_tables.add(number)
                    blocks.append(before[places[number]])
                continue
            near = _nearest(line, stood)
            if near is not None:
                stood.remove(near)
            made, gone = _line(line, near)
            blocks.append(made)
            lost += gone
        lost += [figure for block in stood for figure in _figures(block)]
    return Written(tuple(blocks), tuple(dict.fromkeys(lost)), len(places) - len(used_tables))


def _flat(text: str) -> str:
    return BREAK.join(" ".join(part.split()) for part in text.splitlines())


def _nearest(line: str, stood: Sequence[Heading | Paragraph]) -> Heading | Paragraph | None:
    """The block of which this line is most likely the new wording."""
    scored = [
        (SequenceMatcher(None, _flat(text_of(block)), line, autojunk=False).ratio(), -at)
        for at, block in enumerate(stood[:AHEAD])
    ]
    best = max(scored, default=(0.0, 0))
    return stood[-best[1]] if best[0] >= 0.5 else None


def _line(line: str, near: Heading | Paragraph | None) -> tuple[Heading | Paragraph, list[str]]:
    """The block of a line that is new or changed, and the figures that it lost."""
    text = line.replace(BREAK, "\n").replace(BREAK.strip(), "\n")
    level = heading_level(line)
    if isinstance(near, Heading):
        return Heading(line, level or near.level, near.key), []
    if near is None:
        return (Heading(line, level) if level else Paragraph(text)), []
    figures = _figures(near)
    if not figures:
        form = near.parts()[0]
        plain = replace(near, text=text, runs=(), bold=form.bold, italic=form.italic)
        return plain, []
    runs, lost = _bound(text, near)
    return replace(near, text="", runs=runs), lost


def _bound(text: str, near: Paragraph) -> tuple[tuple[Run, ...], list[str]]:
    """The text with the figures of the old paragraph bound again where their values still stand in order."""
    runs: list[Run] = []
    lost, at = [], 0
    for run in near.parts():
        if not run.figure:
            continue
        match = re.compile(rf"(?<![\d.,]){re.escape(run.text)}(?![\d]|[.,]\d)").search(text, at)
        if match is None:
            lost.append(run.figure)
            continue
        if match.start() > at:
            runs.append(Run(text[at : match.start()]))
        runs.append(run)
        at = match.end()
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs), lost


def _figures(block: Heading | Paragraph) -> list[str]:
    return [run.figure for run in block.parts() if run.figure] if isinstance(block, Paragraph) else []


def heading_level(line: str) -> int:
    """The level of a line that reads as a heading, else 0: "I-" is 1; "1." and "a)" when they are titles.

    >>> [heading_level(line) for line in ("I- Tình hình", "1. Kết quả", "a) Về tổ chức", "Đã làm.")]
    [1, 2, 3, 0]
    >>> heading_level("1. Giao Ban Tổ chức chủ trì tham mưu.")
    0
    """
    if len(line) > LONGEST_HEADING:
        return 0
    if _ROMAN.match(line):
        return 1
    if line[-1:] in ".;,:":
        return 0
    if _NUMBERED.match(line):
        return 2
    return 3 if _LETTERED.match(line) else 0
