"""Rule packs: parameters of legal instruments as dated data, each with its source and how sure we are.

A case pins the version it started under, so that a later rule never moves an earlier case.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from giaoban.core.constraints import one_at_a_time, ordered
from giaoban.core.models import Dated, DatedQuerySet

CONFIDENCES = {"verified": _("đã kiểm chứng"), "unverified": _("tham khảo")}


class RulePack(models.Model):
    """A named set of rules with one shape of parameters: the reporting windows, the admission periods, …"""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("tên bộ quy tắc"), max_length=300)
    title_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class RuleVersion(Dated):
    """The parameters in force during [starts, ends), with the instrument they come from."""

    pack = models.ForeignKey(RulePack, on_delete=models.PROTECT, related_name="versions")
    basis = models.CharField(_("căn cứ"), max_length=500)
    source = models.CharField(_("nguồn"), max_length=500)
    confidence = models.CharField(_("độ tin cậy"), max_length=12, choices=list(CONFIDENCES.items()))
    params: Any = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now_add=True)

    objects = DatedQuerySet["RuleVersion"].as_manager()

    class Meta:
        ordering = ["pack_id", "starts"]
        constraints = [ordered("rule_days_in_order"), one_at_a_time("rule_one_at_a_time", "pack_id")]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.starts}"


class Pin(models.Model):
    """The version under which a case (kind, id) began."""

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="pins")
    pack = models.ForeignKey(RulePack, on_delete=models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "pack"], name="pin_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
