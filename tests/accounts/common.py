"""What the tests of the doors share: refusals by their code, the audit of this room, what was announced."""

import pytest
from django.db.models import QuerySet

from giaoban.audit.models import Entry
from giaoban.core.refusals import Refusal
from giaoban.core.registries import announcements

SEED = "secret of one session"


def trace() -> QuerySet[Entry]:
    """What this room wrote into the audit."""
    return Entry.objects.filter(action__startswith="accounts.").order_by("id")


def refused(code: str) -> object:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def heard(code: str) -> list[dict[str, object]]:
    """What is announced from here on."""
    found: list[dict[str, object]] = []
    announcements[code].listeners.append(lambda **facts: found.append(facts))
    return found
