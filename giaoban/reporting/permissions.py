"""Permissions on reports, and who stands on which side of one: the unit that owes it, its direct superior.

A grant above a unit reads and reviews; it does not write for the unit. Whoever writes, approves or receives
works for that unit itself (`accounts.queries.acts_for`); in a cluster the lead member works for the cluster.
"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from giaoban.accounts.models import User
from giaoban.accounts.queries import acts_for
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions
from giaoban.organisations.models import Placement
from giaoban.organisations.queries import lines_of
from giaoban.reporting.models import Obligation, Round
from giaoban.reporting.rules import Permission

permissions.add(
    Entry(
        Permission.VIEW,
        _("Xem báo cáo của đơn vị và các đơn vị trực thuộc"),
        roles=("*",),
        reads=True,
    )
)
permissions.add(
    Entry(
        Permission.WRITE,
        _("Soạn báo cáo của đơn vị"),
        implies=(Permission.VIEW,),
        roles=(
            *("area_officer", "compiler", "department_head", "deputy_head", "head", "clerk"),
            *("cell_secretary", "cluster_lead"),
        ),
    )
)
permissions.add(
    Entry(
        Permission.APPROVE,
        _("Duyệt, ký gửi báo cáo của đơn vị"),
        implies=(Permission.VIEW,),
        roles=("head", "deputy_head", "cell_secretary", "cluster_lead"),
    )
)
permissions.add(
    Entry(
        Permission.REVIEW,
        _("Tiếp nhận, thẩm tra báo cáo cấp dưới"),
        implies=(Permission.VIEW,),
        roles=(
            *("reviewer", "area_officer", "compiler", "department_head", "deputy_head", "head"),
            "cluster_lead",
        ),
    )
)
permissions.add(
    Entry(
        Permission.CONSOLIDATE,
        _("Tổng hợp báo cáo cấp dưới"),
        implies=(Permission.REVIEW,),
        roles=("compiler", "department_head", "deputy_head", "head", "cluster_lead"),
    )
)
permissions.add(
    Entry(
        Permission.OPEN,
        _("Mở đợt báo cáo, gia hạn, đôn đốc, khóa số liệu"),
        implies=(Permission.VIEW,),
        roles=(
            *("compiler", "head", "deputy_head", "department_head", "conference_secretary"),
            "cluster_lead",
        ),
    )
)


def works_for(actor: Actor, unit_id: int, on: date) -> bool:
    """Whether the actor works for the unit itself, or for the member that leads this cluster on the day."""
    if acts_for(actor, unit_id, on):
        return True
    leads = Placement.objects.on(on).filter(parent_id=unit_id, lead=True).values_list("unit_id", flat=True)
    leading = set(leads)
    if not leading or actor.actor_id is None:
        return False
    home = User.objects.filter(pk=actor.actor_id).values_list("home_unit_id", flat=True).first()
    return home is not None and not leading.isdisjoint(lines_of(home, on))


def receiver_of(obligation: Obligation) -> int:
    """Who takes a report in; the report of the round's own unit goes to nobody above, the unit itself closes
    it."""
    return obligation.receiver_id or obligation.unit_id


def one_officer(obligation: Obligation) -> bool:
    """Whether who writes the report of this unit may also sign it: a parameter of the regime, by level."""
    return obligation.unit.kind.level in obligation.round.regime.one_officer_levels


def may_write(actor: Actor, obligation: Obligation, *, on_behalf: bool = False) -> bool:
    """On behalf: the direct superior enters a report that came on paper."""
    day = obligation.round.cut_off
    if on_behalf:
        return obligation.receiver_id is not None and may_review(actor, obligation)
    return actor.can(Permission.WRITE, obligation.unit_id, on=day) and works_for(
        actor, obligation.unit_id, day
    )


def may_approve(actor: Actor, obligation: Obligation, *, on_behalf: bool = False) -> bool:
    if on_behalf:
        return may_write(actor, obligation, on_behalf=True)
    day = obligation.round.cut_off
    held = actor.can(Permission.APPROVE, obligation.unit_id, on=day) or (
        one_officer(obligation) and actor.can(Permission.WRITE, obligation.unit_id, on=day)
    )
    return held and works_for(actor, obligation.unit_id, day)


def may_review(actor: Actor, obligation: Obligation, permission: str = Permission.REVIEW) -> bool:
    receiver, day = receiver_of(obligation), obligation.round.cut_off
    return actor.can(permission, receiver, on=day) and works_for(actor, receiver, day)


def may_run(actor: Actor, round_: Round) -> bool:
    """Whether the actor opens, extends, excuses and locks in this round."""
    return actor.can(Permission.OPEN, round_.unit_id, on=round_.cut_off) and works_for(
        actor, round_.unit_id, round_.cut_off
    )


def require(allowed: bool, permission: str) -> None:
    if not allowed:
        raise Hidden(permission)
