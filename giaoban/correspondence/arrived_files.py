"""Scans of papers that arrived: read by whoever sees the line, added by who keeps the book."""

from typing import Any

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.registries import FileGuard, file_guards
from giaoban.correspondence.models import Arrival
from giaoban.correspondence.queries import arrivals, may
from giaoban.correspondence.rules import Permission
from giaoban.files.models import StoredFile

KIND = "correspondence.arrival"


def of(arrival_id: int) -> Any:
    return StoredFile.objects.filter(kind=KIND, object_id=arrival_id)


def may_read(actor: Actor, arrival_id: int) -> bool:
    return _seen(actor, arrival_id) is not None


def may_add(actor: Actor, arrival_id: int) -> bool:
    arrival = _seen(actor, arrival_id)
    return arrival is not None and not arrival.stub and may(actor, Permission.RECEIVE, arrival.unit_id)


def _seen(actor: Actor, arrival_id: int) -> Arrival | None:
    try:
        found: Arrival = arrivals.get_arrival(actor, arrival_id)
    except Hidden:
        return None
    return found


file_guards.add(FileGuard(KIND, may_read, may_add))
