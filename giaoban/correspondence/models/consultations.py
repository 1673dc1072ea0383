"""Asking for opinions on a draft: which bodies, what they answered, how each point was settled.

Of a phiếu lấy ý kiến to the members of an organ only counts are kept (`daily.md` §8).
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from giaoban.core.models import Versioned
from giaoban.correspondence.labels import MANNER_LABELS, VERDICT_LABELS
from giaoban.correspondence.models.dossiers import Dossier, Draft
from giaoban.files.models import StoredFile
from giaoban.organisations.models import Unit


class Consultation(Versioned):
    """One round on one draft. `symbol` is that of the letter; the counts belong to a phiếu."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="consultations")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    manner = models.CharField(
        _("hình thức"), max_length=8, choices=[(str(code), label) for code, label in MANNER_LABELS.items()]
    )
    symbol = models.CharField(_("số, ký hiệu công văn"), max_length=60, blank=True)
    sent_on = models.DateField(_("ngày gửi lấy ý kiến"))
    due = models.DateField(_("hạn góp ý"))
    closed_on = models.DateField(_("ngày kết thúc"), null=True)
    given = models.PositiveIntegerField(_("số phiếu phát ra"), null=True)
    returned = models.PositiveIntegerField(_("số phiếu thu về"), null=True)
    agreed = models.PositiveIntegerField(_("số phiếu đồng ý"), null=True)
    disagreed = models.PositiveIntegerField(_("số phiếu không đồng ý"), null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned=None) | Q(returned__lte=F("given")), name="consultation_returned_within"
            ),
            models.CheckConstraint(
                condition=Q(agreed=None) | Q(returned__gte=F("agreed") + F("disagreed")),
                name="consultation_counts_within",
            ),
            models.CheckConstraint(condition=Q(due__gte=F("sent_on")), name="consultation_due_after_sending"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.sent_on}"


class Opinion(models.Model):
    """What one body that was asked by letter answered, and the letter it answered with."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="opinions")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan góp ý")
    )
    verdict = models.CharField(
        _("ý kiến"),
        max_length=20,
        blank=True,
        choices=[(str(code), label) for code, label in VERDICT_LABELS.items()],
    )
    answered_on = models.DateField(_("ngày trả lời"), null=True)
    symbol = models.CharField(_("số, ký hiệu văn bản trả lời"), max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "unit"], name="opinion_once"),
            models.CheckConstraint(
                condition=Q(verdict="", answered_on=None) | ~Q(verdict="") & Q(answered_on__isnull=False),
                name="opinion_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.unit_id}"


class OpinionPoint(Versioned):
    """One point of an opinion and how it was settled: a row of the table tiếp thu · giải trình."""

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="points")
    place = models.CharField(_("mục, trang"), max_length=120, blank=True)
    text = models.TextField(_("nội dung góp ý"))
    accepted = models.BooleanField(_("tiếp thu"), null=True)
    response = models.TextField(_("nội dung tiếp thu, giải trình"), blank=True)

    class Meta:
        ordering = ["opinion_id", "id"]

    def __str__(self) -> str:
        return self.text[:80]
