"""The Hồ sơ kỳ of a unit and period: eight steps, each with its count, owner, date and what is missing.

Before the request comes, the page says what must be ready; afterwards the steps speak for themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection
from django.utils.translation import gettext as _

from giaoban.core.actors import Actor
from giaoban.core.calendar import working_days_between
from giaoban.core.dates import ZONE, now, today
from giaoban.organisations.coordinates import Coordinates
from giaoban.organisations.models import Kind
from giaoban.organisations.queries import lines_of
from giaoban.periods.rules import Period
from giaoban.reporting.models import Obligation
from giaoban.reporting.rules.states import Permission as Reporting
from giaoban.web.queries.checks import Check, Ground, checks, ground_of, who_follows_what
from giaoban.web.queries.facts import Below, Facts, Handed, Progress, facts_of
from giaoban.web.queries.first_screens import Call, calls_of
from giaoban.web.queries.rows import Desk, StepRow, moment
from giaoban.web.queries.steps import SENT, steps_of

AREA_KINDS = frozenset({"local_department"})
OWING_LEVELS = frozenset({"commune", "grassroots", "cell"})


@dataclass(frozen=True, slots=True)
class PeriodFile:
    """`opened`: whether the reader may see the contents; `kin`: used periods that end on the same day."""

    coordinates: Coordinates
    facts: Facts
    steps: Sequence[StepRow]
    checks: Sequence[Check]
    below: int
    line_name: str
    opened: bool
    kin: Sequence[Period]
    calls: Sequence[Call] = ()
    uncalled: int = 0

    @property
    def due_moment(self) -> str:
        return moment(self.facts.own.due) if self.facts.own is not None else ""

    @property
    def meeting_moment(self) -> str:
        return moment(self.facts.meeting.conference.starts_at) if self.facts.meeting is not None else ""

    @property
    def days_left(self) -> int | None:
        """Working days until the own report is due; None once it was sent or is late."""
        own = self.facts.own
        if own is None or own.state in SENT or own.due < now():
            return None
        return working_days_between(today(), own.due.astimezone(ZONE).date())


def period_file(actor: Actor, at: Coordinates) -> PeriodFile:
    """Everything on the page in a fixed number of queries, whatever the number of units."""
    lines = lines_of(at.unit_id, at.on)
    opened = actor.can(Reporting.VIEW, lines[-1], on=at.on)
    facts = facts_of(at, lines) if opened else nothing(lines)
    followed, owners = who_follows_what(at)
    ground = ground_of(lines[-1], at.on) if facts.own is None else Ground(facts.below.total)
    desk = Desk(actor, at, facts, ground.below)
    calls, uncalled = late_units(desk)
    prepared = checks(actor, at, ground, followed) if facts.own is None else []
    return PeriodFile(
        coordinates=at,
        facts=facts,
        steps=prepare(steps_of(desk, owners), prepared),
        checks=prepared,
        below=ground.below,
        line_name=at.superior_name if lines[-1] != at.unit_id else at.unit_name,
        opened=opened,
        kin=kin_of(lines, at.period) if opened and facts.empty else (),
        calls=calls,
        uncalled=uncalled,
    )


def late_units(desk: Desk) -> tuple[list[Call], int]:
    """Whom to ring: for those who receive here, while somebody below is late."""
    own = desk.facts.own
    if own is None or not desk.facts.below.overdue or not desk.may(Reporting.REVIEW) or not desk.works_here:
        return [], 0
    return calls_of(desk.actor, own, desk.at)


def nothing(lines: Sequence[int]) -> Facts:
    return Facts(lines, None, (), Below(), Progress(), None, Handed(), None)


def prepare(rows: list[StepRow], prepared: Sequence[Check]) -> list[StepRow]:
    """While no round is open the first step says what must be prepared, and leads there."""
    waiting = [check for check in prepared if not check.ready]
    if not waiting or rows[0].finished:
        return rows
    missing = [("soon", _("còn %(n)d việc chuẩn bị, xem dưới đây") % {"n": len(waiting)})]
    first = replace(rows[0], missing=missing, status=None)
    mend = next((check.action for check in waiting if check.action), None)
    if mend is not None and not first.action_url:
        alone = not any(row.primary for row in rows)
        first = replace(first, action_url=mend.url, action_label=mend.label, primary=alone)
    return [first, *rows[1:]]


def kin_of(lines: Sequence[int], period: Period) -> list[Period]:
    """Periods ending on the same day in which the unit reports: from quý III to "tháng 9 và 9 tháng"."""
    codes = (
        Obligation.objects.filter(unit_id__in=lines, round__period__startswith=str(period.year))
        .values_list("round__period", flat=True)
        .distinct()
    )
    found = sorted({Period.parse(code) for code in codes}, key=lambda p: p.code)
    return [p for p in found if p.reference_day == period.reference_day and p != period]


def first_page(at: Coordinates) -> str:
    """The name of the page that this unit's people must see first."""
    kind = Kind.objects.get(unit=at.unit_id)
    if kind.code in AREA_KINDS:
        return "areas"
    return "my_work" if kind.level in OWING_LEVELS else "period_file"


def touch_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
