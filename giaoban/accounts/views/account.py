"""One account: its roles with their days, its state, and what an administrator may do with it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.accounts import queries, services
from giaoban.accounts.forms import EditForm, EndForm, GrantForm, NoteForm, exclusive
from giaoban.accounts.models import Grant
from giaoban.accounts.rules import AccountState, Permission
from giaoban.accounts.views.common import answer, at_unit, may, seed_of
from giaoban.accounts.views.register import to_slips
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.organisations.rules import PARTY


@require_GET
def account(request: HttpRequest, unit_code: str, period_code: str, user_id: int) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor: Any = request.user
    user = queries.account(actor, user_id, at.unit_id, on=at.on)
    grants, elsewhere = queries.grants_of(actor, user)
    homes = queries.unit_names({user.home_unit_id} if user.home_unit_id else set())
    lines = [line for line in queries.assignments(actor, at.unit_id, on=at.on) if line.user_id == user.pk]
    context = {
        "at": at,
        "account": user,
        "row": queries.row_of(actor, user, at.unit_id),
        "home_name": homes.get(user.home_unit_id or 0, ""),
        "grants": grants,
        "elsewhere": elsewhere,
        "assignments": lines,
        "slips": queries.slips_of(user),
        "own": user.pk == actor.pk,
        "may": may(request, at.unit_id),
        "off": AccountState.OFF,
    }
    return render(request, "accounts/account.html", context)


def _managed(request: HttpRequest, unit_code: str, period_code: str, user_id: int) -> tuple[Coordinates, Any]:
    at = at_unit(request, unit_code, period_code, Permission.MANAGE)
    actor: Any = request.user
    return at, queries.account(actor, user_id, at.unit_id, on=today())


def _back(at: Coordinates, user_id: int) -> HttpResponse:
    return redirect("accounts:account", at.code, at.period.code, user_id)


def _context(at: Coordinates, user: Any) -> dict[str, Any]:
    return {
        "at": at,
        "account": user,
        "cancel_url": reverse("accounts:account", args=[at.code, at.period.code, user.pk]),
    }


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, unit_code: str, period_code: str, user_id: int) -> HttpResponse:
    at, user = _managed(request, unit_code, period_code, user_id)
    form = EditForm(request.POST or None, initial={"display_name": user.display_name, "email": user.email})

    def write(data: dict[str, Any]) -> HttpResponse:
        actor: Any = request.user
        services.update_user(actor=actor, user_id=user.pk, **data)
        messages.success(request, _("Đã ghi thông tin tài khoản."))
        return _back(at, user.pk)

    return answer(request, form, write, "accounts/edit.html", _context(at, user))


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, unit_code: str, period_code: str, user_id: int) -> HttpResponse:
    at, user = _managed(request, unit_code, period_code, user_id)
    actor: Any = request.user
    initial = {"unit": str(at.unit_id), "starts": today(), "hierarchy": PARTY}
    form = GrantForm(request.POST or None, actor=actor, initial=initial)

    def write(data: dict[str, Any]) -> HttpResponse:
        services.give_grant(
            actor=actor,
            user_id=user.pk,
            role=data["role"],
            unit_id=data["unit"].pk,
            scope=data["scope"],
            hierarchy=data["hierarchy"],
            starts=data["starts"],
            ends=exclusive(data["last_day"]),
        )
        messages.success(request, _("Đã giao vai trò."))
        return _back(at, user.pk)

    return answer(request, form, write, "accounts/give.html", _context(at, user))


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, unit_code: str, period_code: str, user_id: int, grant_id: int) -> HttpResponse:
    at, user = _managed(request, unit_code, period_code, user_id)
    actor: Any = request.user
    row = next((g for g in queries.grants_of(actor, user)[0] if g.grant_id == grant_id), None)
    if row is None or not Grant.objects.filter(pk=grant_id, user=user).exists():
        raise Hidden("grant")
    form = EndForm(request.POST or None, initial={"last_day": today() - timedelta(days=1)})

    def write(data: dict[str, Any]) -> HttpResponse:
        services.end_grant(actor=actor, grant_id=grant_id, on=exclusive(data["last_day"]))
        messages.success(request, _("Đã ghi ngày kết thúc vai trò."))
        return _back(at, user.pk)

    return answer(request, form, write, "accounts/end.html", _context(at, user) | {"grant": row})


@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, unit_code: str, period_code: str, user_id: int) -> HttpResponse:
    at, user = _managed(request, unit_code, period_code, user_id)
    form = NoteForm(request.POST or None)

    def write(data: dict[str, Any]) -> HttpResponse:
        actor: Any = request.user
        batch = services.reset_password(
            actor=actor, user_id=user.pk, seed=seed_of(request), note=data["note"]
        )
        return to_slips(at, batch)

    return answer(request, form, write, "accounts/reset.html", _context(at, user))


@require_http_methods(["GET", "POST"])
def state(request: HttpRequest, unit_code: str, period_code: str, user_id: int) -> HttpResponse:
    """Switch off or on again, whichever it is not."""
    at, user = _managed(request, unit_code, period_code, user_id)
    form = NoteForm(request.POST or None)

    def write(data: dict[str, Any]) -> HttpResponse:
        actor: Any = request.user
        if user.is_active:
            services.deactivate_user(actor=actor, user_id=user.pk, note=data["note"])
            messages.success(request, _("Đã ngừng sử dụng tài khoản; mọi phiên đăng nhập đã kết thúc."))
        else:
            services.reactivate_user(actor=actor, user_id=user.pk, note=data["note"])
            messages.success(request, _("Đã mở lại tài khoản."))
        return _back(at, user.pk)

    return answer(request, form, write, "accounts/state.html", _context(at, user))
