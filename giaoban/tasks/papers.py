"""A programme as a paper: numbered tasks with lead, helpers, deadline, product; also of a hồ sơ trình."""

from collections import defaultdict
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, override

from giaoban.core.actors import Actor
from giaoban.core.dates import now, today, vi
from giaoban.core.refusals import Hidden
from giaoban.core.registries import PaperSource, PaperSubject, paper_sources
from giaoban.correspondence.papers import Head, fill
from giaoban.correspondence.queries import open_symbol
from giaoban.correspondence.queries.heads import letterhead_of
from giaoban.correspondence.queries.templates import find
from giaoban.correspondence.services import Written
from giaoban.documents.blocks import Paper
from giaoban.organisations.queries.naming import names_at
from giaoban.tasks import queries
from giaoban.tasks.models import Assignment, Programme

KIND, TEMPLATE = "tasks.programme", "programme"
NAMED = 3  # so many units are named in a row, more are counted


def written(programme: Programme) -> Written:
    with override("vi"):
        return Written(KIND, programme.pk, programme.unit_id, TEMPLATE, _values(programme), _head(programme))


def _values(programme: Programme) -> dict[str, Any]:
    tasks = list(programme.tasks.all())
    leads, helpers = _units(programme)
    rows = [
        {
            "number": task.number,
            "wording": task.wording,
            "lead": _named(leads[task.pk]),
            "helpers": _named(helpers[task.pk]),
            "due": vi(task.due) if task.due else "",
            "product": task.product,
        }
        for task in tasks
    ]
    basis = f"Thực hiện {programme.document.label}" if programme.document is not None else ""
    return {"subject": _about(programme), "basis": basis, "tasks": rows}


def _about(programme: Programme) -> str:
    """The type stands over it already."""
    about = programme.title.removeprefix("Chương trình").strip() or programme.title
    return about[0].lower() + about[1:] if about != programme.title else about


def _units(programme: Programme) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Which units lead and which help, by task."""
    day = programme.issued_on or today()
    found = list(
        Assignment.objects.filter(task__programme=programme).values_list("task_id", "unit_id", "lead")
    )
    names = names_at({(unit, day) for _task, unit, _lead in found})
    leads: dict[int, list[str]] = defaultdict(list)
    helpers: dict[int, list[str]] = defaultdict(list)
    for task, unit, lead in found:
        (leads if lead else helpers)[task].append(names[unit, day])
    return leads, helpers


def _named(units: list[str]) -> str:
    if len(units) <= NAMED:
        return ", ".join(units)
    return f"{len(units)} đơn vị"


def _head(programme: Programme) -> Head:
    day = programme.issued_on or today()
    letterhead = letterhead_of(programme.unit_id, day)
    document = programme.document
    return Head(
        superior=letterhead.superior,
        issuer=letterhead.issuer,
        number=open_symbol(programme.unit_id, "CTr") if document is None else document.symbol,
        place="",
        day=programme.issued_on,
        created=now(),
        mark="" if programme.issued_on else "Dự thảo",
    )


def paper_of(actor: Actor, programme_id: int) -> Paper:
    programme = _found(actor, programme_id)
    with override("vi"):
        return fill(find(TEMPLATE), _values(programme), _head(programme))


def subject_of(actor: Actor, programme_id: int) -> PaperSubject:
    programme = _found(actor, programme_id)
    return PaperSubject(
        unit_id=programme.unit_id,
        label=programme.title,
        url=reverse("tasks:programme", args=[programme.unit.code, programme.period, programme.pk]),
        type="CTr",
        period=programme.period,
        about=_about(programme),
    )


def _found(actor: Actor, programme_id: int) -> Programme:
    programme = queries.get_programme(actor, programme_id)
    if not queries.sees_unit(actor, programme.unit_id, today()) or not programme.tasks.exists():
        raise Hidden("programme")
    return programme


paper_sources.add(PaperSource(KIND, gettext_lazy("Chương trình công tác"), paper_of, subject_of))
