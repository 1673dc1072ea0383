"""How far the chapters of the demonstration are, and where each is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from giaoban.core.memo import once_a_page
from giaoban.demo.loading import told
from giaoban.demo.rules.chapters import CHAPTERS, EVERY
from giaoban.notices.models import LongJob
from giaoban.notices.rules import JobState

MARK, KEY = "demo", "demo.stories"


@dataclass(frozen=True, slots=True)
class ChapterRow:
    title: str
    url: str
    told: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`failed` says why the loading ended early; empty while it runs or is done."""

    rows: Sequence[ChapterRow]
    done: int
    total: int
    next: str
    failed: str

    @property
    def whole(self) -> bool:
        return self.done == self.total


@once_a_page
def standing() -> Standing | None:
    """None in a real house."""
    if settings.GIAOBAN_MARK != MARK:
        return None
    there = told()
    rows = [
        ChapterRow(c.title, reverse("period_file", args=[c.unit, c.period]), c.code in there)
        for c in CHAPTERS
    ]
    job = LongJob.objects.filter(key=KEY).first()
    failed = job.message if job is not None and job.state == JobState.FAILED else ""
    upcoming = next((c.title for c in EVERY if c.code not in there), "")
    return Standing(rows, len(there & {c.code for c in EVERY}), len(EVERY), upcoming, failed)
