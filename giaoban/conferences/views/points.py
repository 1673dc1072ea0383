"""Connection points: the table for the host, the page of one point for its unit and for the host."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.conferences import services
from giaoban.conferences.attachments import papers_of
from giaoban.conferences.forms import (
    AnswerForm,
    DelegateForm,
    HeadsForm,
    PointAddForm,
    PointFactsForm,
    PresentForm,
    ReadinessForm,
    SpeechForm,
)
from giaoban.conferences.models import ConnectionPoint, Speech
from giaoban.conferences.queries import live
from giaoban.conferences.queries.base import may_attend
from giaoban.conferences.rules import ATTENDED_STATES, State
from giaoban.conferences.views.common import Here, act_of, answer, crumbs, find, number, require
from giaoban.core.forms import HouseForm
from giaoban.core.refusals import Hidden
from giaoban.files import services as files

SPEECH_FILES = "conferences.speech"
PAPERS = ("docx", "pdf", "odt")


@require_http_methods(["GET", "POST"])
def points(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    """Every point with its answer, its check and its heads; the host checks them from here."""
    here = find(request, unit_code, period_code, conference_id)
    require(here.host)
    wall = live.wall_of(here.conference)
    parents = [(row.point.pk, row.point.name) for row in wall.rows if row.point.parent_id is None]
    adding = request.method == "POST" and request.POST.get("do") == "add"
    form = PointAddForm(
        request.POST if adding else None, actor=here.actor, on=here.conference.day, parents=parents
    )
    context = here.context(form=form, wall=wall, crumbs=crumbs(here, (_("Điểm cầu"), "")))
    if request.method == "GET":
        return render(request, "conferences/points.html", context)
    point_id = number(request.POST.get("point"))
    common: dict[str, Any] = {"actor": here.actor, "conference_id": here.conference.pk}

    def add() -> str:
        data = form.cleaned_data
        services.add_point(
            unit_id=data["unit"].pk,
            name=data["name"],
            parent_id=number(data["parent"]) or None,
            **common,
        )
        return _("Đã thêm điểm cầu.")

    def check() -> str:
        sent = request.POST
        services.check_point(
            point_id=point_id,
            line="line" in sent,
            picture="picture" in sent,
            sound="sound" in sent,
            **common,
        )
        return ""

    def remove() -> str:
        services.remove_point(point_id=point_id, **common)
        return _("Đã bỏ điểm cầu.")

    act = act_of(request, {"add": add, "check": check, "remove": remove})
    back = here.url("points") + (f"#diem-{point_id}" if act is check else "")
    return answer(request, "conferences/points.html", context, act, form=form if adding else None, url=back)


@require_http_methods(["GET", "POST"])
def point(
    request: HttpRequest, unit_code: str, period_code: str, conference_id: int, point_id: int
) -> HttpResponse:
    """One point: answer, hall, who is there, speeches. Each section is a form of its own."""
    here = find(request, unit_code, period_code, conference_id)
    found = here.conference.points.select_related("unit", "invitation").filter(pk=point_id).first()
    if found is None:
        raise Hidden("point")
    found.conference = here.conference
    own = may_attend(here.actor, found)
    require(here.prepare or here.run or own)
    page = _PointPage(request, here, found, own=own)
    if request.method == "GET":
        return render(request, "conferences/point.html", page.context())
    act = act_of(request, page.acts)
    form = page.forms.get(_FORM_OF.get(request.POST["do"], ""))
    return answer(
        request,
        "conferences/point.html",
        page.context(),
        act,
        form=form,
        url=here.url("point", found.pk),
    )


# which form a button sends
_FORM_OF = {
    "accept": "answer",
    "decline": "answer",
    "facts": "facts",
    "ready": "ready",
    "heads": "heads",
    "delegate": "delegate",
    "drop": "present",
    "present": "present",
    "speech": "speech",
}


class _PointPage:
    """The sections of the page, bound where the button belongs to them, and what each button does."""

    def __init__(self, request: HttpRequest, here: Here, found: ConnectionPoint, *, own: bool) -> None:
        self.request, self.here, self.point, self.own = request, here, found, own
        self.people = list(found.people.select_related("substitute_for"))
        self.closed = here.conference.state == State.CLOSED
        self.common: dict[str, Any] = {
            "actor": here.actor,
            "conference_id": here.conference.pk,
            "point_id": found.pk,
        }
        people, closed = self.people, self.closed
        self.forms: dict[str, Any] = {
            "answer": AnswerForm(self._sent("answer"), auto_id="tra-loi-%s"),
            "facts": PointFactsForm(self._sent("facts"), point=found, auto_id="phong-hop-%s"),
            "ready": ReadinessForm(self._sent("ready"), auto_id="kiem-tra-%s"),
            "heads": HeadsForm(self._sent("heads"), point=found, closed=closed, auto_id="so-luong-%s"),
            "delegate": DelegateForm(
                self._sent("delegate"), people=people, closed=closed, auto_id="dai-bieu-%s"
            ),
            "present": PresentForm(
                self._sent("present"), people=people, closed=closed, auto_id="diem-danh-%s"
            ),
            "speech": SpeechForm(self._sent("speech"), self._files("speech"), auto_id="phat-bieu-%s"),
        }
        self.acts: dict[str, Callable[[], str]] = {
            "accept": self.accept,
            "decline": self.decline,
            "facts": self.facts,
            "ready": self.ready,
            "lost": self.lost,
            "restored": self.restored,
            "heads": self.heads,
            "delegate": self.delegate,
            "present": self.present,
            "drop": self.drop,
            "speech": self.speech,
            "withdraw": self.withdraw,
        }

    def _sent(self, name: str) -> Any:
        asked = _FORM_OF.get(self.request.POST.get("do", ""), "")
        return self.request.POST if self.request.method == "POST" and asked == name else None

    def _files(self, name: str) -> Any:
        return self.request.FILES if self._sent(name) is not None else None

    def context(self) -> dict[str, Any]:
        here, found = self.here, self.point
        speeches = [row for row in live.speeches_of(here.conference) if row.speech.point_id == found.pk]
        papers = papers_of(here.actor, [one.speech for one in speeches])
        row = next(one for one in live.wall_of(here.conference).rows if one.point.pk == found.pk)
        state = here.conference.state
        return here.context(
            point=found,
            row=row,
            own=self.own,
            people=self.people,
            forms=self.forms,
            form=next((one for one in self.forms.values() if one.is_bound), None),
            speeches=[(one, papers.get(one.speech.pk, ())) for one in speeches],
            invitation=getattr(found, "invitation", None),
            may_count=state in ATTENDED_STATES or (here.prepare and state == State.DRAFT),
            crumbs=crumbs(here, (_("Điểm cầu %(name)s") % {"name": found.name}, "")),
        )

    # --- what the buttons do ---

    def _answered(self, *, accept: bool) -> None:
        reason = self.forms["answer"].cleaned_data["reason"]
        services.answer_invitation(accept=accept, reason=reason, **self.common)

    def accept(self) -> str:
        self._answered(accept=True)
        return _("Đã nhận lời dự họp.")

    def decline(self) -> str:
        self._answered(accept=False)
        return _("Đã báo vắng.")

    def facts(self) -> str:
        form = self.forms["facts"]
        services.change_point(facts=form.facts(), version=form.cleaned_data["version"], **self.common)
        return _("Đã ghi thông tin điểm cầu.")

    def ready(self) -> str:
        data = self.forms["ready"].cleaned_data
        services.check_point(line=data["line"], picture=data["picture"], sound=data["sound"], **self.common)
        return _("Đã ghi kết quả kiểm tra.")

    def lost(self) -> str:
        services.report_line(lost=True, **self.common)
        return _("Đã báo mất đường truyền.")

    def restored(self) -> str:
        services.report_line(lost=False, **self.common)
        return _("Đã ghi nối lại đường truyền.")

    def heads(self) -> str:
        form = self.forms["heads"]
        data = form.cleaned_data
        services.set_heads(convened=data["convened"], present=data["present"], reason=form.why, **self.common)
        return _("Đã ghi số đại biểu.")

    def delegate(self) -> str:
        form = self.forms["delegate"]
        data = form.cleaned_data
        services.add_delegate(
            name=data["name"],
            post=data["post"],
            body=data["body"],
            convened=not data["guest"],
            substitute_for_id=number(data["substitute_for"]) or None,
            reason=form.why,
            **self.common,
        )
        return _("Đã thêm đại biểu.")

    def present(self) -> str:
        form = self.forms["present"]
        services.mark_present(present_ids=form.present_ids, reason=form.why, **self.common)
        return _("Đã điểm danh.")

    def drop(self) -> str:
        delegate_id = number(self.request.POST.get("delegate"))
        services.remove_delegate(delegate_id=delegate_id, reason=self.forms["present"].why, **self.common)
        return _("Đã bỏ đại biểu khỏi danh sách.")

    def speech(self) -> str:
        form = self.forms["speech"]
        made = services.register_speech(facts=form.facts(), **self.common)
        attach(self.here, made, form)
        return _("Đã đăng ký phát biểu.")

    def withdraw(self) -> str:
        services.move_speech(
            actor=self.here.actor,
            conference_id=self.here.conference.pk,
            speech_id=number(self.request.POST.get("speech")),
            move="withdraw",
        )
        return _("Đã rút đăng ký phát biểu.")


def attach(here: Here, speech: Speech, form: HouseForm) -> None:
    """Keep the paper that came with the form, in the conference's own secrecy class."""
    sent = form.cleaned_data["file"]
    if sent is not None:
        files.upload(
            actor=here.actor,
            kind=SPEECH_FILES,
            object_id=speech.pk,
            unit_id=speech.point.unit_id,
            source=sent,
            name=sent.name,
            secrecy=here.conference.secrecy,
        )


@require_http_methods(["GET", "POST"])
def speech_change(
    request: HttpRequest, unit_code: str, period_code: str, conference_id: int, speech_id: int
) -> HttpResponse:
    here = find(request, unit_code, period_code, conference_id)
    found = here.conference.speeches.select_related("point").filter(pk=speech_id).first()
    if found is None:
        raise Hidden("speech")
    found.point.conference = here.conference
    require(here.prepare or here.run or may_attend(here.actor, found.point))
    back = here.url("point", found.point_id)
    form = SpeechForm(request.POST or None, request.FILES or None, speech=found, version=found.version)
    context = here.context(
        form=form,
        speech=found,
        cancel_url=back,
        crumbs=crumbs(here, (found.point.name, back), (_("Sửa đăng ký phát biểu"), "")),
    )
    if request.method == "GET":
        return render(request, "conferences/speech.html", context)

    def write() -> str:
        changed = services.change_speech(
            actor=here.actor,
            conference_id=here.conference.pk,
            speech_id=found.pk,
            facts=form.facts(),
            version=form.cleaned_data["version"],
        )
        attach(here, changed, form)
        return _("Đã ghi đăng ký phát biểu.")

    return answer(request, "conferences/speech.html", context, write, form=form, url=back)
