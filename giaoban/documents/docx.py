"""A paper as .docx in the Party's layout of its day (36-HD/VPTW, 05-HD/VPTW), with real Word headings.

Head of two columns, type name and trích yếu, body, tables with repeated titles, signature and receivers.
"""

import io
from datetime import UTC
from typing import Any

import docx
from docx.enum.section import WD_ORIENTATION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm

from giaoban.core.numbers import vi_number
from giaoban.documents import controls, word
from giaoban.documents.blocks import Block, Cell, Column, Heading, Paper, Paragraph, Signature, Table
from giaoban.documents.layout import PAGE_HEIGHT, PAGE_WIDTH, Layout, layout_on
from giaoban.documents.text import one_line, place_and_day, printable

PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
LEFT_SHARE = 0.46  # of the text width, for the issuing body
PEN_ROOM = 48  # pt between post and name, where one signs


def render(paper: Paper) -> bytes:
    """The bytes of the .docx; the same paper gives the same bytes."""
    layout = layout_on(paper.day or paper.created.date())
    document = docx.Document()
    _page(document, layout, paper)
    _styles(document, layout)
    _properties(document, paper)
    _head(document, layout, paper)
    _title(document, layout, paper)
    for block in paper.blocks:
        with controls.around(document, block.key):
            _block(document, layout, block)
    _foot(document, layout, paper)
    controls.number(document)
    out = io.BytesIO()
    document.save(out)
    return word.repack(out.getvalue())


def _page(document: Any, layout: Layout, paper: Paper) -> None:
    """A4, margins, the page number at the top centre from page 2, the footer on every page."""
    section = document.sections[0]
    section.orientation = WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.top), Mm(layout.bottom)
    section.left_margin, section.right_margin = Mm(layout.left), Mm(layout.right)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = word.shape(section.header.paragraphs[0], align="center")
    word.page_field(number, size=layout.page_number)
    section.first_page_header.is_linked_to_previous = False
    if paper.footer:
        for footer in (section.footer, section.first_page_footer):
            line = word.shape(footer.paragraphs[0], align="right")
            word.write(line, one_line(paper.footer), size=9)


def _styles(document: Any, layout: Layout) -> None:
    """Normal and headings in one black face; the template's own colours and theme fonts go."""
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    word.set_font(defaults, layout.font, layout.body)
    faces = {"Normal": (False, False), "Header": (False, False), "Footer": (False, False)}
    faces |= {"Heading 1": (True, False), "Heading 2": (True, False), "Heading 3": (True, True)}
    for name, (bold, italic) in faces.items():
        style = styles[name]
        word.set_font(style.element.get_or_add_rPr(), layout.font, layout.body)
        style.font.bold = style.font.cs_bold = bold
        style.font.italic = style.font.cs_italic = italic


def _properties(document: Any, paper: Paper) -> None:
    made = paper.created
    if made.tzinfo is not None:
        made = made.astimezone(UTC).replace(tzinfo=None)
    made = made.replace(microsecond=0)
    core = document.core_properties
    core.title = (one_line(paper.title) or one_line(f"{paper.type_name} {paper.about}"))[:255]
    core.author = core.last_modified_by = one_line(paper.letterhead.issuer)[:255]
    core.comments, core.keywords, core.language = "", "", "vi-VN"
    core.created = core.modified = made
    core.revision = 1
    relations = document.part.package.rels  # the template's picture of an empty page is nobody's preview
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


def _line(cell: Any, first: bool, **form: Any) -> Any:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    return word.shape(paragraph, **{"align": "center", **form})


def _head(document: Any, layout: Layout, paper: Paper) -> None:
    """Left the bodies, "*", the number; right the Party's name over a rule as long as it, place and day."""
    left_mm = round(layout.text_width * LEFT_SHARE, 1)
    right_mm = layout.text_width - left_mm
    table = document.add_table(rows=2, cols=2)
    word.borders(table, visible=False)
    word.cell_margins(table, side_mm=0)
    word.fix_widths(table, [left_mm, right_mm])
    bodies, party = table.rows[0].cells
    first = True
    if paper.letterhead.superior:
        word.write(_line(bodies, first), one_line(paper.letterhead.superior).upper(), size=layout.head)
        first = False
    issuer = one_line(paper.letterhead.issuer).upper()
    word.write(_line(bodies, first), issuer, size=layout.head, bold=True)
    word.write(_line(bodies, first=False), "*", size=layout.head)
    name = _line(party, first=True)
    word.write(name, PARTY, size=layout.party, bold=True)
    word.rule_below(name, side_mm=round((right_mm - layout.party_rule_mm) / 2, 1))
    number, place = table.rows[1].cells
    word.write(_line(number, first=True), f"Số {one_line(paper.number) or '……'}", size=layout.head)
    if paper.mark:
        word.write(_line(number, first=False), one_line(paper.mark), size=layout.about_letter, italic=True)
    if paper.about and not paper.type_name:
        about = _line(number, first=False)
        word.write(about, printable(paper.about), size=layout.about_letter, italic=True)
    written = place_and_day(paper.place, paper.day)
    word.write(_line(place, first=True), written, size=layout.place, italic=True)


def _title(document: Any, layout: Layout, paper: Paper) -> None:
    if paper.type_name:
        kind = word.shape(document.add_paragraph(), align="center", before=18)
        word.write(kind, one_line(paper.type_name).upper(), size=layout.type_name, bold=True)
        if paper.about:
            about = word.shape(document.add_paragraph(), align="center")
            word.write(about, printable(paper.about), size=layout.about, bold=True)
        short = word.shape(document.add_paragraph(), align="center", after=10)
        word.write(short, "-----", size=layout.about)
    if paper.addressee:
        before = 0 if paper.type_name else 18
        to = word.shape(document.add_paragraph(), align="center", before=before, after=12)
        word.write(to, "Kính gửi:", italic=True)
        word.write(to, f" {printable(paper.addressee)}")


def _block(document: Any, layout: Layout, block: Block) -> None:
    body: dict[str, Any] = {"align": "justify", "line": layout.line, "after": layout.after}
    if isinstance(block, Table):
        _table(document, layout, block)
    elif isinstance(block, Heading):
        heading = document.add_paragraph(style=f"Heading {block.level}")
        word.shape(heading, **body, before=6, first_line_mm=layout.first_line_mm)
        heading.paragraph_format.keep_with_next = True
        word.write(heading, one_line(block.text))
    else:
        _paragraph(document, layout, block, body)


def _paragraph(document: Any, layout: Layout, block: Paragraph, body: dict[str, Any]) -> None:
    first_line = layout.first_line_mm if block.indent and block.align == "justify" else 0
    paragraph = word.shape(
        document.add_paragraph(), **{**body, "align": block.align}, first_line_mm=first_line
    )
    for run in block.parts():
        made = word.write(paragraph, printable(run.text), bold=run.bold, italic=run.italic, raised=run.raised)
        controls.bind(made, run.figure)


# --- tables ----------------------------------------------------------------------------------------------


def _table(document: Any, layout: Layout, block: Table) -> None:
    if block.caption:
        caption = word.shape(document.add_paragraph(), align="center", before=6, after=6)
        caption.paragraph_format.keep_with_next = True
        word.write(caption, printable(block.caption), bold=True, size=layout.table + 1)
    heads = 2 if block.bands else 1
    table = document.add_table(rows=heads + max(len(block.rows), 1), cols=len(block.columns))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    word.borders(table, visible=True)
    word.cell_margins(table, side_mm=1.2)
    whole = sum(column.width for column in block.columns)
    word.fix_widths(table, [round(layout.text_width * c.width / whole, 2) for c in block.columns])
    rows = list(table.rows)
    _titles(rows[:heads], layout, block)
    for row in rows:
        word.keep_whole(row)
    if not block.rows:
        cells = rows[-1].cells
        _cell(cells[0].merge(cells[-1]), printable(block.empty), layout, align="center", italic=True)
    for number, (row, values) in enumerate(zip(rows[heads:], block.rows, strict=False)):
        for cell, value, column in zip(row.cells, values, block.columns, strict=True):
            align = "right" if column.numeric else "left"
            _cell(cell, shown(value, column), layout, align=align, bold=number in block.totals)
    if block.source or not block.caption:
        after = word.shape(document.add_paragraph(), align="left", before=3, after=layout.after)
        if block.source:
            word.write(after, printable(block.source), italic=True, size=layout.table - 1)
    else:
        word.shape(document.add_paragraph(), align="left", after=0, line=layout.after)


def _titles(rows: list[Any], layout: Layout, block: Table) -> None:
    """Titles, with bands above them; a band without title over one column leaves it to the column."""
    for row in rows:
        word.repeat_row(row)
    at = 0
    titled: set[int] = set()
    for title, span in block.bands:
        cells = rows[0].cells
        if title:
            _cell(cells[at].merge(cells[at + span - 1]), printable(title), layout, align="center", bold=True)
        else:
            for place in range(at, at + span):
                tall = cells[place].merge(rows[1].cells[place])
                _cell(tall, printable(block.columns[place].title), layout, align="center", bold=True)
                titled.add(place)
        at += span
    for place, column in enumerate(block.columns):
        if place not in titled:
            cell = rows[-1].cells[place]
            _cell(cell, printable(column.title), layout, align="center", bold=True)


def _cell(
    cell: Any, text: str, layout: Layout, *, align: str, bold: bool = False, italic: bool = False
) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = word.shape(cell.paragraphs[0], align=align, before=2, after=2)
    word.write(paragraph, text, size=layout.table, bold=bold, italic=italic)


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


# --- signature and receivers -----------------------------------------------------------------------------


def _foot(document: Any, layout: Layout, paper: Paper) -> None:
    if paper.signature is None and paper.beside is None and not paper.receivers:
        return
    half = layout.text_width / 2
    word.shape(document.add_paragraph(), align="left", line=layout.line)
    table = document.add_table(rows=1, cols=2)
    word.borders(table, visible=False)
    word.cell_margins(table, side_mm=0)
    word.fix_widths(table, [half, half])
    word.keep_whole(table.rows[0])
    left, right = table.rows[0].cells
    if paper.beside is not None:
        _signature(left, layout, paper.beside)
    elif paper.receivers:
        _receivers(left, layout, paper)
    if paper.signature is not None:
        _signature(right, layout, paper.signature)


def _receivers(cell: Any, layout: Layout, paper: Paper) -> None:
    word.write(_line(cell, first=True, align="left"), "Nơi nhận:", size=layout.signature, underline=True)
    for number, receiver in enumerate(paper.receivers, start=1):
        end = "." if number == len(paper.receivers) else ","
        text = f"- {one_line(receiver).rstrip('.,;')}{end}"
        word.write(_line(cell, first=False, align="left"), text, size=layout.receivers)


def _signature(cell: Any, layout: Layout, signature: Signature) -> None:
    first = True
    if signature.authority:
        line = _line(cell, first)
        word.write(line, one_line(signature.authority), size=layout.signature, bold=True)
        first = False
    word.write(_line(cell, first), one_line(signature.post), size=layout.signature)
    name = _line(cell, first=False, before=PEN_ROOM)
    word.write(name, one_line(signature.name), size=layout.signature, bold=True)
