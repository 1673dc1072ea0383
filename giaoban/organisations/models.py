"""Units and everything dated about them: names, places in several hierarchies, the decisions behind.

No level is hard-coded; a unit ends and its successor begins, so that no earlier report ever moves.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.core import text
from giaoban.core.constraints import one_at_a_time, ordered
from giaoban.core.dates import vi
from giaoban.core.models import Classified, Dated, DatedQuerySet, Versioned
from giaoban.organisations.rules import ChangeKind, Confidence

CHANGE_LABELS = {
    ChangeKind.ESTABLISH: _("Thành lập"),
    ChangeKind.MERGE: _("Hợp nhất, sáp nhập"),
    ChangeKind.SPLIT: _("Chia, tách"),
    ChangeKind.TRANSFER: _("Chuyển cấp trên trực tiếp"),
    ChangeKind.RENAME: _("Đổi tên"),
    ChangeKind.DISSOLVE: _("Giải thể, kết thúc hoạt động"),
    ChangeKind.REESTABLISH: _("Thành lập lại"),
}
CONFIDENCE_LABELS = {Confidence.VERIFIED: _("đã kiểm chứng"), Confidence.UNVERIFIED: _("chưa kiểm chứng")}


class Kind(models.Model):
    """A kind of unit, as data: provincial committee, commission, commune committee, cell, front, …"""

    code = models.SlugField(max_length=60, primary_key=True)
    label = models.CharField(_("loại đơn vị"), max_length=120)
    label_en = models.CharField(max_length=120)
    level = models.CharField(_("cấp"), max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    # A commission or an office works for its superior committee, over that committee's line.
    advises = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.label


class Hierarchy(models.Model):
    """A line of subordination or grouping: the Party line, emulation clusters."""

    code = models.SlugField(max_length=20, unique=True)
    label = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.label


class Unit(Classified, Dated, Versioned):
    """An organisation from the day it begins to the day it ends.

    `starts` is the first day this house knows it, `established_on` the legal day when that is known.
    A code belongs to one living unit at a time; a successor may take over its predecessor's code.
    """

    code = models.SlugField(_("mã đơn vị"), max_length=80)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, verbose_name=_("loại đơn vị"))
    established_on = models.DateField(_("ngày thành lập"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    confidence = models.CharField(
        max_length=12,
        choices=[(c.value, label) for c, label in CONFIDENCE_LABELS.items()],
        default=Confidence.UNVERIFIED.value,
    )
    ended_by = models.ForeignKey("Change", on_delete=models.PROTECT, null=True, related_name="ended")

    objects = DatedQuerySet["Unit"].as_manager()

    class Meta:
        constraints = [
            ordered("unit_days_in_order"),
            one_at_a_time("unit_one_code_at_a_time", texts=("code",)),
        ]
        indexes = [models.Index(fields=["code", "starts"], name="unit_code")]

    def __str__(self) -> str:
        return self.code


class UnitName(Dated):
    """What a unit is called, from when to when."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("tên đơn vị"), max_length=300)
    short_name = models.CharField(_("tên ngắn"), max_length=120, blank=True)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)
    sort_key = models.CharField(max_length=600, editable=False, db_collation="C")
    # Name and short name without accents, for pickers and lists.
    folded = models.CharField(max_length=600, editable=False)
    change = models.ForeignKey("Change", on_delete=models.PROTECT, null=True, related_name="names")

    objects = DatedQuerySet["UnitName"].as_manager()

    class Meta:
        constraints = [
            ordered("unit_name_days_in_order"),
            one_at_a_time("unit_one_name_at_a_time", "unit_id"),
        ]

    def __str__(self) -> str:
        return self.name

    def keyed(self) -> "UnitName":
        """With the keys that follow from the name; bulk writes call it, `save` always does."""
        self.sort_key = text.sort_key(self.name)[:600]
        self.folded = text.fold(f"{self.name} {self.short_name}")[:600]
        return self

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.keyed()
        super().save(*args, **kwargs)


class Placement(Dated):
    """Under which unit a unit stands in one hierarchy, from when to when; no parent at the top."""

    hierarchy = models.ForeignKey(Hierarchy, on_delete=models.PROTECT, db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="child_placements", db_index=False
    )
    lead = models.BooleanField(_("cụm trưởng"), default=False)
    # One row for each decision: a later one is named when an earlier one that contradicts it is entered.
    change = models.ForeignKey("Change", on_delete=models.PROTECT, null=True, related_name="placements")

    objects = DatedQuerySet["Placement"].as_manager()

    class Meta:
        constraints = [
            ordered("placement_days_in_order"),
            one_at_a_time("placement_one_at_a_time", "hierarchy_id", "unit_id"),
        ]
        indexes = [models.Index(fields=["parent", "hierarchy", "starts"], name="placement_parent")]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id}"


class Closure(Dated):
    """Every ancestor of every unit by days, itself included at depth 0; kept only by the placement door.

    It follows from the placements, so the database need not check its keys one by one (a merger of two
    provinces writes tens of thousands of rows). Its two indexes serve both directions.
    """

    hierarchy = models.ForeignKey(Hierarchy, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    ancestor = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="descendant_rows", db_index=False, db_constraint=False
    )
    descendant = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="ancestor_rows", db_index=False, db_constraint=False
    )
    depth = models.PositiveSmallIntegerField()

    objects = DatedQuerySet["Closure"].as_manager()

    class Meta:
        constraints = [ordered("closure_days_in_order")]
        indexes = [
            models.Index(
                fields=["ancestor", "hierarchy", "depth", "starts", "ends", "descendant"], name="closure_down"
            ),
            models.Index(
                fields=["descendant", "hierarchy", "starts", "ends", "ancestor", "depth"], name="closure_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.descendant_id}"


class Change(Classified):
    """A decision on the organisation: when it holds, when it was signed, when it was entered.

    `facts` keeps the decision in plain values, enough to replay the whole history without the other tables.
    """

    kind = models.CharField(
        _("hình thức"), max_length=12, choices=[(k.value, label) for k, label in CHANGE_LABELS.items()]
    )
    effective_on = models.DateField(_("hiệu lực từ"))
    decided_on = models.DateField(_("ngày ký"), null=True, blank=True)
    decision = models.CharField(_("số, ký hiệu quyết định"), max_length=200, blank=True)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    confidence = models.CharField(
        max_length=12,
        choices=[(c.value, label) for c, label in CONFIDENCE_LABELS.items()],
        default=Confidence.UNVERIFIED.value,
    )
    note = models.TextField(_("ghi chú"), blank=True)
    facts: Any = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True)
    units = models.ManyToManyField(Unit, related_name="changes")

    class Meta:
        ordering = ["effective_on", "id"]

    def __str__(self) -> str:
        return self.in_words()

    def in_words(self) -> str:
        """The decision as it is named in a sentence: what, which paper, from when."""
        parts = [str(CHANGE_LABELS[ChangeKind(self.kind)])]
        if self.decision:
            parts.append(self.decision)
        parts.append(gettext("hiệu lực từ %(day)s") % {"day": vi(self.effective_on)})
        return ", ".join(parts)


class Succession(models.Model):
    """Who continues whom after a decision; a share only where the decision states one."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="successions")
    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successor_rows")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="predecessor_rows")
    share = models.DecimalField(max_digits=9, decimal_places=8, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Department(Dated):
    """A phòng inside a unit: it gives defaults and inboxes, never rights."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="departments")
    name = models.CharField(_("tên phòng"), max_length=200)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    objects = DatedQuerySet["Department"].as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [ordered("department_days_in_order")]

    def __str__(self) -> str:
        return self.name
