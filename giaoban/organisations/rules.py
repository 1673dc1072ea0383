"""What a decision on the organisation may be, and the plain values that doors, previews and impacts share.

Kinds follow cycle.md R5.6: establish, merge, split, rename, transfer, dissolve, re-establish.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


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
    VIEW_SECRET = "organisations.view_secret"
    CHANGE = "organisations.change"


PARTY = "party"
EMULATION = "emulation"


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

    `children_to` maps a child unit to its new parent; `shares` maps (predecessor, successor) to an exact share.
    """

    kind: ChangeKind
    effective_on: date
    ends: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    children_to: Mapping[int, int] = field(default_factory=dict)
    shares: Mapping[tuple[int, int], Decimal] = field(default_factory=dict)
