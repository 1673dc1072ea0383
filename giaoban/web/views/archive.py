"""Lưu hồ sơ: the mục lục of a period's papers, the act that closes the file, the package."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.accounts.queries import acts_for
from giaoban.core.actors import Actor, acting
from giaoban.core.answers import sent
from giaoban.core.refusals import Hidden, Refusal
from giaoban.files.queries import files_of
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.organisations.queries import lines_of
from giaoban.reporting.rules.states import Permission as Reporting
from giaoban.web import services
from giaoban.web.models import ClosedFile
from giaoban.web.queries.facts import facts_of
from giaoban.web.queries.papers import papers
from giaoban.web.queries.rows import TITLES
from giaoban.web.queries.steps import SENT
from giaoban.web.rules import Permission, Step
from giaoban.web.services.printing import print_contents


def _here(
    request: HttpRequest, unit_code: str, period_code: str
) -> tuple[Coordinates, Actor, tuple[int, ...]]:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    lines = lines_of(at.unit_id, at.on)
    if not actor.can(Reporting.VIEW, lines[-1], on=at.on):
        raise Hidden("archive")
    return at, actor, lines


@require_GET
def contents_pdf(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """The mục lục to print: as closed, or as it stands today."""
    at, actor, lines = _here(request, unit_code, period_code)
    facts = facts_of(at, lines)
    closed = ClosedFile.objects.filter(pk=facts.closed.pk).first() if facts.closed else None
    made = print_contents(actor=actor, at=at, facts=facts, closed=closed)
    return sent(made, f"muc-luc-{unit_code}-{period_code}.pdf")


@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at, actor, lines = _here(request, unit_code, period_code)
    refusal = None
    if request.method == "POST":
        try:
            services.close_file(actor=actor, at=at)
        except Refusal as said:
            refusal = said
        else:
            messages.success(request, _("Đã lưu hồ sơ kỳ."))
            return redirect("archive", unit_code=at.code, period_code=at.period.code)
    facts = facts_of(at, lines)
    closed = ClosedFile.objects.filter(pk=facts.closed.pk).first() if facts.closed else None
    context = {
        "at": at,
        "closed": closed,
        "listed": [
            {
                **row,
                "step": TITLES[Step(row["step"])],
                "day": date.fromisoformat(row["day"]) if row["day"] else None,
            }
            for row in closed.contents
        ]
        if closed
        else [],
        "package": next(iter(files_of(actor, services.KIND, closed.pk)), None) if closed else None,
        "leaves": [] if closed else papers(actor, at, facts),
        "ready": facts.own is not None and facts.own.state in SENT,
        "may_close": actor.can(Permission.CLOSE_FILE, lines[-1], on=at.on)
        and acts_for(actor, lines[-1], at.on),
        "refusal": refusal,
    }
    return render(request, "web/archive.html", context, status=422 if refusal else 200)
