"""Documents in plain values: types and issuers as data, symbols as typed, what may relate to what."""

from giaoban.directives.rules.dissemination import Fault, Held, Manner, SessionFacts, fault
from giaoban.directives.rules.facts import (
    CONFIDENCE_MARKS,
    Confidence,
    DocumentFacts,
    Permission,
    RelationKind,
    Standing,
    closes_circle,
    folded_words,
    identity,
    in_order,
    standing,
    term_of,
)
from giaoban.directives.rules.levels import Level, from_above, level_of
from giaoban.reader.catalogue import (
    DocumentType,
    Issuer,
    doc_type,
    issuers,
    issuers_of,
    named_issuer,
    types,
)
from giaoban.reader.symbols import Form, Reading, read_symbol, symbol_key, words

__all__ = [
    "CONFIDENCE_MARKS",
    "Confidence",
    "DocumentFacts",
    "DocumentType",
    "Fault",
    "Form",
    "Held",
    "Issuer",
    "Level",
    "Manner",
    "Permission",
    "Reading",
    "RelationKind",
    "SessionFacts",
    "Standing",
    "closes_circle",
    "doc_type",
    "fault",
    "folded_words",
    "from_above",
    "identity",
    "in_order",
    "issuers",
    "issuers_of",
    "level_of",
    "named_issuer",
    "read_symbol",
    "standing",
    "symbol_key",
    "term_of",
    "types",
    "words",
]
