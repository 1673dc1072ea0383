"""Where messages and contacts stand in the left navigation."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, Tally, navigation
from giaoban.notices.queries import inbox
from giaoban.notices.rules import Permission


def unread_count(actor: Any, unit_id: int, on: date) -> Tally:
    del unit_id, on  # one inbox, whatever stands in the bar
    return Tally(inbox(actor, unread_only=True))


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
