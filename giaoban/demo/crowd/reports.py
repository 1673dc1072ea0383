"""Reports of many units of one round, from the first cell to where each one stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from giaoban.audit import services as audit
from giaoban.demo.stories.stage import HOUSE
from giaoban.reporting import search
from giaoban.reporting.models import (
    Adjustment,
    Draft,
    Move,
    Obligation,
    OutlineSection,
    Passage,
    Round,
    Submission,
)
from giaoban.reporting.queries.consolidation import figures_for
from giaoban.reporting.queries.places import places
from giaoban.reporting.rules import PROCESS, State
from giaoban.reporting.rules.cells import Cell, CellPart, IndicatorKind
from giaoban.reporting.rules.sealing import digest
from giaoban.reporting.services.moves import steps
from giaoban.reporting.services.sending import sealed_facts

NUMBER, SIGNER = "(số minh họa)", "Lãnh đạo đơn vị (minh họa)"
BATCH = 2000
HOURS = timedelta(hours=1)
# Along which moves a report comes to its state.
ROADS = {
    State.DRAFTING: ("begin",),
    State.APPROVAL: ("begin", "submit"),
    State.SENT: ("begin", "submit", "send"),
    State.RECEIVED: ("begin", "submit", "send", "receive"),
    State.ACCEPTED: ("begin", "submit", "send", "accept"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One unit: its cells by key, its sentences by kind of section, when it sent, where it stands now."""

    unit_id: int
    figures: Mapping[str, int]
    texts: Mapping[str, Sequence[str]]
    sent: datetime
    state: State = State.ACCEPTED
    taken_in: datetime | None = None
    explanations: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Any] | None = None
    included: Mapping[str, Any] = field(default_factory=dict)


def adding_up(
    of: Round,
    unit_id: int,
    texts: Mapping[str, Sequence[str]],
    sent: datetime,
    *,
    state: State = State.ACCEPTED,
    taken_in: datetime | None = None,
) -> Line:
    """The report of a unit above the leaves: what was accepted below it by now, and who is in."""
    found = figures_for(Obligation.objects.select_related("round").get(round=of, unit_id=unit_id))
    figures = {cell.key: found.figures[cell.position] for cell in found.cells}
    return Line(
        unit_id,
        {key: value for key, value in figures.items() if value is not None},
        texts,
        sent,
        state,
        taken_in,
        names={code: [list(pair) for pair in named] for code, named in found.names.items()},
        included=found.record(),
    )


def adjust(
    of: Round, unit_ids: Sequence[int], deltas: Mapping[str, int], reason: str, when: datetime
) -> None:
    """Each of these superiors corrects cells of what was added up below it."""
    owed = Obligation.objects.filter(round=of, unit_id__in=unit_ids).order_by("pk")
    Adjustment.objects.bulk_create(
        Adjustment(
            obligation=row,
            cell=cell,
            delta=delta,
            reason=reason,
            made_at=when,
            made_label=HOUSE.actor_label,
        )
        for row in owed
        for cell, delta in deltas.items()
    )
    audit.record(HOUSE, "demo.crowd", of, unit_id=of.unit_id, changes={"adjustments": [0, len(owed)]})


def report(of: Round, lines: Sequence[Line], *, found: bool = True) -> int:
    """Write the reports of `lines`; `found` makes them known to the search. How many were written."""
    cells = of.form_version.cells()
    owed = {
        row.unit_id: row
        for row in Obligation.objects.filter(round=of, unit_id__in=[line.unit_id for line in lines])
    }
    short = {unit_id: place.short for unit_id, place in places(owed, of.cut_off).items()}
    sections = {section.kind: section for section in of.form_version.sections.order_by("-position")}
    pairs = [(line, owed[line.unit_id]) for line in lines]
    for _line, row in pairs:
        row.round = of
    _drafts(pairs, cells, short)
    written = _passages(pairs, sections)
    sent = _submissions(pairs, cells, short, written)
    _moves(pairs, sent)
    _taken_in(of, pairs)
    if found:
        search.reindex([row.pk for row in sent.values()])
    audit.record(HOUSE, "demo.crowd", of, unit_id=of.unit_id, changes={"reports": [0, len(pairs)]})
    return len(pairs)


Pairs = Sequence[tuple[Line, Obligation]]


def _drafts(pairs: Pairs, cells: Sequence[Cell], short: Mapping[int, str]) -> None:
    Draft.objects.bulk_create(
        (
            Draft(
                obligation=row,
                version=2,
                figures=_whole(line, row, cells) if row.leaf else {},
                explanations=dict(line.explanations),
                names=_names(line, row, cells, short) if row.leaf else {},
                saved_at=line.sent - 4 * HOURS,
                saved_label=HOUSE.actor_label,
            )
            for line, row in pairs
        ),
        batch_size=BATCH,
    )


def _passages(pairs: Pairs, sections: Mapping[str, OutlineSection]) -> dict[int, list[Passage]]:
    """Passages of the drafts, by unit, in the order of the outline."""
    made = {
        line.unit_id: [
            Passage(obligation=row, section=sections[kind], position=position, text=text)
            for kind in sorted(line.texts, key=lambda kind: sections[kind].position)
            for position, text in enumerate(line.texts[kind], start=1)
        ]
        for line, row in pairs
    }
    Passage.objects.bulk_create((one for ones in made.values() for one in ones), batch_size=BATCH)
    return made


def _submissions(
    pairs: Pairs, cells: Sequence[Cell], short: Mapping[int, str], written: Mapping[int, list[Passage]]
) -> dict[int, Submission]:
    """The sealed versions of those who sent, by unit, with their own copies of the passages."""
    made: dict[int, Submission] = {}
    for line, row in pairs:
        if "send" not in ROADS[line.state]:
            continue
        figures = _whole(line, row, cells)
        submission = Submission(
            obligation=row,
            number=1,
            figures=[figures[cell.key] for cell in cells],
            explanations=dict(line.explanations),
            names=_names(line, row, cells, short),
            included=dict(line.included),
            document_number=NUMBER,
            document_date=line.sent.date(),
            signer=SIGNER,
            sent_at=line.sent,
            sent_label=HOUSE.actor_label,
        )
        submission.hash = digest(sealed_facts(submission, written[line.unit_id]))
        made[line.unit_id] = submission
    Submission.objects.bulk_create(made.values(), batch_size=BATCH)
    Passage.objects.bulk_create(_copies(made, written), batch_size=BATCH)
    return made


def _copies(sent: Mapping[int, Submission], written: Mapping[int, list[Passage]]) -> Iterator[Passage]:
    for unit_id, submission in sent.items():
        for position, one in enumerate(written[unit_id], start=1):
            yield Passage(
                obligation_id=one.obligation_id,
                submission=submission,
                section=one.section,
                position=position,
                text=one.text,
            )


def _moves(pairs: Pairs, sent: Mapping[int, Submission]) -> None:
    """Each report along its road, a row of the log for every move."""
    log = []
    for line, row in pairs:
        times = {"begin": line.sent - 5 * HOURS, "submit": line.sent - 2 * HOURS, "send": line.sent}
        for move in ROADS[line.state]:
            edge = PROCESS.move(row.state, move)
            log.append(
                Move(
                    obligation=row,
                    move=move,
                    source=row.state,
                    target=edge.target,
                    at=times.get(move) or line.taken_in or line.sent + HOURS,
                    by_label=HOUSE.actor_label,
                )
            )
            row.state, row.version = edge.target, row.version + 1
        if (submission := sent.get(row.unit_id)) is not None:
            row.current, row.first_sent_at = submission, line.sent
            row.accepted = submission if row.state == State.ACCEPTED else None
    Move.objects.bulk_create(log, batch_size=BATCH)
    changed = ["state", "version", "current", "accepted", "first_sent_at"]
    Obligation.objects.bulk_update([row for _line, row in pairs], changed, batch_size=BATCH)


def _taken_in(of: Round, pairs: Pairs) -> None:
    """What a superior's report includes counts as consolidated once it is sent."""
    inside = [part["unit"] for line, _row in pairs for part in line.included.get("included", ())]
    if inside:
        steps(HOUSE, list(Obligation.objects.filter(round=of, unit_id__in=inside)), "consolidate")


def _whole(line: Line, row: Obligation, cells: Sequence[Cell]) -> dict[str, int | None]:
    """All cells; a unit at the bottom that answers a condition is one of one."""
    whole: dict[str, int | None] = {cell.key: line.figures.get(cell.key) for cell in cells}
    for cell in cells:
        answered = whole.get(f"{cell.row.code}:{CellPart.COUNT}") is not None
        if row.leaf and cell.part is CellPart.BASE and answered:
            whole[cell.key] = 1
    return whole


def _names(line: Line, row: Obligation, cells: Sequence[Cell], short: Mapping[int, str]) -> dict[str, Any]:
    if line.names is not None:
        return dict(line.names)
    yes = [cell for cell in cells if cell.row.kind is IndicatorKind.CONDITION and cell.part is CellPart.COUNT]
    return {cell.row.code: [[row.unit_id, short[row.unit_id]]] for cell in yes if line.figures.get(cell.key)}
