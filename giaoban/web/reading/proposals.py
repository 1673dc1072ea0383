"""What a text offers to be turned into work: nothing is written, what is not sure is left to be chosen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from giaoban.conferences.queries.base import may as may_host
from giaoban.conferences.queries.points import members_of
from giaoban.conferences.rules import Kind, Mode, kind_of, template_for, title_for
from giaoban.conferences.rules import Permission as Conferences
from giaoban.core.actors import Actor
from giaoban.core.text import fold
from giaoban.directives.queries import registers_of, unit_names
from giaoban.directives.rules import read_symbol
from giaoban.organisations.coordinates import Coordinates
from giaoban.organisations.queries import line_of, lines_of, stands_in_party_line
from giaoban.organisations.rules import EMULATION, PARTY
from giaoban.periods.rules import NotAPeriodError, Period, around
from giaoban.reader.catalogue import named_issuer
from giaoban.tasks.queries import may_direct
from giaoban.tasks.rules import NUMBER_LIMIT, TITLE_LIMIT, WORDING_LIMIT
from giaoban.web.models import ReadText
from giaoban.web.reading import queries
from giaoban.web.reading.rules import (
    MarkKind,
    Named,
    hour_told,
    matching,
    own_bodies,
    own_subject,
    own_symbol,
    phrases,
)
from giaoban.web.reading.rules.facts import MOST_TASKS

MOST_PEOPLE = 60
Choice = tuple[str, str]
_ONLINE, _HEAD = re.compile(r"hoi nghi (?:[a-z]+ ){0,4}truc tuyen|\bdiem cau\b"), 4_000


@dataclass(frozen=True, slots=True)
class TaskProposal:
    """A numbered task in its own words; `said` is whom the text names, `units` who may be meant."""

    number: str
    wording: str
    due: date | None
    said: str
    units: tuple[Choice, ...]


@dataclass(slots=True)
class Proposal:
    """Choices of the three parts and what their fields hold at first; without choices a part is not made."""

    registers: list[Choice]
    directing: list[Choice]
    hosting: int | None
    cites: list[Choice] = field(default_factory=list)
    tasks: list[TaskProposal] = field(default_factory=list)
    more_tasks: int = 0
    members: list[Choice] = field(default_factory=list)
    people: list[tuple[str, str]] = field(default_factory=list)
    periods: list[Choice] = field(default_factory=list)
    cluster: bool = False
    initial: dict[str, Any] = field(default_factory=dict)


def propose(actor: Actor, text: ReadText, at: Coordinates) -> Proposal:
    state = queries.state_of(text)
    lines = lines_of(at.unit_id, at.on)
    books = registers_of(actor, at.unit_id, at.on)
    directing = [one for one in reversed(lines) if may_direct(actor, one)]
    line = line_of(at.unit_id, at.on)
    hosting = line if may_host(actor, Conferences.PREPARE, line, at.on) else None
    names = unit_names(actor, list(lines), at.on)
    found = Proposal(
        registers=[(str(one), names.get(one, "")) for one in books],
        directing=[(str(one), names.get(one, "")) for one in directing],
        hosting=hosting,
        cluster=not stands_in_party_line(at.unit_id, at.on),
    )
    asked = _asked(text, state)
    body, bodies = _issuer(text.text)
    known, unit = queries.called(
        actor, directing, asked.phrases if directing else (), bodies if found.registers else (), at.on
    )
    _document(found, actor, text, state, body or unit)
    if directing:
        _programme(found, text, at, asked, known)
    if hosting is not None:
        _conference(found, text, state, at)
    return found


def _document(found: Proposal, actor: Actor, text: ReadText, state: queries.State, issuer: str) -> None:
    ids = [one["link"] for one in state.of(MarkKind.CITATION) if one["link"]]
    known = queries.seen_of(actor, ids)
    found.cites.extend((str(one.pk), one.label) for one in known)
    day = text.told_on or _day(text.marks["published_on"])
    symbol = own_symbol(text.text)
    reading = read_symbol(symbol)
    found.initial.update(
        document_symbol=symbol,
        document_type=reading.type_codes[0] if reading and len(reading.type_codes) == 1 else "",
        document_issued_on=day,
        document_issuer=issuer,
        document_summary=_summary(text),
        document_target=[str(one.pk) for one in known if day is None or one.issued_on <= day],
    )


def _issuer(text: str) -> tuple[str, list[str]]:
    """The body in the head of the paper, when the catalogue knows it; else the names a unit may bear."""
    names = own_bodies(text)
    known = next((body.name for body in map(named_issuer, names) if body is not None), "")
    return known, [] if known else names


def _summary(text: ReadText) -> str:
    """What the paper says below its type; "của hội nghị …" is no sentence without it."""
    label, subject = own_subject(text.text)
    said = f"{label} {subject}" if fold(subject).startswith("cua ") else subject
    return said[:1].upper() + said[1:] if said else text.title


@dataclass(frozen=True, slots=True)
class _Asked:
    """The tasks of a text, whom each names as leading, and the names to look up."""

    marks: list[dict[str, Any]]
    said: list[str]
    phrases: list[str]


def _asked(text: ReadText, state: queries.State) -> _Asked:
    marks = state.of(MarkKind.TASK)
    said = [
        " ".join(text.text[slice(*one["lead"])].split()) if one["lead"] else "" for one in marks[:MOST_TASKS]
    ]
    return _Asked(marks, said, [phrase for words in said for phrase in phrases(words)])


def _programme(
    found: Proposal, text: ReadText, at: Coordinates, asked: _Asked, known: Sequence[Named]
) -> None:
    taken: set[str] = set()
    for one, said in zip(asked.marks, asked.said, strict=False):
        number = one["path"] if one["path"] not in taken and len(one["path"]) <= NUMBER_LIMIT else ""
        taken.add(number)
        found.tasks.append(
            TaskProposal(
                number,
                text.text[one["start"] : one["end"]][:WORDING_LIMIT],
                _day(one["due"]),
                said,
                tuple((str(unit.unit_id), unit.name) for unit in matching(said, known)),
            )
        )
    found.more_tasks = max(0, len(asked.marks) - MOST_TASKS)
    symbol = found.initial["document_symbol"] or text.title
    found.periods.extend((one.code, one.label()) for one in around(at.period))
    found.initial.update(
        programme_period=at.period.code, programme_title=f"Nhiệm vụ theo {symbol}"[:TITLE_LIMIT]
    )


def _conference(found: Proposal, text: ReadText, state: queries.State, at: Coordinates) -> None:
    told: dict[str, Any] = text.marks["conference"] or {}
    period = _period(told.get("period", "")) or at.period
    if period in {at.period.in_period, at.period.cumulative}:
        period = at.period  # the review of nine months is the conference of "September and nine months"
    kind = Kind.CLUSTER_REVIEW if found.cluster else kind_of(period)
    mode = Mode.ONLINE if told.get("points") or _ONLINE.search(fold(text.text[:_HEAD])) else Mode.ON_SITE
    day = _day(told.get("date")) or text.told_on or _day(text.marks["published_on"])
    members = members_of(at.unit_id if found.cluster else line_of(at.unit_id, at.on), at.unit_id, at.on,
                         EMULATION if found.cluster else PARTY)  # fmt: skip
    units = [Named(one.unit_id, one.name) for one in members if not one.host]
    found.members.extend((str(one.unit_id), one.name) for one in units)
    known = {code for code, _label in found.periods}
    asked = dict.fromkeys((period, at.period))
    found.periods.extend((one.code, one.label()) for one in asked if one.code not in known)
    people = [
        (" ".join(text.text[one["start"] : one["end"]].split()), one["title"])
        for one in state.of(MarkKind.PERSON)
    ]
    found.people.extend(list(dict.fromkeys(people))[:MOST_PEOPLE])
    chair = told.get("chair")
    name = " ".join(text.text[slice(*chair)].split()) if chair else ""
    found.initial.update(
        conference_kind=kind.value,
        conference_mode=mode.value,
        conference_period=period.code,
        conference_title=title_for(period, kind, mode, at.unit_name),
        conference_day=day,
        conference_hour=_hour(text, state) or template_for(kind).starts,
        conference_place=", ".join(told.get("places", ()))[:200],
        conference_chair=name[:120],
        conference_chair_post=next((title for who, title in people if who == name), "")[:200],
        conference_points=[
            str(one.unit_id) for said in told.get("points", ()) for one in matching(said, units)
        ],
    )


def _hour(text: ReadText, state: queries.State) -> time | None:
    facts = (one for one in state.of(MarkKind.FACT) if one["role"] == "date")
    return next((hour_told(text.text, one["start"]) for one in facts), None)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _period(code: str) -> Period | None:
    try:
        return Period.parse(code)
    except NotAPeriodError:
        return None
