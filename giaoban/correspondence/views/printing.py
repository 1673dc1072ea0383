"""Sổ đăng ký văn bản đến, đi: a page to print, a workbook, a Word file and a PDF of any days."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from giaoban.core.answers import sent
from giaoban.core.dates import today
from giaoban.core.numbers import vi_number
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence import registers
from giaoban.correspondence.forms.arrivals import DaysForm
from giaoban.correspondence.queries import arrivals
from giaoban.correspondence.queries import outgoing as leaving
from giaoban.correspondence.queries.book_guards import INCOMING_BOOK, OUTGOING_BOOK
from giaoban.correspondence.registers import Register
from giaoban.correspondence.services.printing import FORMS, Made, print_made
from giaoban.correspondence.views.common import Place, here
from giaoban.documents import xlsx

MOST = 10_000
Listing = Callable[[Place, date, date], Register]
# How the pages and the files of both books are named, and under which kind their printed versions are kept.
BOOKS = {"so-van-ban-den": INCOMING_BOOK, "so-van-ban-di": OUTGOING_BOOK}


@require_GET
def incoming(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    return _page(request, here(request, unit_code, period_code), _incoming, "arrivals")


@require_GET
def incoming_file(request: HttpRequest, unit_code: str, period_code: str, sheet: str) -> HttpResponse:
    return _file(request, here(request, unit_code, period_code), _incoming, sheet, "so-van-ban-den")


@require_GET
def outgoing(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    return _page(request, here(request, unit_code, period_code), _outgoing, "outgoing")


@require_GET
def outgoing_file(request: HttpRequest, unit_code: str, period_code: str, sheet: str) -> HttpResponse:
    return _file(request, here(request, unit_code, period_code), _outgoing, sheet, "so-van-ban-di")


def _incoming(place: Place, first: date, last: date) -> Register:
    lines = arrivals.book(place.actor, place.at.unit_id)
    found = arrivals.narrowed(lines, arrivals.Filters(first=first, last=last), last)
    return registers.incoming(_whole(found.order_by("arrived_on", "number__value")), first, last)


def _outgoing(place: Place, first: date, last: date) -> Register:
    found = leaving.outgoing(place.actor, place.at.unit_id, leaving.Filters(first=first, last=last))
    with override("vi"):  # a book is Vietnamese, whoever prints it in which language
        rows = leaving.rows(_whole(found.order_by("series__term", "series__type", "value")))
    return registers.outgoing(rows, first, last)


def _whole(lines: QuerySet[Any]) -> list[Any]:
    """Every line: a book is printed whole or not at all."""
    found = list(lines[: MOST + 1])
    if len(found) > MOST:
        raise Refusal(
            "correspondence.too_many_lines",
            _("Khoảng ngày này có hơn %(most)s dòng. Chọn khoảng ngắn hơn rồi in từng phần.")
            % {"most": vi_number(MOST)},
        )
    return found


def _page(request: HttpRequest, place: Place, listing: Listing, name: str) -> HttpResponse:
    form = _days(request, place)
    first, last = form.days()
    register = listing(place, first, last)
    book = _("Văn bản đến") if name == "arrivals" else _("Văn bản đi")
    context = {
        "at": place.at,
        "form": form,
        "register": register,
        "rows": [
            list(zip((title for title, _width in register.columns), row, strict=True))
            for row in register.rows
        ],
        "days": registers.days(register),
        "asked": f"tu={first.isoformat()}&den={last.isoformat()}",
        "files": [(place.url(f"{name}_file", sheet), label) for sheet, label in FILES],
        "crumbs": [(book, place.url(name)), (register.title, "")],
        "name": name,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "correspondence/register_print.html", context, status=status)


FILES = (("xlsx", "Excel"), ("docx", "Word"), ("pdf", "PDF"))


def _file(request: HttpRequest, place: Place, listing: Listing, sheet: str, name: str) -> HttpResponse:
    first, last = _days(request, place).days()
    register = listing(place, first, last)
    if sheet == "xlsx":
        book = registers.workbook(register, place.at, author=place.actor.actor_label)
        return sent(xlsx.render(book), f"{name}-{place.at.code}.xlsx")
    if sheet not in FORMS:
        raise Hidden("sheet")
    made = Made(
        BOOKS[name],
        place.at.unit_id,
        place.at.unit_id,
        registers.paper(register, place.at),
        secrecy=register.secrecy,
        seen_on=today(),
    )
    return sent(print_made(actor=place.actor, made=made, form=sheet), f"{name}-{place.at.code}.{sheet}")


def _days(request: HttpRequest, place: Place) -> DaysForm:
    window = (place.at.period.cumulative or place.at.period).window()
    return DaysForm(request.GET, first=window.starts, last=window.last_day)
