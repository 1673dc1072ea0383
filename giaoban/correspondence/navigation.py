"""Where hồ sơ trình stand in the left navigation, with how many wait for the unit."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, Tally, navigation
from giaoban.correspondence.queries.lists import waiting
from giaoban.correspondence.rules import Permission
from giaoban.organisations.rules import Permission as Organisations


def count(actor: Any, unit_id: int, on: date) -> Tally:
    """What is to be written, decided, issued or answered; late ones are hot."""
    return waiting(actor, unit_id, on)


navigation.add(
    NavEntry(
        "dossiers",
        _("Hồ sơ trình"),
        "cycle",
        "correspondence:dossiers",
        Permission.VIEW,
        order=55,
        count=count,
    )
)
navigation.add(
    NavEntry("templates", _("Mẫu văn bản"), "house", "correspondence:templates", Permission.MANAGE, order=70)
)
navigation.add(
    NavEntry(
        "check",
        _("Đối chiếu văn bản"),
        "lookup",
        "correspondence:check",
        Organisations.VIEW,
        order=80,
        plain=True,
    )
)
