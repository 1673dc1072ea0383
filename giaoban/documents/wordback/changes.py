"""What a returned paper changed, one by one; each change has an id that stands for its very content.

`at` is the number of the sent block it concerns, `key` that block's key. `tracked` are the changes that Word
tracked in it with their authors, `comments` what was written at it.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Literal

from giaoban.documents.blocks import Run, Table
from giaoban.documents.wordback.returned import Comment, Piece
from giaoban.documents.wordback.words import Mark

TextPart = Literal["text", "caption", "source"]


@dataclass(frozen=True, slots=True)
class Tracked:
    """An insertion or deletion that Word tracked; "¶" is the end of a paragraph."""

    said: Literal["ins", "del"]
    author: str
    at: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    id: str = ""
    key: str = ""
    at: int = -1
    tracked: tuple[Tracked, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChanged(Change):
    """`new` are the runs with the house's figures in them; `gone` are bound figures (key, value) that the new
    words no longer hold."""

    part: TextPart = "text"
    old: str
    new: tuple[Run, ...]
    diff: tuple[Mark, ...]
    gone: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Change):
    """One paragraph became several."""

    old: str
    parts: tuple[tuple[Run, ...], ...]
    gone: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Change):
    """Neighbours became one paragraph, which keeps the first one's key; `others` are the blocks taken in."""

    others: tuple[int, ...]
    other_keys: tuple[str, ...]
    old: tuple[str, ...]
    new: tuple[Run, ...]
    gone: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inserted(Change):
    """A new heading, paragraph or table behind the sent block `at` (-1: before all), whose key is `key`."""

    text: str
    runs: tuple[Run, ...] = ()
    level: int = 0
    align: str = "justify"
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted(Change):
    text: str
    gone: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Change):
    """Neighbours that stand elsewhere now: `blocks` in order, behind the sent block `behind` (-1: first)."""

    blocks: tuple[int, ...]
    keys: tuple[str, ...]
    behind: int
    behind_key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange(Change):
    """A bound figure altered by hand: `figure` is its key, the n-th (from 0) of that key in the block."""

    figure: str
    ours: str
    theirs: str
    nth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChanged(Change):
    """A cell of a table; `row` -1 is the row of titles, -2 the one of bands. `figure` says that the house's
    value is a number."""

    row: int
    column: int
    row_title: str
    column_title: str
    ours: str
    theirs: str
    figure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowInserted(Change):
    """`row` is the sent row it stands behind, -1 for none."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDeleted(Change):
    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reshaped(Change):
    """A table came back with other columns: it is taken or refused whole."""

    old: tuple[tuple[str, ...], ...]
    new: tuple[tuple[str, ...], ...]


AnyChange = (
    TextChanged
    | Split
    | Merged
    | Inserted
    | Deleted
    | Moved
    | FigureChange
    | CellChanged
    | RowInserted
    | RowDeleted
    | Reshaped
)


@dataclass(frozen=True, slots=True)
class LostControl:
    """A control that was sent and is not there any more; its words may still be. `figure` for a figure's."""

    key: str
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A comment with the block it stands at (-1: outside) and the change it goes with, if any."""

    comment: Comment
    at: int
    key: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changes` in reading order. `order` is the returned order: numbers of sent blocks and ids of
    insertions; `rows` the same for the rows of tables. `stripped` means that no control came back at all.
    `outside` are words typed into the head or foot of the paper, which are not taken."""

    changes: tuple[AnyChange, ...]
    lost: tuple[LostControl, ...] = ()
    comments: tuple[Told, ...] = ()
    order: tuple[int | str, ...] = ()
    rows: Mapping[int, tuple[int | str, ...]] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    pictures: int = 0
    stripped: bool = False


def numbered(changes: Sequence[AnyChange]) -> list[AnyChange]:
    """The changes with their ids: the same content has the same id in every comparison."""
    seen: Counter[str] = Counter()
    found = []
    for change in changes:
        content = {
            one.name: getattr(change, one.name) for one in fields(change) if one.name not in _NO_CONTENT
        }
        told = f"{type(change).__name__} {sorted(content.items())!r}"
        name = hashlib.sha256(told.encode()).hexdigest()[:12]
        seen[name] += 1
        found.append(replace(change, id=name if seen[name] == 1 else f"{name}-{seen[name]}"))
    return found


_NO_CONTENT = {"id", "at", "tracked", "comments", "diff", "behind", "blocks", "others"}


def tracked_in(pieces: Sequence[Piece]) -> tuple[Tracked, ...]:
    """The tracked changes among pieces; neighbours of one author and kind are one."""
    found: list[Tracked] = []
    for piece in pieces:
        if not piece.mark:
            continue
        text = piece.text or "¶"
        last = found[-1] if found else None
        if last and (last.said, last.author, last.at) == (piece.mark, piece.author, piece.at):
            found[-1] = replace(last, text=last.text + text)
        else:
            found.append(Tracked(piece.mark, piece.author, piece.at, text))
    whole = (one if one.text == "¶" else replace(one, text=one.text.removesuffix("¶")) for one in found)
    return tuple(one for one in whole if one.text.strip())
