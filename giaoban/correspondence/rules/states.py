"""The road of a hồ sơ trình (`daily.md` §4): the commission advises, the committee issues.

soạn thảo → lấy ý kiến → trình Thường trực → trình Ban Thường vụ | Ban Chấp hành → thông qua → ban hành; from
wherever it is decided it may come back for completion, and its body may take it back until it is issued.
"""

from enum import StrEnum

from giaoban.core.transitions import process


class Permission(StrEnum):
    VIEW = "correspondence.view"
    DRAFT = "correspondence.draft"
    DECIDE = "correspondence.decide"
    ISSUE = "correspondence.issue"
    RECEIVE = "correspondence.receive"
    REMARK = "correspondence.remark"
    MANAGE = "correspondence.manage"


class Organ(StrEnum):
    """Who issues: an organ of a committee, or the head of a body."""

    COMMITTEE = "committee"
    STANDING_BOARD = "standing_board"
    STANDING_OFFICE = "standing_office"
    CONGRESS = "congress"
    CELL = "cell"
    HEAD = "head"


class State(StrEnum):
    DRAFTING = "drafting"
    CONSULTING = "consulting"
    WITH_HEAD = "with_head"
    WITH_STANDING_OFFICE = "with_standing_office"
    WITH_STANDING_BOARD = "with_standing_board"
    WITH_COMMITTEE = "with_committee"
    APPROVED = "approved"
    RETURNED = "returned"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What a step may be; OPEN begins the road, RECALL and REPLACE are told of what was issued."""

    OPEN = "open"
    CONSULT = "consult"
    SETTLE = "settle"
    SUBMIT_HEAD = "submit_head"
    SUBMIT_STANDING_OFFICE = "submit_standing_office"
    SUBMIT_STANDING_BOARD = "submit_standing_board"
    SUBMIT_COMMITTEE = "submit_committee"
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"
    ISSUE = "issue"
    RECALL = "recall"
    REPLACE = "replace"


DECIDING = (
    State.WITH_HEAD,
    State.WITH_STANDING_OFFICE,
    State.WITH_STANDING_BOARD,
    State.WITH_COMMITTEE,
)
FINISHED = (State.ISSUED, State.WITHDRAWN)
MOVABLE = (State.DRAFTING, State.RETURNED)
# While it is with the organ that decides, or decided, the words stay as they were submitted.
EDITABLE = (*MOVABLE, State.CONSULTING, State.WITH_HEAD)

PROCESS = process(
    # move                      from                                        to                        who may
    (Move.CONSULT, MOVABLE, State.CONSULTING, Permission.DRAFT),
    (Move.SETTLE, [State.CONSULTING], State.DRAFTING, Permission.DRAFT),
    (Move.SUBMIT_HEAD, MOVABLE, State.WITH_HEAD, Permission.DRAFT),
    (
        Move.SUBMIT_STANDING_OFFICE,
        [*MOVABLE, State.WITH_HEAD],
        State.WITH_STANDING_OFFICE,
        Permission.DRAFT,
    ),
    (
        Move.SUBMIT_STANDING_BOARD,
        [*MOVABLE, State.WITH_HEAD, State.WITH_STANDING_OFFICE],
        State.WITH_STANDING_BOARD,
        Permission.DRAFT,
    ),
    (
        Move.SUBMIT_COMMITTEE,
        [*MOVABLE, State.WITH_STANDING_OFFICE, State.WITH_STANDING_BOARD],
        State.WITH_COMMITTEE,
        Permission.DRAFT,
    ),
    (Move.APPROVE, DECIDING, State.APPROVED, Permission.DECIDE),
    (Move.RETURN, [*DECIDING, State.APPROVED], State.RETURNED, Permission.DECIDE),
    (
        Move.WITHDRAW,
        [*MOVABLE, State.CONSULTING, *DECIDING, State.APPROVED],
        State.WITHDRAWN,
        Permission.DRAFT,
    ),
    (Move.ISSUE, [State.APPROVED], State.ISSUED, Permission.ISSUE),
)

_SUBMITTED = {
    Organ.HEAD: State.WITH_HEAD,
    Organ.STANDING_OFFICE: State.WITH_STANDING_OFFICE,
    Organ.STANDING_BOARD: State.WITH_STANDING_BOARD,
    Organ.COMMITTEE: State.WITH_COMMITTEE,
    Organ.CONGRESS: State.WITH_COMMITTEE,
    Organ.CELL: State.WITH_COMMITTEE,
}


def submitted_to(organ: str) -> State:
    """Where a paper must have been decided before this organ issues it.

    >>> submitted_to("standing_board").value, submitted_to("head").value
    ('with_standing_board', 'with_head')
    """
    return _SUBMITTED[Organ(organ)]


SUBMITS = {
    State.WITH_HEAD: Move.SUBMIT_HEAD,
    State.WITH_STANDING_OFFICE: Move.SUBMIT_STANDING_OFFICE,
    State.WITH_STANDING_BOARD: Move.SUBMIT_STANDING_BOARD,
    State.WITH_COMMITTEE: Move.SUBMIT_COMMITTEE,
}


def submitting(organ: str, issuing: str) -> Move | None:
    """The move that lays a paper before `organ`; None beyond the organ that issues.

    >>> submitting("standing_office", "standing_board").value, submitting("cell", "cell").value
    ('submit_standing_office', 'submit_committee')
    >>> submitting("committee", "standing_board") is None
    True
    """
    to = submitted_to(organ)
    if DECIDING.index(to) > DECIDING.index(submitted_to(issuing)):
        return None
    return SUBMITS[to]


class Manner(StrEnum):
    """How opinions are asked: a letter to bodies, or a phiếu lấy ý kiến to the members of an organ."""

    LETTER = "letter"
    FORM = "form"


class Verdict(StrEnum):
    """What a body that was asked answered; of members only counts are kept."""

    AGREED = "agreed"
    AGREED_WITH_POINTS = "agreed_with_points"
    NOT_AGREED = "not_agreed"
    NO_OPINION = "no_opinion"


class NumberState(StrEnum):
    TAKEN = "taken"
    CANCELLED = "cancelled"


class Arrived(StrEnum):
    """A paper that arrived: entered, given to somebody by bút phê, settled (answered or filed)."""

    ENTERED = "entered"
    GIVEN = "given"
    SETTLED = "settled"
