"""Accounts for the units below, many at once: previewed, doubles named, all or nothing.

Serves the new commune officer who needs an account at 07:00 (`daily.md` §1).
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.accounts import access
from giaoban.accounts.labels import ROLE_LABELS, in_words
from giaoban.accounts.models import Grant, User
from giaoban.accounts.rules import EVERY_ROLE, Permission, Role, Scope, username_for
from giaoban.accounts.services.activations import issue_slips
from giaoban.audit.services import record
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.text import clean
from giaoban.organisations.models import Hierarchy, Placement, UnitName
from giaoban.organisations.queries import line_of
from giaoban.organisations.rules import PARTY

NAMED_DOUBLES = 20


@dataclass(frozen=True, slots=True)
class NewAccount:
    """One line of the preview; `double` is the account that stands in the way, empty when none does."""

    unit_id: int
    unit_code: str
    unit_name: str
    kind: str
    role: str
    username: str
    display_name: str
    double: str = ""

    @property
    def key(self) -> str:
        return f"{self.unit_id}:{self.role}"


def preview_children_accounts(
    *, actor: Actor, unit_id: int, roles: Sequence[str], on: date | None = None
) -> list[NewAccount]:
    """Who would be created: each child on the day × each role; a name in use or a role held is a double."""
    day = max(on or today(), today())
    actor.require(Permission.MANAGE, unit_id, on=day)
    if not set(roles) <= set(EVERY_ROLE):
        raise Hidden("role")
    line = line_of(unit_id, day)
    children = (
        Placement.objects.on(day).filter(hierarchy__code=PARTY, parent_id=line).exclude(unit_id=unit_id)
    )
    units = {p.unit_id: p.unit for p in children.select_related("unit", "unit__kind")}
    if (mine := actor.unit_ids(Permission.MANAGE, on=day)) is not None:
        managed = set(
            Placement.objects.filter(unit_id__in=mine, parent_id=line).values_list("unit_id", flat=True)
        )
        units = {pk: unit for pk, unit in units.items() if pk in managed}
    names = UnitName.objects.on(day).filter(unit_id__in=units).order_by("sort_key")
    wanted = [
        (units[name.unit_id], name.name, role, username_for(units[name.unit_id].code, role))
        for name in names
        for role in roles
    ]
    used = set(User.objects.filter(username__in=[w[3] for w in wanted]).values_list("username", flat=True))
    held = {
        (grant.unit_id, grant.role): grant.user.username
        for grant in Grant.objects.filter(
            unit_id__in=units, role__in=roles, ends__gt=day, user__is_active=True
        ).select_related("user")
    }
    with translation.override("vi"):  # a name that is kept is Vietnamese, whoever makes the account
        titles = {role: str(ROLE_LABELS[Role(role)]) for role in roles}
    return [
        NewAccount(
            unit_id=unit.pk,
            unit_code=unit.code,
            unit_name=name,
            kind=in_words(unit.kind),
            role=role,
            username=username,
            display_name=f"{titles[role]}, {name}"[:200],
            double=username if username in used else held.get((unit.pk, role), ""),
        )
        for unit, name, role, username in wanted
    ]


@transaction.atomic
def create_children_accounts(
    *, actor: Actor, unit_id: int, keys: Collection[str], seed: str, on: date | None = None
) -> tuple[uuid.UUID, list[User]]:
    """Create the chosen lines of the preview (their keys), each with its role and a slip, all or none.

    Effects: users, grants on each unit and what stands below it, slips, one audit entry an account.
    """
    day = max(on or today(), today())
    line = Hierarchy.objects.select_for_update().get(
        code=PARTY
    )  # two bulk acts at once: the second sees doubles
    named = {key.partition(":")[2] for key in keys}
    roles = [role for role in EVERY_ROLE if role in named]
    offered = {
        row.key: row for row in preview_children_accounts(actor=actor, unit_id=unit_id, roles=roles, on=day)
    }
    if not set(keys) <= offered.keys():
        raise Hidden("unit")
    chosen = [row for key, row in offered.items() if key in set(keys)]
    if not chosen:
        raise Refusal("accounts.nobody", _("Chưa chọn đơn vị nào để tạo tài khoản."), field="keys")
    if doubles := [row for row in chosen if row.double]:
        raise _doubles(doubles)
    users = [
        User(username=row.username, display_name=row.display_name, home_unit_id=row.unit_id) for row in chosen
    ]
    for user in users:
        user.set_unusable_password()
        user.fill_keys()
    User.objects.bulk_create(users)
    Grant.objects.bulk_create(
        Grant(
            user=user,
            role=row.role,
            unit_id=row.unit_id,
            scope=Scope.SUBTREE,
            hierarchy=line,
            starts=day,
            given_by=actor.actor_id,
        )
        for user, row in zip(users, chosen, strict=True)
    )
    batch = issue_slips(actor=actor, users=users, seed=seed)
    access.forget(actor)
    for user, row in zip(users, chosen, strict=True):
        changes = {
            "username": [None, user.username],
            "role": [None, row.role],
            "starts": [None, day.isoformat()],
        }
        record(actor, "accounts.create", user, unit_id=row.unit_id, changes=changes)
    return batch, users


def _doubles(rows: Sequence[NewAccount]) -> Refusal:
    named = "; ".join(f"{row.unit_name} ({row.double})" for row in rows[:NAMED_DOUBLES])
    if len(rows) > NAMED_DOUBLES:
        named = f"{named}; …"
    message = ngettext(
        "%(count)s tài khoản đã có: %(named)s. Bỏ chọn các dòng này rồi tạo lại; chưa có gì được ghi.",
        "%(count)s tài khoản đã có: %(named)s. Bỏ chọn các dòng này rồi tạo lại; chưa có gì được ghi.",
        len(rows),
    )
    return Refusal(
        "accounts.doubles",
        clean(message % {"count": len(rows), "named": named}),
        field="keys",
        rule=_("Mỗi vai trò ở một đơn vị chỉ tạo hàng loạt một tài khoản."),
    )
