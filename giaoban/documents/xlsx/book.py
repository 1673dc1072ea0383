"""Workbooks: sheets of rows with real numbers, ready to print, and a last sheet that says what they are.

Every text is written as text, so a name that begins with = + - @ never becomes a formula.
"""

import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from giaoban.documents.text import one_line, printable

Value = str | int | float | Decimal | date | None
SOURCE = "Nguồn"
LONGEST_SHEET_NAME, LONGEST_TEXT = 31, 32_767
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys(r"[]:*?/\\", " "))
FONT = {"font_name": "Times New Roman", "font_size": 12}
# The comma is the mark of thousands in the file; each reader's language shows it (1.234.567 in Vietnamese).
WHOLE = "#,##0"
LINE, TALLEST = 15.75, 409  # points; Excel has no taller row
WIDEST = 260  # characters on one sheet of paper that one can still read
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": FONT,
}


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters; numbers get `places` decimals."""

    title: str
    width: float = 18
    numeric: bool = False
    places: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under their titles. `heading` stands above the table; `bands` (title, columns spanned) above the
    titles; `totals` are the numbers (from 0) of bold rows; the first `frozen` columns stay when scrolling;
    the titles of a `filtered` sheet carry Excel's own filter."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    heading: Sequence[str] = ()
    bands: Sequence[tuple[str, int]] = ()
    totals: Collection[int] = ()
    frozen: int = 1
    filtered: bool = False
    empty: str = "Không có số liệu."

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a sheet has at least one column")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("each row has one cell for each column")
        if self.bands and sum(span for _title, span in self.bands) != len(self.columns):
            raise ValueError("the bands cover all columns")


@dataclass(frozen=True, slots=True)
class Book:
    """`facts` are the lines of the sheet "Nguồn": form, unit, period, source, time; `created` is fixed by the
    caller, so the same book gives the same bytes."""

    title: str
    author: str
    created: datetime
    sheets: Sequence[Sheet]
    facts: Sequence[tuple[str, str]]


def render(book: Book) -> bytes:
    """The bytes of the .xlsx."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as file:
        describe(file, book.title, book.author, book.created)
        formats = Formats(file)
        taken = {SOURCE.casefold()}
        for sheet in book.sheets:
            _sheet(file.add_worksheet(sheet_name(sheet.title, taken)), sheet, formats)
        write_facts(file.add_worksheet(SOURCE), book.facts, formats)
    return buffer.getvalue()


def describe(file: Any, title: str, author: str, created: datetime) -> None:
    """Properties of the file; its time is the caller's, so that equal books give equal bytes."""
    made = created if created.tzinfo is None else created.astimezone(UTC).replace(tzinfo=None)
    file.set_properties(
        {
            "title": one_line(title)[:255],
            "author": one_line(author)[:255],
            "created": made.replace(microsecond=0),
        }
    )


def number_format(places: int) -> str:
    """
    >>> number_format(0), number_format(2)
    ('#,##0', '#,##0.00')
    """
    return WHOLE + ("." + "0" * places if places else "")


class Formats:
    """Formats made once each; XlsxWriter keeps one style for each call otherwise."""

    def __init__(self, file: Any) -> None:
        self._file, self._made = file, {}  # type: ignore[var-annotated]

    def get(self, **facts: Any) -> Any:
        key = tuple(sorted(facts.items()))
        if key not in self._made:
            self._made[key] = self._file.add_format({**FONT, "valign": "vcenter", **facts})
        return self._made[key]


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes: no signs of paths, at most 31 signs, not there yet under any case."""
    wanted = one_line(title.translate(FORBIDDEN_IN_NAMES)).strip("' ") or "Bảng"
    name, number = wanted[:LONGEST_SHEET_NAME].strip(), 2
    while name.casefold() in taken:
        ending = f" ({number})"
        name, number = wanted[: LONGEST_SHEET_NAME - len(ending)].strip() + ending, number + 1
    taken.add(name.casefold())
    return name


def _sheet(page: Any, sheet: Sheet, formats: Formats) -> None:
    last = len(sheet.columns) - 1
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
    down = 0
    for number, line in enumerate(sheet.heading):
        page.write_string(down, 0, cell_text(line), formats.get(bold=number == 0))
        down += 1
    down += bool(sheet.heading)
    first_title, widths = down, [column.width for column in sheet.columns]
    down = _titles(page, sheet, down, formats)
    for number, row in enumerate(sheet.rows):
        for at, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write(page, (down, at), value, column, formats, bold=number in sheet.totals)
        fit_row(page, down, zip(row, widths, strict=True))
        down += 1
    if not sheet.rows:
        page.write_string(down, 0, cell_text(sheet.empty), formats.get(italic=True))
        down += 1
    page.freeze_panes(first_title + (2 if sheet.bands else 1), min(sheet.frozen, last))
    titles = first_title + (1 if sheet.bands else 0)
    if sheet.filtered:
        page.autofilter(titles, 0, max(down - 1, titles + 1), last)
    page.repeat_rows(first_title, titles)
    page.print_area(0, 0, down - 1, last)
    across = -(-int(sum(widths)) // WIDEST)
    on_landscape(page, across)
    if across > 1 and sheet.frozen:
        page.repeat_columns(0, sheet.frozen - 1)
    page.set_footer("&C&P/&N")


def fit_row(page: Any, down: int, texts: Iterable[tuple[Value, float]]) -> None:
    """Room for every line of wrapped texts, given with the width of their columns: not every program that
    opens a workbook measures rows itself. A row of single lines is left to the program."""
    lines = max((_lines(value, width) for value, width in texts if isinstance(value, str)), default=1)
    if lines > 1:
        page.set_row(down, min(lines * LINE + 3, TALLEST))


def _lines(text: str, width: float) -> int:
    """
    >>> _lines("Đảng viên", 12), _lines("Đảng viên mới kết nạp", 12), _lines("a\\nb", 12)
    (1, 2, 2)
    """
    return sum(max(1, -(-len(line) // max(int(width), 1))) for line in text.split("\n"))


def on_landscape(page: Any, across: int = 1) -> None:
    """A4 across, so many sheets of paper wide, as many long as it takes."""
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(across, 0)
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)


def _titles(page: Any, sheet: Sheet, down: int, formats: Formats) -> int:
    """Bands and titles; a band without title leaves its columns to their own titles. Returns the next row."""
    title = formats.get(bold=True, border=1, text_wrap=True, align="center", bg_color="#F2EFE9")
    tall: set[int] = set()
    if sheet.bands:
        at = 0
        for words, span in sheet.bands:
            if not words:
                for place in range(at, at + span):
                    page.merge_range(down, place, down + 1, place, "", title)
                    page.write_string(down, place, cell_text(sheet.columns[place].title), title)
                    tall.add(place)
            else:
                if span > 1:
                    page.merge_range(down, at, down, at + span - 1, "", title)
                page.write_string(down, at, cell_text(words), title)
            at += span
        down += 1
    for at, column in enumerate(sheet.columns):
        if at not in tall:
            page.write_string(down, at, cell_text(column.title), title)
    fit_row(page, down, [(column.title, column.width * 0.9) for column in sheet.columns])
    return down + 1


def _write(
    page: Any, place: tuple[int, int], value: Value, column: Column, formats: Formats, *, bold: bool
) -> None:
    face: dict[str, Any] = {"border": 1, "bold": bold}
    if isinstance(value, bool):
        raise TypeError("write a truth as a word")
    if value is None or value == "":
        page.write_blank(*place, None, formats.get(**face))
    elif isinstance(value, int | float | Decimal):
        page.write_number(
            *place, value, formats.get(**face, align="right", num_format=number_format(column.places))
        )
    elif isinstance(value, date):
        day = datetime(value.year, value.month, value.day)  # noqa: DTZ001  a day has no zone
        page.write_datetime(*place, day, formats.get(**face, align="left", num_format="dd/mm/yyyy"))
    else:
        align = "right" if column.numeric else "left"
        page.write_string(*place, cell_text(value), formats.get(**face, align=align, text_wrap=True))


def write_facts(page: Any, facts: Sequence[tuple[str, str]], formats: Formats) -> None:
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    for down, (label, value) in enumerate(facts):
        page.write_string(down, 0, cell_text(label), formats.get(bold=True, valign="top"))
        page.write_string(down, 1, cell_text(value), formats.get(text_wrap=True, valign="top"))
        fit_row(page, down, [(value, 90)])
    page.print_area(0, 0, max(len(facts) - 1, 0), 1)
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def cell_text(text: str) -> str:
    """What a cell may hold of a text."""
    return printable(text)[:LONGEST_TEXT]
