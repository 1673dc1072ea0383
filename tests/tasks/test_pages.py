"""The pages of tasks as people open them: two lists, a programme, the matrix, one unit's task."""

from types import SimpleNamespace

import pytest

from giaoban.tasks.models import Assignment
from tests.cast import sign_in
from tests.factories.tasks import walk

Q3 = "2019-q3"


def test_the_unit_sees_its_task_and_takes_note_of_it(room: SimpleNamespace):
    browser = sign_in(room.cast.commune_officer)
    page = browser.get(f"/du-an-hoa/{Q3}/nhiem-vu/")
    assert [row.number for row in page.context["rows"]] == ["1"]
    record = browser.get(f"/du-an-hoa/{Q3}/nhiem-vu/giao/{room.assignment.pk}/")
    assert [button.move for button in record.context["page"].buttons] == ["acknowledge", "start"]
    answer = browser.post(
        f"/du-an-hoa/{Q3}/nhiem-vu/giao/{room.assignment.pk}/buoc/acknowledge/",
        {"once": "a" * 32, "version": room.assignment.version},
    )
    assert answer.status_code == 302
    assert Assignment.objects.get(pk=room.assignment.pk).state == "acknowledged"


@pytest.mark.parametrize(
    "path",
    ["", "da-giao/", "?tim=bo+may&nhan=todo&tat-ca=on", "cu-the-hoa/", "chuong-trinh/them/"],
)
def test_lists_and_forms_answer(room: SimpleNamespace, path: str):
    assert sign_in(room.cast.officer).get(f"/btc-thai-binh/{Q3}/nhiem-vu/{path}").status_code == 200


@pytest.mark.parametrize("path", ["", "ma-tran/", "ma-tran.xlsx", "chon-don-vi/"])
def test_pages_of_a_programme_answer(room: SimpleNamespace, path: str):
    programme = room.assignment.task.programme_id
    base = f"/btc-thai-binh/{Q3}/nhiem-vu/chuong-trinh/{programme}/"
    assert sign_in(room.cast.officer).get(base + path).status_code == 200


def test_the_other_province_sees_nothing_of_it(room: SimpleNamespace):
    browser = sign_in(room.cast.other_officer)
    walk(room.assignment, "start", "report_done")
    programme = room.assignment.task.programme_id
    assert browser.get(f"/btc-hung-yen/{Q3}/nhiem-vu/chuong-trinh/{programme}/").status_code == 404
    assert browser.get(f"/btc-hung-yen/{Q3}/nhiem-vu/giao/{room.assignment.pk}/").status_code == 404
    assert list(browser.get(f"/btc-thai-binh/{Q3}/nhiem-vu/da-giao/").context["rows"]) == []
