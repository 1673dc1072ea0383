"""The incoming book: its lines, one line, entering and correcting it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.accounts.models import User
from giaoban.accounts.queries import follower, members
from giaoban.core.dates import today, vi
from giaoban.core.forms import parse_day
from giaoban.core.refusals import Conflict, Refusal
from giaoban.core.registries import panels
from giaoban.correspondence import arrived_files, queries, services
from giaoban.correspondence.announcements import REMARKED
from giaoban.correspondence.forms import arrivals as forms
from giaoban.correspondence.labels import STANDING_LABELS
from giaoban.correspondence.models import Arrival
from giaoban.correspondence.queries import arrivals as reading
from giaoban.correspondence.rules import Permission
from giaoban.correspondence.rules.arriving import Standing, may_settle, stands
from giaoban.correspondence.services.remarks import may_settle_it
from giaoban.correspondence.views.common import Place, answer, here, number, require, stream
from giaoban.directives.forms import HintForm
from giaoban.directives.queries import may_register
from giaoban.directives.queries import recognise as read_symbol
from giaoban.directives.rules import issuers
from giaoban.organisations.queries import departments

PAGE = 50
PANEL = "correspondence.arrival"


@require_GET
def book(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    place = here(request, unit_code, period_code)
    at, actor, asked = place.at, place.actor, request.GET
    lines = reading.book(actor, at.unit_id)
    filters = reading.Filters(
        text=asked.get("tim", "").strip(),
        standing=asked.get("trang-thai", ""),
        year=number(asked.get("nam")) or None,
        department_id=number(asked.get("phong")) or None,
    )
    page = Paginator(reading.narrowed(lines, filters, today()), PAGE).get_page(asked.get("trang"))
    counts = reading.tally(lines, today())
    context = {
        "at": at,
        "page": page,
        "rows": reading.rows(page.object_list, today()),
        "filters": filters,
        "tabs": [
            ("", _("tất cả"), counts.all),
            (Standing.WAITING.value, STANDING_LABELS[Standing.WAITING], counts.waiting),
            (Standing.GIVEN.value, STANDING_LABELS[Standing.GIVEN], counts.given),
            (Standing.LATE.value, STANDING_LABELS[Standing.LATE], counts.late),
            (Standing.SETTLED.value, STANDING_LABELS[Standing.SETTLED], counts.settled),
        ],
        "years": reading.years_of(lines),
        "departments": list(departments(at.unit_id, at.on)),
        "waiting": reading.waiting_deliveries(actor, at.unit_id, today()).count(),
        "may_enter": queries.may(actor, Permission.RECEIVE, at.unit_id),
        "nobody": not counts.all,
    }
    return render(request, "correspondence/arrivals.html", context)


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    place = here(request, unit_code, period_code)
    at = place.at
    require(queries.may(place.actor, Permission.RECEIVE, at.unit_id))
    form = forms.ArrivalForm(
        request.POST or None,
        request.FILES or None,
        actor=place.actor,
        unit_id=at.unit_id,
        pick_url=_pick_url(place),
        may_register=may_register(place.actor, at.unit_id),
    )
    if request.method == "POST" and form.is_valid():
        try:
            arrival = _enter(place, form)
        except Refusal as refusal:
            if refusal.code == "correspondence.duplicate_arrival":
                form.ask_to_confirm()
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã vào sổ, số đến %(number)s.") % {"number": arrival.number.value})
            again = "tiep" in request.POST
            return redirect(place.url("arrival_enter") if again else place.url("arrival", arrival.pk))
    context = {
        "at": at,
        "form": form,
        "issuers": issuers(),
        "crumbs": crumbs(place, (_("Vào sổ"), "")),
        "cancel_url": place.url("arrivals"),
    }
    template = "correspondence/arrival_enter.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@transaction.atomic
def _enter(place: Place, form: forms.ArrivalForm) -> Arrival:
    """The line and its scan together: a file that is refused leaves no number taken."""
    data = form.cleaned_data
    arrival = services.enter(
        actor=place.actor, unit_id=place.at.unit_id, facts=form.facts(), confirmed=data["confirmed"]
    )
    if data["file"] is not None:
        services.attach_scan(
            actor=place.actor,
            arrival_id=arrival.pk,
            source=stream(data["file"]),
            name=data["file"].name or "",
        )
    return arrival


@require_GET
def recognise(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """What the symbol says so far; it fills what is still empty, and only that."""
    place = here(request, unit_code, period_code)
    at, asked = place.at, request.GET
    require(queries.may(place.actor, Permission.RECEIVE, at.unit_id))
    try:
        issued_on = parse_day(asked.get("issued_on", ""))
    except ValueError:
        issued_on = None
    symbol, issuer = asked.get("symbol", ""), asked.get("issuer", "")
    read = read_symbol(place.actor, symbol, unit_id=at.unit_id, on=at.on, issued_on=issued_on, issuer=issuer)
    context = {
        "at": at,
        "read": read,
        "typed": bool(symbol.strip()),
        "known": [row for row in read.same if issued_on in (None, row.issued_on)] if read else [],
        "twins": reading.same_as(place.actor, at.unit_id, issuer, read.symbol if read else symbol, issued_on),
        "hints": HintForm(read, typed=asked).hints(),
    }
    return render(request, "correspondence/_arrival_recognised.html", context)


@require_GET
def arrival(request: HttpRequest, unit_code: str, period_code: str, arrival_id: int) -> HttpResponse:
    place = here(request, unit_code, period_code)
    found = of_page(place, arrival_id)
    return render(request, "correspondence/arrival.html", record(request, place, found))


def record(request: HttpRequest, place: Place, found: Any, **more: Any) -> dict[str, Any]:
    """What the page of a line shows; a form that was refused comes back in its place."""
    actor = place.actor
    open_ = may_settle(found.state)
    remarks = list(found.remarks.select_related("department"))
    writes = open_ and not found.stub and queries.may(actor, Permission.REMARK, found.unit_id)
    status = stands(found.state, found.counts, today())
    staff = list(members(found.unit_id)) if remarks or writes else []
    officers = {user.pk: user.display_name for user in staff}
    return {
        "at": place.at,
        "place": place,
        "arrival": found,
        "number": found.number.value,
        "due": found.counts,
        "status": (status.kind, reading.in_words(status)),
        "remarks": [(row, officers.get(row.officer or 0, "")) for row in remarks],
        "files": list(arrived_files.of(found.pk)),
        "replies": list(found.replies.select_related("issue__document").order_by("pk")),
        "history": list(reversed(history_of(found))),
        "keeps": queries.may(actor, Permission.RECEIVE, found.unit_id),
        "replies_here": open_ and not found.stub and queries.may(actor, Permission.DRAFT, found.unit_id),
        "settles": may_settle_it(actor, found),
        "open": open_,
        "remark_form": remark_form(found, staff) if writes else None,
        "settle_form": forms.SettleForm(),
        "panels": _panels(request, place, found),
        "crumbs": crumbs(place, (_("Số đến %(number)s") % {"number": found.number.value}, "")),
        **more,
    }


def remark_form(found: Any, staff: Sequence[User], data: Any = None) -> forms.RemarkForm:
    """With the officer who follows the sender, when the table of the unit names one."""
    area = found.document.unit_id if found.document is not None else None
    usual = follower(found.unit_id, field="", area_id=area, on=today()) if data is None else None
    initial = {"officer": str(usual.pk) if usual is not None else "", "due": found.due}
    return forms.RemarkForm(
        data,
        departments=departments(found.unit_id, today()),
        officers=staff,
        version=found.version,
        with_task=bool(REMARKED.listeners),
        initial=initial,
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, unit_code: str, period_code: str, arrival_id: int) -> HttpResponse:
    place = here(request, unit_code, period_code)
    found = of_page(place, arrival_id)
    require(queries.may(place.actor, Permission.RECEIVE, found.unit_id))
    form = forms.CorrectForm(
        request.POST or None,
        actor=place.actor,
        unit_id=found.unit_id,
        pick_url=_pick_url(place),
        arrival=found,
    )
    page = place.url("arrival", found.pk)
    title = _("Số đến %(number)s") % {"number": found.number.value}
    context = {
        "at": place.at,
        "arrival": found,
        "issuers": issuers(),
        "crumbs": crumbs(place, (title, page), (_("Đính chính"), "")),
        "cancel_url": page,
    }

    def write() -> str:
        services.correct_arrival(
            actor=place.actor,
            arrival_id=found.pk,
            facts=form.facts(),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )
        return _("Đã đính chính; nội dung cũ được giữ lại.")

    def again(refusal: Refusal) -> None:
        if isinstance(refusal, Conflict):
            context["theirs"] = list(told(found))
            form.data = {**request.POST.dict(), "version": str(found.version)}

    return answer(
        request, "correspondence/arrival_correct.html", context, form, write, page, on_refusal=again
    )


def of_page(place: Place, arrival_id: int) -> Any:
    """The line on the pages of its own unit, or of one that works for it; elsewhere it is unknown."""
    found = reading.get_arrival(place.actor, arrival_id)
    require(reading.belongs(found.unit_id, place.at.unit_id, place.at.on))
    return found


def crumbs(place: Place, *last: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Văn bản đến"), place.url("arrivals")), *last]


SHOWN = ("arrived_on", "issuer", "symbol", "type", "issued_on", "summary", "urgency", "due", "holder")
FIELDS: Any = {field.name: field for field in Arrival._meta.fields}
FACTS = {name: FIELDS[name].verbose_name for name in SHOWN}


def told(found: Any) -> list[tuple[str, str]]:
    """What stands now, beside what somebody typed on an older version."""
    values = [(str(label), getattr(found, name)) for name, label in FACTS.items()]
    return [
        (label, vi(value) if hasattr(value, "isoformat") else str(value or "–")) for label, value in values
    ]


def history_of(found: Any) -> list[dict[str, Any]]:
    """Each correction with what stood before, in words."""
    shown = []
    for line in found.history:
        before = [(FACTS[name], _was(name, value)) for name, value in line["before"].items() if name in FACTS]
        shown.append(
            {
                "at": vi(date.fromisoformat(line["at"][:10])),
                "by": line["by"],
                "reason": line["reason"],
                "before": before,
            }
        )
    return shown


DAYS = ("arrived_on", "issued_on", "due")


def _was(name: str, value: Any) -> str:
    if not value:
        return "–"
    return vi(date.fromisoformat(value)) if name in DAYS else str(value)


def _panels(request: HttpRequest, place: Place, found: Any) -> list[dict[str, Any]]:
    mine = [entry for entry in panels if entry.subject == PANEL and place.actor.can(entry.permission)]
    told = [(one, one.render(request, found, place.at.on)) for one in sorted(mine, key=lambda one: one.order)]
    return [{"title": one.title, "html": html} for one, html in told if html]


def _pick_url(place: Place) -> str:
    return reverse("directives:pick", args=[place.at.code, place.at.period.code])
