"""The page of one unit: what it is on the day, what it was, whom it continues, panels of other rooms."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from giaoban.core.dates import ZONE, vi
from giaoban.organisations import queries
from giaoban.organisations.models import CHANGE_LABELS, CONFIDENCE_LABELS
from giaoban.organisations.panels import panel, panels_of
from giaoban.organisations.queries.decisions import DecisionRow
from giaoban.organisations.queries.ever import day_of, row_near, unit_near
from giaoban.organisations.queries.page import UnitPage, unit_page
from giaoban.organisations.rules import ChangeKind, Confidence
from giaoban.organisations.views.acts import in_short
from giaoban.organisations.views.common import Here, here, may_change


@require_GET
def unit(request: HttpRequest, unit_code: str, period_code: str, code: str) -> HttpResponse:
    at = here(request, unit_code, period_code)
    page = unit_page(at.actor, code, at.day)
    row = page.unit
    context = {
        "at": at,
        "found": page,
        "unit": row,
        "day": page.day,
        "day_query": at.query_of(page.day),
        "elsewhere": [] if page.in_force else _elsewhere(at, page),
        "confidence": CONFIDENCE_LABELS[Confidence(page.confidence)],
        "verified": page.confidence == Confidence.VERIFIED,
        "total_below": sum(count for _label, count in page.children),
        "names": page.names if len(page.names) > 1 else (),
        "predecessors": [_relative(at, kin, kin.ends - timedelta(days=1)) for kin in page.predecessors],
        "successors": [_relative(at, kin, kin.starts) for kin in page.successors],
        "events": [_event(at, event, at.day) for event in page.events],
        "may_change": may_change(at, row.id, page.day, in_line=page.in_line),
        "ended": row.ends <= at.day,
        "panels": panels_of(request, row, page.day, lambda name: at.url("panel", code=code, panel_code=name)),
        "crumbs": at.crumbs((row.name, "")),
    }
    return render(request, "organisations/unit.html", context)


@require_GET
def lazy_panel(
    request: HttpRequest, unit_code: str, period_code: str, code: str, panel_code: str
) -> HttpResponse:
    """One heavy panel by itself: swapped into the page with a script, a plain page without."""
    at = here(request, unit_code, period_code)
    found = unit_near(at.actor, code, at.day)
    row = row_near(at.actor, found, at.day)
    shown = panel(request, panel_code, row, day_of(found, at.day))
    if shown is None:
        raise Http404
    fragment = bool(getattr(request, "htmx", None))
    template = "organisations/_panel.html" if fragment else "organisations/panel.html"
    crumbs = at.crumbs((row.name, at.unit_url(code)), (str(shown.title), ""))
    return render(request, template, {"at": at, "panel": shown, "unit": row, "crumbs": crumbs})


def _elsewhere(at: Here, page: UnitPage) -> list[dict[str, Any]]:
    """Who stands on that day for a unit that is not in force: its successors or its predecessors."""
    kin = page.successors if page.unit.ends <= at.day else page.predecessors
    return [_relative(at, row, at.day) for row in kin if row.starts <= at.day < row.ends]


def _relative(at: Here, row: queries.Relative, day: date) -> dict[str, Any]:
    return {
        "row": row,
        "url": at.unit_url(row.code, day),
        "percent": None if row.share is None else row.share * 100,
    }


def _event(at: Here, row: DecisionRow, today: date) -> dict[str, Any]:
    """A decision for the timeline, with both times: effect on the rail, signature and entry in the text."""
    times = []
    if row.decided_on is not None:
        times.append(_("ký ngày %(day)s") % {"day": vi(row.decided_on)})
    times.append(_("ghi sổ ngày %(day)s") % {"day": vi(row.recorded_at.astimezone(ZONE).date())})
    parts = [row.decision, *times, str(CONFIDENCE_LABELS[Confidence(row.confidence)])]
    return {
        "day": row.effective_on,
        "title": str(CHANGE_LABELS[ChangeKind(row.kind)]),
        "text": in_short(row),
        "source": " · ".join(part for part in parts if part),
        "url": at.url("decision", change_id=row.id),
        "now": row.effective_on <= today,
    }
