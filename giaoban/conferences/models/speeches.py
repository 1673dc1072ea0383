"""Speeches announced by the points: topic, time and turn. What is said is neither stored nor indexed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from giaoban.conferences.labels import SPEECH_LABELS, choices
from giaoban.conferences.models.conferences import Conference
from giaoban.conferences.models.points import ConnectionPoint
from giaoban.conferences.rules import Clock, SpeechState
from giaoban.core.models import Versioned


class Speech(Versioned):
    """`remaining` seconds were left when the clock was last set; it runs while `started_at` is set.

    One speech at most has the floor of a conference, speaking or paused: the database keeps that.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="speeches")
    point = models.ForeignKey(ConnectionPoint, on_delete=models.CASCADE, related_name="speeches")
    topic = models.CharField(_("chủ đề"), max_length=300)
    speaker = models.CharField(_("người phát biểu"), max_length=120, blank=True)
    speaker_post = models.CharField(_("chức vụ người phát biểu"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("thời gian (phút)"))
    state = models.CharField(
        _("trạng thái"),
        max_length=12,
        choices=choices(SPEECH_LABELS),
        default=SpeechState.REGISTERED.value,
    )
    order = models.PositiveIntegerField(default=0)
    remaining = models.IntegerField(default=0)
    granted = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["conference", "order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1), name="speech_minutes"),
            models.UniqueConstraint(
                fields=["conference"],
                condition=Q(state__in=["speaking", "paused"]),
                name="speech_one_on_the_floor",
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    @property
    def clock(self) -> Clock:
        return Clock(self.remaining, self.started_at)
