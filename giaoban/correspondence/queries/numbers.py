"""The books of numbers of a unit: which series it has, what each number went to, the terms it counts by."""

from django.db.models import QuerySet

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.correspondence.models import Book, Number, Series, Term
from giaoban.correspondence.queries.base import works_for
from giaoban.correspondence.rules import Permission


def _seen(actor: Actor, unit_id: int) -> None:
    for permission in (Permission.VIEW, Permission.MANAGE):
        units = works_for(actor, permission)
        if units is None or unit_id in units:
            return
    raise Hidden("unit")


def book_of(unit_id: int) -> Book | None:
    return Book.objects.filter(unit_id=unit_id).first()


def terms_of(unit_id: int) -> list[Term]:
    """Terms that the unit declared, oldest first."""
    return list(Term.objects.filter(unit_id=unit_id).order_by("starts"))


def series_of(actor: Actor, unit_id: int) -> QuerySet[Series]:
    """The unit's series, for who works there; Hidden otherwise."""
    _seen(actor, unit_id)
    return Series.objects.filter(unit_id=unit_id).order_by("-term", "type")


def numbers_of(actor: Actor, unit_id: int, *, type: str = "", term: str = "") -> QuerySet[Number]:  # noqa: A002
    """Every number of the unit's series, cancelled ones among them, latest first within each series."""
    _seen(actor, unit_id)
    found = Number.objects.filter(series__unit_id=unit_id)
    if type:
        found = found.filter(series__type=type)
    if term:
        found = found.filter(series__term=term)
    return found.select_related("series", "issue__document", "arrival").order_by("series", "-value")


def get_number(actor: Actor, number_id: int, *, lock: bool = False) -> Number:
    found = Number.objects.filter(pk=number_id).select_related("series")
    number = (found.select_for_update(of=("self",)) if lock else found).first()
    if number is None:
        raise Hidden("number")
    _seen(actor, number.series.unit_id)
    return number
