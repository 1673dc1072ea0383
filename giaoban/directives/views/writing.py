"""Entering a document in a register, and correcting an entry."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from giaoban.core.dates import vi
from giaoban.core.forms import parse_day
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import canonical
from giaoban.directives import forms, queries, services
from giaoban.directives.models import Document
from giaoban.directives.rules import issuers
from giaoban.directives.views.common import Here, answer, for_change, here, stream

LONGEST_KEY = 19


@require_http_methods(["GET", "POST"])
def document_add(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    at = here(request, unit_code, period_code)
    on = at.coordinates.on
    books = queries.registers_of(at.actor, at.coordinates.unit_id, on)
    if not books:
        raise Hidden("register")
    names = queries.unit_names(at.actor, books, on)
    form = forms.RegisterForm(
        request.POST or None,
        request.FILES or None,
        actor=at.actor,
        on=on,
        registers=[(pk, names.get(pk, "")) for pk in books],
        pick_url=at.url("pick"),
        below=at.below(),
        initial=_implemented(request),
    )
    context: dict[str, Any] = {
        "crumbs": at.crumbs((_("Ghi văn bản"), "")),
        "cancel_url": at.url("list"),
        "issuers": issuers(),
    }

    def again(refusal: Refusal) -> None:
        if refusal.code == "directives.replaced":
            refusal.field = "implements"
            form.ask_to_confirm()
        elif refusal.code == "directives.duplicate":
            book = int(form.cleaned_data["registered_in"])
            context["duplicate"] = services.find_duplicate(at.actor, form.facts(), book)
        elif refusal.field == "target":
            refusal.field = "replaces" if refusal.code == "directives.circle" else ""

    def write() -> Document:
        return _enter(at, form)

    done = _("Đã ghi văn bản vào sổ.")
    return answer(
        request, at, form, write, "directives/document_add.html", context=context, done=done, on_refusal=again
    )


@require_GET
def recognise(request: HttpRequest, unit_code: str, period_code: str) -> HttpResponse:
    """What the symbol says so far, for the entry form; it fills what is still empty, and only that."""
    at = here(request, unit_code, period_code)
    unit_id, on = at.coordinates.unit_id, at.coordinates.on
    if not queries.registers_of(at.actor, unit_id, on):
        raise Hidden("register")
    asked = request.GET
    issued_on = _day(asked.get("issued_on", ""))
    read = queries.recognise(
        at.actor,
        asked.get("symbol", ""),
        unit_id=unit_id,
        on=on,
        issued_on=issued_on,
        issuer=asked.get("issuer", ""),
    )
    cited = [int(key) for key in asked.getlist("implements") if key.isdecimal() and len(key) < LONGEST_KEY]
    form = forms.HintForm(read, typed=asked)
    context = {
        "at": at.coordinates,
        "read": read,
        "typed": bool(asked.get("symbol", "").strip()),
        "issued_on": issued_on,
        "twins": [row for row in read.same if row.issued_on == issued_on] if read else [],
        "same_term": _same_term(read, asked.get("issuer", ""), issued_on),
        "replaced": queries.replaced_of(at.actor, cited, issued_on or on),
        "hints": form.hints(),
    }
    return render(request, "directives/_recognised.html", context)


def _same_term(read: queries.Recognised | None, issuer: str, issued_on: date | None) -> list[Document]:
    """Of the same symbol in the same term, on another day: a number is given once in a term."""
    if read is None or not read.term or issued_on is None:
        return []
    wanted = canonical(issuer)
    return [
        row
        for row in read.same
        if row.term == read.term and row.issued_on != issued_on and canonical(row.issuer) == wanted
    ]


def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except ValueError:
        return None


@transaction.atomic
def _enter(at: Here, form: forms.RegisterForm) -> Document:
    """The entry and its file together: a file that is refused leaves no entry behind."""
    data = form.cleaned_data
    document = services.register_document(
        actor=at.actor,
        registered_in=int(data["registered_in"]),
        facts=form.facts(),
        confirmed=data["confirmed"],
    )
    file: UploadedFile[Any] | None = data["file"]
    if file is not None:
        if document.stub:
            raise Refusal(
                "directives.stub_files",
                _("Tài liệu mật không đính kèm tệp."),
                field="file",
                rule=_(
                    "Tài liệu mật chỉ ghi số, ngày, cơ quan ban hành và nơi giữ bản giấy; không ghi nội dung."
                ),
            )
        services.attach(actor=at.actor, document_id=document.pk, source=stream(file), name=file.name or "")
    return document


def _implemented(request: HttpRequest) -> dict[str, Any]:
    """A link may bring the document that the new one implements."""
    return {"implements": request.GET.get("trien-khai", "")}


@require_http_methods(["GET", "POST"])
def document_correct(
    request: HttpRequest, unit_code: str, period_code: str, document_id: int
) -> HttpResponse:
    at, document = for_change(request, unit_code, period_code, document_id)
    page = at.url("document", document_id=document.pk)
    form = forms.CorrectForm(
        request.POST or None,
        actor=at.actor,
        document=document,
        recipients=queries.recipients_of(at.actor, document, at.coordinates.on),
    )
    context: dict[str, Any] = {
        "document": document,
        "crumbs": at.crumbs((document.name, page), (_("Đính chính"), "")),
        "cancel_url": page,
        "issuers": issuers(),
    }

    def again(refusal: Refusal) -> None:
        if refusal.code == "directives.duplicate":
            context["duplicate"] = services.find_duplicate(at.actor, form.facts(), document.registered_in_id)
        if isinstance(refusal, Conflict):
            now = queries.get_document(at.actor, document.pk)
            context["theirs"] = _stored(now)
            form.data = {**request.POST.dict(), "version": str(now.version)}
            form.data |= {"recipients": request.POST.getlist("recipients")}

    def write() -> Document:
        return services.correct_document(
            actor=at.actor,
            document_id=document.pk,
            facts=form.facts(),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
        )

    done = _("Đã đính chính; nội dung cũ được giữ lại.")
    return answer(
        request,
        at,
        form,
        write,
        "directives/document_correct.html",
        context=context,
        done=done,
        on_refusal=again,
    )


def _stored(document: Document) -> list[tuple[str, str]]:
    """What is stored now, beside what somebody typed on an older version."""
    return [
        (_("Số, ký hiệu"), document.symbol or "–"),
        (_("Thể loại"), document.type_label),
        (_("Ngày ban hành"), vi(document.issued_on)),
        (_("Cơ quan ban hành"), document.issuer),
        (_("Trích yếu"), document.summary or "–"),
        (_("Đã công bố"), _("có") if document.public else _("chưa")),
    ]
