"""Units × document as a workbook: who held a session, who issued a plan, and the sentence on top."""

from django.utils.translation import gettext as _

from giaoban.core.dates import now, vi
from giaoban.directives.models import MANNER_LABELS
from giaoban.directives.queries import Board, Told
from giaoban.directives.rules import Manner
from giaoban.documents.xlsx import Book, Column, Sheet, Value, render
from giaoban.organisations.coordinates import Coordinates


def dissemination_workbook(board: Board, at: Coordinates, *, author: str) -> bytes:
    moment, held = now(), board.held
    columns = [
        Column(_("Đơn vị"), 40),
        Column(_("Ngày quán triệt"), 16),
        Column(_("Hình thức"), 26),
        Column(_("Dự"), 10, numeric=True),
        Column(_("Triệu tập"), 12, numeric=True),
        Column(_("Kế hoạch triển khai"), 36),
    ]
    rows = [_row(line) for line in board.below]
    said = _(
        "%(sessions)s/%(total)s đơn vị đã quán triệt, %(plans)s/%(total)s đơn vị đã ban hành kế hoạch."
    ) % {
        "sessions": held.sessions,
        "plans": held.plans,
        "total": held.total,
    }
    missing: list[list[Value]] = [
        [_("Chưa quán triệt"), "; ".join(held.without_session)],
        [_("Chưa ban hành kế hoạch"), "; ".join(held.without_plan)],
    ]
    title = _("Quán triệt, triển khai %(document)s") % {"document": board.document.label}
    facts = [
        (_("Văn bản"), board.document.label),
        (_("Trích yếu"), board.document.summary),
        (_("Đơn vị theo dõi"), str(at.unit_name)),
        (_("Tính đến"), vi(at.on)),
        (_("Đơn vị tính"), _("đơn vị; dự, triệu tập: người")),
        (_("Nguồn"), _("Các đơn vị ghi trong Giao Ban")),
        (_("Lúc xuất"), f"{moment:%H:%M} {vi(moment.date())}"),
    ]
    sheets = [
        Sheet(_("Đơn vị"), columns, rows, heading=(title, said)),
        Sheet(_("Còn thiếu"), [Column(_("Việc"), 26), Column(_("Đơn vị"), 120)], missing),
    ]
    return render(Book(title, author, moment, sheets, facts))


def _row(line: Told) -> list[Value]:
    row = line.row if line.held else None
    plan = line.plan.label if line.plan is not None else line.plan_text
    if not plan and line.planned:
        plan = _("đã ban hành")
    elif line.plan_text and line.row is not None and line.row.plan_on is not None:
        plan = _("%(number)s ngày %(day)s") % {"number": line.plan_text, "day": vi(line.row.plan_on)}
    if row is None:
        return [line.name, None, _("chưa quán triệt"), None, None, plan or _("chưa ban hành")]
    return [
        line.name,
        row.held_on,
        str(MANNER_LABELS[Manner(row.manner)]),
        row.attending,
        row.convened,
        plan or _("chưa ban hành"),
    ]
