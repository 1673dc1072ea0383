"""The register of hồ sơ trình and the table tiếp thu · giải trình to take away."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.core.dates import now, today, vi
from giaoban.correspondence.models import Dossier
from giaoban.correspondence.queries.consulting import Rounds
from giaoban.correspondence.queries.lists import ASKED, Asked, Row
from giaoban.documents import xlsx
from giaoban.documents.blocks import Column, Heading, Letterhead, Paper, Paragraph, Table
from giaoban.organisations.coordinates import Coordinates
from giaoban.periods.rules import Window

TITLE = "Bảng tổng hợp, tiếp thu, giải trình ý kiến góp ý"
PRINTED = (  # on the paper, in the language of papers
    Column("TT", 0.5, numeric=True),
    Column("Cơ quan góp ý", 1.6),
    Column("Mục, trang", 1),
    Column("Nội dung góp ý", 3),
    Column("Tiếp thu, giải trình", 3),
)


def register_workbook(
    rows: Sequence[Any], side: str, at: Coordinates, window: Window, *, author: str
) -> bytes:
    """The lines of one tab with what they are of."""
    columns, lines = _asked(rows) if side == ASKED else _listed(rows)
    title = _("Hồ sơ trình")
    facts = [
        (_("Đơn vị"), at.unit_name),
        (_("Kỳ"), str(window)),
        (_("Đơn vị tính"), _("hồ sơ")),
        (_("Tính đến"), vi(today())),
        (_("Nguồn"), _("Hồ sơ trình trên Giao Ban")),
        (_("Lúc xuất"), f"{now():%H:%M} {vi(today())}"),
    ]
    sheet = xlsx.Sheet(title, columns, lines, heading=(title, at.unit_name))
    return xlsx.render(xlsx.Book(title, author, now(), [sheet], facts))


def _listed(rows: Sequence[Row]) -> tuple[list[xlsx.Column], list[list[xlsx.Value]]]:
    columns = [
        xlsx.Column(_("Trích yếu"), 60),
        xlsx.Column(_("Thể loại"), 16),
        xlsx.Column(_("Cơ quan tham mưu"), 34),
        xlsx.Column(_("Cơ quan ban hành"), 34),
        xlsx.Column(_("Cấp ban hành"), 20),
        xlsx.Column(_("Trạng thái"), 26),
        xlsx.Column(_("Từ ngày"), 12),
        xlsx.Column(_("Hạn ban hành"), 14),
        xlsx.Column(_("Dự thảo lần"), 12, numeric=True),
    ]
    return columns, [
        [
            row.dossier.about,
            row.type_label,
            row.advises,
            row.issuer,
            row.organ,
            str(row.mark[1]),
            row.since,
            row.dossier.due,
            row.draft or None,
        ]
        for row in rows
    ]


def _asked(rows: Sequence[Asked]) -> tuple[list[xlsx.Column], list[list[xlsx.Value]]]:
    columns = [
        xlsx.Column(_("Trích yếu"), 60),
        xlsx.Column(_("Thể loại"), 16),
        xlsx.Column(_("Cơ quan lấy ý kiến"), 34),
        xlsx.Column(_("Cơ quan góp ý"), 34),
        xlsx.Column(_("Hạn góp ý"), 14),
        xlsx.Column(_("Ý kiến"), 24),
        xlsx.Column(_("Ngày trả lời"), 14),
    ]
    return columns, [
        [
            row.about,
            row.type_label,
            row.asker,
            row.asked,
            row.due,
            str(row.mark[1]),
            row.opinion.answered_on,
        ]
        for row in rows
    ]


# --- tiếp thu · giải trình -------------------------------------------------------------------------------


def opinions_paper(dossier: Dossier, rounds: Rounds, superior: str, issuer: str) -> Paper:
    """The table as a paper of the body that advises, in Vietnamese whatever the reader's language."""
    with override("vi"):
        return Paper(
            letterhead=Letterhead(superior, issuer),
            number="",
            place=dossier.place,
            day=None,
            type_name=TITLE,
            about=dossier.about,
            created=now(),
            title=f"{TITLE}: {dossier.about}",
            numbered=False,
            blocks=tuple(_printed(rounds)),
        )


def _printed(rounds: Rounds) -> list[Any]:
    blocks: list[Any] = []
    for number, one in enumerate(rounds.rounds, start=1):
        round_ = one.consultation
        kind = str(round_.get_manner_display())
        head = f"{number}. {kind[:1].upper()}{kind[1:]} {round_.symbol}".rstrip()
        blocks.append(Heading(f"{head}, dự thảo lần {round_.draft.number}, ngày {vi(round_.sent_on)}", 2))
        if not one.letter:
            blocks.append(Paragraph(_counts(round_)))
            continue
        blocks.append(Paragraph(f"Đã lấy ý kiến {len(one.answers)} cơ quan; {one.answered} cơ quan trả lời."))
        rows = _points(one.answers)
        blocks.append(Table(PRINTED, rows, empty="Không có điểm góp ý nào.", wide=False))
    return blocks


def _points(answers: Sequence[Any]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for answer in answers:
        said = str(answer.mark[1])
        said = said[:1].upper() + said[1:]
        if not answer.points:
            found.append((len(found) + 1, answer.unit, "", f"{said}.", ""))
        for point in answer.points:
            found.append((len(found) + 1, answer.unit, point.place, point.text, _response(point)))
    return found


def _response(point: Any) -> str:
    if point.accepted is None:
        return ""
    return f"{'Tiếp thu' if point.accepted else 'Giải trình'}: {point.response}"


def _counts(round_: Any) -> str:
    if round_.returned is None:
        return f"Phát ra {round_.given} phiếu; chưa ghi kết quả."
    blank = round_.returned - round_.agreed - round_.disagreed
    return (
        f"Phát ra {round_.given} phiếu, thu về {round_.returned} phiếu; đồng ý {round_.agreed}, không đồng ý "
        f"{round_.disagreed}, không đánh dấu {blank}."
    )


def opinions_workbook(dossier: Dossier, rounds: Rounds, unit_name: str, *, author: str) -> bytes:
    columns = [
        xlsx.Column("TT", 6, numeric=True),
        xlsx.Column(_("Cơ quan góp ý"), 34),
        xlsx.Column(_("Mục, trang"), 18),
        xlsx.Column(_("Nội dung góp ý"), 60),
        xlsx.Column(_("Tiếp thu, giải trình"), 60),
    ]
    rows: list[Any] = _points([answer for one in rounds.rounds for answer in one.answers])
    forms = [
        [vi(one.consultation.sent_on), c.given, c.returned, c.agreed, c.disagreed, one.unmarked]
        for one in rounds.rounds
        if not one.letter
        for c in (one.consultation,)
    ]
    sheets = [xlsx.Sheet(_("Ý kiến góp ý"), columns, rows, heading=(TITLE, dossier.about))]
    if forms:
        counted = [
            xlsx.Column(_("Ngày gửi"), 14),
            xlsx.Column(_("Phát ra"), 12, numeric=True),
            xlsx.Column(_("Thu về"), 12, numeric=True),
            xlsx.Column(_("Đồng ý"), 12, numeric=True),
            xlsx.Column(_("Không đồng ý"), 14, numeric=True),
            xlsx.Column(_("Không đánh dấu"), 16, numeric=True),
        ]
        sheets.append(xlsx.Sheet(_("Phiếu lấy ý kiến"), counted, forms))
    facts = [
        (_("Hồ sơ"), dossier.about),
        (_("Cơ quan tham mưu"), unit_name),
        (_("Đơn vị tính"), _("điểm góp ý; phiếu")),
        (_("Tính đến"), vi(today())),
        (_("Nguồn"), _("Ý kiến góp ý ghi trên Giao Ban")),
        (_("Lúc xuất"), f"{now():%H:%M} {vi(today())}"),
    ]
    return xlsx.render(xlsx.Book(TITLE, author, now(), sheets, facts))
