"""The one way to leave a trace: `record` is the last line of every door."""

from typing import Any

from django.db import models
from django.utils import translation

from giaoban.audit.models import Entry
from giaoban.core.actors import Actor


def record(
    actor: Actor,
    action: str,
    subject: models.Model | None = None,
    *,
    unit_id: int | None = None,
    changes: dict[str, Any] | None = None,
    note: str = "",
) -> Entry:
    """Append who did what to which record; `changes` maps a field to its (before, after), as JSON values."""
    with translation.override("vi"):  # the trail speaks one language, whoever acts in which
        label = str(subject)[:300] if subject is not None else ""
    return Entry.objects.create(
        actor_id=actor.actor_id,
        actor_label=actor.actor_label,
        action=action,
        kind=subject._meta.label_lower if subject is not None else "",
        object_id=subject.pk if subject is not None else None,
        label=label,
        unit_id=unit_id,
        changes=changes or {},
        note=note,
    )
