"""The home of officers and heads: eight steps, what is missing, and the way to other coordinates."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from giaoban.accounts.models import Responsibility
from giaoban.accounts.rules import Field
from giaoban.core.dates import OPEN
from giaoban.organisations.models import Department, Kind
from tests.cast import Cast, sign_in


def page(browser: Client, path: str) -> BeautifulSoup:
    answer = browser.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(node) -> str:
    return " ".join(node.get_text(" ").split())


def test_home_leads_to_the_own_unit_in_the_running_period(cast: Cast):
    answer = sign_in(cast.officer).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/btc-thai-binh/2019-t09-9t/")


@pytest.mark.parametrize(
    ("who", "kind", "level", "path"),
    [
        ("commune_officer", "commune_committee", "commune", "/du-an-hoa/2019-t09-9t/viec-cua-toi/"),
        ("cell_secretary", "cell", "cell", "/cb-thon-mot/2019-t09-9t/viec-cua-toi/"),
        ("monitor", "local_department", "centre", "/vu-dia-phuong-3/2019-t09-9t/dia-ban/"),
        ("head", "provincial_commission", "province", "/btc-thai-binh/2019-t09-9t/"),
    ],
)
def test_everybody_begins_where_their_work_is(cast: Cast, who: str, kind: str, level: str, path: str):
    Kind.objects.filter(code=kind).update(level=level)
    browser = sign_in(cast.everybody[who])
    assert browser.get("/")["Location"] == path
    assert browser.get(path).status_code == 200


def test_somebody_without_a_grant_is_told_whom_to_ask(cast: Cast):
    from tests.factories.accounts import make_user

    answer = sign_in(make_user("moi.vao", "Người Mới Vào")).get("/")
    assert answer.status_code == 200
    assert "chưa được giao vai trò" in answer.content.decode()


def test_eight_steps_stand_in_order_and_count_the_units_below(cast: Cast):
    soup = page(sign_in(cast.officer), "/btc-thai-binh/2019-t09-9t/")
    steps = soup.select("ol.file > li")
    assert [words(step.h2).split(": ", 1)[1] for step in steps] == [
        "Yêu cầu", "Thu nhận", "Tổng hợp", "Trình ký", "Hội nghị", "Kết luận", "Giao nhiệm vụ", "Lưu hồ sơ",
    ]  # fmt: skip
    # The commission works over the line of its committee: one district, not the commission itself.
    assert words(steps[1].select_one(".figure")) == "0/1 đơn vị"
    assert "hạn 22/9/2019" in words(steps[1])


def test_a_cell_has_nobody_below(cast: Cast):
    soup = page(sign_in(cast.cell_secretary), "/cb-thon-mot/2019-q3/")
    assert "Không có đơn vị trực thuộc phải báo cáo" in words(soup.select("ol.file > li")[1])


def test_fields_of_work_are_counted_from_the_table_of_who_follows_what(cast: Cast):
    browser, path = sign_in(cast.officer), "/btc-thai-binh/2019-t09-9t/"
    unit = cast.unit("btc-thai-binh")
    before = words(page(browser, path).select_one("section.sheet table"))
    assert "Lĩnh vực đã có người theo dõi" in before
    assert "0/8" in before
    department = Department.objects.create(unit=unit, name="Phòng Tổng hợp", starts=unit.starts, ends=OPEN)
    Responsibility.objects.create(
        unit=unit,
        department=department,
        user=cast.officer,
        field=Field.LEADERSHIP,
        starts=unit.starts,
        ends=OPEN,
    )
    assert "1/8" in words(page(browser, path).select_one("section.sheet table"))


def test_the_number_of_queries_does_not_grow_with_the_units(cast: Cast, django_assert_max_num_queries):
    browser = sign_in(cast.officer)
    browser.get("/btc-thai-binh/2019-q3/")
    with django_assert_max_num_queries(15):
        assert browser.get("/btc-thai-binh/2019-q3/").status_code == 200


def test_switching_keeps_the_page_and_changes_the_coordinates(cast: Cast):
    browser = sign_in(cast.officer)
    answer = browser.get(
        "/chuyen/", {"don_vi": "hu-dong-hung", "ky": "2018-q4", "trang": "/btc-thai-binh/2019-q3/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/hu-dong-hung/2018-q4/")
    elsewhere = browser.get(
        "/chuyen/", {"don_vi": "hu-dong-hung", "ky": "2018-q4", "trang": "https://example.org/"}
    )
    assert elsewhere["Location"] == "/hu-dong-hung/2018-q4/"


def test_unknown_coordinates_look_like_any_unknown_address(cast: Cast):
    browser = sign_in(cast.officer)
    assert browser.get("/btc-thai-binh/2019-t13/").status_code == 404
    assert browser.get("/khong-co/2019-q3/").status_code == 404
    # A merged commune exists in its own time only.
    assert browser.get("/du-an-hoa-cu/2018-q2/").status_code == 200
    assert browser.get("/du-an-hoa-cu/2019-q3/").status_code == 404


def test_the_page_stands_in_english_too(cast: Cast):
    browser = sign_in(cast.officer)
    browser.post("/ngon-ngu/", {"language": "en", "next": "/", "once": "b" * 32})
    soup = page(browser, "/btc-thai-binh/2019-t09-9t/")
    assert soup.html["lang"] == "en"


def test_the_browsers_language_decides_nothing(cast: Cast):
    """Many offices run an English browser; only the switch on the page changes the language."""
    browser = sign_in(cast.officer)
    answer = browser.get("/btc-thai-binh/2019-q3/", headers={"accept-language": "en-US,en"})
    assert BeautifulSoup(answer.content, "html.parser").html["lang"] == "vi"


def test_a_commission_makes_accounts_for_its_committees_line(cast: Cast):
    """The administrator sits in the commission; the units below are those of the committee."""
    browser = sign_in(cast.administrator)
    answer = browser.get("/btc-thai-binh/2019-q3/tai-khoan/hang-loat/", {"vai-tro": "compiler"})
    assert "Huyện ủy Đông Hưng" in answer.content.decode()


def test_a_house_without_units_below_leads_its_administrator_to_set_up(cast: Cast):
    path = "/btc-long-an/2019-t09-9t/"
    assert (
        page(sign_in(cast.centre_administrator), path).select_one("ol.file > li a.btn")["href"]
        == "/thiet-lap/"
    )
    assert page(sign_in(cast.cluster_lead), path).select_one('ol.file > li a[href="/thiet-lap/"]') is None
