"""The trail as a page shows it: who did what to which record, when. What a field held is not shown here.

The content of a change is read on the record's own page, by whoever may open that record (daily.md §8).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from giaoban.audit.models import Entry
from giaoban.audit.rules import Permission
from giaoban.core.actors import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """One act, with the names of the fields that changed but not their values."""

    id: int
    at: datetime
    actor: str
    action: str
    kind: str
    object_id: int | None
    label: str
    unit_id: int | None
    fields: tuple[str, ...]


def visible_to(actor: Actor) -> models.QuerySet[Entry]:
    """Entries of the units whose trail the actor may read; those of no unit only with the right on all."""
    entries = Entry.objects.order_by("-id")
    units = actor.unit_ids(Permission.VIEW)
    return entries if units is None else entries.filter(unit_id__in=units)


def of_unit(actor: Actor, unit_id: int) -> models.QuerySet[Entry]:
    return visible_to(actor).filter(unit_id=unit_id)


def of_object(actor: Actor, kind: str, object_id: int) -> models.QuerySet[Entry]:
    """What was done to one record; `kind` is its model label, as in "organisations.unit"."""
    return visible_to(actor).filter(kind=kind, object_id=object_id)


def own(actor: Actor) -> models.QuerySet[Entry]:
    """What the actor did: everybody sees their own acts; a visitor did nothing."""
    if actor.actor_id is None:
        return Entry.objects.none()
    return Entry.objects.filter(actor_id=actor.actor_id).order_by("-id")


def lines(entries: Iterable[Entry]) -> list[Line]:
    return [
        Line(
            e.id,
            e.at,
            e.actor_label,
            e.action,
            e.kind,
            e.object_id,
            e.label,
            e.unit_id,
            tuple(sorted(e.changes)),
        )
        for e in entries
    ]
