"""One unit's task for its page: what it is, how it stands, what may be done next and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE, today
from giaoban.directives import queries as directives
from giaoban.directives.models import Document
from giaoban.files.models import StoredFile
from giaoban.organisations.models import Unit
from giaoban.organisations.queries import office_name
from giaoban.organisations.queries.naming import load_names
from giaoban.tasks.labels import MOVE_LABELS, PAST_LABELS, STATE_LABELS, in_words
from giaoban.tasks.models import Assignment, Extension, Move, Task
from giaoban.tasks.queries.access import (
    confirms_within,
    may_direct,
    may_work,
    on_own_side,
    programmes_visible_to,
)
from giaoban.tasks.queries.programmes import ProgrammeLine, programme_lines
from giaoban.tasks.rules import (
    EVIDENCE,
    NEED_NOTE,
    PROCESS,
    WITH_PERCENT,
    WORKED_STATES,
    ExtensionState,
    Label,
    Permission,
    ProgrammeState,
    State,
)

# of several next steps the one that the page offers first
FIRST = ("accept", "acknowledge", "report_progress", "start", "resume")
EXTENDING = ("ask_extension", "extend")
USUAL_WAY = (State.NEW, State.ACKNOWLEDGED, State.IN_PROGRESS, State.REPORTED_DONE, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Button:
    """A step that this reader may take now; one that needs words opens a form first."""

    move: str
    label: Any
    form: bool
    primary: bool
    grave: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline."""

    day: date
    title: str
    text: str
    source: str
    now: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    label: Any
    past: bool
    current: bool


@dataclass(frozen=True, slots=True)
class AssignmentPage:
    assignment: Assignment
    unit_name: str
    giver_name: str
    label: Label
    word: str
    buttons: tuple[Button, ...]
    steps: tuple[Step, ...]
    events: tuple[Event, ...]
    progress: tuple[Move, ...]
    extensions: tuple[Extension, ...]
    waiting: Extension | None
    localised: tuple[ProgrammeLine, ...]
    documents: tuple[tuple[Any, Document], ...]
    files: tuple[StoredFile, ...]
    works: bool
    directs: bool

    @property
    def may_add_evidence(self) -> bool:
        issued = self.assignment.task.programme.state == ProgrammeState.ISSUED
        return self.works and issued and self.assignment.state in WORKED_STATES

    @property
    def may_extend(self) -> bool:
        """Asking (the unit) or extending at once (who gave it), while the unit still has to do it."""
        return (
            (self.works or self.directs)
            and self.assignment.due is not None
            and self.assignment.state in WORKED_STATES
            and self.assignment.task.programme.state == ProgrammeState.ISSUED
        )

    @property
    def may_localise(self) -> bool:
        done = self.localised or self.assignment.internal
        return self.works and not done and self.assignment.state in WORKED_STATES


def assignment_page(actor: Actor, assignment: Assignment, on: date) -> AssignmentPage:
    """Everything the page shows, in a number of queries that does not grow."""
    task, programme = assignment.task, assignment.task.programme
    day = today()
    works, directs = sides(actor, assignment, on)
    names = load_names([assignment.unit_id, programme.unit_id])
    label = assignment.label_on(day)
    moves = list(assignment.moves.all())
    asked = any(move.move in EXTENDING for move in moves)
    extensions = tuple(assignment.extensions.all()) if asked else ()
    return AssignmentPage(
        assignment=assignment,
        unit_name=names.at(assignment.unit_id, on),
        giver_name=_office(programme.unit_id, on) or names.at(programme.unit_id, on),
        label=label,
        word=in_words(label),
        buttons=_buttons(assignment, works=works, directs=directs),
        steps=_steps(assignment),
        events=tuple(_events(moves)),
        progress=tuple(move for move in reversed(moves) if move.move in WITH_PERCENT)[:20],
        extensions=extensions,
        waiting=next((e for e in extensions if e.state == ExtensionState.ASKED), None),
        localised=tuple(_localised(actor, assignment)),
        documents=_documents(actor, task),
        # who sees the assignment reads its evidence (the guard of the download asks the same again)
        files=tuple(StoredFile.objects.filter(kind=EVIDENCE, object_id=assignment.pk)),
        works=works,
        directs=directs,
    )


def _office(unit_id: int, on: date) -> str | None:
    """The commission that works for the committee, as staff call who gives a task."""
    named = Unit.objects.filter(pk=unit_id).annotate(office=office_name("pk", on))
    return named.values_list("office", flat=True).first()


def sides(actor: Actor, assignment: Assignment, on: date | None = None) -> tuple[bool, bool]:
    """Whether the actor works for the unit, and whether the actor decides for who gave the task.

    `on` is the day of the page; the doors ask again as of today.
    """
    if on_own_side(actor, assignment, on):
        return may_work(actor, assignment.unit_id, on), confirms_within(actor, assignment)
    return actor.actor_id is None, may_direct(actor, assignment.task.programme.unit_id, on)


def buttons(actor: Actor, assignment: Assignment) -> tuple[Button, ...]:
    """The steps that this actor may take now, the next one first."""
    works, directs = sides(actor, assignment)
    return _buttons(assignment, works=works, directs=directs)


def _buttons(assignment: Assignment, *, works: bool, directs: bool) -> tuple[Button, ...]:
    if assignment.task.programme.state != ProgrammeState.ISSUED:
        return ()
    allowed = [
        transition.move
        for transition in PROCESS.moves_from(assignment.state)
        if (works if transition.permission == Permission.WORK else directs)
    ]
    first = next((move for move in FIRST if move in allowed), "")
    order = sorted(allowed, key=lambda move: (move != first, move == "cancel"))
    return tuple(
        Button(
            move=move,
            label=MOVE_LABELS[move],
            form=move in NEED_NOTE or move in WITH_PERCENT,
            primary=move == first,
            grave=move == "cancel",
        )
        for move in order
    )


def _steps(assignment: Assignment) -> tuple[Step, ...]:
    """The usual way, with where the task stands; what left it stands after its last step."""
    state = State(assignment.state)
    way = list(USUAL_WAY)
    if state is State.RETURNED:
        way.insert(way.index(State.CLOSED), state)
    elif state not in way:
        way = [State.NEW, state]
    at = way.index(state)
    return tuple(
        Step(STATE_LABELS[step], past=place < at, current=place == at) for place, step in enumerate(way)
    )


def _events(moves: Sequence[Move]) -> list[Event]:
    last = len(moves) - 1
    return [
        Event(
            day=move.at.astimezone(ZONE).date(),
            title=str(PAST_LABELS[move.move]),
            text="" if move.move in WITH_PERCENT else move.note,  # told in full under the results
            source=_by(move.by_label, move.percent),
            now=place == last,
        )
        for place, move in enumerate(moves)
    ]


def _by(who: str, percent: int) -> str:
    return _("%(who)s · %(percent)s%%") % {"who": who, "percent": percent} if percent else who


def _localised(actor: Actor, assignment: Assignment) -> list[ProgrammeLine]:
    """The unit's own programmes that took this task in, as far as the actor may see them."""
    if not getattr(assignment, "taken_in", True):
        return []
    own = programmes_visible_to(actor).filter(
        unit_id=assignment.unit_id, tasks__source_task_id=assignment.task_id
    )
    return programme_lines(own.distinct(), actor=None)


def _documents(actor: Actor, task: Task) -> tuple[tuple[Any, Document], ...]:
    """The document that gave the task and the one it rests on, where the reader may open them."""
    wanted = {task.programme.document_id: _("Văn bản giao nhiệm vụ"), task.basis_id: _("Căn cứ")}
    ids = [pk for pk in wanted if pk is not None]
    found = directives.visible_to(actor).filter(pk__in=ids) if ids else ()
    return tuple((wanted[document.pk], document) for document in found)
