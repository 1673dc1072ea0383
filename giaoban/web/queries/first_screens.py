"""Việc của tôi: what each role must see first, on one page (daily.md §3).

A block is shown to those whose work it is; each costs one or two queries, whatever the number of units.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.utils.translation import gettext as _

from giaoban.accounts.models import Responsibility
from giaoban.accounts.queries import acts_for
from giaoban.accounts.rules import Role
from giaoban.core.actors import Actor
from giaoban.core.counting import RowCount
from giaoban.core.dates import now, today
from giaoban.core.numbers import vi_number
from giaoban.correspondence.queries.arrivals import Row as Arrived
from giaoban.correspondence.queries.awaiting import Waiting, asked_opinions, awaiting_decision
from giaoban.correspondence.queries.desk import Desk, awaiting_remark, desk
from giaoban.notices.models import Contact
from giaoban.notices.rules import Permission as Notices
from giaoban.organisations.coordinates import Coordinates
from giaoban.organisations.models import UnitName
from giaoban.organisations.queries import lines_of, office_name
from giaoban.periods.rules import Period
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import UNANSWERED
from giaoban.reporting.models import STATE_LABELS, STATE_SHAPES, Obligation, OutlineSection, Passage
from giaoban.reporting.permissions import one_officer, put_up_by_me
from giaoban.reporting.rules.states import Permission as Reporting
from giaoban.reporting.rules.states import State, days_late
from giaoban.tasks.models import Assignment
from giaoban.tasks.queries.lists import Row as TaskRow
from giaoban.tasks.queries.lists import related as task_related
from giaoban.tasks.queries.lists import rows as task_rows
from giaoban.tasks.rules import OPEN_STATES, ProgrammeState
from giaoban.tasks.rules import Permission as Tasks

OWED = (State.DUE, State.DRAFTING, State.APPROVAL, State.RETURNED)
UNSENT = (State.DUE, State.DRAFTING, State.APPROVAL)
CALLS, TASKS, TILES = 5, 8, 120


class Block(StrEnum):
    """Which parts of the page a person gets."""

    OWED = "owed"
    AWAITING = "awaiting"
    CALLS = "calls"
    OUTLINE = "outline"
    AREA = "area"
    WORK = "work"
    DESK = "desk"
    OPINION = "opinion"


BLOCKS: Mapping[Role, Sequence[Block]] = {
    Role.AREA_OFFICER: (Block.AREA, Block.CALLS, Block.WORK),
    Role.REVIEWER: (Block.AREA, Block.CALLS),
    Role.COMPILER: (Block.OWED, Block.OUTLINE, Block.WORK),
    Role.DEPARTMENT_HEAD: (Block.OUTLINE, Block.AREA, Block.WORK),
    Role.DEPUTY_HEAD: (Block.OPINION, Block.AWAITING, Block.CALLS, Block.WORK),
    Role.HEAD: (Block.OPINION, Block.AWAITING, Block.CALLS, Block.WORK),
    Role.CLERK: (Block.DESK, Block.OWED, Block.WORK),
    Role.CELL_SECRETARY: (Block.OWED, Block.AWAITING, Block.OPINION, Block.WORK),
    Role.CLUSTER_LEAD: (Block.AREA, Block.AWAITING, Block.CALLS),
}


BOOKS = {Block.DESK, Block.OPINION}


@dataclass(frozen=True, slots=True)
class Owed:
    """A report owed to a superior; `kind`, `word` are its status tag."""

    obligation: Obligation
    title: str
    receiver: str
    period: Period
    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Call:
    """A unit that has not sent: since how many days, and whom to ring."""

    unit: str
    code: str
    late: int
    contact: str
    telephone: str


@dataclass(frozen=True, slots=True)
class Tile:
    label: str
    kind: str
    word: str
    obligation_id: int | None = None


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of the outline: own passages, passages of the units below, how many of those were used."""

    section: OutlineSection
    own: int
    offered: int
    used: int


@dataclass(frozen=True, slots=True)
class Screen:
    at: Coordinates
    blocks: frozenset[Block]
    own: Obligation | None
    owed: Sequence[Owed]
    awaiting: Sequence[Owed]
    calls: Sequence[Call]
    uncalled: int
    outline: Sequence[SectionRow]
    area: Sequence[Tile]
    area_note: str
    work: Sequence[TaskRow]
    asked: int
    desk: Desk | None
    remarks: Sequence[Arrived]
    decisions: Waiting
    opinions: Waiting

    @property
    def opinion_free(self) -> bool:
        """Nothing waits for the opinion of whoever gives one here."""
        return not (self.remarks or self.decisions.rows or self.opinions.rows)


def screen(actor: Actor, at: Coordinates, roles: Collection[str]) -> Screen:
    """`roles` are those the person holds today; a reader without work here gets an empty page."""
    lines = lines_of(at.unit_id, at.on)
    here = acts_for(actor, lines[-1], at.on)
    wanted = {block for role in roles if role in BLOCKS for block in BLOCKS[Role(role)]} if here else set()
    sees = actor.can(Reporting.VIEW, lines[-1], on=at.on)
    wanted = wanted if sees else wanted & BOOKS  # whose role lies on the office alone keeps its books
    own = own_report(lines, at.period) if sees and wanted else None
    owed = owed_by(lines) if wanted & {Block.OWED, Block.AWAITING} else []
    calls, uncalled = calls_of(actor, own, at) if Block.CALLS in wanted and own else ([], 0)
    area, note = area_of(actor, own, at) if Block.AREA in wanted and own else ([], "")
    opines = Block.OPINION in wanted
    answers = opines or Block.OWED in wanted  # who writes the reports writes the opinions too
    work = Block.WORK in wanted and actor.can(Tasks.VIEW, lines[-1], on=at.on)
    return Screen(
        at=at,
        blocks=frozenset(wanted),
        own=own,
        owed=owed if Block.OWED in wanted else [],
        awaiting=awaited(actor, owed) if Block.AWAITING in wanted else [],
        calls=calls,
        uncalled=uncalled,
        outline=outline_of(own) if Block.OUTLINE in wanted and own else [],
        area=area,
        area_note=note,
        work=work_of(lines, at.on) if work else [],
        asked=_asked(own, lines) if sees and wanted else 0,
        desk=desk(actor, at.unit_id, at.on) if Block.DESK in wanted else None,
        remarks=awaiting_remark(actor, at.unit_id, today()) if opines else (),
        decisions=awaiting_decision(actor, at.unit_id, today()) if opines else Waiting(),
        opinions=asked_opinions(actor, at.unit_id, today()) if answers else Waiting(),
    )


def awaited(actor: Actor, owed: Sequence[Owed]) -> list[Owed]:
    """Reports put up for approval by somebody else: who wrote one does not sign it."""
    rows = [row for row in owed if row.obligation.state == State.APPROVAL]
    mine = put_up_by_me(actor, [row.obligation.pk for row in rows])
    return [row for row in rows if row.obligation.pk not in mine or one_officer(row.obligation)]


def own_report(lines: Sequence[int], period: Period) -> Obligation | None:
    """The report of the period; it carries along how many kiến nghị wait for an answer here."""
    found = Obligation.objects.filter(unit_id__in=lines, round__period=period.code)
    found = found.annotate(asked=RowCount(waiting_answers(lines)))
    return found.select_related("round").order_by("round__regime__hierarchy", "id").last()


def owed_by(lines: Sequence[int]) -> list[Owed]:
    """Everything owed to every superior, the nearest deadline first."""
    name = UnitName.objects.filter(unit_id=OuterRef("receiver_id"), starts__lte=today(), ends__gt=today())
    found = (
        Obligation.objects.filter(unit_id__in=lines, state__in=OWED, receiver__isnull=False)
        .select_related("round__regime", "unit__kind")
        .annotate(
            receiver_name=Subquery(name.values("name")[:1]),
            receiver_office=office_name("receiver_id", today()),
        )
        .order_by("due", "id")[:50]
    )
    return [owed_row(row, row.receiver_office or row.receiver_name or "") for row in found]


def owed_row(row: Obligation, receiver: str) -> Owed:
    moment = now()
    late = days_late(None, row.due, moment)
    if row.state == State.RETURNED:
        kind, word = "back", str(STATE_LABELS[State.RETURNED])
    elif late:
        kind, word = "late", _("quá hạn %(n)s ngày") % {"n": vi_number(late)}
    elif (row.due - moment).days < 3:
        kind, word = "soon", _("sắp đến hạn")
    else:
        kind, word = STATE_SHAPES[State(row.state)], str(STATE_LABELS[State(row.state)])
    return Owed(row, row.round.title, receiver, Period.parse(row.round.period), kind, word)


def calls_of(actor: Actor, own: Obligation, at: Coordinates) -> tuple[list[Call], int]:
    """The latest units first, and how many are late in all; telephones for who may see the directory."""
    contact = Contact.objects.on(today()).filter(unit_id=OuterRef("unit_id"), field="")
    late = (
        children(own, at)
        .filter(state__in=UNSENT, due__lt=now())
        .annotate(
            every=Window(Count("pk")),
            **{
                f"contact_{name}": Subquery(contact.values(name)[:1])
                for name in ("name", "title", "telephone")
            },
        )
        .order_by("due", "id")
    )
    found = list(late[:CALLS])
    told = actor.can(Notices.VIEW_CONTACTS, own.unit_id, on=at.on)
    return [call_row(row, told=told) for row in found], found[0].every if found else 0


def call_row(row: Any, *, told: bool) -> Call:
    who = ", ".join(filter(None, [row.contact_name, row.contact_title])) if told else ""
    phone = (row.contact_telephone or "") if told else ""
    return Call(row.unit_name or "", row.unit.code, days_late(None, row.due, now()), who, phone)


def children(own: Obligation, at: Coordinates) -> Any:
    name = UnitName.objects.filter(unit_id=OuterRef("unit_id"), starts__lte=at.on, ends__gt=at.on)
    return (
        Obligation.objects.filter(round_id=own.round_id, receiver_id=own.unit_id)
        .select_related("unit")
        .annotate(
            unit_name=Subquery(name.values("name")[:1]),
            unit_short=Subquery(name.values("short_name")[:1]),
            unit_sort=Subquery(name.values("sort_key")[:1]),
        )
    )


def area_of(actor: Actor, own: Obligation, at: Coordinates) -> tuple[list[Tile], str]:
    """The units this person follows, or all when nobody shared them out; where each one's report stands."""
    mine = Responsibility.objects.on(today()).filter(user_id=actor.actor_id or 0, area__isnull=False)
    shared = Exists(mine)
    found = children(own, at).annotate(shared=shared)
    found = found.filter(~shared | Q(unit_id__in=mine.values("area_id")))
    rows = list(found.order_by("unit_sort")[:TILES])
    followed = rows[0].shared if rows else mine.exists()
    note = _("địa bàn đồng chí theo dõi") if followed else _("mọi đơn vị trực thuộc")
    return [tile(row) for row in rows], note


def tile(row: Any) -> Tile:
    state = State(row.state)
    if state in UNSENT and row.due < now():
        kind, word = "late", _("quá hạn %(n)s ngày") % {"n": vi_number(days_late(None, row.due, now()))}
    else:
        kind, word = STATE_SHAPES[state], str(STATE_LABELS[state])
    link = row.pk if state not in UNSENT and state != State.NOT_REQUIRED else None
    return Tile(row.unit_short or row.unit_name or "", kind, word, link)


def outline_of(own: Obligation) -> list[SectionRow]:
    """Each section with what was written, and what the units below offer for it."""
    offered = Q(
        submission__obligation__receiver_id=own.unit_id, submission__obligation__round_id=own.round_id
    )
    current = Q(submission_id__in=Obligation.objects.filter(round_id=own.round_id).values("accepted_id"))
    counted = (
        Passage.objects.filter(Q(obligation=own, submission=None) | (offered & current))
        .values("section_id")
        .annotate(
            own=Count("id", filter=Q(obligation=own), distinct=True),
            offered=Count("id", filter=~Q(obligation=own), distinct=True),
            used=Count("id", filter=~Q(obligation=own) & Q(uses__target__obligation=own), distinct=True),
        )
    )
    by_section: dict[int, Any] = {row["section_id"]: row for row in counted}
    sections = OutlineSection.objects.filter(version_id=own.round.form_version_id)
    return [
        SectionRow(
            section, *(by_section.get(section.pk, {}).get(key, 0) for key in ("own", "offered", "used"))
        )
        for section in sections
    ]


def work_of(lines: Sequence[int], on: date) -> list[TaskRow]:
    """Open tasks of the unit, the nearest due day first."""
    found = Assignment.objects.filter(unit_id__in=lines, state__in=OPEN_STATES)
    found = found.exclude(task__programme__state=ProgrammeState.DRAFT)
    return task_rows(task_related(found).order_by("due", "id")[:TASKS], on, today())


def waiting_answers(lines: Sequence[int]) -> QuerySet[Recommendation]:
    return Recommendation.objects.filter(addressee_id__in=lines, state__in=UNANSWERED)


def _asked(own: Obligation | None, lines: Sequence[int]) -> int:
    found: int | None = getattr(own, "asked", None)
    return waiting_answers(lines).count() if found is None else found
