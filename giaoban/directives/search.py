"""What is findable of a document: symbol, issuer and summary. Stubs and secret papers are not indexed.

A document that is not published is found by who may read in the unit that entered it or in one it was sent
to, not by the persons it names. One that was replaced is found still, and lapses on that day.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from giaoban.core.dates import OPEN
from giaoban.core.registries import Findable, findables
from giaoban.core.secrecy import Secrecy
from giaoban.directives.models import Document as Entry
from giaoban.directives.models import Relation
from giaoban.directives.rules import Permission, RelationKind, doc_type
from giaoban.people.search import mentioned
from giaoban.search import services
from giaoban.search.services import Document

KIND = "document"
BATCH = 2000


def documents(document_ids: Sequence[int] | None) -> Iterator[Document]:
    entries = Entry.objects.filter(holder="", secrecy=Secrecy.NORMAL.value)
    if document_ids is not None:
        entries = entries.filter(pk__in=document_ids)
    every = iter(entries.order_by("pk").iterator(chunk_size=BATCH))
    while batch := list(islice(every, BATCH)):
        yield from _of(batch)


def _of(batch: list[Entry]) -> Iterator[Document]:
    sent_to: dict[int, list[int]] = {}
    for document_id, unit_id in Entry.recipients.through.objects.filter(
        document_id__in=[entry.pk for entry in batch if not entry.public]
    ).values_list("document_id", "unit_id"):
        sent_to.setdefault(document_id, []).append(unit_id)
    replaced = _replaced([entry.pk for entry in batch])
    named = mentioned([f"{entry.summary}. {entry.issuer}" for entry in batch])
    for entry, names in zip(batch, named, strict=True):
        known = doc_type(entry.type)
        yield Document(
            kind=KIND,
            object_id=entry.pk,
            unit_id=entry.registered_in_id,
            audience=tuple(sent_to.get(entry.pk, ())),
            unnamed=names,
            title=f"{known.label if known else entry.type} {entry.symbol}".strip(),
            body=_body(entry),
            url=f"/{{unit}}/{{period}}/van-ban/{entry.pk}/",
            starts=entry.issued_on,
            lapses=max(replaced.get(entry.pk, OPEN), entry.issued_on),
            public=entry.public,
        )


def _body(entry: Entry) -> str:
    """Summary, issuer and day; a resolution of a plenum is also called by it."""
    plenum = f"Hội nghị Trung ương {entry.plenum} khóa {entry.plenum_term}, " if entry.plenum else ""
    return f"{entry.summary} ({plenum}{entry.issuer}, {entry.issued_on.day}/{entry.issued_on:%-m/%Y})"


def _replaced(document_ids: Sequence[int]) -> dict[int, date]:
    """Document → the day from which another one stands in its place."""
    rows = Relation.objects.filter(kind=RelationKind.REPLACES, target_id__in=document_ids)
    days = rows.values_list("target_id").annotate(first=Min("source__issued_on"))
    return dict(days)


def reindex(document_ids: Iterable[int]) -> None:
    """Bring the index in line with these documents, inside the caller's transaction."""
    ids = list(document_ids)
    services.forget(KIND, ids)
    services.index(documents(ids))


findables.add(Findable(KIND, _("Văn bản chỉ đạo"), documents, permission=Permission.VIEW, lines=True))
