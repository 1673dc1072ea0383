"""A hồ sơ trình opened from a record of the house: its paper is the first draft."""

from dataclasses import replace

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.core.refusals import Hidden
from giaoban.core.registries import paper_sources
from giaoban.correspondence import forms, queries, services
from giaoban.correspondence.models import Dossier
from giaoban.correspondence.queries import authoring
from giaoban.correspondence.rules import State, Subject
from giaoban.correspondence.views.common import answer, here, require
from giaoban.correspondence.views.facts import TEMPLATE


@require_http_methods(["GET", "POST"])
def open_from(
    request: HttpRequest, unit_code: str, period_code: str, kind: str, object_id: int
) -> HttpResponse:
    """Open one, or lead to the one that is open: a record has one dossier at a time."""
    place = here(request, unit_code, period_code)
    source = paper_sources.get(kind)
    if source is None:
        raise Hidden("source")
    subject = source.subject_of(place.actor, object_id)
    known = _known(kind, object_id)
    if known is not None and queries.visible_to(place.actor).filter(pk=known.pk).exists():
        return redirect(place.url("dossier", known.pk))
    at = place.at
    units = [
        one
        for one in authoring.drafting_units(place.actor, at.unit_id, at.on)
        if one[0] == str(subject.unit_id)
    ]
    require(bool(units))
    form = forms.DossierForm(
        request.POST or None,
        actor=place.actor,
        units=units,
        levels=authoring.levels_of([subject.unit_id], at.on),
        departments=authoring.department_choices([subject.unit_id], at.on),
        on=at.on,
        initial={
            "about": subject.about,
            "type": subject.type,
            "field": subject.field,
            "secrecy": subject.secrecy,
        },
    )
    made: list[int] = []

    @transaction.atomic
    def write() -> str:
        facts = replace(
            form.facts(subject.period or at.period.code),
            subject=Subject(kind, object_id, subject.label, subject.url),
        )
        paper = source.paper_of(place.actor, object_id)
        dossier = services.open_dossier(actor=place.actor, unit_id=subject.unit_id, facts=facts)
        services.save_draft(
            actor=place.actor,
            dossier_id=dossier.pk,
            paper=authoring.with_facts(paper, dossier),
            note=str(source.label),
            version=dossier.version,
        )
        made.append(dossier.pk)
        return _("Đã mở hồ sơ với dự thảo lần 1 lấy từ %(label)s.") % {"label": subject.label}

    context = {
        "at": at,
        "title": _("Mở hồ sơ trình"),
        "submit": _("Mở hồ sơ với dự thảo này"),
        "cancel_url": subject.url or place.url("dossiers"),
        "crumbs": place.crumbs((subject.label, "")),
    }
    return answer(request, TEMPLATE, context, form, write, lambda: place.url("dossier", made[0]))


def _known(kind: str, object_id: int) -> Dossier | None:
    found = Dossier.objects.filter(subject_kind=kind, subject_id=object_id)
    return found.exclude(state=State.WITHDRAWN).first()
