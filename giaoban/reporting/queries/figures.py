"""The figures of a report by now and those of earlier periods, as {cell key: value} of the form's cells.

A unit that continues others by a merger is compared with their sum, which the page says (reporting.md R11);
a part of a split has no figures of before, because no share was agreed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count

from giaoban.organisations.models import Succession, Unit
from giaoban.organisations.queries import subtree_ids
from giaoban.periods.rules import Period
from giaoban.reporting.models import Draft, Obligation, Submission
from giaoban.reporting.queries.consolidation import Consolidated, figures_for
from giaoban.reporting.queries.places import places
from giaoban.reporting.rules.cells import Aggregation, Cell, CellPart, IndicatorKind
from giaoban.reporting.rules.checks import Earlier, Figures

PERIODS_BACK = 12


@dataclass(frozen=True, slots=True)
class Now:
    """Figures as they stand: typed in by a leaf, consolidated elsewhere. `typed` are the cells to write."""

    cells: tuple[Cell, ...]
    figures: dict[str, int | None]
    names: dict[str, Any]
    typed: frozenset[str]
    consolidated: Consolidated | None = None

    @property
    def partial(self) -> bool:
        """Units below are still missing: the sums stand for fewer units than those of earlier periods."""
        return self.consolidated is not None and bool(self.consolidated.missing)


def now_of(obligation: Obligation, draft: Draft | None, cells: tuple[Cell, ...] | None = None) -> Now:
    """What would be sent now. Above the leaves only rows that are not added are written by hand."""
    cells = cells or obligation.round.form_version.cells()
    own = dict(draft.figures) if draft else {}
    if obligation.leaf:
        names = dict(draft.names) if draft else {}
        figures = {cell.key: own.get(cell.key) for cell in cells}
        return Now(cells, figures, names, frozenset(c.key for c in cells if c.part != CellPart.BASE))
    found = figures_for(obligation)
    typed = frozenset(cell.key for cell in cells if cell.row.aggregation == Aggregation.NONE)
    figures = {
        cell.key: own.get(cell.key) if cell.key in typed else found.figures[cell.position] for cell in cells
    }
    return Now(cells, figures, {code: list(named) for code, named in found.names.items()}, typed, found)


def keyed(cells: Sequence[Cell], stored: Sequence[int | None]) -> dict[str, int | None]:
    """The array of a submission by cell key."""
    return {cell.key: stored[cell.position] for cell in cells}


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier report: its period, its figures, and whether they are the sum of units that merged."""

    period: Period
    figures: Figures
    restated: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """Earlier reports of the unit in this regime, the latest first; `latest` is the version that counts of
    its own last one."""

    period: Period
    past: tuple[Past, ...] = ()
    found: dict[str, Past] = field(default_factory=dict)
    latest: int | None = None

    @property
    def previous(self) -> Past | None:
        """The period before of the same kind; without one, the report that ends where this one begins."""
        exact = self.found.get(self.period.previous.code)
        begins = self.period.window().starts
        return exact or next((p for p in self.past if p.period.window().ends == begins), None)

    @property
    def last_year(self) -> Past | None:
        return self.found.get(self.period.same_last_year.code)

    @property
    def this_year(self) -> Past | None:
        """The latest report of the same year: the running total goes on from there."""
        return next((past for past in self.past if past.period.year == self.period.year), None)

    @property
    def whole(self) -> bool:
        """Whether the period is all of the year so far."""
        return self.period.window().starts == self.period.cumulative_from()

    def earlier(self, *, partial: bool = False) -> Earlier:
        """What the checks compare with: sums of fewer units with nothing, because the missing are named."""
        if partial:
            return Earlier(whole=self.whole)
        before, year = self.previous, self.this_year
        return Earlier(before.figures if before else {}, year.figures if year else {}, self.whole)

    def suggested(self, cell: Cell, figures: Figures) -> int | None:
        """A running total that follows from the one before it, when no day lies between the two windows."""
        if cell.part is not CellPart.CUMULATIVE:
            return None
        value = figures.get(f"{cell.row.code}:{CellPart.IN_PERIOD}")
        if value is None:
            return None
        if self.whole:
            return value
        year = self.this_year
        before = year.figures.get(cell.key) if year else None
        if year is None or before is None or year.period.window().ends != self.period.window().starts:
            return None
        return before + value


def history_of(obligation: Obligation) -> History:
    """At most three queries, whatever the number of periods."""
    period = Period.parse(obligation.round.period)
    before = _merged_into(obligation.unit_id) if getattr(obligation, "continues", True) else ()
    line = [obligation.unit_id, *before]
    rows = (
        Obligation.objects.filter(
            unit_id__in=line,
            round__regime_id=obligation.round.regime_id,
            round__cut_off__lt=obligation.round.cut_off,
            current__isnull=False,
        )
        .select_related("round", "current", "accepted", "round__form_version")
        .order_by("-round__cut_off", "-round_id", "unit_id")[: PERIODS_BACK * len(line)]
    )
    cells: dict[int, tuple[Cell, ...]] = {
        obligation.round.form_version_id: obligation.round.form_version.cells()
    }
    lives = {unit.pk: unit for unit in Unit.objects.filter(pk__in=line)} if before else {}
    by_period: dict[str, dict[int, Figures]] = {}
    expected: dict[str, set[int]] = {}
    for row in rows:
        day = row.round.cut_off
        expected[row.round.period] = {u.pk for u in lives.values() if u.starts <= day < u.ends}
        version = row.round.form_version
        if version.pk not in cells:
            cells[version.pk] = version.cells()
        sent: Submission = row.accepted or row.current  # type: ignore[assignment]
        by_period.setdefault(row.round.period, {}).setdefault(
            row.unit_id, keyed(cells[version.pk], sent.figures)
        )
    past = [
        _past(Period.parse(code), units, obligation.unit_id, expected[code])
        for code, units in by_period.items()
    ]
    own = next((row for row in rows if row.unit_id == obligation.unit_id), None)
    latest = (own.accepted_id or own.current_id) if own is not None else None
    return History(period, tuple(past), {one.period.code: one for one in past}, latest)


def _past(period: Period, units: dict[int, Figures], own: int, expected: set[int]) -> Past:
    """The unit's own report, else the sum of those that later went into it, once all have reported."""
    if own in units:
        return Past(period, units[own])
    keys = next(iter(units.values())).keys()
    summed = {
        key: sum(values) if None not in values else None  # type: ignore[arg-type]
        for key in keys
        for values in [[figures.get(key) for figures in units.values()]]
    }
    return Past(period, summed if set(units) == expected else {}, restated=True)


def _merged_into(unit_id: int) -> list[int]:
    """Units that went into this one whole, by one merger or a chain of renewals with one heir each."""
    found: list[int] = []
    waiting = [unit_id]
    while waiting:
        rows = Succession.objects.filter(successor_id__in=waiting).values_list("predecessor_id", flat=True)
        heirs = (
            Succession.objects.filter(predecessor_id__in=rows)
            .values("predecessor_id")
            .annotate(heirs=Count("successor_id"))
        )
        waiting = [row["predecessor_id"] for row in heirs if row["heirs"] == 1]
        waiting = [pk for pk in waiting if pk not in found]
        found += waiting
    return found


# --- what the registers of this house know ---------------------------------------------------------------

REGISTER_LEVELS = {"ORG.TCCSD": ("grassroots", "commune"), "ORG.CELL": ("cell",)}


def register_figures(unit_id: int, on: date) -> dict[str, int]:
    """Counts that follow from the tree of the day, the unit itself included; nothing is said where the tree
    does not go that deep."""
    rows = Unit.objects.filter(pk__in=subtree_ids(unit_id, on)).values_list("kind__level")
    levels = dict(rows.annotate(count=Count("pk")))
    counted = {
        code: sum(levels.get(level, 0) for level in wanted) for code, wanted in REGISTER_LEVELS.items()
    }
    return {f"{code}:{CellPart.VALUE}": count for code, count in counted.items() if count}


def short_name(obligation: Obligation) -> str:
    """The unit as a list of names calls it on the cut-off day: by its place."""
    return places([obligation.unit_id], obligation.round.cut_off)[obligation.unit_id].short


def condition_rows(cells: Sequence[Cell]) -> list[str]:
    return [c.row.code for c in cells if c.row.kind is IndicatorKind.CONDITION and c.part is CellPart.COUNT]
