"""Pages of a PDF as pictures, for reading a paper in the browser before it is issued.

For PDF that the house made itself; what others send is opened by the intake's child process. PDFium may be
used by one thread at a time, so a lock stands around it.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

import pypdfium2

MOST_PAGES = 200
MOST_PIXELS = 12_000_000  # of one picture: a page of A4 at 350 dots an inch
SCALE = 1.5  # 108 dots an inch
_LOCK = Lock()
_open: Any = pypdfium2.PdfDocument  # ships no types


class TooMuch(ValueError):
    """More pages at once, or a larger picture, than the machine should make."""


def count(pdf: bytes) -> int:
    with _opened(pdf) as document:
        return len(document)


def pictures(pdf: bytes, *, scale: float = SCALE, numbers: Sequence[int] | None = None) -> list[bytes]:
    """PNG of the pages with these numbers, from 1, or of all; one dot is 1/72 inch at scale 1."""
    with _opened(pdf) as document:
        wanted = range(1, len(document) + 1) if numbers is None else numbers
        if len(wanted) > MOST_PAGES:
            raise TooMuch(f"{len(wanted)} pages, at most {MOST_PAGES}")
        return [_picture(document[number - 1], scale) for number in wanted if 1 <= number <= len(document)]


def _picture(page: Any, scale: float) -> bytes:
    width, height = page.get_size()
    if width * height * scale * scale > MOST_PIXELS:
        raise TooMuch(f"a page of {width * scale:.0f} × {height * scale:.0f} dots")
    out = io.BytesIO()
    page.render(scale=scale).to_pil().convert("L").save(out, "PNG", optimize=False)
    return out.getvalue()


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    with _LOCK:
        document = _open(pdf)
        try:
            yield document
        finally:
            document.close()
