"""The list of units of any day: filtered, paged, printed, exported; and the pickers' answer."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from giaoban.core.answers import sent
from giaoban.core.dates import vi
from giaoban.core.forms import Choice
from giaoban.core.refusals import Refusal
from giaoban.organisations import exports, queries
from giaoban.organisations.forms.filters import LEVEL_LABELS, RegisterFilter
from giaoban.organisations.rules import PARTY
from giaoban.organisations.views.common import (
    PER_PAGE,
    Here,
    finder,
    here,
    hierarchies,
    page_number,
    page_of,
)

MOST_EXPORTED = 20_000


@require_GET
def register(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = here(request, unit_code, period_code)
    form, filters = _filters(at)
    found = queries.register(at.actor, at.day, filters, page=page_number(request), per_page=PER_PAGE)
    form.offer_kinds([(code, label) for code, label, _level in found.kinds])
    context = {
        "at": at,
        "form": form,
        "found": found,
        "page": page_of(found.total, found.page),
        "empty": found.total == 0 and not _narrowed(filters),
        "may_change": at.may_change_any,
        "tab": "register",
        "export_url": f"{at.url('export')}?{request.GET.urlencode()}",
        "merge_url": at.url("decision_form", code=at.place.code, kind="merge"),
        "establish_url": at.url("decision_form", code=at.place.code, kind="establish"),
    }
    return render(request, "organisations/register.html", context)


@require_GET
def export(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """The same list as the page, every row of it, with a sheet that says source and date."""
    at = here(request, unit_code, period_code)
    form, filters = _filters(at)
    found = queries.register(at.actor, at.day, filters, per_page=MOST_EXPORTED)
    form.offer_kinds([(code, label) for code, label, _level in found.kinds])
    if found.total > MOST_EXPORTED:
        raise Refusal(
            "organisations.export_size",
            _("Có %(count)s đơn vị, nhiều hơn một tệp được xuất. Chọn thêm loại, cấp hoặc đơn vị cấp trên.")
            % {"count": found.total},
            rule=_("Mỗi tệp Excel xuất ra có tối đa %(most)s dòng.") % {"most": MOST_EXPORTED},
        )
    title = _("Danh sách đơn vị")
    columns = [
        exports.Column(_("STT"), 6),
        exports.Column(_("Tên đơn vị"), 46),
        exports.Column(_("Tên ngắn"), 22),
        exports.Column(_("Mã đơn vị"), 24),
        exports.Column(_("Loại đơn vị"), 34),
        exports.Column(_("Cấp"), 14),
        exports.Column(_("Trực thuộc"), 40),
        exports.Column(_("Từ ngày"), 12),
        exports.Column(_("Đến ngày"), 12),
    ]
    rows = [
        (
            number,
            row.name,
            row.short_name,
            row.code,
            row.kind_label,
            str(LEVEL_LABELS.get(row.level, row.level)),
            row.parent_name,
            row.starts,
            exports.last(row.ends),
        )
        for number, row in enumerate(found.rows, start=1)
    ]
    facts = exports.facts(title, at.day, _said(form, at), len(rows), _("đơn vị"))
    return workbook(exports.Sheet(title, columns, rows, facts), f"don-vi-{at.day:%Y%m%d}.xlsx", at)


def workbook(sheet: exports.Sheet, name: str, at: Here) -> HttpResponse:
    return sent(exports.workbook(sheet, at.actor.actor_label), name)


@require_GET
def pick(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """Units that fit what was typed, on the day: a fragment for the picker, a plain page without a script."""
    at = here(request, unit_code, period_code)
    words = request.GET.get("q", "").strip()[:200]
    rows = queries.pick(at.actor, words, at.day, limit=20) if words else []
    fragment = request.headers.get("X-Requested-With") == "fetch" or bool(getattr(request, "htmx", None))
    if fragment:
        options = [(row.id, row.name, _hint(row)) for row in rows]
        response = render(request, "core/parts/options.html", {"options": options})
    else:
        response = render(request, "organisations/pick.html", {"at": at, "rows": rows, "words": words})
    patch_vary_headers(response, ["X-Requested-With", "HX-Request"])
    return response


def _hint(row: queries.UnitRow) -> str:
    return " · ".join(part for part in (row.kind_label, row.parent_name, row.code) if part)


def _filters(at: Here) -> tuple[RegisterFilter, queries.Filters]:
    form = RegisterFilter(
        at.request.GET,
        on=at.place.on,
        finder=finder(at),
        levels=[(code, str(label)) for code, label in LEVEL_LABELS.items()],
        hierarchies=hierarchies(),
    )
    above = form.value("duoi")
    filters = queries.Filters(
        kind=form.value("loai") or "",
        level=form.value("cap") or "",
        under=above.unit_id if above is not None else None,
        text=form.value("q") or "",
        hierarchy=form.value("he") or PARTY,
    )
    return form, filters


def _narrowed(filters: queries.Filters) -> bool:
    return bool(filters.kind or filters.level or filters.text or filters.under is not None)


def _said(form: RegisterFilter, at: Here) -> list[tuple[str, str]]:
    """The filters in words, for the sheet that says where the rows come from."""
    said: list[tuple[str, str]] = []
    for name, field in form.fields.items():
        value: Any = form.value(name)
        if value is None or name == "ngay":
            continue
        choices: list[Choice] = list(getattr(field.widget, "choices", []))
        words = dict(choices).get(value, value) if choices else getattr(value, "name", value)
        said.append((str(field.label), vi(words) if isinstance(words, date) else str(words)))
    return [(_("Đơn vị xuất"), at.place.unit_name), *said]
