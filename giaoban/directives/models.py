"""Documents of the cycle, how they relate, and what was corrected in an entry.

The number is not enough to name a document: 45-CT/TW exists twice, so issuer, type, symbol and day do.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from giaoban.core.dates import vi
from giaoban.core.models import Classified, Versioned
from giaoban.core.secrecy import Secrecy
from giaoban.directives.rules import Confidence, Level, Manner, RelationKind, Standing, doc_type
from giaoban.organisations.models import Unit

CONFIDENCE_LABELS = {
    Confidence.VERIFIED: _("đã kiểm chứng"),
    Confidence.LIKELY: _("theo một nguồn"),
    Confidence.UNVERIFIED: _("chưa kiểm chứng"),
}
LEVEL_LABELS = {
    Level.CENTRE: _("Trung ương"),
    Level.PROVINCE: _("cấp tỉnh"),
    Level.DISTRICT: _("cấp huyện"),
    Level.COMMUNE: _("cấp xã, cơ sở"),
    Level.STATE: _("cơ quan nhà nước"),
    Level.OTHER: _("cơ quan khác"),
}
MANNER_LABELS = {
    Manner.ON_SITE: _("trực tiếp"),
    Manner.ONLINE: _("trực tuyến"),
    Manner.HYBRID: _("trực tiếp kết hợp trực tuyến"),
    Manner.WITHIN: _("lồng ghép trong sinh hoạt, hội nghị khác"),
}
RELATION_LABELS = {
    RelationKind.IMPLEMENTS: _("Triển khai, cụ thể hóa"),
    RelationKind.AMENDS: _("Sửa đổi, bổ sung"),
    RelationKind.REPLACES: _("Thay thế"),
    RelationKind.CITES: _("Căn cứ, dẫn chiếu"),
}
REVERSE_LABELS = {
    RelationKind.IMPLEMENTS: _("Được triển khai, cụ thể hóa bởi"),
    RelationKind.AMENDS: _("Được sửa đổi, bổ sung bởi"),
    RelationKind.REPLACES: _("Được thay thế bởi"),
    RelationKind.CITES: _("Được căn cứ, dẫn chiếu bởi"),
}
STANDING_LABELS = {
    Standing.NOT_YET: ("todo", _("chưa ban hành")),
    Standing.IN_FORCE: ("done", _("còn hiệu lực")),
    Standing.AMENDED: ("soon", _("đã sửa đổi, bổ sung")),
    Standing.REPLACED: ("back", _("đã được thay thế")),
}


def type_label(code: str) -> str:
    """The name of a type in the language of the page."""
    found = doc_type(code)
    if found is None:
        return code
    return found.label_en if (get_language() or "vi").startswith("en") else found.label


def term_label(code: str) -> str:
    """A term as titles write it: 2015–2020."""
    return code.replace("-", "–")


class Document(Classified, Versioned):
    """An entry of the register. `registered_in` is the unit whose register entered it and who may change it.

    `unit` is the issuer when it is a unit of this house. `holder` is filled in a stub: the paper is secret,
    only number, day and where it is kept are written here. `level` follows from symbol and issuer; `seed`
    names the row of the shipped registry that the entry was made from.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị ban hành")
    )
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    type = models.CharField(_("thể loại"), max_length=12)
    level = models.CharField(max_length=8, blank=True, editable=False)
    number = models.PositiveIntegerField(_("số"), null=True, db_index=True)
    symbol = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    symbol_key = models.CharField(max_length=80, editable=False, db_index=True)
    identity = models.CharField(max_length=64, editable=False)
    issued_on = models.DateField(_("ngày ban hành"), db_index=True)
    term = models.CharField(_("nhiệm kỳ"), max_length=12, blank=True)
    summary = models.CharField(_("trích yếu"), max_length=1000, blank=True)
    folded = models.TextField(editable=False)
    plenum = models.PositiveSmallIntegerField(_("Hội nghị Trung ương"), null=True)
    plenum_term = models.CharField(_("khóa của hội nghị"), max_length=8, blank=True)
    congress = models.CharField(_("Đại hội"), max_length=8, blank=True)
    seed = models.CharField(max_length=80, blank=True, editable=False)
    holder = models.CharField(_("nơi giữ bản giấy"), max_length=200, blank=True)
    public = models.BooleanField(_("đã công bố"), default=False)
    recipients: "models.ManyToManyField[Unit, Any]" = models.ManyToManyField(
        Unit, related_name="+", verbose_name=_("nơi nhận")
    )
    registered_in = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị ghi sổ")
    )
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    confidence = models.CharField(
        _("độ tin cậy"),
        max_length=12,
        choices=[(c.value, label) for c, label in CONFIDENCE_LABELS.items()],
        default=Confidence.UNVERIFIED.value,
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            # Published once for everybody; what a unit keeps for itself once in its own register, because
            # nobody may learn from a refusal what another unit keeps.
            models.UniqueConstraint(
                fields=["identity"], condition=Q(public=True), name="document_published_once"
            ),
            models.UniqueConstraint(fields=["identity", "registered_in"], name="document_once_in_register"),
            models.UniqueConstraint(fields=["seed"], condition=~Q(seed=""), name="document_seeded_once"),
            models.CheckConstraint(
                condition=Q(public=False) | Q(secrecy=Secrecy.NORMAL.value, holder=""),
                name="document_secret_not_public",
            ),
            models.CheckConstraint(
                condition=Q(holder="") ^ Q(summary=""), name="document_stub_has_no_summary"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def stub(self) -> bool:
        return bool(self.holder)

    @property
    def type_label(self) -> str:
        return type_label(self.type)

    @property
    def term_label(self) -> str:
        return term_label(self.term)

    @property
    def level_label(self) -> Any:
        return LEVEL_LABELS[Level(self.level)]

    @property
    def passed_by(self) -> str:
        """The plenum or congress that passed it, in words; empty for most."""
        if self.plenum:
            return gettext("Hội nghị Trung ương %(number)s khóa %(term)s") % {
                "number": self.plenum,
                "term": self.plenum_term,
            }
        return gettext("Đại hội %(term)s") % {"term": self.congress} if self.congress else ""

    @property
    def name(self) -> str:
        """Type and symbol, as one names it in a sentence: "Nghị quyết 18-NQ/TW"."""
        return f"{self.type_label} {self.symbol}".strip()

    @property
    def label(self) -> str:
        """The name with its day, which tells two of one symbol apart."""
        return gettext("%(name)s ngày %(day)s") % {"name": self.name, "day": vi(self.issued_on)}


class Relation(models.Model):
    """The source implements, amends, replaces or cites the target."""

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="outgoing")
    target = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="incoming")
    kind = models.CharField(
        _("quan hệ"), max_length=12, choices=[(k.value, label) for k, label in RELATION_LABELS.items()]
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["source__issued_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="relation_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Correction(models.Model):
    """What an entry said before it was corrected, why, when, by whom; `before` maps a field to its value."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="corrections")
    before: Any = models.JSONField(default=dict)
    reason = models.CharField(_("lý do đính chính"), max_length=500)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True)
    recorded_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason


class Dissemination(Versioned):
    """How one unit made a document known to its people and whether it issued a plan: counts and days only.

    The plan is an entry of the register, or a number and a day where it is not entered. `history` keeps what
    was told before a correction: on, by, reason, before.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="disseminations")
    held_on = models.DateField(_("ngày quán triệt"), null=True)
    manner = models.CharField(
        _("hình thức"),
        max_length=8,
        blank=True,
        choices=[(m.value, label) for m, label in MANNER_LABELS.items()],
    )
    attending = models.PositiveIntegerField(_("số người dự"), null=True)
    convened = models.PositiveIntegerField(_("số người được triệu tập"), null=True)
    plan = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("kế hoạch triển khai")
    )
    plan_text = models.CharField(_("số, ký hiệu kế hoạch"), max_length=120, blank=True)
    plan_on = models.DateField(_("ngày ban hành kế hoạch"), null=True)
    history: Any = models.JSONField(default=list, editable=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["document", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["document", "unit"], name="dissemination_once"),
            models.CheckConstraint(
                condition=Q(attending=None) | Q(convened=None) | Q(attending__lte=models.F("convened")),
                name="dissemination_attending_within",
            ),
            models.CheckConstraint(condition=Q(plan=None) | Q(plan_text=""), name="dissemination_one_plan"),
        ]

    def __str__(self) -> str:
        return gettext("Quán triệt %(document)s") % {"document": self.document.label}

    @property
    def planned(self) -> bool:
        return self.plan_id is not None or bool(self.plan_text)
