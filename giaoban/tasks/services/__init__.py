"""Writing programmes and tasks, moving assignments, extending them. One door for each change of state."""

from giaoban.tasks.rules import Origin, TaskFacts
from giaoban.tasks.services.extensions import ask_extension, decide_extension, extend
from giaoban.tasks.services.localising import localise
from giaoban.tasks.services.moves import add_evidence, move
from giaoban.tasks.services.programmes import (
    Assigned,
    add_tasks,
    assign,
    close_programme,
    create_programme,
    discard_programme,
    edit_programme,
    edit_task,
    issue_programme,
    remove_task,
    unassign,
)
from giaoban.tasks.services.within import give_within

__all__ = [
    "Assigned",
    "Origin",
    "TaskFacts",
    "add_evidence",
    "add_tasks",
    "ask_extension",
    "assign",
    "close_programme",
    "create_programme",
    "decide_extension",
    "discard_programme",
    "edit_programme",
    "edit_task",
    "extend",
    "give_within",
    "issue_programme",
    "localise",
    "move",
    "remove_task",
    "unassign",
]
