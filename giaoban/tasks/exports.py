"""The matrix of a programme as a workbook: a row for each task, a column for each unit, then sentences."""

from django.utils.translation import gettext as _

from giaoban.core.dates import now, vi
from giaoban.documents.xlsx import Book, Column, Sheet, Value, render
from giaoban.organisations.coordinates import Coordinates
from giaoban.tasks.models import Programme
from giaoban.tasks.queries import Matrix
from giaoban.tasks.queries.programmes import Cell


def matrix_workbook(programme: Programme, matrix: Matrix, at: Coordinates, *, author: str) -> bytes:
    """The bytes of the .xlsx; each cell says the label in words and the percent."""
    moment = now()
    columns = [
        Column(_("Số"), 8),
        Column(_("Nhiệm vụ"), 60),
        *(Column(column.label, 16) for column in matrix.columns),
        Column(_("Đã hoàn thành"), 14, numeric=True),
        Column(_("Số đơn vị được giao"), 14, numeric=True),
    ]
    rows: list[list[Value]] = [
        [
            row.line.task.number,
            row.line.task.wording,
            *(_words(cell) for cell in row.cells),
            None if row.heading else len(row.line.done),
            None if row.heading else len(row.line.counting),
        ]
        for row in matrix.rows
    ]
    told: list[list[Value]] = [[row.line.task.number, row.sentence] for row in matrix.rows if not row.heading]
    facts = [
        (_("Chương trình"), programme.title),
        (_("Đơn vị giao"), str(at.unit_name)),
        (_("Kỳ công tác"), at.period.label()),
        (_("Tính đến"), vi(moment.date())),
        (_("Đơn vị tính"), _("đơn vị; ô ghi trạng thái và mức độ hoàn thành (%) do đơn vị báo")),
        (_("Nguồn"), _("Nhiệm vụ trong Giao Ban")),
        (_("Lúc xuất"), f"{moment:%H:%M} {vi(moment.date())}"),
    ]
    sheets = [
        Sheet(_("Ma trận"), columns, rows, heading=(programme.title,), frozen=2),
        Sheet(_("Đọc thành câu"), [Column(_("Số"), 8), Column(_("Kết quả"), 120)], told),
    ]
    return render(Book(programme.title, author, moment, sheets, facts))


def _words(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return f"{cell.word} ({cell.percent}%)" if cell.figure else cell.word
