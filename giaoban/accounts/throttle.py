"""Failed tries at a door, counted in the database so that every process sees them.

Nothing of the names typed is kept: a key is a hash, and a name that does not exist counts like one that does.
"""

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from giaoban.accounts.models import Attempt
from giaoban.accounts.rules import Limit


def key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def enter(limits: Mapping[str, Limit]) -> list[int] | None:
    """Count one try under each key, as failed until `forgive`; None when a key has used up its tries.

    A try that is turned away does not count, so the wait is never longer than the window.
    """
    now = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        for name in sorted(limits):  # in one order, so that two tries never wait for each other
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        for name, limit in limits.items():
            since = now - timedelta(seconds=limit.seconds)
            if Attempt.objects.filter(key=name, at__gt=since).count() >= limit.tries:
                return None
        return [row.pk for row in Attempt.objects.bulk_create(Attempt(key=name, at=now) for name in limits)]


def forgive(tries: list[int]) -> None:
    """The try was right after all."""
    Attempt.objects.filter(pk__in=tries).delete()


def sweep() -> int:
    """Drop tries older than any window."""
    return Attempt.objects.filter(at__lt=timezone.now() - timedelta(days=1)).delete()[0]
