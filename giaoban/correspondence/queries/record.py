"""The page of one dossier: its road, its steps, what comes next for who reads it, its receipts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from giaoban.correspondence.labels import MOVE_LABELS, STAGE_LABELS, STEP_LABELS
from giaoban.correspondence.models import Delivery, Dossier, Issue, Step
from giaoban.correspondence.queries.consulting import Rounds
from giaoban.correspondence.queries.signed import Copy, signed_copies
from giaoban.correspondence.rules import EDITABLE, Move, Organ, State
from giaoban.correspondence.rules.road import Taken, next_submission, road, since
from giaoban.organisations.queries.naming import names_at

SUBMISSIONS = (
    Move.SUBMIT_HEAD,
    Move.SUBMIT_STANDING_OFFICE,
    Move.SUBMIT_STANDING_BOARD,
    Move.SUBMIT_COMMITTEE,
)


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage in words; `place` is past, now, next or skipped."""

    label: Any
    place: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Event:
    """A step as the timeline shows it."""

    day: date
    title: Any
    text: str
    source: str
    now: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """A button: the page it opens and its words."""

    name: str
    label: Any
    icon: str = ""


def stages(dossier: Dossier, steps: Sequence[Step]) -> list[StageShown]:
    return [
        StageShown(STAGE_LABELS[one.stage], one.place, one.on)
        for one in road(dossier.organ, dossier.state, _taken(steps))
    ]


def since_day(steps: Sequence[Step]) -> date | None:
    return since(_taken(steps))


def _taken(steps: Sequence[Step]) -> list[Taken]:
    """The steps of the road; recall and replacing lie beyond it."""
    beyond = (Move.RECALL, Move.REPLACE)
    return [Taken(step.move, step.state, step.on) for step in steps if step.move not in beyond]


def timeline(steps: Sequence[Step]) -> list[Event]:
    """The steps, the latest first: what, its note, who recorded it and on which draft."""
    found = []
    for place, step in enumerate(reversed(steps)):
        source = step.recorded_label
        if step.draft is not None:
            source = _("%(who)s · dự thảo lần %(n)s") % {"who": source, "n": step.draft.number}
        found.append(Event(step.on, STEP_LABELS[Move(step.move)], step.note, source, now=place == 0))
    return found


def acts(dossier: Dossier, moves: Collection[str], drafts: int, rounds: Rounds, *, own: bool) -> list[Act]:
    """What the reader may do now, the obvious next step first."""
    found: list[Act] = []
    writes = own and dossier.state in EDITABLE
    if Move.APPROVE in moves:
        found.append(Act("decide", _("Ghi quyết định"), "gavel"))
    if Move.ISSUE in moves:
        found.append(Act("issue", _("Ban hành"), "stamp"))
    if writes and not drafts:
        by_field = [Act("fill", _("Điền từng mục của mẫu"), "list-checks")] if dossier.template else []
        return [*found, Act("write", _("Soạn dự thảo lần 1"), "pencil"), *by_field]
    if dossier.state == State.CONSULTING and own:
        found += _while_consulting(rounds)
    submission = _submission(dossier, moves)
    consult = Act("ask", MOVE_LABELS[Move.CONSULT], "messages-square")
    if submission is not None:
        forward = [submission]
        if Move.CONSULT in moves:
            asks_first = not rounds.rounds and dossier.organ != Organ.HEAD and dossier.state == State.DRAFTING
            forward = [consult, submission] if asks_first else [submission, consult]
        rewrites = dossier.state == State.RETURNED
        again = [_next_draft(drafts)] if writes else []
        found += [*again, *forward] if rewrites else [*forward, *again]
    elif writes:
        found.append(_next_draft(drafts))
    if Move.RETURN in moves and Move.APPROVE not in moves:
        found.append(Act("decide", MOVE_LABELS[Move.RETURN], ""))
    return found


def _while_consulting(rounds: Rounds) -> list[Act]:
    table = Act("opinions", _("Tiếp thu, giải trình"), "list-checks")
    close = Act("settle", MOVE_LABELS[Move.SETTLE], "check")
    more = Act("ask", _("Lấy ý kiến thêm"), "")
    waits = rounds.unsettled or rounds.unanswered or rounds.uncounted
    return [table, close, more] if waits else [close, table, more]


def _submission(dossier: Dossier, moves: Collection[str]) -> Act | None:
    """Laying it before the next organ of its road, or before any that is open to it."""
    open_ones = [move for move in SUBMISSIONS if move in moves]
    if not open_ones:
        return None
    due = next_submission(dossier.organ, dossier.state)
    move = due if due in open_ones else open_ones[-1]
    return Act("submit", MOVE_LABELS[move], "send")


def _next_draft(drafts: int) -> Act:
    return Act("write", _("Soạn dự thảo lần %(n)s") % {"n": drafts + 1}, "pencil")


# --- after issue -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Receipt:
    """A unit that it was sent to, and when that unit opened it."""

    unit: str
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Issued:
    """What was issued, with its receipts and its signed copies, the one that holds first."""

    issue: Issue
    receipts: tuple[Receipt, ...]
    signed: tuple[Copy, ...] = ()

    @property
    def opened(self) -> int:
        return sum(1 for one in self.receipts if one.delivery.opened_at is not None)


def issued(dossier: Dossier) -> Issued | None:
    found = Issue.objects.filter(dossier=dossier).select_related("document", "edition", "number", "signed")
    issue = found.first()
    if issue is None:
        return None
    deliveries = list(issue.deliveries.all())
    names = names_at({(one.unit_id, issue.issued_on) for one in deliveries}) if deliveries else {}
    receipts = [Receipt(names[one.unit_id, issue.issued_on], one) for one in deliveries]
    return Issued(issue, tuple(receipts), signed_copies(issue))


def names_of(dossier: Dossier, recipients: Sequence[int]) -> dict[int, str]:
    """What the units of the dossier were called on the day it was opened."""
    wanted = {dossier.unit_id, dossier.issuer_id, *recipients}
    found = names_at((unit, dossier.opened_on) for unit in wanted)
    return {unit: found[unit, dossier.opened_on] for unit in wanted}
