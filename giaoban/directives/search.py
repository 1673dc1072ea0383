"""What is findable of a document: symbol, issuer and summary. Stubs and secret papers are not indexed.

A document that is not published is found by who may read in the unit that entered it.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Findable, findables
from giaoban.core.secrecy import Secrecy
from giaoban.directives.models import Document as Entry
from giaoban.directives.rules import Permission, doc_type
from giaoban.search import services
from giaoban.search.services import Document

KIND = "document"
BATCH = 2000


def documents(document_ids: Sequence[int] | None) -> Iterator[Document]:
    entries = Entry.objects.filter(holder="", secrecy=Secrecy.NORMAL.value).select_related("registered_in")
    if document_ids is not None:
        entries = entries.filter(pk__in=document_ids)
    for entry in entries.order_by("pk").iterator(chunk_size=BATCH):
        known = doc_type(entry.type)
        yield Document(
            kind=KIND,
            object_id=entry.pk,
            unit_id=entry.registered_in_id,
            title=f"{known.label if known else entry.type} {entry.symbol}".strip(),
            body=f"{entry.summary} ({entry.issuer}, {entry.issued_on.day}/{entry.issued_on:%-m/%Y})",
            url=f"/{entry.registered_in.code}/{{period}}/van-ban/{entry.pk}/",
            starts=entry.issued_on,
            public=entry.public,
        )


def reindex(document_ids: Iterable[int]) -> None:
    """Bring the index in line with these documents, inside the caller's transaction."""
    ids = list(document_ids)
    services.forget(KIND, ids)
    services.index(documents(ids))


findables.add(Findable(KIND, _("Văn bản chỉ đạo"), documents, permission=Permission.VIEW))
