"""One arrival on one screen: figures that moved, the unit's explanations, passages that are new, and where
the words disagree with the table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from giaoban.reporting.models import Obligation, OutlineSection, Passage, Remark, Submission
from giaoban.reporting.queries import texts
from giaoban.reporting.queries.figures import History, history_of, keyed
from giaoban.reporting.rules.cells import Cell, CellPart, IndicatorKind
from giaoban.reporting.rules.passages import Novelty, novelty, word_changes
from giaoban.reporting.rules.rollup import change, ratio

# A change beyond this is shown first where the row has no limit of its own, in percent.
NOTABLE = 20
_SECOND = {CellPart.DENOMINATOR, CellPart.BASE}


@dataclass(frozen=True, slots=True)
class CellLine:
    """A figure beside those of before. A ratio is one line: numerator over `whole`."""

    cell: Cell
    now: int | None
    whole: int | None
    previous: int | None
    last_year: int | None
    on_previous: Decimal | None
    on_last_year: Decimal | None
    warnings: tuple[str, ...]
    explanation: str
    earlier_version: int | None
    revised: bool
    remarks: tuple[Remark, ...]

    @property
    def notable(self) -> bool:
        """Whether it is shown before the others: warned about, revised, or changed beyond its limit."""
        return bool(self.warnings) or self.revised or bool(self.tone or self.tone_last_year)

    @property
    def tone(self) -> str:
        """How the change stands out: "late" where it was warned about, "soon" beyond the limit."""
        return self._tone(self.on_previous)

    @property
    def tone_last_year(self) -> str:
        return self._tone(self.on_last_year)

    @property
    def percent(self) -> Decimal | None:
        """The figure itself, where it is a ratio."""
        if self.cell.row.kind != IndicatorKind.RATIO:
            return None
        return ratio(self.now, self.whole)

    def _tone(self, moved: Decimal | None) -> str:
        if moved is None or abs(moved) <= (self.cell.row.change_limit or NOTABLE):
            return ""
        return "late" if self.warnings else "soon"


@dataclass(frozen=True, slots=True)
class PassageLine:
    """A passage, whether it is new, and against which earlier one; its figures marked."""

    passage: Passage
    novelty: Novelty
    earlier: str
    changes: tuple[tuple[str, str], ...]
    pieces: tuple[texts.Piece, ...]
    remarks: tuple[Remark, ...]

    @property
    def differs(self) -> bool:
        return any(piece.kind == "differs" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Arrival:
    """`before` is the version sent before this one, with the remarks that sent it back."""

    submission: Submission
    before: Submission | None
    asked: tuple[Remark, ...]
    figures: tuple[CellLine, ...]
    sections: tuple[tuple[OutlineSection, tuple[PassageLine, ...]], ...]
    history: History

    @property
    def notable(self) -> list[CellLine]:
        return [line for line in self.figures if line.notable]

    @property
    def quiet(self) -> list[CellLine]:
        return [line for line in self.figures if not line.notable]

    @property
    def fresh(self) -> list[tuple[OutlineSection, list[PassageLine]]]:
        """Passages to read: new, changed, or at odds with the table; by section."""
        return self._by(wanted=True)

    @property
    def same(self) -> list[tuple[OutlineSection, list[PassageLine]]]:
        return self._by(wanted=False)

    @property
    def same_count(self) -> int:
        return sum(len(lines) for _section, lines in self.same)

    def _by(self, *, wanted: bool) -> list[tuple[OutlineSection, list[PassageLine]]]:
        found = []
        for section, lines in self.sections:
            kept = [line for line in lines if (line.novelty != Novelty.SAME or line.differs) is wanted]
            if kept:
                found.append((section, kept))
        return found


def arrival(obligation: Obligation) -> Arrival:
    """What the desk shows of the version that stands; some twelve queries, whatever its size."""
    submission = obligation.current
    if submission is None:
        raise ValueError("nothing has arrived")
    history = history_of(obligation)
    cells = obligation.round.form_version.cells()
    before = _before(submission)
    remarks = list(Remark.objects.filter(submission__in=[submission, *([before] if before else [])]))
    mine = [remark for remark in remarks if remark.submission_id == submission.pk]
    figures = _figures(cells, submission, before, history, mine)
    return Arrival(
        submission,
        before,
        tuple(remark for remark in remarks if remark.submission_id != submission.pk),
        tuple(figures),
        tuple(_passages(history, submission, before, cells, mine)),
        history,
    )


def _figures(
    cells: Sequence[Cell],
    submission: Submission,
    before: Submission | None,
    history: History,
    remarks: Sequence[Remark],
) -> list[CellLine]:
    now = keyed(cells, submission.figures)
    old = keyed(cells, before.figures) if before else now
    previous = history.previous.figures if history.previous else {}
    last_year = history.last_year.figures if history.last_year else {}
    lines = []
    for cell in cells:
        if cell.part in _SECOND:
            continue
        key = cell.key
        told = tuple(
            str(one["text"])
            for one in submission.warnings
            if one["cell"] == key and one["code"] != texts.TEXT_DIFFERS
        )
        lines.append(
            CellLine(
                cell,
                now[key],
                _whole(cells, cell, now),
                previous.get(key),
                last_year.get(key),
                change(now[key], previous.get(key)),
                change(now[key], last_year.get(key)),
                told,
                submission.explanations.get(key, ""),
                old[key],
                old[key] != now[key],
                tuple(remark for remark in remarks if remark.cell == key),
            )
        )
    return lines


def _whole(cells: Sequence[Cell], cell: Cell, figures: Mapping[str, int | None]) -> int | None:
    if cell.row.kind not in {IndicatorKind.RATIO, IndicatorKind.CONDITION}:
        return None
    beside = next(one for one in cells if one.row == cell.row and one.part in _SECOND)
    return figures[beside.key]


def _passages(
    history: History,
    submission: Submission,
    before: Submission | None,
    cells: Sequence[Cell],
    remarks: Sequence[Remark],
) -> Iterable[tuple[OutlineSection, tuple[PassageLine, ...]]]:
    """By section, each against the version before it, or against the period before when it is the first."""
    rows = texts.known(cells, keyed(cells, submission.figures))
    measured = before.pk if before else history.latest
    wanted = Passage.objects.filter(submission_id__in=[submission.pk, *([measured] if measured else [])])
    every = list(wanted.select_related("section").order_by("section__position", "position", "pk"))
    earlier: dict[str, list[str]] = {}
    for passage in every:
        if passage.submission_id != submission.pk:
            earlier.setdefault(passage.section.number, []).append(passage.text)
    mine = [passage for passage in every if passage.submission_id == submission.pk]
    for section, group in groupby(mine, key=lambda passage: passage.section):
        lines = []
        for passage in group:
            kind, nearest = novelty(passage.text, earlier.get(section.number, ()))
            telling = section.kind in texts.TELLING
            lines.append(
                PassageLine(
                    passage,
                    kind,
                    nearest,
                    tuple(word_changes(nearest, passage.text)) if kind == Novelty.CHANGED else (),
                    tuple(texts.pieces(passage.text, rows, telling=telling)),
                    tuple(remark for remark in remarks if remark.passage_id == passage.pk),
                )
            )
        yield section, tuple(lines)


def _before(submission: Submission) -> Submission | None:
    """The version that the unit sent before this one."""
    if submission.number == 1:
        return None
    earlier = Submission.objects.filter(obligation_id=submission.obligation_id, number=submission.number - 1)
    return earlier.first()
