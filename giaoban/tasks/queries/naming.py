"""What units are called in a matrix and in a sentence: short, and by the place they work for.

A commission that works for another committee than the one that gives is called by that committee's place:
in a cluster eleven units named "Ban Tổ chức" are "Long An", "Bình Phước", ….
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, Subquery

from giaoban.organisations.models import Placement
from giaoban.organisations.queries.naming import Names, load_names
from giaoban.organisations.rules import PARTY


def called_by(column: str, on: date, *, under: int) -> Subquery:
    """The id of the unit by whose name the unit in `column` goes, where it is not its own."""
    places = Placement.objects.on(on).filter(
        hierarchy__code=PARTY, unit_id=OuterRef(column), unit__kind__advises=True, parent__isnull=False
    )
    return Subquery(places.exclude(parent_id=under).values("parent_id")[:1])


def short_names(unit_ids: Iterable[int], on: date, *, under: int) -> dict[int, str]:
    """Short names on the day, in two queries whatever the number."""
    wanted = set(unit_ids)
    places = Placement.objects.on(on).filter(
        hierarchy__code=PARTY, unit_id__in=wanted, unit__kind__advises=True, parent__isnull=False
    )
    spoken = dict(places.exclude(parent_id=under).values_list("unit_id", "parent_id"))
    names = load_names(wanted | set(spoken.values()))
    return {unit_id: short(names, spoken.get(unit_id, unit_id), on) for unit_id in wanted}


def short(names: Names, unit_id: int, on: date) -> str:
    name, short_name, _starts, _ends = names.span(unit_id, on)
    return short_name or name
