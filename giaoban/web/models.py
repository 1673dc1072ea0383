"""The closing of a Hồ sơ kỳ: which papers it holds, and the package that was made of them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

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
