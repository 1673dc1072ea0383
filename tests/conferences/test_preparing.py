"""Making a conference and preparing it: defaults of the period, agenda, points, invitations."""

from datetime import date, datetime

import pytest

from giaoban.audit.models import Entry
from giaoban.conferences import services
from giaoban.conferences.models import Conference
from giaoban.conferences.rules import ConferenceFacts, ItemFacts
from giaoban.core.dates import ZONE
from giaoban.core.refusals import Hidden, Refusal
from giaoban.notices.models import Notice
from tests.cast import sign_in
from tests.conferences.common import errors, post, send, soup, text
from tests.factories.accounts import make_grant, make_user
from tests.factories.conferences import SYSTEM, invited, make_conference, make_speech, opened

FORM = {
    "kind": "nine_month",
    "mode": "online",
    "title": "Hội nghị giao ban 9 tháng",
    "day": "30/9/2019",
    "hour": "14h00",
    "place": "Hội trường, Thái Bình",
    "chair": "",
    "chair_post": "",
    "recorder": "",
    "secrecy": "normal",
    "template": "",
}


def test_the_form_opens_with_the_words_and_the_day_of_the_period(room):
    answer = sign_in(room.secretary).get(f"{room.host}giao-ban/lap/")
    found = {field["name"]: field.get("value") or field.text for field in soup(answer).select("main [name]")}
    assert found["title"].strip() == (
        "Hội nghị giao ban trực tuyến tháng 9 và 9 tháng năm 2019, triển khai nhiệm vụ trọng tâm quý IV"
    )
    assert (found["day"], found["hour"]) == ("01/10/2019", "14:00")
    assert [box["value"] for box in soup(answer).select("[name=diem-cau]")] == [str(room.district.pk)]
    assert "Kỳ này đã có hội nghị" in text(answer)


def test_a_conference_is_made_with_agenda_main_hall_and_points(room):
    browser = sign_in(room.secretary)
    answer = send(browser, f"{room.host}giao-ban/lap/", **FORM, **{"diem-cau": [str(room.district.pk)]})
    made = Conference.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"{room.host}giao-ban/{made.pk}/")
    assert (made.unit, made.host, made.state) == (room.province, room.commission, "draft")
    assert made.starts_at == datetime(2019, 9, 30, 14, 0, tzinfo=ZONE)
    assert [(p.unit.code, p.host) for p in made.points.all()] == [
        ("btc-thai-binh", True),
        ("hu-dong-hung", False),
    ]
    assert sum(made.items.values_list("minutes", flat=True)) == 180
    assert Entry.objects.filter(action="conferences.create", object_id=made.pk).count() == 1


def test_a_point_that_is_not_ticked_is_left_out(room):
    send(sign_in(room.secretary), f"{room.host}giao-ban/lap/", **FORM)
    assert list(Conference.objects.latest("pk").points.values_list("unit__code", flat=True)) == [
        "btc-thai-binh"
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": " "}, "Điền “Tên hội nghị”."),
        ({"day": "31/2/2019"}, "Không có ngày 31/2/2019 trong lịch."),
        ({"hour": "25:00"}, "Viết giờ như 14:00 hoặc 7h30."),
        ({"hour": "chiều"}, "Viết giờ như 14:00 hoặc 7h30."),
        ({"kind": "cluster_review"}, "Hãy chọn một lựa chọn hợp lệ"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(room, typed, said):
    answer = send(
        sign_in(room.secretary), f"{room.host}giao-ban/lap/", **{**FORM, **typed, "place": "Phòng 2"}
    )
    assert answer.status_code == 422
    assert len(errors(answer)) == 1
    if typed.get("kind") is None:
        assert errors(answer) == [said]
    assert soup(answer).select_one("[name=place]")["value"] == "Phòng 2"
    assert Conference.objects.count() == 1


def test_the_units_of_a_cluster_meet_under_its_lead(room):
    cast = room.cast
    at = "/cum-thi-dua-4/2018-6t/giao-ban/"
    browser = sign_in(cast.cluster_lead)
    page = browser.get(f"{at}lap/")
    assert soup(page).select_one("[name=title]").text.strip() == (
        "Hội nghị sơ kết 6 tháng đầu năm 2018 của Cụm thi đua số 4"
    )
    units = [cast.unit("btc-long-an").pk, cast.unit("btc-dong-nai").pk]
    typed = {**FORM, "kind": "cluster_review", "mode": "on_site", "day": "10/8/2018", "hour": "8:00"}
    answer = post(browser, f"{at}lap/", {**typed, "diem-cau": units})
    made = Conference.objects.latest("pk")
    assert answer.status_code == 302
    assert (made.unit.code, made.host.code, made.hierarchy) == ("cum-thi-dua-4", "cum-thi-dua-4", "emulation")
    assert sorted(made.points.values_list("unit__code", flat=True)) == [
        "btc-dong-nai",
        "btc-long-an",
        "cum-thi-dua-4",
    ]
    assert sign_in(room.secretary).get(f"{at}{made.pk}/").status_code == 404


def test_who_does_not_prepare_for_the_host_has_no_page(room):
    for user in (room.officer, room.cast.officer, room.cast.monitor, room.cast.other_officer):
        assert sign_in(user).get(f"{room.host}giao-ban/lap/").status_code == 404
        with pytest.raises(Hidden):
            services.create_conference(
                actor=user,
                unit_id=room.province.pk,
                host_id=room.commission.pk,
                facts=ConferenceFacts("monthly", "2019-t08", "Giao ban", datetime.now(ZONE)),
            )
    assert Conference.objects.count() == 1


# --- agenda --------------------------------------------------------------------------------------------

ITEM = {"kind": "award", "title": "Trao Kỷ niệm chương", "minutes": "10", "presenter": ""}


def times(room) -> list[str]:
    page = sign_in(room.secretary).get(f"{room.at}chuong-trinh/")
    rows = soup(page).select("tbody tr")
    return [f"{row.th.text} {row.td.find(string=True).strip()}" for row in rows]


def test_times_are_computed_again_when_items_move(room):
    browser = sign_in(room.secretary)
    assert times(room) == [
        "14:00 Khai mạc hội nghị",
        "14:05 Báo cáo kết quả 9 tháng",
        "14:30 Tham luận của các điểm cầu",
        "15:20 Kết luận hội nghị",
    ]
    report = room.conference.items.get(kind="report")
    send(browser, f"{room.at}chuong-trinh/", do="down", item=report.pk)
    added = send(browser, f"{room.at}chuong-trinh/", do="add", count="15", counting_unit="đồng chí", **ITEM)
    assert added.status_code == 302
    send(browser, f"{room.at}chuong-trinh/", do="remove", item=room.conference.items.get(kind="opening").pk)
    assert times(room) == [
        "14:00 Tham luận của các điểm cầu",
        "14:50 Báo cáo kết quả 9 tháng",
        "15:15 Kết luận hội nghị",
        "15:45 Trao Kỷ niệm chương",
    ]
    assert "15 đồng chí" in text(browser.get(room.at))
    send(browser, f"{room.at}chuong-trinh/", do="up", item=room.conference.items.get(kind="speech").pk)
    assert times(room)[0] == "14:00 Tham luận của các điểm cầu"


def test_a_count_without_its_counting_unit_is_refused(room):
    answer = send(sign_in(room.secretary), f"{room.at}chuong-trinh/", do="add", count="15", **ITEM)
    assert answer.status_code == 422
    assert errors(answer) == ["Số lượng 15 chưa có đơn vị đếm, ví dụ: đồng chí, tập thể."]
    assert room.conference.items.count() == 4


def test_an_item_is_changed_until_it_has_begun(room):
    browser = sign_in(room.secretary)
    item = room.conference.items.get(kind="opening")
    page = f"{room.at}chuong-trinh/{item.pk}/"
    assert browser.get(page).status_code == 200
    assert (
        send(browser, page, **{**ITEM, "kind": "opening", "title": "Khai mạc", "minutes": "7"}).status_code
        == 302
    )
    item.refresh_from_db()
    assert (item.title, item.minutes) == ("Khai mạc", 7)
    opened(room.conference)
    services.start_item(actor=SYSTEM, conference_id=room.conference.pk, item_id=item.pk)
    answer = send(browser, page, **{**ITEM, "kind": "opening", "title": "Khác"})
    assert answer.status_code == 422
    assert errors(answer) == ["Mục “Khai mạc” đã bắt đầu nên không sửa, chuyển hoặc bỏ được nữa."]
    second = room.conference.items.get(kind="report")
    send(browser, f"{room.at}chuong-trinh/", do="up", item=second.pk)
    item.refresh_from_db()
    assert (item.order, item.title) == (1, "Khai mạc")
    assert browser.get(f"{room.at}chuong-trinh/999999/").status_code == 404
    with pytest.raises(Hidden):
        services.remove_item(actor=SYSTEM, conference_id=room.conference.pk, item_id=999_999)


def test_the_papers_of_an_item_are_documents_the_actor_sees(room):
    from giaoban.directives.services import DocumentFacts, register_document

    facts = DocumentFacts(
        issued_on=date(2019, 9, 2),
        symbol="21-KH/TU",
        summary="Kế hoạch",
        issuer="Tỉnh ủy Thái Bình",
    )
    document = register_document(actor=SYSTEM, registered_in=room.province.pk, facts=facts)
    hidden = register_document(
        actor=SYSTEM,
        registered_in=room.cast.unit("tu-hung-yen").pk,
        facts=DocumentFacts(
            issued_on=date(2019, 9, 2), symbol="9-KH/TU", summary="Kín", issuer="Tỉnh ủy Hưng Yên"
        ),
    )
    browser = sign_in(room.secretary)
    item = room.conference.items.get(kind="report")
    page = f"{room.at}chuong-trinh/{item.pk}/"
    typed = {**ITEM, "kind": "grounding", "title": "Quán triệt Kế hoạch 21"}
    assert send(browser, page, **typed, document=document.pk).status_code == 302
    assert list(item.documents.all()) == [document]
    assert "Kế hoạch 21-KH/TU" in text(browser.get(room.at))
    assert send(browser, page, **typed, kept=[document.pk], document="").status_code == 302
    assert list(item.documents.all()) == [document]
    with pytest.raises(Hidden):
        services.change_item(
            actor=room.secretary,
            conference_id=room.conference.pk,
            item_id=item.pk,
            facts=ItemFacts("grounding", "Khác", 5, document_ids=(hidden.pk,)),
        )
    assert send(browser, page, **typed, document="").status_code == 302
    assert list(item.documents.all()) == []


# --- facts ---------------------------------------------------------------------------------------------


def test_a_new_time_is_told_to_the_units_that_were_invited(room):
    browser = sign_in(room.secretary)
    assert browser.get(f"{room.at}sua/").status_code == 200
    first = send(browser, f"{room.at}sua/", **{**FORM, "version": 1})
    assert (first.status_code, Notice.objects.count()) == (302, 0)
    invited(room.conference)
    told = Notice.objects.filter(user=room.officer).count()
    room.conference.refresh_from_db()
    send(browser, f"{room.at}sua/", **{**FORM, "hour": "15:00", "version": room.conference.version})
    notice = Notice.objects.filter(user=room.officer).latest("pk")
    assert Notice.objects.filter(user=room.officer).count() == told + 1
    assert notice.message.url == f"/giao-ban/{room.conference.pk}/"
    assert "15:00 ngày 30/9/2019" in notice.message.params["when"]


def test_a_stale_form_is_a_conflict_and_writes_nothing(room):
    browser = sign_in(room.secretary)
    send(browser, f"{room.at}sua/", **{**FORM, "version": 1})
    answer = send(browser, f"{room.at}sua/", **{**FORM, "title": "Tên khác", "version": 1})
    assert answer.status_code == 409
    room.conference.refresh_from_db()
    assert room.conference.title == FORM["title"]
    assert soup(answer).select_one("[name=title]").text.strip() == "Tên khác"


def test_what_cannot_change_any_more_is_refused(room):
    facts = ConferenceFacts("nine_month", "2019-t09-9t", "Tên", datetime(2019, 9, 16, 14, tzinfo=ZONE))
    common = {"actor": SYSTEM, "conference_id": room.conference.pk}
    from dataclasses import replace

    with pytest.raises(Refusal) as other_kind:
        services.change_conference(facts=replace(facts, kind="cluster_review"), version=1, **common)
    with pytest.raises(Refusal) as no_period:
        services.change_conference(facts=replace(facts, period="2019-t13"), version=1, **common)
    opened(room.conference)
    version = Conference.objects.get().version
    with pytest.raises(Refusal) as begun:
        services.change_conference(
            facts=replace(facts, starts_at=datetime(2019, 9, 17, 8, tzinfo=ZONE)), version=version, **common
        )
    assert [e.value.code for e in (other_kind, no_period, begun)] == [
        "conferences.kind",
        "conferences.period",
        "conferences.begun",
    ]
    services.change_conference(facts=replace(facts, recorder="Ghi Biên Bản"), version=version, **common)
    services.move_conference(move="close", **common)
    with pytest.raises(Refusal) as ended:
        services.change_conference(facts=facts, version=version + 2, **common)
    assert ended.value.code == "conferences.ended"
    assert Conference.objects.get().recorder == "Ghi Biên Bản"


# --- points and invitations ----------------------------------------------------------------------------


def test_a_point_is_added_checked_and_taken_off(room):
    browser = sign_in(room.secretary)
    commune = room.cast.unit("du-an-hoa")
    page = f"{room.at}diem-cau/"
    added = send(browser, page, do="add", unit=commune.pk, name="", parent=room.point.pk)
    assert added.status_code == 302
    below = room.conference.points.get(unit=commune)
    assert (below.name, below.parent) == ("Đảng ủy xã An Hòa", room.point)
    twice = send(browser, page, do="add", unit=commune.pk, name="", parent="")
    assert (twice.status_code, errors(twice)) == (
        422,
        ["Hội nghị đã có điểm cầu “Đảng ủy xã An Hòa” của đơn vị này."],
    )
    send(browser, page, do="check", point=below.pk, line="on", picture="on", sound="on")
    below.refresh_from_db()
    assert below.state == "ready"
    send(browser, page, do="check", point=below.pk, line="on", picture="on")
    below.refresh_from_db()
    assert (below.state, below.sound_ok) == ("not_ready", False)
    assert send(browser, page, do="remove", point=below.pk).status_code == 302
    assert not room.conference.points.filter(unit=commune).exists()
    assert browser.post(page, {"once": "a" * 32, "do": "khac"}).status_code == 404


def test_a_point_that_is_used_stays(room):
    common = {"actor": SYSTEM, "conference_id": room.conference.pk}
    main = room.conference.points.get(host=True)
    make_speech(room.conference, room.district)
    codes = []
    for point in (main, room.point):
        with pytest.raises(Refusal) as refused:
            services.remove_point(point_id=point.pk, **common)
        codes.append(refused.value.code)
    opened(room.conference)
    with pytest.raises(Refusal) as begun:
        services.remove_point(point_id=room.point.pk, **common)
    with pytest.raises(Hidden):
        services.remove_point(point_id=999_999, **common)
    assert [*codes, begun.value.code] == [
        "conferences.point_used",
        "conferences.point_used",
        "conferences.begun",
    ]
    with pytest.raises(Hidden):
        services.add_point(unit_id=room.district.pk, name="Phòng 2", parent_id=999_999, **common)
    with pytest.raises(Refusal) as gone:
        services.add_point(unit_id=room.cast.unit("du-an-hoa-cu").pk, **common)
    assert gone.value.code == "conferences.unit_ended"


def test_invitations_reach_the_units_and_those_who_work_for_them_once(room):
    clerk = make_user("dh.vanthu", "Cao Thị Sen", home=room.district)
    make_grant(clerk, "clerk", room.district)
    browser = sign_in(room.secretary)
    page = f"{room.at}giay-moi/"
    preview = send(browser, page, do="preview", number="512-GM/BTCTU", text="Gửi danh sách trước ngày họp.")
    assert preview.status_code == 200
    assert "512-GM/BTCTU" in text(preview)
    assert "Gửi danh sách trước ngày họp." in text(preview)
    assert "14:05 Báo cáo kết quả 9 tháng (25 phút)" in text(preview)
    assert room.conference.points.filter(invitation__isnull=False).count() == 0
    answer = send(browser, page, do="invite", number="512-GM/BTCTU", text="Gửi danh sách.")
    assert answer.status_code == 302
    room.conference.refresh_from_db()
    assert room.conference.state == "invited"
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"dh.tonghop", "dh.vanthu"}
    again = send(browser, page, do="invite", number="", text="")
    assert (again.status_code, errors(again)) == (422, ["Mọi đơn vị có điểm cầu đều đã được mời."])
    letter = sign_in(clerk).get(f"{room.there}giay-moi/{room.point.pk}/")
    assert "Kính gửi: Huyện ủy Đông Hưng" in text(letter)
    main = room.conference.points.get(host=True)
    assert browser.get(f"{room.at}giay-moi/{main.pk}/").status_code == 404


def test_without_an_agenda_nobody_is_invited(room):
    bare = make_conference(room.province, room.commission, title="Giao ban khác", items=())
    answer = send(
        sign_in(room.secretary), f"{room.host}giao-ban/{bare.pk}/giay-moi/", do="invite", number="", text=""
    )
    assert errors(answer) == ["Chưa có chương trình nên chưa mời được. Thêm ít nhất một mục."]
    bare.refresh_from_db()
    assert bare.state == "draft"


def test_the_list_counts_down_and_says_what_is_missing(room):
    page = sign_in(room.secretary).get(f"{room.host}giao-ban/")
    row = text(page)
    for word in ("hôm nay", "chưa ghi người chủ trì", "chưa ghi địa điểm", "chưa phát hành giấy mời"):
        assert word in row
    invited(room.conference)
    after = text(sign_in(room.secretary).get(room.at))
    for word in (
        "1 đơn vị chưa trả lời giấy mời",
        "2 điểm cầu chưa sẵn sàng",
        "1 điểm cầu chưa có điện thoại",
    ):
        assert word in after
    later = make_conference(
        room.province, room.commission, title="Sau", starts_at=datetime(2019, 9, 30, 14, tzinfo=ZONE)
    )
    assert "còn 14 ngày" in text(sign_in(room.secretary).get(f"{room.host}giao-ban/"))
    assert later.day.isoformat() == "2019-09-30"
    empty = sign_in(room.cast.other_officer).get("/btc-hung-yen/2019-t09-9t/giao-ban/")
    assert "Chưa có hội nghị nào" in text(empty)
