"""The parts of a .docx or .xlsx: no macro, object, outside source, command in a field or nested archive.

Every part is unpacked once and every XML part read by a parser that stops at a document type (XXE, "billion
laughs"); links of the text to web pages and mail addresses are allowed.
"""

import re
from collections.abc import Iterator
from xml.parsers import expat  # no DTD is ever read: the parser stops at its start

from giaoban.core.quarantine import archive
from giaoban.core.quarantine.limits import DangerError, Limits

_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
_XML = (".xml", ".rels", ".vml", ".svg")
_MACRO = re.compile(
    r"vbaproject|vbadata|/macrosheets/|/dialogsheets/|intlmacrosheet|customui|attachedtoolbars"
)
_OBJECT = re.compile(r"/embeddings/|/activex/|oleobject|/afchunk")
_OUTSIDE = re.compile(r"/externallinks/|/webextensions/|xl/connections\.xml|/querytables/|xl/model/")
_TYPES_MACRO = re.compile(r"macroenabled|vbaproject|ms-office\.vba|macrosheet|dialogsheet", re.IGNORECASE)
_TYPES_OBJECT = re.compile(r"oleobject|activex|ms-office\.activex", re.IGNORECASE)
_RELATION_MACRO = re.compile(r"/(?:vbaProject|wordVbaData|xl(?:Intl)?Macrosheet|dialogsheet|extensibility)$")
_RELATION_OBJECT = re.compile(r"/(?:oleObject|package|control|activeXControlBinary|aFChunk)$")
_RELATION_OUTSIDE = re.compile(
    r"/(?:externalLink|externalLinkPath|subDocument|frame|connections|queryTable|mailMergeSource|recipientData)$"
)
_WEB = re.compile(r"(?:https?://|mailto:|tel:|#|[^:/\\]*$|[^:/\\]+[/\\][^:]*$)", re.IGNORECASE)
_LOCAL_TEMPLATE = re.compile(r"(?:file:///)?[A-Za-z]:[\\/]")
_COMMAND_FIELD = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_COMMAND_FORMULA = re.compile(
    r"^\s*=?[\w.]+\s*\||\b(?:WEBSERVICE|CALL|EXEC|REGISTER(?:\.ID)?)\s*\(", re.IGNORECASE
)
_NESTED = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"%PDF",
    b"MSCF",
)
_PROGRAM = (b"MZ", b"\x7fELF", b"#!")
_OLE = b"\xd0\xcf\x11\xe0"
_FIELD_TEXT = 200_000


def kind_of(data: bytes, limits: Limits) -> str:
    """ "docx" or "xlsx", after every part was looked at."""
    entries = archive.entries(data, limits)
    names = {entry.name for entry in entries}
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        raise DangerError("type.archive")
    for entry in entries:
        _check_name(entry.name)
    found: set[str] = set()
    for entry in entries:
        pieces = archive.unpack(data, entry)
        if entry.name.endswith("/"):
            if entry.size:
                raise DangerError("archive.broken")
        elif entry.name.lower().endswith(_XML):
            reader = _Reader(entry.name, limits)
            reader.read(pieces)
            found |= reader.main
        else:
            _check_binary(entry.name, pieces)
    if len(found) != 1:
        raise DangerError("type.archive")
    return found.pop()


def _check_name(name: str) -> None:
    low = "/" + name.casefold()
    if _MACRO.search(low):
        raise DangerError("office.macro", name=name)
    if _OBJECT.search(low):
        raise DangerError("office.object", name=name)
    if _OUTSIDE.search(low):
        raise DangerError("office.outside", name=name)


def _check_binary(name: str, pieces: Iterator[bytes]) -> None:
    head = next(pieces, b"")[:64]
    for _rest in pieces:  # to its end, so that size and sum are compared
        pass
    if head.startswith(_OLE) or head.startswith(_PROGRAM):
        raise DangerError("office.object", name=name)
    if head.startswith(_NESTED):
        raise DangerError("archive.nested", name=name)
    if head.lstrip().lower().startswith((b"<html", b"<!doctype", b"<script", b"<svg", b"<?xml")):
        raise DangerError("archive.nested", name=name)


class _Reader:
    """One XML part: the document types, relations, fields and formulas in it, and how far a sheet reaches."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.main: set[str] = set()
        self.depth = 0
        self.text: list[str] | None = None
        self.fields: list[str] = []
        self.field_size = 0
        low = name.casefold()
        self.is_types = low == "[content_types].xml"
        self.is_relations = low.endswith(".rels")
        self.is_sheet = low.startswith("xl/worksheets/") and low.endswith(".xml")
        self.row = self.column = self.rows = self.columns = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def read(self, pieces: Iterator[bytes]) -> None:
        try:
            for piece in pieces:
                self.parser.Parse(piece, False)  # noqa: FBT003 (positional only)
            self.parser.Parse(b"", True)  # noqa: FBT003
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise DangerError("office.broken", name=self.name) from error
        if _COMMAND_FIELD.search("".join(self.fields)):
            raise DangerError("office.command", name=self.name)

    def _doctype(self, *_facts: object) -> None:
        raise DangerError("office.dtd", name=self.name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.limits.depth:
            raise DangerError("office.broken", name=self.name)
        local = tag.rpartition(" ")[2]
        if self.is_types:
            self._content_type(attributes.get("ContentType", ""))
        elif self.is_relations:
            if local == "Relationship":
                self._relation(attributes)
        elif local in {"f", "instrText", "delInstrText"}:
            self.text = []
        elif local == "fldSimple":
            for key, value in attributes.items():
                if key.rpartition(" ")[2] == "instr":
                    self._field(value)
        if self.is_sheet:
            self._reach(local, attributes)

    def _end(self, tag: str) -> None:
        self.depth -= 1
        local = tag.rpartition(" ")[2]
        if self.text is not None and local in {"f", "instrText", "delInstrText"}:
            text, self.text = "".join(self.text), None
            if local == "f":
                if _COMMAND_FORMULA.search(text):
                    raise DangerError("office.command", name=self.name)
            else:
                self._field(text)

    def _characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _field(self, text: str) -> None:
        self.field_size += len(text)
        if self.field_size > _FIELD_TEXT:
            raise DangerError("office.broken", name=self.name)
        self.fields.append(text)

    def _content_type(self, content_type: str) -> None:
        if _TYPES_MACRO.search(content_type):
            raise DangerError("office.macro", name=self.name)
        if _TYPES_OBJECT.search(content_type):
            raise DangerError("office.object", name=self.name)
        if content_type in _MAIN:
            self.main.add(_MAIN[content_type])

    def _relation(self, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", ""), attributes.get("Target", "").strip()
        if _RELATION_MACRO.search(kind):
            raise DangerError("office.macro", name=self.name)
        if _RELATION_OBJECT.search(kind):
            raise DangerError("office.object", name=self.name)
        if _RELATION_OUTSIDE.search(kind):
            raise DangerError("office.outside", name=self.name)
        outside = attributes.get("TargetMode", "").casefold() == "external"
        if outside and kind.endswith("/hyperlink"):
            allowed = _WEB.match(target) or _LOCAL_TEMPLATE.match(target)
        elif outside and kind.endswith("/attachedTemplate"):
            allowed = _LOCAL_TEMPLATE.match(target)
        else:
            allowed = None if outside or "://" in target or target.startswith("\\\\") else _WEB.match("")
        if not allowed:
            raise DangerError("office.outside", name=self.name)

    # --- how far a sheet reaches: one value in the last cell would make a reader build the whole grid ---

    def _reach(self, local: str, attributes: dict[str, str]) -> None:
        if local == "row":
            self.row = _number(attributes.get("r"), self.row + 1)
            self.column = 0
        elif local == "c":
            self.row, self.column = place_of(attributes.get("r", ""), self.row, self.column + 1)
        elif local in {"v", "is", "f"}:
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
            if (
                self.rows > self.limits.rows
                or self.columns > self.limits.columns
                or self.rows * self.columns > self.limits.cells
            ):
                raise DangerError("sheet.too_large", rows=self.limits.rows, columns=self.limits.columns)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def place_of(text: str, row: int, column: int) -> tuple[int, int]:
    """Row and column of "AB12"; those given when the cell does not say."""
    match = re.fullmatch(r"([A-Za-z]{1,4})([0-9]{1,9})", text)
    if match is None:
        return row, column
    number = 0
    for letter in match[1].upper():
        number = number * 26 + ord(letter) - 64
    return int(match[2]), number
