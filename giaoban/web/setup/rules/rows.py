"""Rows of a sheet, what may be wrong with a cell, the verdict on a row, and the unit that a cell names."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from giaoban.core.text import canonical


class Sheet(StrEnum):
    UNITS = "units"
    PEOPLE = "people"
    CONTACTS = "contacts"


class Verdict(StrEnum):
    """What confirming the sheet does with a row; REPLACE ends what held before on the row's first day."""

    NEW = "new"
    REPLACE = "replace"
    SAME = "same"
    ERROR = "error"


class Fault(StrEnum):
    MISSING = "missing"
    TOO_LONG = "too_long"
    NOT_A_DAY = "not_a_day"
    NOT_IN_LIST = "not_in_list"
    CODE_SHAPE = "code_shape"
    CODE_TAKEN = "code_taken"
    CODE_OTHER = "code_other"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_SEVERAL = "unit_several"
    UNIT_OUTSIDE = "unit_outside"
    UNIT_NOT_YET = "unit_not_yet"
    CYCLE = "cycle"
    DOUBLE = "double"
    YEAR = "year"
    ENDS_FIRST = "ends_first"
    POST_CLASH = "post_clash"
    NOT_PUBLISHED = "not_published"
    PHONE_NUMBER = "phone_number"
    EMAIL = "email"
    NAMESAKE = "namesake"
    REPLACES = "replaces"
    DIFFERS = "differs"
    LATER_CONTACT = "later_contact"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell whose content is not of the column's kind: the text as it stands in the sheet."""

    text: str


Value = str | date | int | Unreadable


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend (or, among notes, to know) in one cell; `values` fill the places of its sentence."""

    column: str
    fault: Fault
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it stands in the sheet: its number there, and the filled cells by column."""

    row: int
    cells: Mapping[str, Value]

    def text(self, column: str) -> str:
        """The cell as text; "" when empty.

        >>> Line(8, {"name": "Đảng ủy xã"}).text("name"), Line(8, {}).text("name")
        ('Đảng ủy xã', '')
        """
        value = self.cells.get(column, "")
        return value.text if isinstance(value, Unreadable) else str(value)

    def day(self, column: str, problems: list[Problem]) -> date | None:
        """The cell as a day; what cannot be read is put down as a problem.

        >>> found = []
        >>> Line(8, {"starts": Unreadable("31/2/2019")}).day("starts", found), found[0].fault.value
        (None, 'not_a_day')
        """
        value = self.cells.get(column)
        if isinstance(value, date):
            return value
        if value is not None:
            problems.append(Problem(column, Fault.NOT_A_DAY, {"text": self.text(column)}))
        return None

    def need(self, columns: Iterable[str], problems: list[Problem]) -> None:
        problems += [Problem(column, Fault.MISSING) for column in columns if not self.text(column)]

    def fit(self, lengths: Mapping[str, int], problems: list[Problem]) -> None:
        problems += [
            Problem(column, Fault.TOO_LONG, {"limit": str(limit)})
            for column, limit in lengths.items()
            if len(self.text(column)) > limit
        ]

    def choose(self, column: str, choices: Mapping[str, str], problems: list[Problem]) -> str:
        """The code of what the cell names, "" when it is empty; `choices` maps duplicate keys to codes.

        >>> found = []
        >>> Line(8, {"kind": "Chi Bộ"}).choose("kind", {"chi bộ": "cell"}, found), found
        ('cell', [])
        """
        text = self.text(column)
        if not text:
            return ""
        code = choices.get(canonical(text), "")
        if not code:
            problems.append(Problem(column, Fault.NOT_IN_LIST, {"text": text}))
        return code


Plan = TypeVar("Plan")


@dataclass(frozen=True, slots=True)
class Checked(Generic[Plan]):
    """The verdict on a row; `plan` is what confirming writes, `existing` the record that stands already."""

    line: Line
    verdict: Verdict
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    plan: Plan | None = None
    existing: int | None = None


def tally(rows: Iterable[Checked[Any]]) -> Counter[Verdict]:
    return Counter(row.verdict for row in rows)


def fingerprint(rows: Iterable[Checked[Any]]) -> str:
    """What the preview promised, as a short key: another key at the confirmation means that the house moved.

    >>> new = Checked(Line(8, {}), Verdict.NEW, plan=("x",))
    >>> fingerprint([new]) == fingerprint([new]), fingerprint([new]) == fingerprint([])
    (True, False)
    """
    promised = "\n".join(f"{row.line.row} {row.verdict} {row.existing} {row.plan!r}" for row in rows)
    return hashlib.sha256(promised.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit in force; `allowed`: the actor may write there (what a sheet does needs it)."""

    id: int
    code: str
    name: str
    kind: str
    parent_id: int | None
    starts: date
    allowed: bool = True


class Finder:
    """Units of the house as a cell names them: by code, by name, or by both as “name (code)”.

    >>> tb = KnownUnit(1, "thai-binh", "Tỉnh ủy Thái Bình", "provincial_committee", None, date(2018, 1, 1))
    >>> finder = Finder([tb])
    >>> [finder.find(text)[0].id for text in ("THAI-BINH", "tỉnh uỷ Thái Bình", "Tỉnh ủy (thai-binh)")]
    [1, 1, 1]
    >>> finder.find("Tỉnh ủy Nam Định")
    ()
    """

    def __init__(self, units: Iterable[KnownUnit]) -> None:
        self.by_code: dict[str, KnownUnit] = {}
        self.by_name: dict[str, tuple[KnownUnit, ...]] = {}
        for unit in units:
            self.by_code[unit.code] = unit
            key = canonical(unit.name)
            self.by_name[key] = (*self.by_name.get(key, ()), unit)

    def find(self, text: str) -> tuple[KnownUnit, ...]:
        if (code := code_in(text)) in self.by_code:
            return (self.by_code[code],)
        return self.by_name.get(canonical(text), ())

    def one(self, line: Line, column: str, problems: list[Problem]) -> KnownUnit | None:
        """The one unit that the cell names and the actor may write to; anything else is a problem."""
        text = line.text(column)
        if not text:
            return None
        units = self.find(text)
        if problem := unit_problem(column, text, units):
            problems.append(problem)
            return None
        return units[0]


def unit_problem(column: str, text: str, units: Sequence[KnownUnit]) -> Problem | None:
    if not units:
        return Problem(column, Fault.UNIT_UNKNOWN, {"text": text})
    if len(units) > 1:
        codes = ", ".join(unit.code for unit in units[:3])
        return Problem(column, Fault.UNIT_SEVERAL, {"text": text, "count": str(len(units)), "codes": codes})
    if not units[0].allowed:
        return Problem(column, Fault.UNIT_OUTSIDE, {"text": text})
    return None


def code_in(text: str) -> str:
    """The code in a cell: alone, or in brackets at the end as the lists of the template write it.

    >>> code_in("Tỉnh ủy Thái Bình (thai-binh)"), code_in(" THAI-BINH ")
    ('thai-binh', 'thai-binh')
    """
    text = text.strip()
    if text.endswith(")") and "(" in text:
        text = text[text.rindex("(") + 1 : -1]
    return text.strip().lower()
