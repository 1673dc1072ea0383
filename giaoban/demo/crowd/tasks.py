"""Assignments of many units, each moved along PROCESS step by step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from giaoban.audit import services as audit
from giaoban.core.dates import told_at
from giaoban.demo.stories.stage import HOUSE
from giaoban.tasks.models import Assignment, Move, Programme, Progress
from giaoban.tasks.rules import PROCESS, WITH_PERCENT, percent_after
from giaoban.tasks.services.moves import set_days

BATCH = 2000
CHANGED = (
    *("state", "percent", "version"),
    *("first_reported_on", "reported_on", "done_at", "closed_on"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One move of one assignment, at its moment."""

    move: str
    when: datetime
    note: str = ""
    percent: int | None = None


def work(of: Programme, lines: Iterable[tuple[Assignment, Sequence[Step]]]) -> int:
    """Move every assignment along its steps; how many were moved."""
    moved: list[Assignment] = []
    log: list[Move] = []
    said: list[Progress] = []
    for one, steps in lines:
        for step in steps:
            before, target = one.state, PROCESS.move(one.state, step.move).target
            percent = percent_after(step.move, one.percent, step.percent)
            one.state, one.percent = target, one.percent if percent is None else percent
            with told_at(step.when):
                set_days(one, step.move)
            one.version += 1
            facts = {"at": step.when, "by_label": HOUSE.actor_label, "percent": one.percent}
            log.append(
                Move(assignment=one, move=step.move, before=before, after=target, note=step.note, **facts)
            )
            if step.move in WITH_PERCENT:
                said.append(Progress(assignment=one, text=step.note, **facts))
        if steps:
            moved.append(one)
    Assignment.objects.bulk_update(moved, CHANGED, batch_size=BATCH)
    Move.objects.bulk_create(log, batch_size=BATCH)
    Progress.objects.bulk_create(said, batch_size=BATCH)
    audit.record(HOUSE, "demo.crowd", of, unit_id=of.unit_id, changes={"assignments": [0, len(moved)]})
    return len(moved)
