"""Nhật ký: who did what in a unit and when; what a field held stays on the record's own page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giaoban.audit import queries
from giaoban.audit.rules import Permission
from giaoban.core.actors import acting
from giaoban.organisations.coordinates import resolve
from giaoban.web.labels import ACTIONS

PAGE = 50


@require_GET
def trail(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """Entries of the unit in the bar, the latest first; `viec` narrows to one kind of act."""
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW, at.unit_id)
    chosen = request.GET.get("viec", "")
    entries = queries.of_unit(actor, at.unit_id)
    if chosen in ACTIONS:
        entries = entries.filter(action=chosen)
    page = Paginator(entries, PAGE).get_page(request.GET.get("trang"))
    rows = [(line, ACTIONS.get(line.action, line.action)) for line in queries.lines(page.object_list)]
    actions = sorted(ACTIONS.items(), key=lambda item: str(item[1]))
    context = {"at": at, "page": page, "rows": rows, "actions": actions, "chosen": chosen}
    return render(request, "web/trail.html", context)
