"""What a succession does to tasks: what is open in a unit that ends passes to its one successor.

Two predecessors with the same task leave it once, further on; without one successor nothing moves and the
preview names what the giving units have to decide. Programmes of the ended unit pass on the same way.
"""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.registries import Impact, ImpactLine, impacts
from giaoban.organisations.rules import Plan
from giaoban.tasks import search
from giaoban.tasks.models import Assignment, Programme
from giaoban.tasks.rules import OPEN_STATES, ProgrammeState, State
from giaoban.tasks.services.moves import step

NAMED = 5
STILL = (*OPEN_STATES, State.SUSPENDED)


def _open(change: Plan) -> QuerySet[Assignment]:
    found = Assignment.objects.filter(unit_id__in=change.ends, state__in=STILL)
    return found.select_related("task__programme", "unit").order_by("-percent", "pk")


def _given(change: Plan) -> QuerySet[Programme]:
    found = Programme.objects.filter(unit_id__in=change.ends).exclude(state=ProgrammeState.CLOSED.value)
    return found.select_related("unit").order_by("pk")


def successor(unit_id: int, change: Plan) -> int | None:
    """The one unit that continues this one by the decision, or none."""
    after = {heir for predecessor, heir in change.shares if predecessor == unit_id} or set(change.begins)
    return after.pop() if len(after) == 1 else None


def preview(change: Plan) -> Sequence[ImpactLine]:
    lines = []
    passing: list[Assignment] = []
    left: list[Assignment] = []
    for assignment in _open(change):
        (passing if successor(assignment.unit_id, change) else left).append(assignment)
    day = {"day": vi(change.effective_on)}
    if passing:
        text = ngettext(
            "%(count)s nhiệm vụ đang thực hiện chuyển sang đơn vị kế thừa từ ngày %(day)s; trùng thì gộp",
            "%(count)s nhiệm vụ đang thực hiện chuyển sang đơn vị kế thừa từ ngày %(day)s; trùng thì gộp",
            len(passing),
        ) % ({"count": len(passing)} | day)
        lines.append(ImpactLine(text, len(passing), names=_names(passing)))
    if left:
        text = ngettext(
            "%(count)s nhiệm vụ đang thực hiện không có một đơn vị kế thừa duy nhất; bên giao quyết định",
            "%(count)s nhiệm vụ đang thực hiện không có một đơn vị kế thừa duy nhất; bên giao quyết định",
            len(left),
        ) % {"count": len(left)}
        lines.append(ImpactLine(text, len(left), names=_names(left)))
    programmes = list(_given(change))
    if programmes:
        text = ngettext(
            "%(count)s chương trình do đơn vị kết thúc giao; đơn vị kế thừa duy nhất theo dõi tiếp",
            "%(count)s chương trình do đơn vị kết thúc giao; đơn vị kế thừa duy nhất theo dõi tiếp",
            len(programmes),
        ) % {"count": len(programmes)}
        lines.append(ImpactLine(text, len(programmes), names=tuple(p.title for p in programmes[:NAMED])))
    return lines


def apply(change: Plan, actor: Actor) -> None:
    for programme in _given(change):
        if heir := successor(programme.unit_id, change):
            _pass_programme(actor, programme, heir)
    passed = []
    for assignment in _open(change):
        if heir := successor(assignment.unit_id, change):
            _pass(actor, assignment, heir, change.effective_on)
            passed.append(assignment.task_id)
    search.reindex(passed)


def _pass_programme(actor: Actor, programme: Programme, heir: int) -> None:
    before, programme.unit_id = programme.unit_id, heir
    programme.version += 1
    programme.save(update_fields=["unit", "version"])
    search.reindex(list(programme.tasks.values_list("pk", flat=True)))
    audit.record(actor, "tasks.pass_on", programme, unit_id=heir, changes={"unit": [before, heir]})


def _pass(actor: Actor, assignment: Assignment, heir: int, change_day: date) -> None:
    before, state = assignment.unit_id, assignment.state
    if Assignment.objects.filter(task_id=assignment.task_id, unit_id=heir).exists():
        assignment.state = State.CANCELLED.value
        assignment.closed_on = change_day
        note = _("Gộp vào nhiệm vụ của đơn vị kế thừa.")
    else:
        assignment.unit_id = heir
        note = ""
    step(actor, assignment, "pass_on", state, note)
    audit.record(
        actor,
        "tasks.pass_on",
        assignment,
        unit_id=assignment.unit_id,
        changes={"unit": [before, heir], "state": [state, assignment.state]},
        note=note,
    )


def _names(assignments: Sequence[Assignment]) -> tuple[str, ...]:
    return tuple(f"{a.task.number}. {a.task.wording[:80]}" for a in assignments[:NAMED])


impacts.add(Impact("tasks", preview, apply, order=60))
