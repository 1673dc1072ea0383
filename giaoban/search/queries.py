"""Searching: rights are part of the query, so that no count or page says more than the reader may know.

A word with an accent is looked for as typed, one without in the folded column; rows where the words stand
side by side come first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from giaoban.core.actors import Actor, Nobody
from giaoban.core.registries import findables
from giaoban.search import rules
from giaoban.search.marking import mark
from giaoban.search.models import CONFIG, SearchEntry

FIRST_OF_KIND, PAGE = 5, 20


@dataclass(frozen=True, slots=True)
class Result:
    """`title` and `passage` are safe HTML with the found words marked; `url` may hold "{period}"."""

    kind: str
    object_id: int
    unit_id: int | None
    title: SafeString
    passage: SafeString
    url: str
    public: bool

    def address(self, period_code: str) -> str:
        return self.url.replace("{period}", period_code)


@dataclass(frozen=True, slots=True)
class Group:
    kind: str
    label: Any
    count: int
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Groups in the order in which the rooms registered their kinds; `pages` are of a single kind."""

    groups: tuple[Group, ...] = ()
    page: int = 1
    pages: int = 1

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)


def find(
    actor: Actor,
    text: str,
    on: date,
    *,
    kinds: Collection[str] = (),
    unit_ids: Any = None,
    page: int = 1,
) -> Found:
    """What the actor may find on a day: the first few of each kind, or one page when one kind is asked for.

    `unit_ids` (a list or a lazy query) narrows to records of these units.
    """
    question = rules.parse(text)
    if not question:
        return Found()
    matching = _matching(actor, question, on)
    if kinds:
        matching = matching.filter(kind__in=kinds)
    if unit_ids is not None:
        matching = matching.filter(unit_id__in=unit_ids)
    counts = dict(matching.order_by().values_list("kind").annotate(Count("pk")))
    asked = [findable for findable in findables if findable.code in counts]
    single = len(kinds) == 1
    pages = -(-max(counts.values(), default=1) // PAGE) if single else 1
    page = min(max(page, 1), pages)
    ranked = _ranked(matching, question)
    rows = ranked[(page - 1) * PAGE : page * PAGE] if single else _first_of_each(ranked)
    results: dict[str, list[Result]] = {}
    for row in rows:
        results.setdefault(row.kind, []).append(_result(row, question))
    groups = tuple(
        Group(findable.code, findable.label, counts[findable.code], tuple(results.get(findable.code, ())))
        for findable in asked
    )
    return Found(groups, page, pages)


def visible_to(actor: Actor, on: date) -> QuerySet[SearchEntry]:
    """Rows in force on the day that the actor may know: public ones, and those of a kind's permission."""
    if isinstance(actor, Nobody):
        return SearchEntry.objects.none()
    may = Q(public=True)
    for findable in findables:
        if not findable.permission:
            continue
        units = actor.unit_ids(findable.permission, on=on)
        may |= Q(kind=findable.code) if units is None else Q(kind=findable.code, unit_id__in=units)
    return SearchEntry.objects.filter(may, starts__lte=on, ends__gt=on)


def _matching(actor: Actor, question: rules.Question, on: date) -> QuerySet[SearchEntry]:
    found = visible_to(actor, on)
    if question.exact:
        found = found.filter(exact=_all(question.exact))
    if question.folded:
        found = found.filter(folded=_all(question.folded))
    return found


def _all(words: Sequence[str]) -> SearchQuery:
    return SearchQuery(" ".join(words), config=CONFIG, search_type="plain")


def _ranked(found: QuerySet[SearchEntry], question: rules.Question) -> QuerySet[SearchEntry]:
    phrase = SearchQuery(question.phrase, config=CONFIG, search_type="phrase")
    beside = ExpressionWrapper(Q(folded=phrase), output_field=BooleanField())
    weight = SearchRank(F("folded"), SearchQuery(question.phrase, config=CONFIG, search_type="plain"))
    return found.annotate(beside=beside, weight=weight).order_by(
        "-beside", "-weight", "sort_key", "object_id"
    )


def _first_of_each(ranked: QuerySet[SearchEntry]) -> QuerySet[SearchEntry]:
    order: list[Any] = [F("beside").desc(), F("weight").desc(), F("sort_key"), F("object_id")]
    place = Window(RowNumber(), partition_by="kind", order_by=order)
    return ranked.annotate(place=place).filter(place__lte=FIRST_OF_KIND).order_by("kind", "place")


def _result(row: SearchEntry, question: rules.Question) -> Result:
    return Result(
        row.kind,
        row.object_id,
        row.unit_id,
        mark(row.title, question),
        mark(row.body, question),
        row.url,
        row.public,
    )
