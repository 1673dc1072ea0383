"""A programme as a paper to take away, for who sees the whole of it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from giaoban.core.answers import sent
from giaoban.core.refusals import Hidden
from giaoban.correspondence.services.printing import FORMS, print_paper
from giaoban.tasks import papers, queries
from giaoban.tasks.views.common import here


@require_GET
def programme_paper(
    request: HttpRequest, unit_code: str, period_code: str, *, programme_id: int, form: str
) -> HttpResponse:
    place = here(request, unit_code, period_code)
    found = queries.get_programme(place.actor, programme_id, on=place.at.on)
    if form not in FORMS or not queries.sees_unit(place.actor, found.unit_id, place.at.on):
        raise Hidden("paper")
    made = print_paper(actor=place.actor, written=papers.written(found), form=form)
    return sent(made, f"chuong-trinh-{found.pk}.{form}")
