"""Entering, correcting, relating and attaching on the pages, and what they answer to bad input."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from giaoban.core.secrecy import Zone
from giaoban.directives import services
from giaoban.directives.models import Correction, Document, Relation
from giaoban.files.models import StoredFile
from tests.cast import sign_in
from tests.directives.conftest import other
from tests.directives.pages import AT, FORM, send, table, text
from tests.factories.directives import make_document


def test_a_clerk_enters_a_document_with_its_file_and_lands_on_its_page(room):
    client = sign_in(room.clerk)
    resolution = make_document(room.central, public=True)
    typed = {
        **FORM,
        "registered_in": room.committee.pk,
        "recipients": "huyện ủy đông hưng\n- du-an-hoa;\n\n",
        "everybody_below": "on",
        "implements_text": "18-nq/tw",
        "file": SimpleUploadedFile("12-CTr.txt", "Nội dung chương trình".encode()),
    }
    answer = send(client, f"{AT}ghi-so/", typed)
    document = Document.objects.get(symbol="12-CTr/TU")
    assert answer.headers["Location"] == f"{AT}{document.pk}/"
    assert sorted(document.recipients.values_list("code", flat=True)) == ["du-an-hoa", "hu-dong-hung"]
    assert [(row.kind, row.target) for row in document.outgoing.all()] == [("implements", resolution)]
    file = StoredFile.objects.get(kind="directives.document", object_id=document.pk)
    page = client.get(f"{AT}{document.pk}/")
    assert "Chương trình 12-CTr/TU" in text(page)
    assert "Đã ghi văn bản vào sổ." in page.content.decode()
    assert "12-CTr.txt" in text(page)
    download = client.get(f"/tep/{file.pk}/")
    assert b"".join(download.streaming_content).decode() == "Nội dung chương trình"
    assert sign_in(room.elsewhere).get(f"/tep/{file.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"summary": ""}, "Chưa ghi trích yếu nội dung."),
        ({"issued_on": "17/9/2019"}, "Ngày ban hành 17/9/2019 chưa đến."),
        ({"issued_on": "31/2/2018"}, "Không có ngày 31/2/2018 trong lịch."),
        ({"symbol": "96-QĐ/TU"}, "có thể là Quyết định hoặc Quy định"),
        ({"recipients": "an hòa\nkhông có"}, "Dòng 2: không tìm thấy đơn vị “không có”."),
        ({"recipients": "tỉnh ủy"}, "Dòng 1: “tỉnh ủy” có thể là"),
        ({"recipients": "x\n" * 301}, "Quá 300 dòng."),
        ({"implements_text": "99-NQ/TW"}, "Không tìm thấy “99-NQ/TW”."),
        ({"implements": "x9", "implements_text": "", "implements_was": ""}, "Không tìm thấy “x9”."),
        ({"implements": "987654", "implements_text": "", "implements_was": ""}, "Không tìm thấy “987654”."),
        ({"registered_in": "1"}, "Ghi vào sổ của"),
        (
            {"holder": "Văn thư mật", "summary": "", "file": ("m.txt", "canary")},
            "Tài liệu mật không đính kèm tệp.",
        ),
        ({"file": ("m.exe", "MZ")}, "m.exe"),
    ],
)
def test_bad_input_is_answered_and_what_was_typed_is_kept(room, changes, said):
    client = sign_in(room.clerk)
    if "file" in changes:
        name, content = changes["file"]
        changes = {**changes, "file": SimpleUploadedFile(name, content.encode())}
    answer = send(client, f"{AT}ghi-so/", {**FORM, "registered_in": room.committee.pk, **changes})
    assert answer.status_code == 422
    shown = BeautifulSoup(answer.content, "html.parser")
    assert said in " ".join(shown.main.get_text(" ").split()) or said == "m.exe"
    assert shown.find("input", {"name": "issuer"})["value"] == "Tỉnh ủy Thái Bình"
    assert shown.find("input", {"name": "symbol"})["value"] == changes.get("symbol", "12-ctr/tu")
    assert (Document.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert send(client, f"{AT}ghi-so/", {**FORM, "registered_in": room.committee.pk}).status_code == 302


def test_a_duplicate_is_shown_with_a_link(room, facts):
    document = services.register_document(actor=room.clerk, registered_in=room.committee.pk, facts=facts)
    answer = send(sign_in(room.clerk), f"{AT}ghi-so/", {**FORM, "registered_in": room.commission.pk})
    assert answer.status_code == 422
    note = BeautifulSoup(answer.content, "html.parser").find("div", class_="note")
    assert note.a["href"] == f"{AT}{document.pk}/"


def test_implementing_a_replaced_document_asks_for_the_tick(books):
    client = sign_in(books.clerk)
    typed = {**FORM, "registered_in": books.committee.pk, "issued_on": "07/9/2018"}
    typed["implements_text"] = "09-hd/btctw"
    answer = send(client, f"{AT}ghi-so/", typed)
    assert answer.status_code == 422
    assert "đã được thay thế bởi Hướng dẫn 12-HD/BTCTW ngày 06/7/2018" in text(answer)
    tick = BeautifulSoup(answer.content, "html.parser").find("input", {"name": "confirmed"})
    assert tick["type"] == "checkbox"
    assert send(client, f"{AT}ghi-so/", {**typed, "confirmed": "on"}).status_code == 302
    assert Relation.objects.get(kind="implements").target.symbol == "09-HD/BTCTW"


def test_replacing_a_later_document_is_refused_on_top(books):
    typed = {**FORM, "registered_in": books.committee.pk, "replaces_text": "12-HD/BTCTW"}
    answer = send(sign_in(books.clerk), f"{AT}ghi-so/", typed)
    assert answer.status_code == 422
    assert "ban hành trước Hướng dẫn 12-HD/BTCTW" in text(answer)
    assert not Document.objects.filter(symbol="12-CTr/TU").exists()


def test_a_link_brings_the_document_that_the_new_one_implements(books):
    resolution = make_document(books.central, public=True)
    page = sign_in(books.clerk).get(f"{AT}ghi-so/", {"trien-khai": resolution.pk})
    field = BeautifulSoup(page.content, "html.parser").find("input", {"name": "implements_text"})
    assert field["value"] == "Nghị quyết 18-NQ/TW ngày 25/10/2017"


def test_who_may_not_write_finds_no_form(room):
    document = make_document(room.commission, public=True)
    for path in (
        "ghi-so/",
        *(f"{document.pk}/{verb}/" for verb in ("dinh-chinh", "noi-nhan", "quan-he", "tep")),
    ):
        assert sign_in(room.cast.officer).get(AT + path).status_code == 404
        assert sign_in(room.clerk).get(AT + path).status_code == 200


def test_the_form_asks_only_what_there_is_to_choose(room):
    commune = "/du-an-hoa/2019-t09-9t/van-ban/ghi-so/"
    shown = BeautifulSoup(sign_in(room.cast.commune_officer).get(commune).content, "html.parser")
    assert shown.find("input", {"name": "registered_in"})["type"] == "hidden"
    assert shown.find("input", {"name": "everybody_below"}) is not None
    province = "/btc-hung-yen/2019-t09-9t/van-ban/"
    client = sign_in(room.elsewhere)
    shown = BeautifulSoup(client.get(f"{province}ghi-so/").content, "html.parser")
    assert len(shown.find("select", {"name": "registered_in"}).find_all("option")) == 2
    assert shown.find("input", {"name": "everybody_below"}) is None
    document = make_document(room.cast.unit("btc-hung-yen"))
    page = client.get(f"{province}{document.pk}/noi-nhan/")
    assert b"everybody_below" not in page.content


def test_the_class_is_asked_only_where_it_may_be_held(room, settings):
    page = sign_in(room.clerk).get(f"{AT}ghi-so/")
    assert b'name="secrecy"' not in page.content
    settings.GIAOBAN_ZONE = Zone.INDEPENDENT.value
    client = sign_in(room.clerk)
    assert b'name="secrecy"' in client.get(f"{AT}ghi-so/").content
    typed = {**FORM, "registered_in": room.commission.pk, "secrecy": "secret"}
    assert send(client, f"{AT}ghi-so/", typed).status_code == 302
    document = Document.objects.get()
    page = text(client.get(f"{AT}{document.pk}/"))
    assert "Độ mật Mật" in page
    assert "Mật" in table(client.get(AT))[0][3]


def test_a_correction_is_made_on_the_page_and_shown_with_what_was_there(room, facts):
    document = services.register_document(
        actor=room.clerk,
        registered_in=room.committee.pk,
        facts=other(facts, recipient_ids=(room.committee.pk, room.central.pk)),
    )
    client = sign_in(room.clerk)
    page = f"{AT}{document.pk}/dinh-chinh/"
    shown = BeautifulSoup(client.get(page).content, "html.parser")
    assert len(shown.find_all("input", {"name": "recipients", "checked": True})) == 2
    typed = {
        **FORM,
        "symbol": "12-CTr/TU",
        "summary": "Đúng",
        "version": "1",
        "recipients": [room.central.pk],
    }
    assert send(client, page, {**typed, "reason": ""}).status_code == 422
    assert send(client, page, {**typed, "reason": "chép nhầm"}).status_code == 302
    document.refresh_from_db()
    assert (document.summary, list(document.recipients.all())) == ("Đúng", [room.central])
    after = text(client.get(f"{AT}{document.pk}/"))
    assert "chép nhầm Lê Thị Cúc" in after
    assert f"Trước khi đính chính: Trích yếu {facts.summary}" in after


def test_every_field_that_was_wrong_is_shown_in_words(room, facts):
    wrong = other(facts, symbol="12-KL/TU", issued_on=date(2018, 1, 8), public=True, source="trang tin")
    document = services.register_document(actor=room.clerk, registered_in=room.committee.pk, facts=wrong)
    services.correct_document(
        actor=room.clerk, document_id=document.pk, facts=facts, reason="nhầm hết", version=1
    )
    client = sign_in(room.clerk)
    assert (
        "Thể loại Kết luận Số, ký hiệu 12-KL/TU Ngày ban hành 08/01/2018 Đã công bố có Nguồn trang tin"
        in (text(client.get(f"{AT}{document.pk}/")))
    )


def test_a_correction_into_another_entry_is_shown_with_a_link(room, facts):
    taken = services.register_document(actor=room.clerk, registered_in=room.committee.pk, facts=facts)
    document = make_document(room.committee, "13-CTr/TU", issued_on=facts.issued_on)
    typed = {**FORM, "reason": "nhầm số", "version": "1"}
    answer = send(sign_in(room.clerk), f"{AT}{document.pk}/dinh-chinh/", typed)
    assert answer.status_code == 422
    note = BeautifulSoup(answer.content, "html.parser").find("div", class_="note")
    assert note.a["href"] == f"{AT}{taken.pk}/"


def test_a_stale_correction_is_told_and_kept(room, facts):
    document = services.register_document(actor=room.clerk, registered_in=room.committee.pk, facts=facts)
    services.correct_document(
        actor=room.cast.head,
        document_id=document.pk,
        facts=other(facts, summary="Bản của đồng chí khác"),
        reason="sửa",
        version=1,
    )
    client = sign_in(room.clerk)
    typed = {**FORM, "summary": "Bản của tôi", "reason": "sửa nữa", "version": "1"}
    answer = send(client, f"{AT}{document.pk}/dinh-chinh/", typed)
    assert answer.status_code == 409
    assert "vừa được người khác đính chính" in text(answer)
    assert "Bản của đồng chí khác" in text(answer)
    shown = BeautifulSoup(answer.content, "html.parser")
    assert shown.find("textarea", {"name": "summary"}).text.strip() == "Bản của tôi"
    assert shown.find("input", {"name": "version"})["value"] == "2"
    assert Correction.objects.count() == 1
    assert send(client, f"{AT}{document.pk}/dinh-chinh/", {**typed, "version": "2"}).status_code == 302


def test_recipients_are_added_on_their_page(room):
    document = make_document(room.commission, recipients=(room.committee,))
    client = sign_in(room.clerk)
    page = f"{AT}{document.pk}/noi-nhan/"
    assert "Đã có trong nơi nhận Tỉnh ủy Thái Bình" in text(client.get(page))
    assert "Ghi ít nhất một đơn vị." in text(send(client, page, {"recipients": " \n"}))
    assert send(client, page, {"recipients": "Tỉnh ủy Thái Bình"}).status_code == 422
    assert send(client, page, {"recipients": "", "everybody_below": "on"}).status_code == 302
    assert sorted(document.recipients.values_list("code", flat=True)) == ["hu-dong-hung", "tu-thai-binh"]


def test_relations_and_files_are_added_and_taken_back_on_their_pages(books):
    document = make_document(books.commission, "07-HD/BTCTU", issued_on=date(2018, 9, 6))
    client = sign_in(books.clerk)
    page = f"{AT}{document.pk}/"
    typed = {"kind": "cites", "target_text": "09-HD/BTCTW", "note": "mục 2"}
    assert send(client, f"{page}quan-he/", {**typed, "target_text": "07-HD/BTCTU"}).status_code == 422
    answer = send(client, f"{page}quan-he/", typed)
    assert "Vẫn ghi, dù văn bản đó đã được thay thế" in text(answer)
    assert send(client, f"{page}quan-he/", {**typed, "confirmed": "on"}).status_code == 302
    relation = document.outgoing.get()
    back = f"{page}quan-he/{relation.pk}/go/"
    assert "Căn cứ, dẫn chiếu: Hướng dẫn 09-HD/BTCTW" in text(client.get(back))
    assert send(client, back, {}).status_code == 302
    assert (document.outgoing.count(), client.get(back).status_code) == (0, 404)

    assert send(client, f"{page}tep/", {}).status_code == 422
    file = SimpleUploadedFile("vb.txt", "Nội dung".encode())
    assert send(client, f"{page}tep/", {"file": file}).status_code == 302
    stored = StoredFile.objects.get()
    gone = f"{page}tep/{stored.pk}/go/"
    assert "vb.txt" in text(client.get(gone))
    assert sign_in(books.cast.officer).get(gone).status_code == 404
    assert send(client, gone, {}).status_code == 302
    assert (StoredFile.objects.count(), client.get(gone).status_code) == (0, 404)


def test_a_stub_offers_no_file_and_no_recipients(books):
    stub = Document.objects.get(symbol="31-BC/TU")
    client = sign_in(books.clerk)
    page = text(client.get(f"{AT}{stub.pk}/"))
    assert "Tài liệu mật: hệ thống chỉ giữ số, ngày" in page
    assert "Đính kèm tệp" not in page
    assert client.get(f"{AT}{stub.pk}/tep/").status_code == 404
    assert send(client, f"{AT}{stub.pk}/noi-nhan/", {"recipients": "Tỉnh ủy Hưng Yên"}).status_code == 422


def test_the_picker_answers_with_documents_one_may_see(books):
    client = sign_in(books.clerk)
    options = BeautifulSoup(client.get(f"{AT}chon/", {"q": "hd btctw"}).content, "html.parser").find_all("li")
    assert [option["data-label"] for option in options] == [
        "Hướng dẫn 12-HD/BTCTW ngày 06/7/2018",
        "Hướng dẫn 09-HD/BTCTW ngày 02/3/2012",
    ]
    assert "Canary" not in client.get(f"{AT}chon/", {"q": "1-kl/tu"}).content.decode()
