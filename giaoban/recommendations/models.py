"""A kiến nghị of a unit, the answer that stands, and every step it took.

`unit` asks, `addressee` answers. What an earlier, unclear answer said stays in its step.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.core.models import Versioned
from giaoban.directives.models import Document
from giaoban.organisations.models import Department, Unit
from giaoban.recommendations.labels import MOVE_LABELS, OUTCOME_LABELS, STATE_LABELS
from giaoban.recommendations.rules import REPLIED


class Recommendation(Versioned):
    """`text` stays as it was sent; `answered_on` is the day of the answer that stands."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị kiến nghị")
    )
    addressee = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("nơi nhận")
    )
    period = models.CharField(_("kỳ công tác"), max_length=20)
    text = models.TextField(_("nội dung"))
    folded = models.TextField(editable=False)
    field = models.CharField(
        _("lĩnh vực"),
        max_length=20,
        blank=True,
        choices=[(str(code), label) for code, label in FIELD_LABELS.items()],
    )
    origin_kind = models.CharField(max_length=40, blank=True)
    origin_id = models.BigIntegerField(null=True)
    origin_label = models.CharField(_("trích từ"), max_length=300, blank=True)
    origin_url = models.CharField(max_length=300, blank=True)
    sent_on = models.DateField(_("ngày gửi"))
    reply_due = models.DateField(_("hạn trả lời"))
    state = models.CharField(
        _("trạng thái"), max_length=12, choices=[(str(code), label) for code, label in STATE_LABELS.items()]
    )
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("phòng xử lý")
    )
    outcome = models.CharField(
        _("kết quả"),
        max_length=16,
        blank=True,
        choices=[(str(code), label) for code, label in OUTCOME_LABELS.items()],
    )
    answer = models.TextField(_("nội dung trả lời"), blank=True)
    answer_document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("văn bản trả lời")
    )
    answered_on = models.DateField(_("ngày trả lời"), null=True)

    class Meta:
        ordering = ["-sent_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin_kind", "origin_id"],
                condition=Q(origin_id__isnull=False),
                name="recommendation_once_per_origin",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=REPLIED, answered_on__isnull=False) & ~Q(outcome="")
                    | ~Q(state__in=REPLIED) & Q(outcome="", answer="", answered_on=None, answer_document=None)
                ),
                name="recommendation_answer_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="recommendation_asker"),
            models.Index(fields=["addressee", "state"], name="recommendation_addressee"),
        ]

    def __str__(self) -> str:
        return self.text[:120]


class Step(models.Model):
    """One move on the road: when, by which unit, with what note. An answer keeps its words in `note`."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(
        max_length=12, choices=[(str(code), label) for code, label in MOVE_LABELS.items()]
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    note = models.TextField(blank=True)
    due = models.DateField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["unit", "move", "due"], name="recommendation_step_due")]

    def __str__(self) -> str:
        return str(MOVE_LABELS[self.move])
