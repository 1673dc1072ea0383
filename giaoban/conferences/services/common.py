"""What the doors share: numbered events, refusals that name the state and the next move, versions."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from giaoban.conferences import search
from giaoban.conferences.labels import MOVE_LABELS, STATE_LABELS
from giaoban.conferences.models import Conference, ConferenceEvent, ConnectionPoint, Speech
from giaoban.conferences.rules import CONFERENCE, ENDED_STATES, LIVE_STATES, SpeechState, State
from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.refusals import Conflict, Refusal
from giaoban.core.text import clean
from giaoban.core.transitions import Process, Transition

# Events after which other words are found of a conference, or by others.
FINDABLE = {
    "conference.invite",
    "conference.record_held",
    "conference.change",
    "conference.conclude",
    "point.add",
}


def emit(
    conference: Conference,
    kind: str,
    *,
    at: datetime | None = None,
    point: ConnectionPoint | None = None,
    **params: str | int,
) -> ConferenceEvent:
    """Append the next event; the caller holds the conference's row."""
    conference.last_seq += 1
    conference.save(update_fields=["last_seq"])
    if kind in FINDABLE:
        search.reindex([conference.pk])
    if point is not None:
        params["point"] = point.name
    return ConferenceEvent.objects.create(
        conference=conference,
        seq=conference.last_seq,
        at=at or now(),
        kind=kind,
        params=params,
        point_id=point.pk if point is not None else None,
    )


def moment(actor: Actor, at: datetime | None) -> datetime:
    """The moment of an act: now, unless the house itself tells of the past."""
    return at if at is not None and actor.actor_id is None else now()


def edge(
    process: Process,
    state: str,
    move: str,
    *,
    name: str,
    states: Mapping[str, Any],
    moves: Mapping[str, Any],
) -> Transition:
    """The transition, or a refusal that names the thing, its state and what can be done instead."""
    for transition in process.moves_from(state):
        if transition.move == move:
            return transition
    possible = ", ".join(f"“{moves[t.move]}”" for t in process.moves_from(state)) or _("không còn việc nào")
    raise Refusal(
        "conferences.state",
        _("“%(name)s” %(state)s nên không thể “%(move)s”. Việc có thể làm: %(possible)s.")
        % {
            "name": name,
            "state": states[state],
            "move": moves.get(move, move),
            "possible": possible,
        },
        rule=_("Mỗi bước chỉ đi từ trạng thái của bước trước; hội nghị đã bế mạc không mở lại."),
    )


def set_floor(speech: Speech, state: SpeechState, when: datetime) -> None:
    """Stop the clock of who has the floor: a pause, or the end."""
    speech.remaining, speech.started_at = speech.clock.stop(when).remaining, None
    speech.state = state
    if state == SpeechState.DONE:
        speech.ended_at = when
    speech.version += 1
    speech.save(update_fields=["remaining", "started_at", "state", "ended_at", "version"])


def conference_edge(conference: Conference, move: str) -> Transition:
    return edge(
        CONFERENCE,
        conference.state,
        move,
        name=conference.title,
        states=STATE_LABELS,
        moves=MOVE_LABELS,
    )


def require_not_ended(conference: Conference) -> None:
    if conference.state in ENDED_STATES:
        raise Refusal(
            "conferences.ended",
            _("Hội nghị “%(title)s” %(state)s, không nhận thêm yêu cầu. Việc còn lại ghi vào kỳ sau.")
            % {"title": conference.title, "state": STATE_LABELS[State(conference.state)]},
            rule=_("Hội nghị đã bế mạc không mở lại."),
        )


def require_live(conference: Conference, *, going_on: bool = True) -> None:
    """The conference is open; with `going_on` it is not in a break either."""
    require_not_ended(conference)
    if conference.state not in LIVE_STATES:
        raise Refusal(
            "conferences.not_open",
            _("Hội nghị chưa khai mạc. Bấm “Khai mạc” trước."),
            rule=_("Mục chương trình và phát biểu chỉ bắt đầu khi hội nghị đang họp."),
        )
    if going_on and conference.state == State.PAUSED:
        raise Refusal(
            "conferences.paused",
            _("Hội nghị đang tạm nghỉ. Bấm “Họp tiếp” trước."),
            rule=_("Mục chương trình và phát biểu chỉ bắt đầu khi hội nghị đang họp."),
        )


def check_version(record: Any, version: int | None, name: str) -> None:
    if version is not None and record.version != version:
        raise Conflict(
            "conferences.changed_meanwhile",
            _("“%(name)s” vừa được người khác sửa. Hãy xem lại rồi ghi tiếp.") % {"name": name},
            rule=_("Hai người sửa cùng lúc: bản sau phải thấy bản trước."),
        )


def wanted(text: str, field: str, label: str, limit: int) -> str:
    """A text that must be there and not be too long, in one spelling."""
    found = clean(text)
    if not found:
        raise Refusal("conferences.missing", _("Chưa ghi “%(label)s”.") % {"label": label}, field=field)
    return fits(found, field, label, limit)


def fits(text: str, field: str, label: str, limit: int, *, multiline: bool = False) -> str:
    found = clean(text, multiline=multiline)
    if len(found) > limit:
        raise Refusal(
            "conferences.too_long",
            _("“%(label)s” dài quá %(limit)s ký tự.") % {"label": label, "limit": limit},
            field=field,
        )
    return found


def one_of(value: str, allowed: Collection[str], field: str, label: str) -> str:
    if value not in set(allowed):
        raise Refusal("conferences.choice", _("Chưa chọn “%(label)s”.") % {"label": label}, field=field)
    return value


def number_within(value: int | None, low: int, high: int, field: str, label: str) -> int | None:
    if value is not None and not low <= value <= high:
        raise Refusal(
            "conferences.number",
            _("“%(label)s” phải từ %(low)s đến %(high)s.") % {"label": label, "low": low, "high": high},
            field=field,
        )
    return value
