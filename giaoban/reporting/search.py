"""What is findable of a report: the words of the version that was last sent and not taken back, for those who
read the unit. Drafts, remarks and explanations never are; a person named in it does not find it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Findable, findables
from giaoban.organisations.queries.naming import names_at
from giaoban.people.search import mentioned
from giaoban.reporting.models import Passage, Submission
from giaoban.reporting.rules import Permission, State
from giaoban.search import services
from giaoban.search.services import Document

KIND = "report"
BATCH = 500
SHOWN = (State.SENT, State.RECEIVED, State.ACCEPTED, State.CONSOLIDATED, State.LOCKED)


def documents(submission_ids: Sequence[int] | None) -> Iterator[Document]:
    """One entry for each report that was sent, in its unit and period; earlier versions are behind it."""
    rows = Submission.objects.filter(
        obligation__current__isnull=False, obligation__state__in=SHOWN
    ).select_related("obligation__round", "obligation__unit")
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
    texts = _texts(batch)
    named = mentioned([texts[row.pk] for row in batch])
    for row, persons in zip(batch, named, strict=True):
        obligation = row.obligation
        name = names[obligation.unit_id, obligation.round.cut_off]
        number = f"{row.document_number}. " if row.document_number else ""
        yield Document(
            kind=KIND,
            object_id=obligation.pk,
            unit_id=obligation.unit_id,
            title=f"{obligation.round.title}, {name}",
            body=f"{number}{texts[row.pk]}",
            unnamed=persons,
            period=obligation.round.period,
            url=reverse(
                "reporting:report", args=[obligation.unit.code, obligation.round.period, obligation.pk]
            ),
            starts=row.document_date or date.min,
        )


def _texts(batch: Sequence[Submission]) -> dict[int, str]:
    """The passages of each version in the order of its outline."""
    found: dict[int, list[str]] = {row.pk: [] for row in batch}
    passages = Passage.objects.filter(submission__in=batch).order_by("section__position", "position", "pk")
    for submission_id, text in passages.values_list("submission_id", "text"):
        found[submission_id or 0].append(text)
    return {pk: "\n".join(texts) for pk, texts in found.items()}


def forget(obligation_ids: Iterable[int]) -> None:
    """What its unit or the receiver took back is no longer found."""
    services.forget(KIND, list(obligation_ids))


def reindex(submission_ids: Sequence[int]) -> None:
    services.index(documents(submission_ids))


findables.add(Findable(KIND, _("Báo cáo đã gửi"), documents, Permission.VIEW))
