"""One box over what the person may see; results by room with the found words marked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giaoban.core.actors import acting
from giaoban.core.text import clean
from giaoban.organisations.coordinates import resolve
from giaoban.search import queries

LONGEST = 200


@require_GET
def search(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """`q` the words, `loai` one kind only (then paged by `trang`)."""
    coordinates = resolve(request, unit_code, period_code)
    text = clean(request.GET.get("q", ""))[:LONGEST]
    kind = request.GET.get("loai", "")
    number = request.GET.get("trang", "1")
    found = queries.find(
        acting(request),
        text,
        coordinates.on,
        kinds=[kind] if kind else (),
        page=int(number) if number.isdecimal() and len(number) < 6 else 1,
    )
    groups = [
        (group, [(result, result.address(coordinates.period.code)) for result in group.results])
        for group in found.groups
    ]
    context = {"text": text, "kind": kind, "found": found, "groups": groups, "coordinates": coordinates}
    return render(request, "web/search.html", context)
