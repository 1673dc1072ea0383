"""The own sheets of a period's file as papers: mục lục hồ sơ, agenda and attendance, the period in brief.

They are papers of the unit, so they speak Vietnamese whatever the reader's language.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.conferences.models import Conference
from giaoban.core.dates import ZONE, now, vi
from giaoban.correspondence.queries.heads import letterhead_of
from giaoban.documents.blocks import Block, Column, Heading, Paper, Paragraph, Table
from giaoban.organisations.coordinates import Coordinates
from giaoban.web.queries.first_screens import Call
from giaoban.web.queries.rows import StepRow, moment

Entry = tuple[str, date | None, str, str]  # number, day, summary, step


def contents_paper(at: Coordinates, entries: Iterable[Entry], when: datetime) -> Paper:
    """The mục lục hồ sơ itself."""
    with override("vi"):
        rows = [
            (n, number, vi(day) if day else "", summary, step)
            for n, (number, day, summary, step) in enumerate(entries, start=1)
        ]
        columns = (
            Column(_("TT"), 0.4, numeric=True),
            Column(_("Số, ký hiệu"), 1.2),
            Column(_("Ngày"), 0.9),
            Column(_("Trích yếu"), 3.2),
            Column(_("Bước"), 1),
        )
        empty = _("Hồ sơ chưa có văn bản nào")
        return _paper(
            at,
            _("Mục lục hồ sơ"),
            at.period.label(),
            when,
            (Heading(at.unit_name), Table(columns, rows, empty=empty)),
        )


def attendance_paper(at: Coordinates, held: Conference, summary: str) -> Paper:
    """The agenda as it ran and how many sat at each point; no names."""
    with override("vi"):
        agenda = Table(
            (
                Column(_("TT"), 0.4, numeric=True),
                Column(_("Nội dung"), 4),
                Column(_("Phút"), 0.6, numeric=True),
            ),
            [(n, item.title, item.minutes) for n, item in enumerate(held.items.all(), start=1)],
            caption=_("Chương trình"),
        )
        points = Table(
            (
                Column(_("Điểm cầu"), 3),
                Column(_("Triệu tập (đại biểu)"), 1, numeric=True),
                Column(_("Có mặt (đại biểu)"), 1, numeric=True),
            ),
            [(point.name, point.convened, point.present) for point in held.points.all()],
            caption=_("Có mặt/triệu tập"),
        )
        said = {"title": held.title, "moment": moment(held.starts_at)}
        opening = Paragraph(_("%(title)s, %(moment)s.") % said)
        return _paper(at, _("Biên mục"), summary, held.starts_at, (opening, agenda, points))


def brief_paper(at: Coordinates, steps: Sequence[StepRow], calls: Sequence[Call], uncalled: int) -> Paper:
    """The eight steps on one page and the units that are late longest; whom to ring stands on the page."""
    with override("vi"):
        columns = (
            Column(_("Bước"), 0.7, numeric=True),
            Column(_("Nội dung"), 2.8),
            Column(_("Số lượng"), 1.1),
            Column(_("Phụ trách"), 1.4),
            Column(_("Thời hạn"), 1.75),
            Column(_("Còn thiếu"), 1.55),
        )
        blocks: list[Block] = [Table(columns, [_step(step) for step in steps])]
        if calls:
            late = [(n, call.unit, call.late) for n, call in enumerate(calls, start=1)]
            wide = (
                Column(_("TT"), 0.4, numeric=True),
                Column(_("Đơn vị"), 4),
                Column(_("Quá hạn (ngày)"), 1, numeric=True),
            )
            told = _("%(n)s đơn vị chưa gửi, đã quá hạn") % {"n": uncalled}
            blocks.append(Table(wide, late, caption=told))
        about = at.period.label()
        return _paper(at, _("Tóm tắt"), about, now(), (Heading(at.unit_name), *blocks))


def _step(step: StepRow) -> tuple[int, str, str, str, str, str]:
    missing = [str(word) for _kind, word in step.missing] or ([str(step.status[1])] if step.status else [])
    figure = f"{step.figure} {step.counting_unit}".strip() if step.figure else ""
    said = ": ".join(part for part in (str(step.title), str(step.text)) if part)
    return step.number, said, figure, step.owner, step.due, "; ".join(missing)


def _paper(at: Coordinates, type_name: str, about: str, when: datetime, blocks: Sequence[Block]) -> Paper:
    return Paper(
        letterhead=letterhead_of(at.unit_id, at.on),
        number="",
        place="",
        day=when.astimezone(ZONE).date(),
        type_name=type_name,
        about=about,
        created=when,
        blocks=blocks,
        title=f"{type_name}: {about}, {at.unit_name}",
        numbered=False,
    )
