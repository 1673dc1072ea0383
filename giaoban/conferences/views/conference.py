"""The list of conferences, making one, its page (the preparation desk), changing it, moving it on."""

from datetime import time
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giaoban.conferences import services
from giaoban.conferences.forms import ConferenceForm
from giaoban.conferences.labels import KIND_LABELS, MODE_LABELS, MOVE_LABELS
from giaoban.conferences.queries import live, overview
from giaoban.conferences.queries.base import get_conference, home_of, may, of_unit
from giaoban.conferences.queries.points import members_of
from giaoban.conferences.rules import (
    Kind,
    Mode,
    Permission,
    State,
    default_day,
    kind_of,
    template_for,
    title_for,
)
from giaoban.conferences.views.common import answer, crumbs, find, number, require
from giaoban.core.actors import acting
from giaoban.organisations.coordinates import Coordinates, resolve
from giaoban.organisations.models import Unit
from giaoban.organisations.queries import line_of, lines_of, stands_in_party_line
from giaoban.organisations.queries.naming import load_names
from giaoban.organisations.rules import EMULATION, PARTY
from giaoban.periods.rules import Period

PAGE = 25


@require_GET
def listing(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW)
    page = Paginator(overview.past(actor, at.unit_id, at.on), PAGE).get_page(request.GET.get("trang"))
    coming = list(overview.coming(actor, at.unit_id, at.on))
    rows = overview.rows([*coming, *page.object_list])
    context = {
        "at": at,
        "page": page,
        "coming": rows[: len(coming)],
        "past": rows[len(coming) :],
        "empty": not rows,
        "may_prepare": may(actor, Permission.PREPARE, _line(at)[0], at.on),
    }
    return render(request, "conferences/list.html", context)


def _line(at: Coordinates) -> tuple[int, bool]:
    """(the unit whose line meets, whether it is an emulation cluster)."""
    return line_of(at.unit_id, at.on), not stands_in_party_line(at.unit_id, at.on)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    unit_id, cluster = _line(at)
    require(may(actor, Permission.PREPARE, unit_id, at.on))
    kind = Kind.CLUSTER_REVIEW if cluster else kind_of(at.period)
    form = ConferenceForm(
        request.POST or None,
        cluster=cluster,
        initial=_defaults(at, kind),
    )
    members = members_of(unit_id, at.unit_id, at.on, EMULATION if cluster else PARTY)
    sent = [number(value) for value in request.POST.getlist("diem-cau")]
    context: dict[str, Any] = {
        "at": at,
        "form": form,
        "members": [one for one in members if not one.host],
        "left_out": {one.unit_id for one in members} - set(sent) if request.method == "POST" else (),
        "same": overview.rows(
            of_unit(actor, at.unit_id, at.on)
            .filter(period=at.period.code, unit_id__in=lines_of(at.unit_id, at.on))
            .select_related("conclusion__document")[:5]
        ),
    }
    if request.method == "GET":
        return render(request, "conferences/create.html", context)
    if form.is_valid():
        facts = form.facts(at.period.code)
        template = template_for(facts.kind, form.cleaned_data["template"])

        def write() -> str:
            made = services.create_conference(
                actor=actor,
                unit_id=unit_id,
                host_id=at.unit_id,
                facts=facts,
                items=template.items,
                member_ids=sent,
            )
            context["made"] = made.pk
            return _("Đã lập hội nghị với chương trình mẫu và các điểm cầu.")

        def made() -> str:
            return reverse("conferences:conference", args=[at.code, at.period.code, context["made"]])

        return answer(request, "conferences/create.html", context, write, form=form, url=made)
    return render(request, "conferences/create.html", context, status=422)


def _defaults(at: Coordinates, kind: Kind) -> dict[str, Any]:
    mode = Mode.ON_SITE if kind is Kind.CLUSTER_REVIEW else Mode.ONLINE
    begins: time = template_for(kind).starts
    return {
        "kind": kind.value,
        "mode": mode.value,
        "title": title_for(at.period, kind, mode, at.unit_name),
        "day": default_day(at.period),
        "hour": begins,
    }


@require_GET
def conference(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    here = find(request, unit_code, period_code, conference_id)
    one = here.conference
    speeches = live.speeches_of(one)
    floor = live.floor_of(speeches)
    wall = live.wall_of(one, floor.speech.point_id if floor else None)
    agenda = live.agenda_of(one, papers=True)
    own = here.at.unit_id == one.host_id
    name = here.at.unit_name if own else load_names([one.host_id]).at(one.host_id, one.day)
    row = overview.row_of(one, overview.standing_of(wall, len(agenda.rows)), name)
    made = getattr(one, "conclusion", None)
    mine = [here.point.pk] if here.point is not None else []
    context = here.context(
        crumbs=[*crumbs(here)[:1], (one.title, "")],
        row=row,
        agenda=agenda,
        wall=wall,
        speeches=[s for s in speeches if here.host or s.speech.point_id in mine],
        floor=floor,
        conclusion=made if made is not None and (here.host or made.document_id) else None,
        events=live.events_of(one, host=here.host, point_ids=mine, limit=12),
        steps=_steps(one.state),
        period_label=Period.parse(one.period).label(),
        kind_label=KIND_LABELS[Kind(one.kind)],
        mode_label=MODE_LABELS[Mode(one.mode)],
    )
    return render(request, "conferences/conference.html", context)


def _steps(state: str) -> list[tuple[Any, bool, bool]]:
    """(word, is it past, is it now) of the stages of a conference, a break being a part of the meeting."""
    stages = [
        (_("chuẩn bị"), {State.DRAFT}),
        (_("mời họp"), {State.INVITED}),
        (_("họp"), {State.OPEN, State.PAUSED}),
        (_("kết luận"), {State.CLOSED}),
        (_("giao nhiệm vụ"), {State.CONCLUDED}),
        (_("lưu hồ sơ"), {State.ARCHIVED}),
    ]
    now = next(place for place, (_word, states) in enumerate(stages) if state in states)
    return [(word, place < now, place == now) for place, (word, _states) in enumerate(stages)]


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    here = find(request, unit_code, period_code, conference_id)
    require(here.prepare)
    one = here.conference
    form = ConferenceForm(
        request.POST or None,
        cluster=one.hierarchy == EMULATION,
        conference=one,
        version=one.version,
    )
    context = here.context(form=form, crumbs=crumbs(here, (_("Sửa thông tin"), "")))
    if request.method == "GET":
        return render(request, "conferences/change.html", context)

    def write() -> str:
        services.change_conference(
            actor=here.actor,
            conference_id=one.pk,
            facts=form.facts(one.period),
            version=form.cleaned_data["version"],
        )
        return _("Đã ghi thông tin hội nghị.")

    return answer(request, "conferences/change.html", context, write, form=form, url=here.url("conference"))


@require_POST
def move(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    """Open, pause, resume, close, archive: the button says which; it leads back to where it was pressed."""
    here = find(request, unit_code, period_code, conference_id)
    asked = request.POST.get("do", "")
    services.move_conference(actor=here.actor, conference_id=here.conference.pk, move=asked)
    back = here.url("console" if request.POST.get("ve") == "dieu-hanh" else "conference")
    if asked == "close":
        back = here.url("conclusion") if here.conclude else here.url("conference")
    messages.success(request, _("Đã ghi: %(move)s.") % {"move": MOVE_LABELS[asked]})
    return redirect(back)


@require_GET
def own(request: HttpRequest, conference_id: int) -> HttpResponse:
    """From a message to the reader's own side: the point of their unit, else the conference itself."""
    actor = acting(request)
    found = get_conference(actor, conference_id)
    home = Unit.objects.filter(pk=home_of(actor) or 0).first()
    lines = lines_of(home.pk, found.day) if home is not None else ()
    mine = found.points.filter(unit_id__in=lines, host=False).first()
    if home is not None and mine is not None and found.unit_id not in lines:
        return redirect("conferences:point", home.code, found.period, found.pk, mine.pk)
    readable: Any = actor.unit_ids(Permission.VIEW, on=found.day)
    seen = found.points.filter(host=False, unit_id__in=readable).select_related("unit")
    if found.unit_id in lines or actor.can(Permission.VIEW, found.unit_id, on=found.day):
        return redirect("conferences:conference", found.host.code, found.period, found.pk)
    return redirect("conferences:conference", seen[0].unit.code, found.period, found.pk)
