"""The preview of a sheet: what will be written, what stands already, what is wrong and in which cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as Paged
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.accounts.rules import Permission as Accounts
from giaoban.core.actors import Actor
from giaoban.notices.models import LongJob
from giaoban.web.setup import words
from giaoban.web.setup.rules import Checked, Line, Problem, Sheet, Verdict
from giaoban.web.setup.services import Preview
from giaoban.web.setup.sheets import text_of

ROWS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Tab:
    code: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line: what stands in the sheet (label, text, is it faulty), the verdict, a sentence for a fault."""

    number: int
    kind: str
    word: str | Promise
    cells: Sequence[tuple[str, str, bool]]
    problems: Sequence[tuple[str, str]]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    found: Preview
    title: str | Promise
    tabs: Sequence[Tab]
    columns: Sequence[str]
    page: Paged[Any]
    rows: Sequence[Row]
    decision: Sequence[tuple[str, str, str]]
    state: str
    job: LongJob | None
    next_url: str
    next_label: str
    is_set_up: bool


TABS = (
    ("loi", (Verdict.ERROR,), gettext_lazy("Có lỗi")),
    ("ghi", (Verdict.NEW, Verdict.REPLACE), gettext_lazy("Sẽ ghi")),
    ("co", (Verdict.SAME,), gettext_lazy("Đã có, giữ nguyên")),
)


def preview(actor: Actor, found: Preview, tab: str, number: str) -> PreviewPage:
    counts = found.counts
    totals = {code: sum(counts[verdict] for verdict in verdicts) for code, verdicts, _label in TABS}
    known = {code: verdicts for code, verdicts, _label in TABS}
    shown = tab if tab in known else next((code for code in known if totals[code]), "ghi")
    rows = [row for row in found.rows if row.verdict in known[shown]]
    page = Paginator(rows, ROWS_A_PAGE).get_page(number)
    keys = [column.key for column in words.COLUMNS[found.sheet] if column.key in found.parsed.at]
    next_url, next_label = _next(actor)
    return PreviewPage(
        found=found,
        title=words.TITLES[found.sheet],
        tabs=[Tab(code, str(label), totals[code], code == shown) for code, _verdicts, label in TABS],
        columns=[words.title_of(found.sheet, key) for key in keys],
        page=page,
        rows=[_row(found, row, keys) for row in page.object_list],
        decision=_decision(found),
        state=_state(found),
        job=found.job,
        next_url=next_url,
        next_label=next_label,
        is_set_up=actor.can(Accounts.SET_UP),
    )


def _state(found: Preview) -> str:
    if found.job is not None:
        return str(found.job.state)
    if found.errors:
        return "errors"
    return "ready" if found.to_write else "nothing"


def _row(found: Preview, row: Checked[Any], keys: Sequence[str]) -> Row:
    kind, word = words.VERDICTS[row.verdict]
    bad = {problem.column for problem in row.problems}
    made = getattr(row.plan, "code", "")
    cells = []
    for key in keys:
        text = _shown(row.line, key)
        if key == "code" and not text and made:
            text = _("%(code)s (tạo từ tên)") % {"code": made}
        cells.append((words.title_of(found.sheet, key), text, key in bad))
    return Row(
        row.line.row,
        kind,
        word,
        cells,
        [
            (_address(found, row.line.row, problem), words.sentence(found.sheet, problem))
            for problem in row.problems
        ],
        [words.sentence(found.sheet, note) for note in row.notes],
    )


def _shown(line: Line, key: str) -> str:
    value = line.cells.get(key)
    return (
        line.text(key) if isinstance(value, str) or value is None else text_of(getattr(value, "text", value))
    )


def _address(found: Preview, row: int, problem: Problem) -> str:
    """The cell as Excel names it: C12; only the row when the sheet has no such column."""
    at = found.parsed.at.get(problem.column)
    return _("dòng %(row)s") % {"row": row} if at is None else f"{letters(at)}{row}"


def letters(position: int) -> str:
    """The column's letters.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _decision(found: Preview) -> list[tuple[str, str, str]]:
    """(label, value, what is wrong with it) of the lines above the table of units."""
    if found.sheet is not Sheet.UNITS:
        return []
    wrong = {problem.column: words.sentence(found.sheet, problem) for problem in found.decision_problems}
    return [
        (str(column.title), _shown(found.parsed.decision, column.key), wrong.get(column.key, ""))
        for column in words.DECISION
    ]


def _next(actor: Actor) -> tuple[str, str]:
    """Where to go from a sheet that is written."""
    if actor.can(Accounts.SET_UP):
        return reverse("setup:home"), _("Về Thiết lập")
    return reverse("setup:sheets"), _("Về trang nhập từ Excel")
