"""Nightly sweep: sessions that have ended, tries too old to count, slips long out of date."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from giaoban.accounts import rules, throttle
from giaoban.accounts.models import Activation, Session

KEPT_DAYS = 90


@app.periodic(cron="20 2 * * *")
@app.task(name="accounts.sweep", queueing_lock="accounts.sweep")
def sweep(timestamp: int) -> dict[str, int]:
    """Delete what has no more use; how many of each."""
    del timestamp
    now = timezone.now()
    idle = now - timedelta(seconds=rules.IDLE_SECONDS)
    return {
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0]
        + Session.objects.filter(seen_at__lt=idle).delete()[0],
        "tries": throttle.sweep(),
        "slips": Activation.objects.filter(
            used_at=None, expires_at__lt=now - timedelta(days=KEPT_DAYS)
        ).delete()[0],
    }
