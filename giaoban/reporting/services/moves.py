"""The one door for every change of state of a report: the edge, the side the actor stands on, the trace.

`begin` and `send` write more than a state and have doors of their own (drafts, sending); they end here too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean
from giaoban.core.transitions import Transition
from giaoban.notices import services as notices
from giaoban.organisations.queries.naming import names_at
from giaoban.reporting import permissions, search
from giaoban.reporting.labels import MOVE_LABELS, moment
from giaoban.reporting.models import STATE_LABELS, Move, Obligation, Passage, Remark, Round
from giaoban.reporting.queries import rounds as queries
from giaoban.reporting.queries import staff
from giaoban.reporting.rules import OWN_MOVES, PROCESS, Permission, RoundState, State
from giaoban.reporting.rules.states import TAKEN
from giaoban.reporting.services import checking, rollups

NOTE_LIMIT, REMARK_LIMIT = 1000, 1000
OTHER_DOORS = frozenset({"begin", "send"})
NOTED = frozenset({"reject", "withdraw", "excuse"})  # moves that say why
COUNTED = TAKEN | {State.NOT_REQUIRED}  # what the totals above a report depend on


@dataclass(frozen=True, slots=True)
class RemarkFacts:
    """What the receiver asks to complete: about a cell, a passage of the submission, or the whole."""

    text: str
    cell: str = ""
    passage_id: int | None = None


@transaction.atomic
def move(
    *,
    actor: Actor,
    obligation_id: int,
    move: str,
    version: int,
    note: str = "",
    due: datetime | None = None,
    remarks: Sequence[RemarkFacts] = (),
    on_behalf: bool = False,
) -> Obligation:
    """Move one report along PROCESS: check edge, version and side, save, tell those concerned, record.

    `due` and `remarks` go with a return: at least one remark stands on the submission then. `on_behalf` lets
    the direct superior make an own move of a unit whose report came on paper.
    """
    if move in OTHER_DOORS:
        raise ValueError(f"{move} has a door of its own")
    obligation, transition = prepare(
        actor, obligation_id=obligation_id, move=move, version=version, on_behalf=on_behalf
    )
    why = clean(note, multiline=True)[:NOTE_LIMIT]
    if move in NOTED and not why:
        raise _no_note(move)
    if move == "submit":
        checking.require_complete(obligation)
    elif move == "accept":
        obligation.accepted = obligation.current
    elif move == "return":
        _return(actor, obligation, remarks, due)
    elif move in {"excuse", "require"}:
        obligation.reason = why[:500]
    counted = obligation.state in COUNTED
    finish(actor, obligation, transition, note=why, on_behalf=on_behalf)
    if counted != (obligation.state in COUNTED):
        rollups.refresh_path(obligation)
    if move in {"withdraw", "return"}:
        _let_go(actor, obligation)
    return obligation


def _let_go(actor: Actor, obligation: Obligation) -> None:
    """A consolidated report that goes back lets the reports in it go, so that they may be corrected too."""
    below = Obligation.objects.select_for_update().filter(
        round_id=obligation.round_id, receiver_id=obligation.unit_id, state=State.CONSOLIDATED
    )
    steps(actor, list(below.order_by("pk")), "release")


def prepare(
    actor: Actor, *, obligation_id: int, move: str, version: int | None, on_behalf: bool = False
) -> tuple[Obligation, Transition]:
    """The locked obligation and the edge, once round, side, version and state allow this move."""
    obligation = queries.get_obligation(actor, obligation_id, lock=True)
    transition = next((t for t in PROCESS.transitions if t.move == move), None)
    if transition is None:
        raise Hidden("move")
    permissions.require(allowed(actor, obligation, transition, on_behalf=on_behalf), transition.permission)
    require_open(obligation)
    if version is not None and obligation.version != version:
        raise Conflict(
            "reporting.moved_meanwhile",
            _("Báo cáo của %(unit)s vừa chuyển sang “%(state)s”. Hãy xem lại rồi làm tiếp.")
            % {"unit": unit_name(obligation), "state": STATE_LABELS[State(obligation.state)]},
            rule=_("Hai người xử lý cùng lúc: người sau phải thấy việc của người trước."),
        )
    if obligation.state not in transition.sources:
        raise _wrong_state(obligation, move)
    return obligation, PROCESS.move(obligation.state, move)


def allowed(actor: Actor, obligation: Obligation, transition: Transition, *, on_behalf: bool = False) -> bool:
    """Whether the actor stands on the side of this move: the unit, its direct superior, the opener."""
    if transition.move in OWN_MOVES:
        check = (
            permissions.may_write if transition.permission == Permission.WRITE else permissions.may_approve
        )
        return check(actor, obligation, on_behalf=on_behalf)
    if transition.permission == Permission.OPEN:
        return permissions.may_run(actor, obligation.round)
    return permissions.may_review(actor, obligation, transition.permission)


def require_open(obligation: Obligation) -> None:
    """Nothing moves and nothing is written once the round is locked; asked anew under the row's lock."""
    state = Round.objects.filter(pk=obligation.round_id).values_list("state", flat=True).get()
    if state != RoundState.OPEN:
        raise Refusal(
            "reporting.locked",
            _("“%(title)s” đã khóa số liệu; không ghi, gửi hay trả lại được nữa.")
            % {"title": obligation.round.title},
            rule=_("Số liệu đã khóa là số liệu đã công bố; sửa sau đó bằng bổ sung, đính chính ở kỳ sau."),
        )


def finish(
    actor: Actor, obligation: Obligation, transition: Transition, *, note: str = "", on_behalf: bool = False
) -> Obligation:
    """The end of every door: new state, a row of the log, a message to the other side, the trail."""
    changes: dict[str, Any] = {"state": [obligation.state, transition.target]}
    step(actor, obligation, transition.move, note=note)
    tell(obligation, transition.move)
    if on_behalf:
        changes["on_behalf"] = [False, True]
    audit.record(
        actor,
        f"reporting.{transition.move}",
        obligation,
        unit_id=obligation.unit_id,
        changes=changes,
        note=note,
    )
    return obligation


def step(actor: Actor, obligation: Obligation, move: str, *, note: str = "") -> Obligation:
    """Write the edge: state, version, log. The caller has checked who may and tells whom it concerns."""
    transition = PROCESS.move(obligation.state, move)
    before, obligation.state = obligation.state, transition.target
    obligation.version += 1
    obligation.save()
    if before in search.SHOWN and obligation.state not in search.SHOWN:
        search.forget([obligation.pk])
    Move.objects.create(
        obligation=obligation,
        move=move,
        source=before,
        target=transition.target,
        note=note,
        at=now(),
        by=actor.actor_id,
        by_label=actor.actor_label[:200],
    )
    return obligation


def steps(actor: Actor, obligations: Iterable[Obligation], move: str, *, note: str = "") -> int:
    """The same edge for many reports as a consequence of one act (a superior's report takes its children in).

    Those that do not stand where the edge begins are left alone; how many moved.
    """
    sources = {source for t in PROCESS.transitions if t.move == move for source in t.sources}
    target = next(t.target for t in PROCESS.transitions if t.move == move)
    moved = [obligation for obligation in obligations if obligation.state in sources]
    moment_ = now()
    log = [
        Move(
            obligation=obligation,
            move=move,
            source=obligation.state,
            target=target,
            note=note,
            at=moment_,
            by=actor.actor_id,
            by_label=actor.actor_label[:200],
        )
        for obligation in moved
    ]
    for obligation in moved:
        obligation.state, obligation.version = target, obligation.version + 1
    Obligation.objects.bulk_update(moved, ["state", "version"], batch_size=1000)
    Move.objects.bulk_create(log, batch_size=2000)
    return len(moved)


# --- a return ---------------------------------------------------------------------------------------


def _return(
    actor: Actor, obligation: Obligation, remarks: Sequence[RemarkFacts], due: datetime | None
) -> None:
    """Write the remarks, set the deadline of the answer; an accepted report is no longer the accepted one."""
    write_remarks(actor, obligation, remarks)
    if obligation.current is None or not obligation.current.remarks.exists():
        raise Refusal(
            "reporting.no_remark",
            _("Chưa ghi nội dung cần hoàn thiện."),
            field="remark",
            rule=_("Trả lại để hoàn thiện phải nêu ít nhất một nội dung, để đơn vị biết sửa gì."),
        )
    if due is not None and due <= now():
        raise Refusal(
            "reporting.due_past",
            _("Hạn gửi lại %(due)s đã qua; chọn thời điểm sau hiện tại.") % {"due": moment(due)},
            field="due",
            rule=_("Hạn gửi lại là thời gian để đơn vị hoàn thiện."),
        )
    obligation.return_due = due
    obligation.accepted = None


def write_remarks(actor: Actor, obligation: Obligation, remarks: Sequence[RemarkFacts]) -> list[Remark]:
    """Remarks on the current submission; cells and passages of another report are unknown here."""
    if obligation.current is None:
        return []
    keys = {cell.key for cell in obligation.round.form_version.cells()}
    passages = set(Passage.objects.filter(submission=obligation.current).values_list("pk", flat=True))
    written = []
    for remark in remarks:
        text = clean(remark.text, multiline=True)
        strange = (remark.cell and remark.cell not in keys) or (
            remark.passage_id is not None and remark.passage_id not in passages
        )
        if strange:
            raise Hidden("remark")
        if not text or len(text) > REMARK_LIMIT:
            raise Refusal(
                "reporting.remark_text",
                _("Nội dung cần hoàn thiện phải có từ 1 đến %(limit)s ký tự.") % {"limit": REMARK_LIMIT},
                field="remark",
            )
        written.append(
            Remark.objects.create(
                submission=obligation.current,
                cell=remark.cell,
                passage_id=remark.passage_id,
                text=text,
                made_at=now(),
                made_by=actor.actor_id,
                made_label=actor.actor_label[:200],
            )
        )
    return written


# --- words ------------------------------------------------------------------------------------------


def unit_name(obligation: Obligation) -> str:
    asked = (obligation.unit_id, obligation.round.cut_off)
    return names_at([asked])[asked]


def _wrong_state(obligation: Obligation, move: str) -> Refusal:
    possible = [str(MOVE_LABELS[t.move]) for t in PROCESS.moves_from(obligation.state)]
    return Refusal(
        "reporting.state",
        _("Báo cáo của %(unit)s đang ở trạng thái “%(state)s” nên không thể %(move)s. Có thể: %(possible)s.")
        % {
            "unit": unit_name(obligation),
            "state": STATE_LABELS[State(obligation.state)],
            "move": MOVE_LABELS[move],
            "possible": ", ".join(possible) or _("không còn bước nào"),
        },
        rule=_("Báo cáo đi theo một đường: soạn, trình duyệt, gửi, tiếp nhận, thẩm tra, tổng hợp, khóa."),
    )


def _no_note(move: str) -> Refusal:
    return Refusal(
        "reporting.note_missing",
        _("Chưa ghi lý do để %(move)s.") % {"move": MOVE_LABELS[move]},
        field="note",
        rule=_("Người nhận lại báo cáo cần biết vì sao."),
    )


# --- telling ----------------------------------------------------------------------------------------

TO_UNIT = {
    "reject": gettext_noop("%(unit)s: báo cáo được trả lại phòng để sửa"),
    "accept": gettext_noop("%(unit)s: cấp trên đã thẩm tra báo cáo"),
    "return": gettext_noop("%(unit)s: báo cáo được trả lại để hoàn thiện"),
    "excuse": gettext_noop("%(unit)s: không phải báo cáo kỳ này"),
    "require": gettext_noop("%(unit)s: phải báo cáo kỳ này"),
}
TO_APPROVERS = {"submit": gettext_noop("%(unit)s: báo cáo chờ duyệt")}
TO_RECEIVER = {
    "send": gettext_noop("%(unit)s đã gửi báo cáo"),
    "withdraw": gettext_noop("%(unit)s xin rút báo cáo để sửa"),
}


def told_url(obligation: Obligation, code: str) -> str:
    return reverse("reporting:report", args=[code, obligation.round.period, obligation.pk])


def tell(obligation: Obligation, move: str) -> None:
    """One message to the side that has the next step; receiving and consolidating are seen, not told."""
    day = obligation.round.cut_off
    if text := TO_UNIT.get(move) or TO_APPROVERS.get(move):
        people = staff.staff_of([obligation.unit_id], staff.WRITERS, day)[obligation.unit_id]
        if move in TO_APPROVERS:  # where nobody signs by office, who writes may
            approvers = staff.staff_of([obligation.unit_id], staff.APPROVERS, day)
            people = approvers[obligation.unit_id] or people
        code = obligation.unit.code
    elif (text := TO_RECEIVER.get(move)) and obligation.receiver is not None:
        people = staff.staff_of([obligation.receiver_id or 0], staff.REVIEWERS, day)[
            obligation.receiver_id or 0
        ]
        code = obligation.receiver.code
    else:
        return
    line = notices.Told(
        url=told_url(obligation, code),
        user_ids=people,
        unit_id=obligation.unit_id,
        params={"unit": unit_name(obligation)},
    )
    notices.tell_each(f"reporting.{move}", text=text, lines=[line])
