"""Where tasks stand in the left navigation, with what is late in the unit of the bar."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from giaoban.core.dates import today
from giaoban.core.registries import NavEntry, Tally, navigation
from giaoban.organisations.queries import lines_of
from giaoban.tasks import queries
from giaoban.tasks.rules import OPEN_WORDS, Permission, Word


def open_count(actor: Any, unit_id: int, on: date) -> Tally:
    """The open tasks of the unit; those that are late are hot."""
    given = queries.assignments_for(lines_of(unit_id, on), today(), actor=actor, tree_on=on)
    still = given.filter(word__in=[word.value for word in OPEN_WORDS])
    return Tally(still, given.filter(word=Word.LATE.value))


navigation.add(
    NavEntry("tasks", _("Nhiệm vụ"), "cycle", "tasks:list", Permission.VIEW, order=30, count=open_count)
)
