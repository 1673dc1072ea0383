"""Passages of one's own report: each is a form that works without a script; with one it saves as typed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from giaoban.audit.middleware import repeatable
from giaoban.core.actors import acting
from giaoban.core.refusals import Conflict, Refusal
from giaoban.organisations.coordinates import Coordinates
from giaoban.reporting import services
from giaoban.reporting.models import Obligation, Passage
from giaoban.reporting.views.common import UNDO, back, located, number_of, on_behalf, show


@require_POST
def add(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    at, obligation = located(request, unit_code, period_code, obligation_id)
    section_id, text = number_of(request.POST.get("section")), request.POST.get("text", "")
    try:
        passage = services.add_passage(
            actor=acting(request),
            obligation_id=obligation.pk,
            section_id=section_id,
            text=text,
            field=request.POST.get("field", ""),
            on_behalf=on_behalf(request),
        )
    except Refusal as refusal:
        return show(
            request,
            at,
            obligation,
            status=422,
            refusal=refusal,
            new_text={"section": section_id, "text": text},
        )
    return back(request, at, obligation, f"doan-{passage.pk}")


@require_POST
def save(
    request: HttpRequest, unit_code: str, period_code: str, obligation_id: int, passage_id: int
) -> HttpResponse:
    """The words of a passage, and with `lam` one more step: up, down."""
    at, obligation = located(request, unit_code, period_code, obligation_id)
    try:
        _save(request, obligation, passage_id)
        if request.POST.get("lam") in {"len", "xuong"}:
            services.shift_passage(
                actor=acting(request),
                obligation_id=obligation.pk,
                passage_id=passage_id,
                up=request.POST["lam"] == "len",
                on_behalf=on_behalf(request),
            )
    except Refusal as refusal:
        return _kept(request, at, obligation, passage_id, refusal)
    return back(request, at, obligation, f"doan-{passage_id}")


@repeatable
@require_POST
def autosave(
    request: HttpRequest, unit_code: str, period_code: str, obligation_id: int, passage_id: int
) -> HttpResponse:
    """The words as they are typed; 409 with theirs when somebody else changed them meanwhile."""
    _at, obligation = located(request, unit_code, period_code, obligation_id)
    try:
        passage = _save(request, obligation, passage_id)
    except Conflict as conflict:
        theirs = Passage.objects.get(pk=passage_id)
        answer = {"message": str(conflict.message), "theirs": theirs.text, "version": theirs.version}
        return JsonResponse(answer, status=409)
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal.message)}, status=422)
    return JsonResponse({"version": passage.version})


@require_POST
def remove(
    request: HttpRequest, unit_code: str, period_code: str, obligation_id: int, passage_id: int
) -> HttpResponse:
    at, obligation = located(request, unit_code, period_code, obligation_id)
    try:
        removed = services.remove_passage(
            actor=acting(request),
            obligation_id=obligation.pk,
            passage_id=passage_id,
            version=number_of(request.POST.get("version")),
            on_behalf=on_behalf(request),
        )
    except Refusal as refusal:
        return _kept(request, at, obligation, passage_id, refusal)
    request.session[UNDO] = {"obligation": obligation.pk, "text": removed.text[:120], "token": removed.token}
    return back(request, at, obligation, "loi-van")


@require_POST
def restore(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    at, obligation = located(request, unit_code, period_code, obligation_id)
    try:
        passage = services.restore_passage(
            actor=acting(request),
            obligation_id=obligation.pk,
            token=request.POST.get("token", ""),
            on_behalf=on_behalf(request),
        )
    except Refusal as refusal:
        return show(request, at, obligation, status=422, refusal=refusal)
    messages.success(request, _("Đã đưa đoạn trở lại."))
    return back(request, at, obligation, f"doan-{passage.pk}")


def _save(request: HttpRequest, obligation: Obligation, passage_id: int) -> Passage:
    return services.save_passage(
        actor=acting(request),
        obligation_id=obligation.pk,
        passage_id=passage_id,
        version=number_of(request.POST.get("version")),
        text=request.POST.get("text", ""),
        field=request.POST.get("field"),
        on_behalf=on_behalf(request),
    )


def _kept(
    request: HttpRequest, at: Coordinates, obligation: Obligation, passage_id: int, refusal: Refusal
) -> HttpResponse:
    """The page with the refusal and the words that were typed, on the version that stands now."""
    kept = {"passage": passage_id, "text": request.POST.get("text", "")}
    return show(request, at, obligation, status=422, refusal=refusal, kept=kept)
