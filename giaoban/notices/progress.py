"""Work that outlives a request: its row says how far it got; whoever started it may leave and is told.

The effects of a job are idempotent, because a killed worker's job is run again (`jobs.retry_stalled`).
"""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_noop

from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.refusals import Hidden
from giaoban.notices.models import LongJob
from giaoban.notices.rules import JobState
from giaoban.notices.services import is_local, tell

DONE = gettext_noop("Đã xong: %(title)s.")
FAILED = gettext_noop("Chưa xong vì có lỗi: %(title)s.")


@transaction.atomic
def start(
    *, actor: Actor, key: str, title: str, total: int = 0, unit_id: int | None = None
) -> tuple[LongJob, bool]:
    """The job of this key, and whether it is new: defer its task only then, in the same transaction."""
    if actor.actor_id is None:
        raise Hidden("job")
    return LongJob.objects.get_or_create(
        key=key,
        defaults={"title": title[:300], "total": total, "unit_id": unit_id, "started_by_id": actor.actor_id},
    )


def advance(job_id: int, done: int, *, total: int | None = None, message: str = "") -> None:
    """How far it is; never backwards, so that a repeated run does not shrink the bar."""
    changes: dict[str, object] = {
        "done": Greatest(F("done"), done),
        "message": message[:500],
        "updated_at": now(),
    }
    if total is not None:
        changes["total"] = total
    LongJob.objects.filter(pk=job_id, state=JobState.RUNNING).update(**changes)


@transaction.atomic
def finish(job_id: int, *, message: str = "", result_url: str = "") -> bool:
    """Done: the result's address is kept and the starter is told, once."""
    if result_url and not is_local(result_url):
        raise ValueError(f"a result lies in this house: {result_url!r}")
    return _close(job_id, JobState.DONE, message, result_url)


@transaction.atomic
def fail(job_id: int, *, message: str) -> bool:
    """Failed for good: says why and tells the starter, once."""
    return _close(job_id, JobState.FAILED, message, "")


def _close(job_id: int, state: JobState, message: str, result_url: str) -> bool:
    job = LongJob.objects.select_for_update().filter(pk=job_id, state=JobState.RUNNING).first()
    if job is None:  # a repeated run: already closed and told
        return False
    job.state, job.message, job.result_url, job.finished_at = state.value, message[:500], result_url, now()
    if state is JobState.DONE:
        job.done = job.total
    job.save()
    tell(
        f"jobs.{state}",
        text=DONE if state is JobState.DONE else FAILED,
        params={"title": job.title},
        url=reverse("notices:job", args=[job.pk]),
        user_ids=[job.started_by_id],
        unit_id=job.unit_id,
    )
    return True


def get_job(actor: Actor, job_id: int) -> LongJob:
    """One's own job; anybody else's is unknown."""
    job = LongJob.objects.filter(pk=job_id, started_by_id=actor.actor_id).first() if actor.actor_id else None
    if job is None:
        raise Hidden("job")
    return job
