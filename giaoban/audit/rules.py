"""The one permission of this room."""

from enum import StrEnum


class Permission(StrEnum):
    VIEW = "audit.view"
