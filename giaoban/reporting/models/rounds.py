"""A round asks one form for one period; an obligation is what one unit owes in it; totals are a cache.

Who owes comes from the tree as of the cut-off day and never moves afterwards (reporting.md §3 R2).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from giaoban.core.models import Classified, Versioned
from giaoban.organisations.models import Unit
from giaoban.reporting.models.forms import FormVersion, Regime
from giaoban.reporting.rules.states import RoundState, State


class Round(Classified, Versioned):
    """One period of one regime, opened over everything below `unit`."""

    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="rounds")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="rounds")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("kỳ"), max_length=20, db_index=True)
    title = models.CharField(_("tên đợt báo cáo"), max_length=300)
    cut_off = models.DateField(_("ngày chốt số liệu"))
    opened_on = models.DateField(_("ngày mở"))
    state = models.CharField(max_length=8, default=RoundState.OPEN.value)
    request = models.ForeignKey(
        "directives.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regime", "unit", "period"], name="round_once")]

    def __str__(self) -> str:
        return self.title


class Obligation(Versioned):
    """What one unit owes in a round, to which superior, by when, and how far it is.

    The round's own unit has one too (receiver None): its report is the consolidated one.
    `deadline` is the first one given; `due` is the one that counts after an extension; `return_due` the one
    given with the last return. `first_sent_at` is what on time is judged by: the first sending, or the one
    that came after the deadline of a return.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="obligations", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    depth = models.PositiveSmallIntegerField()
    leaf = models.BooleanField(default=True)
    state = models.CharField(max_length=14, default=State.DUE.value)
    deadline = models.DateTimeField(_("thời hạn"))
    due = models.DateTimeField(_("thời hạn sau gia hạn"))
    return_due = models.DateTimeField(_("hạn gửi lại"), null=True)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    first_sent_at = models.DateTimeField(null=True)
    current = models.ForeignKey(
        "Submission", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    accepted = models.ForeignKey(
        "Submission", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="obligation_once")]
        indexes = [models.Index(fields=["receiver", "round", "state"], name="obligation_receiver")]

    def __str__(self) -> str:
        return f"{self.unit.code} {self.round.period}"


class Rollup(models.Model):
    """Cached totals of a unit in a round from its leaves' accepted reports; rebuildable, never the truth."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="rollups", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False)
    totals = ArrayField(models.BigIntegerField(null=True))
    counts = ArrayField(models.IntegerField())
    expected = models.IntegerField()
    source_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="rollup_once")]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.unit_id}"
