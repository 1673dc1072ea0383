"""A bút phê on a paper that arrived becomes a task of the unit; the page of the paper shows how it stands."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.actors import Actor, acting
from giaoban.core.dates import today
from giaoban.core.registries import Panel, panels
from giaoban.correspondence.announcements import REMARKED
from giaoban.correspondence.services import keep_task
from giaoban.tasks import queries
from giaoban.tasks.labels import in_words
from giaoban.tasks.models import Assignment
from giaoban.tasks.rules import WORDING_LIMIT, Kind, Origin, Permission, TaskFacts
from giaoban.tasks.services.within import give_within

ARRIVAL = "correspondence.arrival"


def give(*, actor: Actor, **facts: Any) -> None:
    """Make the task; its wording names the bút phê, the paper and the phòng."""
    with translation.override("vi"):
        about = _("Văn bản đến số %(number)s: %(label)s") % facts
    parts = [str(facts["text"]), about, str(facts["department"])]
    wording = "\n".join(part for part in parts if part)[:WORDING_LIMIT]
    assignment = give_within(
        actor=actor,
        unit_id=facts["unit_id"],
        year=facts["year"],
        facts=TaskFacts(
            "",
            wording,
            kind=Kind.ONE_OFF if facts["due"] else Kind.NO_DEADLINE,
            due=facts["due"],
            basis_id=facts["document_id"],
        ),
        origin=Origin(ARRIVAL, facts["arrival_id"], facts["label"], facts["url"]),
        secrecy=facts["secrecy"],
    )
    programme = assignment.task.programme
    url = queries.address("tasks:assignment", assignment.unit, programme.period, assignment.pk)
    keep_task(actor=actor, remark_id=facts["remark_id"], task_id=assignment.pk, url=url)


def of_arrival(request: HttpRequest, arrival: Any, on: date) -> str:
    """The tasks that came of its bút phê, each with its status; one query."""
    own = Assignment.objects.filter(task__origin_kind=ARRIVAL, task__origin_id=arrival.pk)
    seen = queries.visible_to(acting(request), on).filter(pk__in=own.values("pk"))
    found = list(seen.select_related("task__programme", "unit").order_by("pk"))
    if not found:
        return ""
    lines = []
    for one in found:
        label = one.label_on(today())
        url = queries.address("tasks:assignment", one.unit, one.task.programme.period, one.pk)
        lines.append((one, url, label.kind, in_words(label)))
    return render_to_string("tasks/_arrival_panel.html", {"lines": lines}, request)


REMARKED.listeners.append(give)
panels.add(
    Panel(
        "tasks-of-arrival",
        ARRIVAL,
        gettext_lazy("Nhiệm vụ từ bút phê"),
        Permission.VIEW,
        of_arrival,
        order=20,
    )
)
