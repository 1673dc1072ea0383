"""Where conferences and their conclusions stand in the left navigation."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.conferences.queries.overview import waiting
from giaoban.conferences.rules import LIVE_STATES, Permission
from giaoban.core.registries import NavEntry, Tally, navigation


def to_come(actor: Any, unit_id: int, on: date) -> Tally:
    """Conferences being prepared; those going on now are hot."""
    found = waiting(actor, unit_id, on)
    return Tally(found, found.filter(state__in=LIVE_STATES))


navigation.add(
    NavEntry(
        "conferences", _("Giao ban"), "cycle", "conferences:list", Permission.VIEW, order=60, count=to_come
    )
)
navigation.add(
    NavEntry("conclusions", _("Kết luận"), "cycle", "conferences:conclusions", Permission.VIEW, order=70)
)
