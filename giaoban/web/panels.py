"""What pages that cross rooms hang into a record: the way from a document to its line of years."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Panel, panels
from giaoban.directives.rules import Permission


def line(request: Any, document: Any, on: date) -> str:
    del on
    return render_to_string("web/line_panel.html", {"document": document}, request=request)


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
