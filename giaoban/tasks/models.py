"""Programmes, their tasks numbered as in the conclusion, and what each unit was given and has done.

The state of an assignment is stored, its label is not (`rules.label`). Text of progress is about a unit's
work, never about a person (`daily.md` §8).
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from giaoban.accounts.labels import FIELD_LABELS, choices
from giaoban.core.dates import now
from giaoban.core.models import Classified, Versioned
from giaoban.core.text import fold
from giaoban.organisations.models import Unit
from giaoban.tasks.labels import EXTENSION_LABELS, KIND_LABELS, PROGRAMME_LABELS, STATE_LABELS
from giaoban.tasks.rules import (
    NOTE_LIMIT,
    NUMBER_LIMIT,
    TITLE_LIMIT,
    WORDING_LIMIT,
    ExtensionState,
    Kind,
    Label,
    ProgrammeState,
    State,
    label,
)


class Programme(Classified, Versioned):
    """What one unit gives its units to do in a period, usually born from a conclusion."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programmes")
    period = models.CharField(_("kỳ công tác"), max_length=20)
    title = models.CharField(_("tên chương trình"), max_length=TITLE_LIMIT)
    document = models.ForeignKey(
        "directives.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name=_("văn bản giao nhiệm vụ"),
    )
    origin_kind = models.CharField(max_length=40, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)
    origin_label = models.CharField(max_length=300, blank=True)
    origin_url = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=choices(PROGRAMME_LABELS), default=ProgrammeState.DRAFT.value
    )
    issued_on = models.DateField(_("ngày giao"), null=True, blank=True)
    closed_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["unit", "period"], name="programme_unit_period")]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """A group or a task in the words and under the number of its programme. `origin_*` name the record that
    it alone was born from, as a plain value: a paper that arrived."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="tasks")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    position = models.PositiveIntegerField(_("thứ tự"))
    number = models.CharField(_("số thứ tự"), max_length=NUMBER_LIMIT)
    wording = models.CharField(_("nội dung nhiệm vụ"), max_length=WORDING_LIMIT)
    folded = models.CharField(max_length=WORDING_LIMIT + 100, editable=False)
    product = models.CharField(_("sản phẩm"), max_length=300, blank=True)
    kind = models.CharField(
        _("loại nhiệm vụ"), max_length=12, choices=choices(KIND_LABELS), default=Kind.ONE_OFF.value
    )
    due = models.DateField(_("thời hạn"), null=True, blank=True)
    field = models.CharField(_("lĩnh vực"), max_length=20, choices=choices(FIELD_LABELS), blank=True)
    basis = models.ForeignKey(
        "directives.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("căn cứ"),
    )
    indicator = models.CharField(_("chỉ tiêu chứng minh"), max_length=40, blank=True)
    source_task = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="localised", verbose_name=_("cụ thể hóa từ")
    )
    origin_kind = models.CharField(max_length=40, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)
    origin_label = models.CharField(max_length=300, blank=True)
    origin_url = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="task_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.wording}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(f"{self.wording} {self.product}")[: WORDING_LIMIT + 100]
        super().save(*args, **kwargs)


class Assignment(Versioned):
    """A task as one unit has it: its due day after extensions, its state, how far it is."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    lead = models.BooleanField(_("chủ trì"), default=True)
    due = models.DateField(_("thời hạn"), null=True, blank=True)
    due_original = models.DateField(_("thời hạn ban đầu"), null=True, blank=True)
    state = models.CharField(max_length=14, choices=choices(STATE_LABELS), default=State.NEW.value)
    percent = models.PositiveSmallIntegerField(_("mức độ hoàn thành (%)"), default=0)
    first_reported_on = models.DateField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    done_at = models.DateField(_("ngày hoàn thành"), null=True, blank=True)
    closed_on = models.DateField(_("ngày kết thúc"), null=True, blank=True)
    extensions_granted = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "unit"], name="assignment_once"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="assignment_percent"),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED.value) | Q(done_at__isnull=False, closed_on__isnull=False),
                name="assignment_closed_has_days",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "due"], name="assignment_unit_state")]

    def __str__(self) -> str:
        return f"{self.task} ({self.unit})"

    @property
    def counted_on(self) -> date | None:
        """The day on which being in time is judged: of the confirmed report, else of the first one."""
        return self.done_at if self.state == State.CLOSED else self.first_reported_on

    @property
    def internal(self) -> bool:
        """Given by the unit to itself, as by a bút phê."""
        return self.unit_id == self.task.programme.unit_id

    def label_on(self, today: date) -> Label:
        return label(self.state, self.task.kind, self.due, self.counted_on, today)


class Progress(models.Model):
    """What a unit says of its work on an assignment, with the percent it gives."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="progress")
    text = models.CharField(_("kết quả, tiến độ"), max_length=NOTE_LIMIT)
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)
    by = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text[:80]


class Move(models.Model):
    """One step of an assignment: from which state to which, when, with which note."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="moves")
    move = models.CharField(max_length=20)
    before = models.CharField(max_length=14, blank=True)
    after = models.CharField(max_length=14)
    note = models.CharField(max_length=NOTE_LIMIT, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=now)
    by = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.move}: {self.before} → {self.after}"


class Extension(models.Model):
    """A later due day: asked by the unit or given at once, why, and what the programme's side decided."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="extensions")
    reason = models.CharField(_("lý do gia hạn"), max_length=NOTE_LIMIT)
    old_due = models.DateField()
    new_due = models.DateField(_("thời hạn mới"))
    late = models.BooleanField(_("xin sau khi đã quá hạn"), default=False)
    state = models.CharField(
        max_length=8, choices=choices(EXTENSION_LABELS), default=ExtensionState.ASKED.value
    )
    asked_on = models.DateField()
    asked_by = models.BigIntegerField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = models.BigIntegerField(null=True)
    note = models.CharField(_("ý kiến"), max_length=NOTE_LIMIT, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state=ExtensionState.ASKED.value),
                name="extension_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_due} → {self.new_due}"
