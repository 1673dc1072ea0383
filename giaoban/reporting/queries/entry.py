"""A report as a form to be filled offline: its rows, which cells are open, what stands in the draft now.

A flow has its two figures side by side; any other part of a row has a line of its own, so that a ratio is
two lines, numerator above denominator.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from giaoban.periods.rules import Period
from giaoban.reporting.labels import PART_LABELS, in_words
from giaoban.reporting.models import Draft, FormRow, Obligation
from giaoban.reporting.queries import grid
from giaoban.reporting.queries.figures import Now, history_of, now_of
from giaoban.reporting.queries.list import called
from giaoban.reporting.queries.places import Place, places
from giaoban.reporting.rules.cells import PARTS, CellPart, IndicatorKind
from giaoban.reporting.rules.workbooks import NOW, TOLD, TOTAL, Ask, Asked


@dataclass(frozen=True, slots=True)
class EntryCell:
    """`column` is where it stands in the line."""

    ask: Ask
    column: str
    value: Any


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A line of the form; `heading` only on the first of its group."""

    key: str
    code: str
    name: str
    unit: str
    heading: str
    guidance: str
    previous: int | None
    last_year: int | None
    cells: tuple[EntryCell, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """`version` is the draft's, `marks` say who wrote a cell last; `titles` are of the columns of figures."""

    obligation: Obligation
    place: Place
    receiver: str
    period: str
    version: int
    titles: grid.Heads
    lines: tuple[EntryLine, ...]
    marks: Mapping[str, Any]

    @property
    def asks(self) -> list[Ask]:
        return [cell.ask for line in self.lines for cell in line.cells]

    @property
    def standing(self) -> dict[str, Any]:
        """Figures and explanations as they stand in the draft, by key."""
        return {cell.ask.key: cell.value for line in self.lines for cell in line.cells}

    @property
    def names(self) -> dict[str, str]:
        """What each cell is called in a sentence, by key; of a line and a column by theirs."""
        found = {NOW: self.titles.now, TOTAL: self.titles.cumulative}
        for line in self.lines:
            figures = [cell for cell in line.cells if cell.column != TOLD]
            found[line.key] = line.name
            found |= {cell.ask.key: line.name for cell in line.cells}
            if len(figures) > 1:
                found |= {cell.ask.key: f"{line.name} ({_part(cell)})" for cell in figures}
        return found


def _part(cell: EntryCell) -> str:
    return str(PART_LABELS[CellPart(cell.ask.key.rpartition(":")[2])])


def entry_of(obligation: Obligation) -> Entry:
    """The form with the draft's values; at most the queries of the grid."""
    draft = Draft.objects.filter(obligation=obligation).first()
    now_, history = now_of(obligation, draft), history_of(obligation)
    around = [one for one in (obligation.unit_id, obligation.receiver_id) if one]
    named = places(around, obligation.round.cut_off)
    above = named.get(obligation.receiver_id or 0)
    told: Mapping[str, str] = draft.explanations if draft else {}
    return Entry(
        obligation,
        named[obligation.unit_id],
        called(obligation, above.name) if above else "",
        Period.parse(obligation.round.period).label("vi"),
        draft.version if draft else 1,
        grid.heads(history),
        tuple(_lines(obligation, now_, history, told)),
        draft.marks if draft else {},
    )


def _lines(obligation: Obligation, now_: Now, history: Any, told: Mapping[str, str]) -> Iterator[EntryLine]:
    heading = ""
    for row in obligation.round.form_version.lines():
        title = in_words(row, "heading")
        for number, parts in enumerate(_parts(row, leaf=obligation.leaf)):
            yield _line(
                row, parts, now_, history, told,
                heading=title if title != heading and not number else "", leaf=obligation.leaf,
            )  # fmt: skip
        heading = title


def _parts(row: FormRow, *, leaf: bool) -> list[tuple[CellPart, ...]]:
    """The parts of each line of a row."""
    kind = IndicatorKind(row.indicator.kind)
    if kind is IndicatorKind.FLOW:
        return [PARTS[kind]]
    if kind is IndicatorKind.CONDITION and leaf:
        return [(CellPart.COUNT,)]
    return [(part,) for part in PARTS[kind]]


def _line(
    row: FormRow,
    parts: tuple[CellPart, ...],
    now_: Now,
    history: Any,
    told: Mapping[str, str],
    *,
    heading: str,
    leaf: bool,
) -> EntryLine:
    code, kind = row.indicator.code, IndicatorKind(row.indicator.kind)
    key = code if kind is IndicatorKind.FLOW else f"{code}:{parts[0]}"
    name = in_words(row.indicator)
    if kind in {IndicatorKind.RATIO, IndicatorKind.CONDITION} and not (
        kind is IndicatorKind.CONDITION and leaf
    ):
        name = f"{name}: {PART_LABELS[parts[0]]}"
    asked = Asked.CHOICE if kind is IndicatorKind.CONDITION and leaf else Asked.COUNT
    cells = []
    for part, column in zip(parts, (NOW, TOTAL), strict=False):
        cell_key = f"{code}:{part}"
        ask = Ask(cell_key, (key, column), asked, cell_key in now_.typed)
        cells.append(EntryCell(ask, column, now_.figures[cell_key]))
    first = f"{code}:{parts[0]}"
    cells.append(EntryCell(Ask(f"{first}#", (key, TOLD), Asked.WORDS), TOLD, told.get(first, "")))
    previous, year = history.previous, history.last_year
    return EntryLine(
        key,
        code,
        name,
        # of a ratio the form knows the unit of the quotient, which is written nowhere here
        _("số đếm") if kind is IndicatorKind.RATIO else in_words(row.indicator, "counting_unit"),
        heading,
        in_words(row, "guidance"),
        previous.figures.get(first) if previous else None,
        year.figures.get(f"{code}:{parts[-1]}") if year else None,
        tuple(cells),
    )
