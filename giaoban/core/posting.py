"""A form on a page: shown, or sent and done; a refusal leaves everything as it was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from giaoban.core.forms import HouseForm
from giaoban.core.refusals import Conflict, Refusal

UNREAD, CONFLICT = 422, 409


def answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    form: HouseForm,
    act: Callable[[], HttpResponse],
    *,
    on_refusal: Callable[[Refusal], None] = lambda _refusal: None,
) -> HttpResponse:
    """The page with its form; or, once the form is filled as it must be, what `act` answers.

    Refused, the page comes again with 422, or with 409 when somebody else was quicker. `on_refusal` may add
    to `context` what the page then tells.
    """
    context["form"] = form
    status = UNREAD if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            return act()
        except Refusal as refusal:
            on_refusal(refusal)
            form.refuse(refusal)
            status = status_of(refusal)
    return render(request, template, context, status=status)


def status_of(refusal: Refusal | None) -> int:
    return CONFLICT if isinstance(refusal, Conflict) else UNREAD


def go_on(request: HttpRequest, url: str, done: str) -> HttpResponse:
    """To the next page, which says what was done."""
    if done:
        messages.success(request, done)
    return redirect(url)
