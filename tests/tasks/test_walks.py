"""Random walks of two sides over PROCESS through the door; the label in SQL is the label of the rules."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giaoban.core.dates import ZONE
from giaoban.core.refusals import Hidden, Refusal
from giaoban.tasks import queries, services
from giaoban.tasks.models import Assignment, Move
from giaoban.tasks.rules import MOVES, NEED_NOTE, PROCESS, Permission, State, label
from tests.factories.tasks import make_assignment

EVERY = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
DAYS = st.dates(date(2019, 8, 1), date(2020, 2, 1))


def can_reach(state: str, move: str) -> bool:
    return any(t.move == move for t in PROCESS.moves_from(state))


def attempt(**facts) -> str:
    """The code with which the door refused, "hidden", or "moved"."""
    try:
        services.move(**facts)
    except Refusal as refusal:
        return refusal.code
    except Hidden:
        return "hidden"
    return "moved"


@EVERY
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(MOVES),
            st.sampled_from(["unit", "province"]),
            st.one_of(st.none(), st.integers(-20, 130)),
        ),
        max_size=14,
    )
)
def test_two_sides_walk_only_along_the_table(room: SimpleNamespace, steps):
    assignment = make_assignment(room.province, room.commune)
    people = {"unit": room.cast.commune_officer, "province": room.cast.officer}
    sides = {t.move: t.permission for t in PROCESS.transitions}
    reported_since_return = False
    for move, side, percent in steps:
        before = Assignment.objects.get(pk=assignment.pk)
        count = Move.objects.filter(assignment=assignment).count()
        theirs = (sides[move] == Permission.WORK) == (side == "unit")
        wrong_percent = move == "report_progress" and percent is not None and not 0 <= percent <= 100
        outcome = attempt(
            actor=people[side],
            assignment_id=assignment.pk,
            move=move,
            note="Lý do" if move in NEED_NOTE else "",
            percent=percent,
            version=before.version,
        )
        after = Assignment.objects.get(pk=assignment.pk)
        if outcome != "moved":
            reachable = can_reach(before.state, move)
            assert outcome == ("tasks.edge" if not reachable else "tasks.percent" if theirs else "hidden")
            assert reachable is False or theirs is False or wrong_percent
            assert (after.state, after.version, after.percent) == (
                before.state,
                before.version,
                before.percent,
            )
            assert Move.objects.filter(assignment=assignment).count() == count
            continue
        assert can_reach(before.state, move)
        assert theirs
        assert not wrong_percent
        assert after.version == before.version + 1
        assert 0 <= after.percent <= 100
        assert Move.objects.filter(assignment=assignment).count() == count + 1
        if move == "report_done":
            reported_since_return = True
        if move == "return":
            reported_since_return = False
        if after.state == State.CLOSED:
            assert reported_since_return
            assert after.done_at == after.reported_on


@EVERY
@given(
    case=st.tuples(
        st.sampled_from([s.value for s in State]),
        st.sampled_from(["one_off", "recurring", "no_deadline"]),
        st.one_of(st.none(), DAYS),
        DAYS,
        DAYS,
    )
)
def test_the_label_in_sql_is_the_label_of_the_rules(room: SimpleNamespace, case):
    state, kind, due, reported, today = case
    Assignment.objects.filter(pk=room.assignment.pk).update(
        state=state,
        due=due,
        first_reported_on=reported,
        done_at=reported if state == "closed" else None,
        closed_on=reported if state == "closed" else None,
    )
    task = room.assignment.task
    task.kind = kind
    task.save()
    (found,) = queries.labelled(Assignment.objects.filter(pk=room.assignment.pk), today).select_related(
        "task"
    )
    expected = label(state, kind, due, reported, today)
    assert found.word == expected.word.value
    assert found.label_on(today) == expected


@pytest.mark.parametrize("late_by", [0, 3])
def test_done_counts_by_the_report_that_was_confirmed(room: SimpleNamespace, late_by: int):
    """Reported in time, sent back, reported again: the second report is the one that counts (1.6.2)."""
    assignment = room.assignment
    officer, unit = room.cast.officer, room.cast.commune_officer

    def step(actor, move: str, day: date, note: str = "") -> None:
        with time_machine.travel(datetime.combine(day, time(12), ZONE), tick=False):
            services.move(actor=actor, assignment_id=assignment.pk, move=move, note=note)

    due = assignment.due
    step(unit, "start", due - timedelta(days=9))
    step(unit, "report_done", due - timedelta(days=5))
    step(officer, "return", due - timedelta(days=3), "Thiếu phụ lục")
    step(unit, "report_done", due + timedelta(days=late_by))
    waiting = Assignment.objects.get(pk=assignment.pk)
    assert waiting.label_on(due + timedelta(days=30)).word.value == "waiting"
    step(officer, "accept", due + timedelta(days=20))
    closed = Assignment.objects.get(pk=assignment.pk)
    assert (closed.done_at, closed.due) == (due + timedelta(days=late_by), due)
    assert closed.label_on(due + timedelta(days=40)).word.value == ("done_late" if late_by else "done")
