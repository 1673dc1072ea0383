"""Quy tắc: the packs with the instrument behind each, and what they come to in the period of the bar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from giaoban.core.actors import acting
from giaoban.organisations.coordinates import resolve
from giaoban.regulations import queries
from giaoban.regulations.rules import REPORTING_WINDOWS, Permission


@require_GET
def register(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW)
    return render(request, "regulations/register.html", {"at": at, "rows": queries.packs(at.on)})


@require_GET
def pack(request: HttpRequest, unit_code: str, period_code: str, code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW)
    found = queries.get_pack(code)
    versions = queries.versions(found)
    held = next((version for version in versions if version.starts <= at.on < version.ends), None)
    language = get_language() or "vi"
    windows, lines = [], []
    if held is not None and code == REPORTING_WINDOWS:
        windows = [(row, row.period.label(language)) for row in queries.window_rows(held, at.period)]
    elif held is not None:
        lines = list(queries.leaves(held.params))
    context = {
        "at": at,
        "pack": found,
        "held": held,
        "versions": versions,
        "windows": windows,
        "lines": lines,
        "period_label": at.period.label(language),
    }
    return render(request, "regulations/pack.html", context)
