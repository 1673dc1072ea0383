"""Where the upward road stands in the left navigation, with how many wait."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, Tally, navigation
from giaoban.recommendations.queries import waiting
from giaoban.recommendations.rules import Permission


def count(actor: Any, unit_id: int, on: date) -> Tally:
    return waiting(actor, unit_id, on)


navigation.add(
    NavEntry(
        "recommendations",
        _("Kiến nghị"),
        "cycle",
        "recommendations:list",
        Permission.VIEW,
        order=50,
        count=count,
    )
)
