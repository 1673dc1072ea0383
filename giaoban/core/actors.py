"""Who acts: the protocol that rooms below `accounts` ask for permission, and the system itself."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol, runtime_checkable

from giaoban.core.refusals import Hidden


@runtime_checkable
class Actor(Protocol):
    """A person with grants, or the system. `actor_id` is None only for the system."""

    @property
    def actor_id(self) -> int | None: ...

    @property
    def actor_label(self) -> str: ...

    def can(self, permission: str, unit_id: int | None = None, *, on: date | None = None) -> bool:
        """Whether a grant gives `permission` on the unit (any when None), `on` being the record's day."""

    def require(self, permission: str, unit_id: int | None = None, *, on: date | None = None) -> None:
        """Raise Hidden unless `can`."""

    def unit_ids(self, permission: str, *, on: date | None = None) -> Iterable[int] | None:
        """Ids (a lazy query, usable in `__in`) of the units on which `permission` holds; None means all."""


class System:
    """The house itself: set-up, scheduled jobs and the loading of data files."""

    actor_id: int | None = None

    def __init__(self, label: str = "Hệ thống") -> None:
        self.actor_label = label

    def can(self, permission: str, unit_id: int | None = None, *, on: date | None = None) -> bool:
        return True

    def require(self, permission: str, unit_id: int | None = None, *, on: date | None = None) -> None:
        return None

    def unit_ids(self, permission: str, *, on: date | None = None) -> Iterable[int] | None:
        return None


class Nobody:
    """An anonymous visitor: nothing is granted."""

    actor_id: int | None = None
    actor_label = "Khách"

    def can(self, permission: str, unit_id: int | None = None, *, on: date | None = None) -> bool:
        return False

    def require(self, permission: str, unit_id: int | None = None, *, on: date | None = None) -> None:
        raise Hidden(permission)

    def unit_ids(self, permission: str, *, on: date | None = None) -> Iterable[int] | None:
        return ()


def acting(request: Any) -> Actor:
    """Who acts in this request: the middleware of accounts put the signed-in user there, else Nobody."""
    actor: Actor = request.actor
    return actor
