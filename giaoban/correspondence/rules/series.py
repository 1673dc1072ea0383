"""Numbers and symbols of what is issued (cycle.md §2.2): "08-KL/BTCTW", "12-CV/BTCTU", "47/QĐ-UBND".

One series for each organisation, type and term, from 01 on; secret papers share it; a congress has one series
for all its papers; joint papers take the number of the body that leads.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from giaoban.core.text import canonical
from giaoban.correspondence.rules.states import Organ
from giaoban.reader.catalogue import doc_type

DATA = Path(__file__).parents[1] / "data"
ARRIVING = "ĐẾN"  # the series of papers that arrive, by the year
CONGRESS = "ĐH"  # the one series of a congress, and its part of a symbol
LETTER = "CV"
CODE_LIMIT = 20

BookStyle = Literal["party", "state"]


@dataclass(frozen=True, slots=True)
class SymbolParts:
    """What stands around the number. `joint` are the codes of bodies that issue it too; `year` is written by
    the state's normative papers; `department` in the state's official letters."""

    type: str
    code: str
    style: BookStyle = "party"
    joint: tuple[str, ...] = ()
    year: int | None = None
    department: str = ""


def format_symbol(number: int, parts: SymbolParts) -> str:
    """The symbol as printed; numbers under 10 have a 0 before them.

    >>> format_symbol(8, SymbolParts("KL", "BTCTW")), format_symbol(112, SymbolParts("CV", "BTCTU"))
    ('08-KL/BTCTW', '112-CV/BTCTU')
    >>> format_symbol(3, SymbolParts("QĐi", "TU"))
    '03-QĐ/TU'
    >>> format_symbol(5, SymbolParts("KH", "BTCTU", joint=("UBKTTU",)))
    '05-KH/BTCTU-UBKTTU'
    >>> state = SymbolParts("QĐ", "UBND", "state")
    >>> format_symbol(7, state), format_symbol(47, SymbolParts("NĐ", "CP", "state", year=2018))
    ('07/QĐ-UBND', '47/2018/NĐ-CP')
    >>> format_symbol(9, SymbolParts("CV", "BNV", "state", department="TCBC"))
    '09/BNV-TCBC'
    >>> format_symbol(9, SymbolParts("CV", "BNV", "state")), format_symbol(4, SymbolParts("ĐẾN", ""))
    ('09/BNV', '04')
    >>> format_symbol(7, SymbolParts("VB", "BTCTU")), format_symbol(7, SymbolParts("VB", "BNV", "state"))
    ('07/BTCTU', '07/BNV')
    """
    digits = f"{number:02d}"
    if parts.type == ARRIVING:
        return digits
    code = "-".join((parts.code, *parts.joint))
    letters = symbol_letters(parts.type)
    if parts.style == "party":
        return f"{digits}-{letters}/{code}" if letters else f"{digits}/{code}"
    if parts.type == LETTER or not letters:
        return f"{digits}/{code}-{parts.department}" if parts.department else f"{digits}/{code}"
    year = f"/{parts.year}" if parts.year else ""
    return f"{digits}{year}/{letters}-{code}"


def open_symbol(parts: SymbolParts) -> str:
    """What stands behind the number that is to come.

    >>> open_symbol(SymbolParts("KH", "BTCTU")), open_symbol(SymbolParts("QĐ", "UBND", "state"))
    ('-KH/BTCTU', '/QĐ-UBND')
    """
    return format_symbol(0, parts).removeprefix("00")


def symbol_letters(type: str) -> str:  # noqa: A002  the field's name
    """
    >>> symbol_letters("QĐi"), symbol_letters("TTr"), symbol_letters("VB"), symbol_letters("?")
    ('QĐ', 'TTr', '', '')
    """
    known = doc_type(type)
    return known.symbol if known else ""


def series_type(type: str, organ: str) -> str:  # noqa: A002
    """Under which type a paper of this organ is numbered.

    >>> series_type("NQ", "congress"), series_type("NQ", "committee"), series_type("QĐi", "standing_board")
    ('ĐH', 'NQ', 'QĐi')
    """
    return CONGRESS if organ == Organ.CONGRESS else type


@dataclass(frozen=True, slots=True)
class IssuerCode:
    """What stands for a body in symbols, with how sure the letters are; empty: the body must say its own."""

    code: str
    style: BookStyle = "party"
    confidence: str = "L"


def issuer_code(kind: str, name: str, *, committee: str = "") -> IssuerCode:
    """By the kind of unit, then by its name; `committee` is the code of the one that it works for.

    >>> issuer_code("provincial_commission", "Ban Tổ chức Tỉnh ủy Thái Bình")
    IssuerCode(code='BTCTU', style='party', confidence='H')
    >>> issuer_code("district_committee", "Quận ủy Hải An").code, issuer_code("cell", "Chi bộ thôn Một").code
    ('QU', 'CB')
    >>> issuer_code("district_commission", "Ban Tổ chức Quận ủy Hải An", committee="QU").code
    'BTCQU'
    >>> issuer_code("provincial_body", "Ban Tuyên giáo và Dân vận Tỉnh ủy Hưng Yên").code
    'BTGDVTU'
    >>> issuer_code("state_agency", "Sở Nội vụ"), issuer_code("front", "Mặt trận Tổ quốc").code
    (IssuerCode(code='', style='state', confidence='L'), '')
    """
    data = _codes()
    for row in data["names"]:
        if kind in row["kinds"] and canonical(name).startswith(canonical(row["begins"])):
            return IssuerCode(row["code"], confidence=row["confidence"])
    style: BookStyle = "state" if kind in data["state_kinds"] else "party"
    found = data["kinds"].get(kind)
    if found is None:
        return IssuerCode("", style)
    code = found.get("code") or (found["over"] + committee if committee else "")
    return IssuerCode(code, style, found["confidence"])


@cache
def _codes() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "issuer_codes.json").read_text(encoding="utf-8"))
    return found
