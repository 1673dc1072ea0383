"""Content controls of Word: each keyed block and each bound figure of a paper stands in one of its own.

A block may be edited and deleted in Word; a bound figure is locked there. LibreOffice (7.4) keeps the words,
drops tags and locks: what comes back from it is matched by its words. A property of the file, which both
keep, says of which draft it is a copy.
"""

import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml.ns import qn

from giaoban.documents import word

BLOCK, FIGURE = "gb:", "gb-fig:"
PROPERTY = "giaoban:draft"
LONGEST_TAG = 64  # Word calls a file with a longer tag damaged
_PART = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def tag_of(key: str, start: str = BLOCK) -> str:
    """The tag of a block's key, or with FIGURE of a figure's; too long a key is told by its hash.

    >>> tag_of("p:12"), tag_of("MEM.NEW:in_period", FIGURE)
    ('gb:p:12', 'gb-fig:MEM.NEW:in_period')
    >>> len(tag_of("k" * 200)) <= LONGEST_TAG
    True
    """
    tag = start + key
    if len(tag) <= LONGEST_TAG:
        return tag
    return f"{start}#{hashlib.sha256(key.encode()).hexdigest()[:40]}"


# --- controls ---------------------------------------------------------------------------------------------


@contextmanager
def around(document: Any, key: str) -> Iterator[None]:
    """What is added to the body inside stands in the control of this key; without a key in none.

    A change of the page before or behind a table laid across stays outside.
    """
    body = document.element.body
    before = len(body) - 1  # the last one is the section
    yield
    made = list(body)[before:-1]
    while made and made[0].find(f".//{qn('w:sectPr')}") is not None:
        del made[0]
    while made and made[-1].find(f".//{qn('w:sectPr')}") is not None:
        del made[-1]
    if key and made:
        control = _control(tag_of(key))
        made[0].addprevious(control)
        for element in made:
            control[-1].append(element)


def bind(run: Any, figure: str) -> None:
    """Put a run into the locked control of a figure; LibreOffice keeps its face where it is no plain text."""
    if not figure:
        return
    control = _control(tag_of(figure, FIGURE))
    control[0].append(word.element("w:lock", val="sdtContentLocked"))
    run._r.addprevious(control)
    control[-1].append(run._r)


def number(document: Any) -> None:
    """Give every control of ours its id: the same paper has the same ones, none stands twice."""
    seen: Counter[str] = Counter()
    taken: set[int] = set()
    for tag_element in list(document.element.body.iter(qn("w:tag"))):
        tag, properties = tag_element.get(qn("w:val"), ""), tag_element.getparent()
        if not tag.startswith((BLOCK, FIGURE)) or properties.find(qn("w:id")) is not None:
            continue
        seen[tag] += 1
        wanted = int.from_bytes(hashlib.sha256(f"{tag} {seen[tag]}".encode()).digest()[:4]) >> 1 or 1
        while wanted in taken:
            wanted += 1
        taken.add(wanted)
        tag_element.addnext(word.element("w:id", val=wanted))


def _control(tag: str) -> Any:
    control, properties = word.element("w:sdt"), word.element("w:sdtPr")
    properties.append(word.element("w:tag", val=tag))
    control.append(properties)
    control.append(word.element("w:sdtContent"))
    return control


# --- of which draft a file is a copy ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stamp:
    """The paper ("report:12"), the number of the draft and the hash of what was sent."""

    paper: str
    draft: int
    hash: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[\w.:/-]{1,80}", self.paper):
            raise ValueError(f"a paper is named by letters, digits and . : / -, not {self.paper!r}")

    def __str__(self) -> str:
        return f"{self.paper}|{self.draft}|{self.hash}"

    @classmethod
    def parse(cls, text: str) -> "Stamp | None":
        """
        >>> Stamp.parse("report:12|3|ab12")
        Stamp(paper='report:12', draft=3, hash='ab12')
        >>> Stamp.parse("report:12|x|") is None
        True
        """
        match = re.fullmatch(r"([\w.:/-]{1,80})\|(\d{1,9})\|([0-9a-f]{1,64})", text, re.ASCII)
        return cls(match[1], int(match[2]), match[3]) if match else None


def hash_of(texts: Sequence[str]) -> str:
    """The hash of the words that were sent, each with its length so that none can flow into the next."""
    found = hashlib.sha256()
    for text in texts:
        data = text.encode()
        found.update(b"%d:" % len(data) + data)
    return found.hexdigest()


def stamp(data: bytes, mark: Stamp) -> bytes:
    """The same .docx with the mark in its own properties, which Word and LibreOffice keep."""
    added = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}"><property fmtid="{_FORMAT}" pid="2" '
        f'name="{PROPERTY}"><vt:lpwstr>{escape(str(mark))}</vt:lpwstr></property></Properties>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(name, _told(name, given.read(name)))
        made.writestr(_PART, added)
    return word.repack(out.getvalue())


def _told(name: str, content: bytes) -> bytes:
    """The list of types and the relations of the package, with the new part in them."""
    if name == "[Content_Types].xml":
        return content.replace(
            b"</Types>", f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/></Types>'.encode()
        )
    if name == "_rels/.rels":
        added = f'<Relationship Id="rIdGiaoBan" Type="{_RELATION}" Target="{_PART}"/></Relationships>'
        return content.replace(b"</Relationships>", added.encode())
    return content
