"""Texts of a unit: only those who may have texts read there and work for it see them; the rest is unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, DateField, Q, QuerySet, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from giaoban.accounts.queries import acts_for
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import fold
from giaoban.directives.models import Document, Relation
from giaoban.directives.queries import visible_to as documents_visible_to
from giaoban.directives.queries import with_standing
from giaoban.directives.rules import Permission as Directives
from giaoban.directives.rules import RelationKind, Standing, standing
from giaoban.organisations.models import Closure, UnitName
from giaoban.organisations.queries import visible_to as units_visible_to
from giaoban.web.models import MarkCorrection, ReadText
from giaoban.web.reading.rules import MarkKind, Named, after_corrections
from giaoban.web.rules import Permission

MOST_PHRASES = 60
MOST_UNITS = 500
MOST_DOCUMENTS = 2_000


def may_read(actor: Actor, unit_id: int, on: date | None = None) -> bool:
    """Whether the actor has texts read for this unit itself."""
    day = on or today()
    return actor.can(Permission.READ_TEXT, unit_id, on=day) and acts_for(actor, unit_id, day)


def texts_of(actor: Actor, unit_id: int) -> QuerySet[ReadText]:
    """The texts of a unit for whoever `may_read` there; a secret one only for who reads secret documents."""
    found = ReadText.objects.filter(unit_id=unit_id)
    if actor.can(Directives.VIEW_SECRET, unit_id):
        return found
    return found.filter(secrecy=Secrecy.NORMAL.value)


def get_text(actor: Actor, text_id: int, *, unit_id: int | None = None, lock: bool = False) -> ReadText:
    """The text, or Hidden when it is unknown, another unit's or too secret."""
    known = ReadText.objects.filter(pk=text_id)
    if unit_id is not None:
        known = known.filter(unit_id=unit_id)
    home = known.values_list("unit_id", flat=True).first()
    if home is None or not may_read(actor, home):
        raise Hidden("text")
    found = texts_of(actor, home).filter(pk=text_id)
    text = (found.select_for_update(of=("self",)) if lock else found).first()
    if text is None:
        raise Hidden("text")
    return text


def listed(actor: Actor, unit_id: int) -> QuerySet[ReadText]:
    """For a list: without the words and marks, which may be long; `day` is given, else read in the text."""
    read = Cast(KeyTextTransform("published_on", "marks"), DateField())
    return texts_of(actor, unit_id).annotate(day=Coalesce("told_on", read)).defer("text", "marks")


@dataclass(frozen=True, slots=True)
class State:
    """The marks of a text as they stand, with the corrections behind them, the latest last."""

    marks: list[dict[str, Any]]
    corrections: list[MarkCorrection]

    def of(self, kind: MarkKind) -> list[dict[str, Any]]:
        return [one for one in self.marks if one["kind"] == kind]

    def get(self, key: str) -> dict[str, Any] | None:
        return next((one for one in self.marks if key == f"{one['kind']}{one['start']}-{one['end']}"), None)

    def version(self, key: str) -> int:
        """Grows with every correction of the mark and every one taken back."""
        return sum(1 + (one.undone_at is not None) for one in self.corrections if one.mark == key)

    @property
    def corrected(self) -> set[str]:
        return {one.mark for one in self.corrections if one.undone_at is None}


def state_of(text: ReadText) -> State:
    corrections = list(text.corrections.all())
    standing_ones = [(one.mark, one.after) for one in corrections if one.undone_at is None]
    return State(after_corrections(text.marks["marks"], standing_ones), corrections)


@dataclass(frozen=True, slots=True)
class Linked:
    """A document of the house that a citation may mean, as it stands on the day of the page."""

    document: Document
    standing: Standing
    replaced_on: date | None
    newer: Document | None


def seen_of(actor: Actor, ids: Sequence[str]) -> list[Document]:
    """Documents by the ids that marks name, as the actor may see and cite them, oldest first."""
    wanted = [int(one) for one in dict.fromkeys(ids) if one.isdecimal()][:MOST_DOCUMENTS]
    return list(documents_visible_to(actor).filter(pk__in=wanted, holder="").order_by("issued_on", "pk"))


def linked(actor: Actor, ids: Sequence[str], on: date) -> dict[str, Linked]:
    """Documents by the ids that marks name; only those that the actor may see."""
    wanted = [int(one) for one in dict.fromkeys(ids) if one.isdecimal()][:MOST_DOCUMENTS]
    if not wanted:
        return {}
    seen = documents_visible_to(actor)
    rows = list(with_standing(seen.filter(pk__in=wanted), on))
    replaced = [row.pk for row in rows if row.replaced_on]
    newer: dict[int, Document] = {}
    if replaced:
        ties = Relation.objects.filter(
            target_id__in=replaced,
            kind=RelationKind.REPLACES.value,
            source__issued_on__lte=on,
            source__in=seen,
        ).select_related("source")
        for tie in ties.order_by("source__issued_on", "pk"):
            newer.setdefault(tie.target_id, tie.source)
    return {
        str(row.pk): Linked(
            row,
            standing(row.issued_on, on, replaced=bool(row.replaced_on), amended=bool(row.amended_on)),
            row.replaced_on,
            newer.get(row.pk),
        )
        for row in rows
    }


def called(
    actor: Actor, below: Sequence[int], phrases: Sequence[str], bodies: Sequence[str], on: date
) -> tuple[list[Named], str]:
    """Units below these whose names contain one of the phrases: what `matching` chooses from; and the first
    of the names of `bodies` that any unit bears, as it is written."""
    keys = [fold(name) for name in bodies]
    named = Q(pk=None)
    for key in keys:
        named |= Q(folded__startswith=key)
    inside = Q(
        unit_id__in=Closure.objects.on(on).filter(ancestor_id__in=below, depth__gt=0).values("descendant_id")
    )
    wanted = Q(pk=None)
    for phrase in list(dict.fromkeys(phrases))[:MOST_PHRASES]:
        wanted |= Q(folded__contains=phrase)
    if not keys and not phrases:
        return [], ""
    rows = UnitName.objects.on(on).filter((wanted & inside) | named, unit__in=units_visible_to(actor))
    rows = rows.annotate(inside=Case(When(inside, then=True), default=False))
    found = rows.order_by("unit__kind__position", "sort_key").values_list(
        "unit_id", "name", "short_name", "inside"
    )[:MOST_UNITS]
    borne = {fold(name): name for _pk, name, _short, _inside in reversed(found)}
    units = [Named(pk, name, short) for pk, name, short, is_inside in found if is_inside]
    return units, next((borne[key] for key in keys if key in borne), "")


def corrections_of(actor: Actor, unit_id: int, most: int) -> list[tuple[MarkCorrection, str]]:
    """Corrections in a unit's texts, the latest first, each with the words under its mark."""
    texts = texts_of(actor, unit_id)
    rows = MarkCorrection.objects.filter(text__in=texts.values("pk")).select_related("text").order_by("-pk")
    found = list(rows.defer("text__text", "text__marks")[:most])
    whole = dict(texts.filter(pk__in={row.text_id for row in found}).values_list("pk", "text"))
    marks = [row.after or row.before for row in found]
    return [
        (row, whole[row.text_id][mark["start"] : mark["end"]]) for row, mark in zip(found, marks, strict=True)
    ]
