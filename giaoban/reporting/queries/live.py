"""Live totals from the leaves beside what superiors have signed, and the unit that causes a difference."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from giaoban.reporting.models import Obligation, Rollup, Round
from giaoban.reporting.queries.stored import stored
from giaoban.reporting.rules.cells import Cell
from giaoban.reporting.rules.states import TAKEN, State

Figures = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Live:
    """What the leaves below a unit have had accepted: total of each cell, how many answered, of how many."""

    figures: tuple[int | None, ...]
    counts: tuple[int, ...]
    expected: int


def live(of: Round, unit_ids: Collection[int]) -> dict[int, Live]:
    """Live totals of units of a round: from the cache, from the own report of a leaf; a round that has no
    cache yet is rolled up for this answer."""
    cells = len(of.form_version.cells())
    found = {
        line.unit_id: Live(tuple(line.totals), tuple(line.counts), line.expected)
        for line in Rollup.objects.filter(round=of, unit_id__in=unit_ids)
    }
    rest = Obligation.objects.filter(round=of, unit_id__in=set(unit_ids) - set(found))
    uncached: set[int] = set()
    for unit_id, leaf, state, own in rest.values_list("unit_id", "leaf", "state", "accepted__figures"):
        if leaf:
            found[unit_id] = _leaf(own if state in TAKEN else None, cells, asked=state != State.NOT_REQUIRED)
        else:
            uncached.add(unit_id)
    return {**found, **_rolled(of, uncached)} if uncached else found


def _leaf(own: Figures | None, cells: int, *, asked: bool) -> Live:
    figures = tuple(own) if own else (None,) * cells
    return Live(figures, tuple(int(value is not None) for value in figures), int(asked))


def _rolled(of: Round, unit_ids: set[int]) -> dict[int, Live]:
    whole = stored(of)
    totals = whole.totals()
    return {
        unit: Live(tuple(totals.of(at)), tuple(totals.counts[at].tolist()), int(totals.expected[at]))
        for at, unit in enumerate(whole.units.tolist())
        if unit in unit_ids
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell of one unit directly below whose signed figure is not what its own leaves add up to."""

    cell: Cell
    unit_id: int
    signed: int | None
    live: int | None

    @property
    def delta(self) -> int:
        return (self.signed or 0) - (self.live or 0)


def differences(
    cells: Sequence[Cell], signed: Mapping[int, Figures | None], from_leaves: Mapping[int, Live]
) -> list[Difference]:
    """Cell by cell, each unit directly below whose two figures differ; a figure that is there on one side
    only differs, too."""
    found = []
    for cell in cells:
        for unit_id, figures in signed.items():
            own = figures[cell.position] if figures else None
            below = from_leaves[unit_id].figures[cell.position]
            if own != below:
                found.append(Difference(cell, unit_id, own, below))
    return found
