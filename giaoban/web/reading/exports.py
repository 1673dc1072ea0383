"""What leaves the page: a text with its corrected marks as a case, and the list of a unit's corrections."""

import csv
import io
import json
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core.dates import ZONE, now, vi
from giaoban.documents.xlsx import Book, Column, Sheet, Value, render
from giaoban.organisations.coordinates import Coordinates
from giaoban.web.models import MarkCorrection, ReadText
from giaoban.web.reading import pages, queries
from giaoban.web.reading.rules import MarkKind

MOST = 5_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LISTS = {MarkKind.CITATION: "citations", MarkKind.FIGURE: "figures", MarkKind.TASK: "tasks"}


def case(text: ReadText) -> bytes:
    """Text and marks as they stand after corrections, for a test of the reader; persons are left out."""
    state = queries.state_of(text)
    found: dict[str, Any] = {
        "name": text.title,
        "on": text.told_on.isoformat() if text.told_on else None,
        "reader": text.reader,
        "corrected": sorted(state.corrected),
        "text": text.text,
    }
    for kind, name in _LISTS.items():
        found[name] = [
            {key: value for key, value in mark.items() if key != "kind"}
            | {"surface": text.text[mark["start"] : mark["end"]]}
            for mark in state.of(kind)
        ]
    found["conference"] = text.marks["conference"]
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def corrections_workbook(rows: list[tuple[MarkCorrection, str]], at: Coordinates, *, author: str) -> bytes:
    moment = now()
    title = _("Sửa dấu trong văn bản đã đọc")
    facts = [
        (_("Đơn vị"), at.unit_name),
        (_("Tính đến"), vi(moment.date())),
        (_("Đơn vị tính"), _("ký tự, đếm từ 0 trong văn bản gốc")),
        (_("Nguồn"), _("Văn bản đã đọc trong Giao Ban")),
        (_("Lúc xuất"), f"{moment:%H:%M} {vi(moment.date())}"),
    ]
    sheet = Sheet(title, _columns(), _lines(rows), heading=(title,))
    return render(Book(title, author, moment, [sheet], facts))


def corrections_csv(rows: list[tuple[MarkCorrection, str]]) -> bytes:
    """The same lines under their heading, for other programs; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(column.title for column in _columns())
    writer.writerows([_plain(value) for value in line] for line in _lines(rows))
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _lines(rows: list[tuple[MarkCorrection, str]]) -> list[list[Value]]:
    """One for each field that was corrected, one for a mark that was added or removed."""
    lines: list[list[Value]] = []
    for row, surface in rows:
        mark = row.after or row.before
        words = " ".join(surface.split())
        start = [row.text.title, str(pages.what_of(row)), words, mark["start"], mark["end"]]
        day = vi(row.recorded_at.astimezone(ZONE).date())
        end = [day, row.recorded_label, _("đã hoàn tác") if row.undone_at else ""]
        said = pages.said(row) or [("", "", "")]
        lines += [[*start, str(label), before, after, *end] for label, before, after in said]
    return lines


def _columns() -> list[Column]:
    return [
        Column(_("Văn bản"), 40),
        Column(_("Việc"), 20),
        Column(_("Chữ"), 40),
        Column(_("Từ ký tự"), 10, numeric=True),
        Column(_("Đến ký tự"), 10, numeric=True),
        Column(_("Mục"), 18),
        Column(_("Trước"), 28),
        Column(_("Sau"), 28),
        Column(_("Ngày sửa"), 12),
        Column(_("Người sửa"), 24),
        Column(_("Ghi chú"), 14),
    ]
