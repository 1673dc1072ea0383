"""Searching: rights are part of the query, so that no count or page says more than the reader may know.

Each kind is looked through on its own and up to a bound; what is counted, ranked and filtered is what was
found within it, and a count that met the bound says so.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet, Value
from django.db.models.functions import Concat, Left, Length
from django.utils.safestring import SafeString

from giaoban.core.actors import Actor, Nobody
from giaoban.core.registries import Findable, findables
from giaoban.search import rules
from giaoban.search.marking import excerpt, mark
from giaoban.search.models import SavedSearch, SearchEntry

FIRST_OF_KIND, PAGE = 5, 20
MOST, MOST_OF_ONE = 200, 2000  # looked at of each kind; when a single one is asked for
SMALL = 20  # units that a search names one by one instead of by a query


@dataclass(frozen=True, slots=True)
class Result:
    """`title` and `passage` are safe HTML with the found words marked; `url` may hold "{period}", or "{then}"
    for a thing that is shown in the last period in which it was in force."""

    kind: str
    object_id: int
    unit_id: int | None
    title: SafeString
    passage: SafeString
    url: str
    public: bool
    starts: date
    lapsed_on: date | None = None

    def address(self, period_code: str, then_code: str = "") -> str:
        return self.url.replace("{period}", period_code).replace("{then}", then_code or period_code)


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
    """Groups in the order in which the rooms registered their kinds; `pages` are of a single kind.

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
class Home:
    """Where the reader works, and the units over whose line that office works."""

    unit_id: int
    lines: tuple[int, ...]


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
    asked = Asked(question, on, _listed(narrowing), MOST_OF_ONE if single else MOST)
    wanted = [findable for findable in findables if not kinds or findable.code in kinds]
    by_kind = _candidates(actor, wanted, asked, home)
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
    seen = [row for rows in by_kind.values() for row in rows[: asked.most]]
    return Found(
        groups,
        page if single and by_kind else 1,
        pages,
        _counted(row.unit_id for row in seen if row.unit_id is not None),
        _counted(row.period for row in seen if row.period),
        sum(row.lapses > on for row in seen),
    )


def _listed(narrowed: Narrowed) -> Narrowed:
    """Units that are not too many as a list: the database then knows how few they are."""
    if not isinstance(narrowed.unit_ids, QuerySet):
        return narrowed
    ids = list(narrowed.unit_ids[: MOST_OF_ONE + 1])
    return replace(narrowed, unit_ids=ids) if len(ids) <= MOST_OF_ONE else narrowed


def called(kind: str, text: str, on: date, most: int) -> list[tuple[int, str]]:
    """Public things of a kind in force on the day, by words of the title: (id, title), the shortest first."""
    question = rules.parse(text)
    if not question:
        return []
    words = Literal(f"{question.titled} & '{rules.reach(kind, public=True)}'")
    rows = SearchEntry.objects.filter(words=words, kind=kind, public=True)
    rows = rows.filter(starts__lte=on, ends__gt=on, lapses__gt=on).order_by(Length("title"), "sort_key")
    return list(rows.values_list("object_id", "title")[:most])


def visible_to(actor: Actor, on: date, home: Home | None = None) -> QuerySet[SearchEntry]:
    """Rows findable on the day that the actor may know: public ones, and those of a kind's permission."""
    may = Q(pk__in=())
    for right in _rights(actor, list(findables), on, home):
        may |= Q(kind=right.kind) & right.rows
    return SearchEntry.objects.filter(may, starts__lte=on, ends__gt=on)


# --- rights ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Right:
    """Rows of a kind that are open to the reader: the public ones, or others of some units; `few` names them
    when they can be asked for by their marks in the index of words."""

    kind: str
    public: bool
    rows: Q
    few: tuple[int, ...] = ()


def _rights(actor: Actor, wanted: Sequence[Findable], on: date, home: Home | None) -> Iterator[Right]:
    """Everything of each kind that is open to the actor."""
    if isinstance(actor, Nobody):
        return
    known: dict[str, list[int] | None] = {}
    for findable in wanted:
        yield Right(findable.code, public=True, rows=Q(public=True))
        if not findable.permission:
            continue
        units = actor.unit_ids(findable.permission, on=on)
        if units is None:
            yield Right(findable.code, public=False, rows=Q(public=False))
            continue
        own = home.lines if home and findable.lines and _at_home(actor, findable, home, on) else ()
        few = _few(units, known)
        if few is None:
            rows = Q(unit_id__in=units) | Q(Told(units)) | _of(own)
            yield Right(findable.code, public=False, rows=rows & Q(public=False))
        elif ids := sorted({*few, *own}):
            yield Right(findable.code, public=False, rows=_of(ids) & Q(public=False), few=tuple(ids))


def _at_home(actor: Actor, findable: Findable, home: Home, on: date) -> bool:
    return actor.can(findable.permission, home.unit_id, on=on)


def _few(units: Any, known: dict[str, list[int] | None]) -> list[int] | None:
    """The ids when they are few; permissions of the same roles reach the same units and are asked once."""
    if not isinstance(units, QuerySet):
        return list(units)
    try:
        key = str(units.query)
    except EmptyResultSet:
        return []
    if key not in known:
        found = list(units[: SMALL + 1])
        known[key] = found if len(found) <= SMALL else None
    return known[key]


def _of(unit_ids: Collection[int]) -> Q:
    ids = sorted(set(unit_ids))
    return Q(unit_id__in=ids) | Q(audience__overlap=ids) if ids else Q(pk__in=())


class Told(Func):
    """Whether one of the units to which a row is open beside its own is among those of a query."""

    template = "EXISTS (SELECT 1 FROM unnest(%(expressions)s)"
    arg_joiner = ") AS told(unit) WHERE told.unit IN "
    output_field = BooleanField()

    def __init__(self, units: Any) -> None:
        super().__init__(F("audience"), units)


# --- what matches ------------------------------------------------------------------------------------------


class Literal(SearchQuery):
    """A question that is written the way PostgreSQL writes a tsquery."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)

    def as_sql(self, compiler: Any, connection: Any, *_given: Any, **_more: Any) -> Any:  # noqa: ARG002
        return "%s::tsquery", [self.text]


def _candidates(
    actor: Actor, wanted: Sequence[Findable], asked: Asked, home: Home | None
) -> dict[str, list[Candidate]]:
    """Up to one more of each kind than is looked at: first those with the words in the title, then, where
    these are not enough, those with the words anywhere."""
    found: dict[str, dict[int, Candidate]] = {}
    rights = list(_rights(actor, wanted, asked.on, home))
    if not asked.question:
        listed = [_columns(_open(one, asked).order_by("-starts"), asked) for one in rights]
        _take(found, listed, asked.most)
        return _lists(found, asked.most)
    for words in (asked.question.titled, asked.question.wanted):
        left = [one for one in rights if len(found.get(one.kind, ())) <= asked.most]
        _take(found, [_columns(_open(one, asked, words), asked) for one in left], asked.most)
    return _lists(found, asked.most)


def _open(right: Right, asked: Asked, words: str = "") -> QuerySet[SearchEntry]:
    """Rows of a kind that are open to the reader on the day, within what is narrowed, holding the words."""
    rows = _narrow(SearchEntry.objects.filter(right.rows, starts__lte=asked.on, ends__gt=asked.on), asked)
    if not words:
        return rows.filter(kind=right.kind)
    # the marks find kind and units in the index of words; the columns only confirm what they say
    marks = [f"'{rules.reach(right.kind, public=right.public)}'"]
    if right.few:
        marks.append(f"({' | '.join(repr(rules.open_to(one)) for one in right.few)})")
    named = rows.annotate(named=Concat("kind", Value("")))
    return named.filter(named=right.kind, words=Literal(" & ".join((words, *marks))))


def _take(found: dict[str, dict[int, Candidate]], parts: list[Any], most: int) -> None:
    """Read the parts in one query and keep each row once."""
    limited = [part[: most + 1] for part in parts]
    if not limited:
        return
    for row in limited[0].union(*limited[1:], all=True) if len(limited) > 1 else limited[0]:
        one = Candidate(*row)
        found.setdefault(one.kind, {})[one.pk] = one


def _lists(found: dict[str, dict[int, Candidate]], most: int) -> dict[str, list[Candidate]]:
    return {kind: list(rows.values())[: most + 1] for kind, rows in found.items()}


def _narrow(rows: QuerySet[SearchEntry], asked: Asked) -> QuerySet[SearchEntry]:
    to = asked.narrowed
    if to.unit_ids is not None:
        rows = rows.filter(unit_id__in=to.unit_ids)
    days = Q()
    if to.since is not None:
        days &= Q(starts__gte=to.since)
    if to.until is not None:
        days &= Q(starts__lte=to.until)
    if to.periods:
        rows = rows.filter(Q(period__in=to.periods) | (Q(period="") & days))
    elif days:
        rows = rows.filter(days)
    return rows.filter(lapses__gt=asked.on) if to.in_force else rows


def _columns(rows: QuerySet[SearchEntry], asked: Asked) -> Any:
    """What ranks and counts a row: never its text."""
    question = asked.question
    beside: Any = Value(value=False)
    weight: Any = Value(0.0)
    if question:
        phrase = Literal(question.side_by_side)
        beside = ExpressionWrapper(Q(words=phrase), output_field=BooleanField())
        weight = SearchRank(F("words"), Literal(question.wanted))
    return rows.annotate(key=Left("sort_key", 60), beside=beside, weight=weight).values_list(
        "pk", "kind", "unit_id", "period", "lapses", "key", "beside", "weight", "starts"
    )


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
