"""Roles of the house and the eight fields of work, as codes; labels stand with the models.

The fields are the eight points of part I of a periodic report (cycle.md §1.3).
"""

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


def closure_of_implications(code: str, implied: dict[str, tuple[str, ...]]) -> frozenset[str]:
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
