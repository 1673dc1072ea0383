"""Opening a dossier, and correcting what is known of it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.correspondence import forms, services
from giaoban.correspondence.queries import authoring
from giaoban.correspondence.views.common import answer, find, here, require, show_theirs

TEMPLATE = "correspondence/facts.html"


@require_http_methods(["GET", "POST"])
def open_(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    place = here(request, unit_code, period_code)
    at = place.at
    units = authoring.drafting_units(place.actor, at.unit_id, at.on)
    require(bool(units))
    ids = [int(pk) for pk, _name in units]
    form = forms.DossierForm(
        request.POST or None,
        actor=place.actor,
        units=units,
        levels=authoring.levels_of(ids, at.on),
        departments=authoring.department_choices(ids, at.on),
        on=at.on,
        initial={"template": request.GET.get("mau", ""), "about": request.GET.get("ve", "")},
    )
    made: list[int] = []

    def write() -> str:
        dossier = services.open_dossier(
            actor=place.actor, unit_id=form.unit_id(), facts=form.facts(at.period.code)
        )
        made.append(dossier.pk)
        return _("Đã mở hồ sơ. Tiếp theo: soạn dự thảo lần 1.")

    context = {
        "at": at,
        "title": _("Mở hồ sơ trình"),
        "submit": _("Mở hồ sơ và soạn dự thảo"),
        "cancel_url": place.url("dossiers"),
        "crumbs": place.crumbs((_("Mở hồ sơ trình"), "")),
    }
    return answer(request, TEMPLATE, context, form, write, lambda: place.url("write", made[0]))


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    require(one.writes)
    dossier, day = one.dossier, one.dossier.opened_on
    form = forms.DossierForm(
        request.POST or None,
        actor=one.actor,
        units=[(str(dossier.unit_id), "")],
        levels=authoring.levels_of([dossier.unit_id], day),
        departments=authoring.department_choices([dossier.unit_id], day),
        on=day,
        dossier=dossier,
    )

    def write() -> str:
        services.correct_dossier(
            actor=one.actor,
            dossier_id=dossier.pk,
            facts=form.facts(dossier.period),
            version=form.cleaned_data["version"],
        )
        return _("Đã ghi thông tin hồ sơ. Bản in từ nay theo thông tin mới.")

    context = one.context(
        title=_("Sửa thông tin hồ sơ"),
        submit=_("Ghi thông tin"),
        cancel_url=one.of("dossier"),
        crumbs=one.trail((_("Sửa thông tin"), "")),
    )
    told = show_theirs(context, form)
    return answer(request, TEMPLATE, context, form, write, one.of("dossier"), on_refusal=told)
