"""A filled workbook against the draft: what each cell says, what is wrong with it, what would change.

Three values meet in a cell: what stood there when the form was taken away, what the file says and what the
draft says now. Only what the officer changed is written; what both sides changed is a clash and one chooses.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from giaoban.core.numbers import read_number
from giaoban.core.text import canonical, clean
from giaoban.documents.xlsx import Filled, Spot
from giaoban.reporting.rules.checks import FIGURE_LIMIT

NOW, TOTAL, CODE, TOLD = "now", "total", "code", "told"  # keys of the columns
LONGEST, EXPLANATION_LIMIT = 40, 1000
NOTHING = {"", "-", "–", "—"}
YES, NO = "có", "chưa"
YES_WORDS, NO_WORDS = frozenset({YES, "x", "1"}), frozenset({NO, "không", "0"})
Place = tuple[str, str]


class Slip(StrEnum):
    NOT_A_NUMBER = "not_a_number"
    PERCENT = "percent"
    FRACTION = "fraction"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    A_DAY = "a_day"
    YES_OR_NO = "yes_or_no"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    ERROR = "error"
    MERGED = "merged"
    TWICE = "twice"
    MOVED = "moved"


class SlipError(ValueError):
    """What is wrong with a cell, with the words of its sentence."""

    def __init__(self, slip: Slip, **facts: Any) -> None:
        super().__init__(slip)
        self.slip, self.facts = slip, facts


class Asked(StrEnum):
    """What a cell asks for: a count, a yes or a no, an explanation in words."""

    COUNT = "count"
    CHOICE = "choice"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Ask:
    """One cell of the workbook: `key` is the figure's ("MEM.NEW:in_period"), of an explanation with # at the
    end; a cell that is not `open` only tells."""

    key: str
    place: Place
    asked: Asked = Asked.COUNT
    open: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """A slip in one cell; without a place it is about a whole row or column."""

    slip: Slip
    address: str
    place: Place | None = None
    key: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """`old` is what the draft says; `clashes`: somebody else changed it since the form was taken away."""

    key: str
    address: str
    old: Any
    new: Any
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """`locked` are addresses that only tell and were changed, `hidden` those of hidden rows with a change,
    `stray` values beside the form, `absent` the rows that the file does not have any more, `spoiled` the
    keys of rows and columns of which one cannot say which is which."""

    changes: tuple[Change, ...] = ()
    clashes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()
    locked: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    stray: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    spoiled: frozenset[str] = frozenset()


# --- one cell --------------------------------------------------------------------------------------------


def written(text: str) -> Decimal | None:
    """A number as staff write it, None for nothing; ValueError when it is neither.

    >>> written(" 1.234 "), written("1 234,5"), written("−5"), written("–")
    (Decimal('1234'), Decimal('1234.5'), Decimal('-5'), None)
    """
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if plain in NOTHING:
        return None
    if len(plain) > LONGEST:
        raise ValueError(text)
    return read_number(plain.replace(" ", "."))


def count_of(value: object) -> int | None:
    """A whole number from 0 on; None for an empty cell.

    >>> count_of(" 12 "), count_of("1.234"), count_of(7.0), count_of(None), count_of("–")
    (12, 1234, 7, None, None)
    >>> def slip(value):
    ...     try:
    ...         return count_of(value)
    ...     except SlipError as error:
    ...         return error.slip.value
    >>> [slip(value) for value in ("12a", "35,34%", "1.234,5", 12.5, "−3", 10**13, True, date(2019, 9, 1))]
    ['not_a_number', 'percent', 'fraction', 'fraction', 'negative', 'too_large', 'not_a_number', 'a_day']
    """
    if value is None:
        return None
    number = _number(value)
    if number is None:
        return None
    shown = str(value)[:LONGEST]
    if number != number.to_integral_value():
        raise SlipError(Slip.FRACTION, text=shown)
    if number < 0:
        raise SlipError(Slip.NEGATIVE, text=shown)
    if number > FIGURE_LIMIT:
        raise SlipError(Slip.TOO_LARGE, text=shown)
    return int(number)


def _number(value: object) -> Decimal | None:
    if isinstance(value, date | time):
        raise SlipError(Slip.A_DAY, day=value)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise SlipError(Slip.NOT_A_NUMBER, text=str(value)[:LONGEST])
    if not isinstance(value, str):
        return Decimal(str(value))
    percent = value.strip().endswith("%")
    try:
        found = written(value.strip().removesuffix("%"))
    except ValueError:
        raise SlipError(Slip.NOT_A_NUMBER, text=value[:LONGEST]) from None
    if percent:
        raise SlipError(Slip.PERCENT, text=value[:LONGEST])
    return found


def choice_of(value: object) -> int | None:
    """1 for yes, 0 for no.

    >>> [choice_of(value) for value in ("Có", "chưa", " không ", 1, 0.0, None, "–", True)]
    [1, 0, 0, 1, 0, None, None, 1]
    """
    if isinstance(value, bool | int | float) and value in {0, 1}:
        return int(value)
    said = "" if value is None else canonical(str(value))
    if said in NOTHING:
        return None
    if said in YES_WORDS:
        return 1
    if said in NO_WORDS:
        return 0
    raise SlipError(Slip.YES_OR_NO, text=str(value)[:LONGEST])


def words_of(value: object) -> str:
    """An explanation; whatever stands there is its text.

    >>> words_of(" Sáp nhập xã "), words_of(None), words_of(12), words_of(date(2019, 9, 3))
    ('Sáp nhập xã', '', '12', '03/9/2019')
    """
    if value is None:
        return ""
    text = clean(_day(value) if isinstance(value, date) else str(value), multiline=True)
    if len(text) > EXPLANATION_LIMIT:
        raise SlipError(Slip.TOO_LONG, limit=EXPLANATION_LIMIT)
    return text


def _day(day: date) -> str:
    """As Party papers write it: a 0 before days under 10 and before months 1 and 2."""
    return (
        f"{day.day:02d}/{day.month:02d}/{day.year}" if day.month < 3 else f"{day:%d}/{day.month}/{day.year}"
    )


READERS = {Asked.COUNT: count_of, Asked.CHOICE: choice_of, Asked.WORDS: words_of}


# --- the whole file --------------------------------------------------------------------------------------


def compare(asks: Sequence[Ask], filled: Filled, standing: Mapping[str, Any]) -> Plan:
    """What the file would change in the draft; `standing` are its figures and explanations by key."""
    faults, spoiled = _whole(asks, filled)
    changes: list[Change] = []
    locked, hidden = [], []
    for ask in asks:
        spot = filled.spots.get(ask.place)
        if spot is None or spoiled & set(ask.place):
            continue
        if not ask.open:
            locked += [spot.address] if filled.changed(ask.place) else []
            continue
        try:
            new = _read(ask, spot)
        except SlipError as error:
            faults.append(Fault(error.slip, spot.address, ask.place, ask.key, error.facts))
            continue
        change = _change(ask, spot, new, _before(ask, filled), standing)
        if change is not None:
            changes.append(change)
            hidden += [spot.address] if spot.hidden else []
    return Plan(
        tuple(one for one in changes if not one.clashes),
        tuple(one for one in changes if one.clashes),
        tuple(faults),
        tuple(locked),
        tuple(hidden),
        tuple(f"{spot.address}: {str(spot.value)[:LONGEST]}" for spot in filled.stray),
        tuple(dict.fromkeys(ask.place[0] for ask in asks if ask.place not in filled.spots)),
        frozenset(spoiled),
    )


def _whole(asks: Sequence[Ask], filled: Filled) -> tuple[list[Fault], set[str]]:
    """What is wrong with whole rows and columns, and the keys of these: their cells are not read."""
    faults = [
        Fault(Slip.TWICE, ", ".join(places), key=key, facts={"places": ", ".join(places)})
        for key, places in filled.twice.items()
    ]
    spoiled = set(filled.twice)
    for row in dict.fromkeys(ask.place[0] for ask in asks):
        if row not in spoiled and filled.changed((row, CODE)):
            faults.append(Fault(Slip.MOVED, filled.spots[row, CODE].address, key=row))
            spoiled.add(row)
    for key, spot in filled.moved_titles():
        faults.append(Fault(Slip.MOVED, spot.address, key=key))
        spoiled.add(key)
    return faults, spoiled


def _read(ask: Ask, spot: Spot) -> Any:
    if spot.merged:
        raise SlipError(Slip.MERGED, places=spot.merged)
    if spot.broken:
        raise SlipError(Slip.ERROR if spot.broken == "error" else Slip.FORMULA)
    return READERS[ask.asked](spot.value)


def _before(ask: Ask, filled: Filled) -> Any:
    try:
        return READERS[ask.asked](filled.before.get(ask.place))
    except SlipError:
        return None


def _change(ask: Ask, spot: Spot, new: Any, before: Any, standing: Mapping[str, Any]) -> Change | None:
    """
    >>> ask, spot = Ask("MEM.NEW:in_period", ("MEM.NEW", NOW)), Spot("G9", 5)
    >>> _change(ask, spot, 5, 4, {"MEM.NEW:in_period": 4}).clashes
    False
    >>> _change(ask, spot, 5, 4, {"MEM.NEW:in_period": 7}).clashes
    True
    >>> [_change(ask, spot, 5, before, {"MEM.NEW:in_period": now}) for before, now in ((5, 7), (4, 5))]
    [None, None]
    """
    now = standing.get(ask.key, "" if ask.asked is Asked.WORDS else None)
    if new in (before, now):  # left as it was, or said already
        return None
    return Change(ask.key, spot.address, now, new, clashes=now != before)


def chosen(plan: Plan, choices: Mapping[str, str]) -> Iterator[Change]:
    """What is written: the changes, and of the clashes those for which the file was chosen."""
    yield from plan.changes
    yield from (one for one in plan.clashes if choices.get(one.key) == "file")


def undecided(plan: Plan, choices: Mapping[str, str]) -> list[Change]:
    return [one for one in plan.clashes if choices.get(one.key) not in {"file", "saved"}]


def mine(changes: Iterable[Change]) -> tuple[dict[str, int | None], dict[str, str]]:
    """Figures and explanations for the door that saves cells.

    >>> mine([Change("A:value", "G9", None, 5), Change("A:value#", "I9", "", "Sáp nhập")])
    ({'A:value': 5}, {'A:value': 'Sáp nhập'})
    """
    found = list(changes)
    figures = {one.key: one.new for one in found if not one.key.endswith("#")}
    return figures, {one.key[:-1]: one.new for one in found if one.key.endswith("#")}
