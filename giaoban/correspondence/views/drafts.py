"""Drafts: written in the browser, taken to Word and back, any two compared."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core import intake
from giaoban.core.answers import sent
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.correspondence import forms, printing, queries, services
from giaoban.correspondence.models import Draft
from giaoban.correspondence.queries import authoring, changes
from giaoban.correspondence.queries.editions import DOSSIER
from giaoban.correspondence.queries.taking import keyed, taking
from giaoban.correspondence.rules.writing import Written, as_text, read_text
from giaoban.correspondence.services.dossiers import DRAFT_KINDS
from giaoban.correspondence.views.common import Here, answer, find, number, require, stream
from giaoban.documents import controls, docx, wordback
from giaoban.documents.blocks import Paper
from giaoban.files import services as files
from giaoban.files.queries import get_file

STAMP = "dossier"


def draft_of(one: Here, wanted: int) -> Draft:
    """The draft of this number; Hidden when the dossier has none such."""
    found = one.dossier.drafts.select_related("file").filter(number=wanted).first()
    if found is None:
        raise Hidden("draft")
    return found


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    """The text of the newest draft, or of the template; saving makes the next draft."""
    one = find(request, unit_code, period_code, dossier_id)
    require(one.writes)
    last = queries.latest_draft(one.dossier)
    paper = _begun(one, last)
    form = forms.WriteForm(
        request.POST or None, initial={"text": as_text(paper.blocks)}, version=one.dossier.version
    )

    def save() -> str:
        written = read_text(form.cleaned_data["text"], paper.blocks)
        if not written.blocks:
            raise Refusal("correspondence.draft_empty", _("Dự thảo chưa có nội dung."), field="text")
        made = services.save_draft(
            actor=one.actor,
            dossier_id=one.dossier.pk,
            paper=_with(one, replace(paper, blocks=written.blocks)),
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"],
        )
        _warn(request, written)
        return _("Đã lưu dự thảo lần %(n)s.") % {"n": made.number}

    context = one.context(
        last=last,
        paper=paper,
        next=(last.number if last else 0) + 1,
        cancel_url=one.of("dossier"),
        crumbs=one.trail((_("Soạn dự thảo"), "")),
    )

    def told(refusal: Refusal) -> None:
        context["meanwhile"] = isinstance(refusal, Conflict) and last is not None

    template = "correspondence/write.html"
    return answer(request, template, context, form, save, one.of("dossier"), on_refusal=told)


def _begun(one: Here, last: Draft | None) -> Paper:
    paper = queries.paper_of(last) if last is not None else None
    return paper if paper is not None else authoring.first_paper(one.actor, one.dossier)


def _with(one: Here, paper: Paper) -> Paper:
    return authoring.with_facts(paper, one.dossier)


def _warn(request: HttpRequest, written: Written) -> None:
    if written.lost_figures:
        keys = ", ".join(written.lost_figures)
        messages.warning(request, _("Số liệu không còn gắn với hệ thống: %(keys)s.") % {"keys": keys})
    if written.lost_tables:
        said = ngettext(
            "Đã bỏ %(n)s bảng; lần trước vẫn còn.",
            "Đã bỏ %(n)s bảng; lần trước vẫn còn.",
            written.lost_tables,
        )
        messages.warning(request, said % {"n": written.lost_tables})


@require_GET
def word(
    request: HttpRequest,
    unit_code: str,
    period_code: str,
    dossier_id: int,
    number: int,
) -> HttpResponse:
    """The draft as .docx that knows of which draft it is a copy; a file that is not ours as it came."""
    one = find(request, unit_code, period_code, dossier_id)
    return word_of(draft_of(one, number))


def word_of(draft: Draft) -> HttpResponse:
    name = f"du-thao-{draft.dossier_id}-lan-{draft.number}.docx"
    if draft.file is not None:
        return sent(printing.content_of(draft.file), name)
    paper = authoring.printed(draft)
    if paper is None:
        raise Hidden("draft")
    mark = controls.Stamp(f"{STAMP}:{draft.dossier_id}", draft.number, draft.sha256)
    return sent(controls.stamp(docx.render(keyed(paper)), mark), name)


# --- two drafts side by side -------------------------------------------------------------------------------


@require_GET
def compare(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    one = find(request, unit_code, period_code, dossier_id)
    drafts = authoring.drafts_of(one.dossier)
    if not drafts:
        return redirect(one.of("dossier"))
    later = number(request.GET.get("sau")) or drafts[0].number
    earlier = number(request.GET.get("truoc")) or max(1, later - 1)
    first, second = draft_of(one, earlier), draft_of(one, later)
    ours, theirs = queries.paper_of(first), queries.paper_of(second)
    context = one.context(
        drafts=drafts,
        first=first,
        second=second,
        changes=changes.between(ours, theirs) if ours and theirs else None,
        crumbs=one.trail((_("So sánh dự thảo"), "")),
    )
    return render(request, "correspondence/compare.html", context)


# --- back from Word ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, unit_code: str, period_code: str, dossier_id: int) -> HttpResponse:
    """A Word file comes back: first uploaded, then its changes taken or refused one by one."""
    one = find(request, unit_code, period_code, dossier_id)
    require(one.writes)
    kept = number(request.POST.get("tep") or request.GET.get("tep"))
    if kept:
        return _decide(request, one, kept)
    form = forms.WordForm(request.POST or None, request.FILES or None, version=one.dossier.version)
    last = queries.latest_draft(one.dossier)
    target = [one.of("dossier")]

    def take() -> str:
        sent = form.cleaned_data["file"]
        whole = form.cleaned_data["whole"] or last is None or last.paper is None
        if whole:
            made = services.save_draft(
                actor=one.actor,
                dossier_id=one.dossier.pk,
                file=stream(sent),
                name=sent.name,
                note=form.cleaned_data["note"],
                version=form.cleaned_data["version"],
            )
            return _("Đã lưu dự thảo lần %(n)s từ tệp Word.") % {"n": made.number}
        stored = files.upload(
            actor=one.actor,
            kind=DOSSIER,
            object_id=one.dossier.pk,
            unit_id=one.dossier.unit_id,
            source=stream(sent),
            name=sent.name,
            secrecy=one.dossier.secrecy,
            allowed=DRAFT_KINDS,
        )
        asked = {"tep": stored.pk} | ({"ghi-chu": note} if (note := form.cleaned_data["note"]) else {})
        target[0] = f"{one.of('take_back')}?{urlencode(asked)}"
        return _("Đã nhận tệp. Chọn nhận hay không nhận từng chỗ sửa.")

    context = one.context(
        last=last, cancel_url=one.of("dossier"), crumbs=one.trail((_("Nhận lại từ Word"), ""))
    )
    return answer(request, "correspondence/take_back.html", context, form, take, lambda: target[0])


def _decide(request: HttpRequest, one: Here, file_id: int) -> HttpResponse:
    stored = get_file(one.actor, file_id)
    if (stored.kind, stored.object_id) != (DOSSIER, one.dossier.pk):
        raise Hidden("file")
    back = wordback.returned(intake.read_word(printing.content_of(stored), stored.name))
    sent = _sent(one, back.stamp)
    paper = queries.paper_of(sent)
    if paper is None:
        raise Hidden("draft")
    found = taking(paper, back, shown_as=authoring.printed(sent) or paper)
    form = forms.TakeBackForm(
        request.POST or None,
        changes=found.ids,
        version=one.dossier.version,
        initial={"note": request.GET.get("ghi-chu", "")},
    )
    context = one.context(
        stored=stored,
        sent=sent,
        newest=sent.number == _newest(one),
        changes=form.chosen(found.shown()),
        told=found.comments,
        notes=found.notes(),
        cancel_url=one.of("dossier"),
        crumbs=one.trail((_("Nhận lại từ Word"), one.of("take_back")), (stored.name, "")),
    )

    def write() -> str:
        made = services.save_draft(
            actor=one.actor,
            dossier_id=one.dossier.pk,
            paper=_with(one, found.applied(form.decided())),
            note=form.cleaned_data["note"] or _("Nhận lại từ Word: %(name)s") % {"name": stored.name},
            version=form.cleaned_data["version"],
        )
        return _("Đã lưu dự thảo lần %(n)s.") % {"n": made.number}

    return answer(request, "correspondence/taken.html", context, form, write, one.of("dossier"))


def _sent(one: Here, stamp: controls.Stamp | None) -> Draft:
    """The draft of which the file is a copy; without a mark of ours the newest paper."""
    if stamp is not None and stamp.paper == f"{STAMP}:{one.dossier.pk}":
        return draft_of(one, stamp.draft)
    found = one.dossier.drafts.select_related("file").exclude(paper=None).order_by("-number").first()
    if found is None:
        raise Hidden("draft")
    return found


def _newest(one: Here) -> int:
    last = queries.latest_draft(one.dossier)
    return last.number if last else 0
