"""The eight steps of a Hồ sơ kỳ, as a table: what each carries, when it is due, which field of work leads it.

Days are counted from the last day of the period, negative before it (cycle.md §1.2; working days where the
table says so). They are defaults of practice, confidence "unverified", until a regime gives its own.
"""

from dataclasses import dataclass
from enum import StrEnum

from giaoban.accounts.rules import Role


class Permission(StrEnum):
    CLOSE_FILE = "web.close_file"
    READ_TEXT = "web.read_text"


class Step(StrEnum):
    REQUEST = "request"
    COLLECT = "collect"
    CONSOLIDATE = "consolidate"
    SIGN = "sign"
    CONFERENCE = "conference"
    CONCLUDE = "conclude"
    ASSIGN = "assign"
    ARCHIVE = "archive"


class StepState(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class StepRule:
    """`due` days from the period's last day; `working` counts working days; `lead` is who usually owns it."""

    step: Step
    due: int
    working: bool
    lead: Role


STEPS = (
    StepRule(Step.REQUEST, -15, working=False, lead=Role.COMPILER),
    StepRule(Step.COLLECT, -8, working=False, lead=Role.AREA_OFFICER),
    StepRule(Step.CONSOLIDATE, -6, working=False, lead=Role.COMPILER),
    StepRule(Step.SIGN, -5, working=False, lead=Role.HEAD),
    StepRule(Step.CONFERENCE, 5, working=False, lead=Role.CONFERENCE_SECRETARY),
    StepRule(Step.CONCLUDE, 10, working=True, lead=Role.RECORDER),
    StepRule(Step.ASSIGN, 15, working=True, lead=Role.HEAD),
    StepRule(Step.ARCHIVE, 20, working=True, lead=Role.CLERK),
)
CONFERENCE_DUE = next(rule.due for rule in STEPS if rule.step is Step.CONFERENCE)
