"""Changes taken or refused one by one: all taken give the words of the edited file, none gives those sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from giaoban.documents.blocks import Block, Heading, Paragraph, Run, Table
from giaoban.documents.wordback.changes import (
    AnyChange,
    CellChanged,
    Comparison,
    Deleted,
    FigureChange,
    Inserted,
    Merged,
    Moved,
    Reshaped,
    RowDeleted,
    RowInserted,
    Split,
    TextChanged,
)
from giaoban.documents.wordback.comparing import heading_of
from giaoban.documents.wordback.matching import woven
from giaoban.documents.wordback.returned import runs_of
from giaoban.documents.wordback.tables import BANDS, TITLES, reshaped, typed


class Decision(StrEnum):
    TAKEN = "taken"
    REFUSED = "refused"


def apply(
    sent: Sequence[Block], comparison: Comparison, decisions: Mapping[str, Decision]
) -> tuple[Block, ...]:
    """The blocks after the decisions; a change nobody decided is refused. Keys and bound figures stay."""
    taken = [one for one in comparison.changes if decisions.get(one.id) == Decision.TAKEN]
    by_block: dict[int, list[AnyChange]] = {}
    for change in taken:
        by_block.setdefault(change.at, []).append(change)
    moves = {n for change in comparison.changes if isinstance(change, Moved) for n in change.blocks}
    went = {n for change in taken if isinstance(change, Moved) for n in change.blocks}
    away = {change.at for change in taken if isinstance(change, Deleted)}
    away |= {n for change in taken if isinstance(change, Merged) for n in change.others}
    new = {change.id: change for change in taken if isinstance(change, Inserted)}
    order = [
        one
        for one in comparison.order
        if (one in new if isinstance(one, str) else one not in moves or one in went)
    ]
    standing = {one for one in order if isinstance(one, int)}
    absent = [n for n in range(len(sent)) if n not in standing and n not in away]
    found: list[Block] = []
    for one in woven(order, absent, went):
        if isinstance(one, str):
            found.append(new[one].table or heading_of(new[one]))
        else:
            rows = comparison.rows.get(one, ())
            found += _block(
                sent[one], [c for c in by_block.get(one, ()) if not isinstance(c, Inserted)], rows
            )
    return tuple(found)


def _block(block: Block, changes: Sequence[AnyChange], rows: Sequence[int | str]) -> list[Block]:
    """The block with its taken changes; a split one is several, of which the first keeps the key."""
    if isinstance(block, Table):
        return [_table(block, changes, rows)]
    pieces: list[list[Run]] = [runs_of(block)]
    touched = False
    for change in changes:
        if isinstance(change, TextChanged | Merged):
            pieces, touched = [list(change.new)], True
        elif isinstance(change, Split):
            pieces, touched = [list(part) for part in change.parts], True
    for change in changes:
        if isinstance(change, FigureChange):
            pieces, touched = _altered(pieces, change), True
    if not touched:
        return [block]
    whole = [_with_words(block, pieces[0])]
    return [*whole, *(_with_words(replace(block, key=""), runs) for runs in pieces[1:])]


def _altered(pieces: Sequence[Sequence[Run]], change: FigureChange) -> list[list[Run]]:
    seen = -1
    found = []
    for runs in pieces:
        line = []
        for run in runs:
            seen += run.figure == change.figure
            here = run.figure == change.figure and seen == change.nth
            line.append(replace(run, text=change.theirs) if here else run)
        found.append(line)
    return found


def _with_words(block: Heading | Paragraph, runs: Sequence[Run]) -> Block:
    if isinstance(block, Heading):
        return replace(block, text=" ".join("".join(run.text for run in runs).split()))
    if len(runs) == 1 and not (runs[0].figure or runs[0].raised):
        return replace(block, text=runs[0].text, runs=(), bold=runs[0].bold, italic=runs[0].italic)
    return replace(block, text="", runs=tuple(runs), bold=False, italic=False)


# --- tables ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Rows:
    kept: list[int | str]
    new: dict[str, RowInserted]


def _table(table: Table, changes: Sequence[AnyChange], order: Sequence[int | str]) -> Table:
    for change in changes:
        if isinstance(change, TextChanged) and change.part != "text":
            words = {change.part: change.text}
            table = replace(table, **words)  # type: ignore[arg-type]  # caption or source
        elif isinstance(change, Reshaped):
            return reshaped(table, change.new)
    table = _cells(table, [change for change in changes if isinstance(change, CellChanged)])
    new = {change.id: change for change in changes if isinstance(change, RowInserted)}
    away = {change.row for change in changes if isinstance(change, RowDeleted)}
    if not (new or away):
        return table
    kept = [one for one in order if one in new or isinstance(one, int)]
    standing = {one for one in kept if isinstance(one, int)}
    absent = [n for n in range(len(table.rows)) if n not in standing and n not in away]
    rows = []
    totals = set()
    for one in woven(kept, absent, set()):
        if isinstance(one, str):
            cells = zip(new[one].cells, table.columns, strict=True)
            rows.append(tuple(typed(text, column) for text, column in cells))
        else:
            totals |= {len(rows)} if one in table.totals else set()
            rows.append(tuple(table.rows[one]))
    return replace(table, rows=rows, totals=totals)


def _cells(table: Table, changes: Sequence[CellChanged]) -> Table:
    if not changes:
        return table
    rows = [list(row) for row in table.rows]
    columns, bands = list(table.columns), list(table.bands)
    for change in changes:
        column = columns[change.column]
        if change.row == TITLES:
            columns[change.column] = replace(column, title=change.theirs)
        elif change.row == BANDS:
            at = 0
            for number, (_title, span) in enumerate(bands):
                if at == change.column:
                    bands[number] = (change.theirs, span)
                at += span
        else:
            ours = table.rows[change.row][change.column]
            rows[change.row][change.column] = typed(change.theirs, column, ours)
    return replace(table, rows=[tuple(row) for row in rows], columns=columns, bands=bands)
