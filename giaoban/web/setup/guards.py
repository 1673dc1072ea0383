"""A sent sheet is read by who sent it and nobody else; its record is the sender (kind, id of the user)."""

from typing import Any

from giaoban.core.registries import FileGuard, file_guards
from giaoban.web.setup.rules import Sheet


def kind_of(sheet: Sheet) -> str:
    return f"setup.{sheet}"


def is_sender(actor: Any, user_id: int) -> bool:
    return actor.actor_id is not None and actor.actor_id == user_id


for sheet in Sheet:
    file_guards.add(FileGuard(kind_of(sheet), may_read=is_sender, may_add=is_sender))
