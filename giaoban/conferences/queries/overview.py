"""The list of conferences of a unit: what comes next with its countdown and what is missing, what is past."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.conferences.labels import MISSING_LABELS, STATE_LABELS, STATE_SHAPES
from giaoban.conferences.models import Conference
from giaoban.conferences.queries.base import of_unit
from giaoban.conferences.queries.live import Wall
from giaoban.conferences.rules import ENDED_STATES, PREPARED_STATES, Mode, PointState, State
from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE, today
from giaoban.organisations.queries.naming import load_names

Missing = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A conference in the list; `days` until it (below zero when past)."""

    conference: Conference
    host_name: str
    begins: datetime
    days: int
    status: tuple[str, Any]
    points: int
    ready: int
    missing: Sequence[Missing]
    symbol: str
    ended: bool

    @property
    def countdown(self) -> str:
        if self.days == 0:
            return _("hôm nay")
        if self.days < 0:
            return ""
        return ngettext("còn %(n)s ngày", "còn %(n)s ngày", self.days) % {"n": self.days}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is counted of a conference for its list and its preparation desk."""

    items: int = 0
    points: int = 0
    ready: int = 0
    uninvited: int = 0
    unanswered: int = 0
    no_contact: int = 0


def standings(conference_ids: Iterable[int]) -> dict[int, Standing]:
    """Counts of many conferences in two queries."""
    ids = list(conference_ids)
    items = dict(
        Conference.objects.filter(pk__in=ids).annotate(n=Count("items")).values_list("pk", "n").order_by()
    )
    away = Q(points__host=False)
    counted = Conference.objects.filter(pk__in=ids).annotate(
        all_points=Count("points"),
        ready=Count("points", filter=Q(points__state=PointState.READY)),
        uninvited=Count("points", filter=away & Q(points__invitation=None)),
        unanswered=Count("points", filter=away & Q(points__invitation__state="sent")),
        no_contact=Count("points", filter=away & Q(points__contact="")),
    )
    rows = counted.values_list("pk", "all_points", "ready", "uninvited", "unanswered", "no_contact")
    return {pk: Standing(items.get(pk, 0), *values) for pk, *values in rows.order_by()}


def missing_of(conference: Conference, standing: Standing) -> list[Missing]:
    """What still has to be done before it can begin, as (shape, words)."""
    if conference.state not in PREPARED_STATES:
        return []
    found: list[Missing] = []
    absent = {
        "agenda": not standing.items,
        "chair": not conference.chair,
        "recorder": not conference.recorder,
        "place": not conference.place,
        "points": standing.points < 2,
        "invitations": conference.state == State.DRAFT,
    }
    found += [("todo", MISSING_LABELS[code]) for code, is_missing in absent.items() if is_missing]
    if conference.state == State.INVITED and standing.uninvited:
        found.append(("todo", _("%(n)s đơn vị chưa được mời") % {"n": standing.uninvited}))
    if standing.unanswered:
        found.append(("soon", _("%(n)s đơn vị chưa trả lời giấy mời") % {"n": standing.unanswered}))
    waiting = standing.points - standing.ready
    if conference.mode != Mode.ON_SITE and waiting and conference.state == State.INVITED:
        found.append(("soon", _("%(n)s điểm cầu chưa sẵn sàng") % {"n": waiting}))
    if conference.mode != Mode.ON_SITE and standing.no_contact:
        found.append(("todo", _("%(n)s điểm cầu chưa có điện thoại") % {"n": standing.no_contact}))
    return found


def rows(conferences: Iterable[Conference], day: date | None = None) -> list[Row]:
    """Lines of the list: three queries whatever the number."""
    found = list(conferences)
    standing = standings(one.pk for one in found)
    names = load_names(one.host_id for one in found)
    return [row_of(one, standing[one.pk], names.at(one.host_id, one.day), day) for one in found]


def row_of(conference: Conference, standing: Standing, host_name: str, day: date | None = None) -> Row:
    state = State(conference.state)
    return Row(
        conference,
        host_name,
        conference.starts_at.astimezone(ZONE),
        (conference.day - (day or today())).days,
        (STATE_SHAPES[state], STATE_LABELS[state]),
        standing.points,
        standing.ready,
        missing_of(conference, standing),
        _symbol(conference),
        conference.state in ENDED_STATES,
    )


def standing_of(wall: Wall, items: int) -> Standing:
    """The same counts from a page that has all points before it."""
    away = [row.point for row in wall.rows if not row.point.host]
    return Standing(
        items,
        wall.counts.points,
        wall.counts.ready,
        sum(1 for point in away if not hasattr(point, "invitation")),
        wall.counts.sent,
        sum(1 for point in away if not point.contact),
    )


def _symbol(conference: Conference) -> str:
    conclusion = getattr(conference, "conclusion", None)
    return conclusion.document.symbol if conclusion is not None and conclusion.document else ""


def coming(actor: Actor, unit_id: int, on: date) -> QuerySet[Conference]:
    """Conferences that have not ended, the next one first."""
    found = of_unit(actor, unit_id, on).exclude(state__in=ENDED_STATES)
    return found.select_related("conclusion__document").order_by("starts_at", "id")[:50]


def past(actor: Actor, unit_id: int, on: date) -> QuerySet[Conference]:
    """Conferences that have ended, the latest first, as a query for a page."""
    found = of_unit(actor, unit_id, on).filter(state__in=ENDED_STATES)
    return found.select_related("conclusion__document").order_by("-starts_at", "-id")


def waiting(actor: Actor, unit_id: int, on: date) -> QuerySet[Conference]:
    """Conferences that are being prepared or held here."""
    return of_unit(actor, unit_id, on).exclude(state__in=ENDED_STATES)
