"""A plan on its whole road, in the browsers of those who work on it: drafted, asked about, laid before the
Thường trực and the Ban Thường vụ, issued by the văn thư, opened by a unit, its exact pages looked at.
"""

import re

from playwright.sync_api import Page, expect

from giaoban.accounts.rules import Role
from giaoban.correspondence.models import Delivery, Issue, Opinion
from tests.cast import Cast, build_cast
from tests.factories.accounts import make_grant, make_user
from tests.factories.correspondence import make_series
from tests.journeys.common import Stage, in_nav

ABOUT = (
    "thực hiện sắp xếp, kiện toàn tổ chức bộ máy, tinh giản biên chế các cơ quan đảng, Mặt trận "
    "Tổ quốc và các đoàn thể chính trị - xã hội cấp huyện, cấp xã giai đoạn 2019 - 2021"
)
BODY = """I- Mục đích, yêu cầu
Tiếp tục thực hiện việc sắp xếp tổ chức bộ máy theo đúng lộ trình, gắn với trách nhiệm người đứng đầu.
II- Nhiệm vụ
1. Cấp huyện
Rà soát 12 đầu mối, hoàn thành trước ngày 15/11/2019.
2. Cấp xã
Bố trí kiêm nhiệm các chức danh theo quy định.
III- Tổ chức thực hiện
Các huyện ủy, thành ủy xây dựng kế hoạch, báo cáo kết quả hằng quý."""


def test_a_plan_on_its_whole_road(stage: Stage):
    with stage.on(2019, 9, 16):
        cast = build_cast()
        make_series(cast.unit("tu-thai-binh"), "KH", numbers=7, code="TU")
        district = make_user("donghung.tonghop", "Mai Văn Kiên", home=cast.unit("hu-dong-hung"))
        for role in (Role.COMPILER, Role.CLERK):
            make_grant(district, role, cast.unit("hu-dong-hung"))
        officer = stage.page(cast.officer)
        opened(stage, officer)
        drafted(stage, officer)
        asked(stage, officer)
        answered(stage, stage.page(cast.commune_officer))
        settled(stage, officer)
        laid_before(stage, officer, "Trình Thường trực")
        laid_before(stage, officer, "Trình Ban Thường vụ")
        approved(stage, stage.page(cast.head), officer)
        issued(stage, stage.page(cast.clerk), officer)
        received(stage, stage.page(district), cast)


def opened(stage: Stage, page: Page) -> None:
    in_nav(page, "Hồ sơ trình")
    stage.look(page, "dossier-01-empty")
    page.get_by_role("link", name="Mở hồ sơ trình").first.click()
    page.get_by_role("button", name="Mở hồ sơ và soạn dự thảo").click()
    expect(page.get_by_role("alert")).to_contain_text("Điền “Trích yếu nội dung”")
    page.locator("[name=type]").select_option("KH")
    page.fill("[name=about]", ABOUT)
    page.locator("[name=level]").select_option(label="Tỉnh ủy Thái Bình: Ban Thường vụ")
    page.fill("[name=due]", "30/9/2019")
    page.fill("[name=post]", "Phó Bí thư")
    page.fill("[name=signer]", "Nguyễn Thị Hồng Nhung")
    page.fill("[name=place]", "Thái Bình")
    page.fill("[name=recipients]", "Huyện ủy Đông Hưng\nĐảng ủy xã An Hòa")
    page.fill("[name=receivers]", "Ban Thường vụ Tỉnh ủy\nCác huyện ủy, thành ủy\nLưu Văn phòng Tỉnh ủy")
    stage.look(page, "dossier-02-open")
    page.get_by_role("button", name="Mở hồ sơ và soạn dự thảo").click()


def drafted(stage: Stage, page: Page) -> None:
    expect(page.locator("h1")).to_have_text("Soạn dự thảo lần 1")
    page.fill("[name=text]", BODY)
    stage.look(page, "dossier-03-write")
    page.get_by_role("button", name="Lưu dự thảo lần 1").click()
    expect(page.locator(".drafts")).to_contain_text("Dự thảo lần 1")
    stage.look(page, "dossier-04-drafted")
    page.locator(".drafts").get_by_role("link", name="Xem bản in").click()
    picture = page.locator(".paper-pages img").first
    expect(picture).to_have_attribute("alt", re.compile(r"Dự thảo lần 1, trang 1 trên \d"))
    width = picture.evaluate("one => one.decode().then(() => one.naturalWidth)")
    assert width == 1191
    stage.look(page, "dossier-05-exact")
    page.go_back()


def asked(stage: Stage, page: Page) -> None:
    page.get_by_role("link", name="Lấy ý kiến", exact=True).click()
    page.fill("[name=units]", "Huyện ủy Đông Hưng\nĐảng ủy xã An Hòa")
    page.fill("[name=symbol]", "215-CV/BTCTU")
    stage.look(page, "dossier-06-ask")
    page.get_by_role("button", name="Gửi lấy ý kiến").click()
    expect(page.locator("main")).to_contain_text("Đã gửi lấy ý kiến 2 cơ quan.")


def answered(stage: Stage, page: Page) -> None:
    """In the commune: the draft lies beside the form."""
    in_nav(page, "Hồ sơ trình")
    page.get_by_role("link", name=re.compile("^Thực hiện sắp xếp")).click()
    expect(page.locator(".paper-pages img").first).to_be_visible()
    page.get_by_label("thống nhất, có góp ý").check()
    page.fill("[name=points]", "Mục II.2 | Nêu rõ chức danh được kiêm nhiệm.\nBổ sung kinh phí thực hiện.")
    stage.look(page, "dossier-07-opinion")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator("main")).to_contain_text("Đã gửi ý kiến.")
    assert Opinion.objects.get(unit__code="du-an-hoa").points.count() == 2


def settled(stage: Stage, page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Ghi thay").click()
    page.get_by_label("thống nhất", exact=True).check()
    page.get_by_role("button", name="Ghi ý kiến").click()
    for accepted, response in (
        ("Tiếp thu", "Đã ghi rõ ba chức danh tại mục II.2."),
        ("Giải trình", "Kinh phí bố trí trong dự toán năm, không ghi trong kế hoạch."),
    ):
        page.get_by_role("link", name=re.compile("^Xử lý")).first.click()
        page.get_by_label(accepted, exact=True).check()
        page.locator("[name=response]").fill(response)
        stage.look(page, "dossier-08-respond")
        page.get_by_role("button", name="Ghi cách xử lý").click()
    expect(page.locator("main")).to_contain_text("2/2 điểm góp ý đã xử lý")
    stage.look(page, "dossier-09-opinions")
    page.get_by_role("link", name="Kết thúc lấy ý kiến").click()
    page.get_by_role("button", name="Kết thúc lấy ý kiến").click()
    expect(page.locator(".road .now")).to_contain_text("Soạn thảo")
    page.get_by_role("link", name="Soạn dự thảo lần 2").click()
    text = page.locator("[name=text]")
    text.fill(text.input_value().replace("Bố trí kiêm nhiệm các chức danh", "Bố trí kiêm nhiệm ba chức danh"))
    page.fill("[name=note]", "Sau ý kiến của các cơ quan")
    page.get_by_role("button", name="Lưu dự thảo lần 2").click()
    page.get_by_role("button", name="So sánh").click()
    expect(page.locator(".change ins")).to_contain_text("ba")
    stage.look(page, "dossier-10-compare")
    page.get_by_role("link", name="Xem hai bản in cạnh nhau").click()
    expect(page.locator(".pile")).to_have_count(2)
    stage.look(page, "dossier-11-pair")
    page.locator("nav.crumbs a").nth(1).click()


def laid_before(stage: Stage, page: Page, label: str) -> None:
    page.get_by_role("link", name=label, exact=True).click()
    stage.look(page, "dossier-12-submit")
    page.get_by_role("button", name="Trình", exact=True).click()
    expect(page.locator("main")).to_contain_text("Đã trình. Hồ sơ chờ cho ý kiến.")


def approved(stage: Stage, page: Page, officer: Page) -> None:
    page.goto(officer.url)
    page.get_by_role("link", name="Ghi quyết định").click()
    page.get_by_label("Thông qua").check()
    page.fill("[name=note]", "Ban Thường vụ thống nhất thông qua tại phiên họp ngày 16/9/2019.")
    stage.look(page, "dossier-13-decide")
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.locator(".road .now")).to_contain_text("Ban hành")
    stage.look(page, "dossier-14-approved")


def issued(stage: Stage, page: Page, officer: Page) -> None:
    page.goto(officer.url)
    page.get_by_role("link", name="Ban hành", exact=True).click()
    expect(page.locator(".number-to-come")).to_contain_text("sẽ lấy số khi ban hành")
    stage.look(page, "dossier-15-issue")
    page.get_by_role("button", name="Lấy số và ban hành").click()
    expect(page.locator("main")).to_contain_text("Đã ban hành 08-KH/TU và gửi 2 đơn vị.")
    stage.look(page, "dossier-16-issued")
    page.get_by_role("link", name="Xem bản đã ban hành").click()
    expect(page.locator("main")).to_contain_text("bản lưu nguyên vẹn, đúng bản đã in")
    stage.look(page, "dossier-17-edition")


def received(stage: Stage, page: Page, cast: Cast) -> None:
    """The district finds it waiting, opens it, and types the code off the paper."""
    issue = Issue.objects.select_related("edition").get()
    in_nav(page, "Văn bản đến")
    page.get_by_role("link", name=re.compile("[Cc]hờ nhận")).first.click()
    page.get_by_role("button", name=re.compile("^Mở")).first.click()
    expect(page.locator("h1")).to_contain_text("08-KH/TU")
    assert Delivery.objects.get(unit=cast.unit("hu-dong-hung")).opened_at is not None
    in_nav(page, "Đối chiếu văn bản")
    page.fill("[name=code]", issue.edition.code.lower().replace("-", " "))
    page.get_by_role("button", name="Mở bản đã in").click()
    expect(page.locator(".paper-pages img").first).to_be_visible()
    stage.look(page, "dossier-18-district")
