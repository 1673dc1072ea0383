"""Assignments as rows of a list, counted by label, and as the lines that open a report half-written.

`labelled` is the label of `rules.label` said in SQL, for filters, counts and order; a test holds them equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.text import fold
from giaoban.organisations.models import Unit
from giaoban.organisations.queries import office_name
from giaoban.organisations.queries.naming import load_names
from giaoban.periods.rules import Period, Window, current
from giaoban.tasks.labels import SHAPES, WORDS, in_words
from giaoban.tasks.models import Assignment, Progress, Task
from giaoban.tasks.queries.access import visible_to
from giaoban.tasks.rules import (
    BOOK,
    OPEN_STATES,
    OPEN_WORDS,
    Kind,
    Label,
    ProgrammeState,
    State,
    Word,
    not_soon_from,
)

DRAFT = ProgrammeState.DRAFT.value
ORDER = {word: rank for rank, word in enumerate((*OPEN_WORDS, Word.SUSPENDED, Word.DONE_LATE, Word.DONE))}
LAST = 99  # cancelled ones
OPEN_OR_STILL = (*OPEN_STATES, State.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Row:
    """An assignment as a line of a list."""

    assignment_id: int
    number: str
    wording: str
    unit_name: str
    giver_name: str
    programme_id: int
    programme_title: str
    document_symbol: str
    lead: bool
    due: date | None
    percent: int
    label: Label
    word: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A task for a report that opens half-written: what was done, or is overdue, and where it comes from."""

    assignment_id: int
    number: str
    wording: str
    programme_title: str
    document_symbol: str
    url: str
    product: str
    field: str
    indicator: str
    due: date | None
    done_at: date | None
    percent: int
    result: str
    word: str


def labelled(assignments: QuerySet[Assignment], day: date) -> QuerySet[Any]:
    """With `word` (the code of the label on the day) and `rank` (late ones first)."""
    deadline = Case(When(task__kind=Kind.NO_DEADLINE.value, then=None), default=F("due"))
    steps = [
        (Q(state=State.CANCELLED.value), Word.CANCELLED),
        (Q(state=State.SUSPENDED.value), Word.SUSPENDED),
        (Q(state=State.CLOSED.value, deadline__lt=F("done_at")), Word.DONE_LATE),
        (Q(state=State.CLOSED.value), Word.DONE),
        (Q(state=State.REPORTED_DONE.value, deadline__lt=F("first_reported_on")), Word.LATE),
        (Q(state=State.REPORTED_DONE.value), Word.WAITING),
        (Q(deadline__lt=day), Word.LATE),
        (Q(state=State.RETURNED.value), Word.BACK),
        (Q(deadline__isnull=True), Word.NO_DUE),
        (Q(deadline__lt=not_soon_from(day)), Word.SOON),
        (Q(state=State.IN_PROGRESS.value), Word.DOING),
    ]
    # Both from the same steps: a rank drawn from `word` would write it out once for every word.
    word = Case(
        *(When(step, then=Value(said.value)) for step, said in steps),
        default=Value(Word.TODO.value),
        output_field=CharField(),
    )
    rank = Case(
        *(When(step, then=Value(ORDER.get(said, LAST))) for step, said in steps),
        default=Value(ORDER[Word.TODO]),
    )
    return assignments.annotate(deadline=deadline).annotate(word=word, rank=rank)


def in_period(assignments: QuerySet[Any], period: Period) -> QuerySet[Any]:
    """Issued by the end of the period and still open, or ended in it or later."""
    windows = period.windows()
    starts, ends = min(w.starts for w in windows), max(w.ends for w in windows)
    return assignments.filter(
        Q(state__in=OPEN_OR_STILL) | Q(closed_on__gte=starts), task__programme__issued_on__lt=ends
    )


def alive_in(period: Period) -> Q:
    """Programmes of a period's list: drafts, and those issued by its end and not closed before it."""
    windows = period.windows()
    starts, ends = min(w.starts for w in windows), max(w.ends for w in windows)
    running = Q(closed_on__isnull=True) | Q(closed_on__gte=starts)
    return Q(state=DRAFT) | (Q(issued_on__lt=ends) & running)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means all."""

    word: str = ""
    field: str = ""
    programme_id: int | None = None
    text: str = ""
    period: Period | None = None


def narrowed(assignments: QuerySet[Assignment], filters: Filters, day: date) -> QuerySet[Any]:
    """Filtered, with the late ones first, then by due day."""
    found = labelled(assignments, day)
    if filters.period is not None:
        found = in_period(found, filters.period)
    if filters.field:
        found = found.filter(task__field=filters.field)
    for part in fold(filters.text).split():
        found = found.filter(task__folded__contains=part)
    found = found.order_by(
        "rank", F("due").asc(nulls_last=True), "task__programme_id", "task__position", "pk"
    )
    return picked(found, filters)


def picked(labelled_: QuerySet[Any], filters: Filters) -> QuerySet[Any]:
    """Of those that the list counts: under one label, of one programme."""
    if filters.word:
        labelled_ = labelled_.filter(word=filters.word)
    if filters.programme_id is not None:
        labelled_ = labelled_.filter(task__programme_id=filters.programme_id)
    return labelled_


def assignments_for(
    unit_ids: Iterable[int],
    on: date,
    *,
    actor: Actor | None = None,
    tree_on: date | None = None,
    filters: Filters | None = None,
) -> QuerySet[Any]:
    """What these units were given in issued programmes, labelled as of `on`, late ones first.

    With `actor` only what that actor may see, by the tree of `tree_on` (today when not given).
    """
    base = Assignment.objects.all() if actor is None else visible_to(actor, tree_on)
    given = base.filter(unit_id__in=list(unit_ids)).exclude(task__programme__state=DRAFT)
    return narrowed(given, filters or Filters(), on)


def assigned_by(
    unit_ids: Iterable[int],
    on: date,
    *,
    actor: Actor,
    tree_on: date | None = None,
    filters: Filters | None = None,
) -> QuerySet[Any]:
    """What these units gave to others, labelled as of `on`, late ones first."""
    given = (
        visible_to(actor, tree_on)
        .filter(task__programme__unit_id__in=list(unit_ids))
        .exclude(task__programme__state=DRAFT)
    )
    return narrowed(given, filters or Filters(), on)


@dataclass(frozen=True, slots=True)
class Heap:
    """How many assignments of one programme stand under one label."""

    programme_id: int
    title: str
    word: str
    count: int


def heaps(assignments: QuerySet[Any]) -> list[Heap]:
    """Labelled assignments counted by programme and label: what the filters of a list offer."""
    found = assignments.order_by("-task__programme_id")
    counted_ = found.values_list("task__programme_id", "task__programme__title", "word")
    return [Heap(*row) for row in counted_.annotate(count=Count("pk"))]


def rows(assignments: Iterable[Assignment], on: date, day: date) -> list[Row]:
    """Lines with the names of the units on the page's day: two queries, whatever their number."""
    found = list(assignments)
    names = load_names({a.unit_id for a in found} | {a.task.programme.unit_id for a in found})
    return [
        Row(
            assignment_id=a.pk,
            number=a.task.number,
            wording=a.task.wording,
            unit_name=names.at(a.unit_id, on),
            giver_name=getattr(a, "giver_office", None) or names.at(a.task.programme.unit_id, on),
            programme_id=a.task.programme_id,
            programme_title=a.task.programme.title,
            document_symbol=symbol_of(a.task.programme.document),
            lead=a.lead,
            due=a.due,
            percent=a.percent,
            label=(label := a.label_on(day)),
            word=in_words(label),
            url=address("tasks:assignment", a.unit, a.task.programme.period, a.pk),
        )
        for a in found
    ]


def related(assignments: QuerySet[Assignment]) -> QuerySet[Any]:
    """With what a line shows; the giver under the name of its commission, as staff call it."""
    named = assignments.annotate(giver_office=office_name("task__programme__unit_id", today()))
    return named.select_related("unit", "task__programme__unit", "task__programme__document")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many assignments stand under a label."""

    word: Word
    kind: str
    text: Any
    count: int


def standing(unit_ids: Iterable[int], period: Period, today: date) -> dict[str, int]:
    """How many assignments of these units stand under each label in the period, as of `today`."""
    return counted(in_period(assignments_for(unit_ids, today), period))


@dataclass(frozen=True, slots=True)
class Source:
    """A task that a unit was given and has not yet taken into a programme of its own."""

    assignment_id: int
    unit_id: int
    number: str
    wording: str


def to_localise(actor: Actor, unit_ids: Iterable[int], on: date) -> list[Source]:
    """What these units may still take into a programme of their own, late ones first."""
    given = assignments_for(unit_ids, on, actor=actor).filter(state__in=OPEN_STATES)
    given = given.exclude(task__programme__origin_kind=BOOK)
    taken = Task.objects.filter(source_task=OuterRef("task"), programme__unit=OuterRef("unit")).exclude(
        programme__state=ProgrammeState.CLOSED.value
    )
    rows_ = given.exclude(Exists(taken)).values_list("pk", "unit_id", "task__number", "task__wording")
    return [Source(*row) for row in rows_]


def counted(assignments: QuerySet[Any]) -> dict[str, int]:
    """How many of labelled assignments stand under each label."""
    found = assignments.order_by().values("word").annotate(count=Count("pk"))
    return {row["word"]: row["count"] for row in found}


def tally(counts: dict[str, int]) -> list[Standing]:
    """The counts in the order in which they want attention, without zeros."""
    return [Standing(word, SHAPES[word], WORDS[word], counts[word]) for word in ORDER if counts.get(word)]


def closed_in(unit_id: int, window: Window) -> list[Line]:
    """Tasks of the unit whose completion was confirmed in the window: result sentences of its report."""
    closed = Assignment.objects.filter(
        unit_id=unit_id, state=State.CLOSED.value, closed_on__gte=window.starts, closed_on__lt=window.ends
    )
    closed = closed.exclude(task__programme__origin_kind=BOOK)
    return _lines(closed.order_by("closed_on", "task__programme_id", "task__position"), window.last_day)


def overdue(unit_id: int, on: date) -> list[Line]:
    """Tasks of the unit that are late on the day: candidate shortcomings of its report; letters are none."""
    late = assignments_for([unit_id], on, filters=Filters(word=Word.LATE.value))
    return _lines(late.exclude(task__programme__origin_kind=BOOK), on)


def _lines(assignments: QuerySet[Assignment], day: date) -> list[Line]:
    last = Progress.objects.filter(assignment=OuterRef("pk")).order_by("-at", "-id").values("text")[:1]
    found = related(assignments).annotate(result=Subquery(last))
    return [
        Line(
            assignment_id=a.pk,
            number=a.task.number,
            wording=a.task.wording,
            programme_title=a.task.programme.title,
            document_symbol=symbol_of(a.task.programme.document),
            url=address("tasks:assignment", a.unit, a.task.programme.period, a.pk),
            product=a.task.product,
            field=a.task.field,
            indicator=a.task.indicator,
            due=a.due,
            done_at=a.done_at,
            percent=a.percent,
            result=a.result or "",
            word=in_words(a.label_on(day)),
        )
        for a in found
    ]


def symbol_of(document: object) -> str:
    """How a document is named beside a task: its symbol, or what it calls itself where it has none."""
    if document is None:
        return ""
    return str(getattr(document, "symbol", "") or document)


def address(name: str, unit: Unit, period_code: str, *args: int) -> str:
    """An address in the unit's coordinates: of the programme's period, or of another one in which the unit is
    in force, when it began later or ended earlier."""
    last = min(today(), unit.ends - timedelta(days=1))
    living = current(max(unit.starts, last))
    candidates = (Period.parse(period_code), living, living.previous)
    in_force = (p for p in candidates if unit.starts <= p.reference_day < unit.ends)
    return reverse(name, args=[unit.code, next(in_force, living).code, *args])
