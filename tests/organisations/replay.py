"""An independent replay of recorded decisions: plain dictionaries, no table but Change, no interval at all.

Decisions are taken in the order of their effective days (then of recording); what this gives for a day is
what the tables must show for that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from giaoban.organisations.models import Change

OPEN = "9999-12-31"


@dataclass
class State:
    """Units alive with their names, and places: (hierarchy, unit) → (parent, lead, last day excluded)."""

    names: dict[int, str] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    ends: dict[int, str] = field(default_factory=dict)
    places: dict[tuple[str, int], tuple[int | None, bool, str]] = field(default_factory=dict)


def replay(changes: Iterable[Change], on: date) -> State:
    state = State()
    for change in sorted(changes, key=lambda c: (c.effective_on, c.pk)):
        if change.effective_on > on:
            break
        _expire(state, change.effective_on.isoformat())
        _apply(state, change.facts)
    _expire(state, on.isoformat())
    return state


def _expire(state: State, day: str) -> None:
    for unit in [unit for unit, ends in state.ends.items() if ends <= day]:
        _forget(state, unit)
    for key in [key for key, (_parent, _lead, ends) in state.places.items() if ends <= day]:
        del state.places[key]


def _forget(state: State, unit: int) -> None:
    for known in (state.names, state.codes, state.ends):
        del known[unit]


def _apply(state: State, facts: dict[str, Any]) -> None:
    line = facts["hierarchy"]
    for unit in facts["ends"]:
        _forget(state, unit)
    for new in facts.get("begins", []):
        state.names[new["id"]] = new["name"]
        state.codes[new["id"]] = new["code"]
        state.ends[new["id"]] = new["ends"]
        state.places[line, new["id"]] = (new["parent"], new["lead"], new["ends"])
    for child, parent in facts["children_to"].items():
        _old, lead, ends = state.places[line, int(child)]
        state.places[line, int(child)] = (parent, lead, ends)
    for unit in facts["ends"]:
        _fall(state, unit)
    if "place" in facts:
        place = facts["place"]
        before = state.places.get((line, place["unit"]))
        ends = place["ends"] or (before[2] if before else OPEN)
        state.places[line, place["unit"]] = (place["parent"], place["lead"], ends)
    if "name" in facts:
        state.names[facts["name"]["unit"]] = facts["name"]["name"]
    if "left" in facts:
        del state.places[line, facts["left"]["unit"]]


def _fall(state: State, unit: int) -> None:
    """The unit leaves every hierarchy, and whoever still stood under it leaves with it."""
    for line in {key[0] for key in state.places}:
        gone = {unit}
        while True:
            more = {
                key[1]
                for key, (parent, _lead, _ends) in state.places.items()
                if key[0] == line and parent in gone and key[1] not in gone
            }
            if not more:
                break
            gone |= more
        for one in gone:
            state.places.pop((line, one), None)
