"""What units are called in a report: full name and the short one of lists, as of a day, in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from giaoban.core.memo import once_a_page
from giaoban.core.text import sort_key
from giaoban.organisations.models import Placement
from giaoban.organisations.queries.naming import Names, load_names
from giaoban.organisations.rules import PARTY
from giaoban.reporting.models import Obligation


@dataclass(frozen=True, slots=True)
class Place:
    """`short` names the place in a list: a commission is called like the committee it works for."""

    unit_id: int
    code: str
    name: str
    short: str
    order: str

    def __str__(self) -> str:
        return self.name


def town_of(obligation: Obligation, place: Place) -> str:
    """Where its paper is dated: the Centre in Hà Nội, a cluster's at no place yet, others at their own."""
    if obligation.receiver_id is not None:
        return place.short
    return "Hà Nội" if obligation.round.regime.hierarchy == PARTY else "……"


def places(unit_ids: Iterable[int], on: date) -> dict[int, Place]:
    """Names as of the day, at most two queries; what the page knows is not asked again."""
    known, wanted = _known(), set(unit_ids)
    if asked := {unit_id for unit_id in wanted if (unit_id, on) not in known}:
        names = load_names(asked)
        advised = _advised(names.advising, on)
        committees = load_names(advised.values())
        for unit_id in names.codes:
            committee = advised.get(unit_id)
            called = _short(committees, committee, on) if committee is not None else ""
            known[unit_id, on] = _place(names, unit_id, on, called)
    return {unit_id: known[unit_id, on] for unit_id in wanted if (unit_id, on) in known}


def _advised(unit_ids: set[int], on: date) -> dict[int, int]:
    """For whom these commissions and offices work on the day."""
    if not unit_ids:
        return {}
    rows = Placement.objects.on(on).filter(
        hierarchy__code=PARTY, unit_id__in=unit_ids, parent_id__isnull=False
    )
    return {unit: parent for unit, parent in rows.values_list("unit_id", "parent_id") if parent is not None}


@once_a_page
def _known() -> dict[tuple[int, date], Place]:
    return {}


def _short(names: Names, unit_id: int, on: date) -> str:
    if not names.spans(unit_id):
        return ""
    name, short, _starts, _ends = names.span(unit_id, on)
    return short or name


def _place(names: Names, unit_id: int, on: date, called: str) -> Place:
    name, short, _starts, _ends = names.span(unit_id, on)
    called = called or short or name
    return Place(unit_id, names.codes[unit_id], name, called, sort_key(called))
