"""Filling a report offline: the workbook to take away, the filled one read back, previewed and written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core.actors import acting
from giaoban.core.answers import sent
from giaoban.core.dates import now
from giaoban.core.numbers import vi_number
from giaoban.core.refusals import Conflict, Refusal
from giaoban.reporting import entry_forms, services
from giaoban.reporting.forms import LoadForm
from giaoban.reporting.labels import slip_sentence
from giaoban.reporting.queries.grid import mark_of
from giaoban.reporting.rules.workbooks import Asked, Change, Fault
from giaoban.reporting.services import Loaded
from giaoban.reporting.views.common import back, located, number_of, on_behalf
from giaoban.reporting.views.uploads import address, take_in

CHOICE = "chon:"


@require_GET
def entry(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    _at, obligation = located(request, unit_code, period_code, obligation_id)
    name, content = services.entry_book(
        actor=acting(request), obligation=obligation, when=now(), on_behalf=on_behalf(request)
    )
    return sent(content, name)


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest, unit_code: str, period_code: str, obligation_id: int) -> HttpResponse:
    """The filled workbook is sent; what is not this form is refused here, what is wrong in it afterwards."""
    at, obligation = located(request, unit_code, period_code, obligation_id)
    return take_in(
        request,
        at,
        obligation,
        LoadForm,
        services.receive_workbook,
        template="reporting/load.html",
        leads_to="load_preview",
        links={"entry_url": "entry", "report_url": "report"},
    )


@require_http_methods(["GET", "POST"])
def preview(
    request: HttpRequest, unit_code: str, period_code: str, obligation_id: int, file_id: int
) -> HttpResponse:
    """What the workbook would change, cell by cell; confirmed, exactly that is written."""
    at, obligation = located(request, unit_code, period_code, obligation_id)
    actor, behalf = acting(request), on_behalf(request)
    refusal: Refusal | None = None
    choices = {
        name.removeprefix(CHOICE): request.POST[name] for name in request.POST if name.startswith(CHOICE)
    }
    if request.method == "POST":
        try:
            count = services.load_workbook(
                actor=actor,
                obligation_id=obligation.pk,
                file_id=file_id,
                version=number_of(request.POST.get("version")),
                choices=choices,
                on_behalf=behalf,
            )
        except Refusal as found:
            refusal = found
        else:
            text = ngettext("Đã ghi %(count)s ô từ biểu Excel.", "Đã ghi %(count)s ô từ biểu Excel.", count)
            messages.success(request, text % {"count": vi_number(count)})
            return back(request, at, obligation, "so-lieu")
    found_ = services.open_workbook(actor=actor, obligation=obligation, file_id=file_id, on_behalf=behalf)
    context = {
        "at": at,
        "obligation": obligation,
        "page": _page(found_, choices),
        "refusal": refusal,
        "behalf": behalf,
        "load_url": address(request, "load", unit_code, period_code, obligation.pk),
        "marked_url": address(request, "load_marked", unit_code, period_code, obligation.pk, file_id),
        "report_url": address(request, "report", unit_code, period_code, obligation.pk),
    }
    status = 200 if refusal is None else 409 if isinstance(refusal, Conflict) else 422
    return render(request, "reporting/load_preview.html", context, status=status)


@require_GET
def marked(
    request: HttpRequest, unit_code: str, period_code: str, obligation_id: int, file_id: int
) -> HttpResponse:
    """The copy of a filled workbook with its faults marked."""
    _at, obligation = located(request, unit_code, period_code, obligation_id)
    actor = acting(request)
    found = services.open_workbook(
        actor=actor, obligation=obligation, file_id=file_id, on_behalf=on_behalf(request)
    )
    name, content = entry_forms.marked(found.obligation, found.filled, found.plan, actor.actor_label, now())
    return sent(content, name)


# --- what the page shows ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A cell that changes: `choice` is what was chosen for a clash ("file", "saved" or nothing yet), `who`
    wrote the saved value; `told` are words, no figure."""

    key: str
    address: str
    name: str
    old: str
    new: str
    told: bool
    choice: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class PreviewPage:
    found: Loaded
    state: str
    changes: Sequence[ChangeView]
    clashes: Sequence[ChangeView]
    faults: Sequence[tuple[str, str, str]]
    notes: Sequence[str]

    @property
    def count(self) -> int:
        return len(self.changes) + len(self.clashes)

    @property
    def version(self) -> int:
        return self.found.entry.version


def _page(found: Loaded, choices: Mapping[str, str]) -> PreviewPage:
    plan, names = found.plan, found.entry.names
    asked = {ask.key: ask.asked for ask in found.entry.asks}

    def shown(one: Change) -> ChangeView:
        told = asked[one.key] is Asked.WORDS
        name = _("%(name)s, giải trình") % {"name": names[one.key]} if told else names[one.key]
        old, new = (_value(value, asked[one.key]) for value in (one.old, one.new))
        who = mark_of(found.entry.marks.get(one.key))
        return ChangeView(one.key, one.address, name, old, new, told, choices.get(one.key, ""), who)

    return PreviewPage(
        found,
        found.state,
        [shown(one) for one in plan.changes],
        [shown(one) for one in plan.clashes],
        [(fault.address, names.get(fault.key, fault.key), _sentence(fault)) for fault in plan.faults],
        _notes(found),
    )


def _value(value: Any, asked: Asked) -> str:
    if value is None or value == "":
        return _("để trống")
    if asked is Asked.CHOICE:
        return _("có") if value else _("chưa")
    return vi_number(value) if asked is Asked.COUNT else str(value)


def _sentence(fault: Fault) -> str:
    return slip_sentence(fault.slip, fault.facts)


def _notes(found: Loaded) -> list[str]:
    """What was seen and not taken, or taken though it does not show."""
    plan, names, said = found.plan, found.entry.names, []
    if plan.locked:
        said.append(
            _("Ô khóa đã bị sửa trong tệp, không lấy: %(cells)s.") % {"cells": ", ".join(plan.locked)}
        )
    if plan.hidden:
        said.append(
            _("Ô ở dòng đang ẩn trong tệp, vẫn được đọc: %(cells)s.") % {"cells": ", ".join(plan.hidden)}
        )
    if plan.stray:
        said.append(_("Số ngoài biểu, không lấy: %(cells)s.") % {"cells": "; ".join(plan.stray)})
    if plan.absent:
        rows = ", ".join(names.get(key, key) for key in plan.absent)
        said.append(_("Tệp không còn các dòng này, số đang lưu giữ nguyên: %(rows)s.") % {"rows": rows})
    return said
