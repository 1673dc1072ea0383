"""What a Hồ sơ kỳ is built from: the unit's report, those below it, the conference, conclusion and tasks.

A fixed number of queries whatever the number of units; nothing here asks who reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from giaoban.conferences.models import Conclusion, Conference, ConnectionPoint
from giaoban.conferences.rules import InvitationState, PointState, next_periods
from giaoban.conferences.rules import State as Held
from giaoban.core.counting import RowCount
from giaoban.core.dates import now
from giaoban.organisations.coordinates import Coordinates
from giaoban.organisations.rules import PARTY
from giaoban.periods.rules import Period
from giaoban.reporting.models import FormRow, Obligation, OutlineSection, Passage
from giaoban.reporting.rules.cells import IndicatorKind
from giaoban.reporting.rules.states import TAKEN, WAITING, State
from giaoban.tasks.models import Assignment, Programme
from giaoban.tasks.rules import ProgrammeState
from giaoban.tasks.rules import State as Work
from giaoban.web.models import ClosedFile

UNSENT = (State.DUE.value, State.DRAFTING.value, State.APPROVAL.value)


@dataclass(frozen=True, slots=True)
class Below:
    """Reports of the direct subordinates in numbers; `total` leaves out who need not report."""

    total: int = 0
    excused: int = 0
    taken: int = 0
    waiting: int = 0
    returned: int = 0
    unsent: int = 0
    overdue: int = 0

    @property
    def arrived(self) -> int:
        return self.taken + self.waiting


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the own report is: cells with a figure, required sections with at least one passage."""

    cells: int = 0
    filled: int = 0
    sections: int = 0
    begun: int = 0

    @property
    def percent(self) -> int:
        whole = self.cells + self.sections
        return 100 * (self.filled + self.begun) // whole if whole else 0


POINT_FIELDS = ("convened", "present", "checked_at")


@dataclass(frozen=True, slots=True)
class Point:
    """The unit's own connection point."""

    pk: int
    convened: int | None
    present: int | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Closed:
    """The file was put away: when, and how many papers it holds."""

    pk: int
    at: datetime
    papers: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """The period's conference seen from here: as its host, or from the own connection point."""

    conference: Conference
    hosted: bool
    point: "Point | None"
    points: int = 0
    ready: int = 0
    accepted: int = 0
    convened: int = 0
    present: int = 0
    conclusion: Conclusion | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """Tasks of the next period: given by the superior and taken note of; given on by the unit itself."""

    received: int = 0
    noted: int = 0
    programme: Programme | None = None
    given: int = 0
    given_noted: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    lines: Sequence[int]
    own: Any
    others: Sequence[Any]
    below: Below
    progress: Progress
    meeting: Meeting | None
    handed: Handed
    closed: "Closed | None"

    @property
    def empty(self) -> bool:
        return self.own is None and self.meeting is None and self.handed == Handed()


def facts_of(at: Coordinates, lines: Sequence[int]) -> Facts:
    owed = list(obligations(lines, at.period.code))
    own = primary(owed)
    meeting = meeting_of(lines, at.period.code)
    closed = None
    if own is not None and own.closed_id is not None:
        closed = Closed(own.closed_id, own.closed_at, own.closed_papers)
    return Facts(
        lines=lines,
        own=own,
        others=[row for row in owed if row is not own],
        below=below_of(own) if own is not None else Below(),
        progress=progress_of(own) if own is not None else Progress(),
        meeting=meeting,
        handed=handed_of(lines, meeting, at.period),
        closed=closed,
    )


def obligations(unit_ids: Sequence[int], period: str) -> QuerySet[Any]:
    """What the units owe in the period with the numbers of those below, of the form and of the draft."""
    children = Obligation.objects.filter(round_id=OuterRef("round_id"), receiver_id=OuterRef("unit_id"))
    # what need not be written is never missing
    sections = OutlineSection.objects.filter(version_id=OuterRef("round__form_version_id"), required=True)
    passages = Passage.objects.filter(obligation_id=OuterRef("pk"), submission=None, section__required=True)
    rows = FormRow.objects.filter(version_id=OuterRef("round__form_version_id"))
    filed = ClosedFile.objects.filter(unit_id=OuterRef("unit_id"), period=OuterRef("round__period"))
    return (
        Obligation.objects.filter(unit_id__in=unit_ids, round__period=period)
        .select_related("round__regime", "round__request", "current", "draft")
        .annotate(
            excused=RowCount(children.filter(state=State.NOT_REQUIRED)),
            taken=RowCount(children.filter(state__in=[s.value for s in TAKEN])),
            waiting=RowCount(children.filter(state__in=[s.value for s in WAITING])),
            returned=RowCount(children.filter(state=State.RETURNED)),
            unsent=RowCount(children.filter(state__in=UNSENT)),
            overdue=RowCount(children.filter(state__in=UNSENT, due__lt=now())),
            rows=RowCount(rows),
            stocks=RowCount(rows.filter(indicator__kind=IndicatorKind.STOCK)),
            sections=RowCount(sections),
            begun=RowCount(passages, distinct_on="section_id"),
            closed_id=Subquery(filed.values("pk")[:1]),
            closed_at=Subquery(filed.values("closed_at")[:1]),
            closed_papers=Subquery(
                filed.annotate(n=Func(F("contents"), function="jsonb_array_length")).values("n")[:1],
                output_field=IntegerField(),
            ),
        )
        .order_by("due", "id")
    )


def primary(owed: Sequence[Any]) -> Any:
    """The report that the Hồ sơ kỳ is about: that of the Party line, else the first one owed."""
    party = [row for row in owed if row.round.regime.hierarchy == PARTY]
    return next(iter(party or owed), None)


def below_of(own: Any) -> Below:
    counted = {
        name: getattr(own, name) for name in ("excused", "taken", "waiting", "returned", "unsent", "overdue")
    }
    total = own.taken + own.waiting + own.returned + own.unsent
    return Below(total=total, **counted)


def progress_of(own: Any) -> Progress:
    """Filled cells of what was sent, else of the draft; a row gives two cells, that of a stock one.

    A superior's cells fill themselves as the reports below are accepted, so those reports count instead.
    """
    cells = 2 * own.rows - own.stocks
    if not own.leaf and own.state not in (*WAITING, *TAKEN):
        total = own.taken + own.waiting + own.returned + own.unsent
        return Progress(total, own.taken, own.sections, own.begun)
    if own.current is not None and own.state not in (State.DRAFTING, State.APPROVAL, State.RETURNED):
        return Progress(cells, cells - own.current.figures.count(None), own.sections, own.begun)
    draft = getattr(own, "draft", None)
    filled = 0 if draft is None else sum(1 for value in draft.figures.values() if value is not None)
    return Progress(cells, min(filled, cells), own.sections, own.begun)


def meeting_of(lines: Sequence[int], period: str) -> Meeting | None:
    """The conference of the period that the unit holds, else the one it is invited to."""
    every = ConnectionPoint.objects.filter(conference=OuterRef("pk"))
    own = every.filter(unit_id__in=lines, host=False).order_by("pk")
    hosted = Q(unit_id__in=lines) | Q(host_id__in=lines)
    found = (
        Conference.objects.filter(period=period)
        .filter(hosted | (Exists(own) & ~Q(state=Held.DRAFT.value)))
        .annotate(
            points_all=RowCount(every),
            points_ready=RowCount(every.filter(state=PointState.READY)),
            points_accepted=RowCount(
                every.filter(Q(host=True) | Q(invitation__state=InvitationState.ACCEPTED))
            ),
            heads_convened=total(every, "convened"),
            heads_present=total(every, "present"),
            **{f"own_{name}": Subquery(own.values(name)[:1]) for name in ("pk", *POINT_FIELDS)},
        )
        .select_related("conclusion__document", "conclusion__programme")
    )
    conference: Any = min(found, key=lambda c: (not holds(c, lines), c.starts_at), default=None)
    if conference is None:
        return None
    mine = holds(conference, lines)
    point = None
    if not mine:
        point = Point(conference.own_pk, *(getattr(conference, f"own_{name}") for name in POINT_FIELDS))
    return Meeting(
        conference,
        mine,
        point,
        points=conference.points_all,
        ready=conference.points_ready,
        accepted=conference.points_accepted,
        convened=conference.heads_convened,
        present=conference.heads_present,
        conclusion=getattr(conference, "conclusion", None),
    )


def total(points: QuerySet[ConnectionPoint], name: str) -> Coalesce:
    summed = points.order_by().values("conference").annotate(n=Sum(name)).values("n")
    return Coalesce(Subquery(summed, output_field=IntegerField()), 0)


def holds(conference: Conference, lines: Sequence[int]) -> bool:
    return conference.unit_id in lines or conference.host_id in lines


def handed_of(lines: Sequence[int], meeting: Meeting | None, period: Period) -> Handed:
    """Tasks that came out of this period: its conclusion's, and the own programme for the next one."""
    conclusion = meeting.conclusion if meeting is not None else None
    source = conclusion.programme_id if conclusion is not None else None
    codes = [later.code for later in next_periods(period)]
    own = Programme.objects.filter(unit_id__in=lines).exclude(state=ProgrammeState.DRAFT)
    own = own.filter(
        Q(pk=source) | Q(tasks__source_task__programme_id=source) | Q(period__in=codes)
        if source
        else Q(period__in=codes)
    )
    given = Assignment.objects.filter(task__programme=OuterRef("pk"))
    programme: Any = (
        own.annotate(given=RowCount(given), noted=RowCount(given.exclude(state=Work.NEW)))
        .order_by("-id")
        .first()
    )
    received: Any = {"received": 0, "noted": 0}
    if meeting is not None and not meeting.hosted and source is not None:
        received = Assignment.objects.filter(unit_id__in=lines, task__programme_id=source).aggregate(
            received=Count("id"), noted=Count("id", filter=~Q(state=Work.NEW))
        )
    if programme is None:
        return Handed(**received)
    return Handed(programme=programme, given=programme.given, given_noted=programme.noted, **received)
