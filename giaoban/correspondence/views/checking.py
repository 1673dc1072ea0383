"""Mã đối chiếu: typed off the foot of a page, it opens the exact version for who may read its record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core.actors import Actor, acting
from giaoban.core.answers import sent
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence import forms, printing, queries
from giaoban.correspondence.models import Edition, Issue
from giaoban.correspondence.queries.editions import opened_by
from giaoban.correspondence.rules.codes import read_code
from giaoban.correspondence.services.editions import laid_out
from giaoban.correspondence.views.pages import Sheet, png
from giaoban.documents import plain
from giaoban.organisations.rules import Permission


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A form for the code; what is none, or not for this reader, is said in the same words."""
    actor = acting(request)
    actor.require(Permission.VIEW)  # whoever holds any role may have such a paper in hand
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


@require_GET
def edition(request: HttpRequest, code: str) -> HttpResponse:
    """The exact pages under the code, and whether what is stored is still what was printed."""
    actor = acting(request)
    try:
        found = queries.get_edition(actor, code)
    except Hidden:
        if url := opened_by(actor, code):
            return redirect(url)
        raise
    if code != found.code:
        return redirect("correspondence:edition", code=found.code)
    refusal, made = None, b""
    try:
        made = _pdf(actor, found)
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


def _pdf(actor: Actor, found: Edition) -> bytes:
    if found.word is not None and found.pdf is None:
        laid_out(actor=actor, edition=found)
    if found.pdf is not None:
        return printing.pdf_of_file(found.pdf)
    return printing.pdf_of(plain.load(found.paper))


@require_GET
def edition_pdf(request: HttpRequest, code: str) -> HttpResponse:
    actor = acting(request)
    return sent(_pdf(actor, queries.get_edition(actor, code)), f"{read_code(code)}.pdf")


@require_GET
def edition_page(request: HttpRequest, code: str, page: int) -> HttpResponse:
    actor = acting(request)
    return png(printing.picture(_pdf(actor, queries.get_edition(actor, code)), page))
