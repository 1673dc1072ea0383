"""What the pages of accounts share: the coordinates with what one may do there, and form-then-door."""

import secrets
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from giaoban.accounts.rules import Permission
from giaoban.core import posting
from giaoban.core.forms import HouseForm
from giaoban.organisations.coordinates import Coordinates, resolve

SEED = "slips_seed"


def at_unit(request: HttpRequest, unit_code: str, period_code: str, permission: str) -> Coordinates:
    """The coordinates of the address, where the actor holds `permission` today."""
    at = resolve(request, unit_code, period_code)
    request.user.require(permission, at.unit_id)  # type: ignore[union-attr]  # signed in
    return at


def may(request: HttpRequest, unit_id: int) -> dict[str, bool]:
    """Which buttons the pages of this unit show."""
    can = request.user.can  # type: ignore[union-attr]  # signed in
    return {"manage": can(Permission.MANAGE, unit_id), "assign": can(Permission.ASSIGN, unit_id)}


def seed_of(request: HttpRequest) -> str:
    """The secret of this session from which its slips are worked out."""
    if SEED not in request.session:
        request.session[SEED] = secrets.token_urlsafe(32)
    seed: str = request.session[SEED]
    return seed


def answer(
    request: HttpRequest,
    form: HouseForm,
    write: Callable[[dict[str, Any]], HttpResponse],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form, or go through the door with what was typed."""
    return posting.answer(request, template, context, form, lambda: write(form.cleaned_data))
