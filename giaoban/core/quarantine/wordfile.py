"""A Word file as plain data: its paragraphs and tables in order, with controls, tracked changes and comments.

What `read` gives is what JSON can hold; giaoban.documents.wordback makes values of it. Headers and footers
are left out, text boxes follow the paragraph they hang on, foot- and endnotes stand as words where they are
cited. Pictures are only counted.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from giaoban.core.quarantine.limits import DangerError, Limits
from giaoban.core.quarantine.wordlists import Lists
from giaoban.core.quarantine.wordparts import Node, Parts, open_parts

BLOCK, FIGURE, PROPERTY = "gb:", "gb-fig:", "giaoban:draft"
BOLD, ITALIC, RAISED = 1, 2, 4
_LONGEST = 2_000_000  # characters: some 1,300 pages
_MOST_BLOCKS = 20_000
_TRACKED = {"ins": "ins", "moveTo": "ins", "del": "del", "moveFrom": "del"}
_PICTURES = {"blip", "imagedata"}
_CENTRED = {"center": "center", "right": "right", "end": "right", "left": "left", "start": "left"}
_SIGNS: dict[str, Callable[[Node], str]] = {
    "tab": lambda _node: "\t",
    "cr": lambda _node: "\n",
    "noBreakHyphen": lambda _node: "-",
    "br": lambda node: "\n" if node.get("type", "textWrapping") == "textWrapping" else "",
    "sym": lambda node: _sign(node.get("char")),
}
Mark = tuple[str, str, str]  # "ins" or "del", author, when; "" when nothing was tracked
_NO_MARK: Mark = ("", "", "")
_NOTE_LENGTH = 5_000


def read(data: bytes, limits: Limits) -> dict[str, Any]:
    """The words of a .docx that passed office.kind_of; DangerError when there are none or too many."""
    parts = open_parts(data, limits, PROPERTY)
    reader = _Body(parts)
    reader.flow(parts.body.kids)
    reader.end()
    if not reader.size:
        raise DangerError("text.empty")
    return {
        "stamp": parts.stamp,
        "blocks": reader.blocks,
        "comments": reader.told(parts.comments),
        "pictures": reader.pictures,
    }


def _mark(node: Node) -> Mark:
    return _TRACKED[node.name], node.get("author")[:200], node.get("date")[:40]


class _Body:
    """Walks the body and keeps what it finds as blocks; `mark` is the tracked change it stands in."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.lists = Lists(parts.numbering, parts.styles)
        self.blocks: list[dict[str, Any]] = []
        self.tag = self.figure = ""
        self.mark = _NO_MARK
        self.paragraph: dict[str, Any] | None = None
        self.joined: dict[str, Any] | None = None  # its end was deleted: the next one continues it
        self.boxes: list[Node] = []
        self.quotes: dict[str, list[str]] = {}
        self.open: set[str] = set()
        self.waiting: list[str] = []
        self.size = self.pictures = 0

    # --- blocks -------------------------------------------------------------------------------------------

    def flow(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if node.name == "p":
                self._paragraph(node)
            elif node.name == "tbl":
                self._table(node)
            elif node.name == "sdt":
                with self._control(node) as inside:
                    self.flow(inside)
            elif node.name in _TRACKED:
                with self._tracked(node):
                    self.flow(node.kids)
            elif node.name in {"customXml", "smartTag"}:
                self.flow(node.kids)
            elif node.name == "AlternateContent":
                self.flow(_chosen(node))
            else:
                self._comment_range(node)

    def end(self) -> None:
        """A paragraph whose end was deleted with nothing behind it stands as it is."""
        if self.joined is not None:
            self._keep(self.joined)
            self.joined = None

    def _keep(self, block: dict[str, Any]) -> None:
        if len(self.blocks) >= _MOST_BLOCKS:
            raise DangerError("text.too_long", limit=2)
        self.blocks.append(block)

    @contextmanager
    def _control(self, node: Node) -> Iterator[list[Node]]:
        """The content of a control, with its tag in force; what only invites to type is no content."""
        properties, content = node.child("sdtPr"), node.child("sdtContent")
        tag = properties.child("tag") if properties is not None else None
        name = tag.get("val")[:80] if tag is not None else ""
        before = self.tag, self.figure
        if name.startswith(FIGURE):
            self.figure = name
        elif name.startswith(BLOCK):
            self.tag = name
            if self.paragraph is not None and not self.paragraph["tag"]:
                self.paragraph["tag"] = name  # some programs move the control into the paragraph
        empty = properties is not None and properties.on("showingPlcHdr")
        yield [] if content is None or empty else content.kids
        self.tag, self.figure = before

    @contextmanager
    def _tracked(self, node: Node) -> Iterator[None]:
        before = self.mark
        if self.mark[0] != "del":  # what was inserted and then deleted is gone
            self.mark = _mark(node)
        yield
        self.mark = before

    def _paragraph(self, node: Node) -> None:
        properties = node.child("pPr") or node
        block: dict[str, Any] = {
            "kind": "p",
            "tag": self.tag,
            "level": self._level(properties),
            "align": _CENTRED.get((properties.child("jc") or node).get("val"), "justify"),
            "runs": [],
            "comments": self.waiting,
            "gone": False,
        }
        label = self.lists.label(properties)
        self.waiting = []
        self.paragraph, boxes, self.boxes = block, self.boxes, []
        self._inline(node.kids)
        self.paragraph = None
        if label and any(run[3] != "del" and run[0].strip() for run in block["runs"]):
            block["runs"].insert(0, [label, 0, "", *_NO_MARK])
        mark = node.under("pPr", "rPr")
        ending = next((one for one in mark.kids if one.name in _TRACKED), None) if mark is not None else None
        self._close(block, _mark(ending) if ending is not None else _NO_MARK)
        found, self.boxes = self.boxes, boxes
        tag, self.tag = self.tag, ""
        for box in found:
            self.flow(box.kids)
        self.tag = tag

    def _close(self, block: dict[str, Any], ending: Mark) -> None:
        """Keep the paragraph, or hold it for the next one when its end was deleted."""
        if self.joined is not None:
            first = self.joined
            first["runs"] += block["runs"]
            first["comments"] += block["comments"]
            self.joined, block = None, first
        stands = any(run[3] != "del" and run[0].strip() for run in block["runs"])
        if ending[0] == "del" and stands:
            block["runs"].append(["¶", 0, "", *ending])
            self.joined = block
            return
        block["gone"] = not stands and any(run[3] == "del" for run in block["runs"])
        if ending[0] == "ins":
            block["runs"].append(["", 0, "", *ending])
        self._keep(block)

    def _level(self, properties: Node) -> int:
        outline, style = properties.child("outlineLvl"), properties.child("pStyle")
        if outline is not None and outline.get("val") in set("012345678"):
            return int(outline.get("val")) + 1
        return self.parts.levels.get(style.get("val"), 0) if style is not None else 0

    # --- inside a paragraph -------------------------------------------------------------------------------

    def _inline(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if node.name == "r":
                self._run(node)
            elif node.name == "sdt":
                with self._control(node) as inside:
                    self._inline(inside)
            elif node.name in _TRACKED:
                with self._tracked(node):
                    self._inline(node.kids)
            elif node.name in {"hyperlink", "fldSimple", "smartTag", "customXml", "dir", "bdo"}:
                self._inline(node.kids)
            elif node.name == "AlternateContent":
                self._inline(_chosen(node))
            elif node.name in {"oMath", "oMathPara"}:
                self._say("".join(one.text for one in node.walk()), 0)
            else:
                self._comment_range(node)

    def _run(self, node: Node) -> None:
        properties, face = node.child("rPr"), 0
        if properties is not None:
            raised = (properties.child("vertAlign") or node).get("val") == "superscript"
            face = BOLD * properties.on("b") + ITALIC * properties.on("i") + RAISED * raised
        for kid in node.kids:
            if kid.name in {"t", "delText"}:
                deleted = kid.name == "delText" and self.mark[0] != "del"
                self._say(kid.text, face, ("del", "", "") if deleted else None)
            elif kid.name in _SIGNS:
                self._say(_SIGNS[kid.name](kid), face)
            else:
                self._object(kid)

    def _object(self, node: Node) -> None:
        if node.name in {"footnoteReference", "endnoteReference"}:
            self._note(node.name[:-9] + node.get("id"))
        elif node.name == "commentReference":
            self._anchor(node.get("id"))
        elif node.name in {"drawing", "pict", "object", "AlternateContent"}:
            self._drawing(node)
        elif node.name == "ruby":
            self._inline((node.child("rubyBase") or node).kids)

    def _say(self, text: str, face: int, mark: Mark | None = None) -> None:
        if not text or self.paragraph is None:
            return
        self.size += len(text)
        if self.size > _LONGEST:
            raise DangerError("text.too_long", limit=_LONGEST // 1_000_000)
        mark = mark or self.mark
        if mark[0] != "del":
            for comment in self.open:
                self.quotes[comment].append(text)
        runs = self.paragraph["runs"]
        form = [face, self.figure, *mark]
        if runs and runs[-1][1:] == form:
            runs[-1][0] += text
        else:
            runs.append([text, *form])

    def _note(self, key: str) -> None:
        node = self.parts.notes.get(key)
        words = _plain(node) if node is not None else ""
        if words:
            self._say(f" [Chú thích: {words}]", 0)

    def _drawing(self, node: Node) -> None:
        """The words of text boxes come behind the paragraph; a picture is counted."""
        found = _chosen(node) if node.name == "AlternateContent" else [node]
        boxes = [one for part in found for one in part.walk() if one.name == "txbxContent"]
        self.boxes += boxes
        self.pictures += any(one.name in _PICTURES for part in found for one in part.walk())

    # --- comments -----------------------------------------------------------------------------------------

    def _comment_range(self, node: Node) -> None:
        if node.name == "commentRangeStart":
            self._anchor(node.get("id"))
            self.open.add(node.get("id"))
        elif node.name == "commentRangeEnd":
            self.open.discard(node.get("id"))

    def _anchor(self, comment: str) -> None:
        if comment in self.quotes:
            return
        self.quotes[comment] = []
        (self.paragraph["comments"] if self.paragraph is not None else self.waiting).append(comment)

    def told(self, nodes: Iterable[Node]) -> list[dict[str, str]]:
        """The comments with what they stand at: [{id, author, at, text, quote}]."""
        return [
            {
                "id": node.get("id"),
                "author": node.get("author")[:200],
                "at": node.get("date")[:40],
                "text": _plain(node),
                "quote": "".join(self.quotes.get(node.get("id"), ()))[:500],
            }
            for node in nodes
        ]

    # --- tables -------------------------------------------------------------------------------------------

    def _table(self, node: Node) -> None:
        self.end()
        comments, self.waiting = self.waiting, []
        rows = [self._row(row, mark, comments) for row, mark in _inner(node, "tr", self.mark)]
        self._keep({"kind": "t", "tag": self.tag, "rows": rows, "comments": comments})

    def _row(self, node: Node, mark: Mark, comments: list[str]) -> dict[str, Any]:
        properties = node.child("trPr") or node
        ending = next((one for one in properties.kids if one.name in {"ins", "del"}), None)
        if ending is not None and properties is not node:
            mark = _mark(ending)
        cells = [self._cell(cell, comments) for cell, _mark in _inner(node, "tc", mark)]
        return {"mark": list(mark), "cells": cells}

    def _cell(self, node: Node, comments: list[str]) -> dict[str, Any]:
        """The words of a cell as runs, a line for each paragraph; a nested table is only its words."""
        kept, self.blocks, self.waiting = self.blocks, [], []
        tag, self.tag = self.tag, ""
        self.flow(node.kids)
        self.end()
        inside, self.blocks, self.tag = self.blocks, kept, tag
        runs: list[list[Any]] = []
        for block in inside:
            comments += block["comments"]
            if block["kind"] == "t":
                lines = [cell["runs"] for row in block["rows"] for cell in row["cells"]]
            else:
                lines = [] if block["gone"] and not block["runs"] else [block["runs"]]
            for line in lines:
                runs += [["\n", 0, "", *_NO_MARK], *line] if runs and line else line
        properties = node.child("tcPr") or node
        span = (properties.child("gridSpan") or node).get("val")
        down = properties.child("vMerge")
        return {
            "runs": runs,
            "span": min(int(span), 500) if span.isdecimal() and len(span) < 5 else 1,
            "joined": down is not None and down.get("val", "continue") == "continue",
        }


def _inner(node: Node, name: str, mark: Mark) -> Iterator[tuple[Node, Mark]]:
    """Rows of a table or cells of a row, also those inside controls or tracked changes."""
    for kid in node.kids:
        if kid.name == name:
            yield kid, mark
        elif kid.name in _TRACKED:
            yield from _inner(kid, name, _mark(kid))
        elif kid.name == "sdt":
            yield from _inner(kid.child("sdtContent") or Node("", {}), name, mark)
        elif kid.name == "customXml":
            yield from _inner(kid, name, mark)


def _chosen(node: Node) -> list[Node]:
    """Of what is there twice for old and new programs the new one."""
    branch = node.child("Choice") or node.child("Fallback")
    return branch.kids if branch is not None else []


def _plain(node: Node) -> str:
    """The words of a comment or note, a line for each paragraph."""
    lines = (
        "".join(part.text for part in line.walk() if part.name == "t")
        for line in node.walk()
        if line.name == "p"
    )
    return "\n".join(line for line in lines if line.strip()).strip()[:_NOTE_LENGTH]


def _sign(code: str) -> str:
    """A sign of a font of symbols; what only that font can show is left out."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if 0x20 < number < 0xD800 else ""
