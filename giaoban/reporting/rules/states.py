"""The life of one unit's report in one round, as a table; and the six buckets every count is given in.

"Overdue n days" is a flag, never a state; on time is judged at the first sending of the accepted chain
(reporting.md §2, cycle.md R1.3.3).
"""

from datetime import datetime
from enum import StrEnum

from giaoban.core.dates import ZONE
from giaoban.core.transitions import process


class Permission(StrEnum):
    VIEW = "reporting.view"
    WRITE = "reporting.write"
    APPROVE = "reporting.approve"
    REVIEW = "reporting.review"
    CONSOLIDATE = "reporting.consolidate"
    OPEN = "reporting.open"


class State(StrEnum):
    DUE = "due"
    DRAFTING = "drafting"
    APPROVAL = "approval"
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CONSOLIDATED = "consolidated"
    LOCKED = "locked"
    NOT_REQUIRED = "not_required"


class RoundState(StrEnum):
    OPEN = "open"
    LOCKED = "locked"


# Moves of the unit that reports; the others are the receiver's. A report that goes up again after a return
# passes through its own approval again.
OWN_MOVES = frozenset({"begin", "submit", "reject", "send", "withdraw", "resume"})

PROCESS = process(
    # move            from                                target               who may
    ("begin", [State.DUE], State.DRAFTING, Permission.WRITE),
    ("submit", [State.DRAFTING], State.APPROVAL, Permission.WRITE),
    ("reject", [State.APPROVAL], State.DRAFTING, Permission.APPROVE),
    ("send", [State.APPROVAL], State.SENT, Permission.APPROVE),
    ("withdraw", [State.SENT, State.RECEIVED], State.DRAFTING, Permission.APPROVE),
    ("resume", [State.RETURNED], State.DRAFTING, Permission.WRITE),
    ("receive", [State.SENT], State.RECEIVED, Permission.REVIEW),
    ("accept", [State.SENT, State.RECEIVED], State.ACCEPTED, Permission.REVIEW),
    ("return", [State.SENT, State.RECEIVED, State.ACCEPTED], State.RETURNED, Permission.REVIEW),
    ("consolidate", [State.ACCEPTED], State.CONSOLIDATED, Permission.CONSOLIDATE),
    ("release", [State.CONSOLIDATED], State.ACCEPTED, Permission.CONSOLIDATE),
    ("lock", [State.ACCEPTED, State.CONSOLIDATED], State.LOCKED, Permission.OPEN),
    ("excuse", [State.DUE, State.DRAFTING, State.RETURNED], State.NOT_REQUIRED, Permission.OPEN),
    ("require", [State.NOT_REQUIRED], State.DUE, Permission.OPEN),
)

WAITING = frozenset({State.SENT, State.RECEIVED})
TAKEN = frozenset({State.ACCEPTED, State.CONSOLIDATED, State.LOCKED})
WRITABLE = frozenset({State.DUE, State.DRAFTING})


class Bucket(StrEnum):
    """Where a unit stands in a round: exactly one of six."""

    ON_TIME = "on_time"
    LATE = "late"
    WAITING = "waiting"
    RETURNED = "returned"
    NOT_SENT = "not_sent"
    NOT_REQUIRED = "not_required"


def bucket(state: str, first_sent: datetime | None, deadline: datetime) -> Bucket:
    """The bucket of a report: accepted ones by whether their first sending was in time.

    >>> from datetime import datetime
    >>> due = datetime(2019, 9, 23, 17, tzinfo=ZONE)
    >>> bucket("accepted", datetime(2019, 9, 23, 17, 0, tzinfo=ZONE), due).value
    'on_time'
    >>> bucket("locked", datetime(2019, 9, 23, 17, 1, tzinfo=ZONE), due).value
    'late'
    >>> [bucket(s, None, due).value for s in ("due", "drafting", "returned", "not_required")]
    ['not_sent', 'not_sent', 'returned', 'not_required']
    >>> bucket("received", due, due).value
    'waiting'
    """
    if state == State.NOT_REQUIRED:
        return Bucket.NOT_REQUIRED
    if state in TAKEN:
        return Bucket.ON_TIME if first_sent is not None and first_sent <= deadline else Bucket.LATE
    if state in WAITING:
        return Bucket.WAITING
    return Bucket.RETURNED if state == State.RETURNED else Bucket.NOT_SENT


def days_late(sent: datetime | None, deadline: datetime, now: datetime) -> int:
    """Whole days past the deadline at the sending, or now while nothing was sent; 0 when in time.

    >>> due = datetime(2019, 9, 23, 17, tzinfo=ZONE)
    >>> days_late(None, due, datetime(2019, 9, 25, 9, tzinfo=ZONE))
    2
    >>> days_late(None, due, datetime(2019, 9, 23, 18, tzinfo=ZONE))
    1
    >>> days_late(datetime(2019, 9, 23, 8, tzinfo=ZONE), due, datetime(2019, 10, 1, tzinfo=ZONE))
    0
    """
    moment = sent or now
    if moment <= deadline:
        return 0
    return max(1, (moment.astimezone(ZONE).date() - deadline.astimezone(ZONE).date()).days)
