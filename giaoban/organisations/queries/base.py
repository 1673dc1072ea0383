"""Who sees which units, and units as plain rows of a day: name, kind, superior."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from giaoban.core.actors import Actor
from giaoban.core.dates import OPEN
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.organisations.models import Kind, Placement, Unit, UnitName
from giaoban.organisations.rules import PARTY, Permission


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as of a day. `children` and `below` are filled where a page asks for them.

    The superior stays empty when the unit is at the top or when the reader may not know of it.
    """

    id: int
    code: str
    name: str
    short_name: str
    name_en: str
    kind: str
    kind_label: str
    level: str
    secrecy: str
    starts: date
    ends: date
    version: int = 1
    parent_id: int | None = None
    parent_code: str = ""
    parent_name: str = ""
    lead: bool = False
    depth: int = 0
    children: int = 0
    below: int = 0

    @property
    def short(self) -> str:
        return self.short_name or self.name

    @property
    def ended(self) -> bool:
        return self.ends != OPEN


def visible(actor: Actor, prefix: str = "") -> Q:
    """The condition on units that this actor may know of; `prefix` leads from another table to the unit.

    Whoever holds "view" anywhere sees the whole ordinary structure; secret units need their own permission.
    """
    if not actor.can(Permission.VIEW):
        return Q(pk__in=[])
    secret = actor.unit_ids(Permission.VIEW_SECRET)
    if secret is None:
        return Q()
    return Q(**{f"{prefix}secrecy": Secrecy.NORMAL.value}) | Q(**{f"{prefix}pk__in": secret})


def visible_to(actor: Actor) -> QuerySet[Unit]:
    """Units of all times that the actor may know of."""
    return Unit.objects.filter(visible(actor))


def get_unit(actor: Actor, unit_id: int) -> Unit:
    """The unit, or Hidden when unknown or not visible."""
    unit = visible_to(actor).filter(pk=unit_id).first()
    if unit is None:
        raise Hidden("unit")
    return unit


def unit_by_code(actor: Actor, code: str, on: date) -> Unit:
    """The unit in force under this code on the day, or Hidden."""
    unit = visible_to(actor).filter(code=code, starts__lte=on, ends__gt=on).first()
    if unit is None:
        raise Hidden("unit")
    return unit


def in_english() -> bool:
    return (get_language() or "vi").startswith("en")


def kind_labels() -> dict[str, str]:
    """Labels of kinds in the language of the page, in their order."""
    column = "label_en" if in_english() else "label"
    return dict(Kind.objects.values_list("code", column))


def named(units: QuerySet[Unit], on: date) -> QuerySet[Unit]:
    """Units that live on the day, joined with their one name of that day (`names__…`)."""
    return units.filter(starts__lte=on, ends__gt=on, names__starts__lte=on, names__ends__gt=on)


def rows_of(units: QuerySet[Unit], on: date, *, actor: Actor, line: str = PARTY) -> list[UnitRow]:
    """Units of `named` as rows with their superior of the day: two queries, whatever the number of units."""
    label = "kind__label_en" if in_english() else "kind__label"
    found = [
        UnitRow(*values)
        for values in units.values_list(
            "pk",
            "code",
            "names__name",
            "names__short_name",
            "names__name_en",
            "kind_id",
            label,
            "kind__level",
            "secrecy",
            "starts",
            "ends",
            "version",
        )
    ]
    return with_superiors(found, on, actor=actor, line=line)


def with_superiors(rows: Sequence[UnitRow], on: date, *, actor: Actor, line: str = PARTY) -> list[UnitRow]:
    """The rows with superior and lead mark of the day; a superior unknown to the reader stays empty."""
    name = UnitName.objects.on(on).filter(unit=OuterRef("parent_id")).values("name")[:1]
    rows_ = (
        Placement.objects.on(on)
        .filter(hierarchy__code=line, unit_id__in=[row.id for row in rows])
        .values_list("unit_id", "lead", "parent_id", "parent__code", "parent__secrecy", Subquery(name))
    )
    places = {place[0]: _Place(*place[1:]) for place in rows_}
    secret = {
        place.parent_id
        for place in places.values()
        if place.parent_id is not None and place.secrecy != Secrecy.NORMAL
    }
    hidden = secret - known_to(actor, secret) if secret else set()
    return [_placed(row, places.get(row.id), hidden) for row in rows]


def known_to(actor: Actor, unit_ids: Iterable[int]) -> set[int]:
    return set(visible_to(actor).filter(pk__in=unit_ids).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class _Place:
    lead: bool
    parent_id: int | None
    code: str | None
    secrecy: str | None
    name: str | None


def _placed(row: UnitRow, place: _Place | None, hidden: set[int]) -> UnitRow:
    if place is None:
        return row
    if place.parent_id is None or place.parent_id in hidden:
        return replace(row, lead=place.lead)
    return replace(
        row,
        lead=place.lead,
        parent_id=place.parent_id,
        parent_code=place.code or "",
        parent_name=place.name or "",
    )
