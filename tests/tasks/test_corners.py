"""States that are rare on a page: suspended, returned, drafts, closed programmes, papers one may not open."""

from types import SimpleNamespace
from uuid import uuid4

import pytest

from giaoban.core.refusals import Hidden
from giaoban.core.secrecy import Zone
from giaoban.search.services import rebuild
from giaoban.tasks import evidence, queries, services
from giaoban.tasks.models import Assignment, Extension, Move, Progress
from giaoban.tasks.rules import TaskFacts
from tests.cast import TODAY, sign_in
from tests.factories.directives import make_document
from tests.factories.tasks import DUE, make_assignment, make_programme, walk

PROVINCE = "/btc-thai-binh/2019-q3/nhiem-vu/"


def page_of(user, assignment: Assignment) -> queries.AssignmentPage:
    return queries.assignment_page(user, queries.get_assignment(user, assignment.pk), TODAY)


@pytest.mark.parametrize(
    ("moves", "steps", "buttons"),
    [
        (
            ("start", "report_done", "return"),
            ["new", "acknowledged", "in_progress", "reported_done", "returned", "closed"],
            ["suspend", "cancel"],
        ),
        (("start", "suspend"), ["new", "suspended"], ["resume", "cancel"]),
        (("cancel",), ["new", "cancelled"], []),
    ],
)
def test_what_leaves_the_usual_way_shows_where_it_stands(room: SimpleNamespace, moves, steps, buttons):
    from giaoban.tasks.labels import STATE_LABELS

    page = page_of(room.cast.officer, walk(room.assignment, *moves))
    assert [step.label for step in page.steps] == [STATE_LABELS[state] for state in steps]
    assert [button.move for button in page.buttons] == buttons
    resumed = walk(room.assignment, "resume") if "suspend" in moves else None
    assert resumed is None or (resumed.state, resumed.version) == ("new", 4)


def test_a_draft_offers_no_step_and_is_unknown_to_its_units(room: SimpleNamespace):
    draft = make_assignment(room.province, room.commune, issue=False)
    assert page_of(room.cast.officer, draft).buttons == ()
    with pytest.raises(Hidden):
        queries.get_assignment(room.cast.commune_officer, draft.pk)
    with pytest.raises(Hidden):
        queries.get_task(room.cast.commune_officer, draft.task_id)
    assert queries.get_task(room.cast.officer, draft.task_id) == draft.task
    assert evidence.may_add(room.cast.commune_officer, draft.pk) is False


def test_on_the_connected_network_everything_is_ordinary(room: SimpleNamespace, settings):
    settings.GIAOBAN_ZONE = Zone.CONNECTED.value
    assert queries.visible_to(room.reader).get() == room.assignment


def test_the_paper_behind_a_programme_is_linked_for_who_may_open_it(room: SimpleNamespace):
    kept = make_document(room.cast.unit("btctw"), "12-CV/BTCTW")
    given = make_programme(room.cast.unit("tw"), [room.province], document_id=kept.pk)
    assert queries.may_open_document(room.central, given) is True
    assert queries.may_open_document(room.cast.officer, given) is False
    shown = sign_in(room.cast.officer).get(f"{PROVINCE}chuong-trinh/{given.pk}/")
    assert shown.context["document"] is None
    page = page_of(room.central, Assignment.objects.get(task__programme=given))
    assert [document for _label, document in page.documents] == [kept]


def test_a_task_cannot_rest_on_a_paper_one_may_not_open(room: SimpleNamespace):
    kept = make_document(room.cast.unit("btc-hung-yen"), "12-CV/TU")
    task = make_programme(room.province, [room.commune], issue=False).tasks.get()
    with pytest.raises(Hidden):
        services.edit_task(
            actor=room.cast.officer, task_id=task.pk, facts=TaskFacts("1", "Việc", basis_id=kept.pk)
        )
    task.refresh_from_db()
    assert task.basis is None


def test_a_second_giving_says_what_was_there_and_a_closed_programme_refuses(room: SimpleNamespace):
    browser = sign_in(room.cast.officer)
    programme = room.assignment.task.programme
    path = f"{PROVINCE}chuong-trinh/{programme.pk}/chon-don-vi/"
    units = [room.commune.pk, room.cast.unit("hu-dong-hung").pk]
    facts = {"tasks": [room.assignment.task_id], "scope": "loai", "kind": "commune_committee", "lead": "lead"}
    answer = browser.post(path, {"once": uuid4().hex, "giao": "1", **facts}, follow=True)
    assert "1 lượt đã có từ trước, giữ nguyên." in answer.content.decode()
    assert Assignment.objects.filter(task=room.assignment.task_id).count() == 2
    for assignment in Assignment.objects.filter(task=room.assignment.task_id):
        walk(assignment, "start", "report_done", "accept")
    services.close_programme(actor=room.cast.officer, programme_id=programme.pk)
    facts |= {"scope": "chon", "units": units}
    refused = browser.post(path, {"once": uuid4().hex, "giao": "1", **facts})
    assert refused.status_code == 422


def test_the_workbook_leaves_a_cell_empty_and_says_a_percent(room: SimpleNamespace):
    neighbour = room.cast.unit("du-an-chau")
    programme = make_programme(
        room.province,
        tasks=[
            TaskFacts("1", "Cả hai", due=DUE, lead_unit_ids=[room.commune.pk, neighbour.pk]),
            TaskFacts("2", "Một", due=DUE, lead_unit_ids=[neighbour.pk]),
        ],
    )
    one = Assignment.objects.get(task__programme=programme, task__number="2")
    walk(one, "start", "report_progress", percent=40)
    path = f"{PROVINCE}chuong-trinh/{programme.pk}/ma-tran.xlsx"
    import io

    from python_calamine import CalamineWorkbook

    content = sign_in(room.cast.officer).get(path).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Ma trận").to_python()
    assert rows[-1] == ["2", "Một", "đang thực hiện (40%)", "", 0.0, 1.0]


def test_the_index_can_be_made_anew(room: SimpleNamespace):
    assert rebuild("task") == {"task": 1}


def test_every_row_says_what_it_is(room: SimpleNamespace):
    assignment = walk(room.assignment, "start", "report_progress", percent=40, note="Đang làm")
    services.extend(
        actor=room.cast.officer, assignment_id=assignment.pk, new_due=DUE.replace(month=10), reason="Lùi"
    )
    assert str(Progress.objects.get()) == "Đang làm"
    assert str(Move.objects.filter(assignment=assignment, move="start").get()) == "start: new → in_progress"
    assert str(Extension.objects.get()) == "2019-09-30 → 2019-10-30"


def test_a_document_without_tasks_leads_those_who_give_tasks_to_a_programme(room: SimpleNamespace):
    paper = make_document(room.cast.unit("btctw"), "18-NQ/TW", public=True)
    path = f"/btc-thai-binh/2019-q3/van-ban/{paper.pk}/"
    link = f'href="/btc-thai-binh/2019-q3/nhiem-vu/chuong-trinh/them/?van-ban={paper.pk}"'
    assert link in sign_in(room.cast.officer).get(path).content.decode()
    assert "Nhiệm vụ từ văn bản này" not in sign_in(room.cast.clerk).get(path).content.decode()


def test_a_paper_is_found_by_its_key_on_the_form(room: SimpleNamespace):
    browser = sign_in(room.cast.officer)
    facts = {
        "once": uuid4().hex,
        "unit": room.province.pk,
        "period": "2019-q3",
        "title": "T",
        "document": "x",
    }
    answer = browser.post(f"{PROVINCE}chuong-trinh/them/", facts)
    assert list(answer.context["form"].errors) == ["document"]
