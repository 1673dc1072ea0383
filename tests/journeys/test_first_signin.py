"""From an empty installation to the first sign-in of a commune officer by an activation slip, in the browser.

What an administrator does on the first morning (docs/set-up.md), each page as it comes from the server; the
officer's telephone runs no script.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from giaoban.accounts.models import User
from giaoban.audit.models import Installation
from giaoban.config.commands import init
from giaoban.core.dates import today
from giaoban.organisations.models import Placement, Unit
from tests.factories.accounts import PASSWORD
from tests.factories.sheets import units_book

KIND = "Đảng ủy xã, phường, thị trấn, đặc khu"
RIGHT = (
    ("", "Đảng ủy xã Đông Hưng", KIND, "Tỉnh ủy Hưng Yên"),
    ("du-thai-thuy", "Đảng ủy xã Thái Thụy", KIND, "tu-hung-yen"),
    ("", "Chi bộ thôn Một", "Chi bộ trực thuộc", "Đảng ủy xã Đông Hưng"),
)
WRONG = (*RIGHT[:2], ("", "Chi bộ thôn Một", "Chi bộ trực thuộc", "Đảng ủy xã Đông Hưnh"))
DECISION = {"Hiệu lực từ": f"01/01/{today().year}", "Nguồn": "Danh sách minh họa"}
ANSWERS = {
    "zone": "independent",
    "unit_code": "tu-hung-yen",
    "unit_name": "Tỉnh ủy Hưng Yên",
    "unit_kind": "provincial_committee",
    "admin": "hy.quantri",
    "admin_name": "Phạm Văn Dũng",
}


@pytest.fixture
def slip(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> str:
    """The code that `giaoban init` prints for the administrator of an empty house."""
    monkeypatch.setenv("GIAOBAN_DATA", str(tmp_path))
    init._initialise(ANSWERS, load_national=False)
    assert Installation.objects.get().zone == "independent"
    return re.search(r"Mã kích hoạt: (\S.*)", capsys.readouterr().out)[1]


def activate(page: Page, address: str, code: str) -> None:
    page.goto(f"{address}/tai-khoan/kich-hoat/")
    page.fill("[name=code]", code)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.get_by_role("button", name="Kích hoạt và vào hệ thống").click()


def send_sheet(page: Page, content: bytes) -> None:
    page.set_input_files(
        "[name=file]", {"name": "don-vi.xlsx", "mimeType": "application/zip", "buffer": content}
    )
    page.get_by_role("button", name="Kiểm tra tệp").click()


def test_from_init_to_the_first_sign_in_of_a_commune_officer(
    live_server: LiveServer, page: Page, browser: Browser, slip: str
) -> None:
    # the administrator comes in with the slip and finds the list of the first morning
    activate(page, live_server.url, slip)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hồ sơ kỳ")
    page.locator("ol.file").get_by_role("link", name="Thiết lập").click()
    expect(page.locator("li.now h2")).to_contain_text("Cơ cấu tổ chức")
    page.locator("li.now .act a").click()

    # a sheet with one row in error writes nothing and says where; the mended one is written
    with page.expect_download() as template:
        page.get_by_role("link", name="Tải tệp mẫu").click()
    assert template.value.suggested_filename == "mau-don-vi.xlsx"
    send_sheet(page, units_book(*WRONG, decision=DECISION))
    expect(page.locator("main")).to_contain_text("Có 1 chỗ sai nên chưa ghi gì.")
    expect(page.locator("main")).to_contain_text("E7: Không có đơn vị “Đảng ủy xã Đông Hưnh”")
    expect(page.get_by_role("button", name=re.compile("Xác nhận"))).to_have_count(0)
    assert Unit.objects.count() == 1
    page.get_by_role("link", name="Tải tệp đã sửa lên").click()
    send_sheet(page, units_book(*RIGHT, decision=DECISION))
    page.get_by_role("button", name="Xác nhận ghi 3 dòng").click()
    expect(page.locator("main")).to_contain_text("Bảng này đã được ghi.")
    assert Placement.objects.get(unit__code="chi-bo-thon-mot").parent.code == "dang-uy-xa-dong-hung"

    # accounts for the units below in bulk, and their slips
    page.get_by_role("link", name="Về Thiết lập").click()
    page.get_by_role("link", name="Tạo tài khoản cho cấp dưới").click()
    page.get_by_label("Chuyên viên tổng hợp").check()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Tạo và in phiếu").click()
    expect(page.locator(".slip")).to_have_count(2)
    mine = page.locator(".slip", has_text="Đảng ủy xã Đông Hưng")
    code, username = mine.locator(".slip-code").inner_text(), mine.locator(".slip-name").inner_text()
    assert not User.objects.get(username=username).has_usable_password()

    # the commune officer, on a telephone without scripts: slip, then name and password, then what they owe
    telephone = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="vi-VN"
    )
    officer = telephone.new_page()
    activate(officer, live_server.url, code)
    expect(officer.locator("header.top .name")).to_have_text("Đảng ủy xã Đông Hưng")
    telephone.clear_cookies()
    officer.goto(live_server.url)
    officer.fill("[name=login]", username)
    officer.fill("[name=password]", PASSWORD)
    officer.get_by_role("button", name="Đăng nhập").click()
    expect(officer).to_have_url(re.compile(r"/dang-uy-xa-dong-hung/[^/]+/viec-cua-toi/$"))
    expect(officer.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
    assert officer.goto(f"{live_server.url}/thiet-lap/").status == 404

    # the administrator's list has moved on: every child has an account, one of three came in
    page.goto(f"{live_server.url}/thiet-lap/")
    line = page.locator("ol.file > li", has_text="Tài khoản của cấp dưới")
    expect(line.locator(".figure b")).to_have_text("2/2")
    expect(line).to_contain_text("2/3 tài khoản đã kích hoạt")
    telephone.close()
