"""What is written about a document, how one relates to another, and whether it still holds.

A document replaced by another holds until the day the other was issued; nothing is replaced by an older one.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from giaoban.core.secrecy import Secrecy
from giaoban.core.text import canonical
from giaoban.directives.rules.levels import Level, level_of
from giaoban.periods.rules import terms
from giaoban.reader.catalogue import doc_type, named_issuer
from giaoban.reader.symbols import Form, read_symbol, symbol_key, words

ISSUER_LIMIT, SUMMARY_LIMIT, SYMBOL_LIMIT = 200, 1000, 60
CENTRE = "TW"


class Permission(StrEnum):
    VIEW = "directives.view"
    VIEW_SECRET = "directives.view_secret"  # noqa: S105  the name of a right, not a password
    REGISTER = "directives.register"


class RelationKind(StrEnum):
    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"
    CITES = "cites"


class Confidence(StrEnum):
    """Read in the paper itself; taken from one source; not looked up (H, M, L of the data files)."""

    VERIFIED = "verified"
    LIKELY = "likely"
    UNVERIFIED = "unverified"


CONFIDENCE_MARKS = {"H": Confidence.VERIFIED, "M": Confidence.LIKELY, "L": Confidence.UNVERIFIED}


class Standing(StrEnum):
    """Whether a document holds on a day."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is written about one document. An empty `type`, `number` or `issuer` is read from the symbol.

    `holder` makes a stub of a secret paper: where it is kept; such an entry has no summary, file, recipient
    or relation. `relations` are (kind, document id) pairs: this one implements, amends, replaces or cites it.
    `plenum` and `plenum_term` ("XII"): the plenum that passed it; `congress`: the congress that did. `scope`
    tells apart bodies of one name; the doors fill it.
    """

    issued_on: date
    summary: str = ""
    symbol: str = ""
    type: str = ""
    number: int | None = None
    issuer: str = ""
    unit_id: int | None = None
    secrecy: str = Secrecy.NORMAL.value
    public: bool = False
    recipient_ids: tuple[int, ...] = ()
    source: str = ""
    confidence: str = Confidence.UNVERIFIED.value
    relations: tuple[tuple[str, int], ...] = ()
    holder: str = ""
    plenum: int | None = None
    plenum_term: str = ""
    congress: str = ""
    scope: str = ""

    @property
    def stub(self) -> bool:
        return bool(self.holder)

    @property
    def identity(self) -> str:
        return identity(
            issuer=self.issuer,
            type=self.type,
            symbol=self.symbol,
            issued_on=self.issued_on,
            summary=self.summary,
            scope=self.scope,
        )


def term_of(day: date, *, symbol: str, issuer: str) -> str:
    """The code of the term a Party document belongs to, by its date; empty for the state and when unknown.

    >>> term_of(date(2017, 10, 25), symbol="18-NQ/TW", issuer="Ban Chấp hành Trung ương")
    '2016-2021'
    >>> term_of(date(2018, 3, 1), symbol="15-CTr/TU", issuer="Tỉnh ủy Thái Bình")
    '2015-2020'
    >>> term_of(date(2018, 3, 1), symbol="47/2018/NĐ-CP", issuer="Chính phủ")
    ''
    >>> term_of(date(2021, 2, 25), symbol="", issuer="Đại hội đại biểu toàn quốc lần thứ XIII")
    '2021-2026'
    >>> term_of(date(1999, 2, 2), symbol="10-NQ/TW", issuer="Bộ Chính trị")
    ''
    """
    reading, known = read_symbol(symbol), named_issuer(issuer)
    if (reading is not None and reading.form is Form.STATE) or (known is not None and known.line == "state"):
        return ""
    organ = reading.organ if reading is not None else known.organ if known is not None else ""
    central = organ.endswith(CENTRE) or level_of(symbol=symbol, issuer=issuer) is Level.CENTRE
    scope = "central" if central else "local"
    return next((term.code for term in terms(scope) if day in term.window), "")


def identity(
    *,
    issuer: str,
    type: str,  # noqa: A002
    symbol: str,
    issued_on: date,
    summary: str,
    scope: str = "",
) -> str:
    """Under which two entries are one document; without a symbol the summary tells them apart.

    `scope` is given where several bodies bear the issuer's name: two communes called alike number alike.

    >>> from functools import partial
    >>> one = partial(identity, issuer="Bộ Chính trị", type="CT", symbol="45-CT/TW")
    >>> first = one(issued_on=date(2020, 6, 20), summary="a")
    >>> first == one(issuer="BỘ CHÍNH TRỊ", symbol="45 – ct/TƯ", issued_on=date(2020, 6, 20), summary="b")
    True
    >>> first == one(issued_on=date(2025, 4, 14), summary="a")
    False
    >>> first == one(issued_on=date(2020, 6, 20), summary="a", scope="xa-tan-lap")
    False
    """
    parts = [canonical(issuer), type, symbol_key(symbol), issued_on.isoformat()]
    if not symbol_key(symbol):
        parts.append(canonical(summary))
    if scope:
        parts.append(f"={scope}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def folded_words(facts: DocumentFacts) -> str:
    """What search within the register compares: type, symbol, issuer and summary without accents.

    >>> folded_words(DocumentFacts(date(2017, 10, 25), "Tổ chức bộ máy", "18-NQ/TW", "NQ"))
    ' nghi quyet 18 nq tw to chuc bo may'
    """
    known = doc_type(facts.type)
    parts = (known.label if known else "", facts.symbol, facts.issuer, facts.summary)
    return " " + " ".join(word for part in parts for word in words(part))


def in_order(source_day: date, target_day: date) -> bool:
    """Whether a document of the first day can speak of one of the second: never of a later one.

    >>> in_order(date(2023, 7, 11), date(2019, 9, 23)), in_order(date(2019, 9, 23), date(2023, 7, 11))
    (True, False)
    """
    return source_day >= target_day


def closes_circle(source: int, target: int, replaced_by: Callable[[Collection[int]], Iterable[int]]) -> bool:
    """Whether "source replaces target" would lead back to source; `replaced_by` gives what some replace.

    >>> replaces = {1: [2], 2: [3], 3: []}
    >>> step = lambda ids: [t for i in ids for t in replaces[i]]
    >>> closes_circle(3, 1, step), closes_circle(1, 3, step), closes_circle(2, 2, step)
    (True, False, True)
    """
    seen: set[int] = set()
    front = {target}
    while front:
        if source in front:
            return True
        seen |= front
        front = set(replaced_by(front)) - seen
    return False


def standing(issued_on: date, on: date, *, replaced: bool, amended: bool) -> Standing:
    """
    >>> day = date(2019, 9, 30)
    >>> standing(date(2019, 10, 1), day, replaced=False, amended=False).value
    'not_yet'
    >>> [standing(day, day, replaced=r, amended=a).value for r, a in ((True, True), (False, True))]
    ['replaced', 'amended']
    >>> standing(day, day, replaced=False, amended=False).value
    'in_force'
    """
    if issued_on > on:
        return Standing.NOT_YET
    if replaced:
        return Standing.REPLACED
    return Standing.AMENDED if amended else Standing.IN_FORCE
