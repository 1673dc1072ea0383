"""Programmes and their tasks: written while a draft, assigned to many units at once, issued, closed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import now, today
from giaoban.core.models import require_zone
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import clean
from giaoban.directives.queries import get_document
from giaoban.notices import services as notices
from giaoban.tasks import queries, search
from giaoban.tasks.models import Assignment, Move, Programme, Task
from giaoban.tasks.rules import (
    BOOK,
    OPEN_STATES,
    Kind,
    Origin,
    ProgrammeState,
    State,
    TaskFacts,
    merge,
    next_number,
)
from giaoban.tasks.services import checks
from giaoban.tasks.services.telling import tell_receivers

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Assigned:
    """What an assignment to many units did: new ones, and those that were there already."""

    programme_id: int
    created: int
    merged: int


@transaction.atomic
def create_programme(
    *,
    actor: Actor,
    unit_id: int,
    period: str,
    title: str,
    document_id: int | None = None,
    origin: Origin | None = None,
    tasks: Sequence[TaskFacts] = (),
    issue: bool = False,
    secrecy: str = Secrecy.NORMAL.value,
) -> Programme:
    """A programme of a unit for a period, with its groups and tasks; issued at once when asked."""
    checks.require_direct(actor, unit_id)
    require_zone(secrecy)
    if document_id is not None:
        get_document(actor, document_id)
    programme = Programme.objects.create(
        unit_id=unit_id,
        period=checks.period(period),
        title=checks.title(title),
        document_id=document_id,
        origin_kind=origin.kind if origin else "",
        origin_id=origin.id if origin else None,
        origin_label=origin.label[:300] if origin else "",
        origin_url=origin.url if origin and notices.is_local(origin.url) else "",
        secrecy=secrecy,
        created_by=actor.actor_id,
    )
    _write_tasks(actor, programme, tasks, parent=None)
    audit.record(
        actor,
        "tasks.create",
        programme,
        unit_id=unit_id,
        changes={"period": [None, programme.period], "document": [None, document_id]},
    )
    if issue:
        return issue_programme(actor=actor, programme_id=programme.pk)
    return programme


@transaction.atomic
def edit_programme(
    *, actor: Actor, programme_id: int, title: str, document_id: int | None, version: int | None = None
) -> Programme:
    """Change name and document of a draft."""
    programme = _draft(actor, programme_id, version)
    if document_id is not None and document_id != programme.document_id:
        get_document(actor, document_id)
    before = {"title": programme.title, "document": programme.document_id}
    programme.title, programme.document_id = checks.title(title), document_id
    _changed(programme)
    after = {"title": programme.title, "document": programme.document_id}
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    audit.record(actor, "tasks.edit", programme, unit_id=programme.unit_id, changes=changes)
    return programme


@transaction.atomic
def discard_programme(*, actor: Actor, programme_id: int, version: int | None = None) -> None:
    """Throw a draft away; nobody but its own side has seen it, the trace keeps its name."""
    programme = _draft(actor, programme_id, version)
    audit.record(actor, "tasks.discard", programme, unit_id=programme.unit_id)
    programme.delete()


@transaction.atomic
def add_tasks(
    *,
    actor: Actor,
    programme_id: int,
    tasks: Sequence[TaskFacts],
    parent_id: int | None = None,
    version: int | None = None,
) -> list[Task]:
    """Add groups and tasks at the end of a draft, or of one of its groups."""
    programme = _draft(actor, programme_id, version)
    parent = None
    if parent_id is not None:
        parent = Task.objects.filter(pk=parent_id, programme=programme).first()
        if parent is None:
            raise Hidden("task")
    written = _write_tasks(actor, programme, tasks, parent=parent)
    _changed(programme)
    numbers = [task.number for task in written]
    audit.record(actor, "tasks.add", programme, unit_id=programme.unit_id, changes={"numbers": [[], numbers]})
    return written


@transaction.atomic
def edit_task(*, actor: Actor, task_id: int, facts: TaskFacts, version: int | None = None) -> Task:
    """Change one task of a draft; its units keep it, with the new deadline where theirs was the task's."""
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise Hidden("task")
    programme = _draft(actor, task.programme_id, version)
    number = clean(facts.number)
    checks.task_facts(facts, number)
    checks.new_number(programme, number, except_id=task.pk)
    if facts.basis_id is not None and facts.basis_id != task.basis_id:
        get_document(actor, facts.basis_id)
    before = {"number": task.number, "wording": task.wording, "due": _iso(task.due)}
    _fill(task, facts, number)
    task.save()
    task.assignments.update(due=task.due, due_original=task.due)
    _changed(programme)
    after = {"number": task.number, "wording": task.wording, "due": _iso(task.due)}
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    audit.record(actor, "tasks.edit_task", task, unit_id=programme.unit_id, changes=changes)
    return task


@transaction.atomic
def remove_task(*, actor: Actor, task_id: int, version: int | None = None) -> None:
    """Take a task, or a group with its tasks, out of a draft."""
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise Hidden("task")
    programme = _draft(actor, task.programme_id, version)
    _changed(programme)
    audit.record(actor, "tasks.remove_task", task, unit_id=programme.unit_id)
    task.delete()


# --- who does it -----------------------------------------------------------------------------------------


@transaction.atomic
def assign(
    *,
    actor: Actor,
    task_ids: Iterable[int],
    unit_ids: Iterable[int],
    due: date | None = None,
    lead: bool = True,
) -> Assigned:
    """Give tasks of one programme to many units; a unit that has one already keeps it, once.

    In an issued programme the new units are told at once.
    """
    tasks = list(Task.objects.filter(pk__in=list(task_ids)).order_by("position"))
    if not tasks:
        raise Refusal("tasks.no_task", _("Chọn ít nhất một nhiệm vụ."), field="tasks")
    if len({task.programme_id for task in tasks}) > 1:
        raise Hidden("task")
    programme = queries.get_programme(actor, tasks[0].programme_id, lock=True)
    checks.require_direct(actor, programme.unit_id)
    if programme.origin_kind == BOOK:  # what a bút phê asks of the own unit goes to no other
        raise Hidden("programme")
    if programme.state == ProgrammeState.CLOSED:
        checks.draft(programme)
    units = checks.units(actor, programme, unit_ids)
    checks.not_too_many(len(tasks), len(units))
    created, merged = _assign(tasks, units, due=due, lead=lead)
    if programme.state == ProgrammeState.ISSUED and created:
        _hand_down(actor, programme, created)
        search.reindex([task.pk for task in tasks])
    _changed(programme)
    audit.record(
        actor,
        "tasks.assign",
        programme,
        unit_id=programme.unit_id,
        changes={
            "tasks": [None, [task.number for task in tasks]],
            "units": [None, len(units)],
            "created": [None, len(created)],
            "merged": [None, merged],
        },
    )
    return Assigned(programme.pk, len(created), merged)


@transaction.atomic
def unassign(*, actor: Actor, assignment_id: int) -> None:
    """Take a unit off a task of a draft; once issued a task is cancelled, with a reason, instead."""
    assignment = queries.get_assignment(actor, assignment_id, lock=True)
    programme = _draft(actor, assignment.task.programme_id, None)
    _changed(programme)
    audit.record(actor, "tasks.unassign", assignment, unit_id=programme.unit_id)
    assignment.delete()


@transaction.atomic
def issue_programme(*, actor: Actor, programme_id: int, version: int | None = None) -> Programme:
    """Hand the programme down: from now on its words stand, units see it and are told."""
    programme = _draft(actor, programme_id, version)
    tasks = list(programme.tasks.all())
    assignments = list(Assignment.objects.filter(task__programme=programme))
    checks.given_to_somebody(tasks, {a.task_id for a in assignments})
    programme.state, programme.issued_on = ProgrammeState.ISSUED.value, today()
    _changed(programme)
    _hand_down(actor, programme, assignments)
    search.reindex([task.pk for task in tasks])
    audit.record(
        actor,
        "tasks.issue",
        programme,
        unit_id=programme.unit_id,
        changes={
            "state": [ProgrammeState.DRAFT.value, programme.state],
            "assignments": [None, len(assignments)],
        },
    )
    return programme


@transaction.atomic
def close_programme(*, actor: Actor, programme_id: int, version: int | None = None) -> Programme:
    """End a programme in which nothing is open any more."""
    programme = _locked(actor, programme_id, version)
    checks.running(programme)
    still = (*OPEN_STATES, State.SUSPENDED)
    left = Assignment.objects.filter(task__programme=programme, state__in=still).count()
    if left:
        raise Refusal(
            "tasks.still_open",
            _("Chưa kết thúc được “%(title)s”: còn %(count)s nhiệm vụ của đơn vị chưa xong.")
            % {"title": programme.title, "count": left},
            rule=_("Xác nhận hoàn thành hoặc hủy từng nhiệm vụ còn lại trước khi kết thúc chương trình."),
        )
    programme.state, programme.closed_on = ProgrammeState.CLOSED.value, today()
    _changed(programme)
    audit.record(
        actor,
        "tasks.close",
        programme,
        unit_id=programme.unit_id,
        changes={"state": [ProgrammeState.ISSUED.value, programme.state]},
    )
    return programme


# --- what the doors share ------------------------------------------------------------------------------


def _locked(actor: Actor, programme_id: int, version: int | None) -> Programme:
    programme = queries.get_programme(actor, programme_id, lock=True)
    checks.require_direct(actor, programme.unit_id)
    checks.same_version(programme, version)
    return programme


def _draft(actor: Actor, programme_id: int, version: int | None) -> Programme:
    programme = _locked(actor, programme_id, version)
    checks.draft(programme)
    return programme


def _changed(programme: Programme) -> None:
    programme.version += 1
    programme.save()


def _write_tasks(
    actor: Actor, programme: Programme, tasks: Sequence[TaskFacts], *, parent: Task | None
) -> list[Task]:
    """Tasks in the order of the paper; the units named with them are given them at once."""
    last = programme.tasks.aggregate(last=Max("position"))["last"] or 0
    written = []
    for facts in tasks:
        for task, its in _write(actor, programme, facts, parent, start=last):
            last = task.position
            written.append(task)
            if its.children:
                continue
            _give(actor, programme, task, its.lead_unit_ids, lead=True)
            _give(actor, programme, task, its.cooperating_unit_ids, lead=False)
    return written


def _write(
    actor: Actor, programme: Programme, facts: TaskFacts, parent: Task | None, *, start: int
) -> Iterator[tuple[Task, TaskFacts]]:
    above = parent.number if parent else ""
    siblings = programme.tasks.filter(parent=parent).values_list("number", flat=True)
    number = clean(facts.number) or next_number(above, siblings)
    checks.task_facts(facts, number)
    checks.new_number(programme, number)
    if facts.basis_id is not None:
        get_document(actor, facts.basis_id)
    task = Task(programme=programme, parent=parent, position=start + 1)
    _fill(task, facts, number)
    task.save()
    yield task, facts
    last = task.position
    for child in facts.children:
        inherited = replace(
            child,
            lead_unit_ids=child.lead_unit_ids or facts.lead_unit_ids,
            cooperating_unit_ids=child.cooperating_unit_ids or facts.cooperating_unit_ids,
            due=child.due or (facts.due if child.kind != Kind.NO_DEADLINE else None),
        )
        for below in _write(actor, programme, inherited, task, start=last):
            last = below[0].position
            yield below


def _fill(task: Task, facts: TaskFacts, number: str) -> None:
    task.number = number
    task.wording = clean(facts.wording, multiline=True)
    task.product = clean(facts.product)[:300]
    task.kind = facts.kind
    task.due = facts.due
    task.field = facts.field
    task.basis_id = facts.basis_id
    task.indicator = facts.indicator


def _give(actor: Actor, programme: Programme, task: Task, unit_ids: Sequence[int], *, lead: bool) -> None:
    if unit_ids:
        units = checks.units(actor, programme, unit_ids)
        _assign([task], units, due=None, lead=lead)


def _assign(
    tasks: Sequence[Task], units: Sequence[int], *, due: date | None, lead: bool
) -> tuple[list[Assignment], int]:
    by_id = {task.pk: task for task in tasks}
    there = Assignment.objects.filter(task__in=by_id, unit_id__in=units)
    outcome = merge(by_id, units, set(there.values_list("task_id", "unit_id")))
    if lead and outcome.merged:
        there.filter(lead=False).update(lead=True)
    fresh = [
        Assignment(task=by_id[task_id], unit_id=unit_id, lead=lead, **_days(by_id[task_id], due))
        for task_id, unit_id in outcome.new
    ]
    return Assignment.objects.bulk_create(fresh, batch_size=BATCH), len(outcome.merged)


def _days(task: Task, due: date | None) -> dict[str, date | None]:
    day = None if task.kind == Kind.NO_DEADLINE else due or task.due
    return {"due": day, "due_original": day}


def _hand_down(actor: Actor, programme: Programme, assignments: Sequence[Assignment]) -> None:
    """The first step of each timeline, and one message to everybody who works for one of the units."""
    moment = now()
    Move.objects.bulk_create(
        [
            Move(
                assignment=a,
                move="assign",
                after=a.state,
                percent=a.percent,
                at=moment,
                by=actor.actor_id,
                by_label=actor.actor_label[:200],
            )
            for a in assignments
        ],
        batch_size=BATCH,
    )
    tell_receivers(programme, {a.unit_id for a in assignments})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
