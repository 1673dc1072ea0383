"""The registers of units and of decisions as workbooks: rows, and a sheet that says source and date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core import dates
from giaoban.documents import xlsx
from giaoban.documents.xlsx import Column

__all__ = ["Column", "Sheet", "facts", "last", "workbook"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under their titles; `facts` are the lines of the second sheet (label, value)."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    facts: Sequence[tuple[str, str]]


def workbook(sheet: Sheet, author: str) -> bytes:
    """The bytes of an .xlsx with the rows first and the source sheet after it."""
    rows = [[_value(value) for value in row] for row in sheet.rows]
    table = xlsx.Sheet(
        sheet.title, sheet.columns, rows, frozen=2, filtered=True, empty=_("Không có dòng nào.")
    )
    return xlsx.render(xlsx.Book(sheet.title, author, dates.now(), [table], sheet.facts))


def _value(value: Any) -> xlsx.Value:
    if isinstance(value, date) and not isinstance(value, datetime):
        return _("đến nay") if value == dates.OPEN else value
    return value if value is None or (isinstance(value, int) and not isinstance(value, bool)) else str(value)


def last(ends: date) -> date:
    """The last day that counts, for a cell; OPEN stays and is written as words."""
    return dates.last_day(ends) or dates.OPEN


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
