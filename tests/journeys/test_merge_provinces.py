"""A merger of two provinces in the browser: previewed, recorded, and seen in the tree of both days.

The same in Vietnamese and in English; the pickers are used by keyboard and without accents.
"""

import re
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from giaoban.organisations.models import Change, Placement, Succession, Unit
from tests.cast import PASSWORD, Cast
from tests.journeys.common import pick

EVE, DAY = date(2019, 9, 30), date(2019, 10, 1)
TREE = "?mo=tw,tu-hung-yen,tu-thai-binh"


@dataclass(frozen=True)
class Words:
    """What the pages say in one language."""

    language: str
    organisation: str
    tree: str
    record: str
    merge: str
    preview: str
    ended: str
    begins: str
    done: str
    compare: str
    predecessors: str


VIETNAMESE = Words(
    language="vi",
    organisation="Tổ chức",
    tree="Cây",
    record="Ghi quyết định",
    merge="Hợp nhất, sáp nhập",
    preview="Xem trước",
    ended="kết thúc",
    begins="bắt đầu",
    done="Đã ghi quyết định:",
    compare="So với ngày",
    predecessors="Tiền thân",
)
ENGLISH = Words(
    language="en",
    organisation="Organisation",
    tree="Tree",
    record="Record a decision",
    merge="Merge",
    preview="Preview",
    ended="ended",
    begins="begins",
    done="Decision recorded:",
    compare="Compare with",
    predecessors="Predecessors",
)


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains about: scripts that fail, and styles or scripts that the policy blocks."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    return found


def sign_in(page: Page, address: str, username: str) -> None:
    page.goto(address)
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    expect(page.locator("header.top .name")).to_be_visible()


@pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
@pytest.mark.django_db(transaction=True)
def test_two_provinces_merge_and_both_days_are_seen(
    words: Words, live_server: LiveServer, cast: Cast, page: Page, complaints: list[str]
) -> None:
    page.set_viewport_size({"width": 1440, "height": 1000})
    sign_in(page, live_server.url, cast.centre_administrator.username)
    if words.language == "en":
        page.get_by_role("button", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", words.language)

    # from the navigation to the tree: both provinces stand there
    page.get_by_role("link", name=words.organisation, exact=True).first.click()
    page.get_by_role("link", name=words.tree, exact=True).click()
    trees = page.locator(".units-tree")
    opener = page.locator("#n1-tw")
    if opener.get_attribute("aria-expanded") == "false":
        opener.click()
    expect(trees).to_contain_text("Tỉnh ủy Hưng Yên")
    expect(trees).to_contain_text("Tỉnh ủy Thái Bình")

    # the page of one of them, a decision, a merger
    trees.get_by_role("link", name="Tỉnh ủy Hưng Yên", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tỉnh ủy Hưng Yên")
    page.get_by_role("link", name=words.record, exact=True).click()
    page.locator(".kinds a", has_text=words.merge).first.click()
    expect(page.locator("[name=unit_0_text]")).to_have_value("Tỉnh ủy Hưng Yên")
    page.fill("[name=effective_on]", "1/10/2019")
    pick(page, "unit_1", "thai binh", "Tỉnh ủy Thái Bình")
    page.fill("[name=name]", "Tỉnh ủy Hưng Yên")
    page.fill("[name=code]", "tu-hung-yen")
    page.fill("[name=number]", "202/2019 (minh họa)")
    page.locator(".form-actions").get_by_role("button", name=words.preview, exact=True).click()

    # the preview shows both trees and has written nothing
    before, after = page.locator(".picture").nth(0), page.locator(".picture").nth(1)
    expect(before.locator("li.ends")).to_have_count(2)
    expect(before.locator("li.ends").first).to_contain_text(words.ended)
    expect(after.locator("li.begins")).to_contain_text(words.begins)
    expect(after).to_contain_text("Huyện ủy Đông Hưng")
    assert Change.objects.filter(kind="merge", effective_on=DAY).count() == 0
    page.get_by_role("button", name=words.record, exact=True).click()

    # recorded: the page of the new unit on its first day, with whom it continues
    expect(page.locator(".messages")).to_contain_text(words.done)
    kin = page.locator("section.sheet", has=page.get_by_role("heading", name=words.predecessors, exact=True))
    expect(kin.locator("a")).to_have_text(["Tỉnh ủy Thái Bình", "Tỉnh ủy Hưng Yên"])
    new = Unit.objects.on(DAY).get(code="tu-hung-yen")
    assert set(Succession.objects.filter(successor=new).values_list("predecessor_id", flat=True)) == {
        cast.unit("tu-hung-yen").pk,
        cast.unit("tu-thai-binh").pk,
    }
    assert (
        Placement.objects.on(DAY).get(unit__code="hu-dong-hung", hierarchy__code="party").parent_id == new.pk
    )

    # both days side by side: opened by the form of the page, without leaving it
    page.goto(re.sub(r"tu-hung-yen/\?.*$", f"cay/{TREE}", page.url))
    page.get_by_label(words.compare, exact=True).fill("01/10/2019")
    page.get_by_label(words.compare, exact=True).press("Enter")
    expect(page.locator(".units-tree")).to_have_count(2)
    left, right = page.locator(".units-tree").nth(0), page.locator(".units-tree").nth(1)
    expect(left.locator(".row.ends")).to_have_text(
        [re.compile("^Tỉnh ủy Hưng Yên"), re.compile("^Tỉnh ủy Thái Bình")]
    )
    expect(left.locator(".row.ends").nth(1)).to_contain_text("→ Tỉnh ủy Hưng Yên")
    expect(right.locator(".row.begins")).to_have_count(1)
    expect(right.locator(".row.begins")).to_contain_text("Tỉnh ủy Hưng Yên, Tỉnh ủy Thái Bình")
    expect(right).to_contain_text("Ban Tổ chức Tỉnh ủy Thái Bình")
    expect(right.get_by_role("link", name="Tỉnh ủy Thái Bình", exact=True)).to_have_count(0)
    assert complaints == []
