"""The chapters are told by the worker while the house is already open; the page shows how far it is."""

from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django import app

from giaoban.accounts.models import User
from giaoban.demo import loading
from giaoban.demo.rules.chapters import DOCUMENTS, EVERY
from giaoban.demo.stories.stage import HOUSE
from giaoban.directives.services import seeding
from giaoban.notices import progress
from giaoban.notices.models import LongJob

KEY = "demo.stories"
TITLE = "Nạp dữ liệu minh họa"
STARTER = "quantri"


@transaction.atomic
def begin() -> LongJob | None:
    """Start the job in the name of the administrator of the cast; nothing when it was started before."""
    job, new = progress.start(
        actor=User.objects.get(username=STARTER), key=KEY, title=TITLE, total=len(EVERY)
    )
    if not new:
        return None
    tell_stories.defer(job_id=job.pk)
    return job


@app.task(name="demo.tell_stories", queueing_lock="demo.tell_stories")
def tell_stories(job_id: int) -> None:
    run(job_id)
    fill_registry()


def fill_registry() -> None:
    """The documents that ship with the house, after what the chapters entered: none is doubled."""
    unit_id = seeding.register_for_seed()
    if unit_id is not None:
        seeding.load_instruments(unit_id=unit_id, actor=HOUSE)


def run(job_id: int) -> None:
    """Tell all chapters and close the job; a second run finds them told and closes nothing twice."""

    def report(done: int, total: int, title: str) -> None:
        progress.advance(job_id, done, total=total, message=title)

    try:
        loading.tell_all(report)
    except Exception as error:
        progress.fail(job_id, message=f"{type(error).__name__}: {error}")
        raise
    _close(job_id)


def in_foreground(report: loading.Report) -> int:
    """Tell what is missing here and now; a job that waits for a worker has nothing left to do."""
    told = loading.tell_all(report)
    job = LongJob.objects.filter(key=KEY).first()
    if job is not None:
        _close(job.pk)
    return told


def _close(job_id: int) -> None:
    progress.finish(job_id, result_url=reverse("period_file", args=[DOCUMENTS.unit, DOCUMENTS.period]))
