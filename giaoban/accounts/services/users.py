"""Accounts themselves: made, corrected, switched off and on; sessions ended.

Rule of the house (separation of duties): nobody manages their own account, and nobody manages an account that
reaches further than they do themselves.
"""

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from giaoban.accounts import access, rules, sessions
from giaoban.accounts.models import Grant, User
from giaoban.accounts.rules import Permission
from giaoban.audit.services import record
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.registries import announce
from giaoban.core.text import clean
from giaoban.organisations.models import Unit


def seen_user(actor: Actor, user_id: int, permission: str = Permission.VIEW, *, lock: bool = False) -> User:
    """The account, if its home or one of its roles is where the actor holds `permission`; else Hidden."""
    users = User.objects.select_for_update(of=("self",)) if lock else User.objects.all()
    units = actor.unit_ids(permission)
    if units is not None:
        works_there = Grant.objects.filter(unit_id__in=units, ends__gt=today())
        users = users.filter(Q(home_unit_id__in=units) | Q(pk__in=works_there.values("user_id")))
    user = users.select_related("home_unit").filter(pk=user_id).first()
    if user is None:
        raise Hidden("user")
    return user


def managed_user(actor: Actor, user_id: int) -> User:
    """The account, locked, if the actor may manage all of it; Refusal when it reaches beyond the actor."""
    user = seen_user(actor, user_id, Permission.MANAGE, lock=True)
    if user.pk == actor.actor_id:
        raise own_account()
    reaches = [(g.hierarchy_id, g.unit_id, g.scope) for g in user.grants.filter(ends__gt=today())]
    outside = [
        unit_id
        for hierarchy_id, unit_id, scope in reaches
        if access.beyond(
            actor, Permission.MANAGE, hierarchy_id=hierarchy_id, unit_id=unit_id, scope=scope, on=today()
        )
    ]
    at_home = user.home_unit_id is None or actor.can(Permission.MANAGE, user.home_unit_id)
    if outside or not at_home:
        raise Refusal(
            "accounts.beyond",
            _("Tài khoản %(user)s còn vai trò ở đơn vị ngoài phạm vi quản trị của đồng chí.")
            % {"user": user},
            rule=_("Chỉ người quản trị bao quát mọi vai trò của tài khoản mới được thay đổi tài khoản đó."),
            source=_("Quy tắc phân quyền của hệ thống"),
        )
    return user


def own_account() -> Refusal:
    return Refusal(
        "accounts.own",
        _("Đồng chí không được tự thay đổi quyền hoặc trạng thái tài khoản của chính mình."),
        rule=_("Người quản trị khác hoặc đơn vị cấp trên thực hiện việc này."),
        source=_("Quy tắc phân quyền của hệ thống"),
    )


def check_username(username: str) -> str:
    name = clean(username).lower()
    if not rules.is_username(name):
        raise Refusal(
            "accounts.username",
            _("Tên đăng nhập gồm 3–100 chữ thường không dấu, chữ số, dấu chấm, gạch nối. Ví dụ: tb.vanthu."),
            field="username",
        )
    if User.objects.filter(username=name).exists():
        raise taken(name)
    return name


def taken(name: str) -> Refusal:
    return Refusal(
        "accounts.username_taken",
        _("Tên đăng nhập “%(name)s” đã có người dùng. Chọn tên khác.") % {"name": name},
        field="username",
    )


def check_password(password: str, user: User | None = None) -> None:
    """Refuse a weak password with every reason at once."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise Refusal("accounts.password", " ".join(weak.messages), field="password") from weak


@transaction.atomic
def create_user(
    *,
    actor: Actor,
    username: str,
    display_name: str,
    home_unit_id: int,
    email: str = "",
    generated: bool = False,
    password: str = "",
) -> User:
    """A new account without rights and, but for set-up, without a password: a slip opens it.

    Only the house itself (set-up, demonstration) may give a password. Effects: row, audit.
    """
    unit = Unit.objects.on(today()).filter(pk=home_unit_id).first()
    if unit is None:
        raise Hidden("unit")
    actor.require(Permission.MANAGE, unit.pk)
    if password and actor.actor_id is not None:
        raise own_account()
    user = User(
        username=check_username(username),
        display_name=_name(display_name),
        email=email.strip(),
        generated=generated,
        home_unit=unit,
    )
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as twice:  # the same name at the same moment
        raise taken(user.username) from twice
    changes = {"username": [None, user.username], "display_name": [None, user.display_name]}
    record(actor, "accounts.create", user, unit_id=unit.pk, changes=changes)
    return user


def _name(display_name: str) -> str:
    name = clean(display_name)
    if not name:
        raise Refusal("accounts.name", _("Điền tên hiển thị của người sử dụng."), field="display_name")
    return name[:200]


@transaction.atomic
def update_user(*, actor: Actor, user_id: int, display_name: str, email: str = "") -> User:
    """Correct name and address of an account. Effects: row, audit."""
    user = managed_user(actor, user_id)
    before = {"display_name": user.display_name, "email": user.email}
    user.display_name, user.email = _name(display_name), email.strip()
    user.save(update_fields=["display_name", "email"])
    after = {"display_name": user.display_name, "email": user.email}
    changes = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    record(actor, "accounts.update", user, unit_id=user.home_unit_id, changes=changes)
    return user


@transaction.atomic
def deactivate_user(*, actor: Actor, user_id: int, note: str = "") -> User:
    """Switch an account off. Effects: no rights, all sessions ended, open slips void, audit, announcement."""
    user = managed_user(actor, user_id)
    if not user.is_active:
        raise Refusal("accounts.state", _("Tài khoản %(user)s đã ngừng sử dụng.") % {"user": user})
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.sessions.all().delete()
    user.activations.filter(used_at=None).delete()
    announce("accounts.deactivated", user=user, actor=actor)
    changes: dict[str, Any] = {"is_active": [True, False]}
    record(actor, "accounts.deactivate", user, unit_id=user.home_unit_id, changes=changes, note=note)
    return user


@transaction.atomic
def reactivate_user(*, actor: Actor, user_id: int, note: str = "") -> User:
    """Switch an account on again, with its grants and its old password. Effects: row, audit."""
    user = managed_user(actor, user_id)
    if user.is_active:
        raise Refusal("accounts.state", _("Tài khoản %(user)s đang được sử dụng.") % {"user": user})
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(
        actor,
        "accounts.reactivate",
        user,
        unit_id=user.home_unit_id,
        changes={"is_active": [False, True]},
        note=note,
    )
    return user


def end_own_session(user: User, mark: str) -> None:
    """End one of the user's own sessions, named by its mark; somebody else's is as good as none."""
    found = [row for row in user.sessions.all() if sessions.mark(row.session_key) == mark]
    if not found:
        raise Hidden("session")
    found[0].delete()


def end_own_sessions(user: User, *, but: str | None) -> int:
    return user.sessions.exclude(session_key=but).delete()[0]
