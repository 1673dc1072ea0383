"""A later due day: asked by the unit before it is late (late only with a mark), decided by who gave the task.

The original day stays beside the present one (cycle.md §1.6).
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.tasks import queries
from giaoban.tasks.labels import STATE_LABELS
from giaoban.tasks.models import Assignment, Extension
from giaoban.tasks.rules import WORKED_STATES, ExtensionState, State
from giaoban.tasks.services import checks
from giaoban.tasks.services.moves import step, tell_other_side

ASKED = gettext_noop("%(unit)s xin gia hạn nhiệm vụ %(number)s: %(wording)s")
GRANTED = gettext_noop("Đã gia hạn nhiệm vụ %(number)s của %(unit)s: %(wording)s")
REFUSED = gettext_noop("Không duyệt gia hạn nhiệm vụ %(number)s của %(unit)s: %(wording)s")


@transaction.atomic
def ask_extension(
    *, actor: Actor, assignment_id: int, new_due: date, reason: str, version: int | None = None
) -> Extension:
    """The unit asks for a later day, with its reason; asked after the due day it is marked so."""
    assignment = _open(actor, assignment_id, version)
    checks.require_work(actor, assignment.unit_id)
    why = checks.note(reason, needed=True, field="reason")
    old_due = _later(assignment, new_due)
    if assignment.extensions.filter(state=ExtensionState.ASKED.value).exists():
        raise Refusal(
            "tasks.extension_waits",
            _("Nhiệm vụ %(number)s đang có một đề nghị gia hạn chờ duyệt.")
            % {"number": assignment.task.number},
            rule=_("Chờ bên giao nhiệm vụ trả lời đề nghị trước."),
        )
    extension = Extension.objects.create(
        assignment=assignment,
        reason=why,
        old_due=old_due,
        new_due=new_due,
        late=today() > old_due,
        asked_on=today(),
        asked_by=actor.actor_id,
    )
    step(actor, assignment, "ask_extension", assignment.state, why)
    tell_other_side("tasks.ask_extension", ASKED, assignment, to_unit=False)
    audit.record(
        actor,
        "tasks.ask_extension",
        assignment,
        unit_id=assignment.unit_id,
        changes={"due": [old_due.isoformat(), new_due.isoformat()], "late": [None, extension.late]},
        note=why,
    )
    return extension


@transaction.atomic
def decide_extension(
    *, actor: Actor, extension_id: int, grant: bool, note: str = "", version: int | None = None
) -> Extension:
    """Grant or refuse what the unit asked; a refusal says why."""
    extension = Extension.objects.filter(pk=extension_id).first()
    if extension is None:
        raise Hidden("extension")
    assignment = _open(actor, extension.assignment_id, version)
    _may_decide(actor, assignment)
    extension.refresh_from_db()
    if extension.state != ExtensionState.ASKED:
        raise Refusal(
            "tasks.extension_decided",
            _("Đề nghị gia hạn này đã được trả lời ngày %(day)s.")
            % {"day": vi(extension.decided_on or extension.asked_on)},
            rule=_("Mỗi đề nghị được trả lời một lần."),
        )
    answer = checks.note(note, needed=not grant)
    extension.state = (ExtensionState.GRANTED if grant else ExtensionState.REFUSED).value
    extension.note, extension.decided_on, extension.decided_by = answer, today(), actor.actor_id
    extension.save()
    if grant:
        _move_due(assignment, extension.new_due)
    action = "extend" if grant else "refuse_extension"
    step(actor, assignment, action, assignment.state, answer)
    tell_other_side(f"tasks.{action}", GRANTED if grant else REFUSED, assignment, to_unit=True)
    _record(actor, assignment, f"tasks.{action}", extension, answer)
    return extension


@transaction.atomic
def extend(
    *, actor: Actor, assignment_id: int, new_due: date, reason: str, version: int | None = None
) -> Extension:
    """Who gave the task sets a later day without being asked; a waiting request is answered with it."""
    assignment = _open(actor, assignment_id, version)
    _may_decide(actor, assignment)
    why = checks.note(reason, needed=True, field="reason")
    old_due = _later(assignment, new_due)
    asked = assignment.extensions.filter(state=ExtensionState.ASKED.value).first()
    extension = asked or Extension(
        assignment=assignment, reason=why, old_due=old_due, late=today() > old_due, asked_on=today()
    )
    extension.new_due, extension.state = new_due, ExtensionState.GRANTED.value
    extension.note, extension.decided_on, extension.decided_by = why, today(), actor.actor_id
    extension.save()
    _move_due(assignment, new_due)
    step(actor, assignment, "extend", assignment.state, why)
    tell_other_side("tasks.extend", GRANTED, assignment, to_unit=True)
    _record(actor, assignment, "tasks.extend", extension, why)
    return extension


def _open(actor: Actor, assignment_id: int, version: int | None) -> Assignment:
    assignment = queries.get_assignment(actor, assignment_id, lock=True)
    checks.same_version(assignment, version)
    checks.running(assignment.task.programme)
    if assignment.state in WORKED_STATES:
        return assignment
    raise Refusal(
        "tasks.extension_state",
        _("Nhiệm vụ %(number)s đang ở trạng thái “%(state)s” nên không gia hạn.")
        % {"number": assignment.task.number, "state": STATE_LABELS[State(assignment.state)]},
        rule=_("Chỉ gia hạn nhiệm vụ đơn vị còn phải làm."),
    )


def _may_decide(actor: Actor, assignment: Assignment) -> None:
    checks.decides(actor, assignment)


def _later(assignment: Assignment, new_due: date) -> date:
    """The present due day, when the new one lies after it and not in the past."""
    if assignment.due is None:
        raise Refusal(
            "tasks.no_due",
            _("Nhiệm vụ %(number)s không thời hạn nên không có gì để gia hạn.")
            % {"number": assignment.task.number},
            field="new_due",
        )
    floor = max(assignment.due, today())
    if new_due <= assignment.due or new_due < today():
        raise Refusal(
            "tasks.not_later",
            _("Thời hạn mới %(new)s phải sau ngày %(floor)s.") % {"new": vi(new_due), "floor": vi(floor)},
            field="new_due",
            rule=_("Gia hạn là lùi thời hạn; thời hạn ban đầu vẫn được giữ để đối chiếu."),
        )
    return assignment.due


def _move_due(assignment: Assignment, new_due: date) -> None:
    assignment.due = new_due
    assignment.extensions_granted += 1


def _record(actor: Actor, assignment: Assignment, action: str, extension: Extension, note: str) -> None:
    audit.record(
        actor,
        action,
        assignment,
        unit_id=assignment.unit_id,
        changes={"due": [extension.old_due.isoformat(), extension.new_due.isoformat()]},
        note=note,
    )
