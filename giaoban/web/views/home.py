"""The way in: to the unit and period of the person, and from one pair of coordinates to another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_GET

from giaoban.core.actors import acting
from giaoban.core.registries import panels
from giaoban.organisations.coordinates import resolve as coordinates_of
from giaoban.web.context import home_coordinates, signed_in
from giaoban.web.queries import period_file as queries

PANELS, ABOVE = "period_file", 100  # panels of a lower order stand above the steps


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To what the person must see first; who has no grant yet is told so instead of a bare 404.

    Hồ sơ kỳ for officers and heads; what is owed for a commune or a cell; areas for a local department.
    """
    coordinates = home_coordinates(signed_in(request))
    if coordinates is None:
        return render(request, "web/no_grant.html")
    first = queries.first_page(coordinates)
    return redirect(first, unit_code=coordinates.code, period_code=coordinates.period.code)


@require_GET
def switch(request: HttpRequest) -> HttpResponse:
    """The same page for another unit or period; its Hồ sơ kỳ when the page does not exist there."""
    unit_code, period_code = request.GET.get("don_vi", ""), request.GET.get("ky", "")
    coordinates = coordinates_of(request, unit_code, period_code)
    target = {"unit_code": coordinates.code, "period_code": coordinates.period.code}
    return redirect(reverse(_page(request.GET.get("trang", "")), kwargs=target))


def _page(path: str) -> str:
    """Name of a page of ours that has coordinates and no other record in its address, else the Hồ sơ kỳ."""
    try:
        match = resolve(path)
    except Resolver404:
        return "period_file"
    return match.view_name if set(match.kwargs) == {"unit_code", "period_code"} else "period_file"


@require_GET
def period_file(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    coordinates = coordinates_of(request, unit_code, period_code)
    page = queries.period_file(acting(request), coordinates)
    told = [
        (entry, html)
        for entry in panels
        if entry.subject == PANELS and (html := entry.render(request, page, coordinates.on))
    ]
    context = {
        "page": page,
        "steps": page.steps,
        "above": [html for entry, html in told if entry.order < ABOVE],
        "below": [(entry.title, html) for entry, html in told if entry.order >= ABOVE],
    }
    return render(request, "web/period_file.html", context)


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "web/help.html")


@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """For a proxy or a supervisor: the process answers and its database does too."""
    queries.touch_database()
    return HttpResponse("ok", content_type="text/plain")
