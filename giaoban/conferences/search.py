"""What is findable of a conference: its name, place and day once units are invited, and the conclusion once
it is issued. Who spoke, on what, notes, remarks, votes and drafts are never indexed (daily.md §8)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext_lazy as _

from giaoban.conferences.links import for_everybody
from giaoban.conferences.models import Conference, ConnectionPoint, Paragraph
from giaoban.conferences.rules import ConclusionState, Permission, State
from giaoban.core.dates import vi
from giaoban.core.registries import Findable, findables
from giaoban.core.secrecy import Secrecy
from giaoban.organisations.queries.naming import names_at
from giaoban.people.search import mentioned
from giaoban.search import services
from giaoban.search.services import Document

KIND = "conference"
BATCH = 500


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """One entry for each; its address leads each reader to their own side."""
    found = (
        Conference.objects.exclude(state=State.DRAFT.value)
        .filter(secrecy=Secrecy.NORMAL.value)
        .select_related("conclusion")
    )
    if ids is not None:
        found = found.filter(pk__in=ids)
    every = iter(found.order_by("pk").iterator(chunk_size=BATCH))
    while batch := list(islice(every, BATCH)):
        yield from _of(batch)


def _of(batch: list[Conference]) -> Iterator[Document]:
    invited: dict[int, set[int]] = {}
    points = ConnectionPoint.objects.filter(conference__in=batch)
    for conference_id, unit_id in points.values_list("conference_id", "unit_id"):
        invited.setdefault(conference_id, set()).add(unit_id)
    concluded: dict[int, list[str]] = {}
    paragraphs = Paragraph.objects.filter(
        conclusion__conference__in=batch, conclusion__state=ConclusionState.ISSUED.value
    ).order_by("conclusion", "position")
    for conference_id, number, text in paragraphs.values_list("conclusion__conference_id", "number", "text"):
        concluded.setdefault(conference_id, []).append(f"{number}. {text}")
    names = names_at((one.host_id, one.day) for one in batch)
    bodies = [_body(one, names[one.host_id, one.day], concluded.get(one.pk, [])) for one in batch]
    named = mentioned([f"{one.title}. {body}" for one, body in zip(batch, bodies, strict=True)])
    for one, body, persons in zip(batch, bodies, named, strict=True):
        yield Document(
            kind=KIND,
            object_id=one.pk,
            unit_id=one.unit_id,
            audience=tuple(sorted(invited.get(one.pk, ()))),
            unnamed=persons,
            title=one.title,
            body=body,
            url=for_everybody(one),
            period=one.period,
            starts=one.day,
        )


def _body(one: Conference, host: str, paragraphs: Sequence[str]) -> str:
    facts = ", ".join(text for text in (one.place, vi(one.day), host) if text)
    if not paragraphs:
        return facts
    return "\n".join([facts, one.conclusion.title, one.conclusion.opening, *paragraphs])


def reindex(ids: Iterable[int]) -> None:
    """Bring the index in line with these conferences, inside the caller's transaction."""
    known = list(ids)
    services.forget(KIND, known)
    services.index(documents(known))


findables.add(Findable(KIND, _("Hội nghị giao ban"), documents, permission=Permission.VIEW, lines=True))
