"""What is findable of a report: the version that was last sent, for those who read the unit."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Findable, findables
from giaoban.organisations.queries.naming import names_at
from giaoban.reporting.models import Submission
from giaoban.reporting.rules import Permission
from giaoban.search import services
from giaoban.search.services import Document

KIND = "report"
BATCH = 1000


def documents(submission_ids: Sequence[int] | None) -> Iterator[Document]:
    """One entry for each report that was sent, in its unit and period; earlier versions are behind it."""
    rows = Submission.objects.filter(obligation__current__isnull=False).select_related(
        "obligation__round", "obligation__unit"
    )
    if submission_ids is not None:
        rows = rows.filter(pk__in=submission_ids)
    batch: list[Submission] = []
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        if row.pk == row.obligation.current_id:
            batch.append(row)
        if len(batch) == BATCH:
            yield from _of(batch)
            batch = []
    yield from _of(batch)


def _of(batch: list[Submission]) -> Iterator[Document]:
    names = names_at((row.obligation.unit_id, row.obligation.round.cut_off) for row in batch)
    for row in batch:
        obligation = row.obligation
        name = names[obligation.unit_id, obligation.round.cut_off]
        number = f"{row.document_number}, " if row.document_number else ""
        yield Document(
            kind=KIND,
            object_id=obligation.pk,
            unit_id=obligation.unit_id,
            title=f"{obligation.round.title}, {name}",
            body=f"{number}{row.signer}",
            url=reverse(
                "reporting:report", args=[obligation.unit.code, obligation.round.period, obligation.pk]
            ),
            starts=row.document_date or date.min,
        )


def reindex(submission_ids: Sequence[int]) -> None:
    services.index(documents(submission_ids))


findables.add(Findable(KIND, _("Báo cáo đã gửi"), documents, Permission.VIEW))
