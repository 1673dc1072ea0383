"""Where messages and contacts stand in the left navigation."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, navigation
from giaoban.notices.rules import Permission
from giaoban.notices.services import unread


def unread_count(actor: Any, unit_id: int, on: date) -> tuple[int, bool] | None:
    del unit_id, on  # one inbox, whatever stands in the bar
    count = unread(actor)
    return (count, False) if count else None


navigation.add(
    NavEntry(
        "notices",
        _("Thông báo"),
        "cycle",
        "notices:inbox",
        Permission.VIEW_CONTACTS,
        90,
        plain=True,
        count=unread_count,
    )
)
navigation.add(
    NavEntry("contacts", _("Danh bạ đầu mối"), "lookup", "notices:contacts", Permission.VIEW_CONTACTS, 40)
)
navigation.add(
    NavEntry(
        "jobs", _("Tiến độ công việc"), "house", "notices:jobs", Permission.VIEW_CONTACTS, 80, plain=True
    )
)
