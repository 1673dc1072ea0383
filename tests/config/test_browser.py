"""The browser of the journeys: Debian's Chromium on a live server, in Vietnamese, on Viet Nam's clock."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


@pytest.mark.django_db(transaction=True)
def test_the_sign_in_page_opens_whole(page: Page, live_server: LiveServer) -> None:
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: trouble.append(request.url))
    answer = page.goto(f"{live_server.url}/tai-khoan/vao/")
    assert (answer.status, page.get_attribute("html", "lang"), trouble) == (200, "vi", [])
    assert page.evaluate("new Date(2019, 8, 16).toISOString()") == "2019-09-15T17:00:00.000Z"
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Inter'))") is True
