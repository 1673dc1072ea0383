"""The first act of an installation and the list of its first morning, on an empty database."""

import pytest

from giaoban.accounts.models import Activation, Grant, User
from giaoban.accounts.rules import Role, Scope
from giaoban.accounts.services import activate
from giaoban.audit.models import Entry, Installation
from giaoban.core.dates import today
from giaoban.core.refusals import Refusal
from giaoban.organisations.models import Change, Hierarchy, Kind, Placement, Unit, UnitName
from giaoban.web.setup.services import ActivationSlip, initialise
from tests.cast import Cast, sign_in
from tests.factories.accounts import PASSWORD
from tests.factories.sheets import confirm, send, soup_of, units_book

FACTS = {
    "zone": "independent",
    "unit_code": "tu-thai-binh",
    "unit_name": "Tỉnh ủy Thái Bình",
    "unit_kind": "provincial_committee",
    "admin_username": "tb.quantri",
    "admin_name": "Phạm Văn Dũng",
}


def steps(browser) -> list[tuple[str, str, str, str]]:
    """(title, circle, figure, button) of each line."""
    return [
        (
            line.h2.get_text(" ").split(": ")[-1].strip(),
            line["class"][0],
            line.select_one(".figure b").get_text(),
            button.get_text() if (button := line.select_one(".act a")) else "",
        )
        for line in soup_of(browser.get("/thiet-lap/")).select("ol.file > li")
    ]


@pytest.mark.django_db
def test_an_empty_house_gets_its_zone_its_unit_and_an_administrator_with_a_slip():
    slip = initialise(**FACTS)
    unit, user = Unit.objects.get(), User.objects.get()
    assert Installation.objects.get().zone == "independent"
    assert (unit.code, unit.starts.isoformat()) == ("tu-thai-binh", f"{today().year - 1}-01-01")
    assert UnitName.objects.get().name == "Tỉnh ủy Thái Bình"
    assert (Placement.objects.get().parent, Change.objects.get().note) == (None, "Ghi sổ ban đầu")
    assert (Kind.objects.filter(code="cell").count(), Hierarchy.objects.count()) == (1, 2)
    grant = Grant.objects.get()
    assert (grant.user, grant.role, grant.unit, grant.scope) == (
        user,
        Role.ADMINISTRATOR,
        unit,
        Scope.SUBTREE,
    )
    assert not user.has_usable_password()
    assert isinstance(slip, ActivationSlip)
    assert [line.strip().split(": ")[0] for line in str(slip).splitlines()] == [
        "Đơn vị",
        "Người quản trị",
        "Tên đăng nhập",
        "Mã kích hoạt",
        "Dùng đến hết ngày",
        "Trang kích hoạt",
    ]
    assert activate(code=slip.code, password=PASSWORD) == user
    assert Entry.objects.filter(action="setup.initialise", actor_id=None).count() == 1


@pytest.mark.django_db
def test_a_second_installation_is_refused_and_changes_nothing():
    initialise(**FACTS)
    with pytest.raises(Refusal) as refusal:
        initialise(**{**FACTS, "zone": "connected", "unit_code": "khac", "admin_username": "khac"})
    assert refusal.value.code == "setup.again"
    assert "(vùng independent); không cài lại." in str(refusal.value)
    assert (Unit.objects.count(), User.objects.count(), Activation.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"zone": "internet"}, "setup.zone"),
        ({"unit_kind": "xa"}, "organisations.kind"),
        ({"unit_code": "Tỉnh ủy"}, "organisations.code"),
        ({"admin_username": "A B"}, "accounts.username"),
    ],
)
def test_a_wrong_answer_leaves_the_database_empty_and_a_right_one_follows(wrong: dict[str, str], code: str):
    with pytest.raises(Refusal) as refusal:
        initialise(**{**FACTS, **wrong})
    assert refusal.value.code == code
    assert (Installation.objects.count(), Unit.objects.count(), User.objects.count()) == (0, 0, 0)
    initialise(**FACTS)
    assert Unit.objects.count() == 1


@pytest.mark.django_db
def test_with_the_country_loaded_the_unit_of_that_code_is_taken():
    initialise(**{**FACTS, "unit_code": "btctw"}, load_national=True)
    unit = Unit.objects.get(code="btctw")
    assert (Grant.objects.get().unit, unit.starts.year) == (unit, 2015)
    assert Unit.objects.count() > 63


def test_the_list_of_the_first_morning_follows_the_work(cast: Cast):
    browser = sign_in(cast.administrator)
    before = steps(browser)
    assert [(title, circle) for title, circle, _figure, _button in before] == [
        ("Vùng mạng", "done"),
        ("Đơn vị", "done"),
        ("Cơ cấu tổ chức", "done"),
        ("Cán bộ và chức danh", "now"),
        ("Danh bạ đầu mối", "next"),
        ("Tài khoản của cấp dưới", "next"),
        ("Phân công lĩnh vực", "next"),
        ("Bộ quy tắc", before[7][1]),
    ]
    assert [figure for _title, _circle, figure, _button in before[:6]] == [
        "LAN độc lập",
        "1",
        "5",
        "0",
        "0/2",
        "1/2",
    ]
    assert before[3][3] == "Giao người nhập"
    path = send(
        browser,
        "/nhap-tu-excel/don-vi/",
        units_book(("", "Huyện ủy Tiền Hải", "district_committee", "tu-thai-binh")),
    )
    confirm(browser, path["Location"])
    after = steps(browser)
    assert (after[2][2], after[4][2], after[5][2]) == ("6", "0/3", "1/3")


def test_one_line_is_next_and_only_its_button_is_filled(cast: Cast):
    page = soup_of(sign_in(cast.administrator).get("/thiet-lap/"))
    filled = [a.get_text() for a in page.select("ol.file .act a.btn") if "quiet" not in a["class"]]
    assert filled == ["Giao người nhập"]


def test_the_page_is_the_administrators(cast: Cast):
    assert sign_in(cast.administrator).get("/thiet-lap/").status_code == 200
    for name in ("officer", "head", "clerk", "commune_officer", "other_officer", "former"):
        assert sign_in(cast.everybody[name]).get("/thiet-lap/").status_code == 404


def test_the_page_asks_the_database_as_often_for_many_units_as_for_few(
    cast: Cast, django_assert_max_num_queries
):
    browser = sign_in(cast.administrator)
    browser.get("/thiet-lap/")
    with django_assert_max_num_queries(15) as few:
        browser.get("/thiet-lap/")
    most = len(few.captured_queries)
    rows = [("", f"Huyện ủy {at}", "district_committee", "tu-thai-binh") for at in range(40)]
    confirm(browser, send(browser, "/nhap-tu-excel/don-vi/", units_book(*rows))["Location"])
    with django_assert_max_num_queries(most):
        browser.get("/thiet-lap/")


def test_a_house_that_is_set_up_says_so_and_leads_to_its_period_file(cast: Cast):
    from giaoban.accounts.models import Responsibility
    from giaoban.accounts.rules import Field
    from tests.factories.accounts import make_user
    from tests.factories.notices import make_contact
    from tests.factories.people import make_person, make_post

    province = cast.unit("tu-thai-binh")
    browser = sign_in(cast.administrator)
    assert "đã thiết lập xong" not in browser.get("/thiet-lap/").content.decode()
    make_post(make_person("Lê Hoa"), cast.unit("btc-thai-binh"))
    for code in ("btc-thai-binh", "hu-dong-hung"):
        make_contact(cast.unit(code), "Lê Hoa")
    make_user("hu.moi", home=cast.unit("hu-dong-hung"))
    for field in Field:
        Responsibility.objects.create(
            unit=province, user=cast.officer, field=field.value, starts="2018-01-01"
        )
    User.objects.update(last_login="2019-09-01T00:00:00Z")
    page = soup_of(browser.get("/thiet-lap/"))
    assert "Tỉnh ủy Thái Bình đã thiết lập xong." in page.select_one(".lead").get_text(" ")
    assert page.select_one(".note a")["href"].startswith("/tu-thai-binh/2019-t09")
    assert page.select("ol.file > li.now") == []
