"""The register of hồ sơ trình of a unit: what it advises, what its committee issues, what it is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.registries import Tally
from giaoban.core.text import fold
from giaoban.correspondence.labels import DUE_LABELS, ORGAN_LABELS, STATE_LABELS, STATE_SHAPES
from giaoban.correspondence.models import Dossier, Draft, Opinion, Step
from giaoban.correspondence.queries.base import units_of_page, visible_to
from giaoban.correspondence.queries.consulting import asked_of, unanswered_of, verdict_mark
from giaoban.correspondence.rules import DECIDING, FINISHED, Organ, State
from giaoban.correspondence.rules.road import due_kind
from giaoban.directives.models import type_label
from giaoban.organisations.queries import lines_of
from giaoban.organisations.queries.naming import names_at
from giaoban.periods.rules import Window

ADVISED, ISSUED_HERE, ASKED = "tham-muu", "ban-hanh", "gop-y"
OPEN = "chua-xong"
TO_ISSUE = (*DECIDING, State.APPROVED)


@dataclass(frozen=True, slots=True)
class Filters:
    """`state` is a state code or OPEN; `everything` shows finished ones of other periods, too."""

    side: str
    state: str = ""
    text: str = ""
    type: str = ""
    late: bool = False
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the register; marks are (kind, word)."""

    dossier: Dossier
    type_label: str
    issuer: str
    organ: str
    advises: str
    mark: tuple[str, Any]
    since: date | None
    due_mark: tuple[str, Any] | None
    draft: int


def _sides(unit_ids: Iterable[int]) -> dict[str, Q]:
    """What each tab shows of these units; a committee meets a paper when it is submitted."""
    own = list(unit_ids)
    submitted = Q(state__in=[*TO_ISSUE, State.ISSUED])
    return {ADVISED: Q(unit_id__in=own), ISSUED_HERE: Q(issuer_id__in=own) & submitted}


def _waiting(unit_ids: Iterable[int]) -> dict[str, Q]:
    """What waits on each tab: to be written, to be decided or issued."""
    own = list(unit_ids)
    return {
        ADVISED: Q(unit_id__in=own, state__in=(State.DRAFTING, State.CONSULTING, State.RETURNED)),
        ISSUED_HERE: Q(issuer_id__in=own, state__in=TO_ISSUE),
    }


def tallies(actor: Actor, unit_id: int, on: date) -> dict[str, int]:
    """How many wait on each tab."""
    own = lines_of(unit_id, on)
    waits = _waiting(own)
    found = visible_to(actor, on).aggregate(
        advised=Count("pk", filter=waits[ADVISED]), here=Count("pk", filter=waits[ISSUED_HERE])
    )
    asked = unanswered_of(actor, own).count()
    return {ADVISED: found["advised"], ISSUED_HERE: found["here"], ASKED: asked}


def waiting(actor: Actor, unit_id: int, on: date) -> Tally:
    """What waits for the unit and those it works for, with what they are asked; past its day it is hot."""
    own = lines_of(unit_id, on)
    waits = _waiting(own)
    mine = visible_to(actor, on, continued=False).filter(waits[ADVISED] | waits[ISSUED_HERE])
    asked = unanswered_of(actor, own).values("consultation__dossier_id")
    late = unanswered_of(actor, own).filter(consultation__due__lt=today()).values("consultation__dossier_id")
    found = Dossier.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=asked))
    hot = Q(pk__in=mine.filter(due__lt=today()).values("pk")) | Q(pk__in=late)
    return Tally(found, Dossier.objects.filter(hot))


def listed(actor: Actor, unit_id: int, on: date, window: Window, filters: Filters) -> QuerySet[Dossier]:
    """One tab: what is open, and what was opened or last moved in the window; the most urgent first."""
    own = units_of_page(unit_id, on)
    steps = Step.objects.filter(dossier_id=OuterRef("pk")).order_by("-pk")
    found: Any = visible_to(actor, on).filter(_sides(own)[filters.side], opened_on__lt=window.ends)
    found = found.annotate(since=Subquery(steps.values("on")[:1]))
    if not filters.everything:
        moved = Q(since__gte=window.starts, since__lt=window.ends)
        found = found.filter(~Q(state__in=FINISHED) | Q(opened_on__gte=window.starts) | moved)
    if filters.state == OPEN:
        found = found.exclude(state__in=FINISHED)
    elif filters.state in set(State):
        found = found.filter(state=filters.state)
    if filters.type:
        found = found.filter(type=filters.type)
    if filters.late:
        found = found.filter(due__lt=today()).exclude(state__in=FINISHED)
    for word in fold(filters.text).split():
        found = found.filter(folded__contains=word)
    drafts = Draft.objects.filter(dossier_id=OuterRef("pk")).values("dossier_id").annotate(last=Max("number"))
    found = found.annotate(
        draft=Subquery(drafts.values("last")[:1]), finished=Q(state__in=[str(state) for state in FINISHED])
    )
    ordered: QuerySet[Dossier] = found.order_by(
        "finished", F("due").asc(nulls_last=True), "-opened_on", "-pk"
    )
    return ordered


def types_in(actor: Actor, unit_id: int, on: date, side: str) -> list[tuple[str, Any]]:
    """The types that stand on a tab, by name."""
    codes = visible_to(actor, on).filter(_sides(units_of_page(unit_id, on))[side]).order_by()
    found = [(code, type_label(code)) for code in codes.values_list("type", flat=True).distinct()]
    return sorted(found, key=lambda row: str(row[1]))


def rows(found: Iterable[Any]) -> list[Row]:
    """Lines of `listed` with names of the day they were opened."""
    shown = list(found)
    names = names_at({(unit, d.opened_on) for d in shown for unit in (d.unit_id, d.issuer_id)})
    now = today()
    return [_row(d, names, now) for d in shown]


def _row(d: Any, names: dict[tuple[int, date], str], now: date) -> Row:
    kind = due_kind(d.state, d.due, now)
    return Row(
        dossier=d,
        type_label=str(type_label(d.type)),
        issuer=names[d.issuer_id, d.opened_on],
        organ=str(ORGAN_LABELS[Organ(d.organ)]),
        advises=names[d.unit_id, d.opened_on],
        mark=(STATE_SHAPES[State(d.state)], STATE_LABELS[State(d.state)]),
        since=d.since,
        due_mark=(kind, DUE_LABELS[kind]) if kind else None,
        draft=d.draft or 0,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of the tab of what the unit is asked for: the paper, who asks, by when, what it answered."""

    opinion: Opinion
    about: str
    type_label: str
    asker: str
    asked: str
    due: date
    due_mark: tuple[str, Any] | None
    mark: tuple[str, Any]


def asked(actor: Actor, unit_id: int, on: date, window: Window, filters: Filters) -> QuerySet[Opinion]:
    """What the unit and those it works for are asked: still open, and what was asked in the window."""
    found = asked_of(actor, lines_of(unit_id, on)).filter(consultation__sent_on__lt=window.ends)
    waits = Q(verdict="", consultation__closed_on=None)
    if not filters.everything:
        found = found.filter(waits | Q(consultation__sent_on__gte=window.starts))
    if filters.state == OPEN:
        found = found.filter(waits)
    if filters.late:
        found = found.filter(waits, consultation__due__lt=today())
    for word in fold(filters.text).split():
        found = found.filter(consultation__dossier__folded__contains=word)
    return found.select_related("consultation__dossier", "consultation__draft").order_by(
        F("answered_on").desc(nulls_first=True), "consultation__due", "pk"
    )


def asked_rows(found: Iterable[Opinion]) -> list[Asked]:
    shown = list(found)
    names = names_at(
        {
            (unit, opinion.consultation.sent_on)
            for opinion in shown
            for unit in (opinion.unit_id, opinion.consultation.dossier.unit_id)
        }
    )
    now = today()
    return [_asked(opinion, names, now) for opinion in shown]


def _asked(opinion: Opinion, names: dict[tuple[int, date], str], now: date) -> Asked:
    round_ = opinion.consultation
    waits = not opinion.verdict and round_.closed_on is None
    kind = due_kind(State.CONSULTING, round_.due, now) if waits else ""
    return Asked(
        opinion=opinion,
        about=round_.dossier.about,
        type_label=str(type_label(round_.dossier.type)),
        asker=names[round_.dossier.unit_id, round_.sent_on],
        asked=names[opinion.unit_id, round_.sent_on],
        due=round_.due,
        due_mark=(kind, DUE_LABELS[kind]) if kind else None,
        mark=verdict_mark(opinion.verdict),
    )
