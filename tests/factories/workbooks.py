"""The workbook of a report in an officer's hands: cells by their hidden keys, filled, moved, spoiled."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl

from tests.factories.reporting import FIGURES

Place = tuple[str, str]
Hand = Callable[[openpyxl.Workbook], None]

# Every figure of FIGURES by the place that asks for it: a flow has two cells in its line.
PLACES: dict[str, Place] = {
    key: (
        (key.rpartition(":")[0], "now" if key.endswith(":in_period") else "total")
        if key.endswith((":in_period", ":cumulative"))
        else (key, "now")
    )
    for key in FIGURES
}


def values(**changed: Any) -> dict[Place, Any]:
    """A whole form as FIGURES say, a condition as a word; others by key with "." and ":" as "_"."""
    names = {key.replace(".", "_").replace(":", "_"): key for key in FIGURES}
    figures = {**FIGURES, "APP.RESTRUCTURED:count": "có", **{names[k]: v for k, v in changed.items()}}
    return {PLACES[key]: value for key, value in figures.items()}


def places(content: bytes) -> dict[Place, str]:
    """Where each keyed cell stands: {(row key, column key): "G9"}."""
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = {cell.value: cell.row for cell in page["A"] if isinstance(cell.value, str)}
    columns = {cell.value: cell.column_letter for cell in page[1] if cell.value}
    return {(row, column): f"{columns[column]}{rows[row]}" for row in rows for column in columns}


def filled(content: bytes, cells: Mapping[Place, Any], hand: Hand | None = None) -> bytes:
    """The workbook with these cells typed in; `hand` does the rest to the open file."""
    book, at = openpyxl.load_workbook(io.BytesIO(content)), places(content)
    for place, value in cells.items():
        cell = book.worksheets[0][at[place]]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # as one types in a cell of text: what begins with = is no formula
    if hand is not None:
        hand(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def wrong_cells(content: bytes) -> dict[str, tuple[Any, str]]:
    """Address → (value, comment) of the cells that a marked copy shows as wrong."""
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return {
        cell.coordinate: (cell.value, cell.comment.text)
        for row in page.iter_rows()
        for cell in row
        if cell.comment is not None and cell.fill.fgColor.rgb == "FFFBE3E1"
    }
