"""A conference in two halls at once: the console calls a point, the point's screen hears of it by itself.

The secretary's browser runs no script at all; the screen of the point only polls.
"""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from giaoban.core.dates import now
from tests.cast import build_cast, sign_in
from tests.factories.accounts import make_grant, make_user
from tests.factories.conferences import ITEMS, invited, make_conference, make_speech, move, opened, point_of


@pytest.fixture
def hall(transactional_db: None) -> SimpleNamespace:
    """Today, so that the browser's sign-in holds: Thái Bình briefs its district of Đông Hưng."""
    cast = build_cast()
    secretary = make_user("tb.thuky", "Mai Thị Oanh", home=cast.unit("btc-thai-binh"))
    make_grant(secretary, "conference_secretary", cast.unit("tu-thai-binh"))
    officer = make_user("dh.tonghop", "Lý Văn Quang", home=cast.unit("hu-dong-hung"))
    make_grant(officer, "compiler", cast.unit("hu-dong-hung"))
    conference = make_conference(
        cast.unit("tu-thai-binh"), cast.unit("btc-thai-binh"), starts_at=now(), items=ITEMS
    )
    invited(conference)
    move(make_speech(conference, cast.unit("hu-dong-hung")), "queue")
    opened(conference)
    point = point_of(conference, cast.unit("hu-dong-hung"))
    return SimpleNamespace(secretary=secretary, officer=officer, conference=conference, point=point)


def signed_in(browser: Browser, server: LiveServer, user: object, *, scripts: bool) -> BrowserContext:
    context = browser.new_context(
        java_script_enabled=scripts, locale="vi-VN", viewport={"width": 1440, "height": 1000}
    )
    cookies = sign_in(user).cookies
    context.add_cookies([{"name": name, "value": c.value, "url": server.url} for name, c in cookies.items()])
    return context


def test_the_screen_of_a_point_hears_its_turn(
    live_server: LiveServer, browser: Browser, hall: SimpleNamespace
) -> None:
    at = f"{live_server.url}/btc-thai-binh/2019-t09-9t/giao-ban/{hall.conference.pk}/"
    there = f"{live_server.url}/hu-dong-hung/2019-t09-9t/giao-ban/{hall.conference.pk}/"
    host = signed_in(browser, live_server, hall.secretary, scripts=False)
    point = signed_in(browser, live_server, hall.officer, scripts=True)

    screen = point.new_page()
    screen.goto(f"{there}diem-cau/{hall.point.pk}/man-hinh/")
    expect(screen.locator("main")).to_contain_text("Đơn vị phát biểu tiếp theo")

    console = host.new_page()
    console.goto(f"{at}dieu-hanh/")
    console.get_by_role("button", name="Mời điểm cầu tiếp theo: Huyện ủy Đông Hưng").click()
    expect(console.locator(".floor .clock")).to_have_text("08:00")

    expect(screen.locator("main")).to_contain_text("Đến lượt đơn vị phát biểu", timeout=15_000)
    before = screen.locator(".clock").inner_text()
    expect(screen.locator(".clock")).not_to_have_text(before, timeout=5_000)

    console.get_by_role("button", name="+ 1 phút").click()
    console.get_by_role("button", name="Kết thúc").click()
    expect(console.locator(".floor")).to_contain_text("Chưa có điểm cầu nào đang phát biểu.")
    expect(screen.locator("main")).to_contain_text("Hội nghị đang họp", timeout=15_000)
    expect(screen.locator("body.turn")).to_have_count(0)
    host.close()
    point.close()
