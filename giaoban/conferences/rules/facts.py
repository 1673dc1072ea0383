"""What is written about a conference and its parts, as plain values between forms and doors."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from giaoban.conferences.rules.states import Leads, Mode
from giaoban.core.secrecy import Secrecy


@dataclass(frozen=True, slots=True)
class ConferenceFacts:
    """Chair and recorder are lines of text of this conference, not persons of the directory."""

    kind: str
    period: str
    title: str
    starts_at: datetime
    place: str = ""
    mode: str = Mode.ONLINE.value
    chair: str = ""
    chair_post: str = ""
    recorder: str = ""
    secrecy: str = Secrecy.NORMAL.value


@dataclass(frozen=True, slots=True)
class PointFacts:
    """What is written about a hall: office contacts only."""

    place: str = ""
    operator: str = ""
    contact: str = ""
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class SpeechFacts:
    """What a point announces: topic and time, who speaks by post; a name is optional. Never what is said."""

    topic: str
    minutes: int = 8
    speaker: str = ""
    speaker_post: str = ""


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What the clerk types: kind of paper, number and symbol as signed, the day."""

    type: str
    symbol: str
    issued_on: date
    public: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphPlan:
    """What a paragraph would be as a task; `unit_ids` count where `leads` says chosen."""

    paragraph_id: int
    task: bool
    leads: str = Leads.ALL.value
    lead_kind: str = ""
    unit_ids: Collection[int] = ()
    due: date | None = None
    product: str = ""
    field: str = ""
    indicator: str = ""
