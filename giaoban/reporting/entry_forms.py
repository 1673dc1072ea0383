"""The workbook of a report to be filled offline, and the copy of a filled one with its faults marked.

Papers of the unit, so they speak Vietnamese whatever the reader's language.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import override

from giaoban.core.dates import vi
from giaoban.core.text import slug
from giaoban.documents import xlsx
from giaoban.documents.xlsx import Fill, Filled, Slot
from giaoban.reporting.labels import moment, slip_sentence
from giaoban.reporting.models import Obligation
from giaoban.reporting.queries.entry import Entry, EntryCell, EntryLine, entry_of
from giaoban.reporting.rules.checks import FIGURE_LIMIT
from giaoban.reporting.rules.sealing import check_code, digest
from giaoban.reporting.rules.workbooks import (
    CODE,
    EXPLANATION_LIMIT,
    NO,
    NOW,
    TOLD,
    TOTAL,
    YES,
    Asked,
    Plan,
)

# Names in the hidden sheet of keys.
FORM, NUMBER, UNIT, PERIOD, REPORT, DRAFT = "bieu", "phien-ban", "don-vi", "ky", "bao-cao", "ban-nhap"
UNIT_NAME, PERIOD_NAME, TAKEN, TAKER = "ten-don-vi", "ten-ky", "luc", "nguoi"
HOW = (
    "Chỉ ghi vào ô nền vàng nhạt. Số viết như 1.234; không phát sinh thì ghi 0, chưa có số thì để trống. "
    "Ghi xong, vào trang báo cáo, bấm “Nạp biểu Excel”."
)


def file_name(entry: Entry, start: str = "bieu-nhap") -> str:
    return f"{start}-{slug(entry.place.code)}-{slug(entry.obligation.round.period)}.xlsx"


def identity_of(entry: Entry, author: str, when: datetime) -> dict[str, str]:
    version = entry.obligation.round.form_version
    return {
        FORM: version.form.code,
        NUMBER: str(version.number),
        UNIT: entry.place.code,
        UNIT_NAME: entry.place.name,
        PERIOD: entry.obligation.round.period,
        PERIOD_NAME: entry.period,
        REPORT: str(entry.obligation.pk),
        DRAFT: str(entry.version),
        TAKEN: when.isoformat(timespec="seconds"),
        TAKER: author,
    }


def workbook(obligation: Obligation, author: str, when: datetime) -> tuple[str, bytes]:
    """Name and bytes of the form with the draft's values in it."""
    with override("vi"):
        entry = entry_of(obligation)
        identity = identity_of(entry, author, when)
        return file_name(entry), xlsx.render_entry(_form(entry, identity, author, when))


def marked(
    obligation: Obligation, filled: Filled, plan: Plan, author: str, when: datetime
) -> tuple[str, bytes]:
    """Name and bytes of the copy: the values as they were typed, each fault red with its reason; a row or
    column that lost its place shows what is saved, because its values may belong elsewhere."""
    with override("vi"):
        entry = entry_of(obligation)
        sound = [ask for ask in entry.asks if ask.open and not plan.spoiled & set(ask.place)]
        typed = {ask.place: _shown(filled, ask.place) for ask in sound}
        problems = _problems(entry, plan)
        form = _form(
            entry,
            filled.identity,
            author,
            when,
            typed={place: value for place, value in typed.items() if value is not None},
            before={ask.place: filled.before.get(ask.place) for ask in entry.asks if ask.open},
            problems=problems,
        )
        return file_name(entry, "can-sua"), xlsx.render_entry(form)


def _problems(entry: Entry, plan: Plan) -> list[xlsx.Problem]:
    """Each fault at its cell; of a whole row at its first figure."""
    names, rows = entry.names, {line.key for line in entry.lines}
    return [
        xlsx.Problem(
            fault.place or ((fault.key, NOW) if fault.key in rows else None),
            names.get(fault.key, fault.key),
            slip_sentence(fault.slip, fault.facts),
        )
        for fault in plan.faults
    ]


def _shown(filled: Filled, place: tuple[str, str]) -> Any:
    """What the officer typed, as text when it is no number; "" for an emptied cell: it stays empty."""
    spot = filled.spots.get(place)
    if spot is None:
        return None
    value = spot.value
    if isinstance(value, date):
        return vi(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else str(value or "")


def _form(
    entry: Entry, identity: Mapping[str, str], author: str, when: datetime, **copy: Any
) -> xlsx.EntryForm:
    version, round_ = entry.obligation.round.form_version, entry.obligation.round
    label = f"Biểu {version.form.code}"
    columns = [
        xlsx.EntryColumn(CODE, "Mã", 23),
        xlsx.EntryColumn("", "Chỉ tiêu", 46),
        xlsx.EntryColumn("", "Đơn vị tính", 13),
        xlsx.EntryColumn("", entry.titles.previous, 13, numeric=True),
        xlsx.EntryColumn("", entry.titles.last_year, 13, numeric=True),
        xlsx.EntryColumn(NOW, entry.titles.now, 17, numeric=True),
        xlsx.EntryColumn(TOTAL, entry.titles.cumulative, 17, numeric=True),
        xlsx.EntryColumn(TOLD, "Giải trình", 38),
    ]
    lines: list[xlsx.Line] = []
    for line in entry.lines:
        if line.heading:
            lines.append(xlsx.Line("", (), heading=line.heading))
        lines.append(xlsx.Line(line.key, _cells(line)))
    return xlsx.EntryForm(
        title=f"{round_.title}, {entry.place.name}",
        author=author,
        created=when,
        sheet=label,
        heading=(
            round_.title,
            entry.place.name,
            f"{label}. {version.form.name}. {entry.period}, chốt số liệu ngày {vi(round_.cut_off)}.",
            HOW,
        ),
        columns=columns,
        lines=lines,
        facts=_facts(entry, identity, when),
        identity=identity,
        footer=f"{label}, {entry.place.name}, {entry.period}",
        code=f"Mã biểu: {_code(identity)}",
        **copy,
    )


def _cells(line: EntryLine) -> list[Fill]:
    by_column = {cell.column: _fill(cell, line.guidance) for cell in line.cells}
    told = (Fill(line.code), Fill(line.name), Fill(line.unit), Fill(line.previous), Fill(line.last_year))
    return [*told, *(by_column.get(column, Fill()) for column in (NOW, TOTAL, TOLD))]


def _fill(cell: EntryCell, guidance: str) -> Fill:
    ask, value = cell.ask, cell.value
    if ask.asked is Asked.WORDS:
        return Fill(value, Slot.TEXT, longest=EXPLANATION_LIMIT, hint="Ghi lý do khi số thay đổi nhiều.")
    if ask.asked is Asked.CHOICE:
        said = None if value is None else YES if value else NO
        return Fill(said, Slot.CHOICE if ask.open else None, choices=(YES, NO), hint=guidance)
    return Fill(value, Slot.NUMBER if ask.open else None, most=FIGURE_LIMIT, hint=guidance)


def _code(identity: Mapping[str, str]) -> str:
    return check_code(digest(dict(identity)))


def _facts(entry: Entry, identity: Mapping[str, str], when: datetime) -> list[tuple[str, str]]:
    version, round_ = entry.obligation.round.form_version, entry.obligation.round
    return [
        ("Biểu", f"{version.form.code}, {version.form.name}, phiên bản {version.number}"),
        ("Đơn vị báo cáo", entry.place.name),
        ("Gửi", entry.receiver or "không gửi lên cấp trên"),
        ("Kỳ", entry.period),
        ("Ngày chốt số liệu", vi(round_.cut_off)),
        ("Bản", f"biểu để nhập, lấy từ bản đang soạn lần {identity.get(DRAFT, '')}"),
        ("Thời điểm", moment(when)),
        ("Người tải", identity.get(TAKER, "")),
        ("Nguồn", "Bản đang soạn của đơn vị trong Giao Ban; hai cột kỳ trước là số đã gửi."),
        ("Ô trống", "chưa có số liệu, không phải số 0"),
        ("Mã biểu", _code(identity)),
    ]
