"""Pages of Thiết lập. What a page shows is put together in `pages`; here are requests and answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giaoban.accounts.rules import Permission as Accounts
from giaoban.core.actors import acting
from giaoban.core.answers import sent
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.notices.rules import JobState
from giaoban.web.setup import pages, services
from giaoban.web.setup.forms import SheetForm
from giaoban.web.setup.rules import Sheet

FILES = {Sheet.UNITS: "don-vi", Sheet.PEOPLE: "can-bo", Sheet.CONTACTS: "dau-moi"}


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    actor.require(Accounts.SET_UP)
    return render(request, "web/setup/home.html", {"page": pages.home(actor)})


@require_GET
def sheets(request: HttpRequest) -> HttpResponse:
    """The sheets that this person may send: for who works on persons or contacts and sets nothing else up."""
    offered = pages.offered(acting(request))
    if not offered:
        raise Hidden("setup")
    return render(request, "web/setup/sheets.html", {"sheets": offered})


@require_http_methods(["GET", "POST"])
def sheet_page(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    actor = acting(request)
    services.require(actor, sheet)
    form = SheetForm(request.POST or None, request.FILES or None) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        try:
            file_id = services.receive(actor=actor, sheet=sheet, upload=form.cleaned_data["file"])
            return redirect("setup:preview", sheet=sheet, file_id=file_id)
        except Refusal as refusal:
            form.refuse(refusal)
    page = pages.sheet_page(actor, sheet)
    status = 422 if form.errors else 200
    return render(request, "web/setup/sheet.html", {"form": form, "page": page}, status=status)


@require_GET
def template(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    actor = acting(request)
    services.require(actor, sheet)
    return sent(pages.template(actor, sheet), f"mau-{FILES[sheet]}.xlsx")


@require_GET
def preview(request: HttpRequest, sheet: Sheet, file_id: int) -> HttpResponse:
    found = services.open_sheet(actor=acting(request), sheet=sheet, file_id=file_id)
    return _preview(request, found)


@require_GET
def errors(request: HttpRequest, sheet: Sheet, file_id: int) -> HttpResponse:
    return sent(
        services.marked(actor=acting(request), sheet=sheet, file_id=file_id), f"loi-{FILES[sheet]}.xlsx"
    )


@require_POST
def confirm(request: HttpRequest, sheet: Sheet, file_id: int) -> HttpResponse:
    actor = acting(request)
    try:
        job = services.confirm(
            actor=actor, sheet=sheet, file_id=file_id, promise=request.POST.get("promise", "")
        )
    except Refusal as refusal:
        found = services.open_sheet(actor=actor, sheet=sheet, file_id=file_id)
        return _preview(request, found, refusal)
    if job.state == JobState.RUNNING:
        return redirect("notices:job", job_id=job.pk)
    messages.success(request, _("Đã ghi xong. %(message)s") % {"message": job.message})
    return redirect("setup:preview", sheet=sheet, file_id=file_id)


def _preview(request: HttpRequest, found: services.Preview, refusal: Refusal | None = None) -> HttpResponse:
    page = pages.preview(acting(request), found, request.GET.get("xem", ""), request.GET.get("trang", ""))
    status = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422
    return render(request, "web/setup/preview.html", {"page": page, "refusal": refusal}, status=status)
