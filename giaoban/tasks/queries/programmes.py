"""A programme for its page and its matrix: tasks under their numbers, who has them, how many are done.

A reader of the programme's own side sees all units; a unit that was given something sees its own part.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.text import sort_key
from giaoban.organisations.queries.naming import Names, load_names
from giaoban.tasks.labels import in_words
from giaoban.tasks.models import Assignment, Programme, Task
from giaoban.tasks.queries.access import DRAFT, programmes_visible_to, sees_unit, visible_to
from giaoban.tasks.queries.lists import address, labelled
from giaoban.tasks.queries.naming import called_by, short
from giaoban.tasks.rules import Label, State, Word

NAMED = 15  # so many names a sentence still carries
PAGE = 50  # tasks of a book on one page


@dataclass(frozen=True, slots=True)
class Cell:
    """How one unit stands with one task."""

    assignment_id: int
    unit_id: int
    unit: str
    unit_name: str
    lead: bool
    state: str
    percent: int
    due: date | None
    label: Label
    word: str

    @property
    def kind(self) -> str:
        return self.label.kind

    @property
    def done(self) -> bool:
        return self.state == State.CLOSED

    @property
    def figure(self) -> str:
        return "" if self.done or not self.percent else str(self.percent)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A group or a task of a programme with its units; `total` leaves cancelled ones out."""

    task: Task
    depth: int
    group: bool
    cells: tuple[Cell, ...]
    localised: int = 0

    @property
    def counting(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.state != State.CANCELLED)

    @property
    def done(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.counting if cell.done)

    @property
    def open(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.counting if not cell.done)

    @property
    def late(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.counting if cell.label.word is Word.LATE)

    @property
    def leads(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.lead)

    @property
    def cooperating(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if not cell.lead)

    @property
    def total(self) -> str:
        return f"{len(self.done)}/{len(self.counting)}"

    @property
    def named_done(self) -> str:
        return ", ".join(cell.unit for cell in self.done)

    @property
    def named_open(self) -> str:
        return ", ".join(cell.unit for cell in self.open)


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """`counts` are assignments, how many are done and how many late; `part` is the page of a list that is
    shown page by page."""

    programme: Programme
    unit_name: str
    lines: tuple[TaskLine, ...]
    whole: bool
    counts: tuple[int, int, int]
    part: Page[Any] | None = None

    @property
    def assignments(self) -> int:
        return self.counts[0]

    @property
    def completed(self) -> int:
        return self.counts[1]

    @property
    def late(self) -> int:
        return self.counts[2]


def programme_page(actor: Actor, programme: Programme, on: date) -> ProgrammePage:
    """The programme as the actor may see it: whole, or only what was given to the actor's units."""
    whole = sees_unit(actor, programme.unit_id, on)
    tasks: list[Any] = list(_tasks(programme))
    cells, unit_name = _units(actor, programme, on)
    if not whole:
        tasks = _with_ancestors(tasks, set(cells))
    lines = _lines(in_order(tasks), cells)
    counts = [
        sum(len(line.counting) for line in lines),
        sum(len(line.done) for line in lines),
        sum(len(line.late) for line in lines),
    ]
    return ProgrammePage(programme, unit_name, lines, whole, (counts[0], counts[1], counts[2]))


def book_page(actor: Actor, programme: Programme, on: date, number: Any) -> ProgrammePage:
    """The tasks that papers of a year became, which have no groups: one page of them, the latest first."""
    whole = sees_unit(actor, programme.unit_id, on)
    tasks = _tasks(programme)
    if not whole:
        tasks = tasks.filter(pk__in=visible_to(actor, on).filter(task__programme=programme).values("task"))
    part = Paginator(tasks.order_by("-position", "-pk"), PAGE).get_page(number)
    shown: list[Any] = list(part.object_list)
    cells, unit_name = _units(actor, programme, on, tasks=[task.pk for task in shown])
    lines = _lines([(task, 0, False) for task in shown], cells)
    counts = _counts([programme.pk], actor).get(programme.pk, (0, 0, 0))
    return ProgrammePage(programme, unit_name, lines, whole, counts, part)


def _units(
    actor: Actor, programme: Programme, on: date, *, tasks: Collection[int] | None = None
) -> tuple[dict[int, list[Cell]], str]:
    """By task how its units stand, of `tasks` only when given; the name of the programme's unit."""
    found = visible_to(actor, on).filter(task__programme=programme)
    if tasks is not None:
        found = found.filter(task__in=tasks)
    given = list(
        found.select_related("unit", "task__programme").annotate(
            called_by=called_by("unit_id", on, under=programme.unit_id)
        )
    )
    spoken = {a.unit_id: a.called_by or a.unit_id for a in given}
    names = load_names({programme.unit_id, *spoken, *spoken.values()})
    cells = _cells(given, {pk: short(names, by, on) for pk, by in spoken.items()}, names, on)
    return cells, names.at(programme.unit_id, on)


def _lines(tasks: Iterable[tuple[Any, int, bool]], cells: Mapping[int, list[Cell]]) -> tuple[TaskLine, ...]:
    return tuple(
        TaskLine(task, depth, group, tuple(cells.get(task.pk, ())), task.localised_by)
        for task, depth, group in tasks
    )


def _tasks(programme: Programme) -> QuerySet[Any]:
    """The tasks, each with the number of units that took it into an issued programme of their own."""
    own = Task.objects.filter(source_task=OuterRef("pk")).exclude(programme__state=DRAFT).order_by()
    units = own.values("source_task").annotate(units=Count("programme__unit", distinct=True)).values("units")
    return programme.tasks.select_related("basis", "source_task__programme").annotate(
        localised_by=Coalesce(Subquery(units), 0)
    )


def in_order(tasks: Sequence[Task]) -> list[tuple[Task, int, bool]]:
    """Tasks as the paper lists them: each group before its tasks, with depth and whether it has any."""
    below: dict[int | None, list[Task]] = {}
    for task in sorted(tasks, key=lambda task: (task.position, task.pk)):
        below.setdefault(task.parent_id, []).append(task)
    found: list[tuple[Task, int, bool]] = []
    waiting = [(task, 0) for task in reversed(below.get(None, []))]
    while waiting:
        task, depth = waiting.pop()
        children = below.get(task.pk, [])
        found.append((task, depth, bool(children)))
        waiting += [(child, depth + 1) for child in reversed(children)]
    return found


def _with_ancestors(tasks: list[Task], wanted: set[int]) -> list[Task]:
    by_id = {task.pk: task for task in tasks}
    kept: set[int] = set()
    for task_id in wanted:
        step: int | None = task_id
        while step is not None and step not in kept:
            kept.add(step)
            step = by_id[step].parent_id
    return [task for task in tasks if task.pk in kept]


def _cells(
    found: Sequence[Assignment], called: Mapping[int, str], names: Names, on: date
) -> dict[int, list[Cell]]:
    day = today()
    cells: dict[int, list[Cell]] = {}
    for a in sorted(found, key=lambda a: (not a.lead, sort_key(called[a.unit_id]), a.unit_id)):
        label = a.label_on(day)
        cell = Cell(
            assignment_id=a.pk,
            unit_id=a.unit_id,
            unit=called[a.unit_id],
            unit_name=names.at(a.unit_id, on),
            lead=a.lead,
            state=a.state,
            percent=a.percent,
            due=a.due,
            label=label,
            word=in_words(label),
        )
        cells.setdefault(a.task_id, []).append(cell)
    return cells


# --- the matrix ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    unit_id: int
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A task against every unit; None where the unit has nothing of it. `sentence` says it in words."""

    line: TaskLine
    label: str
    cells: tuple[Cell | None, ...]
    total: str
    sentence: str

    @property
    def heading(self) -> bool:
        return not self.line.cells


@dataclass(frozen=True, slots=True)
class Matrix:
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    total_label: str


def matrix(actor: Actor, programme: Programme, on: date) -> Matrix:
    """Tasks × units of a programme from what the actor may see."""
    return matrix_of(programme_page(actor, programme, on))


def matrix_of(page: ProgrammePage) -> Matrix:
    """What stands on this page of a programme against its units, columns in Vietnamese order."""
    units = {cell.unit_id: (cell.unit, cell.unit_name) for line in page.lines for cell in line.cells}
    order = sorted(units, key=lambda unit_id: (sort_key(units[unit_id][0]), unit_id))
    rows = []
    for line in page.lines:
        by_unit = {cell.unit_id: cell for cell in line.cells}
        cells = tuple(by_unit.get(unit_id) for unit_id in order)
        rows.append(
            MatrixRow(
                line=line,
                label=str(line.task),
                cells=cells,
                total=line.total if line.cells else "",
                sentence=sentence(line) if line.cells else "",
            )
        )
    columns = tuple(Column(unit_id, *units[unit_id]) for unit_id in order)
    return Matrix(_("Nhóm nhiệm vụ, nhiệm vụ"), columns, tuple(rows), _("Đã hoàn thành"))


def sentence(line: TaskLine) -> str:
    """The row as a report says it: "4/11 đơn vị đã hoàn thành: Bình Phước, Lâm Đồng, Long An, Ninh Thuận".

    When most have done it, those that have not are named instead.
    """
    facts = {"total": line.total, "names": line.named_done, "open": line.named_open}
    if not line.done:
        return _("%(total)s đơn vị đã hoàn thành") % facts
    if len(line.done) == len(line.counting) and len(line.done) > 1:
        return _("%(total)s đơn vị đã hoàn thành") % facts
    if len(line.done) > NAMED and len(line.done) > len(line.counting) - len(line.done):
        return _("%(total)s đơn vị đã hoàn thành; chưa hoàn thành: %(open)s") % facts
    return _("%(total)s đơn vị đã hoàn thành: %(names)s") % facts


# --- lists of programmes ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A programme with how much of it is done, counted in assignments."""

    programme: Programme
    unit_name: str
    total: int
    done: int
    late: int
    url: str


def programmes_of_document(document_id: int, *, actor: Actor | None = None) -> list[ProgrammeLine]:
    """Programmes born from a document; with `actor` those that the actor may see, else drafts left out."""
    found = Programme.objects.exclude(state=DRAFT) if actor is None else programmes_visible_to(actor)
    return programme_lines(found.filter(document_id=document_id), actor=actor)


def programme_lines(
    programmes: QuerySet[Programme], *, actor: Actor | None = None, on: date | None = None
) -> list[ProgrammeLine]:
    """Programmes as lines, later ones first: three queries, whatever their number."""
    found = list(programmes.select_related("unit", "document").order_by("-issued_on", "-id"))
    names = load_names({p.unit_id for p in found})
    counts = _counts([p.pk for p in found], actor)
    return [
        ProgrammeLine(
            programme=p,
            unit_name=names.at(p.unit_id, on or p.issued_on or today()),
            total=counts.get(p.pk, (0, 0, 0))[0],
            done=counts.get(p.pk, (0, 0, 0))[1],
            late=counts.get(p.pk, (0, 0, 0))[2],
            url=address("tasks:programme", p.unit, p.period, p.pk),
        )
        for p in found
    ]


def _counts(programme_ids: Iterable[int], actor: Actor | None) -> dict[int, tuple[int, int, int]]:
    base = Assignment.objects.all() if actor is None else visible_to(actor)
    found = labelled(base.filter(task__programme_id__in=list(programme_ids)), today())
    counted = (
        found.exclude(state=State.CANCELLED.value)
        .values("task__programme_id")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=State.CLOSED.value)),
            late=Count(Case(When(word=Word.LATE.value, then=Value(1)))),
        )
    )
    return {row["task__programme_id"]: (row["total"], row["done"], row["late"]) for row in counted.order_by()}
