"""Who follows which field of work in which area, from day to day (`daily.md` §3): defaults, never rights."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.accounts.models import Responsibility, User
from giaoban.accounts.rules import Permission
from giaoban.audit.services import record
from giaoban.core.actors import Actor
from giaoban.core.dates import OPEN, last_day, today, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.registries import announce
from giaoban.organisations.models import Department, Unit


@transaction.atomic
def assign_responsibility(
    *,
    actor: Actor,
    unit_id: int,
    user_id: int,
    field: str = "",
    area_id: int | None = None,
    department_id: int | None = None,
    starts: date | None = None,
    ends: date = OPEN,
) -> Responsibility:
    """Put a user of the unit in charge of a field (all when empty) in an area (everywhere when None).

    One follower for a field and an area at a time. Effects: row, announcement, audit.
    """
    day = starts or today()
    actor.require(Permission.ASSIGN, unit_id, on=max(day, today()))
    Unit.objects.select_for_update().get(pk=unit_id)  # assignments of one unit wait for each other
    user = _member(unit_id, user_id)
    if field and field not in FIELD_LABELS:
        raise Hidden("field")
    if day >= ends:
        raise Refusal(
            "accounts.days",
            _("Ngày cuối có hiệu lực phải từ ngày bắt đầu trở đi."),
            field="last_day",
            rule=_("Phân công có hiệu lực ít nhất một ngày."),
        )
    if area_id is not None and not Unit.objects.on(day).filter(pk=area_id).exists():
        raise Refusal(
            "accounts.area", _("Ngày %(day)s không có địa bàn này.") % {"day": vi(day)}, field="area"
        )
    if department_id is not None:
        departments = Department.objects.on(day).filter(unit_id=unit_id)
        if not departments.filter(pk=department_id).exists():
            raise Hidden("department")
    same = Responsibility.objects.filter(unit_id=unit_id, field=field, area_id=area_id)
    if (other := same.filter(starts__lt=ends, ends__gt=day).select_related("user").first()) is not None:
        raise _taken(other)
    row = Responsibility.objects.create(
        unit_id=unit_id,
        user=user,
        field=field,
        area_id=area_id,
        department_id=department_id,
        starts=day,
        ends=ends,
    )
    announce("accounts.responsibility_given", responsibility=row, actor=actor)
    changes = {"user": [None, user.username], "field": [None, field], "area": [None, area_id]}
    changes |= {"starts": [None, day.isoformat()], "ends": [None, ends.isoformat()]}
    record(actor, "accounts.assign", row, unit_id=unit_id, changes=changes)
    return row


@transaction.atomic
def end_responsibility(*, actor: Actor, responsibility_id: int, on: date | None = None) -> Responsibility:
    """End a line of the table: `on` is its first day without effect; a line that never held is removed."""
    day = on or today()
    row = Responsibility.objects.select_for_update(of=("self",)).filter(pk=responsibility_id).first()
    if row is None:
        raise Hidden("responsibility")
    actor.require(Permission.ASSIGN, row.unit_id)
    if row.ends <= day:
        raise Refusal(
            "accounts.assignment_ended",
            _("Phân công này đã kết thúc ngày %(day)s.") % {"day": vi(last_day(row.ends) or row.ends)},
        )
    before, row.ends = row.ends, day
    changes = {"ends": [before.isoformat(), day.isoformat()]}
    record(actor, "accounts.end_assignment", row, unit_id=row.unit_id, changes=changes)
    if day <= row.starts:
        Responsibility.objects.filter(pk=row.pk).delete()
    else:
        row.save(update_fields=["ends"])
    return row


def _member(unit_id: int, user_id: int) -> User:
    """Somebody who belongs to the unit or works in it; anybody else is unknown here."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    works_here = user is not None and (
        user.home_unit_id == unit_id or user.grants.filter(unit_id=unit_id, ends__gt=today()).exists()
    )
    if user is None or not works_here:
        raise Hidden("user")
    return user


def _taken(other: Responsibility) -> Refusal:
    last = last_day(other.ends)
    return Refusal(
        "accounts.assignment_overlap",
        _("%(user)s đang theo dõi phần này từ %(starts)s đến %(last)s. Kết thúc phân công đó trước.")
        % {"user": other.user, "starts": vi(other.starts), "last": vi(last) if last else _("nay")},
        field="user",
        rule=_("Mỗi lĩnh vực ở mỗi địa bàn có một người theo dõi trong một thời gian."),
    )
