"""Numbers and symbols as staff type them: "18-nq/tw", "Số 08 KL/BTCTW", "47/2018/NĐ-CP" (cycle.md §2.4).

A reading never guesses: letters that stand for two types give both, and what is not understood is no symbol.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from giaoban.core.text import canonical, clean, fold
from giaoban.reader.catalogue import issuers, party_organ, types_written

LONGEST_NUMBER = 6
_DASHES = re.compile(r"\s*[-‐‑‒–—―−]\s*")
_LEAD = re.compile(r"^(?:so|số)\b\s*:?\s*", re.IGNORECASE)
_NUM = rf"(?P<number>\d{{1,{LONGEST_NUMBER}}})"
_LETTERS = r"(?P<letters>[^\W\d_]+)"
_ORGAN = r"(?P<organ>[^\W_][^/]*)"
_PARTY = re.compile(rf"{_NUM}-{_LETTERS}/{_ORGAN}")
_LAW = re.compile(rf"{_NUM}/(?P<year>\d{{4}})/(?P<organ>(?:UBTV)?QH\d+)", re.IGNORECASE)
_STATE = re.compile(rf"{_NUM}/(?:(?P<year>\d{{4}})/)?{_LETTERS}-{_ORGAN}")
_LOOSE = re.compile(rf"{_NUM}[\s-]*{_LETTERS}[\s/-]+{_ORGAN}")
_RUNS = re.compile(r"\d+|[a-z]+")


class Form(StrEnum):
    """How number, type and issuer are put together; swapped: a Party body written the state's way."""

    PARTY = "party"
    STATE = "state"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a symbol says. `type_codes` has several entries when its letters stand for several types."""

    number: int
    type_codes: tuple[str, ...]
    organ: str
    form: Form
    symbol: str
    year: int | None = None


def read_symbol(text: str) -> Reading | None:
    """A symbol in the sector's spelling, or None when the text is not one.

    >>> r = read_symbol("18-nq/tw"); r.number, r.type_codes, r.organ, r.symbol
    (18, ('NQ',), 'TW', '18-NQ/TW')
    >>> r = read_symbol("Số: 96 – QD/TƯ"); r.symbol, r.type_codes
    ('96-QĐ/TW', ('QĐ', 'QĐi'))
    >>> read_symbol("08 KL/BTCTW").symbol, read_symbol("15-CTr/tu").symbol
    ('08-KL/BTCTW', '15-CTr/TU')
    >>> r = read_symbol("47/2018/nđ-cp"); r.number, r.year, r.type_codes, r.organ, r.form.value
    (47, 2018, ('NĐ',), 'CP', 'state')
    >>> r = read_symbol("31/QĐ-TW"); r.form.value, r.symbol, r.organ
    ('swapped', '31/QĐ-TW', 'TW')
    >>> read_symbol("58/2014/QH13").type_codes, read_symbol("123/BNV-TCBC").type_codes
    (('L', 'NQ'), ('CV',))
    >>> read_symbol("９－ＮＱ/ＴＷ").symbol
    '9-NQ/TW'
    >>> read_symbol("kế hoạch 100%") is None, read_symbol("6 tháng đầu năm") is None
    (True, True)
    """
    typed = re.sub(r"\s*/\s*", "/", _DASHES.sub("-", _LEAD.sub("", _plain(text))))
    if law := _LAW.fullmatch(typed):
        organ = law["organ"].upper()
        codes = ("PL", "NQ") if organ.startswith("UBTV") else ("L", "NQ")
        return Reading(int(law["number"]), codes, organ, Form.STATE, typed.upper(), int(law["year"]))
    if match := _PARTY.fullmatch(typed):
        return _party(match)
    if match := _STATE.fullmatch(typed):
        return _state(match)
    match = _LOOSE.fullmatch(typed)
    reading = _party(match) if match else None
    return reading if reading and reading.type_codes and party_organ(reading.organ) else None


def _party(match: re.Match[str]) -> Reading:
    organ = party_organ(match["organ"]) or clean(match["organ"]).upper()
    found = types_written(match["letters"], state=False)
    letters = found[0].symbol if found else match["letters"].upper()
    codes = tuple(row.code for row in found)
    return Reading(int(match["number"]), codes, organ, Form.PARTY, f"{match['number']}-{letters}/{organ}")


def _state(match: re.Match[str]) -> Reading:
    ours = party_organ(match["organ"])
    organ = ours or _state_organ(match["organ"])
    found = types_written(match["letters"], state=not ours)
    letters = found[0].symbol if found else match["letters"].upper()
    codes = tuple(row.code for row in found)
    if not codes and not match["year"]:
        codes = ("CV",)  # an official letter of the state has its issuer where others have the type
    year = f"/{match['year']}" if match["year"] else ""
    return Reading(
        int(match["number"]),
        codes,
        organ,
        Form.SWAPPED if ours else Form.STATE,
        f"{match['number']}{year}/{letters}-{organ}",
        int(match["year"]) if match["year"] else None,
    )


def _state_organ(letters: str) -> str:
    known = {canonical(row.organ): row.organ for row in issuers()}
    return known.get(canonical(letters), clean(letters).upper())


def words(text: str) -> list[str]:
    """The folded words that search compares: runs of letters or of digits, no leading zeros, TƯ as TW.

    >>> words("Số 08-KL/BTCTW"), words("18nq/tư")
    (['so', '8', 'kl', 'btctw'], ['18', 'nq', 'tw'])
    """
    plain = re.sub(r"(?i)\bT\.?Ư\b", "TW", clean(text))
    return [run.lstrip("0") or "0" if run.isdigit() else run for run in _RUNS.findall(fold(plain))]


def symbol_key(symbol: str) -> str:
    """Under which two spellings of a symbol are one; the QĐi of 2018 and its QĐ are one.

    >>> symbol_key("18-NQ/TW") == symbol_key("Số: 18 – nq/TƯ"), symbol_key("8-KL/BTCTW")
    (True, '8 kl btctw')
    >>> symbol_key("08-QĐi/TW") == symbol_key("08-QĐ/TW")
    True
    """
    return " ".join("qd" if run == "qdi" else run for run in words(_LEAD.sub("", _plain(symbol))))


def _plain(text: str) -> str:
    """Digits and letters of full width are those of a keyboard."""
    return clean(unicodedata.normalize("NFKC", text))
