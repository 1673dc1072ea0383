"""The conclusion: its draft in numbered paragraphs, its issue, the review page of tasks, the list of all."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.accounts.labels import in_words
from giaoban.conferences import services
from giaoban.conferences.forms import HeadingForm, IssueForm, ParagraphForm, Review
from giaoban.conferences.models import Conclusion, Conference
from giaoban.conferences.queries.conclusions import (
    conclusions_of,
    lead_kinds,
    leads_of,
    open_recommendations,
    organ_of,
    plan_of,
    register_of,
)
from giaoban.conferences.queries.papers import place_day, post_of, superior_and_issuer
from giaoban.conferences.queries.wording import on_its_way
from giaoban.conferences.rules import ConclusionState, Permission, State, next_period, next_periods
from giaoban.conferences.views.common import Here, act_of, answer, crumbs, find, number, require
from giaoban.core.actors import acting
from giaoban.core.dates import today
from giaoban.correspondence.labels import STATE_LABELS
from giaoban.correspondence.queries import drafts_for
from giaoban.organisations.coordinates import resolve
from giaoban.periods.rules import Period

PAGE = 25
MANY_UNITS = 100


@require_GET
def conclusions(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW)
    found = conclusions_of(actor, at.unit_id, at.on)
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    context = {"at": at, "page": page, "empty": not page.object_list}
    return render(request, "conferences/conclusions.html", context)


@require_http_methods(["GET", "POST"])
def conclusion(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    """The draft for the host; once it is issued its wording for everybody who was sent it."""
    here = find(request, unit_code, period_code, conference_id)
    found = Conclusion.objects.filter(conference=here.conference).select_related("document").first()
    issued = found is not None and found.state == ConclusionState.ISSUED
    require(here.conclude or issued)
    page = _Editor(request, here, found)
    if request.method == "GET":
        return render(request, "conferences/conclusion.html", page.context())
    act = act_of(request, page.acts)
    form = page.forms.get(
        {"heading": "heading", "add": "add", "change": "change"}.get(request.POST["do"], "")
    )
    return answer(
        request,
        "conferences/conclusion.html",
        page.context(),
        act,
        form=form,
        url=here.url("conclusion") + page.anchor,
    )


class _Editor:
    """The editor of the draft: heading, one form to add, one to change the paragraph that is open."""

    def __init__(self, request: HttpRequest, here: Here, found: Conclusion | None) -> None:
        self.request, self.here, self.found = request, here, found
        self.paragraphs = list(found.paragraphs.all()) if found is not None else []
        self.anchor = ""
        asked = request.POST.get("do", "") if request.method == "POST" else ""
        self.paragraph_id = number(request.POST.get("paragraph") or request.GET.get("doan"))
        opened = next((one for one in self.paragraphs if one.pk == self.paragraph_id), None)
        self.opened = opened
        heading = {
            "title": found.title if found else services.default_title(here.conference),
            "opening": found.opening if found else "",
        }
        sent = request.POST
        self.forms: dict[str, Any] = {
            "heading": HeadingForm(
                sent if asked == "heading" else None,
                initial=heading,
                version=found.version if found else 0,
                auto_id="dau-%s",
            ),
            "add": ParagraphForm(sent if asked == "add" else None, auto_id="them-%s"),
        }
        if opened is not None:
            self.forms["change"] = ParagraphForm(
                sent if asked == "change" else None,
                initial={"text": opened.text, "level": "2" if "." in opened.number else "1"},
                version=opened.version,
                auto_id="sua-%s",
            )
        self.acts: dict[str, Callable[[], str]] = {
            "heading": self.heading,
            "add": self.add,
            "up": self.up,
            "down": self.down,
            "remove": self.remove,
            "recommendation": self.recommendation,
        }
        if opened is not None:
            self.acts["change"] = self.change

    def context(self) -> dict[str, Any]:
        here, found = self.here, self.found
        dossier, drift = None, None
        if found is not None and here.conclude:
            dossier, drift = on_its_way(here.actor, here.conference, found)
        issued = found is not None and found.state == ConclusionState.ISSUED
        return here.context(
            conclusion=found,
            issued=issued,
            may_write=here.conclude and not issued,
            submits=drafts_for(
                here.actor, register_of(here.conference), page_of=here.at.unit_id, on=here.at.on
            ),
            paragraphs=self.paragraphs,
            opened=self.opened,
            forms=self.forms,
            form=next((one for one in self.forms.values() if one.is_bound), None),
            recommendations=[] if issued else open_recommendations(here.actor, here.conference),
            drift=drift,
            dossier=dossier,
            taken={one.recommendation_id for one in self.paragraphs},
            crumbs=crumbs(here, (_("Kết luận"), "")),
        )

    @property
    def common(self) -> dict[str, Any]:
        return {"actor": self.here.actor, "conference_id": self.here.conference.pk}

    def heading(self) -> str:
        data = self.forms["heading"].cleaned_data
        services.save_heading(
            title=data["title"], opening=data["opening"], version=data["version"], **self.common
        )
        return _("Đã ghi phần đầu của kết luận.")

    def add(self) -> str:
        data = self.forms["add"].cleaned_data
        services.add_paragraph(text=data["text"], level=int(data["level"]), **self.common)
        self.anchor = "#them"
        return ""

    def change(self) -> str:
        data = self.forms["change"].cleaned_data
        services.change_paragraph(
            paragraph_id=self.paragraph_id,
            text=data["text"],
            level=int(data["level"]),
            version=data["version"],
            **self.common,
        )
        return _("Đã ghi đoạn.")

    def up(self) -> str:
        services.move_paragraph(paragraph_id=self.paragraph_id, down=False, **self.common)
        return ""

    def down(self) -> str:
        services.move_paragraph(paragraph_id=self.paragraph_id, down=True, **self.common)
        return ""

    def remove(self) -> str:
        services.remove_paragraph(paragraph_id=self.paragraph_id, **self.common)
        return _("Đã bỏ đoạn.")

    def recommendation(self) -> str:
        asked = number(self.request.POST.get("recommendation"))
        rows = open_recommendations(self.here.actor, self.here.conference)
        row = next((one for one in rows if one.recommendation_id == asked), None)
        text = f"Về kiến nghị của {row.asker}: {row.text}"[:4000] if row is not None else ""
        services.add_paragraph(text=text, recommendation_id=asked, **self.common)
        self.anchor = "#them"
        return _("Đã thêm đoạn trả lời; hãy viết nội dung trả lời vào đoạn đó.")


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    """Number, symbol and day as signed; the paper as it will stand in the register; one act issues it."""
    here = find(request, unit_code, period_code, conference_id)
    require(here.conclude)
    found = Conclusion.objects.filter(conference=here.conference).first()
    if found is None:
        return redirect(here.url("conclusion"))
    organ = organ_of(here.conference)
    form = IssueForm(
        request.POST or None,
        initial={
            "type": "KL",
            "issued_on": max(today(), here.conference.day),
            "symbol": f"-KL/{organ}" if organ else "",
        },
        version=found.version,
    )
    checked = request.method == "POST" and form.is_valid()
    dossier, drift = on_its_way(here.actor, here.conference, found)
    context = here.context(
        form=form,
        conclusion=found,
        drift=drift,
        dossier=dossier,
        dossier_state=STATE_LABELS[dossier.state] if dossier is not None else "",
        ready=here.conference.state == State.CLOSED,
        units=len(leads_of(here.conference)),
        paper=_paper(here.conference, found, form if checked else None),
        crumbs=crumbs(here, (_("Kết luận"), here.url("conclusion")), (_("Ban hành"), "")),
    )
    if request.method == "GET" or request.POST.get("do") == "preview":
        status = 200 if request.method == "GET" or checked else 422
        return render(request, "conferences/issue.html", context, status=status)

    def write() -> str:
        made = services.issue_conclusion(
            actor=here.actor,
            conference_id=here.conference.pk,
            facts=form.facts(),
            version=form.cleaned_data["version"],
        )
        symbol = made.document.symbol if made.document else ""
        return _("Đã ban hành %(symbol)s và ghi vào sổ văn bản.") % {"symbol": symbol}

    return answer(request, "conferences/issue.html", context, write, form=form, url=here.url("review"))


def _paper(conference: Conference, found: Conclusion, form: IssueForm | None) -> dict[str, Any]:
    superior, issuer = superior_and_issuer(conference)
    data = form.cleaned_data if form is not None else {}
    return {
        "superior": superior,
        "issuer": issuer,
        "number": data.get("symbol") or "…",
        "place_day": place_day(conference, data.get("issued_on")),
        "type_name": "Thông báo" if data.get("type") == "TB" else "Kết luận",
        "about": found.title,
        "body": body_of(found),
        "receivers": ["Các đơn vị có điểm cầu", "Lưu Văn phòng"],
        "authority": "",
        "post": post_of(conference),
        "signer": conference.chair,
    }


def body_of(found: Conclusion) -> SafeString:
    opening = format_html_join(
        "", "<p>{}</p>", ((part,) for part in found.opening.splitlines() if part.strip())
    )
    paragraphs = format_html_join(
        "", "<p>{}. {}</p>", ((one.number, one.text) for one in found.paragraphs.all())
    )
    return format_html("{}{}", opening, paragraphs)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    """Every paragraph on one page: what becomes a task, whose, until when; then all of it in one act."""
    here = find(request, unit_code, period_code, conference_id)
    require(here.conclude)
    one = here.conference
    found = Conclusion.objects.filter(conference=one).select_related("document", "programme").first()
    if found is None or found.state != ConclusionState.ISSUED:
        return redirect(here.url("conclusion"))
    leads = leads_of(one)
    kinds = [(code, in_words(kind)) for code, kind in lead_kinds(leads)]
    plan = plan_of(one, found)
    usual = next_period(Period.parse(one.period))
    saving = request.method == "POST" and request.POST.get("do") != "assign"
    form = Review(
        request.POST if saving else None,
        plan=plan,
        kinds=kinds,
        periods=next_periods(Period.parse(one.period)),
        language=get_language() or "vi",
        initial={"next_period": found.next_period, "common_due": usual.reference_day},
        version=found.version,
    )
    context = here.context(
        form=form,
        conclusion=found,
        plan=plan,
        rows=[_row(form, row) for row in plan.rows],
        leads=leads,
        few=len(leads) <= MANY_UNITS,
        kinds=len(kinds) > 1,
        period_label=Period.parse(found.next_period).label(get_language() or "vi"),
        crumbs=crumbs(here, (_("Kết luận"), here.url("conclusion")), (_("Giao nhiệm vụ kỳ tới"), "")),
    )
    if request.method == "GET":
        return render(request, "conferences/review.html", context)

    def save() -> str:
        services.plan_tasks(
            actor=here.actor,
            conference_id=one.pk,
            rows=form.rows(),
            next_period=form.cleaned_data["next_period"],
            version=form.cleaned_data["version"],
        )
        return _("Đã ghi lựa chọn. Xem lại số lượng bên dưới rồi giao.")

    def assign() -> str:
        programme = services.assign_tasks(
            actor=here.actor, conference_id=one.pk, version=number(request.POST.get("version"))
        )
        context["programme"] = programme
        return ngettext(
            "Đã giao %(n)s nhiệm vụ cho các đơn vị.", "Đã giao %(n)s nhiệm vụ cho các đơn vị.", plan.tasks
        ) % {"n": plan.tasks}

    act = act_of(request, {"save": save, "assign": assign})
    url = here.url("review") + ("#giao" if act is save else "")
    return answer(request, "conferences/review.html", context, act, form=form if saving else None, url=url)


def _row(form: Review, row: Any) -> dict[str, Any]:
    pk = row.paragraph.pk
    names = ("task", "leads", "kind", "due", "product", "field", "indicator")
    sent: Any = form.data
    chosen = {int(u) for u in sent.getlist(f"units-{pk}") if u.isdecimal()} if form.is_bound else row.chosen
    return {
        "paragraph": row.paragraph,
        "count": len(row.leads),
        "chosen": chosen,
        **{name: form[f"{name}-{pk}"] for name in names},
    }
