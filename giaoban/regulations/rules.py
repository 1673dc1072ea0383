"""Rule packs: what a legal instrument sets, as dated data that is checked before anything is stored.

A case is judged by the version in force when it began; an unverified version is shown as "tham khảo" and
never blocks (DESIGN.md §2.4).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, Protocol, TypeVar

from giaoban.core.dates import OPEN, holds, overlap
from giaoban.periods.rules import CALENDAR, Kind, WindowRule

REPORTING_WINDOWS = "reporting-windows"
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Confidence(StrEnum):
    VERIFIED = "verified"
    UNVERIFIED = "unverified"


class Permission(StrEnum):
    VIEW = "regulations.view"


class BrokenPackError(ValueError):
    """A data file that cannot be trusted; the message names the place in it."""


class InForce(Protocol):
    @property
    def starts(self) -> date: ...

    @property
    def ends(self) -> date: ...


V = TypeVar("V", bound=InForce)


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """Parameters during [starts, ends) with their instrument; `digest` changes when anything of it does."""

    basis: str
    source: str
    confidence: Confidence
    starts: date
    ends: date = OPEN
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def binding(self) -> bool:
        """Whether it may stop somebody's work."""
        return self.confidence is Confidence.VERIFIED

    @property
    def digest(self) -> str:
        facts = [self.basis, self.source, self.confidence, str(self.starts), str(self.ends), self.params]
        text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class RulePack:
    """One set of rules through time; versions in order, never two on one day."""

    code: str
    title: str
    title_en: str
    versions: tuple[RuleVersion, ...]

    def on(self, day: date) -> RuleVersion | None:
        return in_force(self.versions, day)


def in_force(versions: Iterable[V], on: date) -> V | None:
    """The version that holds on a day, None when there was no rule.

    >>> old = RuleVersion("66-QĐ/TW", "", Confidence.VERIFIED, date(2017, 2, 6), date(2026, 1, 9))
    >>> new = RuleVersion("399-QĐ/TW", "", Confidence.VERIFIED, date(2026, 1, 9))
    >>> [in_force([old, new], day).basis for day in (date(2026, 1, 8), date(2026, 1, 9))]
    ['66-QĐ/TW', '399-QĐ/TW']
    >>> in_force([old, new], date(2017, 2, 5)) is None
    True
    """
    return next((version for version in versions if holds(version.starts, version.ends, on)), None)


def load(text: str, *, name: str = "") -> RulePack:
    """A pack from the text of its JSON file; BrokenPackError says what is wrong and where."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise BrokenPackError(f"{name}: not JSON: {error}") from error
    if not isinstance(data, dict):
        raise BrokenPackError(f"{name}: an object is expected")
    code = _text(data, "code", name)
    if not _CODE.fullmatch(code):
        raise BrokenPackError(f"{name}: code {code!r} is not of small letters, digits and hyphens")
    lines = data.get("versions")
    if not isinstance(lines, list) or not lines:
        raise BrokenPackError(f"{name}: versions are missing")
    versions = sorted(
        (_version(line, f"{name}: version {number}") for number, line in enumerate(lines, start=1)),
        key=lambda version: version.starts,
    )
    for earlier, later in pairwise(versions):
        if overlap(earlier.starts, earlier.ends, later.starts, later.ends):
            raise BrokenPackError(f"{name}: two versions hold on {later.starts}")
    pack = RulePack(code, _text(data, "title", name), _text(data, "title_en", name), tuple(versions))
    if code == REPORTING_WINDOWS:
        for version in versions:
            window_rules(version.params)
    return pack


def _version(line: Any, where: str) -> RuleVersion:
    if not isinstance(line, dict):
        raise BrokenPackError(f"{where}: an object is expected")
    starts = _day(line.get("starts"), f"{where}: starts")
    ends = OPEN if line.get("ends") is None else _day(line["ends"], f"{where}: ends")
    if starts >= ends:
        raise BrokenPackError(f"{where}: ends before it starts")
    params = line.get("params")
    if not isinstance(params, dict):
        raise BrokenPackError(f"{where}: params are missing")
    try:
        confidence = Confidence(str(line.get("confidence")))
    except ValueError as error:
        raise BrokenPackError(f"{where}: confidence {line.get('confidence')!r} is unknown") from error
    return RuleVersion(
        _text(line, "basis", where), _text(line, "source", where), confidence, starts, ends, params
    )


def _text(data: Mapping[str, Any], key: str, where: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BrokenPackError(f"{where}: {key} is missing")
    return value


def _day(value: Any, where: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BrokenPackError(f"{where}: {value!r} is no day") from error


def window_rules(params: Mapping[str, Any]) -> dict[Kind, WindowRule]:
    """The window of each kind of period that a version of the reporting windows sets.

    >>> one = {"start_day": 15, "start_offset": -1, "end_day": 14, "end_offset": 0}
    >>> window_rules({"windows": {"month": one}})[Kind.MONTH]
    WindowRule(start_day=15, start_offset=-1, end_day=14, end_offset=0)
    """
    windows = params.get("windows")
    if not isinstance(windows, Mapping) or not windows:
        raise BrokenPackError("params: windows are missing")
    found = {}
    for name, line in windows.items():
        try:
            numbers = [line[key] for key in ("start_day", "start_offset", "end_day", "end_offset")]
            if not all(type(number) is int for number in numbers):
                raise TypeError("whole numbers are expected")
            found[Kind(name)] = WindowRule(*numbers)
        except (KeyError, TypeError, ValueError) as error:
            raise BrokenPackError(f"params: window {name!r}: {error}") from error
    return found


def window_rule(versions: Iterable[InForce], kind: Kind, on: date) -> WindowRule:
    """The administrative window of a kind on a day; calendar days while no version sets one."""
    version = in_force(versions, on)
    rules = window_rules(getattr(version, "params", {})) if version is not None else {}
    return rules.get(kind, CALENDAR)
