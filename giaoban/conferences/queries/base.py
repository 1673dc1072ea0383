"""Who sees a conference, and on whose side somebody works: the host's, or the unit's own at a point.

A conference in preparation is seen by its host alone; once invited, by those who may read in the host's line
or in the unit of a point. Staff of a commission work for the committee it advises.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from giaoban.accounts.models import User
from giaoban.accounts.queries import acts_for
from giaoban.conferences.models import Conference, ConnectionPoint, Speech
from giaoban.conferences.rules import Permission, State
from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.memo import once_a_page
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.organisations.models import Closure
from giaoban.organisations.queries import lines_of, stands_in_party_line
from giaoban.organisations.rules import PARTY


def home_of(actor: Actor) -> int | None:
    """The unit the actor's account is at home in; None for the house."""
    return actor.home_unit_id if isinstance(actor, User) else None


def offices_of(unit_ids: Iterable[int], on: date) -> set[int]:
    """The commissions and offices that advise these committees on the day."""
    rows = Closure.objects.on(on).filter(hierarchy__code=PARTY, ancestor_id__in=list(unit_ids), depth=1)
    return set(rows.filter(descendant__kind__advises=True).values_list("descendant_id", flat=True))


def may(actor: Actor, permission: str, unit_id: int, on: date) -> bool:
    """Whether the actor works for this unit and holds the permission there, or at home in its commission.

    A cluster has no staff of its own: whoever holds the permission on the cluster works for it.
    """
    if acts_for(actor, unit_id, on):
        home = home_of(actor)
        return actor.can(permission, unit_id, on=on) or (
            home is not None and actor.can(permission, home, on=on)
        )
    return actor.can(permission, unit_id, on=on) and not stands_in_party_line(unit_id, on)


def may_host(actor: Actor, permission: str, conference: Conference) -> bool:
    """Whether the actor may do this on the host's side."""
    return may(actor, permission, conference.unit_id, conference.day)


def may_attend(actor: Actor, point: ConnectionPoint) -> bool:
    """Whether the actor acts for the point's own unit."""
    return may(actor, Permission.ATTEND, point.unit_id, point.conference.day)


def require_host(actor: Actor, permission: str, conference: Conference) -> None:
    if not may_host(actor, permission, conference):
        raise Hidden(permission)


def visible_to(actor: Actor, on: date | None = None) -> QuerySet[Conference]:
    """Conferences the actor may see; `on` is the day of the tree by which grants reach units.

    One with a secrecy class is seen only by those who work for its host or for the unit of a point.
    """
    if not actor.can(Permission.VIEW):
        return Conference.objects.none()
    day = on or today()
    readable = actor.unit_ids(Permission.VIEW, on=day)
    if readable is None:
        return Conference.objects.all()
    home = home_of(actor)
    own = lines_of(home, day) if home is not None and actor.can(Permission.VIEW, home, on=day) else ()
    points = ConnectionPoint.objects.filter(conference=OuterRef("pk"))
    hosting = Q(unit_id__in=own) | (~Q(hierarchy=PARTY) & Q(unit_id__in=readable))
    told = Q(unit_id__in=readable) | Exists(points.filter(unit_id__in=readable))
    ours = Q(Exists(points.filter(unit_id__in=own)))
    known = ~Q(state=State.DRAFT) & (ours | (Q(secrecy=Secrecy.NORMAL.value) & told))
    return Conference.objects.filter(hosting | known)


def get_conference(actor: Actor, conference_id: int, *, lock: bool = False) -> Conference:
    """The conference, or Hidden; its own day decides which tree is read. Locking it orders its events."""
    return _found(actor, conference_id, lock=True) if lock else _read(actor, conference_id)


@once_a_page
def _read(actor: Actor, conference_id: int) -> Conference:
    return _found(actor, conference_id, lock=False)


def _found(actor: Actor, conference_id: int, *, lock: bool) -> Conference:
    known = Conference.objects.filter(pk=conference_id).first()
    if known is None:
        raise Hidden("conference")
    rows = visible_to(actor, known.day).filter(pk=conference_id).select_related("unit", "host")
    if lock:  # a door reads the rest after it holds the row
        rows = rows.select_for_update(of=("self",))
    else:
        rows = rows.select_related("conclusion__document", "conclusion__programme")
    conference = rows.first()
    if conference is None:
        raise Hidden("conference")
    return conference


def get_point(
    actor: Actor, conference_id: int, point_id: int, *, lock: bool = False
) -> tuple[Conference, ConnectionPoint]:
    """A point of a conference that the actor sees. Its row is read after the conference is locked."""
    conference = get_conference(actor, conference_id, lock=lock)
    point = conference.points.select_related("unit").filter(pk=point_id).first()
    if point is None:
        raise Hidden("point")
    point.conference = conference
    return conference, point


def get_speech(
    actor: Actor, conference_id: int, speech_id: int, *, lock: bool = False
) -> tuple[Conference, Speech]:
    conference = get_conference(actor, conference_id, lock=lock)
    speech = conference.speeches.select_related("point").filter(pk=speech_id).first()
    if speech is None:
        raise Hidden("speech")
    speech.conference = speech.point.conference = conference
    return conference, speech


@once_a_page
def of_unit(actor: Actor, unit_id: int, on: date) -> QuerySet[Conference]:
    """What belongs to the pages of a unit: held in its line, or with a point of its line."""
    mine = lines_of(unit_id, on)
    points = ConnectionPoint.objects.filter(conference=OuterRef("pk"), unit_id__in=mine)
    return visible_to(actor, on).filter(Q(unit_id__in=mine) | Q(host_id=unit_id) | Exists(points))


def own_point(conference: Conference, unit_id: int, on: date) -> ConnectionPoint | None:
    """The point of the unit in the bar, or of the committee it works for; never the main hall."""
    mine = conference.points.filter(unit_id__in=lines_of(unit_id, on), host=False, parent=None)
    return mine.first()
