"""The figures of a Party or a State paper on its day, from data/*-layout.json with source and confidence."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from giaoban.documents.blocks import Style

DATA = Path(__file__).parent / "data"
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
EDGE_MM = 10  # from the edge of the paper to the page number and to the line at the foot
ADDRESSEE_MM = 45  # where addressees stand when they are several
GUTTER_MM = 6  # between receivers and signature
PEN_ROOM = 64  # pt between post and name, where one signs


@dataclass(frozen=True, slots=True)
class Layout:
    """Margins and indents in mm, sizes and spaces in pt; `source` and `note` say what stands where.

    `left_share` is the share of the text width for the issuing body. Where `issuer_mark` or `short_rule` is
    empty a thin rule is drawn instead. `end_mark` closes the last sentence. Pages of annexes are counted
    on, or each annex has a count of its `own`.
    """

    code: str
    style: Style
    source: str
    confidence: str
    note: str
    top: int
    bottom: int
    left: int
    right: int
    font: str
    nation: str
    nation_size: int
    motto: str
    motto_size: int
    left_share: float
    head: int
    issuer_mark: str
    number_word: str
    number_size: int
    place: int
    type_name: int
    about: int
    about_letter: int
    about_letter_italic: bool
    short_rule: str
    addressee_italic: bool
    body: int
    line: int
    after: int
    first_line_mm: int
    table: int
    mark: int
    signature: int
    post_bold: bool
    receivers_title: int
    receivers_underlined: bool
    receivers: int
    receiver_end: str
    page_number: int
    page_number_place: Literal["top", "bottom"]
    end_mark: str
    annex_pages: Literal["on", "own"]

    @property
    def text_width(self) -> int:
        return PAGE_WIDTH - self.left - self.right

    @property
    def wide_width(self) -> int:
        """The text width of a page laid across: turned to the left, its binding edge lies on top."""
        return PAGE_HEIGHT - self.top - self.bottom

    def room(self, *, wide: bool) -> int:
        return self.wide_width if wide else self.text_width


def layout_on(day: date, style: Style = "party") -> Layout:
    """The layout in force on the paper's day.

    >>> layout_on(date(2019, 9, 25)).code, layout_on(date(2018, 4, 2)).left
    ('36-HD/VPTW', 35)
    >>> layout_on(date(2026, 5, 27)).confidence
    'M'
    >>> layout_on(date(2020, 3, 5), "state").code, layout_on(date(2020, 3, 4), "state").page_number_place
    ('30/2020/NĐ-CP', 'bottom')
    """
    for starts, ends, layout in _layouts(style):
        if starts <= day < ends:
            return layout
    return _layouts(style)[-1][2]  # date.max itself, which no half-open interval holds


@cache
def _layouts(style: Style) -> tuple[tuple[date, date, Layout], ...]:
    data: dict[str, Any] = json.loads((DATA / f"{style}-layout.json").read_text(encoding="utf-8"))
    return tuple(
        (
            date.fromisoformat(line["from"]),
            date.fromisoformat(line["to"]),
            Layout(
                code=line["code"],
                style=style,
                source=line["source"],
                confidence=line["confidence"],
                note=line["note"],
                **(data["figures"] | line["figures"]),
            ),
        )
        for line in data["layouts"]
    )
