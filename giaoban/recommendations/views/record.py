"""One kiến nghị and its moves, and sending one outside a report."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giaoban.core.dates import today
from giaoban.core.forms import HouseForm
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.directives.queries import visible_to as visible_documents
from giaoban.recommendations import forms, queries, services
from giaoban.recommendations.labels import OUTCOME_LABELS
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import PROCESS, Move, Permission
from giaoban.recommendations.views.common import Here, here


@require_GET
def detail(request: HttpRequest, unit_code: str, period_code: str, recommendation_id: int) -> HttpResponse:
    page = here(request, unit_code, period_code)
    return _show(request, page, _found(page, recommendation_id))


def _found(page: Here, recommendation_id: int) -> Recommendation:
    return queries.get(page.actor, recommendation_id, unit_id=page.at.unit_id, on=page.at.on)


def _show(
    request: HttpRequest,
    page: Here,
    found: Recommendation,
    *,
    form: HouseForm | None = None,
    opened: str = "",
) -> HttpResponse:
    """The record with the moves that its state and the actor allow; `form` is the one that was refused."""
    asks = queries.may(page.actor, Permission.SEND, found.unit_id)
    answers = queries.may(page.actor, Permission.ANSWER, found.addressee_id)
    allowed = {Permission.SEND: asks, Permission.ANSWER: answers}
    moves = {move.move for move in PROCESS.moves_from(found.state) if allowed[Permission(move.permission)]}
    document = found.answer_document
    departments = _departments(found) if Move.FORWARD in moves else []
    version = found.version
    blank: dict[str, HouseForm] = {
        Move.RECEIVE: forms.VersionForm(version=version),
        Move.FORWARD: forms.ForwardForm(departments=departments, version=version, auto_id="id_chuyen_%s"),
        Move.UNDERSTAND: forms.VersionForm(version=version),
        Move.UNCLEAR: forms.NoteForm(version=version, auto_id="id_chua_ro_%s"),
        Move.WITHDRAW: forms.WithdrawForm(version=version, auto_id="id_rut_%s"),
    }
    if form is not None:
        blank[opened] = form
    context = {
        "at": page.at,
        "found": found,
        "row": queries.rows([found])[0],
        "outcome": OUTCOME_LABELS[found.outcome] if found.outcome else "",
        "opens_document": document is not None
        and visible_documents(page.actor).filter(pk=document.pk).exists(),
        "moves": moves,
        "forms": blank,
        "departments": departments,
        "form": form,
        "opened": opened,
        "timeline": queries.timeline(found),
        "alike": queries.alike(page.actor, [found], [found.addressee_id]) if Move.ANSWER in moves else [],
    }
    return render(request, "recommendations/detail.html", context, status=200 if form is None else 422)


def _departments(found: Recommendation) -> list[tuple[int, str]]:
    return list(queries.departments(found, today()).values_list("pk", "name"))


# --- moves -----------------------------------------------------------------------------------------------


@require_POST
def receive(request: HttpRequest, unit_code: str, period_code: str, recommendation_id: int) -> HttpResponse:
    page = here(request, unit_code, period_code)
    found = _found(page, recommendation_id)
    form = forms.VersionForm(request.POST, version=found.version)

    def write(data: dict[str, Any]) -> None:
        services.receive(actor=page.actor, id=found.pk, version=data["version"])

    return _move(
        request, page, found, form, write=write, move=Move.RECEIVE, done=_("Đã tiếp nhận kiến nghị.")
    )


@require_POST
def forward(request: HttpRequest, unit_code: str, period_code: str, recommendation_id: int) -> HttpResponse:
    page = here(request, unit_code, period_code)
    found = _found(page, recommendation_id)
    form = forms.ForwardForm(
        request.POST, departments=_departments(found), version=found.version, auto_id="id_chuyen_%s"
    )

    def write(data: dict[str, Any]) -> None:
        services.forward(
            actor=page.actor,
            id=found.pk,
            department_id=int(data["department"]),
            note=data["note"],
            version=data["version"],
        )

    return _move(request, page, found, form, write=write, move=Move.FORWARD, done=_("Đã chuyển phòng xử lý."))


@require_POST
def understand(
    request: HttpRequest, unit_code: str, period_code: str, recommendation_id: int
) -> HttpResponse:
    page = here(request, unit_code, period_code)
    found = _found(page, recommendation_id)
    form = forms.VersionForm(request.POST, version=found.version)

    def write(data: dict[str, Any]) -> None:
        services.close(actor=page.actor, id=found.pk, clear=True, version=data["version"])

    return _move(
        request, page, found, form, write=write, move=Move.UNDERSTAND, done=_("Đã ghi: trả lời đã rõ.")
    )


@require_POST
def unclear(request: HttpRequest, unit_code: str, period_code: str, recommendation_id: int) -> HttpResponse:
    page = here(request, unit_code, period_code)
    found = _found(page, recommendation_id)
    form = forms.NoteForm(request.POST, version=found.version, auto_id="id_chua_ro_%s")

    def write(data: dict[str, Any]) -> None:
        services.close(actor=page.actor, id=found.pk, clear=False, note=data["note"], version=data["version"])

    done = _("Đã gửi lại nơi nhận kèm điều chưa rõ.")
    return _move(request, page, found, form, write=write, move=Move.UNCLEAR, done=done)


@require_POST
def withdraw(request: HttpRequest, unit_code: str, period_code: str, recommendation_id: int) -> HttpResponse:
    page = here(request, unit_code, period_code)
    found = _found(page, recommendation_id)
    form = forms.WithdrawForm(request.POST, version=found.version, auto_id="id_rut_%s")

    def write(data: dict[str, Any]) -> None:
        services.withdraw(actor=page.actor, id=found.pk, note=data["note"], version=data["version"])

    return _move(request, page, found, form, write=write, move=Move.WITHDRAW, done=_("Đã rút kiến nghị."))


def _move(
    request: HttpRequest,
    page: Here,
    found: Recommendation,
    form: HouseForm,
    *,
    write: Callable[[dict[str, Any]], None],
    move: str,
    done: str,
) -> HttpResponse:
    """Do the move and come back to the record; refused, the record as it stands now with what was typed."""
    if form.is_valid():
        try:
            write(form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
            found = _found(page, found.pk)
            if isinstance(refusal, Conflict):
                form.data = {**request.POST.dict(), "version": str(found.version)}
        else:
            messages.success(request, done)
            return redirect(page.url("detail", recommendation_id=found.pk))
    return _show(request, page, found, form=form, opened=move)


# --- sending one -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    page = here(request, unit_code, period_code)
    units = queries.asking_for(page.actor, page.at.unit_id, today())
    if not units:
        raise Hidden(Permission.SEND)
    # a superior of any of them; the door refuses one that is not above the chosen unit
    above = list(dict.fromkeys(one for pk, _name in units for one in queries.addressees(pk, today())))
    form = forms.SendForm(request.POST or None, units=units, addressees=above)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sent = services.send(
                actor=page.actor,
                unit_id=int(data["unit"] or units[0][0]),
                addressee_id=int(data["addressee"]),
                period=page.at.period,
                text=data["text"],
                field=data["field"],
                reply_due=data["reply_due"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã gửi kiến nghị."))
            return redirect(page.url("detail", recommendation_id=sent.pk))
    context = {"at": page.at, "form": form, "above": above, "cancel_url": page.url("list")}
    return render(request, "recommendations/add.html", context, status=422 if form.is_bound else 200)
