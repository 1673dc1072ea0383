"""Persons and contacts from Excel: who may send them, what they become, what the zone keeps out."""

from datetime import date

import pytest

from giaoban.accounts.models import User
from giaoban.accounts.rules import Role
from giaoban.audit.models import Entry
from giaoban.core.dates import OPEN
from giaoban.notices.models import Contact
from giaoban.people.models import Person, Post
from giaoban.web.setup.rules import Sheet
from giaoban.web.setup.services.sheets import open_sheet
from tests.cast import Cast, sign_in
from tests.factories.accounts import make_grant, make_user
from tests.factories.notices import make_contact
from tests.factories.sheets import CONTACT_COLUMNS, PEOPLE_COLUMNS, book, confirm, send, soup_of

PEOPLE, CONTACTS = "/nhap-tu-excel/can-bo/", "/nhap-tu-excel/dau-moi/"
ROWS = (
    ("Lê Thị Hoà", "1980", "btc-thai-binh", "Chuyên viên", "01/3/2019", ""),
    ("Lê Thị Hòa", "1980", "Huyện ủy Đông Hưng", "Ủy viên", "01/4/2019", "có"),
    ("Trần Văn Bảo", "", "du-an-hoa", "Bí thư", "01/3/2019", "không"),
)


def words(answer) -> str:
    return " ".join(soup_of(answer).get_text(" ").split())


@pytest.fixture
def personnel(cast: Cast) -> User:
    user = make_user("tb.nhansu", "Mai Thị Nhân", home=cast.unit("btc-thai-binh"))
    make_grant(user, Role.PERSONNEL_OFFICER, cast.unit("tu-thai-binh"))
    return user


def sent(browser, path: str, content: bytes) -> str:
    answer = send(browser, path, content)
    assert answer.status_code == 302, words(answer)
    return answer["Location"]


def test_rows_become_persons_with_their_posts(cast: Cast, personnel: User):
    browser = sign_in(personnel)
    path = sent(browser, PEOPLE, book(PEOPLE_COLUMNS, ROWS))
    assert Person.objects.count() == 0
    assert confirm(browser, path).status_code == 302
    posts = Post.objects.order_by("person__full_name", "starts")
    assert [
        (p.person.full_name, p.person.birth_year, p.unit.code, p.title, p.starts, p.ends, p.public)
        for p in posts
    ] == [
        ("Lê Thị Hoà", 1980, "btc-thai-binh", "Chuyên viên", date(2019, 3, 1), OPEN, True),
        ("Lê Thị Hoà", 1980, "hu-dong-hung", "Ủy viên", date(2019, 4, 1), OPEN, True),
        ("Trần Văn Bảo", None, "du-an-hoa", "Bí thư", date(2019, 3, 1), OPEN, False),
    ]
    assert Person.objects.count() == 2
    assert Entry.objects.get(action="setup.people").changes == {"new": [None, 3]}


def test_the_same_sheet_again_adds_nobody(cast: Cast, personnel: User):
    browser = sign_in(personnel)
    content = book(PEOPLE_COLUMNS, ROWS)
    confirm(browser, sent(browser, PEOPLE, content))
    again = browser.get(sent(browser, PEOPLE, content))
    assert "Mọi dòng của bảng đã có trong hệ thống." in words(again)
    assert Person.objects.count() == 2


def test_the_connected_zone_keeps_out_what_is_not_published(cast: Cast, personnel: User, settings):
    browser = sign_in(personnel)
    settings.GIAOBAN_ZONE = "connected"
    path = sent(browser, PEOPLE, book(PEOPLE_COLUMNS, ROWS))
    assert "F5: Chưa công bố hoặc chưa đến ngày ký: mạng kết nối chỉ giữ chức danh đã công bố." in words(
        browser.get(path)
    )
    assert confirm(browser, sent(browser, PEOPLE, book(PEOPLE_COLUMNS, ROWS[:2]))).status_code == 302
    assert Post.objects.count() == 2


def test_an_administrator_sends_units_and_contacts_but_no_persons(cast: Cast, personnel: User):
    browser = sign_in(cast.administrator)
    assert send(browser, PEOPLE, book(PEOPLE_COLUMNS, ROWS)).status_code == 404
    assert browser.get(f"{PEOPLE}mau/").status_code == 404
    assert browser.get(CONTACTS).status_code == 200
    assert sign_in(personnel).get(PEOPLE).status_code == 200


def test_a_post_outside_ones_units_is_refused_and_inside_is_not(cast: Cast, personnel: User):
    browser = sign_in(personnel)
    rows = [("Ngô Văn Xa", "", "btc-hung-yen", "Chuyên viên", "01/3/2019", ""), ROWS[0]]
    answer = browser.get(sent(browser, PEOPLE, book(PEOPLE_COLUMNS, rows)))
    assert "C3: “btc-hung-yen” không thuộc phạm vi quản trị của đồng chí." in words(answer)
    assert "Sẽ ghi (1)" in words(answer)


def test_a_new_contact_takes_over_and_the_earlier_one_ends(cast: Cast):
    unit = cast.unit("du-an-hoa")
    old = make_contact(unit, "Trần Văn Cũ")
    browser = sign_in(cast.administrator)
    rows = [("Đảng uỷ xã An Hoà", "", "Lê Thị Mới", "0227 3831 235", "", "01/9/2019")]
    path = sent(browser, CONTACTS, book(CONTACT_COLUMNS, rows))
    assert "sẽ thay đầu mối cũ Thay cho Trần Văn Cũ." in words(browser.get(path))
    assert confirm(browser, path).status_code == 302
    old.refresh_from_db()
    new = Contact.objects.get(name="Lê Thị Mới")
    assert (old.ends, new.starts, new.ends, new.unit) == (date(2019, 9, 1), date(2019, 9, 1), OPEN, unit)


def test_a_number_that_excel_has_shortened_is_refused(cast: Cast):
    browser = sign_in(cast.administrator)
    rows = [
        ("du-an-hoa", "Công tác cán bộ", "Lê Hoa", 912345678, "", ""),
        ("du-an-chau", "", "Lê Hoa", "0912 345 678", "", ""),
    ]
    text = words(browser.get(sent(browser, CONTACTS, book(CONTACT_COLUMNS, rows))))
    assert "D3: “912345678” chưa phải số điện thoại." in text
    assert "Sẽ ghi (1)" in text


def test_the_templates_list_only_units_of_ones_own(cast: Cast, personnel: User):
    import io

    from python_calamine import CalamineWorkbook

    answer = sign_in(personnel).get(f"{PEOPLE}mau/")
    book_ = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    offered = [row[0] for row in book_.get_sheet_by_name("Danh mục").to_python()]
    assert "Ban Tổ chức Tỉnh ủy Thái Bình (btc-thai-binh)" in offered
    assert not [text for text in offered if "Hưng Yên" in str(text)]


def test_the_page_of_sheets_shows_what_one_may_send(cast: Cast, personnel: User):
    def titles(user: User) -> list[str]:
        return [link.get_text() for link in soup_of(sign_in(user).get("/nhap-tu-excel/")).select("main h2")]

    assert titles(personnel) == ["Danh sách cán bộ và chức danh", "Danh bạ đầu mối"]
    assert titles(cast.administrator) == ["Danh sách đơn vị", "Danh bạ đầu mối"]
    assert sign_in(cast.monitor).get("/nhap-tu-excel/").status_code == 404


def test_an_address_that_is_none_is_refused_and_a_good_one_kept(cast: Cast):
    browser = sign_in(cast.administrator)
    rows = [
        ("Huyện ủy Đông Hưng", "", "Lê Văn Nam", "0227 333 333", address, "")
        for address in ("nam@", "nam@vi.vn")
    ]
    wrong = sent(browser, CONTACTS, book(CONTACT_COLUMNS, rows[:1]))
    assert "Sửa trong tệp" in words(confirm(browser, wrong))
    assert Contact.objects.count() == 0
    assert confirm(browser, sent(browser, CONTACTS, book(CONTACT_COLUMNS, rows[1:]))).status_code == 302
    assert Contact.objects.get().email == "nam@vi.vn"


def test_a_sheet_that_brings_nothing_new_writes_nothing(cast: Cast, personnel: User):
    browser = sign_in(personnel)
    content = book(PEOPLE_COLUMNS, ROWS)
    first = sent(browser, PEOPLE, content)
    assert confirm(browser, first).status_code == 302
    again = sent(browser, PEOPLE, content)
    # The page offers no confirmation then; somebody who sends one all the same is told why.
    preview = open_sheet(actor=personnel, sheet=Sheet.PEOPLE, file_id=int(again.strip("/").split("/")[-1]))
    answer = confirm(browser, again, promise=preview.promise)
    assert (answer.status_code, "không có gì để ghi" in words(answer)) == (422, True)
    assert Entry.objects.filter(action="setup.people").count() == 1
