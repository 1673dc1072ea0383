"""The register of hồ sơ trình of a unit, and the same lines as a workbook."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giaoban.core.answers import sent
from giaoban.correspondence import exports
from giaoban.correspondence.labels import STATE_LABELS
from giaoban.correspondence.queries import lists, works_for
from giaoban.correspondence.queries.lists import ADVISED, ASKED, ISSUED_HERE, Filters
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.views.common import Place, here
from giaoban.organisations.queries import lines_of

PAGE = 50
MOST_ROWS = 5000


@require_GET
def register(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    place = here(request, unit_code, period_code)
    at, actor, asked = place.at, place.actor, request.GET
    tallies = lists.tallies(actor, at.unit_id, at.on)
    filters = _filters(asked, tallies)
    window = (at.period.cumulative or at.period).window()
    read: Any = lists.asked if filters.side == ASKED else lists.listed
    shown = Paginator(read(actor, at.unit_id, at.on, window, filters), PAGE).get_page(asked.get("trang"))
    rows: Any = lists.asked_rows(shown) if filters.side == ASKED else lists.rows(shown)
    drafting = works_for(actor, Permission.DRAFT)
    context = {
        "at": at,
        "here": place,
        "page": shown,
        "rows": rows,
        "filters": filters,
        "tabs": tallies.items(),
        "states": STATE_LABELS.items(),
        "types": [] if filters.side == ASKED else lists.types_in(actor, at.unit_id, at.on, filters.side),
        "may_open": bool(drafting is None or set(drafting) & set(lines_of(at.unit_id, at.on))),
        "nobody": not shown.object_list and filters == Filters(side=filters.side),
        "narrowed": filters != Filters(side=filters.side),
        "window": window,
    }
    return render(request, "correspondence/dossiers.html", context)


def _filters(asked: Any, tallies: dict[str, int]) -> Filters:
    """What is asked; without a tab the first on which something waits."""
    side = asked.get("viec", "")
    if side not in {ADVISED, ISSUED_HERE, ASKED}:
        side = next((one for one, count in tallies.items() if count), ADVISED)
    return Filters(
        side=side,
        state=asked.get("trang-thai", ""),
        text=asked.get("tim", "").strip(),
        type=asked.get("the-loai", ""),
        late="qua-han" in asked,
        everything="tat-ca" in asked,
    )


@require_GET
def register_xlsx(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """The lines of the tab as they are filtered."""
    place: Place = here(request, unit_code, period_code)
    at, actor = place.at, place.actor
    filters = _filters(request.GET, {})
    window = (at.period.cumulative or at.period).window()
    if filters.side == ASKED:
        found: Any = lists.asked_rows(lists.asked(actor, at.unit_id, at.on, window, filters)[:MOST_ROWS])
    else:
        found = lists.rows(lists.listed(actor, at.unit_id, at.on, window, filters)[:MOST_ROWS])
    content = exports.register_workbook(found, filters.side, at, window, author=actor.actor_label)
    return sent(content, f"ho-so-trinh-{at.code}.xlsx")
