"""Papers that arrive: what is written of one, how it stands on a day, how a reply names what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from giaoban.core.secrecy import Secrecy
from giaoban.correspondence.rules.states import Arrived
from giaoban.reader.symbols import words

SOON = timedelta(days=3)
ISSUER_LIMIT, SYMBOL_LIMIT, SUMMARY_LIMIT, TEXT_LIMIT, NOTE_LIMIT = 200, 60, 1000, 1000, 500


class Urgency(StrEnum):
    """How a paper hurries, as stamped on it."""

    NONE = ""
    URGENT = "KHẨN"
    MOST_URGENT = "THƯỢNG KHẨN"
    EXPRESS = "HỎA TỐC"


@dataclass(frozen=True, slots=True)
class ArrivalFacts:
    """What văn thư writes of a paper that arrived. An empty `type` or `issuer` is read from the symbol.

    `holder` makes a stub of a secret paper: number, day, issuer and where it is kept, nothing else.
    `document_id` is its entry in the registry; with `register` one is made in the same step.
    """

    arrived_on: date
    issuer: str = ""
    symbol: str = ""
    type: str = ""
    issued_on: date | None = None
    summary: str = ""
    urgency: str = ""
    due: date | None = None
    secrecy: str = Secrecy.NORMAL.value
    holder: str = ""
    document_id: int | None = None
    register: bool = False

    @property
    def stub(self) -> bool:
        return bool(self.holder)


def folded(parts: Iterable[str]) -> str:
    """What search within the book compares: every word without accents, a blank before each.

    >>> folded(["12-CV/BTCTW", "Về việc tổng kết"])
    ' 12 cv btctw ve viec tong ket'
    """
    return " " + " ".join(word for part in parts for word in words(part))


class Standing(StrEnum):
    """How an arrival stands on a day."""

    WAITING = "waiting"
    GIVEN = "given"
    SOON = "soon"
    LATE = "late"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Stands:
    """`kind` is the shape of the status, `days` how many days it is late."""

    kind: str
    standing: Standing
    days: int = 0


def stands(state: str, due: date | None, today: date) -> Stands:
    """The one label of an arrival; whatever is not settled is late from the day after its deadline.

    >>> day = date(2019, 9, 16)
    >>> stands("entered", None, day).standing.value, stands("given", None, day).standing.value
    ('waiting', 'given')
    >>> stands("given", date(2019, 9, 19), day).standing.value, stands("given", date(2019, 9, 20), day).kind
    ('soon', 'doing')
    >>> stands("entered", date(2019, 9, 12), day)
    Stands(kind='late', standing=<Standing.LATE: 'late'>, days=4)
    >>> stands("settled", date(2019, 9, 12), day).kind
    'done'
    """
    if state == Arrived.SETTLED:
        return Stands("done", Standing.SETTLED)
    if due is not None and due < today:
        return Stands("late", Standing.LATE, (today - due).days)
    if due is not None and due - today <= SOON:
        return Stands("soon", Standing.SOON)
    if state == Arrived.GIVEN:
        return Stands("doing", Standing.GIVEN)
    return Stands("todo", Standing.WAITING)


def may_settle(state: str) -> bool:
    """
    >>> may_settle("entered"), may_settle("given"), may_settle("settled")
    (True, True, False)
    """
    return state != Arrived.SETTLED


def back_to(remarks: int) -> Arrived:
    """Where an arrival stands again when its settling is taken back.

    >>> back_to(0).value, back_to(2).value
    ('entered', 'given')
    """
    return Arrived.GIVEN if remarks else Arrived.ENTERED
