"""The one door through which an assignment moves along PROCESS, and the evidence that goes with it."""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.accounts import access
from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Refusal
from giaoban.files import services as files
from giaoban.files.models import StoredFile
from giaoban.notices import services as notices
from giaoban.tasks import queries
from giaoban.tasks.models import Assignment, Move, Progress
from giaoban.tasks.rules import (
    EVIDENCE,
    NEED_NOTE,
    PROCESS,
    WITH_PERCENT,
    WORKED_STATES,
    Permission,
    percent_after,
)
from giaoban.tasks.services import checks

# what the other side reads in its inbox; progress and taking note make no noise
TOLD = {
    "report_done": gettext_noop("%(unit)s báo cáo hoàn thành nhiệm vụ %(number)s: %(wording)s"),
    "accept": gettext_noop("Đã xác nhận hoàn thành nhiệm vụ %(number)s của %(unit)s: %(wording)s"),
    "return": gettext_noop("Nhiệm vụ %(number)s của %(unit)s bị trả lại để hoàn thiện: %(wording)s"),
    "suspend": gettext_noop("Nhiệm vụ %(number)s của %(unit)s tạm dừng: %(wording)s"),
    "resume": gettext_noop("Nhiệm vụ %(number)s của %(unit)s được giao tiếp tục: %(wording)s"),
    "cancel": gettext_noop("Nhiệm vụ %(number)s của %(unit)s đã hủy: %(wording)s"),
}


@transaction.atomic
def move(
    *,
    actor: Actor,
    assignment_id: int,
    move: str,
    note: str = "",
    percent: int | None = None,
    version: int | None = None,
) -> Assignment:
    """Move an assignment along PROCESS: lock, version, edge, side, note, save, tell the other side, record.

    Of two people who press at once the second meets a Conflict, because the version went on.
    """
    assignment = queries.get_assignment(actor, assignment_id, lock=True)
    programme = assignment.task.programme
    checks.same_version(assignment, version)
    checks.running(programme)
    target = checks.edge(assignment, move)
    if _side(move) == Permission.WORK:
        checks.require_work(actor, assignment.unit_id)
    else:
        checks.decides(actor, assignment)
    text = checks.note(note, needed=move in NEED_NOTE)
    reached = percent_after(move, assignment.percent, percent)
    if reached is None:
        raise Refusal(
            "tasks.percent",
            _("Mức độ hoàn thành %(percent)s không hợp lệ.") % {"percent": percent},
            field="percent",
            rule=_("Mức độ hoàn thành là số nguyên từ 0 đến 100."),
        )
    before = assignment.state, assignment.percent
    assignment.state, assignment.percent = target, reached
    set_days(assignment, move)
    step(actor, assignment, move, before[0], text)
    if move in WITH_PERCENT:
        Progress.objects.create(
            assignment=assignment,
            text=text,
            percent=reached,
            by=actor.actor_id,
            by_label=actor.actor_label[:200],
        )
    if move in TOLD:
        tell_other_side(f"tasks.{move}", TOLD[move], assignment, to_unit=_side(move) == Permission.DIRECT)
    changes = {"state": [before[0], target], "percent": [before[1], reached]}
    audit.record(actor, f"tasks.{move}", assignment, unit_id=assignment.unit_id, changes=changes, note=text)
    return assignment


@transaction.atomic
def add_evidence(*, actor: Actor, assignment_id: int, source: BinaryIO, name: str) -> StoredFile:
    """Keep a file with the unit's own work; the guard of `tasks.assignment` decides who may."""
    assignment = queries.get_assignment(actor, assignment_id, lock=True)
    checks.running(assignment.task.programme)
    if assignment.state not in WORKED_STATES:
        raise Refusal(
            "tasks.evidence_closed",
            _("Nhiệm vụ %(number)s đang chờ xác nhận hoặc đã kết thúc nên không thêm minh chứng được nữa.")
            % {"number": assignment.task.number},
            field="file",
            rule=_("Minh chứng thêm trong khi thực hiện; sau khi bị trả lại thì thêm được tiếp."),
        )
    return files.upload(
        actor=actor,
        kind=EVIDENCE,
        object_id=assignment.pk,
        unit_id=assignment.unit_id,
        source=source,
        name=name,
        secrecy=assignment.task.programme.secrecy,
    )


# --- what the doors share ------------------------------------------------------------------------------


def step(actor: Actor, assignment: Assignment, move: str, before: str, note: str) -> None:
    """Save an assignment that took a step: its version goes on by one, the step is kept."""
    assignment.version += 1
    assignment.save()
    Move.objects.create(
        assignment=assignment,
        move=move,
        before=before,
        after=assignment.state,
        note=note,
        percent=assignment.percent,
        by=actor.actor_id,
        by_label=actor.actor_label[:200],
    )


def tell_other_side(event: str, text: str, assignment: Assignment, *, to_unit: bool) -> None:
    """Tell the unit that has the task, or the unit that gave it."""
    programme = assignment.task.programme
    receiver = assignment.unit if to_unit else programme.unit
    permission = Permission.WORK if to_unit else Permission.DIRECT
    notices.tell(
        event,
        text=text,
        params={
            "unit": checks.named([assignment.unit_id], today()),
            "number": assignment.task.number,
            "wording": assignment.task.wording,
        },
        url=queries.address("tasks:assignment", receiver, programme.period, assignment.pk),
        unit_ids=[receiver.pk],
        roles=access.roles_of(permission),
        unit_id=assignment.unit_id,
    )


def _side(move: str) -> str:
    return next(t.permission for t in PROCESS.transitions if t.move == move)


def set_days(assignment: Assignment, move: str) -> None:
    """The days that follow from a move; a report sent back does not count as made (cycle.md 1.6.2)."""
    if move == "report_done":
        assignment.reported_on = today()
        assignment.first_reported_on = assignment.first_reported_on or assignment.reported_on
    elif move == "return":
        assignment.reported_on = None
    elif move == "accept":
        assignment.done_at, assignment.closed_on = assignment.reported_on, today()
    elif move == "cancel":
        assignment.closed_on = today()
