"""A process as a table that a head of office can read: move, from, to, who may.

The table is the one source of the doors' checks, the buttons on a page and the diagrams in docs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from giaoban.core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Transition:
    move: str
    sources: tuple[str, ...]
    target: str
    permission: str


@dataclass(frozen=True, slots=True)
class Process:
    transitions: tuple[Transition, ...]

    def moves_from(self, state: str) -> tuple[Transition, ...]:
        return tuple(t for t in self.transitions if state in t.sources)

    def move(self, state: str, move: str) -> Transition:
        """The transition for `move` from `state`; otherwise a refusal that names the possible moves.

        >>> p = process(("start", ["new"], "doing", "work"), ("close", ["doing"], "closed", "direct"))
        >>> p.move("new", "start").target
        'doing'
        >>> p.move("new", "close")
        Traceback (most recent call last):
        giaoban.core.refusals.Refusal: cannot close from new; possible: start
        """
        for transition in self.moves_from(state):
            if transition.move == move:
                return transition
        possible = ", ".join(t.move for t in self.moves_from(state)) or "—"
        raise Refusal("transition", f"cannot {move} from {state}; possible: {possible}")


def process(*rows: tuple[str, Sequence[str | StrEnum], str | StrEnum, str | StrEnum]) -> Process:
    return Process(tuple(Transition(m, tuple(map(str, _states(f))), str(t), str(p)) for m, f, t, p in rows))


def _states(states: Iterable[str | StrEnum]) -> Iterable[str]:
    return [states] if isinstance(states, str) else states
