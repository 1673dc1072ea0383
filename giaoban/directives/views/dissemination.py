"""Quán triệt, triển khai: units below with what each told of a document, and telling for one's own unit."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core.answers import sent
from giaoban.core.posting import answer, go_on
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.directives import exports, forms, queries, services
from giaoban.directives.models import Document
from giaoban.directives.views.common import Here, here

A_YEAR = timedelta(days=366)


@require_GET
def disseminations(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """Every document of the last year that units below have to make known, with how many did."""
    at = here(request, unit_code, period_code)
    unit_id, on = at.coordinates.unit_id, at.coordinates.on
    context = {
        "at": at.coordinates,
        "rows": queries.progress(at.actor, unit_id, on, on - A_YEAR),
        "owed": queries.owed(at.actor, unit_id, on, on - A_YEAR),
        "crumbs": at.crumbs((_("Quán triệt, triển khai"), "")),
    }
    return render(request, "directives/disseminations.html", context)


@require_GET
def dissemination(request: HttpRequest, unit_code: str, period_code: str, document_id: int) -> HttpResponse:
    at, document = _of(request, unit_code, period_code, document_id)
    on = at.coordinates.on
    board = queries.board(at.actor, document, at.coordinates.unit_id, on)
    context = {
        "at": at.coordinates,
        "document": document,
        "board": board,
        "held": board.held,
        "mine": {line.unit_id for line in board.own if queries.may_disseminate(at.actor, line.unit_id, on)},
        "crumbs": _crumbs(at, document),
    }
    return render(request, "directives/dissemination.html", context)


@require_GET
def dissemination_xlsx(
    request: HttpRequest, unit_code: str, period_code: str, document_id: int
) -> HttpResponse:
    at, document = _of(request, unit_code, period_code, document_id)
    board = queries.board(at.actor, document, at.coordinates.unit_id, at.coordinates.on)
    content = exports.dissemination_workbook(board, at.coordinates, author=at.actor.actor_label)
    return sent(content, f"quan-triet-{document.pk}.xlsx")


@require_http_methods(["GET", "POST"])
def disseminate(
    request: HttpRequest, unit_code: str, period_code: str, document_id: int, party_id: int
) -> HttpResponse:
    """The own unit's session and plan; once written, writing again corrects it and asks why."""
    at, document = _of(request, unit_code, period_code, document_id)
    stands = queries.dissemination_of(at.actor, document, party_id, at.coordinates.on)
    name = queries.unit_names(at.actor, [party_id], at.coordinates.on).get(party_id)
    if name is None:
        raise Hidden("unit")
    form = forms.SessionForm(request.POST or None, actor=at.actor, pick_url=at.url("pick"), stands=stands)
    board_url = at.url("dissemination", document_id=document.pk)
    context: dict[str, Any] = {
        "at": at.coordinates,
        "document": document,
        "name": name,
        "stands": stands,
        "crumbs": [*_crumbs(at, document)[:-1], (_("Quán triệt, triển khai"), board_url), (name, "")],
        "cancel_url": board_url,
    }

    def act() -> HttpResponse:
        services.disseminate(
            actor=at.actor,
            document_id=document.pk,
            unit_id=party_id,
            facts=form.facts(),
            reason=form.cleaned_data.get("reason", ""),
            version=form.cleaned_data.get("version"),
        )
        return go_on(request, board_url, _("Đã ghi việc quán triệt, triển khai của đơn vị."))

    def again(refusal: Refusal) -> None:
        if isinstance(refusal, Conflict):
            now = queries.dissemination_of(at.actor, document, party_id, at.coordinates.on)
            context["theirs"] = now
            form.data = {**request.POST.dict(), "version": str(now.version if now else "")}

    return answer(request, "directives/disseminate.html", context, form, act, on_refusal=again)


def _of(request: HttpRequest, unit_code: str, period_code: str, document_id: int) -> tuple[Here, Document]:
    at = here(request, unit_code, period_code)
    document = queries.get_document(at.actor, document_id)
    if document.stub:
        raise Hidden("document")
    return at, document


def _crumbs(at: Here, document: Document) -> list[tuple[str, str]]:
    page = at.url("document", document_id=document.pk)
    return at.crumbs((document.name, page), (_("Quán triệt, triển khai"), ""))
