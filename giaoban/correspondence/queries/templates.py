"""Which template a unit writes its papers by: the shipped one, or its own in Word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from giaoban.core.dates import now
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence.models import UnitTemplate
from giaoban.correspondence.papers import Field, Head, Template, catalogue, fill, own, template
from giaoban.documents import docx, office, pdf
from giaoban.documents.blocks import Paper, Signature
from giaoban.documents.fonts import FontMissing
from giaoban.files.services import path_of

KIND = "correspondence.template"


@dataclass(frozen=True, slots=True)
class Row:
    """A template of the list: the shipped one, and the unit's own when it has one."""

    template: Template
    label: str
    own: UnitTemplate | None


def rows(unit_id: int) -> list[Row]:
    active = {one.code: one for one in UnitTemplate.objects.filter(unit_id=unit_id, active=True)}
    return [Row(one, said(one), active.get(one.code)) for one in catalogue()]


def find(code: str) -> Template:
    """The shipped template, or Hidden."""
    try:
        return template(code)
    except KeyError:
        raise Hidden("template") from None


def said(named: Template | Field) -> str:
    """What it is called in the language of the page."""
    return named.label_en if _english() else named.label


def columns_of(field: Field) -> list[tuple[str, str]]:
    """The columns of rows: name and label in the language of the page."""
    labels = field.columns_en if _english() else [label for _name, label in field.columns]
    return [(name, said) for (name, _label), said in zip(field.columns, labels, strict=True)]


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


def own_of(unit_id: int, code: str) -> UnitTemplate | None:
    found = UnitTemplate.objects.filter(unit_id=unit_id, code=code, active=True)
    return found.select_related("file").first()


def history(unit_id: int, code: str) -> Sequence[UnitTemplate]:
    return list(UnitTemplate.objects.filter(unit_id=unit_id, code=code).select_related("file"))


def bytes_of(kept: UnitTemplate) -> bytes:
    return path_of(kept.file.key).read_bytes()


def sample_head(superior: str, issuer: str, on: date) -> Head:
    """A head of dots, to show a template with; nobody's number and nobody's name."""
    return Head(
        superior=superior,
        issuer=issuer,
        number="",
        place="……",
        day=on,
        created=now(),
        signature=Signature("", _("CHỨC VỤ NGƯỜI KÝ"), _("Họ và tên")),
        mark=_("Bản mẫu"),
    )


def made(
    found: Template, kept: UnitTemplate | None, values: Mapping[str, Any], head: Head, form: str
) -> bytes:
    """The template filled in, as "docx" or "pdf": in the standard layout, or in the unit's own Word form."""
    if kept is None:
        return rendered(fill(found, values, head), form)
    filled = own.render(found, bytes_of(kept), values, head)
    return filled if form == "docx" else office_pdf(filled)


def rendered(paper: Paper, form: str) -> bytes:
    """A paper in the standard layout, as "docx" or "pdf"."""
    if form == "docx":
        return docx.render(paper)
    try:
        return pdf.render(paper)
    except FontMissing as missing:
        raise Refusal(
            "correspondence.font",
            _("Máy chủ thiếu phông chữ để tạo PDF; hãy báo quản trị cài gói %(package)s.")
            % {"package": missing.package},
        ) from missing


def office_pdf(data: bytes) -> bytes:
    """A unit's own form as PDF: only LibreOffice can lay it out."""
    try:
        return office.to_pdf(data)
    except office.OfficeMissingError as missing:
        raise Refusal(
            "correspondence.office",
            _(
                "Mẫu Word riêng chỉ tạo được PDF bằng LibreOffice; hãy báo quản trị cài gói %(package)s, "
                "hoặc tải bản Word."
            )
            % {"package": office.PACKAGE},
        ) from missing
    except office.OfficeFailedError as failed:
        raise Refusal(
            "correspondence.office_failed",
            _("LibreOffice không tạo được PDF từ mẫu Word riêng; hãy tải bản Word và kiểm tra lại mẫu."),
        ) from failed
