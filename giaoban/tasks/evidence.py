"""Evidence of a unit's work: read by whoever sees the assignment, added by the unit while it works on it."""

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.registries import FileGuard, file_guards
from giaoban.tasks import queries
from giaoban.tasks.rules import EVIDENCE, WORKED_STATES, ProgrammeState


def may_read(actor: Actor, assignment_id: int) -> bool:
    return queries.visible_to(actor).filter(pk=assignment_id).exists()


def may_add(actor: Actor, assignment_id: int) -> bool:
    try:
        assignment = queries.get_assignment(actor, assignment_id)
    except Hidden:
        return False
    open_ = assignment.state in WORKED_STATES
    issued = assignment.task.programme.state == ProgrammeState.ISSUED
    return open_ and issued and queries.may_work(actor, assignment.unit_id)


file_guards.add(FileGuard(EVIDENCE, may_read, may_add))
