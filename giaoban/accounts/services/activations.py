"""Slips: a code that is typed once to set a password. Only its hash is kept, for fourteen days.

For a quarter of an hour the maker can print the slips: codes are worked out again from the secret of the
installation, the maker's session and the batch, so that they lie nowhere.
"""

import hashlib
import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from giaoban.accounts.models import Activation, User
from giaoban.accounts.rules import ACTIVATION_DAYS, PRINT_SECONDS, Scope, code_from, read_code, show_code
from giaoban.accounts.services.grants import give_grant
from giaoban.accounts.services.users import check_password, create_user, managed_user
from giaoban.audit.services import record
from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE, today, vi
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.registries import announce
from giaoban.core.text import clean
from giaoban.organisations.models import UnitName


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed on one slip."""

    user_id: int
    username: str
    display_name: str
    unit_name: str
    code: str
    expires_at: datetime


def _code(batch: uuid.UUID, user_id: int, seed: str) -> str:
    secret = hashlib.sha256(f"accounts.slips\n{settings.SECRET_KEY}\n{seed}".encode()).digest()
    return code_from(hmac.digest(secret, f"{batch}:{user_id}".encode(), "sha256"))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def issue_slips(*, actor: Actor, users: Sequence[User], seed: str) -> uuid.UUID:
    """Void what open slips these users have and issue new ones in one batch; inside the caller's transaction.

    `seed` is a secret that only the maker's session knows; without it nobody works the codes out again.
    """
    batch, now = uuid.uuid4(), timezone.now()
    Activation.objects.filter(user__in=users, used_at=None).delete()
    Activation.objects.bulk_create(
        Activation(
            user=user,
            digest=_digest(_code(batch, user.pk, seed)),
            batch=batch,
            created_by=actor.actor_id,
            created_by_label=actor.actor_label[:200],
            expires_at=now + timedelta(days=ACTIVATION_DAYS),
        )
        for user in users
    )
    return batch


@transaction.atomic
def open_account(
    *,
    actor: Actor,
    username: str,
    display_name: str,
    home_unit_id: int,
    seed: str,
    email: str = "",
    role: str = "",
    scope: str = Scope.SUBTREE,
) -> tuple[User, uuid.UUID]:
    """A new account of a unit with its first role, if one is named, and its slip: all or none."""
    user = create_user(
        actor=actor, username=username, display_name=display_name, home_unit_id=home_unit_id, email=email
    )
    if role:
        give_grant(actor=actor, user_id=user.pk, role=role, unit_id=home_unit_id, scope=scope)
    return user, issue_slips(actor=actor, users=[user], seed=seed)


@transaction.atomic
def reset_password(*, actor: Actor, user_id: int, seed: str, note: str = "") -> uuid.UUID:
    """Take the password away and issue a slip. Effects: sessions ended, announcement, audit."""
    user = managed_user(actor, user_id)
    if not user.is_active:
        raise Refusal(
            "accounts.state",
            _("Tài khoản %(user)s đã ngừng sử dụng. Mở lại tài khoản trước khi in phiếu mới.")
            % {"user": user},
        )
    user.set_unusable_password()
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    user.sessions.all().delete()
    batch = issue_slips(actor=actor, users=[user], seed=seed)
    announce("accounts.password_reset", user=user, actor=actor)
    record(actor, "accounts.reset_password", user, unit_id=user.home_unit_id, note=note)
    return batch


def slips_of(*, actor: Actor, batch: uuid.UUID, seed: str) -> list[Slip]:
    """The slips of one's own batch while they may be printed; Hidden when there are none such (any more)."""
    since = timezone.now() - timedelta(seconds=PRINT_SECONDS)
    rows = (
        Activation.objects.filter(batch=batch, created_by=actor.actor_id, created_at__gt=since, used_at=None)
        .select_related("user", "user__home_unit")
        .order_by("user__home_unit__code", "user__username")
    )
    names = _unit_names([row.user.home_unit_id for row in rows])
    slips = []
    for row in rows:
        code = _code(batch, row.user_id, seed)
        if hmac.compare_digest(_digest(code), row.digest):  # another session of the same maker cannot
            unit = names.get(row.user.home_unit_id or 0, "")
            facts = (row.user_id, row.user.username, row.user.display_name, unit)
            slips.append(Slip(*facts, show_code(code), row.expires_at))
    if not slips:
        raise Hidden("slips")
    return slips


def _unit_names(unit_ids: Sequence[int | None]) -> dict[int, str]:
    rows = UnitName.objects.filter(unit_id__in={u for u in unit_ids if u}).order_by("starts")
    return dict(rows.filter(starts__lte=today()).values_list("unit_id", "name"))


@transaction.atomic
def activate(*, code: str, password: str, display_name: str = "") -> User:
    """Use a code once to set the password. Effects: password, name if given, sessions ended, audit."""
    row = (
        Activation.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(digest=_digest(read_code(code)), user__is_active=True)
        .first()
    )
    if row is None:
        raise Refusal(
            "accounts.code",
            _("Không có mã này. Kiểm tra từng ký tự trên phiếu; mã không có chữ O, I, L và số 0, 1."),
            field="code",
        )
    if row.used_at is not None:
        raise Refusal(
            "accounts.code_used",
            _("Mã này đã được dùng. Nếu không phải đồng chí đã dùng, báo ngay người quản trị của đơn vị."),
            field="code",
        )
    if row.expires_at <= timezone.now():
        raise Refusal(
            "accounts.code_expired",
            _("Mã này hết hạn ngày %(day)s. Đề nghị người quản trị của đơn vị in phiếu mới.")
            % {"day": vi(row.expires_at.astimezone(ZONE).date())},
            field="code",
            rule=_("Phiếu kích hoạt có giá trị %(days)s ngày.") % {"days": ACTIVATION_DAYS},
        )
    user = row.user
    if name := clean(display_name):
        user.display_name = name[:200]
    check_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password", "display_name"])
    user.sessions.all().delete()
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    record(user, "accounts.activate", user, unit_id=user.home_unit_id)
    return user
