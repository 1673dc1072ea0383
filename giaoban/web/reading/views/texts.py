"""The list of texts that were read, reading another one, one text with its marks, what leaves the page."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giaoban.core import intake
from giaoban.core.answers import sent
from giaoban.core.refusals import Refusal
from giaoban.web.reading import exports, pages, queries, services
from giaoban.web.reading.forms import ReadForm
from giaoban.web.reading.rules.facts import TextFacts
from giaoban.web.reading.views.common import find, here

PAGE = 25


@require_GET
def listing(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    place = here(request, unit_code, period_code)
    page = Paginator(queries.listed(place.actor, place.at.unit_id), PAGE).get_page(request.GET.get("trang"))
    context = {"at": place.at, "page": page, "empty": not page.object_list}
    return render(request, "web/reading/list.html", context)


@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    place = here(request, unit_code, period_code)
    form = ReadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.read_text(actor=place.actor, unit_id=place.at.unit_id, facts=_facts(form))
        except Refusal as refusal:
            if refusal.field == "text" and form.cleaned_data["file"] is not None:
                refusal.field = "file"
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã đọc văn bản."))
            return redirect(place.url("text", text_id=made.pk))
    context = {
        "at": place.at,
        "form": form,
        "crumbs": place.crumbs((_("Đọc một văn bản"), "")),
        "cancel_url": place.url("list"),
    }
    return render(request, "web/reading/read.html", context, status=422 if form.is_bound else 200)


def _facts(form: ReadForm) -> TextFacts:
    file: Any = form.cleaned_data["file"]
    if file is None:
        return form.facts()
    try:
        return form.facts(intake.read_text(file.file, file.name or ""))
    except Refusal as refusal:
        refusal.field = "file"
        raise


@require_GET
def text(request: HttpRequest, unit_code: str, period_code: str, text_id: int) -> HttpResponse:
    place, found = find(request, unit_code, period_code, text_id)
    found = services.read_again(actor=place.actor, text=found)
    asked = request.GET.get("phan", "")
    part = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
    context = {
        "at": place.at,
        "text": found,
        "page": pages.reading_page(place.actor, found, place.at.on, part),
        "crumbs": place.crumbs((found.title, "")),
    }
    return render(request, "web/reading/text.html", context)


@require_POST
def discard(request: HttpRequest, unit_code: str, period_code: str, text_id: int) -> HttpResponse:
    place, found = find(request, unit_code, period_code, text_id)
    services.discard_text(actor=place.actor, text_id=found.pk)
    messages.success(request, _("Đã bỏ văn bản đã đọc."))
    return redirect(place.url("list"))


@require_GET
def case(request: HttpRequest, unit_code: str, period_code: str, text_id: int) -> HttpResponse:
    _place, found = find(request, unit_code, period_code, text_id)
    return sent(exports.case(found), f"ca-kiem-thu-{found.pk}.json")


@require_GET
def corrections_csv(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    place = here(request, unit_code, period_code)
    rows = queries.corrections_of(place.actor, place.at.unit_id, exports.MOST)
    return sent(exports.corrections_csv(rows), f"sua-dau-{place.at.code}.csv")


@require_GET
def corrections_xlsx(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    place = here(request, unit_code, period_code)
    rows = queries.corrections_of(place.actor, place.at.unit_id, exports.MOST)
    data = exports.corrections_workbook(rows, place.at, author=place.actor.actor_label)
    return sent(data, f"sua-dau-{place.at.code}.xlsx")
