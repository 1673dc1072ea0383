"""Rules of correspondence: the road of a hồ sơ trình, numbers, papers that arrive."""

from giaoban.correspondence.rules.states import (
    DECIDING,
    FINISHED,
    MOVABLE,
    PROCESS,
    Arrived,
    Manner,
    Move,
    NumberState,
    Organ,
    Permission,
    State,
    Verdict,
    submitted_to,
)

__all__ = [
    "DECIDING",
    "FINISHED",
    "MOVABLE",
    "PROCESS",
    "Arrived",
    "Manner",
    "Move",
    "NumberState",
    "Organ",
    "Permission",
    "State",
    "Verdict",
    "submitted_to",
]
