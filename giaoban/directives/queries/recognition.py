"""What a symbol says while it is being typed: type, number, who signs so, and what already bears it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.directives.models import Document, type_label
from giaoban.directives.queries.base import get_document, unit_names, visible_to
from giaoban.directives.queries.relations import replacing
from giaoban.directives.rules import issuers_of, level_of, read_symbol, symbol_key, term_of
from giaoban.organisations.queries import ancestor_ids, lines_of

MOST_NAMESAKES = 5


@dataclass(frozen=True, slots=True)
class Recognised:
    """`types` and `issuers` have several entries where the letters leave several; `same` bear the symbol."""

    symbol: str
    number: int
    types: tuple[tuple[str, str], ...]
    issuers: tuple[str, ...]
    term: str
    same: tuple[Document, ...]


def recognise(
    actor: Actor, text: str, *, unit_id: int, on: date, issued_on: date | None, issuer: str = ""
) -> Recognised | None:
    """What is read, or None when the text is no symbol."""
    reading = read_symbol(text)
    if reading is None:
        return None
    names = tuple(row.name for row in issuers_of(reading.organ))
    if not names:
        names = _nearby(actor, reading.symbol, reading.organ, unit_id, on)
    term = term_of(issued_on, symbol=reading.symbol, issuer=issuer) if issued_on is not None else ""
    same = visible_to(actor, on).filter(symbol_key=symbol_key(reading.symbol)).order_by("-issued_on", "-pk")
    return Recognised(
        reading.symbol,
        reading.number,
        tuple((code, type_label(code)) for code in reading.type_codes),
        names,
        term,
        tuple(same[:MOST_NAMESAKES]),
    )


def replaced_of(
    actor: Actor, document_ids: Collection[int], on: date
) -> list[tuple[Document, Document | None]]:
    """Of documents about to be cited those replaced by the day, and by what as far as it is seen."""
    found = []
    for document_id in document_ids:
        try:
            document = get_document(actor, document_id)
        except Hidden:
            continue
        newer = replacing(document, on)
        if newer is not None:
            seen = visible_to(actor).filter(pk=newer.pk).exists()
            found.append((document, newer if seen else None))
    return found


def _nearby(actor: Actor, symbol: str, organ: str, unit_id: int, on: date) -> tuple[str, ...]:
    """Units of the page's own line, from there upwards, that sign at this level; offices with an office's
    letters, committees with a committee's."""
    near = [*lines_of(unit_id, on), *ancestor_ids(unit_id, on)]
    names = unit_names(actor, set(near), on)
    level, office = level_of(symbol=symbol, issuer=""), len(organ) > len("TXU")
    found = dict.fromkeys(names[pk] for pk in near if pk in names)
    return tuple(
        name
        for name in found
        if level and level_of(symbol="", issuer=name) == level and name.startswith("Ban ") == office
    )
