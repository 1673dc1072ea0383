"""Posts held: which exist, whether two of them clash, and what the connected zone may hold of them.

A post is an appointment of a person to a title in a unit, from day to day; several at once are usual
(a head of commission is also a member of the standing board). Rules of `daily.md` §8 and §9.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from giaoban.core.dates import OPEN, overlap
from giaoban.core.secrecy import Secrecy, Zone

NAME_LIMIT, TITLE_LIMIT = 120, 200
EARLIEST_BIRTH = 1900


class Permission(StrEnum):
    VIEW = "people.view"
    VIEW_PERSONAL = "people.view_personal"
    CHANGE = "people.change"


class PostKind(StrEnum):
    """What a title means in its unit; the title itself is text, as the decision words it."""

    SECRETARY = "secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    BOARD_MEMBER = "board_member"
    COMMITTEE_MEMBER = "committee_member"
    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    DEPARTMENT_HEAD = "department_head"
    DEPUTY_DEPARTMENT_HEAD = "deputy_department_head"
    STAFF = "staff"
    OTHER = "other"


LEADERS = (
    PostKind.SECRETARY,
    PostKind.DEPUTY_SECRETARY,
    PostKind.BOARD_MEMBER,
    PostKind.HEAD,
    PostKind.DEPUTY_HEAD,
)
RANK = {kind: position for position, kind in enumerate(PostKind)}


class Confidence(StrEnum):
    VERIFIED = "verified"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What is written about one post. `ends` is the first day after it; OPEN while it is held."""

    unit_id: int
    title: str
    kind: str
    starts: date
    ends: date = OPEN
    public: bool = True
    decision: str = ""
    decided_on: date | None = None
    source: str = ""
    confidence: str = Confidence.UNVERIFIED.value
    secrecy: str = Secrecy.NORMAL.value


@dataclass(frozen=True, slots=True)
class Held:
    """A post as plain values: `title` is the duplicate key of the title."""

    unit_id: int
    title: str
    starts: date
    ends: date


def clash(new: Held, others: Iterable[Held]) -> Held | None:
    """The first post of the same person, unit and title that shares a day with `new`.

    >>> first = Held(1, "trưởng ban", date(2018, 1, 1), date(2020, 1, 1))
    >>> clash(Held(1, "trưởng ban", date(2020, 1, 1), OPEN), [first]) is None
    True
    >>> clash(Held(1, "trưởng ban", date(2019, 12, 31), OPEN), [first]) == first
    True
    >>> clash(Held(2, "trưởng ban", date(2019, 12, 31), OPEN), [first]) is None
    True
    """
    for other in others:
        same = (other.unit_id, other.title) == (new.unit_id, new.title)
        if same and overlap(new.starts, new.ends, other.starts, other.ends):
            return other
    return None


def published(*, public: bool, decided_on: date | None, today: date) -> bool:
    """Whether a post is public knowledge: marked so, and its decision (where dated) is signed.

    >>> published(public=True, decided_on=date(2019, 9, 1), today=date(2019, 9, 30))
    True
    >>> published(public=True, decided_on=date(2019, 10, 1), today=date(2019, 9, 30))
    False
    >>> published(public=False, decided_on=None, today=date(2019, 9, 30))
    False
    """
    if not public:
        return False
    return decided_on is None or decided_on <= today


def zone_holds(zone: str, *, public: bool, decided_on: date | None, today: date) -> bool:
    """The connected network keeps only what is published of a cadre (`daily.md` §9).

    >>> day = date(2019, 9, 30)
    >>> zone_holds("connected", public=False, decided_on=None, today=day)
    False
    >>> zone_holds("independent", public=False, decided_on=None, today=day)
    True
    """
    if Zone(zone) is Zone.INDEPENDENT:
        return True
    return published(public=public, decided_on=decided_on, today=today)
