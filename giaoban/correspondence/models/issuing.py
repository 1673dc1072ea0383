"""What was issued and cannot change any more, its exact versions, and which units got and opened it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from giaoban.core.dates import now
from giaoban.core.models import Classified
from giaoban.correspondence.models.dossiers import Dossier, Draft
from giaoban.correspondence.models.numbering import Number
from giaoban.directives.models import Document
from giaoban.files.models import StoredFile
from giaoban.organisations.models import Unit


class Edition(Classified):
    """One exact version of a paper that was printed or sent. `code` is its mã đối chiếu.

    `kind` and `object_id` name the record it is of; whoever may read that record may open it. Of a list
    `object_id` is the unit and `seen_on` the day whose tree is asked. `paper` are its plain values; what is
    not ours has bytes: a signed scan, or the .docx of a unit's own form (`word`), which LibreOffice lays out
    as `pdf`; `filled` is then the digest of what was filled in.
    """

    code = models.CharField(_("mã đối chiếu"), max_length=14, unique=True)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=1000)
    paper: Any = models.JSONField(null=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    word = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    filled = models.CharField(max_length=64, blank=True)
    seen_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=now, editable=False)
    made_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "object_id"], name="edition_record")]

    def __str__(self) -> str:
        return self.code


class Issue(models.Model):
    """The paper as issued: number, day, version, hash. Only what happened later is added: recall, replacing,
    signed copies (`signed` is the one given when it was issued).

    `number` is empty when the issuing body keeps its numbers outside this house.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="issue")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    number = models.OneToOneField(Number, on_delete=models.PROTECT, null=True, related_name="issue")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="issue")
    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="issue")
    signed = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(_("ngày ban hành"))
    sha256 = models.CharField(max_length=64)
    recalled_on = models.DateField(_("ngày thu hồi"), null=True)
    recall_reason = models.CharField(_("lý do thu hồi"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["-issued_on", "-id"]

    def __str__(self) -> str:
        return self.document.symbol


class SignedCopy(models.Model):
    """A signed copy that came after issuing, or in the place of a wrong one: the latest of an issue holds.

    `reason` says what was wrong with the one before it. Rows and files stay.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="copies")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("lý do thay"), max_length=500, blank=True)
    attached_at = models.DateTimeField(default=now, editable=False)
    attached_by = models.BigIntegerField(null=True, editable=False)
    attached_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.file_id}"


class Delivery(models.Model):
    """One unit that the paper was sent to; `opened_at` is when the unit first opened it, never who."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="deliveries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("gửi lúc"))
    opened_at = models.DateTimeField(_("đơn vị mở lúc"), null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["issue", "unit"], name="delivery_once")]
        indexes = [models.Index(fields=["unit", "opened_at"], name="delivery_unit")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.unit_id}"
