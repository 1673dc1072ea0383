"""What of a paper that came back from Word may be written into a draft, and what is only told.

Words of passages are taken unless the reader refuses. Figures, titles and the annex are not written in Word;
what somebody else changed meanwhile is asked, never taken by itself.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from giaoban.documents.blocks import Block, Heading, Paragraph
from giaoban.documents.controls import BLOCK, hash_of, tag_of
from giaoban.documents.wordback import (
    AnyChange,
    Deleted,
    FigureChange,
    Inserted,
    Merged,
    Moved,
    Returned,
)
from giaoban.documents.wordback.returned import Line, parts_of
from giaoban.documents.wordback.words import keys

PASSAGE, SECTION, ANNEX = "doan", "muc", "phu-luc"
_KEY = re.compile(rf"{PASSAGE}:(\d{{1,18}})\.(\d{{1,9}})\.([0-9a-f]{{8}})")
_SECTION_KEY = re.compile(rf"{SECTION}:(\d{{1,18}})")


class Why(StrEnum):
    """Why a change is not taken by itself; NOTHING where it is."""

    NOTHING = ""
    CLASH = "clash"  # somebody changed the passage after the file was made
    UNSURE = "unsure"  # it is not known of which draft the file is a copy
    GOES = "goes"  # a figure bound to the form would go
    REMOVED = "removed"  # the passage was taken out of the draft meanwhile
    FIGURE = "figure"
    TITLE = "title"
    ANNEX = "annex"
    TABLE = "table"
    OUTSIDE = "outside"


ASKED = frozenset({Why.CLASH, Why.UNSURE, Why.GOES, Why.REMOVED})


@dataclass(frozen=True, slots=True)
class Item:
    """A change with the section it stands in (its id, None outside) and why it is not taken by itself."""

    change: AnyChange
    section: int | None
    why: Why = Why.NOTHING

    @property
    def takeable(self) -> bool:
        return self.why is Why.NOTHING or self.why in ASKED

    @property
    def by_itself(self) -> bool:
        return self.why is Why.NOTHING


def words_hash(text: str) -> str:
    """
    >>> words_hash("hoà giải – tốt") == words_hash("hòa giải  - tốt"), len(words_hash("x"))
    (True, 8)
    """
    return hash_of(keys(text))[:8]


def passage_key(pk: int, version: int, text: str) -> str:
    return f"{PASSAGE}:{pk}.{version}.{words_hash(text)}"


def passage_of(key: str) -> int | None:
    """
    >>> passage_of("doan:12.3.0123abcd"), passage_of("muc:4")
    (12, None)
    """
    match = _KEY.fullmatch(key)
    return int(match[1]) if match else None


def section_of(key: str) -> int | None:
    match = _SECTION_KEY.fullmatch(key)
    return int(match[1]) if match else None


def sections(blocks: Sequence[Block]) -> list[int | None]:
    """The section each block stands in; None in the annex."""
    found: list[int | None] = []
    now: int | None = None
    for block in blocks:
        if isinstance(block, Heading):
            now = section_of(block.key)
        found.append(None if block.key.startswith(f"{ANNEX}:") else now)
    return found


# --- a file of an earlier draft ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rebased:
    """The file as if it had been made of the draft as it is now. `clashes` are passages that both sides
    changed, `removed` texts of passages that are not in the draft any more and were changed in the file."""

    returned: Returned
    clashes: frozenset[int] = frozenset()
    removed: frozenset[str] = frozenset()


def rebased(returned: Returned, blocks: Sequence[Block]) -> Rebased:
    """What the file did not touch follows the draft; a passage it left as it was and that was taken out of
    the draft meanwhile is left out."""
    now = {pk: block for block in blocks if (pk := passage_of(block.key)) is not None}
    lines = {passage_of(blocks[part.block].key): part.what for part in parts_of(blocks)}
    clashes: set[int] = set()
    removed: set[str] = set()
    found = []
    for one in returned.blocks:
        match = _KEY.fullmatch(one.tag.removeprefix(BLOCK)) if isinstance(one, Line) else None
        if match is None or not isinstance(one, Line):
            found.append(one)
            continue
        pk, untouched = int(match[1]), words_hash(one.text) == match[3]
        if pk not in now:
            if not untouched:
                removed.add(one.text.strip())
                found.append(replace(one, tag=""))
            continue
        line = lines[pk]
        tag = tag_of(now[pk].key)
        if tag == one.tag:
            found.append(one)
        elif untouched and isinstance(line, Line):
            found.append(replace(line, tag=tag))
        else:
            clashes.add(pk)
            found.append(replace(one, tag=tag))
    return Rebased(replace(returned, blocks=tuple(found)), frozenset(clashes), frozenset(removed))


# --- what may be taken -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the draft besides its blocks. `sure` when the file is a copy of this very draft or
    still holds its controls; `lost` are keys of an earlier draft's blocks whose controls are gone."""

    clashes: Collection[int] = frozenset()
    removed: Collection[str] = frozenset()
    lost: Collection[str] = frozenset()
    sure: bool = True


def items(changes: Sequence[AnyChange], blocks: Sequence[Block], facts: Facts) -> list[Item]:
    """The changes as they are told; that a placeholder went is none."""
    where = sections(blocks)
    return [
        Item(change, where[change.at] if change.at >= 0 else None, _why(change, blocks, where, facts))
        for change in changes
        if not (isinstance(change, Deleted) and placeholder(blocks[change.at]))
    ]


def placeholder(block: Block) -> bool:
    """What says that a section has no passage yet."""
    return isinstance(block, Paragraph) and not block.key


def _why(change: AnyChange, blocks: Sequence[Block], where: Sequence[int | None], facts: Facts) -> Why:
    if isinstance(change, FigureChange):
        return Why.FIGURE
    if isinstance(change, Inserted):
        return _why_inserted(change, where, facts)
    concerned = list(change.blocks) if isinstance(change, Moved) else [change.at]
    concerned += change.others if isinstance(change, Merged) else ()
    target = change.behind if isinstance(change, Moved) else change.at
    reasons = {
        Why.ANNEX: any(where[at] is None for at in concerned),
        Why.TITLE: any(isinstance(blocks[at], Heading) for at in concerned),
        Why.OUTSIDE: target < 0 or where[target] is None,
        Why.CLASH: not isinstance(change, Moved)
        and any(passage_of(blocks[at].key) in facts.clashes for at in concerned),
        Why.GOES: bool(getattr(change, "gone", ())),
        Why.UNSURE: not isinstance(change, Moved)
        and (not facts.sure or any(blocks[at].key in facts.lost for at in concerned)),
    }
    return next((why for why, holds in reasons.items() if holds), Why.NOTHING)


def _why_inserted(change: Inserted, where: Sequence[int | None], facts: Facts) -> Why:
    if change.at < 0:
        return Why.OUTSIDE
    if where[change.at] is None:
        return Why.ANNEX
    if change.table is not None:
        return Why.TABLE
    return Why.REMOVED if change.text in facts.removed else Why.NOTHING


# --- what is written ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """The draft as it shall be: for each section its passages, an existing one by its id, a new one None,
    with its words when they are other ones."""

    order: Mapping[int, Sequence[tuple[int | None, str | None]]] = field(default_factory=dict)

    @property
    def kept(self) -> set[int]:
        return {pk for rows in self.order.values() for pk, _text in rows if pk is not None}


def wanted(blocks: Sequence[Block], sent: Sequence[Block]) -> Wanted:
    """From the blocks after the decisions; what stands in the annex is not looked at."""
    before = {block.key: _text(block) for block in sent if passage_of(block.key) is not None}
    placeholders = {_text(block) for block in sent if placeholder(block)}
    order: dict[int, list[tuple[int | None, str | None]]] = {}
    for block, section in zip(blocks, sections(blocks), strict=True):
        if section is None:
            continue
        rows = order.setdefault(section, [])
        pk, text = passage_of(block.key), _text(block)
        if pk is not None:
            rows.append((pk, None if text == before.get(block.key) else text))
        elif section_of(block.key) is None and text.strip() and text not in placeholders:
            rows.append((None, text))
    return Wanted(order)


def _text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return "".join(run.text for run in block.parts())
    return block.text if isinstance(block, Heading) else ""
