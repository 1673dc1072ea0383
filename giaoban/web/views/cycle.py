"""Pages of the cycle that cross rooms: one's own work, the areas, a period in brief, a document's line."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from giaoban.core.actors import acting
from giaoban.core.answers import sent
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden
from giaoban.organisations.coordinates import resolve
from giaoban.organisations.queries import lines_of
from giaoban.reporting.rules.states import Permission as Reporting
from giaoban.web.context import held_roles, signed_in
from giaoban.web.queries import areas as area_queries
from giaoban.web.queries import first_screens, line, period_file
from giaoban.web.services.printing import print_brief


@require_GET
def my_work(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    roles = {role for _unit, role in held_roles(signed_in(request))}
    return render(request, "web/my_work.html", {"screen": first_screens.screen(acting(request), at, roles)})


@require_GET
def areas(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    lines = lines_of(at.unit_id, at.on)
    if not (
        actor.can(Reporting.REVIEW, at.unit_id, on=at.on) or actor.can(Reporting.REVIEW, lines[-1], on=at.on)
    ):
        raise Hidden("areas")
    return render(request, "web/areas.html", {"matrix": area_queries.areas(actor, at), "today": today()})


@require_GET
def brief(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """One printable page for the head: the eight steps, who is late, what is owed."""
    page = _brief(request, unit_code, period_code)
    return render(request, "web/brief.html", {"page": page, "steps": page.steps, "today": today()})


@require_GET
def brief_pdf(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    with override("vi"):
        page = _brief(request, unit_code, period_code)
    return sent(print_brief(actor=acting(request), page=page), f"tom-tat-{unit_code}-{period_code}.pdf")


def _brief(request: HttpRequest, unit_code: str, period_code: str) -> period_file.PeriodFile:
    page = period_file.period_file(acting(request), resolve(request, unit_code, period_code))
    if not page.opened or page.facts.own is None:
        raise Hidden("brief")
    return page


@require_GET
def document_line(request: HttpRequest, unit_code: str, period_code: str, document_id: int) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    found = line.document_line(acting(request), at, document_id)
    where = {"unit_code": at.code, "period_code": at.period.code}
    crumbs = [
        (_("Văn bản chỉ đạo"), reverse("directives:list", kwargs=where)),
        (found.document.name, reverse("directives:document", kwargs={**where, "document_id": document_id})),
        (_("Dòng văn bản qua các năm"), ""),
    ]
    return render(request, "web/line.html", {"line": found, "crumbs": crumbs})
