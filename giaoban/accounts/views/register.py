"""Tài khoản của đơn vị: the register, a new account, many at once for the units below, slips to print."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.accounts import queries, services
from giaoban.accounts.forms import AccountForm, find_units
from giaoban.accounts.labels import ROLE_LABELS, STATE_LABELS
from giaoban.accounts.rules import EVERY_ROLE, PRINT_SECONDS, Permission
from giaoban.accounts.views.common import answer, at_unit, may, seed_of
from giaoban.core.posting import UNREAD
from giaoban.core.refusals import Refusal
from giaoban.organisations.coordinates import resolve
from giaoban.organisations.rules import Permission as Organisations

PAGE = 50


@require_GET
def register(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    asked = request.GET
    filters = queries.Filters(asked.get("tim", ""), asked.get("vai-tro", ""), asked.get("trang-thai", ""))
    actor: Any = request.user
    found = queries.register(actor, at.unit_id, filters, on=at.on)
    page = Paginator(found, PAGE).get_page(asked.get("trang"))
    context = {
        "at": at,
        "page": page,
        "rows": queries.rows(actor, list(page.object_list), at.unit_id),
        "filters": filters,
        "roles": ROLE_LABELS.items(),
        "states": STATE_LABELS.items(),
        "nobody": not page.object_list and filters == queries.Filters(),
        "may": may(request, at.unit_id),
    }
    return render(request, "accounts/register.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = at_unit(request, unit_code, period_code, Permission.MANAGE)
    form = AccountForm(request.POST or None)

    def write(data: dict[str, Any]) -> HttpResponse:
        actor: Any = request.user
        _user, batch = services.open_account(
            actor=actor, home_unit_id=at.unit_id, seed=seed_of(request), **data
        )
        return to_slips(at, batch)

    return answer(request, form, write, "accounts/create.html", {"at": at, "cancel_url": list_url(at)})


@require_http_methods(["GET", "POST"])
def children(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """Roles are asked for by GET, which previews; the chosen lines go by POST, which creates them all."""
    at = at_unit(request, unit_code, period_code, Permission.MANAGE)
    actor: Any = request.user
    data = request.POST if request.method == "POST" else request.GET
    roles = [role for role in data.getlist("vai-tro") if role in EVERY_ROLE]
    context: dict[str, Any] = {"at": at, "roles": ROLE_LABELS.items(), "chosen_roles": roles}
    chosen = set(data.getlist("keys"))
    status = 200
    if request.method == "POST":
        try:
            batch, _users = services.create_children_accounts(
                actor=actor, unit_id=at.unit_id, keys=chosen, seed=seed_of(request)
            )
            return to_slips(at, batch)
        except Refusal as refusal:
            context["refusal"], status = refusal, UNREAD
    if roles:
        lines = services.preview_children_accounts(actor=actor, unit_id=at.unit_id, roles=roles)
        ticked = chosen if request.method == "POST" else {line.key for line in lines if not line.double}
        context["lines"] = [(line, str(ROLE_LABELS[line.role]), line.key in ticked) for line in lines]
        context["doubles"] = sum(1 for line in lines if line.double)
        context["fresh"] = len(lines) - context["doubles"]
    return render(request, "accounts/children.html", context, status=status)


@require_GET
def slips(request: HttpRequest, unit_code: str, period_code: str, batch: uuid.UUID) -> HttpResponse:
    """Slips of one's own batch, to print within a quarter of an hour; afterwards unknown."""
    at = resolve(request, unit_code, period_code)
    actor: Any = request.user
    context = {
        "at": at,
        "slips": services.slips_of(actor=actor, batch=batch, seed=seed_of(request)),
        "address": request.build_absolute_uri(reverse("account_activate")),
        "minutes": PRINT_SECONDS // 60,
    }
    return render(request, "accounts/slips.html", context)


@require_GET
def pick_unit(request: HttpRequest) -> HttpResponse:
    """Suggestions of a unit box: what the actor may know of."""
    actor: Any = request.user
    actor.require(Organisations.VIEW)
    found = find_units(actor, request.GET.get("q", ""))
    options = [(key, label, "") for key, label in found]
    return render(request, "core/parts/options.html", {"options": options})


def to_slips(at: Any, batch: uuid.UUID) -> HttpResponse:
    return redirect("accounts:slips", at.code, at.period.code, batch)


def list_url(at: Any) -> str:
    return reverse("accounts:list", args=[at.code, at.period.code])
