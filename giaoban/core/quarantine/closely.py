"""What the reader of Excel files leaves out: formulas without a value, errors, merged and hidden cells.

Runs in the child after the archive was checked, so no part holds a document type and all sizes are summed.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from giaoban.core.quarantine import archive
from giaoban.core.quarantine.limits import DangerError, Limits
from giaoban.core.quarantine.office import place_of

MOST = 2_000  # merged ranges and broken cells that are told; a form has some hundreds of cells


@dataclass(slots=True)
class Marks:
    """Counted from 0: `broken` are [row, column, what], `merged` [top, left, bottom, right]."""

    broken: list[list[Any]] = field(default_factory=list)
    merged: list[list[int]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def marks_of(data: bytes, limits: Limits) -> dict[str, Marks]:
    """By the name of each worksheet."""
    entries = {entry.name: entry for entry in archive.entries(data, limits)}

    def part(name: str) -> Iterator[bytes]:
        if name not in entries:
            raise DangerError("office.broken", name=name)
        return archive.unpack(data, entries[name])

    book = _Names()
    _parse(part("xl/workbook.xml"), book.start)
    targets: dict[str, str] = {}
    _parse(
        part("xl/_rels/workbook.xml.rels"),
        lambda tag, facts: targets.update({facts["Id"]: facts["Target"]}) if tag == "Relationship" else None,
    )
    found: dict[str, Marks] = {}
    for name, link in book.sheets:
        path = targets.get(link, "")
        path = path.lstrip("/") if path.startswith("/") else posixpath.normpath(f"xl/{path}")
        if path.startswith("xl/worksheets/"):
            sheet = _Sheet()
            _parse(part(path), sheet.start, sheet.end, sheet.text)
            found[name] = sheet.marks
    return found


def _parse(pieces: Iterator[bytes], start: Any, end: Any = None, text: Any = None) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, facts: start(
        tag.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in facts.items()}
    )
    if end is not None:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(" ")[2])
        parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003 (positional only)
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, KeyError) as error:
        raise DangerError("office.broken", name="") from error


class _Names:
    """Sheets of the workbook: name and link."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def start(self, tag: str, facts: dict[str, str]) -> None:
        if tag == "sheet":
            self.sheets.append((facts["name"], facts["id"]))


class _Sheet:
    """One worksheet, read from top to bottom."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.row = self.column = 0
        self.kind = ""
        self.formula = self.inside = False
        self.value = ""

    def start(self, tag: str, facts: dict[str, str]) -> None:
        if tag == "row":
            self.row = int(facts["r"]) if facts.get("r", "").isdecimal() else self.row + 1
            self.column = 0
            if facts.get("hidden") in {"1", "true"} and len(self.marks.rows) < MOST:
                self.marks.rows.append(self.row - 1)
        elif tag == "c":
            self.row, self.column = place_of(facts.get("r", ""), self.row, self.column + 1)
            self.kind, self.formula, self.value = facts.get("t", ""), False, ""
        elif tag == "f":
            self.formula = True
        elif tag == "v":
            self.inside = True
        elif tag == "mergeCell":
            self._merge(facts.get("ref", ""))

    def text(self, text: str) -> None:
        if self.inside:
            self.value += text

    def end(self, tag: str) -> None:
        if tag == "v":
            self.inside = False
        elif tag == "c" and len(self.marks.broken) < MOST:
            if self.kind == "e":
                self.marks.broken.append([self.row - 1, self.column - 1, "error"])
            elif self.formula and not self.value and self.kind != "str":  # a formula may give an empty text
                self.marks.broken.append([self.row - 1, self.column - 1, "formula"])

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        (top, left), (bottom, right) = place_of(first, 0, 0), place_of(last, 0, 0)
        if 0 < top <= bottom and 0 < left <= right and len(self.marks.merged) < MOST:
            self.marks.merged.append([top - 1, left - 1, bottom - 1, right - 1])
