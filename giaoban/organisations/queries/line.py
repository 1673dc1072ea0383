"""Whose line a unit works over: a commission or an office works over the line of its committee."""

from datetime import date

from giaoban.core.memo import once_a_page
from giaoban.organisations.models import Closure
from giaoban.organisations.rules import PARTY


@once_a_page
def line_of(unit_id: int, on: date) -> int:
    """The committee that the unit advises on the day; any other unit is its own line."""
    above = Closure.objects.on(on).filter(
        hierarchy__code=PARTY, descendant_id=unit_id, depth=1, descendant__kind__advises=True
    )
    return above.values_list("ancestor_id", flat=True).first() or unit_id


@once_a_page
def lines_of(unit_id: int, on: date) -> tuple[int, ...]:
    """The unit itself, then the one it advises, and so on up to the committee: a local department, the
    central commission, the Central Committee. What belongs to any of them is worked on here."""
    above = Closure.objects.on(on).filter(hierarchy__code=PARTY, descendant_id=unit_id, depth__gte=1)
    chain, advises = [unit_id], None
    for superior, own, next_own in above.order_by("depth").values_list(
        "ancestor_id", "descendant__kind__advises", "ancestor__kind__advises"
    ):
        if not (own if advises is None else advises):
            break
        chain.append(superior)
        advises = next_own
    return tuple(chain)
