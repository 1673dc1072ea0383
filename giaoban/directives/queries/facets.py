"""What the register can be narrowed by, with how many documents each choice leaves: one read for all counts.

Each facet counts under the other facets' choices, so that no choice it offers leads to an empty list.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import Actor
from giaoban.directives.models import CONFIDENCE_LABELS, LEVEL_LABELS, Relation, term_label, type_label
from giaoban.directives.queries.lists import Filters, like, of_unit
from giaoban.directives.rules import Confidence, Level, RelationKind, doc_type, types

FIRST = 7
MOST = 60


@dataclass(frozen=True, slots=True)
class Value:
    """A choice: how many documents it leaves, and the address that asks it (when chosen: lets it go)."""

    label: Any
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    title: Any
    values: Sequence[Value]

    @property
    def first(self) -> Sequence[Value]:
        return self.values[:FIRST]

    @property
    def more(self) -> Sequence[Value]:
        return self.values[FIRST:]


class _Group(NamedTuple):
    """Documents alike in everything that a facet asks."""

    type: str
    level: str
    issuer: str
    term: str
    year: int
    confidence: str
    replaced: bool
    held: int


NAMES = {
    "type": "loai",
    "level": "cap",
    "issuer": "co-quan",
    "when": "khi",
    "standing": "hieu-luc",
    "confidence": "tin-cay",
}
STANDINGS = {"con": False, "het": True}
# As `lists.register` filters: what it does not know narrows nothing.
_FITS: dict[str, Callable[[_Group, str], bool]] = {
    "type": lambda group, value: group.type == value or doc_type(value) is None,
    "level": lambda group, value: group.level == ("" if value == "khac" else value),
    "issuer": lambda group, value: group.issuer == value,
    "when": lambda group, value: value in {group.term, str(group.year)},
    "standing": lambda group, value: value not in STANDINGS or group.replaced == STANDINGS[value],
    "confidence": lambda group, value: group.confidence == value,
}


@dataclass(frozen=True, slots=True)
class Outline:
    """What the register holds of each facet, and how many documents fit all that is asked."""

    facets: Sequence[Facet]
    held: int


def outline(actor: Actor, unit_id: int, on: date, filters: Filters) -> Outline:
    groups = _groups(actor, unit_id, on, filters)
    return Outline(_facets(groups, filters), sum(group.held for group in _left(groups, filters)))


def _facets(groups: Sequence[_Group], filters: Filters) -> list[Facet]:
    """Standing, level, type, term and year, issuer, confidence."""

    def counted(name: str, key: Callable[[_Group], str]) -> Counter[str]:
        found: Counter[str] = Counter()
        for group in _left(groups, replace(filters, **{name: ""})):
            found[key(group)] += group.held
        return found

    def facet(name: str, title: Any, choices: Iterable[tuple[str, Any]], found: Counter[str]) -> Facet:
        now = getattr(filters, name)
        values = [
            Value(
                label,
                found[value],
                _asking(replace(filters, **{name: "" if value == now else value})),
                value == now,
            )
            for value, label in choices
            if found[value] or value == now
        ]
        return Facet(title, values)

    terms = counted("when", lambda group: group.term)
    years = counted("when", lambda group: str(group.year))
    issuers = counted("issuer", lambda group: group.issuer)
    whens = [(term, term_label(term)) for term in sorted(filter(None, terms), reverse=True)]
    whens += [(year, year) for year in sorted(years, reverse=True)]
    return [
        facet(
            "standing",
            _("Hiệu lực"),
            [("con", _("còn hiệu lực")), ("het", _("đã được thay thế"))],
            counted("standing", lambda group: "het" if group.replaced else "con"),
        ),
        facet(
            "level",
            _("Cấp ban hành"),
            [(level.value or "khac", LEVEL_LABELS[level]) for level in Level],
            counted("level", lambda group: group.level or "khac"),
        ),
        facet(
            "type",
            _("Thể loại"),
            [(row.code, type_label(row.code)) for row in types()],
            counted("type", lambda group: group.type),
        ),
        facet("when", _("Nhiệm kỳ, năm"), whens, terms + years),
        facet(
            "issuer",
            _("Cơ quan ban hành"),
            [(name, name) for name, _count in sorted(issuers.most_common(MOST), key=lambda row: -row[1])],
            issuers,
        ),
        facet(
            "confidence",
            _("Độ tin cậy"),
            [(mark.value, CONFIDENCE_LABELS[mark]) for mark in Confidence],
            counted("confidence", lambda group: group.confidence),
        ),
    ]


def chosen(facets_: Iterable[Facet]) -> list[tuple[Any, Value]]:
    """What is asked now, by facet, each with the way to let it go."""
    return [(facet.title, value) for facet in facets_ for value in facet.values if value.chosen]


def _groups(actor: Actor, unit_id: int, on: date, filters: Filters) -> list[_Group]:
    replaced = Relation.objects.filter(
        target=OuterRef("pk"), kind=RelationKind.REPLACES.value, source__issued_on__lte=on
    )
    found = of_unit(actor, unit_id, on, filters.scope).filter(like(filters.text))
    rows = (
        found.order_by()
        .annotate(gone=Exists(replaced))
        .values_list("type", "level", "issuer", "term", "issued_on__year", "confidence", "gone")
        .annotate(n=Count("pk"))
    )
    return [_Group(*row) for row in rows]


def _left(groups: Iterable[_Group], filters: Filters) -> Iterable[_Group]:
    asked = [(fits, getattr(filters, name)) for name, fits in _FITS.items() if getattr(filters, name)]
    return (group for group in groups if all(fits(group, value) for fits, value in asked))


def _asking(filters: Filters) -> str:
    """The address that asks this; the page starts again at its first leaf."""
    asked = {"tim": filters.text, "pham-vi": filters.scope}
    asked |= {parameter: getattr(filters, name) for name, parameter in NAMES.items()}
    return "?" + urlencode({name: value for name, value in asked.items() if value}, quote_via=quote, safe="")
