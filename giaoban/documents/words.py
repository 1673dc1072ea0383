"""The words of a paper as both formats print them: head, marks, addressees, cells, receivers, foot.

The renderers set these and add none of their own, so that Word and PDF say the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from giaoban.core.numbers import vi_number
from giaoban.documents import breaking
from giaoban.documents.blocks import (
    Align,
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    Paper,
    Paragraph,
    Signature,
    Table,
)
from giaoban.documents.layout import Layout, layout_on
from giaoban.documents.text import GAP, one_line, place_and_day, printable

CODE = "Mã đối chiếu"
RECEIVERS = "Nơi nhận:"
ENDED = tuple(".!?…:;,)”\"'/")
STAYS = 900
SUBJECT_SIDE_MM = 10
CELL_SIDE_MM = 1.2
NUMBERS_MM = 9
BELOW_TABLE = 9  # pt, where no source stands there
OPEN = re.compile(r"^[….]*(?=[-/])")  # a symbol whose number is to come
UNSAID = re.compile(r"^[….\s]*$")
NUMBERS = frozenset({"TT", "STT", "Số TT"})
ROMAN = {"10": "X", "9": "IX", "8": "VIII", "7": "VII", "6": "VI", "5": "V", "4": "IV", "3": "III", "2": "II"}


@dataclass(frozen=True, slots=True)
class Head:
    """The head in its two columns, long parts on even lines; what is empty is not printed. `about` is the
    subject of a letter."""

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
    left = layout.text_width * layout.left_share
    right = layout.text_width - left
    number = f"{layout.number_word} {symbol(paper.number)}"
    return Head(
        superior=breaking.even(one_line(paper.letterhead.superior).upper(), layout.head, left),
        issuer=breaking.even(one_line(paper.letterhead.issuer).upper(), layout.head, left, bold=True),
        number=number if paper.numbered else "",
        secrecy=one_line(paper.secrecy).upper(),
        urgency=one_line(paper.urgency).upper(),
        mark=one_line(paper.mark),
        about=breaking.even(_letter_about(paper), layout.about_letter, left),
        place=breaking.even(
            place_and_day(paper.place, paper.day, year=paper.created.year), layout.place, right
        ),
        limit=one_line(paper.limit).upper(),
    )


def symbol(number: str) -> str:
    """The number of a paper, with room where a draft has none yet.

    >>> symbol("12-BC/TU"), symbol("-BC/TU") == symbol("……-BC/TU") == f"{GAP}-BC/TU", symbol("") == GAP
    ('12-BC/TU', True, True)
    """
    said = one_line(number)
    return GAP if UNSAID.match(said) else OPEN.sub(GAP, said)


def _letter_about(paper: Paper) -> str:
    """State letters say "V/v" before their subject."""
    if paper.type_name or not paper.about.strip():
        return ""
    about = printable(paper.about).strip()
    named = about.lower().startswith(("v/v", "về "))
    return about if named or paper.style == "party" else f"V/v {about}"


def issuer_rule_mm(issuer: str, layout: Layout) -> float:
    """Under the issuing body: between a third and a half of its longest line."""
    return round(breaking.longest_mm(issuer, layout.head, bold=True) * 0.45, 1)


def nation_rule_mm(layout: Layout) -> float:
    """As long as the line above it."""
    text, size = (layout.motto, layout.motto_size) if layout.motto else (layout.nation, layout.nation_size)
    return round(breaking.longest_mm(text, size, bold=True), 1)


def subject(paper: Paper, layout: Layout) -> str:
    """Under the name of the type, on lines of like length; in state papers with a capital."""
    about = printable(paper.about)
    if paper.style == "state":
        about = about[:1].upper() + about[1:]
    return breaking.even(about, layout.about, layout.text_width - 2 * SUBJECT_SIDE_MM, bold=True)


def subject_rule_mm(about: str, layout: Layout) -> float:
    """Under the subject: between a third and a half of its longest line."""
    return round(breaking.longest_mm(about, layout.about, bold=True) * 0.4, 1)


def said(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Words that may need several lines; on one they need no bound blanks, which stand in copies too."""
    words = printable(text)
    return words if breaking.longest_mm(words, size, bold=bold) <= room * 0.98 else breaking.kept(words)


def runs(block: Paragraph, layout: Layout) -> list[str]:
    """The words of each run of a paragraph."""
    texts = [printable(run.text) for run in block.parts()]
    room = (layout.text_width - layout.first_line_mm) * 0.98
    short = breaking.longest_mm("".join(texts), layout.body, bold=True) <= room
    return texts if short else [breaking.kept(text) for text in texts]


def heading(text: str, layout: Layout) -> str:
    return said(one_line(text), layout.body, layout.text_width - layout.first_line_mm, bold=True)


def caption(table: Table, layout: Layout) -> str:
    return said(table.caption, layout.table + 1, layout.room(wide=table.wide), bold=True)


def source(table: Table, layout: Layout) -> str:
    return said(table.source, layout.table - 1, layout.room(wide=table.wide))


def annex_lines(annex: Annex, paper: Paper, layout: Layout, *, wide: bool) -> tuple[str, str, str]:
    """Title, name and belonging. State papers number annexes in Roman figures and name them in capitals."""
    title, about = one_line(annex.title), printable(annex.about)
    if paper.style == "state":
        number = title.rpartition(" ")[2]
        title = title.removesuffix(number) + ROMAN.get(number, "I" if number == "1" else number)
        about = about.upper()
    room = layout.room(wide=wide) - 2 * SUBJECT_SIDE_MM
    return (
        title,
        breaking.even(about, layout.body, room, bold=True),
        breaking.even(printable(annex.attached), layout.body, room),
    )


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
    lines = map(one_line, printable(paper.addressee).split("\n"))
    return [breaking.kept(line) for line in lines if line]


def addressed(paper: Paper) -> str:
    """What stands before them: Kính gửi, Kính trình, Kính mời."""
    return f"{one_line(paper.addressed)}:"


def receivers(paper: Paper, layout: Layout, room: float) -> list[str]:
    """Each behind a dash; the signs at the end are the layout's, the last one is a point."""
    last = len(paper.receivers)
    ended = (
        f"- {one_line(receiver).rstrip('.,;')}{'.' if number == last else layout.receiver_end}"
        for number, receiver in enumerate(paper.receivers, start=1)
    )
    return [breaking.tied(line, layout.receivers, room) for line in ended]


@dataclass(frozen=True, slots=True)
class Line:
    """A line in the middle of its cell; a long one is broken into even parts."""

    text: str
    bold: bool


def signed(signature: Signature, layout: Layout, room: float) -> list[Line]:
    """Authority and post; the name comes last."""
    authority = [line for line in map(one_line, printable(signature.authority).split("\n")) if line]
    lines = [(text, True) for text in authority]
    lines += [(one_line(signature.post), layout.post_bold), (one_line(signature.name), True)]
    return [Line(breaking.even(text, layout.signature, room, bold=bold), bold) for text, bold in lines]


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


def side(column: Column) -> Align:
    """Where the cells of a column stand: numbers right, numbers of rows and what is `centred` in the middle.

    >>> side(Column("TT", numeric=True)), side(Column("Số", numeric=True)), side(Column("Đơn vị"))
    ('center', 'right', 'left')
    """
    if column.centred or column.title.strip() in NUMBERS:
        return "center"
    return "right" if column.numeric else "left"


def cell(value: Cell, column: Column, width: float, layout: Layout) -> str:
    """A cell as it is set in a column of this width."""
    return breaking.tied(shown(value, column), layout.table, width - 2 * CELL_SIDE_MM)


def column_title(title: str, width: float, layout: Layout) -> str:
    return breaking.even(printable(title), layout.table, width - 2 * CELL_SIDE_MM, bold=True)


def widths(table: Table, layout: Layout) -> list[float]:
    """The widths of its columns in mm; numbers of rows and their title fit on one line.

    >>> from datetime import date
    >>> narrow = Table([Column("TT", 0.1), *[Column("Đơn vị")] * 3], [])
    >>> widths(narrow, layout_on(date(2019, 9, 25)))
    [9, 52.0, 52.0, 52.0]
    """
    room, share = layout.room(wide=table.wide), sum(column.width for column in table.columns)
    least = {at: NUMBERS_MM for at, column in enumerate(table.columns) if column.title.strip() in NUMBERS}
    narrow = {at: mm for at, mm in least.items() if room * table.columns[at].width / share < mm}
    room -= sum(narrow.values())
    share -= sum(table.columns[at].width for at in narrow)
    return [narrow.get(at, round(room * column.width / share, 2)) for at, column in enumerate(table.columns)]


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
    """Whether the end of a paper stands on the page of the signature: a short paragraph, the last row of a
    table or its source."""
    if isinstance(block, Table):
        return True
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
    if run.figure or UNSAID.match(run.text):
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
