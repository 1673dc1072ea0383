"""The hồ sơ trình: what is advised, by which body, for whom to issue; its drafts and its dated road."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.core.dates import now
from giaoban.core.models import Classified, Versioned
from giaoban.correspondence.labels import MOVE_LABELS, ORGAN_LABELS, STATE_LABELS
from giaoban.files.models import StoredFile
from giaoban.organisations.models import Department, Unit


class Dossier(Classified, Versioned):
    """One paper on its way to be issued. `unit` advises, `organ` of `issuer` issues.

    `subject_*` say what of the house it is the paper of (a report, a conclusion, a programme): plain values.
    `authority`, `post` and `signer` are printed under it; `receivers` are the lines of Nơi nhận, `recipients`
    the units of this house it is sent to; `relations` ([kind, document id]) are written when it is issued.
    `answers` is the number of the arrival it replies to, as printed.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan tham mưu")
    )
    issuer = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan ban hành")
    )
    organ = models.CharField(
        _("cấp ban hành"), max_length=16, choices=[(str(code), label) for code, label in ORGAN_LABELS.items()]
    )
    joint_with: "models.ManyToManyField[Unit, Any]" = models.ManyToManyField(
        Unit, related_name="+", verbose_name=_("cơ quan cùng ban hành")
    )
    type = models.CharField(_("thể loại"), max_length=12)
    template = models.CharField(max_length=40, blank=True)
    about = models.CharField(_("trích yếu"), max_length=1000)
    folded = models.TextField(editable=False)
    period = models.CharField(_("kỳ công tác"), max_length=20)
    field = models.CharField(
        _("lĩnh vực"),
        max_length=20,
        blank=True,
        choices=[(str(code), label) for code, label in FIELD_LABELS.items()],
    )
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=300, blank=True)
    subject_url = models.CharField(max_length=300, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("phòng soạn thảo")
    )
    due = models.DateField(_("hạn ban hành"), null=True)
    urgency = models.CharField(_("độ khẩn"), max_length=12, blank=True)
    place = models.CharField(_("địa danh"), max_length=80, blank=True)
    addressee = models.CharField(_("kính gửi"), max_length=300, blank=True)
    authority = models.CharField(_("thẩm quyền ký"), max_length=200, blank=True)
    post = models.CharField(_("chức vụ người ký"), max_length=200, blank=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    receivers: Any = models.JSONField(default=list)
    recipients: "models.ManyToManyField[Unit, Any]" = models.ManyToManyField(
        Unit, related_name="+", verbose_name=_("nơi nhận trong hệ thống")
    )
    relations: Any = models.JSONField(default=list)
    answers = models.ForeignKey(
        "Arrival", on_delete=models.PROTECT, null=True, related_name="replies", verbose_name=_("trả lời")
    )
    state = models.CharField(
        _("trạng thái"),
        max_length=24,
        choices=[(str(code), label) for code, label in STATE_LABELS.items()],
        default="drafting",
    )
    opened_on = models.DateField(_("ngày mở hồ sơ"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(subject_id__isnull=False) & ~Q(state="withdrawn"),
                name="dossier_once_per_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="dossier_unit"),
            models.Index(fields=["issuer", "state"], name="dossier_issuer"),
        ]

    def __str__(self) -> str:
        return self.about


class Draft(models.Model):
    """A "Dự thảo lần n": the paper as plain values (`documents.plain`), or a Word file that is not ours."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveSmallIntegerField(_("lần"))
    paper: Any = models.JSONField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    made_at = models.DateTimeField(default=now, editable=False)
    made_by = models.BigIntegerField(null=True, editable=False)
    made_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="draft_number_once"),
            models.CheckConstraint(
                condition=Q(paper__isnull=True) ^ Q(file=None), name="draft_paper_or_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.number}"


class Step(models.Model):
    """One step of the road, with the day it happened; never changed."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(
        max_length=24, choices=[(str(code), label) for code, label in MOVE_LABELS.items()]
    )
    state = models.CharField(max_length=24)
    on = models.DateField(_("ngày"))
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("ghi chú"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True, editable=False)
    recorded_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.move}"
