"""Roles of the house, the eight fields of work, and the arithmetic of access, codes and sessions.

The fields are the eight points of part I of a periodic report (cycle.md §1.3); labels stand in labels.py.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    AREA_OFFICER = "area_officer"
    COMPILER = "compiler"
    DEPARTMENT_HEAD = "department_head"
    DEPUTY_HEAD = "deputy_head"
    HEAD = "head"
    CLERK = "clerk"
    REVIEWER = "reviewer"
    CONFERENCE_SECRETARY = "conference_secretary"
    CHAIR = "chair"
    POINT_OPERATOR = "point_operator"
    DELEGATE = "delegate"
    RECORDER = "recorder"
    PERSONNEL_OFFICER = "personnel_officer"
    TELLER = "teller"
    CELL_SECRETARY = "cell_secretary"
    MONITOR = "monitor"
    CLUSTER_LEAD = "cluster_lead"
    INSPECTION_READER = "inspection_reader"
    ADMINISTRATOR = "administrator"


EVERY_ROLE = tuple(role.value for role in Role)


class Scope(StrEnum):
    SELF = "self"
    SUBTREE = "subtree"


class Field(StrEnum):
    LEADERSHIP = "leadership"
    APPARATUS = "apparatus"
    CADRES = "cadres"
    GRASSROOTS = "grassroots"
    PROTECTION = "protection"
    TRAINING = "training"
    INSPECTION = "inspection"
    SECTOR = "sector"


class Permission(StrEnum):
    VIEW = "accounts.view"
    MANAGE = "accounts.manage"
    ASSIGN = "accounts.assign"
    SET_UP = "accounts.set_up"


def closure_of_implications(code: str, implied: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """`code` and every weaker permission that comes with it.

    >>> tree = {"r.consolidate": ("r.review",), "r.review": ("r.view",), "r.view": ()}
    >>> sorted(closure_of_implications("r.consolidate", tree))
    ['r.consolidate', 'r.review', 'r.view']
    """
    found: set[str] = set()
    waiting = [code]
    while waiting:
        now = waiting.pop()
        if now not in found:
            found.add(now)
            waiting.extend(implied.get(now, ()))
    return frozenset(found)


def roles_by_permission(
    declared: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]],
) -> dict[str, frozenset[str]]:
    """Permission → roles that hold it, from what each permission declares: (its roles, what it implies).

    >>> held = roles_by_permission({"r.view": (("clerk",), ()), "r.review": (("head",), ("r.view",))})
    >>> sorted(held["r.view"]), sorted(held["r.review"])
    (['clerk', 'head'], ['head'])
    >>> roles_by_permission({"x.see": (("*",), ())})["x.see"] == frozenset(EVERY_ROLE)
    True
    """
    implied = {code: implies for code, (_roles, implies) in declared.items()}
    found: dict[str, set[str]] = {code: set() for code in declared}
    for code, (roles, _implies) in declared.items():
        holders = EVERY_ROLE if "*" in roles else roles
        for weaker in closure_of_implications(code, implied):
            found[weaker].update(holders)
    return {code: frozenset(roles) for code, roles in found.items()}


# --- sessions and tries: house rules of security, from OWASP ASVS 5.0 chapters 6 and 7, not of law ----------

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 60 * 60
SEEN_EVERY_SECONDS = 60


def session_over(started: float, seen: float, now: float) -> bool:
    """Whether a sign-in has ended: 30 minutes without a request, or 12 hours in all.

    >>> session_over(0, 0, 30 * 60), session_over(0, 0, 30 * 60 - 1)
    (True, False)
    >>> session_over(0, 12 * 3600 - 1, 12 * 3600)
    True
    """
    return now - seen >= IDLE_SECONDS or now - started >= ABSOLUTE_SECONDS
