"""Numbers: one series per organisation, type and term, continuous from its first number.

Papers that arrive have a series of their own a year (type "ĐẾN"). A number that was cancelled stays visible.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from giaoban.core.models import Dated
from giaoban.correspondence.labels import NUMBER_LABELS
from giaoban.organisations.models import Unit


class Book(models.Model):
    """The numbers of this unit are kept in this house; without a book an issuer's are outside.

    `code` stands for it in symbols ("BTCTU"); `style`: they are written the Party's way or the state's.
    """

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("ký hiệu cơ quan"), max_length=20)
    style = models.CharField(max_length=8, default="party")
    opened_on = models.DateField(_("ngày mở sổ"))
    recorded_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["unit"]
        constraints = [
            models.CheckConstraint(condition=Q(style__in=["party", "state"]), name="book_style_known")
        ]

    def __str__(self) -> str:
        return self.code


class Term(Dated):
    """A term of an organisation: from the day after its congress closed to the day the next one closes."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("nhiệm kỳ"), max_length=12)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)

    class Meta:
        ordering = ["unit", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="term_code_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="term_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.code


class Series(models.Model):
    """`last` is the number given last, `first` the one it began with (a unit may come here in mid-term)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(_("thể loại"), max_length=12)
    term = models.CharField(_("nhiệm kỳ hoặc năm"), max_length=12)
    first = models.PositiveIntegerField(_("bắt đầu từ số"), default=1)
    last = models.PositiveIntegerField(_("số cuối đã lấy"), default=0)

    class Meta:
        ordering = ["unit", "type", "term"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "type", "term"], name="series_once"),
            models.CheckConstraint(
                condition=Q(first__gte=1, last__gte=F("first") - 1), name="series_last_from_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.type} {self.term}"


class Number(models.Model):
    """One number of a series; the row stays when it is cancelled."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="numbers")
    value = models.PositiveIntegerField(_("số"))
    symbol = models.CharField(_("số, ký hiệu"), max_length=60)
    taken_on = models.DateField(_("ngày lấy số"))
    about = models.CharField(_("trích yếu"), max_length=1000, blank=True)
    state = models.CharField(
        max_length=12,
        choices=[(str(code), label) for code, label in NUMBER_LABELS.items()],
        default="taken",
    )
    reason = models.CharField(_("lý do hủy"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["series", "value"]
        constraints = [
            models.UniqueConstraint(fields=["series", "value"], name="number_once"),
            models.CheckConstraint(
                condition=Q(state="taken", reason="") | Q(state="cancelled") & ~Q(reason=""),
                name="number_cancelled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.symbol
