"""Writing the index: rooms hand over plain documents, this room folds and stores them.

The index is made from the rooms' own rows and can be rebuilt at any time; it is never the truth.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Func, Value
from django.utils.translation import gettext as _

from giaoban.core.dates import OPEN
from giaoban.core.refusals import Refusal
from giaoban.core.registries import Findable, findables
from giaoban.core.secrecy import Secrecy
from giaoban.core.text import clean, sort_key
from giaoban.search import rules
from giaoban.search.models import SearchEntry


@dataclass(frozen=True, slots=True)
class Document:
    """One findable thing during [starts, ends).

    `url` may hold "{unit}" and "{period}", filled with the codes in the reader's bar. A thing whose name
    changed is several documents with one `object_id` and different `starts`. `public` documents are shown
    to everybody who is signed in; others to those who hold the permission of the kind's Findable on
    `unit_id` or on a unit of `audience`. `unnamed` are persons whom a document that is not public mentions:
    it is not found by them. From `lapses` on it is no longer in force; a `url` may hold "{then}", the
    reader's period until that day and the last one before it afterwards.
    """

    kind: str
    object_id: int
    title: str
    url: str
    starts: date
    ends: date = OPEN
    unit_id: int | None = None
    body: str = ""
    audience: tuple[int, ...] = ()
    unnamed: tuple[str, ...] = ()
    period: str = ""
    lapses: date = OPEN
    secrecy: str = Secrecy.NORMAL.value
    public: bool = False


BATCH = 1000
TITLE, BODY = 400, 200_000


@transaction.atomic
def index(documents: Iterable[Document]) -> int:
    """Put documents into the index in place of all rows of the same things; how many rows were written."""
    written = 0
    batches = iter(documents)
    seen: set[tuple[str, int]] = set()
    while batch := list(islice(batches, BATCH)):
        fresh = {(document.kind, document.object_id) for document in batch} - seen
        for kind in {kind for kind, _object_id in fresh}:
            forget(kind, [object_id for same, object_id in fresh if same == kind])
        seen |= fresh
        SearchEntry.objects.bulk_create([_entry(document) for document in batch])
        written += len(batch)
    return written


def forget(kind: str, object_ids: Sequence[int]) -> int:
    """Take things out of the index."""
    return SearchEntry.objects.filter(kind=kind, object_id__in=object_ids).delete()[0]


@transaction.atomic
def rebuild(kind: str | None = None) -> dict[str, int]:
    """Make the index anew from the rooms' rows, of one kind or of all; rows written by kind."""
    written = {}
    for findable in _findables(kind):
        SearchEntry.objects.filter(kind=findable.code).delete()
        written[findable.code] = index(findable.documents(None))
    if kind is None:  # kinds that no room declares any more
        SearchEntry.objects.exclude(kind__in=list(written)).delete()
    return written


def _findables(kind: str | None) -> Iterator[Findable]:
    if kind is not None and kind not in findables:
        raise Refusal(
            "search.kind",
            _("Không có loại “%(kind)s” trong chỉ mục tìm kiếm.") % {"kind": kind},
            field="kind",
        )
    return (findable for findable in findables if kind in (None, findable.code))


class Literal(Func):
    """Text that is written the way PostgreSQL writes a tsvector."""

    template = "%(expressions)s::tsvector"
    output_field = SearchVectorField()


def _entry(document: Document) -> SearchEntry:
    title = clean(document.title)[:TITLE]
    body = clean(document.body, multiline=True)[:BODY]
    marks = [rules.reach(document.kind, public=document.public)]
    if not document.public:
        units = {*document.audience, *([document.unit_id] if document.unit_id is not None else [])}
        marks.extend(map(rules.open_to, units))
    unnamed = () if document.public else document.unnamed
    return SearchEntry(
        kind=document.kind,
        object_id=document.object_id,
        unit_id=document.unit_id,
        audience=sorted(set(document.audience)),
        title=title,
        body=body,
        url=document.url,
        sort_key=sort_key(title)[:600],
        public=document.public,
        period=document.period,
        lapses=document.lapses,
        secrecy=document.secrecy,
        starts=document.starts,
        ends=document.ends,
        words=Literal(Value(rules.vector(title, body, marks=marks, unnamed=unnamed))),
    )
