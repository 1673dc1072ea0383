"""Work of the background worker for this room: the daily e-mail, and jobs whose worker was killed."""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from giaoban.core.dates import now
from giaoban.notices import delivery, retention

log = logging.getLogger(__name__)
HEARTBEAT_LOST_AFTER = 60  # seconds; a worker reports every ten


@app.periodic(cron="*/10 * * * *")
@app.task(name="notices.send_digests", queueing_lock="notices.send_digests")
def send_digests(timestamp: int) -> None:
    """Every ten minutes: the hours in which something leaves are data, checked inside."""
    del timestamp
    delivery.run(now())


@app.periodic(cron="40 2 * * *")
@app.task(name="notices.sweep", queueing_lock="notices.sweep")
def sweep(timestamp: int) -> dict[str, int]:
    del timestamp
    return retention.sweep()


@app.periodic(cron="* * * * *")
@app.task(name="notices.retry_stalled", queueing_lock="notices.retry_stalled")
async def retry_stalled(timestamp: int) -> int:
    """Give back to the queue what a killed worker left behind; the effects of jobs are idempotent."""
    del timestamp
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=HEARTBEAT_LOST_AFTER))
    for job in stalled:
        job_id = int(job.id or 0)
        try:
            await app.job_manager.retry_job_by_id_async(job_id=job_id, retry_at=datetime.now(UTC))
        except UniqueViolation:  # a later one of the same kind already waits in the queue and does its work
            await app.job_manager.finish_job_by_id_async(
                job_id=job_id, status=Status.FAILED, delete_job=False
            )
        log.warning("job %s (%s) had lost its worker", job_id, job.task_name)
    return len(stalled)
