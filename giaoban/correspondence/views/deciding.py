"""The road forward and back: laying before an organ, its decision, withdrawing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.correspondence import forms, queries, services
from giaoban.correspondence.labels import MOVE_LABELS, ORGAN_LABELS
from giaoban.correspondence.rules import Move, Organ, Permission
from giaoban.correspondence.rules.road import next_submission
from giaoban.correspondence.views.common import Here, answer, comes_second, find, require

TEMPLATE = "correspondence/move.html"
LAID_BEFORE = {
    Move.SUBMIT_HEAD: Organ.HEAD,
    Move.SUBMIT_STANDING_OFFICE: Organ.STANDING_OFFICE,
    Move.SUBMIT_STANDING_BOARD: Organ.STANDING_BOARD,
    Move.SUBMIT_COMMITTEE: Organ.COMMITTEE,
}


def organs_for(one: Here) -> list[tuple[str, Any]]:
    """Before whom it may be laid now: the next on its road first."""
    moves = [Move(t.move) for t in queries.moves_for(one.actor, one.dossier) if t.move in LAID_BEFORE]
    due = next_submission(one.dossier.organ, one.dossier.state)
    moves.sort(key=lambda move: move != due)
    return [(str(organ_of(move, one.dossier.organ)), MOVE_LABELS[move]) for move in moves]


def organ_of(move: Move, issuing: str) -> Organ:
    """The organ that the move lays before; a congress or a cell stands where others have a committee."""
    organ = LAID_BEFORE[move]
    if organ is Organ.COMMITTEE and issuing in (Organ.CONGRESS, Organ.CELL):
        return Organ(issuing)
    return organ


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    require(one.drafts)
    organs = organs_for(one) or [(one.dossier.organ, ORGAN_LABELS[Organ(one.dossier.organ)])]
    form = forms.SubmitForm(request.POST or None, organs=organs, version=one.dossier.version)

    def write() -> str:
        data = form.cleaned_data
        services.submit(
            actor=one.actor,
            dossier_id=one.dossier.pk,
            organ=data["organ"],
            on=data["on"],
            note=data["note"],
            version=data["version"],
        )
        return _("Đã trình. Hồ sơ chờ cho ý kiến.")

    draft = queries.latest_draft(one.dossier)
    context = one.context(
        title=_("Trình hồ sơ"),
        submit=_("Trình"),
        draft=draft,
        findings=queries.before_issue(one.actor, one.dossier) if draft else (),
        cancel_url=one.of("dossier"),
        crumbs=one.trail((_("Trình"), "")),
    )
    return answer(request, TEMPLATE, context, form, write, one.of("dossier"))


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    moves = {t.move for t in queries.moves_for(one.actor, one.dossier)}
    decisions = [(str(move), MOVE_LABELS[move]) for move in (Move.APPROVE, Move.RETURN) if str(move) in moves]
    require(bool(decisions) or comes_second(request, one, Permission.DECIDE))
    if not decisions:  # the door says what became of it
        decisions = [(str(move), MOVE_LABELS[move]) for move in (Move.APPROVE, Move.RETURN)]
    form = forms.DecideForm(request.POST or None, decisions=decisions, version=one.dossier.version)

    def write() -> str:
        data = form.cleaned_data
        approve = data["decision"] == Move.APPROVE
        services.decide(
            actor=one.actor,
            dossier_id=one.dossier.pk,
            approve=approve,
            on=data["on"],
            note=data["note"],
            version=data["version"],
        )
        return _("Đã ghi: thông qua.") if approve else _("Đã ghi: yêu cầu hoàn thiện.")

    context = one.context(
        title=_("Ghi quyết định về hồ sơ"),
        submit=_("Ghi quyết định"),
        draft=queries.latest_draft(one.dossier),
        findings=queries.before_issue(one.actor, one.dossier),
        cancel_url=one.of("dossier"),
        crumbs=one.trail((_("Quyết định"), "")),
    )
    return answer(request, TEMPLATE, context, form, write, one.of("dossier"))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    moves = {t.move for t in queries.moves_for(one.actor, one.dossier)}
    require(Move.WITHDRAW in moves or comes_second(request, one, Permission.DRAFT))
    form = forms.WithdrawForm(request.POST or None, version=one.dossier.version)

    def write() -> str:
        data = form.cleaned_data
        services.withdraw(
            actor=one.actor,
            dossier_id=one.dossier.pk,
            note=data["note"],
            on=data["on"],
            version=data["version"],
        )
        return _("Đã rút hồ sơ.")

    context = one.context(
        title=_("Rút hồ sơ"),
        submit=_("Rút hồ sơ"),
        grave=True,
        cancel_url=one.of("dossier"),
        crumbs=one.trail((_("Rút hồ sơ"), "")),
    )
    return answer(request, TEMPLATE, context, form, write, one.of("dossier"))
