"""What a succession does to accounts: roles at a unit that ends, end that day; nobody's rights grow.

Accounts whose home ends move to the one successor, else to the superior, so that somebody still sees them.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from giaoban.accounts.models import Grant, Responsibility, User
from giaoban.audit.services import record
from giaoban.core.actors import Actor
from giaoban.core.dates import vi
from giaoban.core.registries import Impact, ImpactLine, impacts
from giaoban.organisations.models import Placement, Succession
from giaoban.organisations.rules import PARTY, Plan

NAMED = 8


def ending_grants(change: Plan) -> QuerySet[Grant]:
    return Grant.objects.filter(unit_id__in=change.ends, ends__gt=change.effective_on).select_related("user")


def ending_assignments(change: Plan) -> QuerySet[Responsibility]:
    gone = Q(unit_id__in=change.ends) | Q(area_id__in=change.ends)
    return Responsibility.objects.filter(gone, ends__gt=change.effective_on)


def preview(change: Plan) -> Sequence[ImpactLine]:
    day = {"day": vi(change.effective_on)}
    lines = []
    if grants := list(ending_grants(change)):
        text = ngettext(
            "%(count)s vai trò hết hiệu lực từ ngày %(day)s; giao lại ở đơn vị kế thừa khi có quyết định",
            "%(count)s vai trò hết hiệu lực từ ngày %(day)s; giao lại ở đơn vị kế thừa khi có quyết định",
            len(grants),
        ) % ({"count": len(grants)} | day)
        names = tuple(sorted({str(grant.user) for grant in grants})[:NAMED])
        lines.append(ImpactLine(text, len(grants), names=names))
    if count := User.objects.filter(home_unit_id__in=change.ends).count():
        text = ngettext(
            "%(count)s tài khoản chuyển về đơn vị kế thừa",
            "%(count)s tài khoản chuyển về đơn vị kế thừa",
            count,
        ) % {"count": count}
        lines.append(ImpactLine(text, count))
    if count := ending_assignments(change).count():
        text = ngettext(
            "%(count)s phân công theo dõi kết thúc từ ngày %(day)s",
            "%(count)s phân công theo dõi kết thúc từ ngày %(day)s",
            count,
        ) % ({"count": count} | day)
        lines.append(ImpactLine(text, count))
    return lines


def apply(change: Plan, actor: Actor) -> None:
    """End roles and assignments, move homes; rows that would never have held a day go."""
    day = change.effective_on
    for grant in ending_grants(change):
        changes = {"ends": [grant.ends.isoformat(), day.isoformat()], "role": [grant.role, grant.role]}
        record(actor, "accounts.end_grant", grant, unit_id=grant.unit_id, changes=changes)
    ending_grants(change).filter(starts__gte=day).delete()
    ending_grants(change).update(ends=day)
    ending_assignments(change).filter(starts__gte=day).delete()
    ending_assignments(change).update(ends=day)
    for unit_id in change.ends:
        User.objects.filter(home_unit_id=unit_id).update(home_unit_id=new_home(unit_id, change))


def new_home(unit_id: int, change: Plan) -> int | None:
    """The one successor; with several or none, the superior of the last day."""
    successors = Succession.objects.filter(predecessor_id=unit_id, change__effective_on=change.effective_on)
    after = set(successors.values_list("successor_id", flat=True))
    if len(after) == 1:
        return after.pop()
    before = Placement.objects.on(change.effective_on - timedelta(days=1))
    above = before.filter(unit_id=unit_id, hierarchy__code=PARTY).values_list("parent_id", flat=True).first()
    return new_home(above, change) if above in change.ends else above


impacts.add(Impact("accounts", preview, apply, order=50))
