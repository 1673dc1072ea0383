"""The words of a file: plain text, Word, PDF or a web page, read in the child process after its checks.

Nothing is tidied: places in the text are places in what is returned. The parsers of markup fetch nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from xml.parsers import expat  # no DTD is ever read: content checks refused it before

from giaoban.core.quarantine import archive
from giaoban.core.quarantine.limits import DangerError, Limits

KINDS = ("txt", "docx", "pdf", "html")
_LONGEST = 2_000_000  # characters: some 1,300 pages
_PAGES = 2_000
_CONTROLS = {"Cc", "Cs"}
_HTML = re.compile(
    r"\s*(?:<!--(?:(?!-->).){0,5000}-->\s*|<\?xml[^>]{0,200}\?>\s*){0,5}"
    r"<(?:!doctype html|html|head|body|meta|title|div|p|article|span|table|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,20})", re.IGNORECASE)
_ENCODINGS = {"utf8": "utf-8-sig", "utf16": "utf-16", "windows1258": "cp1258", "cp1258": "cp1258"}
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def is_html(data: bytes) -> bool:
    """Whether the bytes begin as a web page does."""
    try:
        return _HTML.match(_decoded(data[:6_000], whole=False)) is not None
    except DangerError:
        return False


def read(kind: str, data: bytes, limits: Limits) -> str:
    """The text of a file of KINDS; DangerError when it has none or too much."""
    readers: dict[str, Callable[[bytes, Limits], str]] = {
        "txt": _plain,
        "docx": _word,
        "pdf": _pdf,
        "html": _page,
    }
    text = readers[kind](data, limits)
    if len(text) > _LONGEST:
        raise DangerError("text.too_long", limit=_LONGEST // 1_000_000)
    if not text.strip():
        raise DangerError("text.empty")
    return text


def _plain(data: bytes, _limits: Limits) -> str:
    if len(data) > 4 * _LONGEST:
        raise DangerError("text.too_long", limit=_LONGEST // 1_000_000)
    text = _decoded(data)
    if "\u202e" in text:
        raise DangerError("text.markup")
    return text


def _decoded(data: bytes, *, whole: bool = True) -> str:
    """UTF-8, UTF-16 with its mark, else the Vietnamese code page of Windows; never a program or an image."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "cp1258"):
        try:
            text = data.decode(encoding, "strict" if whole else "ignore")
        except UnicodeDecodeError:
            continue
        if not any(c not in "\t\n\r\f\v\x85" and unicodedata.category(c) in _CONTROLS for c in set(text)):
            return text
    raise DangerError("type.unknown")


# --- Word ----------------------------------------------------------------------------------------------


def _word(data: bytes, limits: Limits) -> str:
    entries = {entry.name: entry for entry in archive.entries(data, limits)}
    if "word/document.xml" not in entries:
        raise DangerError("office.broken", name="word/document.xml")
    reader = _Paragraphs()
    reader.read(archive.unpack(data, entries["word/document.xml"]))
    return reader.text()


class _Paragraphs:
    """Text of the body, a line for each paragraph; what was deleted or is shown twice is left out."""

    SILENT = {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "sectPr"}

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = self.silent = 0
        self.inside = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def read(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            self.parser.Parse(piece, False)  # noqa: FBT003 (positional only)
        self.parser.Parse(b"", True)  # noqa: FBT003

    def text(self) -> str:
        return "".join(self.parts)

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2]
        self.silent += local in self.SILENT
        self.inside = local == "t"
        if not self.silent and local in {"tab", "br", "cr", "noBreakHyphen"}:
            self.parts.append({"tab": "\t", "noBreakHyphen": "-"}.get(local, "\n"))

    def _end(self, tag: str) -> None:
        local = tag.rpartition(" ")[2]
        self.silent -= local in self.SILENT
        self.inside = False
        if local == "p" and not self.silent:
            self.parts.append("\n")

    def _characters(self, text: str) -> None:
        if self.inside and not self.silent:
            self.parts.append(text)
            self.size += len(text)
            if self.size > _LONGEST:
                raise DangerError("text.too_long", limit=_LONGEST // 1_000_000)


# --- PDF -----------------------------------------------------------------------------------------------


def load_pdf_reader() -> None:
    """Import the reader while the library's folder is still open to this process."""
    import pypdfium2  # noqa: F401, PLC0415 (45 ms that only a PDF needs)


def _pdf(data: bytes, _limits: Limits) -> str:
    import pypdfium2  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(data)  # type: ignore[no-untyped-call]
        if len(document) > _PAGES:
            raise DangerError("text.too_long", limit=_LONGEST // 1_000_000)
        parts: list[str] = []
        size = 0
        for page in document:
            parts.append(page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "-"))
            size += len(parts[-1])
            if size > _LONGEST:
                raise DangerError("text.too_long", limit=_LONGEST // 1_000_000)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower() or "security" in str(error).lower()
        raise DangerError("pdf.encrypted" if encrypted else "pdf.broken") from error
    text = "\n".join(parts)
    if not any(c.isalnum() for c in text):
        raise DangerError("pdf.scanned")
    return text


# --- web pages -----------------------------------------------------------------------------------------


def _page(data: bytes, _limits: Limits) -> str:
    if len(data) > 4 * _LONGEST:
        raise DangerError("text.too_long", limit=_LONGEST // 1_000_000)
    declared = _CHARSET.search(data[:4_000])
    name = declared[1].decode("ascii").lower().replace("-", "").replace("_", "") if declared else ""
    marked = any(data.startswith(mark) for mark, _name in _MARKS)
    if name in _ENCODINGS and name != "utf16" and not marked:
        try:
            text = data.decode(_ENCODINGS[name])
        except UnicodeDecodeError as error:
            raise DangerError("type.unknown") from error
    else:
        text = _decoded(data)
    words, whole = _visible(text, _Visible.SILENT | {"nav"})
    return words if whole else _visible(text, _Visible.SILENT)[0]


def _visible(text: str, silent: set[str]) -> tuple[str, bool]:
    """The words of a page, and whether all that is silent in it was closed again."""
    reader = _Visible(silent)
    reader.feed(text)
    reader.close()
    return reader.text(), not reader.silent


class _Visible(HTMLParser):
    """What a reader of the page sees, a line for each block, without its menus where they are closed."""

    SILENT = {
        *("script", "style", "noscript", "template", "svg", "head", "select", "button", "iframe", "object"),
    }
    BLOCKS = {
        *("p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "form", "pre", "blockquote", "figure"),
        *("table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption"),
        *("section", "article", "header", "footer", "nav", "aside"),
    }

    def __init__(self, silenced: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.silenced = silenced
        self.parts: list[str] = []
        self.silent = ""

    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.parts).split("\n"))
        return "\n".join(line for line in lines if line)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if not self.silent and tag in self.silenced:
            self.silent = tag
        elif tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        elif tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data.replace("\n", " "))
