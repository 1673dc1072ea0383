"""Papers that arrive: the register, the bút phê, and who answers by when."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.core.dates import vi
from giaoban.core.models import Classified, Versioned
from giaoban.correspondence.labels import ARRIVED_LABELS
from giaoban.correspondence.models.issuing import Delivery
from giaoban.correspondence.models.numbering import Number
from giaoban.directives.models import Document, type_label
from giaoban.organisations.models import Department, Unit


class Arrival(Classified, Versioned):
    """A line of the register of incoming papers. `document` links the registry when it is known there.

    `delivery` is set when it came inside this house; `holder` when only a stub may be kept (secret).
    `history` keeps what was written before each correction: at, by, reason, before.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("nơi nhận"))
    number = models.OneToOneField(Number, on_delete=models.PROTECT, related_name="arrival")
    arrived_on = models.DateField(_("ngày đến"))
    issuer = models.CharField(_("cơ quan gửi"), max_length=200)
    symbol = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    symbol_key = models.CharField(max_length=80, editable=False, db_index=True)
    type = models.CharField(_("thể loại"), max_length=12, blank=True)
    issued_on = models.DateField(_("ngày văn bản"), null=True)
    summary = models.CharField(_("trích yếu"), max_length=1000, blank=True)
    folded = models.TextField(editable=False)
    urgency = models.CharField(_("độ khẩn"), max_length=12, blank=True)
    holder = models.CharField(_("nơi giữ bản giấy"), max_length=200, blank=True)
    due = models.DateField(_("hạn trả lời"), null=True)
    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, null=True, related_name="arrival")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("trạng thái"),
        max_length=12,
        choices=[(str(code), label) for code, label in ARRIVED_LABELS.items()],
        default="entered",
    )
    settled_on = models.DateField(_("ngày giải quyết"), null=True)
    settled_note = models.CharField(_("kết quả giải quyết"), max_length=500, blank=True)
    history: Any = models.JSONField(default=list, editable=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["-arrived_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(holder="") | Q(summary=""), name="arrival_stub_has_no_summary"
            ),
            models.CheckConstraint(
                condition=Q(state="settled", settled_on__isnull=False)
                | ~Q(state="settled") & Q(settled_on=None),
                name="arrival_settled_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="arrival_unit")]

    def __str__(self) -> str:
        return self.label

    @property
    def stub(self) -> bool:
        return bool(self.holder)

    @property
    def type_label(self) -> str:
        return type_label(self.type) if self.type else ""

    @property
    def name(self) -> str:
        """Type and symbol, as one names it in a sentence: "Công văn số 123-CV/BTCTW"."""
        kind = self.type_label or gettext("Văn bản")
        return (
            gettext("%(type)s số %(symbol)s") % {"type": kind, "symbol": self.symbol} if self.symbol else kind
        )

    @property
    def label(self) -> str:
        """The name with its day and who sent it, which tell two of one symbol apart."""
        parts = {"name": self.name, "issuer": self.issuer}
        if self.issued_on is None:
            return gettext("%(name)s của %(issuer)s") % parts
        return gettext("%(name)s ngày %(day)s của %(issuer)s") % {**parts, "day": vi(self.issued_on)}


class Remark(models.Model):
    """A bút phê: what is to be done, by which phòng and whom, by when. Several may follow one another.

    `task_id` is the task it became, a plain value: tasks stand above.
    """

    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="remarks")
    text = models.CharField(_("bút phê"), max_length=1000)
    department = models.ForeignKey(
        Department, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("phòng xử lý")
    )
    officer = models.BigIntegerField(_("cán bộ xử lý"), null=True)
    due = models.DateField(_("thời hạn"), null=True)
    by_post = models.CharField(_("chức vụ người bút phê"), max_length=200)
    task_id = models.BigIntegerField(null=True)
    task_url = models.CharField(max_length=300, blank=True)
    made_on = models.DateField(_("ngày bút phê"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]
