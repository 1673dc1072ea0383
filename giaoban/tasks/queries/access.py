"""Who sees which programmes and assignments, and who works or directs: every read of the room starts here.

A draft is seen on its own unit's side only. Working and directing also need that one works for that unit
itself (`accounts.queries.acts_for`). A role held in a commission counts for the committee it advises.
"""

from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from giaoban.accounts.models import User
from giaoban.accounts.queries import acts_for
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy, Zone
from giaoban.correspondence.queries import may, works_for
from giaoban.correspondence.rules import Permission as Correspondence
from giaoban.directives.queries import visible_to as documents_visible_to
from giaoban.organisations.queries import lines_of
from giaoban.tasks.models import Assignment, Programme, Task
from giaoban.tasks.rules import BOOK, Permission, ProgrammeState

DRAFT = ProgrammeState.DRAFT.value


def visible_to(actor: Actor, on: date | None = None) -> QuerySet[Assignment]:
    """Assignments of the actor's units once issued, and of the programmes of the actor's units."""
    theirs = _within(actor, Permission.VIEW, "task__programme__unit_id", on)
    given = _within(actor, Permission.VIEW, "unit_id", on) & ~Q(task__programme__state=DRAFT)
    found = Assignment.objects.filter(theirs | given).filter(_not_too_secret(actor, "task__programme__", on))
    return found.filter(_own_business(actor, "task__programme__", on))


def programmes_visible_to(actor: Actor, on: date | None = None) -> QuerySet[Programme]:
    """Programmes of the actor's units, and issued ones that give something to one of them."""
    given = Assignment.objects.filter(
        _within(actor, Permission.VIEW, "unit_id", on), task__programme=OuterRef("pk")
    )
    seen = _within(actor, Permission.VIEW, "unit_id", on) | (~Q(state=DRAFT) & Q(Exists(given)))
    return Programme.objects.filter(seen).filter(_not_too_secret(actor, "", on), _own_business(actor, "", on))


def _within(actor: Actor, permission: str, column: str, on: date | None) -> Q:
    units = actor.unit_ids(permission, on=on)
    if units is None:
        return ~Q(pk=None)
    own = own_lines(actor, permission, on or today())
    return Q(**{f"{column}__in": units}) | Q(**{f"{column}__in": own})


def own_lines(actor: Actor, permission: str, on: date) -> tuple[int, ...]:
    """The units of the lines that the actor's home works over, where the permission is held at home."""
    home = home_of(actor)
    if home is None or not actor.can(permission, home, on=on):
        return ()
    return lines_of(home, on)


def home_of(actor: Actor) -> int | None:
    return actor.home_unit_id if isinstance(actor, User) else None


def sees_unit(actor: Actor, unit_id: int, on: date) -> bool:
    """Whether everything of this unit's programmes is open to the actor."""
    return unit_id in own_lines(actor, Permission.VIEW, on) or actor.can(Permission.VIEW, unit_id, on=on)


def _not_too_secret(actor: Actor, prefix: str, on: date | None) -> Q:
    """What is classed is for who directs it; the connected network holds nothing of the kind."""
    if settings.GIAOBAN_ZONE == Zone.CONNECTED:
        return Q()
    normal = Q(**{f"{prefix}secrecy": Secrecy.NORMAL.value})
    return normal | _within(actor, Permission.DIRECT, f"{prefix}unit_id", on)


def _own_business(actor: Actor, prefix: str, on: date | None) -> Q:
    """What a unit gave itself by bút phê is read where its incoming papers are: by who works for it."""
    units = works_for(actor, Correspondence.VIEW, on)
    if units is None:
        return Q()
    return ~Q(**{f"{prefix}origin_kind": BOOK}) | Q(**{f"{prefix}unit_id__in": units})


def get_assignment(
    actor: Actor, assignment_id: int, *, lock: bool = False, on: date | None = None
) -> Assignment:
    """The assignment with its task and programme; unknown and forbidden look the same.

    Read for a page it says in `taken_in` whether the unit took the task into a programme of its own.
    """
    found = (
        visible_to(actor, on)
        .filter(pk=assignment_id)
        .select_related("unit", "task__programme__unit", "task__programme__document", "task__basis")
    )
    own = Task.objects.filter(source_task=OuterRef("task"), programme__unit=OuterRef("unit"))
    found = found.select_for_update(of=("self",)) if lock else found.annotate(taken_in=Exists(own))
    assignment = found.first()
    if assignment is None:
        raise Hidden("assignment")
    return assignment


def get_programme(
    actor: Actor, programme_id: int, *, lock: bool = False, on: date | None = None
) -> Programme:
    """The programme; unknown and forbidden look the same."""
    found = programmes_visible_to(actor, on).filter(pk=programme_id).select_related("unit", "document")
    if lock:
        found = found.select_for_update(of=("self",))
    programme = found.first()
    if programme is None:
        raise Hidden("programme")
    return programme


def may_open_document(actor: Actor, programme: Programme, on: date | None = None) -> bool:
    """Whether the paper behind a programme is one that the reader may open."""
    if programme.document_id is None:
        return False
    return documents_visible_to(actor, on).filter(pk=programme.document_id).exists()


def get_task(actor: Actor, task_id: int, *, on: date | None = None) -> Task:
    """A task of a programme that the actor sees."""
    task = Task.objects.select_related("programme__unit").filter(pk=task_id).first()
    if task is None or not programmes_visible_to(actor, on).filter(pk=task.programme_id).exists():
        raise Hidden("task")
    return task


def may_work(actor: Actor, unit_id: int, on: date | None = None) -> bool:
    """Whether the actor takes note, reports progress and completion for this unit."""
    day = on or today()
    return _holds(actor, Permission.WORK, unit_id, day) and acts_for(actor, unit_id, day)


def may_direct(actor: Actor, unit_id: int, on: date | None = None) -> bool:
    """Whether the actor gives tasks, confirms and returns for this unit."""
    day = on or today()
    return _holds(actor, Permission.DIRECT, unit_id, day) and acts_for(actor, unit_id, day)


def _holds(actor: Actor, permission: str, unit_id: int, on: date) -> bool:
    return unit_id in own_lines(actor, permission, on) or actor.can(permission, unit_id, on=on)


def confirms_within(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor decides about a task that the unit gave itself: who may write bút phê there."""
    return assignment.internal and may(actor, Correspondence.REMARK, assignment.unit_id)


def on_own_side(actor: Actor, assignment: Assignment, on: date | None = None) -> bool:
    """Whether the actor works for the unit that does the task: such a one never confirms it."""
    return actor.actor_id is not None and acts_for(actor, assignment.unit_id, on or today())
