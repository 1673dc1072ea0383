"""Programmes with their tasks and assignments, through the doors, as the house itself."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from giaoban.core.actors import System
from giaoban.organisations.models import Unit
from giaoban.tasks import services
from giaoban.tasks.models import Assignment, Programme
from giaoban.tasks.rules import TaskFacts

DUE = date(2019, 9, 30)
WORDING = "Hoàn thành đề án sắp xếp tổ chức bộ máy"


def make_programme(
    unit: Unit,
    units: Sequence[Unit] = (),
    *,
    tasks: Sequence[TaskFacts] = (),
    period: str = "2019-q3",
    title: str = "Nhiệm vụ trọng tâm quý III năm 2019",
    issue: bool = True,
    due: date | None = DUE,
    **facts: Any,
) -> Programme:
    """One task given to all `units` unless `tasks` say otherwise."""
    given = tasks or [TaskFacts("1", WORDING, due=due, lead_unit_ids=[one.pk for one in units])]
    return services.create_programme(
        actor=System(), unit_id=unit.pk, period=period, title=title, tasks=given, issue=issue, **facts
    )


def make_assignment(unit: Unit, to: Unit, **facts: Any) -> Assignment:
    """The one assignment of a programme of one task."""
    programme = make_programme(unit, [to], **facts)
    return Assignment.objects.select_related("task__programme").get(task__programme=programme)


def walk(assignment: Assignment, *moves: str, **facts: Any) -> Assignment:
    """Move along PROCESS as the house itself; the last move takes `facts`."""
    for move in moves:
        last = facts if move == moves[-1] else {}
        note = "Lý do" if move in {"return", "suspend", "cancel"} else ""
        assignment = services.move(
            actor=System(), assignment_id=assignment.pk, move=move, **{"note": note, **last}
        )
    return assignment
