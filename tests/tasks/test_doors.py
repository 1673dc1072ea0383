"""What the doors of tasks do and refuse: a refusal and its success share one set-up."""

from datetime import date
from types import SimpleNamespace

import pytest

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.refusals import Conflict, Hidden
from giaoban.notices.models import Notice
from giaoban.search.models import SearchEntry
from giaoban.tasks import services
from giaoban.tasks.models import Assignment, Programme
from giaoban.tasks.rules import Origin, TaskFacts
from tests.cast import TODAY
from tests.factories.directives import make_document
from tests.factories.tasks import DUE, make_assignment, make_programme, walk
from tests.tasks.refusing import refused


def create(room: SimpleNamespace, **facts) -> Programme:
    given = {"unit_id": room.province.pk, "period": "2019-q3", "title": "Chương trình", **facts}
    return services.create_programme(actor=given.pop("actor", room.cast.officer), **given)


def test_groups_and_tasks_keep_their_numbers_and_children_inherit_their_units(room: SimpleNamespace):
    group = TaskFacts(
        "3",
        "Công tác cán bộ",
        due=DUE,
        lead_unit_ids=[room.commune.pk],
        children=(
            TaskFacts("3.1", "Quy hoạch"),
            TaskFacts("", "Luân chuyển", lead_unit_ids=[room.cast.unit("du-an-chau").pk]),
            TaskFacts("3.9", "Nêu gương", kind="no_deadline"),
        ),
    )
    programme = create(room, tasks=[group], origin=Origin("conferences", 7, "Hội nghị quý II", "/x/"))
    assert [(t.number, t.parent and t.parent.number, t.due) for t in programme.tasks.all()] == [
        ("3", None, DUE),
        ("3.1", "3", DUE),
        ("3.2", "3", DUE),
        ("3.9", "3", None),
    ]
    given = Assignment.objects.filter(task__programme=programme).order_by("task__position")
    assert [(a.task.number, a.unit.code, a.due) for a in given] == [
        ("3.1", "du-an-hoa", DUE),
        ("3.2", "du-an-chau", DUE),
        ("3.9", "du-an-hoa", None),
    ]
    assert (programme.origin_label, programme.origin_url) == ("Hội nghị quý II", "/x/")
    assert Entry.objects.get(action="tasks.create", object_id=programme.pk).unit_id == room.province.pk


def test_an_origin_that_leads_out_of_the_house_is_not_kept(room: SimpleNamespace):
    programme = create(room, origin=Origin("x", 1, "Ngoài", "https://evil.example/"))
    assert (programme.origin_label, programme.origin_url) == ("Ngoài", "")


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("tasks.period", {"period": "2019-q9"}),
        ("tasks.title", {"title": "  "}),
        ("tasks.wording", {"tasks": [TaskFacts("1", " ")]}),
        ("tasks.number", {"tasks": [TaskFacts("1" * 21, "Việc")]}),
        ("tasks.number_taken", {"tasks": [TaskFacts("1", "Việc"), TaskFacts("1", "Việc khác")]}),
        ("tasks.kind", {"tasks": [TaskFacts("1", "Việc", kind="x")]}),
        ("tasks.due_without_deadline", {"tasks": [TaskFacts("1", "Việc", kind="no_deadline", due=DUE)]}),
        ("tasks.unassigned", {"tasks": [TaskFacts("1", "Việc")], "issue": True}),
        ("tasks.unassigned", {"issue": True}),
    ],
)
def test_a_wrong_programme_is_refused_whole(room: SimpleNamespace, code: str, facts: dict):
    before = Programme.objects.count()
    refused(code, create, room=room, **facts)
    assert Programme.objects.count() == before
    right = create(room, tasks=[TaskFacts("1", "Việc", lead_unit_ids=[room.commune.pk])], issue=True)
    assert right.state == "issued"


def test_only_who_works_for_the_unit_writes_its_programmes(room: SimpleNamespace):
    for stranger in (room.cast.monitor, room.cast.other_officer, room.reader, room.cast.commune_officer):
        with pytest.raises(Hidden):
            create(room, actor=stranger)
    assert create(room, actor=room.cast.head).unit == room.province


def test_a_hidden_document_cannot_be_the_origin(room: SimpleNamespace):
    kept = make_document(room.cast.unit("btc-hung-yen"), "12-CV/TU")
    with pytest.raises(Hidden):
        create(room, document_id=kept.pk)
    with pytest.raises(Hidden):
        create(room, tasks=[TaskFacts("1", "Việc", basis_id=kept.pk)])
    public = make_document(room.cast.unit("btctw"), "18-NQ/TW", public=True)
    assert create(room, document_id=public.pk).document == public


def test_a_draft_is_edited_and_an_issued_programme_is_not(room: SimpleNamespace):
    programme = make_programme(room.province, [room.commune], issue=False)
    task = programme.tasks.get()
    facts = TaskFacts("2", "Lời văn mới", due=date(2019, 12, 31))
    services.edit_task(actor=room.cast.officer, task_id=task.pk, facts=facts, version=programme.version)
    task.refresh_from_db()
    assert (task.number, task.wording, task.assignments.get().due) == ("2", "Lời văn mới", facts.due)
    stale = refused_conflict(
        services.edit_task, actor=room.cast.head, task_id=task.pk, facts=facts, version=programme.version
    )
    assert stale.code == "tasks.changed_meanwhile"
    services.issue_programme(actor=room.cast.officer, programme_id=programme.pk)
    for door, given in (
        (services.edit_task, {"task_id": task.pk, "facts": facts}),
        (services.remove_task, {"task_id": task.pk}),
        (services.add_tasks, {"programme_id": programme.pk, "tasks": [TaskFacts("9", "Thêm")]}),
        (services.edit_programme, {"programme_id": programme.pk, "title": "T", "document_id": None}),
        (services.discard_programme, {"programme_id": programme.pk}),
        (services.issue_programme, {"programme_id": programme.pk}),
        (services.unassign, {"assignment_id": task.assignments.get().pk}),
    ):
        refused("tasks.issued_already", door, actor=room.cast.officer, **given)


def refused_conflict(door, **facts) -> Conflict:
    with pytest.raises(Conflict) as caught:
        door(**facts)
    return caught.value


def test_a_draft_is_renamed_filled_thinned_and_thrown_away(room: SimpleNamespace):
    officer = room.cast.officer
    programme = make_programme(room.province, [room.commune], issue=False)
    paper = make_document(room.cast.unit("btctw"), "50-KL/TW", public=True)
    services.edit_programme(actor=officer, programme_id=programme.pk, title="Tên mới", document_id=paper.pk)
    services.edit_programme(actor=officer, programme_id=programme.pk, title="Tên mới", document_id=paper.pk)
    parent = programme.tasks.get()
    added = services.add_tasks(
        actor=officer, programme_id=programme.pk, tasks=[TaskFacts("", "Việc con")], parent_id=parent.pk
    )
    assert [task.number for task in added] == ["1.1"]
    with pytest.raises(Hidden):
        services.add_tasks(actor=officer, programme_id=programme.pk, tasks=[], parent_id=10**9)
    services.unassign(actor=officer, assignment_id=parent.assignments.get().pk)
    assert not Assignment.objects.filter(task__programme=programme).exists()
    services.remove_task(actor=officer, task_id=parent.pk)
    assert not programme.tasks.exists()
    for door in (services.remove_task, services.edit_task):
        with pytest.raises(Hidden):
            door(
                actor=officer,
                task_id=10**9,
                **({"facts": TaskFacts("1", "x")} if door is services.edit_task else {}),
            )
    services.discard_programme(actor=officer, programme_id=programme.pk)
    assert not Programme.objects.filter(pk=programme.pk).exists()
    assert Entry.objects.get(action="tasks.discard").label == "Tên mới"


def test_many_units_are_given_many_tasks_once(room: SimpleNamespace):
    officer, neighbour = room.cast.officer, room.cast.unit("du-an-chau")
    programme = make_programme(
        room.province,
        tasks=[
            TaskFacts("1", "Một", due=DUE, cooperating_unit_ids=[room.commune.pk]),
            TaskFacts("2", "Hai", kind="no_deadline"),
        ],
        issue=False,
    )
    ids = list(programme.tasks.values_list("pk", flat=True))
    units = [room.commune.pk, neighbour.pk, neighbour.pk]
    outcome = services.assign(actor=officer, task_ids=ids, unit_ids=units)
    assert (outcome.created, outcome.merged) == (3, 1)
    assert Assignment.objects.get(task_id=ids[0], unit=room.commune).lead is True
    assert not Notice.objects.filter(user=room.neighbour).exists()
    again = services.assign(actor=officer, task_ids=ids, unit_ids=units, lead=False)
    assert (again.created, again.merged) == (0, 4)
    services.issue_programme(actor=officer, programme_id=programme.pk)
    assert Notice.objects.filter(user=room.neighbour).count() == 1
    later = services.assign(
        actor=officer, task_ids=ids[:1], unit_ids=[room.cast.unit("hu-dong-hung").pk], due=TODAY
    )
    assert later.created == 1
    fresh = Assignment.objects.get(unit__code="hu-dong-hung", task_id=ids[0])
    assert (fresh.due, [m.move for m in fresh.moves.all()]) == (TODAY, ["assign"])


@pytest.mark.parametrize(
    ("code", "tasks", "units"),
    [
        ("tasks.no_task", [], ["du-an-hoa"]),
        ("tasks.no_unit", ["1"], []),
        ("tasks.outside", ["1"], ["tu-hung-yen"]),
        ("tasks.outside", ["1"], ["tu-thai-binh"]),
        ("tasks.outside", ["1"], ["du-an-hoa-cu"]),
    ],
)
def test_only_living_units_below_are_given_a_task(
    room: SimpleNamespace, code: str, tasks: list[str], units: list[str]
):
    programme = make_programme(room.province, tasks=[TaskFacts("1", "Một")], issue=False)
    facts = {
        "actor": room.cast.officer,
        "task_ids": list(programme.tasks.filter(number__in=tasks).values_list("pk", flat=True)),
        "unit_ids": [room.cast.unit(code).pk for code in units],
    }
    refused(code, services.assign, **facts)
    assert not Assignment.objects.filter(task__programme=programme).exists()
    right = facts | {"task_ids": [programme.tasks.get().pk], "unit_ids": [room.commune.pk]}
    assert services.assign(**right).created == 1


def test_an_unknown_unit_and_tasks_of_two_programmes_are_refused(room: SimpleNamespace):
    one = make_programme(room.province, tasks=[TaskFacts("1", "Một")], issue=False).tasks.get()
    two = make_programme(room.province, tasks=[TaskFacts("1", "Hai")], issue=False).tasks.get()
    officer = room.cast.officer
    refused("tasks.outside", services.assign, actor=officer, task_ids=[one.pk], unit_ids=[10**9])
    with pytest.raises(Hidden):
        services.assign(actor=officer, task_ids=[one.pk, two.pk], unit_ids=[room.commune.pk])


def test_too_many_at_once_are_refused(room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch):
    programme = make_programme(room.province, tasks=[TaskFacts("1", "Một")], issue=False)
    facts = {
        "actor": room.cast.officer,
        "task_ids": [programme.tasks.get().pk],
        "unit_ids": [room.commune.pk, room.cast.unit("du-an-chau").pk],
    }
    monkeypatch.setattr("giaoban.tasks.services.checks.MANY", 1)
    refused("tasks.too_many", services.assign, **facts)
    monkeypatch.setattr("giaoban.tasks.services.checks.MANY", 2)
    assert services.assign(**facts).created == 2


def test_issuing_tells_the_units_and_makes_the_tasks_findable(room: SimpleNamespace):
    programme = make_programme(room.province, [room.commune], issue=False)
    task = programme.tasks.get()
    entries = SearchEntry.objects.filter(kind="task", object_id=task.pk)
    assert not entries.exists()
    services.issue_programme(actor=room.cast.officer, programme_id=programme.pk, version=programme.version)
    (entry,) = entries
    assert (entry.unit_id, entry.public, entry.title) == (room.province.pk, False, f"1. {task.wording}")
    notice = Notice.objects.filter(user=room.cast.commune_officer).latest("pk")
    assert notice.message.text % notice.message.params == (
        "Tỉnh ủy Thái Bình giao nhiệm vụ: Nhiệm vụ trọng tâm quý III năm 2019"
    )
    assert not Notice.objects.filter(user=room.neighbour).exists()


def test_a_programme_ends_when_nothing_is_open(room: SimpleNamespace):
    assignment = room.assignment
    close = {"actor": room.cast.officer, "programme_id": assignment.task.programme_id}
    refused("tasks.still_open", services.close_programme, **close)
    walk(assignment, "start", "report_done", "accept")
    assert services.close_programme(**close).state == "closed"
    refused("tasks.not_issued", services.close_programme, **close)
    refused("tasks.not_issued", services.move, actor=System(), assignment_id=assignment.pk, move="start")
    refused(
        "tasks.issued_already",
        services.assign,
        actor=room.cast.officer,
        task_ids=[assignment.task_id],
        unit_ids=[room.commune.pk],
    )


@pytest.mark.parametrize("move", ["return", "suspend", "cancel"])
def test_sending_back_suspending_and_cancelling_need_a_reason(room: SimpleNamespace, move: str):
    assignment = walk(room.assignment, "start", *(["report_done"] if move == "return" else []))
    facts = {"actor": room.cast.officer, "assignment_id": assignment.pk, "move": move}
    refused("tasks.note", services.move, **facts, note="  ")
    refused("tasks.note_long", services.move, **facts, note="x" * 2001)
    services.move(**facts, note="Có lý do")
    last = assignment.moves.latest("pk")
    assert (last.move, last.note, last.by_label) == (move, "Có lý do", "Nguyễn Văn An")
    told = Notice.objects.filter(user=room.cast.commune_officer).latest("pk").message
    assert told.event == f"tasks.{move}"


def test_an_edge_that_is_not_in_the_table_names_what_is_possible(room: SimpleNamespace):
    refusal = refused(
        "tasks.edge",
        services.move,
        actor=room.cast.officer,
        assignment_id=room.assignment.pk,
        move="accept",
    )
    assert refusal.message == (
        "Nhiệm vụ 1 đang ở trạng thái “chưa tiếp nhận”, không thể “Xác nhận hoàn thành”."
    )
    assert refusal.rule == (
        "Việc có thể làm tiếp: “Tiếp nhận”, “Bắt đầu thực hiện”, “Tạm dừng”, “Hủy nhiệm vụ”."
    )
    closed = walk(room.assignment, "start", "report_done", "accept")
    over = refused(
        "tasks.edge", services.move, actor=room.cast.officer, assignment_id=closed.pk, move="return", note="x"
    )
    assert over.rule == "Việc có thể làm tiếp: –."
    with pytest.raises(Hidden):
        services.move(actor=System(), assignment_id=closed.pk, move="fly")


def test_a_unit_never_confirms_its_own_task(room: SimpleNamespace):
    """Staff of the commission act for the committee, too: what the commission does others confirm."""
    commission = room.cast.unit("btc-thai-binh")
    own = walk(make_assignment(room.province, commission), "start", "report_done")
    refused("tasks.own_task", services.move, actor=room.cast.head, assignment_id=own.pk, move="accept")
    other = walk(room.assignment, "start", "report_done")
    done = services.move(actor=room.cast.head, assignment_id=other.pk, move="accept")
    assert (done.state, done.done_at) == ("closed", TODAY)


def test_who_has_a_role_on_a_cluster_directs_it_but_never_the_own_unit(room: SimpleNamespace):
    cluster, members = room.cast.unit("cum-thi-dua-4"), ["btc-dong-nai", "btc-long-an"]
    programme = services.create_programme(
        actor=room.cast.cluster_lead,
        unit_id=cluster.pk,
        period="2019",
        title="Giao ước thi đua",
        tasks=[TaskFacts("1", "Thi đua", lead_unit_ids=[room.cast.unit(code).pk for code in members])],
        issue=True,
    )
    other, own = Assignment.objects.filter(task__programme=programme).order_by("unit__code")
    for assignment in (other, own):
        walk(assignment, "start", "report_done")
    with pytest.raises(Hidden):
        services.move(actor=room.cast.officer, assignment_id=other.pk, move="accept")
    facts = {"actor": room.cast.cluster_lead, "move": "accept"}
    refused("tasks.own_task", services.move, assignment_id=own.pk, **facts)
    assert services.move(assignment_id=other.pk, **facts).state == "closed"


def test_a_role_in_the_commission_counts_for_its_committee(room: SimpleNamespace):
    """The clerk has a role in the commission only, and takes note for the committee."""
    task = make_assignment(room.cast.unit("tw"), room.province)
    with pytest.raises(Hidden):
        services.move(actor=room.cast.monitor, assignment_id=task.pk, move="acknowledge")
    done = services.move(actor=room.cast.clerk, assignment_id=task.pk, move="acknowledge")
    assert done.state == "acknowledged"
