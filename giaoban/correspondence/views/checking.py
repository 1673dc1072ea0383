"""Mã đối chiếu: typed off the foot of a page, it opens the exact version for who may read its record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core.actors import acting
from giaoban.core.answers import sent
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence import forms, printing, queries
from giaoban.correspondence.models import Edition, Issue
from giaoban.correspondence.queries.editions import opened_by
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.rules.codes import read_code
from giaoban.correspondence.views.pages import Sheet, png
from giaoban.documents import plain


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A form for the code; what is none, or not for this reader, is said in the same words."""
    actor = acting(request)
    actor.require(Permission.VIEW)
    form = forms.CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            found = queries.get_edition(actor, form.cleaned_data["code"])
        except Hidden:
            if url := opened_by(actor, form.cleaned_data["code"]):
                return redirect(url)
            form.refuse(_unknown())
        else:
            return redirect("correspondence:edition", code=found.code)
    return render(request, "correspondence/check.html", {"form": form}, status=422 if form.is_bound else 200)


def _unknown() -> Refusal:
    return Refusal(
        "correspondence.code_unknown",
        _("Không có văn bản nào mang mã này mà đồng chí được xem. Xem lại mã ở chân trang."),
        field="code",
        rule=_("Mã đối chiếu in ở chân trang, chia thành nhóm bốn ký tự; không có chữ I, L, O, U."),
    )


def _found(request: HttpRequest, code: str) -> Edition:
    actor = acting(request)
    actor.require(Permission.VIEW)
    return queries.get_edition(actor, code)


@require_GET
def edition(request: HttpRequest, code: str) -> HttpResponse:
    """The exact pages under the code, and whether what is stored is still what was printed."""
    found = _found(request, code)
    if code != found.code:
        return redirect("correspondence:edition", code=found.code)
    refusal, made = None, b""
    try:
        made = _pdf(found)
    except Refusal as said:
        refusal = said
    record = queries.record_of(found)
    issue = record if isinstance(record, Issue) else None
    numbers = printing.page_numbers(made) if made else ()
    context = {
        "edition": found,
        "equal": printing.unchanged(found),
        "issue": issue,
        "copies": queries.signed_copies(issue) if issue is not None else (),
        "refusal": refusal,
        "sheets": [
            Sheet(page, len(numbers), reverse("correspondence:edition_page", args=[found.code, page]))
            for page in numbers
        ],
    }
    return render(request, "correspondence/edition.html", context)


def _pdf(found: Edition) -> bytes:
    if found.pdf is not None:
        return printing.pdf_of_file(found.pdf)
    return printing.pdf_of(plain.load(found.paper))


@require_GET
def edition_pdf(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(request, code)
    return sent(_pdf(found), f"{read_code(code)}.pdf")


@require_GET
def edition_page(request: HttpRequest, code: str, page: int) -> HttpResponse:
    return png(printing.picture(_pdf(_found(request, code)), page))
