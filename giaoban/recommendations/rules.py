"""The upward road (`daily.md` §5): states of a kiến nghị, who moves it, what is late, what looks alike.

đã gửi → đã tiếp nhận → đã chuyển xử lý → đã trả lời (chấp thuận | giải đáp | chưa xem xét) → đã rõ | chưa rõ.
An answer that is not clear goes back to the addressee as if just received, with the asker's note.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from giaoban.core import calendar
from giaoban.core.text import fold
from giaoban.core.transitions import process

TEXT_LIMIT, ANSWER_LIMIT, NOTE_LIMIT = 4000, 8000, 1000
MANY = 200  # answered at once, and compared with one another
WARN_DAYS = 3  # working days before the reply is due
LONGEST_WAIT = 400  # days


class Permission(StrEnum):
    VIEW = "recommendations.view"
    SEND = "recommendations.send"
    ANSWER = "recommendations.answer"


class State(StrEnum):
    SENT = "sent"
    RECEIVED = "received"
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    UNDERSTOOD = "understood"
    UNCLEAR = "unclear"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    APPROVED = "approved"
    EXPLAINED = "explained"
    NOT_CONSIDERED = "not_considered"


class Move(StrEnum):
    """What a step may be; SEND begins the road and FOLLOW is done by the house when a unit ends."""

    SEND = "send"
    RECEIVE = "receive"
    FORWARD = "forward"
    ANSWER = "answer"
    UNDERSTAND = "understand"
    UNCLEAR = "unclear"
    WITHDRAW = "withdraw"
    FOLLOW = "follow"


UNANSWERED = (State.SENT, State.RECEIVED, State.FORWARDED, State.UNCLEAR)
REPLIED = (State.ANSWERED, State.UNDERSTOOD)
OPEN = (*UNANSWERED, State.ANSWERED)

PROCESS = process(
    # move           from                                    to                who may
    (Move.RECEIVE, [State.SENT], State.RECEIVED, Permission.ANSWER),
    (Move.FORWARD, UNANSWERED, State.FORWARDED, Permission.ANSWER),
    (Move.ANSWER, UNANSWERED, State.ANSWERED, Permission.ANSWER),
    (Move.UNDERSTAND, [State.ANSWERED], State.UNDERSTOOD, Permission.SEND),
    (Move.UNCLEAR, [State.ANSWERED], State.UNCLEAR, Permission.SEND),
    (Move.WITHDRAW, [State.SENT, State.RECEIVED, State.FORWARDED], State.WITHDRAWN, Permission.SEND),
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the words stand: a passage of a report, a speech, a visit. A plain value, no key upwards."""

    kind: str
    id: int
    label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A mark on the screen: the kind of the status tag and the code of its word."""

    kind: str
    word: str


_KINDS = {
    State.SENT: "todo",
    State.RECEIVED: "doing",
    State.FORWARDED: "doing",
    State.ANSWERED: "done",
    State.UNDERSTOOD: "done",
    State.UNCLEAR: "back",
    State.WITHDRAWN: "todo",
}


def state_label(state: str) -> Label:
    """
    >>> state_label("unclear")
    Label(kind='back', word='unclear')
    """
    return Label(_KINDS[State(state)], state)


def due_label(state: str, due: date, answered_on: date | None, today: date) -> Label | None:
    """How the reply stands against its day; None while there is time, and when it was withdrawn.

    >>> due_label("sent", date(2019, 9, 26), None, date(2019, 9, 16)) is None
    True
    >>> due_label("sent", date(2019, 9, 26), None, date(2019, 9, 23)).word
    'soon'
    >>> due_label("unclear", date(2019, 9, 26), None, date(2019, 9, 27))
    Label(kind='late', word='late')
    >>> due_label("answered", date(2019, 9, 26), date(2019, 9, 26), date(2019, 10, 9)).word
    'on_time'
    >>> due_label("understood", date(2019, 9, 26), date(2019, 9, 27), date(2019, 10, 9))
    Label(kind='late', word='answered_late')
    """
    if state in REPLIED:
        on_time = answered_on is not None and answered_on <= due
        return Label("done", "on_time") if on_time else Label("late", "answered_late")
    if state not in UNANSWERED:
        return None
    if today > due:
        return Label("late", "late")
    if calendar.working_days_between(today, due) <= WARN_DAYS:
        return Label("soon", "soon")
    return None


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Replies due in a window: how many came in time, of how many that had to come by today."""

    on_time: int
    due: int


def punctuality(replies: Sequence[tuple[date, date | None]], today: date) -> Punctuality:
    """Of (due, answered on): what is not due yet and not answered does not count.

    >>> day = date(2019, 9, 16)
    >>> punctuality([(day, day), (day, date(2019, 9, 17)), (date(2019, 9, 15), None), (day, None)], day)
    Punctuality(on_time=1, due=3)
    """
    counted = [(due, given) for due, given in replies if given is not None or due < today]
    return Punctuality(sum(given is not None and given <= due for due, given in counted), len(counted))


# --- what looks alike ------------------------------------------------------------------------------------

ALIKE = 0.5
# Words of every kiến nghị, which say nothing of what is asked.
_COMMON = frozenset(
    fold(
        "đề nghị kiến xem xét sớm và các của cho về trong việc có được đến theo tại với khi là cấp trên"
        " ban tổ chức tỉnh ủy trung ương hướng dẫn"
    ).split()
)


def words(text: str) -> frozenset[str]:
    """The folded words that tell one text from another.

    >>> sorted(words("Đề nghị sớm hướng dẫn chuyển sinh hoạt đảng cho đảng viên"))
    ['chuyen', 'dang', 'hoat', 'sinh', 'vien']
    """
    letters = "".join(c if c.isalnum() else " " for c in fold(text))
    return frozenset(letters.split()) - _COMMON


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that two texts have in common, from 0 to 1.

    >>> likeness(frozenset("abc"), frozenset("bcd")), likeness(frozenset(), frozenset("a"))
    (0.5, 0.0)
    """
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def side_by_side(texts: Sequence[str]) -> list[list[int]]:
    """The numbers of texts that look alike, in groups of two or more; a hint to read them together, no more.

    >>> side_by_side([
    ...     "Đề nghị bổ sung biên chế cho ban tổ chức cấp huyện",
    ...     "Đề nghị cấp kinh phí mua máy tính quản lý đảng viên",
    ...     "Kiến nghị xem xét bổ sung biên chế ban tổ chức cấp huyện, thị xã",
    ... ])
    [[0, 2]]
    """
    bags = [words(text) for text in texts]
    group = list(range(len(texts)))
    for later in range(len(bags)):
        for earlier in range(later):
            if group[later] != group[earlier] and likeness(bags[later], bags[earlier]) >= ALIKE:
                old, new = group[later], group[earlier]
                group = [new if mark == old else mark for mark in group]
    members: dict[int, list[int]] = {}
    for number, mark in enumerate(group):
        members.setdefault(mark, []).append(number)
    return sorted(found for found in members.values() if len(found) > 1)
