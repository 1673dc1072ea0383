"""The line of a document through the years: what it led to, step by step, wherever the reader may look.

Documents that implement, amend, replace or cite it, the conferences that grounded them, the tasks they gave,
and the figures that units reported on those tasks' indicators.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from giaoban.conferences.queries.base import visible_to as conferences_seen
from giaoban.conferences.rules import ENDED_STATES
from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE
from giaoban.core.numbers import vi_number
from giaoban.directives.models import RELATION_LABELS, Document, Relation
from giaoban.directives.queries import get_document, visible_to
from giaoban.directives.rules import RelationKind
from giaoban.organisations.coordinates import Coordinates
from giaoban.reporting.models import FormRow, Obligation
from giaoban.reporting.rules.cells import CellPart, IndicatorKind, cells_of
from giaoban.reporting.rules.states import Permission as Reporting
from giaoban.tasks.models import Programme, Task
from giaoban.tasks.queries.access import programmes_visible_to
from giaoban.tasks.queries.programmes import programme_lines
from giaoban.tasks.rules import ProgrammeState

MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Event:
    """A point of the line, as core/parts/timeline.html shows it."""

    day: date
    title: str
    text: str = ""
    url: str = ""
    source: str = ""
    now: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    document: Document
    years: Sequence[Year]
    documents: int
    conferences: int
    programmes: int


def document_line(actor: Actor, at: Coordinates, document_id: int) -> DocumentLine:
    document = get_document(actor, document_id)
    family = descendants(actor, document)
    ids = [member.pk for member in family]
    programmes = programmes_of(actor, ids)
    conferences = list(
        conferences_seen(actor)
        .filter(
            Q(items__documents__in=ids) | Q(conclusion__document__in=ids),
            state__in=[s.value for s in ENDED_STATES],
        )
        .distinct()
    )
    events = [
        *document_events(family, document, at),
        *(
            Event(
                conference.starts_at.astimezone(ZONE).date(),
                conference.title,
                _("Hội nghị quán triệt, kết luận"),
                url(at, "conferences:conference", conference_id=conference.pk),
            )
            for conference in conferences
        ),
        *programme_events(actor, programmes, at),
        *figure_events(actor, programmes, ids, at),
    ]
    events.sort(key=lambda event: event.day)
    years = [Year(year, tuple(group)) for year, group in groupby(events, key=lambda event: event.day.year)]
    return DocumentLine(document, years, len(family), len(conferences), programmes.count())


def descendants(actor: Actor, document: Document) -> list[Document]:
    """The document and, step by step, whatever implements, amends, replaces or cites it."""
    known, front = {document.pk}, {document.pk}
    for _step in range(MOST_STEPS):
        found = Relation.objects.filter(target__in=front).values_list("source_id", flat=True)
        front = set(found) - known
        if not front:
            break
        known |= front
    return list(visible_to(actor).filter(pk__in=known).order_by("issued_on", "pk"))


def document_events(family: Iterable[Document], document: Document, at: Coordinates) -> list[Event]:
    members = list(family)
    said: dict[int, list[str]] = {}
    relations = Relation.objects.filter(source__in=members, target__in=members).select_related("target")
    for relation in relations:
        words = f"{RELATION_LABELS[RelationKind(relation.kind)]}: {relation.target.name}"
        said.setdefault(relation.source_id, []).append(words)
    return [
        Event(
            member.issued_on,
            member.name,
            member.summary,
            url(at, "directives:document", document_id=member.pk),
            "; ".join([member.issuer, *said.get(member.pk, [])]),
            now=member.pk == document.pk,
        )
        for member in members
    ]


def programmes_of(actor: Actor, document_ids: Collection[int]) -> QuerySet[Programme]:
    """Programmes given by one of the documents, or with a task that stands on one."""
    based = Q(document__in=document_ids) | Q(tasks__basis__in=document_ids)
    ids = programmes_visible_to(actor).filter(based).values("pk")
    return Programme.objects.filter(pk__in=ids, issued_on__isnull=False).exclude(state=ProgrammeState.DRAFT)


def programme_events(actor: Actor, programmes: QuerySet[Programme], at: Coordinates) -> list[Event]:
    """How many tasks each programme gave and how many were done, of those the reader may see."""
    tasks = dict(
        Task.objects.filter(programme__in=programmes, children=None)
        .values_list("programme_id")
        .annotate(n=Count("id"))
    )
    events = []
    for row in programme_lines(programmes, actor=actor):
        text = _("%(tasks)s nhiệm vụ; đã hoàn thành %(done)s/%(total)s lượt giao") % {
            "tasks": vi_number(tasks.get(row.programme.pk, 0)),
            "done": vi_number(row.done),
            "total": vi_number(row.total),
        }
        link = url(at, "tasks:programme", programme_id=row.programme.pk)
        if row.programme.issued_on is not None:
            events.append(Event(row.programme.issued_on, row.programme.title, text, link, row.unit_name))
    return events


def figure_events(
    actor: Actor, programmes: QuerySet[Programme], document_ids: Collection[int], at: Coordinates
) -> list[Event]:
    """What consolidated reports counted on the tasks' own indicators: "4/11 đơn vị" and the names."""
    tasks = Task.objects.filter(Q(programme__in=programmes) | Q(basis__in=document_ids)).exclude(indicator="")
    codes = set(tasks.values_list("indicator", flat=True))
    if not codes:
        return []
    seen = actor.unit_ids(Reporting.VIEW)
    found = Obligation.objects.filter(leaf=False, current__isnull=False, receiver=None)
    if seen is not None:
        found = found.filter(unit_id__in=seen)
    reports = list(found.select_related("round", "current").order_by("round__cut_off"))
    rows = FormRow.objects.filter(version__in={r.round.form_version_id for r in reports})
    forms: dict[int, list[FormRow]] = {}
    for row in rows.select_related("indicator").order_by("position"):
        forms.setdefault(row.version_id, []).append(row)
    return [
        event
        for report in reports
        for event in figures_of(report, forms[report.round.form_version_id], codes, at)
    ]


def figures_of(
    report: Obligation, rows: Sequence[FormRow], codes: Collection[str], at: Coordinates
) -> list[Event]:
    if report.current is None:
        return []
    figures = report.current.figures
    by_part = {
        (cell.row.code, cell.part): figures[cell.position] for cell in cells_of(r.as_rule() for r in rows)
    }
    events = []
    for row in rows:
        rule = row.as_rule()
        count, base = by_part.get((rule.code, CellPart.COUNT)), by_part.get((rule.code, CellPart.BASE))
        if rule.code not in codes or rule.kind is not IndicatorKind.CONDITION or count is None or not base:
            continue
        names = ", ".join(report.current.names.get(rule.code, []))
        text = f"{vi_number(count)}/{vi_number(base)} {rule.counting_unit}" + (f": {names}" if names else "")
        link = url(at, "reporting:report", obligation_id=report.pk)
        events.append(Event(report.round.cut_off, rule.name, text, link, report.round.title))
    return events


def url(at: Coordinates, name: str, **record: int) -> str:
    return reverse(name, kwargs={"unit_code": at.code, "period_code": at.period.code, **record})
