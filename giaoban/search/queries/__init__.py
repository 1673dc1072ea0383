"""Searching: rights are part of the query, so that no count or page says more than the reader may know.

Each kind is looked through on its own and up to a bound; what is counted, ranked and filtered is what was
found within it, and a count that met the bound says so.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.safestring import SafeString

from giaoban.core.actors import Actor
from giaoban.core.registries import findables
from giaoban.core.text import sort_key
from giaoban.search import rules
from giaoban.search.marking import excerpt, mark, nearness
from giaoban.search.models import SavedSearch, SearchEntry
from giaoban.search.queries.matching import Asked, Narrowed, candidates, listed
from giaoban.search.queries.rights import Home

__all__ = [
    "FIRST_OF_KIND",
    "PAGE",
    "Found",
    "Group",
    "Home",
    "Narrowed",
    "Result",
    "called",
    "find",
    "saved_of",
]

FIRST_OF_KIND, PAGE = 5, 20
MOST, MOST_OF_ONE = 200, 2000  # looked at of each kind; when a single one is asked for


@dataclass(frozen=True, slots=True)
class Result:
    """`title` and `passage` are safe HTML with the found words marked; `url` may hold "{unit}" and "{period}"
    of the reader's page, or "{then}" for what is shown in the last period in which it was in force."""

    kind: str
    object_id: int
    unit_id: int | None
    title: SafeString
    passage: SafeString
    url: str
    public: bool
    starts: date
    lapsed_on: date | None = None

    def address(self, unit_code: str, period_code: str, then_code: str = "") -> str:
        there = self.url.replace("{unit}", unit_code).replace("{period}", period_code)
        return there.replace("{then}", then_code or period_code)


@dataclass(frozen=True, slots=True)
class Group:
    """`count` is of what was looked at; with `more` there is more than that."""

    kind: str
    label: Any
    count: int
    results: tuple[Result, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Groups with the title nearest to the question first, then by label; `pages` are of a single kind.

    `units` and `periods` count the results of each unit and each period code, most frequent first.
    """

    groups: tuple[Group, ...] = ()
    page: int = 1
    pages: int = 1
    units: tuple[tuple[int, int], ...] = ()
    periods: tuple[tuple[str, int], ...] = ()
    in_force: int = 0

    @property
    def total(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def more(self) -> bool:
        return any(group.more for group in self.groups)


def find(
    actor: Actor,
    text: str,
    on: date,
    *,
    kinds: Collection[str] = (),
    unit_ids: Any = None,
    narrowed: Narrowed | None = None,
    home: Home | None = None,
    page: int = 1,
) -> Found:
    """What the actor may find on a day: the first few of each kind, or one page when one kind is asked for.

    Without a word only what is narrowed to units, periods or days is listed, the latest first.
    """
    question = rules.parse(text)
    narrowing = Narrowed(unit_ids=unit_ids) if narrowed is None else narrowed
    if not question and not narrowing:
        return Found()
    single = len(kinds) == 1
    asked = Asked(question, on, listed(narrowing), MOST_OF_ONE if single else MOST)
    wanted = [findable for findable in findables if not kinds or findable.code in kinds]
    wanted.sort(key=lambda findable: sort_key(str(findable.label)))
    by_kind = candidates(actor, wanted, asked, home)
    shown, pages = {}, 1
    for kind, rows in by_kind.items():
        rows.sort(key=lambda row: row.order)
        if single:
            pages = -(-min(len(rows), asked.most) // PAGE)
            page = min(max(page, 1), pages)
            shown[kind] = rows[(page - 1) * PAGE : page * PAGE]
        else:
            shown[kind] = rows[:FIRST_OF_KIND]
    entries = SearchEntry.objects.defer("words").in_bulk([row.pk for rows in shown.values() for row in rows])
    groups = tuple(
        Group(
            findable.code,
            findable.label,
            min(len(by_kind[findable.code]), asked.most),
            tuple(_result(entries[row.pk], asked) for row in shown[findable.code]),
            more=len(by_kind[findable.code]) > asked.most,
        )
        for findable in wanted
        if findable.code in by_kind
    )
    near = {
        kind: max(nearness(entries[row.pk].title, question) for row in rows) for kind, rows in shown.items()
    }
    groups = tuple(sorted(groups, key=lambda group: -near[group.kind]))
    seen = [row for rows in by_kind.values() for row in rows[: asked.most]]
    return Found(
        groups,
        page if single and by_kind else 1,
        pages,
        _counted(row.unit_id for row in seen if row.unit_id is not None),
        _counted(row.period for row in seen if row.period),
        sum(row.lapses > on for row in seen),
    )


class Literal(SearchQuery):
    """A question that is written the way PostgreSQL writes a tsquery."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)

    def as_sql(self, compiler: Any, connection: Any, *_given: Any, **_more: Any) -> Any:  # noqa: ARG002
        return "%s::tsquery", [self.text]


def called(kind: str, text: str, on: date, most: int) -> list[tuple[int, str]]:
    """Public things of a kind in force on the day, by words of the title: (id, title), the shortest first."""
    question = rules.parse(text)
    if not question:
        return []
    words = Literal(f"{question.titled} & '{rules.reach(kind, public=True)}'")
    rows = SearchEntry.objects.filter(words=words, kind=kind, public=True)
    rows = rows.filter(starts__lte=on, ends__gt=on, lapses__gt=on).order_by(Length("title"), "sort_key")
    return list(rows.values_list("object_id", "title")[:most])


def _counted(items: Iterable[Any]) -> tuple[tuple[Any, int], ...]:
    return tuple(sorted(Counter(items).items(), key=lambda one: (-one[1], one[0])))


def _result(row: SearchEntry, asked: Asked) -> Result:
    return Result(
        row.kind,
        row.object_id,
        row.unit_id,
        mark(row.title, asked.question),
        excerpt(row.body, asked.question),
        row.url,
        row.public,
        row.starts,
        row.lapses if row.lapses <= asked.on else None,
    )


# --- saved searches ----------------------------------------------------------------------------------------


def saved_of(actor: Actor) -> QuerySet[SavedSearch]:
    """The reader's own saved searches, also those that can still be taken back."""
    if actor.actor_id is None:
        return SavedSearch.objects.none()
    return SavedSearch.objects.filter(user_id=actor.actor_id)
