"""Both registers as văn thư keep them, for printing: one description, the columns of the books in use.

Columns of Nghị định 30/2020/NĐ-CP, Phụ lục IV, as secondary sources give them (docs/arrivals.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from giaoban.core.dates import now, today, vi
from giaoban.core.secrecy import Secrecy
from giaoban.correspondence.labels import STANDING_LABELS
from giaoban.correspondence.queries.heads import letterhead_of
from giaoban.correspondence.queries.outgoing import Row as Outgoing
from giaoban.correspondence.rules.arriving import Standing
from giaoban.documents.blocks import Column, Paper, Paragraph, Table
from giaoban.documents.xlsx import Book, Sheet
from giaoban.documents.xlsx import Column as SheetColumn
from giaoban.organisations.coordinates import Coordinates


@dataclass(frozen=True, slots=True)
class Register:
    """`columns` are (title, share of the width); each row has one cell for each. `numbers` are the first and
    the last one of a book that is one series; `secrecy` is the highest class in it."""

    title: str
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    first: date
    last: date
    count: str
    numbers: str = ""
    secrecy: str = Secrecy.NORMAL.value


def incoming(lines: Iterable[Any], first: date, last: date) -> Register:
    """The book of papers that arrived between two days, in the order of its numbers."""
    with override("vi"):
        columns = (
            (_("Ngày đến"), 1.3),
            (_("Số đến"), 0.7),
            (_("Tác giả"), 2.0),
            (_("Số, ký hiệu văn bản"), 1.5),
            (_("Ngày tháng văn bản"), 1.3),
            (_("Tên loại và trích yếu nội dung văn bản"), 4.4),
            (_("Đơn vị hoặc người nhận"), 1.7),
            (_("Ngày chuyển"), 1.3),
            (_("Ký nhận"), 0.9),
            (_("Ghi chú"), 1.6),
        )
        found = list(lines)
        rows = [_incoming(line) for line in found]
        count = _("Cộng: %(n)s văn bản đến.") % {"n": len(rows)}
        held = {line.number.value for line in found}
        numbers = _("%(first)s đến %(last)s") % {"first": min(held), "last": max(held)} if held else ""
        return Register(
            title=_("Sổ đăng ký văn bản đến"),
            columns=columns,
            rows=rows,
            first=first,
            last=last,
            count=count,
            numbers=numbers,
            secrecy=_highest(line.secrecy for line in found),
        )


def _highest(classes: Iterable[str]) -> str:
    held = set(classes)
    return max(
        (one for one in Secrecy if one.value in held), key=list(Secrecy).index, default=Secrecy.NORMAL
    ).value


def _incoming(line: Any) -> list[str]:
    what = (
        _("Tài liệu mật; bản giấy giữ tại %(holder)s") % {"holder": line.holder}
        if line.stub
        else line.summary
    )
    notes = [line.urgency]
    if line.counts is not None:
        notes.append(_("hạn %(day)s") % {"day": vi(line.counts)})
    if line.settled_on is not None:
        notes.append(f"{STANDING_LABELS[Standing.SETTLED]} {vi(line.settled_on)}")
    return [
        vi(line.arrived_on),
        str(line.number.value),
        line.issuer,
        line.symbol,
        vi(line.issued_on) if line.issued_on else "",
        _told(str(line.type_label), what),
        line.given_to or "",
        vi(line.passed_on) if line.passed_on else "",
        "",
        _noted(notes),
    ]


def outgoing(found: Iterable[Outgoing], first: date, last: date) -> Register:
    """The book of papers that left between two days; cancelled numbers keep their line."""
    with override("vi"):
        columns = (
            (_("Số, ký hiệu văn bản"), 1.6),
            (_("Ngày tháng văn bản"), 1.3),
            (_("Tên loại và trích yếu nội dung văn bản"), 4.0),
            (_("Người ký"), 1.5),
            (_("Nơi nhận văn bản"), 2.4),
            (_("Đơn vị, người nhận bản lưu"), 1.3),
            (_("Số lượng bản"), 0.8),
            (_("Ngày chuyển"), 1.3),
            (_("Ký nhận"), 0.9),
            (_("Ghi chú"), 1.6),
        )
        lines = list(found)
        rows = [_outgoing(row) for row in lines]
        count = _("Cộng: %(n)s số.") % {"n": len(rows)}
        title, secrecy = _("Sổ đăng ký văn bản đi"), _highest(row.secrecy for row in lines)
        return Register(title, columns, rows, first, last, count, secrecy=secrecy)


def _outgoing(row: Outgoing) -> list[str]:
    notes = []
    if row.cancelled and row.number is not None:
        notes.append(_("số đã hủy: %(reason)s") % {"reason": row.number.reason})
    if row.recalled_on is not None:
        notes.append(_("thu hồi ngày %(day)s") % {"day": vi(row.recalled_on)})
    if row.sent:
        notes.append(_("%(opened)s/%(sent)s đơn vị đã mở") % {"opened": row.opened, "sent": row.sent})
    return [
        row.symbol,
        vi(row.on),
        _told(str(row.type_label), row.about),
        row.signer,
        row.receivers,
        "",
        "",
        vi(row.sent_on) if row.sent_on else "",
        "",
        _noted(notes),
    ]


def _told(type_label: str, what: str) -> str:
    """The type before what it is about, unless that begins with it."""
    if what.casefold().startswith(type_label.casefold()):
        return what
    return ". ".join(part for part in (type_label, what) if part)


def _noted(notes: Iterable[str]) -> str:
    said = "; ".join(part for part in notes if part)
    return said[:1].upper() + said[1:]


def days(register: Register) -> str:
    with override("vi"):
        return _("Từ ngày %(first)s đến ngày %(last)s") % {
            "first": vi(register.first),
            "last": vi(register.last),
        }


def facts(register: Register, at: Coordinates) -> list[tuple[str, str]]:
    """What the cover of a printed book and the last sheet of a workbook say."""
    return [
        (_("Sổ"), register.title),
        (_("Đơn vị"), at.unit_name),
        (_("Thời gian"), days(register)),
        *([(_("Số đến"), register.numbers)] if register.numbers else []),
        (_("Tổng số"), register.count),
        (_("Nguồn"), _("Đơn vị ghi trong Giao Ban")),
    ]


def paper(register: Register, at: Coordinates) -> Paper:
    """On pages laid across, in the layout of the house; the day stands on it, so a book printed twice on one
    day without a change is one version."""
    with override("vi"):
        table = Table(
            [Column(title, width) for title, width in register.columns],
            register.rows,
            caption=days(register),
            source=_("Nguồn: %(unit)s ghi trong Giao Ban. %(count)s")
            % {"unit": at.unit_name, "count": register.count},
            empty=_("Không có văn bản nào trong thời gian này."),
            wide=True,
        )
        told = facts(register, at)
        cover = [Paragraph(f"{label}: {value}", align="left", indent=False) for label, value in told]
        return Paper(
            letterhead=letterhead_of(at.unit_id, at.on),
            number="",
            place="",
            day=today(),
            type_name=register.title,
            about=days(register),
            created=now(),
            blocks=[*cover, table],
            title=f"{register.title}, {at.unit_name}, {days(register)}",
            numbered=False,
        )


def workbook(register: Register, at: Coordinates, *, author: str) -> Book:
    with override("vi"):
        columns = [SheetColumn(title, 8 + width * 9) for title, width in register.columns]
        heading = (register.title.upper(), at.unit_name, days(register))
        sheet = Sheet(register.title, columns, register.rows, heading=heading)
        told = (_("Lúc xuất"), f"{now():%H:%M} {vi(now().date())}")
        return Book(register.title, author, now(), [sheet], [*facts(register, at), told])
