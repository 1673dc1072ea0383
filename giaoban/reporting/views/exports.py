"""A report as a paper in Word and PDF, and as a workbook."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from giaoban.core.actors import acting
from giaoban.core.answers import sent
from giaoban.core.refusals import Hidden
from giaoban.organisations.coordinates import resolve
from giaoban.reporting import exports
from giaoban.reporting.queries import rounds
from giaoban.reporting.queries.desk import received_here
from giaoban.reporting.queries.printed import Printed, printed
from giaoban.reporting.services.printing import print_report


@require_GET
def word(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    return _paper(request, (unit_code, period_code), obligation_id, "docx")


@require_GET
def pdf(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    return _paper(request, (unit_code, period_code), obligation_id, "pdf")


def _paper(request: HttpRequest, where: tuple[str, str], obligation_id: int, form: str) -> HttpResponse:
    def made(found: Printed) -> bytes:
        return print_report(actor=acting(request), found=found, form=form)

    return _file(request, where, obligation_id, made, form)


@require_GET
def sheet(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    def made(found: Printed) -> bytes:
        return exports.workbook(found, acting(request).actor_label)

    return _file(request, (unit_code, period_code), obligation_id, made, "xlsx")


def _file(
    request: HttpRequest,
    where: tuple[str, str],
    obligation_id: int,
    render: Callable[[Printed], bytes],
    ending: str,
) -> HttpResponse:
    """`?ban=2` asks for a version that was sent; without it the draft for who works on it."""
    at = resolve(request, *where)
    actor = acting(request)
    obligation = rounds.get_obligation(actor, obligation_id)
    if obligation.round.period != at.period.code:
        raise Hidden("obligation")
    if obligation.unit_id not in received_here(at.unit_id, obligation.round.cut_off):
        raise Hidden("obligation")
    asked = request.GET.get("ban", "")
    if asked and not asked.isdecimal():
        raise Hidden("version")
    found = printed(actor, obligation, at.unit_id, number=int(asked) if asked else None)
    return sent(render(found), exports.file_name(found, ending))
