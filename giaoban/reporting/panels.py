"""What reports hang into a document's page: rounds that it asked for, sent reports with a passage from it."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import Actor, acting
from giaoban.core.registries import Panel, panels
from giaoban.organisations.queries.naming import names_at
from giaoban.reporting.models import Obligation, Passage, Round
from giaoban.reporting.permissions import works_here
from giaoban.reporting.rules import Permission
from giaoban.reporting.search import SHOWN as SENT

DOCUMENT = "directives.document"
SHOWN = 20


def of_document(request: Any, document: Any, on: date) -> str:
    """A short list of those that the reader may see."""
    actor = acting(request)
    rounds = _read(actor, Round.objects.filter(request_id=document.pk), on, "unit_id", "obligations__unit_id")
    told = Passage.objects.filter(
        submission_id=OuterRef("current_id"), origin_kind=DOCUMENT, origin_id=document.pk
    )
    reports = _read(
        actor, Obligation.objects.filter(Exists(told), state__in=SENT), on, "unit_id", "receiver_id"
    ).select_related("round", "unit")
    found = list(reports.order_by("-round__cut_off", "unit_id")[:SHOWN])
    names = names_at((row.unit_id, row.round.cut_off) for row in found)
    context = {
        "rounds": rounds.select_related("unit").order_by("-cut_off", "pk").distinct()[:SHOWN],
        "reports": [(row, names[row.unit_id, row.round.cut_off]) for row in found],
    }
    return render_to_string("reporting/_of_document.html", context, request)


def _read(actor: Actor, rows: Any, on: date, *fields: str) -> Any:
    """Those of units that the actor reads or works for."""
    units, own = actor.unit_ids(Permission.VIEW, on=on), works_here(actor, on)
    if units is None or own is None:
        return rows
    seen = Q()
    for field in fields:
        seen |= Q(**{f"{field}__in": units}) | Q(**{f"{field}__in": own})
    return rows.filter(seen)


panels.add(
    Panel("reporting.document", DOCUMENT, _("Báo cáo"), Permission.VIEW, of_document, order=50, lazy=True)
)
