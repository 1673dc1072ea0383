"""Pages of a PDF as pictures, for reading a paper in the browser before it is issued.

`apart` is for PDF that others made: it is opened in a child process with limits. PDFium may be used by one
thread at a time, so a lock stands around it.
"""

import io
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock, Semaphore
from typing import Any

import pypdfium2
from PIL import Image, ImageChops

from giaoban.documents import confined

MOST_PAGES = 200
MOST_PIXELS = 12_000_000  # of one picture: a page of A4 at 350 dots an inch
SCALE = 1.5  # 108 dots an inch
_LOCK = Lock()
_CHILDREN = Semaphore(2)  # at once: a browser asks for all pages of a paper together
_open: Any = pypdfium2.PdfDocument  # ships no types
Image.preinit()  # now: a child under limits may not read the library any more


class TooMuch(ValueError):
    """More pages at once, or a larger picture, than the machine should make."""


def count(pdf: bytes, *, apart: bool = False) -> int:
    """How many pages; `apart`: confined.ApartError when it cannot be opened within the limits."""
    if apart:
        with _CHILDREN:
            return int(confined.run(counted, pdf))
    with _opened(pdf) as document:
        return len(document)


def pictures(
    pdf: bytes, *, scale: float = SCALE, numbers: Sequence[int] | None = None, apart: bool = False
) -> list[bytes]:
    """PNG of the pages with these numbers, from 1, or of all; one dot is 1/72 inch at scale 1."""
    if apart:
        with _CHILDREN:
            found = confined.run(pictured, pdf, scale=scale, numbers=None if numbers is None else [*numbers])
        return [b64decode(one) for one in json.loads(found)]
    with _opened(pdf) as document:
        wanted = range(1, len(document) + 1) if numbers is None else numbers
        if len(wanted) > MOST_PAGES:
            raise TooMuch(f"{len(wanted)} pages, at most {MOST_PAGES}")
        return [_picture(document[number - 1], scale) for number in wanted if 1 <= number <= len(document)]


def counted(pdf: bytes) -> bytes:
    """What the child answers to `count`."""
    return str(count(pdf)).encode()


def pictured(pdf: bytes, *, scale: float, numbers: Sequence[int] | None) -> bytes:
    """What the child answers to `pictures`."""
    return json.dumps(
        [b64encode(one).decode() for one in pictures(pdf, scale=scale, numbers=numbers)]
    ).encode()


def _picture(page: Any, scale: float) -> bytes:
    """Grey, unless there is colour on the page: a stamp, a scan."""
    width, height = page.get_size()
    if width * height * scale * scale > MOST_PIXELS:
        raise TooMuch(f"a page of {width * scale:.0f} × {height * scale:.0f} dots")
    colour = page.render(scale=scale).to_pil().convert("RGB")
    grey = colour.convert("L")
    coloured = ImageChops.difference(colour, grey.convert("RGB")).getbbox() is not None
    out = io.BytesIO()
    (colour if coloured else grey).save(out, "PNG", optimize=False)
    return out.getvalue()


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    with _LOCK:
        document = _open(pdf)
        try:
            yield document
        finally:
            document.close()
