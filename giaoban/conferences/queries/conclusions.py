"""Conclusions: whose register they enter, the plan of the next tasks, the list with what was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from giaoban.conferences.models import Conclusion, Conference, Paragraph
from giaoban.conferences.queries.base import of_unit
from giaoban.conferences.rules import ConclusionState, Leads
from giaoban.core.actors import Actor
from giaoban.core.memo import once_a_page
from giaoban.directives.rules import named_issuer
from giaoban.organisations.models import Kind, Placement, UnitName
from giaoban.organisations.rules import PARTY
from giaoban.recommendations import queries as recommendations
from giaoban.recommendations.rules import UNANSWERED


def register_of(conference: Conference) -> int:
    """The unit that issues and registers: the body that held the conference; of a cluster its lead unit."""
    if conference.hierarchy == PARTY:
        return conference.host_id
    lead = (
        Placement.objects.on(conference.day)
        .filter(hierarchy__code=conference.hierarchy, parent_id=conference.unit_id, lead=True)
        .values_list("unit_id", flat=True)
        .first()
    )
    return lead if lead is not None else conference.host_id


@dataclass(frozen=True, slots=True)
class Lead:
    """A unit that may be given a task: that of a point."""

    unit_id: int
    name: str
    kind: str


@once_a_page
def leads_of(conference: Conference) -> list[Lead]:
    """The units of the points, each once, in the order of the points; never the host."""
    rows = conference.points.filter(host=False).order_by("order", "id")
    found: dict[int, Lead] = {}
    for unit_id, name, kind in rows.values_list("unit_id", "name", "unit__kind_id"):
        found.setdefault(unit_id, Lead(unit_id, name, kind))
    return list(found.values())


def lead_kinds(leads: Sequence[Lead]) -> list[tuple[str, Kind]]:
    kinds = Kind.objects.in_bulk({lead.kind for lead in leads})
    return [(code, kinds[code]) for code in dict.fromkeys(lead.kind for lead in leads)]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A paragraph with the units that would lead it."""

    paragraph: Paragraph
    leads: Sequence[Lead]
    chosen: frozenset[int]


@dataclass(frozen=True, slots=True)
class Plan:
    rows: Sequence[PlanRow]
    tasks: int
    units: int
    assignments: int
    without_due: int


def plan_of(conference: Conference, conclusion: Conclusion) -> Plan:
    """What giving the tasks now would do: counts and units, as the page previews them."""
    every = leads_of(conference)
    rows = []
    for paragraph in conclusion.paragraphs.prefetch_related("lead_units"):
        chosen = frozenset(unit.pk for unit in paragraph.lead_units.all())
        rows.append(PlanRow(paragraph, _leads(paragraph, every, chosen), chosen))
    given = [row for row in rows if row.paragraph.task]
    return Plan(
        rows,
        len(given),
        len({lead.unit_id for row in given for lead in row.leads}),
        sum(len(row.leads) for row in given),
        sum(1 for row in given if row.paragraph.due is None),
    )


def _leads(paragraph: Paragraph, every: Sequence[Lead], chosen: frozenset[int]) -> Sequence[Lead]:
    if paragraph.leads == Leads.KIND:
        return [lead for lead in every if lead.kind == paragraph.lead_kind]
    if paragraph.leads == Leads.CHOSEN:
        return [lead for lead in every if lead.unit_id in chosen]
    return every


def conclusions_of(actor: Actor, unit_id: int, on: date) -> QuerySet[Conclusion]:
    """Issued conclusions of the conferences that belong to a unit's pages, latest first."""
    return (
        Conclusion.objects.filter(conference__in=of_unit(actor, unit_id, on), state=ConclusionState.ISSUED)
        .select_related("conference__host", "document", "programme")
        .annotate(paragraph_count=Count("paragraphs"))
        .order_by("-document__issued_on", "-id")
    )


def organ_of(conference: Conference) -> str:
    """The letters that the issuing body signs with, where they are known: BTCTW."""
    name = UnitName.objects.on(conference.day).filter(unit_id=register_of(conference)).first()
    known = named_issuer(name.name) if name is not None else None
    return known.organ if known is not None else ""


def open_recommendations(actor: Actor, conference: Conference) -> list[recommendations.Row]:
    """What was asked of the host and is not answered yet: it may be answered in the conclusion."""
    asked = recommendations.addressed_to([conference.unit_id, conference.host_id])
    seen = recommendations.visible_to(actor).filter(pk__in=asked.values("pk"))
    waiting = seen.filter(state__in=UNANSWERED).select_related("department")
    return recommendations.rows(waiting.order_by("sent_on", "pk")[:100])
