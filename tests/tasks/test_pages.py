"""The pages of tasks as people open them: two lists, a programme, the matrix, one unit's task."""

import io
from types import SimpleNamespace
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from giaoban.files.models import StoredFile
from giaoban.tasks.models import Assignment
from giaoban.tasks.rules import TaskFacts
from tests.cast import sign_in
from tests.factories.files import pdf
from tests.factories.tasks import DUE, make_assignment, make_programme, walk

Q3 = "2019-q3"
PROVINCE, COMMUNE = f"/btc-thai-binh/{Q3}/nhiem-vu/", f"/du-an-hoa/{Q3}/nhiem-vu/"


def post(browser: Client, path: str, **data):
    return browser.post(path, {"once": uuid4().hex, **data})


def test_the_unit_sees_its_task_and_walks_it_to_the_end(room: SimpleNamespace):
    unit, officer = sign_in(room.cast.commune_officer), sign_in(room.cast.officer)
    page = unit.get(COMMUNE)
    assert [row.number for row in page.context["rows"]] == ["1"]
    path = f"{COMMUNE}giao/{room.assignment.pk}/"

    def moves(browser: Client, address: str = path) -> list[str]:
        return [button.move for button in browser.get(address).context["page"].buttons]

    def version() -> int:
        return Assignment.objects.get(pk=room.assignment.pk).version

    assert moves(unit) == ["acknowledge", "start"]
    assert post(unit, f"{path}buoc/acknowledge/", version=version()).status_code == 302
    assert moves(unit) == ["report_progress", "start"]
    post(unit, f"{path}buoc/report_progress/", version=version(), percent="60", note="Đã có dự thảo")
    assert moves(unit) == ["report_progress", "report_done"]
    post(unit, f"{path}buoc/report_done/", version=version(), note="Đã ban hành")
    assert moves(unit) == []
    theirs = f"{PROVINCE}giao/{room.assignment.pk}/"
    assert moves(officer, theirs) == ["accept", "return"]
    assert post(officer, f"{theirs}buoc/accept/", version=version()).status_code == 302
    done = Assignment.objects.get(pk=room.assignment.pk)
    assert (done.state, done.percent, done.version) == ("closed", 100, 5)
    shown = unit.get(path)
    assert [one.note for one in shown.context["page"].progress] == ["Đã ban hành", "Đã có dự thảo"]
    assert [event.title for event in shown.context["page"].events][-1] == "Đã xác nhận hoàn thành"


def test_a_wrong_percent_and_a_missing_reason_keep_what_was_typed(room: SimpleNamespace):
    assignment = walk(room.assignment, "start")
    unit, officer = sign_in(room.cast.commune_officer), sign_in(room.cast.officer)
    path = f"{COMMUNE}giao/{assignment.pk}/buoc/report_progress/"
    assert unit.get(path).context["form"].initial["percent"] == 0
    answer = post(unit, path, version=assignment.version, percent="140", note="Đang làm")
    assert (answer.status_code, answer.context["form"]["note"].value()) == (422, "Đang làm")
    assert "từ 0 đến 100" in answer.content.decode()
    refused = post(officer, f"{PROVINCE}giao/{assignment.pk}/buoc/cancel/", version=assignment.version)
    assert refused.status_code == 422
    assert Assignment.objects.get(pk=assignment.pk).state == "in_progress"


def test_the_second_of_two_is_told_and_may_go_on(room: SimpleNamespace):
    assignment = walk(room.assignment, "start")
    unit = sign_in(room.cast.commune_officer)
    path = f"{COMMUNE}giao/{assignment.pk}/buoc/report_progress/"
    post(unit, path, version=assignment.version, percent="30")
    answer = post(unit, path, version=assignment.version, percent="45", note="Của tôi")
    assert answer.status_code == 409
    assert "vừa được người khác cập nhật" in answer.content.decode()
    form = answer.context["form"]
    assert (form["note"].value(), form["version"].value()) == ("Của tôi", str(assignment.version + 1))
    post(unit, path, version=form["version"].value(), percent="45", note="Của tôi")
    assert Assignment.objects.get(pk=assignment.pk).percent == 45


def test_a_step_that_is_not_offered_leads_back(room: SimpleNamespace):
    officer = sign_in(room.cast.officer)
    path = f"{PROVINCE}giao/{room.assignment.pk}/"
    assert officer.get(f"{path}buoc/accept/").headers["Location"] == path
    assert officer.get(f"{path}buoc/bay/").status_code == 404


def test_lists_are_filtered_and_late_ones_come_first(room: SimpleNamespace):
    make_programme(
        room.province,
        tasks=[
            TaskFacts("1", "Kiểm tra biên chế", due=DUE.replace(day=2), lead_unit_ids=[room.commune.pk]),
            TaskFacts("2", "Đào tạo cán bộ", field="training", lead_unit_ids=[room.commune.pk]),
        ],
        title="Chương trình hai",
    )
    officer = sign_in(room.cast.officer)

    def wordings(query: str = "") -> list[str]:
        return [row.wording for row in officer.get(f"{PROVINCE}da-giao/{query}").context["rows"]]

    assert wordings() == ["Kiểm tra biên chế", room.assignment.task.wording, "Đào tạo cán bộ"]
    assert wordings("?nhan=late") == ["Kiểm tra biên chế"]
    assert wordings("?tim=bien+che") == ["Kiểm tra biên chế"]
    assert wordings("?linh-vuc=training") == ["Đào tạo cán bộ"]
    assert wordings(f"?chuong-trinh={room.assignment.task.programme_id}") == [room.assignment.task.wording]
    assert wordings("?chuong-trinh=abc&nhan=khong-co") == wordings()
    walk(room.assignment, "start", "report_done", "accept")
    later = "/btc-thai-binh/2019-q4/nhiem-vu/da-giao/"
    assert len(officer.get(later).context["rows"]) == 2
    assert len(officer.get(f"{later}?tat-ca=on").context["rows"]) == 3
    page = officer.get(f"{PROVINCE}da-giao/")
    assert [(one.word.value, one.count) for one in page.context["tally"]] == [
        ("late", 1),
        ("no_due", 1),
        ("done", 1),
    ]
    assert [line.done for line in page.context["programmes"]] == [0, 1]


def test_lists_and_programmes_ask_few_queries_whatever_their_length(room: SimpleNamespace):
    officer = sign_in(room.cast.officer)
    programme = room.assignment.task.programme_id
    make_assignment(room.cast.unit("tw"), room.province)
    paths = [
        f"/tu-thai-binh/{Q3}/nhiem-vu/",
        f"{PROVINCE}da-giao/",
        f"{PROVINCE}chuong-trinh/{programme}/",
        f"{PROVINCE}chuong-trinh/{programme}/ma-tran/",
        f"{PROVINCE}giao/{room.assignment.pk}/",
    ]
    counts = []
    for _round in range(2):
        for path in paths:
            officer.get(path)
            with CaptureQueriesContext(connection) as few:
                assert officer.get(path).status_code == 200
            counts.append(len(few))
        for number in range(6):
            make_assignment(room.cast.unit("tw"), room.province, title=f"Trên {number}")
            make_assignment(room.province, room.cast.unit("du-an-chau"), title=f"Dưới {number}")
    half = len(paths)
    assert counts[:half] == counts[half:]
    assert max(counts) <= 15, few.captured_queries


def test_strangers_and_other_provinces_find_nothing(room: SimpleNamespace):
    browser = sign_in(room.cast.other_officer)
    programme = room.assignment.task.programme_id
    for path in (
        f"chuong-trinh/{programme}/",
        f"chuong-trinh/{programme}/ma-tran/",
        f"chuong-trinh/{programme}/ma-tran.xlsx",
        f"chuong-trinh/{programme}/chon-don-vi/",
        f"giao/{room.assignment.pk}/",
        f"giao/{room.assignment.pk}/gia-han/",
    ):
        assert browser.get(f"/btc-hung-yen/{Q3}/nhiem-vu/{path}").status_code == 404
    assert list(browser.get(f"{PROVINCE}da-giao/").context["rows"]) == []
    reader = sign_in(room.reader)
    assert reader.get(f"{PROVINCE}chuong-trinh/{programme}/").status_code == 200
    assert reader.get(f"{PROVINCE}chuong-trinh/{programme}/chon-don-vi/").status_code == 404
    assert reader.get(f"{PROVINCE}chuong-trinh/them/").status_code == 404
    assert reader.get(f"{PROVINCE}cu-the-hoa/").status_code == 404
    assert reader.get(f"{PROVINCE}giao/{room.assignment.pk}/gia-han/").status_code == 404


def test_the_matrix_goes_to_excel_with_its_sentences(room: SimpleNamespace):
    walk(room.assignment, "start", "report_done", "accept")
    path = f"{PROVINCE}chuong-trinh/{room.assignment.task.programme_id}/ma-tran.xlsx"
    answer = sign_in(room.cast.officer).get(path)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Ma trận", "Đọc thành câu", "Nguồn"]
    rows = book.get_sheet_by_name("Ma trận").to_python()
    assert rows[-1] == ["1", room.assignment.task.wording, "đã hoàn thành", 1.0, 1.0]
    assert book.get_sheet_by_name("Đọc thành câu").to_python()[-1] == [
        "1",
        "1/1 đơn vị đã hoàn thành: Đảng ủy xã An Hòa",
    ]


def test_evidence_comes_with_the_work_and_only_then(room: SimpleNamespace):
    unit, officer = sign_in(room.cast.commune_officer), sign_in(room.cast.officer)
    path = f"{COMMUNE}giao/{room.assignment.pk}/"
    empty = post(unit, f"{path}minh-chung/")
    assert empty.status_code == 422
    paper = SimpleUploadedFile("de-an.pdf", pdf(), content_type="application/pdf")
    assert post(unit, f"{path}minh-chung/", file=paper).status_code == 302
    stored = StoredFile.objects.get()
    assert (stored.kind, stored.object_id, stored.unit) == (
        "tasks.assignment",
        room.assignment.pk,
        room.commune,
    )
    assert b"".join(officer.get(f"/tep/{stored.pk}/").streaming_content) == pdf()
    assert sign_in(room.cast.other_officer).get(f"/tep/{stored.pk}/").status_code == 404
    mine = SimpleUploadedFile("a.pdf", pdf(), content_type="application/pdf")
    assert post(officer, f"{PROVINCE}giao/{room.assignment.pk}/minh-chung/", file=mine).status_code == 404
    walk(room.assignment, "start", "report_done")
    late = SimpleUploadedFile("b.pdf", pdf(), content_type="application/pdf")
    assert post(unit, f"{path}minh-chung/", file=late).status_code == 422
    assert StoredFile.objects.count() == 1


def test_an_extension_is_asked_on_one_page_and_answered_on_another(room: SimpleNamespace):
    unit, officer = sign_in(room.cast.commune_officer), sign_in(room.cast.officer)
    path = f"giao/{room.assignment.pk}/gia-han/"
    wrong = post(unit, COMMUNE + path, version=1, new_due="01/9/2019", reason="Chờ")
    assert (wrong.status_code, wrong.context["form"].errors["new_due"]) == (
        422,
        ["Thời hạn mới 01/9/2019 phải sau ngày 30/9/2019."],
    )
    assert post(unit, COMMUNE + path, version=1, new_due="31/10/2019", reason="Chờ").status_code == 302
    asked = room.assignment.extensions.get()
    page = officer.get(f"{PROVINCE}giao/{room.assignment.pk}/")
    assert page.context["page"].waiting == asked
    assert unit.get(f"{COMMUNE}{path}{asked.pk}/").status_code == 404
    assert officer.get(f"{PROVINCE}{path}{asked.pk}/").status_code == 200
    answer = {"answer": "refuse", "note": "", "version": 2}
    assert post(officer, f"{PROVINCE}{path}{asked.pk}/", **answer).status_code == 422
    post(officer, f"{PROVINCE}{path}{asked.pk}/", answer="grant", version=2)
    assert Assignment.objects.get(pk=room.assignment.pk).due.isoformat() == "2019-10-31"
    assert "Gia hạn" in officer.get(PROVINCE + path).content.decode()
    post(officer, PROVINCE + path, version=3, new_due="30/11/2019", reason="Cả tỉnh lùi")
    assert Assignment.objects.get(pk=room.assignment.pk).due.isoformat() == "2019-11-30"
