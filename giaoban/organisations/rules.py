"""What a decision on the organisation may be, and the plain values that doors, previews and impacts share.

Kinds follow cycle.md R5.6: establish, merge, split, rename, transfer, dissolve, re-establish.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from giaoban.core.dates import OPEN


class ChangeKind(StrEnum):
    ESTABLISH = "establish"
    MERGE = "merge"
    SPLIT = "split"
    TRANSFER = "transfer"
    RENAME = "rename"
    DISSOLVE = "dissolve"
    REESTABLISH = "reestablish"


class Confidence(StrEnum):
    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class Permission(StrEnum):
    VIEW = "organisations.view"
    VIEW_SECRET = "organisations.view_secret"  # noqa: S105 - the name of a right
    CHANGE = "organisations.change"


PARTY = "party"
EMULATION = "emulation"
T = TypeVar("T")
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that a decision brings into being."""

    code: str
    kind: str
    name: str
    short_name: str = ""
    name_en: str = ""
    parent_id: int | None = None
    secrecy: str = "normal"
    established_on: date | None = None
    source: str = ""
    confidence: str = ""
    # A unit entered late that has ended since; the decision that ended it is not known.
    ends: date = OPEN


@dataclass(frozen=True, slots=True)
class Decision:
    """The paper behind a change: both times are kept, when it holds and when it was signed."""

    effective_on: date
    number: str = ""
    decided_on: date | None = None
    source: str = ""
    confidence: str = Confidence.UNVERIFIED
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A succession as plain values, handed to the impact registry: what ends, what begins, from which day.

    `children_to` maps a child unit to its new parent; `shares` maps (predecessor, successor) to an exact
    share, None where none was agreed; `moves` are the units whose own place or name the decision changes.
    """

    kind: ChangeKind
    effective_on: date
    ends: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    children_to: Mapping[int, int] = field(default_factory=dict)
    shares: Mapping[tuple[int, int], Decimal | None] = field(default_factory=dict)
    moves: tuple[int, ...] = ()
    hierarchy: str = PARTY


def well_formed(code: str) -> bool:
    """Whether a unit code may stand in an address.

    >>> well_formed("tu-thai-binh"), well_formed("Tỉnh ủy"), well_formed("a--b")
    (True, False, False)
    """
    return len(code) <= 80 and CODE.fullmatch(code) is not None


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is wrong with a mapping of children to new parents."""

    missing: tuple[int, ...] = ()
    strangers: tuple[int, ...] = ()


def check_mapping(children: Collection[int], mapping: Mapping[int, object]) -> Gaps:
    """Children that were given no new parent, and mapped units that are no children.

    >>> check_mapping([1, 2, 3], {1: 9, 4: 9})
    Gaps(missing=(2, 3), strangers=(4,))
    """
    return Gaps(
        missing=tuple(child for child in children if child not in mapping),
        strangers=tuple(child for child in mapping if child not in set(children)),
    )


def shares_fault(successors: Collection[T], shares: Mapping[T, Decimal]) -> str:
    """Why stated shares of a split cannot hold; empty when they can. No share at all is allowed (R7).

    >>> shares_fault([1, 2], {}), shares_fault([1, 2], {1: Decimal("0.6"), 2: Decimal("0.4")})
    ('', '')
    >>> shares_fault([1, 2], {1: Decimal("1")}), shares_fault([1], {1: Decimal("0.5")})
    ('incomplete', 'sum')
    >>> shares_fault([1, 2], {1: Decimal("1.5"), 2: Decimal("-0.5")})
    'negative'
    """
    if not shares:
        return ""
    if set(shares) != set(successors):
        return "incomplete"
    if min(shares.values()) < 0:
        return "negative"
    if sum(shares.values()) != 1:
        return "sum"
    return ""


@dataclass(frozen=True, slots=True)
class Heir:
    """A unit of another day's structure that continues a unit; no share where none was agreed (R7)."""

    unit_id: int
    share: Decimal | None


def heirs(
    unit_id: int,
    alive: Collection[int],
    onward: Mapping[int, Collection[tuple[int, Decimal | None]]],
) -> tuple[Heir, ...]:
    """Follow successions until units of the wanted day; shares multiply, an unknown one stays unknown.

    >>> whole, half = Decimal(1), Decimal("0.5")
    >>> heirs(1, {3}, {1: [(2, whole)], 2: [(3, whole)]})
    (Heir(unit_id=3, share=Decimal('1')),)
    >>> heirs(1, {4, 5}, {1: [(2, half), (3, half)], 2: [(4, whole)], 3: [(5, None)]})
    (Heir(unit_id=4, share=Decimal('0.5')), Heir(unit_id=5, share=None))
    >>> heirs(1, {4}, {1: [(2, half), (3, half)], 2: [(4, whole)], 3: [(4, whole)]})
    (Heir(unit_id=4, share=Decimal('1.0')),)
    >>> heirs(1, set(), {})
    ()
    """
    found: dict[int, Decimal | None] = {}
    waiting: list[tuple[int, Decimal | None]] = [(unit_id, Decimal(1))]
    while waiting:
        now, share = waiting.pop(0)
        if now in alive:
            known = found.get(now, Decimal(0))
            found[now] = None if known is None or share is None else known + share
            continue
        for then, part in onward.get(now, ()):
            waiting.append((then, None if share is None or part is None else share * part))
    return tuple(Heir(unit, share) for unit, share in found.items())
