"""The organisation commission of a committee by name: staff report to the commission, not the committee."""

from datetime import date

from django.db.models import Subquery
from django.db.models.expressions import OuterRef

from giaoban.organisations.models import UnitName
from giaoban.organisations.rules import PARTY

SECTOR = ("central_commission", "provincial_commission", "district_commission")


def office_name(column: str, on: date | OuterRef) -> Subquery:
    """As an annotation: the name of the organisation commission of the committee in `column` on the day; null
    where the committee has none."""
    names = UnitName.objects.filter(
        starts__lte=on,
        ends__gt=on,
        unit__kind__in=SECTOR,
        unit__ancestor_rows__ancestor_id=OuterRef(column),
        unit__ancestor_rows__depth=1,
        unit__ancestor_rows__hierarchy__code=PARTY,
        unit__ancestor_rows__starts__lte=on,
        unit__ancestor_rows__ends__gt=on,
    )
    return Subquery(names.values("name")[:1])
