"""Pages of the incoming book: the list, entering, one line, bút phê, Chờ nhận, the reply."""

import uuid
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from giaoban.accounts.models import Responsibility
from giaoban.core.registries import Announcement
from giaoban.correspondence.models import Arrival, Dossier
from giaoban.correspondence.queries.desk import awaiting_remark
from giaoban.organisations.models import Department
from giaoban.tasks.models import Assignment
from tests.cast import BASELINE, TODAY, Cast, sign_in
from tests.factories.arrivals import SUMMARY, make_arrival, make_remark
from tests.factories.correspondence import make_dossier, make_issue
from tests.factories.directives import make_document
from tests.factories.files import docx_parts, packed

AT = "/btc-thai-binh/2019-t09-9t/van-ban-den/"
FORM = {
    "symbol": "112-cv/btctw",
    "type": "",
    "issued_on": "12/9/2019",
    "issuer": "",
    "summary": SUMMARY,
    "arrived_on": "16/9/2019",
    "urgency": "",
    "due": "25/9/2019",
    "document_text": "",
    "secrecy": "normal",
    "holder": "",
}


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return sign_in(cast.clerk)


@pytest.fixture
def head(cast: Cast) -> Client:
    return sign_in(cast.head)


@pytest.fixture
def letter(cast: Cast) -> Arrival:
    return make_arrival(cast.unit("btc-thai-binh"))


def send(client: Client, path: str, typed: dict[str, Any] | None = None) -> Any:
    return client.post(path, {"once": uuid.uuid4().hex, **(typed or {})})


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").main.get_text(" ").split())


def table(answer: Any) -> list[list[str]]:
    rows = BeautifulSoup(answer.content, "html.parser").tbody.find_all("tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])] for row in rows]


# --- the list --------------------------------------------------------------------------------------------


def test_the_book_is_narrowed_by_state_year_room_and_words(cast: Cast, clerk: Client) -> None:
    unit = cast.unit("btc-thai-binh")
    room = Department.objects.create(unit=unit, name="Phòng Cán bộ", starts=BASELINE)
    make_arrival(unit, arrived_on=date(2018, 3, 1), issued_on=date(2018, 2, 1), due=date(2018, 3, 9))
    given = make_arrival(unit, "7-CV/BTCTW", summary="Xin ý kiến về nhân sự")
    make_remark(given, department=room, due=date(2019, 9, 18))
    make_arrival(unit, "3-CV/BTCTW", summary="", holder="Tủ mật", type="", issued_on=None)
    make_arrival(unit, "9-CV/BTCTW", state="settled", settled_on=TODAY, urgency="KHẨN")
    everything = clerk.get(AT)
    assert [row[0] for row in table(everything)] == ["3", "2", "1", "1"]
    assert "Quá hạn (1)" in words(everything)
    assert "bản giấy giữ tại Tủ mật" in words(everything)
    late = table(clerk.get(AT, {"trang-thai": "late"}))
    assert len(late) == 1
    assert "quá hạn" in late[0][6]
    found = {
        ("trang-thai", "waiting"): 2,
        ("trang-thai", "given"): 1,
        ("trang-thai", "settled"): 1,
        ("nam", "2018"): 1,
        ("phong", str(room.pk)): 1,
        ("tim", "nhan su"): 1,
        ("tim", "7 cv btctw"): 1,
        ("tim", "112"): 1,
        ("tim", "?"): 4,
        ("nam", "abc"): 4,
    }
    for (name, value), many in found.items():
        assert len(table(clerk.get(AT, {name: value}))) == many, (name, value)
    assert "Không có dòng nào khớp" in words(clerk.get(AT, {"tim": "khongco"}))


def test_an_empty_book_says_what_to_do(cast: Cast, clerk: Client) -> None:
    assert "Vào sổ văn bản đầu tiên" in words(clerk.get(AT))
    assert "khi văn thư vào sổ" in words(sign_in(cast.officer).get(AT))
    for who in (cast.other_officer, cast.monitor):
        assert sign_in(who).get(AT).status_code == 404


# --- entering --------------------------------------------------------------------------------------------


def test_a_letter_is_entered_as_typed_with_its_scan(clerk: Client) -> None:
    assert "Vào sổ văn bản đến" in words(clerk.get(f"{AT}ghi-so/"))
    scan = SimpleUploadedFile("cv-112.docx", packed(docx_parts()))
    answer = send(clerk, f"{AT}ghi-so/", {**FORM, "file": scan})
    made = Arrival.objects.get()
    assert answer["Location"] == f"{AT}{made.pk}/"
    assert (made.symbol, made.issuer, made.number.value) == ("112-CV/BTCTW", "Ban Tổ chức Trung ương", 1)
    shown = words(clerk.get(answer["Location"]))
    assert "Số đến 1: Công văn số 112-CV/BTCTW" in shown
    assert "cv-112.docx" in shown
    again = send(clerk, f"{AT}ghi-so/", {**FORM, "symbol": "113-cv/btctw", "tiep": "1"})
    assert again["Location"] == f"{AT}ghi-so/"


def test_a_second_entry_of_one_paper_asks_first_and_a_bad_scan_takes_no_number(clerk: Client) -> None:
    send(clerk, f"{AT}ghi-so/", FORM)
    answer = send(clerk, f"{AT}ghi-so/", FORM)
    assert answer.status_code == 422
    assert "đã vào sổ, số đến 1" in words(answer)
    assert 'type="checkbox" name="confirmed"' in answer.content.decode()
    assert send(clerk, f"{AT}ghi-so/", {**FORM, "confirmed": "on"}).status_code == 302
    bad = SimpleUploadedFile("la.pdf", b"khong phai pdf")
    answer = send(clerk, f"{AT}ghi-so/", {**FORM, "symbol": "114-cv/btctw", "file": bad})
    assert answer.status_code == 422
    assert Arrival.objects.count() == 2
    wrong = send(clerk, f"{AT}ghi-so/", {**FORM, "arrived_on": "31/2/2019"})
    assert SUMMARY in wrong.content.decode()


def test_the_symbol_is_read_while_it_is_typed(cast: Cast, clerk: Client) -> None:
    path = f"{AT}nhan-dang/"
    make_document(
        cast.unit("btc-thai-binh"),
        "112-CV/BTCTW",
        issued_on=date(2019, 9, 2),
        issuer="Ban Tổ chức Trung ương",
    )
    make_arrival(cast.unit("btc-thai-binh"))
    told = clerk.get(path, {"symbol": "112 cv btctw", "issued_on": "2/9/2019"}).content.decode()
    for word in (
        "112-CV/BTCTW",
        "Có thể đã vào sổ",
        "Đã có trong Văn bản chỉ đạo",
        'value="Ban Tổ chức Trung ương"',
    ):
        assert word in told
    assert "Chưa đọc được" in clerk.get(path, {"symbol": "thư"}).content.decode()
    assert clerk.get(path, {"symbol": "", "issued_on": "x"}).status_code == 200
    assert sign_in(cast.officer).get(path).status_code == 404
    assert sign_in(cast.officer).get(f"{AT}ghi-so/").status_code == 404


# --- one line --------------------------------------------------------------------------------------------


def test_the_head_writes_on_the_page_and_the_task_is_shown_there(
    cast: Cast, head: Client, letter: Arrival
) -> None:
    room = Department.objects.create(unit=letter.unit, name="Phòng Cán bộ", starts=BASELINE)
    letter.document = make_document(letter.unit, "112-CV/BTCTW", unit=cast.unit("btctw"))
    letter.save()
    Responsibility.objects.create(
        user=cast.officer, unit=letter.unit, area=cast.unit("btctw"), starts=BASELINE
    )
    page = head.get(f"{AT}{letter.pk}/")
    officer = BeautifulSoup(page.content, "html.parser").select_one("#id_officer option[selected]")
    assert officer["value"] == str(cast.officer.pk)
    typed = {
        "text": "Phòng Cán bộ tham mưu",
        "department": room.pk,
        "officer": cast.officer.pk,
        "due": "20/9/2019",
        "make_task": "on",
        "version": "1",
    }
    wrong = send(head, f"{AT}{letter.pk}/but-phe/", {**typed, "due": "1/9/2019"})
    assert wrong.status_code == 422
    assert "Phòng Cán bộ tham mưu" in wrong.content.decode()
    assert send(head, f"{AT}{letter.pk}/but-phe/", {**typed, "text": ""}).status_code == 422
    assert send(head, f"{AT}{letter.pk}/but-phe/", typed)["Location"] == f"{AT}{letter.pk}/"
    shown = words(head.get(f"{AT}{letter.pk}/"))
    for word in ("Giao Phòng Cán bộ, Nguyễn Văn An", "hạn 20/9/2019", "Nhiệm vụ từ bút phê"):
        assert word in shown
    stale = send(head, f"{AT}{letter.pk}/but-phe/", typed)
    assert stale.status_code == 409
    assert send(head, f"{AT}{letter.pk}/but-phe/", {**typed, "version": "2"}).status_code == 302
    task = Assignment.objects.first()
    assert task is not None
    back = sign_in(cast.officer).get(f"/btc-thai-binh/2019-t09-9t/nhiem-vu/giao/{task.pk}/")
    assert f"/van-ban-den/{letter.pk}/" in back.content.decode()
    assert send(sign_in(cast.clerk), f"{AT}{letter.pk}/but-phe/", typed).status_code == 404


def test_a_line_is_settled_and_opened_again(cast: Cast, clerk: Client, letter: Arrival) -> None:
    page = f"{AT}{letter.pk}/"
    typed = {"note": "Để biết", "on": "16/9/2019", "version": "1"}
    assert send(clerk, f"{page}giai-quyet/", {**typed, "on": "1/9/2019"}).status_code == 422
    assert send(clerk, f"{page}giai-quyet/", {**typed, "on": ""}).status_code == 422
    assert send(clerk, f"{page}giai-quyet/", typed).status_code == 302
    assert "Để biết 16/9/2019" in words(clerk.get(page))
    assert send(clerk, f"{page}giai-quyet/", typed).status_code == 409
    assert send(clerk, f"{page}tra-loi/").status_code == 422
    assert send(clerk, f"{page}mo-lai/").status_code == 302
    letter.refresh_from_db()
    assert letter.state == "entered"
    assert send(sign_in(cast.officer), f"{page}giai-quyet/", typed).status_code == 404


def test_a_line_is_corrected_and_shows_what_it_said(cast: Cast, clerk: Client, letter: Arrival) -> None:
    page = f"{AT}{letter.pk}/"
    assert "Đính chính số đến 1" in words(clerk.get(f"{page}dinh-chinh/"))
    typed = {**FORM, "issued_on": "2/9/2019", "arrived_on": "10/9/2019", "due": "", "version": "1"}
    typed |= {"issuer": "Văn phòng Trung ương", "reason": "Ghi nhầm nơi gửi", "issued_on": "3/9/2019"}
    typed |= {"urgency": "KHẨN"}
    assert send(clerk, f"{page}dinh-chinh/", {**typed, "reason": ""}).status_code == 422
    assert send(clerk, f"{page}dinh-chinh/", {**typed, "summary": ""}).status_code == 422
    assert send(clerk, f"{page}dinh-chinh/", typed)["Location"] == page
    shown = words(clerk.get(page))
    for word in ("Ghi nhầm nơi gửi", "Trước khi đính chính", "Ban Tổ chức Trung ương", "02/9/2019"):
        assert word in shown
    stale = send(clerk, f"{page}dinh-chinh/", typed)
    assert stale.status_code == 409
    assert "Đang lưu trong hệ thống" in words(stale)
    assert sign_in(cast.officer).get(f"{page}dinh-chinh/").status_code == 404


def test_on_the_connected_network_the_class_is_not_asked_and_a_stub_stays_small(
    cast: Cast, clerk: Client, settings: Any
) -> None:
    settings.GIAOBAN_ZONE = "connected"
    assert 'name="secrecy"' not in clerk.get(f"{AT}ghi-so/").content.decode()
    answer = send(clerk, f"{AT}ghi-so/", {**FORM, "summary": "", "due": "", "holder": "Tủ mật"})
    page = answer["Location"]
    shown = words(clerk.get(page))
    assert "Nơi giữ bản giấy Tủ mật" in shown
    assert "Bản quét" not in shown
    assert clerk.get(f"{page}tep/").status_code == 404
    assert send(clerk, f"{page}tra-loi/").status_code == 404
    corrected = {**FORM, "summary": "", "due": "", "holder": "Tủ số 2", "reason": "Đổi tủ", "version": "1"}
    assert send(clerk, f"{page}dinh-chinh/", corrected).status_code == 302
    assert Arrival.objects.get().secrecy == "normal"


def test_a_scan_is_added_later(clerk: Client, cast: Cast, letter: Arrival) -> None:
    path = f"{AT}{letter.pk}/tep/"
    assert clerk.get(path).status_code == 200
    assert send(clerk, path).status_code == 422
    bad = SimpleUploadedFile("la.pdf", b"khong phai pdf")
    assert send(clerk, path, {"file": bad}).status_code == 422
    good = SimpleUploadedFile("cv.docx", packed(docx_parts()))
    assert send(clerk, path, {"file": good}).status_code == 302
    assert "cv.docx" in words(clerk.get(f"{AT}{letter.pk}/"))
    assert sign_in(cast.officer).get(path).status_code == 404


def test_the_reply_begins_with_addressee_and_the_number_it_answers(clerk: Client, letter: Arrival) -> None:
    answer = send(clerk, f"{AT}{letter.pk}/tra-loi/")
    dossier = Dossier.objects.get()
    assert answer["Location"].endswith(f"/ho-so-trinh/{dossier.pk}/")
    assert dossier.about == "Trả lời Công văn số 112-CV/BTCTW ngày 02/9/2019 của Ban Tổ chức Trung ương"
    assert (dossier.type, dossier.addressee, dossier.answers_id) == (
        "CV",
        "Ban Tổ chức Trung ương",
        letter.pk,
    )
    assert dossier.about in words(clerk.get(f"{AT}{letter.pk}/"))


def test_a_line_is_unknown_on_the_pages_of_another_unit(cast: Cast, clerk: Client, letter: Arrival) -> None:
    assert clerk.get(f"/tu-thai-binh/2019-t09-9t/van-ban-den/{letter.pk}/").status_code == 404
    assert sign_in(cast.other_officer).get(f"{AT}{letter.pk}/").status_code == 404


# --- Chờ nhận --------------------------------------------------------------------------------------------


@pytest.fixture
def sent(cast: Cast) -> Any:
    dossier = make_dossier(cast.unit("btctw"), state="issued", type="CV")
    return make_issue(
        dossier, "31-CV/BTCTW", delivered=[cast.unit("btc-thai-binh"), cast.unit("btc-hung-yen")]
    )


def test_what_was_sent_waits_and_enters_with_one_button(cast: Cast, clerk: Client, sent: Any) -> None:
    mine, theirs = (sent.deliveries.get(unit=cast.unit(code)) for code in ("btc-thai-binh", "btc-hung-yen"))
    assert "1 văn bản gửi trong hệ thống chưa vào sổ" in words(clerk.get(AT))
    assert table(clerk.get(f"{AT}cho-nhan/"))[0][0].startswith("31-CV/BTCTW")
    opened = send(clerk, f"{AT}cho-nhan/{mine.pk}/mo/")
    assert opened["Location"].endswith(f"/van-ban/{sent.document_id}/")
    mine.refresh_from_db()
    assert mine.opened_at is not None
    for door in ("mo", "vao-so"):
        assert send(clerk, f"{AT}cho-nhan/{theirs.pk}/{door}/").status_code == 404
    answer = send(clerk, f"{AT}cho-nhan/{mine.pk}/vao-so/")
    made = Arrival.objects.get()
    assert answer["Location"] == f"{AT}{made.pk}/"
    assert send(clerk, f"{AT}cho-nhan/{mine.pk}/vao-so/").status_code == 422
    assert "Không còn văn bản nào chờ nhận" in words(clerk.get(f"{AT}cho-nhan/"))
    reply = send(clerk, f"{AT}{made.pk}/tra-loi/")
    assert reply.status_code == 302
    assert list(Dossier.objects.get(answers=made).recipients.all()) == [cast.unit("btctw")]


def test_everything_enters_at_once(cast: Cast, clerk: Client, sent: Any) -> None:
    assert send(clerk, f"{AT}cho-nhan/")["Location"] == AT
    assert Arrival.objects.filter(delivery__issue=sent).count() == 1
    assert send(clerk, f"{AT}cho-nhan/").status_code == 200
    officer = sign_in(cast.officer)
    assert officer.get(f"{AT}cho-nhan/").status_code == 200
    assert send(officer, f"{AT}cho-nhan/").status_code == 404


# --- first pages -----------------------------------------------------------------------------------------


def test_the_first_pages_say_what_waits_on_the_desk_and_for_the_head(
    cast: Cast, clerk: Client, head: Client, letter: Arrival, sent: Any
) -> None:
    unit = cast.unit("btc-thai-binh")
    make_arrival(unit, "3-CV/BTCTW", summary="", holder="Tủ mật")
    make_dossier(unit, state="approved")
    make_issue(make_dossier(unit, state="issued", recipients=[cast.unit("du-an-hoa")]), "9-KH/BTCTU")
    page = "/btc-thai-binh/2019-t09-9t/viec-cua-toi/"
    desk = (
        BeautifulSoup(clerk.get(page).content, "html.parser")
        .select_one("#ban-van-thu")
        .find_parent("section")
    )
    assert [one.get_text().strip() for one in desk.find_all("dd")] == ["1", "1", "0", "1", "1", "1"]
    shown = words(head.get(page))
    assert "Văn bản đến chờ bút phê" in shown
    assert "112-CV/BTCTW" in shown
    assert "3-CV/BTCTW" not in shown
    assert "Bàn văn thư" not in shown
    assert "Bàn văn thư" not in words(clerk.get("/tu-thai-binh/2019-t09-9t/viec-cua-toi/"))
    assert "chờ bút phê" not in words(head.get("/du-an-hoa/2019-t09-9t/viec-cua-toi/"))


def test_without_phong_or_tasks_the_head_is_not_asked_for_them(
    cast: Cast, head: Client, letter: Arrival, monkeypatch: Any
) -> None:
    assert "Phòng xử lý" not in words(head.get(f"{AT}{letter.pk}/"))
    assert "Tạo nhiệm vụ" in words(head.get(f"{AT}{letter.pk}/"))
    monkeypatch.setattr("giaoban.correspondence.views.arrivals.REMARKED", Announcement("nobody.listens"))
    assert "Tạo nhiệm vụ" not in words(head.get(f"{AT}{letter.pk}/"))
    assert awaiting_remark(cast.clerk, letter.unit_id, TODAY) == ()
