"""What a unit owes and what it asked of others; opening a round; the units of a round, extended, excused,
reminded, and the lock at its end.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giaoban.core.actors import acting
from giaoban.core.refusals import Hidden, Refusal
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.organisations.queries.naming import names_at
from giaoban.periods.rules import around
from giaoban.reporting import forms, permissions, services
from giaoban.reporting.labels import LEVEL_LABELS
from giaoban.reporting.models import Obligation, Round
from giaoban.reporting.queries import list as queries
from giaoban.reporting.queries import rounds, units
from giaoban.reporting.queries.desk import received_here
from giaoban.reporting.rules import Permission, RoundState
from giaoban.reporting.views.common import number_of

PAGE = 50
ACTS = {"excuse": "reporting.excuse", "require": "reporting.require"}


@require_GET
def reports(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """Everything owed to every superior by deadline with one button to go on; what we asked of others."""
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW, at.unit_id, on=at.on)
    context = {
        "at": at,
        "page": queries.list_page(actor, at.unit_id, at.period, at.on),
        "may_open": bool(units.openable(actor, at.unit_id, at.on)),
    }
    return render(request, "reporting/list.html", context)


# --- opening -------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def open_round(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """The preview says by level how many units owe and by when; the second button opens the round."""
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    choices = units.openable(actor, at.unit_id, at.on)
    if not choices:
        raise Hidden(Permission.OPEN)
    language = get_language() or "vi"
    form = forms.OpenForm(
        request.POST or None,
        actor=actor,
        at=at,
        over=[(one.key, one.label) for one in choices],
        periods=[(period.code, period.label(language)) for period in around(at.period)],
        initial={"period": at.period.code, "over": choices[0].key},
    )
    data: dict[str, Any] = {}
    if request.method == "GET":
        data = {"over": choices[0].key, "period": at.period.code, "cut_off": None, "conference_on": None}
    elif form.is_valid():
        data = dict(form.cleaned_data)  # a refusal takes its field out of the form's own
    chosen = next((one for one in choices if one.key == data.get("over")), None)
    ticked = request.POST.getlist("mien")
    if chosen is not None and request.method == "POST" and "xem" not in request.POST:
        try:
            opened = services.open_round(
                actor=actor,
                regime=chosen.regime.code,
                unit_id=chosen.unit_id,
                period=data["period"],
                request_id=data["request_document"].pk if data["request_document"] else None,
                title=data["title"],
                cut_off=data["cut_off"],
                conference_on=data["conference_on"],
                not_required={number_of(unit): data["reason"] for unit in ticked},
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã mở đợt báo cáo; các đơn vị đã được báo."))
            return redirect("reporting:obligations", at.code, opened.period, opened.pk)
    context = {
        "at": at,
        "form": form,
        "preview": _preview(chosen, data, ticked) if chosen is not None else None,
        "opened_this_month": rounds.opened_this_month(chosen.unit_id) if chosen is not None else 0,
        "chosen": chosen,
    }
    status = 422 if form.is_bound and (form.errors or "xem" not in request.POST) else 200
    return render(request, "reporting/open.html", context, status=status)


def _preview(chosen: units.Openable, data: dict[str, Any], ticked: Sequence[str]) -> dict[str, Any]:
    period = rounds.period_of(data["period"])
    cut_off = data["cut_off"] or rounds.default_cut_off(chosen.regime, period)
    lines = rounds.owing(
        chosen.regime, chosen.unit_id, period, cut_off=cut_off, conference=data["conference_on"]
    )
    direct = [line for line in lines if line.depth == 1]
    names = names_at((line.unit_id, cut_off) for line in direct)
    return {
        "cut_off": cut_off,
        "levels": [
            (str(LEVEL_LABELS.get(level, level)), due, count)
            for level, due, count in rounds.by_level(line for line in lines if line.depth)
        ],
        "own": next((line.due for line in lines if not line.depth), None),
        "count": sum(1 for line in lines if line.depth),
        "direct": [
            (line.unit_id, names[line.unit_id, cut_off], str(line.unit_id) in ticked) for line in direct
        ],
    }


# --- the units of a round ----------------------------------------------------------------------------------


@require_GET
def obligations(request: HttpRequest, unit_code: str, period_code: str, round_id: int) -> HttpResponse:
    at, round_ = _round(request, unit_code, period_code, round_id)
    return _table(request, at, round_)


@require_POST
def run(request: HttpRequest, unit_code: str, period_code: str, round_id: int) -> HttpResponse:
    """What one does with the ticked units: extend, remind, excuse or ask again, each all or none."""
    at, round_ = _round(request, unit_code, period_code, round_id)
    ids = [number_of(pk) for pk in request.POST.getlist("chon")]
    act = request.POST.get("lam", "")
    form = forms.ExtendForm(request.POST) if act == "extend" else None
    if form is not None and not form.is_valid():
        return _table(request, at, round_, form=form, ticked=ids, status=422)
    try:
        done = _run(request, round_, act, ids, form)
    except Refusal as refusal:
        return _table(request, at, round_, form=form, ticked=ids, refusal=refusal, status=422)
    messages.success(request, done)
    return redirect("reporting:obligations", at.code, at.period.code, round_.pk)


@transaction.atomic
def _run(
    request: HttpRequest, round_: Round, act: str, ids: Sequence[int], form: forms.ExtendForm | None
) -> str:
    actor = acting(request)
    if form is not None:
        count = services.extend(
            actor=actor,
            round_id=round_.pk,
            obligation_ids=ids,
            due=form.due(),
            reason=form.cleaned_data["reason"],
        )
        text = ngettext("Đã gia hạn cho %(count)s đơn vị.", "Đã gia hạn cho %(count)s đơn vị.", count)
        return text % {"count": count}
    if act == "remind":
        count = services.remind(actor=actor, round_id=round_.pk, obligation_ids=ids)
        text = ngettext("Đã đôn đốc %(count)s đơn vị.", "Đã đôn đốc %(count)s đơn vị.", count)
        return text % {"count": count}
    if act == "lock":
        services.lock_round(actor=actor, round_id=round_.pk, version=number_of(request.POST.get("version")))
        return _("Đã khóa số liệu.")
    if act not in ACTS:
        raise Hidden("act")
    if not ids:
        raise Refusal(
            "reporting.nobody_chosen",
            _("Chưa chọn đơn vị nào."),
            field="units",
            rule=_("Đánh dấu ít nhất một đơn vị trong bảng."),
        )
    for pk in ids:
        if not Obligation.objects.filter(pk=pk, round=round_).exists():
            raise Hidden("obligation")
        services.move(
            actor=actor,
            obligation_id=pk,
            move=act,
            version=number_of(request.POST.get(f"v:{pk}")),
            note=request.POST.get("reason", ""),
        )
    return _("Đã ghi.")


def _round(
    request: HttpRequest, unit_code: str, period_code: str, round_id: int
) -> tuple[Coordinates, Round]:
    at = resolve(request, unit_code, period_code)
    round_ = rounds.get_round(acting(request), round_id)
    if round_.period != at.period.code:
        raise Hidden("round")
    return at, round_


def _table(
    request: HttpRequest,
    at: Coordinates,
    round_: Round,
    *,
    form: forms.ExtendForm | None = None,
    ticked: Sequence[int] = (),
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, asked = acting(request), request.GET
    here = received_here(at.unit_id, round_.cut_off)
    runs = permissions.may_run(actor, round_)
    filters = units.Filters(asked.get("nhom", ""), asked.get("ten", "").strip(), "moi-cap" in asked)
    seen: QuerySet[Obligation] = units.units_of(actor, round_, here, filters)
    page = Paginator(seen, PAGE).get_page(asked.get("trang"))
    mine = units.receiving(actor, here, round_.cut_off)
    rows = units.unit_rows(list(page.object_list), round_.cut_off, runs=runs, mine=mine)
    everybody = units.units_of(actor, round_, here, units.Filters(every=filters.every))
    own = Obligation.objects.filter(round=round_, unit_id__in=here).order_by("depth").first()
    context = {
        "at": at,
        "round": round_,
        "page": page,
        "rows": rows,
        "filters": filters,
        "tiles": units.bucket_tiles(units.counts_of(everybody)),
        "runs": runs,
        "manages": any(row.mine for row in rows),
        "receives": bool(mine),
        "locked": round_.state == RoundState.LOCKED,
        "own": own,
        "form": form or forms.ExtendForm(),
        "ticked": set(ticked),
        "refusal": refusal,
        "reason": request.POST.get("reason", ""),
        "reminded": units.reminded_this_month([row.obligation.unit_id for row in rows]),
        "opened_this_month": rounds.opened_this_month(round_.unit_id),
    }
    return render(request, "reporting/obligations.html", context, status=status)
