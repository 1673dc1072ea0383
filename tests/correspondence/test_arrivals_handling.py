"""Bút phê, the task that comes of it, settling by a note or by the reply that was issued."""

from datetime import date
from typing import Any

import pytest

from giaoban.audit.models import Entry
from giaoban.core.actors import Nobody, System
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.registries import announce
from giaoban.correspondence import services
from giaoban.correspondence.models import Arrival
from giaoban.notices.models import Notice
from giaoban.organisations.models import Department
from giaoban.periods.rules import Period
from giaoban.tasks import queries as tasks
from giaoban.tasks import search
from giaoban.tasks import services as task_doors
from giaoban.tasks.models import Assignment, Programme
from tests.cast import BASELINE, TODAY, Cast, sign_in
from tests.factories.arrivals import ARRIVED, make_arrival, make_remark
from tests.factories.correspondence import make_dossier, make_issue

DUE = date(2019, 9, 20)


@pytest.fixture
def letter(cast: Cast) -> Arrival:
    return make_arrival(cast.unit("btc-thai-binh"))


@pytest.fixture
def room(cast: Cast) -> Department:
    return Department.objects.create(
        unit=cast.unit("btc-thai-binh"), name="Phòng Tổ chức cơ sở đảng", starts=BASELINE
    )


def refused(code: str, door: Any, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        door(**given)
    assert caught.value.code == code
    assert caught.value.message
    return caught.value


def remark(cast: Cast, letter: Arrival, **other: Any) -> Any:
    given: dict[str, Any] = {
        "actor": cast.head,
        "arrival_id": letter.pk,
        "text": "Phòng tham mưu trả lời",
        **other,
    }
    return services.remark(**given)


# --- bút phê ---------------------------------------------------------------------------------------------


def test_the_head_gives_a_paper_to_a_room_and_the_officer_is_told(
    cast: Cast, letter: Arrival, room: Any
) -> None:
    written = remark(cast, letter, department_id=room.pk, officer_id=cast.officer.pk, due=DUE, version=1)
    letter.refresh_from_db()
    assert (letter.state, letter.version) == ("given", 2)
    assert (written.by_post, written.made_on, written.task_id) == ("Trưởng ban", TODAY, None)
    notice = Notice.objects.get(user=cast.officer)
    assert "hạn %(due)s" in notice.message.text
    assert "tham mưu" not in str(notice.message.params)
    assert notice.message.url.endswith(f"/van-ban-den/{letter.pk}/")
    assert Entry.objects.filter(action="correspondence.remark", object_id=letter.pk).count() == 1


def test_a_remark_without_a_day_or_to_oneself_is_quiet(cast: Cast, letter: Arrival) -> None:
    remark(cast, letter, officer_id=cast.head.pk)
    assert not Notice.objects.filter(user=cast.head).exists()
    remark(cast, letter, officer_id=cast.clerk.pk)
    assert "hạn" not in Notice.objects.get(user=cast.clerk).message.text
    assert services.remark(actor=System(), arrival_id=letter.pk, text="x").by_post == "Hệ thống"


def test_only_who_may_writes_and_what_is_wrong_is_said(cast: Cast, letter: Arrival, room: Any) -> None:
    for actor in (cast.clerk, cast.officer, cast.other_officer, Nobody()):
        with pytest.raises(Hidden):
            remark(cast, letter, actor=actor)
    foreign = Department.objects.create(unit=cast.unit("btc-hung-yen"), name="Phòng", starts=BASELINE)
    refused("correspondence.no_department", remark, cast=cast, letter=letter, department_id=foreign.pk)
    refused("correspondence.no_officer", remark, cast=cast, letter=letter, officer_id=cast.other_officer.pk)
    refused("correspondence.due_before", remark, cast=cast, letter=letter, due=date(2019, 9, 1))
    refused("correspondence.remark_text", remark, cast=cast, letter=letter, text=" ")
    refused("correspondence.remark_text", remark, cast=cast, letter=letter, text="x" * 1001)
    with pytest.raises(Conflict):
        remark(cast, letter, version=7)
    stub = make_arrival(cast.unit("btc-thai-binh"), "3-CV/BTCTW", summary="", holder="Tủ mật")
    refused("correspondence.stub_remark", remark, cast=cast, letter=stub)
    services.settle(actor=cast.head, arrival_id=letter.pk)
    refused("correspondence.settled_already", remark, cast=cast, letter=letter)


# --- the task --------------------------------------------------------------------------------------------


def test_a_remark_becomes_a_task_of_the_unit_that_leads_back(cast: Cast, letter: Arrival, room: Any) -> None:
    written = remark(cast, letter, department_id=room.pk, due=DUE, make_task=True)
    assignment = Assignment.objects.get(pk=written.task_id)
    task, programme = assignment.task, assignment.task.programme
    assert (programme.title, programme.period, programme.state) == ("Văn bản đến năm 2019", "2019", "issued")
    assert assignment.internal
    assert assignment.due == DUE
    assert task.number == "1"
    assert "Phòng Tổ chức cơ sở đảng" in task.wording
    assert "112-CV/BTCTW" in task.wording
    assert task.origin_id == letter.pk
    assert task.origin_url.endswith(f"/van-ban-den/{letter.pk}/")
    assert written.task_url.endswith(f"/nhiem-vu/giao/{assignment.pk}/")
    again = remark(cast, letter, text="Bổ sung phụ lục", make_task=True)
    second = Assignment.objects.get(pk=again.task_id)
    assert second.task.programme_id == programme.pk
    assert second.task.number == "2"
    assert (second.due, second.task.kind) == (None, "no_deadline")
    assert Programme.objects.count() == 1


def test_the_task_is_of_the_unit_alone_and_its_head_confirms_it(cast: Cast, letter: Arrival) -> None:
    written = remark(cast, letter, due=DUE, make_task=True)
    seen = {
        who: tasks.visible_to(getattr(cast, who)).filter(pk=written.task_id).exists()
        for who in ("officer", "head", "clerk", "monitor", "other_officer")
    }
    assert seen == {"officer": True, "head": True, "clerk": True, "monitor": False, "other_officer": False}
    for move in ("start", "report_done"):
        task_doors.move(actor=cast.officer, assignment_id=written.task_id, move=move, note="Đã trả lời")
    refused(
        "tasks.own_task", task_doors.move, actor=cast.officer, assignment_id=written.task_id, move="accept"
    )
    done = task_doors.move(actor=cast.head, assignment_id=written.task_id, move="accept")
    assert done.state == "closed"
    assert tasks.closed_in(letter.unit_id, Period.parse("2019-q3").window()) == []
    assert tasks.overdue(letter.unit_id, TODAY) == []


def test_neither_the_task_nor_its_programme_is_indexed(cast: Cast, letter: Arrival) -> None:
    remark(cast, letter, make_task=True)
    assert list(search.documents(None)) == []
    assert list(search.programmes(None)) == []


def test_the_task_goes_to_no_other_unit(cast: Cast, letter: Arrival) -> None:
    assignment = Assignment.objects.get(pk=remark(cast, letter, make_task=True).task_id)
    with pytest.raises(Hidden):
        task_doors.assign(
            actor=cast.head, task_ids=[assignment.task_id], unit_ids=[cast.unit("du-an-hoa").pk]
        )
    assert tasks.to_localise(cast.head, [letter.unit_id], TODAY) == []
    page = f"/btc-thai-binh/2019-t09-9t/nhiem-vu/chuong-trinh/{assignment.task.programme_id}/"
    shown = sign_in(cast.head).get(page).content.decode()
    assert "112-CV/BTCTW" in shown
    for word in ("Giao thêm đơn vị", "Kết thúc chương trình", "Trình ký, ban hành"):
        assert word not in shown
    assert sign_in(cast.monitor).get(page).status_code == 404


def test_a_closed_programme_is_followed_by_a_new_one(cast: Cast, letter: Arrival) -> None:
    first = Assignment.objects.get(pk=remark(cast, letter, make_task=True).task_id)
    Programme.objects.update(state="closed")
    second = Assignment.objects.get(pk=remark(cast, letter, make_task=True).task_id)
    assert second.task.programme_id != first.task.programme_id


def test_a_task_is_kept_once_and_by_who_may(cast: Cast, letter: Arrival) -> None:
    written = make_remark(letter)
    door = services.keep_task
    for facts in (
        {"actor": cast.officer, "remark_id": written.pk, "task_id": 5, "url": "/x/"},
        {"actor": cast.head, "remark_id": 0, "task_id": 5, "url": "/x/"},
        {"actor": cast.head, "remark_id": written.pk, "task_id": 5, "url": "//evil.example/"},
    ):
        with pytest.raises(Hidden):
            door(**facts)
    assert door(actor=cast.head, remark_id=written.pk, task_id=5, url="/x/").task_id == 5
    with pytest.raises(Hidden):
        door(actor=cast.head, remark_id=written.pk, task_id=6, url="/x/")


# --- settling --------------------------------------------------------------------------------------------


def test_settled_with_a_note_and_taken_back(cast: Cast, letter: Arrival) -> None:
    services.settle(actor=cast.clerk, arrival_id=letter.pk, note="Để biết, lưu", on=TODAY, version=1)
    letter.refresh_from_db()
    assert (letter.state, letter.settled_on, letter.settled_note) == ("settled", TODAY, "Để biết, lưu")
    refused("correspondence.settled_already", services.settle, actor=cast.clerk, arrival_id=letter.pk)
    with pytest.raises(Conflict):
        services.undo_settle(actor=cast.clerk, arrival_id=letter.pk, version=1)
    assert services.undo_settle(actor=cast.head, arrival_id=letter.pk).state == "entered"
    refused("correspondence.not_settled", services.undo_settle, actor=cast.head, arrival_id=letter.pk)
    letter.refresh_from_db()
    make_remark(letter, officer=cast.officer.pk)
    assert services.settle(actor=cast.officer, arrival_id=letter.pk).state == "settled"
    assert services.undo_settle(actor=cast.officer, arrival_id=letter.pk).state == "given"


def test_settling_is_for_the_book_the_head_and_the_officer_it_was_given_to(
    cast: Cast, letter: Arrival
) -> None:
    for actor in (cast.officer, cast.other_officer):
        for door in (services.settle, services.undo_settle):
            with pytest.raises(Hidden):
                door(actor=actor, arrival_id=letter.pk)
    for day in (date(2019, 9, 17), date(2019, 9, 9)):
        refused("correspondence.settled_day", services.settle, actor=cast.clerk, arrival_id=letter.pk, on=day)
    long = "x" * 501
    refused("correspondence.settle_note", services.settle, actor=cast.clerk, arrival_id=letter.pk, note=long)
    stub = make_arrival(cast.unit("btc-thai-binh"), "3-CV/BTCTW", summary="", holder="Tủ mật")
    refused("correspondence.settle_note", services.settle, actor=cast.clerk, arrival_id=stub.pk, note="x")
    assert services.settle(actor=cast.clerk, arrival_id=stub.pk).state == "settled"


def test_what_a_unit_left_open_is_read_and_settled_by_its_heir(cast: Cast) -> None:
    day = date(2018, 5, 2)
    left = make_arrival(cast.unit("du-an-hoa-cu"), arrived_on=day, issued_on=day)
    page = f"/du-an-hoa/2019-t09-9t/van-ban-den/{left.pk}/"
    assert sign_in(cast.commune_officer).get(page).status_code == 200
    assert sign_in(cast.cell_secretary).get(page).status_code == 404
    assert (
        "112-CV/BTCTW"
        in sign_in(cast.commune_officer).get("/du-an-hoa-cu/2018-q1/van-ban-den/").content.decode()
    )
    assert services.settle(actor=cast.commune_officer, arrival_id=left.pk, note="Đã lưu").state == "settled"


def test_the_reply_that_was_issued_settles_what_it_answers(cast: Cast, letter: Arrival) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), state="approved", type="CV", answers=letter)
    issue = make_issue(dossier, "45-CV/BTCTU")
    facts = {"actor": cast.clerk, "kind": "", "object_id": None, "issue_id": issue.pk}
    facts |= {"symbol": "45-CV/BTCTU", "on": ARRIVED}
    announce("correspondence.issued", **facts)
    letter.refresh_from_db()
    assert letter.state == "settled"
    assert letter.settled_note == "Trả lời bằng văn bản số 45-CV/BTCTU ngày 10/9/2019"
    before = letter.version
    announce("correspondence.issued", **facts)
    letter.refresh_from_db()
    assert letter.version == before
    other = make_issue(make_dossier(cast.unit("btc-thai-binh"), state="approved"), "46-KH/BTCTU")
    announce("correspondence.issued", **{**facts, "issue_id": other.pk})
