"""What hangs in the page of a document: how units made it known, and what higher rooms made of it.

A panel's subject is "directives.document"; `render` gets the Document, and shows what the reader may see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import acting
from giaoban.core.registries import Panel, panels
from giaoban.directives import queries
from giaoban.directives.models import Document
from giaoban.directives.rules import GROUNDED, Permission
from giaoban.organisations.coordinates import Coordinates

SUBJECT = "directives.document"
DISSEMINATION = "dissemination"


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
        if entry.code == DISSEMINATION and (document.stub or document.type not in GROUNDED):
            continue
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


def dissemination(request: HttpRequest, document: Document, on: date) -> str:
    """How many units below held a session and issued a plan, and what the own unit told."""
    at: Coordinates | None = getattr(request, "coordinates", None)
    if document.stub or at is None:
        return ""
    board = queries.board(acting(request), document, at.unit_id, on)
    context = {"board": board, "document": document, "at": at}
    return render_to_string("directives/_dissemination_panel.html", context, request)


panels.add(
    Panel(
        DISSEMINATION,
        SUBJECT,
        _("Quán triệt, triển khai"),
        Permission.VIEW.value,
        dissemination,
        order=10,
        lazy=True,
    )
)
