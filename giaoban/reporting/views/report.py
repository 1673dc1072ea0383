"""One report: its page, its figures with or without a script, its steps, its approval."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giaoban.audit.middleware import repeatable
from giaoban.core.actors import acting
from giaoban.core.dates import ZONE, now, today
from giaoban.core.numbers import vi_number
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.correspondence.queries.issues import issue_of
from giaoban.documents.text import place_and_day
from giaoban.organisations.coordinates import Coordinates
from giaoban.reporting import forms, services
from giaoban.reporting.models import Obligation
from giaoban.reporting.paper_source import KIND
from giaoban.reporting.queries import report as queries
from giaoban.reporting.queries.places import places, town_of
from giaoban.reporting.rules import State
from giaoban.reporting.services import CellConflict
from giaoban.reporting.views import common
from giaoban.reporting.views.common import BEHALF, back, located, number_of, on_behalf, show

OWN_STEPS = frozenset({"submit", "withdraw", "resume", "reject"})


@require_GET
def report(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    at, obligation = located(request, unit_code, period_code, obligation_id)
    return show(request, at, obligation)


@require_GET
def version(
    request: HttpRequest, unit_code: str, period_code: str, obligation_id: int, number: int
) -> HttpResponse:
    at, obligation = located(request, unit_code, period_code, obligation_id)
    return show(request, at, obligation, number=number)


@require_POST
def begin(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    at, obligation = located(request, unit_code, period_code, obligation_id)
    try:
        services.begin_report(
            actor=acting(request), obligation_id=obligation.pk, on_behalf=on_behalf(request)
        )
    except Refusal as refusal:
        return _refused(request, at, obligation, refusal)
    return back(request, at, obligation)


# --- figures -----------------------------------------------------------------------------------------------


@require_POST
def save(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    """The whole grid from a page without a script: only what differs from the opened page is written."""
    at, obligation = located(request, unit_code, period_code, obligation_id)
    keys = {cell.key for cell in obligation.round.form_version.cells()}
    cells = forms.changed_cells(request.POST, keys)
    if cells.unread:
        refusal = Refusal(
            "reporting.unread",
            ngettext(
                "Có %(count)s ô không đọc được; chưa ghi ô nào, số đã gõ vẫn còn trên trang.",
                "Có %(count)s ô không đọc được; chưa ghi ô nào, số đã gõ vẫn còn trên trang.",
                len(cells.unread),
            )
            % {"count": len(cells.unread)},
        )
        return show(request, at, obligation, status=422, refusal=refusal, typed=_typed(cells))
    try:
        services.save_cells(
            actor=acting(request),
            obligation_id=obligation.pk,
            version=number_of(request.POST.get("version")),
            figures=cells.figures,
            explanations=cells.explanations,
            estimate="estimate" in request.POST,
            on_behalf=on_behalf(request),
        )
    except CellConflict as conflict:
        obligation.refresh_from_db()
        return show(
            request,
            at,
            obligation,
            status=422,
            refusal=conflict,
            typed=_typed(cells),
            conflict=_both(obligation, conflict),
        )
    except Refusal as refusal:
        return show(request, at, obligation, status=422, refusal=refusal, typed=_typed(cells))
    messages.success(request, _("Đã lưu số liệu."))
    return back(request, at, obligation, "so-lieu")


@repeatable
@require_POST
def autosave(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    """Cells as they are typed, as JSON: what was saved and how the grid stands now; 409 with both values."""
    _at, obligation = located(request, unit_code, period_code, obligation_id)
    sent = _json(request)
    keys = {cell.key for cell in obligation.round.form_version.cells()}
    cells = forms.read_cells(_texts(sent.get("figures")), _texts(sent.get("explanations")), keys)
    estimate = sent.get("estimate")
    behalf = sent.get(BEHALF) is True
    try:
        draft = services.save_cells(
            actor=acting(request),
            obligation_id=obligation.pk,
            version=number_of(sent.get("version")),
            figures=cells.figures,
            explanations=cells.explanations,
            estimate=estimate if isinstance(estimate, bool) else None,
            on_behalf=behalf,
        )
    except CellConflict as conflict:
        return JsonResponse(
            {
                "message": conflict.message,
                "version": conflict.version,
                "conflict": [
                    {"key": key, "theirs": _shown(theirs), "mine": _shown(mine)}
                    for key, (theirs, mine) in conflict.cells.items()
                ],
            },
            status=409,
        )
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal.message), "field": refusal.field}, status=422)
    page = queries.report_page(acting(request), obligation, on_behalf=behalf)
    return JsonResponse({**_standing(page), "version": draft.version, "unread": cells.unread})


def _standing(page: queries.ReportPage) -> dict[str, Any]:
    """The grid as it stands, for the script: state of each cell, the messages under each row, the counts."""
    moment = now().astimezone(ZONE)
    return {
        "saved": f"{moment:%H:%M}",
        "states": {cell.key: cell.state for row in page.rows for cell in row.cells},
        "marks": {cell.key: cell.mark for row in page.rows for cell in row.cells},
        "shares": {row.code: row.share for row in page.rows if row.share},
        "offers": {
            cell.key: [vi_number(cell.offered), cell.hint or cell.offer_from]
            for row in page.rows
            for cell in row.cells
            if cell.offered is not None
        },
        "messages": {
            row.code: render_to_string("reporting/_messages.html", {"row": row, "page": page})
            for row in page.rows
        },
        "counts": render_to_string("reporting/_counts.html", {"page": page}),
    }


@require_POST
def nothing(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    """ "Không phát sinh": explicit zeros in the cells that are still empty."""
    at, obligation = located(request, unit_code, period_code, obligation_id)
    try:
        draft = services.fill_none(
            actor=acting(request),
            obligation_id=obligation.pk,
            version=number_of(request.POST.get("version")),
            on_behalf=on_behalf(request),
        )
    except Refusal as refusal:
        return _refused(request, at, obligation, refusal)
    count = len(draft.none)
    messages.success(
        request,
        ngettext(
            "%(count)s ô được ghi rõ là không phát sinh (0).",
            "%(count)s ô được ghi rõ là không phát sinh (0).",
            count,
        )
        % {"count": count},
    )
    return back(request, at, obligation, "so-lieu")


# --- steps -------------------------------------------------------------------------------------------------


@require_POST
def act(
    request: HttpRequest, unit_code: str, period_code: str, obligation_id: int, move: str
) -> HttpResponse:
    """A step of the unit's own side: put up for approval, take back, go on after a return."""
    at, obligation = located(request, unit_code, period_code, obligation_id)
    if move not in OWN_STEPS:
        raise Hidden("move")
    try:
        services.move(
            actor=acting(request),
            obligation_id=obligation.pk,
            move=move,
            version=number_of(request.POST.get("version")),
            note=request.POST.get("note", ""),
            on_behalf=on_behalf(request),
        )
    except Refusal as refusal:
        if move == "reject":
            return _approval(request, at, obligation, forms.ApproveForm(), refusal=refusal)
        return _refused(request, at, obligation, refusal)
    done = {
        "submit": _("Đã trình duyệt."),
        "withdraw": _("Đã rút báo cáo về để sửa."),
        "resume": _("Mở lại bản nháp để hoàn thiện."),
        "reject": _("Đã trả lại phòng."),
    }
    messages.success(request, done[move])
    obligation.refresh_from_db()
    page = queries.report_page(acting(request), obligation) if move == "submit" else None
    if page is not None and ((page.sides.approves and not page.for_another) or on_behalf(request)):
        query = f"?{BEHALF}=1" if on_behalf(request) else ""
        url = common.address(at, obligation).partition("?")[0]
        return redirect(f"{url}duyet/{query}")
    return back(request, at, obligation)


@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    """Exactly what will be signed, with number, day and signer typed in; approve, or give it back."""
    at, obligation = located(request, unit_code, period_code, obligation_id)
    form = forms.ApproveForm(request.POST or None, version=obligation.version, initial=_signed(obligation))
    if request.method == "POST" and form.is_valid():
        try:
            services.send(
                actor=acting(request),
                obligation_id=obligation.pk,
                version=form.cleaned_data["version"],
                document_number=form.cleaned_data["document_number"],
                document_date=form.cleaned_data["document_date"],
                signer=form.cleaned_data["signer"],
                on_behalf=on_behalf(request),
            )
        except Refusal as refusal:
            form.refuse(refusal)
            if isinstance(refusal, Conflict):
                obligation.refresh_from_db()
                form.data = {**request.POST.dict(), "version": str(obligation.version)}
        else:
            messages.success(request, _("Đã gửi báo cáo."))
            return back(request, at, obligation)
    return _approval(request, at, obligation, form)


def _signed(obligation: Obligation) -> dict[str, Any]:
    """Number, day and signer as it was issued, when its paper went through a hồ sơ trình."""
    issue = issue_of(KIND, obligation.pk)
    if issue is None:
        return {"document_date": today()}
    return {
        "document_number": issue.document.symbol,
        "document_date": issue.issued_on,
        "signer": issue.dossier.signer,
    }


def _approval(
    request: HttpRequest,
    at: Coordinates,
    obligation: Obligation,
    form: forms.ApproveForm,
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    page = queries.report_page(acting(request), obligation, on_behalf=on_behalf(request))
    may = page.sides.approves or page.on_behalf
    if not may or obligation.state != State.APPROVAL:
        if request.method == "GET":
            return redirect(common.address(at, obligation, behalf=page.on_behalf))
        return _refused(request, at, obligation, refusal or _no_approval())
    body = render_to_string("reporting/_paper_body.html", {"page": page, "obligation": obligation})
    place = places([obligation.unit_id], obligation.round.cut_off)[obligation.unit_id]
    paper = {
        "superior": page.receiver_name or at.superior_name,
        "issuer": page.unit_name,
        "number": form.data.get("document_number", "") or "…",
        "place_day": place_and_day(town_of(obligation, place), today()),
        "type_name": "Báo cáo",
        "about": obligation.round.title.removeprefix("Báo cáo").strip(),
        "addressee": page.receiver_name,
        "body": body,
        "receivers": [name for name in (page.receiver_name,) if name] + ["Lưu"],
        "signer": form.data.get("signer", ""),
    }
    context = {
        "at": at,
        "page": page,
        "obligation": obligation,
        "form": form,
        "paper": paper,
        "behalf": page.on_behalf,
        "refusal": refusal,
        "note": request.POST.get("note", "") if refusal else "",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/approval.html", context, status=status)


# --- what the views share --------------------------------------------------------------------------------


def _no_approval() -> Refusal:
    return Refusal(
        "reporting.state",
        _("Báo cáo không ở bước chờ duyệt nội bộ, nên không duyệt hay trả lại phòng được."),
    )


def _refused(request: HttpRequest, at: Coordinates, obligation: Obligation, refusal: Refusal) -> HttpResponse:
    obligation = queries.find(acting(request), at.unit_id, at.period.code, obligation.pk)
    note = request.POST.get("note", "")
    return show(request, at, obligation, status=422, refusal=refusal, note=note)


def _typed(cells: forms.Cells) -> queries.Typed:
    return queries.Typed(cells.written, cells.unread, cells.explanations)


def _both(obligation: Obligation, conflict: CellConflict) -> dict[str, Any]:
    """Both values of each cell by its name, for the page; the explanation of a cell is named as such."""
    names = {cell.key: cell for cell in obligation.round.form_version.cells()}

    def label(key: str) -> str:
        cell = names[key.removesuffix("#")]
        return (
            f"{cell.row.code} {_('giải trình')}" if key.endswith("#") else f"{cell.row.code}, {cell.row.name}"
        )

    return {
        "who": conflict.who,
        "when": f"{now().astimezone(ZONE):%H:%M}",
        "theirs": [(label(key), _shown(theirs)) for key, (theirs, _mine) in conflict.cells.items()],
        "mine": [(label(key), _shown(mine)) for key, (_theirs, mine) in conflict.cells.items()],
    }


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    return vi_number(value) if isinstance(value, int) else str(value)


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):  # no JSON, no UTF-8, endless, or a form
        sent = None
    if not isinstance(sent, dict):
        raise Refusal("reporting.json", _("Dữ liệu gửi lên không đúng dạng; tải lại trang rồi nhập tiếp."))
    return sent


def _texts(given: Any) -> dict[str, str]:
    """A mapping of texts; anything else in it is taken as its text, so that it is named as unreadable."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise Refusal("reporting.json", _("Dữ liệu gửi lên không đúng dạng; tải lại trang rồi nhập tiếp."))
    return {str(key): "" if value is None else str(value) for key, value in given.items()}
