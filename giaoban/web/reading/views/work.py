"""A text turned into work: three parts on one form, looked at first, written in one step."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.conferences.queries.base import may as may_host
from giaoban.conferences.rules import Permission as Conferences
from giaoban.core.refusals import Refusal
from giaoban.web.models import ReadText
from giaoban.web.reading import services
from giaoban.web.reading.forms import WorkForm
from giaoban.web.reading.proposals import propose
from giaoban.web.reading.services.work import already, made_of, try_work
from giaoban.web.reading.views.common import Here, find


@require_http_methods(["GET", "POST"])
def work(request: HttpRequest, unit_code: str, period_code: str, text_id: int) -> HttpResponse:
    """`do` preview tries everything and writes nothing, `do` write writes what is ticked or nothing."""
    place, found = find(request, unit_code, period_code, text_id)
    proposal = propose(place.actor, found, place.at)
    data = request.POST if request.method == "POST" else None
    form = WorkForm(data, proposal=proposal, text=found)
    page = place.url("text", text_id=found.pk)
    context: dict[str, Any] = {
        "at": place.at,
        "text": found,
        "form": form,
        "proposal": proposal,
        "crumbs": place.crumbs((found.title, page), (_("Lập việc"), "")),
        "cancel_url": page,
    }
    if data is None:
        return render(request, "web/reading/work.html", context)
    if any(made is not None and data.get(f"{part}_on") for part, made in made_of(found).items()):
        context["made"] = True
        form.refuse(already())
    elif form.is_valid() and _may_meet(place, form):
        asked = form.work(place.at.unit_id)
        given: dict[str, Any] = {"actor": place.actor, "text_id": found.pk, "work": asked, "url": page}
        try:
            if data.get("do") != "write":
                try_work(**given)
                context["preview"] = True
                return render(request, "web/reading/work.html", context)
            services.turn_into_work(**given)
        except Refusal as refusal:
            context["made"] = refusal.code == "web.made_already"
            context["text"] = _fresh(found)
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã lập việc từ văn bản."))
            return redirect(page)
    return render(request, "web/reading/work.html", context, status=422)


def _fresh(found: ReadText) -> ReadText:
    """With what somebody else may have made of it meanwhile."""
    found.refresh_from_db(fields=["made_document", "made_programme", "made_conference"])
    return found


def _may_meet(place: Here, form: WorkForm) -> bool:
    """A role that began after the day of the conference does not write it down."""
    data = form.cleaned_data
    if not data.get("conference_on"):
        return True
    unit_id, day = form.proposal.hosting or 0, data["conference_day"]
    if may_host(place.actor, Conferences.PREPARE, unit_id, day):
        return True
    form.add_error("conference_day", _("Vai trò của đồng chí chưa có hiệu lực vào ngày họp này."))
    return False
