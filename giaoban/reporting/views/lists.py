"""What a unit owes and what it asked of others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giaoban.core.actors import acting
from giaoban.organisations.coordinates import resolve
from giaoban.reporting.rules import Permission


@require_GET
def reports(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    acting(request).require(Permission.VIEW, at.unit_id, on=at.on)
    return render(request, "base.html", {"at": at})
