"""Documents in plain values: types and issuers as data, symbols as typed, what may relate to what."""

from giaoban.reader.catalogue import (
    DocumentType,
    Issuer,
    doc_type,
    issuers,
    issuers_of,
    named_issuer,
    types,
)
from giaoban.directives.rules.facts import (
    Confidence,
    DocumentFacts,
    Permission,
    RelationKind,
    Standing,
    closes_circle,
    identity,
    in_order,
    standing,
    term_of,
)
from giaoban.reader.symbols import Form, Reading, read_symbol, symbol_key, words

__all__ = [
    "Confidence",
    "DocumentFacts",
    "DocumentType",
    "Form",
    "Issuer",
    "Permission",
    "Reading",
    "RelationKind",
    "Standing",
    "closes_circle",
    "doc_type",
    "identity",
    "in_order",
    "issuers",
    "issuers_of",
    "named_issuer",
    "read_symbol",
    "standing",
    "symbol_key",
    "term_of",
    "types",
    "words",
]
