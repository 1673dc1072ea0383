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


def loading(request: Any, _subject: Any, _on: date) -> str:
    """Above the steps while the chapters are told, or when telling them ended early."""
    found = standing()
    if found is None or found.whole:
        return ""
    return render_to_string("demo/loading.html", {"standing": found}, request=request)


def chapters(request: Any, _subject: Any, _on: date) -> str:
    """Below the steps: where each chapter is read."""
    found = standing()
    if found is None:
        return ""
    return render_to_string("demo/chapters.html", {"standing": found}, request=request)


for code, title, render, order in (
    ("demo.loading", _("Nạp dữ liệu minh họa"), loading, 10),
    ("demo.chapters", _("Năm câu chuyện minh họa"), chapters, 900),
):
    panels.add(Panel(code, SUBJECT, title, Permission.VIEW.value, render, order=order))
