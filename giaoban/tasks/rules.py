"""Tasks: the process of an assignment as a table, the one function of its label, and what facts must hold.

States and labels of cycle.md §1.6: the state is stored, the label follows from it, the due day and today.
A report that was sent back counts as not made (Thanh Hóa 2025, cycle.md 1.6.2), so `done_at` is the day of
the report that was confirmed.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from giaoban.core import calendar
from giaoban.core.transitions import process

WARN_DAYS = 5
BOOK = "correspondence.book"  # programmes of tasks that a unit gives itself by bút phê, one a year
EVIDENCE = "tasks.assignment"  # the kind under which files stand with an assignment
USUAL_EXTENSIONS = 2  # a habit, not verified in any instrument: more are counted and shown, never refused
NOTE_LIMIT, TITLE_LIMIT, WORDING_LIMIT, NUMBER_LIMIT = 2000, 400, 4000, 20


class Permission(StrEnum):
    VIEW = "tasks.view"
    WORK = "tasks.work"
    DIRECT = "tasks.direct"


class State(StrEnum):
    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    REPORTED_DONE = "reported_done"
    RETURNED = "returned"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    ONE_OFF = "one_off"
    RECURRING = "recurring"
    NO_DEADLINE = "no_deadline"


class ProgrammeState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    CLOSED = "closed"


class ExtensionState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class Word(StrEnum):
    """The label of an assignment; its Vietnamese stands in labels.py."""

    TODO = "todo"
    DOING = "doing"
    SOON = "soon"
    WAITING = "waiting"
    LATE = "late"
    BACK = "back"
    DONE = "done"
    DONE_LATE = "done_late"
    NO_DUE = "no_due"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


S = State
PROCESS = process(
    # move, from, to, who may
    ("acknowledge", [S.NEW], S.ACKNOWLEDGED, Permission.WORK),
    ("start", [S.NEW, S.ACKNOWLEDGED, S.RETURNED], S.IN_PROGRESS, Permission.WORK),
    ("report_progress", [S.ACKNOWLEDGED, S.IN_PROGRESS, S.RETURNED], S.IN_PROGRESS, Permission.WORK),
    ("report_done", [S.IN_PROGRESS, S.RETURNED], S.REPORTED_DONE, Permission.WORK),
    ("accept", [S.REPORTED_DONE], S.CLOSED, Permission.DIRECT),
    ("return", [S.REPORTED_DONE], S.RETURNED, Permission.DIRECT),
    ("suspend", [S.NEW, S.ACKNOWLEDGED, S.IN_PROGRESS, S.RETURNED], S.SUSPENDED, Permission.DIRECT),
    ("resume", [S.SUSPENDED], S.NEW, Permission.DIRECT),
    (
        "cancel",
        [S.NEW, S.ACKNOWLEDGED, S.IN_PROGRESS, S.RETURNED, S.SUSPENDED],
        S.CANCELLED,
        Permission.DIRECT,
    ),
)
MOVES = tuple(dict.fromkeys(t.move for t in PROCESS.transitions))
OPEN_STATES = (S.NEW, S.ACKNOWLEDGED, S.IN_PROGRESS, S.REPORTED_DONE, S.RETURNED)
WORKED_STATES = (S.NEW, S.ACKNOWLEDGED, S.IN_PROGRESS, S.RETURNED)  # the unit still has something to do
REPORTED_STATES = (S.REPORTED_DONE, S.CLOSED)
NEED_NOTE = frozenset({"return", "suspend", "cancel"})
WITH_PERCENT = frozenset({"report_progress", "report_done"})
DONE_WORDS = (Word.DONE, Word.DONE_LATE)
OPEN_WORDS = (Word.LATE, Word.BACK, Word.SOON, Word.TODO, Word.DOING, Word.NO_DUE, Word.WAITING)


# --- the label -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Label:
    """`kind` is the shape and colour of the status, `word` what it says, `days` how many days it is late."""

    kind: str
    word: Word
    days: int = 0


def label(
    state: str,
    kind: str,
    due: date | None,
    reported_on: date | None,
    today: date,
    *,
    warn_days: int = WARN_DAYS,
) -> Label:
    """The one label of an assignment on a day.

    `due` is the day after approved extensions; `reported_on` is the day the completion was first reported
    while it waits, and the day of the report that was confirmed once it is closed.

    >>> on, due = date(2019, 9, 16), date(2019, 9, 30)
    >>> label("new", "one_off", due, None, on)
    Label(kind='todo', word=<Word.TODO: 'todo'>, days=0)
    >>> label("acknowledged", "one_off", due, None, on).word.value
    'todo'
    >>> label("in_progress", "one_off", due, None, on)
    Label(kind='doing', word=<Word.DOING: 'doing'>, days=0)

    Due soon: within five working days (23 September is a Monday).

    >>> label("in_progress", "one_off", due, None, date(2019, 9, 23))
    Label(kind='soon', word=<Word.SOON: 'soon'>, days=0)
    >>> label("in_progress", "one_off", due, None, date(2019, 9, 20)).word.value
    'doing'
    >>> label("new", "one_off", due, None, due).word.value
    'soon'

    Late from the day after; days are calendar days.

    >>> label("in_progress", "one_off", due, None, date(2019, 10, 3))
    Label(kind='late', word=<Word.LATE: 'late'>, days=3)

    Reported in time is never late while it waits; reported late is.

    >>> label("reported_done", "one_off", due, date(2019, 9, 30), date(2019, 10, 20))
    Label(kind='doing', word=<Word.WAITING: 'waiting'>, days=0)
    >>> label("reported_done", "one_off", due, date(2019, 10, 2), date(2019, 10, 20))
    Label(kind='late', word=<Word.LATE: 'late'>, days=2)

    Closed on time, closed late.

    >>> label("closed", "one_off", due, date(2019, 9, 30), date(2020, 1, 1))
    Label(kind='done', word=<Word.DONE: 'done'>, days=0)
    >>> label("closed", "one_off", due, date(2019, 10, 2), date(2020, 1, 1))
    Label(kind='done', word=<Word.DONE_LATE: 'done_late'>, days=2)

    Sent back: the due day stays, so past it the unit is late again (cycle.md 1.6.2).

    >>> label("returned", "one_off", due, date(2019, 9, 12), on)
    Label(kind='back', word=<Word.BACK: 'back'>, days=0)
    >>> label("returned", "one_off", due, date(2019, 9, 12), date(2019, 10, 1))
    Label(kind='late', word=<Word.LATE: 'late'>, days=1)

    Without a deadline; suspended; cancelled.

    >>> label("new", "no_deadline", None, None, on)
    Label(kind='todo', word=<Word.NO_DUE: 'no_due'>, days=0)
    >>> label("in_progress", "one_off", None, None, on)
    Label(kind='doing', word=<Word.NO_DUE: 'no_due'>, days=0)
    >>> label("returned", "no_deadline", None, on, on).word.value
    'back'
    >>> label("closed", "no_deadline", None, on, on).word.value
    'done'
    >>> label("suspended", "one_off", due, None, date(2020, 1, 1)).word.value
    'suspended'
    >>> label("cancelled", "one_off", due, None, date(2020, 1, 1)).word.value
    'cancelled'
    """
    if state in STANDING_STILL:
        return STANDING_STILL[state]
    deadline = None if kind == Kind.NO_DEADLINE else due
    over = _days_over(deadline, reported_on if state in REPORTED_STATES else today)
    if state == State.CLOSED:
        return Label("done", Word.DONE_LATE if over else Word.DONE, over)
    if over:
        return Label("late", Word.LATE, over)
    return WITH_THE_OTHER_SIDE.get(state) or _running(state, deadline, today, warn_days)


STANDING_STILL = {
    State.CANCELLED.value: Label("todo", Word.CANCELLED),
    State.SUSPENDED.value: Label("todo", Word.SUSPENDED),
}
WITH_THE_OTHER_SIDE = {
    State.REPORTED_DONE.value: Label("doing", Word.WAITING),
    State.RETURNED.value: Label("back", Word.BACK),
}


def _running(state: str, deadline: date | None, today: date, warn_days: int) -> Label:
    shape = "doing" if state == State.IN_PROGRESS else "todo"
    if deadline is None:
        return Label(shape, Word.NO_DUE)
    if deadline < not_soon_from(today, warn_days):
        return Label("soon", Word.SOON)
    return Label(shape, Word(shape))


def _days_over(due: date | None, day: date | None) -> int:
    if due is None or day is None:
        return 0
    return max(0, (day - due).days)


@lru_cache(maxsize=64)
def not_soon_from(today: date, warn_days: int = WARN_DAYS) -> date:
    """The first due day that is not yet soon: more than `warn_days` working days away.

    >>> not_soon_from(date(2019, 9, 23))
    datetime.date(2019, 10, 1)
    """
    return calendar.add_working_days(today, warn_days + 1)


# --- what is written -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """What a programme was born from, as a plain value: no key points upwards."""

    kind: str
    id: int
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task or group as the conclusion words it; `children` are the tasks of a group.

    Who leads and who cooperates falls to the children where they name nobody themselves.
    """

    number: str
    wording: str
    product: str = ""
    kind: str = Kind.ONE_OFF.value
    due: date | None = None
    field: str = ""
    basis_id: int | None = None
    indicator: str = ""
    lead_unit_ids: Sequence[int] = ()
    cooperating_unit_ids: Sequence[int] = ()
    children: Sequence["TaskFacts"] = ()


def percent_after(move: str, before: int, given: int | None) -> int | None:
    """The percent that stands after a move; None when what was given cannot stand.

    A report of completion says 100; progress never reaches it by itself, the unit says "done" for that.

    >>> percent_after("report_progress", 20, 55), percent_after("report_progress", 20, None)
    (55, 20)
    >>> percent_after("report_progress", 0, 101) is None, percent_after("report_progress", 0, -1) is None
    (True, True)
    >>> percent_after("report_done", 40, None), percent_after("accept", 100, None)
    (100, 100)
    >>> percent_after("return", 100, None), percent_after("start", 30, 80)
    (99, 30)
    """
    if move == "report_done":
        return 100
    if move == "return":
        return min(before, 99)
    if move == "report_progress" and given is not None:
        return given if 0 <= given <= 100 else None
    return before


def next_number(parent: str, siblings: Iterable[str]) -> str:
    """The number a further task gets where the conclusion gives none.

    >>> next_number("", ["1", "2"]), next_number("3", ["3.1", "3.2"]), next_number("", ["I", "5"])
    ('3', '3.3', '6')
    >>> next_number("", []), next_number("2", [])
    ('1', '2.1')
    """
    tails = [number.rpartition(".")[2] for number in siblings]
    highest = max((int(tail) for tail in tails if tail.isdecimal()), default=0)
    last = max(highest, len(tails)) + 1
    return f"{parent}.{last}" if parent else str(last)


def number_key(number: str) -> tuple[tuple[int, str], ...]:
    """Numbers as a conclusion counts: 2 before 10, 3.2 before 3.10.

    >>> sorted(["10", "2", "3.10", "3.2", "a"], key=number_key)
    ['2', '3.2', '3.10', '10', 'a']
    """
    parts = number.replace(")", "").split(".")
    return tuple((int(part), "") if part.isdecimal() else (10**6, part) for part in parts)


@dataclass(frozen=True, slots=True)
class Merge:
    """What an assignment of tasks to units does: new pairs, and pairs that are there already."""

    new: tuple[tuple[int, int], ...]
    merged: tuple[tuple[int, int], ...]


def merge(task_ids: Iterable[int], unit_ids: Iterable[int], existing: Collection[tuple[int, int]]) -> Merge:
    """Each task goes to each unit once, however often it was named (cycle.md 1.5.5).

    >>> merge([1, 2], [7, 7, 8], {(1, 7)})
    Merge(new=((1, 8), (2, 7), (2, 8)), merged=((1, 7),))
    """
    units = tuple(dict.fromkeys(unit_ids))
    pairs = [(task, unit) for task in dict.fromkeys(task_ids) for unit in units]
    return Merge(
        tuple(pair for pair in pairs if pair not in existing),
        tuple(pair for pair in pairs if pair in existing),
    )


OUTLINE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5})(?:[.)]\s*|\s+)(?P<wording>\S.*)")


def read_outline(text: str) -> list[TaskFacts]:
    """Tasks out of a pasted list: each begins with its number, a line without one goes on with the last.

    A task whose number begins with another's stands in that group.

    >>> found = read_outline("1. Đại hội\\n1.1 Xây dựng văn kiện\\n1.2. Nhân sự\\n   khóa mới\\n2) Bộ máy")
    >>> [(t.number, t.wording, [c.number for c in t.children]) for t in found]
    [('1', 'Đại hội', ['1.1', '1.2']), ('2', 'Bộ máy', [])]
    >>> found[0].children[1].wording
    'Nhân sự khóa mới'
    >>> [(t.number, [c.number for c in t.children]) for t in read_outline("1. A\\n1.1.1 B\\n2.3 C")]
    [('1', ['1.1.1']), ('2.3', [])]
    >>> read_outline("không có số")
    []
    """
    lines: list[tuple[str, str]] = []
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if begun := OUTLINE.fullmatch(line):
            lines.append((begun["number"], begun["wording"]))
        elif line and lines:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line}")
    return _nested(lines, "")


def _nested(lines: Sequence[tuple[str, str]], above: str) -> list[TaskFacts]:
    numbers = {number for number, _wording in lines}
    return [
        TaskFacts(number, wording, children=_nested(lines, number))
        for number, wording in lines
        if _group_of(number, numbers) == above
    ]


def _group_of(number: str, numbers: Collection[str]) -> str:
    head = number.rpartition(".")[0]
    while head and head not in numbers:
        head = head.rpartition(".")[0]
    return head
