"""Tasks being done: each unit takes note, works, reports; the programme's side confirms or sends back.

How far a unit is follows from its place in the list, so every run is the same. Units of players go through
the door, the many go with the crowd.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from giaoban.core.actors import Actor
from giaoban.core.dates import ZONE
from giaoban.demo.crowd import tasks as crowd
from giaoban.demo.crowd.tasks import Step
from giaoban.demo.stories.stage import Stage, facts_of
from giaoban.tasks import services as tasks
from giaoban.tasks.models import Assignment, Programme

DIRECTED = frozenset({"accept", "return"})
Lines = Iterable[tuple[Assignment, Sequence[Step]]]


def assignments_of(programme: Programme) -> list[Assignment]:
    rows = Assignment.objects.filter(task__programme=programme).select_related("task")
    return list(rows.order_by("task__position", "unit__code"))


def do(
    stage: Stage, programme: Programme, lines: Lines, *, director: Actor, players: Mapping[int, Actor]
) -> None:
    """Move the assignments; `players` by unit go through the door, `director` decides about theirs."""
    many = []
    for one, steps in lines:
        if one.unit_id not in players:
            many.append((one, steps))
            continue
        for step in steps:
            by = director if step.move in DIRECTED else players[one.unit_id]
            with stage.at(step.when):
                tasks.move(
                    actor=by, assignment_id=one.pk, move=step.move, note=step.note, percent=step.percent
                )
    crowd.work(programme, many)


def begun(day: date) -> Step:
    return Step("start", _at(day, 9))


def noted(day: date) -> Step:
    return Step("acknowledge", _at(day, 8))


def progressed(day: date, percent: int) -> Step:
    texts = facts_of("texts")["progress"]
    return Step("report_progress", _at(day, 10), texts[percent % len(texts)], percent)


def done(day: date) -> Step:
    return Step("report_done", _at(day, 11), facts_of("texts")["done"])


def confirmed(day: date) -> Step:
    return Step("accept", _at(day, 14))


def sent_back(day: date) -> Step:
    return Step("return", _at(day, 15), facts_of("texts")["return"])


def days(count: int) -> timedelta:
    return timedelta(days=count)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)
