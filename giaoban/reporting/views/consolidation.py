"""Consolidating: figures beside what the leaves say, the units behind one figure, adjustments."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core.actors import acting
from giaoban.core.numbers import read_number, vi_number
from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.reporting import permissions, services
from giaoban.reporting.labels import BUCKET_LABELS, BUCKET_SHAPES, PART_LABELS
from giaoban.reporting.models import STATE_LABELS, STATE_SHAPES, Obligation
from giaoban.reporting.queries import consolidation as queries
from giaoban.reporting.queries import rounds
from giaoban.reporting.queries.desk import place_of, received_here
from giaoban.reporting.queries.figures import History, history_of
from giaoban.reporting.queries.standing import Standing
from giaoban.reporting.queries.wording import cause, row_words
from giaoban.reporting.rules import Bucket, CellPart, Permission, State
from giaoban.reporting.rules.cells import Aggregation, Cell, IndicatorKind
from giaoban.reporting.rules.rollup import UnlikeUnitsError, add_rows, change, ratio
from giaoban.reporting.rules.states import WRITABLE

SHOWN_DIFFERENCES = 200
_BESIDE = {CellPart.DENOMINATOR, CellPart.BASE}


@require_GET
def consolidation(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    obligation = _owed(request, at, obligation_id)
    found = queries.figures_for(obligation, with_live=True)
    asked = request.GET.getlist("cong")
    context = {
        "at": at,
        "obligation": obligation,
        "place": place_of(obligation),
        "found": found,
        "standing": found.standing,
        "buckets": _buckets(found.standing),
        "missing": _missing(found),
        "sections": _rows(obligation, found, history_of(obligation)),
        **_differing(found),
        "sum": _sum(found, asked) if asked else None,
        "asked": asked,
        "addable": _addable(obligation, found),
        "may_adjust": _may_adjust(request, obligation),
        "state": (STATE_SHAPES[State(obligation.state)], STATE_LABELS[State(obligation.state)]),
    }
    return render(request, "reporting/consolidation.html", context)


@require_http_methods(["GET", "POST"])
def cell(
    request: HttpRequest, unit_code: str, period_code: str, obligation_id: int, key: str
) -> HttpResponse:
    """The units behind one figure, and the form that adjusts it."""
    at = resolve(request, unit_code, period_code)
    obligation = _owed(request, at, obligation_id)
    refusal = None
    if request.method == "POST":
        try:
            return _adjust(request, at, obligation, key)
        except Refusal as caught:
            refusal = caught
            obligation = rounds.get_obligation(acting(request), obligation_id)
    found = queries.figures_for(obligation)
    wanted = next((one for one in found.cells if one.key == key), None)
    if wanted is None or wanted.part in _BESIDE:
        raise Hidden("cell")
    own = found.adjusted.get(key)
    context = {
        "at": at,
        "obligation": obligation,
        "place": place_of(obligation),
        "found": found,
        "cell": wanted,
        "row": row_words(obligation.round.form_version)[wanted.row.code],
        "part": PART_LABELS[wanted.part],
        "figure": _figure(found, wanted, found.figures),
        "signed": found.signed[wanted.position],
        "behind": [
            {
                **{name: getattr(line, name) for name in ("part", "value", "whole", "share", "names")},
                "kind": BUCKET_SHAPES[line.part.bucket],
                "word": BUCKET_LABELS[line.part.bucket],
            }
            for line in queries.behind(found, wanted)
        ],
        "shares": wanted.row.aggregation == Aggregation.SUM,
        "adjustment": own,
        "may_adjust": _may_adjust(request, obligation) and wanted.row.aggregation != Aggregation.NONE,
        "delta": request.POST.get("delta", vi_number(own.delta) if own else ""),
        "reason": request.POST.get("reason", own.reason if own else ""),
        "version": request.POST.get("version", obligation.version),
        "answered": found.answered[wanted.position],
        "refusal": refusal,
    }
    return render(request, "reporting/cell.html", context, status=422 if refusal else 200)


def _adjust(request: HttpRequest, at: Coordinates, obligation: Obligation, key: str) -> HttpResponse:
    typed = request.POST.get("delta", "")
    try:
        delta = read_number(typed.strip().removeprefix("+") or "0")
        version = int(request.POST.get("version", ""))
    except ValueError as wrong:
        raise Refusal(
            "reporting.adjust_number",
            _("“%(typed)s” không phải là số. Viết số cộng thêm như 12 hoặc −12; 0 là bỏ điều chỉnh.")
            % {"typed": typed[:40]},
            field="delta",
        ) from wrong
    if delta != int(delta):
        raise Refusal("reporting.adjust_number", _("Số đếm không có phần lẻ."), field="delta")
    made = services.adjust(
        actor=acting(request),
        obligation_id=obligation.pk,
        cell=key,
        delta=int(delta),
        reason=request.POST.get("reason", ""),
        version=version,
    )
    text = (
        _("Đã ghi điều chỉnh, kèm lý do.") if made else _("Đã bỏ điều chỉnh; số trở về số cộng từ cấp dưới.")
    )
    messages.success(request, text)
    return redirect("reporting:cell", at.code, at.period.code, obligation.pk, key)


# --- what the pages share --------------------------------------------------------------------------------


def _owed(request: HttpRequest, at: Coordinates, obligation_id: int) -> Obligation:
    """The report of a unit that consolidates, of this period, read from the unit or from above it."""
    obligation = rounds.get_obligation(acting(request), obligation_id)
    if obligation.leaf or obligation.round.period != at.period.code:
        raise Hidden("obligation")
    if obligation.unit_id not in received_here(at.unit_id, obligation.round.cut_off):
        raise Hidden("obligation")
    return obligation


def _may_adjust(request: HttpRequest, obligation: Obligation) -> bool:
    actor = acting(request)
    return (
        obligation.state in WRITABLE
        and permissions.may_write(actor, obligation)
        and actor.can(Permission.CONSOLIDATE, obligation.unit_id, on=obligation.round.cut_off)
    )


def _buckets(found: Standing) -> list[tuple[str, Any, int]]:
    return [(BUCKET_SHAPES[one], BUCKET_LABELS[one], found.of(one)) for one in Bucket]


def _missing(found: queries.Consolidated) -> list[tuple[str, Any, list[queries.Part]]]:
    """Units that are not in, by reason; those that need not report last."""
    order = (Bucket.WAITING, Bucket.RETURNED, Bucket.NOT_SENT, Bucket.NOT_REQUIRED)
    grouped = [
        (one, [part for part in found.parts if not part.included and part.bucket == one]) for one in order
    ]
    return [(BUCKET_SHAPES[one], BUCKET_LABELS[one], parts) for one, parts in grouped if parts]


def _rows(obligation: Obligation, found: queries.Consolidated, past: History) -> list[dict[str, Any]]:
    """The table by headings of the form: each figure with coverage, live total, adjustment, earlier ones."""
    words = row_words(obligation.round.form_version)
    previous = past.previous.figures if past.previous else {}
    last_year = past.last_year.figures if past.last_year else {}
    sections: list[dict[str, Any]] = []
    for one in found.cells:
        if one.part in _BESIDE:
            continue
        row = words[one.row.code]
        if not sections or sections[-1]["heading"] != row.heading:
            sections.append({"heading": row.heading, "lines": []})
        now = found.figures[one.position]
        live = found.live.figures[one.position] if found.live else None
        sections[-1]["lines"].append(
            {
                "cell": one,
                "row": row,
                "part": PART_LABELS[one.part] if one.row.kind == IndicatorKind.FLOW else "",
                "own": one.row.aggregation == Aggregation.NONE,
                "figure": _figure(found, one, found.figures),
                "answered": found.answered[one.position],
                "live": _figure(found, one, found.live.figures if found.live else ()),
                "live_count": found.live.counts[one.position] if found.live else 0,
                "live_differs": one.row.aggregation != Aggregation.NONE
                and live != found.signed[one.position],
                "adjustment": found.adjusted.get(one.key),
                "previous": _earlier(found, one, previous),
                "last_year": _earlier(found, one, last_year),
                "change": change(now, previous.get(one.key)) if one.row.kind != IndicatorKind.RATIO else None,
                "names": found.names.get(one.row.code, ()),
            }
        )
    return sections


def _figure(found: queries.Consolidated, one: Cell, figures: Any) -> dict[str, Any]:
    """A figure as it is written: a number, a percent with its parts, "4/11"."""
    value = figures[one.position] if figures else None
    beside = next((other for other in found.cells if other.row == one.row and other.part in _BESIDE), None)
    whole = figures[beside.position] if beside and figures else None
    percent = ratio(value, whole) if one.row.kind == IndicatorKind.RATIO else None
    return {"value": value, "whole": whole, "percent": percent, "pair": beside is not None}


def _earlier(found: queries.Consolidated, one: Cell, figures: Any) -> dict[str, Any]:
    return _figure(found, one, [figures.get(other.key) for other in found.cells] if figures else ())


def _differing(found: queries.Consolidated) -> dict[str, Any]:
    """The reconciliation: units that are not in although their leaves are, each in one line; then cell by
    cell the units that signed something else than their leaves add up to, with what is known of the cause."""
    parts = {part.place.unit_id: part for part in found.parts}
    absent: dict[int, int] = {}
    for one in found.differences:
        if not parts[one.unit_id].included:
            absent[one.unit_id] = absent.get(one.unit_id, 0) + 1
    cells = [one for one in found.differences if parts[one.unit_id].included]
    shown = cells[:SHOWN_DIFFERENCES]
    signed = queries.adjustments_signed(parts[one.unit_id].submission_id or 0 for one in shown)
    lines = []
    for one in shown:
        part = parts[one.unit_id]
        lines.append(
            {
                "one": one,
                "part": part,
                "cause": cause(signed.get(part.submission_id or 0, {}).get(one.cell.key)),
                "name": one.cell.row.name,
                "label": PART_LABELS[one.cell.part],
            }
        )
    return {
        "differing_absent": [
            {
                "part": parts[unit],
                "cells": count,
                "kind": BUCKET_SHAPES[parts[unit].bucket],
                "word": BUCKET_LABELS[parts[unit].bucket],
            }
            for unit, count in absent.items()
        ],
        "differences": lines,
        "difference_count": len(cells),
    }


def _addable(obligation: Obligation, found: queries.Consolidated) -> list[dict[str, Any]]:
    words = row_words(obligation.round.form_version)
    return [
        {"key": one.key, "row": words[one.row.code]}
        for one in found.cells
        if one.part in {CellPart.VALUE, CellPart.IN_PERIOD}
    ]


def _sum(found: queries.Consolidated, asked: list[str]) -> dict[str, Any]:
    """Several rows added, or why they are not: unlike counting units name each other."""
    chosen = [
        one for one in found.cells if one.key in asked and one.part in {CellPart.VALUE, CellPart.IN_PERIOD}
    ]
    if not chosen:
        raise Hidden("cell")
    try:
        total = add_rows((one.row, found.figures[one.position]) for one in chosen)
    except UnlikeUnitsError as unlike:
        return {
            "refused": _("Không cộng “%(first)s” (%(first_unit)s) với “%(second)s” (%(second_unit)s).")
            % {
                "first": unlike.first.name,
                "first_unit": unlike.first.counting_unit,
                "second": unlike.second.name,
                "second_unit": unlike.second.counting_unit,
            }
        }
    return {"total": total, "unit": chosen[0].row.counting_unit, "names": [one.row.name for one in chosen]}
