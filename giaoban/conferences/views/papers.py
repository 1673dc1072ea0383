"""The papers of a conference in Word and PDF: who may read the page may take its paper away."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from giaoban.conferences import exports
from giaoban.conferences.models import Conclusion
from giaoban.conferences.rules import ConclusionState
from giaoban.conferences.views.common import find, require
from giaoban.core.actors import Actor
from giaoban.core.answers import sent
from giaoban.core.refusals import Hidden
from giaoban.correspondence.services.printing import FORMS, Written, print_paper


@require_GET
def conclusion_paper(
    request: HttpRequest, unit_code: str, period_code: str, conference_id: int, form: str
) -> HttpResponse:
    """The draft for who writes it, the issued wording for everybody who reads it."""
    here = find(request, unit_code, period_code, conference_id)
    found = Conclusion.objects.filter(conference=here.conference).select_related("document").first()
    if found is None or not (here.conclude or found.state == ConclusionState.ISSUED):
        raise Hidden("conclusion")
    return _sent(
        here.actor, exports.conclusion_paper(here.conference, found), form, f"ket-luan-{conference_id}"
    )


@require_GET
def script_paper(
    request: HttpRequest, unit_code: str, period_code: str, conference_id: int, form: str
) -> HttpResponse:
    here = find(request, unit_code, period_code, conference_id)
    require(here.host)
    return _sent(here.actor, exports.script_paper(here.conference), form, f"kich-ban-{conference_id}")


@require_GET
def minutes_paper(
    request: HttpRequest, unit_code: str, period_code: str, conference_id: int, form: str
) -> HttpResponse:
    here = find(request, unit_code, period_code, conference_id)
    require(here.host and here.ended)
    return _sent(here.actor, exports.minutes_paper(here.conference), form, f"bien-ban-{conference_id}")


@require_GET
def letter_paper(
    request: HttpRequest, unit_code: str, period_code: str, *, conference_id: int, point_id: int, form: str
) -> HttpResponse:
    """The invitation of one unit: for the host and for that unit."""
    here = find(request, unit_code, period_code, conference_id)
    point = here.conference.points.select_related("invitation").filter(pk=point_id, host=False).first()
    mine = here.point is not None and here.point.pk == point_id
    letter = getattr(point, "invitation", None)
    if point is None or letter is None or not (here.host or mine):
        raise Hidden("letter")
    paper = exports.invitation_paper(here.conference, point, letter.number, letter.text, letter.sent_at)
    return _sent(here.actor, paper, form, f"giay-moi-{point_id}")


def _sent(actor: Actor, paper: Written, form: str, name: str) -> HttpResponse:
    if form not in FORMS:
        raise Hidden("paper")
    return sent(print_paper(actor=actor, written=paper, form=form), f"{name}.{form}")
