"""Messages inside the house, the daily e-mail, the directory of contacts, the progress of long jobs.

A message carries a link and a sentence, never the content of the record it speaks of.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS, choices
from giaoban.core.constraints import one_at_a_time, ordered
from giaoban.core.dates import now
from giaoban.core.models import Dated, DatedQuerySet, Versioned
from giaoban.notices.rules import DigestState, JobState
from giaoban.organisations.models import Unit

JOB_LABELS = {
    JobState.RUNNING: _("đang thực hiện"),
    JobState.DONE: _("đã hoàn thành"),
    JobState.FAILED: _("có lỗi"),
}


class OutboxMessage(models.Model):
    """What was told, once, in the transaction of the act: a sentence with its values, and where to look.

    `text` is a Vietnamese sentence with %(name)s places; it is translated when it is read.
    """

    event = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
    params: Any = models.JSONField(default=dict)
    url = models.CharField(max_length=500)
    unit_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.event


class Notice(models.Model):
    """One message in one person's inbox."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    read_at = models.DateTimeField(null=True)
    digest = models.ForeignKey("Digest", on_delete=models.SET_NULL, null=True, related_name="notices")

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_inbox"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["user"], condition=Q(digest__isnull=True), name="notice_undigested"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.user_id}"


class Digest(models.Model):
    """The one e-mail of a day to a person; queued first, so that a crash neither loses nor doubles it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in DigestState], default=DigestState.QUEUED.value
    )
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class Contact(Dated, Versioned):
    """Whom to call in a unit about a field of work; confirmed anew each quarter."""

    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("đơn vị")
    )
    field = models.CharField(_("lĩnh vực"), max_length=20, choices=choices(FIELD_LABELS), blank=True)
    name = models.CharField(_("họ và tên"), max_length=120)
    title = models.CharField(_("chức danh"), max_length=200, blank=True)
    telephone = models.CharField(_("điện thoại công vụ"), max_length=40, blank=True)
    email = models.EmailField(_("thư điện tử công vụ"), blank=True)
    confirmed_on = models.DateField(_("xác nhận ngày"), null=True, blank=True)
    confirmed_by = models.BigIntegerField(null=True)

    objects = DatedQuerySet["Contact"].as_manager()

    class Meta:
        ordering = ["unit_id", "field", "starts"]
        constraints = [
            ordered("contact_days_in_order"),
            one_at_a_time("contact_one_at_a_time", "unit_id", texts=("field",)),
        ]

    def __str__(self) -> str:
        return self.name


class LongJob(models.Model):
    """Work that outlives a request: what it is, how far it got, where its result is.

    `key` is given by the caller: the same work asked for twice is one job.
    """

    key = models.CharField(max_length=120, unique=True)
    title = models.CharField(max_length=300)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=8,
        choices=[(s.value, label) for s, label in JOB_LABELS.items()],
        default=JobState.RUNNING.value,
    )
    message = models.CharField(max_length=500, blank=True)
    result_url = models.CharField(max_length=500, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["started_by", "-id"], name="longjob_mine")]

    def __str__(self) -> str:
        return self.title
