"""What a paper must say before it is signed: which part is missing in it, and where."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from giaoban.documents.blocks import Block, Heading, Paper, Paragraph, Table

# Dots or underscores in a row, or empty brackets: a place that somebody meant to fill.
_UNFINISHED = re.compile(r"…{2,}|\.{4,}|_{3,}|…\s*/\s*…|\[\s*\]|\(\s*\)")
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Lack:
    """`code` names what is missing or left open, `field` the dossier's field it comes from, `at` where."""

    code: str
    field: str = ""
    at: str = ""


def lacking(paper: Paper, *, letter: bool, minutes: bool = False) -> tuple[Lack, ...]:
    """Everything that is missing, in the order of the sheet.

    >>> from datetime import datetime
    >>> from giaoban.documents.blocks import Letterhead, Signature
    >>> bare = Paper(Letterhead("", ""), "", "", None, "", "", datetime.max)
    >>> [lack.code for lack in lacking(bare, letter=False)]
    ['issuer', 'place', 'type_name', 'about', 'body', 'post', 'signer', 'receivers']
    >>> [lack.code for lack in lacking(bare, letter=True) if lack.code in ("type_name", "addressee")]
    ['addressee']
    >>> minutes = Paper(Letterhead("", "A"), "", "B", None, "Biên bản", "C", datetime.max,
    ...     blocks=(Paragraph("Họp."),), signature=Signature("", "Chủ trì", "D"))
    >>> lacking(minutes, letter=False, minutes=True)
    ()
    """
    signature = paper.signature
    asked = (
        ("issuer", "", paper.letterhead.issuer),
        ("place", "place", paper.place),
        ("type_name", "type", "letter" if letter else paper.type_name),
        ("about", "about", paper.about),
        ("addressee", "addressee", paper.addressee if letter else "none"),
        ("body", "", "".join(_words(paper.blocks))),
        ("post", "post", signature.post if signature else ""),
        ("signer", "signer", signature.name if signature else ""),
        ("receivers", "receivers", "none" if minutes else "".join(paper.receivers)),
    )
    return tuple(Lack(code, field) for code, field, value in asked if not value.strip())


def empty_sections(paper: Paper) -> tuple[Lack, ...]:
    """Headings under which nothing stands before the next one of the same or a higher level.

    >>> from datetime import datetime
    >>> from giaoban.documents.blocks import Letterhead
    >>> blocks = (Heading("I- A"), Heading("1. B", 2), Heading("2. C", 2), Paragraph("c"), Heading("II- D"))
    >>> made = Paper(Letterhead("", ""), "", "", None, "", "", datetime.max, blocks=blocks)
    >>> [lack.at for lack in empty_sections(made)]
    ['1. B', 'II- D']
    """
    found = []
    blocks = list(_all_blocks(paper))
    for place, block in enumerate(blocks):
        if not isinstance(block, Heading):
            continue
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if after is None or (isinstance(after, Heading) and after.level <= block.level):
            found.append(Lack("empty_section", at=block.text[:SHOWN]))
    return tuple(found)


def unfinished(paper: Paper) -> tuple[Lack, ...]:
    """Lines with a place left open: "…… đồng chí", "số ____", "[ ]".

    >>> from datetime import datetime
    >>> from giaoban.documents.blocks import Letterhead
    >>> words = ("Giao …… đơn vị.", "Kèm theo phụ lục...", "Số ____", "Đủ.")
    >>> blocks = [Paragraph(text) for text in words]
    >>> made = Paper(Letterhead("", ""), "", "", None, "", "", datetime.max, blocks=blocks)
    >>> [lack.at for lack in unfinished(made)]
    ['Giao …… đơn vị.', 'Số ____']
    """
    lines = [paper.about, paper.addressee, *_words(_all_blocks(paper))]
    return tuple(Lack("unfinished", at=_around(line)) for line in lines if _UNFINISHED.search(line))


def words_of(paper: Paper) -> str:
    """Everything the paper says that may cite a document: subject, text, tables, annexes."""
    return "\n".join((paper.about, *_words(_all_blocks(paper))))


def _all_blocks(paper: Paper) -> Iterator[Block]:
    yield from paper.blocks
    for annex in paper.annexes:
        yield from annex.blocks


def _words(blocks: Sequence[Block] | Iterator[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield "".join(run.text for run in block.parts())
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row if isinstance(cell, str))
        else:
            yield block.text


def _around(line: str) -> str:
    """The open place with the words before it."""
    found = _UNFINISHED.search(line)
    end = found.end() if found else 0
    start = max(0, end - SHOWN // 2)
    piece = " ".join(line[start : start + SHOWN].split())
    return f"…{piece}" if start else piece
