"""Pages of tasks: the lists, a programme and its matrix, one unit's task, what is written."""

from giaoban.tasks.views.moves import evidence, extension, extension_decide, move
from giaoban.tasks.views.papers import programme_paper
from giaoban.tasks.views.programmes import (
    assign,
    close,
    discard,
    issue,
    localise,
    programme_add,
    programme_edit,
    task_add,
    task_edit,
    task_remove,
)
from giaoban.tasks.views.reading import (
    assignment,
    given_list,
    matrix,
    matrix_xlsx,
    programme,
    task_list,
)

__all__ = [
    "assign",
    "assignment",
    "close",
    "discard",
    "evidence",
    "extension",
    "extension_decide",
    "given_list",
    "issue",
    "localise",
    "matrix",
    "matrix_xlsx",
    "move",
    "programme",
    "programme_add",
    "programme_edit",
    "programme_paper",
    "task_add",
    "task_edit",
    "task_list",
    "task_remove",
]
