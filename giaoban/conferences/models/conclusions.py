"""The conclusion of a conference in numbered paragraphs, each of which may become a task (cycle.md §1.5)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS
from giaoban.conferences.labels import CONCLUSION_LABELS, LEADS_LABELS, choices
from giaoban.conferences.models.conferences import Conference
from giaoban.conferences.rules import ConclusionState, Leads
from giaoban.core.models import Versioned
from giaoban.directives.models import Document
from giaoban.organisations.models import Unit
from giaoban.tasks.models import Programme


class Conclusion(Versioned):
    """Draft until it is issued: then it is a registered document and its paragraphs are frozen."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="conclusion")
    title = models.CharField(_("trích yếu"), max_length=300)
    opening = models.TextField(_("đoạn mở đầu"), max_length=4000, blank=True)
    state = models.CharField(
        max_length=10, choices=choices(CONCLUSION_LABELS), default=ConclusionState.DRAFT.value
    )
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    next_period = models.CharField(_("kỳ giao nhiệm vụ"), max_length=20, blank=True)
    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", document=None, programme=None)
                | Q(state="issued", document__isnull=False),
                name="conclusion_issued_is_a_document",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Paragraph(Versioned):
    """A numbered paragraph and what it would be as a task: who leads, until when, with what result."""

    conclusion = models.ForeignKey(Conclusion, on_delete=models.CASCADE, related_name="paragraphs")
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(_("số"), max_length=10)
    text = models.TextField(_("nội dung"), max_length=4000)
    task = models.BooleanField(_("thành nhiệm vụ"), default=False)
    leads = models.CharField(
        _("đơn vị chủ trì"), max_length=8, choices=choices(LEADS_LABELS), default=Leads.ALL.value
    )
    lead_kind = models.CharField(max_length=60, blank=True)
    lead_units = models.ManyToManyField(Unit, blank=True, related_name="+")
    due = models.DateField(_("thời hạn"), null=True, blank=True)
    product = models.CharField(_("sản phẩm"), max_length=300, blank=True)
    field = models.CharField(_("lĩnh vực"), max_length=20, choices=choices(FIELD_LABELS), blank=True)
    indicator = models.CharField(_("chỉ tiêu minh chứng"), max_length=40, blank=True)
    recommendation_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["conclusion", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="paragraph_level"),
            models.UniqueConstraint(
                fields=["conclusion", "position"],
                name="paragraph_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"[:200]
