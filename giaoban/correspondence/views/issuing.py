"""Issuing: what is missing, day, recipients; the signed copy; recall and replacing of what was issued."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from giaoban.core.refusals import Hidden
from giaoban.correspondence import forms, queries, services
from giaoban.correspondence.labels import ORGAN_LABELS
from giaoban.correspondence.models import Issue
from giaoban.correspondence.queries import record
from giaoban.correspondence.rules import Move, Organ, Permission
from giaoban.correspondence.views.common import Here, answer, comes_second, find, require, stream
from giaoban.directives.models import type_label


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    """The number is taken in the same act; where the issuer keeps its books elsewhere it is typed."""
    one = find(request, unit_code, period_code, dossier_id)
    found = one.dossier
    moves = {t.move for t in queries.moves_for(one.actor, found)}
    require(Move.ISSUE in moves or comes_second(request, one, Permission.ISSUE))
    outside = not queries.kept_here(found.issuer_id, by=found.unit_id)
    recipients = list(found.recipients.values_list("pk", flat=True))
    names = record.names_of(found, recipients)
    form = forms.IssueForm(
        request.POST or None,
        request.FILES or None,
        actor=one.actor,
        dossier=found,
        outside=outside,
        recipients="\n".join(names[pk] for pk in recipients),
    )

    def write() -> str:
        made = services.issue(
            actor=one.actor,
            dossier_id=found.pk,
            facts=form.facts(),
            version=form.cleaned_data["version"],
        )
        sent = made.deliveries.count()
        said = ngettext(
            "Đã ban hành %(symbol)s và gửi %(n)s đơn vị.",
            "Đã ban hành %(symbol)s và gửi %(n)s đơn vị.",
            sent,
        )
        return said % {"symbol": made.document.symbol, "n": sent}

    context = one.context(
        outside=outside,
        type_label=type_label(found.type),
        organ=ORGAN_LABELS[Organ(found.organ)],
        issuer=names[found.issuer_id],
        draft=queries.latest_draft(found),
        findings=queries.before_issue(one.actor, found),
        cancel_url=one.of("dossier"),
        crumbs=one.trail((_("Ban hành"), "")),
    )
    return answer(request, "correspondence/issue.html", context, form, write, one.of("dossier"))


def _issued(one: Here) -> Issue:
    """What was issued of this dossier, for who may issue there."""
    found = Issue.objects.filter(dossier=one.dossier).select_related("document", "dossier", "signed").first()
    if found is None or not queries.may_move(one.actor, one.dossier, Permission.ISSUE):
        raise Hidden("issue")
    return found


@require_http_methods(["GET", "POST"])
def signed(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    """The signed copy that comes later, and the one that takes the place of a wrong scan."""
    one = find(request, unit_code, period_code, dossier_id)
    found = _issued(one)
    require(queries.may_attach(one.actor, found))
    copies = queries.signed_copies(found)
    held = copies[0] if copies else None
    form = forms.SignedForm(request.POST or None, request.FILES or None, over=held.file.pk if held else None)
    symbol = found.document.symbol

    def write() -> str:
        file = form.cleaned_data["file"]
        services.attach_signed(
            actor=one.actor,
            issue_id=found.pk,
            file=stream(file),
            name=file.name or "",
            reason=form.cleaned_data.get("reason", ""),
            over=form.cleaned_data["over"],
        )
        done = _("Đã thay bản đã ký của %(symbol)s.") if held else _("Đã gắn bản đã ký của %(symbol)s.")
        return done % {"symbol": symbol}

    title = _("Thay bản đã ký") if held else _("Gắn bản đã ký")
    context = one.context(
        title=title,
        symbol=symbol,
        copies=copies,
        cancel_url=one.of("dossier"),
        crumbs=one.trail((title, "")),
    )
    return answer(request, "correspondence/signed.html", context, form, write, one.of("dossier"))


@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    found = _issued(one)
    require(found.recalled_on is None)
    form = forms.RecallForm(request.POST or None)

    def write() -> str:
        services.recall(
            actor=one.actor,
            issue_id=found.pk,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        )
        return _("Đã thu hồi %(symbol)s và báo các đơn vị đã nhận.") % {"symbol": found.document.symbol}

    context = one.context(
        title=_("Thu hồi %(symbol)s") % {"symbol": found.document.symbol},
        submit=_("Thu hồi"),
        grave=True,
        cancel_url=one.of("dossier"),
        crumbs=one.trail((_("Thu hồi"), "")),
    )
    return answer(request, "correspondence/move.html", context, form, write, one.of("dossier"))


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    """Begin the paper that takes the place of this one: a dossier with the same facts."""
    one = find(request, unit_code, period_code, dossier_id)
    found = Issue.objects.filter(dossier=one.dossier).select_related("document").first()
    if found is None or not one.drafts:
        raise Hidden("issue")
    form = forms.ReplaceForm(request.POST or None)
    made: list[int] = []

    def write() -> str:
        made.append(services.replace(actor=one.actor, issue_id=found.pk).pk)
        return _("Đã mở hồ sơ văn bản thay thế %(symbol)s.") % {"symbol": found.document.symbol}

    context = one.context(
        title=_("Soạn văn bản thay thế %(symbol)s") % {"symbol": found.document.symbol},
        submit=_("Mở hồ sơ thay thế"),
        hint=_("Hồ sơ mới giữ thể loại, trích yếu, nơi nhận; khi ban hành, văn bản cũ thành bị thay thế."),
        cancel_url=one.of("dossier"),
        crumbs=one.trail((_("Thay thế"), "")),
    )
    return answer(
        request, "correspondence/move.html", context, form, write, lambda: one.url("dossier", made[0])
    )
