"""The half-year review of emulation cluster 4 in 2018: eleven members report, four of them have restructured.

The lead of the cluster opens the round, accepts, consolidates, holds the review on 10/8/2018 and issues its
conclusion; members report from a desk and from a telephone without scripts (cycle.md §1.5).
"""

import re
from datetime import date

from playwright.sync_api import Page, expect

from giaoban.accounts.models import User
from giaoban.accounts.rules import Role
from giaoban.conferences.models import Conference, Speech
from giaoban.core.dates import OPEN, vi
from giaoban.directives.models import Document
from giaoban.organisations.models import Unit
from giaoban.organisations.placements import Move, place_many
from giaoban.organisations.rules import EMULATION
from giaoban.reporting.loader import ensure_forms
from giaoban.reporting.models import Obligation, Passage, Round
from tests.cast import CLUSTERED, Cast, build_cast
from tests.factories import conferences as meetings
from tests.factories import reporting
from tests.factories.accounts import make_grant, make_user
from tests.journeys.common import Stage, add_units, go_to, in_nav, next_step, shorten, step

PERIOD = "2018-6t"
CLUSTER = "cum-thi-dua-4"
PLACES = {
    "long-an": "Long An",
    "tien-giang": "Tiền Giang",
    "binh-duong": "Bình Dương",
    "dong-nai": "Đồng Nai",
    "tay-ninh": "Tây Ninh",
    "binh-phuoc": "Bình Phước",
    "ba-ria-vung-tau": "Bà Rịa - Vũng Tàu",
    "lam-dong": "Lâm Đồng",
    "ninh-thuan": "Ninh Thuận",
    "binh-thuan": "Bình Thuận",
    "ho-chi-minh": "TP. Hồ Chí Minh",
}
RESTRUCTURED = {"binh-phuoc", "lam-dong", "long-an", "ninh-thuan"}
BY_BROWSER = ("long-an", "binh-phuoc")
SPEAKERS = {
    "dong-nai": "Cách làm trong xây dựng đề án sắp xếp tổ chức bộ máy",
    "long-an": "Mô hình sắp xếp tổ chức bộ máy của địa phương",
    "ninh-thuan": "Thực hiện đề án tinh gọn tổ chức bộ máy",
    "lam-dong": "Kinh nghiệm tổ chức thực hiện đề án sắp xếp bộ máy",
    "ho-chi-minh": "Cách làm mới trong sắp xếp tổ chức bộ máy của thành phố",
}
MERGED = {
    "I": "Các ban tổ chức trong Cụm đã tổ chức học tập nghị quyết cho toàn thể đảng viên.",
    "II": "Ở mỗi nơi còn chi bộ sinh hoạt chưa đúng ngày.",
    "III": "Toàn Cụm hoàn thành việc sắp xếp chi bộ trong quý tới.",
}
CONCLUSION = (
    "Tiếp tục tham mưu cấp ủy các cấp triển khai các chỉ thị, nghị quyết về công tác tổ chức xây dựng Đảng.",
    "Theo dõi, đôn đốc thực hiện kế hoạch, đề án sắp xếp tổ chức bộ máy theo đúng lộ trình.",
    "Chủ động phát hiện điển hình tiên tiến, mô hình mới, cách làm hay để biểu dương, nhân rộng.",
)
CONDITION = "APP.RESTRUCTURED:count"
# The half-year counts from the beginning of the year, so what is new in it and the cumulative figure agree.
FIGURES = {
    key: reporting.FIGURES.get(key.replace(":in_period", ":cumulative"), value)
    for key, value in reporting.FIGURES.items()
    if key != CONDITION
}


class Cluster:
    """The cast with all eleven members and, in each, who writes and who signs."""

    def __init__(self) -> None:
        self.cast: Cast = build_cast()
        rows = []
        for place, name in PLACES.items():
            if f"tu-{place}" not in self.cast.units:
                rows.append((f"tu-{place}", "provincial_committee", f"Tỉnh ủy {name}", name, "tw"))
        add_units(self.cast, rows)
        rows = []
        for place, name in PLACES.items():
            if f"btc-{place}" not in self.cast.units:
                title = f"Ban Tổ chức Tỉnh ủy {name}"
                rows.append((f"btc-{place}", "provincial_commission", title, "Ban Tổ chức", f"tu-{place}"))
        add_units(self.cast, rows)
        place_many(
            EMULATION,
            [
                Move(self.unit(place).pk, self.cast.unit(CLUSTER).pk, CLUSTERED, OPEN)
                for place in PLACES
                if place not in {"long-an", "dong-nai"}
            ],
        )
        names = {f"tu-{place}": name for place, name in PLACES.items()}
        shorten(self.cast, {**names, "btc-long-an": "Ban Tổ chức", "btc-dong-nai": "Ban Tổ chức"})
        reporting.set_levels()
        ensure_forms()
        self.lead = self.cast.cluster_lead
        self.writers = {place: self._person(place, Role.COMPILER, "Tổng hợp") for place in BY_BROWSER}
        self.heads = {
            place: self._person(place, Role.HEAD, "Trưởng ban") for place in ("binh-phuoc", "dong-nai")
        }
        self.heads["long-an"] = self.lead
        # In the cluster too whoever writes is not who signs.
        make_grant(
            self.writers["long-an"],
            Role.COMPILER,
            self.cast.unit(CLUSTER),
            hierarchy=EMULATION,
            starts=CLUSTERED,
        )

    def _person(self, place: str, role: Role, post: str) -> User:
        user = make_user(
            f"{place}.{role.value.replace('_', '')}", f"{post} {PLACES[place]}", home=self.unit(place)
        )
        make_grant(user, role, self.cast.unit(f"tu-{place}"))
        return user

    def unit(self, place: str) -> Unit:
        return self.cast.unit(f"btc-{place}")

    def owed(self, place: str) -> Obligation:
        return Obligation.objects.get(round__period=PERIOD, unit=self.unit(place))


def open_round(page: Page) -> None:
    """From the cluster's own Hồ sơ kỳ: when the review is held decides the deadlines."""
    next_step(page, "Mở đợt báo cáo")
    page.fill("[name=conference_on]", "10/8/2018")
    page.get_by_role("button", name="Tính lại thời hạn").click()
    told = page.locator("aside, .tinted", has_text="Ai phải gửi, khi nào").first
    expect(told).to_contain_text("11 đơn vị theo tổ chức ngày chốt số liệu 30/6/2018")
    expect(told).to_contain_text("03/8/2018")
    assert not Round.objects.filter(period=PERIOD).exists()
    page.get_by_role("button", name="Mở đợt báo cáo").click()
    expect(page.locator(".messages")).to_contain_text("Đã mở đợt báo cáo")
    expect(page.locator("main")).to_contain_text("Ban Tổ chức Tỉnh ủy Bình Phước")


def write_report(page: Page, *, place: str, restructured: bool) -> None:
    """Begin, figures, three sections, put up for approval: as a form, with or without a script."""
    page.get_by_role("button", name="Bắt đầu soạn").click()
    for key, value in FIGURES.items():
        page.locator(f"[name='o:{key}']").fill(str(value))
    page.locator(f"[name='o:{CONDITION}']").select_option("1" if restructured else "0")
    page.get_by_role("button", name="Lưu số liệu").click()
    for number, text in reporting.TEXTS.items():
        section = page.locator(f"#muc-{number}")
        section.locator("textarea[data-new]").fill(f"{PLACES[place]}: {text}")
        section.get_by_role("button", name="Thêm đoạn").click()
        expect(page.locator(f"#muc-{number} article textarea")).to_have_value(f"{PLACES[place]}: {text}")
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.locator(".messages")).to_contain_text("Đã trình duyệt.")


def sign(page: Page, number: str, signer: str) -> None:
    page.fill("[name=document_number]", number)
    page.fill("[name=signer]", signer)
    page.get_by_role("button", name="Duyệt và gửi").click()
    expect(page.locator(".messages")).to_contain_text("Đã gửi báo cáo.")


def go_to_point(page: Page, *, phone: bool = False) -> None:
    """From the invitation in the list of conferences to the page of the own point."""
    in_nav(page, "Giao ban", phone=phone)
    page.get_by_role("link", name=re.compile("Hội nghị sơ kết")).click()
    page.get_by_role("link", name="Điểm cầu của đơn vị").click()


def owed_here(page: Page, *, phone: bool) -> None:
    """From Việc của tôi to the report that is owed first."""
    in_nav(page, "Việc của tôi", phone=phone)
    page.get_by_role("link", name="Tiếp tục", exact=True).click()


def the_round_is_opened(stage: Stage, cluster: Cluster) -> None:
    lead = stage.page(cluster.lead)
    go_to(lead, CLUSTER, PERIOD)
    expect(lead.get_by_role("heading", level=1)).to_have_text("Hồ sơ kỳ: 6 tháng đầu năm 2018")
    stage.look(lead, "c01-ho-so-ky-trong")
    open_round(lead)
    stage.look(lead, "c02-cac-don-vi")
    opened = Round.objects.get(period=PERIOD)
    owing = Obligation.objects.filter(round=opened, receiver=cluster.cast.unit(CLUSTER))
    dues = {vi(one.due.date()) for one in owing}
    assert (opened.unit.code, owing.count(), dues) == (CLUSTER, 11, {"03/8/2018"})


def the_members_write(stage: Stage, cluster: Cluster) -> None:
    """Two by themselves, one of them on a telephone without scripts; the others are filled in."""
    for place in BY_BROWSER:
        phone = place == "binh-phuoc"
        writer = stage.page(cluster.writers[place], plain_phone=phone)
        owed_here(writer, phone=phone)
        write_report(writer, place=place, restructured=place in RESTRUCTURED)
        if phone:
            stage.look(writer, "c03-bao-cao-dien-thoai")
    for place in PLACES.keys() - set(BY_BROWSER):
        reporting.fill_and_send(
            cluster.owed(place),
            figures={**FIGURES, CONDITION: int(place in RESTRUCTURED)},
            texts={number: f"{PLACES[place]}: {text}" for number, text in reporting.TEXTS.items()},
        )


def the_members_sign(stage: Stage, cluster: Cluster) -> None:
    for number, place in enumerate(BY_BROWSER, start=41):
        phone = place == "binh-phuoc"
        head = stage.page(cluster.heads[place], plain_phone=phone)
        in_nav(head, "Việc của tôi", phone=phone)
        head.get_by_role("link", name="Xem và duyệt").click()
        if phone:
            stage.look(head, "c04-duyet-dien-thoai")
        sign(head, f"{number}-BC/BTCTU", f"Trưởng ban {PLACES[place]}")
    states = Obligation.objects.filter(receiver=cluster.cast.unit(CLUSTER)).values_list("state", flat=True)
    assert list(states) == ["sent"] * 11


def the_desk_accepts(stage: Stage, cluster: Cluster) -> None:
    """One on its own screen by keyboard, the ten without a warning together."""
    lead = stage.page(cluster.lead)
    go_to(lead, CLUSTER, PERIOD)
    expect(step(lead, 2).locator(".figure b")).to_have_text("11/11")
    stage.look(lead, "c05-ho-so-ky-thu-nhan")
    next_step(lead, "Mở bàn thẩm tra")
    stage.look(lead, "c06-ban-tham-tra")
    lead.locator(".queue").get_by_role("link", name=re.compile("Bình Phước")).click()
    expect(lead.locator("main h2").first).to_contain_text("Bình Phước")
    assert cluster.owed("binh-phuoc").state == "received"
    stage.look(lead, "c07-mot-bao-cao-den")
    lead.keyboard.press("t")
    expect(lead.locator(".messages")).to_contain_text("Đã thẩm tra xong báo cáo của")
    assert cluster.owed("binh-phuoc").state == "accepted"
    lead.get_by_role("link", name="Bàn thẩm tra").first.click()
    lead.get_by_role("link", name="xem trước và thẩm tra xong cả loạt").click()
    stage.look(lead, "c08-ca-loat")
    lead.get_by_role("button", name="Thẩm tra xong các báo cáo đã chọn").click()
    expect(lead.locator(".messages")).to_contain_text("Đã thẩm tra xong 10 báo cáo.")
    states = Obligation.objects.filter(receiver=cluster.cast.unit(CLUSTER)).values_list("state", flat=True)
    assert list(states) == ["accepted"] * 11


def the_cluster_consolidates(stage: Stage, cluster: Cluster) -> None:
    """Four of eleven with their names, one passage out of eleven; whoever wrote it does not sign it."""
    writer = stage.page(cluster.writers["long-an"])
    go_to(writer, CLUSTER, PERIOD)
    next_step(writer, "Mở bản tổng hợp")
    row = writer.locator("table.consolidated tr", has_text="Đơn vị đã hoàn thành sắp xếp")
    expect(row).to_contain_text("4/11")
    expect(row.locator(".named")).to_have_text("Bình Phước, Lâm Đồng, Long An, Ninh Thuận")
    stage.look(writer, "c09-tong-hop")
    writer.get_by_role("link", name="Tổng hợp lời văn").click()
    stage.look(writer, "c10-tong-hop-loi-van")
    for number, text in MERGED.items():
        writer.locator("ul.posts").get_by_role("link", name=re.compile(rf"^{number}\. ")).click()
        writer.locator("details.take summary", has_text="gộp 11 nguồn").click()
        writer.locator("details.take textarea").first.fill(text)
        writer.get_by_role("button", name="Đưa vào bản tổng hợp").first.click()
        expect(writer.locator(".draft-side .here")).to_contain_text(text)
        expect(writer.locator(".draft-side .here sup")).to_have_text("11 nguồn")
    writer.get_by_role("link", name="Về báo cáo, trình duyệt").click()
    writer.get_by_role("button", name="Trình duyệt").click()
    expect(writer.locator(".messages")).to_contain_text("Đã trình duyệt.")

    lead = stage.page(cluster.lead)
    go_to(lead, CLUSTER, PERIOD)
    next_step(lead, "Duyệt và gửi")
    sign(lead, "12-BC/CTĐ4", "Cụm trưởng")
    own = Obligation.objects.get(round__period=PERIOD, unit=cluster.cast.unit(CLUSTER))
    assert (own.state, own.receiver_id, own.current.document_number) == ("accepted", None, "12-BC/CTĐ4")
    words = Passage.objects.filter(submission=own.current).values_list("section__number", "sources__how")
    assert sorted(words) == sorted((number, "merged") for number in MERGED for _member in PLACES)


def the_members_are_invited(stage: Stage, cluster: Cluster) -> Conference:
    lead = stage.page(cluster.lead)
    in_nav(lead, "Hồ sơ kỳ")
    expect(step(lead, 4)).to_contain_text("Số 12-BC/CTĐ4, ngày 07/8/2018")
    next_step(lead, "Chuẩn bị hội nghị")
    title = "Hội nghị sơ kết 6 tháng đầu năm 2018 của Cụm thi đua số 4"
    expect(lead.locator("[name=title]")).to_have_value(title)
    lead.fill("[name=day]", "10/8/2018")
    lead.fill("[name=hour]", "8h00")
    lead.fill("[name=place]", "Tỉnh Long An")
    stage.look(lead, "c11-lap-hoi-nghi")
    lead.get_by_role("button", name="Lập hội nghị").click()
    lead.get_by_role("link", name="Phát hành giấy mời").click()
    lead.fill("[name=number]", "05-GM/CTĐ4")
    stage.look(lead, "c12-giay-moi")
    lead.get_by_role("button", name="Phát hành giấy mời").click()
    expect(lead.locator(".messages")).to_be_visible()
    stage.look(lead, "c13-giay-moi-da-gui")
    held = Conference.objects.get(period=PERIOD)
    points = held.points.filter(host=False).count()
    assert (held.state, held.unit.code, held.day, points) == ("invited", CLUSTER, date(2018, 8, 10), 11)
    return held


def the_members_answer(stage: Stage, cluster: Cluster, held: Conference) -> None:
    """Two on the page of their own point; others told the secretary, who enters it for them."""
    phone = stage.page(cluster.heads["binh-phuoc"], plain_phone=True)
    go_to_point(phone, phone=True)
    phone.get_by_role("button", name="Nhận lời dự họp").click()
    expect(phone.locator("#tra-loi")).to_contain_text("nhận lời")
    phone.locator("#dai-bieu [name=convened]").fill("4")
    phone.get_by_role("button", name="Ghi số lượng").click()
    stage.look(phone, "c14-diem-cau-dien-thoai")
    desk = stage.page(cluster.heads["dong-nai"])
    go_to_point(desk)
    desk.get_by_role("button", name="Nhận lời dự họp").click()
    desk.locator("#phat-bieu [name=topic]").fill(SPEAKERS["dong-nai"])
    desk.locator("#phat-bieu [name=minutes]").fill("10")
    desk.locator("#phat-bieu").get_by_role("button", name="Đăng ký phát biểu").click()
    expect(desk.locator("#phat-bieu")).to_contain_text(SPEAKERS["dong-nai"])
    stage.look(desk, "c15-diem-cau")
    point = meetings.point_of(held, cluster.unit("binh-phuoc"))
    assert (point.invitation.state, point.convened) == ("accepted", 4)
    assert list(held.speeches.values_list("topic", "state")) == [(SPEAKERS["dong-nai"], "registered")]
    for place in ("ninh-thuan", "lam-dong", "ho-chi-minh"):
        meetings.make_speech(held, cluster.unit(place), SPEAKERS[place], minutes=8)


def the_review_is_held(stage: Stage, cluster: Cluster, held: Conference) -> None:
    """Five in the queue, each gets the floor; the conclusion is typed while it is fresh."""
    lead = stage.page(cluster.lead)
    go_to(lead, CLUSTER, PERIOD)
    next_step(lead, "Mở hội nghị")
    lead.get_by_role("link", name="Bàn điều hành").click()
    lead.locator("#goi-vao summary").click()
    lead.locator("#goi-vao [name=point]").select_option(label="Long An")
    lead.locator("#goi-vao [name=topic]").fill(SPEAKERS["long-an"])
    lead.locator("#goi-vao").get_by_role("button", name="Đưa vào hàng chờ").click()
    for place in ("dong-nai", "ninh-thuan", "lam-dong", "ho-chi-minh"):
        chosen = lead.get_by_role("button", name=f"Chọn {PLACES[place]}", exact=True)
        chosen.click()
        expect(chosen).to_have_count(0)
    stage.look(lead, "c16-ban-dieu-hanh-truoc")
    lead.get_by_role("button", name="Khai mạc").click()
    for title in ("khai mạc", "Báo cáo sơ kết", "Tham luận"):
        lead.get_by_role("button", name=re.compile("^Mục tiếp theo")).click()
        expect(lead.locator("ol.agenda li.now")).to_contain_text(title)
    for turn in range(len(SPEAKERS)):
        lead.get_by_role("button", name=re.compile("^Mời điểm cầu tiếp theo")).click()
        expect(lead.locator(".floor .clock")).to_be_visible()
        if turn == 1:
            stage.look(lead, "c17-ban-dieu-hanh")
        lead.get_by_role("button", name="Kết thúc", exact=True).click()
        expect(lead.locator(".floor .clock")).to_have_count(0)
    states = Speech.objects.filter(conference=held).values_list("state", flat=True)
    assert list(states) == ["done"] * 5
    lead.locator("#be-mac summary").click()
    lead.get_by_role("button", name="Bế mạc", exact=True).click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("Dự thảo kết luận")
    for text in CONCLUSION:
        lead.locator("#them [name=text]").fill(text)
        lead.get_by_role("button", name="Thêm đoạn").click()
        expect(lead.locator("article.paragraph", has_text=text)).to_be_visible()
    stage.look(lead, "c18-du-thao-ket-luan")


def the_conclusion_is_issued(stage: Stage, cluster: Cluster, held: Conference) -> None:
    lead = stage.page(cluster.lead)
    go_to(lead, CLUSTER, PERIOD)
    expect(step(lead, 5)).to_contain_text("đã kết thúc")
    next_step(lead, "Soạn kết luận")
    lead.get_by_role("link", name="Ban hành kết luận").click()
    lead.fill("[name=symbol]", "05-KL/CTĐ4")
    stage.look(lead, "c19-ban-hanh")
    lead.get_by_role("button", name="Ban hành và ghi sổ").click()
    expect(lead.locator(".messages")).to_contain_text("Đã ban hành 05-KL/CTĐ4")
    stage.look(lead, "c20-ket-luan")
    in_nav(lead, "Hồ sơ kỳ")
    expect(step(lead, 6)).to_contain_text("05-KL/CTĐ4")
    stage.look(lead, "c21-ho-so-ky")
    reader = stage.page(cluster.heads["binh-phuoc"], plain_phone=True)
    in_nav(reader, "Kết luận", phone=True)
    reader.get_by_role("link", name="05-KL/CTĐ4").click()
    expect(reader.locator("main")).to_contain_text(CONCLUSION[1])
    document = Document.objects.get(symbol="05-KL/CTĐ4")
    assert (document.type, document.issued_on, document.recipients.count()) == ("KL", date(2018, 8, 13), 11)
    held.refresh_from_db()
    assert (held.state, held.conclusion.document_id) == ("concluded", document.pk)
    words = [(str(number), text) for number, text in enumerate(CONCLUSION, start=1)]
    assert list(held.conclusion.paragraphs.values_list("number", "text")) == words


def test_eleven_members_report_and_the_cluster_holds_its_review(stage: Stage) -> None:
    with stage.on(2018, 7, 2):
        cluster = Cluster()
        the_round_is_opened(stage, cluster)
    with stage.on(2018, 7, 30):
        the_members_write(stage, cluster)
    with stage.on(2018, 7, 31):
        the_members_sign(stage, cluster)
    with stage.on(2018, 8, 6):
        the_desk_accepts(stage, cluster)
    with stage.on(2018, 8, 7):
        the_cluster_consolidates(stage, cluster)
        held = the_members_are_invited(stage, cluster)
    with stage.on(2018, 8, 8):
        the_members_answer(stage, cluster, held)
    with stage.on(2018, 8, 10, 8):
        the_review_is_held(stage, cluster, held)
    with stage.on(2018, 8, 13):
        the_conclusion_is_issued(stage, cluster, held)
