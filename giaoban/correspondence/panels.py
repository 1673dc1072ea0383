"""What correspondence hangs into the page of a document issued here: its exact version, its signed copy,
its recall."""

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
from giaoban.correspondence.models import Issue
from giaoban.directives.panels import SUBJECT as DOCUMENT
from giaoban.directives.rules import Permission
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
    }
    return render_to_string("correspondence/_document_panel.html", context, request)


def _attach_url(actor: Actor, issue: Issue) -> str:
    """The page where the signed copy is attached; empty for who may not."""
    unit = queries.attaching_unit(actor, issue.dossier) if queries.may_attach(actor, issue) else None
    if unit is None:
        return ""
    return reverse("correspondence:signed", args=[unit.code, current(today()).code, issue.dossier_id])


panels.add(
    Panel("issue-of-document", DOCUMENT, _("Bản ban hành"), Permission.VIEW.value, of_document, order=5)
)
