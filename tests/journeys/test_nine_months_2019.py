"""Nine months of 2019 in Thái Bình: commune, district, province, the Centre, and the point of the province.

Figures are typed by keys and pasted from Excel, kept while one types; the district returns the report of a
commune with remarks; texts go up with their sources; the province speaks of the cell's day, the 3rd of each
month, in the conference of 30/9/2019.
"""

import re
from datetime import datetime
from types import SimpleNamespace

from playwright.sync_api import Locator, Page, expect

from giaoban.accounts.models import User
from giaoban.accounts.rules import Role
from giaoban.conferences.models import Conference, Speech
from giaoban.core.dates import ZONE
from giaoban.reporting.models import Draft, Obligation, Passage, Remark, Submission
from tests.cast import Cast, build_cast
from tests.factories import conferences as meetings
from tests.factories import reporting
from tests.factories.accounts import make_grant, make_user
from tests.journeys.common import Stage, go_to, in_nav, next_step, shorten, step

PERIOD = reporting.PERIOD
SPEECH = "Kinh nghiệm nâng cao chất lượng sinh hoạt chi bộ: nền nếp sinh hoạt ngày mùng 3 hằng tháng"
CELL_DAY = "100% chi bộ duy trì sinh hoạt vào ngày mùng 3 hằng tháng."
# What stands in the sheet of the commune from "Đảng viên mới kết nạp" on; one cell holds a word.
SHEET = "4\t11\r\n3\t9\r\n390\t412\r\n0\t2\r\n21\t\r\ncó\t\r\n5\t18\r\nmột\t4\r\n12\t40\r\n"
# The commune's own figures where they differ from the factory's; "có" stands for one unit asked.
OTHERS = {"ORG.TCCSD:value": 1, "ORG.CELL:value": 6, "APP.RESTRUCTURED:base": 1}
NAMES = {"tu-thai-binh": "Thái Bình", "hu-dong-hung": "Đông Hưng", "du-an-chau": "An Châu"}


def people(cast: Cast) -> SimpleNamespace:
    def person(username: str, name: str, home: str, role: Role, unit: str) -> User:
        user = make_user(username, name, home=cast.unit(home))
        make_grant(user, role, cast.unit(unit))
        return user

    return SimpleNamespace(
        commune=person("anchau.tonghop", "Đinh Thị Quế", "du-an-chau", Role.COMPILER, "du-an-chau"),
        district=person("dh.tonghop", "Lý Văn Quang", "hu-dong-hung", Role.COMPILER, "hu-dong-hung"),
        secretary=person("dh.bithu", "Mai Thị Sen", "hu-dong-hung", Role.HEAD, "hu-dong-hung"),
        compiler=person("tb.tonghop", "Tạ Văn Thao", "btc-thai-binh", Role.COMPILER, "tu-thai-binh"),
        head=cast.head,
        officer=cast.officer,
        centre=person("tw.thamtra", "Lý Văn Khôi", "btctw", Role.REVIEWER, "tw"),
    )


def cell(page: Page, key: str) -> Locator:
    return page.locator(f"[data-grid='{key}']")


def saved(page: Page) -> None:
    expect(page.locator("[data-save-status]")).to_contain_text("Đã tự lưu lúc")
    expect(page.locator("td.in.pending")).to_have_count(0)


def figures(owed: Obligation) -> dict[str, int | None]:
    return {
        key: value for key, value in Draft.objects.get(obligation=owed).figures.items() if value is not None
    }


def continue_first(page: Page) -> None:
    in_nav(page, "Việc của tôi")
    page.get_by_role("link", name="Tiếp tục", exact=True).click()


def sign(page: Page, number: str, signer: str) -> None:
    page.fill("[name=document_number]", number)
    page.fill("[name=signer]", signer)
    page.get_by_role("button", name="Duyệt và gửi").click()
    expect(page.locator(".messages")).to_contain_text("Đã gửi báo cáo.")


def fill_grid(stage: Stage, page: Page, owed: Obligation) -> None:
    """Three rows by keys alone, the rest pasted as a block; a cell that is not read is named and mended."""
    cell(page, "ORG.TCCSD:value").focus()
    for value in ("1", "6"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    page.keyboard.type("412")
    page.keyboard.press("ArrowUp")
    expect(cell(page, "ORG.CELL:value")).to_be_focused()
    saved(page)
    assert figures(owed) == {"ORG.TCCSD:value": 1, "ORG.CELL:value": 6, "MEM.TOTAL:value": 412}

    cell(page, "MEM.NEW:in_period").focus()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", SHEET)
    page.keyboard.press("Control+V")
    expect(page.locator("[data-paste-report]")).to_contain_text("CAD.APPT:in_period: “một”")
    expect(cell(page, "CAD.APPT:in_period")).to_have_value("một")
    expect(page.locator("[data-save-status]")).to_contain_text("Có ô không đọc được, các ô khác đã lưu.")
    stage.look(page, "n02-dan-tu-excel")
    assert "CAD.APPT:in_period" not in figures(owed)
    cell(page, "CAD.APPT:in_period").fill("1")
    saved(page)
    assert figures(owed) == {**reporting.FIGURES, **OTHERS}


def write_passages(page: Page, texts: dict[str, str]) -> None:
    for number, text in texts.items():
        section = page.locator(f"#muc-{number}")
        if not section.locator("textarea[data-new]").is_visible():
            section.locator("summary", has_text="Thêm đoạn").click()
        section.locator("textarea[data-new]").fill(text)
        section.get_by_role("button", name="Thêm đoạn").click()
        expect(section.locator("article").last).to_contain_text(text)


def commune_reports(stage: Stage, cast: Cast, who: SimpleNamespace, owed: Obligation) -> None:
    page = stage.page(who.commune)
    continue_first(page)
    expect(page.locator("main")).to_contain_text("Gửi Huyện ủy Đông Hưng")
    stage.look(page, "n01-chua-bat-dau")
    page.get_by_role("button", name="Bắt đầu soạn").click()
    fill_grid(stage, page, owed)
    write_passages(page, {**reporting.TEXTS, "I": CELL_DAY})
    first = page.locator("#muc-II article textarea").first
    first.fill("Còn hai chi bộ sinh hoạt chưa đúng ngày.")
    expect(page.locator("#muc-II [data-saved]").first).to_have_text(re.compile("đã lưu"))
    page.reload()
    expect(page.locator("#muc-II article textarea").first).to_have_value(
        "Còn hai chi bộ sinh hoạt chưa đúng ngày."
    )
    expect(cell(page, "MEM.TOTAL:value")).to_have_value("412")
    stage.look(page, "n03-bao-cao-xa")
    page.get_by_role("button", name="Trình duyệt").click()
    sign(page, "31-BC/ĐU", "Đinh Thị Quế")
    owed.refresh_from_db()
    assert (owed.state, owed.current.document_number) == ("sent", "31-BC/ĐU")


def district_returns(stage: Stage, who: SimpleNamespace, owed: Obligation) -> None:
    """Two remarks where they belong and a new date, by the key R."""
    page = stage.page(who.district)
    go_to(page, period=PERIOD)
    page.locator("ol.file").get_by_role("link", name="Mở bàn thẩm tra").click()
    page.get_by_role("link", name="Mở báo cáo đầu hàng").click()
    page.locator(".pass", has_text="Còn hai chi bộ").locator("details.remark summary").click()
    page.locator(".pass", has_text="Còn hai chi bộ").locator("textarea").fill("Nêu rõ nguyên nhân.")
    page.locator("#chung").fill("Rà soát lại số lượt đào tạo.")
    page.fill("[name=han-ngay]", "18/9/2019")
    stage.look(page, "n04-tham-tra-huyen")
    page.locator("main h2").first.click()
    page.keyboard.press("r")
    expect(page.locator(".messages")).to_contain_text("Đã trả lại báo cáo của Đảng ủy xã An Châu")
    owed.refresh_from_db()
    assert owed.state == "returned"
    told = Remark.objects.filter(submission=owed.current).values_list("text", "passage__section__number")
    assert set(told) == {("Nêu rõ nguyên nhân.", "II"), ("Rà soát lại số lượt đào tạo.", None)}


def commune_resubmits(stage: Stage, who: SimpleNamespace, owed: Obligation) -> None:
    page = stage.page(who.commune)
    in_nav(page, "Việc của tôi")
    expect(page.locator("#phai-gui + *, section", has_text="Báo cáo phải gửi").first).to_contain_text(
        "Trả lại để hoàn thiện"
    )
    page.get_by_role("link", name="Tiếp tục", exact=True).click()
    expect(page.locator("main")).to_contain_text("Rà soát lại số lượt đào tạo.")
    page.get_by_role("button", name="Hoàn thiện tiếp").click()
    passage = page.locator("#muc-II article").first
    expect(passage).to_contain_text("Nêu rõ nguyên nhân.")
    stage.look(page, "n05-bi-tra-lai")
    passage.locator("textarea").fill("Còn hai chi bộ sinh hoạt chưa đúng ngày; nguyên nhân do mùa vụ.")
    cell(page, "CAD.TRAIN:in_period").fill("14")
    saved(page)
    page.get_by_role("button", name="Trình duyệt").click()
    sign(page, "32-BC/ĐU", "Đinh Thị Quế")
    sent = Submission.objects.filter(obligation=owed).order_by("number")
    assert list(sent.values_list("number", "document_number")) == [(1, "31-BC/ĐU"), (2, "32-BC/ĐU")]
    assert [one.passages.get(section__number="II").text[-7:] for one in sent] == [
        "đúng ngày."[-7:],
        "mùa vụ.",
    ]


def district_consolidates(stage: Stage, who: SimpleNamespace, owed: dict[str, Obligation]) -> None:
    """The second version is accepted, figures add up, texts are taken with their source, two people sign."""
    page = stage.page(who.district)
    go_to(page, period=PERIOD)
    page.locator("ol.file").get_by_role("link", name="Mở bàn thẩm tra").click()
    page.locator(".queue").get_by_role("link", name=re.compile("An Châu")).click()
    expect(page.locator("main")).to_contain_text("Lần trước đã yêu cầu hoàn thiện")
    stage.look(page, "n06-ban-gui-lai")
    page.get_by_role("button", name="Thẩm tra xong").click()
    expect(page.locator(".messages")).to_contain_text("Đã thẩm tra xong báo cáo của Đảng ủy xã An Châu")
    in_nav(page, "Hồ sơ kỳ")
    next_step(page, "Mở bản tổng hợp")
    total = page.locator("table.consolidated tr", has_text="Đảng viên (có đến cuối kỳ)")
    expect(total.locator("td").first).to_have_text("824")
    expect(total).to_contain_text("2/2")
    page.get_by_role("link", name="Tổng hợp lời văn").click()
    for number in ("I", "II", "III"):
        page.locator("ul.posts").get_by_role("link", name=re.compile(rf"^{number}\. ")).click()
        page.locator(".pass", has_text="An Châu").get_by_role("button", name="Lấy nguyên văn").first.click()
        expect(page.locator(".draft-side .here sup").last).to_have_text("An Châu")
    stage.look(page, "n07-loi-van-huyen")
    page.get_by_role("link", name="Về báo cáo, trình duyệt").click()
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.locator(".messages")).to_contain_text("Đã trình duyệt.")
    secretary = stage.page(who.secretary)
    in_nav(secretary, "Việc của tôi")
    secretary.get_by_role("link", name="Xem và duyệt").first.click()
    sign(secretary, "88-BC/HU", "Mai Thị Sen")
    district = owed["hu-dong-hung"]
    district.refresh_from_db()
    owed["du-an-chau"].refresh_from_db()
    assert (district.state, owed["du-an-chau"].state) == ("sent", "consolidated")
    taken = Passage.objects.get(submission=district.current, section__number="I").sources.get()
    assert (taken.how, taken.source.submission.obligation_id) == ("verbatim", owed["du-an-chau"].pk)


def province_sends(stage: Stage, who: SimpleNamespace, owed: Obligation) -> None:
    """The officer accepts the district, the compiler takes its words over, the head signs."""
    officer = stage.page(who.officer)
    go_to(officer, period=PERIOD)
    officer.locator("ol.file").get_by_role("link", name="Mở bàn thẩm tra").click()
    officer.get_by_role("link", name="Mở báo cáo đầu hàng").click()
    officer.get_by_role("button", name="Thẩm tra xong").click()
    expect(officer.locator(".messages")).to_contain_text("Đã thẩm tra xong báo cáo của Huyện ủy Đông Hưng")
    page = stage.page(who.compiler)
    go_to(page, period=PERIOD)
    next_step(page, "Mở bản tổng hợp")
    stage.look(page, "n08-tong-hop-tinh")
    page.get_by_role("link", name="Tổng hợp lời văn").click()
    page.locator("details.take summary", has_text="Lấy, biên tập").first.click()
    page.locator("details.take textarea").first.fill(f"Toàn tỉnh: {CELL_DAY}")
    page.get_by_role("button", name="Đưa vào bản tổng hợp").first.click()
    expect(page.locator(".draft-side .here sup")).to_have_text("Đông Hưng")
    for number in ("II", "III"):
        page.locator("ul.posts").get_by_role("link", name=re.compile(rf"^{number}\. ")).click()
        page.get_by_role("button", name="Lấy nguyên văn").first.click()
        expect(page.locator(".draft-side .here sup")).to_have_text("Đông Hưng")
    page.get_by_role("link", name="Về báo cáo, trình duyệt").click()
    stage.look(page, "n09-bao-cao-tinh")
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.locator(".messages")).to_contain_text("Đã trình duyệt.")

    head = stage.page(who.head)
    go_to(head, period=PERIOD)
    head.locator("ol.file").get_by_role("link", name="Duyệt và gửi").click()
    stage.look(head, "n10-duyet-tinh")
    sign(head, "215-BC/TU", "Trần Thị Bình")
    in_nav(head, "Hồ sơ kỳ")
    expect(step(head, 4)).to_contain_text("Số 215-BC/TU, ngày 24/9/2019")
    stage.look(head, "n11-ho-so-ky-tinh")
    owed.refresh_from_db()
    assert (owed.state, owed.receiver.code, owed.current.document_number) == ("sent", "tw", "215-BC/TU")
    words = Passage.objects.get(submission=owed.current, section__number="I")
    assert (words.text, words.sources.get().how) == (f"Toàn tỉnh: {CELL_DAY}", "edited")
    centre = stage.page(who.centre)
    go_to(centre, period=PERIOD)
    centre.locator("ol.file").get_by_role("link", name="Mở bàn thẩm tra").click()
    centre.locator(".queue").get_by_role("link", name=re.compile("Thái Bình")).click()
    expect(centre.locator("main")).to_contain_text("215-BC/TU")
    expect(centre.locator("main")).to_contain_text(CELL_DAY)


def point_prepares(stage: Stage, cast: Cast, who: SimpleNamespace, held: Conference) -> None:
    """Accept, who comes, the line, and the speech with its topic; what will be said is typed nowhere."""
    page = stage.page(who.head)
    go_to(page, period=PERIOD)
    step(page, 5).get_by_role("link", name="Điểm cầu của đơn vị").click()
    page.get_by_role("button", name="Nhận lời dự họp").click()
    for label in ("Đường truyền tốt", "Hình ảnh rõ", "Âm thanh rõ"):
        page.get_by_label(label).check()
    page.get_by_role("button", name="Ghi kiểm tra").click()
    page.locator("#dai-bieu [name=convened]").fill("12")
    page.locator("#dai-bieu").get_by_role("button", name="Ghi số lượng").click()
    page.locator("#phat-bieu [name=topic]").fill(SPEECH)
    page.locator("#phat-bieu [name=speaker_post]").fill("Phó Bí thư Thường trực Tỉnh ủy")
    page.locator("#phat-bieu").get_by_role("button", name="Đăng ký phát biểu").click()
    expect(page.locator("#phat-bieu li")).to_contain_text(SPEECH)
    stage.look(page, "n12-diem-cau")
    point = meetings.point_of(held, cast.unit("tu-thai-binh"))
    assert (point.state, point.convened, point.invitation.state) == ("ready", 12, "accepted")
    assert list(Speech.objects.filter(point=point).values_list("topic", "state")) == [(SPEECH, "registered")]


def point_speaks(stage: Stage, who: SimpleNamespace, held: Conference) -> None:
    """The screen of the point follows by itself: in the queue, then its turn with a clock, then done."""
    page = stage.page(who.head)
    go_to(page, period=PERIOD)
    step(page, 5).get_by_role("link", name="Điểm cầu của đơn vị").click()
    page.get_by_role("link", name="Màn hình điểm cầu").click()
    speech = Speech.objects.get(conference=held)
    meetings.opened(held)
    meetings.move(speech, "select", "queue")
    expect(page.locator("body")).to_contain_text("1")
    meetings.move(speech, "call")
    expect(page.locator(".clock").first).to_be_visible()
    expect(page.locator("body")).to_contain_text(SPEECH)
    expect(page.locator(".no-line")).to_be_hidden()
    stage.picture(page, "n13-man-hinh-diem-cau")
    meetings.move(speech, "finish")
    expect(page.locator(".clock[data-runs]")).to_have_count(0)
    assert Speech.objects.get(pk=speech.pk).state == "done"


def test_thai_binh_reports_from_the_commune_to_the_centre_and_speaks(stage: Stage) -> None:
    with stage.on(2019, 9, 16):
        cast = build_cast()
        shorten(cast, NAMES)
        who = people(cast)
        opened = reporting.make_round(cast)
        owed = {code: reporting.owed(opened, code) for code in ("du-an-chau", "hu-dong-hung", "tu-thai-binh")}
        reporting.fill_and_send(reporting.owed(opened, "cb-thon-mot"), accept=True)
        reporting.fill_and_send(reporting.owed(opened, "du-an-hoa"), accept=True)
        commune_reports(stage, cast, who, owed["du-an-chau"])
    with stage.on(2019, 9, 17):
        district_returns(stage, who, owed["du-an-chau"])
        commune_resubmits(stage, who, owed["du-an-chau"])
    with stage.on(2019, 9, 20):
        district_consolidates(stage, who, owed)
    with stage.on(2019, 9, 24):
        province_sends(stage, who, owed["tu-thai-binh"])
        when = datetime(2019, 9, 30, 14, 0, tzinfo=ZONE)
        held = meetings.invited(
            meetings.make_conference(cast.unit("tw"), cast.unit("btctw"), starts_at=when, period=PERIOD)
        )
        point_prepares(stage, cast, who, held)
    with stage.on(2019, 9, 30, 14):
        point_speaks(stage, who, held)
