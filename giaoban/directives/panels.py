"""What higher rooms hang into the page of a document: tasks, reports and conferences born from it.

A panel's subject is "directives.document"; `render` gets the Document, and shows what the reader may see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from giaoban.core.actors import acting
from giaoban.core.registries import Panel, panels
from giaoban.directives.models import Document

SUBJECT = "directives.document"


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


def panels_of(request: HttpRequest, document: Document, on: date, url: Callable[[str], str]) -> list[Shown]:
    """The panels of a document in their order; those that have nothing to say are left out."""
    shown = []
    for entry in _mine(request):
        if entry.lazy:
            shown.append(Shown(entry.code, entry.title, url=url(entry.code)))
        elif html := entry.render(request, document, on):
            shown.append(Shown(entry.code, entry.title, html=html))
    return shown


def panel(request: HttpRequest, code: str, document: Document, on: date) -> Shown | None:
    """One panel by its code, or nothing when it is unknown here or not for this reader."""
    for entry in _mine(request):
        if entry.code == code:
            return Shown(entry.code, entry.title, html=entry.render(request, document, on))
    return None


def _mine(request: HttpRequest) -> list[Panel]:
    actor = acting(request)
    mine = [entry for entry in panels if entry.subject == SUBJECT and actor.can(entry.permission)]
    return sorted(mine, key=lambda entry: entry.order)
