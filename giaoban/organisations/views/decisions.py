"""The register of decisions on units and the page of one decision: both times, its paper, what it changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from giaoban.core.dates import ZONE
from giaoban.organisations import exports
from giaoban.organisations.forms.filters import DecisionFilter
from giaoban.organisations.models import CHANGE_LABELS, CONFIDENCE_LABELS
from giaoban.organisations.queries.decisions import DecisionRow, Wanted, decision, decisions
from giaoban.organisations.queries.ever import unit_near
from giaoban.organisations.rules import ChangeKind, Confidence
from giaoban.organisations.views.acts import in_short
from giaoban.organisations.views.common import PER_PAGE, Here, finder, here, page_number, page_of
from giaoban.organisations.views.register import MOST_EXPORTED, workbook

MARKS = {"ends": "todo", "begins": "done", "changes": "doing"}


@require_GET
def decision_list(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = here(request, unit_code, period_code)
    form, wanted = _filters(at)
    found = decisions(at.actor, wanted, page=page_number(request), per_page=PER_PAGE)
    context = {
        "at": at,
        "form": form,
        "rows": [_shown(row) for row in found.rows],
        "total": found.total,
        "page": page_of(found.total, found.page),
        "empty": found.total == 0 and wanted == Wanted(),
        "unit_name": finder(at).label_of(str(wanted.unit_id)) if wanted.unit_id is not None else "",
        "tab": "decisions",
        "may_change": at.may_change_any,
        "new_url": at.url("decision_new", code=at.place.code),
        "export_url": f"{at.url('decisions_export')}?{request.GET.urlencode()}",
    }
    return render(request, "organisations/decisions.html", context)


@require_GET
def decision_export(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = here(request, unit_code, period_code)
    _form, wanted = _filters(at)
    found = decisions(at.actor, wanted, per_page=MOST_EXPORTED)
    columns = [
        exports.Column(_("Hiệu lực từ"), 12),
        exports.Column(_("Ngày ký"), 12),
        exports.Column(_("Ngày ghi sổ"), 12),
        exports.Column(_("Hình thức"), 26),
        exports.Column(_("Số, ký hiệu quyết định"), 40),
        exports.Column(_("Đơn vị"), 70),
        exports.Column(_("Nguồn"), 50),
        exports.Column(_("Mức kiểm chứng"), 18),
        exports.Column(_("Ghi chú"), 40),
    ]
    rows = [
        (
            row.effective_on,
            row.decided_on,
            row.recorded_at.astimezone(ZONE).date(),
            str(CHANGE_LABELS[ChangeKind(row.kind)]),
            row.decision,
            in_short(row),
            row.source,
            str(CONFIDENCE_LABELS[Confidence(row.confidence)]),
            row.note,
        )
        for row in found.rows
    ]
    title = _("Quyết định về tổ chức")
    facts = exports.facts(title, at.day, [(_("Đơn vị xuất"), at.place.unit_name)], len(rows), _("quyết định"))
    return workbook(
        exports.Sheet(title, columns, rows, facts), f"quyet-dinh-to-chuc-{at.day:%Y%m%d}.xlsx", at
    )


@require_GET
def decision_page(request: HttpRequest, unit_code: str, period_code: str, change_id: int) -> HttpResponse:
    at = here(request, unit_code, period_code)
    row = decision(at.actor, change_id)
    shown = _shown(row)
    units = [
        {
            "unit": unit,
            "kind": MARKS[unit.mark],
            "word": _mark_word(unit.mark),
            "url": at.unit_url(unit.code, row.effective_on if unit.ends > row.effective_on else unit.starts),
        }
        for unit in row.units
    ]
    crumbs = at.crumbs((_("Quyết định về tổ chức"), at.url("decisions")), (str(shown["kind"]), ""))
    context = {"at": at, "row": row, "shown": shown, "units": units, "crumbs": crumbs}
    return render(request, "organisations/decision.html", context)


def _mark_word(mark: str) -> str:
    return {"ends": _("kết thúc"), "begins": _("bắt đầu")}.get(mark, _("thay đổi"))


def _shown(row: DecisionRow) -> dict[str, object]:
    confidence = Confidence(row.confidence)
    return {
        "row": row,
        "units": in_short(row),
        "kind": str(CHANGE_LABELS[ChangeKind(row.kind)]),
        "confidence": CONFIDENCE_LABELS[confidence],
        "verified": confidence is Confidence.VERIFIED,
        "recorded_on": row.recorded_at.astimezone(ZONE).date(),
    }


def _filters(at: Here) -> tuple[DecisionFilter, Wanted]:
    kinds = [(kind.value, str(label)) for kind, label in CHANGE_LABELS.items()]
    form = DecisionFilter(at.request.GET, on=at.place.on, kinds=kinds)
    code = form.value("don_vi")
    wanted = Wanted(
        kind=form.value("loai") or "",
        text=form.value("q") or "",
        starts=form.value("tu"),
        ends=form.value("den"),
        unit_id=unit_near(at.actor, code, at.day).pk if code else None,
    )
    return form, wanted
