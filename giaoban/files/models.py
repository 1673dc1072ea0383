"""Files that came from outside: where they lie, what they are, which record they belong to.

A file points at its record by kind and id and is read by whoever that record's room lets in.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from giaoban.core.models import Classified
from giaoban.organisations.models import Unit


class StoredFile(Classified):
    """One upload. `key` is the random address of its bytes; the name the user gave is only shown."""

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("tên tệp"), max_length=200)
    media_type = models.CharField(_("loại tệp"), max_length=120)
    size = models.PositiveBigIntegerField(_("dung lượng"))
    sha256 = models.CharField(_("mã băm"), max_length=64)
    key = models.CharField(max_length=40, unique=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "object_id"], name="file_record")]

    def __str__(self) -> str:
        return self.name
