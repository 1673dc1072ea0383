"""Cụ thể hóa: a unit takes what it was given into a programme of its own, in its own words and with its
own units; each task keeps the one it comes from (cycle.md 1.5.3)."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden, Refusal
from giaoban.core.text import clean
from giaoban.tasks import queries
from giaoban.tasks.models import Assignment, Programme, Task
from giaoban.tasks.rules import OPEN_STATES, Origin, ProgrammeState, number_key
from giaoban.tasks.services import checks
from giaoban.tasks.services.programmes import create_programme


@transaction.atomic
def localise(
    *,
    actor: Actor,
    unit_id: int,
    period: str,
    assignment_ids: Sequence[int],
    title: str,
    additions: Mapping[int, str] | None = None,
) -> Programme:
    """A draft programme of the unit with one task for each of its assignments.

    `additions` maps an assignment to what the unit adds to the superior's wording.
    """
    checks.require_direct(actor, unit_id)
    found = (
        queries.visible_to(actor)
        .filter(pk__in=list(assignment_ids), unit_id=unit_id)
        .select_related("task__programme__document", "unit")
    )
    chosen = sorted(found, key=lambda a: (a.task.programme_id, number_key(a.task.number)))
    if not chosen:
        raise Refusal("tasks.no_task", _("Chọn ít nhất một nhiệm vụ để cụ thể hóa."), field="assignments")
    if len(chosen) != len(set(assignment_ids)):
        raise Hidden("assignment")
    _still_open(chosen)
    _not_yet(unit_id, chosen)
    programme = create_programme(
        actor=actor, unit_id=unit_id, period=period, title=title, origin=_origin(chosen)
    )
    own_words = additions or {}
    for place, assignment in enumerate(chosen, start=1):
        source = assignment.task
        Task.objects.create(
            programme=programme,
            position=place,
            number=str(place),
            wording=_with(source.wording, own_words.get(assignment.pk, "")),
            product=source.product,
            kind=source.kind,
            due=assignment.due,
            field=source.field,
            basis_id=source.basis_id or source.programme.document_id,
            indicator=source.indicator,
            source_task=source,
        )
    audit.record(
        actor,
        "tasks.localise",
        programme,
        unit_id=unit_id,
        changes={"sources": [None, [assignment.task_id for assignment in chosen]]},
    )
    return programme


def _with(wording: str, addition: str) -> str:
    more = clean(addition, multiline=True)
    text = f"{wording}\n{more}" if more else wording
    checks.note(more, needed=False, field="additions")
    return text[:4000]


def _origin(chosen: Sequence[Assignment]) -> Origin:
    """The superior's programme, named; several are named by the first."""
    first = chosen[0]
    programme = first.task.programme
    url = queries.address("tasks:programme", programme.unit, programme.period, programme.pk)
    return Origin("tasks.programme", programme.pk, programme.title, url)


def _still_open(chosen: Sequence[Assignment]) -> None:
    ended = [a.task.number for a in chosen if a.state not in OPEN_STATES]
    if ended:
        raise Refusal(
            "tasks.ended",
            _("Nhiệm vụ %(numbers)s đã kết thúc hoặc tạm dừng nên không cụ thể hóa.")
            % {"numbers": ", ".join(ended)},
            field="assignments",
        )


def _not_yet(unit_id: int, chosen: Sequence[Assignment]) -> None:
    taken = (
        Task.objects.filter(source_task__in=[a.task_id for a in chosen], programme__unit_id=unit_id)
        .exclude(programme__state=ProgrammeState.CLOSED.value)
        .select_related("source_task", "programme")
        .first()
    )
    if taken is not None and taken.source_task is not None:
        raise Refusal(
            "tasks.localised_already",
            _("Nhiệm vụ %(number)s đã được cụ thể hóa trong “%(title)s”.")
            % {"number": taken.source_task.number, "title": taken.programme.title},
            field="assignments",
            rule=_(
                "Một nhiệm vụ cấp trên vào một chương trình của đơn vị; bổ sung ngay trong chương trình đó."
            ),
        )
