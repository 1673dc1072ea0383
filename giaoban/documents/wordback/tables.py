"""A table that came back against the one that was sent: cells one by one, rows that came and went."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from giaoban.core.numbers import read_number
from giaoban.documents.blocks import Cell, Column, Table
from giaoban.documents.wordback.aligning import Unit, pair, rising
from giaoban.documents.wordback.changes import (
    AnyChange,
    CellChanged,
    Reshaped,
    RowDeleted,
    RowInserted,
    Tracked,
    tracked_in,
)
from giaoban.documents.wordback.returned import Grid, Part, Row
from giaoban.documents.wordback.words import keys, same
from giaoban.documents.words import shown

TITLES, BANDS = -1, -2
Texts = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class GridChanges:
    """`rows` is the returned order: numbers of sent rows, and the place of a RowInserted among `changes`."""

    changes: tuple[AnyChange, ...]
    rows: tuple[int | str, ...]


def grid_changes(table: Table, part: Part, grid: Grid) -> GridChanges:
    """The changes of a table; `part` is its grid as it was sent."""
    sent = part.what
    assert isinstance(sent, Grid)  # noqa: S101 (a part named grid is one)
    facts: dict[str, Any] = {"key": table.key, "at": part.block}
    standing = [row for row in grid.rows if row.mark != "del"]
    mine, theirs = [row.cells() for row in sent.rows], [row.cells() for row in standing]
    everybody = tuple(range(len(table.rows)))
    heads = 2 if table.bands else 1
    if len(theirs) < heads or any(len(row) != len(table.columns) for row in theirs):
        if _words_of(mine) == _words_of(theirs):
            return GridChanges((), everybody)
        return GridChanges((Reshaped(**facts, old=_told(mine), new=_told(theirs)),), everybody)
    found: list[AnyChange] = list(_heads(table, mine[:heads], theirs[:heads], facts))
    body = mine[heads:] if table.rows else []
    back = list(zip(theirs[heads:], standing[heads:], strict=True))
    if not table.rows:
        back = [one for one in back if not same(_line(one[0]), _line(mine[-1]))]
    pairs = _paired(body, [texts for texts, _row in back])
    order: list[int | str] = []
    whose = {b: a for a, b in pairs.items()}
    deleted = _deleted(grid, len(body), pairs, body)
    behind = -1
    for number, (texts, row) in enumerate(back):
        if number in whose:
            behind = whose[number]
            order.append(behind)
            found += _cells(table, behind, (body[behind], texts), row, facts)
        else:
            tracked = (Tracked("ins", row.author, row.at, _line(texts)),) if row.mark == "ins" else ()
            order.append(f"+{len(found)}")
            found.append(RowInserted(**facts, row=behind, cells=_plain(texts), tracked=tracked))
    found += [RowDeleted(**facts, row=a, cells=_plain(body[a]), tracked=t) for a, t in deleted]
    return GridChanges(tuple(found), tuple(order))


def _heads(table: Table, mine: Sequence[Texts], theirs: Sequence[Texts], facts: dict[str, Any]) -> Any:
    """Titles and bands; a title may stand in either row."""
    for number, column in enumerate(table.columns):
        ours = _title(mine, number)
        there = _title(theirs, number)
        if not same(ours, there):
            yield CellChanged(
                **facts,
                row=TITLES,
                column=number,
                row_title="",
                column_title=column.title,
                ours=ours,
                theirs=there,
            )
    at = 0
    for title, span in table.bands:
        there = (theirs[0][at] or "") if title else ""
        if title and not same(title, there):
            yield CellChanged(
                **facts, row=BANDS, column=at, row_title="", column_title=title, ours=title, theirs=there
            )
        at += span


def _title(rows: Sequence[Texts], column: int) -> str:
    return next((text for row in reversed(rows) if (text := row[column])), "")


def _paired(body: Sequence[Texts], back: Sequence[Texts]) -> dict[int, int]:
    """Rows by their words, in order; a row with only other figures is known by its titles."""
    sent, came = [_unit(row) for row in body], [_unit(row) for row in back]
    named = {_unit_name(row): number for number, row in enumerate(back)}
    once = len(named) == len(back) and len({_unit_name(row) for row in body}) == len(body)
    fixed = {}
    if once:
        fixed = {a: named[_unit_name(row)] for a, row in enumerate(body) if _unit_name(row) in named}
    pairs = pair(sent, came, fixed)
    rows = sorted(pairs.items())
    kept = rising([b for _a, b in rows])
    return {a: b for at, (a, b) in enumerate(rows) if at in kept}


def _unit(row: Texts) -> Unit:
    return Unit.of("row", [f"{at}:{key}" for at, text in enumerate(row) for key in keys(text or "")])


def _unit_name(row: Texts) -> tuple[str, ...]:
    """The words of a row without its number in order and its figures: its first two cells of letters."""
    texts = [keys(text) for text in row if text and any(c.isalpha() for c in text)]
    return tuple(key for text in texts[:2] for key in text) if texts else keys(_line(row))


def _deleted(
    grid: Grid, count: int, pairs: dict[int, int], body: Sequence[Texts]
) -> list[tuple[int, tuple[Tracked, ...]]]:
    """The sent rows that are not there any more, with who deleted them where Word tracked it."""
    gone = {keys(_line(row.cells())): row for row in grid.rows if row.mark == "del"}
    found: list[tuple[int, tuple[Tracked, ...]]] = []
    for number in range(count):
        if number not in pairs:
            row = gone.get(keys(_line(body[number])))
            tracked = (Tracked("del", row.author, row.at, _line(body[number])),) if row else ()
            found.append((number, tracked))
    return found


def _cells(
    table: Table, number: int, texts: tuple[Texts, Texts], row: Row, facts: dict[str, Any]
) -> list[AnyChange]:
    mine, theirs = texts
    found: list[AnyChange] = []
    boxes = dict(zip(_columns(row), row.boxes, strict=True))
    for at, (ours, there) in enumerate(zip(mine, theirs, strict=True)):
        if same(ours or "", there or ""):
            continue
        found.append(
            CellChanged(
                **facts,
                row=number,
                column=at,
                row_title=next((text for text in mine if text and any(c.isalpha() for c in text)), ""),
                column_title=table.columns[at].title,
                ours=ours or "",
                theirs=there or "",
                figure=not isinstance(table.rows[number][at], str | None),
                tracked=tracked_in(boxes[at].pieces) if at in boxes else (),
            )
        )
    return found


def _columns(row: Row) -> list[int]:
    at, found = 0, []
    for box in row.boxes:
        found.append(at)
        at += box.span
    return found


def _line(row: Texts) -> str:
    return " ".join(text for text in row if text)


def _plain(row: Texts) -> tuple[str, ...]:
    return tuple(text or "" for text in row)


def _told(rows: Sequence[Texts]) -> tuple[tuple[str, ...], ...]:
    return tuple(_plain(row) for row in rows)


def _words_of(rows: Sequence[Texts]) -> list[tuple[str, ...]]:
    return [keys(_line(row)) for row in rows]


# --- taking ------------------------------------------------------------------------------------------------


def typed(text: str, column: Column, ours: Cell = None) -> Cell:
    """A cell's words as the value they mean: a number in a column of numbers where they say one.

    >>> typed("1.234", Column("x", numeric=True)), typed("12 hộ", Column("x", numeric=True))
    (Decimal('1234'), '12 hộ')
    """
    if isinstance(ours, str) or not column.numeric:
        return text
    try:
        value: Cell = read_number(text)
    except ValueError:
        return text or None
    return value if shown(value, column) == text else text


def reshaped(table: Table, rows: Sequence[tuple[str, ...]]) -> Table:
    """A table of the words that came back, its first row as titles; those known keep their form."""
    width = max(map(len, rows), default=0)
    if not width:
        return table
    full = [(*row, *[""] * (width - len(row))) for row in rows]
    known = {column.title: column for column in table.columns}
    columns = [known.get(title, Column(title)) for title in full[0]]
    body = [tuple(typed(text, c) for text, c in zip(row, columns, strict=True)) for row in full[1:]]
    return Table(
        columns,
        body,
        caption=table.caption,
        source=table.source,
        empty=table.empty,
        wide=table.wide,
        key=table.key,
    )
