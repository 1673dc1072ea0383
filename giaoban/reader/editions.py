"""Which of the documents of one number is meant: by day, term, issuer and subject, or none for sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from giaoban.core.text import canonical
from giaoban.reader.catalogue import named_issuer
from giaoban.reader.citations.model import Draft, Warn
from giaoban.reader.dates import central_term
from giaoban.reader.normal import Normal
from giaoban.reader.registry import Instrument, Registry
from giaoban.reader.symbols import Reading, read_symbol, symbol_key
from giaoban.reader.topics import (
    about,
    all_before,
    is_page,
    most_spoken_of,
    of_another_congress,
    older_than,
    spoken_of,
    tells_another,
    told_behind,
)

CENTRE = "TW"
ALIKE = {"QĐ": "QĐi", "QĐi": "QĐ"}
FRESH = 550  # days in which "Nghị quyết Trung ương 6" needs no term
_A_TERM = 5 * 366
_OF_ALL = {"NQ", "CT", "QĐi", "QĐ", "KL", "NĐ", "TTư"}  # meant of the Centre when nobody is named
_OF_THE_CENTRE = {"Ban Chấp hành Trung ương", "Bộ Chính trị", "Ban Bí thư"}


@dataclass(slots=True)
class Choice:
    """What linking came to for one draft, with what an officer should look at."""

    link: Instrument | None = None
    candidates: tuple[Instrument, ...] = ()
    others: tuple[Instrument, ...] = ()  # left out because the words behind the citation spoke for the link
    warnings: tuple[Warn, ...] = ()
    another: bool = False  # the only one known has another issuer and another subject


def asked(draft: Draft, registry: Registry) -> list[Instrument]:
    if draft.symbol and draft.organ:
        return list(registry.by_symbol(symbol_key(draft.symbol)))
    rows = [row for row in registry.by_number(draft.type, draft.number or 0) if _could_issue(draft, row)]
    if not rows and draft.type in ALIKE:
        rows = [
            row
            for row in registry.by_number(ALIKE[draft.type], draft.number or 0)
            if _could_issue(draft, row)
        ]
    return rows


def _could_issue(draft: Draft, row: Instrument) -> bool:
    """For a bare number: the body named must be able to sign so; without one, only the Centre is meant."""
    organ = organ_of(row)
    if draft.issuers:
        return any(_same_body(name, row.issuer) or _signs(name, organ) for name in draft.issuers)
    if draft.state:
        return _of_state(row)
    return organ == CENTRE or (draft.type in {"NĐ", "TTư"} and _of_state(row))


def _signs(name: str, organ: str) -> bool:
    known = named_issuer(name)
    return known is not None and known.organ == organ


def _of_state(row: Instrument) -> bool:
    reading = _reading(row.symbol)
    return reading is not None and reading.form.value == "state"


def edition(normal: Normal, draft: Draft, rows: list[Instrument], on: date | None) -> Choice:
    """The edition among documents of one number, by what the text tells beside it, then on its page."""
    if foreign(draft) and not any(row.date and row.date == draft.date for row in rows):
        return Choice(candidates=tuple(rows))
    if draft.date:
        return _dated(normal, draft, rows)
    rows = _by_time(draft, rows, on)
    misdated = _of_another_day(draft, rows)
    old = [] if misdated else [row for row in rows if not older_than(normal, draft, row, on)]
    if rows and not old:
        known = is_page(normal) and any(spoken_of(normal, draft, row) for row in rows)
        return Choice(candidates=tuple(rows), another=misdated or not known)
    issued = [row for row in old if row.issuer in draft.issuers] or old
    likely = _by_subject(normal, draft, issued)
    left = [row for row in likely if not of_another_congress(normal, draft, row)]
    if len(left) != 1:
        return Choice(candidates=tuple(left))
    if _of_another_body(normal, draft, left[0]):
        return Choice(candidates=tuple(left), another=True)
    sure = _told(draft, left[0]) and _shown(normal, draft, left[0], on)
    others = tuple(row for row in issued if row not in likely)
    return Choice(left[0], others=others) if sure else Choice(candidates=tuple(left))


def _by_time(draft: Draft, rows: Sequence[Instrument], on: date | None) -> list[Instrument]:
    """Those of the day, term and year told beside the number, and not after the text."""
    rows = [row for row in rows if not (on and _later(row, on))]
    if draft.day:
        rows = [row for row in rows if _of_day(draft, row)] or rows
    if draft.term:
        rows = [row for row in rows if draft.term in {row.term, row.plenum_term, central_term_of(row)}]
    if draft.year:
        rows = [row for row in rows if _of_year(draft, row)] or rows  # "Chỉ thị 05 năm 2020": of what is done
    return rows


def _of_year(draft: Draft, row: Instrument) -> bool:
    return (row.date.year if row.date else row.year) in {draft.year, None}


def _of_another_day(draft: Draft, rows: Sequence[Instrument]) -> bool:
    return draft.day is not None and not any(_of_day(draft, row) for row in rows)


def _of_day(draft: Draft, row: Instrument) -> bool:
    return row.date is not None and (row.date.day, row.date.month) == draft.day


def _by_subject(normal: Normal, draft: Draft, rows: list[Instrument]) -> list[Instrument]:
    """The one whose subject is told behind the number, else the one of which the page speaks."""
    likely = about(normal, draft, rows) if len(rows) > 1 else rows
    return most_spoken_of(normal, draft, likely) if is_page(normal) else likely


def _shown(normal: Normal, draft: Draft, row: Instrument, on: date | None) -> bool:
    """Whether the page speaks for it: a number alone comes back every term. In a line: nothing against it."""
    if draft.year and not _of_year(draft, row):
        return False
    if draft.day or draft.term or draft.year:
        return True
    if not is_page(normal):
        return not tells_another(normal, draft, row)
    if on is None and all_before(normal, row):
        return False
    if not draft.shared and central_names(draft) and row.issuer in _OF_THE_CENTRE - set(draft.issuers):
        return told_behind(normal, draft, row) or _near(row, on)
    return spoken_of(normal, draft, row) or _near(row, on)


def _near(row: Instrument, on: date | None) -> bool:
    """Whether the document was new when the text was written; directives are, for as long as a term."""
    if not (row.date and on):
        return bool(on and row.year and on.year - row.year <= 1)
    return (on - row.date).days <= (FRESH if row.type == "NQ" else _A_TERM)


def _of_another_body(normal: Normal, draft: Draft, row: Instrument) -> bool:
    """Another body of the Centre is named and another subject told: an older document of the same number."""
    if draft.shared or not (central_names(draft) and row.issuer in _OF_THE_CENTRE):
        return False
    return row.issuer not in draft.issuers and tells_another(normal, draft, row)


def _later(row: Instrument, on: date) -> bool:
    return row.date > on if row.date else bool(row.year and row.year > on.year)


def _told(draft: Draft, row: Instrument) -> bool:
    """Whether the text says whose document it is: every province has its own 08-KH/TU."""
    if not draft.organ and not draft.issuers and not draft.state:
        return row.type in _OF_ALL
    organ = organ_of(row)
    if row.term or organ.endswith(CENTRE) or _national(row):
        return True
    return any(_same_body(name, row.issuer) for name in draft.issuers)


def _national(row: Instrument) -> bool:
    known = named_issuer(row.issuer)
    return known is not None and known.line == "state"


@lru_cache(maxsize=5_000)
def _same_body(name: str, issuer: str) -> bool:
    """ "Ban Thường vụ Tỉnh ủy Hải Minh" issues what "Tỉnh ủy Hải Minh" issued."""
    return bool(name) and (
        canonical(name).endswith(canonical(issuer)) or canonical(issuer).endswith(canonical(name))
    )


def foreign(draft: Draft) -> bool:
    """ "Chỉ thị 35-CT/TW của Tỉnh ủy …": symbol and issuer cannot both be right."""
    return bool(draft.issuers) and draft.organ == CENTRE and not central_names(draft)


def _dated(normal: Normal, draft: Draft, rows: list[Instrument]) -> Choice:
    same = [row for row in rows if row.date == draft.date]
    same = same or [row for row in rows if not row.date and draft.date and row.year == draft.date.year]
    if len(same) == 1:
        return Choice(same[0])
    if same:
        return _by_issuer(draft, same)
    if not rows or not all(row.date for row in rows):
        return Choice(candidates=tuple(rows))
    slips = [row for row in rows if _slip(draft, row) and subject_told(normal, draft, row)]
    link = slips[0] if len(slips) == 1 else None
    return Choice(link, () if link else tuple(rows), warnings=(Warn.DATE_DIFFERS,))


def _slip(draft: Draft, row: Instrument) -> bool:
    """A day mistyped: of day, month and year one is wrong."""
    if not (draft.date and row.date):
        return False
    parts = zip(draft.date.timetuple()[:3], row.date.timetuple()[:3], strict=True)
    return sum(told != known for told, known in parts) == 1


def subject_told(normal: Normal, draft: Draft, row: Instrument) -> bool:
    """Whether the rest of the sentence or the page tells what the document is about."""
    return told_behind(normal, draft, row) or (is_page(normal) and spoken_of(normal, draft, row))


def _by_issuer(draft: Draft, rows: list[Instrument]) -> Choice:
    ours = [row for row in rows if row.issuer in draft.issuers]
    return Choice(ours[0]) if len(ours) == 1 else Choice(candidates=tuple(ours or rows))


def latest(normal: Normal, draft: Draft, rows: Sequence[Instrument], on: date | None) -> list[Instrument]:
    """The newest of editions of several terms; resolutions live long, an older one may be meant.

    One younger than all the text tells may be meant or not.
    """
    days = [row.date for row in rows if row.date]
    if on is None or len(days) < len(rows) or not all(_told(draft, row) for row in rows):
        return []
    if any(row.type == "NQ" for row in rows):
        return []
    if len({central_term_of(row) for row in rows}) < len(rows) or max(days) > on:
        return []
    return [row for row in rows if row.date == max(days) and _shown(normal, draft, row, on)]


def central_names(draft: Draft) -> bool:
    return any(name in _OF_THE_CENTRE for name in draft.issuers)


def organ_of(row: Instrument) -> str:
    reading = _reading(row.symbol)
    if reading:
        return reading.organ
    known = named_issuer(row.issuer)
    return known.organ if known else ""


@lru_cache(maxsize=5_000)
def _reading(symbol: str) -> Reading | None:
    return read_symbol(symbol)


def central_term_of(row: Instrument) -> str:
    return central_term(row.date) if row.date and organ_of(row).endswith(CENTRE) else ""
