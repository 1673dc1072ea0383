"""D−15, the morning: văn thư enters the Centre's letter, the head writes a bút phê on the telephone, a phòng
does the task, the reply that is issued settles the letter."""

from playwright.sync_api import Page, expect

from giaoban.correspondence import services
from giaoban.correspondence.models import Arrival, Dossier
from giaoban.correspondence.rules import IssueFacts, Organ
from giaoban.documents.blocks import Letterhead
from giaoban.organisations.models import Department
from tests.cast import BASELINE, TODAY, Cast, build_cast
from tests.factories.correspondence import make_paper
from tests.journeys.common import Stage, in_nav

ROOM = "Phòng Tổ chức cơ sở đảng, đảng viên"
SUMMARY = "Về việc đề nghị báo cáo kết quả công tác tổ chức xây dựng Đảng 9 tháng năm 2019"


def test_a_letter_is_entered_given_answered_and_settled(stage: Stage) -> None:
    with stage.on(2019, 9, 16):
        cast = build_cast()
        Department.objects.create(unit=cast.unit("btc-thai-binh"), name=ROOM, starts=BASELINE)
        enter(stage, stage.page(cast.clerk))
        remark(stage, cast, stage.page(cast.head, plain_phone=True))
        work(stage, stage.page(cast.officer))
        answer(cast)
        settled(stage, stage.page(cast.clerk))


def enter(stage: Stage, page: Page) -> None:
    in_nav(page, "Văn bản đến")
    stage.look(page, "incoming-1-empty")
    page.get_by_role("link", name="Vào sổ văn bản đầu tiên").click()
    page.locator("[name=symbol]").press_sequentially("112 cv btctw")
    expect(page.locator("#nhan-dang")).to_contain_text("112-CV/BTCTW")
    expect(page.locator("[name=issuer]")).to_have_value("Ban Tổ chức Trung ương")
    page.fill("[name=issued_on]", "12/9/2019")
    page.fill("[name=summary]", SUMMARY)
    page.fill("[name=due]", "25/9/2019")
    stage.look(page, "incoming-2-entered")
    page.get_by_role("button", name="Vào sổ", exact=True).click()
    expect(page.locator("h1")).to_have_text("Số đến 1: Công văn số 112-CV/BTCTW")


def remark(stage: Stage, cast: Cast, page: Page) -> None:
    """On a telephone without scripts."""
    in_nav(page, "Việc của tôi", phone=True)
    page.get_by_role("link", name="Công văn số 112-CV/BTCTW").click()
    page.fill("[name=text]", "Phòng chủ trì tham mưu trả lời, trình tôi trước ngày 20/9.")
    page.select_option("[name=department]", label=ROOM)
    page.select_option("[name=officer]", label=cast.officer.display_name)
    page.fill("[name=due]", "20/9/2019")
    stage.look(page, "incoming-3-remark")
    page.get_by_role("button", name="Ghi bút phê").click()
    expect(page.locator("main")).to_contain_text(f"Giao {ROOM}")
    stage.look(page, "incoming-4-given")


def work(stage: Stage, page: Page) -> None:
    in_nav(page, "Nhiệm vụ")
    page.locator("main").get_by_role("link", name="Phòng chủ trì tham mưu trả lời").first.click()
    stage.look(page, "incoming-5-task")
    page.get_by_role("link", name="Công văn số 112-CV/BTCTW").click()
    page.get_by_role("button", name="Soạn trả lời").click()
    expect(page.locator("h1")).to_contain_text("Trả lời Công văn số 112-CV/BTCTW ngày 12/9/2019")
    stage.look(page, "incoming-6-reply")


def answer(cast: Cast) -> None:
    """The road of the reply, as its own pages walk it."""
    dossier = Dossier.objects.get(answers__isnull=False)
    paper = make_paper(
        dossier.about,
        letterhead=Letterhead("Tỉnh ủy Thái Bình", "Ban Tổ chức"),
        type_name="",
        addressee=dossier.addressee,
    )
    services.save_draft(actor=cast.officer, dossier_id=dossier.pk, paper=paper, version=dossier.version)
    services.submit(actor=cast.officer, dossier_id=dossier.pk, organ=Organ.HEAD, on=TODAY)
    services.decide(actor=cast.head, dossier_id=dossier.pk, approve=True, on=TODAY)
    issue = services.issue(actor=cast.clerk, dossier_id=dossier.pk, facts=IssueFacts(on=TODAY))
    assert issue.document.symbol == "01-CV/BTCTU"


def settled(stage: Stage, page: Page) -> None:
    in_nav(page, "Văn bản đến")
    expect(page.locator("tbody")).to_contain_text("đã giải quyết")
    page.locator("tbody th a").first.click()
    expect(page.locator("main")).to_contain_text("Trả lời bằng văn bản số 01-CV/BTCTU ngày 16/9/2019")
    stage.look(page, "incoming-7-settled")
    in_nav(page, "Văn bản đi")
    expect(page.locator("tbody")).to_contain_text("01-CV/BTCTU")
    assert Arrival.objects.get().state == "settled"
