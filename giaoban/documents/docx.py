"""A paper as .docx in the layout of its style and day, with real Word headings.

Head of two columns, type name and trích yếu, body, tables with repeated titles, signature and receivers,
annexes. Tables laid across stand in sections of their own.
"""

import io
from collections.abc import Sequence
from datetime import UTC
from typing import Any

import docx
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.shared import Mm

from giaoban.documents import controls, word, words
from giaoban.documents.blocks import Annex, Block, Heading, Paper, Paragraph, Signature, Table
from giaoban.documents.docx_tables import add_table
from giaoban.documents.layout import (
    ADDRESSEE_MM,
    EDGE_MM,
    GUTTER_MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PEN_ROOM,
    Layout,
)
from giaoban.documents.text import one_line

FOOT_SIZE = 9
THIN = 4  # pt, the line of a rule


def render(paper: Paper) -> bytes:
    """The bytes of the .docx; the same paper gives the same bytes."""
    layout = words.layout_of(paper)
    document = docx.Document()
    _page(document, layout, paper)
    _styles(document, layout)
    _properties(document, paper)
    _head(document, layout, paper)
    _title(document, layout, paper)
    across = _blocks(document, layout, paper.blocks, across=False)
    _foot(document, layout, paper, across=across)
    for annex in paper.annexes:
        across = _annex(document, layout, paper, annex, across=across)
    controls.number(document)
    out = io.BytesIO()
    document.save(out)
    return word.repack(out.getvalue())


def _page(document: Any, layout: Layout, paper: Paper) -> None:
    """A4, margins, the number of the page from page 2 on, the foot on every page."""
    section = document.sections[0]
    section.header_distance = section.footer_distance = Mm(EDGE_MM)
    _turn(section, layout, across=False)
    _first_unnumbered(section)
    top = layout.page_number_place == "top"
    place = section.header if top else section.footer
    number = word.shape(place.paragraphs[0], align="center" if top else "right")
    word.page_field(number, size=layout.page_number)
    if said := words.foot(paper):
        below = section.footer.paragraphs[0] if top else section.footer.add_paragraph()
        word.write(word.shape(below, align="right"), said, size=FOOT_SIZE)
        _first_foot(section, said)


def _first_unnumbered(section: Any) -> None:
    """The first page of the section shows no number."""
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False


def _first_foot(section: Any, said: str) -> None:
    """The first page of the section says at its foot what all others say."""
    section.first_page_footer.is_linked_to_previous = False
    word.write(word.shape(section.first_page_footer.paragraphs[0], align="right"), said, size=FOOT_SIZE)


def _turn(section: Any, layout: Layout, *, across: bool) -> None:
    """Laid across, the paper is turned to the left: its binding edge lies on top."""
    sides = [layout.top, layout.right, layout.bottom, layout.left]
    size = [PAGE_WIDTH, PAGE_HEIGHT]
    if across:
        sides, size = [*sides[3:], *sides[:3]], size[::-1]
    section.orientation = WD_ORIENTATION.LANDSCAPE if across else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = map(Mm, size)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, sides)


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
    core.title = words.title(paper)
    core.author = core.last_modified_by = words.author(paper)
    core.comments, core.keywords, core.language = "", "", "vi-VN"
    core.created = core.modified = made
    core.revision = 1
    relations = document.part.package.rels  # the template's picture of an empty page is nobody's preview
    for key in [key for key, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


# --- head ------------------------------------------------------------------------------------------------


class _Cell:
    """The lines of one cell, from top to bottom; the first one takes the paragraph that is there."""

    def __init__(self, cell: Any, width_mm: float) -> None:
        self.cell, self.width, self.empty = cell, width_mm, True

    def line(self, text: str, *, align: str = "center", before: float = 0, **face: Any) -> Any:
        paragraph = self.cell.paragraphs[0] if self.empty else self.cell.add_paragraph()
        self.empty = False
        word.shape(paragraph, align=align, before=before)
        if text:
            word.write(paragraph, text, **face)
        return paragraph

    def rule(self, length_mm: float) -> None:
        rule = word.shape(self.line(""), align="center", line=THIN, before=THIN)
        word.rule_above(rule, side_mm=round((self.width - length_mm) / 2, 1))


def _head(document: Any, layout: Layout, paper: Paper) -> None:
    """Left the bodies over the number and the marks; right the nation's lines over place and day."""
    said = words.head(paper, layout)
    left_mm = round(layout.text_width * layout.left_share, 1)
    right_mm = layout.text_width - left_mm
    table = document.add_table(rows=2, cols=2)
    word.borders(table, visible=False)
    word.cell_margins(table, side_mm=0)
    word.fix_widths(table, [left_mm, right_mm])
    bodies, nation = (_Cell(c, w) for c, w in zip(table.rows[0].cells, (left_mm, right_mm), strict=True))
    if said.superior:
        bodies.line(said.superior, size=layout.head)
    bodies.line(said.issuer, size=layout.head, bold=True)
    if layout.issuer_mark:
        bodies.line(layout.issuer_mark, size=layout.head)
    else:
        bodies.rule(words.issuer_rule_mm(said.issuer, layout))
    nation.line(layout.nation, size=layout.nation_size, bold=True)
    if layout.motto:
        nation.line(layout.motto, size=layout.motto_size, bold=True)
    nation.rule(words.nation_rule_mm(layout))
    number, place = (_Cell(c, w) for c, w in zip(table.rows[1].cells, (left_mm, right_mm), strict=True))
    if said.number:
        number.line(said.number, size=layout.number_size)
    if said.about:
        number.line(said.about, before=6, size=layout.about_letter, italic=layout.about_letter_italic)
    for mark in filter(None, (said.secrecy, said.urgency)):
        number.line(mark, before=4, size=layout.mark, bold=True, boxed=True)
    if said.mark:
        number.line(said.mark, before=2, size=layout.about_letter, italic=True)
    if number.empty:
        number.line("")  # no higher than the place beside it
    place.line(said.place, size=layout.place, italic=True)
    if said.limit:
        place.line(said.limit, before=4, size=layout.mark, bold=True, boxed=True)


def _title(document: Any, layout: Layout, paper: Paper) -> None:
    if paper.type_name:
        kind = word.shape(document.add_paragraph(), align="center", before=18)
        word.write(kind, one_line(paper.type_name).upper(), size=layout.type_name, bold=True)
        about = words.subject(paper, layout)
        if about:
            line = word.shape(document.add_paragraph(), align="center")
            word.write(line, about, size=layout.about, bold=True)
        short = word.shape(document.add_paragraph(), align="center", after=10)
        if layout.short_rule:
            word.write(short, layout.short_rule, size=layout.about)
        else:
            length = words.subject_rule_mm(about or paper.type_name.upper(), layout)
            word.shape(short, align="center", line=THIN, before=THIN, after=12)
            word.rule_above(short, side_mm=round((layout.text_width - length) / 2, 1))
    _addressees(document, layout, paper, before=0 if paper.type_name else 18)


def _addressees(document: Any, layout: Layout, paper: Paper, *, before: float) -> None:
    names = words.addressees(paper)
    if not names:
        return
    several = len(names) > 1
    to = word.shape(document.add_paragraph(), align="left" if several else "center", before=before, after=12)
    word.write(to, words.addressed(paper), italic=layout.addressee_italic)
    if not several:
        word.write(to, f" {names[0]}")
        return
    word.indent(word.shape(to, align="left", before=before, after=0), side_mm=ADDRESSEE_MM / 2, right=False)
    for number, name in enumerate(names, start=1):
        line = word.shape(document.add_paragraph(), align="left", after=12 if number == len(names) else 0)
        word.indent(line, side_mm=ADDRESSEE_MM, right=False)
        word.write(line, f"- {name}")


# --- body ------------------------------------------------------------------------------------------------


def write_blocks(document: Any, layout: Layout, blocks: Sequence[Block]) -> None:
    """Add blocks to a Word document that is not ours, whose pages stay as they lie."""
    for block in blocks:
        _block(document, layout, block)


def _blocks(document: Any, layout: Layout, blocks: Sequence[Block], *, across: bool) -> bool:
    """Blocks on pages of their direction; how the page lies in the end."""
    for wide, part in words.pages(blocks):
        if wide != across:
            _break(document, layout, across=wide)
            across = wide
        for block in part:
            with controls.around(document, block.key):
                _block(document, layout, block)
    return across


def _break(document: Any, layout: Layout, *, across: bool) -> Any:
    """From here on a new page, of the direction that is wanted; the count of pages goes on."""
    section = word.break_section(document)
    section.different_first_page_header_footer = False
    word.count_pages(section, anew=False)
    _turn(section, layout, across=across)
    return section


def _block(document: Any, layout: Layout, block: Block) -> None:
    body: dict[str, Any] = {"align": "justify", "line": layout.line, "after": layout.after}
    if isinstance(block, Table):
        add_table(document, layout, block)
    elif isinstance(block, Heading):
        heading = document.add_paragraph(style=f"Heading {block.level}")
        word.shape(heading, **body, before=6, first_line_mm=layout.first_line_mm)
        heading.paragraph_format.keep_with_next = True
        word.write(heading, words.heading(block.text, layout), hold=True)
    else:
        _paragraph(document, layout, block, body)


def _paragraph(document: Any, layout: Layout, block: Paragraph, body: dict[str, Any]) -> None:
    first_line = layout.first_line_mm if block.indent and block.align == "justify" else 0
    paragraph = word.shape(
        document.add_paragraph(), **{**body, "align": block.align}, first_line_mm=first_line
    )
    for run, text in zip(block.parts(), words.runs(block, layout), strict=True):
        face = {"bold": run.bold, "italic": run.italic, "raised": run.raised}
        made = word.write(paragraph, text, hold=True, **face)
        controls.bind(made, run.figure)


def _annex(document: Any, layout: Layout, paper: Paper, annex: Annex, *, across: bool) -> bool:
    """On a page of its own, laid as its first block wants it."""
    wide = next((wide for wide, _part in words.pages(annex.blocks)), False)
    own = layout.annex_pages == "own"
    if own or wide != across:
        section = _break(document, layout, across=wide)
        if own:
            word.count_pages(section, anew=True)
            _first_unnumbered(section)
            _first_foot(section, words.foot(paper))
    heading = document.add_paragraph(style="Heading 1")
    word.shape(heading, align="center", after=3)
    heading.paragraph_format.page_break_before = not own and wide == across
    heading.paragraph_format.keep_with_next = True
    title, about, attached = words.annex_lines(annex, paper, layout, wide=wide)
    word.write(heading, title)
    for text, face in ((about, {"bold": True}), (attached, {"italic": True})):
        if text:
            line = word.shape(document.add_paragraph(), align="center", after=3)
            word.write(line, text, **face)
    word.shape(document.add_paragraph(), align="center", line=layout.after)
    return _blocks(document, layout, annex.blocks, across=wide)


# --- signature and receivers -----------------------------------------------------------------------------


def _foot(document: Any, layout: Layout, paper: Paper, *, across: bool) -> None:
    """Receivers and signature side by side, on one page with the last lines of the body."""
    if paper.signature is None and paper.beside is None and not paper.receivers:
        return
    if paper.blocks and words.stays(paper.blocks[-1]):
        last = paper.blocks[-1]
        word.last_paragraph(document).paragraph_format.keep_with_next = True
        if isinstance(last, Table) and not last.source:
            word.hold_last_row(document.tables[-1])
    space = word.shape(document.add_paragraph(), align="left", line=layout.line)
    space.paragraph_format.keep_with_next = True
    half = layout.room(wide=across) / 2
    table = document.add_table(rows=1, cols=2)
    word.borders(table, visible=False)
    word.cell_margins(table, side_mm=0)
    word.fix_widths(table, [half, half])
    word.keep_whole(table.rows[0])
    left, right = (_Cell(cell, half) for cell in table.rows[0].cells)
    if paper.beside is not None:
        _signature(left, layout, paper.beside)
    elif paper.receivers:
        _receivers(left, layout, paper)
    if paper.signature is not None:
        _signature(right, layout, paper.signature)


def _receivers(cell: _Cell, layout: Layout, paper: Paper) -> None:
    face = {"underline": True} if layout.receivers_underlined else {"bold": True, "italic": True}
    cell.line(words.RECEIVERS, align="left", size=layout.receivers_title, **face)
    for receiver in words.receivers(paper, layout, cell.width - GUTTER_MM):
        line = cell.line(receiver, align="left", size=layout.receivers)
        line.paragraph_format.right_indent = Mm(GUTTER_MM)


def _signature(cell: _Cell, layout: Layout, signature: Signature) -> None:
    *lines, name = words.signed(signature, layout, cell.width - GUTTER_MM)
    for line, before in (*((line, 0) for line in lines), (name, PEN_ROOM)):
        made = cell.line(line.text, before=before, size=layout.signature, bold=line.bold)
        word.indent(made, side_mm=GUTTER_MM / 2)
