"""What came back from Word, as values: lines and grids in order, with controls, tracked changes, comments.

`read` is for files that passed the checks of core.intake; `returned` takes what intake.read_word gives, which
was read in a child process with limits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from giaoban.core.quarantine import wordfile
from giaoban.core.quarantine.limits import DEFAULT
from giaoban.documents.blocks import Align, Block, Heading, Paragraph, Run, Table
from giaoban.documents.controls import FIGURE, Stamp, tag_of
from giaoban.documents.text import one_line, printable
from giaoban.documents.words import shown

Kind = Literal["", "ins", "del"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one form; `figure` is the tag of their control, `mark` a tracked change with who and when."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    figure: str = ""
    mark: Kind = ""
    author: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of Word; `quote` are the words it stands at."""

    author: str
    at: str
    text: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; `level` 1 to 9 of a heading, else 0. A `gone` one was deleted with its changes tracked."""

    pieces: tuple[Piece, ...]
    tag: str = ""
    level: int = 0
    align: Align = "justify"
    comments: tuple[Comment, ...] = ()
    gone: bool = False

    @property
    def text(self) -> str:
        """The words as they stand when every tracked change is taken."""
        return "".join(piece.text for piece in self.pieces if piece.mark != "del")

    @property
    def before(self) -> str:
        """The words as they stood before the tracked changes."""
        return "".join(piece.text for piece in self.pieces if piece.mark != "ins" and piece.text != "¶")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: `span` columns wide; a `joined` one continues the cell above it."""

    pieces: tuple[Piece, ...]
    span: int = 1
    joined: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.mark != "del").strip()


@dataclass(frozen=True, slots=True)
class Row:
    boxes: tuple[Box, ...]
    mark: Kind = ""
    author: str = ""
    at: str = ""

    def cells(self) -> tuple[str | None, ...]:
        """The words of each column; None where a cell continues another one."""
        found: list[str | None] = []
        for box in self.boxes:
            found += [None if box.joined else box.text, *[None] * (box.span - 1)]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Grid:
    rows: tuple[Row, ...]
    tag: str = ""
    comments: tuple[Comment, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(cell for row in self.rows if row.mark != "del" for cell in row.cells() if cell)


@dataclass(frozen=True, slots=True)
class Returned:
    """`stamp` says of which draft the file is a copy; `pictures` are counted, not kept."""

    blocks: tuple[Line | Grid, ...]
    stamp: Stamp | None = None
    pictures: int = 0
    comments: tuple[Comment, ...] = field(default=())


def read(data: bytes) -> Returned:
    """The .docx read in this process; quarantine.limits.DangerError when it cannot be."""
    return returned(wordfile.read(data, DEFAULT))


def returned(data: Mapping[str, Any]) -> Returned:
    """What core.intake.read_word gave, as values."""
    comments = {
        one["id"]: Comment(one_line(one["author"]), one["at"], printable(one["text"]), one_line(one["quote"]))
        for one in data["comments"]
    }
    return Returned(
        tuple(_block(block, comments) for block in data["blocks"]),
        Stamp.parse(data["stamp"]),
        data["pictures"],
        tuple(comments.values()),
    )


def _block(data: Mapping[str, Any], comments: Mapping[str, Comment]) -> Line | Grid:
    told = tuple(comments[one] for one in data["comments"] if one in comments)
    if data["kind"] == "t":
        rows = (
            Row(
                tuple(Box(_pieces(box["runs"]), box["span"], box["joined"]) for box in row["cells"]),
                *row["mark"],
            )
            for row in data["rows"]
        )
        return Grid(tuple(rows), data["tag"], told)
    return Line(_pieces(data["runs"]), data["tag"], data["level"], data["align"], told, data["gone"])


def _pieces(runs: Iterable[Sequence[Any]]) -> tuple[Piece, ...]:
    found = []
    for text, face, figure, mark, author, at in runs:
        faces = bool(face & wordfile.BOLD), bool(face & wordfile.ITALIC), bool(face & wordfile.RAISED)
        found.append(Piece(printable(text), *faces, figure, mark, one_line(author), at))
    return tuple(found)


# --- the same of what was sent ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A line or grid of the block with this number; a table may have a caption and a source."""

    block: int
    name: Literal["text", "caption", "grid", "source"]
    what: Line | Grid


def parts_of(blocks: Sequence[Block]) -> list[Part]:
    """The blocks as a Word file shows them; lines without any ink are left out."""
    found = []
    for number, block in enumerate(blocks):
        tag = tag_of(block.key) if block.key else ""
        if isinstance(block, Table):
            lines = {"caption": block.caption, "source": block.source}
            around = {
                name: Line((Piece(printable(text)),), tag) for name, text in lines.items() if text.strip()
            }
            found += [Part(number, "caption", around["caption"])] if "caption" in around else []
            found.append(Part(number, "grid", Grid(tuple(_rows(block)), tag)))
            found += [Part(number, "source", around["source"])] if "source" in around else []
            continue
        level = block.level if isinstance(block, Heading) else 0
        align = "justify" if isinstance(block, Heading) else block.align
        line = Line(tuple(map(_piece, runs_of(block))), tag, level, align)
        if line.text.strip():
            found.append(Part(number, "text", line))
    return found


def runs_of(block: Heading | Paragraph) -> list[Run]:
    """The runs of a block with the words that reach the paper."""
    if isinstance(block, Heading):
        return [Run(one_line(block.text))]
    return [Run(printable(run.text), run.bold, run.italic, run.raised, run.figure) for run in block.parts()]


def _piece(run: Run) -> Piece:
    return Piece(run.text, run.bold, run.italic, run.raised, tag_of(run.figure, FIGURE) if run.figure else "")


def _rows(table: Table) -> Iterable[Row]:
    titles = [printable(column.title) for column in table.columns]
    if table.bands:
        bands: list[Box] = []
        for title, span in table.bands:
            above = titles[len(_wide(bands)) :][:span]
            bands += [_box(title, span)] if title else [_box(text) for text in above]
        yield Row(tuple(bands))
    alone = _untitled(table)
    yield Row(tuple(Box((), joined=True) if at in alone else _box(text) for at, text in enumerate(titles)))
    for row in table.rows:
        yield Row(tuple(_box(shown(value, column)) for value, column in zip(row, table.columns, strict=True)))
    if not table.rows:
        yield Row((_box(printable(table.empty), len(titles)),))


def _wide(boxes: Sequence[Box]) -> list[Box]:
    return [box for box in boxes for _column in range(box.span)]


def _untitled(table: Table) -> set[int]:
    """The columns whose title stands in the row of bands."""
    found: set[int] = set()
    at = 0
    for title, span in table.bands:
        found |= set() if title else set(range(at, at + span))
        at += span
    return found


def _box(text: str, span: int = 1) -> Box:
    return Box((Piece(printable(text)),), span)
