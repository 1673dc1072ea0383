"""One unit for its page, the list of units of a day, and the picker that finds without accents."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.text import clean, fold, slug
from giaoban.organisations.models import Department, Kind, Unit
from giaoban.organisations.queries.base import (
    UnitRow,
    get_unit,
    in_english,
    kind_labels,
    named,
    rows_of,
    visible_to,
)
from giaoban.organisations.queries.tree import count_by_kind, subtree_ids
from giaoban.organisations.rules import PARTY


@dataclass(frozen=True, slots=True)
class UnitCard:
    """What the head of a unit's page says: the unit of the day, its children by kind, its phòng."""

    unit: UnitRow
    established_on: date | None
    source: str
    confidence: str
    children: tuple[tuple[str, int], ...]
    departments: tuple[Department, ...]


def unit_card(actor: Actor, unit_id: int, on: date, hierarchy: str = PARTY) -> UnitCard:
    """The unit as of the day; Hidden when it is unknown, not visible or not alive then."""
    unit = get_unit(actor, unit_id)
    row = next(
        iter(rows_of(named(Unit.objects.filter(pk=unit_id), on), on, actor=actor, line=hierarchy)), None
    )
    if row is None:
        raise Hidden("unit")
    labels = kind_labels()
    return UnitCard(
        unit=row,
        established_on=unit.established_on,
        source=unit.source,
        confidence=unit.confidence,
        children=tuple((labels[code], count) for code, count in count_by_kind(actor, unit_id, on, hierarchy)),
        departments=tuple(departments(unit_id, on)),
    )


def departments(unit_id: int, on: date) -> QuerySet[Department]:
    """The phòng of a unit on the day, in their order."""
    return Department.objects.on(on).filter(unit_id=unit_id)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means all."""

    kind: str = ""
    level: str = ""
    under: int | None = None
    text: str = ""
    hierarchy: str = PARTY


@dataclass(frozen=True, slots=True)
class Register:
    """A page of the list of units; `kinds` are the kinds to choose from."""

    rows: tuple[UnitRow, ...]
    total: int
    page: int
    pages: int
    kinds: tuple[tuple[str, str, str], ...]


def register(
    actor: Actor, on: date, filters: Filters | None = None, *, page: int = 1, per_page: int = 50
) -> Register:
    """Units that live on the day, in Vietnamese order of their names: at most five queries."""
    wanted = filters or Filters()
    units = named(visible_to(actor), on)
    if wanted.kind:
        units = units.filter(kind_id=wanted.kind)
    if wanted.level:
        units = units.filter(kind__level=wanted.level)
    if wanted.under is not None:
        units = units.filter(pk__in=subtree_ids(wanted.under, on, wanted.hierarchy))
    if wanted.hierarchy != PARTY:
        units = units.filter(
            ancestor_rows__hierarchy__code=wanted.hierarchy,
            ancestor_rows__depth=0,
            ancestor_rows__starts__lte=on,
            ancestor_rows__ends__gt=on,
        )
    units = matching(units, wanted.text)
    total = units.count()
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    piece = units.order_by("names__sort_key", "pk")[(page - 1) * per_page : page * per_page]
    label = "label_en" if in_english() else "label"
    return Register(
        rows=tuple(rows_of(piece, on, actor=actor, line=wanted.hierarchy)),
        total=total,
        page=page,
        pages=pages,
        kinds=tuple(Kind.objects.values_list("code", label, "level")),
    )


def matching(units: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    """Every word of the text is in the folded name of the day, or the text is the beginning of the code."""
    words = fold(text).split()
    if not words:
        return units
    in_name = Q()
    for word in words:
        in_name &= Q(names__folded__contains=word)
    # Only what was typed as a code is looked for among codes: many codes begin with the name of a province.
    return units.filter(in_name | Q(code__startswith=text) if text == slug(text) else in_name)


def pick(
    actor: Actor,
    text: str,
    on: date,
    *,
    kinds: Collection[str] = (),
    under: int | None = None,
    limit: int = 20,
    hierarchy: str = PARTY,
) -> Sequence[UnitRow]:
    """Units for a picker: "thai binh", "Thái Bình" and "tu-thai-binh" all find Tỉnh ủy Thái Bình.

    What was typed with its accents comes before what only matches without them.
    """
    units = matching(named(visible_to(actor), on), text)
    if kinds:
        units = units.filter(kind_id__in=kinds)
    if under is not None:
        units = units.filter(pk__in=subtree_ids(under, on, hierarchy))
    typed = clean(text)
    rank = Case(
        When(code=slug(text), then=Value(0)),
        When(names__short_name__iexact=typed, then=Value(1)),
        When(Q(names__name__icontains=typed), then=Value(2)),
        When(names__folded__contains=fold(text), then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    order = ("kind__position", "names__sort_key", "pk")
    found = units.order_by(rank, *order) if typed else units.order_by(*order)
    return rows_of(found[:limit], on, actor=actor)
