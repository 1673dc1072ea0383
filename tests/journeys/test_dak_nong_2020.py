"""The review of 2020 in Đắk Nông: a commendation that is a count, eight key tasks, one page that gives them.

The secretary of the conference prepares and runs it for the commission, the head issues the conclusion and
gives the tasks of 2021; a district takes note, reports, and the matrix says how many units are done.
"""

import re
from datetime import date
from types import SimpleNamespace

from playwright.sync_api import expect

from giaoban.accounts.models import User
from giaoban.accounts.rules import Role
from giaoban.conferences.models import AgendaItem, Conference
from giaoban.notices.models import Notice
from giaoban.tasks.models import Assignment, Programme, Progress
from tests.cast import build_cast
from tests.factories import conferences as meetings
from tests.factories import reporting
from tests.factories.accounts import make_grant, make_user
from tests.journeys.common import Stage, add_units, go_to, in_nav, step

PERIOD = "2020"
TITLE = "Hội nghị trực tuyến tổng kết năm 2020, triển khai nhiệm vụ năm 2021"
DISTRICTS = {"hu-cu-jut": "Cư Jút", "hu-dak-mil": "Đắk Mil", "hu-krong-no": "Krông Nô"}
TASKS = (
    "Tham mưu lãnh đạo, chỉ đạo cuộc bầu cử đại biểu Quốc hội khóa XV và Hội đồng nhân dân các cấp.",
    "Tham mưu sơ kết một số đề án về công tác tổ chức xây dựng Đảng.",
    "Nâng cao năng lực lãnh đạo, sức chiến đấu của tổ chức cơ sở đảng và chất lượng đội ngũ đảng viên.",
    "Rà soát, bổ sung quy hoạch cấp ủy các cấp nhiệm kỳ 2020 – 2025.",
    "Tiếp tục sắp xếp tổ chức bộ máy, tinh giản biên chế gắn với vị trí việc làm.",
    "Điều động, luân chuyển, bố trí cán bộ gắn với nhân sự cấp ủy.",
    "Thực hiện nghiêm Quy định 205-QĐ/TW trong chuẩn bị nhân sự bầu cử.",
    "Bồi dưỡng nghiệp vụ cho cán bộ ngành Tổ chức xây dựng Đảng.",
)
NEWS = "Đã ban hành kế hoạch bầu cử, lập tổ giúp việc."


def people() -> SimpleNamespace:
    cast = build_cast()
    add_units(
        cast,
        [
            ("tu-dak-nong", "provincial_committee", "Tỉnh ủy Đắk Nông", "Đắk Nông", "tw"),
        ],
    )
    commission = "Ban Tổ chức Tỉnh ủy Đắk Nông"
    add_units(
        cast,
        [
            ("btc-dak-nong", "provincial_commission", commission, "Ban Tổ chức", "tu-dak-nong"),
            *(
                (code, "district_committee", f"Huyện ủy {name}", name, "tu-dak-nong")
                for code, name in DISTRICTS.items()
            ),
        ],
    )
    reporting.set_levels()

    def person(username: str, name: str, home: str, role: Role, unit: str) -> User:
        user = make_user(username, name, home=cast.unit(home))
        make_grant(user, role, cast.unit(unit))
        return user

    return SimpleNamespace(
        secretary=person("dn.thuky", "Mai Văn Tám", "btc-dak-nong", Role.CONFERENCE_SECRETARY, "tu-dak-nong"),
        head=person("dn.truongban", "Cao Thị Uyên", "btc-dak-nong", Role.HEAD, "tu-dak-nong"),
        district=person("cujut.tonghop", "Lê Văn Vinh", "hu-cu-jut", Role.COMPILER, "hu-cu-jut"),
        other=person("dakmil.tonghop", "Hồ Thị Xuân", "hu-dak-mil", Role.COMPILER, "hu-dak-mil"),
    )


def prepared(stage: Stage, who: SimpleNamespace) -> Conference:
    """From the template of an annual review: the commendation gets its count, the districts are invited."""
    page = stage.page(who.secretary)
    go_to(page, period=PERIOD)
    step(page, 5).get_by_role("link", name="Chuẩn bị hội nghị").click()
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    page.fill("[name=day]", "8/1/2021")
    page.fill("[name=hour]", "7h30")
    page.fill("[name=place]", "Hội trường Tỉnh ủy Đắk Nông")
    page.fill("[name=chair_post]", "Trưởng Ban Tổ chức Tỉnh ủy")
    page.get_by_role("button", name="Lập hội nghị").click()
    page.get_by_role("link", name="Sửa chương trình").click()
    stage.look(page, "d01-chuong-trinh")
    award = page.locator("tr", has_text="Trao Kỷ niệm chương")
    award.get_by_role("link", name=re.compile("^Sửa")).click()
    page.fill("[name=title]", "Trao Kỷ niệm chương của ngành")
    page.fill("[name=count]", "15")
    page.fill("[name=counting_unit]", "kỷ niệm chương")
    stage.look(page, "d02-muc-khen-thuong")
    page.locator("main form").get_by_role("button", name=re.compile("^Ghi")).click()
    expect(page.locator("tr", has_text="Trao Kỷ niệm chương")).to_contain_text("15 kỷ niệm chương")
    item = AgendaItem.objects.get(kind="award")
    assert (item.title, item.count, item.counting_unit) == (
        "Trao Kỷ niệm chương của ngành",
        15,
        "kỷ niệm chương",
    )
    page.get_by_role("link", name="Về hội nghị").click()
    page.get_by_role("link", name="Phát hành giấy mời").click()
    page.fill("[name=number]", "03-GM/BTCTU")
    page.get_by_role("button", name="Phát hành giấy mời").click()
    expect(page.locator(".messages")).to_be_visible()
    in_nav(page, "Hồ sơ kỳ")
    next_or_open = step(page, 5).get_by_role("link", name="Mở hội nghị")
    next_or_open.click()
    stage.look(page, "d03-hoi-nghi")
    held = Conference.objects.get(period=PERIOD)
    assert (held.state, held.kind, held.unit.code, held.points.filter(host=False).count()) == (
        "invited",
        "annual",
        "tu-dak-nong",
        3,
    )
    return held


def held_on_the_day(stage: Stage, who: SimpleNamespace, held: Conference) -> None:
    """Opened on the chair's word; the agenda runs to the commendation, the projector shows the count."""
    page = stage.page(who.secretary)
    go_to(page, period=PERIOD)
    step(page, 5).get_by_role("link", name="Mở hội nghị").click()
    page.get_by_role("link", name="Bàn điều hành").click()
    page.get_by_role("button", name="Khai mạc").click()
    expect(page.get_by_role("button", name="Khai mạc")).to_have_count(0)
    page.locator("#muc-khac summary").click()
    page.locator("#muc-khac select").select_option(label="Trao Kỷ niệm chương của ngành")
    page.locator("#muc-khac").get_by_role("button", name="Chuyển").click()
    expect(page.locator("ol.agenda li.now")).to_contain_text("15 kỷ niệm chương")
    stage.look(page, "d04-ban-dieu-hanh")
    page.goto(f"{stage.address}/btc-dak-nong/{PERIOD}/giao-ban/{held.pk}/man-hinh/")
    expect(page.locator("main")).to_contain_text("Trao Kỷ niệm chương của ngành")
    expect(page.locator("main")).to_contain_text("15 kỷ niệm chương")
    stage.picture(page, "d05-man-chieu")
    page.go_back()
    page.locator("#be-mac summary").click()
    page.get_by_role("button", name="Bế mạc", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dự thảo kết luận")
    page.locator("[name=opening]").fill("Toàn ngành hoàn thành tốt nhiệm vụ năm 2020.")
    page.get_by_role("button", name="Ghi phần đầu").click()
    expect(page.locator(".messages")).to_contain_text("Đã ghi phần đầu")
    for text in TASKS[:2]:
        page.locator("#them [name=text]").fill(text)
        page.get_by_role("button", name="Thêm đoạn").click()
        expect(page.locator("article.paragraph", has_text=text)).to_be_visible()
    meetings.make_paragraphs(held, *TASKS[2:])
    held.refresh_from_db()
    assert (held.state, held.conclusion.paragraphs.count()) == ("closed", 8)


def issued_and_given(stage: Stage, who: SimpleNamespace, held: Conference) -> Programme:
    """The head issues what was agreed; every paragraph becomes a task of 2021 on one page."""
    page = stage.page(who.head)
    go_to(page, period=PERIOD)
    step(page, 6).get_by_role("link", name="Soạn kết luận").click()
    stage.look(page, "d06-du-thao")
    page.get_by_role("link", name="Ban hành kết luận").click()
    page.fill("[name=symbol]", "05-KL/BTCTU")
    page.fill("[name=issued_on]", "12/1/2021")
    page.get_by_role("button", name="Ban hành và ghi sổ").click()
    expect(page.locator(".messages")).to_contain_text("Đã ban hành 05-KL/BTCTU")
    in_nav(page, "Hồ sơ kỳ")
    step(page, 7).get_by_role("link", name="Giao nhiệm vụ kỳ tới").click()
    expect(page.locator(".plan")).to_have_count(8)
    for box in page.locator(".plan input[name^=task-]").all():
        box.check()
    expect(page.locator("[name=next_period]")).to_have_value("2021")
    page.fill("[name=common_due]", "31/12/2021")
    page.get_by_role("button", name="Ghi lựa chọn và xem số lượng").click()
    told = page.locator("#giao .figures")
    expect(told).to_contain_text(re.compile(r"8\s*nhiệm vụ\s*3\s*đơn vị\s*24\s*lượt giao"))
    assert not Programme.objects.filter(period="2021").exists()
    stage.look(page, "d07-giao-nhiem-vu")
    page.get_by_role("button", name="Giao cho 3 đơn vị").click()
    expect(page.get_by_role("button", name="Giao cho 3 đơn vị")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("05-KL/BTCTU")
    made = Programme.objects.get(period="2021")
    assert (made.unit.code, made.state, made.tasks.count()) == ("tu-dak-nong", "issued", 8)
    assert [task.wording for task in made.tasks.order_by("position")] == list(TASKS)
    assert {task.due for task in made.tasks.all()} == {date(2021, 12, 31)}
    assert Assignment.objects.filter(task__programme=made, lead=True).count() == 24
    readers = Notice.objects.filter(message__event="tasks.issue").values_list("user__username", flat=True)
    assert set(readers) == {who.district.username, who.other.username}
    in_nav(page, "Hồ sơ kỳ")
    expect(step(page, 7)).to_contain_text("0/24")
    stage.look(page, "d08-ho-so-ky")
    return made


def district_works(stage: Stage, who: SimpleNamespace, made: Programme) -> None:
    """The notice leads to the tasks; one is taken note of, begun and reported on, and reported done."""
    page = stage.page(who.district)
    in_nav(page, "Thông báo")
    stage.look(page, "d09-thong-bao")
    go_to_tasks = page.locator("main a", has_text=re.compile("nhiệm vụ", re.IGNORECASE)).first
    go_to_tasks.click()
    in_nav(page, "Nhiệm vụ")
    expect(page.locator("table.tasks tbody tr")).to_have_count(8)
    stage.look(page, "d10-nhiem-vu-huyen")
    page.get_by_role("link", name=re.compile(r"^1\. ")).click()
    page.get_by_role("button", name="Tiếp nhận").click()
    page.get_by_role("button", name="Bắt đầu thực hiện").click()
    page.get_by_role("link", name="Cập nhật tiến độ").click()
    page.fill("[name=note]", NEWS)
    page.fill("[name=percent]", "40")
    page.get_by_role("button", name="Cập nhật tiến độ").click()
    expect(page.locator("main")).to_contain_text(NEWS)
    stage.look(page, "d11-mot-nhiem-vu")
    mine = Assignment.objects.get(task__programme=made, task__number="1", unit__code="hu-cu-jut")
    assert (mine.state, mine.percent) == ("in_progress", 40)
    assert list(Progress.objects.filter(assignment=mine).values_list("text", "percent")) == [(NEWS, 40)]


def matrix_says(stage: Stage, who: SimpleNamespace, made: Programme) -> None:
    """Done is what the giver confirmed: none of three, then one of three with its name."""
    page = stage.page(who.head)
    go_to(page, period=PERIOD)
    expect(step(page, 7)).to_contain_text("1/24")
    step(page, 7).get_by_role("link", name="Xem chương trình").click()
    page.get_by_role("link", name="Ma trận").click()
    first = page.locator("table.mx tbody tr").first
    expect(first.locator("td.total")).to_have_text(re.compile(r"0/3\s*đơn vị"))
    expect(first.locator("td.doing")).to_contain_text("40")
    district = stage.page(who.district)
    district.get_by_role("link", name="Báo cáo hoàn thành").click()
    district.fill("[name=note]", "Đã hoàn thành các bước theo kế hoạch.")
    district.get_by_role("button", name="Báo cáo hoàn thành").click()
    expect(district.locator(".status-line")).to_contain_text("chờ xác nhận")
    first.locator("td.doing a").click()
    page.get_by_role("button", name="Xác nhận hoàn thành").or_(
        page.get_by_role("link", name="Xác nhận hoàn thành")
    ).click()
    expect(page.locator(".status-line")).to_contain_text("đã hoàn thành")
    page.goto(f"{stage.address}/btc-dak-nong/{PERIOD}/nhiem-vu/chuong-trinh/{made.pk}/ma-tran/")
    expect(page.locator("table.mx tbody tr").first.locator("td.total")).to_have_text(
        re.compile(r"1/3\s*đơn vị")
    )
    expect(page.locator(".sentences li").first).to_contain_text("Cư Jút")
    stage.look(page, "d12-ma-tran")
    mine = Assignment.objects.get(task__programme=made, task__number="1", unit__code="hu-cu-jut")
    assert (mine.state, mine.percent) == ("closed", 100)


def test_the_year_is_reviewed_and_its_conclusion_becomes_the_programme_of_the_next(stage: Stage) -> None:
    with stage.on(2021, 1, 4):
        who = people()
        held = prepared(stage, who)
    with stage.on(2021, 1, 8, 7, 30):
        held_on_the_day(stage, who, held)
    with stage.on(2021, 1, 12):
        made = issued_and_given(stage, who, held)
    with stage.on(2021, 1, 18):
        district_works(stage, who, made)
        matrix_says(stage, who, made)
