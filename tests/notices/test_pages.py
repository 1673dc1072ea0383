"""Inbox and directory as pages: own messages only, writing by form, and what is typed stays."""

import uuid

import pytest
from bs4 import BeautifulSoup

from giaoban.accounts.rules import Field
from giaoban.notices.models import Contact, Notice
from tests.cast import sign_in
from tests.factories.notices import make_contact, make_notice

AT = "/btc-thai-binh/2019-t09-9t/dau-moi/"
PROVINCE = AT.replace("btc-thai-binh", "tu-thai-binh")
FORM = {
    "field": "",
    "name": "Lê Thị Cúc",
    "title": "",
    "telephone": "0227 383 1234",
    "email": "",
    "starts": "",
}


def send(client, path: str, typed: dict | None = None):
    return client.post(path, {"once": uuid.uuid4().hex, **(typed or {})})


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def test_the_inbox_shows_own_messages_escaped(cast):
    make_notice(cast.officer, "Có việc: %(task)s.", url="/x/", task="<script>alert(1)</script>")
    make_notice(cast.head, "Canary của người khác.")
    body = sign_in(cast.officer).get("/thong-bao/hop-thu/").content.decode()
    assert "Có việc: &lt;script&gt;alert(1)&lt;/script&gt;." in body
    assert ("Canary" in body, "<script>alert" in body) == (False, False)


def test_an_empty_inbox_says_what_will_come(cast):
    assert "Chưa có thông báo" in text(sign_in(cast.officer).get("/thong-bao/hop-thu/"))
    assert "Đã đọc hết thông báo" in text(
        sign_in(cast.officer).get("/thong-bao/hop-thu/", {"loc": "chua-doc"})
    )


def test_reading_never_changes_anything_and_a_form_marks_as_read(cast):
    notice = make_notice(cast.officer, url="/thong-bao/cong-viec/")
    client = sign_in(cast.officer)
    client.get("/thong-bao/hop-thu/")
    assert Notice.objects.get().read_at is None
    assert client.get(f"/thong-bao/hop-thu/{notice.pk}/doc/").status_code == 405
    assert (
        send(client, f"/thong-bao/hop-thu/{notice.pk}/doc/", {"open": "1"})["Location"]
        == "/thong-bao/cong-viec/"
    )
    assert Notice.objects.get().read_at is not None


def test_marking_another_persons_message_is_unknown(cast):
    notice = make_notice(cast.head)
    assert send(sign_in(cast.officer), f"/thong-bao/hop-thu/{notice.pk}/doc/").status_code == 404
    assert Notice.objects.get().read_at is None
    assert send(sign_in(cast.head), f"/thong-bao/hop-thu/{notice.pk}/doc/").status_code == 302


@pytest.mark.parametrize("until", ["", "abc", "-1", "9" * 40])
def test_marking_all_reads_a_number(cast, until):
    notice = make_notice(cast.officer)
    client = sign_in(cast.officer)
    assert send(client, "/thong-bao/hop-thu/doc-het/", {"until": until}).status_code == 404
    assert send(client, "/thong-bao/hop-thu/doc-het/", {"until": str(notice.pk)}).status_code == 302
    assert Notice.objects.get().read_at is not None


def test_the_directory_lists_and_writes(cast):
    client = sign_in(cast.clerk)
    assert "Chưa ghi đầu mối nào" in text(client.get(AT))
    assert send(client, f"{AT}ghi/", FORM)["Location"] == AT
    shown = text(client.get(AT))
    assert "Lê Thị Cúc" in shown
    assert "0227 383 1234" in shown
    contact = Contact.objects.get()
    assert (
        b'value="L\xc3\xaa Th\xe1\xbb\x8b C\xc3\xbac"'
        in client.get(f"{AT}ghi/", {"dau-moi": contact.pk}).content
    )
    assert send(client, f"{AT}{contact.pk}/thoi/", {"version": "1"}).status_code == 302
    assert Contact.objects.count() == 0


def test_a_refusal_keeps_what_was_typed(cast):
    response = send(sign_in(cast.clerk), f"{AT}ghi/", {**FORM, "telephone": "gọi sau"})
    shown = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert shown.find("input", {"name": "telephone"})["value"] == "gọi sau"
    assert shown.find("a", href="#id_telephone") is not None
    assert Contact.objects.count() == 0


def test_confirming_is_offered_to_who_keeps_the_directory_when_it_is_due(cast):
    make_contact(cast.unit("btc-thai-binh"), "Lê Thị Cúc")
    assert "chưa xác nhận trong quý này" in text(sign_in(cast.clerk).get(AT))
    assert "chưa xác nhận trong quý này" not in text(sign_in(cast.officer).get(AT))
    assert send(sign_in(cast.clerk), f"{AT}xac-nhan/").status_code == 302
    assert "chưa xác nhận trong quý này" not in text(sign_in(cast.clerk).get(AT))


def test_who_may_not_write_finds_no_form(cast):
    contact = make_contact(cast.unit("btc-thai-binh"), "Lê Thị Cúc")
    for user in (cast.officer, cast.other_officer, cast.former):
        client = sign_in(user)
        assert client.get(f"{AT}ghi/").status_code == 404
        assert send(client, f"{AT}ghi/", FORM).status_code == 404
        assert send(client, f"{AT}xac-nhan/").status_code == 404
        assert send(client, f"{AT}{contact.pk}/thoi/", {"version": "1"}).status_code == 404
    assert Contact.objects.get().confirmed_on is None


def test_a_contact_under_another_units_address_is_unknown(cast):
    contact = make_contact(cast.unit("du-an-hoa"), "Canary")
    client = sign_in(cast.head)
    assert client.get(f"{AT}ghi/", {"dau-moi": "x"}).status_code == 200
    assert send(client, f"{AT}{contact.pk}/thoi/", {"version": "1"}).status_code == 404
    assert b"Canary" not in client.get(f"{AT}ghi/", {"dau-moi": contact.pk}).content
    own = AT.replace("btc-thai-binh", "du-an-hoa")
    assert send(client, f"{own}{contact.pk}/thoi/", {"version": "1"}).status_code == 302


def test_the_directory_costs_the_same_queries_for_one_or_many_contacts(cast, django_assert_max_num_queries):
    client, unit = sign_in(cast.head), cast.unit("btc-thai-binh")
    make_contact(unit, "Lê Thị Cúc")
    client.get(PROVINCE)
    with django_assert_max_num_queries(15):
        client.get(PROVINCE)
    for field in Field:
        make_contact(unit, f"Vũ {field}", field)
        make_contact(cast.unit("du-an-hoa"), f"Vũ {field}", field)
    with django_assert_max_num_queries(15):
        client.get(PROVINCE)
