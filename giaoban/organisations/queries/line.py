"""Whose line a unit works over: a commission or an office works over the line of its committee."""

from datetime import date

from giaoban.organisations.models import Closure
from giaoban.organisations.rules import PARTY


def line_of(unit_id: int, on: date) -> int:
    """The committee that the unit advises on the day; any other unit is its own line."""
    above = Closure.objects.on(on).filter(
        hierarchy__code=PARTY, descendant_id=unit_id, depth=1, descendant__kind__advises=True
    )
    return above.values_list("ancestor_id", flat=True).first() or unit_id
