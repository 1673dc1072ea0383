"""A filled workbook or an edited Word copy is read by who sent it alone; its record is the sender."""

from typing import Any

from giaoban.core.registries import FileGuard, file_guards

WORKBOOK, WORD_COPY = "reporting.workbook", "reporting.word_copy"


def is_sender(actor: Any, user_id: int) -> bool:
    return actor.actor_id is not None and actor.actor_id == user_id


for _kind in (WORKBOOK, WORD_COPY):
    file_guards.add(FileGuard(_kind, may_read=is_sender, may_add=is_sender))
