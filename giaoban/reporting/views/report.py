"""One report."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giaoban.core.actors import acting
from giaoban.organisations.coordinates import resolve
from giaoban.reporting.queries import rounds


@require_GET
def report(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    rounds.get_obligation(acting(request), obligation_id)
    return render(request, "base.html", {"at": at})
