"""Which document of a registry a citation means: the edition by date, issuer and term, or the candidates.

Never a guess: several that fit give no link, a stated date that fits none gives no link (cycle.md §2.4).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from giaoban.core.text import canonical
from giaoban.reader.catalogue import named_issuer, party_organ, signed_by
from giaoban.reader.citations.model import Citation, Draft, Form, Warn
from giaoban.reader.citations.signers import Named, named_bodies, own_body, repeat_issuers, share_heading
from giaoban.reader.dates import central_term, central_terms, last_before
from giaoban.reader.normal import Normal
from giaoban.reader.registry import Instrument, Registry
from giaoban.reader.symbols import Reading, read_symbol, symbol_key
from giaoban.reader.topics import about, of_another_congress, older_than, tells_another

_CENTRE = "TW"
_ALIKE = {"QĐ": "QĐi", "QĐi": "QĐ"}
_OF_ALL = {"NQ", "CT", "QĐi", "QĐ", "KL", "NĐ", "TTư"}  # meant of the Centre when nobody is named
_NUMBERED = {Form.FULL, Form.SHORT}
_JOINT = re.compile(r"[A-ZĐ]LT[-/]")  # of several bodies together
_YOUNGER = 500  # days that a document may come after the latest day a text speaks of
_FRESH = 550  # days in which "Nghị quyết Trung ương 6" needs no term
_OF_THE_CENTRE = {"Ban Chấp hành Trung ương", "Bộ Chính trị", "Ban Bí thư"}


@dataclass(slots=True)
class _Choice:
    """What linking came to for one draft, with what an officer should look at."""

    link: Instrument | None = None
    candidates: tuple[Instrument, ...] = ()
    others: tuple[Instrument, ...] = ()  # left out because the words behind the citation spoke for the link
    warnings: tuple[Warn, ...] = ()
    another: bool = False  # the only one known has another issuer and another subject


def settle(
    normal: Normal, drafts: Sequence[Draft], registry: Registry, on: date | None, *, sure: bool = True
) -> tuple[Citation, ...]:
    """The citations as answered: first what each says itself, then what the others of the text tell.

    A day that is not `sure` is only the latest the text speaks of: younger documents may be meant.

    A text that names "Nghị quyết số 18-NQ/TW ngày 25/10/2017" once means the same by "Nghị quyết 18"; only
    then is the latest edition before the day of the text taken.
    """
    share_heading(normal, drafts)
    repeat_issuers(drafts)
    choices = [_choose(normal, draft, registry, on) for draft in drafts]
    if on and not sure:
        choices = [
            choice if choice.link or choice.candidates else _choose(normal, draft, registry, _soon(draft, on))
            for draft, choice in zip(drafts, choices, strict=True)
        ]
    unknown = _unknown(drafts, choices)
    told = {choice.link.id: choice.link for choice in choices if choice.link and not choice.others}
    plenums = {
        draft.plenum: choice
        for draft, choice in zip(drafts, choices, strict=True)
        if draft.form is Form.PLENUM and draft.type == "NQ" and draft.term
    }
    on = max([on, *(row.date for row in told.values() if row.date)], default=on) if on else on
    unsigned = any(not draft.issuers and draft.symbol for draft in drafts)
    named = named_bodies(normal) if unsigned else ()
    found = []
    for draft, first in zip(drafts, choices, strict=True):
        if draft.date is None and (draft.type, draft.number) in unknown:
            choice = _Choice(candidates=(first.link,) if first.link else first.candidates)
        elif draft.type == "NQ" and draft.number in plenums and _plain_short(draft):
            choice = plenums[draft.number]  # "Nghị quyết 4", where "Nghị quyết Trung ương 4 khóa XI" is told
        else:
            choice = _meant_again(draft, first, told, on)
        _give_year(draft, choice.link, on if sure or not draft.left else None)
        found.append(_answer(normal, draft, choice, registry, on, named=named))
    return tuple(found)


def _soon(draft: Draft, on: date) -> date | None:
    """A number alone names no document years younger than all the text speaks of."""
    return None if draft.symbol or draft.day else on + timedelta(days=_YOUNGER)


def _meant_again(draft: Draft, choice: _Choice, told: Mapping[str, Instrument], on: date | None) -> _Choice:
    """The document that the text named in full, else the latest edition of its day."""
    if choice.others or (not choice.link and not choice.candidates and _plain_short(draft)):
        meant = [row for row in told.values() if _same_number(draft, row)]
        choice = _Choice(meant[0]) if len(meant) == 1 else choice
    if not choice.link and choice.candidates and draft.date is None and draft.form in _NUMBERED:
        same = [row for row in choice.candidates if row.id in told]
        latest = same if len(same) == 1 else _latest(draft, choice.candidates, on)
        if len(latest) == 1 and not _foreign(draft):
            return _Choice(latest[0])
    return choice


def _unknown(drafts: Sequence[Draft], choices: Sequence[_Choice]) -> set[tuple[str, int | None]]:
    """Numbers to which the text gives a day, or body and subject, of no known one; alone they mean it."""
    pairs = list(zip(drafts, choices, strict=True))
    differing = {
        (draft.type, draft.number) for draft, c in pairs if c.another or Warn.DATE_DIFFERS in c.warnings
    }
    return differing - {(draft.type, draft.number) for draft, c in pairs if draft.date and c.link}


def date_of(citation: Citation, registry: Registry) -> date | None:
    """The date of the linked document."""
    rows = registry.by_symbol(symbol_key(citation.symbol)) if citation.symbol else ()
    rows = rows or registry.by_number(citation.type, citation.number or 0)
    return next((row.date for row in rows if row.id == citation.link), None)


def _give_year(draft: Draft, link: Instrument | None, on: date | None) -> None:
    """ "ngày 24/1" of a document: in the year it is known by, or the last before the day of the text.

    In front of the citation it is what the text tells anew: only a text of a sure day tells its year.
    """
    if draft.day is None or draft.date:
        return
    if link and link.date and (link.date.day, link.date.month) == draft.day:
        draft.date = link.date
    elif on:
        draft.date = last_before(*draft.day, on)


def _plain_short(draft: Draft) -> bool:
    return draft.form in _NUMBERED and not (
        draft.date or draft.term or draft.issuers or draft.organ or draft.state
    )


def _same_number(draft: Draft, row: Instrument) -> bool:
    return row.number == draft.number and row.type in {draft.type, _ALIKE.get(draft.type)}


def _answer(
    normal: Normal,
    draft: Draft,
    choice: _Choice,
    registry: Registry,
    on: date | None,
    *,
    named: Sequence[Named],
) -> Citation:
    if draft.shared and choice.link and choice.link.issuer not in draft.issuers:
        draft.issuers = ()
    warnings = [*draft.warnings, *choice.warnings]
    if draft.issuers and _contradicts(draft, choice.link):
        warnings.append(Warn.ISSUER_CONTRADICTS)
    if choice.link and on and _replaced(registry, choice.link, on):
        warnings.append(Warn.REPLACED)
    start, end = normal.span(draft.start, draft.end)
    return Citation(
        start,
        end,
        normal.original[start:end],
        choice.link.type if draft.guessed and choice.link else draft.type,
        draft.number,
        draft.symbol,
        draft.date,
        _issuer(normal, draft, choice.link, named),
        draft.form.value,
        draft.plenum,
        _term(draft, choice.link),
        choice.link.id if choice.link else None,
        tuple(row.id for row in choice.candidates),
        tuple(warning.value for warning in warnings),
    )


def _issuer(normal: Normal, draft: Draft, link: Instrument | None, named: Sequence[Named]) -> str:
    """Named beside it, or in its own words, or by the letters of its symbol."""
    if link and link.issuer in draft.issuers:
        return link.issuer
    if draft.issuers:
        return draft.issuers[0]
    if draft.form is Form.PLENUM and not draft.organ:
        return "Ban Chấp hành Trung ương"
    if _JOINT.search(draft.symbol):
        return ""
    return signed_by(draft.organ, state=draft.state) or own_body(normal, draft, named)


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
    reading = _reading(row.symbol)
    if reading:
        return reading.organ
    known = named_issuer(row.issuer)
    return known.organ if known else ""


@lru_cache(maxsize=5_000)
def _reading(symbol: str) -> Reading | None:
    return read_symbol(symbol)


def _choose(normal: Normal, draft: Draft, registry: Registry, on: date | None) -> _Choice:
    if draft.form is Form.PLENUM:
        return _of_plenum(normal, draft, registry, on)
    if draft.form is Form.CONGRESS:
        rows = () if draft.organ else registry.of_congress(draft.term)
        return _only([row for row in rows if row.type == draft.type], on)
    if draft.form is Form.LAW or draft.number is None:
        return _Choice()
    return _edition(normal, draft, _asked(draft, registry), on)


def _of_plenum(normal: Normal, draft: Draft, registry: Registry, on: date | None) -> _Choice:
    """A plenum without its term is the one just held, where the text has a day; else it may be any."""
    number = draft.plenum or 0
    if draft.organ:
        return _Choice()
    if draft.term:
        rows = [row for row in registry.of_plenum(number, draft.term) if row.type == draft.type]
        choice = _only(rows, on)
        another = choice.link and tells_another(normal, draft, choice.link)  # not all it passed is known
        return _Choice(candidates=tuple(rows)) if another else choice
    rows = [
        row
        for term in central_terms()
        for row in registry.of_plenum(number, term)
        if row.type == draft.type and not (on and row.date and row.date > on)
    ]
    fresh = [row for row in rows if on and row.date and (on - row.date).days <= _FRESH]
    return _Choice(fresh[0]) if len(fresh) == 1 else _Choice(candidates=tuple(fresh or rows))


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
    if draft.issuers:
        return any(_same_body(name, row.issuer) or _signs(name, organ) for name in draft.issuers)
    if draft.state:
        return _of_state(row)
    return organ == _CENTRE or (draft.type in {"NĐ", "TTư"} and _of_state(row))


def _signs(name: str, organ: str) -> bool:
    known = named_issuer(name)
    return known is not None and known.organ == organ


def _of_state(row: Instrument) -> bool:
    reading = _reading(row.symbol)
    return reading is not None and reading.form.value == "state"


def _edition(normal: Normal, draft: Draft, rows: list[Instrument], on: date | None) -> _Choice:
    if _foreign(draft):
        return _Choice(candidates=tuple(rows))
    if draft.date:
        return _dated(draft, rows)
    rows = [row for row in rows if not (on and _later(row, on))]
    if draft.day:
        rows = [row for row in rows if row.date and (row.date.day, row.date.month) == draft.day] or rows
    if draft.term:
        rows = [row for row in rows if draft.term in {row.term, row.plenum_term, _central_term(row)}]
    if draft.year:
        rows = [row for row in rows if (row.date.year if row.date else row.year) in {draft.year, None}]
    if rows and all(older_than(normal, draft, row, on) for row in rows):
        return _Choice(candidates=tuple(rows), another=True)
    if len(rows) > 1:
        rows = [row for row in rows if row.issuer in draft.issuers] or rows
    others: tuple[Instrument, ...] = ()
    if len(rows) > 1:
        likely = about(normal, draft, rows)
        others, rows = tuple(row for row in rows if row not in likely), likely
    rows = [row for row in rows if not of_another_congress(normal, draft, row)]
    if len(rows) == 1 and _of_another_body(normal, draft, rows[0]):
        return _Choice(candidates=tuple(rows), another=True)
    sure = len(rows) == 1 and _told(draft, rows[0])
    return _Choice(rows[0], others=others) if sure else _Choice(candidates=tuple(rows))


def _of_another_body(normal: Normal, draft: Draft, row: Instrument) -> bool:
    """Another body of the Centre is named and another subject told: an older document of the same number."""
    if draft.shared or not (_central_names(draft) and row.issuer in _OF_THE_CENTRE):
        return False
    return row.issuer not in draft.issuers and tells_another(normal, draft, row)


def _later(row: Instrument, on: date) -> bool:
    return row.date > on if row.date else bool(row.year and row.year > on.year)


def _told(draft: Draft, row: Instrument) -> bool:
    """Whether the text says whose document it is: every province has its own 08-KH/TU."""
    if not draft.organ and not draft.issuers and not draft.state:
        return row.type in _OF_ALL
    organ = _organ(row)
    if row.term or organ.endswith(_CENTRE) or _national(row):
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


def _foreign(draft: Draft) -> bool:
    """ "Chỉ thị 35-CT/TW của Tỉnh ủy …": symbol and issuer cannot both be right."""
    return bool(draft.issuers) and draft.organ == _CENTRE and not _central_names(draft)


def _dated(draft: Draft, rows: list[Instrument]) -> _Choice:
    same = [row for row in rows if row.date == draft.date]
    same = same or [row for row in rows if not row.date and draft.date and row.year == draft.date.year]
    if len(same) == 1:
        return _Choice(same[0])
    if same:
        return _by_issuer(draft, same)
    differs = bool(rows) and all(row.date for row in rows)
    return _Choice(candidates=tuple(rows), warnings=(Warn.DATE_DIFFERS,) if differs else ())


def _latest(draft: Draft, rows: Sequence[Instrument], on: date | None) -> list[Instrument]:
    """The newest of editions of several terms; resolutions live long, an older one may be meant."""
    days = [row.date for row in rows if row.date]
    if on is None or len(days) < len(rows) or not all(_told(draft, row) for row in rows):
        return []
    if any(row.type == "NQ" for row in rows):
        return []
    if len({_central_term(row) for row in rows}) < len(rows):
        return []
    return [row for row in rows if row.date == max(days)]


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
        organ.endswith(_CENTRE) and name.split(maxsplit=1)[0] in {"Tỉnh", "Thành", "Huyện"}
    )


def _replaced(registry: Registry, row: Instrument, on: date) -> bool:
    return any(new.date and new.date <= on for new in registry.successors(row.id))
