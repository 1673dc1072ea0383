"""The two lists of a unit: what it sent up, what units sent to it; those that look alike side by side."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.core.dates import today
from giaoban.organisations.queries import lines_of
from giaoban.recommendations import queries
from giaoban.recommendations.labels import STATE_LABELS
from giaoban.recommendations.queries import ASKED, INCOMING, Filters
from giaoban.recommendations.rules import UNANSWERED
from giaoban.recommendations.views.common import here

PAGE = 50


@require_GET
def register(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    page_of = here(request, unit_code, period_code)
    at, actor, asked = page_of.at, page_of.actor, request.GET
    tallies = queries.tallies(actor, at.unit_id, at.on)
    direction = asked.get("huong", "")
    if direction not in {ASKED, INCOMING}:
        direction = INCOMING if tallies[INCOMING] else ASKED
    filters = Filters(
        direction=direction,
        state=asked.get("trang-thai", ""),
        field=asked.get("linh-vuc", ""),
        text=asked.get("tim", "").strip(),
        everything="tat-ca" in asked,
    )
    window = (at.period.cumulative or at.period).window()
    found = queries.listed(actor, at.unit_id, at.on, window, filters)
    page = Paginator(found.select_related("department"), PAGE).get_page(asked.get("trang"))
    own = lines_of(at.unit_id, at.on)
    on_time = queries.replies_on_time if direction == INCOMING else queries.replies_received_on_time
    acting = queries.acting_for(actor, at.unit_id, today())
    context = {
        "at": at,
        "page": page,
        "rows": queries.rows(page.object_list),
        "filters": filters,
        "incoming": direction == INCOMING,
        "tabs": [(ASKED, tallies[ASKED]), (INCOMING, tallies[INCOMING])],
        "states": STATE_LABELS.items(),
        "fields": FIELD_LABELS.items(),
        "on_time": on_time(own, window),
        "window": window,
        "answering": acting.answers if direction == INCOMING else (),
        "open_states": UNANSWERED,
        "asking": acting.asks,
        "alike": "giong" in asked,
        "groups": queries.groups(found) if "giong" in asked and direction == INCOMING else [],
        "nobody": not page.object_list and filters == Filters(direction=direction),
    }
    return render(request, "recommendations/list.html", context)
