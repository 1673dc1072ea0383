"""Tasks that a unit gives itself, one by one: what a bút phê on a paper that arrived asks for.

They stand in one running programme a year; each keeps what it was born from.
"""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import now, today
from giaoban.core.secrecy import Secrecy
from giaoban.correspondence.queries import require
from giaoban.correspondence.rules import Permission as Correspondence
from giaoban.organisations.models import Unit
from giaoban.tasks.models import Assignment, Move, Programme, Task
from giaoban.tasks.rules import BOOK, Origin, ProgrammeState, TaskFacts, next_number
from giaoban.tasks.services import checks


@transaction.atomic
def give_within(
    *,
    actor: Actor,
    unit_id: int,
    year: int,
    facts: TaskFacts,
    origin: Origin,
    secrecy: str = Secrecy.NORMAL.value,
) -> Assignment:
    """One task of the unit for itself, in force at once, in its programme of papers of the year."""
    require(actor, Correspondence.REMARK, unit_id)
    programme = _running(actor, unit_id, year, secrecy)
    numbers = programme.tasks.values_list("number", flat=True)
    number = next_number("", numbers)
    checks.task_facts(facts, number)
    task = Task.objects.create(
        programme=programme,
        position=len(numbers) + 1,
        number=number,
        wording=facts.wording,
        kind=facts.kind,
        due=facts.due,
        basis_id=facts.basis_id,
        origin_kind=origin.kind,
        origin_id=origin.id,
        origin_label=origin.label[:300],
        origin_url=origin.url,
    )
    assignment = Assignment.objects.create(task=task, unit_id=unit_id, due=facts.due, due_original=facts.due)
    Move.objects.create(
        assignment=assignment,
        move="assign",
        after=assignment.state,
        at=now(),
        by=actor.actor_id,
        by_label=actor.actor_label[:200],
    )
    programme.version += 1
    programme.save()
    changes = {"task": [None, number], "origin": [None, [origin.kind, origin.id]]}
    audit.record(actor, "tasks.give_within", assignment, unit_id=unit_id, changes=changes)
    return assignment


def _running(actor: Actor, unit_id: int, year: int, secrecy: str) -> Programme:
    """The unit's running programme of the year, made when the first paper asks for it."""
    list(Unit.objects.select_for_update(no_key=True).filter(pk=unit_id).values_list("pk"))
    same = Programme.objects.filter(unit_id=unit_id, origin_kind=BOOK, origin_id=year, secrecy=secrecy)
    found = same.filter(state=ProgrammeState.ISSUED).order_by("pk").last()
    if found is not None:
        return found
    with translation.override("vi"):
        title = _("Văn bản đến năm %(year)s") % {"year": year}
    return Programme.objects.create(
        unit_id=unit_id,
        period=checks.period(str(year)),
        title=title,
        origin_kind=BOOK,
        origin_id=year,
        origin_label=title,
        state=ProgrammeState.ISSUED.value,
        issued_on=today(),
        secrecy=secrecy,
        created_by=actor.actor_id,
    )
