"""Connection points (điểm cầu), what they were told, and the delegates who sit there.

A delegate is a line of text of one conference: it makes and enriches no person (daily.md §8).
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from giaoban.conferences.labels import INVITATION_LABELS, POINT_LABELS, choices
from giaoban.conferences.models.conferences import Conference
from giaoban.conferences.rules import InvitationState, PointState
from giaoban.core.models import Versioned
from giaoban.organisations.models import Unit


class ConnectionPoint(Versioned):
    """One hall at the end of a line. Heads may be entered instead of names; `host` is the main hall."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="points")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="below")
    host = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)
    name = models.CharField(_("tên điểm cầu"), max_length=200)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    operator = models.CharField(_("phụ trách kỹ thuật"), max_length=120, blank=True)
    contact = models.CharField(_("điện thoại"), max_length=60, blank=True)
    seats = models.PositiveIntegerField(_("số chỗ ngồi"), null=True, blank=True)
    convened = models.PositiveIntegerField(_("số đại biểu triệu tập"), null=True, blank=True)
    present = models.PositiveIntegerField(_("số đại biểu có mặt"), null=True, blank=True)
    line_ok = models.BooleanField(_("đường truyền"), default=False)
    picture_ok = models.BooleanField(_("hình ảnh"), default=False)
    sound_ok = models.BooleanField(_("âm thanh"), default=False)
    checked_at = models.DateTimeField(null=True)
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=choices(POINT_LABELS), default=PointState.NOT_READY.value
    )
    lost_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["conference", "-host", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "unit", "name"], name="point_once"),
            models.UniqueConstraint(
                fields=["conference"], condition=Q(host=True), name="point_one_main_hall"
            ),
            models.CheckConstraint(
                condition=Q(present=None) | Q(convened__isnull=False, present__lte=F("convened")),
                name="point_present_within_convened",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """The invitation of one point's unit and its answer. `number` and `text` are those of the paper sent."""

    point = models.OneToOneField(ConnectionPoint, on_delete=models.CASCADE, related_name="invitation")
    number = models.CharField(_("số giấy mời"), max_length=60, blank=True)
    text = models.TextField(_("nội dung giấy mời"), max_length=2000, blank=True)
    sent_at = models.DateTimeField()
    state = models.CharField(
        _("trả lời"), max_length=10, choices=choices(INVITATION_LABELS), default=InvitationState.SENT.value
    )
    reason = models.CharField(_("lý do vắng"), max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["point"]

    def __str__(self) -> str:
        return gettext("Giấy mời điểm cầu %(point)s") % {"point": self.point}


class Participant(models.Model):
    """A delegate of this conference at one point; who sits for somebody else names the place taken."""

    point = models.ForeignKey(ConnectionPoint, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("họ và tên"), max_length=120)
    post = models.CharField(_("chức vụ"), max_length=200, blank=True)
    body = models.CharField(_("đơn vị công tác"), max_length=200, blank=True)
    order = models.PositiveIntegerField(default=0)
    convened = models.BooleanField(_("được triệu tập"), default=True)
    present = models.BooleanField(_("có mặt"), default=False)
    substitute_for = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="substitute"
    )

    class Meta:
        ordering = ["point", "order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(substitute_for=None) | Q(convened=False), name="substitute_is_not_convened"
            )
        ]

    def __str__(self) -> str:  # the trail keeps no name of a delegate
        return gettext("Đại biểu của điểm cầu %(point)s") % {"point": self.point}
