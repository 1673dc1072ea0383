"""One wording: the conclusion beside the draft of its hồ sơ trình; the draft in Word and back without one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.conferences import services
from giaoban.conferences.forms import ConclusionFileForm, ConclusionTakeForm
from giaoban.conferences.models import Conclusion
from giaoban.conferences.queries.wording import SUBJECT, drift_of, keyed_paper, seen, words_in, words_of
from giaoban.conferences.rules import ConclusionState
from giaoban.conferences.views.common import Here, act_of, answer, crumbs, find, number, require
from giaoban.core import intake
from giaoban.core.answers import sent
from giaoban.core.refusals import Conflict, Hidden
from giaoban.correspondence import printing
from giaoban.correspondence.queries import changes
from giaoban.correspondence.services.dossiers import DRAFT_KINDS
from giaoban.documents import controls, docx, wordback
from giaoban.files import services as files
from giaoban.files.queries import get_file

STAMP = "conclusion"


def _draft(
    request: HttpRequest, unit_code: str, period_code: str, conference_id: int
) -> tuple[Here, Conclusion]:
    """The conclusion while it is written, for who writes it."""
    here = find(request, unit_code, period_code, conference_id)
    require(here.conclude)
    found = Conclusion.objects.filter(conference=here.conference).select_related("document").first()
    if found is None or found.state == ConclusionState.ISSUED or not found.paragraphs.exists():
        raise Hidden("conclusion")
    return here, found


@require_http_methods(["GET", "POST"])
def wording(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    """Both wordings side by side; either becomes the other's in one act."""
    here, found = _draft(request, unit_code, period_code, conference_id)
    drift = drift_of(here.actor, here.conference, found)
    shown = request.POST.get("shown", "")
    given: dict[str, Any] = {"actor": here.actor, "conference_id": here.conference.pk, "shown": shown}

    def take() -> str:
        services.take_draft(**given)
        return _("Kết luận đã theo lời văn của dự thảo trong hồ sơ trình.")

    def give() -> str:
        made = services.give_draft(**given)
        return _("Đã lưu dự thảo lần %(n)s theo lời văn kết luận.") % {"n": made.number}

    context = here.context(
        conclusion=found,
        drift=drift,
        crumbs=crumbs(here, (_("Kết luận"), here.url("conclusion")), (_("Đưa về một lời văn"), "")),
    )
    if request.method == "GET":
        return render(request, "conferences/wording.html", context)
    act = act_of(request, {"take": take, "give": give})
    return answer(request, "conferences/wording.html", context, act, form=None, url=here.url("conclusion"))


@require_GET
def conclusion_word(
    request: HttpRequest, unit_code: str, period_code: str, conference_id: int
) -> HttpResponse:
    """The draft as .docx to be edited: each paragraph in a control of its own."""
    here, found = _draft(request, unit_code, period_code, conference_id)
    mark = controls.Stamp(f"{STAMP}:{found.pk}", found.version, seen(words_of(here.conference, found)))
    paper = keyed_paper(here.conference, found)
    return sent(controls.stamp(docx.render(paper), mark), f"sua-ket-luan-{here.conference.pk}.docx")


@require_http_methods(["GET", "POST"])
def word_back(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    """The Word file comes back: uploaded, then its changes taken or refused one by one."""
    here, found = _draft(request, unit_code, period_code, conference_id)
    kept = number(request.POST.get("tep") or request.GET.get("tep"))
    if kept:
        return _decide(request, here, found, kept)
    form = ConclusionFileForm(request.POST or None, request.FILES or None)
    target = [here.url("word_back")]

    def take() -> str:
        file = form.cleaned_data["file"]
        stored = files.upload(
            actor=here.actor,
            kind=SUBJECT,
            object_id=found.pk,
            unit_id=here.conference.unit_id,
            source=file.file,
            name=file.name or "",
            secrecy=here.conference.secrecy,
            allowed=DRAFT_KINDS,
        )
        target[0] = f"{here.url('word_back')}?tep={stored.pk}"
        return _("Đã nhận tệp. Chọn nhận hay không nhận từng chỗ sửa.")

    context = here.context(
        form=form, cancel_url=here.url("conclusion"), crumbs=_trail(here, (_("Nhận lại từ Word"), ""))
    )
    if request.method == "GET":
        return render(request, "conferences/word_back.html", context)
    return answer(request, "conferences/word_back.html", context, take, form=form, url=lambda: target[0])


def _decide(request: HttpRequest, here: Here, found: Conclusion, file_id: int) -> HttpResponse:
    """Compared with the conclusion as it stands now, whatever was done to it since the file was taken."""
    stored = get_file(here.actor, file_id)
    if (stored.kind, stored.object_id) != (SUBJECT, found.pk):
        raise Hidden("file")
    back = wordback.returned(intake.read_word(printing.content_of(stored), stored.name))
    paper = keyed_paper(here.conference, found)
    compared = wordback.compare(paper.blocks, back, frame=wordback.frame_of(paper))
    shown = seen(words_of(here.conference, found))
    form = ConclusionTakeForm(
        request.POST or None, initial={"shown": shown}, changes=[one.id for one in compared.changes]
    )

    def write() -> str:
        decided = {one: wordback.Decision(said) for one, said in form.decided().items()}
        words = words_in(wordback.apply(paper.blocks, compared, decided))
        try:
            services.take_words(
                actor=here.actor,
                conference_id=here.conference.pk,
                words=words,
                shown=form.cleaned_data["shown"],
                origin=_("Nhận lại từ Word: %(name)s") % {"name": stored.name},
            )
        except Conflict:
            form.catch_up()  # the list is compared anew: who has seen it may go on
            raise
        return _("Đã ghi các chỗ sửa vào dự thảo kết luận.")

    context = here.context(
        form=form,
        stored=stored,
        newer=back.stamp is not None and back.stamp.hash != shown,
        changes=form.chosen(changes.shown(compared, paper.blocks)),
        told=[told.comment for told in compared.comments],
        notes=changes.notes(compared),
        cancel_url=here.url("conclusion"),
        crumbs=_trail(here, (_("Nhận lại từ Word"), here.url("word_back")), (stored.name, "")),
    )
    if request.method == "GET":
        return render(request, "conferences/word_taken.html", context)
    return answer(
        request, "conferences/word_taken.html", context, write, form=form, url=here.url("conclusion")
    )


def _trail(here: Here, *last: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs(here, (_("Kết luận"), here.url("conclusion")), *last)
