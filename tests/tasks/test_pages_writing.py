"""Writing a programme through its pages: by task, pasted, given to many units, issued; cụ thể hóa."""

from types import SimpleNamespace
from uuid import uuid4

from django.test import Client

from giaoban.tasks.models import Assignment, Programme
from giaoban.tasks.rules import TaskFacts
from tests.cast import sign_in
from tests.factories.directives import make_document
from tests.factories.tasks import make_assignment, make_programme, walk

PROVINCE = "/btc-thai-binh/2019-q3/nhiem-vu/"


def post(browser: Client, path: str, **data):
    return browser.post(path, {"once": uuid4().hex, **data})


def test_from_an_empty_page_to_issued_tasks(room: SimpleNamespace):
    browser = sign_in(room.cast.officer)
    paper = make_document(room.cast.unit("btctw"), "05-KL/BTCTW", public=True)
    form = browser.get(f"{PROVINCE}chuong-trinh/them/").context["form"]
    assert [pk for pk, _name in form.fields["unit"].choices] == [
        str(room.province.pk),
        str(room.cast.unit("btc-thai-binh").pk),
    ]
    facts = {"unit": room.province.pk, "period": "2019-q3", "title": "", "document_text": "05-KL/BTCTW"}
    assert post(browser, f"{PROVINCE}chuong-trinh/them/", **facts).status_code == 422
    made = post(browser, f"{PROVINCE}chuong-trinh/them/", **{**facts, "title": "Nhiệm vụ quý III"})
    programme = Programme.objects.latest("pk")
    page = f"{PROVINCE}chuong-trinh/{programme.pk}/"
    assert (made.headers["Location"], programme.document) == (page, paper)
    pasted = {"outline": "1. Tổ chức bộ máy\n1.1 Sắp xếp\n2. Cán bộ", "due": "31/12/2019", "version": 1}
    assert (
        post(browser, f"{page}them-nhiem-vu/?dan=1", **{**pasted, "outline": "không số"}).status_code == 422
    )
    post(browser, f"{page}them-nhiem-vu/?dan=1", **pasted)
    group = programme.tasks.get(number="1")
    assert browser.get(f"{page}them-nhiem-vu/?nhom={group.pk}").context["form"].initial == {"number": "1.2"}
    one = {"number": "", "wording": "Tinh giản", "kind": "one_off", "version": 2}
    post(browser, f"{page}them-nhiem-vu/?nhom={group.pk}", **one)
    assert list(programme.tasks.values_list("number", flat=True)) == ["1", "1.1", "2", "1.2"]
    stale = post(browser, f"{page}them-nhiem-vu/", **one)
    assert (stale.status_code, stale.context["form"]["wording"].value()) == (409, "Tinh giản")
    refused = post(browser, f"{page}giao/", version=3)
    assert refused.status_code == 422
    assert "chưa có đơn vị thực hiện: 1.1, 1.2, 2" in refused.content.decode()
    tasks = list(programme.tasks.values_list("pk", flat=True))
    choice = {"tasks": tasks, "scope": "loai", "kind": "commune_committee", "lead": "lead"}
    preview = post(browser, f"{page}chon-don-vi/", xem="1", **choice)
    assert (len(preview.context["plan"].new), preview.context["plan"].merged) == (8, ())
    assert not Assignment.objects.filter(task__programme=programme).exists()
    post(browser, f"{page}chon-don-vi/", giao="1", **choice)
    again = post(browser, f"{page}chon-don-vi/", xem="1", **{**choice, "scope": "tat-ca", "kind": ""})
    assert (len(again.context["plan"].new), len(again.context["plan"].merged)) == (4, 0)
    assert Assignment.objects.filter(task__programme=programme).count() == 8
    version = Programme.objects.get(pk=programme.pk).version
    assert browser.get(f"{page}giao/").context["units"] == ["Đảng ủy xã An Châu", "Đảng ủy xã An Hòa"]
    assert post(browser, f"{page}giao/", version=version).status_code == 302
    assert Programme.objects.get(pk=programme.pk).state == "issued"
    assert browser.get(f"{page}them-nhiem-vu/").status_code == 404
    assert post(browser, f"{page}ket-thuc/", version=version + 1).status_code == 422


def test_the_choice_of_units_asks_for_what_is_missing(room: SimpleNamespace):
    programme = make_programme(room.province, tasks=[TaskFacts("1", "Một")], issue=False)
    browser, path = sign_in(room.cast.officer), f"{PROVINCE}chuong-trinh/{programme.pk}/chon-don-vi/"
    task = programme.tasks.get().pk
    assert browser.get(f"{path}?nhiem-vu={task}").context["form"].initial["tasks"] == [str(task)]
    for field, facts in (
        ("tasks", {"scope": "tat-ca"}),
        ("kind", {"tasks": [task], "scope": "loai"}),
        ("units", {"tasks": [task], "scope": "chon"}),
    ):
        answer = post(browser, path, xem="1", lead="lead", **facts)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    chosen = {"tasks": [task], "scope": "chon", "units": [room.cast.unit("hu-dong-hung").pk], "lead": "with"}
    done = post(browser, path, giao="1", **chosen)
    assert done.status_code == 302
    assert Assignment.objects.get(task=task).lead is False
    merged = post(browser, path, giao="1", due="bao giờ", **chosen)
    assert merged.status_code == 422


def test_a_draft_is_changed_and_thrown_away_on_its_pages(room: SimpleNamespace):
    programme = make_programme(
        room.province, tasks=[TaskFacts("1", "Một"), TaskFacts("2", "Hai")], issue=False
    )
    browser, page = sign_in(room.cast.officer), f"{PROVINCE}chuong-trinh/{programme.pk}/"
    first, second = programme.tasks.all()
    assert browser.get(f"{page}sua/").context["form"].initial["title"] == programme.title
    post(browser, f"{page}sua/", title="Tên mới", version=1)
    edit = {"number": "1", "wording": "Một, sửa", "kind": "one_off", "version": 2}
    assert browser.get(f"{PROVINCE}{first.pk}/sua/").context["form"].initial["wording"] == "Một"
    post(browser, f"{PROVINCE}{first.pk}/sua/", **edit)
    taken = post(browser, f"{PROVINCE}{first.pk}/sua/", **{**edit, "number": "2", "version": 3})
    assert list(taken.context["form"].errors) == ["number"]
    post(browser, f"{PROVINCE}{second.pk}/bo/", version=3)
    assert [str(task) for task in programme.tasks.all()] == ["1. Một, sửa"]
    assert post(browser, f"{page}bo/", version=1).status_code == 409
    assert post(browser, f"{page}bo/", version=4).headers["Location"] == f"{PROVINCE}da-giao/"
    assert not Programme.objects.filter(pk=programme.pk).exists()


def test_a_finished_programme_is_closed_on_its_page(room: SimpleNamespace):
    walk(room.assignment, "start", "report_done", "accept")
    programme = room.assignment.task.programme
    page = f"{PROVINCE}chuong-trinh/{programme.pk}/"
    answer = post(sign_in(room.cast.officer), f"{page}ket-thuc/", version=programme.version)
    assert answer.status_code == 302
    assert Programme.objects.get(pk=programme.pk).state == "closed"


def test_what_was_given_becomes_a_programme_of_the_unit(room: SimpleNamespace):
    above = make_assignment(room.cast.unit("tw"), room.province)
    browser = sign_in(room.cast.officer)
    page = browser.get(f"{PROVINCE}cu-the-hoa/?chon={above.pk}")
    assert page.context["form"].initial["assignments"] == [str(above.pk)]
    facts = {"title": "Kế hoạch của tỉnh", "period": "2019-q4", "addition": "Trước hết ở huyện."}
    assert post(browser, f"{PROVINCE}cu-the-hoa/", **facts).status_code == 422
    post(browser, f"{PROVINCE}cu-the-hoa/", **facts, assignments=[above.pk])
    own = Programme.objects.latest("pk")
    assert (own.unit, own.period, own.tasks.get().source_task) == (room.province, "2019-q4", above.task)
    assert own.tasks.get().wording.endswith("\nTrước hết ở huyện.")
    assert browser.get(f"{PROVINCE}cu-the-hoa/").context["nothing"] is True
    shown = browser.get(f"{PROVINCE}giao/{above.pk}/")
    assert [line.programme for line in shown.context["page"].localised] == [own]
