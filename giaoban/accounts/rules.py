"""Roles of the house, the eight fields of work, and the arithmetic of access, codes and sessions.

The fields are the eight points of part I of a periodic report (cycle.md §1.3); labels stand in labels.py.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
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
    VIEW_ASSIGNMENTS = "accounts.view_assignments"
    SET_UP = "accounts.set_up"


def closure_of_implications(code: str, implied: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """`code` and every weaker permission that comes with it.

    >>> tree = {"r.consolidate": ("r.review",), "r.review": ("r.view",), "r.view": ()}
    >>> sorted(closure_of_implications("r.consolidate", tree))
    ['r.consolidate', 'r.review', 'r.view']
    >>> sorted(closure_of_implications("a", {"a": ("b", "c"), "b": ("c",), "c": ()}))
    ['a', 'b', 'c']
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


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failed tries a key may have within a while."""

    tries: int
    seconds: int


QUARTER_HOUR = 15 * 60
# One account from one place; one account from everywhere; one place (an office shares its address).
SIGN_IN_LIMITS = {
    "pair": Limit(5, QUARTER_HOUR),
    "account": Limit(50, QUARTER_HOUR),
    "place": Limit(60, QUARTER_HOUR),
}
ACTIVATION_LIMIT = Limit(20, QUARTER_HOUR)

# --- activation slips ------------------------------------------------------------------------------------

# Habits of the house, no instrument asks for them: two weeks to hand a slip over, 15 minutes to print it.
ACTIVATION_DAYS = 14
PRINT_SECONDS = QUARTER_HOUR
# No 0 O 1 I L, and nothing that a Vietnamese keyboard (Telex, VNI) changes: no vowel, no D, no W.
CODE_ALPHABET = "23456789BCFGHJKMNPQRSTVXZ"
CODE_LENGTH = 15  # 25^15: 69 bits
CODE_GROUP = 5


def code_from(seed: bytes) -> str:
    """An activation code out of 32 unguessable bytes.

    >>> code_from(bytes(32)), len(code_from(b"\\xff" * 32))
    ('222222222222222', 15)
    """
    number, letters = int.from_bytes(seed), []
    for _place in range(CODE_LENGTH):
        number, digit = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[digit])
    return "".join(letters)


def read_code(typed: str) -> str:
    """A code as typed, in one spelling: capitals, without spaces and dashes; empty when it cannot be one.

    >>> read_code(" k7m2q-9xhpb 3trhc "), read_code("K7M2Q"), read_code("O0000-00000-00000")
    ('K7M2Q9XHPB3TRHC', '', '')
    """
    letters = "".join(c for c in typed.upper() if c.isalnum())
    return letters if len(letters) == CODE_LENGTH and set(letters) <= set(CODE_ALPHABET) else ""


def show_code(code: str) -> str:
    """A code as printed.

    >>> show_code("K7M2Q9XHPB3TRHC")
    'K7M2Q-9XHPB-3TRHC'
    """
    return "-".join(code[i : i + CODE_GROUP] for i in range(0, len(code), CODE_GROUP))


# --- names of accounts -----------------------------------------------------------------------------------

USERNAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
USERNAME_LENGTHS = range(3, 101)
ROLE_TAILS = {
    Role.AREA_OFFICER: "theodoi",
    Role.COMPILER: "tonghop",
    Role.DEPARTMENT_HEAD: "truongphong",
    Role.DEPUTY_HEAD: "photruong",
    Role.HEAD: "truong",
    Role.CLERK: "vanthu",
    Role.REVIEWER: "thamtra",
    Role.CONFERENCE_SECRETARY: "thuky",
    Role.CHAIR: "chutri",
    Role.POINT_OPERATOR: "diemcau",
    Role.DELEGATE: "daibieu",
    Role.RECORDER: "bienban",
    Role.PERSONNEL_OFFICER: "nhansu",
    Role.TELLER: "kiemphieu",
    Role.CELL_SECRETARY: "bithu",
    Role.MONITOR: "dusinhhoat",
    Role.CLUSTER_LEAD: "cumtruong",
    Role.INSPECTION_READER: "kiemtra",
    Role.ADMINISTRATOR: "quantri",
}


def is_username(name: str) -> bool:
    """Lower-case letters without accents, digits, and . _ - between them; 3 to 100 signs.

    >>> [is_username(n) for n in ("tb.vanthu", "Tb", "lê.hoa", "a..b", "ab")]
    [True, False, False, False, False]
    """
    return len(name) in USERNAME_LENGTHS and USERNAME.fullmatch(name) is not None


def username_for(unit_code: str, role: str) -> str:
    """The name of an account made from above: unit code, a dot, the role's tail.

    >>> username_for("du-an-hoa", Role.CLERK)
    'du-an-hoa.vanthu'
    """
    return f"{unit_code}.{ROLE_TAILS[Role(role)]}"


class AccountState(StrEnum):
    ACTIVE = "active"
    WAITING = "waiting"
    LAPSED = "lapsed"
    OFF = "off"


def account_state(*, is_active: bool, has_password: bool, slip_valid: bool) -> AccountState:
    """How an account stands: in use, waiting for its slip to be used, slip out of date, or switched off.

    >>> account_state(is_active=True, has_password=True, slip_valid=False).value
    'active'
    >>> account_state(is_active=True, has_password=False, slip_valid=True).value
    'waiting'
    >>> account_state(is_active=True, has_password=False, slip_valid=False).value
    'lapsed'
    >>> account_state(is_active=False, has_password=True, slip_valid=True).value
    'off'
    """
    if not is_active:
        return AccountState.OFF
    if has_password:
        return AccountState.ACTIVE
    return AccountState.WAITING if slip_valid else AccountState.LAPSED
