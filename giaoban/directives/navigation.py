"""Where documents stand in the left navigation, with how many the unit works by."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, navigation
from giaoban.directives import queries
from giaoban.directives.rules import Permission


def count(user: Any, unit_id: int, on: Any) -> tuple[int, bool] | None:
    found = queries.concern_count(user, unit_id, on)
    return (found, False) if found else None


navigation.add(
    NavEntry(
        "directives",
        _("Văn bản chỉ đạo"),
        "cycle",
        "directives:list",
        Permission.VIEW,
        order=20,
        count=count,
    )
)
