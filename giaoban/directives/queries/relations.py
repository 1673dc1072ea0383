"""How documents hang together: what one implements, what was born from it, whether it holds, its chain.

Whoever may not see the other document does not learn of the relation either; only that a document was
replaced is said to every reader, because it decides whether the document may be worked by.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext

from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.refusals import Hidden
from giaoban.directives.models import (
    RELATION_LABELS,
    REVERSE_LABELS,
    Document,
    Relation,
    type_label,
)
from giaoban.directives.queries.base import visible_to
from giaoban.directives.rules import RelationKind, Standing, standing

REPLACES, AMENDS = RelationKind.REPLACES.value, RelationKind.AMENDS.value


@dataclass(frozen=True, slots=True)
class Link:
    """A relation as one document shows it: the other one, and the note of whoever entered it."""

    relation_id: int
    document: Document
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """Relations of one kind in one direction, under their words."""

    kind: str
    outgoing: bool
    label: Any
    links: tuple[Link, ...]


def in_force(document: Document, on: date) -> bool:
    """Whether the document was issued and not yet replaced on the day."""
    return standing_of(document, on) in {Standing.IN_FORCE, Standing.AMENDED}


class Tie(NamedTuple):
    """What replaced or amended a document, and what it replaced itself."""

    kind: str
    source_id: int
    target_id: int
    source_on: date


def ties_of(document: Document) -> list[Tie]:
    """From them follow standing and chain; whoever asks for both reads them once."""
    changed = Q(target=document, kind__in=(REPLACES, AMENDS))
    rows = Relation.objects.filter(changed | Q(source=document, kind=REPLACES)).order_by("pk")
    return [Tie(*row) for row in rows.values_list("kind", "source_id", "target_id", "source__issued_on")]


def standing_of(document: Document, on: date, ties: Sequence[Tie] | None = None) -> Standing:
    known = ties_of(document) if ties is None else ties
    changed = {tie.kind for tie in known if tie.target_id == document.pk and tie.source_on <= on}
    return standing(document.issued_on, on, replaced=REPLACES in changed, amended=AMENDS in changed)


def replacing(document: Document, on: date) -> Document | None:
    """The document that took this one's place by the day: the first to do so."""
    found = Document.objects.filter(outgoing__target=document, outgoing__kind=REPLACES, issued_on__lte=on)
    return found.order_by("issued_on", "pk").first()


def with_standing(documents: QuerySet[Document], on: date) -> Any:
    """Adds `replaced_on` and `amended_on`, the first day by `on` on which another did so."""
    changes = Relation.objects.filter(target=OuterRef("pk"), source__issued_on__lte=on).order_by()

    def first(kind: str) -> Subquery:
        days = changes.filter(kind=kind).values("target").annotate(day=Min("source__issued_on"))
        return Subquery(days.values("day"))

    return documents.annotate(replaced_on=first(REPLACES), amended_on=first(AMENDS))


def chain(document: Document, ties: Sequence[Tie] | None = None) -> list[Document]:
    """The documents that replaced each other one after the other, this one among them, oldest first."""
    first = [tie for tie in (ties_of(document) if ties is None else ties) if tie.kind == REPLACES]
    front = {pk for tie in first for pk in (tie.source_id, tie.target_id)} - {document.pk}
    known = {document.pk} | front
    while front:
        pairs = Relation.objects.filter(kind=REPLACES).filter(Q(source__in=front) | Q(target__in=front))
        front = {pk for pair in pairs.values_list("source_id", "target_id") for pk in pair} - known
        known |= front
    if len(known) == 1:
        return [document]
    return list(Document.objects.filter(pk__in=known).order_by("issued_on", "pk"))


def ends_of(documents: Sequence[Document]) -> dict[int, date]:
    """From which day another one stands in the place of each of a chain that was replaced."""
    if len(documents) < 2:
        return {}
    ties = Relation.objects.filter(kind=REPLACES, target__in=documents).values_list("target_id")
    return {pk: day for pk, day in ties.annotate(first=Min("source__issued_on")) if day is not None}


def siblings(actor: Actor, document: Document, on: date | None = None) -> list[Document]:
    """What the same plenum or congress passed: cited together they are one set of documents."""
    if document.plenum is None:
        return []
    same = visible_to(actor, on).filter(plenum=document.plenum, plenum_term=document.plenum_term)
    return list(same.exclude(pk=document.pk).order_by("type", "number", "pk")[:20])


def replaced_by(document_ids: Collection[int]) -> Iterable[int]:
    """What some documents replace directly."""
    found = Relation.objects.filter(source__in=document_ids, kind=REPLACES)
    return list(found.values_list("target_id", flat=True))


def relations_of(actor: Actor, document: Document, on: date | None = None) -> list[Group]:
    """Every relation the actor may see, what it speaks of first, then what speaks of it."""
    seen = visible_to(actor, on)
    rows = (
        Relation.objects.filter(Q(source=document, target__in=seen) | Q(target=document, source__in=seen))
        .select_related("source", "target")
        .order_by("source__issued_on", "target__issued_on", "pk")
    )
    found: dict[tuple[bool, str], list[Link]] = {}
    for row in rows:
        outgoing = row.source_id == document.pk
        link = Link(row.pk, row.target if outgoing else row.source, row.note)
        found.setdefault((outgoing, row.kind), []).append(link)
    return [
        Group(kind.value, outgoing, labels[kind], tuple(found[outgoing, kind.value]))
        for outgoing, labels in ((True, RELATION_LABELS), (False, REVERSE_LABELS))
        for kind in RelationKind
        if (outgoing, kind.value) in found
    ]


def relation_of(actor: Actor, document: Document, relation_id: int) -> Relation:
    """What the document says of another that the actor may see; Hidden otherwise."""
    found = document.outgoing.filter(pk=relation_id, target__in=visible_to(actor)).select_related("target")
    relation = found.first()
    if relation is None:
        raise Hidden("relation")
    return relation


def implements(actor: Actor, document_id: int, on: date | None = None) -> QuerySet[Document]:
    """What the document implements, oldest first."""
    return _related(actor, on, incoming__source=document_id, incoming__kind=RelationKind.IMPLEMENTS.value)


def born_from(actor: Actor, document_id: int, on: date | None = None) -> QuerySet[Document]:
    """Documents that implement this one, oldest first."""
    return _related(actor, on, outgoing__target=document_id, outgoing__kind=RelationKind.IMPLEMENTS.value)


def _related(actor: Actor, on: date | None, **condition: Any) -> QuerySet[Document]:
    return visible_to(actor, on).filter(**condition).order_by("issued_on", "pk")


def namesakes(actor: Actor, document: Document, on: date | None = None) -> list[Document]:
    """Other documents under the same symbol: 45-CT/TW of 2020 and of 2025 are two."""
    if not document.symbol_key:
        return []
    same = visible_to(actor, on).filter(symbol_key=document.symbol_key).exclude(pk=document.pk)
    return list(same.order_by("issued_on", "pk")[:10])


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction with what the entry said before it, field by field in words."""

    reason: str
    recorded_label: str
    recorded_at: datetime
    lines: tuple[tuple[Any, str], ...]


def corrections_of(document: Document) -> list[Corrected]:
    """What the entry said before, latest first; read with the document itself."""
    return [
        Corrected(
            row.reason,
            row.recorded_label,
            row.recorded_at,
            tuple((_label(name), _in_words(name, row.before[name])) for name in _SHOWN if name in row.before),
        )
        for row in document.corrections.order_by("-id")
    ]


_SHOWN = ("type", "symbol", "issued_on", "issuer", "summary", "holder", "public", "source")


def _label(name: str) -> Any:
    field: Any = Document._meta.get_field(name)
    return field.verbose_name


def _in_words(name: str, value: Any) -> str:
    if name == "type":
        return type_label(value)
    if name == "issued_on":
        return vi(date.fromisoformat(value))
    if name == "public":
        return gettext("có") if value else gettext("chưa")
    return str(value) or "–"
