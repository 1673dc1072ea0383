"""One kiến nghị: what happened to it, and the phòng to which it can be passed on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from giaoban.organisations.models import Department
from giaoban.organisations.queries.naming import names_at
from giaoban.recommendations.labels import MOVE_LABELS, OUTCOME_LABELS
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.queries.base import offices
from giaoban.recommendations.rules import Move


@dataclass(frozen=True, slots=True)
class Event:
    """A step as the timeline shows it."""

    day: date
    title: Any
    text: str = ""
    source: str = ""
    url: str = ""
    now: bool = False


def timeline(recommendation: Recommendation) -> list[Event]:
    """The steps, the latest first: what, which unit, its note; of an answer its outcome and document."""
    steps = list(recommendation.steps.select_related("department", "document").order_by("-at", "-pk"))
    names = names_at({(step.unit_id, step.on) for step in steps})
    events = []
    # the answer that stands is read in full beside; those that turned out unclear are read here
    standing = next((s.pk for s in steps if s.move == Move.ANSWER and recommendation.answered_on), None)
    for place, step in enumerate(steps):
        title = MOVE_LABELS[step.move]
        if step.outcome:
            title = f"{title}: {OUTCOME_LABELS[step.outcome]}"
        elif step.move == Move.FORWARD and step.department is not None:
            title = _("Chuyển %(department)s xử lý") % {"department": step.department.name}
        source = names[step.unit_id, step.on]
        if step.document is not None:
            source = f"{source} · {step.document}"
        note = "" if step.pk == standing else step.note
        events.append(Event(step.on, title, note, source, now=place == 0))
    return events


def departments(recommendation: Recommendation, on: date) -> QuerySet[Department]:
    """The phòng of the addressee and of the offices that work for it."""
    return Department.objects.on(on).filter(unit_id__in=offices(recommendation.addressee_id, on))
