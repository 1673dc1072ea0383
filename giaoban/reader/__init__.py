"""Reads Vietnamese administrative text: what it cites, with places in the text as it was given.

Pure Python. `read(text)` answers a `Document`; every mark has `start`, `end` and `surface` of the original.
"""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from giaoban.reader import citations, dates, linking
from giaoban.reader.citations import Citation
from giaoban.reader.normal import Normal, normalise
from giaoban.reader.registry import Instrument, Instruments, Registry, seed

__all__ = [
    "Citation",
    "Document",
    "Instrument",
    "Instruments",
    "Normal",
    "Registry",
    "normalise",
    "read",
    "seed",
]


@dataclass(frozen=True, slots=True)
class Document:
    """What was found in one text, in the order of the text."""

    citations: tuple[Citation, ...]
    published_on: date | None
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: dates in ISO, exact numbers as text."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def read(text: str, *, registry: Registry | None = None, on: date | None = None) -> Document:
    """Read a text; `on` is its own day when the reader knows better than the text says."""
    normal = normalise(text)
    known = seed() if registry is None else registry
    published = dates.published_on(normal)
    day = on or published or dates.spoken_of(normal)
    return Document(
        citations=linking.settle(normal, citations.scan(normal), known, day),
        published_on=published,
    )
