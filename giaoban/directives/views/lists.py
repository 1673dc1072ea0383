"""The register of documents of a unit, and the picker that other pages ask."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giaoban.directives import queries
from giaoban.directives.queries.facets import NAMES
from giaoban.directives.views.common import here

PAGE = 50


@require_GET
def register(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = here(request, unit_code, period_code)
    unit_id, on = at.coordinates.unit_id, at.coordinates.on
    asked = request.GET
    filters = queries.Filters(
        text=asked.get("tim", "").strip(),
        scope=asked.get("pham-vi", ""),
        **{name: asked.get(parameter, "").strip() for name, parameter in NAMES.items()},
    )
    outline = queries.outline(at.actor, unit_id, on, filters)
    pages = Paginator(queries.register(at.actor, unit_id, on, filters), PAGE)
    pages.count = outline.held  # known already
    page = pages.get_page(asked.get("trang"))
    context = {
        "at": at.coordinates,
        "page": page,
        "rows": queries.rows(at.actor, page.object_list, on),
        "filters": filters,
        "facets": outline.facets,
        "chosen": queries.chosen(outline.facets),
        "narrowed": {parameter: getattr(filters, name) for name, parameter in NAMES.items()},
        "may_register": bool(queries.registers_of(at.actor, unit_id, on)),
        "nobody": not page.object_list and filters == queries.Filters(),
    }
    return render(request, "directives/register.html", context)


@require_GET
def pick(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = here(request, unit_code, period_code)
    found = queries.pick(at.actor, request.GET.get("q", ""))
    options = [(choice.document_id, choice.label, choice.hint) for choice in found]
    return render(request, "core/parts/options.html", {"options": options})
