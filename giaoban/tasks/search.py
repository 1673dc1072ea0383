"""What is findable of tasks: the wording of issued ones, by who may read in the unit that gave them."""

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Findable, findables
from giaoban.core.secrecy import Secrecy
from giaoban.search import services
from giaoban.search.services import Document
from giaoban.tasks.models import Task
from giaoban.tasks.rules import Permission, ProgrammeState

KIND = "task"
BATCH = 2000
ANY_PERIOD = "2019"


def documents(task_ids: Sequence[int] | None) -> Iterator[Document]:
    """One entry for each task; its url opens the programme at the task."""
    tasks = (
        Task.objects.exclude(programme__state=ProgrammeState.DRAFT.value)
        .filter(programme__secrecy=Secrecy.NORMAL.value)
        .select_related("programme__unit")
    )
    if task_ids is not None:
        tasks = tasks.filter(pk__in=task_ids)
    for task in tasks.order_by("pk").iterator(chunk_size=BATCH):
        programme = task.programme
        # the period is the reader's own, so it is filled in when the result is shown
        url = reverse("tasks:programme", args=[programme.unit.code, ANY_PERIOD, programme.pk])
        yield Document(
            kind=KIND,
            object_id=task.pk,
            unit_id=programme.unit_id,
            title=f"{task.number}. {task.wording}"[: services.TITLE],
            body=". ".join(text for text in (task.product, programme.title) if text),
            url=f"{url.replace(f'/{ANY_PERIOD}/', '/{period}/', 1)}#nv-{task.pk}",
            starts=programme.issued_on or programme.created_at.date(),
        )


def reindex(task_ids: Iterable[int]) -> None:
    """Bring the index in line with these tasks, inside the caller's transaction."""
    ids = list(task_ids)
    services.forget(KIND, ids)
    services.index(documents(ids))


findables.add(Findable(KIND, _("Nhiệm vụ"), documents, permission=Permission.VIEW))
