"""Workbooks out and in: `render` writes sheets of rows with real numbers, `render_entry` a form to be filled
offline with its open cells, and `read_entry` finds what was filled in, wherever the user moved it.
"""

from giaoban.documents.xlsx.book import SOURCE, Book, Column, Sheet, Value, number_format, render
from giaoban.documents.xlsx.entry import (
    EntryColumn,
    EntryForm,
    Fill,
    Line,
    Problem,
    Slot,
    address,
    render_entry,
)
from giaoban.documents.xlsx.reading import Filled, NoFormError, Spot, read_entry

__all__ = [
    "SOURCE",
    "Book",
    "Column",
    "EntryColumn",
    "EntryForm",
    "Fill",
    "Filled",
    "Line",
    "NoFormError",
    "Problem",
    "Sheet",
    "Slot",
    "Spot",
    "Value",
    "address",
    "number_format",
    "read_entry",
    "render",
    "render_entry",
]
