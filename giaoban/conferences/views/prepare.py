"""Preparing: the agenda with its computed times, the invitations and their paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.conferences import services
from giaoban.conferences.forms import AgendaItemForm, InviteForm
from giaoban.conferences.models import AgendaItem, ConnectionPoint
from giaoban.conferences.queries import live
from giaoban.conferences.queries.papers import place_day, post_of, superior_and_issuer
from giaoban.conferences.views.common import Here, act_of, answer, crumbs, find, number, require
from giaoban.core.dates import ZONE, vi
from giaoban.core.refusals import Hidden


@require_http_methods(["GET", "POST"])
def agenda(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    here = find(request, unit_code, period_code, conference_id)
    require(here.prepare or here.run)
    form = _item_form(request, here, None)
    context = here.context(
        agenda=live.agenda_of(here.conference),
        form=form,
        crumbs=crumbs(here, (_("Chương trình"), "")),
    )
    if request.method == "GET":
        return render(request, "conferences/agenda.html", context)
    item_id, common = number(request.POST.get("item")), _common(here)

    def add() -> str:
        services.add_item(facts=form.facts(), **common)
        return _("Đã thêm mục vào chương trình.")

    def up() -> str:
        services.move_item(item_id=item_id, down=False, **common)
        return ""

    def down() -> str:
        services.move_item(item_id=item_id, down=True, **common)
        return ""

    def remove() -> str:
        services.remove_item(item_id=item_id, **common)
        return _("Đã bỏ mục khỏi chương trình.")

    act = act_of(request, {"add": add, "up": up, "down": down, "remove": remove})
    asked = form if act is add else None
    if asked is None:
        context["form"] = _item_form(request, here, None, fresh=True)
    return answer(request, "conferences/agenda.html", context, act, form=asked, url=here.url("agenda"))


@require_http_methods(["GET", "POST"])
def item(
    request: HttpRequest, unit_code: str, period_code: str, conference_id: int, item_id: int
) -> HttpResponse:
    here = find(request, unit_code, period_code, conference_id)
    require(here.prepare or here.run)
    found = here.conference.items.filter(pk=item_id).first()
    if found is None:
        raise Hidden("item")
    form = _item_form(request, here, found)
    listing = here.url("agenda")
    context = here.context(
        item=found,
        form=form,
        cancel_url=listing,
        crumbs=crumbs(here, (_("Chương trình"), listing), (found.title, "")),
    )
    if request.method == "GET":
        return render(request, "conferences/item.html", context)

    def write() -> str:
        services.change_item(item_id=found.pk, facts=form.facts(), **_common(here))
        return _("Đã ghi mục chương trình.")

    return answer(request, "conferences/item.html", context, write, form=form, url=listing)


def _common(here: Here) -> dict[str, Any]:
    return {"actor": here.actor, "conference_id": here.conference.pk}


def _item_form(
    request: HttpRequest, here: Here, found: AgendaItem | None, *, fresh: bool = False
) -> AgendaItemForm:
    data = request.POST if request.method == "POST" and not fresh else None
    url = reverse("directives:pick", args=[here.at.code, here.at.period.code])
    return AgendaItemForm(data, actor=here.actor, document_url=url, item=found)


@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest, unit_code: str, period_code: str, conference_id: int) -> HttpResponse:
    """The invitation: its text, to whom it goes, and what they answered."""
    here = find(request, unit_code, period_code, conference_id)
    require(here.prepare)
    form = InviteForm(request.POST or None)
    wall = live.wall_of(here.conference)
    away = [row for row in wall.rows if not row.point.host]
    context = here.context(
        form=form,
        wall=wall,
        away=away,
        uninvited=[row for row in away if row.answer is None],
        paper=_paper(here, None, form["number"].value() or "", form["text"].value() or ""),
        crumbs=crumbs(here, (_("Giấy mời"), "")),
    )
    if request.method == "GET":
        return render(request, "conferences/letters.html", context)

    def write() -> str:
        data = form.cleaned_data
        count = services.invite(number=data["number"], text=data["text"], **_common(here))
        return ngettext(
            "Đã phát hành giấy mời tới %(n)s đơn vị.", "Đã phát hành giấy mời tới %(n)s đơn vị.", count
        ) % {"n": count}

    if request.POST.get("do") == "preview":
        form.is_valid()
        return render(request, "conferences/letters.html", context)
    return answer(request, "conferences/letters.html", context, write, form=form, url=here.url("letters"))


@require_GET
def letter(
    request: HttpRequest, unit_code: str, period_code: str, conference_id: int, point_id: int
) -> HttpResponse:
    """The invitation of one unit, as it is printed: for the host and for that unit."""
    here = find(request, unit_code, period_code, conference_id)
    point = here.conference.points.select_related("invitation").filter(pk=point_id, host=False).first()
    mine = here.point is not None and here.point.pk == point_id
    sent = getattr(point, "invitation", None)
    if point is None or sent is None or not (here.host or mine):
        raise Hidden("letter")
    context = here.context(
        point=point,
        paper=_paper(here, point, sent.number, sent.text),
        crumbs=crumbs(here, (_("Giấy mời"), "")),
    )
    return render(request, "conferences/letter.html", context)


def _paper(here: Here, point: ConnectionPoint | None, letter_number: str, text: str) -> dict[str, Any]:
    one = here.conference
    superior, issuer = superior_and_issuer(one)
    sent = getattr(point, "invitation", None)
    signed = sent.sent_at.astimezone(ZONE).date() if sent is not None else None
    return {
        "superior": superior,
        "issuer": issuer,
        "number": letter_number or "…",
        "place_day": place_day(one, signed),
        "type_name": "Giấy mời",
        "about": f"dự {one.title[:1].lower()}{one.title[1:]}",
        "addressee": f"{point.name}" if point is not None else "các đơn vị có điểm cầu",
        "body": _body(here, text),
        "receivers": ["Như trên", "Lưu Văn phòng"],
        "authority": "",
        "post": post_of(one),
        "signer": one.chair,
    }


def _body(here: Here, text: str) -> SafeString:
    """The words of the letter; Vietnamese in both languages, like every paper."""
    one = here.conference
    begins = one.starts_at.astimezone(ZONE)
    rows = live.agenda_of(one).rows
    lines = [
        f"1. Thời gian: {begins:%H giờ %M}, ngày {vi(begins.date())}.",
        f"2. Địa điểm: {one.place or 'tại điểm cầu của từng đơn vị'}.",
        f"3. Chủ trì: {', '.join(part for part in (one.chair, one.chair_post) if part) or '…'}.",
        "4. Chương trình:",
    ]
    items = format_html_join(
        "", "<p>- {} {} ({} phút).</p>", ((f"{r.planned:%H:%M}", r.item.title, r.item.minutes) for r in rows)
    )
    words = format_html_join("", "<p>{}</p>", ((part,) for part in text.splitlines() if part.strip()))
    head = format_html_join("", "<p>{}</p>", ((line,) for line in lines))
    return format_html("{}{}{}", head, items, words)
