"""Which units sit at the points of a conference, and how a point stands: readiness, answers, heads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from giaoban.conferences.models import Conference, ConnectionPoint, Participant
from giaoban.conferences.rules import PointState, Seen, attendance
from giaoban.organisations.models import Unit, UnitName
from giaoban.organisations.queries import child_ids


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
    units = below.filter(names__starts__lte=on, names__ends__gt=on).order_by(
        "kind__position", "names__sort_key", "pk"
    )
    rows = units.values_list("pk", "names__name", "names__short_name", "kind_id", "kind__label")
    main = UnitName.objects.on(on).filter(unit_id=host_id).values_list("name", flat=True).first() or ""
    return [
        Member(host_id, main, "", "", host=True),
        *(Member(pk, short or name, kind, label) for pk, name, short, kind, label in rows),
    ]


@dataclass(frozen=True, slots=True)
class Heads:
    """Delegates present of those convened; `told` says that somebody reported who is there."""

    convened: int
    present: int
    told: bool
    named: bool = False


def heads_of(points: Iterable[ConnectionPoint]) -> dict[int, Heads]:
    """Heads of each point, from its delegates when they are named: one query whatever the number."""
    found = list(points)
    people: dict[int, list[Seen]] = {}
    rows = Participant.objects.filter(point_id__in=[point.pk for point in found])
    for point_id, convened, present, instead in rows.values_list(
        "point_id", "convened", "present", "substitute_for_id"
    ):
        people.setdefault(point_id, []).append(Seen(convened, present, instead is not None))
    heads = {}
    for point in found:
        named = people.get(point.pk, [])
        called, here = attendance(named, point.convened, point.present)
        heads[point.pk] = Heads(called, here or 0, here is not None, bool(named))
    return heads


def total(heads: Iterable[Heads]) -> Heads:
    every = list(heads)
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
    return conference.points.select_related("unit", "invitation")
