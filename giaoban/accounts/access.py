"""Who may do what where: this module alone decides (design §3).

A grant in force today (user × role × unit × scope × hierarchy) opens the units of its tree on the record's
date `on`; permissions that only read also open the archive of predecessors, as it was before they passed on.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from giaoban.accounts.labels import ROLE_LABELS, in_words, unit_name
from giaoban.accounts.rules import EVERY_ROLE, Scope, roles_by_permission
from giaoban.core import dates
from giaoban.core.refusals import Hidden
from giaoban.core.registries import permissions
from giaoban.organisations.models import Closure, UnitName
from giaoban.organisations.queries import above, around, expect

T = TypeVar("T")
CACHE = "_access_of_this_request"


class Holder(Protocol):
    """What access reads of a user."""

    pk: Any
    is_active: bool

    @property
    def grants(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Anchor:
    """A unit whose tree one grant opens: the unit of the grant itself, or one of its predecessors.

    A predecessor opens for reading only, and only for records from before `until`, the day it passed on.
    """

    grant_id: int
    role: str
    scope: str
    hierarchy_id: int
    unit_id: int
    until: date
    party: bool

    @property
    def archive(self) -> bool:
        return self.until != dates.OPEN


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of an explanation; `opens` when this is why the thing is seen."""

    code: str
    text: str
    opens: bool = False


# --- the four questions of the Actor protocol -----------------------------------------------------------


def can(user: Holder, permission: str, unit_id: int | None = None, *, on: date | None = None) -> bool:
    """Whether a grant in force today gives `permission` on the unit as the tree stood on `on`.

    Without a unit: whether it gives it at all, whatever stood in the tree (menus, the structure itself).
    """
    day = on or dates.today()
    anchors = _anchors_for(user, permission, day)
    if unit_id is None or not anchors:
        return bool(anchors)
    around = _above(user, unit_id, day)
    return any(_reaches(a, around) for a in anchors)


def require(user: Holder, permission: str, unit_id: int | None = None, *, on: date | None = None) -> None:
    """Raise Hidden, which is answered like something that does not exist."""
    if not can(user, permission, unit_id, on=on):
        raise Hidden(permission)


def unit_ids(user: Holder, permission: str, *, on: date | None = None) -> "QuerySet[Closure, Any]":
    """The ids of the units on which `can` holds, as one lazy query for `unit_id__in`."""
    day = on or dates.today()
    anchors = _anchors_for(user, permission, day)
    if not anchors:
        return Closure.objects.none().values_list("descendant_id", flat=True)
    rows = Closure.objects.on(day).filter(_trees(anchors))
    if len(anchors) > 1:
        rows = rows.distinct()
    return rows.values_list("descendant_id", flat=True)


def beyond(
    actor: Any, permission: str, *, hierarchy_id: int, unit_id: int, scope: str, on: date | None = None
) -> bool:
    """Whether a grant on this unit would reach a unit on which the actor does not hold `permission`."""
    day = on or dates.today()
    mine = actor.unit_ids(permission, on=day)
    if mine is None:
        return False
    reached = Closure.objects.on(day).filter(_tree(scope, hierarchy_id, [unit_id]))
    return reached.exclude(descendant_id__in=mine).exists() or not reached.exists()


# --- why not ---------------------------------------------------------------------------------------------


def explain(user: Holder, permission: str, unit_id: int, *, on: date | None = None) -> list[Reason]:
    """Why the user may, or why not: every grant that carries the permission, and what is wrong with it.

    Says nothing about the unit that the asker did not already say: an unknown unit is "outside", too.
    """
    day, now = on or dates.today(), dates.today()
    if not user.is_active:
        return [Reason("inactive", _("Tài khoản đã ngừng sử dụng."))]
    entry = permissions[permission]
    roles = roles_of(permission)
    named = ", ".join(str(ROLE_LABELS[r]) for r in EVERY_ROLE if r in roles) or "—"
    grants = list(user.grants.filter(role__in=roles).select_related("hierarchy").order_by("starts", "id"))
    if not grants:
        text = _(
            "“%(permission)s” chỉ dành cho: %(roles)s. Đồng chí chưa được giao vai trò nào trong số này."
        )
        return [Reason("role", text % {"permission": entry.label, "roles": named})]
    named_units = UnitName.objects.on(now).filter(unit_id__in={g.unit_id for g in grants})
    names = {row.unit_id: unit_name(row) for row in named_units}
    around = _above(user, unit_id, day)
    open_trees = {(a.grant_id, a.archive) for a in _anchors_for(user, permission, day) if _reaches(a, around)}
    return [
        _reason(grant, names.get(grant.unit_id) or grant.unit.code, open_trees, day, now) for grant in grants
    ]


def _reason(grant: Any, unit: str, open_trees: set[tuple[int, bool]], day: date, now: date) -> Reason:
    facts = {
        "role": ROLE_LABELS[grant.role],
        "unit": unit,
        "hierarchy": in_words(grant.hierarchy),
        "day": dates.vi(day),
        "starts": dates.vi(grant.starts),
        "last": dates.vi(dates.last_day(grant.ends) or grant.ends),
    }
    if grant.ends <= now:
        return Reason("ended", _("Vai trò %(role)s tại %(unit)s hết hiệu lực ngày %(last)s.") % facts)
    if grant.starts > now:
        return Reason("future", _("Vai trò %(role)s tại %(unit)s có hiệu lực từ ngày %(starts)s.") % facts)
    if (grant.pk, False) in open_trees:
        text = _("Được, vì có vai trò %(role)s tại %(unit)s (%(hierarchy)s).") % facts
        return Reason("open", text, opens=True)
    if (grant.pk, True) in open_trees:
        text = _("Được xem lưu trữ của đơn vị tiền thân, vì có vai trò %(role)s tại %(unit)s.") % facts
        return Reason("archive", text, opens=True)
    if grant.scope == Scope.SELF:
        return Reason("self", _("Vai trò %(role)s tại %(unit)s chỉ có giá trị ở chính đơn vị đó.") % facts)
    text = _("Ngày %(day)s, đơn vị này ngoài phạm vi của vai trò %(role)s tại %(unit)s (%(hierarchy)s).")
    return Reason("outside", text % facts)


# --- roles and permissions -------------------------------------------------------------------------------


def roles_of(permission: str) -> frozenset[str]:
    """The roles that hold a permission, by themselves or through a stronger one; a KeyError when unknown."""
    return _roles_by_permission(len(list(permissions)))[permission]


@lru_cache(maxsize=1)
def _roles_by_permission(_entries: int) -> dict[str, frozenset[str]]:
    """Of so many entries: the registry only grows, while the apps make ready."""
    return roles_by_permission({p.code: (tuple(map(str, p.roles)), p.implies) for p in permissions})


def permissions_of(role: str) -> list[str]:
    """What a role may do, in the order of registration."""
    return [p.code for p in permissions if role in roles_of(p.code)]


# --- grants, trees and the memory of one request ---------------------------------------------------------

# Both times of a succession count: a predecessor passes on what it had until then, never what it gets later,
# and a decision that is not yet in force opens nothing.
_ANCHORS = """
WITH RECURSIVE line (grant_id, unit_id, until) AS (
    SELECT id, unit_id, DATE '9999-12-31' FROM accounts_grant
    WHERE user_id = %(user)s AND starts <= %(today)s AND ends > %(today)s
  UNION
    SELECT line.grant_id, s.predecessor_id, c.effective_on
    FROM line
    JOIN organisations_succession s ON s.successor_id = line.unit_id
    JOIN organisations_change c ON c.id = s.change_id
    WHERE c.effective_on <= line.until AND c.effective_on <= %(today)s
)
SELECT g.id, g.role, g.scope, g.hierarchy_id, line.unit_id, line.until, h.code = 'party'
FROM line
JOIN accounts_grant g ON g.id = line.grant_id
JOIN organisations_hierarchy h ON h.id = g.hierarchy_id
"""


def _anchors_for(user: Holder, permission: str, day: date) -> list[Anchor]:
    roles = roles_of(permission)
    reads = permissions[permission].reads
    return [a for a in _anchors(user) if a.role in roles and day < a.until and (reads or not a.archive)]


def held(user: Holder) -> list[tuple[int, str]]:
    """(unit, role) of the grants in force today, in the order in which they were given."""
    own = sorted((a for a in _anchors(user) if not a.archive), key=lambda anchor: anchor.grant_id)
    return [(anchor.unit_id, anchor.role) for anchor in own]


def holds_outside_the_party_line(user: Holder, unit_id: int) -> bool:
    """Whether a grant in force today lies on this unit in another hierarchy, as on a cluster."""
    return any(a.unit_id == unit_id and not a.party and not a.archive for a in _anchors(user))


def standing(user: Holder, unit_id: int) -> Hashable:
    """All that rights on a page of this unit are drawn from: equal standings see the same there on a day."""
    anchors, home = _anchors(user), getattr(user, "home_unit_id", None)
    near = dict.fromkeys([unit_id, *(a.unit_id for a in anchors), *([] if home is None else [home])])
    return user.pk, home, anchors, tuple((unit, around(unit)) for unit in near)


def _anchors(user: Holder) -> Sequence[Anchor]:
    if not user.is_active:
        return ()
    now = dates.today()
    return _remember(user, ("anchors", now), lambda: _read_anchors(user, now))


def _read_anchors(user: Holder, now: date) -> Sequence[Anchor]:
    with connection.cursor() as cursor:
        cursor.execute(_ANCHORS, {"user": user.pk, "today": now})
        found = tuple(Anchor(*row) for row in cursor.fetchall())
    # the page asks about the home and about these units sooner or later
    expect(getattr(user, "home_unit_id", None), *(anchor.unit_id for anchor in found))
    return found


def _above(user: Holder, unit_id: int, day: date) -> frozenset[tuple[int, int, int]]:
    """(hierarchy, ancestor, depth) of everything above a unit on that day, itself included at 0."""

    rows = _remember(user, ("above", unit_id), lambda: above(unit_id))
    return frozenset(
        (row.hierarchy_id, row.ancestor_id, row.depth) for row in rows if row.starts <= day < row.ends
    )


def _reaches(anchor: Anchor, around: Iterable[tuple[int, int, int]]) -> bool:
    return any(
        hierarchy == anchor.hierarchy_id
        and ancestor == anchor.unit_id
        and (depth == 0 or anchor.scope == Scope.SUBTREE)
        for hierarchy, ancestor, depth in around
    )


def _trees(anchors: Iterable[Anchor]) -> Q:
    groups: dict[tuple[str, int], list[int]] = {}
    for anchor in anchors:
        groups.setdefault((anchor.scope, anchor.hierarchy_id), []).append(anchor.unit_id)
    condition = Q()
    for (scope, hierarchy_id), units in groups.items():
        condition |= _tree(scope, hierarchy_id, units)
    return condition


def _tree(scope: str, hierarchy_id: int, unit_ids: Sequence[int]) -> Q:
    tree = Q(hierarchy_id=hierarchy_id, ancestor_id__in=unit_ids)
    return tree & Q(depth=0) if scope == Scope.SELF else tree


def open_memory(user: Any) -> None:
    """From here answers are remembered on this user object: for one request, or one scene of a story."""
    setattr(user, CACHE, {})


def forget(user: Any) -> None:
    """Drop what was remembered: a door of this request changed grants or the tree."""
    if getattr(user, CACHE, None) is not None:
        open_memory(user)


def _remember(user: Any, key: Hashable, read: Callable[[], T]) -> T:
    memory = getattr(user, CACHE, None)
    if memory is None:
        return read()
    if key not in memory:
        memory[key] = read()
    found: T = memory[key]
    return found
