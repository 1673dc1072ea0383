"""Work of the background worker for this room: bytes that no row points at any more are removed."""

import logging
import time
from pathlib import Path

from django.conf import settings
from procrastinate.contrib.django import app

from giaoban.files.models import StoredFile

log = logging.getLogger(__name__)
GRACE = 24 * 60 * 60  # seconds; an upload in progress has its bytes before its row
BATCH = 500


@app.periodic(cron="17 2 * * *")
@app.task(name="files.sweep", queueing_lock="files.sweep")
def sweep_nightly(timestamp: int) -> int:
    del timestamp
    return sweep()


def sweep(now: float | None = None) -> int:
    """Remove what is a day old and has no row; running it again removes nothing more."""
    root, limit = Path(settings.MEDIA_ROOT), (now or time.time()) - GRACE
    old = [
        path for path in root.glob("[0-9a-f][0-9a-f]/*") if path.is_file() and path.stat().st_mtime < limit
    ]
    removed = 0
    for start in range(0, len(old), BATCH):
        batch = old[start : start + BATCH]
        keys = [path.name for path in batch]
        kept = set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
        for path in batch:
            if path.name not in kept:
                path.unlink(missing_ok=True)
                removed += 1
    if removed:
        log.warning("%s files without a record were removed", removed)
    return removed
