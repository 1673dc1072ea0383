"""What the pages of accounts show: the register of a unit, one account, the table of who follows what.

Everything starts from what the actor may see; grants on units outside that are counted, not named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from giaoban.accounts import access, sessions
from giaoban.accounts.labels import (
    FIELD_LABELS,
    ROLE_LABELS,
    SCOPE_LABELS,
    STATE_LABELS,
    STATE_SHAPES,
    in_words,
    unit_name,
)
from giaoban.accounts.models import Activation, Grant, Responsibility, Session, User
from giaoban.accounts.rules import AccountState, Field, Permission, account_state
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.core.registries import permissions
from giaoban.core.text import fold
from giaoban.organisations.models import Unit, UnitName
from giaoban.organisations.queries import lines_of

UNUSABLE = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


@dataclass(frozen=True, slots=True)
class AccountRow:
    user_id: int
    username: str
    display_name: str
    roles: tuple[str, ...]
    state: str
    state_label: str
    state_shape: str
    at_home: bool
    generated: bool


@dataclass(frozen=True, slots=True)
class Filters:
    text: str = ""
    role: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class GrantRow:
    grant_id: int
    role_label: str
    unit_name: str
    unit_code: str
    scope_label: str
    hierarchy_label: str
    starts: date
    ends: date
    given_by: str
    in_force: bool
    to_come: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A slip in the history of an account: when, by whom, what became of it. Never its code."""

    made_at: datetime
    made_by: str
    expires_at: datetime
    used_at: datetime | None
    open: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    mark: str
    started_at: datetime | None
    seen_at: datetime | None
    agent: str
    current: bool


def of_unit(unit_id: int) -> QuerySet[User]:
    """The accounts of a unit: those at home there and those with a role there that has not ended."""
    working = Grant.objects.filter(user=OuterRef("pk"), unit_id=unit_id, ends__gt=today())
    return User.objects.filter(Q(home_unit_id=unit_id) | Q(Exists(working)))


def register(actor: Actor, unit_id: int, filters: Filters, *, on: date) -> QuerySet[User]:
    """The register of a unit, filtered; Hidden unless the actor sees its accounts. Roles count where seen."""
    actor.require(Permission.VIEW, unit_id, on=on)
    found = of_unit(unit_id)
    for word in fold(filters.text).split():
        found = found.filter(folded__contains=word)
    if filters.role:
        holding = Grant.objects.on(today()).filter(user=OuterRef("pk"), role=filters.role)
        if (seen := actor.unit_ids(Permission.VIEW)) is not None:
            holding = holding.filter(unit_id__in=seen)
        found = found.filter(Exists(holding))
    if filters.state:
        found = found.filter(_in_state(filters.state))
    return found.order_by("sort_key", "id")


def _in_state(state: str) -> Q:
    valid = Exists(
        Activation.objects.filter(user=OuterRef("pk"), used_at=None, expires_at__gt=timezone.now())
    )
    return {
        AccountState.OFF.value: Q(is_active=False),
        AccountState.ACTIVE.value: Q(is_active=True) & ~UNUSABLE,
        AccountState.WAITING.value: Q(valid, UNUSABLE, is_active=True),
        AccountState.LAPSED.value: Q(~valid, UNUSABLE, is_active=True),
    }.get(state, Q(pk=None))


def rows(actor: Actor, users: Sequence[User], unit_id: int) -> list[AccountRow]:
    """The lines of one page of the register: a few more queries, whatever the number of lines.

    Roles at other units are named with their unit, where the actor sees that unit's accounts.
    """
    ids = [user.pk for user in users]
    grants = list(Grant.objects.on(today()).filter(user_id__in=ids).order_by("id"))
    seen = _visible(actor, {grant.unit_id for grant in grants}) | {unit_id}
    names = unit_names(seen - {unit_id})
    roles: dict[int, list[str]] = {}
    for grant in sorted(grants, key=lambda grant: grant.unit_id != unit_id):
        if grant.unit_id in seen:
            label, place = str(ROLE_LABELS[grant.role]), names.get(grant.unit_id)
            roles.setdefault(grant.user_id, []).append(f"{label} ({place})" if place else label)
    waiting = _with_valid_slip(ids)
    return [_row(user, tuple(roles.get(user.pk, ())), unit_id, waiting) for user in users]


def _with_valid_slip(ids: Sequence[int]) -> set[int]:
    slips = Activation.objects.filter(user_id__in=ids, used_at=None, expires_at__gt=timezone.now())
    return set(slips.values_list("user_id", flat=True))


def _row(user: User, roles: tuple[str, ...], unit_id: int, waiting: set[int]) -> AccountRow:
    state = state_of(user, slip_valid=user.pk in waiting)
    return AccountRow(
        user_id=user.pk,
        username=user.username,
        display_name=user.display_name,
        roles=roles,
        state=state.value,
        state_label=str(STATE_LABELS[state]),
        state_shape=STATE_SHAPES[state],
        at_home=user.home_unit_id == unit_id,
        generated=user.generated,
    )


def state_of(user: User, *, slip_valid: bool) -> AccountState:
    return account_state(
        is_active=user.is_active, has_password=user.has_usable_password(), slip_valid=slip_valid
    )


# --- one account -----------------------------------------------------------------------------------------


def account(actor: Actor, user_id: int, unit_id: int, *, on: date) -> User:
    """An account of this unit; Hidden when it is none, or when the actor does not see the unit's accounts."""
    actor.require(Permission.VIEW, unit_id, on=on)
    user = of_unit(unit_id).select_related("home_unit").filter(pk=user_id).first()
    if user is None:
        raise Hidden("user")
    return user


def row_of(actor: Actor, user: User, unit_id: int) -> AccountRow:
    return rows(actor, [user], unit_id)[0]


def grants_of(actor: Actor, user: User) -> tuple[list[GrantRow], int]:
    """The roles of an account on units whose accounts the actor sees, and how many others are in force."""
    grants = list(user.grants.select_related("hierarchy", "unit").order_by("-ends", "-starts", "-id"))
    seen = (
        _visible(actor, {g.unit_id for g in grants})
        if user.pk != actor.actor_id
        else {g.unit_id for g in grants}
    )
    managed = _managed(actor, seen) if user.pk != actor.actor_id else set()
    names, givers = unit_names(seen), _labels({g.given_by for g in grants if g.given_by})
    day = today()
    shown = [
        GrantRow(
            grant_id=g.pk,
            role_label=str(ROLE_LABELS[g.role]),
            unit_name=names.get(g.unit_id, g.unit.code),
            unit_code=g.unit.code,
            scope_label=str(SCOPE_LABELS[g.scope]),
            hierarchy_label=in_words(g.hierarchy),
            starts=g.starts,
            ends=g.ends,
            given_by=givers.get(g.given_by or 0, ""),
            in_force=g.starts <= day < g.ends,
            to_come=g.starts > day,
            may_end=g.ends > day and g.unit_id in managed,
        )
        for g in grants
        if g.unit_id in seen
    ]
    return shown, sum(1 for g in grants if g.unit_id not in seen and g.starts <= day < g.ends)


def _visible(actor: Actor, ids: set[int]) -> set[int]:
    return _within(actor.unit_ids(Permission.VIEW), ids)


def _managed(actor: Actor, ids: set[int]) -> set[int]:
    return _within(actor.unit_ids(Permission.MANAGE), ids)


def _within(allowed: Any, ids: set[int]) -> set[int]:
    if allowed is None:
        return ids
    return set(Unit.objects.filter(pk__in=ids).filter(pk__in=allowed).values_list("pk", flat=True))


def unit_names(ids: set[int]) -> dict[int, str]:
    """The latest name of each unit, ended ones too."""
    found = UnitName.objects.filter(unit_id__in=ids, starts__lte=today()).order_by("starts")
    return {row.unit_id: unit_name(row) for row in found}


def _labels(ids: set[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "display_name"))


def slips_of(user: User) -> list[SlipRow]:
    now = timezone.now()
    return [
        SlipRow(
            made_at=row.created_at,
            made_by=row.created_by_label,
            expires_at=row.expires_at,
            used_at=row.used_at,
            open=row.used_at is None and row.expires_at > now,
        )
        for row in user.activations.all()[:10]
    ]


def sessions_of(user: User, current: str | None) -> list[SessionRow]:
    """The user's own open sign-ins; nobody else ever sees them."""
    now = timezone.now()
    found = Session.objects.filter(user=user, expire_date__gt=now).order_by("-seen_at")
    return [
        SessionRow(
            mark=sessions.mark(row.session_key),
            started_at=row.started_at,
            seen_at=row.seen_at,
            agent=sessions.device(row.agent),
            current=row.session_key == current,
        )
        for row in found
        if not sessions.row_is_over(row)
    ]


# --- who follows what ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    responsibility_id: int
    field: str
    field_label: str
    area_name: str
    user_id: int
    user_label: str
    department: str
    starts: date
    ends: date
    active: bool


def assignments(actor: Actor, unit_id: int, *, on: date, ended: bool = False) -> list[AssignmentRow]:
    """The table lĩnh vực × địa bàn × người theo dõi of a unit on a day (with what has ended, when asked)."""
    actor.require(Permission.VIEW_ASSIGNMENTS, unit_id, on=on)
    found = Responsibility.objects.filter(unit_id=unit_id).select_related("user", "department")
    if not ended:
        found = found.filter(ends__gt=on)
    lines = list(found)
    names = unit_names({line.area_id for line in lines if line.area_id})
    order = {field.value: place for place, field in enumerate(Field)}
    shown = [
        AssignmentRow(
            responsibility_id=line.pk,
            field=line.field,
            field_label=str(FIELD_LABELS[line.field]) if line.field else "",
            area_name=names.get(line.area_id, "") if line.area_id else "",
            user_id=line.user_id,
            user_label=str(line.user),
            department=line.department.name if line.department else "",
            starts=line.starts,
            ends=line.ends,
            active=line.starts <= on < line.ends and line.user.is_active,
        )
        for line in lines
    ]
    return sorted(shown, key=lambda row: (order.get(row.field, 99), fold(row.area_name), row.starts))


def follower(unit_id: int, *, field: str, area_id: int | None, on: date) -> User | None:
    """Who follows this field in this area: the exact line, else the field's rest, else the area's, else all.

    The default assignee of rooms above; None when nobody is in charge.
    """
    lines = Responsibility.objects.on(on).filter(unit_id=unit_id, user__is_active=True).select_related("user")
    candidates = lines.filter(field__in={field, ""}).filter(Q(area_id=area_id) | Q(area_id=None))
    ranked = sorted(candidates, key=lambda line: (line.field == field, line.area_id == area_id), reverse=True)
    return ranked[0].user if ranked else None


def acts_for(actor: Actor, unit_id: int, on: date) -> bool:
    """Whether the actor works for this unit itself, not merely above it: it is the home unit, or the
    committee whose line the home unit works over. A cluster has no staff of its own: whoever holds a role on
    it works for it. A grant still decides what they may do there; the house acts for all.
    """
    if actor.actor_id is None:
        return actor.can(Permission.VIEW)
    if not isinstance(actor, User):
        return False
    if actor.home_unit_id is not None and unit_id in lines_of(actor.home_unit_id, on):
        return True
    return access.holds_outside_the_party_line(actor, unit_id)


def members(unit_id: int) -> QuerySet[User]:
    """Who can be put in charge in a unit: active accounts at home or at work there."""
    return of_unit(unit_id).filter(is_active=True).order_by("sort_key", "id")


def rights_of(user: User) -> list[tuple[str, list[str]]]:
    """Each role the user holds today and what it may do, in words, for the user's own page."""
    held = sorted({grant.role for grant in user.grants.on(today())})
    return [
        (str(ROLE_LABELS[role]), [str(permissions[code].label) for code in access.permissions_of(role)])
        for role in held
    ]
