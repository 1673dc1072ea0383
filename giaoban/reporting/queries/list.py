"""The room's first page: what we owe to every superior, by deadline, and what we asked of others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from giaoban.core.actors import Actor
from giaoban.core.dates import now
from giaoban.core.registries import Tally
from giaoban.organisations.queries import lines_of, office_name
from giaoban.organisations.queries.naming import names_at
from giaoban.periods.rules import Period
from giaoban.reporting import permissions
from giaoban.reporting.labels import BUCKET_LABELS, BUCKET_SHAPES
from giaoban.reporting.models import STATE_LABELS, STATE_SHAPES, FormVersion, Obligation, Passage, Round
from giaoban.reporting.queries.desk import received_here
from giaoban.reporting.queries.standing import Standing, standings
from giaoban.reporting.rules import Bucket, IndicatorKind, Permission, RoundState, State, days_late

OPEN_STATES = (State.DUE, State.DRAFTING, State.APPROVAL, State.RETURNED)
OVER_LIMIT = 60  # reports of one period and of earlier ones that are still open: a page, not an archive


@dataclass(frozen=True, slots=True)
class Owed:
    """A report we owe: to whom, by when, how far it is; `ours` when the actor works for the unit."""

    obligation: Obligation
    title: str
    period: str
    unit_name: str
    receiver_name: str
    due: datetime
    late: int
    state_kind: str
    state_label: str
    filled: int
    cells: int
    written: int
    sections: int
    ours: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A round in which we receive reports: how many lie in each bucket, our own report among its links."""

    round: Round
    own_id: int
    receiver_name: str
    standing: Standing
    buckets: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    owed: tuple[Owed, ...]
    done: tuple[Owed, ...]
    asked: tuple[Asked, ...]

    @property
    def next(self) -> Owed | None:
        """The one to go on with: the first by deadline that is ours to write."""
        return next((row for row in self.owed if row.ours), None)


def list_page(actor: Actor, unit_id: int, period: Period, on: date) -> ListPage:
    """Open reports of every period by deadline; those of this period that are on their way or closed."""
    here = [unit for unit in received_here(unit_id, on) if actor.can(Permission.VIEW, unit, on=on)]
    rows = list(
        Obligation.objects.filter(unit_id__in=here)
        .filter(Q(round__period=period.code) | Q(state__in=OPEN_STATES, round__state=RoundState.OPEN))
        .select_related("round", "unit", "draft")
        .annotate(receiver_office=office_name("receiver_id", on))
        .order_by("due", "pk")[:OVER_LIMIT]
    )
    mine = permissions.works_here(actor, on)
    written = _written([row.pk for row in rows])
    sizes = _sizes({row.round.form_version_id for row in rows})
    units = {(unit, row.round.cut_off) for row in rows for unit in (row.unit_id, row.receiver_id)}
    names = names_at((unit, day) for unit, day in units if unit is not None)
    found = [_owed(row, names, written, sizes, mine) for row in rows]
    return ListPage(
        owed=tuple(row for row in found if row.obligation.state in OPEN_STATES),
        done=tuple(row for row in found if row.obligation.state not in OPEN_STATES),
        asked=tuple(_asked([row for row in rows if row.round.period == period.code], names)),
    )


def called(row: Any, name: str) -> str:
    """The receiver as staff call it: the commission that works for the committee, where there is one."""
    return getattr(row, "receiver_office", None) or name


def _owed(
    row: Obligation,
    names: Mapping[tuple[int, date], str],
    written: Mapping[int, int],
    sizes: Mapping[int, tuple[int, int]],
    mine: frozenset[int] | None,
) -> Owed:
    day = row.round.cut_off
    draft = getattr(row, "draft", None)
    cells, sections = sizes[row.round.form_version_id]
    late = 0 if row.state == State.NOT_REQUIRED else days_late(row.first_sent_at, row.due, now())
    return Owed(
        obligation=row,
        title=row.round.title,
        period=row.round.period,
        unit_name=names[row.unit_id, day],
        receiver_name=called(row, names[row.receiver_id, day]) if row.receiver_id is not None else "",
        due=row.due,
        late=late,
        state_kind="late" if late and row.state in OPEN_STATES else STATE_SHAPES[State(row.state)],
        state_label=str(STATE_LABELS[State(row.state)]),
        filled=sum(value is not None for value in draft.figures.values()) if draft else 0,
        cells=cells,
        written=written.get(row.pk, 0),
        sections=sections,
        ours=mine is None or row.unit_id in mine,
    )


def _written(obligation_ids: Sequence[int]) -> dict[int, int]:
    """How many sections of each draft have a passage."""
    rows = Passage.objects.filter(obligation_id__in=obligation_ids, submission=None)
    counted = rows.order_by().values("obligation_id").annotate(count=Count("section_id", distinct=True))
    return {row["obligation_id"]: row["count"] for row in counted}


def _sizes(version_ids: set[int]) -> dict[int, tuple[int, int]]:
    """Cells and sections of each version of a form; every row but a stock has two cells."""
    double = ~Q(rows__indicator__kind=IndicatorKind.STOCK.value)
    versions = FormVersion.objects.filter(pk__in=version_ids).annotate(
        ones=Count("rows", distinct=True),
        twos=Count("rows", filter=double, distinct=True),
        parts=Count("sections", distinct=True),
    )
    return {
        pk: (lines + twos, parts)
        for pk, lines, twos, parts in versions.values_list("pk", "ones", "twos", "parts")
    }


def _asked(rows: Sequence[Obligation], names: Mapping[tuple[int, date], str]) -> list[Asked]:
    above = [row for row in rows if not row.leaf]
    counted = standings([row.round_id for row in above], [row.unit_id for row in above])
    return [
        Asked(
            round=row.round,
            own_id=row.pk,
            receiver_name=names[row.unit_id, row.round.cut_off],
            standing=(stands := counted.get((row.round_id, row.unit_id), Standing({}))),
            buckets=tuple(
                (BUCKET_SHAPES[bucket], str(BUCKET_LABELS[bucket]), stands.of(bucket)) for bucket in Bucket
            ),
        )
        for row in above
    ]


def nav_count(_actor: Actor, unit_id: int, on: date) -> Tally:
    """Reports this unit (or the committee it works for) still has to send; the overdue ones are hot."""
    owed = Obligation.objects.filter(
        unit_id__in=lines_of(unit_id, on), state__in=OPEN_STATES, round__state=RoundState.OPEN
    )
    return Tally(owed, owed.filter(due__lt=now()))
