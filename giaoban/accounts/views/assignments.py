"""The table lĩnh vực × địa bàn × người theo dõi of a unit, and its two doors."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.accounts import queries, services
from giaoban.accounts.forms import AssignForm, EndForm, exclusive
from giaoban.accounts.rules import Permission
from giaoban.accounts.views.common import answer, at_unit, may
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.organisations.coordinates import Coordinates, resolve


@require_GET
def table(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor: Any = request.user
    ended = "da-ket-thuc" in request.GET
    context = {
        "at": at,
        "rows": queries.assignments(actor, at.unit_id, on=at.on, ended=ended),
        "ended": ended,
        "may": may(request, at.unit_id),
        "sees_accounts": actor.can(Permission.VIEW, at.unit_id, on=at.on),
    }
    return render(request, "accounts/assignments.html", context)


def _table_url(at: Coordinates) -> str:
    return reverse("accounts:assignments", args=[at.code, at.period.code])


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = at_unit(request, unit_code, period_code, Permission.ASSIGN)
    actor: Any = request.user
    form = AssignForm(request.POST or None, actor=actor, unit_id=at.unit_id, initial={"starts": today()})

    def write(data: dict[str, Any]) -> HttpResponse:
        services.assign_responsibility(
            actor=actor,
            unit_id=at.unit_id,
            user_id=int(data["user"]),
            field=data["field"],
            area_id=data["area"].pk if data["area"] else None,
            department_id=int(data["department"]) if data.get("department") else None,
            starts=data["starts"],
            ends=exclusive(data["last_day"]),
        )
        messages.success(request, _("Đã ghi phân công."))
        return redirect(_table_url(at))

    return answer(request, form, write, "accounts/assign.html", {"at": at, "cancel_url": _table_url(at)})


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, unit_code: str, period_code: str, responsibility_id: int) -> HttpResponse:
    at = at_unit(request, unit_code, period_code, Permission.ASSIGN)
    actor: Any = request.user
    lines = queries.assignments(actor, at.unit_id, on=today(), ended=True)
    line = next((row for row in lines if row.responsibility_id == responsibility_id), None)
    if line is None:
        raise Hidden("responsibility")
    form = EndForm(request.POST or None, initial={"last_day": today() - timedelta(days=1)})

    def write(data: dict[str, Any]) -> HttpResponse:
        services.end_responsibility(
            actor=actor, responsibility_id=responsibility_id, on=exclusive(data["last_day"])
        )
        messages.success(request, _("Đã ghi ngày kết thúc phân công."))
        return redirect(_table_url(at))

    context = {"at": at, "line": line, "cancel_url": _table_url(at)}
    return answer(request, form, write, "accounts/assign_end.html", context)
