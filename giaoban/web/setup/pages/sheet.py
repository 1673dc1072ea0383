"""The page of one sheet: what it takes, how each column is filled, its template with a sample row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from giaoban.accounts.rules import Permission as Accounts
from giaoban.core.actors import Actor
from giaoban.people.models import POST_LABELS
from giaoban.people.rules import PostKind
from giaoban.web.setup import queries, words
from giaoban.web.setup import sheets as workbooks
from giaoban.web.setup.rules import Sheet
from giaoban.web.setup.sheets import Lists
from giaoban.web.setup.words import Column

SHEET_TEXTS = {
    Sheet.UNITS: gettext_lazy(
        "Đơn vị cấp dưới theo danh sách, cùng ngày bắt đầu và văn bản làm căn cứ. "
        "Việc hợp nhất, chia tách, đổi tên về sau ghi bằng quyết định, không ghi bằng tệp này."
    ),
    Sheet.PEOPLE: gettext_lazy(
        "Mỗi dòng là một chức danh của một người; người có nhiều chức danh ghi nhiều dòng."
    ),
    Sheet.CONTACTS: gettext_lazy(
        "Người cần gọi ở mỗi đơn vị, theo lĩnh vực. Đầu mối mới thay đầu mối đang ghi."
    ),
}
SAMPLES: Mapping[Sheet, Mapping[str, str | Promise]] = {
    Sheet.UNITS: {
        "code": "du-xa-minh-hoa",
        "name": gettext_lazy("Đảng ủy xã Minh Họa"),
        "short_name": gettext_lazy("Xã Minh Họa"),
        "established_on": "01/7/2025",
    },
    Sheet.PEOPLE: {
        "full_name": gettext_lazy("Nguyễn Thị Minh Họa"),
        "birth_year": "1980",
        "title": gettext_lazy("Chuyên viên"),
        "starts": "01/7/2025",
        "decision": "123-QĐ/TU",
        "decided_on": "25/6/2025",
    },
    Sheet.CONTACTS: {
        "name": gettext_lazy("Nguyễn Thị Minh Họa"),
        "title": gettext_lazy("Chuyên viên"),
        "telephone": "0227 000 000",
        "starts": "01/7/2025",
    },
}


@dataclass(frozen=True, slots=True)
class SheetPage:
    sheet: Sheet
    title: str | Promise
    text: str | Promise
    columns: Sequence[Column]
    decision: Sequence[Column]
    is_set_up: bool


def offered(actor: Actor) -> list[SheetPage]:
    """The sheets that the actor may send."""
    return [sheet_page(actor, kind) for kind in Sheet if actor.can(queries.PERMISSIONS[kind])]


def sheet_page(actor: Actor, kind: Sheet) -> SheetPage:
    return SheetPage(
        kind,
        words.TITLES[kind],
        SHEET_TEXTS[kind],
        words.COLUMNS[kind],
        words.DECISION if kind is Sheet.UNITS else (),
        actor.can(Accounts.SET_UP),
    )


def template(actor: Actor, kind: Sheet) -> bytes:
    lists = queries.lists_for(actor, kind)
    sample = {key: str(value) for key, value in SAMPLES[kind].items()}
    units = lists.get("units") or queries.offered_units(actor, kind)
    chosen = {
        column.key: lists[column.listed][0] for column in words.COLUMNS[kind] if lists.get(column.listed)
    }
    if kind is Sheet.UNITS:
        chosen["parent"] = units[0] if units else ""
        chosen["kind"] = next((k for k in lists["kinds"] if "xã" in k), chosen.get("kind", ""))
    if kind is Sheet.PEOPLE:
        chosen["kind"] = str(POST_LABELS[PostKind.STAFF])
    return workbooks.template(kind, Lists(lists, {**chosen, **sample}))
