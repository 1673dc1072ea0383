"""The phòng of a unit: listed, added, renamed, ended; a phòng gives defaults, never rights."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations import queries, services
from giaoban.organisations.forms.departments import AddDepartmentForm, EndDepartmentForm, RenameDepartmentForm
from giaoban.organisations.queries.ever import row_near, unit_near
from giaoban.organisations.views.common import Here, here, require_change_of


@require_http_methods(["GET", "POST"])
def department_list(request: HttpRequest, unit_code: str, period_code: str, code: str) -> HttpResponse:
    at, unit = _open(request, unit_code, period_code, code)
    form = AddDepartmentForm(request.POST or None, initial={"starts": at.day})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_department(actor=at.actor, unit_id=unit.id, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã thêm %(name)s.") % {"name": made.name})
            return redirect(at.unit_url(code, name="departments"))
    context = {
        "at": at,
        "unit": unit,
        "form": form,
        "rows": queries.departments(unit.id, at.day),
        "cancel_url": at.unit_url(code),
        "crumbs": at.crumbs((unit.name, at.unit_url(code)), (_("Phòng"), "")),
    }
    return render(request, "organisations/departments.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def department(
    request: HttpRequest, unit_code: str, period_code: str, code: str, department_id: int
) -> HttpResponse:
    at, unit = _open(request, unit_code, period_code, code)
    found = queries.departments(unit.id, at.day).filter(pk=department_id).first()
    if found is None:
        raise Hidden("department")
    ending = request.POST.get("viec") == "ket-thuc"
    names = {"name": found.name, "position": found.position}
    rename = RenameDepartmentForm(
        request.POST if request.method == "POST" and not ending else None, initial=names
    )
    end = EndDepartmentForm(request.POST if ending else None)
    form = end if ending else rename
    if request.method == "POST" and form.is_valid():
        try:
            if ending:
                day = end.cleaned_data["last"] + timedelta(days=1)
                services.end_department(actor=at.actor, department_id=found.pk, on=day)
            else:
                services.rename_department(actor=at.actor, department_id=found.pk, **rename.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi thay đổi của %(name)s.") % {"name": found.name})
            return redirect(at.unit_url(code, name="departments"))
    here_ = at.unit_url(code, name="departments")
    context = {
        "at": at,
        "unit": unit,
        "row": found,
        "form": form,
        "rename": rename,
        "end": end,
        "cancel_url": here_,
        "crumbs": at.crumbs((unit.name, at.unit_url(code)), (_("Phòng"), here_), (found.name, "")),
    }
    return render(request, "organisations/department.html", context, status=422 if form.errors else 200)


def _open(request: HttpRequest, unit_code: str, period_code: str, code: str) -> tuple[Here, queries.UnitRow]:
    """A living unit whose phòng the actor may change, or the same 404 as for an unknown one."""
    at = here(request, unit_code, period_code)
    found = unit_near(at.actor, code, at.day)
    if not found.starts <= at.day < found.ends:
        raise Hidden("unit")
    unit = row_near(at.actor, found, at.day)
    require_change_of(at, unit)
    return at, unit
