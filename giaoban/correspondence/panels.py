"""What correspondence hangs into the page of a document issued here: its exact version, its signed copy,
its recall, and for a unit that got it the buttons that say so."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import Actor, acting
from giaoban.core.dates import today
from giaoban.core.registries import Panel, panels
from giaoban.correspondence import queries
from giaoban.correspondence.models import Delivery, Issue
from giaoban.correspondence.queries.arrivals import waiting_of
from giaoban.correspondence.rules import Permission
from giaoban.directives.panels import SUBJECT as DOCUMENT
from giaoban.directives.rules import Permission as Documents
from giaoban.organisations.coordinates import Coordinates
from giaoban.organisations.queries.naming import names_at
from giaoban.periods.rules import current


def of_document(request: HttpRequest, document: Any, on: date) -> str:
    """Whoever reads the document learns of its recall; the rest is for who may read the issue."""
    del on
    issue = queries.issue_of_document(document.pk) if document.unit_id is not None else None
    if issue is None:
        return ""
    actor = acting(request)
    reads = queries.issues_visible_to(actor).filter(pk=issue.pk).exists()
    if not reads and issue.recalled_on is None:
        return ""
    context = {
        "issue": issue,
        "reads": reads,
        "copies": queries.signed_copies(issue) if reads else (),
        "attach_url": _attach_url(actor, issue) if reads else "",
        "waiting": _waiting(request, actor, issue) if reads else (),
    }
    return render_to_string("correspondence/_document_panel.html", context, request)


@dataclass(frozen=True, slots=True)
class Waits:
    """A unit of the reader that got the paper: where it says so, and where it is entered by who may."""

    unit: str
    open_url: str
    receive_url: str


def _waiting(request: HttpRequest, actor: Actor, issue: Issue) -> list[Waits]:
    found = waiting_of(actor, issue)
    names = names_at({(one.unit_id, today()) for one in found}) if found else {}
    at: Coordinates | None = getattr(request, "coordinates", None)
    period = at.period.code if at is not None else current(today()).code
    return [
        Waits(
            names[one.unit_id, today()],
            _address("delivery_open", one, period) if one.opened_at is None else "",
            _address("delivery_receive", one, period)
            if queries.may(actor, Permission.RECEIVE, one.unit_id)
            else "",
        )
        for one in found
    ]


def _address(name: str, delivery: Delivery, period: str) -> str:
    return reverse(f"correspondence:{name}", args=[delivery.unit.code, period, delivery.pk])


def _attach_url(actor: Actor, issue: Issue) -> str:
    """The page where the signed copy is attached; empty for who may not."""
    unit = queries.attaching_unit(actor, issue.dossier) if queries.may_attach(actor, issue) else None
    if unit is None:
        return ""
    return reverse("correspondence:signed", args=[unit.code, current(today()).code, issue.dossier_id])


panels.add(
    Panel("issue-of-document", DOCUMENT, _("Bản ban hành"), Documents.VIEW.value, of_document, order=5)
)
