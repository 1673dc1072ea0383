"""The words of a paper as both formats print them: head, marks, addressees, cells, receivers, foot.

The renderers set these and add none of their own, so that Word and PDF say the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from giaoban.core.numbers import vi_number
from giaoban.documents import measure
from giaoban.documents.blocks import Block, Cell, Column, Heading, Paper, Paragraph, Signature, Table
from giaoban.documents.layout import Layout, layout_on
from giaoban.documents.text import one_line, place_and_day, printable

CODE = "Mã đối chiếu"
RECEIVERS = "Nơi nhận:"
ENDED = tuple(".!?…:;,)”\"'/")
SHORT_RULE_MM = 30
STAYS = 900
SUBJECT_SIDE_MM = 10


@dataclass(frozen=True, slots=True)
class Head:
    """The head in its two columns; what is empty is not printed. `about` is the subject of a letter."""

    superior: str
    issuer: str
    number: str
    secrecy: str
    urgency: str
    mark: str
    about: str
    place: str
    limit: str


def layout_of(paper: Paper) -> Layout:
    """The layout of the paper's style on its day, or on the day it was made while it has none."""
    return layout_on(paper.day or paper.created.date(), paper.style)


def head(paper: Paper, layout: Layout) -> Head:
    return Head(
        superior=one_line(paper.letterhead.superior).upper(),
        issuer=one_line(paper.letterhead.issuer).upper(),
        number=f"{layout.number_word} {one_line(paper.number) or '……'}" if paper.numbered else "",
        secrecy=one_line(paper.secrecy).upper(),
        urgency=one_line(paper.urgency).upper(),
        mark=one_line(paper.mark),
        about="" if paper.type_name else printable(paper.about),
        place=place_and_day(paper.place, paper.day),
        limit=one_line(paper.limit).upper(),
    )


def issuer_rule_mm(issuer: str, layout: Layout) -> float:
    """Under the issuing body: between a third and a half of its name, or of its longest line."""
    room = layout.text_width * layout.left_share
    return round(min(measure.width_mm(issuer, layout.head, bold=True), room) * 0.45, 1)


def nation_rule_mm(layout: Layout) -> float:
    """As long as the line above it."""
    text, size = (layout.motto, layout.motto_size) if layout.motto else (layout.nation, layout.nation_size)
    return round(measure.width_mm(text, size, bold=True), 1)


def subject_side_mm(about: str, layout: Layout) -> float:
    """What a subject leaves free on both sides, so that its lines are of like length."""
    room = layout.text_width - 2 * SUBJECT_SIDE_MM
    widest = max(measure.even_mm(line, layout.about, room, bold=True) for line in about.split("\n"))
    return round((layout.text_width - widest) / 2, 1)


def title(paper: Paper) -> str:
    """What the file is called inside."""
    return (one_line(paper.title) or one_line(f"{paper.type_name} {paper.about}"))[:255]


def author(paper: Paper) -> str:
    return one_line(paper.letterhead.issuer)[:255]


def addressees(paper: Paper) -> list[str]:
    """One for each line.

    >>> from datetime import datetime
    >>> from giaoban.documents.blocks import Letterhead
    >>> made = Paper(Letterhead("", ""), "", "", None, "", "", datetime.max, addressee="Sở A,\\n\\nSở B.")
    >>> addressees(made)
    ['Sở A,', 'Sở B.']
    """
    return [line for line in map(one_line, printable(paper.addressee).split("\n")) if line]


def addressed(paper: Paper) -> str:
    """What stands before them: Kính gửi, Kính trình, Kính mời."""
    return f"{one_line(paper.addressed)}:"


def receivers(paper: Paper, layout: Layout) -> list[str]:
    """Each behind a dash; the signs at the end are the layout's, the last one is a point."""
    last = len(paper.receivers)
    return [
        f"- {one_line(receiver).rstrip('.,;')}{'.' if number == last else layout.receiver_end}"
        for number, receiver in enumerate(paper.receivers, start=1)
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A line in the middle of its cell, `side` mm from both edges: a long one breaks into even parts."""

    text: str
    bold: bool
    side: float


def centred(text: str, size: float, room: float, *, bold: bool = False) -> Line:
    return Line(text, bold, round((room - measure.even_mm(text, size, room, bold=bold)) / 2, 1))


def signed(signature: Signature, layout: Layout, room: float) -> list[Line]:
    """Authority and post; the name comes last."""
    authority = [line for line in map(one_line, printable(signature.authority).split("\n")) if line]
    lines = [(text, True) for text in authority]
    lines += [(one_line(signature.post), layout.post_bold), (one_line(signature.name), True)]
    return [centred(text, layout.signature, room, bold=bold) for text, bold in lines]


def foot(paper: Paper) -> str:
    """The line at the foot of each page."""
    code = f"{CODE}: {one_line(paper.code)}" if paper.code else ""
    return " · ".join(part for part in (one_line(paper.footer), code) if part)


def shown(value: Cell, column: Column) -> str:
    """A cell as the paper writes it: numbers in Vietnamese style, nothing for what is not known.

    >>> from decimal import Decimal
    >>> shown(1234567, Column("x")), shown(Decimal("92.065"), Column("x", places=2)), shown(None, Column("x"))
    ('1.234.567', '92,07', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return printable(value)
    return vi_number(value, column.places)


def pages(blocks: Sequence[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """Blocks that stand on pages of one direction: (laid across, blocks). Headings go with their table.

    >>> upright, across = Table([Column("a")], []), Table([Column("b")], [], wide=True)
    >>> [(wide, len(part)) for wide, part in pages([upright, Heading("I"), across, across, upright])]
    [(False, 1), (True, 3), (False, 1)]
    """
    turned, held = False, list[Block]()
    for block in blocks:
        wide = isinstance(block, Table) and block.wide
        if wide == turned:
            held.append(block)
            continue
        kept = len(held)
        while wide and kept and isinstance(held[kept - 1], Heading):
            kept -= 1
        if held[:kept]:
            yield turned, held[:kept]
        turned, held = wide, [*held[kept:], block]
    if held:
        yield turned, held


def stays(block: Block) -> bool:
    """Whether the end of a paper stands on the page of the signature: a short paragraph, a table's source."""
    if isinstance(block, Table):
        return bool(block.source)
    return isinstance(block, Paragraph) and sum(len(run.text) for run in block.parts()) < STAYS


def ended(blocks: Sequence[Block], layout: Layout) -> Sequence[Block]:
    """The same blocks, the last sentence closed as the layout wants it: "." or, in state papers, "./.".

    >>> from datetime import date
    >>> closed = ended([Paragraph("Xin trân trọng báo cáo.")], layout_on(date(2021, 1, 1), "state"))
    >>> closed[0].text, ended(closed, layout_on(date(2021, 1, 1), "state")) == closed
    ('Xin trân trọng báo cáo./.', True)
    >>> ended([Paragraph("Xin trân trọng báo cáo")], layout_on(date(2021, 1, 1)))[0].text
    'Xin trân trọng báo cáo.'
    """
    last = blocks[-1] if blocks else None
    if not isinstance(last, Paragraph) or last.align != "justify":
        return blocks
    *others, run = last.parts()
    if run.figure or not run.text.strip():
        return blocks
    closed = replace(run, text=_closed(run.text.rstrip(), layout.end_mark))
    made = replace(last, runs=(*others, closed)) if last.runs else replace(last, text=closed.text)
    return (*blocks[:-1], made)


def _closed(text: str, mark: str) -> str:
    if text.endswith(mark):
        return text
    if mark == ".":
        return text if text.endswith(ENDED) else text + mark
    return text.removesuffix(".") + mark
