"""Roles given and ended. Nobody gives themselves a role, and no role reaches further than its giver's own."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.accounts import access
from giaoban.accounts.labels import ROLE_LABELS, in_words
from giaoban.accounts.models import Grant
from giaoban.accounts.rules import EVERY_ROLE, Permission, Scope
from giaoban.accounts.services.users import own_account, seen_user
from giaoban.audit.services import record
from giaoban.core.actors import Actor
from giaoban.core.dates import OPEN, last_day, today, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.registries import announce
from giaoban.organisations.models import Closure, Hierarchy
from giaoban.organisations.rules import PARTY


@transaction.atomic
def give_grant(
    *,
    actor: Actor,
    user_id: int,
    role: str,
    unit_id: int,
    scope: str = Scope.SUBTREE,
    hierarchy: str = PARTY,
    starts: date | None = None,
    ends: date = OPEN,
) -> Grant:
    """Give a role on a unit over [starts, ends). Effects: row, announcement, audit."""
    day = starts or today()
    user = seen_user(actor, user_id, Permission.MANAGE, lock=True)
    if user.pk == actor.actor_id:
        raise own_account()
    line = Hierarchy.objects.filter(code=hierarchy).first()
    if line is None or role not in EVERY_ROLE or scope not in set(Scope):
        raise Hidden("grant")
    # The giver's rights count as of today; a unit that is still to begin is judged by the day it begins.
    actor.require(Permission.MANAGE, unit_id, on=max(day, today()))
    _check_days(day, ends)
    _check_place(line, unit_id, max(day, today()))
    if access.beyond(
        actor, Permission.MANAGE, hierarchy_id=line.pk, unit_id=unit_id, scope=scope, on=max(day, today())
    ):
        raise Refusal(
            "accounts.beyond",
            _("Phạm vi này gồm cả đơn vị mà đồng chí không quản trị. Chọn phạm vi hẹp hơn."),
            field="scope",
            rule=_("Không ai giao vai trò có phạm vi rộng hơn phạm vi quản trị của mình."),
            source=_("Quy tắc phân quyền của hệ thống"),
        )
    same = Grant.objects.filter(user=user, role=role, unit_id=unit_id, hierarchy=line)
    if (other := same.filter(starts__lt=ends, ends__gt=day).first()) is not None:
        raise _overlap(other)
    grant = Grant.objects.create(
        user=user,
        role=role,
        unit_id=unit_id,
        scope=scope,
        hierarchy=line,
        starts=day,
        ends=ends,
        given_by=actor.actor_id,
    )
    access.forget(actor)
    announce("accounts.grant_given", grant=grant, actor=actor)
    facts = {"user": user.username, "role": role, "scope": scope, "hierarchy": line.code}
    changes = {name: [None, value] for name, value in facts.items()}
    changes |= {"starts": [None, day.isoformat()], "ends": [None, ends.isoformat()]}
    record(actor, "accounts.give_grant", grant, unit_id=unit_id, changes=changes)
    return grant


@transaction.atomic
def end_grant(*, actor: Actor, grant_id: int, on: date | None = None, note: str = "") -> Grant:
    """End a role: `on` is the first day without it (today when None, and then it is gone at once).

    A role that would not have lasted a single day is removed; the audit keeps it.
    Effects: row, announcement, audit.
    """
    day = on or today()
    grant = Grant.objects.select_for_update(of=("self",)).select_related("user").filter(pk=grant_id).first()
    if grant is None:
        raise Hidden("grant")
    seen_user(actor, grant.user_id, Permission.MANAGE)
    # Judged where the grant can still be seen: on its own days, should the unit have ended meanwhile.
    actor.require(Permission.MANAGE, grant.unit_id, on=min(today(), last_day(_unit_end(grant)) or today()))
    if grant.user_id == actor.actor_id:
        raise own_account()
    if grant.ends <= day:
        raise Refusal(
            "accounts.grant_ended",
            _("Vai trò này đã hết hiệu lực ngày %(day)s.") % {"day": vi(last_day(grant.ends) or grant.ends)},
        )
    before, grant.ends = grant.ends, day
    announce("accounts.grant_ended", grant=grant, actor=actor)
    changes = {"ends": [before.isoformat(), day.isoformat()], "user": [grant.user.username] * 2}
    changes["role"] = [grant.role, grant.role]
    record(actor, "accounts.end_grant", grant, unit_id=grant.unit_id, changes=changes, note=note)
    if day <= grant.starts:
        Grant.objects.filter(pk=grant.pk).delete()
    else:
        grant.save(update_fields=["ends"])
    access.forget(actor)
    return grant


def _unit_end(grant: Grant) -> date:
    return grant.unit.ends


def _check_days(starts: date, ends: date) -> None:
    if starts >= ends:
        raise Refusal(
            "accounts.days",
            _("Ngày cuối có hiệu lực phải từ ngày bắt đầu trở đi."),
            field="last_day",
            rule=_("Vai trò có hiệu lực ít nhất một ngày."),
        )


def _check_place(line: Hierarchy, unit_id: int, on: date) -> None:
    if not Closure.objects.on(on).filter(hierarchy=line, descendant_id=unit_id, depth=0).exists():
        raise Refusal(
            "accounts.not_placed",
            _("Ngày %(day)s, đơn vị không đứng trong “%(line)s” nên vai trò không có phạm vi.")
            % {"day": vi(on), "line": in_words(line)},
            field="hierarchy",
            rule=_("Phạm vi của vai trò là cây tổ chức theo một hệ thống."),
        )


def _overlap(other: Grant) -> Refusal:
    last = last_day(other.ends)
    message = _("%(user)s đã có vai trò %(role)s ở đơn vị này từ %(starts)s đến %(last)s.")
    return Refusal(
        "accounts.grant_overlap",
        message
        % {
            "user": other.user,
            "role": ROLE_LABELS[other.role],
            "starts": vi(other.starts),
            "last": vi(last) if last else _("nay"),
        },
        field="role",
        rule=_("Một người không giữ hai lần cùng một vai trò ở một đơn vị trong cùng thời gian."),
    )
