"""Reads Vietnamese administrative text: what it cites, counts, tells of and asks, and where.

Pure Python. `read(text)` answers a `Document`; every mark has `start`, `end` and `surface` of the original.
"""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from giaoban.reader import citations, dates, linking
from giaoban.reader.citations import Citation
from giaoban.reader.conference import Conference, find_conference
from giaoban.reader.figures import Figure, find_figures
from giaoban.reader.marks import Mark
from giaoban.reader.normal import Normal, normalise
from giaoban.reader.people import Person, find_people
from giaoban.reader.registry import Instrument, Instruments, Registry, seed
from giaoban.reader.sentences import Sentence, find_sentences
from giaoban.reader.tasks import Task, find_tasks

__all__ = [
    "Citation",
    "Conference",
    "Document",
    "Figure",
    "Instrument",
    "Instruments",
    "Mark",
    "Normal",
    "Person",
    "Registry",
    "Sentence",
    "Task",
    "normalise",
    "read",
    "seed",
]


@dataclass(frozen=True, slots=True)
class Document:
    """What was found in one text, in the order of the text."""

    citations: tuple[Citation, ...]
    figures: tuple[Figure, ...]
    conference: Conference | None
    people: tuple[Person, ...]
    sentences: tuple[Sentence, ...]
    tasks: tuple[Task, ...]
    published_on: date | None
    warnings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: dates in ISO, numbers as numbers."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def read(text: str, *, registry: Registry | None = None, on: date | None = None) -> Document:
    """Read a text; `on` is its own day when the reader knows better than the text says."""
    normal = normalise(text)
    known = seed() if registry is None else registry
    published = dates.published_on(normal)
    day = on or published or dates.spoken_of(normal)
    drafts = citations.scan(normal)
    cited = linking.settle(normal, drafts, known, day, sure=bool(on or published))
    people = find_people(normal)
    sentences = find_sentences(normal)
    return Document(
        citations=cited,
        figures=find_figures(normal, [(citation.start, citation.end) for citation in cited]),
        conference=find_conference(
            normal,
            people,
            published=on or published,
            cited=[(d.start, d.read_to) for d in drafts],
            registry=known,
            issued=[
                (draft.start, issued)
                for draft, citation in zip(drafts, cited, strict=True)
                if (issued := citation.date or linking.date_of(citation, known))
            ],
        ),
        people=people,
        sentences=sentences,
        tasks=find_tasks(normal, sentences, published=on or published),
        published_on=published,
    )
