"""Which unit of the house issued a document, when the paper only gives a name.

Two communes may bear one name and number alike; then the unit nearest to the register is meant, and its code
becomes part of what makes the document one.
"""

from datetime import date

from django.db.models import QuerySet

from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import canonical, fold
from giaoban.directives.rules import DocumentFacts, named_issuer
from giaoban.organisations.models import Unit
from giaoban.organisations.queries import ancestor_ids, lines_of


def unit_of(facts: DocumentFacts, registered_in: int | None) -> tuple[int | None, str]:
    """The issuing unit, and its code where another one bore the same name on that day."""
    if facts.unit_id is not None:
        code = Unit.objects.filter(pk=facts.unit_id).values_list("code", flat=True).first()
        if code is None:
            raise Hidden("unit")
        shared = named_issuer(facts.issuer) is None and len(_bearing(facts.issuer, facts.issued_on)) > 1
        return facts.unit_id, code if shared else ""
    named = named_issuer(facts.issuer)
    if named is not None:
        found = _units().filter(code=named.unit_code) if named.unit_code else Unit.objects.none()
        return found.values_list("pk", flat=True).first(), ""
    bearing = _bearing(facts.issuer, facts.issued_on)
    if len(bearing) <= 1:
        return next(iter(bearing), None), ""
    nearest = _nearest(bearing, registered_in, facts.issued_on)
    return nearest, bearing[nearest] if nearest is not None else ""


def _units() -> "QuerySet[Unit]":
    return Unit.objects.filter(secrecy=Secrecy.NORMAL.value).order_by("-ends", "pk")


def _bearing(name: str, day: date) -> dict[int, str]:
    """Units that bore the name on the day, with their codes."""
    rows = _units().filter(names__folded=fold(name), names__starts__lte=day, names__ends__gt=day)
    wanted = canonical(name)
    found = rows.values_list("pk", "code", "names__name")
    return {pk: code for pk, code, called in found if canonical(called) == wanted}


def _nearest(bearing: dict[int, str], registered_in: int | None, day: date) -> int | None:
    """The one that the register belongs to or stands under, else the only one below it."""
    if registered_in is None:
        return None
    own = (*lines_of(registered_in, day), *ancestor_ids(registered_in, day))
    above = next((pk for pk in own if pk in bearing), None)
    if above is not None:
        return above
    line = lines_of(registered_in, day)[-1]
    below = [pk for pk in bearing if line in ancestor_ids(pk, day)]
    return below[0] if len(below) == 1 else None
