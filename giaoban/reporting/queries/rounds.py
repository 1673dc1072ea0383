"""Rounds and who owes in them: the tree of the cut-off day with a deadline for each, what a page may open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE, now
from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Secrecy
from giaoban.organisations.models import Closure, Placement, Succession
from giaoban.organisations.queries import office_name
from giaoban.periods.rules import NotAPeriodError, Period
from giaoban.reporting import permissions
from giaoban.reporting.models import Obligation, Regime, Round
from giaoban.reporting.rules import Permission
from giaoban.reporting.rules.deadlines import cut_off_day, deadline


@dataclass(frozen=True, slots=True)
class Owing:
    """A unit that will owe: to whom, how deep below the round's unit, its level, by when."""

    unit_id: int
    receiver_id: int | None
    depth: int
    level: str
    due: datetime
    leaf: bool


def regime_of(code: str) -> Regime:
    regime = Regime.objects.select_related("form").filter(code=code).first()
    if regime is None:
        raise Hidden("regime")
    return regime


def period_of(code: str) -> Period:
    try:
        return Period.parse(code)
    except NotAPeriodError as unknown:
        raise Hidden("period") from unknown


def default_cut_off(regime: Regime, period: Period) -> date:
    return cut_off_day(regime.cut_off, period)


def owing(
    regime: Regime, unit_id: int, period: Period, *, cut_off: date, conference: date | None = None
) -> list[Owing]:
    """Who owes in a round over this unit: the tree of the regime's line as it stands on the cut-off day.

    In the Party line a commission or an office writes for its committee and owes nothing itself, nor do its
    departments; a unit with a secrecy class stands in no ordinary round. Superiors come before those below.
    """
    below = Closure.objects.on(cut_off).filter(hierarchy__code=regime.hierarchy, ancestor_id=unit_id)
    facts = below.values_list(
        "descendant_id",
        "depth",
        "descendant__kind__level",
        "descendant__kind__advises",
        "descendant__secrecy",
    )
    parents = dict(
        Placement.objects.on(cut_off)
        .filter(hierarchy__code=regime.hierarchy, unit_id__in=below.values("descendant_id"))
        .values_list("unit_id", "parent_id")
    )
    party = regime.hierarchy == "party"
    due: dict[int, datetime] = {}
    known: dict[tuple[str, datetime | None], datetime] = {}
    found: list[tuple[int, int | None, int, str]] = []
    for unit, depth, level, advises, secrecy in sorted(facts, key=lambda fact: (fact[1], fact[0])):
        receiver = parents.get(unit) if depth else None
        if depth and (receiver not in due or (party and advises) or secrecy != Secrecy.NORMAL):
            continue
        superior = due[receiver] if receiver is not None else None
        asked = ("" if receiver is None else level, superior)
        if asked not in known:
            known[asked] = deadline(
                regime.deadlines,
                level,
                period,
                superior=superior,
                cut_off=cut_off,
                root=receiver is None,
                conference=conference,
            )
        due[unit] = known[asked]
        found.append((unit, receiver, depth, level))
    receivers = {receiver for _unit, receiver, _depth, _level in found}
    return [Owing(*line, due=due[line[0]], leaf=line[0] not in receivers) for line in found]


def by_level(lines: Iterable[Owing]) -> list[tuple[str, datetime, int]]:
    """Level, deadline and how many units, for the preview of a round; superiors first."""
    counted: dict[tuple[int, str, datetime], int] = {}
    for line in lines:
        key = (line.depth, line.level, line.due)
        counted[key] = counted.get(key, 0) + 1
    return [(level, due, count) for (_depth, level, due), count in sorted(counted.items())]


def get_round(actor: Actor, round_id: int, *, lock: bool = False) -> Round:
    """A round the actor may see: opened by a unit they read, or one in which such a unit owes a report."""
    rounds = Round.objects.select_related("regime", "form_version", "unit")
    if lock:
        rounds = rounds.select_for_update(of=("self",))
    found = rounds.filter(pk=round_id).first()
    if found is None or not _sees(actor, found):
        raise Hidden("round")
    return found


def _sees(actor: Actor, round_: Round) -> bool:
    if actor.can(Permission.VIEW, round_.unit_id, on=round_.cut_off):
        return True
    units = actor.unit_ids(Permission.VIEW, on=round_.cut_off)
    owing = Obligation.objects.filter(round=round_)
    return (owing if units is None else owing.filter(unit_id__in=units)).exists()


def get_obligation(actor: Actor, obligation_id: int, *, lock: bool = False) -> Obligation:
    """The obligation when the actor reads the unit that owes it, or receives it; Hidden otherwise.

    It says whether its unit `continues` others, and the commission through which its receiver works.
    """
    rows = Obligation.objects.select_related(
        "round__regime", "round__form_version__form", "unit__kind", "current", "accepted"
    ).annotate(
        continues=Exists(Succession.objects.filter(successor_id=OuterRef("unit_id"))),
        receiver_office=office_name("receiver_id", OuterRef("round__cut_off")),
    )
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=obligation_id).first()
    if found is None or not _reads(actor, found):
        raise Hidden("obligation")
    return found


def _reads(actor: Actor, obligation: Obligation) -> bool:
    day = obligation.round.cut_off
    return actor.can(Permission.VIEW, obligation.unit_id, on=day) or permissions.may_review(
        actor, obligation, Permission.VIEW
    )


def opened_this_month(unit_id: int) -> int:
    """How many rounds this unit asked for in the running month; shown before it asks for another."""
    month = now().astimezone(ZONE).date().replace(day=1)
    return Round.objects.filter(unit_id=unit_id, opened_on__gte=month).count()
