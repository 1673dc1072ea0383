"""Which units sit at the points of a conference, and how a point stands: readiness, answers, heads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from giaoban.conferences.models import Conference, ConnectionPoint
from giaoban.conferences.rules import PointState, attendance
from giaoban.organisations.models import Unit, UnitName
from giaoban.organisations.queries import child_ids
from giaoban.reporting.queries.places import places


@dataclass(frozen=True, slots=True)
class Member:
    """A unit that will have a point; `host` is the body that holds the conference."""

    unit_id: int
    name: str
    kind: str
    kind_label: str
    host: bool = False


def members_of(unit_id: int, host_id: int, on: date, hierarchy: str) -> list[Member]:
    """The main hall, then the direct subordinates of the line in Vietnamese order; offices that advise the
    committee are with the host."""
    below = Unit.objects.on(on).filter(pk__in=child_ids(unit_id, on, hierarchy)).exclude(pk=host_id)
    if hierarchy == "party":
        below = below.exclude(kind__advises=True)
    rows = list(below.values_list("pk", "kind_id", "kind__label", "kind__position"))
    # in a cluster the members are commissions: each is called like the committee it works for
    named = places((pk for pk, *_kind in rows), on)
    rows.sort(key=lambda row: (row[3], named[row[0]].order, row[0]))
    main = UnitName.objects.on(on).filter(unit_id=host_id).values_list("name", flat=True).first() or ""
    return [
        Member(host_id, main, "", "", host=True),
        *(Member(pk, named[pk].short, kind, label) for pk, kind, label, _position in rows),
    ]


@dataclass(frozen=True, slots=True)
class Heads:
    """Delegates present of those convened; `told` says that somebody reported who is there."""

    convened: int
    present: int
    told: bool
    named: bool = False


def with_heads(points: QuerySet[ConnectionPoint]) -> QuerySet[ConnectionPoint]:
    """The points with their named delegates counted, for `heads`."""
    there = Q(people__present=True) & (Q(people__convened=True) | Q(people__substitute_for__isnull=False))
    return points.annotate(
        named=Count("people"),
        called=Count("people", filter=Q(people__convened=True)),
        here=Count("people", filter=there),
    )


def heads(point: Any) -> Heads:
    """Heads of a point of `with_heads`."""
    called, here = attendance(point.named, point.called, point.here, point.convened, point.present)
    return Heads(called, here or 0, here is not None, bool(point.named))


def total(found: Iterable[Heads]) -> Heads:
    every = list(found)
    return Heads(
        sum(one.convened for one in every),
        sum(one.present for one in every),
        any(one.told for one in every),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How the points of a conference stand, in numbers."""

    points: int
    ready: int
    not_ready: int
    lost: int
    sent: int
    accepted: int
    declined: int


def counts(points: Iterable[ConnectionPoint]) -> Counts:
    """Needs `invitation` selected with the points."""
    every = list(points)
    states = [point.state for point in every]
    answers = [point.invitation.state for point in every if hasattr(point, "invitation")]
    return Counts(
        len(every),
        states.count(PointState.READY),
        states.count(PointState.NOT_READY),
        states.count(PointState.LOST),
        answers.count("sent"),
        answers.count("accepted"),
        answers.count("declined"),
    )


def points_of(conference: Conference) -> QuerySet[ConnectionPoint]:
    points = with_heads(conference.points.select_related("unit", "invitation"))
    return points.order_by("-host", "order", "id")  # an annotated count drops the order of the table
