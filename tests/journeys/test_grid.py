"""The grid in the browser: saving while one types, a block from Excel, two writers of a cell, no network."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from giaoban.accounts.rules import Role
from giaoban.core.dates import ZONE
from giaoban.reporting import services
from giaoban.reporting.models import Draft, Obligation
from tests.cast import build_cast, sign_in
from tests.factories.accounts import make_grant, make_user
from tests.factories.reporting import PERIOD, SYSTEM, make_round, owed

NEW, PLAN = "MEM.NEW:in_period", "CAD.PLAN:in_period"
PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
    document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture
def writing(transactional_db: None, live_server: LiveServer, page: Page) -> Iterator[Obligation]:
    """A commune officer in front of a report that was just begun."""
    with time_machine.travel(datetime(2019, 9, 16, 9, 30, tzinfo=ZONE), tick=True):
        cast = build_cast()
        row = owed(make_round(cast), "du-an-chau")
        who = make_user("anchau.tonghop", "Đinh Văn Tư", home=cast.unit("du-an-chau"))
        make_grant(who, Role.COMPILER, cast.unit("du-an-chau"))
        services.begin_report(actor=who, obligation_id=row.pk)
        key = settings.SESSION_COOKIE_NAME
        value = sign_in(who).cookies[key].value
        page.context.add_cookies([{"name": key, "value": value, "url": live_server.url}])
        page.goto(f"{live_server.url}/du-an-chau/{PERIOD}/bao-cao/{row.pk}/")
        yield row


def cell(page: Page, key: str):
    return page.locator(f"[name='o:{key}']")


def status(page: Page):
    return page.locator("[data-save-status]")


def kept(row: Obligation) -> dict[str, int | None]:
    return Draft.objects.get(obligation=row).figures


def test_what_is_typed_is_kept_and_keys_move(writing: Obligation, page: Page) -> None:
    cell(page, NEW).fill("1204")
    cell(page, NEW).press("Enter")
    expect(cell(page, "MEM.OFFICIAL:in_period")).to_be_focused()
    expect(status(page)).to_contain_text("Đã tự lưu lúc")
    expect(cell(page, NEW)).to_have_value("1.204")
    assert kept(writing)[NEW] == 1204
    cell(page, "MEM.OFFICIAL:in_period").press("ArrowRight")
    expect(cell(page, "MEM.OFFICIAL:cumulative")).to_be_focused()
    expect(page.locator("[data-facts].picked dl")).to_contain_text("Công nhận đảng viên chính thức")
    page.reload()
    expect(cell(page, NEW)).to_have_value("1.204")


def test_a_block_from_excel_is_taken_and_what_cannot_be_read_is_named(
    writing: Obligation, page: Page
) -> None:
    cell(page, PLAN).focus()
    page.evaluate(PASTE, "7\t21\r\n2\tba\r\n1.500\t2.000\r\n9\t9\r\n")
    report = page.locator("[data-paste-report]")
    expect(report).to_contain_text("CAD.APPT:cumulative: “ba”")
    expect(report).to_contain_text("Không có ô nhận: 9; 9.")
    expect(status(page)).to_contain_text("Có ô không đọc được")
    expect(cell(page, "CAD.APPT:cumulative")).to_have_value("ba")
    found = kept(writing)
    assert (found[PLAN], found["CAD.TRAIN:in_period"], found["CAD.TRAIN:cumulative"]) == (7, 1500, 2000)
    assert "CAD.APPT:cumulative" not in found


def test_two_who_write_one_cell_choose(writing: Obligation, page: Page) -> None:
    services.save_cells(actor=SYSTEM, obligation_id=writing.pk, version=99, figures={NEW: 5})
    cell(page, NEW).fill("6")
    expect(page.locator("[data-choose]")).to_contain_text("Đang lưu: 5. Đồng chí nhập: 6.")
    assert kept(writing)[NEW] == 5
    page.get_by_role("button", name="Giữ 6").click()
    expect(status(page)).to_contain_text("Đã tự lưu lúc")
    assert kept(writing)[NEW] == 6


def test_without_a_network_nothing_typed_is_lost(writing: Obligation, page: Page) -> None:
    page.context.set_offline(True)
    cell(page, NEW).fill("44")
    cell(page, NEW).press("Tab")
    expect(status(page)).to_contain_text("Chưa lưu được, sẽ tự thử lại")
    assert NEW not in kept(writing)
    page.context.set_offline(False)
    expect(status(page)).to_contain_text("Đã tự lưu lúc", timeout=15000)
    assert kept(writing)[NEW] == 44


def test_a_page_closed_too_early_brings_back_what_was_typed(writing: Obligation, page: Page) -> None:
    page.route("**/tu-luu/", lambda route: route.abort())
    page.on("dialog", lambda dialog: dialog.accept())
    cell(page, NEW).fill("45")
    cell(page, NEW).press("Tab")
    expect(status(page)).to_contain_text("Chưa lưu được")
    page.unroute("**/tu-luu/")
    page.reload()
    expect(cell(page, NEW)).to_have_value("45")
    expect(status(page)).to_contain_text("Đã tự lưu lúc")
    assert kept(writing)[NEW] == 45


def test_passages_save_while_they_are_typed_and_putting_up_waits_for_them(
    writing: Obligation, page: Page
) -> None:
    section = writing.round.form_version.sections.get(number="I").pk
    passage = services.add_passage(actor=SYSTEM, obligation_id=writing.pk, section_id=section, text="Một")
    page.reload()
    page.locator(f"#loi-{passage.pk}").fill("Một, sửa ngay trước khi trình")
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa có số liệu")  # refused, and nothing was lost
    passage.refresh_from_db()
    assert passage.text == "Một, sửa ngay trước khi trình"
