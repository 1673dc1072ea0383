"""Quyển số: the books of numbers of a unit and its terms; a number for paper; cancelling one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence import queries, services
from giaoban.correspondence.forms import series as forms
from giaoban.correspondence.queries.outgoing import series_label
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.rules.series import ARRIVING
from giaoban.correspondence.views.common import Place, answer, here, require

TERM, SERIES = "nhiem-ky", "quyen-so"


@require_http_methods(["GET", "POST"])
def books(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """What the unit has, and the two things one does: open a book of a type, declare a term."""
    place = here(request, unit_code, period_code)
    at, actor = place.at, place.actor
    manages = queries.may(actor, Permission.MANAGE, at.unit_id)
    require(manages or queries.may(actor, Permission.VIEW, at.unit_id))
    if request.method == "POST":
        require(manages and request.POST.get("lam") in (TERM, SERIES))
    of_term = request.POST.get("lam") == TERM
    data = request.POST or None
    series = forms.SeriesForm(None if of_term else data, auto_id="so_%s")
    term = forms.TermForm(data if of_term else None, auto_id="nk_%s")
    status = 422 if data is not None else 200
    form = term if of_term else series
    if form.is_bound and form.is_valid():
        try:
            done = _declare(place, term) if of_term else _open(place, series)
        except Refusal as refusal:
            if of_term and refusal.field == "code":
                refusal.field = "term"
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect(place.url("series"))
    found = [(row, series_label(row.type)) for row in queries.series_of(actor, at.unit_id)]
    context: dict[str, Any] = {
        "at": at,
        "form": form,
        "series_form": series,
        "term_form": term,
        "manages": manages,
        "rows": found,
        "terms": queries.terms_of(at.unit_id),
        "book": queries.book_of(at.unit_id),
        "crumbs": _crumbs(place, (_("Quyển số, nhiệm kỳ"), "")),
    }
    return render(request, "correspondence/series.html", context, status=status)


def _open(place: Place, form: forms.SeriesForm) -> str:
    data = form.cleaned_data
    made = services.open_series(
        actor=place.actor,
        unit_id=place.at.unit_id,
        type=data["type"],
        first=data["first"],
        code=data["code"],
        style=data["style"],
    )
    return _("Đã mở quyển số %(name)s, bắt đầu từ số %(first)s.") % {
        "name": series_label(made.type),
        "first": made.first,
    }


def _declare(place: Place, form: forms.TermForm) -> str:
    data = form.cleaned_data
    made = services.declare_term(
        actor=place.actor,
        unit_id=place.at.unit_id,
        code=data["term"],
        starts=data["starts"],
        source=data["source"],
    )
    return _("Đã ghi nhiệm kỳ %(code)s.") % {"code": made.code}


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    place = here(request, unit_code, period_code)
    at = place.at
    require(queries.may(place.actor, Permission.ISSUE, at.unit_id))
    form = forms.NumberForm(request.POST or None)

    def act() -> str:
        data = form.cleaned_data
        number = services.give_number(
            actor=place.actor, unit_id=at.unit_id, type=data["type"], on=data["on"], about=data["about"]
        )
        return _("Đã cấp số %(symbol)s.") % {"symbol": number.symbol}

    context = {
        "at": at,
        "crumbs": _crumbs(place, (_("Cấp số"), "")),
        "cancel_url": place.url("outgoing"),
    }
    return answer(request, "correspondence/number_give.html", context, form, act, place.url("outgoing"))


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, unit_code: str, period_code: str, number_id: int) -> HttpResponse:
    place = here(request, unit_code, period_code)
    number = queries.get_number(place.actor, number_id)
    if number.series.unit_id != place.at.unit_id or number.series.type == ARRIVING:
        raise Hidden("number")
    require(queries.may(place.actor, Permission.ISSUE, number.series.unit_id))
    form = forms.CancelForm(request.POST or None)

    def act() -> str:
        services.cancel_number(actor=place.actor, number_id=number.pk, reason=form.cleaned_data["reason"])
        return _("Đã hủy số %(symbol)s; số vẫn nằm trong sổ.") % {"symbol": number.symbol}

    context = {
        "at": place.at,
        "number": number,
        "crumbs": _crumbs(place, (_("Hủy số %(symbol)s") % {"symbol": number.symbol}, "")),
        "cancel_url": place.url("outgoing"),
    }
    return answer(request, "correspondence/number_cancel.html", context, form, act, place.url("outgoing"))


def _crumbs(place: Place, *last: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Văn bản đi"), place.url("outgoing")), *last]
