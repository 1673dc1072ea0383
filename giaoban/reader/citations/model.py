"""A citation as it is answered, and the draft of one while the scanner still gathers what belongs to it."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

LOCAL_CONGRESS = "ĐH"  # the organ of a congress that is not the Party's


class Form(StrEnum):
    """How a document is named: by symbol, by bare number, by plenum, by congress, or as a law by name."""

    FULL = "full"
    SHORT = "short"
    PLENUM = "plenum"
    CONGRESS = "congress"
    LAW = "law"


class Warn(StrEnum):
    """What an officer should look at: codes, worded by whoever shows them."""

    SWAPPED = "swapped"  # a Party body written the state's way, 31/QĐ-TW
    TYPE_DIFFERS = "type_differs"  # the word and the letters name two types
    ISSUER_CONTRADICTS = "issuer_contradicts"
    DATE_DIFFERS = "date_differs"  # no known document of that symbol has the stated date
    REPLACED = "replaced"  # no longer in force on the day of the text


@dataclass(frozen=True, slots=True)
class Citation:
    """`start`, `end`, `surface` are of the original; date, issuer and term are what the text says.

    `term` falls back to the term of the date, then of the linked document. `link` is an instrument's id;
    `candidates` are given where the text does not tell which of several is meant.
    """

    start: int
    end: int
    surface: str
    type: str
    number: int | None
    symbol: str
    date: datetime.date | None
    issuer: str
    form: str
    plenum: int | None
    term: str
    link: str | None
    candidates: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """Places are in `Normal`; `read_to` is where its attributes end; `group` counts lists under one word.

    `organ` is the issuer's part of the symbol, `central` says "của Trung ương" without naming the body;
    `issuers` are all bodies named together, `left` when they stand before it,
    `shared` when they are named for a neighbour of another type or for the same number elsewhere;
    `guessed`: no word tells the type;
    `own`: the number of the paper itself, `listed` among its data; `bare`: no word of a type before it;
    `day`: its day and month, where no year stands beside them.
    """

    start: int
    end: int
    type: str
    form: Form
    group: int
    number: int | None = None
    symbol: str = ""
    organ: str = ""
    state: bool = False
    plenum: int | None = None
    term: str = ""
    date: datetime.date | None = None
    year: int | None = None
    day: tuple[int, int] | None = None
    issuers: tuple[str, ...] = ()
    central: bool = False
    guessed: bool = False
    left: bool = False
    shared: bool = False
    own: bool = False
    listed: bool = False
    bare: bool = False
    read_to: int = 0
    warnings: list[Warn] = field(default_factory=list)
