"""The register of documents as a unit sees it on a day, and finding a document by any spelling."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from giaoban.core.actors import Actor
from giaoban.directives.models import STANDING_LABELS, Document
from giaoban.directives.queries.base import concerning, unit_names, visible_to
from giaoban.directives.queries.relations import with_standing
from giaoban.directives.rules import Standing, doc_type, read_symbol, standing, symbol_key, words


@dataclass(frozen=True, slots=True)
class Filters:
    """What the register is asked: words or a symbol, type, level and name of the issuer, year or term,
    standing, how sure one is, whose register."""

    text: str = ""
    type: str = ""
    level: str = ""
    when: str = ""
    issuer: str = ""
    standing: str = ""
    confidence: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the register; `kind` and `word` are the status as of the page's day."""

    document: Document
    kind: str
    word: Any
    replaced_on: date | None
    register: str


def of_unit(actor: Actor, unit_id: int, on: date, scope: str = "") -> QuerySet[Document]:
    """Documents issued by the day that the unit works by; "ghi-so": entered there; "tat-ca": all one sees."""
    found = visible_to(actor, on).filter(issued_on__lte=on)
    if scope == "tat-ca":
        return found
    if scope == "ghi-so":
        return found.filter(registered_in=unit_id)
    return found.filter(concerning(unit_id, on))


def register(actor: Actor, unit_id: int, on: date, filters: Filters) -> QuerySet[Document]:
    """The register, latest first, with `replaced_on` and `amended_on` of the day."""
    found: Any = with_standing(of_unit(actor, unit_id, on, filters.scope), on).filter(like(filters.text))
    if doc_type(filters.type):
        found = found.filter(type=filters.type)
    if filters.level:
        found = found.filter(level="" if filters.level == "khac" else filters.level)
    if filters.confidence:
        found = found.filter(confidence=filters.confidence)
    if re.fullmatch(r"[12]\d{3}", filters.when):
        found = found.filter(issued_on__year=int(filters.when))
    elif filters.when:
        found = found.filter(term=filters.when)
    if filters.issuer:
        found = found.filter(issuer=filters.issuer)
    if filters.standing == "con":
        found = found.filter(replaced_on__isnull=True)
    elif filters.standing == "het":
        found = found.filter(replaced_on__isnull=False)
    ordered: QuerySet[Document] = found.select_related("registered_in").order_by(
        "-issued_on", "symbol_key", "pk"
    )
    return ordered


def rows(actor: Actor, documents: Iterable[Any], on: date) -> list[Row]:
    """Documents of `register` as lines, with what their registering unit was called on the day."""
    found = list(documents)
    names = unit_names(actor, {document.registered_in_id for document in found}, on)
    return [_row(document, on, names.get(document.registered_in_id, "–")) for document in found]


def _row(document: Any, on: date, name: str) -> Row:
    holds = standing(
        document.issued_on,
        on,
        replaced=document.replaced_on is not None,
        amended=document.amended_on is not None,
    )
    kind, word = STANDING_LABELS[Standing(holds)]
    return Row(document, kind, word, document.replaced_on, name)


def like(text: str) -> Q:
    """A symbol in any spelling when the text is one, else every word in summary, symbol, type or issuer."""
    asked = words(text)
    if not asked:
        return Q()
    if (reading := read_symbol(text)) is not None:
        return Q(symbol_key__regex=r"(^| )" + r"( | .* )".join(words(reading.symbol)))
    match = Q()
    for word in asked:
        match &= Q(folded__contains=f" {word}")
    return match


@dataclass(frozen=True, slots=True)
class Choice:
    document_id: int
    label: str
    hint: str


def pick(actor: Actor, text: str, on: date | None = None, limit: int = 12) -> list[Choice]:
    """Documents for a picker: by symbol in any spelling or by words; exactly this symbol comes first."""
    if not words(text):
        return []
    found = visible_to(actor, on).filter(like(text))
    exact = Case(
        When(symbol_key=symbol_key(text), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    ordered = found.order_by(exact, "-issued_on", "pk")[:limit]
    return [
        Choice(
            document.pk, document.label, " · ".join(filter(None, [document.issuer, document.summary[:120]]))
        )
        for document in ordered
    ]
