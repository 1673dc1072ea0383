"""Doors for the phòng inside a unit: a phòng gives defaults and inboxes, never rights."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import OPEN, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.text import canonical, clean
from giaoban.organisations.models import Department, Unit
from giaoban.organisations.placements import days, source
from giaoban.organisations.services.work import require_change


@transaction.atomic
def add_department(
    *, actor: Actor, unit_id: int, name: str, starts: date, ends: date = OPEN, position: int = 0
) -> Department:
    """A phòng of this name from the day on, inside the life of its unit."""
    unit = _unit(actor, unit_id, starts)
    if not unit.starts <= starts < ends:
        raise _bad_days(unit)
    ends = min(ends, unit.ends)
    if starts >= ends:
        raise _bad_days(unit)
    _check_name(unit_id, name, starts, ends)
    made = Department.objects.create(unit=unit, name=clean(name), starts=starts, ends=ends, position=position)
    audit.record(
        actor, "organisations.department_add", made, unit_id=unit_id, changes={"name": [None, made.name]}
    )
    return made


@transaction.atomic
def rename_department(
    *, actor: Actor, department_id: int, name: str, position: int | None = None
) -> Department:
    """Another name for the same phòng: whoever points at it goes on doing so."""
    found = _department(actor, department_id)
    _check_name(found.unit_id, name, found.starts, found.ends, but=found.pk)
    before, found.name = found.name, clean(name)
    if position is not None:
        found.position = position
    found.save(update_fields=["name", "position"])
    audit.record(
        actor,
        "organisations.department_rename",
        found,
        unit_id=found.unit_id,
        changes={"name": [before, found.name]},
    )
    return found


@transaction.atomic
def end_department(*, actor: Actor, department_id: int, on: date) -> Department:
    """The phòng does not exist from the day on."""
    found = _department(actor, department_id)
    if not found.starts < on <= found.ends:
        raise Refusal(
            "organisations.department_days",
            _("“%(name)s” tồn tại %(days)s nên không thể kết thúc từ ngày %(day)s.")
            % {"name": found.name, "days": days(found.starts, found.ends), "day": vi(on)},
            field="ends",
            rule=_("Ngày kết thúc phải nằm trong thời gian tồn tại của phòng."),
            source=source(),
        )
    before, found.ends = found.ends, on
    found.save(update_fields=["ends"])
    audit.record(
        actor,
        "organisations.department_end",
        found,
        unit_id=found.unit_id,
        changes={"ends": [before.isoformat(), on.isoformat()]},
    )
    return found


def _unit(actor: Actor, unit_id: int, on: date) -> Unit:
    unit = Unit.objects.select_for_update(no_key=True).filter(pk=unit_id).first()
    if unit is None:
        raise Hidden("unit")
    require_change(actor, unit_id, on)
    return unit


def _department(actor: Actor, department_id: int) -> Department:
    found = Department.objects.filter(pk=department_id).first()
    if found is None:
        raise Hidden("department")
    _unit(actor, found.unit_id, found.starts)
    return Department.objects.get(pk=department_id)


def _bad_days(unit: Unit) -> Refusal:
    return Refusal(
        "organisations.department_days",
        _("Phòng chỉ tồn tại trong thời gian hoạt động của đơn vị: %(days)s.")
        % {"days": days(unit.starts, unit.ends)},
        field="starts",
        rule=_("Phòng là một phần của đơn vị, không tồn tại ngoài đơn vị."),
        source=source(),
    )


def _check_name(unit_id: int, name: str, starts: date, ends: date, *, but: int | None = None) -> None:
    if not clean(name):
        message = _("Chưa nhập tên phòng.")
    else:
        others = Department.objects.filter(unit_id=unit_id, starts__lt=ends, ends__gt=starts)
        others = others.exclude(pk=but or 0)
        same = next((row for row in others if canonical(row.name) == canonical(name)), None)
        if same is None:
            return
        message = _("Đã có phòng “%(name)s” %(days)s.") % {
            "name": same.name,
            "days": days(same.starts, same.ends),
        }
    raise Refusal(
        "organisations.department_name",
        message,
        field="name",
        rule=_("Trong một đơn vị, mỗi phòng có một tên riêng."),
        source=source(),
    )
