"""A line at the foot of every page of a Word file that is not ours, without moving what stands there.

Every footer that a page may show gets it: the usual one, that of first pages, that of even pages, of all
sections. The line lies below what stands in the footer, and the footer begins as much lower.
"""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from giaoban.documents import word

SIZE, LINE = 9, 10.5  # pt
LEAST = Mm(5)  # from the edge of the paper: what printers still print
DISTANCE, MARGIN = Mm(12.7), Mm(25.4)  # where a section says nothing


def stamp(document: Any, line: str, code: str) -> None:
    """Add the line where a footer does not show the code yet; one that does keeps its place."""
    document.element.body.get_or_add_sectPr()  # a file may leave its last pages as they come
    shown = list(_shown(document))
    known = {id(root): root for _footer, new, root in shown if not new}
    if all(_says(root, code) for _footer, _new, root in shown):
        return
    for section in document.sections:
        _lower(section, beside=bool(known))
    for footer, new, root in shown:
        paragraph = footer.paragraphs[0] if new else footer.add_paragraph()
        word.indent(word.shape(paragraph, align="right", line=LINE), side_mm=0)
        if not _says(root, code):
            run = word.write(paragraph, line, size=SIZE)
            run.bold = run.italic = False


def _shown(document: Any) -> Iterator[tuple[Any, bool, Any]]:
    """Each footer once: where to write, whether it was made just now, its root."""
    even = document.settings.odd_and_even_pages_header_footer
    met: list[Any] = []
    for section in document.sections:
        footers = [section.footer]
        if section.different_first_page_header_footer:
            footers.append(section.first_page_footer)
        if even:
            footers.append(section.even_page_footer)
        for footer in footers:
            new = _undefined(footer)
            root = footer.part.element
            if not any(root is one for one in met):
                met.append(root)
                yield footer, new, root


def _undefined(footer: Any) -> bool:
    """Whether neither its section nor one before it has such a footer."""
    step = footer
    while step is not None and step.is_linked_to_previous:
        step = step._prior_headerfooter
    return step is None


def _says(root: Any, code: str) -> bool:
    return code in "".join(text.text or "" for text in root.iter(qn("w:t")))


def _lower(section: Any, *, beside: bool) -> None:
    """Room for the line below the footer; where there was none, inside the margin. Margins that nobody gave
    are said, for half of them would be read as none."""
    if section._sectPr.pgMar is None:
        section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = MARGIN
        section.header_distance = DISTANCE
    lies = DISTANCE if section.footer_distance is None else section.footer_distance
    margin = MARGIN if section.bottom_margin is None else abs(section.bottom_margin)
    begins = lies if beside else min(lies, margin)
    section.footer_distance = max(min(LEAST, begins), begins - Pt(LINE))
