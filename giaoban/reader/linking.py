"""Which document of a registry a citation means: the edition by date, issuer and term, or the candidates.

Never a guess: several that fit give no link, a stated date that fits none gives no link (cycle.md §2.4).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from giaoban.reader.catalogue import named_issuer, party_organ, signed_by
from giaoban.reader.citations.congresses import name_their_congress
from giaoban.reader.citations.model import Citation, Draft, Form, Warn
from giaoban.reader.citations.signers import (
    Named,
    named_bodies,
    own_body,
    repeat_issuers,
    share_heading,
    share_joined,
)
from giaoban.reader.dates import central_term, central_terms, last_before
from giaoban.reader.editions import (
    ALIKE,
    CENTRE,
    FRESH,
    Choice,
    asked,
    central_term_of,
    edition,
    foreign,
    latest,
    organ_of,
    subject_told,
)
from giaoban.reader.normal import Normal
from giaoban.reader.registry import Instrument, Registry, law_name
from giaoban.reader.symbols import symbol_key
from giaoban.reader.topics import alone_spoken_of, is_page, tells_another, told_behind, told_of

_NUMBERED = {Form.FULL, Form.SHORT}
_JOINT = re.compile(r"[A-ZĐ]LT[-/]")  # of several bodies together
_ALL_OF_THEM = re.compile(r"(?<!\w)(?:cac|nhung|hai|ba|bon|\d)\s$")
_PASSED_SEVERAL = re.compile(
    r"(?<![a-z])(?:thong qua|ban hanh|gom|ra) (?:[2-9]|0[2-9]|hai|ba|bon) (?:van ban )?nghi quyet(?![a-z])"
)
_YEAR_OF_LAW = re.compile(r"(?:19|20)\d\d(?=\)?$)")
_IMPLEMENTING = {"HD", "KH", "CTr", "CV", "TB"}
_IMPLEMENTS = re.compile(r"(?<![a-z])(?:thuc hien|trien khai|thi hanh)(?: viec| mot so dieu| cua)? $")
_NEAR = 120
_FAR = 2_000  # characters in which a plenum's work is told
_YOUNGER = 500  # days that a document may come after the latest day a text speaks of


def settle(
    normal: Normal, drafts: Sequence[Draft], registry: Registry, on: date | None, *, sure: bool = True
) -> tuple[Citation, ...]:
    """The citations as answered: first what each says itself, then what the others of the text tell.

    A day that is not `sure` is only the latest the text speaks of: younger documents may be meant.

    A text that names "Nghị quyết số 18-NQ/TW ngày 25/10/2017" once means the same by "Nghị quyết 18"; only
    then is the latest edition before the day of the text taken.
    """
    share_heading(normal, drafts)
    name_their_congress(normal, drafts)
    share_joined(normal, drafts)
    repeat_issuers(drafts)
    choices = []
    for before, draft in zip([None, *drafts], drafts, strict=False):
        implemented = _implemented_by(normal, before, draft)
        if implemented and not (sure and on and on < implemented):
            choices.append(_choose(normal, draft, registry, implemented))
        elif sure or not on:
            choices.append(_choose(normal, draft, registry, on))
        else:
            choices.append(_chosen_late(normal, draft, registry, on))
    unknown = _unknown(drafts, choices)
    told = {choice.link.id: choice.link for choice in choices if choice.link and not choice.others}
    linked = {choice.link.id: choice.link for choice in choices if choice.link}
    plenums = _plenums(drafts, choices)
    on = max([on, *(row.date for row in told.values() if row.date)], default=on) if on else on
    unsigned = any(not draft.issuers and draft.symbol for draft in drafts)
    named = named_bodies(normal) if unsigned else ()
    found = []
    for draft, first in zip(drafts, choices, strict=True):
        if (
            draft.date is None
            and (draft.type, draft.number) in unknown
            and not _told_here(normal, draft, first)
        ):
            choice = Choice(candidates=(first.link,) if first.link else first.candidates)
        elif draft.type == "NQ" and not draft.term and _plenum_meant(draft) in plenums:
            choice = plenums[_plenum_meant(draft)]
        else:
            choice = _meant_again(normal, draft, first, told, linked, on=on)
        _give_year(draft, choice.link, on if sure or not draft.left else None)
        found.append(_answer(normal, draft, choice, registry, on, named=named))
    return tuple(found)


def _implemented_by(normal: Normal, before: Draft | None, draft: Draft) -> date | None:
    """ "Hướng dẫn 04-HD/TW ngày 9/12/2020 … về thực hiện Chỉ thị 26": older than what implements it."""
    if before is None or draft.date or before.type not in _IMPLEMENTING:
        return None
    between = normal.folded[before.end : draft.start]
    return before.date if len(between) < _NEAR and _IMPLEMENTS.search(between) else None


def _plenums(drafts: Sequence[Draft], choices: Sequence[Choice]) -> dict[int | None, Choice]:
    """Resolutions of plenums told with their term, where the text tells that plenum of one term only."""
    told: dict[int | None, dict[str, Choice]] = {}
    for draft, choice in zip(drafts, choices, strict=True):
        if draft.form is Form.PLENUM and draft.type == "NQ" and draft.term and not draft.organ:
            said = told.setdefault(draft.plenum, {})
            said[draft.term] = said[draft.term] if draft.term in said and said[draft.term].link else choice
    return {plenum: next(iter(said.values())) for plenum, said in told.items() if len(said) == 1}


def _plenum_meant(draft: Draft) -> int | None:
    """ "Nghị quyết 4" or "Nghị quyết Trung ương 4", where "Nghị quyết Trung ương 4 khóa XI" is told."""
    if draft.form is Form.PLENUM:
        return None if draft.organ else draft.plenum
    return draft.number if _plain_short(draft) else None


def _chosen_late(normal: Normal, draft: Draft, registry: Registry, on: date) -> Choice:
    """For a text that may be younger than all it speaks of: of all editions, else of those known by then,
    unless another came soon after.
    """
    late = _choose(normal, draft, registry, _soon(normal, draft, on))
    if late.link and late.link.date and late.link.date > on and _of_others(draft, late.link):
        return Choice(candidates=(late.link,), another=True)
    early = late if late.link else _choose(normal, draft, registry, on)
    soon = on + timedelta(days=_YOUNGER)
    following = any(row.date and on < row.date <= soon for row in late.candidates)
    return early if (early.link and not following) or not late.candidates else late


def _of_others(draft: Draft, row: Instrument) -> bool:
    return bool(draft.issuers) and row.issuer not in draft.issuers


def _soon(normal: Normal, draft: Draft, on: date) -> date | None:
    """A number alone in a line names no document years younger than all the line speaks of."""
    alone = not draft.symbol and not draft.day and not is_page(normal)
    return on + timedelta(days=_YOUNGER) if alone else None


def _meant_again(
    normal: Normal,
    draft: Draft,
    choice: Choice,
    told: Mapping[str, Instrument],
    linked: Mapping[str, Instrument],
    *,
    on: date | None,
) -> Choice:
    """The document that the text named in full (`told`) or else (`linked`); the latest edition of its day."""
    if choice.others or (not choice.link and not choice.candidates and _plain_short(draft)):
        meant = [row for row in told.values() if _same_number(draft, row)]
        choice = Choice(meant[0]) if len(meant) == 1 else choice
    if not choice.link and choice.candidates and draft.date is None and draft.form in _NUMBERED:
        same = [row for row in choice.candidates if row.id in told]
        same = same or [row for row in choice.candidates if row.id in linked]
        same = same or [row for row in choice.candidates if _of_one_sitting(row, linked)]
        same = same or [row for row in choice.candidates if linked.keys() & set(row.implements)]
        if len(same) != 1:
            same = latest(normal, draft, choice.candidates, on)
            same = [row for row in same if not _of_others(draft, row) or subject_told(normal, draft, row)]
        if len(same) == 1 and not foreign(draft):
            return Choice(same[0])
    return choice


def _of_one_sitting(row: Instrument, told: Mapping[str, Instrument]) -> bool:
    """ "Nghị quyết số 18 và 19": of one day and one body with what the text tells."""
    day = row.date
    return bool(day) and any(
        (day, row.type, row.issuer) == (one.date, one.type, one.issuer) for one in told.values()
    )


def _unknown(drafts: Sequence[Draft], choices: Sequence[Choice]) -> set[tuple[str, int | None]]:
    """Numbers to which the text gives a day, or body and subject, of no known one; alone they mean it."""
    pairs = list(zip(drafts, choices, strict=True))
    differing = {
        (draft.type, draft.number)
        for draft, c in pairs
        if c.another or (Warn.DATE_DIFFERS in c.warnings and not c.link)
    }
    return differing - {(draft.type, draft.number) for draft, c in pairs if draft.date and c.link}


def _told_here(normal: Normal, draft: Draft, choice: Choice) -> bool:
    """Whether the sentence itself tells the subject: a wrong day elsewhere does not undo that."""
    return choice.link is not None and told_behind(normal, draft, choice.link)


def date_of(citation: Citation, registry: Registry) -> date | None:
    """The date of the linked document; of a plenum's, linked or not, that of what the plenum passed."""
    if citation.plenum:
        return next((row.date for row in registry.of_plenum(citation.plenum, citation.term)), None)
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
    return row.number == draft.number and row.type in {draft.type, ALIKE.get(draft.type)}


def _answer(
    normal: Normal,
    draft: Draft,
    choice: Choice,
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
    if draft.date and (draft.organ or _central_body(draft)).endswith(CENTRE):
        return central_term(draft.date)
    return (link.term or link.plenum_term or central_term_of(link)) if link else ""


def _central_body(draft: Draft) -> str:
    known = named_issuer(draft.issuers[0]) if draft.issuers else None
    return known.organ if known and known.line == "party" else ""


def _choose(normal: Normal, draft: Draft, registry: Registry, on: date | None) -> Choice:
    if draft.form is Form.PLENUM:
        return _of_plenum(normal, draft, registry, on)
    if draft.form is Form.CONGRESS:
        rows = () if draft.organ else registry.of_congress(draft.term)
        return _only([row for row in rows if row.type == draft.type], on)
    if draft.form is Form.LAW:
        return _of_law(normal, draft, registry, on)
    if draft.number is None:
        return Choice()
    return edition(normal, draft, asked(draft, registry), on)


def _of_plenum(normal: Normal, draft: Draft, registry: Registry, on: date | None) -> Choice:
    """A plenum without its term is the one just held, where the text has a day; else it may be any.

    A plenum comes to more conclusions than are known: they need their subject.
    """
    number = draft.plenum or 0
    if draft.organ:
        return Choice()
    if draft.term:
        rows = [row for row in registry.of_plenum(number, draft.term) if row.type == draft.type]
        choice = _only(_meant_of_plenum(normal, draft, rows), on)
        another = choice.link and tells_another(normal, draft, choice.link)  # not all it passed is known
        alone = draft.type == "NQ" or not choice.link or subject_told(normal, draft, choice.link)
        return Choice(candidates=tuple(rows)) if another or not alone else choice
    rows = [
        row
        for term in central_terms()
        for row in registry.of_plenum(number, term)
        if row.type == draft.type and not (on and row.date and row.date > on)
    ]
    fresh = [row for row in rows if on and row.date and (on - row.date).days <= FRESH]
    if len(fresh) == 1:
        return Choice(fresh[0])
    meant = _meant_of_plenum(normal, draft, fresh or rows)
    sure = len(meant) == 1 and subject_told(normal, draft, meant[0])
    return Choice(meant[0]) if sure else Choice(candidates=tuple(fresh or rows))


def _meant_of_plenum(normal: Normal, draft: Draft, rows: list[Instrument]) -> list[Instrument]:
    """The one told right behind, else the one of which the page speaks; "các nghị quyết" are all of them."""
    if _ALL_OF_THEM.search(normal.folded, max(0, draft.start - 8), draft.start):
        return rows
    if _PASSED_SEVERAL.search(normal.folded, max(0, draft.start - _FAR), draft.end + _FAR):
        return told_of(normal, draft, rows)
    told = told_of(normal, draft, rows)
    return told if len(told) == 1 or not is_page(normal) else alone_spoken_of(normal, draft, rows)


def _of_law(normal: Normal, draft: Draft, registry: Registry, on: date | None) -> Choice:
    """By its name and its day or year; of two in one year the one of the day of the text."""
    written = normal.folded[draft.start : draft.end]
    year = _YEAR_OF_LAW.search(written)
    rows = [
        row
        for row in registry.laws(law_name(written))
        if row.date and (row.date == draft.date if draft.date else year and row.date.year == int(year[0]))
    ]
    known = [row for row in rows if on and row.date and row.date <= on]
    last = [row for row in known if row.date == max(one.date for one in known if one.date)]
    return Choice(last[0]) if len(last) == 1 else _only(rows, None)


def _only(rows: Sequence[Instrument], on: date | None) -> Choice:
    known = [row for row in rows if not (on and row.date and row.date > on)]
    if len(known) == 1:
        return Choice(known[0])
    return Choice(candidates=tuple(known))


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
    return all(known) or organ_of(link).endswith(CENTRE)


def _may_sign(name: str, organ: str) -> bool:
    known = named_issuer(name)
    if known is not None:
        return known.organ == organ or (known.organ != CENTRE and not party_organ(organ))
    return organ != CENTRE and not (
        organ.endswith(CENTRE) and name.split(maxsplit=1)[0] in {"Tỉnh", "Thành", "Huyện"}
    )


def _replaced(registry: Registry, row: Instrument, on: date) -> bool:
    return any(new.date and new.date <= on for new in registry.successors(row.id))
