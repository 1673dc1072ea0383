"""Consolidating one unit's report: the signed sum of what was accepted from directly below, the live total
from the leaves, the adjustment; who is in, who is missing and why; conditions with the names of the units.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from giaoban.core.memo import once_a_page
from giaoban.core.text import sort_key
from giaoban.reporting.models import Adjustment, Obligation, Round, Submission
from giaoban.reporting.queries.live import Difference, Live, differences, live
from giaoban.reporting.queries.places import Place, places
from giaoban.reporting.queries.standing import BUCKET, Standing
from giaoban.reporting.rules.cells import Aggregation, Cell, CellPart, IndicatorKind
from giaoban.reporting.rules.rollup import combine, ratio
from giaoban.reporting.rules.states import TAKEN, Bucket

# [[unit id, name on the cut-off day], …] of the units that satisfy a condition.
Named = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Part:
    """A unit directly below: where its report stands and, once accepted, what it says."""

    obligation_id: int
    place: Place
    state: str
    bucket: Bucket
    leaf: bool
    due: datetime
    submission_id: int | None = None
    number: int = 0
    mark: str = ""
    figures: tuple[int | None, ...] | None = None
    names: Any = None
    estimate: bool = False

    @property
    def included(self) -> bool:
        return self.figures is not None


@dataclass(frozen=True, slots=True)
class Consolidated:
    """`figures` is what the unit signs: the sum of accepted parts with its adjustments. A cell that is not
    added, and one that nobody answered, stays None."""

    cells: tuple[Cell, ...]
    parts: tuple[Part, ...]
    signed: tuple[int | None, ...]
    adjusted: dict[str, Adjustment]
    figures: list[int | None]
    answered: tuple[int, ...]
    names: dict[str, Named]
    live: Live | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def included(self) -> list[Part]:
        return [part for part in self.parts if part.included]

    @property
    def missing(self) -> list[Part]:
        """Units that owe a report and are not in, whatever the reason."""
        return [part for part in self.parts if not part.included and part.bucket != Bucket.NOT_REQUIRED]

    @property
    def excused(self) -> list[Part]:
        return [part for part in self.parts if part.bucket == Bucket.NOT_REQUIRED]

    @property
    def asked(self) -> int:
        return len(self.parts) - len(self.excused)

    @property
    def standing(self) -> Standing:
        return Standing(dict(Counter(part.bucket for part in self.parts)))

    def record(self) -> dict[str, Any]:
        """What a submission keeps of it: exact versions with their hashes, and who was left out and why."""
        return {
            "included": [
                {"unit": part.place.unit_id, "submission": part.submission_id, "hash": part.mark}
                for part in self.included
            ],
            "missing": [
                {"unit": part.place.unit_id, "name": part.place.name, "bucket": part.bucket.value}
                for part in (*self.missing, *self.excused)
            ],
            "adjustments": [
                {"cell": one.cell, "delta": one.delta, "reason": one.reason, "by": one.made_label}
                for one in self.adjusted.values()
            ],
        }


@once_a_page
def figures_for(obligation: Obligation, *, with_live: bool = False) -> Consolidated:
    """What the report of a unit with units below says by now; `with_live` adds the totals from the leaves
    and names each unit whose signed figures differ from its own leaves."""
    of = obligation.round
    cells = of.form_version.cells()
    parts = parts_of(of, obligation.unit_id)
    included = [part for part in parts if part.figures is not None]
    signed = [
        combine(((part.figures or ())[cell.position] for part in included), cell.row.aggregation)
        for cell in cells
    ]
    answered = [sum((part.figures or ())[cell.position] is not None for part in included) for cell in cells]
    adjusted = {one.cell: one for one in obligation.adjustments.all()}
    figures = [_with(signed[cell.position], adjusted.get(cell.key)) for cell in cells]
    found = Consolidated(
        cells,
        tuple(parts),
        tuple(signed),
        adjusted,
        figures,
        tuple(answered),
        _names(cells, included),
    )
    return reconciled(obligation, found) if with_live else found


def reconciled(obligation: Obligation, found: Consolidated) -> Consolidated:
    """With the totals from the leaves and the cells in which a unit signed something else: two queries."""
    units = [obligation.unit_id, *(part.place.unit_id for part in found.parts)]
    totals = live(obligation.round, units)
    added = [cell for cell in found.cells if cell.row.aggregation != Aggregation.NONE]
    signed = {part.place.unit_id: part.figures for part in found.parts}
    differing = tuple(differences(added, signed, totals))
    return replace(found, live=totals[obligation.unit_id], differences=differing)


def _with(signed: int | None, adjustment: Adjustment | None) -> int | None:
    return signed if adjustment is None else (signed or 0) + adjustment.delta


@once_a_page
def parts_of(of: Round, unit_id: int) -> list[Part]:
    """The units directly below in the round, in Vietnamese order: four queries whatever their number."""
    rows = list(
        Obligation.objects.filter(round=of, receiver_id=unit_id)
        .annotate(bucket=BUCKET)
        .values_list(
            *("pk", "unit_id", "state", "bucket", "leaf", "due"),
            *("accepted_id", "accepted__number", "accepted__hash", "accepted__figures", "accepted__names"),
            "accepted__estimate",
        )
    )
    named = places((row[1] for row in rows), of.cut_off)
    found = []
    for pk, unit, state, bucket, leaf, due, *accepted in rows:
        part = Part(pk, named[unit], state, Bucket(bucket), leaf, due)
        if state in TAKEN and accepted[0] is not None:
            submission_id, number, mark, figures, names, estimate = accepted
            part = Part(
                *(pk, named[unit], state, Bucket(bucket), leaf, due),
                *(submission_id, number, mark, tuple(figures), names, estimate),
            )
        found.append(part)
    return sorted(found, key=lambda part: (part.place.order, part.place.unit_id))


def named(raw: Any) -> Named:
    """Names as a submission keeps them, by their Vietnamese order."""
    pairs = [(int(unit), str(name)) for unit, name in raw or ()]
    return sorted(pairs, key=lambda pair: (sort_key(pair[1]), pair[0]))


def _names(cells: Sequence[Cell], included: Sequence[Part]) -> dict[str, Named]:
    """The units that satisfy each condition: a leaf by its own answer, another by the names it has given."""
    found: dict[str, Named] = {}
    for cell in cells:
        if cell.row.kind != IndicatorKind.CONDITION or cell.part != CellPart.COUNT:
            continue
        satisfied: Named = []
        for part in included:
            given = (part.names or {}).get(cell.row.code)
            if given:
                satisfied += given
            elif (part.figures or ())[cell.position]:
                satisfied.append((part.place.unit_id, part.place.short))
        found[cell.row.code] = named(satisfied)
    return found


# --- one figure and the units behind it ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Behind:
    """A unit behind a figure: its value, its share of the sum in percent, where its report is."""

    part: Part
    value: int | None
    whole: int | None
    share: Decimal | None
    names: Named


def behind(found: Consolidated, cell: Cell) -> list[Behind]:
    """The units behind one cell, the largest first, units without an answer last, by name."""
    partner = _whole(found.cells, cell)
    total = found.signed[cell.position]
    lines = []
    for part in found.parts:
        value = part.figures[cell.position] if part.figures else None
        whole = part.figures[partner.position] if part.figures and partner else None
        share = ratio(value, total) if cell.row.aggregation == Aggregation.SUM else None
        names = named((part.names or {}).get(cell.row.code)) if not part.leaf else []
        lines.append(Behind(part, value, whole, share, names))
    return sorted(lines, key=lambda line: (line.value is None, -(line.value or 0), line.part.place.order))


def _whole(cells: Sequence[Cell], cell: Cell) -> Cell | None:
    """The base or denominator that stands beside a count or numerator."""
    wanted = {CellPart.NUMERATOR: CellPart.DENOMINATOR, CellPart.COUNT: CellPart.BASE}.get(cell.part)
    return next((one for one in cells if one.row == cell.row and one.part == wanted), None)


def adjustments_signed(submission_ids: Iterable[int]) -> dict[int, dict[str, dict[str, Any]]]:
    """What the given versions had adjusted when they were signed: submission → cell → delta and reason."""
    kept = Submission.objects.filter(pk__in=set(submission_ids)).values_list("pk", "included")
    return {
        pk: {one["cell"]: one for one in (included or {}).get("adjustments", ())} for pk, included in kept
    }
