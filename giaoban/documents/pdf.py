"""A paper as PDF by typst: the same description and the same words as in Word, fonts embedded, tagged.

The template `data/paper.typ` gets the paper as JSON; no markup is ever built from words. The same paper gives
the same bytes.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

import typst

from giaoban.documents import fonts, measure, words
from giaoban.documents.blocks import Annex, Block, Heading, Paper, Paragraph, Signature, Table
from giaoban.documents.layout import ADDRESSEE_MM, EDGE_MM, GUTTER_MM, PEN_ROOM, Layout
from giaoban.documents.text import one_line, printable

TEMPLATE = Path(__file__).parent / "data" / "paper.typ"
TALL_MM = 120  # a row that is likely to be taller may break over pages


def render(paper: Paper) -> bytes:
    """The bytes of the PDF; FontMissing when this machine has no face for it."""
    font = fonts.document_font()
    made = typst.compile(
        str(TEMPLATE),
        font_paths=_faces(font.folder),
        ignore_system_fonts=True,
        sys_inputs={"family": font.family, "paper": json.dumps(told(paper), ensure_ascii=False)},
    )
    return bytes(made)


@cache
def _faces(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def told(paper: Paper) -> dict[str, Any]:
    """The paper as the template reads it."""
    layout = words.layout_of(paper)
    made = paper.created.astimezone(UTC) if paper.created.tzinfo else paper.created
    groups = _groups(paper.blocks, layout)
    room = layout.room(wide=groups[-1]["wide"]) / 2 - GUTTER_MM
    about = words.subject(paper, layout)
    closed = paper.signature is not None or paper.beside is not None or bool(paper.receivers)
    return {
        "layout": asdict(layout),
        "width": layout.text_width,
        "edge": EDGE_MM,
        "pen_room": PEN_ROOM,
        "below_table": words.BELOW_TABLE,
        "addressee_side": ADDRESSEE_MM,
        "title": words.title(paper),
        "author": words.author(paper),
        "made": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "foot": words.foot(paper),
        "head": _head(paper, layout),
        "title_lines": {
            "type_name": one_line(paper.type_name).upper(),
            "about": about,
            "short_rule": words.subject_rule_mm(about or paper.type_name.upper(), layout),
        },
        "addressed": words.addressed(paper),
        "addressees": words.addressees(paper),
        "groups": groups,
        "closed": closed,
        "receivers_word": words.RECEIVERS,
        "receivers": words.receivers(paper, layout, room),
        "beside": _signature(paper.beside, layout, room),
        "signature": _signature(paper.signature, layout, room),
        "gutter": GUTTER_MM,
        "annexes": [_annex(annex, paper, layout) for annex in paper.annexes],
    }


def _head(paper: Paper, layout: Layout) -> dict[str, Any]:
    said = words.head(paper, layout)
    return asdict(said) | {
        "issuer_rule": words.issuer_rule_mm(said.issuer, layout),
        "nation_rule": words.nation_rule_mm(layout),
    }


def _groups(blocks: Sequence[Block], layout: Layout) -> list[dict[str, Any]]:
    found = [
        {"wide": wide, "blocks": [_block(block, layout) for block in part]}
        for wide, part in words.pages(blocks)
    ]
    return found or [{"wide": False, "blocks": []}]


def _annex(annex: Annex, paper: Paper, layout: Layout) -> dict[str, Any]:
    groups = _groups(annex.blocks, layout)
    title, about, attached = words.annex_lines(annex, paper, layout, wide=groups[0]["wide"])
    return {"title": title, "about": about, "attached": attached, "groups": groups}


def _block(block: Block, layout: Layout) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": words.heading(block.text, layout)}
    if isinstance(block, Paragraph):
        return {
            "kind": "paragraph",
            "align": block.align,
            "indent": block.indent and block.align == "justify",
            "stays": words.stays(block),
            "runs": [
                {"text": text, "bold": run.bold, "italic": run.italic, "raised": run.raised}
                for run, text in zip(block.parts(), words.runs(block, layout), strict=True)
            ],
        }
    return _table(block, layout)


def _table(block: Table, layout: Layout) -> dict[str, Any]:
    widths = words.widths(block, layout)
    rows = []
    for number, values in enumerate(block.rows):
        line = zip(values, block.columns, widths, strict=True)
        cells = [words.cell(value, column, width, layout) for value, column, width in line]
        tall = any(_height(text, width, layout) > TALL_MM for text, width in zip(cells, widths, strict=True))
        rows.append({"cells": cells, "total": number in block.totals, "tall": tall})
    return {
        "kind": "table",
        "stays": words.stays(block),
        "caption": words.caption(block, layout),
        "source": words.source(block, layout),
        "empty": printable(block.empty),
        "widths": widths,
        "sides": [words.side(column) for column in block.columns],
        "titles": _titles(block, widths, layout),
        "rows": rows,
    }


def _height(text: str, width: float, layout: Layout) -> float:
    """About how high a cell is, in mm: no more is asked of it than whether its row fits on a page."""
    lines = sum(1 + len(line) * layout.table * 0.5 * measure.MM_PER_PT / width for line in text.split("\n"))
    return lines * layout.table * 1.15 * measure.MM_PER_PT


def _titles(block: Table, widths: list[float], layout: Layout) -> list[dict[str, Any]]:
    """Cells of the rows that repeat, as they are laid: bands first, then the titles that stand under one."""
    columns = [
        words.column_title(column.title, width, layout)
        for column, width in zip(block.columns, widths, strict=True)
    ]
    if not block.bands:
        return [{"text": text, "span": 1, "rows": 1} for text in columns]
    upper: list[dict[str, Any]] = []
    lower: list[dict[str, Any]] = []
    at = 0
    for title, span in block.bands:
        under = [{"text": text, "span": 1, "rows": 1} for text in columns[at : at + span]]
        if title:
            band = words.column_title(title, sum(widths[at : at + span]), layout)
            upper.append({"text": band, "span": span, "rows": 1})
            lower += under
        else:
            upper += [cell | {"rows": 2} for cell in under]
        at += span
    return upper + lower


def _signature(signature: Signature | None, layout: Layout, room: float) -> list[dict[str, Any]]:
    return [asdict(line) for line in words.signed(signature, layout, room)] if signature else []
