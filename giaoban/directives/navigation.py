"""Where documents stand in the left navigation, with how many the unit works by."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, Tally, navigation
from giaoban.directives import queries
from giaoban.directives.rules import Permission


def count(user: Any, unit_id: int, on: date) -> Tally:
    return Tally(queries.of_unit(user, unit_id, on))


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
