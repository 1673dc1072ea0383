"""Pages on which an assignment moves: a step of PROCESS, its evidence, a later due day."""

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from giaoban.core.dates import today
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.tasks import forms, queries, services
from giaoban.tasks.labels import MOVE_LABELS, in_words
from giaoban.tasks.models import Assignment
from giaoban.tasks.rules import MOVES, NEED_NOTE, WITH_PERCENT
from giaoban.tasks.views.common import Here, answer, here

NOTE_LABELS = {
    "report_progress": gettext_lazy("Kết quả đã đạt, việc còn lại"),
    "report_done": gettext_lazy("Kết quả hoàn thành"),
    "return": gettext_lazy("Nội dung cần hoàn thiện"),
    "suspend": gettext_lazy("Lý do tạm dừng"),
    "cancel": gettext_lazy("Lý do hủy"),
}


@require_http_methods(["GET", "POST"])
def move(
    request: HttpRequest, unit_code: str, period_code: str, assignment_id: int, move: str
) -> HttpResponse:
    """A step with its words; the page of the assignment sends steps without words straight here."""
    place, assignment = _mine(request, unit_code, period_code, assignment_id)
    if move not in MOVES:
        raise Hidden("move")
    if request.method == "GET" and move not in _offered(place, assignment):
        return redirect(place.url("assignment", assignment_id=assignment.pk))
    form = forms.MoveForm(
        request.POST or None,
        with_percent=move == "report_progress",
        needs_note=move in NEED_NOTE,
        note_label=NOTE_LABELS.get(move, _("Ý kiến")),
        version=assignment.version,
        initial={"percent": assignment.percent},
    )

    def write() -> str:
        data = form.cleaned_data
        services.move(
            actor=place.actor,
            assignment_id=assignment.pk,
            move=move,
            note=data["note"],
            percent=data.get("percent"),
            version=data["version"],
        )
        return place.url("assignment", assignment_id=assignment.pk)

    context = _context(place, assignment) | {
        "move": move,
        "move_label": MOVE_LABELS[move],
        "with_evidence": move in WITH_PERCENT,
    }
    return answer(
        request,
        place,
        form,
        write,
        template="tasks/move.html",
        context=context,
        done=_("Đã ghi: %(move)s.") % {"move": str(MOVE_LABELS[move]).lower()},
        on_refusal=_seen(request, form, assignment, context),
    )


@require_POST
def evidence(request: HttpRequest, unit_code: str, period_code: str, assignment_id: int) -> HttpResponse:
    place, assignment = _mine(request, unit_code, period_code, assignment_id)
    upload = request.FILES.get("file")
    back = place.url("assignment", assignment_id=assignment.pk)
    try:
        if upload is None or upload.file is None:
            raise Refusal("tasks.no_file", _("Chọn một tệp để tải lên."), field="file")
        services.add_evidence(
            actor=place.actor,
            assignment_id=assignment.pk,
            source=cast(BinaryIO, upload.file),
            name=upload.name or "",
        )
    except Refusal as refusal:
        context = _context(place, assignment) | {"at": place.at, "refusal": refusal}
        return render(request, "tasks/evidence.html", context, status=422)
    messages.success(request, _("Đã thêm minh chứng."))
    return redirect(back)


@require_http_methods(["GET", "POST"])
def extension(request: HttpRequest, unit_code: str, period_code: str, assignment_id: int) -> HttpResponse:
    """The unit asks for a later day; who gave the task sets one at once."""
    place, assignment = _mine(request, unit_code, period_code, assignment_id)
    works, directs = queries.sides(place.actor, assignment)
    if not (works or directs):
        raise Hidden("assignment")
    form = forms.ExtensionForm(request.POST or None, version=assignment.version)
    works = works and not directs
    door = services.ask_extension if works else services.extend

    def write() -> str:
        data = form.cleaned_data
        door(
            actor=place.actor,
            assignment_id=assignment.pk,
            new_due=data["new_due"],
            reason=data["reason"],
            version=data["version"],
        )
        return place.url("assignment", assignment_id=assignment.pk)

    context = _context(place, assignment) | {"works": works}
    return answer(
        request,
        place,
        form,
        write,
        template="tasks/extension.html",
        context=context,
        done=_("Đã gửi đề nghị gia hạn.") if works else _("Đã gia hạn."),
        on_refusal=_seen(request, form, assignment, context),
    )


@require_http_methods(["GET", "POST"])
def extension_decide(
    request: HttpRequest, unit_code: str, period_code: str, assignment_id: int, extension_id: int
) -> HttpResponse:
    place, assignment = _mine(request, unit_code, period_code, assignment_id)
    asked = assignment.extensions.filter(pk=extension_id).first()
    _works, directs = queries.sides(place.actor, assignment)
    if asked is None or not directs:
        raise Hidden("extension")
    form = forms.DecideForm(request.POST or None, version=assignment.version)

    def write() -> str:
        data = form.cleaned_data
        services.decide_extension(
            actor=place.actor,
            extension_id=asked.pk,
            grant=data["answer"] == "grant",
            note=data["note"],
            version=data["version"],
        )
        return place.url("assignment", assignment_id=assignment.pk)

    context = _context(place, assignment) | {"asked": asked}
    return answer(
        request,
        place,
        form,
        write,
        template="tasks/extension_decide.html",
        context=context,
        done=_("Đã trả lời đề nghị gia hạn."),
        on_refusal=_seen(request, form, assignment, context),
    )


def _mine(
    request: HttpRequest, unit_code: str, period_code: str, assignment_id: int
) -> tuple[Here, Assignment]:
    place = here(request, unit_code, period_code)
    return place, queries.get_assignment(place.actor, assignment_id)


def _offered(place: Here, assignment: Assignment) -> set[str]:
    return {button.move for button in queries.buttons(place.actor, assignment)}


def _context(place: Here, assignment: Assignment) -> dict[str, Any]:
    task = assignment.task
    back = place.url("assignment", assignment_id=assignment.pk)
    label = assignment.label_on(today())
    return {
        "assignment": assignment,
        "task": task,
        "status": (label.kind, in_words(label)),
        "crumbs": place.crumbs(
            (task.programme.title, place.url("programme", programme_id=task.programme_id)),
            (_("Nhiệm vụ %(number)s") % {"number": task.number}, back),
        ),
        "cancel_url": back,
    }


def _seen(request: HttpRequest, form: Any, assignment: Assignment, context: dict[str, Any]) -> Any:
    """After a conflict the form goes on from what stands now, with what was typed."""

    def on_refusal(refusal: Refusal) -> None:
        if not isinstance(refusal, Conflict):
            return
        fresh = Assignment.objects.select_related("task__programme").get(pk=assignment.pk)
        label = fresh.label_on(today())
        context["status"] = (label.kind, in_words(label))
        context["conflict"] = True
        form.data = {**request.POST.dict(), "version": str(fresh.version)}

    return on_refusal
