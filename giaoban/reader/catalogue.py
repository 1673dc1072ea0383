"""Types of documents and who issues them: dated practice kept as data with source and confidence.

Quyết định and Quy định share the letters QĐ, Thông tri and Thông tư the letters TT (cycle.md §2.1, §2.4).
"""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from giaoban.core.text import canonical, fold

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class DocumentType:
    """`symbol` is what stands for it between number and issuer; `party`, `state`: whose papers use it."""

    code: str
    symbol: str
    label: str
    label_en: str
    party: bool
    state: bool
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """`organ` is its part of a symbol; `unit_code` names the unit of the house that it is, if any."""

    name: str
    organ: str
    line: str
    unit_code: str
    confidence: str
    source: str


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return found


@cache
def types() -> tuple[DocumentType, ...]:
    return tuple(DocumentType(**row) for row in _read("types.json")["types"])


@cache
def _by_code() -> dict[str, DocumentType]:
    return {row.code: row for row in types()}


def doc_type(code: str) -> DocumentType | None:
    """
    >>> doc_type("QĐi").label, doc_type("XX") is None
    ('Quy định', True)
    """
    return _by_code().get(code)


def types_written(letters: str, *, state: bool) -> tuple[DocumentType, ...]:
    """Types that these letters may stand for; those typed without a stroke when nothing else fits.

    >>> names = lambda letters, state: [t.label for t in types_written(letters, state=state)]
    >>> names("qđ", False), names("QD", True)
    (['Quyết định', 'Quy định'], ['Quyết định', 'Quy định'])
    >>> names("TT", False), names("TT", True), names("QĐi", False)
    (['Thông tri'], ['Thông tư'], ['Quy định'])
    >>> names("DA", False), names("đa", False)
    (['Dự án'], ['Đề án'])
    """
    ours = [row for row in types() if (row.state if state else row.party)]
    typed = canonical(letters)
    found = [row for row in ours if typed == canonical(row.symbol)]
    found = found or [row for row in ours if typed == canonical(row.code)]
    return tuple(found or [row for row in ours if fold(letters) == fold(row.symbol)])


@cache
def issuers() -> tuple[Issuer, ...]:
    return tuple(Issuer(**row) for row in _read("issuers.json")["issuers"])


def issuers_of(organ: str) -> tuple[Issuer, ...]:
    """Known bodies that sign with this part of a symbol.

    >>> [i.name for i in issuers_of("TW")], [i.name for i in issuers_of("BTCTW")]
    (['Ban Chấp hành Trung ương', 'Bộ Chính trị', 'Ban Bí thư'], ['Ban Tổ chức Trung ương'])
    """
    return tuple(row for row in issuers() if row.organ == organ)


@lru_cache(maxsize=2_000)
def named_issuer(name: str) -> Issuer | None:
    """A known body by its name, with or without "của", accents placed either way.

    >>> named_issuer("bộ chính trị").name, named_issuer("Tỉnh ủy Thái Bình") is None
    ('Bộ Chính trị', True)
    """
    return _named().get(canonical(name))


@cache
def _named() -> dict[str, Issuer]:
    return {canonical(row.name): row for row in reversed(issuers())}


@cache
def _organs() -> dict[str, str]:
    return {fold(organ): organ for organ in _read("issuers.json")["party_organs"]}


@cache
def _state_letters() -> dict[str, str]:
    return {fold(letters): name for letters, name in _read("issuers.json")["state_letters"].items()}


def signed_by(organ: str, *, state: bool) -> str:
    """The one body that signs with this part of a symbol; empty when several do or none is known.

    >>> signed_by("BTCTW", state=False), signed_by("QH14", state=True), signed_by("TW", state=False)
    ('Ban Tổ chức Trung ương', 'Quốc hội', '')
    >>> signed_by("SNV-CCVC", state=True), signed_by("UBND", state=True)
    ('Sở Nội vụ', '')
    """
    if state:
        names = [name for part in fold(organ).split("-") if (name := _of_state(part))]
    else:
        names = [row.name for row in issuers_of(organ)]
    return names[0] if len(names) == 1 else ""


def _of_state(letters: str) -> str:
    letters = letters.rstrip("0123456789").replace("&", "")
    ministry = _state_letters().get(f"b{letters[1:]}", "") if letters.startswith("s") else ""
    return _state_letters().get(letters, "") or ministry.replace("Bộ ", "Sở ", 1)


@lru_cache(maxsize=2_000)
def party_organ(letters: str) -> str:
    """The Party body that these letters stand for, in its own spelling; empty when it is none.

    >>> party_organ("tư"), party_organ("QUTƯ"), party_organ("du"), party_organ("UBND") == ""
    ('TW', 'QUTW', 'ĐU', True)
    """
    typed = canonical(letters).replace(".", "")
    centre = _organs().get(f"{fold(typed[:-2])}tw", "") if typed.endswith("tư") else ""
    return centre or _organs().get(fold(typed), "")
