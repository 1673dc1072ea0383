"""What a decision on the organisation does in this room: children handed over, groups left, phòng ended."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.registries import Impact, ImpactLine, impacts
from giaoban.organisations.models import Department, Placement
from giaoban.organisations.placements import names_of
from giaoban.organisations.rules import Plan
from giaoban.organisations.services.work import rehearsing

NAMED = 5


def preview(plan: Plan) -> Sequence[ImpactLine]:
    """Called inside the door, when the tree already stands as decided; nothing of it ever blocks."""
    if not rehearsing.get():
        return ()
    lines = [_children(plan), _groups(plan), _codes(plan), _departments(plan)]
    return [line for line in lines if line is not None]


def apply(plan: Plan, actor: Actor) -> None:
    """A phòng ends with its unit; one that was to begin later never comes to be."""
    del actor
    Department.objects.filter(unit_id__in=plan.ends, starts__gte=plan.effective_on).delete()
    Department.objects.filter(unit_id__in=plan.ends, ends__gt=plan.effective_on).update(
        ends=plan.effective_on
    )


def _children(plan: Plan) -> ImpactLine | None:
    if not plan.children_to:
        return None
    return ImpactLine(
        _("%(count)d đơn vị trực thuộc chuyển về cấp trên mới từ ngày %(day)s.")
        % {"count": len(plan.children_to), "day": vi(plan.effective_on)},
        count=len(plan.children_to),
        names=_names(list(plan.children_to), plan),
    )


def _groups(plan: Plan) -> ImpactLine | None:
    """Places that ended units held in groupings, and groups that lose members with them."""
    left = (
        Placement.objects.filter(
            Q(unit_id__in=plan.ends) | Q(parent_id__in=plan.ends), ends=plan.effective_on
        )
        .exclude(hierarchy__code=plan.hierarchy)
        .order_by("unit_id")
    )
    units = list(dict.fromkeys(left.values_list("unit_id", flat=True)))
    if not units:
        return None
    return ImpactLine(
        _("%(count)d đơn vị thôi tham gia cụm, khối ngoài hệ thống này từ ngày %(day)s.")
        % {"count": len(units), "day": vi(plan.effective_on)},
        count=len(units),
        names=_names(units, plan),
    )


def _codes(plan: Plan) -> ImpactLine | None:
    if not plan.ends:
        return None
    return ImpactLine(
        _("%(count)d đơn vị kết thúc; báo cáo và hồ sơ đã có giữ nguyên, đơn vị kế thừa được xem.")
        % {"count": len(plan.ends)},
        count=len(plan.ends),
        names=_names(list(plan.ends), plan),
    )


def _departments(plan: Plan) -> ImpactLine | None:
    found = Department.objects.filter(unit_id__in=plan.ends, ends__gt=plan.effective_on).order_by("pk")
    names = tuple(found.values_list("name", flat=True)[:NAMED])
    if not names:
        return None
    count = found.count()
    return ImpactLine(_("%(count)d phòng kết thúc cùng đơn vị.") % {"count": count}, count=count, names=names)


def _names(unit_ids: Sequence[int], plan: Plan) -> tuple[str, ...]:
    return tuple(names_of(unit_ids[:NAMED], plan.effective_on).values())


impacts.add(Impact("organisations", preview, apply, order=0))
