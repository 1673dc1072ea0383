"""One box over what the person may see, and the person's own saved searches."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from giaoban.core.actors import acting
from giaoban.core.refusals import Refusal
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.search.services import saved
from giaoban.web.queries.searching import read_terms, search_page


@require_GET
def search(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    return _page(request, resolve(request, unit_code, period_code), request.GET)


@require_POST
def save(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    given = QueryDict(request.POST.get("tim", "")[:4000])
    terms = read_terms(given)
    name = request.POST.get("ten", "")
    try:
        saved.save_search(actor=acting(request), name=name, query=terms.query() if terms.asks else "")
    except Refusal as refusal:
        return _page(request, at, given, refusal=refusal, name=name)
    messages.success(request, _("Đã lưu tìm kiếm."))
    return redirect(_here(at, terms.query()))


@require_POST
def rename(request: HttpRequest, unit_code: str, period_code: str, saved_id: int) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    given = QueryDict(request.POST.get("tim", "")[:4000])
    try:
        saved.rename_search(actor=acting(request), saved_id=saved_id, name=request.POST.get("ten", ""))
    except Refusal as refusal:
        name = request.POST.get("ten", "")
        return _page(request, at, given, refusal=refusal, renamed=saved_id, name=name)
    messages.success(request, _("Đã đổi tên tìm kiếm."))
    return redirect(_here(at, read_terms(given).query()))


@require_POST
def remove(request: HttpRequest, unit_code: str, period_code: str, saved_id: int) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    saved.remove_search(actor=acting(request), saved_id=saved_id)
    return redirect(_here(at, f"{_back(request)}&da_bo={saved_id}".lstrip("&")))


@require_POST
def restore(request: HttpRequest, unit_code: str, period_code: str, saved_id: int) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    saved.restore_search(actor=acting(request), saved_id=saved_id)
    return redirect(_here(at, _back(request)))


def _back(request: HttpRequest) -> str:
    """The search that the form was sent from."""
    return read_terms(QueryDict(request.POST.get("tim", "")[:4000])).query()


def _here(at: Coordinates, query: str) -> str:
    address = reverse("search", args=[at.code, at.period.code])
    return f"{address}?{query}" if query else address


def _page(
    request: HttpRequest,
    at: Coordinates,
    given: QueryDict,
    *,
    refusal: Refusal | None = None,
    renamed: int = 0,
    name: str = "",
) -> HttpResponse:
    removed = given.get("da_bo", "")
    removed_id = int(removed) if removed.isascii() and removed.isdecimal() and len(removed) < 19 else 0
    page = search_page(acting(request), at, read_terms(given), removed_id)
    context = {"page": page, "at": at, "refusal": refusal, "renamed": renamed, "typed_name": name}
    return render(request, "web/search.html", context, status=422 if refusal else 200)
