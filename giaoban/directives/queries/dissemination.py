"""Units × document: who held a session, who issued a plan, who has not, as of the day of the page.

A unit's staff sees what its own unit told and what the units below told; another unit's is unknown.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q

from giaoban.accounts.queries import acts_for
from giaoban.core.actors import Actor
from giaoban.core.memo import once_a_page
from giaoban.core.refusals import Hidden
from giaoban.core.text import sort_key
from giaoban.directives.models import Dissemination, Document
from giaoban.directives.queries.base import Recipient, may_register, offices_of, unit_names, visible_to
from giaoban.directives.rules import GROUNDED, Confidence, Held, Permission, from_above, levels_above
from giaoban.organisations.models import Unit
from giaoban.organisations.queries import child_ids, lines_of, subtree_ids

MOST_DOCUMENTS = 40
NAMED = 6


@dataclass(frozen=True, slots=True)
class Told:
    """One unit's line: its name and what it told by the day; `plan` only where the reader may see it."""

    unit_id: int
    name: str
    row: Dissemination | None
    held: bool
    planned: bool
    plan: Document | None = None
    plan_text: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """A document and the units that it concerns below a unit; `own` are the reader's own lines."""

    document: Document
    below: Sequence[Told]
    own: Sequence[Told]

    @property
    def held(self) -> Held:
        return Held.of((line.name, line.held, line.planned) for line in self.below)


def may_disseminate(actor: Actor, unit_id: int, on: date) -> bool:
    """Whether the actor tells for this unit: works for it and may write in its register."""
    return may_register(actor, unit_id) and acts_for(actor, unit_id, on)


def board(actor: Actor, document: Document, unit_id: int, on: date) -> Board:
    """What the units below told of the document, and the unit itself."""
    expected = _below(actor, [document.pk], unit_id, on)[document.pk]
    own = own_units(document, unit_id, on)
    names = unit_names(actor, {*expected, *own}, on)
    rows = Dissemination.objects.filter(document=document, unit_id__in=names).select_related("plan")
    found = {row.unit_id: row for row in rows}
    plans = _seen_plans(actor, found.values(), on)
    lines = {pk: _told(pk, name, found.get(pk), plans, on) for pk, name in names.items()}
    return Board(
        document,
        sorted((lines[pk] for pk in expected if pk in lines), key=lambda line: sort_key(line.name)),
        [lines[pk] for pk in own if pk in lines],
    )


def own_units(document: Document, unit_id: int, on: date) -> list[int]:
    """For which units of the page's line the document asks a session: those it was sent to, else the
    committee when the document comes from a level above it."""
    if document.stub:
        return []
    lines = lines_of(unit_id, on)
    sent = set(document.recipients.filter(pk__in=lines).values_list("pk", flat=True))
    mine = [pk for pk in lines if pk in sent]
    if mine or document.unit_id in lines:
        return mine
    return [lines[-1]] if from_above(document.level, *_level_of(lines[-1], on)) else []


def _level_of(unit_id: int, on: date) -> tuple[str, str]:
    """Level and name of the unit on the day."""
    named = Unit.objects.filter(pk=unit_id, names__starts__lte=on, names__ends__gt=on)
    return named.values_list("kind__level", "names__name").first() or ("", "")


@once_a_page
def _for_everybody(unit_id: int, on: date) -> Q:
    """What comes from above the committee and was sent to nobody, for it is meant for all.

    Not what only the shipped registry holds and nobody has checked: it is there to be looked up.
    """
    above = levels_above(*_level_of(lines_of(unit_id, on)[-1], on))
    vouched = Q(source="") | Q(confidence=Confidence.VERIFIED)  # what is shipped names its source
    return Q(_to_nobody(), vouched, level__in=above)


def _to_nobody() -> Q:
    return Q(~Exists(Recipient.objects.filter(document_id=OuterRef("pk"))))


def dissemination_of(actor: Actor, document: Document, unit_id: int, on: date) -> Dissemination | None:
    """What the actor's own unit told; Hidden when it is not theirs to tell."""
    if document.stub or not may_disseminate(actor, unit_id, on):
        raise Hidden("dissemination")
    return Dissemination.objects.filter(document=document, unit_id=unit_id).select_related("plan").first()


@dataclass(frozen=True, slots=True)
class Progress:
    """A document in the list of those that units below have to make known."""

    document: Document
    held: Held

    @property
    def named(self) -> Sequence[str]:
        """The first of those without a session; the rest are a number."""
        return self.held.without_session[:NAMED]

    @property
    def unnamed(self) -> int:
        return max(0, len(self.held.without_session) - NAMED)


def progress(actor: Actor, unit_id: int, on: date, since: date) -> list[Progress]:
    """Documents of the time on which units below hold a session: sent to them, from above for everybody, or
    told of by one of them; latest first."""
    inside = _inside(unit_id, on)
    sent = Recipient.objects.filter(unit_id__in=inside).values("document_id")
    told = Dissemination.objects.filter(unit_id__in=inside).values("document_id")
    own = Q(_to_nobody(), registered_in__in=lines_of(unit_id, on), public=True)
    found = visible_to(actor, on).filter(
        Q(pk__in=told) | Q(type__in=GROUNDED) & (Q(pk__in=sent) | own | _for_everybody(unit_id, on)),
        issued_on__gt=since,
        issued_on__lte=on,
        holder="",
    )
    documents = list(found.order_by("-issued_on", "-pk")[:MOST_DOCUMENTS])
    expected = _below(actor, [document.pk for document in documents], unit_id, on)
    units = {pk for ids in expected.values() for pk in ids}
    names = unit_names(actor, units, on)
    rows: dict[tuple[int, int], Dissemination] = {
        (row.document_id, row.unit_id): row
        for row in Dissemination.objects.filter(document__in=documents, unit_id__in=units).select_related(
            "plan"
        )
    }
    shown = []
    for document in documents:
        lines = [
            _told(pk, names[pk], rows.get((document.pk, pk)), {}, on)
            for pk in expected[document.pk]
            if pk in names
        ]
        lines.sort(key=lambda line: sort_key(line.name))
        shown.append(Progress(document, Held.of((line.name, line.held, line.planned) for line in lines)))
    return [row for row in shown if row.held.total]


def owed(actor: Actor, unit_id: int, on: date, since: date) -> list[tuple[Document, int]]:
    """Documents for the unit of which it told nothing yet, with the unit that owes it; latest first."""
    mine = [pk for pk in lines_of(unit_id, on) if may_disseminate(actor, pk, on)]
    if not mine:
        return []
    lines = lines_of(unit_id, on)
    told = Dissemination.objects.filter(unit_id__in=mine).values("document_id")
    owing = dict(
        Recipient.objects.filter(unit_id__in=mine, document__issued_on__gt=since)
        .exclude(document__in=told)
        .values_list("document_id", "unit_id")
    )
    asked = Q(pk__in=owing)
    if lines[-1] in mine:
        asked |= _for_everybody(unit_id, on) & ~Q(pk__in=told)
    found = visible_to(actor, on).filter(
        asked, type__in=GROUNDED, issued_on__gt=since, issued_on__lte=on, holder=""
    )
    latest = found.order_by("-issued_on", "-pk")[:MOST_DOCUMENTS]
    return [(row, owing.get(row.pk, lines[-1])) for row in latest]


def _below(actor: Actor, document_ids: Collection[int], unit_id: int, on: date) -> dict[int, list[int]]:
    """For each document the units below that it concerns: those it was sent to, else the direct ones."""
    line = lines_of(unit_id, on)[-1]
    allowed: set[int] | None = None
    if not acts_for(actor, line, on) and (reach := actor.unit_ids(Permission.VIEW, on=on)) is not None:
        allowed = set(reach)
    found: dict[int, list[int]] = {pk: [] for pk in document_ids}
    sent = Recipient.objects.filter(document_id__in=document_ids, unit_id__in=_inside(unit_id, on))
    for document_id, receiver in sent.values_list("document_id", "unit_id"):
        if allowed is None or receiver in allowed:
            found[document_id].append(receiver)
    if all(found.values()):
        return found
    direct = sorted(set(child_ids(line, on)) - offices_of([line], on))
    direct = [pk for pk in direct if allowed is None or pk in allowed]
    return {pk: units or direct for pk, units in found.items()}


@once_a_page
def _inside(unit_id: int, on: date) -> set[int]:
    """Every unit below the page's line, without the line itself."""
    lines = lines_of(unit_id, on)
    return set(subtree_ids(lines[-1], on)) - set(lines)


def _seen_plans(actor: Actor, rows: Iterable[Dissemination], on: date) -> dict[int, Document]:
    ids = {row.plan_id for row in rows if row.plan_id is not None}
    return {plan.pk: plan for plan in visible_to(actor, on).filter(pk__in=ids)} if ids else {}


def _told(unit_id: int, name: str, row: Dissemination | None, plans: dict[int, Document], on: date) -> Told:
    line = Told(unit_id, name, row, held=False, planned=False)
    if row is None:
        return line
    planned_on = row.plan.issued_on if row.plan is not None else row.plan_on
    planned = planned_on is not None and planned_on <= on
    return replace(
        line,
        held=row.held_on is not None and row.held_on <= on,
        planned=planned,
        plan=plans.get(row.plan_id or 0) if planned else None,
        plan_text=row.plan_text if planned else "",
    )
