"""A filled form read back: each cell by its hidden keys, wherever rows and columns were moved to.

Takes the sheets as `core.intake` gives them (plain rows, with what is merged, hidden or without a value) and
says nothing about what a value means.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from giaoban.core.text import canonical
from giaoban.documents.xlsx.entry import MARK, TITLES, Place, address

WITHIN = 200  # rows and columns in which the mark of the keys is looked for
MOST_MERGED, MOST_STRAY, MOST_PLACES = 20_000, 20, 5  # what more a file holds of these is not told


class Page(Protocol):
    """A worksheet; places are counted from 0, `merged` are (top, left, bottom, right)."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]: ...
    @property
    def merged(self) -> Sequence[tuple[int, int, int, int]]: ...
    @property
    def hidden_rows(self) -> frozenset[int]: ...
    @property
    def broken(self) -> Mapping[tuple[int, int], str]: ...


class NoFormError(Exception):
    """`code`: "keys" (no form of this house, or its hidden keys are gone), "twice" (two filled sheets)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Spot:
    """A keyed cell as it stands in the file. `broken`: "formula" (no stored value) or "error" (#REF!);
    `merged`: the range it was merged into; `hidden`: its row does not show."""

    address: str
    value: Any
    broken: str = ""
    merged: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """`before` are the values when the form was taken away; `twice` the keys that stand in two places, with
    their addresses; `stray` numbers in keyed columns of rows without a key."""

    identity: Mapping[str, str]
    before: Mapping[Place, Any]
    spots: Mapping[Place, Spot]
    twice: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stray: Sequence[Spot] = ()

    def changed(self, place: Place) -> bool:
        """Whether a cell that only tells reads otherwise than when the form was taken away."""
        spot = self.spots.get(place)
        return spot is not None and _plain(spot.value) != _plain(self.before.get(place))

    def moved_titles(self) -> list[tuple[str, Spot]]:
        """Columns that no longer stand under their title, by key: figures may stand under the wrong one."""
        titles = [(place[1], spot) for place, spot in self.spots.items() if place[0] == TITLES]
        return [(key, spot) for key, spot in titles if self.changed((TITLES, key))]


def read_entry(pages: Iterable[Page]) -> Filled:
    """What was filled in; NoFormError when it is no form of this house."""
    identity: dict[str, str] = {}
    before: dict[Place, Any] = {}
    sheets = [page for page in pages if not _keys(page, identity, before)]
    forms = [(page, *found) for page in sheets if (found := _mark(page)) is not None]
    if not forms or not before:
        raise NoFormError("keys")
    if len(forms) > 1:
        raise NoFormError("twice")
    return _filled(*forms[0], identity, before)


def _keys(page: Page, identity: dict[str, str], before: dict[Place, Any]) -> bool:
    """Whether this is the hidden sheet of keys; its lines are taken over."""
    found = False
    for row in page.rows:
        first, second, mark, value = [*row, None, None, None, None][:4]
        if mark == MARK and isinstance(first, str):
            before[first, str(second)] = value
            found = True
    if found:
        for row in page.rows:
            first, second, mark = [*row, None, None, None][:3]
            if mark is None and isinstance(first, str) and second is not None:
                identity.setdefault(first, str(second))
    return found


def _mark(page: Page) -> tuple[int, int] | None:
    for down, row in enumerate(page.rows[:WITHIN]):
        for at, value in enumerate(row[:WITHIN]):
            if value == MARK:
                return down, at
    return None


def _filled(page: Page, top: int, left: int, identity: dict[str, str], before: dict[Place, Any]) -> Filled:
    columns = {at: key for at, key in enumerate(page.rows[top]) if isinstance(key, str) and at != left}
    rows = {
        down: row[left]
        for down, row in enumerate(page.rows)
        if down != top and left < len(row) and isinstance(row[left], str)
    }
    within = _merged(page)
    spots: dict[Place, Spot] = {}
    stray: list[Spot] = []
    titled = next((down for down, key in rows.items() if key == TITLES), top)
    for down, row in enumerate(page.rows):
        for at, key in columns.items():
            value = row[at] if at < len(row) else None
            spot = Spot(
                address(down, at),
                value,
                page.broken.get((down, at), ""),
                within.get((down, at), ""),
                down in page.hidden_rows,
            )
            if down in rows:
                spots.setdefault((rows[down], key), spot)
            elif down > titled and isinstance(value, int | float) and len(stray) < MOST_STRAY:
                stray.append(spot)
    return Filled(identity, before, spots, _twice(rows, columns, top, left), stray)


def _merged(page: Page) -> dict[tuple[int, int], str]:
    """The range of each merged cell of the sheet; a file may claim far more than it has."""
    found: dict[tuple[int, int], str] = {}
    rows, columns = len(page.rows), max((len(row) for row in page.rows), default=0)
    left_over = MOST_MERGED
    for top, left, bottom, right in page.merged:
        name = f"{address(top, left)}:{address(bottom, right)}"
        down = range(top, min(bottom + 1, rows, top + WITHIN))
        along = range(left, min(right + 1, columns, left + WITHIN))
        left_over -= len(down) * len(along)
        if left_over < 0:
            break
        found |= {(row, column): name for row in down for column in along}
    return found


def _twice(
    rows: Mapping[int, str], columns: Mapping[int, str], top: int, left: int
) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for down, key in rows.items():
        found.setdefault(key, []).append(address(down, left))
    for at, key in columns.items():
        found.setdefault(key, []).append(address(top, at))
    return {key: tuple(places[:MOST_PLACES]) for key, places in found.items() if len(places) > 1}


def _plain(value: Any) -> Any:
    return canonical(value) if isinstance(value, str) else value
