"""A briefing conference, its agenda, and its events: the one numbered source of live screens and timeline."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from giaoban.conferences.labels import ITEM_LABELS, KIND_LABELS, MODE_LABELS, STATE_LABELS, choices
from giaoban.conferences.rules import Mode, Slot, State
from giaoban.core.dates import ZONE
from giaoban.core.models import Classified, Versioned
from giaoban.core.text import canonical
from giaoban.directives.models import Document
from giaoban.organisations.models import Unit
from giaoban.organisations.rules import PARTY


class Conference(Classified, Versioned):
    """`unit` is whose line it is (the Central Committee), `host` the body that holds it (its commission)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("hệ thống"))
    host = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("chủ trì"))
    hierarchy = models.CharField(max_length=20, default=PARTY)
    kind = models.CharField(_("loại hội nghị"), max_length=20, choices=choices(KIND_LABELS))
    period = models.CharField(_("kỳ công tác"), max_length=20)
    title = models.CharField(_("tên hội nghị"), max_length=300)
    starts_at = models.DateTimeField(_("bắt đầu"))
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    mode = models.CharField(
        _("hình thức"), max_length=10, choices=choices(MODE_LABELS), default=Mode.ONLINE.value
    )
    chair = models.CharField(_("chủ trì hội nghị"), max_length=120, blank=True)
    chair_post = models.CharField(_("chức vụ người chủ trì"), max_length=200, blank=True)
    recorder = models.CharField(_("người ghi biên bản"), max_length=120, blank=True)
    state = models.CharField(
        _("trạng thái"), max_length=12, choices=choices(STATE_LABELS), default=State.DRAFT.value
    )
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    last_seq = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-starts_at", "-id"]
        indexes = [models.Index(fields=["unit", "period"], name="conference_unit_period")]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        """The day as of which the tree and everybody's rights are read."""
        return self.starts_at.astimezone(ZONE).date()


class ConferenceEvent(models.Model):
    """What happened, numbered without gaps within its conference; the application may only append."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    point_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["conference", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "seq"], name="conference_event_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="conference_event_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class AgendaItem(models.Model):
    """An item in its place; planned beginnings are computed from the minutes, actual ones are kept.

    A commendation carries a count with its counting unit (15 đồng chí), never names.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    kind = models.CharField(_("loại nội dung"), max_length=12, choices=choices(ITEM_LABELS))
    title = models.CharField(_("nội dung"), max_length=300)
    minutes = models.PositiveSmallIntegerField(_("thời lượng (phút)"))
    presenter = models.CharField(_("người trình bày"), max_length=200, blank=True)
    count = models.PositiveIntegerField(_("số lượng"), null=True, blank=True)
    counting_unit = models.CharField(_("đơn vị đếm"), max_length=40, blank=True)
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name=_("tài liệu"))
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["conference", "order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1), name="agenda_minutes"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="agenda_times_in_order"
            ),
            models.UniqueConstraint(
                fields=["conference"],
                condition=Q(started_at__isnull=False, ended_at=None),
                name="agenda_one_running",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_or_presenter(self) -> str:
        """The line under the title: its kind, unless the title says it already, and who presents."""
        kind = str(ITEM_LABELS[self.kind])
        said = canonical(kind) in canonical(self.title)
        return " · ".join(part for part in ("" if said else kind, self.presenter) if part)

    @property
    def slot(self) -> Slot:
        return Slot(self.minutes, self.started_at, self.ended_at)

    @property
    def running(self) -> bool:
        return self.started_at is not None and self.ended_at is None
