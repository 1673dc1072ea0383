"""Which document of a registry a citation means: the edition by date, issuer and term, or the candidates.

Never a guess: several that fit give no link, a stated date that fits none gives no link (cycle.md §2.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.reader.catalogue import named_issuer, party_organ
from giaoban.reader.citations.model import Citation, Draft, Form, Warn
from giaoban.reader.dates import central_term
from giaoban.reader.normal import Normal
from giaoban.reader.registry import Instrument, Registry
from giaoban.reader.symbols import read_symbol, symbol_key

_CENTRE = "TW"
_ALIKE = {"QĐ": "QĐi", "QĐi": "QĐ"}
_OF_THE_CENTRE = {"Ban Chấp hành Trung ương", "Bộ Chính trị", "Ban Bí thư"}


@dataclass(slots=True)
class _Choice:
    """What linking came to; `named` is the one issuer of several that the linked document has."""

    link: Instrument | None = None
    candidates: tuple[Instrument, ...] = ()


def settle(normal: Normal, draft: Draft, registry: Registry, on: date | None) -> Citation:
    """The citation as answered: linked where the text tells which document it means."""
    warnings = list(draft.warnings)
    choice = _choose(draft, registry, on, warnings)
    if draft.issuers and _contradicts(draft, choice.link):
        warnings.append(Warn.ISSUER_CONTRADICTS)
    if choice.link and on and _replaced(registry, choice.link, on):
        warnings.append(Warn.REPLACED)
    start, end = normal.span(draft.start, draft.end)
    return Citation(
        start,
        end,
        normal.original[start:end],
        draft.type,
        draft.number,
        draft.symbol,
        draft.date,
        _issuer(draft, choice.link),
        draft.form.value,
        draft.plenum,
        _term(draft, choice.link),
        choice.link.id if choice.link else None,
        tuple(row.id for row in choice.candidates),
        tuple(warning.value for warning in warnings),
    )


def _issuer(draft: Draft, link: Instrument | None) -> str:
    if link and link.issuer in draft.issuers:
        return link.issuer
    return draft.issuers[0] if draft.issuers else ""


def _term(draft: Draft, link: Instrument | None) -> str:
    if draft.term or draft.state:
        return draft.term
    if draft.date and (draft.organ or _central_body(draft)).endswith(_CENTRE):
        return central_term(draft.date)
    return (link.term or link.plenum_term or _central_term(link)) if link else ""


def _central_term(row: Instrument) -> str:
    return central_term(row.date) if row.date and _organ(row).endswith(_CENTRE) else ""


def _central_body(draft: Draft) -> str:
    known = named_issuer(draft.issuers[0]) if draft.issuers else None
    return known.organ if known and known.line == "party" else ""


def _organ(row: Instrument) -> str:
    reading = read_symbol(row.symbol) if row.symbol else None
    if reading:
        return reading.organ
    known = named_issuer(row.issuer)
    return known.organ if known else ""


def _choose(draft: Draft, registry: Registry, on: date | None, warnings: list[Warn]) -> _Choice:
    if draft.form is Form.PLENUM:
        return _of_plenum(draft, registry, on)
    if draft.form is Form.CONGRESS:
        rows = () if draft.organ else registry.of_congress(draft.term)
        return _only(rows, on)
    if draft.form is Form.LAW or draft.number is None:
        return _Choice()
    rows = _asked(draft, registry)
    return _edition(draft, rows, on, warnings)


def _of_plenum(draft: Draft, registry: Registry, on: date | None) -> _Choice:
    terms = [draft.term] if draft.term else _terms_until(on)
    rows = [
        row for term in terms for row in registry.of_plenum(draft.plenum or 0, term) if row.type == draft.type
    ]
    return _only(rows, on)


def _terms_until(on: date | None) -> list[str]:
    """A plenum without its term may be of the term of the text or of the one before."""
    if on is None:
        return ["XI", "XII", "XIII", "XIV"]
    present = central_term(on)
    before = central_term(on.replace(year=on.year - 5, day=min(on.day, 28)))
    return [before, present] if before != present else [present]


def _only(rows: Sequence[Instrument], on: date | None) -> _Choice:
    known = [row for row in rows if not (on and row.date and row.date > on)]
    if len(known) == 1:
        return _Choice(known[0])
    return _Choice(candidates=tuple(known))


def _asked(draft: Draft, registry: Registry) -> list[Instrument]:
    if draft.symbol and draft.organ:
        return list(registry.by_symbol(symbol_key(draft.symbol)))
    rows = [row for row in registry.by_number(draft.type, draft.number or 0) if _could_issue(draft, row)]
    if not rows and draft.type in _ALIKE:
        rows = [
            row
            for row in registry.by_number(_ALIKE[draft.type], draft.number or 0)
            if _could_issue(draft, row)
        ]
    return rows


def _could_issue(draft: Draft, row: Instrument) -> bool:
    """For a bare number: the body named must be able to sign so; without one, only the Centre is meant."""
    organ = _organ(row)
    if draft.organ:
        return organ == draft.organ
    if draft.issuers:
        return any(name == row.issuer or _signs(name, organ) for name in draft.issuers)
    if draft.state:
        return read_is_state(row)
    return organ == _CENTRE or (draft.type in {"NĐ", "TTư"} and read_is_state(row))


def _signs(name: str, organ: str) -> bool:
    known = named_issuer(name)
    return known is not None and known.organ == organ


def read_is_state(row: Instrument) -> bool:
    reading = read_symbol(row.symbol)
    return reading is not None and reading.form.value == "state"


def _edition(draft: Draft, rows: list[Instrument], on: date | None, warnings: list[Warn]) -> _Choice:
    if draft.issuers and party_organ(draft.organ) and not _central_names(draft) and draft.organ == _CENTRE:
        return _Choice(candidates=tuple(rows))
    if len(rows) > 1 and draft.organ and not draft.organ.endswith(_CENTRE) and not draft.state:
        rows = [row for row in rows if row.issuer in draft.issuers] or rows
    if draft.date:
        same = [row for row in rows if row.date == draft.date]
        if len(same) == 1:
            return _Choice(same[0])
        if same:
            return _by_issuer(draft, same)
        undated = tuple(row for row in rows if row.date is None)
        if rows and not undated:
            warnings.append(Warn.DATE_DIFFERS)
        return _Choice(candidates=tuple(rows))
    rows = [row for row in rows if not (on and row.date and row.date > on)]
    if draft.term:
        rows = [row for row in rows if draft.term in {"", row.term, row.plenum_term, _central_term(row)}]
    if len(rows) > 1:
        rows = [row for row in rows if row.issuer in draft.issuers] or rows
    if len(rows) > 1 and on:
        latest = max((row.date for row in rows if row.date), default=None)
        newest = [row for row in rows if row.date == latest]
        terms = {_central_term(row) for row in rows}
        if latest and len(newest) == 1 and len(terms) == len(rows) and all(row.date for row in rows):
            return _Choice(newest[0])
    return _Choice(rows[0]) if len(rows) == 1 else _Choice(candidates=tuple(rows))


def _by_issuer(draft: Draft, rows: list[Instrument]) -> _Choice:
    ours = [row for row in rows if row.issuer in draft.issuers]
    return _Choice(ours[0]) if len(ours) == 1 else _Choice(candidates=tuple(ours or rows))


def _central_names(draft: Draft) -> bool:
    return any(name in _OF_THE_CENTRE for name in draft.issuers)


def _contradicts(draft: Draft, link: Instrument | None) -> bool:
    """Whether who is named cannot have signed that symbol, or did not issue the linked document."""
    if link:
        return bool(link.issuer) and link.issuer not in draft.issuers and _said_exactly(draft, link)
    organ = draft.organ
    if not organ or draft.state or draft.form not in {Form.FULL, Form.SHORT}:
        return False
    return not any(_may_sign(name, organ) for name in draft.issuers)


def _said_exactly(draft: Draft, link: Instrument) -> bool:
    known = [named_issuer(name) for name in draft.issuers]
    return all(known) or _organ(link).endswith(_CENTRE)


def _may_sign(name: str, organ: str) -> bool:
    known = named_issuer(name)
    if known is not None:
        return known.organ == organ or (known.organ != _CENTRE and not party_organ(organ))
    return organ != _CENTRE and not (
        organ.endswith(_CENTRE) and name.split()[0] in {"Tỉnh", "Thành", "Huyện"}
    )


def _replaced(registry: Registry, row: Instrument, on: date) -> bool:
    return any(new.date and new.date <= on for new in registry.successors(row.id))
