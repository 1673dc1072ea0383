"""Compiling the words: units' passages of a section on the left, the draft with its sources on the right."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.core.actors import acting
from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.reporting import permissions, services
from giaoban.reporting.labels import in_words
from giaoban.reporting.models import HOW_LABELS, Draft, Obligation, OutlineSection
from giaoban.reporting.queries import compiling as queries
from giaoban.reporting.queries import rounds
from giaoban.reporting.queries.desk import place_of, received_here
from giaoban.reporting.queries.figures import now_of
from giaoban.reporting.rules.states import WRITABLE


@require_http_methods(["GET", "POST"])
def passages(
    request: HttpRequest,
    unit_code: str,
    period_code: str,
    obligation_id: int,
    section_id: int | None = None,
) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    obligation = _owed(request, at, obligation_id)
    sections = queries.sections_of(obligation.round)
    section = next((one for one in sections if section_id in {None, one.pk}), None)
    if section is None:
        raise Hidden("section")
    refusal = None
    if request.method == "POST":
        try:
            return _write(request, at, obligation, section)
        except Refusal as caught:
            refusal = caught
            obligation = rounds.get_obligation(acting(request), obligation_id)
    draft = Draft.objects.filter(obligation=obligation).first()
    wanted = _wanted(request)
    desk = queries.compile_desk(obligation, section, wanted, now_of(obligation, draft))
    context = {
        "at": at,
        "obligation": obligation,
        "place": place_of(obligation),
        "section": section,
        "title": in_words(section, "title"),
        "tabs": [(one, in_words(one, "title")) for one in sections],
        "desk": desk,
        "drafted": [(one, in_words(one, "title"), lines) for one, lines in desk.draft],
        "saved": draft,
        "wanted": wanted,
        "fields": FIELD_LABELS.items(),
        "may_write": obligation.state in WRITABLE and permissions.may_write(acting(request), obligation),
        "typed": request.POST if refusal else {},
        "how_labels": {how.value: label for how, label in HOW_LABELS.items()},
        "refusal": refusal,
    }
    return render(request, "reporting/passages.html", context, status=422 if refusal else 200)


@require_POST
def untake(
    request: HttpRequest, unit_code: str, period_code: str, obligation_id: int, passage_id: int
) -> HttpResponse:
    """Put a taken passage back; a refusal becomes a page, nothing was typed here."""
    at = resolve(request, unit_code, period_code)
    obligation = _owed(request, at, obligation_id)
    section_id = services.untake(
        actor=acting(request),
        obligation_id=obligation.pk,
        passage_id=passage_id,
        version=_number(request.POST.get("version", "")),
    )
    messages.success(request, _("Đã bỏ đoạn khỏi bản tổng hợp; đoạn của đơn vị vẫn còn nguyên."))
    return redirect(_url(at, obligation, section_id))


def _write(
    request: HttpRequest, at: Coordinates, obligation: Obligation, section: OutlineSection
) -> HttpResponse:
    """Take passages over, or change the words of one that was taken."""
    data, actor = request.POST, acting(request)
    if data.get("viec") == "sua":
        services.save_passage(
            actor=actor,
            obligation_id=obligation.pk,
            passage_id=_number(data.get("doan", "")),
            version=_number(data.get("version", "")),
            text=data.get("text", ""),
        )
        messages.success(request, _("Đã lưu đoạn; nguồn của đoạn giữ nguyên."))
        return redirect(_url(at, obligation, section.pk))
    sources = [_number(one) for raw in data.getlist("nguon") for one in raw.split(",") if one]
    made = services.take_passages(
        actor=actor,
        obligation_id=obligation.pk,
        section_id=section.pk,
        source_ids=sources,
        how=data.get("viec", ""),
        text=data.get("text", ""),
    )
    messages.success(request, _("Đã lấy vào bản tổng hợp."))
    return redirect(f"{_url(at, obligation, section.pk)}#doan-{made.pk}")


def _owed(request: HttpRequest, at: Coordinates, obligation_id: int) -> Obligation:
    """The report of a unit that consolidates; its draft is read only by who works for the unit."""
    obligation = rounds.get_obligation(acting(request), obligation_id)
    here = received_here(at.unit_id, obligation.round.cut_off)
    if obligation.leaf or obligation.round.period != at.period.code or obligation.unit_id not in here:
        raise Hidden("obligation")
    if not permissions.works_for(acting(request), obligation.unit_id, obligation.round.cut_off):
        raise Hidden("obligation")
    return obligation


def _url(at: Coordinates, obligation: Obligation, section_id: int) -> str:
    return reverse("reporting:passages", args=[at.code, at.period.code, obligation.pk, section_id])


def _wanted(request: HttpRequest) -> queries.Wanted:
    asked = request.GET
    unit = asked.get("don-vi", "")
    return queries.Wanted(
        unit_id=int(unit) if unit.isdecimal() else None,
        field=asked.get("linh-vuc", ""),
        used=asked.get("dung", ""),
        fresh="moi" in asked,
    )


def _number(raw: Any) -> int:
    if not str(raw).isdecimal():
        raise Hidden("passage")
    return int(raw)
