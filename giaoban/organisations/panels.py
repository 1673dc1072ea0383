"""What higher rooms hang into the page of a unit: their panels, for those who may see them.

A panel's subject is "unit"; `render` gets the unit as of the day (queries.UnitRow).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from giaoban.core.registries import Panel, panels

SUBJECT = "unit"


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel ready for the page: its safe HTML, or for a heavy one the address that answers with it."""

    code: str
    title: Any
    html: str = ""
    url: str = ""

    @property
    def lazy(self) -> bool:
        return bool(self.url)


def panels_of(request: HttpRequest, unit: Any, on: date, url: Callable[[str], str]) -> list[Shown]:
    """The panels of a unit in their order; those that have nothing to say are left out."""
    shown = []
    for entry in sorted(_mine(request, unit, on), key=lambda entry: entry.order):
        if entry.lazy:
            shown.append(Shown(entry.code, entry.title, url=url(entry.code)))
        elif html := entry.render(request, unit, on):
            shown.append(Shown(entry.code, entry.title, html=html))
    return shown


def panel(request: HttpRequest, code: str, unit: Any, on: date) -> Shown | None:
    """One panel by its code, or nothing when it is unknown here or not for this reader."""
    for entry in _mine(request, unit, on):
        if entry.code == code:
            return Shown(entry.code, entry.title, html=entry.render(request, unit, on))
    return None


def _mine(request: HttpRequest, unit: Any, on: date) -> list[Panel]:
    actor: Any = request.user
    return [
        entry for entry in panels if entry.subject == SUBJECT and actor.can(entry.permission, unit.id, on=on)
    ]
