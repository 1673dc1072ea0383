"""The books of numbers of a unit: which series it has, what each number went to, the terms it counts by."""

from collections.abc import Iterable

from django.db.models import QuerySet

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.correspondence.models import Book, Dossier, Number, Series, Term
from giaoban.correspondence.queries.base import works_for
from giaoban.correspondence.rules import Organ, Permission
from giaoban.correspondence.rules.series import CONGRESS, BookStyle, IssuerCode, SymbolParts, issuer_code
from giaoban.correspondence.rules.series import open_symbol as format_open
from giaoban.organisations.models import Placement, Unit
from giaoban.organisations.queries.naming import load_names
from giaoban.organisations.rules import PARTY

UNSAID = "……"


def _seen(actor: Actor, unit_id: int) -> None:
    for permission in (Permission.VIEW, Permission.MANAGE):
        units = works_for(actor, permission)
        if units is None or unit_id in units:
            return
    raise Hidden("unit")


def book_of(unit_id: int) -> Book | None:
    return Book.objects.filter(unit_id=unit_id).first()


def code_of(unit_id: int) -> IssuerCode:
    """The letters of a unit by its kind and name, with those of the committee that it works for."""
    day = today()
    line = Placement.objects.on(day).filter(hierarchy__code=PARTY, unit_id=unit_id)
    found = line.values_list("unit__kind_id", "unit__kind__advises", "parent_id", "parent__kind_id").first()
    kind, advises, over, kind_over = found or (_kind(unit_id), False, None, "")
    names = load_names({unit_id, over} if advises and over else {unit_id})
    committee = issuer_code(kind_over, names.at(over, day)).code if advises and over else ""
    return issuer_code(kind, names.at(unit_id, day), committee=committee)


def _kind(unit_id: int) -> str:
    return Unit.objects.values_list("kind_id", flat=True).get(pk=unit_id)


def open_symbol(unit_id: int, type: str, organ: str = "", joint: Iterable[int] = ()) -> str:  # noqa: A002
    """What stands behind the number of a draft, as the unit's next paper of the type will have it:
    "-KH/BTCTU"; dots for letters that nobody said."""
    own = book_of(unit_id) or code_of(unit_id)
    style: BookStyle = "state" if own.style == "state" else "party"
    code = CONGRESS if organ == Organ.CONGRESS else own.code or UNSAID
    others = tuple((book_of(one) or code_of(one)).code or UNSAID for one in joint)
    return format_open(SymbolParts(type, code, style, joint=others))


def number_to_come(dossier: Dossier) -> str:
    """`open_symbol` of the paper of a dossier."""
    joint = dossier.joint_with.order_by("pk").values_list("pk", flat=True)
    return open_symbol(dossier.issuer_id, dossier.type, dossier.organ, joint)


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
