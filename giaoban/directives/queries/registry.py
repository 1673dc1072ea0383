"""The house's own registry for the reader: documents the actor may see, under the promise of reader.Registry.

Given the text, three reads answer every citation in it: what has one of its numbers, was passed by a plenum
or congress, or is a law; what stands in relation to those; and what replaced them.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, Subquery

from giaoban.core.actors import Actor
from giaoban.directives.models import Correction, Document, Relation
from giaoban.directives.queries.base import visible_to
from giaoban.directives.rules import CONFIDENCE_MARKS, RelationKind
from giaoban.periods.rules import terms
from giaoban.reader.registry import Instrument, Instruments

_NUMBERS = re.compile(r"(?<!\d)\d{1,6}(?!\d)")
_KINDS = (RelationKind.REPLACES.value, RelationKind.AMENDS.value, RelationKind.IMPLEMENTS.value)
_LETTERS = {mark.value: letter for letter, mark in CONFIDENCE_MARKS.items()}
_FIELDS = (
    "pk",
    "type",
    "number",
    "symbol",
    "issuer",
    "issued_on",
    "term",
    "summary",
    "plenum",
    "plenum_term",
    "congress",
    "confidence",
    "source",
)


def newest_in_registry() -> list[int | None]:
    """The latest document, relation and correction of the house: another one when something came to it."""
    relation = Subquery(Relation.objects.order_by("-pk").values("pk")[:1])
    correction = Subquery(Correction.objects.order_by("-pk").values("pk")[:1])
    row = Document.objects.order_by("-pk").values_list("pk", relation, correction).first()
    return list(row or ())


class HouseRegistry:
    """Instruments of the registers as of a day; their ids are primary keys as text.

    `text` is what will be read: its numbers are fetched at once. A number outside it is asked for when it
    comes, so that the registry answers any text, only slower.
    """

    def __init__(self, actor: Actor, on: date | None = None, *, text: str = "") -> None:
        self.actor, self.on = actor, on
        self._numbers: set[int] = set()
        self._rows: dict[str, Instrument] = {}
        self._held = Instruments(())
        self._fetch(numbers_in(text), first=True)

    def by_symbol(self, key: str) -> Sequence[Instrument]:
        self._need(numbers_in(key))
        return self._held.by_symbol(key)

    def by_number(self, type: str, number: int) -> Sequence[Instrument]:  # noqa: A002
        self._need({number})
        return self._held.by_number(type, number)

    def of_plenum(self, number: int, term: str) -> Sequence[Instrument]:
        return self._held.of_plenum(number, term)

    def of_congress(self, term: str) -> Sequence[Instrument]:
        return self._held.of_congress(term)

    def laws(self, name: str) -> Sequence[Instrument]:
        return self._held.laws(name)

    def successors(self, id: str) -> Sequence[Instrument]:  # noqa: A002
        return self._held.successors(id)

    def _need(self, numbers: set[int]) -> None:
        if missing := numbers - self._numbers:
            self._fetch(missing)

    def _fetch(self, numbers: set[int], *, first: bool = False) -> None:
        self._numbers |= numbers
        seen = visible_to(self.actor, self.on).filter(holder="")
        if self.on is not None:
            seen = seen.filter(issued_on__lte=self.on)
        wanted = Q(number__in=numbers)
        if first:
            wanted |= Q(plenum__isnull=False) | ~Q(congress="") | Q(type="L")
        found = {row[0]: row for row in seen.filter(wanted).values_list(*_FIELDS)}
        ties = list(
            Relation.objects.filter(Q(source__in=found) | Q(target__in=found), kind__in=_KINDS).values_list(
                "source_id", "kind", "target_id"
            )
        )
        newer = {source for source, kind, _target in ties if kind == _KINDS[0]} - found.keys()
        if newer:
            found |= {row[0]: row for row in seen.filter(pk__in=newer).values_list(*_FIELDS)}
        for row in found.values():
            self._rows[str(row[0])] = _instrument(row, [tie for tie in ties if tie[0] == row[0]])
        self._held = Instruments(self._rows.values())


def numbers_in(text: str) -> set[int]:
    """The numbers that a document of the text may bear.

    >>> sorted(numbers_in("Nghị quyết số 18 và 19, ngày 25/10/2017; 12345678"))
    [10, 18, 19, 25, 2017]
    """
    return {int(run) for run in _NUMBERS.findall(text)}


def _instrument(row: tuple, ties: Iterable[tuple[int, str, int]]) -> Instrument:  # type: ignore[type-arg]
    values = dict(zip(_FIELDS, row, strict=True))
    said: dict[str, tuple[str, ...]] = dict.fromkeys(_KINDS, ())
    for _source, kind, target in ties:
        said[kind] = (*said[kind], str(target))
    return Instrument(
        id=str(values["pk"]),
        type=values["type"],
        number=values["number"],
        symbol=values["symbol"],
        issuer=values["issuer"],
        date=values["issued_on"],
        term=_roman(values["term"]),
        title=values["summary"],
        plenum=values["plenum"],
        plenum_term=values["plenum_term"],
        congress=values["congress"],
        replaces=said[_KINDS[0]],
        amends=said[_KINDS[1]],
        implements=said[_KINDS[2]],
        confidence=_LETTERS[values["confidence"]],
        source=values["source"],
    )


def _roman(code: str) -> str:
    """The term of the Central Committee in roman numbers; provincial terms have none.

    >>> _roman("2016-2021"), _roman("2015-2020"), _roman("")
    ('XII', '', '')
    """
    names = {term.code: term.name for term in terms("central")}
    return names.get(code, "").removeprefix("khóa ")
