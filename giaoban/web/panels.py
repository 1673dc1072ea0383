"""What pages that cross rooms hang into a record: from a document to its line of years, to the text it was
read from, and to what speaks of it."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from giaoban.core.actors import acting
from giaoban.core.registries import Panel, panels
from giaoban.directives.rules import Permission
from giaoban.web.queries.mentions import mentions_of
from giaoban.web.reading import queries as reading
from giaoban.web.rules import Permission as Permissions


def line(request: Any, document: Any, on: date) -> str:
    del on
    return render_to_string("web/line_panel.html", {"document": document}, request=request)


def read_text(request: Any, document: Any, on: date) -> str:
    """The text of the page's unit from which the document was entered, for whoever may open it."""
    del on
    at, actor = getattr(request, "coordinates", None), acting(request)
    if at is None or not reading.may_read(actor, at.unit_id):
        return ""
    found = reading.listed(actor, at.unit_id).filter(made_document=document.pk).first()
    context = {"document": document, "text": found}
    return render_to_string("web/reading/panel.html", context, request=request) if found else ""


def mentions(request: Any, document: Any, on: date) -> str:
    """What the reader may find that writes the symbol of the document."""
    del on
    at = getattr(request, "coordinates", None)
    found = mentions_of(acting(request), document, at) if at is not None else None
    return render_to_string("web/mentions_panel.html", {"found": found}, request=request) if found else ""


panels.add(
    Panel(
        code="web-mentions",
        subject="directives.document",
        title=_("Được nhắc đến trong báo cáo, hội nghị"),
        permission=Permission.VIEW.value,
        render=mentions,
        order=55,
        lazy=True,
    )
)
panels.add(
    Panel(
        code="web-read-text",
        subject="directives.document",
        title=_("Đọc từ văn bản"),
        permission=Permissions.READ_TEXT.value,
        render=read_text,
        order=4,
    )
)
panels.add(
    Panel(
        code="web-line",
        subject="directives.document",
        title=_("Dòng văn bản qua các năm"),
        permission=Permission.VIEW.value,
        render=line,
        order=5,
    )
)
