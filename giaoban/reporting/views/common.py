"""What the pages of one report share: finding it from the address, answering after an act."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from giaoban.core.actors import acting
from giaoban.core.refusals import Refusal
from giaoban.correspondence.queries import drafts_for
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.reporting.models import Obligation
from giaoban.reporting.queries import report as queries
from giaoban.reporting.rules.sealing import check_code

BEHALF = "thay"  # the superior enters a report that came on paper
UNDO = "reporting.undo"


def located(
    request: HttpRequest, unit_code: str, period_code: str, obligation_id: int
) -> tuple[Coordinates, Obligation]:
    """The coordinates and the report they lead to; another unit's report is unknown here."""
    at = resolve(request, unit_code, period_code)
    return at, queries.find(acting(request), at.unit_id, at.period.code, obligation_id)


def on_behalf(request: HttpRequest) -> bool:
    return (request.POST if request.method == "POST" else request.GET).get(BEHALF) == "1"


def address(at: Coordinates, obligation: Obligation, anchor: str = "", *, behalf: bool = False) -> str:
    url = reverse("reporting:report", args=[at.code, at.period.code, obligation.pk])
    query = f"?{BEHALF}=1" if behalf else ""
    return f"{url}{query}{'#' + anchor if anchor else ''}"


def number_of(given: Any) -> int:
    """A version or an id as it came in an address or a field; what is no number is none that exists."""
    text = str(given)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def back(request: HttpRequest, at: Coordinates, obligation: Obligation, anchor: str = "") -> HttpResponse:
    return redirect(address(at, obligation, anchor, behalf=on_behalf(request)))


def show(
    request: HttpRequest,
    at: Coordinates,
    obligation: Obligation,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    typed: queries.Typed | None = None,
    number: int | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of the report as it stands; with a refusal, what was typed stays in it."""
    page = queries.report_page(
        acting(request), obligation, number=number, on_behalf=on_behalf(request), typed=typed
    )
    undo = request.session.get(UNDO)
    if undo and request.method == "GET":
        del request.session[UNDO]
    context = {
        "at": at,
        "page": page,
        "obligation": obligation,
        "refusal": refusal,
        "typed": typed,
        "undo": undo if undo and undo["obligation"] == obligation.pk else None,
        "behalf": page.on_behalf,
        "submits": drafts_for(acting(request), obligation.unit_id, page_of=at.unit_id, on=at.on),
        "code": check_code(page.submission.hash) if page.submission else "",
        **more,
    }
    return render(request, "reporting/report.html", context, status=status)
