"""The page of one unit: what it is on the day, whom it continues, its decisions, phòng, panels."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.dates import OPEN
from giaoban.core.registries import Panel, panels
from giaoban.organisations import services
from giaoban.organisations.models import Department, Unit
from giaoban.organisations.rules import Confidence, Decision, NewUnit
from tests.cast import Cast, sign_in
from tests.organisations.pages import error_at, fields_of, form_of, main, soup, text, url
from tests.organisations.test_pages_register import add_units, make_secret


@pytest.fixture
def client(cast: Cast):
    return sign_in(cast.officer)


@pytest.fixture
def admin(cast: Cast):
    return sign_in(cast.centre_administrator)


def section(response, title: str) -> str:
    for part in soup(response).select("main section.sheet"):
        if text(part.select_one("h2")) == title:
            return text(part)
    return ""


def test_the_summary_says_what_the_unit_is_on_the_day(client, cast: Cast) -> None:
    Unit.objects.filter(pk=cast.unit("tu-thai-binh").pk).update(
        source="Nghị quyết minh họa", confidence=Confidence.VERIFIED, established_on=date(1930, 2, 3)
    )
    page = client.get(url("tu-thai-binh/"))
    assert section(page, "Thông tin chung") == (
        "Thông tin chung ngày 30/9/2019 Tên đơn vị Tỉnh ủy Thái Bình Loại đơn vị provincial_committee "
        "Mã đơn vị tu-thai-binh Hoạt động 01/01/2015 – đến nay Ngày thành lập 03/02/1930 "
        "Nguồn Nghị quyết minh họa ● đã kiểm chứng"
    )
    assert text(soup(page).select_one(".lead p a")) == "Ban Chấp hành Trung ương Đảng"
    assert section(page, "Đơn vị trực thuộc") == (
        "Đơn vị trực thuộc Xem danh sách Loại Số đơn vị district_committee 1 provincial_commission 1 Cộng 2"
    )
    other = client.get(url("hu-dong-hung/"))
    assert "○ chưa kiểm chứng" in section(other, "Thông tin chung")
    assert "chưa tìm được văn bản" in section(other, "Thông tin chung")


def test_a_merged_unit_names_its_predecessors_with_their_days(client) -> None:
    page = client.get(url("du-an-hoa/"))
    assert section(page, "Tiền thân") == (
        "Tiền thân Đảng ủy xã An Hòa (cũ) 01/7/2018 hoạt động 01/01/2015 – 30/6/2018 "
        "Đảng ủy xã An Ninh (cũ) 01/7/2018 hoạt động 01/01/2015 – 30/6/2018"
    )
    link = soup(page).select_one('.kin a[href*="du-an-hoa-cu"]')
    assert link["href"] == url("du-an-hoa-cu/") + "?ngay=30%2F6%2F2018"
    then = client.get(link["href"])
    assert soup(then).select_one(".note.soon") is None
    assert "Đảng ủy xã An Hòa" in section(then, "Kế thừa")


def test_a_unit_not_in_force_says_so_and_leads_to_who_stands_for_it(client) -> None:
    ended = client.get(url("du-an-ninh-cu/"))
    assert text(soup(ended).select_one(".note.soon")) == (
        "Đơn vị này không còn hoạt động ngày 30/9/2019; ngày cuối cùng là 30/6/2018. "
        "Đơn vị kế thừa đang hoạt động: Đảng ủy xã An Hòa . Trang này hiển thị đơn vị như ngày 30/6/2018."
    )
    assert soup(ended).select_one(".note.soon a")["href"] == url("du-an-hoa/")
    early = client.get(url("du-an-hoa/?ngay=01/01/2018"))
    assert text(soup(early).select_one(".note.soon")).startswith(
        "Ngày 01/01/2018 đơn vị này chưa có; bắt đầu từ 01/7/2018. Đơn vị tiền thân đang hoạt động khi đó: "
        "Đảng ủy xã An Hòa (cũ) , Đảng ủy xã An Ninh (cũ) ."
    )


def test_a_code_taken_over_means_the_unit_of_the_day(admin, cast: Cast) -> None:
    services.merge_units(
        actor=System(),
        decision=Decision(
            effective_on=date(2019, 8, 1), number="202/2019 (minh họa)", decided_on=date(2019, 6, 12)
        ),
        unit_ids=[cast.unit("tu-hung-yen").pk, cast.unit("tu-thai-binh").pk],
        into=NewUnit("tu-hung-yen", "provincial_committee", "Tỉnh ủy Hưng Yên (mới)"),
    )
    now, then = admin.get(url("tu-hung-yen/")), admin.get(url("tu-hung-yen/?ngay=31/7/2019"))
    assert (text(soup(now).select_one("h1")), text(soup(then).select_one("h1"))) == (
        "Tỉnh ủy Hưng Yên (mới)",
        "Tỉnh ủy Hưng Yên",
    )
    assert section(now, "Các quyết định") == (
        "Các quyết định Mở sổ 01/8/2019 Hợp nhất, sáp nhập "
        "Tỉnh ủy Thái Bình + Tỉnh ủy Hưng Yên → Tỉnh ủy Hưng Yên (mới) "
        "202/2019 (minh họa) · ký ngày 12/6/2019 · ghi sổ ngày 16/9/2019 · chưa kiểm chứng"
    )


def test_other_names_and_other_places_stand_with_their_days(client, cast: Cast) -> None:
    unit = cast.unit("btc-long-an")
    services.rename_unit(
        actor=System(),
        decision=Decision(effective_on=date(2019, 5, 1)),
        unit_id=unit.pk,
        name="Ban Tổ chức Long An",
    )
    page = client.get(url("btc-long-an/"))
    assert section(page, "Các tên đã dùng") == (
        "Các tên đã dùng 01/01/2015 – 30/4/2019 Ban Tổ chức Tỉnh ủy Long An "
        "01/5/2019 – đến nay Ban Tổ chức Long An"
    )
    assert section(page, "Vị trí khác") == (
        "Vị trí khác Cụm thi đua số 4 cụm trưởng Cụm thi đua · 01/01/2018 – đến nay"
    )


def test_who_may_change_a_unit_sees_the_button_and_nobody_else(client, admin, cast: Cast) -> None:
    button = "Ghi quyết định"
    assert button not in main(client.get(url("tu-thai-binh/")))
    assert button in main(admin.get(url("tu-thai-binh/")))
    assert button in main(admin.get(url("cum-thi-dua-4/")))
    province = sign_in(cast.administrator)
    assert button in main(province.get(url("tu-thai-binh/")))
    assert button not in main(province.get(url("tu-hung-yen/")))
    assert button not in main(province.get(url("cum-thi-dua-4/")))
    assert "Thành lập lại" in main(admin.get(url("du-an-hoa-cu/")))


def test_a_superior_that_is_secret_stays_unnamed(client, admin, cast: Cast) -> None:
    secret = make_secret(cast)
    services.establish_unit(
        actor=System(),
        decision=Decision(effective_on=date(2019, 1, 1)),
        new=NewUnit("to-ngoai", "cell", "Tổ ngoài", parent_id=secret.pk),
    )
    page = client.get(url("to-ngoai/"))
    assert page.status_code == 200
    assert "Kín Hoa Sen" not in page.content.decode()
    assert "Kín Hoa Sen" in main(admin.get(url("to-ngoai/")))


def test_the_page_asks_at_most_fifteen_queries_whatever_stands_below(client, admin, cast: Cast) -> None:
    counts = []
    for more in (10, 990):
        add_units(cast.unit("du-an-chau" if more == 10 else "hu-dong-hung"), more)
        for someone in (client, admin):
            for code in ("hu-dong-hung", "du-an-hoa", "cum-thi-dua-4"):
                someone.get(url(f"{code}/"))
                with CaptureQueriesContext(connection) as few:
                    someone.get(url(f"{code}/"))
                counts.append(len(few))
    assert counts[:6] == counts[6:]
    assert max(counts) <= 15


def test_panels_of_higher_rooms_hang_in_the_page_for_those_who_may_see_them(client, cast: Cast) -> None:
    panels.add(
        Panel(
            "t-here",
            "unit",
            "Ngay đây",
            "organisations.view",
            lambda _r, u, on: format_html("{} {}", u.code, on),
        )
    )
    panels.add(
        Panel("t-lazy", "unit", "Tải sau", "organisations.view", lambda *_: SafeString("nặng"), lazy=True)
    )
    panels.add(
        Panel("t-closed", "unit", "Kín", "organisations.change", lambda *_: SafeString("không được thấy"))
    )
    panels.add(
        Panel("t-other", "person", "Người", "organisations.view", lambda *_: SafeString("của trang khác"))
    )
    try:
        page = client.get(url("tu-thai-binh/"))
        assert section(page, "Ngay đây") == "Ngay đây tu-thai-binh 2019-09-30"
        assert section(page, "Tải sau") == "Tải sau Mở phần này"
        assert ("không được thấy" in main(page), "của trang khác" in main(page)) == (False, False)
        link = soup(page).select_one("[hx-get]:-soup-contains('Tải sau')")["hx-get"]
        assert main(client.get(link)).endswith("Tải sau nặng")
        fragment = client.get(link, headers={"HX-Request": "true"})
        assert text(soup(fragment)) == "Tải sau nặng"
        assert client.get(link.replace("t-lazy", "t-closed")).status_code == 404
        assert client.get(link.replace("t-lazy", "t-none")).status_code == 404
    finally:
        for code in ("t-here", "t-lazy", "t-closed", "t-other"):
            panels._entries.pop(code)


def test_departments_are_added_renamed_and_ended(admin, cast: Cast) -> None:
    address = url("btc-thai-binh/phong/")
    sent = fields_of(form_of(admin.get(address), "Thêm phòng"))
    assert sent["starts"] == "30/9/2019"
    added = admin.post(address, {**sent, "name": "Phòng Tổng hợp", "starts": "01/01/2019", "position": "1"})
    assert (added.status_code, added.url) == (302, address)
    room = Department.objects.get(unit=cast.unit("btc-thai-binh"))
    assert (room.name, room.starts, room.ends) == ("Phòng Tổng hợp", date(2019, 1, 1), OPEN)
    assert "Phòng Tổng hợp" in section(admin.get(url("btc-thai-binh/")), "Các phòng")

    page = admin.get(f"{address}{room.pk}/")
    sent = fields_of(form_of(page, "Lưu"))
    admin.post(f"{address}{room.pk}/", {**sent, "name": "Phòng Tổng hợp – Kiểm tra"})
    room.refresh_from_db()
    assert room.name == "Phòng Tổng hợp – Kiểm tra"

    sent = fields_of(form_of(admin.get(f"{address}{room.pk}/"), "Kết thúc phòng"))
    admin.post(f"{address}{room.pk}/", {**sent, "viec": "ket-thuc", "last": "31/8/2019"})
    room.refresh_from_db()
    assert room.ends == date(2019, 9, 1)
    assert Entry.objects.filter(kind="organisations.department", object_id=room.pk).count() == 3


def test_a_department_is_refused_with_its_rule_and_keeps_what_was_typed(admin, cast: Cast) -> None:
    address = url("btc-thai-binh/phong/")
    Department.objects.create(unit=cast.unit("btc-thai-binh"), name="Phòng Tổng hợp", starts=date(2016, 1, 1))
    sent = fields_of(form_of(admin.get(address), "Thêm phòng"))
    twice = admin.post(address, {**sent, "name": "PHÒNG  TỔNG HỢP", "starts": "01/01/2019"})
    assert (twice.status_code, error_at(twice, "name")) == (
        422,
        "Đã có phòng “Phòng Tổng hợp” từ 01/01/2016 đến nay.",
    )
    assert fields_of(form_of(twice, "Thêm phòng"))["name"] == "PHÒNG TỔNG HỢP"
    sent = fields_of(form_of(admin.get(address), "Thêm phòng"))
    early = admin.post(address, {**sent, "name": "Phòng Cũ", "starts": "01/01/2000"})
    assert "Phòng chỉ tồn tại trong thời gian hoạt động của đơn vị" in error_at(early, "starts")
    room = Department.objects.get()
    sent = fields_of(form_of(admin.get(f"{address}{room.pk}/"), "Kết thúc phòng"))
    ended = admin.post(f"{address}{room.pk}/", {**sent, "viec": "ket-thuc", "last": "01/01/2010"})
    assert "không thể kết thúc từ ngày 02/01/2010" in error_at(ended, "last")
    assert Department.objects.count() == 1


def test_a_department_of_another_unit_is_not_found_under_this_one(admin, cast: Cast) -> None:
    room = Department.objects.create(
        unit=cast.unit("btc-hung-yen"), name="Phòng Một", starts=date(2016, 1, 1)
    )
    assert admin.get(url(f"btc-hung-yen/phong/{room.pk}/")).status_code == 200
    assert admin.get(url(f"btc-thai-binh/phong/{room.pk}/")).status_code == 404
    data = {"name": "Đổi trộm", "position": "0", "once": "c" * 32}
    assert admin.post(url(f"btc-thai-binh/phong/{room.pk}/"), data).status_code == 404
    assert admin.get(url("du-an-hoa-cu/phong/")).status_code == 404
    room.refresh_from_db()
    assert room.name == "Phòng Một"
