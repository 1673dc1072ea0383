"""Chờ nhận: what was sent here inside the house and no book has yet; one button enters it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from giaoban.core.dates import today
from giaoban.core.refusals import Refusal
from giaoban.correspondence import queries, services
from giaoban.correspondence.queries import arrivals as reading
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.views.arrivals import crumbs
from giaoban.correspondence.views.common import here, require
from giaoban.organisations.queries.naming import names_at

MOST = 200


@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """The list; its one form enters all of it."""
    place = here(request, unit_code, period_code)
    at = place.at
    require(queries.may(place.actor, Permission.VIEW, at.unit_id))
    enters = queries.may(place.actor, Permission.RECEIVE, at.unit_id)
    if request.method == "POST":
        require(enters)
        try:
            entered = services.receive_all(actor=place.actor, unit_id=at.unit_id)
        except Refusal as refusal:
            messages.warning(request, str(refusal.message))
        else:
            told = ngettext("Đã vào sổ %(n)s văn bản.", "Đã vào sổ %(n)s văn bản.", len(entered))
            messages.success(request, told % {"n": len(entered)})
            return redirect(place.url("arrivals"))
    found = list(reading.waiting_deliveries(place.actor, at.unit_id, today())[:MOST])
    names = names_at({(one.unit_id, at.on) for one in found})
    context = {
        "at": at,
        "rows": [(one, names.get((one.unit_id, at.on), "")) for one in found],
        "enters": enters,
        "crumbs": crumbs(place, (_("Chờ nhận"), "")),
    }
    return render(request, "correspondence/deliveries.html", context)


@require_POST
def receive(request: HttpRequest, unit_code: str, period_code: str, delivery_id: int) -> HttpResponse:
    place = here(request, unit_code, period_code)
    delivery = reading.get_delivery(place.actor, delivery_id)
    require(reading.belongs(delivery.unit_id, place.at.unit_id, place.at.on))
    arrival = services.receive_delivery(actor=place.actor, delivery_id=delivery.pk)
    messages.success(request, _("Đã vào sổ, số đến %(number)s.") % {"number": arrival.number.value})
    return redirect(place.url("arrival", arrival.pk))


@require_POST
def open_(request: HttpRequest, unit_code: str, period_code: str, delivery_id: int) -> HttpResponse:
    """Read it before it is entered: the sender learns that the unit opened it, never who did."""
    place = here(request, unit_code, period_code)
    delivery = reading.get_delivery(place.actor, delivery_id)
    require(reading.belongs(delivery.unit_id, place.at.unit_id, place.at.on))
    services.open_delivery(actor=place.actor, issue_id=delivery.issue_id, unit_id=delivery.unit_id)
    at = place.at
    return redirect(
        reverse("directives:document", args=[at.code, at.period.code, delivery.issue.document_id])
    )
