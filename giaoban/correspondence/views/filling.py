"""A draft made by filling in a template: one field each, rows as lines or pasted from a sheet."""

import io
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.correspondence import services
from giaoban.correspondence.forms.templates import FillForm
from giaoban.correspondence.models import Draft
from giaoban.correspondence.papers import Template, fill, own
from giaoban.correspondence.queries import authoring, number_to_come
from giaoban.correspondence.queries import templates as found_templates
from giaoban.correspondence.views.common import Here, answer, find, require


@require_http_methods(["GET", "POST"])
def fill_in(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    """In the unit's own Word template where it has one: that draft is then a Word file."""
    one = find(request, unit_code, period_code, dossier_id)
    require(one.writes)
    found = found_templates.find(one.dossier.template)
    form = FillForm(
        request.POST or None, found=found, version=one.dossier.version, initial=_known(one, found)
    )

    def save() -> str:
        made = _saved(one, found, form.values(), version=form.cleaned_data["version"])
        return _("Đã lưu dự thảo lần %(n)s.") % {"n": made.number}

    context = one.context(
        label=found_templates.said(found),
        kept=found_templates.own_of(one.dossier.unit_id, found.code),
        cancel_url=one.of("dossier"),
        crumbs=one.trail((_("Điền mẫu"), "")),
    )
    if form.is_bound and form.asks_for_rows():
        return render(request, "correspondence/fill.html", {**context, "form": form})
    return answer(request, "correspondence/fill.html", context, form, save, one.of("dossier"))


def _known(one: Here, found: Template) -> dict[str, Any]:
    """What the dossier says already."""
    known = {"subject": one.dossier.about, "to": one.dossier.addressee}
    return {field.name: known[field.name] for field in found.fields if field.name in known}


def _saved(one: Here, found: Template, values: dict[str, Any], *, version: int) -> Draft:
    dossier, note = one.dossier, _("điền theo mẫu")
    head = authoring.head_of(dossier)
    kept = found_templates.own_of(dossier.unit_id, found.code)
    if kept is None:
        paper = authoring.with_facts(fill(found, values, head), dossier)
        return services.save_draft(
            actor=one.actor, dossier_id=dossier.pk, paper=paper, note=note, version=version
        )
    numbered = replace(head, number=number_to_come(dossier))
    made = own.render(found, found_templates.bytes_of(kept), values, numbered)
    return services.save_draft(
        actor=one.actor,
        dossier_id=dossier.pk,
        file=io.BytesIO(made),
        name=f"{found.code.replace('_', '-')}.docx",
        note=note,
        version=version,
    )
