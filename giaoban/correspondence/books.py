"""Both registers in the left navigation: what waits in the incoming one, nothing for the other."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, Tally, navigation
from giaoban.correspondence.queries.arrivals import late_of, open_of
from giaoban.correspondence.queries.base import may
from giaoban.correspondence.rules import Permission


def open_count(actor: Any, unit_id: int, on: date) -> Tally | None:  # noqa: ARG001  as navigation asks
    """What is not settled in the unit's own book; late ones are hot."""
    if not may(actor, Permission.VIEW, unit_id):
        return None
    return Tally(open_of([unit_id]), late_of([unit_id]))


navigation.add(
    NavEntry(
        "arrivals",
        _("Văn bản đến"),
        "cycle",
        "correspondence:arrivals",
        Permission.VIEW,
        order=56,
        count=open_count,
    )
)
navigation.add(
    NavEntry("outgoing", _("Văn bản đi"), "cycle", "correspondence:outgoing", Permission.VIEW, order=57)
)
