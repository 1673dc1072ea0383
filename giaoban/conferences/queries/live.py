"""A conference as its pages show it: agenda with its slip, the floor, the queue, the wall, the events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from giaoban.conferences.labels import (
    EVENT_LABELS,
    INVITATION_LABELS,
    INVITATION_SHAPES,
    POINT_LABELS,
    POINT_SHAPES,
    SPEECH_LABELS,
    SPEECH_SHAPES,
)
from giaoban.conferences.models import AgendaItem, Conference, ConferenceEvent, ConnectionPoint, Speech
from giaoban.conferences.queries.points import Counts, Heads, counts, heads, points_of, total
from giaoban.conferences.rules import (
    FLOOR_STATES,
    LIVE_STATES,
    InvitationState,
    PointState,
    SpeechState,
    Timetable,
    timetable,
)
from giaoban.core.dates import ZONE, now
from giaoban.files.models import StoredFile

SPEECH_FILES = "conferences.speech"
FAR = 12 * 60  # minutes: a conference held on another day than planned has no slip worth showing


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with its planned and expected beginning; `mark` is past, now, next or nothing."""

    item: AgendaItem
    number: int
    planned: datetime
    expected: datetime
    mark: str
    over: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """`slip` in minutes (above zero: late), None while it says nothing."""

    rows: Sequence[ItemRow]
    begins: datetime
    planned_end: datetime
    expected_end: datetime
    slip: int | None
    current: AgendaItem | None
    upcoming: AgendaItem | None

    @property
    def minutes_off(self) -> int:
        return abs(self.slip or 0)


def agenda_of(conference: Conference, moment: datetime | None = None, *, papers: bool = False) -> Agenda:
    """The agenda as it stands; `papers` brings the documents of its items along."""
    found = conference.items.all()
    items = list(found.prefetch_related("documents") if papers else found)
    live = conference.state in LIVE_STATES
    when = moment or now()
    if conference.closed_at is not None:
        when = conference.closed_at
    begins = conference.starts_at.astimezone(ZONE)
    table = timetable(begins, [item.slot for item in items], when, live=live)
    current = next((item for item in items if item.running), None)
    begun = [place for place, item in enumerate(items) if item.started_at is not None]
    following = items[begun[-1] + 1 :] if begun else items
    upcoming = following[0] if following else None
    rows = [
        ItemRow(
            item,
            place + 1,
            table.planned[place].astimezone(ZONE),
            table.expected[place].astimezone(ZONE),
            _mark(
                item,
                upcoming,
                passed=conference.closed_at is not None or (bool(begun) and place < begun[-1]),
            ),
            item.running and when > table.expected[place] + timedelta(minutes=item.minutes),
        )
        for place, item in enumerate(items)
    ]
    return Agenda(
        rows,
        begins,
        table.planned_end.astimezone(ZONE),
        table.expected_end.astimezone(ZONE),
        _slip(table) if conference.opened_at is not None else None,
        current,
        upcoming,
    )


def _mark(item: AgendaItem, upcoming: AgendaItem | None, *, passed: bool) -> str:
    if item.running:
        return "now"
    if item.ended_at is not None:
        return "past"
    if passed:
        return "skipped"
    return "next" if upcoming is not None and item.pk == upcoming.pk else ""


def _slip(table: Timetable) -> int | None:
    return table.slip if abs(table.slip) <= FAR else None


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """A speech with its status and whether a paper was handed in."""

    speech: Speech
    kind: str
    word: Any
    papers: int
    left: int
    spoken: int

    @property
    def running(self) -> bool:
        return self.speech.started_at is not None

    @property
    def whole(self) -> int:
        """Seconds given in all."""
        return self.speech.minutes * 60 + self.speech.granted

    @property
    def whole_minutes(self) -> int:
        return self.whole // 60

    @property
    def spent(self) -> int:
        return min(max(self.spoken, 0), self.whole)

    @property
    def clock_text(self) -> str:
        """What the clock shows without a script: 04:12, −00:30 over time."""
        minutes, seconds = divmod(abs(self.left), 60)
        return f"{'−' if self.left < 0 else ''}{minutes:02d}:{seconds:02d}"


def speeches_of(conference: Conference, moment: datetime | None = None) -> list[SpeechRow]:
    """Every speech in its order, the floor first: one query."""
    held = StoredFile.objects.filter(kind=SPEECH_FILES, object_id=OuterRef("pk")).order_by()
    counted = held.values("object_id").annotate(n=Count("pk")).values("n")
    found = list(
        conference.speeches.select_related("point__unit").annotate(papers=Coalesce(Subquery(counted), 0))
    )
    when = moment or now()
    order = [*FLOOR_STATES, SpeechState.QUEUED, SpeechState.SELECTED, SpeechState.REGISTERED]
    ranks = {state.value: place for place, state in enumerate(order)}
    found.sort(key=lambda one: (ranks.get(one.state, len(ranks)), one.order, one.pk))
    return [
        SpeechRow(
            one,
            SPEECH_SHAPES[SpeechState(one.state)],
            SPEECH_LABELS[SpeechState(one.state)],
            one.papers,
            one.clock.left(when),
            one.minutes * 60 + one.granted - one.clock.left(when),
        )
        for one in found
    ]


def floor_of(speeches: Sequence[SpeechRow]) -> SpeechRow | None:
    return next((row for row in speeches if row.speech.state in FLOOR_STATES), None)


def queue_of(speeches: Sequence[SpeechRow]) -> list[SpeechRow]:
    """Who may be invited next: the queue, then those that were chosen."""
    wanted = (SpeechState.QUEUED, SpeechState.SELECTED)
    return [row for row in speeches if row.speech.state in wanted]


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point with its status, its answer and its heads."""

    point: ConnectionPoint
    kind: str
    word: Any
    answer: tuple[str, Any] | None
    heads: Heads
    speaking: bool = False

    @property
    def label(self) -> str:
        return self.point.name


@dataclass(frozen=True, slots=True)
class Wall:
    rows: Sequence[PointRow]
    counts: Counts
    heads: Heads


def wall_of(conference: Conference, speaking_id: int | None = None) -> Wall:
    """All points: one query whatever their number."""
    points = list(points_of(conference))
    rows = [
        PointRow(
            point,
            POINT_SHAPES[PointState(point.state)],
            POINT_LABELS[PointState(point.state)],
            _answer(point),
            heads(point),
            point.pk == speaking_id,
        )
        for point in points
    ]
    return Wall(rows, counts(points), total(row.heads for row in rows))


def _answer(point: ConnectionPoint) -> tuple[str, Any] | None:
    invitation = getattr(point, "invitation", None)
    if invitation is None:
        return None
    state = InvitationState(invitation.state)
    return INVITATION_SHAPES[state], INVITATION_LABELS[state]


@dataclass(frozen=True, slots=True)
class EventRow:
    """`before` says that it happened on another day than the conference's."""

    seq: int
    at: datetime
    text: str
    before: bool = False


# what concerns everybody in the hall; the rest is shown to the host and to the point it is about
OF_ALL = (
    "conference.",
    "agenda.start",
    "agenda.end",
    "speech.call",
    "speech.finish",
)


def events_of(
    conference: Conference, *, host: bool, point_ids: Sequence[int] = (), since: int = 0, limit: int = 30
) -> list[EventRow]:
    """The latest events this reader may know of, newest first."""
    latest = conference.events.filter(seq__gt=since).order_by("-seq")[: limit * 4]
    found = [
        EventRow(event.seq, at, text_of(event), at.date() != conference.day)
        for event in latest
        for at in [event.at.astimezone(ZONE)]
        if host or event.point_id in point_ids or event.kind.startswith(OF_ALL)
    ]
    # ten corrections of the agenda one after the other are one line
    told = [next(same) for _text, same in groupby(found, key=lambda event: event.text)]
    return told[:limit]


def text_of(event: ConferenceEvent) -> str:
    template, params = str(EVENT_LABELS[event.kind]), event.params
    return str(template % params)
