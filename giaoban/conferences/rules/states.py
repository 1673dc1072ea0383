"""States of a conference and of a speech, and who may move them (conference.md §2; a giao ban has no quorum).

A conference is never reopened once it is closed: what is missing goes into the next one.
"""

from enum import StrEnum

from giaoban.core.transitions import process


class Permission(StrEnum):
    VIEW = "conferences.view"
    PREPARE = "conferences.prepare"
    RUN = "conferences.run"
    ATTEND = "conferences.attend"
    CONCLUDE = "conferences.conclude"


class Kind(StrEnum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEAR = "half_year"
    NINE_MONTH = "nine_month"
    ANNUAL = "annual"
    CLUSTER_REVIEW = "cluster_review"


class Mode(StrEnum):
    ONLINE = "online"
    HYBRID = "hybrid"
    ON_SITE = "on_site"


class State(StrEnum):
    DRAFT = "draft"
    INVITED = "invited"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    CONCLUDED = "concluded"
    ARCHIVED = "archived"


PREPARED_STATES = (State.DRAFT, State.INVITED)
LIVE_STATES = (State.OPEN, State.PAUSED)
ENDED_STATES = (State.CLOSED, State.CONCLUDED, State.ARCHIVED)
ATTENDED_STATES = (State.INVITED, *LIVE_STATES, State.CLOSED)  # attendance may still be entered, or mended


class ItemKind(StrEnum):
    OPENING = "opening"
    REPORT = "report"
    GROUNDING = "grounding"
    SPEECH = "speech"
    DISCUSSION = "discussion"
    AWARD = "award"
    DIRECTION = "direction"
    CONCLUSION = "conclusion"
    BREAK = "break"
    CLOSING = "closing"


class PointState(StrEnum):
    NOT_READY = "not_ready"
    READY = "ready"
    LOST = "lost"


class InvitationState(StrEnum):
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class SpeechState(StrEnum):
    REGISTERED = "registered"
    SELECTED = "selected"
    QUEUED = "queued"
    SPEAKING = "speaking"
    PAUSED = "paused"
    DONE = "done"
    SKIPPED = "skipped"
    IN_WRITING = "in_writing"


WAITING_STATES = (SpeechState.REGISTERED, SpeechState.SELECTED, SpeechState.QUEUED)
FLOOR_STATES = (SpeechState.SPEAKING, SpeechState.PAUSED)


class ConclusionState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"


class Leads(StrEnum):
    """Which units lead a task of the conclusion: those of every point, those of a kind, chosen ones."""

    ALL = "all"
    KIND = "kind"
    CHOSEN = "chosen"


CONFERENCE = process(
    # move       from                            to               who may
    ("invite", [State.DRAFT, State.INVITED], State.INVITED, Permission.PREPARE),
    ("open", [State.INVITED], State.OPEN, Permission.RUN),
    ("pause", [State.OPEN], State.PAUSED, Permission.RUN),
    ("resume", [State.PAUSED], State.OPEN, Permission.RUN),
    ("close", [State.OPEN, State.PAUSED], State.CLOSED, Permission.RUN),
    ("conclude", [State.CLOSED], State.CONCLUDED, Permission.CONCLUDE),
    ("archive", [State.CONCLUDED], State.ARCHIVED, Permission.PREPARE),
)

SPEECH = process(
    # move       from                            to               who may
    ("select", [SpeechState.REGISTERED], SpeechState.SELECTED, Permission.RUN),
    ("queue", [SpeechState.REGISTERED, SpeechState.SELECTED], SpeechState.QUEUED, Permission.RUN),
    ("unqueue", [SpeechState.QUEUED], SpeechState.SELECTED, Permission.RUN),
    ("call", [SpeechState.SELECTED, SpeechState.QUEUED], SpeechState.SPEAKING, Permission.RUN),
    ("pause", [SpeechState.SPEAKING], SpeechState.PAUSED, Permission.RUN),
    ("resume", [SpeechState.PAUSED], SpeechState.SPEAKING, Permission.RUN),
    ("extend", [SpeechState.SPEAKING], SpeechState.SPEAKING, Permission.RUN),
    ("extend", [SpeechState.PAUSED], SpeechState.PAUSED, Permission.RUN),
    ("finish", [SpeechState.SPEAKING, SpeechState.PAUSED], SpeechState.DONE, Permission.RUN),
    ("skip", WAITING_STATES, SpeechState.SKIPPED, Permission.RUN),
    ("write", WAITING_STATES, SpeechState.IN_WRITING, Permission.RUN),
    ("withdraw", WAITING_STATES, SpeechState.SKIPPED, Permission.ATTEND),
)
