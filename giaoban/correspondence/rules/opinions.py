"""What asking for opinions keeps to: what is asked, how an answer and its points hang together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from giaoban.correspondence.rules.states import Manner, Verdict

WORDED = (Verdict.AGREED_WITH_POINTS, Verdict.NOT_AGREED)
MOST_ASKED, MOST_POINTS = 300, 200
POINT_LIMIT, PLACE_LIMIT, SYMBOL_LIMIT, REASON_LIMIT = 4000, 120, 60, 1000


@dataclass(frozen=True, slots=True)
class AskFacts:
    """A round on one draft (the newest when `draft` is 0). `given` is the number of phiếu sent out."""

    manner: Manner
    sent_on: date
    due: date
    unit_ids: tuple[int, ...] = ()
    draft: int = 0
    symbol: str = ""
    given: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an opinion: where in the draft, and what."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    verdict: Verdict
    answered_on: date
    points: tuple[Point, ...] = ()
    symbol: str = ""


def answer_fault(verdict: str, points: int) -> str:
    """What does not fit between the verdict and the points: "points_missing", "points_left" or nothing.

    >>> answer_fault("agreed_with_points", 0), answer_fault("no_opinion", 1), answer_fault("not_agreed", 2)
    ('points_missing', 'points_left', '')
    """
    if verdict in WORDED:
        return "" if points else "points_missing"
    return "points_left" if points else ""


def counts_fault(given: int, returned: int, agreed: int, disagreed: int) -> str:
    """The field at fault when the counts of phiếu cannot be; an unmarked phiếu is returned all the same.

    >>> counts_fault(15, 14, 12, 2), counts_fault(15, 16, 0, 0), counts_fault(15, 14, 12, 3)
    ('', 'returned', 'agreed')
    """
    if returned > given:
        return "returned"
    return "agreed" if agreed + disagreed > returned else ""


def read_points(text: str) -> list[Point]:
    """Points as typed, one on each line; before " | " stands the place in the draft.

    >>> read_points("Mục II.1 | Bổ sung chỉ tiêu.\\n\\nThống nhất về thời hạn.")
    [Point(text='Bổ sung chỉ tiêu.', place='Mục II.1'), Point(text='Thống nhất về thời hạn.', place='')]
    """
    found = []
    for line in text.splitlines():
        place, bar, words = line.partition("|")
        if not bar:
            place, words = "", line
        if words.strip():
            found.append(Point(words.strip(), place.strip()))
    return found


def write_points(points: Sequence[Point]) -> str:
    """The same as text, to be changed."""
    return "\n".join(f"{point.place} | {point.text}" if point.place else point.text for point in points)
