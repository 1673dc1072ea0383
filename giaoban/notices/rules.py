"""When an e-mail may leave, when a contact must be confirmed again, and the states of a long job.

Delivery times are dated data (`notices/data/delivery.json`); here is only how they are read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Permission(StrEnum):
    VIEW_CONTACTS = "notices.view_contacts"
    CHANGE_CONTACTS = "notices.change_contacts"


class JobState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class DigestState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Delivery:
    """From which day on the daily e-mail leaves at `send_from`, and the hours in which nothing leaves."""

    starts: date
    send_from: time
    quiet_from: time
    quiet_until: time
    source: str


def delivery_on(rules: Iterable[Delivery], on: date) -> Delivery | None:
    """The latest rule that has begun."""
    return max((rule for rule in rules if rule.starts <= on), key=lambda rule: rule.starts, default=None)


def is_quiet(rule: Delivery, at: time) -> bool:
    """Whether nothing may leave now; quiet hours usually run over midnight.

    >>> night = Delivery(date(2019, 1, 1), time(7), time(20), time(6, 30), "")
    >>> is_quiet(night, time(23)), is_quiet(night, time(6, 29)), is_quiet(night, time(6, 30))
    (True, True, False)
    >>> noon = Delivery(date(2019, 1, 1), time(7), time(11, 30), time(13), "")
    >>> is_quiet(noon, time(12)), is_quiet(noon, time(13)), is_quiet(noon, time(23))
    (True, False, False)
    """
    if rule.quiet_from <= rule.quiet_until:
        return rule.quiet_from <= at < rule.quiet_until
    return at >= rule.quiet_from or at < rule.quiet_until


def may_send(rule: Delivery | None, at: datetime) -> bool:
    """Whether the day's digest may leave at this local moment.

    >>> night = Delivery(date(2019, 1, 1), time(7), time(20), time(6, 30), "")
    >>> [may_send(night, datetime(2019, 9, 30, hour)) for hour in (6, 7, 19, 20)]
    [False, True, True, False]
    >>> may_send(None, datetime(2019, 9, 30, 8))
    False
    """
    if rule is None:
        return False
    if at.time() < rule.send_from:
        return False
    return not is_quiet(rule, at.time())


def quarter_start(day: date) -> date:
    """First day of the calendar quarter.

    >>> quarter_start(date(2019, 9, 30))
    datetime.date(2019, 7, 1)
    """
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def is_confirmed(confirmed_on: date | None, on: date) -> bool:
    """A contact is confirmed once a quarter (`daily.md` §1): before D−15 everybody knows whom to call.

    >>> is_confirmed(date(2019, 7, 1), date(2019, 9, 30)), is_confirmed(date(2019, 6, 30), date(2019, 9, 30))
    (True, False)
    >>> is_confirmed(None, date(2019, 9, 30))
    False
    """
    return confirmed_on is not None and confirmed_on >= quarter_start(on)


def percent(done: int, total: int) -> int | None:
    """Whole percent of a job, None while its size is unknown; 100 only when everything is done.

    >>> percent(0, 0) is None, percent(999, 1000), percent(1000, 1000), percent(5, 4)
    (True, 99, 100, 100)
    """
    if total <= 0:
        return None
    return min(100, done * 100 // total)
