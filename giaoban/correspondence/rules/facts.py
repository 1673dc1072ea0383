"""What is handed to the doors about a hồ sơ trình and its issue, and what a check before signing finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Literal

from giaoban.core.secrecy import Secrecy
from giaoban.correspondence.rules.states import Organ

ABOUT_LIMIT, NOTE_LIMIT, REASON_LIMIT = 1000, 1000, 500
URGENCIES = ("", "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC")

Level = Literal["stop", "warn", "hint"]


@dataclass(frozen=True, slots=True)
class Subject:
    """The record of the house that a paper is of: a report, a conclusion, a programme."""

    kind: str
    id: int
    label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """One paper to be advised. `issuer_id` None: the advising unit issues itself. `period` empty: the one
    that runs. `relations` are (kind, document id) pairs; `answers_id` the arrival it replies to."""

    type: str
    about: str
    organ: str = Organ.HEAD.value
    issuer_id: int | None = None
    joint_with: Sequence[int] = ()
    period: str = ""
    field: str = ""
    template: str = ""
    subject: Subject | None = None
    department_id: int | None = None
    due: date | None = None
    urgency: str = ""
    secrecy: str = Secrecy.NORMAL.value
    place: str = ""
    addressee: str = ""
    authority: str = ""
    post: str = ""
    signer: str = ""
    receivers: Sequence[str] = ()
    recipient_ids: Sequence[int] = ()
    relations: Sequence[tuple[str, int]] = ()
    answers_id: int | None = None


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """The day of issue and the signed copy (scan or signature file). `outside_symbol` is the number that the
    issuing body gave in its own books, when those are not kept in this house. None of `receivers` and
    `recipient_ids`: as the dossier says. `department_code` stands in a công văn of a state body."""

    on: date
    signed: BinaryIO | None = None
    signed_name: str = ""
    outside_symbol: str = ""
    receivers: Sequence[str] | None = None
    recipient_ids: Sequence[int] | None = None
    department_code: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """`stop` must be mended before issuing, `warn` is for a person to judge, `hint` is for reference. `url`
    is the page where it is mended, where that is not the dossier's own."""

    code: str
    level: Level
    text: str
    rule: str = ""
    source: str = ""
    field: str = ""
    url: str = ""
