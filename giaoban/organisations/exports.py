"""The registers of units and of decisions as workbooks: a sheet of rows, a sheet that says source and date.

Every text is written as text, so a name that begins with = + - @ never becomes a formula.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from giaoban.core import dates

# What XML, and so a workbook, cannot hold.
_UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width: int = 18


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under their titles; `facts` are the lines of the second sheet (label, value)."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    facts: Sequence[tuple[str, str]]


def workbook(sheet: Sheet) -> bytes:
    """The bytes of an .xlsx with the rows first and the source sheet after it."""
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": sheet.title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001  same rows, same bytes
        bold = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        label = book.add_format({"bold": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        rows = book.add_worksheet(sheet.title[:LONGEST_SHEET_NAME])
        for at, column in enumerate(sheet.columns):
            rows.set_column(at, at, column.width)
            rows.write_string(0, at, column.title, bold)
        rows.freeze_panes(1, 1)
        rows.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
        rows.repeat_rows(0)
        rows.set_landscape()
        rows.set_paper(9)
        for down, row in enumerate(sheet.rows, start=1):
            for at, value in enumerate(row):
                _write(rows, down, at, value, day)
        about = book.add_worksheet(_("Nguồn"))
        about.set_column(0, 0, 26)
        about.set_column(1, 1, 80)
        for down, (name, value) in enumerate(sheet.facts):
            about.write_string(down, 0, plain(name), label)
            about.write_string(down, 1, plain(value), wrapped)
    return buffer.getvalue()


def _write(rows: Any, down: int, at: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        rows.write_blank(down, at, None)
    elif isinstance(value, date) and not isinstance(value, datetime):
        if value == dates.OPEN:
            rows.write_string(down, at, _("đến nay"))
        else:
            rows.write_datetime(down, at, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001  a day
    elif isinstance(value, int) and not isinstance(value, bool):
        rows.write_number(down, at, value)
    else:
        rows.write_string(down, at, plain(str(value)))


def last(ends: date) -> date:
    """The last day that counts, for a cell; OPEN stays and is written as words."""
    return dates.last_day(ends) or dates.OPEN


def plain(text: str) -> str:
    return text.translate(_UNPRINTABLE)[:32_767]


def facts(
    title: str, on: date, filters: Sequence[tuple[str, str]], count: int, unit: str
) -> list[tuple[str, str]]:
    """The lines of the source sheet: what, as of which day, filtered how, how many of what, when exported."""
    now = dates.now()
    return [
        (_("Nội dung"), title),
        (_("Tính đến ngày"), dates.vi(on)),
        *filters,
        (_("Số dòng"), f"{count} {unit}"),
        (_("Nguồn"), _("Sổ đơn vị của hệ thống Giao Ban; từng đơn vị ghi nguồn và mức kiểm chứng riêng.")),
        (_("Lúc xuất"), f"{now:%H:%M} {dates.vi(now.date())}"),
    ]
