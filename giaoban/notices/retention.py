"""How long messages, finished jobs and former contacts stay: periods are data, the sweep runs at night."""

import json
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from giaoban.core.dates import now
from giaoban.notices.models import Contact, Digest, LongJob, OutboxMessage
from giaoban.notices.rules import JobState

DATA = Path(__file__).with_name("data") / "retention.json"


@lru_cache(maxsize=1)
def periods() -> dict[str, timedelta]:
    """Days by kind of row: messages, jobs, contacts."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return {kind: timedelta(days=data[f"{kind}_days"]) for kind in ("messages", "jobs", "contacts")}


def sweep() -> dict[str, int]:
    """Delete what is past its period; running it again deletes nothing more."""
    at, keep = now(), periods()
    old = OutboxMessage.objects.filter(created_at__lt=at - keep["messages"])
    return {
        "messages": old.delete()[1].get("notices.OutboxMessage", 0),
        "digests": Digest.objects.filter(day__lt=at.date() - keep["messages"]).delete()[0],
        "jobs": LongJob.objects.exclude(state=JobState.RUNNING)
        .filter(finished_at__lt=at - keep["jobs"])
        .delete()[0],
        "contacts": Contact.objects.filter(ends__lt=at.date() - keep["contacts"]).delete()[0],
    }
