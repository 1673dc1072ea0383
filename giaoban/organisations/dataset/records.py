"""What the organisation data set is made of, and its history replayed to any day.

Frozen records only, each with its source and confidence; codes are unique among units alive at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

LEVELS = ("centre", "province", "district", "commune", "grassroots", "cell", "other")
# Committees that stand directly under the Centre: the connection points of a national conference.
DIRECT_COMMITTEES = frozenset(
    {
        "provincial_committee",
        "military_committee",
        "police_committee",
        "central_bloc_committee",
        "central_party_committee",
    }
)
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class DatasetError(ValueError):
    """A data file is malformed; the message names the file and the record."""


class Confidence(StrEnum):
    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class ChangeKind(StrEnum):
    ESTABLISH = "establish"
    MERGE = "merge"
    SPLIT = "split"
    TRANSFER = "transfer"
    RENAME = "rename"
    DISSOLVE = "dissolve"
    REESTABLISH = "reestablish"


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    label: str
    label_en: str
    level: str
    advises: bool  # works for its superior committee and over that committee's line (a commission, an office)
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Hierarchy:
    code: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One unit; `ends` is exclusive, None while open, and only importers and clusters write it."""

    code: str
    kind: str
    name: str
    short_name: str
    parent: str | None
    starts: date
    source: str
    confidence: Confidence
    name_en: str = ""
    established_on: date | None = None
    ends: date | None = None

    def holds(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or on < self.ends)


@dataclass(frozen=True, slots=True)
class Change:
    """One decision. `predecessors` and codes in `successors` name units alive on the eve of `effective`."""

    kind: ChangeKind
    effective: date
    decided: date | None
    decision: str
    predecessors: tuple[str, ...]
    successors: tuple[UnitRecord | str, ...]
    source: str
    confidence: Confidence
    note: str

    @property
    def keeps_unit(self) -> bool:
        """A renaming or a transfer: the unit lives on under its code, with another name or place."""
        return self.kind in (ChangeKind.RENAME, ChangeKind.TRANSFER)

    @property
    def records(self) -> tuple[UnitRecord, ...]:
        return tuple(unit for unit in self.successors if isinstance(unit, UnitRecord))

    @property
    def ended(self) -> tuple[str, ...]:
        """Codes of the units that this decision closes."""
        return () if self.keeps_unit else self.predecessors


@dataclass(frozen=True, slots=True)
class Membership:
    unit: str
    starts: date
    ends: date | None
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Cluster:
    unit: UnitRecord
    guide: str | None
    note: str
    members: tuple[Membership, ...]
    leads: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    baseline: date
    party: Hierarchy
    emulation: Hierarchy
    kinds: tuple[Kind, ...]
    units: tuple[UnitRecord, ...]
    changes: tuple[Change, ...]
    clusters: tuple[Cluster, ...]

    def alive(self, on: date) -> dict[str, UnitRecord]:
        """The Party line on a day, by code: the baseline with every decision effective by then replayed."""
        state = {unit.code: unit for unit in self.units if unit.starts <= on}
        for change in self.changes:
            if change.effective <= on:
                apply(state, change)
        return state

    def direct_committees(self, on: date) -> tuple[UnitRecord, ...]:
        return tuple(unit for unit in self.alive(on).values() if unit.kind in DIRECT_COMMITTEES)

    def units_ever(self) -> Iterator[UnitRecord]:
        """Every unit the data set creates, in the order of its creation (a renaming creates none)."""
        yield from self.units
        for change in self.changes:
            if not change.keeps_unit:
                yield from change.records


def apply(state: dict[str, UnitRecord], change: Change) -> None:
    if change.keeps_unit:
        old = state[change.predecessors[0]]
        new = change.records[0]
        state[old.code] = replace(new, starts=old.starts, established_on=old.established_on)
        return
    for code in change.predecessors:
        del state[code]
    for unit in change.records:
        state[unit.code] = unit
