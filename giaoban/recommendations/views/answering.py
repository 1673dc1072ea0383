"""Answering one or many: tick, write once, see who gets it, send to all or to none."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from giaoban.core.dates import today
from giaoban.core.refusals import Hidden, Refusal
from giaoban.recommendations import forms, queries, services
from giaoban.recommendations.labels import OUTCOME_LABELS
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import MANY, UNANSWERED, Permission
from giaoban.recommendations.views.common import Here, here


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """GET shows the chosen ones and the form; POST `lam` is xem (preview), sua (back to it) or gui (send)."""
    page = here(request, unit_code, period_code)
    mine = queries.acting_for(page.actor, page.at.unit_id, today()).answers
    if not mine:
        raise Hidden(Permission.ANSWER)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(page, mine, asked.getlist("ids"))
    bound = request.POST if request.method == "POST" else None
    form = forms.AnswerForm(bound, actor=page.actor, pick_url=page.pick_url())
    step = request.POST.get("lam", "xem") if bound is not None else ""
    if step == "sua":
        form = forms.AnswerForm(initial=_typed(bound), actor=page.actor, pick_url=page.pick_url())
        return _show(request, page, mine, chosen, form)
    if bound is None or not form.is_valid():
        return _show(request, page, mine, chosen, form)
    data = form.cleaned_data
    try:
        if step == "gui":
            return _send(request, page, chosen, data)
        _check(chosen)
    except Refusal as refusal:
        form.refuse(refusal)
        chosen = _chosen(page, mine, asked.getlist("ids"))
        return _show(request, page, mine, chosen, form)
    return _preview(request, page, chosen, data)


def _typed(data: Any) -> dict[str, str]:
    """What the preview carried, as initial values of the form."""
    return {name: data.get(name, "") for name in ("outcome", "text", "document")}


def _chosen(page: Here, mine: Sequence[int], ids: Sequence[str]) -> list[Recommendation]:
    """The ticked ones that are addressed to a unit the actor answers for; any other is unknown."""
    numbers = {int(one) for one in ids if one.isdecimal() and len(one) < 19}
    if len(numbers) != len(set(ids)):
        raise Hidden("recommendation")
    found = queries.visible_to(page.actor).filter(pk__in=numbers, addressee_id__in=mine)
    rows = list(found.select_related("department").order_by("reply_due", "pk"))
    if len(rows) != len(numbers):
        raise Hidden("recommendation")
    return rows


def _check(chosen: Sequence[Recommendation]) -> None:
    """Before the preview: at least one, and all of them still open."""
    if not chosen:
        raise Refusal(
            "recommendations.none_chosen",
            _("Chưa chọn kiến nghị nào. Đánh dấu ít nhất một kiến nghị để trả lời."),
        )
    closed = [one for one in chosen if one.state not in UNANSWERED]
    if closed:
        raise Refusal(
            "recommendations.not_open",
            ngettext(
                "%(count)s kiến nghị đã chọn không còn chờ trả lời; hãy bỏ dấu rồi xem lại.",
                "%(count)s kiến nghị đã chọn không còn chờ trả lời; hãy bỏ dấu rồi xem lại.",
                len(closed),
            )
            % {"count": len(closed)},
        )


def _show(
    request: HttpRequest,
    page: Here,
    mine: Sequence[int],
    chosen: Sequence[Recommendation],
    form: forms.AnswerForm,
) -> HttpResponse:
    context = {
        "at": page.at,
        "form": form,
        "rows": queries.rows(chosen),
        "alike": queries.alike(page.actor, chosen, mine),
        "limit": MANY,
        "cancel_url": page.url("list"),
    }
    return render(request, "recommendations/answer.html", context, status=422 if form.is_bound else 200)


def _preview(
    request: HttpRequest, page: Here, chosen: Sequence[Recommendation], data: dict[str, Any]
) -> HttpResponse:
    rows = queries.rows(chosen)
    context = {
        "at": page.at,
        "rows": rows,
        "askers": sorted(Counter(row.asker for row in rows).items()),
        "outcome": data["outcome"],
        "outcome_label": OUTCOME_LABELS[data["outcome"]],
        "text": data["text"],
        "document": data["document"],
    }
    return render(request, "recommendations/answer_preview.html", context)


def _send(
    request: HttpRequest, page: Here, chosen: Sequence[Recommendation], data: dict[str, Any]
) -> HttpResponse:
    answered = services.answer(
        actor=page.actor,
        ids=[one.pk for one in chosen],
        outcome=data["outcome"],
        text=data["text"],
        document_id=data["document"].pk if data["document"] else None,
    )
    said = ngettext("Đã trả lời %(count)s kiến nghị.", "Đã trả lời %(count)s kiến nghị.", len(answered))
    messages.success(request, said % {"count": len(answered)})
    if len(answered) == 1:
        return redirect(page.url("detail", recommendation_id=answered[0].pk))
    return redirect(page.url("list") + "?huong=den")
