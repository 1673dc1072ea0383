"""A unit's own Word template for one kind of paper, checked on upload; the newest active one is used."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from giaoban.files.models import StoredFile
from giaoban.organisations.models import Unit


class UnitTemplate(models.Model):
    """`code` names the shipped template it takes the place of; `fields` are the names it uses."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(_("bản"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    fields: Any = models.JSONField(default=list)
    active = models.BooleanField(_("đang dùng"), default=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code", "number"], name="template_number_once"),
            models.UniqueConstraint(
                fields=["unit", "code"], condition=Q(active=True), name="template_one_active"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}/{self.number}"
