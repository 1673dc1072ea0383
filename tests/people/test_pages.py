"""Pages about persons: what they show to whom, how they write, and what they answer to bad input."""

import uuid
from datetime import date

import pytest
from bs4 import BeautifulSoup

from giaoban.audit.models import Entry
from giaoban.core.secrecy import Zone
from giaoban.people import services
from giaoban.people.models import Correction, Person, Post
from tests.cast import sign_in
from tests.factories.people import make_person, make_post

AT = "/btc-thai-binh/2019-t09-9t/can-bo/"
FORM = {
    "title": "Trưởng ban",
    "kind": "head",
    "starts": "01/01/2018",
    "last_day": "",
    "decision": "15-QĐ/TU",
    "decided_on": "",
    "public": "on",
    "source": "",
    "confidence": "unverified",
    "secrecy": "normal",
}


def send(client, path: str, typed: dict):
    """A form as a browser sends it: with a key of its own."""
    return client.post(path, {"once": uuid.uuid4().hex, **typed})


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def test_the_register_shows_published_posts_and_links_to_the_person(room):
    person = make_person("Lê Hoa")
    make_post(person, room.commission, "Trưởng ban", decision="15-QĐ/TU", decided_on=date(2017, 12, 30))
    make_post(make_person("Canary Kín"), room.commission, "Chuyên viên", public=False)
    response = sign_in(room.reader).get(AT)
    shown = BeautifulSoup(response.content, "html.parser")
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in shown.tbody.find_all("tr")
    ]
    assert rows == [
        [
            "Lê Hoa",
            "Trưởng ban",
            "Ban Tổ chức Tỉnh ủy Thái Bình",
            "01/01/2016",
            "15-QĐ/TU 30/12/2017",
            "– chưa kiểm chứng",
        ]
    ]
    assert shown.tbody.a["href"] == f"{AT}{person.pk}/"
    assert b"Canary" not in response.content
    assert "Thêm cán bộ" not in text(response)


def test_listing_unpublished_posts_is_recorded_for_each_person_shown(room):
    closed = make_person("Nguyễn Kín")
    make_post(closed, room.commission, "Chuyên viên", public=False)
    make_post(make_person("Lê Hoa"), room.commission)
    client = sign_in(room.personnel)
    assert "Nguyễn Kín" not in text(client.get(AT))
    assert Entry.objects.count() == 0
    assert "Nguyễn Kín" in text(client.get(AT, {"chua-cong-bo": "on"}))
    assert list(Entry.objects.values_list("action", "object_id")) == [("people.read", closed.pk)]
    assert "Nguyễn Kín" not in text(sign_in(room.reader).get(AT, {"chua-cong-bo": "on"}))


def test_an_empty_register_says_what_to_do(room):
    assert "Chưa ghi ai giữ chức danh" in text(sign_in(room.personnel).get(AT))
    make_post(make_person("Lê Hoa"), room.commission)
    assert "Không có dòng nào khớp bộ lọc" in text(sign_in(room.personnel).get(AT, {"ten": "xyz"}))


@pytest.mark.parametrize("number", ["0", "-1", "abc", "99999999999999999999"])
def test_a_page_number_out_of_range_is_harmless(room, number):
    make_post(make_person("Lê Hoa"), room.commission)
    assert "Lê Hoa" in text(sign_in(room.reader).get(AT, {"trang": number}))


def test_the_person_page_keeps_what_is_not_public_from_the_reader(room):
    person = make_person("Lê Hoa", birth_year=1971)
    make_post(person, room.commission, "Trưởng ban")
    wrong = make_post(person, room.commission, "Canary Sai", current=False)
    Correction.objects.create(wrong=wrong, reason="canary lý do", recorded_label="Mai Thị Oanh")
    make_post(person, room.commission, "Canary Kín", public=False)
    seen = text(sign_in(room.reader).get(f"{AT}{person.pk}/"))
    assert "Trưởng ban" in seen
    assert [word for word in ("Canary", "canary", "1971", "Năm sinh") if word in seen] == []
    assert Entry.objects.count() == 0
    whole = text(sign_in(room.personnel).get(f"{AT}{person.pk}/"))
    assert [word for word in ("Canary Sai", "canary lý do", "Canary Kín", "1971") if word not in whole] == []
    assert Entry.objects.get().action == "people.read"


def test_a_person_sees_who_opened_their_record(room):
    person = make_person("Lê Thị Cúc", user=room.cast.clerk)
    make_post(person, room.commission, "Văn thư", kind="staff")
    services.open_record(actor=room.personnel, person=person)
    client = sign_in(room.cast.clerk)
    response = client.get("/can-bo/cua-toi/", follow=True)
    assert response.request["PATH_INFO"] == f"{AT}{person.pk}/"
    assert "Ai đã xem hồ sơ này Mai Thị Oanh" in text(response)
    assert "Ai đã xem" not in text(sign_in(room.personnel).get(f"{AT}{person.pk}/"))
    assert "Chưa có hồ sơ gắn" in text(sign_in(room.reader).get("/can-bo/cua-toi/"))
    make_person("Cao Thị Sen", user=room.reader)  # known, but holds no post
    assert "Chưa có hồ sơ gắn" in text(sign_in(room.reader).get("/can-bo/cua-toi/"))


def test_a_person_under_another_units_address_is_unknown(room):
    person = make_person("Lê Hoa")
    post = make_post(person, room.commission)
    client = sign_in(room.personnel)
    elsewhere = AT.replace("btc-thai-binh", "tu-thai-binh")
    for path in (f"{person.pk}/", f"chuc-danh/{post.pk}/thoi-giu/", f"chuc-danh/{post.pk}/dinh-chinh/"):
        assert client.get(AT + path).status_code == 200
        assert client.get(elsewhere + path).status_code == 404


def test_pages_that_write_are_unknown_to_who_may_not_write(room):
    person = make_person("Lê Hoa")
    post = make_post(person, room.commission)
    paths = [
        "them/",
        "chuc-danh/them/",
        *(f"chuc-danh/{post.pk}/{verb}/" for verb in ("thoi-giu", "dinh-chinh", "rut")),
    ]
    for path in paths:
        assert sign_in(room.personnel).get(AT + path).status_code == 200
        for user in (room.reader, room.elsewhere, room.cast.head, room.cast.administrator):
            assert sign_in(user).get(AT + path).status_code == 404
            assert send(sign_in(user), AT + path, FORM).status_code == 404
    assert (Person.objects.count(), Post.objects.count()) == (1, 1)


def test_a_person_is_added_through_the_form(room):
    response = send(
        sign_in(room.personnel), f"{AT}them/", {**FORM, "full_name": "Lê Hoa", "birth_year": "1971"}
    )
    person = Person.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{AT}{person.pk}/")
    assert (person.birth_year, person.posts.get().title) == (1971, "Trưởng ban")


def test_a_refusal_keeps_what_was_typed_and_names_the_rule(room):
    response = send(
        sign_in(room.personnel),
        f"{AT}them/",
        {**FORM, "full_name": "Lê Hoa", "last_day": "31/12/2017", "source": "nguồn đã gõ"},
    )
    shown = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert "Ngày kết thúc phải sau ngày bắt đầu 01/01/2018." in text(response)
    assert shown.find("input", {"name": "source"})["value"] == "nguồn đã gõ"
    assert shown.find("a", href="#id_last_day") is not None
    assert Person.objects.count() == 0


def test_the_same_name_is_confirmed_on_a_second_sending(room):
    client = sign_in(room.personnel)
    typed = {**FORM, "full_name": "Lê Hòa"}
    send(client, f"{AT}them/", typed)
    response = send(client, f"{AT}them/", {**typed, "full_name": "LÊ HOÀ", "title": "Chuyên viên"})
    assert (response.status_code, Person.objects.count()) == (422, 1)
    box = BeautifulSoup(response.content, "html.parser").find("input", {"name": "confirmed"})
    assert box["type"] == "checkbox"
    send(client, f"{AT}them/", {**typed, "full_name": "LÊ HOÀ", "title": "Chuyên viên", "confirmed": "on"})
    assert Person.objects.count() == 2


def test_the_connected_zone_says_no_and_asks_for_no_secrecy(room, settings):
    settings.GIAOBAN_ZONE = Zone.CONNECTED.value
    client = sign_in(room.personnel)
    assert b'name="secrecy"' not in client.get(f"{AT}them/").content
    response = send(client, f"{AT}them/", {**FORM, "full_name": "Lê Hoa", "public": ""})
    assert response.status_code == 422
    assert "Mạng kết nối không được lưu chức danh chưa công bố" in text(response)
    assert send(client, f"{AT}them/", {**FORM, "full_name": "Lê Hoa", "secrecy": "secret"}).status_code == 302
    assert Post.objects.get().secrecy == "normal"


def test_a_further_post_is_written_for_somebody_found_by_name(room):
    person = make_person("Lê Hoa")
    make_post(person, room.commission, "Trưởng ban")
    client = sign_in(room.personnel)
    typed = {
        **FORM,
        "title": "Bí thư chi bộ",
        "kind": "secretary",
        "person": "",
        "person_text": "le hoa",
        "person_was": "",
    }
    assert send(client, f"{AT}chuc-danh/them/", typed).status_code == 302
    assert sorted(person.posts.values_list("title", flat=True)) == ["Bí thư chi bộ", "Trưởng ban"]
    unknown = {**typed, "title": "Khác", "person_text": "khong co ai"}
    assert send(client, f"{AT}chuc-danh/them/", unknown).status_code == 422
    hidden = make_person("Canary Xa")
    make_post(hidden, room.other, public=False)
    by_key = {**typed, "title": "Khác", "person": str(hidden.pk), "person_text": "x", "person_was": "x"}
    assert send(client, f"{AT}chuc-danh/them/", by_key).status_code == 422
    assert hidden.posts.count() == 1


def test_the_picker_answers_options(room):
    make_post(make_person("Lê <b>Hoa</b>"), room.commission, "Trưởng ban")
    answer = sign_in(room.reader).get("/can-bo/chon/", {"q": "hoa"}).content.decode()
    assert "Lê &lt;b&gt;Hoa&lt;/b&gt;" in answer
    assert "<b>" not in answer


def test_a_post_ends_is_corrected_and_withdrawn_through_forms(room):
    person = make_person("Lê Hoa")
    post = make_post(person, room.commission, "Trưởng ban")
    client = sign_in(room.personnel)
    end = {"last_day": "30/06/2019", "end_decision": "20-QĐ/TU", "version": "1"}
    assert send(client, f"{AT}chuc-danh/{post.pk}/thoi-giu/", end)["Location"] == f"{AT}{person.pk}/"
    correct = {
        **FORM,
        "starts": "02/01/2018",
        "last_day": "30/06/2019",
        "reason": "Nhầm ngày.",
        "version": "2",
    }
    send(client, f"{AT}chuc-danh/{post.pk}/dinh-chinh/", correct)
    right = Post.objects.get(current=True)
    assert (right.starts, right.ends, right.end_decision) == (date(2018, 1, 2), date(2019, 7, 1), "20-QĐ/TU")
    response = send(
        client, f"{AT}chuc-danh/{right.pk}/rut/", {"reason": "Ghi nhầm người.", "version": str(right.version)}
    )
    assert response["Location"] == f"{AT}{person.pk}/"  # its manager still reads the withdrawn rows
    assert Post.objects.filter(current=True).count() == 0


def test_a_change_on_an_older_version_shows_both_values(room):
    person = make_person("Lê Hoa")
    post = make_post(person, room.commission, "Trưởng ban")
    client = sign_in(room.personnel)
    services.end_post(actor=room.personnel, post_id=post.pk, last_day=date(2019, 6, 30), version=1)
    response = send(client, f"{AT}chuc-danh/{post.pk}/thoi-giu/", {"last_day": "31/05/2019", "version": "1"})
    shown = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 409
    assert "Đến hết ngày 30/6/2019" in text(response)
    assert shown.find("input", {"name": "last_day"})["value"] == "31/05/2019"
    assert shown.find("input", {"name": "version"})["value"] == "2"
    post.refresh_from_db()
    assert post.ends == date(2019, 7, 1)


def test_two_corrections_of_one_post_at_once_meet_each_other(room):
    person = make_person("Lê Hoa")
    post = make_post(person, room.commission, "Trưởng ban")
    client, path = sign_in(room.personnel), f"{AT}chuc-danh/{post.pk}/dinh-chinh/"
    typed = {**FORM, "reason": "Nhầm ngày.", "version": "1"}
    assert send(client, path, {**typed, "starts": "02/01/2018"}).status_code == 302
    response = send(client, path, {**typed, "starts": "03/01/2018"})
    shown = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 409
    assert "Giữ chức từ ngày 02/01/2018" in text(response)
    assert shown.find("input", {"name": "starts"})["value"] == "03/01/2018"
    again = {**typed, "starts": "03/01/2018", "version": shown.find("input", {"name": "version"})["value"]}
    assert send(client, path, again).status_code == 302
    assert Post.objects.get(current=True).starts == date(2018, 1, 3)
    right = Post.objects.get(current=True)
    send(client, f"{AT}chuc-danh/{right.pk}/rut/", {"reason": "Nhầm người.", "version": str(right.version)})
    assert client.get(path).status_code == 404


def test_names_with_markup_are_shown_as_text(room):
    person = make_person('<img src=x onerror="alert(1)">Hoa')
    make_post(person, room.commission, "<script>alert(2)</script>")
    for path in ("", f"{person.pk}/"):
        body = sign_in(room.personnel).get(AT + path).content.decode()
        assert ("<img src=x" in body, "<script>alert" in body) == (False, False)
        assert "&lt;script&gt;alert(2)&lt;/script&gt;" in body


def test_the_register_costs_the_same_queries_for_one_or_forty_persons(room, django_assert_max_num_queries):
    client = sign_in(room.personnel)
    make_post(make_person("Lê Hoa"), room.commission)
    client.get(AT)  # the first request of a session also writes the session
    with django_assert_max_num_queries(15):
        client.get(AT)
    for number in range(40):
        make_post(make_person(f"Vũ Văn {number}"), room.commission)
    with django_assert_max_num_queries(15):
        client.get(AT)


def test_the_person_page_costs_the_same_queries_for_one_or_ten_posts(room, django_assert_max_num_queries):
    client, person = sign_in(room.personnel), make_person("Lê Hoa")
    for year in range(2008, 2018):
        make_post(
            person,
            room.commission,
            f"Trưởng phòng {year}",
            starts=date(year, 1, 1),
            ends=date(year + 1, 1, 1),
        )
    client.get(AT)
    with django_assert_max_num_queries(15):  # one of them writes the audit trail
        assert client.get(f"{AT}{person.pk}/").status_code == 200


def test_an_account_is_linked_through_a_form_that_lists_the_units_own(room):
    person, other = make_person("Lê Thị Cúc"), make_person("Vũ Hoa", user=room.cast.officer)
    make_post(person, room.commission, "Văn thư", kind="staff")
    make_post(other, room.commission, "Chuyên viên", kind="staff")
    client, path = sign_in(room.personnel), f"{AT}{person.pk}/tai-khoan/"
    offered = BeautifulSoup(client.get(path).content, "html.parser").find("select", {"name": "user"})
    values = {option["value"] for option in offered.find_all("option")}
    assert str(room.cast.clerk.pk) in values
    assert values & {str(room.cast.officer.pk), str(room.cast.other_officer.pk)} == set()
    assert send(client, path, {"user": str(room.cast.other_officer.pk)}).status_code == 422
    assert send(client, path, {"user": str(room.cast.clerk.pk)})["Location"] == f"{AT}{person.pk}/"
    person.refresh_from_db()
    assert person.user == room.cast.clerk
    assert send(client, path, {"user": ""}).status_code == 302
    person.refresh_from_db()
    assert person.user is None
    for user in (room.reader, room.elsewhere, room.cast.head):
        assert sign_in(user).get(path).status_code == 404
        assert send(sign_in(user), path, {"user": ""}).status_code == 404
