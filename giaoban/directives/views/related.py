"""What is added to an entry afterwards: receiving units, relations to other documents, files."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from giaoban.core.refusals import Hidden, Refusal
from giaoban.directives import attachments, forms, queries, services
from giaoban.directives.models import RELATION_LABELS, Document
from giaoban.directives.rules import RelationKind
from giaoban.directives.views.common import Here, answer, for_change, stream
from giaoban.files.queries import files_of


@require_http_methods(["GET", "POST"])
def document_address(
    request: HttpRequest, unit_code: str, period_code: str, document_id: int
) -> HttpResponse:
    at, document = for_change(request, unit_code, period_code, document_id)
    form = forms.AddressForm(request.POST or None, actor=at.actor, on=at.coordinates.on, below=at.below())

    def write() -> Document:
        return services.address(actor=at.actor, document_id=document.pk, unit_ids=form.unit_ids())

    context = _context(at, document, _("Ghi nơi nhận"))
    context["recipients"] = queries.recipients_of(at.actor, document, at.coordinates.on)
    done = _("Đã ghi nơi nhận và báo tin cho đơn vị nhận.")
    return answer(request, at, form, write, "directives/address.html", context=context, done=done)


@require_http_methods(["GET", "POST"])
def relation_add(request: HttpRequest, unit_code: str, period_code: str, document_id: int) -> HttpResponse:
    at, document = for_change(request, unit_code, period_code, document_id)
    form = forms.RelationForm(request.POST or None, actor=at.actor, pick_url=at.url("pick"))

    def again(refusal: Refusal) -> None:
        if refusal.code == "directives.replaced":
            form.ask_to_confirm()

    def write() -> Document:
        data = form.cleaned_data
        return services.relate(
            actor=at.actor,
            source_id=document.pk,
            target_id=data["target"].pk,
            kind=data["kind"],
            note=data["note"],
            confirmed=data["confirmed"],
        ).source

    context = _context(at, document, _("Ghi quan hệ với văn bản khác"))
    done = _("Đã ghi quan hệ giữa hai văn bản.")
    return answer(
        request, at, form, write, "directives/relation.html", context=context, done=done, on_refusal=again
    )


@require_http_methods(["GET", "POST"])
def relation_remove(
    request: HttpRequest, unit_code: str, period_code: str, document_id: int, relation_id: int
) -> HttpResponse:
    at, document = for_change(request, unit_code, period_code, document_id)
    relation = queries.relation_of(at.actor, document, relation_id)
    form = forms.TakeBackForm(request.POST if request.method == "POST" else None)

    def write() -> Document:
        return services.unrelate(actor=at.actor, relation_id=relation.pk)

    context = _context(at, document, _("Gỡ quan hệ ghi nhầm"))
    context["thing"] = f"{RELATION_LABELS[RelationKind(relation.kind)]}: {relation.target.label}"
    return answer(
        request,
        at,
        form,
        write,
        "directives/take_back.html",
        context=context,
        done=_("Đã gỡ quan hệ ghi nhầm."),
    )


@require_http_methods(["GET", "POST"])
def file_add(request: HttpRequest, unit_code: str, period_code: str, document_id: int) -> HttpResponse:
    at, document = for_change(request, unit_code, period_code, document_id)
    if document.stub:
        raise Hidden("file")
    form = forms.FileForm(request.POST or None, request.FILES or None)

    def write() -> Document:
        file: UploadedFile[Any] = form.cleaned_data["file"]
        services.attach(actor=at.actor, document_id=document.pk, source=stream(file), name=file.name or "")
        return document

    context = _context(at, document, _("Đính kèm tệp"))
    return answer(request, at, form, write, "directives/attach.html", context=context, done=_("Đã lưu tệp."))


@require_http_methods(["GET", "POST"])
def file_remove(
    request: HttpRequest, unit_code: str, period_code: str, document_id: int, file_id: int
) -> HttpResponse:
    at, document = for_change(request, unit_code, period_code, document_id)
    held = {file.pk: file for file in files_of(at.actor, attachments.KIND, document.pk)}
    if file_id not in held:
        raise Hidden("file")
    form = forms.TakeBackForm(request.POST if request.method == "POST" else None)

    def write() -> Document:
        services.detach(actor=at.actor, document_id=document.pk, file_id=file_id)
        return document

    context = _context(at, document, _("Gỡ tệp"))
    context["thing"] = held[file_id].name
    return answer(
        request, at, form, write, "directives/take_back.html", context=context, done=_("Đã gỡ tệp.")
    )


def _context(at: Here, document: Document, title: str) -> dict[str, object]:
    page = at.url("document", document_id=document.pk)
    return {
        "document": document,
        "title": title,
        "crumbs": at.crumbs((document.name, page), (title, "")),
        "cancel_url": page,
    }
