"""Speeches: announced by a point, chosen and queued by the host, given one after the other by the clock."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.audit import services as audit
from giaoban.conferences.labels import SPEECH_LABELS, SPEECH_MOVE_LABELS
from giaoban.conferences.links import for_everybody
from giaoban.conferences.models import Conference, ConnectionPoint, Speech
from giaoban.conferences.queries.base import (
    get_point,
    get_speech,
    may_attend,
    may_host,
    offices_of,
)
from giaoban.conferences.rules import (
    FLOOR_STATES,
    SPEECH,
    WAITING_STATES,
    Permission,
    SpeechFacts,
    SpeechState,
)
from giaoban.conferences.services.common import (
    check_version,
    edge,
    emit,
    fits,
    moment,
    number_within,
    require_live,
    require_not_ended,
    wanted,
)
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden, Refusal
from giaoban.notices.services import tell

MINUTES = (1, 60)
MINUTE = 60


@transaction.atomic
def register_speech(
    *, actor: Actor, conference_id: int, point_id: int, facts: SpeechFacts, at: datetime | None = None
) -> Speech:
    """A point announces a speech; the host may enter one for a point that asks by telephone."""
    conference, point = get_point(actor, conference_id, point_id, lock=True)
    _require_side(actor, conference, point)
    require_not_ended(conference)
    last = conference.speeches.order_by("-order").first()
    speech = Speech(
        conference=conference,
        point=point,
        order=last.order + 1 if last is not None else 0,
        registered_at=moment(actor, at),
    )
    _write(speech, facts)
    emit(conference, "speech.register", point=point)
    audit.record(actor, "conferences.register_speech", speech, unit_id=point.unit_id)
    return speech


@transaction.atomic
def change_speech(
    *, actor: Actor, conference_id: int, speech_id: int, facts: SpeechFacts, version: int
) -> Speech:
    """Change what was announced, until it is given."""
    conference, speech = get_speech(actor, conference_id, speech_id, lock=True)
    _require_side(actor, conference, speech.point)
    require_not_ended(conference)
    if speech.state not in WAITING_STATES:
        raise Refusal(
            "conferences.speech_given",
            _("Phát biểu “%(topic)s” %(state)s nên không sửa được nữa.")
            % {"topic": speech.topic, "state": SPEECH_LABELS[SpeechState(speech.state)]},
        )
    check_version(speech, version, speech.topic)
    before = [speech.topic, speech.minutes]
    speech.version += 1
    _write(speech, facts)
    emit(conference, "speech.change", point=speech.point)
    audit.record(
        actor,
        "conferences.change_speech",
        speech,
        unit_id=speech.point.unit_id,
        changes={"speech": [before, [speech.topic, speech.minutes]]},
    )
    return speech


@transaction.atomic
def move_speech(
    *, actor: Actor, conference_id: int, speech_id: int, move: str, at: datetime | None = None
) -> Speech:
    """Move a speech along its process. Only one has the floor; the clock is two stored values."""
    conference, speech = get_speech(actor, conference_id, speech_id, lock=True)
    transition = edge(
        SPEECH,
        speech.state,
        move,
        name=speech.topic,
        states=SPEECH_LABELS,
        moves=SPEECH_MOVE_LABELS,
    )
    if transition.permission == Permission.ATTEND:
        _require_side(actor, conference, speech.point)
    elif not may_host(actor, transition.permission, conference):
        raise Hidden(transition.permission)
    if move in {"call", "pause", "resume", "extend", "finish"}:
        require_live(conference, going_on=move in {"call", "resume"})
    else:
        require_not_ended(conference)
    before, when = speech.state, moment(actor, at)
    _set(conference, speech, move, when)
    speech.state = transition.target
    speech.version += 1
    speech.save()
    if move == "select":
        _tell_point(conference, speech)
    emit(conference, f"speech.{move}", at=when, point=speech.point)
    audit.record(
        actor,
        f"conferences.speech_{move}",
        speech,
        unit_id=speech.point.unit_id,
        changes={"state": [before, speech.state]},
    )
    return speech


@transaction.atomic
def reorder_speech(*, actor: Actor, conference_id: int, speech_id: int, down: bool) -> Speech:
    """Change places with the neighbour in the queue."""
    conference, speech = get_speech(actor, conference_id, speech_id, lock=True)
    if not may_host(actor, Permission.RUN, conference):
        raise Hidden(Permission.RUN)
    require_not_ended(conference)
    queue = list(conference.speeches.filter(state=speech.state).select_related("point"))
    at = next(place for place, one in enumerate(queue) if one.pk == speech.pk)
    to = at + (1 if down else -1)
    if speech.state in WAITING_STATES and 0 <= to < len(queue):
        other = queue[to]
        speech.order, other.order = other.order, speech.order
        Speech.objects.bulk_update([speech, other], ["order"])
        emit(conference, "speech.reorder")
        audit.record(actor, "conferences.reorder_speeches", conference, unit_id=conference.unit_id)
    return speech


def _set(conference: Conference, speech: Speech, move: str, when: datetime) -> None:
    """What a move does besides the state: the clock, and the place in the queue."""
    if move == "call":
        _take_the_floor(conference, speech, when)
    elif move == "extend":
        speech.remaining += MINUTE
        speech.granted += MINUTE
    elif move == "resume":
        speech.started_at = when
    elif move in {"pause", "finish"}:
        speech.remaining, speech.started_at = speech.clock.left(when), None
        speech.ended_at = when if move == "finish" else None
    elif move == "queue":
        speech.order = _end_of_queue(conference)


def _take_the_floor(conference: Conference, speech: Speech, when: datetime) -> None:
    """Whoever is invited next ends the one before only on the chair's word: that one must be finished."""
    holder = conference.speeches.filter(state__in=FLOOR_STATES).select_related("point").first()
    if holder is not None:
        raise Refusal(
            "conferences.floor_taken",
            _("Điểm cầu %(point)s đang phát biểu. Bấm “Kết thúc” trước khi mời điểm cầu khác.")
            % {"point": holder.point.name},
            rule=_("Mỗi lúc chỉ một điểm cầu phát biểu."),
        )
    speech.remaining, speech.granted = speech.minutes * MINUTE, 0
    speech.started_at = speech.called_at = when


def _end_of_queue(conference: Conference) -> int:
    last = conference.speeches.order_by("-order").first()
    return last.order + 1 if last is not None else 0


def _require_side(actor: Actor, conference: Conference, point: ConnectionPoint) -> None:
    if not (
        may_attend(actor, point)
        or may_host(actor, Permission.RUN, conference)
        or may_host(actor, Permission.PREPARE, conference)
    ):
        raise Hidden(Permission.ATTEND)


def _write(speech: Speech, facts: SpeechFacts) -> None:
    speech.topic = wanted(facts.topic, "topic", _("Chủ đề"), 300)
    speech.minutes = number_within(facts.minutes, *MINUTES, "minutes", _("Thời gian")) or 1
    speech.speaker = fits(facts.speaker, "speaker", _("Người phát biểu"), 120)
    speech.speaker_post = fits(facts.speaker_post, "speaker_post", _("Chức vụ người phát biểu"), 200)
    speech.save()


def _tell_point(conference: Conference, speech: Speech) -> None:
    units = {speech.point.unit_id}
    tell(
        "conferences.speech_select",
        text=gettext_noop("Phát biểu của đơn vị được chọn trong %(title)s."),
        params={"title": conference.title},
        url=for_everybody(conference),
        unit_ids=units | offices_of(units, conference.day),
        unit_id=speech.point.unit_id,
    )
