"""What units are called in a report: full name and the short one of lists, as of a day, in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from giaoban.core.text import sort_key
from giaoban.organisations.models import Closure, Unit, UnitName
from giaoban.organisations.rules import PARTY


@dataclass(frozen=True, slots=True)
class Place:
    """`short` names the place in a list: a commission is called like the committee it works for."""

    unit_id: int
    code: str
    name: str
    short: str
    order: str

    def __str__(self) -> str:
        return self.name


def places(unit_ids: Iterable[int], on: date) -> dict[int, Place]:
    """Names as of the day, three queries whatever the number of units."""
    wanted = set(unit_ids)
    codes = dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "code"))
    above = dict(
        Closure.objects.on(on)
        .filter(hierarchy__code=PARTY, depth=1, descendant_id__in=wanted, descendant__kind__advises=True)
        .values_list("descendant_id", "ancestor_id")
    )
    known = {
        unit_id: (name, short or name)
        for unit_id, name, short in UnitName.objects.on(on)
        .filter(unit_id__in=wanted | set(above.values()))
        .values_list("unit_id", "name", "short_name")
    }
    found = {}
    for unit_id, code in codes.items():
        name, short = known.get(unit_id, (code, code))
        if unit_id in above:
            short = known.get(above[unit_id], ("", name))[1]
        found[unit_id] = Place(unit_id, code, name, short, sort_key(short))
    return found
