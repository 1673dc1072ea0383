"""What is done with a paper that arrived: bút phê, settling, its scan, beginning the reply."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from giaoban.accounts.queries import members
from giaoban.core.dates import today
from giaoban.core.forms import HouseForm
from giaoban.core.posting import CONFLICT, UNREAD, go_on, status_of
from giaoban.core.refusals import Refusal
from giaoban.correspondence import queries, services
from giaoban.correspondence.forms import arrivals as forms
from giaoban.correspondence.rules import DossierFacts, Permission
from giaoban.correspondence.rules.arriving import may_settle
from giaoban.correspondence.views.arrivals import crumbs, of_page, record, remark_form
from giaoban.correspondence.views.common import Place, answer, here, require, stream
from giaoban.organisations.queries import departments

LETTER = "CV"


@require_POST
def remark(request: HttpRequest, unit_code: str, period_code: str, arrival_id: int) -> HttpResponse:
    place, found = _find(request, unit_code, period_code, arrival_id)
    require(queries.may(place.actor, Permission.REMARK, found.unit_id))
    form = remark_form(found, list(members(found.unit_id)), request.POST)

    def write(data: dict[str, Any]) -> None:
        services.remark(
            actor=place.actor,
            arrival_id=found.pk,
            text=data["text"],
            department_id=form.chosen("department"),
            officer_id=form.chosen("officer"),
            due=data["due"],
            make_task=bool(data.get("make_task")),
            version=data["version"],
        )

    return _write(request, place, found, form, write, done=_("Đã ghi bút phê."), shown="remark_form")


@require_POST
def settle(request: HttpRequest, unit_code: str, period_code: str, arrival_id: int) -> HttpResponse:
    place, found = _find(request, unit_code, period_code, arrival_id)
    require(services.may_settle_it(place.actor, found))
    form = forms.SettleForm(request.POST, version=found.version)

    def write(data: dict[str, Any]) -> None:
        services.settle(
            actor=place.actor,
            arrival_id=found.pk,
            note=data["note"],
            on=data["on"],
            version=data["version"],
        )

    done = _("Đã ghi là giải quyết xong.")
    return _write(request, place, found, form, write, done=done, shown="settle_form")


@require_POST
def undo_settle(request: HttpRequest, unit_code: str, period_code: str, arrival_id: int) -> HttpResponse:
    place, found = _find(request, unit_code, period_code, arrival_id)
    services.undo_settle(actor=place.actor, arrival_id=found.pk)
    messages.success(request, _("Đã mở lại văn bản đến."))
    return redirect(place.url("arrival", found.pk))


@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, unit_code: str, period_code: str, arrival_id: int) -> HttpResponse:
    place, found = _find(request, unit_code, period_code, arrival_id)
    require(queries.may(place.actor, Permission.RECEIVE, found.unit_id) and not found.stub)
    form = forms.ScanForm(request.POST or None, request.FILES or None)
    page = place.url("arrival", found.pk)
    title = _("Số đến %(number)s") % {"number": found.number.value}
    context = {
        "at": place.at,
        "arrival": found,
        "crumbs": crumbs(place, (title, page), (_("Đính kèm bản quét"), "")),
        "cancel_url": page,
    }

    def write() -> str:
        file: Any = form.cleaned_data["file"]
        services.attach_scan(
            actor=place.actor, arrival_id=found.pk, source=stream(file), name=file.name or ""
        )
        return _("Đã lưu bản quét.")

    return answer(request, "correspondence/arrival_scan.html", context, form, write, page)


@require_POST
def reply(request: HttpRequest, unit_code: str, period_code: str, arrival_id: int) -> HttpResponse:
    """A công văn that answers it: addressee and trích yếu are filled, and issuing it settles the arrival."""
    place, found = _find(request, unit_code, period_code, arrival_id)
    require(not found.stub and queries.may(place.actor, Permission.DRAFT, found.unit_id))
    if not may_settle(found.state):
        raise Refusal(
            "correspondence.settled_already",
            _("%(name)s đã giải quyết xong. Mở lại trước khi soạn trả lời.") % {"name": found.name},
        )
    with translation.override("vi"):  # the words of a paper of the unit
        about = _("Trả lời %(label)s") % {"label": found.label}
    sender = found.delivery.issue.dossier.issuer_id if found.delivery is not None else None
    here_still = departments(found.unit_id, today()).filter(pk=found.given_id).exists()
    dossier = services.open_dossier(
        actor=place.actor,
        unit_id=found.unit_id,
        facts=DossierFacts(
            type=LETTER,
            about=about,
            addressee=found.issuer,
            department_id=found.given_id if here_still else None,
            due=found.counts,
            answers_id=found.pk,
            recipient_ids=(sender,) if sender is not None else (),
            secrecy=found.secrecy,
        ),
    )
    messages.success(request, _("Đã mở hồ sơ trả lời; ban hành xong, văn bản đến được ghi là đã giải quyết."))
    return redirect(place.url("dossier", dossier.pk))


def _find(request: HttpRequest, unit_code: str, period_code: str, arrival_id: int) -> tuple[Place, Any]:
    place = here(request, unit_code, period_code)
    return place, of_page(place, arrival_id)


def _write(
    request: HttpRequest,
    place: Place,
    found: Any,
    form: HouseForm,
    write: Callable[[dict[str, Any]], None],
    *,
    done: str,
    shown: str,
) -> HttpResponse:
    """Write and come back to the paper; refused, the paper with the form it shows under the name `shown`."""
    status = UNREAD
    if form.is_valid():
        try:
            write(form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
            if status == CONFLICT:
                form.data = {**request.POST.dict(), "version": str(found.version)}
        else:
            return go_on(request, place.url("arrival", found.pk), done)
    context = record(request, place, found, **{shown: form}, form=form)
    return render(request, "correspondence/arrival.html", context, status=status)
