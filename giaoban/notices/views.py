"""Thông báo, Danh bạ đầu mối, Tiến độ công việc."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.core.actors import acting
from giaoban.core.dates import today
from giaoban.core.refusals import Hidden, Refusal
from giaoban.notices import contacts, progress, queries, services
from giaoban.notices.forms import ContactForm
from giaoban.notices.models import Contact
from giaoban.notices.rules import JobState, Permission, percent
from giaoban.organisations.coordinates import resolve

PAGE = 50


# --- inbox ---------------------------------------------------------------------------------------------


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    unread_only = request.GET.get("loc") == "chua-doc"
    page = Paginator(queries.inbox(actor, unread_only=unread_only), PAGE).get_page(request.GET.get("trang"))
    rows = [(notice, queries.sentence(notice.message)) for notice in page.object_list]
    context = {
        "page": page,
        "rows": rows,
        "unread_only": unread_only,
        "unread": services.unread(actor),
        "until": rows[0][0].pk if rows else 0,
        "running": queries.running(actor),
    }
    return render(request, "notices/inbox.html", context)


@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark one message as read; "open" goes on to where it points, which checks its own rights."""
    notice = services.mark_read(actor=acting(request), notice_id=notice_id)
    if "open" in request.POST:
        return redirect(notice.message.url)
    return redirect("notices:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    until = request.POST.get("until", "")
    if not until.isdecimal() or len(until) > 18:
        raise Hidden("notice")
    services.mark_all_read(actor=acting(request), until_id=int(until))
    return redirect("notices:inbox")


# --- contacts ------------------------------------------------------------------------------------------


@require_GET
def contact_register(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.VIEW_CONTACTS)
    asked = request.GET
    found = queries.contacts(
        actor,
        at.unit_id,
        at.on,
        field=asked.get("linh-vuc", ""),
        text=asked.get("tim", ""),
        subtree="rieng" not in asked,
    )
    page = Paginator(found, PAGE).get_page(asked.get("trang"))
    may_change = actor.can(Permission.CHANGE_CONTACTS, at.unit_id)
    context = {
        "at": at,
        "page": page,
        "rows": queries.contact_rows(page.object_list, at.on),
        "fields": FIELD_LABELS.items(),
        "asked": asked,
        "chosen_field": asked.get("linh-vuc", ""),
        "nobody": not page.object_list and not any(asked.get(key) for key in ("linh-vuc", "tim")),
        "may_change": may_change,
        "to_confirm": may_change and queries.unconfirmed(at.unit_id, today()),
    }
    return render(request, "notices/contacts.html", context)


@require_http_methods(["GET", "POST"])
def contact_set(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    actor = acting(request)
    actor.require(Permission.CHANGE_CONTACTS, at.unit_id)
    form = ContactForm(request.POST) if request.method == "POST" else _form_for(request, at.unit_id)
    if form.is_bound and form.is_valid():
        try:
            contacts.set_contact(
                actor=actor, facts=form.facts(at.unit_id), starts=form.cleaned_data["starts"]
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Đã ghi đầu mối."))
            return redirect("notices:contacts", unit_code=at.code, period_code=at.period.code)
    return render(
        request, "notices/contact_form.html", {"at": at, "form": form}, status=422 if form.is_bound else 200
    )


def _form_for(request: HttpRequest, unit_id: int) -> ContactForm:
    """An empty form, or one that begins with the contact of the unit that is to be replaced."""
    asked = request.GET.get("dau-moi", "")
    if asked.isdecimal() and len(asked) < 19:
        known = Contact.objects.on(today()).filter(pk=int(asked), unit_id=unit_id).first()
        if known is not None:
            return ContactForm.of(known)
    return ContactForm()


@require_POST
def contacts_confirm(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    count = contacts.confirm_contacts(actor=acting(request), unit_id=at.unit_id)
    text = ngettext("Đã xác nhận %(count)s đầu mối.", "Đã xác nhận %(count)s đầu mối.", count) % {
        "count": count
    }
    messages.success(request, text)
    return redirect("notices:contacts", unit_code=at.code, period_code=at.period.code)


@require_POST
def contact_end(request: HttpRequest, unit_code: str, period_code: str, contact_id: int) -> HttpResponse:
    at = resolve(request, unit_code, period_code)
    if not Contact.objects.filter(pk=contact_id, unit_id=at.unit_id).exists():
        raise Hidden("contact")
    version = request.POST.get("version", "")
    contacts.end_contact(
        actor=acting(request),
        contact_id=contact_id,
        version=int(version) if version.isdecimal() and len(version) < 10 else 0,
    )
    messages.success(request, _("Đã thôi ghi đầu mối này."))
    return redirect("notices:contacts", unit_code=at.code, period_code=at.period.code)


# --- long jobs -----------------------------------------------------------------------------------------


@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.my_jobs(acting(request)), PAGE).get_page(request.GET.get("trang"))
    rows = [(job, percent(job.done, job.total)) for job in page.object_list]
    return render(request, "notices/jobs.html", {"page": page, "rows": rows, "states": JobState})


@require_GET
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """The page of a job; htmx asks for its block again until it is finished."""
    found = progress.get_job(acting(request), job_id)
    context = {
        "job": found,
        "percent": percent(found.done, found.total),
        "running": found.state == JobState.RUNNING,
    }
    htmx: Any = getattr(request, "htmx", None)
    fragment = htmx and not htmx.history_restore_request
    return render(request, "notices/_job.html" if fragment else "notices/job.html", context)
