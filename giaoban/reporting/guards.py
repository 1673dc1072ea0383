"""A filled workbook is read by who sent it alone; its record is the sender (kind, id of the user)."""

from typing import Any

from giaoban.core.registries import FileGuard, file_guards

WORKBOOK = "reporting.workbook"


def is_sender(actor: Any, user_id: int) -> bool:
    return actor.actor_id is not None and actor.actor_id == user_id


file_guards.add(FileGuard(WORKBOOK, may_read=is_sender, may_add=is_sender))
