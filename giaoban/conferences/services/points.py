"""Connection points: which there are, whether line, picture and sound are right, their invitations."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from giaoban.audit import services as audit
from giaoban.conferences import search
from giaoban.conferences.labels import POINT_LABELS
from giaoban.conferences.links import for_everybody
from giaoban.conferences.models import Conference, ConnectionPoint, Invitation
from giaoban.conferences.queries.base import (
    get_conference,
    get_point,
    may_attend,
    may_host,
    offices_of,
    require_host,
)
from giaoban.conferences.rules import PREPARED_STATES, Permission, PointFacts, PointState
from giaoban.conferences.services.common import (
    check_version,
    conference_edge,
    emit,
    fits,
    moment,
    number_within,
    require_not_ended,
)
from giaoban.conferences.services.conferences import when_of
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden, Refusal
from giaoban.notices.services import tell
from giaoban.organisations.models import Unit, UnitName
from giaoban.organisations.queries import get_unit

SEATS = 5000


@transaction.atomic
def add_point(
    *, actor: Actor, conference_id: int, unit_id: int, name: str = "", parent_id: int | None = None
) -> ConnectionPoint:
    """A further point, or with `parent_id` one below a point (điểm cầu cấp dưới)."""
    conference = get_conference(actor, conference_id, lock=True)
    require_host(actor, Permission.PREPARE, conference)
    require_not_ended(conference)
    unit = get_unit(actor, unit_id)
    named = UnitName.objects.on(conference.day).filter(unit=unit).first()
    if named is None:
        raise Refusal(
            "conferences.unit_ended",
            _("Đơn vị này không còn hoạt động vào ngày họp."),
            field="unit",
        )
    parent = None
    if parent_id is not None:
        parent = conference.points.filter(pk=parent_id, parent=None).first()
        if parent is None:
            raise Hidden("point")
    label = fits(name, "name", _("Tên điểm cầu"), 200) or _called(unit, named)
    if conference.points.filter(unit=unit, name=label).exists():
        raise Refusal(
            "conferences.point_twice",
            _("Hội nghị đã có điểm cầu “%(name)s” của đơn vị này.") % {"name": label},
            field="unit",
            rule=_("Một đơn vị có thêm điểm cầu thì đặt tên khác."),
        )
    last = conference.points.order_by("-order").first()
    point = ConnectionPoint.objects.create(
        conference=conference,
        unit=unit,
        parent=parent,
        name=label,
        order=last.order + 1 if last is not None else 0,
    )
    emit(conference, "point.add", point=point)
    audit.record(actor, "conferences.add_point", point, unit_id=unit.pk)
    return point


def _called(unit: Unit, named: UnitName) -> str:
    """A commission by its full name: the short one is the same everywhere."""
    return named.name if unit.kind.advises else named.short_name or named.name


@transaction.atomic
def change_point(
    *, actor: Actor, conference_id: int, point_id: int, facts: PointFacts, version: int
) -> ConnectionPoint:
    """Place, contact and seats: by the host, or by the point's own unit."""
    conference, point = get_point(actor, conference_id, point_id, lock=True)
    _require_side(actor, conference, point)
    require_not_ended(conference)
    check_version(point, version, point.name)
    before = point.seats
    point.place = fits(facts.place, "place", _("Địa điểm"), 200)
    point.operator = fits(facts.operator, "operator", _("Phụ trách kỹ thuật"), 120)
    point.contact = fits(facts.contact, "contact", _("Điện thoại"), 60)
    point.seats = number_within(facts.seats, 1, SEATS, "seats", _("Số chỗ ngồi"))
    point.version += 1
    point.save()
    emit(conference, "point.change", point=point)
    audit.record(
        actor,
        "conferences.change_point",
        point,
        unit_id=point.unit_id,
        changes={"seats": [before, point.seats]},
    )
    return point


@transaction.atomic
def remove_point(*, actor: Actor, conference_id: int, point_id: int) -> None:
    """Take a point off before the conference: never the main hall, nor one that already has speeches."""
    conference, point = get_point(actor, conference_id, point_id, lock=True)
    require_host(actor, Permission.PREPARE, conference)
    if conference.state not in PREPARED_STATES:
        require_not_ended(conference)
        raise Refusal("conferences.begun", _("Hội nghị đã khai mạc nên không bỏ điểm cầu được nữa."))
    if point.host or point.speeches.exists():
        raise Refusal(
            "conferences.point_used",
            _("Điểm cầu “%(name)s” là điểm cầu chính hoặc đã đăng ký phát biểu nên không bỏ được.")
            % {"name": point.name},
        )
    emit(conference, "point.remove", point=point)
    audit.record(actor, "conferences.remove_point", point, unit_id=point.unit_id)
    point.delete()
    search.reindex([conference.pk])


@transaction.atomic
def check_point(
    *,
    actor: Actor,
    conference_id: int,
    point_id: int,
    line: bool,
    picture: bool,
    sound: bool,
    at: datetime | None = None,
) -> ConnectionPoint:
    """The check before the conference: ready when line, picture and sound are right."""
    conference, point = get_point(actor, conference_id, point_id, lock=True)
    _require_side(actor, conference, point)
    require_not_ended(conference)
    before = point.state
    point.line_ok, point.picture_ok, point.sound_ok = line, picture, sound
    point.checked_at = moment(actor, at)
    ready = line and picture and sound
    point.state = PointState.READY if ready else PointState.NOT_READY
    point.lost_at = None
    _save_state(actor, point, before, f"point.{point.state}", point.checked_at)
    return point


@transaction.atomic
def report_line(
    *, actor: Actor, conference_id: int, point_id: int, lost: bool, at: datetime | None = None
) -> ConnectionPoint:
    """The line of a point is lost, or back: each goes into the log of events with its moment."""
    conference, point = get_point(actor, conference_id, point_id, lock=True)
    _require_side(actor, conference, point)
    require_not_ended(conference)
    if (point.state == PointState.LOST) == lost:
        raise Refusal(
            "conferences.line",
            _("Điểm cầu “%(name)s” đang %(state)s.")
            % {"name": point.name, "state": POINT_LABELS[PointState(point.state)]},
        )
    before, when = point.state, moment(actor, at)
    if lost:
        point.state, point.lost_at = PointState.LOST, when
    else:
        ready = point.line_ok and point.picture_ok and point.sound_ok
        point.state, point.lost_at = (PointState.READY if ready else PointState.NOT_READY), None
    _save_state(actor, point, before, "point.lost" if lost else "point.restored", when)
    return point


@transaction.atomic
def invite(*, actor: Actor, conference_id: int, number: str = "", text: str = "") -> int:
    """Issue the invitation to every unit that has none yet, and tell them; how many were invited."""
    conference = get_conference(actor, conference_id, lock=True)
    transition = conference_edge(conference, "invite")
    require_host(actor, transition.permission, conference)
    number = fits(number, "number", _("Số giấy mời"), 60)
    text = fits(text, "text", _("Nội dung giấy mời"), 2000, multiline=True)
    if not conference.items.exists():
        raise Refusal(
            "conferences.no_agenda",
            _("Chưa có chương trình nên chưa mời được. Thêm ít nhất một mục."),
            rule=_("Giấy mời ghi thời gian và chương trình hội nghị."),
        )
    waiting = list(conference.points.filter(host=False, invitation=None))
    if not waiting:
        raise Refusal(
            "conferences.all_invited",
            _("Mọi đơn vị có điểm cầu đều đã được mời."),
            rule=_("Một đơn vị nhận giấy mời một lần; thay đổi giờ họp được báo riêng."),
        )
    when = moment(actor, None)
    Invitation.objects.bulk_create(
        Invitation(point=point, number=number, text=text, sent_at=when) for point in waiting
    )
    before, conference.state = conference.state, transition.target
    conference.version += 1
    conference.save(update_fields=["state", "version"])
    units = {point.unit_id for point in waiting}
    tell(
        "conferences.invite",
        text=gettext_noop("Giấy mời: %(title)s, %(when)s."),
        params={"title": conference.title, "when": when_of(conference)},
        url=for_everybody(conference),
        unit_ids=units | offices_of(units, conference.day),
        unit_id=conference.unit_id,
    )
    emit(conference, "conference.invite", count=len(waiting))
    audit.record(
        actor,
        "conferences.invite",
        conference,
        unit_id=conference.unit_id,
        changes={"state": [before, conference.state], "units": len(units)},
    )
    return len(waiting)


def _require_side(actor: Actor, conference: Conference, point: ConnectionPoint) -> None:
    """The host's secretary for every point (recorded like anything else), a unit for its own."""
    if not (
        may_host(actor, Permission.PREPARE, conference)
        or may_host(actor, Permission.RUN, conference)
        or may_attend(actor, point)
    ):
        raise Hidden(Permission.ATTEND)


def _save_state(
    actor: Actor,
    point: ConnectionPoint,
    before: str,
    event: str,
    when: datetime,
) -> None:
    point.version += 1
    point.save()
    emit(point.conference, event, at=when, point=point)
    audit.record(
        actor,
        "conferences.check_point",
        point,
        unit_id=point.unit_id,
        changes={"state": [before, point.state]},
    )
