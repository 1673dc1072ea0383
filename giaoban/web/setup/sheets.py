"""Workbooks of Thiết lập: the empty template, a filled sheet as lines, and its copy with the errors marked.

Texts are written as text, so that a name beginning with = + - @ never becomes a formula.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from giaoban.core.dates import vi
from giaoban.core.forms import parse_day
from giaoban.core.refusals import Refusal
from giaoban.core.text import canonical, clean
from giaoban.web.setup import words
from giaoban.web.setup.rules import Checked, Line, Sheet, Unreadable
from giaoban.web.setup.rules.rows import Value
from giaoban.web.setup.words import COLUMNS, DECISION, Column

Grid = Sequence[Sequence[Any]]

HEADER_WITHIN = 40  # rows searched for the header
LAST_ROW = 5000  # rows of the template that carry lists
LONGEST_LIST = 5000
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


# --- a filled sheet ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parsed:
    """Filled rows under the header; `at` gives each column's position, `header` the header's row (from 0)."""

    lines: tuple[Line, ...]
    decision: Line
    header: int
    at: Mapping[str, int]
    unused: tuple[str, ...]


def parse(sheet: Sheet, grid: Grid) -> Parsed:
    """The lines of a sheet, found by its header wherever it stands; columns may be in any order."""
    header = _header_row(sheet, grid)
    titles = _titles(COLUMNS[sheet])
    at: dict[str, int] = {}
    unused: list[str] = []
    number = -1
    for position, cell in enumerate(grid[header]):
        key = words.header_key(text_of(cell))
        if key in titles:
            at.setdefault(titles[key], position)
        elif key in words.in_every_language(words.NUMBER):
            number = position
        elif key and key not in words.in_every_language(words.ERROR_COLUMN):
            unused.append(text_of(cell))
    missing = [str(column.title) for column in COLUMNS[sheet] if column.needed and column.key not in at]
    if missing:
        raise Refusal(
            "setup.columns",
            _("Bảng thiếu cột: %(columns)s.") % {"columns": ", ".join(f"“{title}”" for title in missing)},
            field="file",
            rule=_("Dùng tệp mẫu của trang này; thứ tự cột tùy ý, tên cột giữ nguyên."),
        )
    lines = []
    for down, row in enumerate(grid[header + 1 :], start=header + 2):
        if number >= 0 and canonical(_cell(row, number)) in words.in_every_language(words.EXAMPLE):
            continue
        cells = _cells(COLUMNS[sheet], at, row)
        if cells:
            lines.append(Line(down, cells))
    if not lines:
        raise Refusal(
            "setup.empty",
            _("Bảng chưa có dòng nào dưới dòng tên cột. Dòng ví dụ không được tính."),
            field="file",
        )
    return Parsed(tuple(lines), _decision(grid[:header]), header, at, tuple(unused))


def _header_row(sheet: Sheet, grid: Grid) -> int:
    """The row with the most known column titles, at least two of the needed ones."""
    titles = _titles(COLUMNS[sheet])
    needed = {column.key for column in COLUMNS[sheet] if column.needed}
    best, found = -1, 1
    for down, row in enumerate(grid[:HEADER_WITHIN]):
        hits = {titles.get(words.header_key(text_of(cell)), "") for cell in row}
        if len(hits & needed) > found:
            best, found = down, len(hits & needed)
    if best < 0:
        raise Refusal(
            "setup.header",
            _("Không thấy dòng tên cột của bảng “%(sheet)s”.") % {"sheet": words.TITLES[sheet]},
            field="file",
            rule=_("Dùng tệp mẫu của trang này; thứ tự cột tùy ý, tên cột giữ nguyên."),
        )
    return best


def has_header(sheet: Sheet, grid: Grid) -> bool:
    try:
        _header_row(sheet, grid)
    except Refusal:
        return False
    return True


def _titles(columns: Iterable[Column]) -> dict[str, str]:
    return {title: column.key for column in columns for title in words.in_every_language(column.title)}


def _decision(rows: Grid) -> Line:
    """The lines above the table: a label, and beside it the value."""
    titles = _titles(DECISION)
    days = {column.key for column in DECISION if column.day}
    hints = {hint for column in DECISION for hint in words.in_every_language(column.hint)}
    cells: dict[str, Value] = {}
    for row in rows:
        filled = [cell for cell in row if text_of(cell) and words.header_key(text_of(cell)) not in hints]
        if len(filled) < 2 or (key := titles.get(words.header_key(text_of(filled[0])), "")) == "":
            continue
        value = value_of(filled[1], day=key in days)
        if value is not None:
            cells[key] = value
    return Line(0, cells)


def _cells(columns: Iterable[Column], at: Mapping[str, int], row: Sequence[Any]) -> dict[str, Value]:
    cells: dict[str, Value] = {}
    for column in columns:
        position = at.get(column.key, -1)
        if 0 <= position < len(row):
            number = column.key in {"birth_year", "telephone"}
            value = value_of(row[position], day=column.day, number=number)
            if value is not None:
                cells[column.key] = value
    return cells


def value_of(cell: Any, *, day: bool = False, number: bool = False) -> Value | None:
    """A cell as its column wants it; None when it is empty."""
    text = text_of(cell)
    if not text:
        return None
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    if day:
        try:
            return parse_day(text)
        except ValueError:
            return Unreadable(text)
    if number and isinstance(cell, int | float) and float(cell).is_integer():
        return int(cell)
    return text


def text_of(cell: Any) -> str:
    """A cell as one reads it in the sheet: whole numbers without a point, days as staff write them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(words.YES if cell else words.NO)
    if isinstance(cell, datetime):
        return vi(cell.date())
    if isinstance(cell, date):
        return vi(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean(str(cell))


def _cell(row: Sequence[Any], position: int) -> str:
    return text_of(row[position]) if position < len(row) else ""


# --- workbooks -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lists:
    """What the list columns offer, by the name of the list, and the values of the sample row."""

    values: Mapping[str, Sequence[str]]
    sample: Mapping[str, str]


def template(sheet: Sheet, lists: Lists) -> bytes:
    """The empty sheet: header, a greyed sample row, lists in the cells, a sheet that explains columns."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        formats = _formats(book)
        page = book.add_worksheet(_sheet_name(words.TITLES[sheet]))
        header = _top(page, sheet, formats)
        ranges = _list_sheet(book, sheet, lists)
        _head(page, sheet, header, formats)
        page.write_string(header + 1, 0, str(words.EXAMPLE), formats["sample"])
        for position, column in enumerate(COLUMNS[sheet], start=1):
            page.write_string(
                header + 1, position, plain(lists.sample.get(column.key, "")), formats["sample"]
            )
            # Text cells keep a leading zero and a day as it is typed.
            page.set_column(position, position, column.width, formats["text"])
            _validate(page, column, position, header + 2, ranges)
        page.freeze_panes(header + 1, 0)
        _guide(book, sheet, formats)
        page.activate()
    return buffer.getvalue()


def marked_copy(sheet: Sheet, grid: Grid, parsed: Parsed, rows: Iterable[Checked[Any]]) -> bytes:
    """The sheet as it came, faulty cells marked, reasons in a last column: to be mended and sent again."""
    by_row = {row.line.row: row for row in rows}
    old = _old_errors(grid[parsed.header])
    reasons_at = old if old >= 0 else max(len(row) for row in grid)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        formats = _formats(book)
        page = book.add_worksheet(_sheet_name(words.TITLES[sheet]))
        for column in COLUMNS[sheet]:
            if column.key in parsed.at:
                page.set_column(parsed.at[column.key], parsed.at[column.key], column.width, formats["text"])
        page.set_column(reasons_at, reasons_at, 60)
        for down, row in enumerate(grid):
            checked = by_row.get(down + 1)
            faulty = {parsed.at.get(problem.column, -1) for problem in checked.problems} if checked else set()
            style = formats["head"] if down == parsed.header else formats["text"]
            for position in {*range(len(row)), *faulty} - {old, -1}:
                page.write_string(
                    down,
                    position,
                    plain(_cell(row, position)),
                    formats["bad"] if position in faulty else style,
                )
            if checked and checked.problems:
                reasons = " ".join(words.sentence(sheet, problem) for problem in checked.problems)
                page.write_string(down, reasons_at, plain(reasons), formats["reason"])
        page.write_string(parsed.header, reasons_at, str(words.ERROR_COLUMN), formats["head"])
        page.freeze_panes(parsed.header + 1, 0)
    return buffer.getvalue()


def _old_errors(header: Sequence[Any]) -> int:
    """Where an earlier marked copy has its column of reasons, -1 when it has none."""
    names = words.in_every_language(words.ERROR_COLUMN)
    return next((at for at, cell in enumerate(header) if words.header_key(text_of(cell)) in names), -1)


def _formats(book: Any) -> dict[str, Any]:
    text = {"num_format": "@", "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "label": book.add_format({"bold": True}),
        "input": book.add_format({"num_format": "@", "bottom": 1}),
        "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}),
        "sample": book.add_format({**text, "italic": True, "font_color": "#8a8a8a"}),
        "text": book.add_format(text),
        "bad": book.add_format({**text, "bg_color": "#fbe3e1", "border": 1, "border_color": "#a8141b"}),
        "reason": book.add_format({"font_color": "#a8141b", "text_wrap": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _top(page: Any, sheet: Sheet, formats: Mapping[str, Any]) -> int:
    """Title and, for units, the lines of the decision; gives the row of the header."""
    page.write_string(0, 0, str(words.TITLES[sheet]), formats["title"])
    if sheet is not Sheet.UNITS:
        page.write_string(1, 0, _("Ghi từ dòng dưới dòng ví dụ. Cột có dấu * là bắt buộc."))
        return 3
    for down, column in enumerate(DECISION, start=1):
        page.write_string(down, 0, _starred(column), formats["label"])
        page.write_string(down, 2, "", formats["input"])
        page.write_string(down, 3, str(column.hint))
    return len(DECISION) + 2


def _head(page: Any, sheet: Sheet, header: int, formats: Mapping[str, Any]) -> None:
    page.set_column(0, 0, 7)
    page.write_string(header, 0, str(words.NUMBER), formats["head"])
    for position, column in enumerate(COLUMNS[sheet], start=1):
        page.write_string(header, position, _starred(column), formats["head"])


def _starred(column: Column) -> str:
    return f"{column.title} *" if column.needed else str(column.title)


def _validate(page: Any, column: Column, position: int, first: int, ranges: Mapping[str, str]) -> None:
    rule: dict[str, Any] = {"validate": "any"}
    if column.listed in ranges:
        # Names may be typed too: the check of the house is the one that counts, and it says what is wrong.
        rule = {
            "validate": "list",
            "source": ranges[column.listed],
            "error_type": "warning",
            "show_error": False,
        }
    rule |= {"input_title": str(column.title)[:32], "input_message": str(column.hint)[:255]}
    page.data_validation(first, position, LAST_ROW, position, rule)


def _list_sheet(book: Any, sheet: Sheet, lists: Lists) -> dict[str, str]:
    """A sheet with the lists, one in a column; gives the range of each."""
    wanted = [column.listed for column in COLUMNS[sheet] if column.listed and lists.values.get(column.listed)]
    if not wanted:
        return {}
    name = _sheet_name(_("Danh mục"))
    page = book.add_worksheet(name)
    ranges = {}
    for at, listed in enumerate(wanted):
        values = list(lists.values[listed])[:LONGEST_LIST]
        page.set_column(at, at, 50)
        for down, value in enumerate(values):
            page.write_string(down, at, plain(value))
        letter = chr(ord("A") + at)
        ranges[listed] = f"='{name}'!${letter}$1:${letter}${len(values)}"
    return ranges


def _guide(book: Any, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    page = book.add_worksheet(_sheet_name(_("Hướng dẫn")))
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 14)
    page.set_column(2, 2, 90)
    for at, title in enumerate((_("Cột"), _("Bắt buộc"), _("Cách ghi"))):
        page.write_string(0, at, title, formats["head"])
    columns = (*DECISION, *COLUMNS[sheet]) if sheet is Sheet.UNITS else COLUMNS[sheet]
    for down, column in enumerate(columns, start=1):
        page.write_string(down, 0, str(column.title), formats["label"])
        page.write_string(down, 1, str(words.YES) if column.needed else "")
        page.write_string(down, 2, str(column.hint), formats["wrap"])


def _sheet_name(title: Any) -> str:
    return str(title)[:31]


def plain(text: str) -> str:
    """What a cell can hold: XML knows no control characters."""
    return text.translate(_UNPRINTABLE)[:32_767]
