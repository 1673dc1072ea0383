"""Small words of WordprocessingML that python-docx has no name for: fonts of every script, rules, fields."""

import io
import re
import zipfile
from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

ALIGN = {
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
# 12-BC/BTCTU, 30/2020/NĐ-CP: the hyphens of a symbol end no line.
SYMBOL = re.compile(r"(?<!\S)[^\w\s]*\w[^\s/-]*(?:[-/][^\s/-]+)*-[^\s/-]+(?:[-/][^\s/-]+)*")
LONGEST_SYMBOL = 30
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def element(tag: str, **attributes: str | int) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_font(properties: Any, font: str, size: float) -> None:
    """Font and size for every script of a w:rPr, so that Vietnamese marks never fall back."""
    for tag in ("w:rFonts", "w:sz", "w:szCs", "w:color", "w:lang"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    properties.insert(0, element("w:rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font))
    properties.append(element("w:color", val="000000"))
    properties.append(element("w:sz", val=round(2 * size)))
    properties.append(element("w:szCs", val=round(2 * size)))
    properties.append(element("w:lang", val="vi-VN", eastAsia="vi-VN"))


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    raised: bool = False,
    boxed: bool = False,
    hold: bool = False,
) -> Run:
    """Add a run; only what differs from the paragraph's style is said. `hold`: symbols stay on one line."""
    run = paragraph.add_run(text)
    if hold:
        _hold(run._r)
    if bold:
        embolden(run)
    if italic:
        run.italic = True
        run.font.cs_italic = True
    if underline:
        run.underline = True
    if raised:
        run.font.superscript = True
    if size is not None:
        run.font.size = Pt(size)
        complex_size = element("w:szCs", val=round(2 * size))
        run._element.get_or_add_rPr().insert_element_before(complex_size, "w:u", "w:vertAlign")
    if boxed:
        frame = element("w:bdr", val="single", sz=6, space=1, color="000000")
        run._element.get_or_add_rPr().insert_element_before(frame, "w:shd", "w:vertAlign")
    return run


def end_as(paragraph: Paragraph, *, size: float) -> None:
    """The size of the end of a paragraph, which is the height of a line without words."""
    mark = element("w:rPr")
    mark.append(element("w:sz", val=round(2 * size)))
    mark.append(element("w:szCs", val=round(2 * size)))
    paragraph._p.get_or_add_pPr().insert_element_before(mark, "w:sectPr", "w:pPrChange")


def _hold(run: Any) -> None:
    """Hyphens at which Word breaks no line, in the symbols of a w:r."""
    for words in run.findall(qn("w:t")):
        parts = SYMBOL.sub(_held, words.text or "").split("\0")
        if len(parts) == 1:
            continue
        place = words
        for number, part in enumerate(parts):
            if number:
                hyphen = element("w:noBreakHyphen")
                place.addnext(hyphen)
                place = element("w:t")
                hyphen.addnext(place)
            place.text = part
            if part != part.strip():
                place.set(qn("xml:space"), "preserve")


def _held(found: re.Match[str]) -> str:
    return found[0].replace("-", "\0") if len(found[0]) < LONGEST_SYMBOL else found[0]


def embolden(run: Run) -> None:
    run.bold = True
    run.font.cs_bold = True


def say(run: Any, words: str) -> None:
    """Other words in a w:r that says "x": quickly, unless they hold line ends, tabs or outer blanks."""
    if words and words == words.strip() and not {"\n", "\t"} & set(words):
        run.find(qn("w:t")).text = words
    else:
        run.text = words


def shape(
    paragraph: Paragraph,
    *,
    align: str,
    line: float | None = None,
    before: float = 0,
    after: float = 0,
    first_line_mm: float = 0,
) -> Paragraph:
    """Position and spaces of a paragraph; without `line` its lines are single."""
    form = paragraph.paragraph_format
    form.alignment = ALIGN[align]
    form.first_line_indent = Mm(first_line_mm)
    form.space_before, form.space_after = Pt(before), Pt(after)
    if line is None:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    return paragraph


def indent(paragraph: Paragraph, *, side_mm: float, right: bool = True) -> None:
    """Room on both sides of a paragraph, or on the left only."""
    form = paragraph.paragraph_format
    form.left_indent = Mm(side_mm)
    if right:
        form.right_indent = Mm(side_mm)


def rule_above(paragraph: Paragraph, *, side_mm: float) -> None:
    """A thin rule on top of the paragraph, `side_mm` from both sides of its column."""
    indent(paragraph, side_mm=side_mm)
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz=6, space=1, color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def break_section(document: Any) -> Any:
    """End the section here; the new one, on a new page, goes on like it. The break takes a line of 1 pt."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    ended = document.element.body[-2]
    shape(Paragraph(ended, document._body), align="left", line=1)
    return section


def count_pages(section: Any, *, anew: bool) -> None:
    """Whether the pages of a section are counted from 1; the numbers go on otherwise."""
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    if anew:
        later = (
            "w:cols",
            "w:formProt",
            "w:vAlign",
            "w:noEndnote",
            "w:titlePg",
            "w:textDirection",
            "w:docGrid",
        )
        properties.insert_element_before(element("w:pgNumType", start=1), *later)


def last_paragraph(document: Any) -> Paragraph:
    """The last one of the body, in a content control or not."""
    found = [p for p in document.element.body.iter(qn("w:p")) if p.getparent().tag != qn("w:tc")]
    return Paragraph(found[-1], document._body)


def page_field(paragraph: Paragraph, *, size: float) -> None:
    """The number of the page, kept up by Word."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = write(paragraph, "", size=size)._r
        if kind == "":
            code = element("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = " PAGE "
            run.append(code)
        elif kind == "1":
            shown = element("w:t")
            shown.text = "2"
            run.append(shown)
        else:
            run.append(element("w:fldChar", fldCharType=kind))


def borders(table: Any, *, visible: bool) -> None:
    """All borders of a table, or none."""
    kind = "single" if visible else "nil"
    edges = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edges.append(element(f"w:{side}", val=kind, sz=4, space=0, color="000000"))
    properties = table._tbl.tblPr
    properties.insert_element_before(edges, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def cell_margins(table: Any, *, side_mm: float) -> None:
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=round(Mm(side_mm).twips), type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def fix_widths(table: Any, widths_mm: list[float]) -> None:
    """A fixed layout with these column widths, said in the grid and in each cell, as readers differ."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)


def repeat_row(row: Any) -> None:
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))


def keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().insert(0, element("w:cantSplit"))


def hold_last_row(table: Any) -> None:
    """The last row of a table goes with what follows."""
    for paragraph in table._tbl.tr_lst[-1].iter(qn("w:p")):
        Paragraph(paragraph, table).paragraph_format.keep_with_next = True


def repack(data: bytes) -> bytes:
    """The same package with fixed times and order, so that equal papers are equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            info = zipfile.ZipInfo(name, ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            made.writestr(info, given.read(name))
    return out.getvalue()
