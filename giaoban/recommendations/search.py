"""What is findable of the upward road: the text of a kiến nghị, for those who read in the asking unit or in
the one that it goes to; not by the persons it names."""

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Findable, findables
from giaoban.organisations.queries.naming import names_at
from giaoban.people.search import mentioned
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import Permission
from giaoban.search import services
from giaoban.search.services import Document

KIND = "recommendation"
BATCH, TITLE = 2000, 200
ANY_PERIOD = "2019"


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """One entry for each; it opens on the pages of the asking unit. Answers are read there, not searched."""
    found = Recommendation.objects.select_related("unit").order_by("pk")
    if ids is not None:
        found = found.filter(pk__in=ids)
    batch: list[Recommendation] = []
    for recommendation in found.iterator(chunk_size=BATCH):
        batch.append(recommendation)
        if len(batch) == BATCH:
            yield from _of(batch)
            batch = []
    yield from _of(batch)


def _of(batch: list[Recommendation]) -> Iterator[Document]:
    names = names_at({(unit, r.sent_on) for r in batch for unit in (r.unit_id, r.addressee_id)})
    for r, persons in zip(batch, mentioned([one.text for one in batch]), strict=True):
        url = reverse("recommendations:detail", args=[r.unit.code, ANY_PERIOD, r.pk])
        yield Document(
            kind=KIND,
            object_id=r.pk,
            unit_id=r.unit_id,
            audience=(r.addressee_id,),
            unnamed=persons,
            title=_title(text := " ".join(r.text.split())),
            body=_rest(text) + f"{names[r.unit_id, r.sent_on]} → {names[r.addressee_id, r.sent_on]}",
            # the period is the reader's own, so it is filled in when the result is shown
            url=url.replace(f"/{ANY_PERIOD}/", "/{period}/", 1),
            period=r.period,
            starts=r.sent_on,
        )


def _title(text: str) -> str:
    return text if len(text) <= TITLE else f"{text[: TITLE - 1]}…"


def _rest(text: str) -> str:
    return f"{text[TITLE - 1 :]}. " if len(text) > TITLE else ""


def reindex(ids: Iterable[int]) -> None:
    """Bring the index in line with these, inside the caller's transaction."""
    services.index(documents(list(ids)))


findables.add(Findable(KIND, _("Kiến nghị"), documents, permission=Permission.VIEW, lines=True))
