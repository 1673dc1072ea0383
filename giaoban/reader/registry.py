"""The documents a reading may link to: one instrument, the registry's promise, and a registry in memory.

The seed registry ships with the house (data/instruments.json); a room over the database promises the same.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Protocol

from giaoban.core.text import fold
from giaoban.reader.catalogue import DATA
from giaoban.reader.symbols import symbol_key

_LAW_BEGINS = re.compile(r"^\s*(?:bo\s+)?luat\s+")
_LAW_ENDS = re.compile(r"(?:,\s+co\s+hieu\s+luc\b.*|,?\s*\(?(?:nam\s+)?(?:19|20)\d\d\)?)\s*$", re.DOTALL)
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Instrument:
    """One document. `plenum`, `plenum_term`: passed by that plenum ("XII"); `congress`: by that congress.

    `term`: of the Central Committee, by the date; `year` when no more of the date is known.
    `replaces`, `amends`, `implements` name other instruments by id; `confidence` is H, M or L.
    """

    id: str
    type: str
    number: int | None
    symbol: str
    issuer: str
    date: date | None
    term: str = ""
    title: str = ""
    plenum: int | None = None
    plenum_term: str = ""
    congress: str = ""
    replaces: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    implements: tuple[str, ...] = ()
    confidence: str = "L"
    source: str = ""
    year: int | None = None


class Registry(Protocol):
    """What linking asks. `key` is `symbols.symbol_key`; a term is a roman number ("XII")."""

    def by_symbol(self, key: str) -> Sequence[Instrument]: ...

    def by_number(self, type: str, number: int) -> Sequence[Instrument]: ...  # noqa: A002

    def of_plenum(self, number: int, term: str) -> Sequence[Instrument]: ...

    def of_congress(self, term: str) -> Sequence[Instrument]: ...

    def laws(self, name: str) -> Sequence[Instrument]:
        """The laws of that name, as `law_name` gives it: one of each year in which it was passed anew."""

    def successors(self, id: str) -> Sequence[Instrument]:  # noqa: A002
        """What replaces that instrument, directly."""


class Instruments:
    """A registry of instruments held in memory.

    >>> law = Instrument("a", "NQ", 18, "18-NQ/TW", "", None, plenum=6, plenum_term="XII")
    >>> known = Instruments([law, Instrument("b", "NQ", 9, "9-NQ/TW", "", None, replaces=("a",))])
    >>> [i.id for i in known.by_symbol("18 nq tw")], [i.id for i in known.by_number("NQ", 18)]
    (['a'], ['a'])
    >>> [i.id for i in known.of_plenum(6, "XII")], [i.id for i in known.successors("a")]
    (['a'], ['b'])
    >>> known.of_congress("XIII"), known.by_symbol("")
    ((), ())
    """

    def __init__(self, instruments: Iterable[Instrument]) -> None:
        self._found: defaultdict[tuple[object, ...], list[Instrument]] = defaultdict(list)
        for row in instruments:
            self._found["id", row.id].append(row)
            self._found["symbol", symbol_key(row.symbol)].append(row)
            self._found["number", row.type, row.number].append(row)
            self._found["plenum", row.plenum, row.plenum_term].append(row)
            self._found["congress", row.congress].append(row)
            if row.type == "L":
                self._found["law", law_name(row.title)].append(row)
            for old in row.replaces:
                self._found["replaces", old].append(row)

    def __iter__(self) -> Iterator[Instrument]:
        return (rows[0] for key, rows in self._found.items() if key[0] == "id")

    def _get(self, *key: object) -> Sequence[Instrument]:
        return tuple(self._found.get(key, ()))

    def by_symbol(self, key: str) -> Sequence[Instrument]:
        return self._get("symbol", key) if key else ()

    def by_number(self, type: str, number: int) -> Sequence[Instrument]:  # noqa: A002
        return self._get("number", type, number)

    def of_plenum(self, number: int, term: str) -> Sequence[Instrument]:
        return self._get("plenum", number, term)

    def of_congress(self, term: str) -> Sequence[Instrument]:
        return self._get("congress", term) if term else ()

    def laws(self, name: str) -> Sequence[Instrument]:
        return self._get("law", name)

    def successors(self, id: str) -> Sequence[Instrument]:  # noqa: A002
        return self._get("replaces", id)


def law_name(written: str) -> str:
    """What tells a law from others, without its year and when it takes effect.

    >>> law_name("Luật Cán bộ, công chức năm 2008"), law_name("Luật Viên chức, có hiệu lực từ 01/7/2026")
    ('can bo cong chuc', 'vien chuc')
    """
    return " ".join(_WORD.findall(_LAW_ENDS.sub("", _LAW_BEGINS.sub("", fold(written)))))


def instrument(row: dict[str, Any]) -> Instrument:
    """An instrument from its row of data: dates in ISO, lists become tuples."""
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    given["date"] = date.fromisoformat(row["date"]) if row.get("date") else None
    return Instrument(**given)


@cache
def seed() -> Instruments:
    """The registry that ships with the house."""
    rows = json.loads((DATA / "instruments.json").read_text(encoding="utf-8"))["instruments"]
    return Instruments(instrument(row) for row in rows)
