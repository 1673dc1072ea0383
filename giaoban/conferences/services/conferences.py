"""Making a conference with its agenda and points, changing its facts, and its own states."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.audit import services as audit
from giaoban.conferences.labels import STATE_LABELS
from giaoban.conferences.links import for_everybody
from giaoban.conferences.models import AgendaItem, Conference, ConnectionPoint
from giaoban.conferences.queries.base import get_conference, may, offices_of, require_host
from giaoban.conferences.queries.points import Member, members_of
from giaoban.conferences.rules import (
    FLOOR_STATES,
    PREPARED_STATES,
    WAITING_STATES,
    ConferenceFacts,
    ItemFacts,
    Kind,
    Mode,
    Permission,
    SpeechState,
    State,
)
from giaoban.conferences.services.common import (
    check_version,
    conference_edge,
    emit,
    fits,
    moment,
    one_of,
    require_not_ended,
    set_floor,
    wanted,
)
from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE, vi
from giaoban.core.models import require_zone
from giaoban.core.refusals import Hidden, Refusal
from giaoban.files.models import StoredFile
from giaoban.notices.services import tell
from giaoban.organisations.models import Unit
from giaoban.organisations.rules import EMULATION, PARTY
from giaoban.periods.rules import NotAPeriodError, Period

SPEECH_FILES = "conferences.speech"


@transaction.atomic
def create_conference(
    *,
    actor: Actor,
    unit_id: int,
    host_id: int,
    facts: ConferenceFacts,
    items: Sequence[ItemFacts] = (),
    member_ids: Iterable[int] | None = None,
) -> Conference:
    """A conference of the line `unit_id`, held by `host_id`: with its agenda, its main hall and a point for
    each direct subordinate of that day (only those in `member_ids`, when given)."""
    day = facts.starts_at.astimezone(ZONE).date()
    if not may(actor, Permission.PREPARE, unit_id, day):
        raise Hidden(Permission.PREPARE)
    unit = Unit.objects.on(day).filter(pk=unit_id).first()
    host = Unit.objects.on(day).filter(pk=host_id).first()
    if unit is None or host is None:
        raise Hidden("unit")
    conference = Conference(unit=unit, host=host)
    conference.hierarchy = EMULATION if facts.kind == Kind.CLUSTER_REVIEW else PARTY
    _write(conference, facts)
    conference.save()
    AgendaItem.objects.bulk_create(
        AgendaItem(
            conference=conference,
            order=order,
            kind=item.kind,
            title=item.title,
            minutes=item.minutes,
            presenter=item.presenter,
            count=item.count,
            counting_unit=item.counting_unit,
        )
        for order, item in enumerate(items, start=1)
    )
    members = members_of(unit_id, host_id, day, conference.hierarchy)
    if member_ids is not None:
        chosen = set(member_ids)
        members = [one for one in members if one.host or one.unit_id in chosen]
    ConnectionPoint.objects.bulk_create(_points(conference, members))
    emit(conference, "conference.create")
    audit.record(
        actor,
        "conferences.create",
        conference,
        unit_id=unit_id,
        changes={"period": conference.period, "points": len(members)},
    )
    return conference


def _points(conference: Conference, members: Iterable[Member]) -> list[ConnectionPoint]:
    return [
        ConnectionPoint(
            conference=conference,
            unit_id=member.unit_id,
            host=member.host,
            order=order,
            name=member.name,
            place=conference.place if member.host else "",
        )
        for order, member in enumerate(members)
    ]


@transaction.atomic
def change_conference(
    *, actor: Actor, conference_id: int, facts: ConferenceFacts, version: int
) -> Conference:
    """Change what is known of a conference before it begins; units already invited are told of a new time."""
    conference = get_conference(actor, conference_id, lock=True)
    require_host(actor, Permission.PREPARE, conference)
    require_not_ended(conference)
    check_version(conference, version, conference.title)
    if facts.kind != conference.kind and Kind.CLUSTER_REVIEW in {facts.kind, conference.kind}:
        raise Refusal(
            "conferences.kind",
            _("Hội nghị cụm thi đua và giao ban của ngành có điểm cầu khác nhau; hãy lập hội nghị mới."),
            field="kind",
        )
    if conference.state not in PREPARED_STATES and facts.starts_at != conference.starts_at:
        raise Refusal(
            "conferences.begun",
            _("Hội nghị đã khai mạc nên giờ bắt đầu theo kế hoạch không sửa được nữa."),
            field="starts_at",
        )
    before = _facts(conference)
    _write(conference, facts)
    conference.version += 1
    conference.save()
    after = _facts(conference)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if {"starts_at", "place", "mode"} & changes.keys() and conference.state == State.INVITED:
        _tell_points(
            conference,
            "conferences.changed",
            gettext_noop("%(title)s: giờ, địa điểm hoặc hình thức đã thay đổi, bắt đầu %(when)s."),
        )
    emit(conference, "conference.change")
    audit.record(actor, "conferences.change", conference, unit_id=conference.unit_id, changes=changes)
    return conference


@transaction.atomic
def move_conference(*, actor: Actor, conference_id: int, move: str, at: datetime | None = None) -> Conference:
    """Open, pause, resume, close or archive. (Inviting and concluding have doors of their own.)

    A break stops the clock of who speaks. Closing ends the running item and the floor; speeches that were
    not given stay as written contributions when a paper was handed in.
    """
    conference = get_conference(actor, conference_id, lock=True)
    transition = conference_edge(conference, move)
    require_host(actor, transition.permission, conference)
    if move not in {"open", "pause", "resume", "close", "archive"}:
        raise Hidden(move)
    when = moment(actor, at)
    if move == "pause":
        for speech in conference.speeches.filter(state=SpeechState.SPEAKING):
            set_floor(speech, SpeechState.PAUSED, when)
    if move == "close":
        _end_everything(conference, when)
        conference.closed_at = when
    if move == "open":
        conference.opened_at = when
    before, conference.state = conference.state, transition.target
    conference.version += 1
    conference.save(update_fields=["state", "opened_at", "closed_at", "version"])
    emit(conference, f"conference.{move}", at=when)
    audit.record(
        actor,
        f"conferences.{move}",
        conference,
        unit_id=conference.unit_id,
        changes={"state": [before, conference.state]},
    )
    return conference


def _end_everything(conference: Conference, when: datetime) -> None:
    conference.items.filter(started_at__isnull=False, ended_at=None).update(ended_at=when)
    for speech in conference.speeches.filter(state__in=FLOOR_STATES):
        set_floor(speech, SpeechState.DONE, when)
    waiting = list(conference.speeches.filter(state__in=WAITING_STATES))
    papers = StoredFile.objects.filter(kind=SPEECH_FILES, object_id__in=[one.pk for one in waiting])
    written = set(papers.values_list("object_id", flat=True))
    for speech in waiting:
        speech.state = SpeechState.IN_WRITING if speech.pk in written else SpeechState.SKIPPED
        speech.version += 1
        speech.save(update_fields=["state", "version"])


def _tell_points(conference: Conference, event: str, text: str) -> None:
    units = set(conference.points.filter(host=False).values_list("unit_id", flat=True))
    tell(
        event,
        text=text,
        params={"title": conference.title, "when": when_of(conference)},
        url=for_everybody(conference),
        unit_ids=units | offices_of(units, conference.day),
        unit_id=conference.unit_id,
    )


def when_of(conference: Conference) -> str:
    """The beginning as a paper says it: 14:00 ngày 30/9/2019."""
    local = conference.starts_at.astimezone(ZONE)
    return f"{local:%H:%M} ngày {vi(local.date())}"


def _write(conference: Conference, facts: ConferenceFacts) -> None:
    require_zone(facts.secrecy)
    try:
        period = Period.parse(facts.period)
    except NotAPeriodError as unknown:
        raise Refusal("conferences.period", _("Kỳ công tác không hợp lệ."), field="period") from unknown
    conference.kind = one_of(facts.kind, set(Kind), "kind", _("Loại hội nghị"))
    conference.mode = one_of(facts.mode, set(Mode), "mode", _("Hình thức"))
    conference.period = period.code
    conference.title = wanted(facts.title, "title", _("Tên hội nghị"), 300)
    conference.starts_at = facts.starts_at
    conference.place = fits(facts.place, "place", _("Địa điểm"), 200)
    conference.chair = fits(facts.chair, "chair", _("Người chủ trì"), 120)
    conference.chair_post = fits(facts.chair_post, "chair_post", _("Chức vụ người chủ trì"), 200)
    conference.recorder = fits(facts.recorder, "recorder", _("Người ghi biên bản"), 120)
    conference.secrecy = facts.secrecy


def _facts(conference: Conference) -> dict[str, str]:
    """What the trail keeps of a change: never a person's name."""
    return {
        "kind": conference.kind,
        "period": conference.period,
        "title": conference.title,
        "starts_at": conference.starts_at.astimezone(ZONE).isoformat(timespec="minutes"),
        "place": conference.place,
        "mode": conference.mode,
        "secrecy": conference.secrecy,
        "state": str(STATE_LABELS[State(conference.state)]),
    }
