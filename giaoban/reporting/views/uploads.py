"""A file that was worked on elsewhere comes back to its report: taken in here, looked at on the next page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from giaoban.core.actors import acting
from giaoban.core.forms import HouseForm
from giaoban.core.refusals import Refusal
from giaoban.organisations.coordinates import Coordinates
from giaoban.reporting.models import Obligation
from giaoban.reporting.services.drafts import require_writable
from giaoban.reporting.views.common import BEHALF, on_behalf


def address(request: HttpRequest, name: str, *args: Any) -> str:
    """On behalf of the unit when the page is."""
    url = reverse(f"reporting:{name}", args=args)
    return f"{url}?{BEHALF}=1" if on_behalf(request) else url


def take_in(
    request: HttpRequest,
    at: Coordinates,
    obligation: Obligation,
    form_class: type[HouseForm],
    receive: Callable[..., int],
    *,
    template: str,
    leads_to: str,
    links: Mapping[str, str],
) -> HttpResponse:
    """`receive(actor=, obligation_id=, upload=, on_behalf=)` keeps the file or refuses it; nothing is written
    yet. `links` are the names of pages by the name that the template has for their address."""
    actor, behalf = acting(request), on_behalf(request)
    require_writable(actor, obligation, on_behalf=behalf)
    form = form_class(request.POST, request.FILES) if request.method == "POST" else form_class()
    where = (at.code, at.period.code, obligation.pk)
    if form.is_bound and form.is_valid():
        try:
            file_id = receive(
                actor=actor, obligation_id=obligation.pk, upload=form.cleaned_data["file"], on_behalf=behalf
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(address(request, leads_to, *where, file_id))
    context = {
        "at": at,
        "obligation": obligation,
        "form": form,
        "behalf": behalf,
        **{name: address(request, page, *where) for name, page in links.items()},
    }
    return render(request, template, context, status=422 if form.errors else 200)
