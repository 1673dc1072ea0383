"""What waits for one person on their first page: dossiers to decide, opinions their unit is asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext, ngettext

from giaoban.core.actors import Actor
from giaoban.core.dates import today
from giaoban.core.numbers import vi_number
from giaoban.correspondence.labels import STATE_LABELS, late_words
from giaoban.correspondence.models import Dossier, Step
from giaoban.correspondence.queries.base import staff_who_issue, visible_to, works_for
from giaoban.correspondence.queries.consulting import unanswered_of
from giaoban.correspondence.rules import DECIDING, Organ, Permission, State, submitted_to
from giaoban.directives.models import type_label
from giaoban.organisations.models import UnitName
from giaoban.organisations.queries import lines_of

FIRST = 5
SOON = 3  # days before which an opinion is asked for with the shape of what is near its day


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A line: what waits, from whom, since or until when; `mark` is its (kind, word)."""

    pk: int
    about: str
    type_label: str
    unit: str
    on: date | None
    mark: tuple[str, str]
    symbol: str = ""  # of the letter that asks
    approves: bool = False  # the paper lies with the organ that issues it


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first lines, and how many there are in all."""

    rows: tuple[Awaiting, ...] = ()
    count: int = 0


def awaiting_decision(actor: Actor, unit_id: int, on: date) -> Waiting:
    """Dossiers that lie before the actor now, the nearest day first: of the own body before it leaves, of the
    unit that issues, or, where that has no staff here, again of the own body. One query."""
    decides = works_for(actor, Permission.DECIDE)
    own = [unit for unit in lines_of(unit_id, on) if decides is None or unit in decides]
    if not own:
        return Waiting()
    at_head = Q(state=State.WITH_HEAD)
    before_me = (
        at_head & (Q(organ=Organ.HEAD, issuer_id__in=own) | ~Q(organ=Organ.HEAD) & Q(unit_id__in=own))
        | ~at_head & Q(issuer_id__in=own)
        | ~at_head & Q(unit_id__in=own) & ~Exists(staff_who_issue(OuterRef("issuer_id")))
    )
    steps = Step.objects.filter(dossier_id=OuterRef("pk")).order_by("-pk")
    found: Any = (
        visible_to(actor, continued=False)
        .filter(before_me, state__in=DECIDING)
        .annotate(since=Subquery(steps.values("on")[:1]), advises=_name("unit_id"))
        .order_by(F("due").asc(nulls_last=True), "since", "pk")
    )
    every = list(found)
    return Waiting(tuple(_decision(one) for one in every[:FIRST]), len(every))


def asked_opinions(actor: Actor, unit_id: int, on: date) -> Waiting:
    """What the unit and those it works for are asked and did not answer, the nearest day first. One query."""
    found: Any = (
        unanswered_of(actor, lines_of(unit_id, on))
        .select_related("consultation__dossier")
        .annotate(asker=_name("consultation__dossier__unit_id"))
        .order_by("consultation__due", "pk")
    )
    every = list(found)
    return Waiting(tuple(_opinion(one) for one in every[:FIRST]), len(every))


def _name(unit: str) -> Subquery:
    name = UnitName.objects.filter(unit_id=OuterRef(unit), starts__lte=today(), ends__gt=today())
    return Subquery(name.values("name")[:1])


def _decision(one: Any) -> Awaiting:
    if one.due is not None and one.due < today():
        mark = ("late", late_words((today() - one.due).days))
    else:
        mark = ("soon", str(STATE_LABELS[one.state]))
    label, approves = str(type_label(one.type)), one.state == submitted_to(one.organ)
    return Awaiting(one.pk, one.about, label, one.advises or "", one.since, mark, approves=approves)


def _opinion(one: Any) -> Awaiting:
    dossier: Dossier = one.consultation.dossier
    due: date = one.consultation.due
    label = str(type_label(dossier.type))
    left = _left((due - today()).days)
    return Awaiting(one.pk, dossier.about, label, one.asker or "", due, left, one.consultation.symbol)


def _left(days: int) -> tuple[str, str]:
    if days < 0:
        return "late", late_words(-days)
    if days == 0:
        return "soon", gettext("hết hạn hôm nay")
    word = ngettext("còn %(n)s ngày", "còn %(n)s ngày", days) % {"n": vi_number(days)}
    return ("soon" if days < SOON else "todo"), word
