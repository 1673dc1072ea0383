"""A text that was read: its marks and their corrections, how it is laid out on a page, what its head says."""

from giaoban.web.reading.rules.head import first_words, own_bodies, own_subject, own_symbol, stamped
from giaoban.web.reading.rules.layout import Block, Piece, blocks, parts, stands_in
from giaoban.web.reading.rules.marks import (
    INLINE,
    MarkKind,
    after_corrections,
    beside_corrections,
    count,
    mark_key,
    overlaps,
    read_key,
)
from giaoban.web.reading.rules.names import Named, matching, phrases
from giaoban.web.reading.rules.places import hour_told, locate

__all__ = [
    "INLINE",
    "Block",
    "MarkKind",
    "Named",
    "Piece",
    "after_corrections",
    "beside_corrections",
    "blocks",
    "count",
    "first_words",
    "hour_told",
    "locate",
    "mark_key",
    "matching",
    "overlaps",
    "own_bodies",
    "own_subject",
    "own_symbol",
    "parts",
    "phrases",
    "read_key",
    "stamped",
    "stands_in",
]
