"""The letters of a round, begun in one press: what asks for the reports, what reminds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.core.actors import acting
from giaoban.core.refusals import Hidden
from giaoban.organisations.coordinates import resolve
from giaoban.reporting import letters
from giaoban.reporting.queries import rounds


@require_POST
def open_letter(request: HttpRequest, unit_code: str, period_code: str, round_id: int) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    round_ = rounds.get_round(actor, round_id)
    if round_.period != at.period.code:
        raise Hidden("round")
    dossier = letters.open_letter(
        actor=actor, round_=round_, unit_id=at.unit_id, code=request.POST.get("mau", "")
    )
    messages.success(request, _("Đã soạn sẵn công văn. Xem lại, điền chỗ còn trống rồi trình ký."))
    return redirect("correspondence:dossier", at.code, at.period.code, dossier.pk)
