"""What is typed about a text, about one of its marks, and about the work to be made of it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from giaoban.core.secrecy import Secrecy

TITLE_LIMIT, ADDRESS_LIMIT = 300, 300
MOST_CHARACTERS = 1_000_000
MOST_TASKS = 100
PASTED, UPLOADED = "paste", "file"


@dataclass(frozen=True, slots=True)
class TextFacts:
    """`address` says where the text comes from: an address of a page, a name of a file, a sender."""

    text: str
    title: str = ""
    source: str = PASTED
    address: str = ""
    told_on: datetime.date | None = None
    secrecy: str = Secrecy.NORMAL.value


@dataclass(frozen=True, slots=True)
class CitationFacts:
    """An empty type or number is read from the symbol; `link_id` is a document of the house."""

    type: str = ""
    number: int | None = None
    symbol: str = ""
    date: datetime.date | None = None
    issuer: str = ""
    link_id: int | None = None


@dataclass(frozen=True, slots=True)
class FigureFacts:
    value: Decimal
    denominator: Decimal | None = None
    unit: str = ""
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class AskedFacts:
    """A task as the text numbers and dates it; its words are those of the place."""

    path: str = ""
    due: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class DocumentWork:
    """Register the text's own paper; `facts` are those of the register of documents."""

    registered_in: int
    facts: Any
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeWork:
    unit_id: int
    period: str
    title: str
    tasks: Sequence[Any]


@dataclass(frozen=True, slots=True)
class ConferenceWork:
    """`delegates` are (name, post), lines of that conference alone."""

    unit_id: int
    host_id: int
    facts: Any
    member_ids: Sequence[int] = ()
    delegates: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """The parts that were ticked."""

    document: DocumentWork | None = None
    programme: ProgrammeWork | None = None
    conference: ConferenceWork | None = None
