"""Regimes, forms and outlines as data: the ten attributes that Decree 09/2019/NĐ-CP gives every regime."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS, choices
from giaoban.core.memo import once_a_page
from giaoban.core.models import Dated, DatedQuerySet
from giaoban.reporting.rules.cells import Aggregation, Cell, IndicatorKind, Row, cells_of

KIND_LABELS = {
    IndicatorKind.STOCK: _("có đến cuối kỳ"),
    IndicatorKind.FLOW: _("phát sinh trong kỳ, cộng dồn"),
    IndicatorKind.RATIO: _("tỷ lệ: tử số trên mẫu số"),
    IndicatorKind.CONDITION: _("số đơn vị thỏa điều kiện, kèm tên"),
}
AGGREGATION_LABELS = {
    Aggregation.SUM: _("cộng"),
    Aggregation.MAX: _("lấy số lớn nhất"),
    Aggregation.MIN: _("lấy số nhỏ nhất"),
    Aggregation.NONE: _("không cộng, nhập tại cấp"),
}


class SectionKind(StrEnum):
    """What the passages of a section are, so that the next step knows where they go."""

    RESULT = "result"
    SHORTCOMING = "shortcoming"
    NEXT_TASK = "next_task"
    RECOMMENDATION = "recommendation"


SECTION_LABELS = {
    SectionKind.RESULT: _("tình hình, kết quả"),
    SectionKind.SHORTCOMING: _("hạn chế, khuyết điểm, nguyên nhân"),
    SectionKind.NEXT_TASK: _("phương hướng, nhiệm vụ"),
    SectionKind.RECOMMENDATION: _("đề xuất, kiến nghị"),
}


class Indicator(models.Model):
    """What is counted, in which counting unit; unlike units are never added."""

    code = models.CharField(_("mã chỉ tiêu"), max_length=40, unique=True)
    name = models.CharField(_("chỉ tiêu"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    counting_unit = models.CharField(_("đơn vị tính"), max_length=40)
    counting_unit_en = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=12, choices=[(k.value, label) for k, label in KIND_LABELS.items()])
    aggregation = models.CharField(
        max_length=8,
        choices=[(a.value, label) for a, label in AGGREGATION_LABELS.items()],
        default=Aggregation.SUM.value,
    )
    source = models.CharField(_("nguồn"), max_length=300, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Form(models.Model):
    """A data form with its outline; what a round asks is one version of it."""

    code = models.CharField(_("ký hiệu biểu"), max_length=40, unique=True)
    name = models.CharField(_("tên biểu"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.code


class FormVersion(Dated):
    """A version of a form, frozen once a round uses it."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    confidence = models.CharField(max_length=12, default="unverified")

    objects = DatedQuerySet["FormVersion"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.form_id}/{self.number}"

    def lines(self) -> list["FormRow"]:
        """The rows in their order, read once for this object and once for a page."""
        if not hasattr(self, "_lines"):
            self._lines = _lines(self.pk)
        return self._lines

    def outline(self) -> "Sequence[OutlineSection]":
        """The sections in their order, read once for a page."""
        return _outline(self.pk)

    def rows_in_order(self) -> list[Row]:
        return [row.as_rule() for row in self.lines()]

    def cells(self) -> tuple[Cell, ...]:
        """The cells in the order in which a submission stores its figures."""
        return cells_of(self.rows_in_order())


class FormRow(models.Model):
    """A line of a version of a form."""

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="rows")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    heading = models.CharField(_("nhóm chỉ tiêu"), max_length=200, blank=True)
    heading_en = models.CharField(max_length=200, blank=True)
    guidance = models.CharField(_("cách ghi"), max_length=500, blank=True)
    guidance_en = models.CharField(max_length=500, blank=True)
    change_limit = models.PositiveSmallIntegerField(null=True)
    balance = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="form_row_position_once"),
            models.UniqueConstraint(fields=["version", "indicator"], name="form_row_indicator_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.position}"

    def as_rule(self) -> Row:
        return Row(
            self.indicator.code,
            self.indicator.name,
            self.indicator.counting_unit,
            IndicatorKind(self.indicator.kind),
            Aggregation(self.indicator.aggregation),
            self.heading,
            self.change_limit,
            self.balance,
        )


class OutlineSection(models.Model):
    """A section of the outline that goes with a form."""

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="sections")
    number = models.CharField(_("mục"), max_length=12)
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    title = models.CharField(_("tên mục"), max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    guidance = models.TextField(_("gợi ý nội dung"), blank=True)
    guidance_en = models.TextField(blank=True)
    kind = models.CharField(max_length=16, choices=[(k.value, label) for k, label in SECTION_LABELS.items()])
    field = models.CharField(max_length=12, blank=True, choices=choices(FIELD_LABELS))
    required = models.BooleanField(default=True)
    word_limit = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="outline_section_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Regime(models.Model):
    """A reporting regime (chế độ báo cáo): name, content, who, to whom, how, when, how often, cut-off, form.

    `hierarchy` is the line along which it is owed; `cut_off` is a DeadlineRule and `deadlines` one
    for each level of unit ("*" for any other), both as plain data. In units of `one_officer_levels` who wrote
    a report may also sign it; elsewhere the signer is somebody else.
    """

    code = models.SlugField(_("mã chế độ báo cáo"), max_length=60, unique=True)
    name = models.CharField(_("tên chế độ báo cáo"), max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    content = models.TextField(_("nội dung"), blank=True)
    legal_basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    method = models.CharField(_("phương thức gửi"), max_length=200, blank=True)
    frequency = models.CharField(_("tần suất"), max_length=60, blank=True)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="regimes")
    hierarchy = models.CharField(max_length=20)
    cut_off: Any = models.JSONField(_("chốt số liệu"), default=dict)
    deadlines: Any = models.JSONField(_("thời hạn gửi"), default=dict)
    one_officer_levels: Any = models.JSONField(default=list)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    confidence = models.CharField(max_length=12, default="unverified")

    def __str__(self) -> str:
        return self.name


@once_a_page
def _lines(version_id: int) -> list[FormRow]:
    rows = FormRow.objects.filter(version_id=version_id).select_related("indicator")
    return list(rows.order_by("position"))


@once_a_page
def _outline(version_id: int) -> Sequence[OutlineSection]:
    return tuple(OutlineSection.objects.filter(version_id=version_id).order_by("position"))
