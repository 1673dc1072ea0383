"""The seed registry is whole: every row reads, relates to older rows, says where it comes from."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from giaoban.core.text import canonical
from giaoban.reader import catalogue
from giaoban.reader.registry import Instrument, Instruments, instrument, seed
from giaoban.reader.symbols import read_symbol, symbol_key

ROWS: list[dict[str, Any]] = json.loads((catalogue.DATA / "instruments.json").read_text(encoding="utf-8"))[
    "instruments"
]
RELATIONS = ("replaces", "amends", "implements")


def faults(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Everything that is wrong with these rows."""
    known = {row["id"]: instrument(row) for row in rows}
    for identifier, times in Counter(row["id"] for row in rows).items():
        if times > 1:
            yield f"{identifier}: twice"
    for identity, times in Counter(map(_identity, rows)).items():
        if times > 1:
            yield f"{identity}: one document entered twice"
    for row in rows:
        yield from _faults_of(row, known)


def _identity(row: dict[str, Any]) -> tuple[str, ...]:
    day = row["date"] or str(row.get("year", ""))
    return canonical(row["issuer"]), row["type"], symbol_key(row.get("symbol", "")), day


def _faults_of(row: dict[str, Any], known: dict[str, Instrument]) -> Iterator[str]:
    name = row["id"]
    if not row["source"] or not row["title"] or row["confidence"] not in {"H", "M", "L"}:
        yield f"{name}: without title, source or confidence"
    if catalogue.doc_type(row["type"]) is None:
        yield f"{name}: no such type"
    if symbol := row.get("symbol"):
        reading = read_symbol(symbol)
        if reading is None or reading.number != row["number"] or row["type"] not in reading.type_codes:
            yield f"{name}: the symbol says something else"
    if row["date"] and ("year" in row or not date(1990, 1, 1) < date.fromisoformat(row["date"])):
        yield f"{name}: its day cannot be"
    if ("plenum" in row) != ("plenum_term" in row):
        yield f"{name}: a plenum without its term"
    for other in (other for kind in RELATIONS for other in row.get(kind, ())):
        target = known.get(other)
        if target is None or other == name:
            yield f"{name}: speaks of {other}, which is not here"
        elif _older(known[name], target):
            yield f"{name}: speaks of the later {other}"


def _older(one: Instrument, other: Instrument) -> bool:
    """Whether one was certainly issued before the other; of a bare year only the year counts."""
    if one.date and other.date:
        return one.date < other.date
    years = [row.date.year if row.date else row.year for row in (one, other)]
    return years[0] is not None and years[1] is not None and years[0] < years[1]


def test_the_registry_ships_more_than_it_promised_and_is_whole() -> None:
    assert len(ROWS) >= 200
    assert list(faults(ROWS)) == []
    assert len(list(seed())) == len(ROWS)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"number": 19}, "the symbol says something else"),
        ({"type": "KL"}, "the symbol says something else"),
        ({"source": ""}, "without title, source or confidence"),
        ({"date": "1917-10-25"}, "its day cannot be"),
        ({"plenum_term": "XII"}, "a plenum without its term"),
        ({"replaces": ["nowhere"]}, "which is not here"),
        ({"replaces": ["later"]}, "the later later"),
        ({"id": "later"}, "twice"),
        ({"symbol": "19-nq/TƯ", "number": 19, "date": "2020-05-05"}, "entered twice"),
    ],
)
def test_a_wrong_row_is_seen(change: dict[str, Any], fault: str) -> None:
    right = {
        "id": "x",
        "type": "NQ",
        "number": 18,
        "symbol": "18-NQ/TW",
        "issuer": "Ban Chấp hành Trung ương",
        "date": "2017-10-25",
        "title": "a",
        "confidence": "H",
        "source": "b",
    }
    later = right | {"id": "later", "number": 19, "symbol": "19-NQ/TW", "date": "2020-05-05"}
    assert list(faults([right, later])) == []
    assert any(fault in found for found in faults([right | change, later]))


def test_the_chains_of_the_sector_stand() -> None:
    def now(symbol: str, on: date) -> list[str]:
        found = [row for row in seed().by_symbol(symbol_key(symbol)) if row.date and row.date <= on]
        chain = [later.id for row in found for later in seed().successors(row.id)]
        return sorted(chain)

    today = date(2026, 11, 22)
    assert now("66-QĐ/TW", today) == ["399-QĐ/TW/2026-01-09"]
    assert now("80-QĐ/TW", today) == ["377-QĐ/TW/2025-10-08"]
    assert now("12-HD/BTCTW", today) == ["42-HD/BTCTW/2025-10-28"]
    assert now("132-QĐ/TW", date(2020, 1, 1)) == ["124-QĐ/TW/2023-10-04"]


def test_one_symbol_may_be_several_documents() -> None:
    def days(symbol: str) -> list[str]:
        return sorted(str(row.date) for row in seed().by_symbol(symbol_key(symbol)))

    assert days("45-CT/TW") == ["1998-11-11", "2015-05-19", "2020-06-20", "2025-04-14"]
    assert days("12-HD/BTCTW") == ["2012-05-17", "2018-07-06", "2022-01-18"]
    assert days("35-CT/TW") == ["1998-06-03", "2014-05-26", "2019-05-30", "2024-06-14"]
    assert days("08-qđ/tư") == days("08-QĐi/TW") == ["2018-10-25"]


def test_a_plenum_stands_for_its_documents() -> None:
    def symbols(number: int, term: str) -> list[str]:
        return sorted(row.symbol for row in seed().of_plenum(number, term) if row.type == "NQ")

    assert symbols(6, "XII") == ["18-NQ/TW", "19-NQ/TW", "20-NQ/TW", "21-NQ/TW"]
    assert symbols(4, "XI") == ["12-NQ/TW"]
    assert symbols(4, "XII") == ["04-NQ/TW"]
    assert [row.title for row in seed().of_congress("XIII")] == [
        "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng"
    ]


def test_registries_in_memory_are_made_of_any_rows() -> None:
    one = instrument({"id": "a", "type": "NQ", "number": 1, "symbol": "1-NQ/TU", "issuer": "", "date": None})
    assert [row.id for row in Instruments([one])] == ["a"]
