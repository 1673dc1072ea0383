"""The figures of a Party paper on its day, from data/party-layout.json with source and confidence."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "party-layout.json"
PAGE_WIDTH, PAGE_HEIGHT = 210, 297


@dataclass(frozen=True, slots=True)
class Layout:
    """Margins and indents in mm, sizes and spaces in pt; `source` says where the margins stand."""

    code: str
    source: str
    confidence: str
    top: int
    bottom: int
    left: int
    right: int
    font: str
    party: int
    party_rule_mm: int
    head: int
    place: int
    type_name: int
    about: int
    about_letter: int
    body: int
    line: int
    after: int
    first_line_mm: int
    table: int
    signature: int
    receivers: int
    page_number: int

    @property
    def text_width(self) -> int:
        return PAGE_WIDTH - self.left - self.right


def layout_on(day: date) -> Layout:
    """The layout in force on the paper's day.

    >>> layout_on(date(2019, 9, 25)).code, layout_on(date(2018, 4, 2)).left
    ('36-HD/VPTW', 35)
    >>> layout_on(date(2026, 5, 27)).confidence
    'M'
    """
    for starts, ends, layout in _layouts():
        if starts <= day < ends:
            return layout
    return _layouts()[-1][2]  # date.max itself, which no half-open interval holds


@cache
def _layouts() -> tuple[tuple[date, date, Layout], ...]:
    data: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple(
        (
            date.fromisoformat(line["from"]),
            date.fromisoformat(line["to"]),
            Layout(
                code=line["code"],
                source=line["source"],
                confidence=line["confidence"],
                **line["margins"],
                **data["figures"],
            ),
        )
        for line in data["layouts"]
    )
