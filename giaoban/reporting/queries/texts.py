"""Passages read against the figures of their own report: what is marked in the text, what disagrees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core.numbers import vi_number
from giaoban.reporting.models import Passage, SectionKind, Submission
from giaoban.reporting.rules.cells import Cell, CellPart
from giaoban.reporting.rules.passages import Known, Mark, marks

TEXT_DIFFERS = "text_differs"
# Sections that tell what was; tasks and recommendations speak of what shall be.
TELLING = frozenset({SectionKind.RESULT, SectionKind.SHORTCOMING})
_WHOLE = {CellPart.DENOMINATOR, CellPart.BASE}


def known(cells: Sequence[Cell], figures: Mapping[str, int | None]) -> list[Known]:
    """The rows of a report as its text may speak of them."""
    values: dict[str, list[int | None]] = {}
    wholes: dict[str, int | None] = {}
    names: dict[str, str] = {}
    for cell in cells:
        code = cell.row.code
        names[code] = cell.row.name
        if cell.part in _WHOLE:
            wholes[code] = figures.get(cell.key)
        else:
            values.setdefault(code, []).append(figures.get(cell.key))
    return [Known(code, name, tuple(values[code]), wholes.get(code)) for code, name in names.items()]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text: plain (kind ""), or a figure that the table confirms ("same") or not ("differs")."""

    text: str
    kind: str = ""
    hint: str = ""


def pieces(text: str, rows: Sequence[Known], *, telling: bool = True) -> list[Piece]:
    """A passage with its figures marked, for the page; outside telling sections nothing is marked."""
    by_code = {row.code: row for row in rows}
    found, at = [], 0
    for mark in marks(text, rows) if telling else ():
        if mark.start > at:
            found.append(Piece(text[at : mark.start]))
        row = by_code[mark.code]
        found.append(Piece(text[mark.start : mark.end], "same" if mark.agrees else "differs", table(row)))
        at = mark.end
    if at < len(text):
        found.append(Piece(text[at:]))
    return found


def table(row: Known) -> str:
    """What the table says of a row, as the hint of a marked figure."""
    shown = " · ".join(vi_number(value) for value in row.values if value is not None)
    if row.whole is not None:
        shown = f"{shown}/{vi_number(row.whole)}"
    return _("Biểu, “%(name)s”: %(figures)s") % {"name": row.name, "figures": shown}


def differing(
    cells: Sequence[Cell], figures: Mapping[str, int | None], passages: Iterable[Passage]
) -> list[dict[str, Any]]:
    """Warnings of a version for figures in its text that its own table does not confirm; `position` is the
    place of the passage among all of the report, from 1."""
    rows = known(cells, figures)
    by_code = {row.code: row for row in rows}
    first = {code: next(cell.key for cell in cells if cell.row.code == code) for code in by_code}
    found = []
    for position, passage in enumerate(passages, start=1):
        if passage.section.kind not in TELLING:
            continue
        for mark in _wrong(marks(passage.text, rows)):
            facts = {
                "section": passage.section.number,
                "figure": passage.text[mark.start : mark.end],
                "table": table(by_code[mark.code]),
            }
            text = _("Lời văn mục %(section)s ghi %(figure)s. %(table)s.") % facts
            found.append(
                {
                    "cell": first[mark.code],
                    "code": TEXT_DIFFERS,
                    "text": text,
                    "explanation": "",
                    "position": position,
                }
            )
    return found


def _wrong(found: Iterable[Mark]) -> Iterable[Mark]:
    return (mark for mark in found if not mark.agrees)


def warning_count(submission: Submission) -> int:
    """How many things the desk should look at in this version; they were written down when it was sent."""
    return len(submission.warnings)
