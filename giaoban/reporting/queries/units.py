"""The units of a round, each with where it stands; who may open which round from a unit's pages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE, now
from giaoban.core.text import fold
from giaoban.notices.models import OutboxMessage
from giaoban.organisations.models import Placement, Unit, UnitName
from giaoban.organisations.queries.naming import names_at
from giaoban.organisations.rules import PARTY
from giaoban.reporting import permissions
from giaoban.reporting.labels import BUCKET_LABELS, BUCKET_SHAPES, in_words
from giaoban.reporting.models import STATE_LABELS, STATE_SHAPES, Obligation, Regime, Round
from giaoban.reporting.queries.desk import received_here
from giaoban.reporting.queries.standing import BUCKET
from giaoban.reporting.rules import Bucket, Permission, State, days_late


@dataclass(frozen=True, slots=True)
class Filters:
    """`bucket` one of the six; words of the unit's name; every level or only the units directly below."""

    bucket: str = ""
    text: str = ""
    every: bool = False


@dataclass(frozen=True, slots=True)
class UnitRow:
    obligation: Obligation
    unit_name: str
    receiver_name: str
    state_label: str
    state_kind: str
    late: int
    extended: bool
    mine: bool


def units_of(actor: Actor, round_: Round, receivers: Sequence[int], filters: Filters) -> QuerySet[Obligation]:
    """Reports of a round that the actor may see: those sent to `receivers`, or of every level."""
    rows = Obligation.objects.filter(round=round_).exclude(receiver=None).exclude(unit_id__in=receivers)
    if not filters.every:
        rows = rows.filter(receiver_id__in=receivers)
    seen = actor.unit_ids(Permission.VIEW, on=round_.cut_off)
    if seen is not None:
        rows = rows.filter(unit_id__in=seen)
    if filters.bucket in set(Bucket):
        rows = rows.annotate(bucket=BUCKET).filter(bucket=filters.bucket)
    names = UnitName.objects.on(round_.cut_off).filter(unit=OuterRef("unit_id"))
    for word in fold(filters.text).split():
        rows = rows.filter(Exists(names.filter(folded__contains=word)))
    return (
        rows.select_related("unit", "round")
        .order_by("depth", "unit__names__sort_key", "pk")
        .filter(unit__names__starts__lte=round_.cut_off, unit__names__ends__gt=round_.cut_off)
    )


def unit_rows(rows: Sequence[Obligation], on: date, *, runs: bool, mine: Collection[int]) -> list[UnitRow]:
    """`mine` are the units whose arrivals the actor receives; who runs the round acts on every row."""
    named = {unit for row in rows for unit in (row.unit_id, row.receiver_id) if unit is not None}
    names = names_at((unit, on) for unit in named)
    moment = now()
    return [
        UnitRow(
            obligation=row,
            unit_name=names[row.unit_id, on],
            receiver_name=names[row.receiver_id or 0, on] if row.receiver_id else "",
            state_label=str(STATE_LABELS[State(row.state)]),
            state_kind=_shape(row, moment),
            late=0 if row.state == State.NOT_REQUIRED else days_late(row.first_sent_at, row.due, moment),
            extended=row.due != row.deadline,
            mine=runs or row.receiver_id in mine,
        )
        for row in rows
    ]


def _shape(row: Obligation, moment: datetime) -> str:
    waits = row.state in {State.DUE, State.DRAFTING, State.APPROVAL}
    return "late" if waits and row.due < moment else STATE_SHAPES[State(row.state)]


def counts_of(rows: QuerySet[Obligation]) -> dict[Bucket, int]:
    """How many of these reports lie in each bucket, in one query."""
    counted = rows.order_by().annotate(in_bucket=BUCKET).values("in_bucket").annotate(count=Count("pk"))
    return {Bucket(row["in_bucket"]): row["count"] for row in counted}


def reminded_this_month(unit_ids: Sequence[int]) -> dict[int, int]:
    """How often each unit was reminded in the running month."""
    month = now().astimezone(ZONE).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    told = OutboxMessage.objects.filter(
        event="reporting.reminded", unit_id__in=unit_ids, created_at__gte=month
    ).values_list("unit_id", flat=True)
    counts: dict[int, int] = {}
    for unit in told:
        counts[unit or 0] = counts.get(unit or 0, 0) + 1
    return counts


def bucket_tiles(counts: dict[Bucket, int]) -> list[tuple[str, str, str, int]]:
    """(code, kind, label, count) of the six buckets, in their order."""
    return [(b.value, BUCKET_SHAPES[b], str(BUCKET_LABELS[b]), counts.get(b, 0)) for b in Bucket]


def receiving(actor: Actor, here: Sequence[int], on: date) -> frozenset[int]:
    """Of the units of a page, those whose arrivals the actor reviews."""
    working = permissions.works_here(actor, on)
    return frozenset(
        unit
        for unit in here
        if (working is None or unit in working) and actor.can(Permission.REVIEW, unit, on=on)
    )


# --- opening -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Openable:
    """A round one may open: of which regime, over which unit."""

    key: str
    regime: Regime
    unit_id: int
    label: str


def openable(actor: Actor, unit_id: int, on: date) -> list[Openable]:
    """Regimes with the units over which the actor may open a round from these pages."""
    here = received_here(unit_id, on)
    working = permissions.works_here(actor, on)
    allowed = [
        unit
        for unit in here
        if (working is None or unit in working) and actor.can(Permission.OPEN, unit, on=on)
    ]
    if not allowed:
        return []
    units = Unit.objects.filter(pk__in=allowed).select_related("kind").in_bulk()
    lines = _lines(allowed, on)
    names = names_at((unit, on) for unit in allowed)
    found = []
    for regime in Regime.objects.order_by("pk"):
        for unit in allowed:
            advises = regime.hierarchy == PARTY and units[unit].kind.advises
            if (unit, regime.hierarchy) in lines and not advises:
                label = f"{in_words(regime)} – {names[unit, on]}"
                found.append(Openable(f"{regime.code}:{unit}", regime, unit, label))
    return found


def _lines(unit_ids: Sequence[int], on: date) -> set[tuple[int, str]]:
    """(unit, hierarchy) in which something stands below the unit on the day."""
    rows = Placement.objects.on(on).filter(parent_id__in=unit_ids)
    return set(rows.values_list("parent_id", "hierarchy__code").distinct())
