"""The parts of a .docx as light trees: found by relations, styles by level, comments and notes as words.

Runs in the child process of core.intake after the checks of office.py; names are taken without namespace, so
the strict and the transitional form of the format read alike.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat  # no DTD is ever read: the parser stops at its start

from giaoban.core.quarantine import archive
from giaoban.core.quarantine.limits import DangerError, Limits

_MOST_NODES = 600_000
_SKIPPED = {"rPrChange", "pPrChange", "tblPrChange", "tcPrChange", "trPrChange", "sectPrChange", "tblPr"}
_TEXT = {"t", "delText", "lpwstr"}


class Node:
    """An element: its name and attributes without namespace, its text, the elements in it."""

    __slots__ = ("attributes", "kids", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes, self.text = name, attributes, ""
        self.kids: list[Node] = []

    def get(self, name: str, otherwise: str = "") -> str:
        return self.attributes.get(name, otherwise)

    def child(self, name: str) -> "Node | None":
        return next((kid for kid in self.kids if kid.name == name), None)

    def under(self, *path: str) -> "Node | None":
        found: Node | None = self
        for name in path:
            found = found.child(name) if found is not None else None
        return found

    def walk(self) -> "Iterator[Node]":
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.kids))

    def on(self, name: str) -> bool:
        """Whether a switch like w:b is there and not off."""
        found = self.child(name)
        return found is not None and found.get("val", "1") not in {"0", "false", "off", "none"}


@dataclass(slots=True)
class Parts:
    """What the reader of the body needs: `levels` of heading by style id, words of notes by kind and id."""

    body: Node
    levels: dict[str, int] = field(default_factory=dict)
    comments: list[Node] = field(default_factory=list)
    notes: dict[str, Node] = field(default_factory=dict)
    numbering: Node | None = None
    styles: Node | None = None
    stamp: str = ""


def open_parts(data: bytes, limits: Limits, property_name: str) -> Parts:
    """The parts of the document; DangerError when its main part is missing or is no document."""
    entries = {entry.name: entry for entry in archive.entries(data, limits)}

    def tree(name: str) -> Node | None:
        return _tree(archive.unpack(data, entries[name]), limits) if name in entries else None

    root = _relations(tree("_rels/.rels"), "")
    main = root.get("officeDocument", "word/document.xml")
    document = tree(main)
    body = document.child("body") if document is not None else None
    if body is None:
        raise DangerError("office.broken", name=main)
    folder, name = posixpath.split(main)
    known = _relations(tree(f"{folder}/_rels/{name}.rels"), folder)
    parts = Parts(body)
    parts.numbering, parts.styles = tree(known.get("numbering", "")), tree(known.get("styles", ""))
    if parts.styles is not None:
        parts.levels = _levels(parts.styles)
    if (comments := tree(known.get("comments", ""))) is not None:
        parts.comments = [node for node in comments.kids if node.name == "comment"]
    for kind in ("footnote", "endnote"):
        if (notes := tree(known.get(f"{kind}s", ""))) is not None:
            parts.notes |= {f"{kind}{node.get('id')}": node for node in notes.kids if node.name == kind}
    if (custom := tree(root.get("custom-properties", ""))) is not None:
        parts.stamp = next((_words(node) for node in custom.kids if node.get("name") == property_name), "")
    return parts


def _words(node: Node) -> str:
    return "".join(one.text for one in node.walk())


def _relations(tree: Node | None, folder: str) -> dict[str, str]:
    """The names of the related parts inside the package, by the last word of their type."""
    found: dict[str, str] = {}
    for node in tree.kids if tree is not None else ():
        if node.get("TargetMode").casefold() == "external":
            continue
        target = node.get("Target")
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found.setdefault(node.get("Type").rpartition("/")[2], path)
    return found


def _levels(styles: Node) -> dict[str, int]:
    """The level of heading (1 to 9) of each style that is one, by itself or by the style it is based on."""
    own: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in styles.kids:
        if style.name != "style" or style.get("type", "paragraph") != "paragraph":
            continue
        name = (style.child("name") or style).get("val").casefold()
        outline = style.under("pPr", "outlineLvl")
        if name.startswith("heading ") and name[8:].isdecimal():
            own[style.get("styleId")] = int(name[8:10])
        elif outline is not None and outline.get("val").isdecimal():
            own[style.get("styleId")] = int(outline.get("val")[:2]) + 1
        based[style.get("styleId")] = (style.child("basedOn") or style).get("val")
    found = {}
    for style_id in based:
        at, steps = style_id, 0
        while at and at not in own and steps < 20:
            at, steps = based.get(at, ""), steps + 1
        if 1 <= own.get(at, 0) <= 9:
            found[style_id] = own[at]
    return found


def _tree(pieces: Iterable[bytes], limits: Limits) -> Node:
    """The element of a part with what is in it; old forms of changed properties are left out."""
    builder = _Builder(limits)
    try:
        for piece in pieces:
            builder.parser.Parse(piece, False)  # noqa: FBT003 (positional only)
        builder.parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise DangerError("office.broken", name="") from error
    return builder.open[0].kids[0]


class _Builder:
    def __init__(self, limits: Limits) -> None:
        self.depth, self.limits = 0, limits
        self.open = [Node("", {})]
        self.nodes = self.skipping = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _doctype(self, *_facts: object) -> None:
        raise DangerError("office.dtd", name="")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        name = tag.rpartition(" ")[2]
        if self.skipping or name in _SKIPPED:
            self.skipping += 1
            return
        self.nodes += 1
        if self.nodes > _MOST_NODES:
            raise DangerError("text.too_long", limit=2)
        if self.depth > self.limits.depth:
            raise DangerError("office.broken", name="")
        node = Node(name, {key.rpartition(" ")[2]: value for key, value in attributes.items()})
        self.open[-1].kids.append(node)
        self.open.append(node)

    def _end(self, _tag: str) -> None:
        self.depth -= 1
        if self.skipping:
            self.skipping -= 1
        else:
            self.open.pop()

    def _characters(self, text: str) -> None:
        node = self.open[-1]
        if not self.skipping and node.name in _TEXT:
            node.text += text
