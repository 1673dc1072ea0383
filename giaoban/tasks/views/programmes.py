"""Pages that write programmes: the programme itself, its tasks, who gets them, issue, close, cụ thể hóa."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from giaoban.core.dates import today
from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations.queries.naming import load_names
from giaoban.tasks import forms, queries, services
from giaoban.tasks.models import Programme, Task
from giaoban.tasks.rules import ProgrammeState, next_number
from giaoban.tasks.views.common import Here, answer, here, pick_url, programme_for_change

GET_AND_POST = ["GET", "POST"]


@require_http_methods(GET_AND_POST)
def programme_add(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    place = here(request, unit_code, period_code)
    directing = place.directing()
    if not directing:
        raise Hidden("tasks.direct")
    names = load_names(directing)
    form = forms.ProgrammeForm(
        request.POST or None,
        actor=place.actor,
        pick_url=pick_url(place),
        units=[(unit_id, names.at(unit_id, place.at.on)) for unit_id in directing],
        period=place.at.period,
        initial={"period": place.at.period.code, "document": request.GET.get("van-ban", "")},
    )

    def write() -> str:
        data = form.cleaned_data
        made = services.create_programme(
            actor=place.actor,
            unit_id=int(data["unit"]),
            period=data["period"],
            title=data["title"],
            document_id=data["document"].pk if data["document"] else None,
        )
        return place.url("programme", programme_id=made.pk)

    context: dict[str, Any] = {"crumbs": place.crumbs(), "cancel_url": place.url("list")}
    done = _("Đã lập chương trình. Thêm nhiệm vụ rồi giao cho các đơn vị.")
    return answer(
        request, place, form, write, template="tasks/programme_form.html", context=context, done=done
    )


@require_http_methods(GET_AND_POST)
def programme_edit(request: HttpRequest, unit_code: str, period_code: str, programme_id: int) -> HttpResponse:
    place, programme = _draft(request, unit_code, period_code, programme_id)
    form = forms.ProgrammeForm(
        request.POST or None,
        actor=place.actor,
        pick_url=pick_url(place),
        version=programme.version,
        initial={"title": programme.title, "document": str(programme.document_id or "")},
    )

    def write() -> str:
        data = form.cleaned_data
        services.edit_programme(
            actor=place.actor,
            programme_id=programme.pk,
            title=data["title"],
            document_id=data["document"].pk if data["document"] else None,
            version=data["version"],
        )
        return place.url("programme", programme_id=programme.pk)

    context = _context(place, programme)
    return answer(
        request,
        place,
        form,
        write,
        template="tasks/programme_form.html",
        context=context,
        done=_("Đã sửa chương trình."),
    )


@require_http_methods(GET_AND_POST)
def task_add(request: HttpRequest, unit_code: str, period_code: str, programme_id: int) -> HttpResponse:
    """One task in its words, or a whole list pasted from the paper (`?dan`)."""
    place, programme = _draft(request, unit_code, period_code, programme_id)
    parent = _parent(request, programme)
    pasting = "dan" in request.GET
    siblings = programme.tasks.filter(parent=parent).values_list("number", flat=True)
    form: forms.OutlineForm | forms.TaskForm
    if pasting:
        form = forms.OutlineForm(request.POST or None, version=programme.version)
    else:
        number = next_number(parent.number if parent else "", siblings)
        form = forms.TaskForm(
            request.POST or None,
            actor=place.actor,
            pick_url=pick_url(place),
            version=programme.version,
            initial={"number": number},
        )

    def write() -> str:
        facts = form.facts()
        services.add_tasks(
            actor=place.actor,
            programme_id=programme.pk,
            tasks=facts if isinstance(facts, list) else [facts],
            parent_id=parent.pk if parent else None,
            version=form.cleaned_data["version"],
        )
        return place.url("programme", programme_id=programme.pk)

    context = _context(place, programme) | {"parent": parent, "pasting": pasting}
    return answer(
        request,
        place,
        form,
        write,
        template="tasks/task_form.html",
        context=context,
        done=_("Đã thêm nhiệm vụ."),
    )


@require_http_methods(GET_AND_POST)
def task_edit(request: HttpRequest, unit_code: str, period_code: str, task_id: int) -> HttpResponse:
    task = _task(request, unit_code, period_code, task_id)
    place, programme = _draft(request, unit_code, period_code, task.programme_id)
    form = forms.TaskForm(
        request.POST or None,
        actor=place.actor,
        pick_url=pick_url(place),
        task=task,
        version=programme.version,
    )

    def write() -> str:
        services.edit_task(
            actor=place.actor, task_id=task.pk, facts=form.facts(), version=form.cleaned_data["version"]
        )
        return place.url("programme", programme_id=programme.pk)

    context = _context(place, programme) | {"task": task}
    return answer(
        request,
        place,
        form,
        write,
        template="tasks/task_form.html",
        context=context,
        done=_("Đã sửa nhiệm vụ."),
    )


@require_POST
def task_remove(request: HttpRequest, unit_code: str, period_code: str, task_id: int) -> HttpResponse:
    task = _task(request, unit_code, period_code, task_id)
    place, programme = programme_for_change(request, unit_code, period_code, task.programme_id)
    services.remove_task(actor=place.actor, task_id=task.pk, version=_version(request))
    messages.success(request, _("Đã bỏ nhiệm vụ khỏi dự thảo."))
    return redirect(place.url("programme", programme_id=programme.pk))


@require_http_methods(GET_AND_POST)
def assign(request: HttpRequest, unit_code: str, period_code: str, programme_id: int) -> HttpResponse:
    """Many tasks to many units: choose, see what it will do, then do it."""
    place, programme = programme_for_change(request, unit_code, period_code, programme_id)
    lines = queries.in_order(list(programme.tasks.all()))
    form = forms.AssignForm(
        request.POST or None,
        tasks=[(str(task.pk), str(task)) for task, _depth, _group in lines],
        receivers=queries.receivers(place.actor, programme, today()),
        initial={"tasks": request.GET.getlist("nhiem-vu"), "scope": forms.ALL},
    )
    context: dict[str, Any] = _context(place, programme) | {"at": place.at, "form": form}
    if request.method == "POST" and form.is_valid():
        units = _chosen(place, programme, form)
        context["plan"] = queries.preview_assign(form.task_ids(), units)
        context["units_count"] = len(units)
        if "giao" in request.POST:
            try:
                outcome = services.assign(
                    actor=place.actor,
                    task_ids=form.task_ids(),
                    unit_ids=units,
                    due=form.cleaned_data["due"],
                    lead=form.cleaned_data["lead"] == "lead",
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _told(outcome))
                return redirect(place.url("programme", programme_id=programme.pk))
        else:
            return render(request, "tasks/assign.html", context)
    return render(request, "tasks/assign.html", context, status=422 if form.is_bound else 200)


def _chosen(place: Here, programme: Programme, form: forms.AssignForm) -> list[int]:
    data = form.cleaned_data
    if data["scope"] == forms.BY_KIND:
        return queries.units_of_kind(place.actor, programme, data["kind"], today())
    if data["scope"] == forms.CHOSEN:
        return [int(pk) for pk in data["units"]]
    return [one.unit_id for one in form.receivers.subordinates]


def _told(outcome: services.Assigned) -> str:
    created = ngettext(
        "Đã giao %(count)s lượt đơn vị – nhiệm vụ.",
        "Đã giao %(count)s lượt đơn vị – nhiệm vụ.",
        outcome.created,
    ) % {"count": outcome.created}
    if not outcome.merged:
        return created
    merged = ngettext(
        "%(count)s lượt đã có từ trước, giữ nguyên.",
        "%(count)s lượt đã có từ trước, giữ nguyên.",
        outcome.merged,
    ) % {"count": outcome.merged}
    return f"{created} {merged}"


@require_http_methods(GET_AND_POST)
def issue(request: HttpRequest, unit_code: str, period_code: str, programme_id: int) -> HttpResponse:
    """The last look before the units are told."""
    place, programme = _draft(request, unit_code, period_code, programme_id)
    page = queries.programme_page(place.actor, programme, place.at.on)
    units = {cell.unit_id: cell.unit for line in page.lines for cell in line.cells}
    context: dict[str, Any] = _context(place, programme) | {
        "at": place.at,
        "page": page,
        "units": sorted(units.values()),
        "programme": programme,
    }
    if request.method == "POST":
        try:
            services.issue_programme(actor=place.actor, programme_id=programme.pk, version=_version(request))
        except Refusal as refusal:
            context["refusal"] = refusal
            return render(request, "tasks/issue.html", context, status=422)
        messages.success(request, _("Đã giao nhiệm vụ; các đơn vị nhận được thông báo."))
        return redirect(place.url("programme", programme_id=programme.pk))
    return render(request, "tasks/issue.html", context)


@require_POST
def close(request: HttpRequest, unit_code: str, period_code: str, programme_id: int) -> HttpResponse:
    place, programme = programme_for_change(request, unit_code, period_code, programme_id)
    services.close_programme(actor=place.actor, programme_id=programme.pk, version=_version(request))
    messages.success(request, _("Đã kết thúc chương trình."))
    return redirect(place.url("programme", programme_id=programme.pk))


@require_POST
def discard(request: HttpRequest, unit_code: str, period_code: str, programme_id: int) -> HttpResponse:
    place, programme = programme_for_change(request, unit_code, period_code, programme_id)
    services.discard_programme(actor=place.actor, programme_id=programme.pk, version=_version(request))
    messages.success(request, _("Đã bỏ dự thảo."))
    return redirect(place.url("given"))


@require_http_methods(GET_AND_POST)
def localise(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """Cụ thể hóa: a programme of one's own out of what the superior gave."""
    place = here(request, unit_code, period_code)
    directing = place.directing()
    if not directing:
        raise Hidden("tasks.direct")
    mine = queries.to_localise(place.actor, directing, today())
    form = forms.LocaliseForm(
        request.POST or None,
        actor=place.actor,
        pick_url=pick_url(place),
        period=place.at.period,
        assignments=[(str(one.assignment_id), f"{one.number}. {one.wording}") for one in mine],
        initial={"period": place.at.period.code, "assignments": request.GET.getlist("chon")},
    )
    units = {str(one.assignment_id): one.unit_id for one in mine}

    def write() -> str:
        data = form.cleaned_data
        chosen = [int(pk) for pk in data["assignments"]]
        made = services.localise(
            actor=place.actor,
            unit_id=units[data["assignments"][0]],
            period=data["period"],
            assignment_ids=chosen,
            title=data["title"],
            additions=dict.fromkeys(chosen, data["addition"]),
        )
        return place.url("programme", programme_id=made.pk)

    context: dict[str, Any] = {"crumbs": place.crumbs(), "cancel_url": place.url("list"), "nothing": not mine}
    done = _("Đã lập chương trình của đơn vị từ nhiệm vụ được giao. Sửa lời văn, chọn đơn vị rồi giao.")
    return answer(request, place, form, write, template="tasks/localise.html", context=context, done=done)


# --- what these pages share ------------------------------------------------------------------------------


def _draft(
    request: HttpRequest, unit_code: str, period_code: str, programme_id: int
) -> tuple[Here, Programme]:
    place, programme = programme_for_change(request, unit_code, period_code, programme_id)
    if request.method == "GET" and programme.state != ProgrammeState.DRAFT:
        raise Hidden("draft")
    return place, programme


def _task(request: HttpRequest, unit_code: str, period_code: str, task_id: int) -> Task:
    return queries.get_task(here(request, unit_code, period_code).actor, task_id)


def _parent(request: HttpRequest, programme: Programme) -> Task | None:
    group = request.GET.get("nhom", "")
    if not group.isdecimal() or len(group) > 18:
        return None
    return programme.tasks.filter(pk=int(group)).first()


def _context(place: Here, programme: Programme) -> dict[str, Any]:
    back = place.url("programme", programme_id=programme.pk)
    return {"programme": programme, "crumbs": place.crumbs((programme.title, back)), "cancel_url": back}


def _version(request: HttpRequest) -> int | None:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None
