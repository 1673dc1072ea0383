"""One whole cycle from its home: nine months of 2019 at the Centre, into the fourth quarter.

A conclusion is registered, its tasks go to the provinces, one reports done; the round is opened, the province
reports and asks something in part IV; the Centre accepts, consolidates, holds the conference, issues the
conclusion, gives the tasks of Q4, answers what was asked and puts the file away. Each step of the cycle is
reached by the next button of the Hồ sơ kỳ; what a person needs besides hangs there or in the navigation.
"""

import io
import re
import zipfile
from types import SimpleNamespace

from playwright.sync_api import Page, expect

from giaoban.accounts.models import User
from giaoban.accounts.rules import Role
from giaoban.conferences.models import Conference
from giaoban.directives.models import Document
from giaoban.recommendations.models import Recommendation
from giaoban.reporting.models import Obligation, Passage, Round
from giaoban.tasks.models import Assignment, Programme
from giaoban.web.models import ClosedFile
from tests.cast import Cast, build_cast
from tests.factories import reporting
from tests.factories.accounts import make_grant, make_user
from tests.journeys.common import Stage, go_to, in_nav, next_step, shorten, step

PERIOD = "2019-t09-9t"
PROVINCES = {
    "tu-thai-binh": "Thái Bình",
    "tu-hung-yen": "Hưng Yên",
    "tu-long-an": "Long An",
    "tu-dong-nai": "Đồng Nai",
}
GROUPS = (
    "1. Chủ động tham mưu chuẩn bị đại hội đảng bộ các cấp\n"
    "2. Siết chặt kỷ luật, kỷ cương trong công tác cán bộ\n"
    "2.1 Kiểm soát quyền lực trong công tác cán bộ\n"
    "3. Sắp xếp tổ chức bộ máy, tinh giản biên chế\n"
)
ASKED = "Đề nghị sớm hướng dẫn việc bố trí cán bộ sau sắp xếp tổ chức bộ máy."
ANSWER = "Đã có trong kế hoạch ban hành văn bản quý IV năm 2019."
CONCLUSION = (
    "Tiếp tục tham mưu chuẩn bị đại hội đảng bộ các cấp.",
    "Hoàn thành sắp xếp tổ chức bộ máy theo lộ trình.",
)


def people() -> tuple[Cast, SimpleNamespace]:
    cast = build_cast()
    shorten(cast, PROVINCES)
    reporting.set_levels()

    def person(username: str, name: str, home: str, role: Role, unit: str) -> User:
        user = make_user(username, name, home=cast.unit(home))
        make_grant(user, role, cast.unit(unit))
        return user

    return cast, SimpleNamespace(
        clerk=person("tw.vanthu", "Hà Thị Yến", "btctw", Role.CLERK, "tw"),
        compiler=person("tw.tonghop", "Tạ Văn Mạnh", "btctw", Role.COMPILER, "tw"),
        head=person("tw.truongban", "Lưu Văn Đạt", "btctw", Role.HEAD, "tw"),
        officer=person("hy.tonghop", "Chu Văn Nam", "btc-hung-yen", Role.COMPILER, "tu-hung-yen"),
        signer=person("hy.truongban", "Đào Thị Oanh", "btc-hung-yen", Role.HEAD, "tu-hung-yen"),
    )


# --- before the period: a conclusion and its tasks ---------------------------------------------------------


def a_conclusion_is_registered(stage: Stage, who: SimpleNamespace) -> Document:
    page = stage.page(who.clerk)
    in_nav(page, "Văn bản chỉ đạo")
    page.get_by_role("link", name=re.compile("Ghi văn bản|Ghi sổ")).first.click()
    page.fill("[name=symbol]", "05-kl/btctw")
    page.fill("[name=issued_on]", "25/1/2019")
    page.fill("[name=summary]", "Kết luận Hội nghị tổng kết năm 2018: 8 nhóm nhiệm vụ, giải pháp năm 2019")
    page.get_by_label("Đã công bố").check()
    stage.look(page, "w01-ghi-van-ban")
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.locator("main")).to_contain_text("05-KL/BTCTW")
    stage.look(page, "w02-van-ban")
    return Document.objects.get(symbol="05-KL/BTCTW")


def its_tasks_go_to_the_provinces(stage: Stage, who: SimpleNamespace, document: Document) -> Programme:
    """From the page of the document: a programme, the list pasted as numbered, all provinces at once."""
    page = stage.page(who.compiler)
    in_nav(page, "Văn bản chỉ đạo")
    page.get_by_role("link", name="05-KL/BTCTW").first.click()
    page.get_by_role("link", name="Lập chương trình từ văn bản này").click()
    page.fill("[name=title]", "8 nhóm nhiệm vụ, giải pháp năm 2019")
    page.get_by_role("button", name="Lập chương trình").click()
    page.get_by_role("link", name="Thêm nhiệm vụ").first.click()
    page.get_by_role("link", name="Dán cả danh mục").click()
    page.fill("[name=outline]", GROUPS)
    page.fill("[name=due]", "30/9/2019")
    page.get_by_role("button", name="Thêm nhiệm vụ").click()
    page.get_by_role("link", name="Chọn đơn vị").click()
    for box in page.locator("[name=tasks]").all():
        box.check()
    page.get_by_label(re.compile("Tất cả đơn vị trực thuộc")).check()
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("main")).to_contain_text("Sẽ giao 16 lượt đơn vị – nhiệm vụ (4 đơn vị).")
    page.get_by_role("button", name="Giao", exact=True).click()
    stage.look(page, "w03-chuong-trinh")
    page.get_by_role("link", name="Giao cho các đơn vị").click()
    page.get_by_role("button", name="Giao nhiệm vụ").click()
    expect(page.locator("main")).to_contain_text("giao ngày")
    made = Programme.objects.get(document=document)
    assert (made.unit.code, made.state) == ("tw", "issued")
    assert list(made.tasks.order_by("pk").values_list("number", flat=True)) == ["1", "2", "2.1", "3"]
    return made


def a_province_works(stage: Stage, who: SimpleNamespace, made: Programme) -> None:
    page = stage.page(who.officer)
    in_nav(page, "Nhiệm vụ")
    page.get_by_role("link", name=re.compile(r"^3\. ")).click()
    page.get_by_role("button", name="Tiếp nhận").click()
    page.get_by_role("button", name="Bắt đầu thực hiện").click()
    page.get_by_role("link", name="Báo cáo hoàn thành").click()
    page.fill("[name=note]", "Đã hợp nhất ba đầu mối theo đề án.")
    page.get_by_role("button", name="Báo cáo hoàn thành").click()
    expect(page.locator(".status-line")).to_contain_text("chờ xác nhận")
    centre = stage.page(who.compiler)
    centre.goto(f"{stage.address}/btctw/2019/nhiem-vu/da-giao/")
    centre.get_by_role("link", name="Ma trận").first.click()
    centre.locator("table.mx tbody tr").last.locator("td.doing a").click()
    centre.get_by_role("button", name="Xác nhận hoàn thành").or_(
        centre.get_by_role("link", name="Xác nhận hoàn thành")
    ).click()
    expect(centre.locator(".status-line")).to_contain_text("đã hoàn thành")
    done = Assignment.objects.get(task__programme=made, task__number="3", unit__code="tu-hung-yen")
    assert done.state == "closed"


# --- the period: request, reports, desk, consolidation, signature ------------------------------------------


def the_round_is_opened(stage: Stage, who: SimpleNamespace) -> Round:
    page = stage.page(who.compiler)
    go_to(page, period=PERIOD)
    stage.look(page, "w04-ho-so-ky-1")
    next_step(page, "Mở đợt báo cáo")
    stage.look(page, "w05-mo-dot")
    page.get_by_role("button", name="Mở đợt báo cáo").click()
    expect(page.locator(".messages")).to_contain_text("Đã mở đợt báo cáo")
    opened = Round.objects.get(period=PERIOD)
    assert Obligation.objects.filter(round=opened, receiver__code="tw").count() == 4
    return opened


def sign(page: Page, number: str, signer: str) -> None:
    page.fill("[name=document_number]", number)
    page.fill("[name=signer]", signer)
    page.get_by_role("button", name="Duyệt và gửi").click()
    expect(page.locator(".messages")).to_contain_text("Đã gửi báo cáo.")


def add_passage(page: Page, number: str, text: str) -> None:
    section = page.locator(f"#muc-{number}")
    if not section.locator("textarea[data-new]").is_visible():
        section.locator("summary", has_text="Thêm đoạn").click()
    section.locator("textarea[data-new]").fill(text)
    section.get_by_role("button", name="Thêm đoạn").click()
    expect(section.locator("article textarea").last).to_have_value(text)


def the_province_reports(stage: Stage, who: SimpleNamespace, opened: Round) -> None:
    """Its draft opens with what the house knows: the task that was done is already a sentence."""
    page = stage.page(who.officer)
    go_to(page, period=PERIOD)
    next_step(page, "Soạn báo cáo")
    page.get_by_role("button", name="Bắt đầu soạn").click()
    known = page.locator("#muc-I article textarea")
    expect(known.first).to_have_value(re.compile("Sắp xếp tổ chức bộ máy"))
    for key, value in reporting.FIGURES.items():
        field = page.locator(f"[name='o:{key}']")
        if key == "APP.RESTRUCTURED:count":
            field.select_option(str(value))
        else:
            field.fill(str(value))
    add_passage(page, "II", reporting.TEXTS["II"])
    add_passage(page, "III", reporting.TEXTS["III"])
    add_passage(page, "IV", ASKED)
    stage.look(page, "w06-bao-cao-tinh")
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.locator(".messages")).to_contain_text("Đã trình duyệt.")
    signer = stage.page(who.signer)
    go_to(signer, period=PERIOD)
    next_step(signer, "Duyệt và gửi")
    sign(signer, "120-BC/TU", "Đào Thị Oanh")
    mine = reporting.owed(opened, "tu-hung-yen")
    assert (mine.state, mine.current.document_number) == ("sent", "120-BC/TU")
    asked = Recommendation.objects.get()
    assert (asked.text, asked.unit.code, asked.addressee.code, asked.state) == (
        ASKED,
        "tu-hung-yen",
        "tw",
        "sent",
    )
    in_nav(signer, "Kiến nghị")
    expect(signer.locator("table")).to_contain_text(ASKED)
    stage.look(signer, "w07-kien-nghi-da-gui")


def the_centre_accepts(stage: Stage, who: SimpleNamespace, opened: Round) -> None:
    for code in ("tu-long-an", "tu-dong-nai"):
        reporting.fill_and_send(reporting.owed(opened, code))
    excuse = reporting.owed(opened, "tu-thai-binh")
    reporting.move(excuse, "excuse", note="Đang chuẩn bị hợp nhất, báo cáo riêng.")
    page = stage.page(who.compiler)
    go_to(page, period=PERIOD)
    expect(step(page, 2).locator(".figure b")).to_have_text("3/3")
    stage.look(page, "w08-ho-so-ky-2")
    next_step(page, "Mở bàn thẩm tra")
    page.locator(".queue").get_by_role("link", name=re.compile("Hưng Yên")).click()
    expect(page.locator("main")).to_contain_text(ASKED)
    for _report in range(3):
        page.get_by_role("button", name="Thẩm tra xong").click()
        expect(page.locator(".messages")).to_contain_text("Đã thẩm tra xong báo cáo của")
    stage.look(page, "w09-ban-tham-tra-xong")
    states = Obligation.objects.filter(round=opened, receiver__code="tw").values_list("state", flat=True)
    assert sorted(states) == ["accepted", "accepted", "accepted", "not_required"]


def the_centre_consolidates(stage: Stage, who: SimpleNamespace, opened: Round) -> None:
    page = stage.page(who.compiler)
    in_nav(page, "Hồ sơ kỳ")
    next_step(page, "Mở bản tổng hợp")
    row = page.locator("table.consolidated tr", has_text="Đơn vị đã hoàn thành sắp xếp")
    expect(row).to_contain_text("3/3")
    page.locator("table.consolidated").get_by_role("link", name="1.236").click()
    behind = page.locator("table.behind tbody tr")
    expect(behind).to_have_count(4)
    expect(behind.filter(has_text="Thái Bình")).to_contain_text("không phải báo cáo")
    stage.look(page, "w10-mot-con-so")
    page.go_back()
    page.get_by_role("link", name="Tổng hợp lời văn").click()
    for number in ("I", "II", "III"):
        page.locator("ul.posts").get_by_role("link", name=re.compile(rf"^{number}\. ")).click()
        page.get_by_role("button", name="Lấy nguyên văn").first.click()
        expect(page.locator(".draft-side .here sup")).to_have_count(1)
    with page.expect_download() as word:
        page.get_by_role("link", name="Bản Word").click()
    assert word.value.suggested_filename.endswith(".docx")
    page.get_by_role("link", name="Về báo cáo, trình duyệt").click()
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.locator(".messages")).to_contain_text("Đã trình duyệt.")
    head = stage.page(who.head)
    go_to(head, period=PERIOD)
    next_step(head, "Duyệt và gửi")
    sign(head, "180-BC/BTCTW", "Lưu Văn Đạt")
    own = reporting.owed(opened, "tw")
    total = [cell.key for cell in opened.form_version.cells()].index("MEM.TOTAL:value")
    assert (own.state, own.current.figures[total]) == ("accepted", 1236)
    assert Passage.objects.filter(submission=own.current, sources__isnull=False).count() == 3


# --- the conference, its conclusion, the tasks of the fourth quarter ---------------------------------------


def the_conference_is_held(stage: Stage, who: SimpleNamespace) -> Conference:
    page = stage.page(who.head)
    in_nav(page, "Hồ sơ kỳ")
    next_step(page, "Chuẩn bị hội nghị")
    page.fill("[name=day]", "30/9/2019")
    page.fill("[name=hour]", "14h")
    page.get_by_role("button", name="Lập hội nghị").click()
    page.get_by_role("link", name="Phát hành giấy mời").click()
    page.get_by_role("button", name="Phát hành giấy mời").click()
    expect(page.locator(".messages")).to_be_visible()
    held = Conference.objects.get(period=PERIOD)
    assert (held.state, held.points.filter(host=False).count()) == ("invited", 4)
    return held


def the_day_of_the_conference(stage: Stage, who: SimpleNamespace, held: Conference) -> None:
    page = stage.page(who.head)
    go_to(page, period=PERIOD)
    stage.look(page, "w11-ho-so-ky-3")
    next_step(page, "Mở hội nghị")
    page.get_by_role("link", name="Bàn điều hành").click()
    page.get_by_role("button", name="Khai mạc").click()
    expect(page.get_by_role("button", name="Khai mạc")).to_have_count(0)
    page.locator("#be-mac summary").click()
    page.get_by_role("button", name="Bế mạc", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dự thảo kết luận")
    expect(page.locator(".asks")).to_contain_text(ASKED)
    in_nav(page, "Hồ sơ kỳ")
    next_step(page, "Soạn kết luận")
    for text in CONCLUSION:
        page.locator("#them [name=text]").fill(text)
        page.get_by_role("button", name="Thêm đoạn").click()
        expect(page.locator("article.paragraph", has_text=text)).to_be_visible()
    page.get_by_role("link", name="Ban hành kết luận").click()
    page.fill("[name=symbol]", "09-KL/BTCTW")
    page.get_by_role("button", name="Ban hành và ghi sổ").click()
    expect(page.locator(".messages")).to_contain_text("Đã ban hành 09-KL/BTCTW")
    held.refresh_from_db()
    assert (held.state, held.conclusion.document.symbol) == ("concluded", "09-KL/BTCTW")


def the_tasks_of_the_fourth_quarter(stage: Stage, who: SimpleNamespace) -> None:
    page = stage.page(who.head)
    in_nav(page, "Hồ sơ kỳ")
    next_step(page, "Giao nhiệm vụ kỳ tới")
    expect(page.locator(".plan")).to_have_count(2)
    for box in page.locator(".plan input[name^=task-]").all():
        box.check()
    page.fill("[name=common_due]", "31/12/2019")
    page.get_by_role("button", name="Ghi lựa chọn và xem số lượng").click()
    stage.look(page, "w12-giao-nhiem-vu")
    page.get_by_role("button", name="Giao cho 4 đơn vị").click()
    expect(page.get_by_role("button", name="Giao cho 4 đơn vị")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("09-KL/BTCTW")
    made = Programme.objects.get(period="2019-q4")
    assert (made.state, Assignment.objects.filter(task__programme=made).count()) == ("issued", 8)
    province = stage.page(who.officer)
    go_to(province, period=PERIOD)
    expect(step(province, 7)).to_contain_text("0/2")
    stage.look(province, "w13-ho-so-ky-tinh")


# --- what was asked comes back, and the file is put away ---------------------------------------------------


def the_answer_comes_back(stage: Stage, who: SimpleNamespace) -> None:
    page = stage.page(who.compiler)
    in_nav(page, "Kiến nghị")
    row = page.locator("tr", has_text=ASKED)
    row.locator("[name=ids]").check()
    page.get_by_role("button", name="Trả lời các kiến nghị đã chọn").click()
    page.get_by_label("giải đáp").check()
    page.fill("[name=text]", ANSWER)
    page.get_by_role("button", name="Xem trước khi gửi").click()
    stage.look(page, "w14-tra-loi")
    page.get_by_role("button", name=re.compile("^Gửi")).click()
    expect(page.locator(".messages")).to_be_visible()
    asker = stage.page(who.signer)
    in_nav(asker, "Kiến nghị")
    expect(asker.locator("tr", has_text=ASKED)).to_contain_text("đã trả lời")
    asker.get_by_role("link", name=re.compile("^Đề nghị sớm")).click()
    expect(asker.locator("main")).to_contain_text(ANSWER)
    asker.get_by_role("button", name="Đã rõ").click()
    expect(asker.locator("main header.lead")).to_contain_text("đã rõ")
    stage.look(asker, "w15-da-ro")
    asked = Recommendation.objects.get()
    assert (asked.state, asked.outcome, asked.answer) == ("understood", "explained", ANSWER)


def the_file_is_put_away(stage: Stage, who: SimpleNamespace) -> None:
    page = stage.page(who.compiler)
    go_to(page, period=PERIOD)
    expect(page.locator("ol.file > li.done")).to_have_count(7)
    next_step(page, "Lập mục lục, lưu hồ sơ")
    stage.look(page, "w16-muc-luc")
    page.get_by_role("button", name="Lưu hồ sơ").click()
    expect(page.locator(".messages")).to_contain_text("Đã lưu hồ sơ kỳ.")
    with page.expect_download() as package:
        page.get_by_role("link", name="Tải gói lưu trữ (.zip)").click()
    stage.look(page, "w17-da-luu")
    names = zipfile.ZipFile(io.BytesIO(package.value.path().read_bytes())).namelist()
    assert len([name for name in names if name.endswith(".docx")]) >= 2
    closed = ClosedFile.objects.get(period=PERIOD)
    numbers = {row["number"] for row in closed.contents}
    assert (closed.unit.code, {"180-BC/BTCTW", "09-KL/BTCTW"} <= numbers) == ("tw", True)
    in_nav(page, "Hồ sơ kỳ")
    expect(page.locator("ol.file > li.done")).to_have_count(8)
    stage.look(page, "w18-ho-so-ky-xong")


def test_the_cycle_closes_from_its_home(stage: Stage) -> None:
    with stage.on(2019, 7, 1):
        _cast, who = people()
        document = a_conclusion_is_registered(stage, who)
        made = its_tasks_go_to_the_provinces(stage, who, document)
    with stage.on(2019, 8, 20):
        a_province_works(stage, who, made)
    with stage.on(2019, 9, 16):
        opened = the_round_is_opened(stage, who)
    with stage.on(2019, 9, 24):
        the_province_reports(stage, who, opened)
    with stage.on(2019, 9, 26):
        the_centre_accepts(stage, who, opened)
        the_centre_consolidates(stage, who, opened)
        held = the_conference_is_held(stage, who)
    with stage.on(2019, 9, 30, 14):
        the_day_of_the_conference(stage, who, held)
        the_tasks_of_the_fourth_quarter(stage, who)
    with stage.on(2019, 10, 4):
        the_answer_comes_back(stage, who)
        the_file_is_put_away(stage, who)
