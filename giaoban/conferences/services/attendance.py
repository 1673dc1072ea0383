"""Answers to invitations, delegates and heads: "có mặt/triệu tập".

After the closing they are mended with a reason, once the conclusion is issued not at all.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.conferences.labels import STATE_LABELS
from giaoban.conferences.models import Conference, ConnectionPoint, Participant
from giaoban.conferences.queries.base import get_point, may_attend, may_host
from giaoban.conferences.queries.points import heads, with_heads
from giaoban.conferences.rules import ATTENDED_STATES, InvitationState, Permission, State
from giaoban.conferences.services.common import emit, fits, moment, number_within, require_not_ended, wanted
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.text import clean, tidy_name

HEADS = 100_000


@transaction.atomic
def answer_invitation(
    *, actor: Actor, conference_id: int, point_id: int, accept: bool, reason: str = ""
) -> ConnectionPoint:
    """The point's own unit accepts, or declines with a reason; it may change its mind until the end."""
    conference, point = get_point(actor, conference_id, point_id, lock=True)
    if not may_attend(actor, point):
        raise Hidden(Permission.ATTEND)
    require_not_ended(conference)
    invitation = getattr(point, "invitation", None)
    if invitation is None:
        raise Refusal("conferences.not_invited", _("Đơn vị chưa nhận được giấy mời của hội nghị này."))
    why = fits(reason, "reason", _("Lý do vắng"), 300)
    if not accept and not why:
        raise Refusal(
            "conferences.reason",
            _("Chưa ghi lý do vắng."),
            field="reason",
            rule=_("Đơn vị báo vắng phải có lý do."),
        )
    before = invitation.state
    invitation.state = InvitationState.ACCEPTED if accept else InvitationState.DECLINED
    invitation.reason = "" if accept else why
    invitation.answered_at = moment(actor, None)
    invitation.save()
    emit(conference, f"invitation.{invitation.state}", point=point)
    audit.record(
        actor,
        "conferences.answer_invitation",
        point,
        unit_id=point.unit_id,
        changes={"state": [before, invitation.state]},
        note=invitation.reason,
    )
    return point


@transaction.atomic
def set_heads(
    *,
    actor: Actor,
    conference_id: int,
    point_id: int,
    convened: int | None,
    present: int | None,
    reason: str = "",
) -> ConnectionPoint:
    """Heads instead of names; refused where delegates are named, because two counts would differ."""
    conference, point = _open_list(actor, conference_id, point_id, reason)
    if point.people.exists():
        raise Refusal(
            "conferences.named",
            _("Điểm cầu này đã ghi đại biểu theo tên nên số có mặt được đếm từ danh sách."),
            field="convened",
            rule=_("Mỗi điểm cầu chỉ có một cách đếm."),
        )
    convened = number_within(convened, 0, HEADS, "convened", _("Số đại biểu triệu tập"))
    present = number_within(present, 0, HEADS, "present", _("Số đại biểu có mặt"))
    if present is not None and present > (convened or 0):
        raise Refusal(
            "conferences.more_present",
            _("Có mặt %(present)s, nhiều hơn triệu tập %(convened)s.")
            % {"present": present, "convened": convened or 0},
            field="present",
            rule=_("Đại biểu dự thính không tính vào số có mặt trên số triệu tập."),
        )
    before = [point.present, point.convened]
    point.convened, point.present = convened, present
    point.version += 1
    point.save(update_fields=["convened", "present", "version"])
    _told(actor, conference, point, {"heads": [before, [present, convened]]}, reason)
    return point


@transaction.atomic
def add_delegate(
    *,
    actor: Actor,
    conference_id: int,
    point_id: int,
    name: str,
    post: str = "",
    body: str = "",
    convened: bool = True,
    substitute_for_id: int | None = None,
    reason: str = "",
) -> Participant:
    """A delegate of this conference; a substitute takes the place of one who is convened."""
    conference, point = _open_list(actor, conference_id, point_id, reason)
    instead = None
    if substitute_for_id is not None:
        instead = point.people.filter(pk=substitute_for_id, convened=True).first()
        if instead is None:
            raise Hidden("delegate")
        if hasattr(instead, "substitute"):
            raise Refusal(
                "conferences.substitute_twice",
                _("Đại biểu này đã có người đi thay."),
                field="substitute_for",
            )
        if instead.present:
            raise Refusal(
                "conferences.substitute_present",
                _("Đại biểu được thay đang ghi là có mặt."),
                field="substitute_for",
                rule=_("Người đi thay chỉ tính khi người được triệu tập vắng."),
            )
    last = point.people.order_by("-order").first()
    delegate = Participant(
        point=point,
        convened=convened and instead is None,
        substitute_for=instead,
        order=last.order + 1 if last is not None else 0,
    )
    _write(delegate, name, post, body)
    point.convened = point.present = None  # from now on the list is counted
    point.version += 1
    point.save(update_fields=["convened", "present", "version"])
    _told(actor, conference, point, {"delegates": point.people.count()}, reason)
    return delegate


@transaction.atomic
def change_delegate(
    *,
    actor: Actor,
    conference_id: int,
    point_id: int,
    delegate_id: int,
    name: str,
    post: str = "",
    body: str = "",
    reason: str = "",
) -> Participant:
    conference, point = _open_list(actor, conference_id, point_id, reason)
    delegate = _delegate(point, delegate_id)
    _write(delegate, name, post, body)
    _told(actor, conference, point, {"delegates": point.people.count()}, reason)
    return delegate


@transaction.atomic
def remove_delegate(
    *, actor: Actor, conference_id: int, point_id: int, delegate_id: int, reason: str = ""
) -> None:
    conference, point = _open_list(actor, conference_id, point_id, reason)
    _delegate(point, delegate_id).delete()
    _told(actor, conference, point, {"delegates": point.people.count()}, reason)


@transaction.atomic
def mark_present(
    *, actor: Actor, conference_id: int, point_id: int, present_ids: Collection[int], reason: str = ""
) -> ConnectionPoint:
    """Who of the list is there; the whole list at once. A place is taken once: by its delegate, or by the
    substitute."""
    conference, point = _open_list(actor, conference_id, point_id, reason)
    people = list(point.people.all())
    chosen = set(present_ids)
    if chosen - {one.pk for one in people}:
        raise Hidden("delegate")
    twice = [one for one in people if one.pk in chosen and one.substitute_for_id in chosen]
    if twice:
        raise Refusal(
            "conferences.place_twice",
            _("Có %(count)s người đi thay được đánh dấu cùng với người được thay.") % {"count": len(twice)},
            field="present",
            rule=_("Người đi thay chỉ tính khi người được triệu tập vắng."),
        )
    for one in people:
        one.present = one.pk in chosen
    Participant.objects.bulk_update(people, ["present"])
    _told(actor, conference, point, {"present": len(chosen)}, reason)
    return point


def _open_list(
    actor: Actor, conference_id: int, point_id: int, reason: str
) -> tuple[Conference, ConnectionPoint]:
    """The list of a point for who may write it; after the closing only with a reason, then not at all."""
    conference, point = get_point(actor, conference_id, point_id, lock=True)
    host = may_host(actor, Permission.PREPARE, conference)
    if not (host or may_attend(actor, point)):
        raise Hidden(Permission.ATTEND)
    if conference.state not in ATTENDED_STATES and not (host and conference.state == State.DRAFT):
        raise Refusal(
            "conferences.attendance_final",
            _("Hội nghị %(state)s nên số đại biểu không sửa được nữa.")
            % {"state": STATE_LABELS[State(conference.state)]},
            rule=_("Số có mặt được đính chính có lý do cho đến khi ban hành kết luận."),
        )
    if conference.state == State.CLOSED and not clean(reason):
        raise Refusal(
            "conferences.reason",
            _("Hội nghị đã bế mạc: đính chính số đại biểu phải ghi lý do."),
            field="reason",
            rule=_("Số có mặt được đính chính có lý do cho đến khi ban hành kết luận."),
        )
    return conference, point


def _delegate(point: ConnectionPoint, delegate_id: int) -> Participant:
    delegate = point.people.filter(pk=delegate_id).first()
    if delegate is None:
        raise Hidden("delegate")
    return delegate


def _write(delegate: Participant, name: str, post: str, body: str) -> None:
    delegate.name = tidy_name(wanted(name, "name", _("Họ và tên"), 120))
    delegate.post = fits(post, "post", _("Chức vụ"), 200)
    delegate.body = fits(body, "body", _("Đơn vị công tác"), 200)
    delegate.save()


def _told(
    actor: Actor, conference: Conference, point: ConnectionPoint, changes: dict[str, object], reason: str
) -> None:
    """One event with the new count; the trail keeps numbers and the reason, never a name."""
    counted = heads(with_heads(ConnectionPoint.objects.filter(pk=point.pk)).get())
    emit(conference, "point.attendance", point=point, present=counted.present, convened=counted.convened)
    audit.record(
        actor,
        "conferences.set_attendance",
        point,
        unit_id=point.unit_id,
        changes=changes,
        note=fits(reason, "reason", _("Lý do"), 300),
    )
