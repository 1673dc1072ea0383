"""What a template is: named fields and a body of plain pieces that say where the fields stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from giaoban.documents.blocks import Signature


class FieldKind(StrEnum):
    """A line, several paragraphs, a day, a whole number, rows of named columns, or a body of blocks."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    ROWS = "rows"
    BLOCKS = "blocks"


@dataclass(frozen=True, slots=True)
class Field:
    """`columns` (name, label) are those of rows, `columns_en` their English labels; `example` is a hint and
    fills the sample."""

    name: str
    label: str
    kind: FieldKind
    required: bool = True
    example: Any = ""
    columns: tuple[tuple[str, str], ...] = ()
    label_en: str = ""
    columns_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """`type` is the type of Party documents it is issued as, empty for papers without a number of a type.

    Not `numbered` are papers that no book counts: their head has no line for a number.
    `body` are the pieces of `data/templates.json`; `signatures` is 2 where a recorder signs at the left;
    `beside` and `post` are the words printed over the two names then.
    """

    code: str
    label: str
    type: str
    type_name: str
    about: str
    addressee: str
    fields: tuple[Field, ...]
    body: tuple[Mapping[str, Any], ...]
    signatures: int = 1
    beside: str = ""
    post: str = ""
    receivers: tuple[str, ...] = ()
    addressed: str = "Kính gửi"
    label_en: str = ""
    numbered: bool = True

    def field(self, name: str) -> Field:
        return next(one for one in self.fields if one.name == name)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on every paper and comes from the house: who issues, number, where and when, who signs."""

    superior: str
    issuer: str
    number: str
    place: str
    day: date | None
    created: datetime
    signature: Signature | None = None
    receivers: Sequence[str] = ()
    mark: str = ""
    code: str = ""
    secrecy: str = ""
    urgency: str = ""
    limit: str = ""
