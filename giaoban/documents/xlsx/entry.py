"""A form as a workbook to be filled offline: open cells stand out, everything else is locked without a
password (protection only guides the hand), and hidden keys say which cell is which wherever it is moved.

The same writer makes the copy of a filled form: the values as they were typed, wrong cells red with a comment
and a sheet that lists them.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import xlsxwriter

from giaoban.documents.text import one_line
from giaoban.documents.xlsx.book import (
    OPTIONS,
    SOURCE,
    Formats,
    Value,
    cell_text,
    describe,
    fit_row,
    number_format,
    on_landscape,
    sheet_name,
    write_facts,
)

Place = tuple[str, str]  # key of the row, key of the column
# The hidden row and column of keys cross in the cell with this word; so is the hidden sheet called.
MARK = "giaoban.khoa"
TITLES = "#titles"  # key of the row of titles
PROBLEMS = "Lỗi cần sửa"
OPEN, LOCKED, WRONG = "#FFF8DC", "#F2EFE9", "#FBE3E1"
EDGE, INK_WRONG = "#8A8178", "#A8141B"
MAY = dict.fromkeys(("format_columns", "format_rows", "insert_columns", "insert_rows"), True)
LONGEST_HINT_TITLE, LONGEST_HINT, LONGEST_FOOTER = 32, 255, 90


class Slot(StrEnum):
    """What an open cell takes."""

    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Fill:
    """One cell: locked without a `slot`. A number lies between 0 and `most` with `places` decimals, a choice
    is one of `choices`, a text has at most `longest` signs; `hint` shows while the cell is chosen."""

    value: Value = None
    slot: Slot | None = None
    places: int = 0
    most: int = 10**12
    choices: Sequence[str] = ()
    longest: int = 1000
    hint: str = ""


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """`key` names the column in the hidden row; a column without one only tells."""

    key: str
    title: str
    width: float = 14
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the form, or, without a key, a heading over the rows that follow."""

    key: str
    cells: Sequence[Fill]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the cell at `place` (None: with the whole), where it is and in words."""

    place: Place | None
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class EntryForm:
    """`identity` is read back as it is: form, version, unit, period. `typed` and `problems` make the copy of
    a filled form; `before` are the values at the time it was taken away, when they are not those of `lines`.
    `footer` stands at the foot of each page on the left, `code` on the right."""

    title: str
    author: str
    created: datetime
    sheet: str
    heading: Sequence[str]
    columns: Sequence[EntryColumn]
    lines: Sequence[Line]
    facts: Sequence[tuple[str, str]]
    identity: Mapping[str, str]
    footer: str = ""
    code: str = ""
    frozen: int = 2
    typed: Mapping[Place, Value] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    before: Mapping[Place, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keys = [line.key for line in self.lines if line.key]
        titles = [column.key for column in self.columns if column.key]
        if len(set(keys)) < len(keys) or len(set(titles)) < len(titles):
            raise ValueError("each row and each column has a key of its own")
        if any(line.key and len(line.cells) != len(self.columns) for line in self.lines):
            raise ValueError("each row has one cell for each column")


def render_entry(form: EntryForm) -> bytes:
    """The bytes of the .xlsx."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as file:
        describe(file, form.title, form.author, form.created)
        formats = Formats(file)
        taken = {SOURCE.casefold(), PROBLEMS.casefold(), MARK}
        page = file.add_worksheet(sheet_name(form.sheet, taken))
        where = _page(page, form, formats)
        if form.problems:
            _problems(file.add_worksheet(PROBLEMS), form, where, formats)
        write_facts(file.add_worksheet(SOURCE), form.facts, formats)
        _keys(file.add_worksheet(MARK), form)
        page.activate()
    return buffer.getvalue()


def address(row: int, column: int) -> str:
    """A cell as Excel names it, counted from 0.

    >>> address(6, 3), address(0, 25), address(0, 26)
    ('D7', 'Z1', 'AA1')
    """
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return f"{name}{row + 1}"


def _page(page: Any, form: EntryForm, formats: Formats) -> dict[Place, str]:
    """The sheet to be filled; gives where each cell stands."""
    page.write_string(0, 0, MARK)
    page.set_row(0, None, None, {"hidden": True})
    page.set_column(0, 0, 4, None, {"hidden": True})
    for at, column in enumerate(form.columns, start=1):
        page.set_column(at, at, column.width)
        if column.key:
            page.write_string(0, at, column.key)
    down = 1
    for number, text in enumerate(form.heading):
        face = formats.get(bold=True, font_size=14) if number == 0 else formats.get()
        page.write_string(down, 1, cell_text(text), face)
        down += 1
    titles = down + 1
    page.write_string(titles, 0, TITLES)
    face = formats.get(bold=True, border=1, text_wrap=True, align="center", bg_color=LOCKED)
    for at, column in enumerate(form.columns, start=1):
        page.write_string(titles, at, cell_text(column.title), face)
    fit_row(page, titles, [(column.title, column.width * 0.9) for column in form.columns])
    down = titles + 1
    where: dict[Place, str] = {}
    wrong = {problem.place: problem.text for problem in form.problems if problem.place}
    for line in form.lines:
        if line.key:
            where |= _line(page, down, line, form, wrong=wrong, formats=formats)
        else:
            _heading(page, down, line.heading, len(form.columns), formats)
        down += 1
    page.freeze_panes(titles + 1, 1 + form.frozen)
    page.repeat_rows(titles)
    page.print_area(1, 1, down - 1, len(form.columns))
    on_landscape(page)
    page.set_footer(f"&L&9 {_foot(form.footer)}&C&9 &P/&N&R&9 {_foot(form.code)}")
    page.protect("", MAY)
    return where


def _heading(page: Any, down: int, text: str, columns: int, formats: Formats) -> None:
    """Not merged: a merged range stands in the way of who inserts, sorts or filters."""
    band = formats.get(bold=True, top=1, bottom=1, bg_color=LOCKED)
    for at in range(2, columns + 1):
        page.write_blank(down, at, None, band)
    page.write_string(down, 1, cell_text(text), band)


def _line(
    page: Any, down: int, line: Line, form: EntryForm, *, wrong: Mapping[Place, str], formats: Formats
) -> dict[Place, str]:
    page.write_string(down, 0, cell_text(line.key))
    where: dict[Place, str] = {}
    shown: list[tuple[Value, float]] = []
    for at, (fill, column) in enumerate(zip(line.cells, form.columns, strict=True), start=1):
        place = (line.key, column.key)
        where[place] = address(down, at)
        told, value = wrong.get(place, ""), form.typed.get(place, fill.value)
        _write(page, (down, at), value, formats.get(**_face(fill, column, wrong=bool(told))))
        if told:
            page.write_comment(down, at, cell_text(told), _comment(form.author))
        if fill.slot is not None:
            page.data_validation(down, at, down, at, _validation(fill, column))
        shown.append((value, column.width))
    fit_row(page, down, shown)
    return where


def _face(fill: Fill, column: EntryColumn, *, wrong: bool) -> dict[str, Any]:
    face: dict[str, Any] = {"border": 1, "align": "right"} if column.numeric else {"border": 1, "indent": 1}
    if fill.slot is None:
        face |= {"bg_color": LOCKED} if column.numeric else {}
    else:
        face |= {"locked": False, "bg_color": OPEN, "border_color": EDGE}
    if wrong:
        face |= {"bg_color": WRONG, "border": 2, "border_color": INK_WRONG}
    if fill.slot is Slot.TEXT:
        return face | {"num_format": "@", "text_wrap": True, "valign": "top"}
    return face | ({"num_format": number_format(fill.places)} if column.numeric else {"text_wrap": True})


def _comment(author: str) -> dict[str, Any]:
    return {"author": one_line(author)[:50], "x_scale": 2.2}


def _write(page: Any, at: tuple[int, int], value: Value, face: Any) -> None:
    if value is None or value == "":
        page.write_blank(*at, None, face)
    elif isinstance(value, str):
        page.write_string(*at, cell_text(value), face)
    else:
        page.write_number(*at, value, face)


def _validation(fill: Fill, column: EntryColumn) -> dict[str, Any]:
    """What Excel takes while one types; what is pasted passes it by, so reading checks it all again."""
    told = {
        "input_title": one_line(column.title)[:LONGEST_HINT_TITLE],
        "input_message": cell_text(fill.hint)[:LONGEST_HINT],
    }
    if fill.slot is Slot.CHOICE:
        return told | {
            "validate": "list",
            "source": list(fill.choices),
            "error_title": "Chọn trong danh sách",
            "error_message": "Chỉ chọn: " + ", ".join(fill.choices),
        }
    if fill.slot is Slot.TEXT:
        return told | {
            "validate": "length",
            "criteria": "<=",
            "value": fill.longest,
            "error_title": "Dài quá",
            "error_message": f"Nhiều nhất {fill.longest} ký tự.",
        }
    kind = "decimal" if fill.places else "integer"
    words = f"số có nhiều nhất {fill.places} chữ số thập phân" if fill.places else "số nguyên"
    return told | {
        "validate": kind,
        "criteria": "between",
        "minimum": 0,
        "maximum": fill.most,
        "error_title": "Số chưa đúng",
        "error_message": f"Ghi {words} từ 0 trở lên; không phát sinh thì ghi 0, chưa có số thì để trống.",
    }


def _problems(page: Any, form: EntryForm, where: Mapping[Place, str], formats: Formats) -> None:
    page.set_column(0, 0, 10)
    page.set_column(1, 1, 46)
    page.set_column(2, 2, 90)
    head = formats.get(bold=True, border=1, bg_color=LOCKED)
    for at, title in enumerate(("Ô", "Chỉ tiêu", "Cần sửa")):
        page.write_string(0, at, title, head)
    face = formats.get(border=1, text_wrap=True, valign="top")
    for down, problem in enumerate(form.problems, start=1):
        here = where.get(problem.place, "") if problem.place else ""
        for at, text in enumerate((here, problem.what, problem.text)):
            page.write_string(down, at, cell_text(text), face)
        fit_row(page, down, [(problem.what, 46), (problem.text, 90)])
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.print_area(0, 0, len(form.problems), 2)
    on_landscape(page)


def _keys(page: Any, form: EntryForm) -> None:
    """What the form is, and each keyed cell as it stood when it was taken away."""
    down = 0
    for name, text in form.identity.items():
        page.write_string(down, 0, name)
        page.write_string(down, 1, cell_text(text))
        down += 1
    values: dict[Place, Value] = {(TITLES, column.key): column.title for column in form.columns if column.key}
    for line in form.lines:
        for fill, column in zip(line.cells, form.columns, strict=False):
            if line.key and column.key:
                place = (line.key, column.key)
                values[place] = fill.value if fill.slot is None else form.before.get(place, fill.value)
    for (row, column_key), value in values.items():
        page.write_string(down, 0, cell_text(row))
        page.write_string(down, 1, column_key)
        page.write_string(down, 2, MARK)
        _write(page, (down, 3), value, None)
        down += 1
    page.very_hidden()


def _foot(text: str) -> str:
    """A name in a foot line: & begins an order there, so it is doubled."""
    return one_line(text)[:LONGEST_FOOTER].replace("&", "&&")
