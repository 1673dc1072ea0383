"""The road of a hồ sơ trình as one reads it: five stages with their days, and how near the day due is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from giaoban.correspondence.rules.states import FINISHED, Move, Organ, State, submitted_to

SOON = timedelta(days=3)


class Stage(StrEnum):
    """A stage of the road; which of the deciding ones a paper passes depends on the organ that issues it."""

    DRAFTING = "drafting"
    CONSULTING = "consulting"
    WITH_HEAD = "with_head"
    WITH_STANDING_OFFICE = "with_standing_office"
    WITH_STANDING_BOARD = "with_standing_board"
    WITH_COMMITTEE = "with_committee"
    ISSUING = "issuing"


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage with the day it was reached; `place` is "past", "now", "next", or "skipped" when passed by."""

    stage: Stage
    place: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as it was taken: what, the state after it, the day."""

    move: str
    state: str
    on: date


_STAGE = {
    State.DRAFTING: Stage.DRAFTING,
    State.RETURNED: Stage.DRAFTING,
    State.CONSULTING: Stage.CONSULTING,
    State.WITH_HEAD: Stage.WITH_HEAD,
    State.WITH_STANDING_OFFICE: Stage.WITH_STANDING_OFFICE,
    State.WITH_STANDING_BOARD: Stage.WITH_STANDING_BOARD,
    State.WITH_COMMITTEE: Stage.WITH_COMMITTEE,
    State.APPROVED: Stage.ISSUING,
    State.ISSUED: Stage.ISSUING,
}


def stages_of(organ: str) -> tuple[Stage, ...]:
    """The stages that a paper of this organ passes.

    >>> [stage.value for stage in stages_of("standing_board")]
    ['drafting', 'consulting', 'with_standing_office', 'with_standing_board', 'issuing']
    >>> [stage.value for stage in stages_of("head")]
    ['drafting', 'consulting', 'with_head', 'issuing']
    """
    last = Stage(submitted_to(organ))
    between = (Stage.WITH_STANDING_OFFICE,) if organ in _THROUGH_STANDING_OFFICE else ()
    return Stage.DRAFTING, Stage.CONSULTING, *between, last, Stage.ISSUING


_THROUGH_STANDING_OFFICE = (Organ.STANDING_BOARD, Organ.COMMITTEE, Organ.CONGRESS)


def road(organ: str, state: str, steps: Iterable[Taken]) -> list[Reached]:
    """Where the paper stands: what lies behind with its day, the present stage, what comes.

    A stage that the paper was sent through although its organ does not ask for it stands there, too.
    """
    taken = list(steps)
    walked: dict[Stage, date] = {}
    for step in taken:
        stage = _STAGE.get(State(step.state))
        if stage is not None and not (stage is Stage.ISSUING and step.state == State.APPROVED):
            walked.setdefault(stage, step.on)
    asked = {*stages_of(organ), *walked}
    order = [stage for stage in Stage if stage in asked]
    if state == State.WITHDRAWN:
        return [
            Reached(stage, "past" if stage in walked else "skipped", walked.get(stage)) for stage in order
        ]
    now = order.index(_STAGE[State(state)])
    found = []
    for at, stage in enumerate(order):
        if at == now:
            place = "past" if state == State.ISSUED else "now"
        elif at < now:
            place = "past" if stage in walked else "skipped"
        else:
            place = "next"
        on = walked.get(stage) if at <= now else None
        found.append(Reached(stage, place, on))
    return found


def since(steps: Sequence[Taken]) -> date | None:
    """Since when the dossier has its present state: the first of the last steps that left it there.

    >>> day = date(2019, 9, 2)
    >>> since([Taken("open", "drafting", date(2019, 9, 1)), Taken("consult", "consulting", day)]) == day
    True
    """
    found = None
    for step in reversed(steps):
        if found is not None and step.state != steps[-1].state:
            break
        found = step.on
    return found


def due_kind(state: str, due: date | None, on: date) -> str:
    """ "late", "soon" or nothing for a day due.

    >>> due = date(2019, 9, 1)
    >>> due_kind("drafting", due, date(2019, 9, 2)), due_kind("issued", due, date.max)
    ('late', '')
    """
    if due is None or state in FINISHED:
        return ""
    if due < on:
        return "late"
    return "soon" if due <= on + SOON else ""


def next_submission(organ: str, state: str) -> Move | None:
    """To whom the paper goes next on the road of its organ; None where nothing is submitted.

    >>> next_submission("standing_board", "drafting").value
    'submit_standing_office'
    >>> next_submission("standing_board", "with_standing_office").value
    'submit_standing_board'
    >>> next_submission("head", "with_head") is None
    True
    """
    deciding = list(stages_of(organ)[2:-1])
    if state in (State.DRAFTING, State.RETURNED):
        return _SUBMIT[deciding[0]]
    here = _STAGE.get(State(state))
    if here is Stage.WITH_HEAD and here not in deciding:
        return _SUBMIT[deciding[0]]  # passed by its own head on the way
    if here in deciding and here is not deciding[-1]:
        return _SUBMIT[deciding[deciding.index(here) + 1]]
    return None


_SUBMIT = {
    Stage.WITH_HEAD: Move.SUBMIT_HEAD,
    Stage.WITH_STANDING_OFFICE: Move.SUBMIT_STANDING_OFFICE,
    Stage.WITH_STANDING_BOARD: Move.SUBMIT_STANDING_BOARD,
    Stage.WITH_COMMITTEE: Move.SUBMIT_COMMITTEE,
}
