"""A paper that went to Word and came back: read, compared, taken or refused change by change."""

from giaoban.documents.wordback.annexes import compare_each
from giaoban.documents.wordback.applying import Decision, apply
from giaoban.documents.wordback.changes import (
    AnyChange,
    CellChanged,
    Comparison,
    Deleted,
    FigureChange,
    Inserted,
    LostControl,
    Merged,
    Moved,
    Reshaped,
    RowDeleted,
    RowInserted,
    Split,
    TextChanged,
    Told,
    Tracked,
)
from giaoban.documents.wordback.comparing import compare
from giaoban.documents.wordback.frames import frame_in, frame_of
from giaoban.documents.wordback.matching import Frame
from giaoban.documents.wordback.returned import Comment, Returned, read, returned

__all__ = [
    "AnyChange",
    "CellChanged",
    "Comment",
    "Comparison",
    "Decision",
    "Deleted",
    "FigureChange",
    "Frame",
    "Inserted",
    "LostControl",
    "Merged",
    "Moved",
    "Reshaped",
    "Returned",
    "RowDeleted",
    "RowInserted",
    "Split",
    "TextChanged",
    "Told",
    "Tracked",
    "apply",
    "compare",
    "compare_each",
    "frame_in",
    "frame_of",
    "read",
    "returned",
]
