"""Tables of a .docx: bands and titles that repeat, rows that stay whole, numbers on the right."""

from copy import deepcopy
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.text.run import Run

from giaoban.documents import word, words
from giaoban.documents.blocks import Table
from giaoban.documents.layout import Layout
from giaoban.documents.text import printable


def add_table(document: Any, layout: Layout, block: Table) -> None:
    if block.caption:
        caption = word.shape(document.add_paragraph(), align="center", before=6, after=6)
        caption.paragraph_format.keep_with_next = True
        word.write(caption, words.caption(block, layout), bold=True, size=layout.table + 1)
    heads = 2 if block.bands else 1
    table = document.add_table(rows=heads + 1, cols=len(block.columns))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    word.borders(table, visible=True)
    word.cell_margins(table, side_mm=words.CELL_SIDE_MM)
    widths = words.widths(block, layout)
    word.fix_widths(table, widths)
    rows = list(table.rows)
    _titles(rows[:heads], layout, block, widths)
    for row in rows:
        word.keep_whole(row)
    if block.rows:
        _rows(table, rows[-1], layout, block, widths)
    else:
        cells = rows[-1].cells
        _cell(cells[0].merge(cells[-1]), printable(block.empty), layout, align="center", italic=True)
    after = word.shape(document.add_paragraph(), align="left", before=3, after=layout.after)
    if block.source:
        word.write(after, words.source(block, layout), italic=True, size=layout.table - 1)
    else:  # no line of its own: a table that fills its page makes no empty one
        word.shape(after, align="left", line=1, after=words.BELOW_TABLE - 1)


def _rows(table: Any, pattern: Any, layout: Layout, block: Table, widths: list[float]) -> None:
    """Copies of one row and of one in bold, with their words: to build each anew takes ten times as long."""
    for cell, column in zip(pattern.cells, block.columns, strict=True):
        _cell(cell, "x", layout, align=words.side(column))
    plain, total = pattern._tr, deepcopy(pattern._tr)
    for run in total.iter(qn("w:r")):
        word.embolden(Run(run, pattern))
    for number, values in enumerate(block.rows):
        made = deepcopy(total if number in block.totals else plain)
        for run, value, column, width in zip(
            made.iter(qn("w:r")), values, block.columns, widths, strict=True
        ):
            word.say(run, words.cell(value, column, width, layout))
        table._tbl.append(made)
    table._tbl.remove(plain)


def _titles(rows: list[Any], layout: Layout, block: Table, widths: list[float]) -> None:
    """Titles, with bands above them; a band without title over one column leaves it to the column."""
    for row in rows:
        word.repeat_row(row)
    at = 0
    titled: set[int] = set()
    titles = [
        words.column_title(column.title, width, layout)
        for column, width in zip(block.columns, widths, strict=True)
    ]
    for title, span in block.bands:
        cells = rows[0].cells
        if title:
            band = words.column_title(title, sum(widths[at : at + span]), layout)
            _cell(cells[at].merge(cells[at + span - 1]), band, layout, align="center", bold=True)
        else:
            for place in range(at, at + span):
                tall = cells[place].merge(rows[1].cells[place])
                _cell(tall, titles[place], layout, align="center", bold=True)
                titled.add(place)
        at += span
    for place, title in enumerate(titles):
        if place not in titled:
            _cell(rows[-1].cells[place], title, layout, align="center", bold=True)


def _cell(
    cell: Any, text: str, layout: Layout, *, align: str, bold: bool = False, italic: bool = False
) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = word.shape(cell.paragraphs[0], align=align, before=2, after=2)
    word.end_as(paragraph, size=layout.table)  # an empty cell is no higher than one with words
    word.write(paragraph, text, size=layout.table, bold=bold, italic=italic)
