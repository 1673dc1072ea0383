"""Every minute the sealer; every night the keys of requests that nobody will repeat any more."""

from datetime import timedelta

from procrastinate.contrib.django import app

from giaoban.audit import sealing
from giaoban.audit.models import RequestKey
from giaoban.core.dates import now

KEYS_KEPT = timedelta(days=7)


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal")
def seal_entries(timestamp: int) -> int:  # noqa: ARG001 (every periodic task gets its time)
    """Seal new entries; running it twice changes nothing."""
    return sealing.seal()


@app.periodic(cron="20 2 * * *")
@app.task(name="audit.purge_keys", queueing_lock="audit.purge_keys")
def purge_keys(timestamp: int) -> int:  # noqa: ARG001 (as above)
    """Forget request keys older than a week."""
    deleted, _ = RequestKey.objects.filter(at__lt=now() - KEYS_KEPT).delete()
    return deleted
