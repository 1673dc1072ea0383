"""What is findable of tasks: issued programmes and the wording of their tasks, by who may read in the unit
that gave them or in one they were given to. What units say of their progress is read there, not searched."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from giaoban.core.dates import ZONE
from giaoban.core.registries import Findable, findables
from giaoban.core.secrecy import Secrecy
from giaoban.organisations.queries.naming import names_at
from giaoban.people.search import mentioned
from giaoban.search import services
from giaoban.search.services import Document
from giaoban.tasks.models import Assignment, Programme, Task
from giaoban.tasks.rules import BOOK, Permission, ProgrammeState

KIND, PROGRAMME = "task", "programme"
BATCH = 1000
ANY_PERIOD = "2019"


def documents(task_ids: Sequence[int] | None) -> Iterator[Document]:
    """One entry for each task; its url opens the programme at the task."""
    tasks = (
        Task.objects.exclude(programme__state=ProgrammeState.DRAFT.value)
        .exclude(programme__origin_kind=BOOK)
        .filter(programme__secrecy=Secrecy.NORMAL.value)
        .select_related("programme__unit")
    )
    if task_ids is not None:
        tasks = tasks.filter(pk__in=task_ids)
    every = iter(tasks.order_by("pk").iterator(chunk_size=BATCH))
    while batch := list(islice(every, BATCH)):
        yield from _tasks(batch)


def _tasks(batch: list[Task]) -> Iterator[Document]:
    given = _given(Assignment.objects.filter(task__in=batch), "task_id")
    named = mentioned([f"{task.wording}. {task.product}" for task in batch])
    called = _called([task.programme for task in batch])
    for task, names in zip(batch, named, strict=True):
        programme = task.programme
        title = f"{task.number}. {task.wording}"
        rest = title[services.TITLE - 1 :] if len(title) > services.TITLE else ""
        yield Document(
            kind=KIND,
            object_id=task.pk,
            unit_id=programme.unit_id,
            audience=given.get(task.pk, ()),
            unnamed=names,
            title=f"{title[: services.TITLE - 1]}…" if rest else title,
            body=". ".join(
                text for text in (rest, task.product, programme.title, called[programme.pk]) if text
            ),
            url=f"{_url(programme)}#nv-{task.pk}",
            period=programme.period,
            starts=_day(programme),
        )


def programmes(programme_ids: Sequence[int] | None) -> Iterator[Document]:
    """One entry for each issued programme: its name, and the document that it carries out."""
    found = (
        Programme.objects.exclude(state=ProgrammeState.DRAFT.value)
        .exclude(origin_kind=BOOK)
        .filter(secrecy=Secrecy.NORMAL.value)
        .select_related("unit", "document")
    )
    if programme_ids is not None:
        found = found.filter(pk__in=programme_ids)
    every = iter(found.order_by("pk").iterator(chunk_size=BATCH))
    while batch := list(islice(every, BATCH)):
        yield from _programmes(batch)


def _programmes(batch: list[Programme]) -> Iterator[Document]:
    given = _given(Assignment.objects.filter(task__programme__in=batch), "task__programme_id")
    called = _called(batch)
    for programme, names in zip(batch, mentioned([one.title for one in batch]), strict=True):
        origin = programme.document
        known = [origin.name] if origin is not None and origin.public else []
        yield Document(
            kind=PROGRAMME,
            object_id=programme.pk,
            unit_id=programme.unit_id,
            audience=given.get(programme.pk, ()),
            unnamed=names,
            title=programme.title,
            body=". ".join([*known, called[programme.pk]]),
            url=_url(programme),
            period=programme.period,
            starts=_day(programme),
        )


def _called(programmes: Sequence[Programme]) -> dict[int, str]:
    """Programme → what the unit that gives it was called on the day."""
    asked = {one.pk: (one.unit_id, _day(one)) for one in programmes}
    names = names_at(set(asked.values()))
    return {pk: names.get(key, "") for pk, key in asked.items()}


def _day(programme: Programme) -> date:
    return programme.issued_on or programme.created_at.astimezone(ZONE).date()


def _given(assignments: QuerySet[Assignment], key: str) -> dict[int, tuple[int, ...]]:
    found: dict[int, set[int]] = {}
    for record, unit_id in assignments.values_list(key, "unit_id"):
        found.setdefault(record, set()).add(unit_id)
    return {record: tuple(sorted(units)) for record, units in found.items()}


def _url(programme: Programme) -> str:
    # the period is the reader's own, so it is filled in when the result is shown
    url = reverse("tasks:programme", args=[programme.unit.code, ANY_PERIOD, programme.pk])
    return url.replace(f"/{ANY_PERIOD}/", "/{period}/", 1)


def reindex(task_ids: Iterable[int]) -> None:
    """Bring the index in line with these tasks and their programmes, inside the caller's transaction."""
    ids = list(task_ids)
    above = list(Task.objects.filter(pk__in=ids).values_list("programme_id", flat=True).distinct())
    services.forget(KIND, ids)
    services.index(documents(ids))
    services.forget(PROGRAMME, above)
    services.index(programmes(above))


findables.add(Findable(PROGRAMME, _("Chương trình công tác"), programmes, Permission.VIEW, lines=True))
findables.add(Findable(KIND, _("Nhiệm vụ"), documents, permission=Permission.VIEW, lines=True))
