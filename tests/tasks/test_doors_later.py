"""A later due day and cụ thể hóa through their doors: what they do and what they refuse."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from giaoban.core.refusals import Hidden
from giaoban.tasks import services
from giaoban.tasks.models import Assignment, Task
from giaoban.tasks.rules import TaskFacts
from tests.cast import TODAY
from tests.factories.directives import make_document
from tests.factories.tasks import DUE, make_assignment, make_programme, walk
from tests.tasks.refusing import refused

LATER = DUE + timedelta(days=30)


def ask(room: SimpleNamespace, **facts):
    given = {
        "actor": room.cast.commune_officer,
        "assignment_id": room.assignment.pk,
        "new_due": LATER,
        "reason": "Chờ hướng dẫn",
    }
    return services.ask_extension(**{**given, **facts})


def test_an_extension_is_asked_granted_and_both_days_kept(room: SimpleNamespace):
    asked = ask(room, version=room.assignment.version)
    assert (asked.state, asked.late, asked.old_due) == ("asked", False, DUE)
    refused("tasks.extension_waits", ask, room=room)
    with pytest.raises(Hidden):
        services.decide_extension(actor=room.cast.commune_officer, extension_id=asked.pk, grant=True)
    services.decide_extension(actor=room.cast.officer, extension_id=asked.pk, grant=True)
    assignment = Assignment.objects.get(pk=room.assignment.pk)
    assert (assignment.due, assignment.due_original, assignment.extensions_granted) == (LATER, DUE, 1)
    assert assignment.version == room.assignment.version + 2
    refused(
        "tasks.extension_decided",
        services.decide_extension,
        actor=room.cast.officer,
        extension_id=asked.pk,
        grant=False,
        note="x",
    )


def test_a_refused_extension_says_why_and_moves_nothing(room: SimpleNamespace):
    asked = ask(room)
    facts = {"actor": room.cast.officer, "extension_id": asked.pk, "grant": False}
    refused("tasks.note", services.decide_extension, **facts)
    services.decide_extension(**facts, note="Không đủ lý do")
    assert Assignment.objects.get(pk=room.assignment.pk).due == DUE
    with pytest.raises(Hidden):
        services.decide_extension(actor=room.cast.officer, extension_id=10**9, grant=True)


def test_asked_after_the_due_day_it_is_marked(room: SimpleNamespace):
    Assignment.objects.filter(pk=room.assignment.pk).update(due=TODAY - timedelta(days=1))
    assert ask(room).late is True


@pytest.mark.parametrize("new_due", [DUE, DUE - timedelta(days=1), TODAY - timedelta(days=30)])
def test_an_extension_goes_forward(room: SimpleNamespace, new_due: date):
    refused("tasks.not_later", ask, room=room, new_due=new_due)
    assert ask(room).new_due == LATER


def test_what_is_waiting_or_has_no_deadline_is_not_extended(room: SimpleNamespace):
    refused("tasks.note", ask, room=room, reason=" ")
    walk(room.assignment, "start", "report_done")
    refused("tasks.extension_state", ask, room=room)
    free = make_assignment(room.province, room.commune, due=None)
    refused("tasks.no_due", ask, room=room, assignment_id=free.pk)


def test_who_gave_the_task_extends_at_once_and_answers_what_waits(room: SimpleNamespace):
    asked = ask(room)
    given = services.extend(
        actor=room.cast.officer, assignment_id=room.assignment.pk, new_due=LATER, reason="Cả tỉnh lùi"
    )
    assert (given.pk, given.state, given.note) == (asked.pk, "granted", "Cả tỉnh lùi")
    again = services.extend(
        actor=room.cast.officer,
        assignment_id=room.assignment.pk,
        new_due=LATER + timedelta(days=1),
        reason="Thêm một ngày",
    )
    assert again.pk != asked.pk
    own = make_assignment(room.province, room.cast.unit("btc-thai-binh"))
    refused(
        "tasks.own_task",
        services.extend,
        actor=room.cast.officer,
        assignment_id=own.pk,
        new_due=LATER,
        reason="x",
    )


# --- cụ thể hóa ------------------------------------------------------------------------------------------


def test_a_unit_takes_its_tasks_into_a_programme_of_its_own(room: SimpleNamespace):
    paper = make_document(room.cast.unit("btctw"), "05-KL/BTCTW", public=True)
    given = make_programme(
        room.cast.unit("tw"),
        tasks=[
            TaskFacts("2", "Sắp xếp tổ chức", due=DUE, lead_unit_ids=[room.province.pk], field="apparatus"),
            TaskFacts("10", "Tinh giản biên chế", lead_unit_ids=[room.province.pk]),
        ],
        document_id=paper.pk,
    )
    ids = list(Assignment.objects.filter(task__programme=given).order_by("-pk").values_list("pk", flat=True))
    facts = {"unit_id": room.province.pk, "period": "2019-q4", "title": "Kế hoạch của tỉnh"}
    refused("tasks.no_task", services.localise, actor=room.cast.officer, **facts, assignment_ids=[])
    with pytest.raises(Hidden):
        services.localise(actor=room.cast.officer, **facts, assignment_ids=[*ids, room.assignment.pk])
    own = services.localise(
        actor=room.cast.officer,
        **facts,
        assignment_ids=ids,
        additions={ids[1]: "Riêng huyện Đông Hưng trước."},
    )
    assert [(t.number, t.wording, t.source_task.number, t.basis) for t in own.tasks.all()] == [
        ("1", "Sắp xếp tổ chức\nRiêng huyện Đông Hưng trước.", "2", paper),
        ("2", "Tinh giản biên chế", "10", paper),
    ]
    assert (own.state, own.origin_kind, own.origin_id) == ("draft", "tasks.programme", given.pk)
    refused(
        "tasks.localised_already", services.localise, actor=room.cast.officer, **facts, assignment_ids=ids
    )


def test_what_is_over_is_not_taken_in(room: SimpleNamespace):
    closed = walk(make_assignment(room.cast.unit("tw"), room.province), "start", "report_done", "accept")
    facts = {"unit_id": room.province.pk, "period": "2019-q4", "title": "Kế hoạch"}
    refused("tasks.ended", services.localise, actor=room.cast.officer, **facts, assignment_ids=[closed.pk])
    assert not Task.objects.filter(source_task=closed.task).exists()
