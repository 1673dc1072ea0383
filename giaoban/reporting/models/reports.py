"""Drafts, immutable submissions, passages and their sources, remarks, adjustments, the log of moves."""

from enum import StrEnum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS, choices
from giaoban.core.models import Versioned
from giaoban.reporting.models.forms import OutlineSection
from giaoban.reporting.models.rounds import Obligation
from giaoban.reporting.rules.states import State

STATE_LABELS = {
    State.DUE: _("chưa gửi"),
    State.DRAFTING: _("đang soạn"),
    State.APPROVAL: _("chờ duyệt nội bộ"),
    State.SENT: _("Đã gửi"),
    State.RECEIVED: _("Đã tiếp nhận"),
    State.RETURNED: _("Trả lại để hoàn thiện"),
    State.ACCEPTED: _("Đã thẩm tra"),
    State.CONSOLIDATED: _("Đã tổng hợp"),
    State.LOCKED: _("Đã khóa số liệu"),
    State.NOT_REQUIRED: _("không phải báo cáo"),
}
# Kinds of core's status tag.
STATE_SHAPES = {
    State.DUE: "todo",
    State.DRAFTING: "doing",
    State.APPROVAL: "doing",
    State.SENT: "doing",
    State.RECEIVED: "doing",
    State.RETURNED: "back",
    State.ACCEPTED: "done",
    State.CONSOLIDATED: "done",
    State.LOCKED: "done",
    State.NOT_REQUIRED: "todo",
}


class How(StrEnum):
    """How a passage of the consolidated report came from one of a unit."""

    VERBATIM = "verbatim"
    EDITED = "edited"
    MERGED = "merged"
    CITED = "cited"


HOW_LABELS = {
    How.VERBATIM: _("lấy nguyên văn"),
    How.EDITED: _("lấy, biên tập"),
    How.MERGED: _("gộp nhiều nguồn"),
    How.CITED: _("dẫn ý"),
}


class Draft(Versioned):
    """What is being written: {cell key: whole number or null}, explanations {cell key: text}; saved as typed.

    `none` lists the cells for which somebody stated that nothing occurred (an explicit zero).
    `estimate` marks the figures as ước thực hiện. `marks` keeps for each cell the version that last changed
    it, when and by whom: {cell key: [version, "2019-09-16T09:31:00+07:00", "Nguyễn Văn An"]}.
    """

    obligation = models.OneToOneField(Obligation, on_delete=models.CASCADE, related_name="draft")
    figures: Any = models.JSONField(default=dict)
    explanations: Any = models.JSONField(default=dict)
    none: Any = models.JSONField(default=list)
    names: Any = models.JSONField(default=dict)
    marks: Any = models.JSONField(default=dict)
    estimate = models.BooleanField(default=False)
    saved_at = models.DateTimeField(null=True)
    saved_by = models.BigIntegerField(null=True)
    saved_label = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.obligation_id}/{self.version}"


class Submission(models.Model):
    """One version as it was sent; never changed. `figures` follows the order of the form version's cells.

    `names` of a condition: {row code: [[unit id, name at the cut-off], …]}.
    `included` of a consolidated report: [{"unit": id, "submission": id, "hash": …}], with what was missing.
    `hash` covers figures, passages, signer, number, date and the previous version's hash.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    figures = ArrayField(models.BigIntegerField(null=True))
    explanations: Any = models.JSONField(default=dict)
    none: Any = models.JSONField(default=list)
    names: Any = models.JSONField(default=dict)
    included: Any = models.JSONField(default=dict)
    warnings: Any = models.JSONField(default=list)
    estimate = models.BooleanField(default=False)
    document_number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    document_date = models.DateField(_("ngày văn bản"), null=True)
    signer = models.CharField(_("người ký"), max_length=200, blank=True)
    on_behalf = models.BooleanField(_("cấp trên nhập thay từ bản giấy"), default=False)
    sent_at = models.DateTimeField()
    sent_by = models.BigIntegerField(null=True)
    sent_label = models.CharField(max_length=200)
    hash = models.CharField(max_length=64, db_index=True)
    previous_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "number"], name="submission_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id}/{self.number}"


class Passage(Versioned):
    """A paragraph of a report under a section of the outline: of the draft while `submission` is null, else
    part of that submission and never changed. `origin_*` says where a prepared one came from."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="passages")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="passages")
    section = models.ForeignKey(OutlineSection, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("nội dung"))
    field = models.CharField(max_length=12, blank=True, choices=choices(FIELD_LABELS))
    origin_kind = models.CharField(max_length=40, blank=True)
    origin_id = models.BigIntegerField(null=True)
    origin_label = models.CharField(max_length=300, blank=True)
    origin_url = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["submission", "section"], name="passage_submission")]

    def __str__(self) -> str:
        return self.text[:80]


class Derivation(models.Model):
    """A passage of the superior's report came from this passage of a unit's submission."""

    target = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="uses")
    how = models.CharField(max_length=10, choices=[(h.value, label) for h, label in HOW_LABELS.items()])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "source"], name="derivation_once")]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class Remark(models.Model):
    """What the receiver asks to complete: about a cell ("MEM.NEW:in_period"), a passage or the whole."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    cell = models.CharField(max_length=60, blank=True)
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, null=True, related_name="remarks")
    text = models.CharField(_("nội dung cần hoàn thiện"), max_length=1000)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    made_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]


class Adjustment(models.Model):
    """The superior corrects one consolidated cell, with a reason; the sum below stays as it is."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="adjustments")
    cell = models.CharField(max_length=60)
    delta = models.BigIntegerField()
    reason = models.CharField(_("lý do điều chỉnh"), max_length=500)
    made_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
    made_label = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["obligation", "cell"], name="adjustment_once")]

    def __str__(self) -> str:
        return f"{self.cell} {self.delta:+}"


class Move(models.Model):
    """Every change of state of an obligation, with who and when."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="moves")
    move = models.CharField(max_length=16)
    source = models.CharField(max_length=14)
    target = models.CharField(max_length=14)
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.move}: {self.source} → {self.target}"
