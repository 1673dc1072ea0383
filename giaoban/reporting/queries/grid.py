"""The grid of a report: rows of the form with earlier periods beside them, each cell with what is wrong, what
the registers offer and who wrote it last; the same rows for a version that was sent, read only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core.dates import ZONE, vi
from giaoban.core.numbers import vi_number
from giaoban.periods.rules import Kind, Period
from giaoban.reporting.labels import PART_LABELS, in_words, sentence
from giaoban.reporting.models import AGGREGATION_LABELS, KIND_LABELS, FormRow
from giaoban.reporting.queries.figures import History, Past
from giaoban.reporting.rules.cells import PARTS, Cell, CellPart, IndicatorKind
from giaoban.reporting.rules.checks import Figures, Finding, Level
from giaoban.reporting.rules.rollup import ratio

WIDTH, HEIGHT, EDGE = 250, 70, 6
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Message:
    """A line under a row: an error, a warning (with or without its explanation), or the superior's remark."""

    kind: str
    text: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class CellView:
    key: str
    label: str
    part: str
    value: int | None
    shown: str
    editable: bool
    choice: bool
    state: str
    hint: str = ""
    offered: int | None = None
    offer_from: str = ""
    explanation: str = ""
    asks: bool = False
    none: bool = False
    mark: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    label: str
    value: int | None
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The last periods of a row as a line and as a table; `line` leaves out periods without a figure."""

    points: tuple[Point, ...]
    line: str
    last: Point | None
    what: str


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the form; `heading` only on the first of its group."""

    code: str
    name: str
    unit: str
    heading: str
    guidance: str
    kind: str
    rule: str
    source: str
    first: CellView
    second: CellView | None
    previous: str
    last_year: str
    share: str
    names: tuple[str, ...]
    messages: tuple[Message, ...]
    trend: Trend | None

    @property
    def cells(self) -> list[CellView]:
        return [self.first] if self.second is None else [self.first, self.second]


@dataclass(frozen=True, slots=True)
class Heads:
    """Titles of the columns of figures."""

    previous: str
    last_year: str
    now: str
    cumulative: str
    restated: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What a grid is made from. `before` is an earlier version of the same report to be compared with."""

    lines: Sequence[FormRow]
    figures: Figures
    history: History
    typed: frozenset[str] = frozenset()
    leaf: bool = True
    names: Mapping[str, Any] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    none: Sequence[str] = ()
    marks: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    register: Mapping[str, int] = field(default_factory=dict)
    before: Figures | None = None
    written: Mapping[str, str] = field(default_factory=dict)  # as typed, when it could not be read
    unread: Mapping[str, str] = field(default_factory=dict)


def short(period: Period) -> str:
    """A period as a column's title: "Quý II/2019"."""
    if period.kind is Kind.TERM:
        return period.label()
    facts = {
        "year": period.year,
        "number": period.number,
        "roman": ROMAN[(period.number - 1) % 4],
    }
    texts = {
        Kind.MONTH: _("Tháng %(number)s/%(year)s"),
        Kind.QUARTER: _("Quý %(roman)s/%(year)s"),
        Kind.H1: _("6T/%(year)s"),
        Kind.H2: _("6T cuối/%(year)s"),
        Kind.M9: _("9T/%(year)s"),
        Kind.YEAR: _("Năm %(year)s"),
    }
    return texts[period.kind] % facts


def heads(history: History) -> Heads:
    period = history.period
    before, year = history.previous, history.last_year
    return Heads(
        previous=short(before.period.in_period) if before else _("Kỳ trước"),
        last_year=short(year.period.cumulative or year.period) if year else _("Cùng kỳ năm trước"),
        now=short(period.in_period),
        cumulative=_("Lũy kế %(period)s")
        % {"period": short(period.cumulative) if period.cumulative else _("từ đầu năm")},
        restated=bool((before and before.restated) or (year and year.restated)),
    )


def rows(source: Source) -> list[RowView]:
    found: list[RowView] = []
    heading = ""
    for line in source.lines:
        title = in_words(line, "heading")
        found.append(_row(line, title if title != heading else "", source))
        heading = title
    return found


def _row(line: FormRow, heading: str, source: Source) -> RowView:
    row = line.as_rule()
    parts = PARTS[row.kind]
    cells = [Cell(f"{row.code}:{part}", 0, row, part) for part in parts]
    if row.kind is IndicatorKind.CONDITION and source.leaf:
        cells = cells[:1]
    views = [_cell(cell, source) for cell in cells]
    previous, year = source.history.previous, source.history.last_year
    return RowView(
        code=row.code,
        name=in_words(line.indicator),
        unit=in_words(line.indicator, "counting_unit"),
        heading=heading,
        guidance=in_words(line, "guidance"),
        kind=row.kind.value,
        rule=f"{KIND_LABELS[row.kind]}; {AGGREGATION_LABELS[row.aggregation]}",
        source=line.indicator.source,
        first=views[0],
        second=views[1] if len(views) > 1 else None,
        previous=_earlier(row.code, row.kind, previous, year=False),
        last_year=_earlier(row.code, row.kind, year, year=True),
        share=_share(row.code, row.kind, source.figures),
        names=tuple(str(name) for _unit, name in source.names.get(row.code, ())),
        messages=tuple(_messages([f"{row.code}:{part}" for part in parts], source)),
        trend=_trend(row.code, row.kind, source),
    )


def _cell(cell: Cell, source: Source) -> CellView:
    value = source.figures.get(cell.key)
    findings = [finding for finding in source.findings if finding.cell == cell.key]
    text = source.explanations.get(cell.key, "")
    warns = any(finding.level is Level.WARNING for finding in findings)
    suggested = source.history.suggested(cell, source.figures) if value is None else None
    register = source.register.get(cell.key)
    offered = suggested if suggested is not None else register if register != value else None
    was = source.before.get(cell.key) if source.before is not None else value
    return CellView(
        key=cell.key,
        label=str(PART_LABELS[cell.part]),
        part=cell.part.value,
        value=value,
        shown=source.written.get(cell.key, "" if value is None else vi_number(value)),
        editable=cell.key in source.typed,
        choice=cell.row.kind is IndicatorKind.CONDITION and source.leaf,
        state=_state(value, findings, text, unread=cell.key in source.unread),
        hint=_hint(cell, source) if suggested is not None else "",
        offered=offered,
        offer_from=_("tính tiếp từ kỳ trước") if suggested is not None else _("cây tổ chức"),
        explanation=text,
        asks=warns,
        none=cell.key in source.none,
        mark=mark_of(source.marks.get(cell.key)),
        was=("–" if was is None else vi_number(was)) if was != value else "",
    )


def _state(value: int | None, findings: Sequence[Finding], text: str, *, unread: bool) -> str:
    levels = {finding.level for finding in findings}
    missing_only = value is None and not unread
    if unread or (Level.ERROR in levels and not missing_only):
        return "err"
    if Level.WARNING in levels and not text.strip():
        return "warn"
    return "" if value is None else "saved"


def _hint(cell: Cell, source: Source) -> str:
    year = source.history.this_year
    before = year.figures.get(cell.key) if year else None
    if year is None or before is None:
        return ""
    return _("%(period)s đã báo lũy kế %(before)s") % {
        "period": short(year.period.cumulative or year.period),
        "before": vi_number(before),
    }


def mark_of(mark: Any) -> str:
    """Who wrote a cell last and when; of the registers only where it came from."""
    if not mark:
        return ""
    _version, moment, who = mark
    if not moment:
        return _("lấy từ %(source)s") % {"source": who}
    here = datetime.fromisoformat(moment).astimezone(ZONE)
    return f"{here:%H:%M} {vi(here.date())}, {who}"


def _messages(keys: Iterable[str], source: Source) -> Iterable[Message]:
    for cell_key in keys:
        if cell_key in source.unread:
            yield Message("err", source.unread[cell_key], cell_key)
        for finding in source.findings:
            # An empty cell is no fault while one writes; it is counted, and named when one wants to send.
            if finding.cell == cell_key and finding.code != "missing":
                kind = "err" if finding.level is Level.ERROR else "warn"
                yield Message(kind, sentence(finding), cell_key)
        for text in source.remarks.get(cell_key, ()):
            yield Message("remark", text, cell_key)


def _earlier(code: str, kind: IndicatorKind, past: Past | None, *, year: bool) -> str:
    """The figure of an earlier period that this row is compared with; cumulative against the last year."""
    if past is None:
        return "–"
    if kind in {IndicatorKind.RATIO, IndicatorKind.CONDITION}:
        return _share(code, kind, past.figures) or "–"
    part = CellPart.VALUE
    if kind is IndicatorKind.FLOW:
        part = CellPart.CUMULATIVE if year else CellPart.IN_PERIOD
    value = past.figures.get(f"{code}:{part}")
    return "–" if value is None else vi_number(value)


def _share(code: str, kind: IndicatorKind, figures: Figures) -> str:
    """ "94,66%" of a ratio, "4/11" of a condition."""
    if kind is IndicatorKind.RATIO:
        found = ratio(
            figures.get(f"{code}:{CellPart.NUMERATOR}"), figures.get(f"{code}:{CellPart.DENOMINATOR}")
        )
        return "" if found is None else f"{vi_number(found, 2)}%"
    if kind is IndicatorKind.CONDITION:
        count, base = figures.get(f"{code}:{CellPart.COUNT}"), figures.get(f"{code}:{CellPart.BASE}")
        return "" if count is None or base is None else f"{vi_number(count)}/{vi_number(base)}"
    return ""


def _trend(code: str, kind: IndicatorKind, source: Source) -> Trend | None:
    """The figure in the period over the last periods of the same kind and this one; from two figures on."""
    part = {IndicatorKind.FLOW: CellPart.IN_PERIOD, IndicatorKind.RATIO: CellPart.NUMERATOR}.get(
        kind, CellPart.VALUE if kind is IndicatorKind.STOCK else CellPart.COUNT
    )
    cell_key = f"{code}:{part}"
    history = source.history
    alike = [
        past
        for past in history.past
        if (past.period.kind, past.period.merged) == (history.period.kind, history.period.merged)
    ]
    values = [(short(past.period.in_period), past.figures.get(cell_key)) for past in reversed(alike)]
    values.append((short(history.period.in_period), source.figures.get(cell_key)))
    known = [value for _label, value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = tuple(
        Point(label, value, round(EDGE + at * step), _height(value, low, high))
        for at, (label, value) in enumerate(values)
    )
    drawn = [point for point in points if point.value is not None]
    line = " ".join(f"{point.x},{point.y}" for point in drawn)
    return Trend(points, line, drawn[-1], str(PART_LABELS[part]))


def _height(value: int | None, low: int, high: int) -> int:
    """Integers all through: a figure of 10^12 keeps its place as exactly as one of 7."""
    if value is None or high == low:
        return HEIGHT // 2
    return HEIGHT - EDGE - (value - low) * (HEIGHT - 2 * EDGE - 8) // (high - low)
