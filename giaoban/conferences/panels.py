"""What conferences hang into a document's page: those that were briefed on it, the one that issued it."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from giaoban.conferences.queries.base import visible_to
from giaoban.conferences.rules import ItemKind, Permission
from giaoban.core.actors import acting
from giaoban.core.registries import Panel, panels


def conferences_of_document(request: Any, document: Any, on: date) -> str:
    """One line a conference: issued there, briefed on it, or among the papers of another item."""
    found = (
        visible_to(acting(request), on)
        .filter(Q(conclusion__document=document) | Q(items__documents=document))
        .select_related("host", "conclusion")
        .distinct()
        .order_by("-starts_at")[:50]
    )
    rows = [(one, _tie(one, document)) for one in found]
    if not rows:
        return ""
    return render_to_string("conferences/_of_document.html", {"rows": rows}, request)


def _tie(conference: Any, document: Any) -> Any:
    conclusion = getattr(conference, "conclusion", None)
    if conclusion is not None and conclusion.document_id == document.pk:
        return _("ban hành tại hội nghị")
    kinds = set(conference.items.filter(documents=document).values_list("kind", flat=True))
    return _("quán triệt tại hội nghị") if ItemKind.GROUNDING in kinds else _("tài liệu của hội nghị")


panels.add(
    Panel(
        "conferences.document",
        "directives.document",
        _("Hội nghị"),
        Permission.VIEW,
        conferences_of_document,
        order=60,
    )
)
