"""Quán triệt, triển khai: how a unit held its session on a document and whether it issued a plan.

What a unit tells is counts and days, never who attended or what was said (daily.md §8).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PLAN_LIMIT = 120
# What a session is held on. Letters, reports, submissions, invitations are answered; laws go their own way.
GROUNDED = frozenset({"NQ", "CT", "KL", "QĐ", "QĐi", "QC", "TT", "HD", "TB", "KH", "CTr", "CL", "ĐA"})
MOST_PEOPLE = 1_000_000


class Manner(StrEnum):
    """In one room, online, both at once, or as part of another meeting (a cell's, a giao ban)."""

    ON_SITE = "on_site"
    ONLINE = "online"
    HYBRID = "hybrid"
    WITHIN = "within"


class Fault(StrEnum):
    """What cannot be true of a session and a plan."""

    NOTHING = "nothing"
    DAY_MISSING = "day_missing"
    MANNER_MISSING = "manner_missing"
    TOO_EARLY = "too_early"
    TO_COME = "to_come"
    NEGATIVE = "negative"
    MORE_THAN_CONVENED = "more_than_convened"
    TWO_PLANS = "two_plans"
    PLAN_DAY_MISSING = "plan_day_missing"
    PLAN_UNNAMED = "plan_unnamed"
    PLAN_TOO_EARLY = "plan_too_early"
    PLAN_TO_COME = "plan_to_come"


FIELDS = {
    Fault.NOTHING: "held_on",
    Fault.DAY_MISSING: "held_on",
    Fault.MANNER_MISSING: "manner",
    Fault.TOO_EARLY: "held_on",
    Fault.TO_COME: "held_on",
    Fault.NEGATIVE: "convened",
    Fault.MORE_THAN_CONVENED: "attending",
    Fault.TWO_PLANS: "plan_number",
    Fault.PLAN_DAY_MISSING: "plan_on",
    Fault.PLAN_UNNAMED: "plan_number",
    Fault.PLAN_TOO_EARLY: "plan_on",
    Fault.PLAN_TO_COME: "plan_on",
}


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What a unit tells of one document. The plan is an entry of the register, or a number and a day."""

    held_on: date | None = None
    manner: str = ""
    attending: int | None = None
    convened: int | None = None
    plan_id: int | None = None
    plan_text: str = ""
    plan_on: date | None = None

    @property
    def planned(self) -> bool:
        return self.plan_id is not None or bool(self.plan_text)


@dataclass(frozen=True, slots=True)
class Held:
    """Of some units: how many held a session, how many issued a plan, and who is missing.

    >>> told = Held.of([("A", True, True), ("B", True, False), ("C", False, False)])
    >>> told.total, told.sessions, told.plans, told.without_session, told.without_plan
    (3, 2, 1, ('C',), ('B', 'C'))
    """

    total: int
    without_session: tuple[str, ...]
    without_plan: tuple[str, ...]

    @classmethod
    def of(cls, told: Iterable[tuple[str, bool, bool]]) -> "Held":
        rows = list(told)
        return cls(
            len(rows),
            tuple(name for name, held, _plan in rows if not held),
            tuple(name for name, _held, plan in rows if not plan),
        )

    @property
    def sessions(self) -> int:
        return self.total - len(self.without_session)

    @property
    def plans(self) -> int:
        return self.total - len(self.without_plan)


def fault(facts: SessionFacts, *, issued_on: date, today: date) -> Fault | None:
    """The first thing that cannot be true, or None.

    >>> from functools import partial
    >>> day = date(2025, 10, 8)
    >>> of = partial(fault, issued_on=day, today=date(2025, 12, 1))
    >>> of(SessionFacts(day, "on_site", 40, 45)) is None, of(SessionFacts(day, "on_site", 40)) is None
    (True, True)
    >>> of(SessionFacts(day, "on_site", 46, 45)).value, of(SessionFacts(date(2025, 10, 7), "on_site")).value
    ('more_than_convened', 'too_early')
    >>> of(SessionFacts()).value, of(SessionFacts(attending=3)).value, of(SessionFacts(day)).value
    ('nothing', 'day_missing', 'manner_missing')
    """
    return _session_fault(facts, issued_on, today) or _plan_fault(facts, issued_on, today)


def _session_fault(facts: SessionFacts, issued_on: date, today: date) -> Fault | None:
    if facts.held_on is None:
        if facts.manner or (facts.attending, facts.convened) != (None, None):
            return Fault.DAY_MISSING
        return None if facts.planned or facts.plan_on else Fault.NOTHING
    if facts.held_on < issued_on:
        return Fault.TOO_EARLY
    if facts.held_on > today:
        return Fault.TO_COME
    return _count_fault(facts) if facts.manner in set(Manner) else Fault.MANNER_MISSING


def _count_fault(facts: SessionFacts) -> Fault | None:
    if any(not 0 <= count <= MOST_PEOPLE for count in (facts.attending or 0, facts.convened or 0)):
        return Fault.NEGATIVE
    if facts.attending is None or facts.convened is None:
        return None
    return Fault.MORE_THAN_CONVENED if facts.attending > facts.convened else None


def _plan_fault(facts: SessionFacts, issued_on: date, today: date) -> Fault | None:
    """
    >>> day = date(2025, 10, 8)
    >>> [_plan_fault(f, day, date(2025, 12, 1)) for f in (
    ...     SessionFacts(plan_id=1, plan_text="5-KH/ĐU"), SessionFacts(plan_text="5-KH/ĐU"),
    ...     SessionFacts(plan_on=day), SessionFacts(plan_text="5-KH/ĐU", plan_on=date(2025, 10, 1)),
    ...     SessionFacts(plan_text="5-KH/ĐU", plan_on=date(2025, 12, 2)))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [<Fault.TWO_PLANS: 'two_plans'>, <Fault.PLAN_DAY_MISSING: 'plan_day_missing'>,
     <Fault.PLAN_UNNAMED: 'plan_unnamed'>, <Fault.PLAN_TOO_EARLY: 'plan_too_early'>,
     <Fault.PLAN_TO_COME: 'plan_to_come'>]
    """
    if facts.plan_id is not None:
        return Fault.TWO_PLANS if facts.plan_text or facts.plan_on else None
    if facts.plan_text and facts.plan_on is None:
        return Fault.PLAN_DAY_MISSING
    if facts.plan_on is None:
        return None
    if not facts.plan_text:
        return Fault.PLAN_UNNAMED
    if facts.plan_on < issued_on:
        return Fault.PLAN_TOO_EARLY
    return Fault.PLAN_TO_COME if facts.plan_on > today else None
