"""What tasks hang into other pages: programmes born from a document, and how a unit stands with its tasks."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import acting
from giaoban.core.dates import today
from giaoban.core.registries import Panel, panels
from giaoban.directives.panels import SUBJECT as DOCUMENT
from giaoban.organisations.coordinates import Coordinates
from giaoban.organisations.panels import SUBJECT as UNIT
from giaoban.organisations.queries import lines_of
from giaoban.tasks import queries
from giaoban.tasks.rules import Permission


def of_document(request: HttpRequest, document: Any, on: date) -> str:
    """Programmes that the document gave rise to, each with how much of it is done; the way to a new one."""
    del on
    actor = acting(request)
    lines = queries.programmes_of_document(document.pk, actor=actor)
    at: Coordinates | None = getattr(request, "coordinates", None)
    here = lines_of(at.unit_id, at.on) if at is not None else ()
    directs = at is not None and any(queries.may_direct(actor, unit_id, at.on) for unit_id in here)
    if not lines and not directs:
        return ""
    context = {"lines": lines, "document": document, "directs": directs}
    return render_to_string("tasks/_document_panel.html", context, request)


def of_unit(request: HttpRequest, unit: Any, on: date) -> str:
    """How the unit stands with what it was given, one query."""
    actor, day = acting(request), today()
    given = queries.assignments_for([unit.id], day, actor=actor, tree_on=on)
    tally = queries.tally(queries.counted(given))
    context = {"tally": tally, "today": day}
    return render_to_string("tasks/_unit_panel.html", context, request)


panels.add(
    Panel("tasks-of-document", DOCUMENT, _("Nhiệm vụ từ văn bản này"), Permission.VIEW, of_document, order=20)
)
# the unit page has no query to spare, so it fetches this one afterwards
panels.add(Panel("tasks-of-unit", UNIT, _("Nhiệm vụ"), Permission.VIEW, of_unit, order=30, lazy=True))
