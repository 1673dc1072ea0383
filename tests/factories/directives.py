"""Documents for tests, written straight into the tables: doors are what the tests are about."""

from datetime import date
from typing import Any

from giaoban.directives.models import Document, Relation
from giaoban.directives.rules import doc_type, identity, level_of, read_symbol, symbol_key, term_of, words
from giaoban.organisations.models import Unit

SOME_DAY = date(2017, 10, 25)


def make_document(
    registered_in: Unit,
    symbol: str = "18-NQ/TW",
    *,
    issuer: str = "Ban Chấp hành Trung ương",
    issued_on: date = SOME_DAY,
    summary: str = "Một số vấn đề về tổ chức bộ máy",
    type: str = "",  # noqa: A002  the field's name
    recipients: tuple[Unit, ...] = (),
    **facts: Any,
) -> Document:
    reading = read_symbol(symbol)
    code = type or (reading.type_codes[0] if reading else "VB")
    known = doc_type(code)
    parts = (known.label if known else "", symbol, issuer, summary)
    document = Document.objects.create(
        registered_in=registered_in,
        symbol=symbol,
        symbol_key=symbol_key(symbol),
        number=reading.number if reading else None,
        type=code,
        issuer=issuer,
        issued_on=issued_on,
        summary=summary,
        term=term_of(issued_on, symbol=symbol, issuer=issuer),
        identity=identity(issuer=issuer, type=code, symbol=symbol, issued_on=issued_on, summary=summary),
        level=facts.pop("level", "") or level_of(symbol=symbol, issuer=issuer).value,
        folded=" " + " ".join(word for part in parts for word in words(part)),
        **facts,
    )
    document.recipients.set(recipients)
    return document


def make_relation(source: Document, target: Document, kind: str = "implements") -> Relation:
    return Relation.objects.create(source=source, target=target, kind=kind)
