"""Permissions on reports, and who stands on which side of one: the unit that owes it, its direct superior.

A grant above a unit reads and reviews; it does not write for the unit. Whoever writes, approves or receives
works for that unit itself (`accounts.queries.acts_for`); in a cluster the lead member works for the cluster.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from giaoban.accounts.models import User
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions
from giaoban.organisations.queries import led_by, lines_of
from giaoban.reporting.models import Move, Obligation, Round
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


def works_here(actor: Actor, on: date) -> frozenset[int] | None:
    """The units the actor works for on the day: home, whom it advises, the cluster one of these leads.

    None is everything: the house itself.
    """
    if actor.actor_id is None:
        return None if actor.can(Permission.VIEW) else frozenset()
    home = actor.home_unit_id if isinstance(actor, User) else None
    if home is None:
        return frozenset()
    line = lines_of(home, on)
    return frozenset({*line, *led_by(line, on)})


def works_for(actor: Actor, unit_id: int, on: date) -> bool:
    """Whether the actor works for the unit itself, or for the member that leads this cluster on the day."""
    here = works_here(actor, on)
    return here is None or unit_id in here


def receiver_of(obligation: Obligation) -> int:
    """Who takes a report in; the report of the round's own unit goes to nobody above, the unit itself closes
    it."""
    return obligation.receiver_id or obligation.unit_id


def one_officer(obligation: Obligation) -> bool:
    """Whether who writes the report of this unit may also sign it: a parameter of the regime, by level."""
    return obligation.unit.kind.level in obligation.round.regime.one_officer_levels


def same_hand(actor: Actor, obligation: Obligation) -> bool:
    """Whether the actor put this draft up: who did does not approve it, except in units of one officer."""
    return not one_officer(obligation) and obligation.pk in put_up_by_me(actor, [obligation.pk])


def put_up_by_me(actor: Actor, obligation_ids: Sequence[int]) -> frozenset[int]:
    """Those of the reports that this person put up last; the house itself puts up nothing."""
    if actor.actor_id is None or not obligation_ids:
        return frozenset()
    moves = Move.objects.filter(obligation_id__in=obligation_ids, move="submit").order_by("pk")
    last = dict(moves.values_list("obligation_id", "by"))
    return frozenset(pk for pk, by in last.items() if by == actor.actor_id)


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


@dataclass(frozen=True, slots=True)
class Sides:
    """What the actor may do with one report, asked once for a page."""

    writes: bool
    approves: bool
    reviews: bool
    runs: bool

    @property
    def behalf(self) -> bool:
        """May enter the report of a unit below that came on paper."""
        return self.reviews and not self.writes


def sides_of(actor: Actor, obligation: Obligation) -> Sides:
    day, here = obligation.round.cut_off, works_here(actor, obligation.round.cut_off)

    def may(permission: str, unit_id: int | None) -> bool:
        stands = unit_id is not None and (here is None or unit_id in here)
        return stands and actor.can(permission, unit_id, on=day)

    writes = may(Permission.WRITE, obligation.unit_id)
    return Sides(
        writes=writes,
        approves=may(Permission.APPROVE, obligation.unit_id) or (writes and one_officer(obligation)),
        reviews=may(Permission.REVIEW, obligation.receiver_id),
        runs=may(Permission.OPEN, obligation.round.unit_id),
    )


def require(allowed: bool, permission: str) -> None:
    if not allowed:
        raise Hidden(permission)
