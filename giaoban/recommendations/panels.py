"""On the page of a document: the kiến nghị that were answered with it."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Panel, panels
from giaoban.recommendations.queries import rows, visible_to
from giaoban.recommendations.rules import Permission

SHOWN = 20


def answered_with(request: Any, document: Any, on: date) -> str:
    """A short list of those that the reader may see; nothing when there is none."""
    found = visible_to(request.actor, on).filter(answer_document_id=document.pk)
    lines = rows(found.select_related("department").order_by("-answered_on", "pk")[:SHOWN])
    if not lines:
        return ""
    return render_to_string("recommendations/_answered_with.html", {"rows": lines}, request=request)


panels.add(
    Panel(
        "recommendations.answered_with",
        "directives.document",
        _("Kiến nghị được trả lời bằng văn bản này"),
        Permission.VIEW,
        answered_with,
        order=60,
    )
)
