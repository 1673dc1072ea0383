"""The chapters of the demonstration on every Hồ sơ kỳ: how far they are, then where each is read.

A panel's subject is "period_file"; in a real house there is none.
"""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Panel, panels
from giaoban.demo.queries import standing
from giaoban.organisations.rules import Permission

SUBJECT = "period_file"


def chapters(request: Any, subject: Any, on: date) -> str:
    del subject, on
    found = standing()
    if found is None:
        return ""
    return render_to_string("demo/chapters.html", {"standing": found}, request=request)


panels.add(
    Panel(
        code="demo.chapters",
        subject=SUBJECT,
        title=_("Năm câu chuyện minh họa"),
        permission=Permission.VIEW.value,
        render=chapters,
        order=900,
    )
)
