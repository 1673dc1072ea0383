"""What a paper consists of, as plain values: a head, numbered headings, paragraphs, tables, a signature.

The words are the caller's; numbering of headings stands in their text, as Party papers write it. A block with
a `key` can be told from its neighbours when the paper comes back from Word.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Cell = str | int | Decimal | None
Align = Literal["justify", "left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The left side of the head: the superior body over the issuing one, printed in capitals."""

    superior: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one form. `figure` is the key of a figure that is bound to the house: Word keeps it locked."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A Word heading of level 1 to 3; `text` carries its number: "I- Tình hình", "1. Kết quả"."""

    text: str
    level: int = 1
    key: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 3:
            raise ValueError(f"headings have level 1 to 3, not {self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of one text, or of runs when parts of it differ; line ends in the text stay."""

    text: str = ""
    runs: Sequence[Run] = ()
    bold: bool = False
    italic: bool = False
    align: Align = "justify"
    indent: bool = True
    key: str = ""

    def parts(self) -> Sequence[Run]:
        return self.runs or (Run(self.text, self.bold, self.italic),)


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a share of the text width; numbers stand right, with `places` decimals when given; days and
    hours may stand `centred`."""

    title: str
    width: float = 1
    numeric: bool = False
    places: int | None = None
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under titles that repeat on each page. `bands` (title, columns spanned) stand above the titles;
    `totals` are the numbers (from 0) of rows in bold; `empty` is said when there is no row. A `wide` table
    stands on pages laid across."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    source: str = ""
    bands: Sequence[tuple[str, int]] = ()
    totals: Collection[int] = ()
    empty: str = "Không có số liệu."
    wide: bool = False
    key: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table has at least one column")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("each row has one cell for each column")
        if self.bands and sum(span for _title, span in self.bands) != len(self.columns):
            raise ValueError("the bands cover all columns")


@dataclass(frozen=True, slots=True)
class Signature:
    """authority ("T/M BAN THƯỜNG VỤ", may be empty or have two lines), post, name (no academic titles)."""

    authority: str
    post: str
    name: str


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Annex:
    """What follows the signature on pages of its own: "Phụ lục 1", its name, to which paper it belongs."""

    title: str
    about: str = ""
    attached: str = ""
    blocks: Sequence[Block] = ()


Style = Literal["party", "state"]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. Without `type_name` it is a công văn: `about` stands under the number.

    `created` goes into the file's properties, so the same paper gives the same bytes; `title` is the file's
    title. `beside` takes the place of the receivers (minutes: left the writer, right the chair); `mark` is
    printed under the number ("Dự thảo lần 2"), `footer` at the foot of each page. Each line of `addressee` is
    one addressee, behind the words `addressed`; `annexes` follow the signature.

    `style` chooses the layout of Party or state papers. `secrecy` ("MẬT"), `urgency` ("KHẨN") and `limit`
    ("TÀI LIỆU HỘI NGHỊ") are printed as marks; `code` is the mã đối chiếu of this very version, at the foot
    of each page. Lists and tables that nobody numbers are not `numbered`: no line waits for a number.
    """

    letterhead: Letterhead
    number: str
    place: str
    day: date | None
    type_name: str
    about: str
    created: datetime
    blocks: Sequence[Block] = field(default=())
    addressee: str = ""
    signature: Signature | None = None
    beside: Signature | None = None
    receivers: Sequence[str] = ()
    title: str = ""
    mark: str = ""
    footer: str = ""
    style: Style = "party"
    secrecy: str = ""
    urgency: str = ""
    limit: str = ""
    code: str = ""
    annexes: Sequence[Annex] = ()
    addressed: str = "Kính gửi"
    numbered: bool = True
