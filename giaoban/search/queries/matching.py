"""What matches: rows of each kind that are open to the reader, up to a bound, and what ranks them.

One statement a pass, written out here: put together by the mapper, its fourteen parts took longer to write
than to answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from giaoban.core.actors import Actor
from giaoban.core.registries import Findable
from giaoban.search import rules
from giaoban.search.queries.rights import MANY, UNIT, Home, Right, Sql, inside, rights


@dataclass(frozen=True, slots=True)
class Narrowed:
    """`unit_ids` (a list or a lazy query) keeps records of these units; `periods` period codes or, for what
    has no period, days from `since` to `until`; `in_force` what has not lapsed on the day."""

    unit_ids: Any = None
    periods: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    in_force: bool = False

    def __bool__(self) -> bool:
        return self.unit_ids is not None or bool(self.periods or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Asked:
    question: rules.Question
    on: date
    narrowed: Narrowed
    most: int


@dataclass(frozen=True, slots=True)
class Candidate:
    pk: int
    kind: str
    unit_id: int | None
    period: str
    lapses: date
    key: str
    beside: bool
    weight: float
    starts: date

    @property
    def order(self) -> tuple[bool, float, str, int]:
        return (not self.beside, -round(self.weight, 6), self.key, self.pk)


def candidates(
    actor: Actor, wanted: Sequence[Findable], asked: Asked, home: Home | None
) -> dict[str, list[Candidate]]:
    """Up to one more of each kind than is looked at: first those with the words in the title, then, where
    these are not enough, those with the words anywhere."""
    found: dict[str, dict[int, Candidate]] = {}
    open_to = list(rights(actor, wanted, asked.on, home))
    within = _within(asked)
    question = asked.question
    for words in (question.titled, question.wanted) if question else ("",):
        left = [one for one in open_to if len(found.get(one.kind, ())) <= asked.most]
        _take(found, [_part(one, asked, within, words) for one in left])
    return {kind: list(rows.values())[: asked.most + 1] for kind, rows in found.items()}


def listed(narrowed: Narrowed) -> Narrowed:
    if not isinstance(narrowed.unit_ids, QuerySet):
        return narrowed
    ids = list(narrowed.unit_ids[: MANY + 1])
    return replace(narrowed, unit_ids=ids) if len(ids) <= MANY else narrowed


def _within(asked: Asked) -> Sql:
    """In force on the day, and within what is narrowed."""
    to = asked.narrowed
    within = Sql("starts <= %s AND ends > %s", (asked.on, asked.on))
    if to.unit_ids is not None:
        within &= inside(UNIT, to.unit_ids)
    days = Sql("TRUE")
    if to.since is not None:
        days &= Sql("starts >= %s", (to.since,))
    if to.until is not None:
        days &= Sql("starts <= %s", (to.until,))
    if to.periods:
        within &= Sql(
            f"(period = ANY(%s) OR (period = '' AND {days.text}))", (list(to.periods), *days.values)
        )
    else:
        within &= days
    return within & Sql("lapses > %s", (asked.on,)) if to.in_force else within


def _part(right: Right, asked: Asked, within: Sql, words: str) -> Sql:
    """Rows of one right that hold the words; without words the latest."""
    question = asked.question
    if words:
        # the marks find kind and units in the index of words; the columns only confirm what they say
        marks = [f"'{rules.reach(right.kind, public=right.public)}'"]
        if right.few:
            marks.append(f"({' | '.join(repr(rules.open_to(one)) for one in right.few)})")
        ranks = Sql(
            "words @@ %s::tsquery, ts_rank(words, %s::tsquery)", (question.side_by_side, question.wanted)
        )
        holds = Sql("kind || '' = %s AND words @@ %s::tsquery", (right.kind, " & ".join((words, *marks))))
        order = ""
    else:
        ranks, holds, order = Sql("FALSE, 0::real"), Sql("kind = %s", (right.kind,)), "ORDER BY starts DESC"
    where = holds & right.rows & within
    return Sql(
        f"(SELECT id, kind, unit_id, period, lapses, left(sort_key, 60), {ranks.text}, starts"  # noqa: S608
        f" FROM search_searchentry WHERE {where.text} {order} LIMIT {asked.most + 1})",
        (*ranks.values, *where.values),
    )


def _take(found: dict[str, dict[int, Candidate]], parts: Iterable[Sql]) -> None:
    """Read the parts in one query and keep each row once."""
    all_parts = list(parts)
    if not all_parts:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(part.text for part in all_parts),
            [value for part in all_parts for value in part.values],
        )
        for row in cursor:
            one = Candidate(*row)
            found.setdefault(one.kind, {})[one.pk] = one
