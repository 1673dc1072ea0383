"""The closing of a Hồ sơ kỳ with its package; texts that were read, and how their marks were corrected."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from giaoban.core.models import Classified, Versioned
from giaoban.organisations.models import Unit


class ClosedFile(models.Model):
    """A file of a unit and period that was put away. `contents` lists its papers in the order of the mục lục:
    number, symbol, date, summary, step, file name in the package and its SHA-256."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("kỳ công tác"), max_length=20)
    contents: Any = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    closed_at = models.DateTimeField()
    closed_by = models.BigIntegerField(null=True)
    closed_label = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="closed_file_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.period}"


class ReadText(Classified, Versioned):
    """A text that a unit had read: its words as given, what the reader marked, what was made of it.

    `marks` is what the reader of version `reader` found, places counted in `text`; persons only by place.
    `counts` says how many stand after corrections. The three `made_` are ids of records of other rooms.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("tên gọi"), max_length=300)
    text = models.TextField(_("văn bản"))
    source = models.CharField(max_length=8, choices=[("paste", _("dán")), ("file", _("tải tệp lên"))])
    address = models.CharField(_("lấy từ"), max_length=300, blank=True)
    told_on = models.DateField(_("ngày của văn bản"), null=True)
    marks: Any = models.JSONField(default=dict)
    counts: Any = models.JSONField(default=dict)
    reader = models.CharField(max_length=20)
    made_document = models.BigIntegerField(null=True)
    made_programme = models.BigIntegerField(null=True)
    made_conference = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True)
    recorded_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["unit", "-recorded_at"], name="read_text_of_unit")]

    def __str__(self) -> str:
        return self.title


class MarkCorrection(models.Model):
    """One mark changed, removed or added by hand: what it said before and after, who, when, taken back when.

    `mark` is the kind and place of the mark (rules.marks); `before` is empty for an added one, `after` for a
    removed one.
    """

    text = models.ForeignKey(ReadText, on_delete=models.CASCADE, related_name="corrections")
    mark = models.CharField(max_length=24)
    before: Any = models.JSONField(null=True)
    after: Any = models.JSONField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True)
    recorded_label = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.text_id} {self.mark}"
