"""From a pasted text to a registered document, a programme and a conference, in the browser of the head."""

import re

from playwright.sync_api import Page, expect

from giaoban.conferences.models import Conference
from giaoban.directives.models import Document
from giaoban.tasks.models import Programme
from giaoban.web.models import ReadText
from tests.cast import build_cast
from tests.factories.reading import TEXT, TITLE, make_cited
from tests.journeys.common import Stage, in_nav, pick

SELECT = """([words]) => {
    const walker = document.createTreeWalker(document.querySelector("[data-text]"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        document.getSelection().removeAllRanges();
        document.getSelection().addRange(range);
        return;
    }
}"""


def test_a_pasted_text_becomes_a_document_a_programme_and_a_conference(stage: Stage):
    with stage.on(2019, 9, 16):
        cast = build_cast()
        make_cited(cast.unit("btctw"))
        page = stage.page(cast.head)
        paste(stage, page)
        correct(stage, page)
        turn_into_work(stage, page)


def paste(stage: Stage, page: Page) -> None:
    in_nav(page, "Đọc văn bản")
    stage.look(page, "reading-1-empty")
    page.get_by_role("link", name="Đọc một văn bản").first.click()
    page.fill("[name=title]", TITLE)
    page.get_by_role("button", name="Đọc", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Dán văn bản cần đọc")
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    stage.look(page, "reading-2-error")
    page.fill("[name=text]", TEXT)
    page.fill("[name=told_on]", "10/9/2019")
    page.get_by_role("button", name="Đọc", exact=True).click()
    expect(page.locator(".rd-text mark.citation").first).to_be_visible()
    stage.look(page, "reading-3-text")


def correct(stage: Stage, page: Page) -> None:
    page.locator(".rd-figures th a", has_text="661").click()
    expect(page).to_have_url(re.compile(r"#f\d+-\d+$"))
    page.evaluate(SELECT, ["còn chậm"])
    expect(page.locator("[data-select]")).to_be_visible()
    page.get_by_role("link", name="là số liệu").click()
    expect(page.locator("[name=words]")).to_have_value("còn chậm")
    page.fill("[name=value]", "1")
    page.fill("[name=unit]", "việc chậm")
    stage.look(page, "reading-4-mark")
    page.get_by_role("button", name="Thêm dấu").click()
    expect(page.locator(".rd-changes")).to_contain_text("thêm dấu số liệu")
    stage.look(page, "reading-5-corrected")
    page.locator(".rd-changes").get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_text("Chưa sửa dấu nào")).to_be_visible()

    item = page.locator(".rd-items > li", has_text="Hướng dẫn số 12-HD/BTCTW")
    expect(item).to_contain_text("đã được thay thế")
    item.get_by_role("link", name="Sửa").click()
    pick(page, "link", "21-HD", page_label())
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator(".rd-changes")).to_contain_text("sửa dấu trích dẫn")
    page.locator(".rd-changes").get_by_role("button", name="Hoàn tác").click()


def turn_into_work(stage: Stage, page: Page) -> None:
    page.get_by_role("link", name="Lập việc từ văn bản").click()
    for part in ("document", "programme", "conference"):
        page.check(f"[name={part}_on]")
    page.check("[name=programme_0_units]")
    stage.look(page, "reading-6-work")
    expect(page.locator("[name=document_issuer]")).to_have_value("Tỉnh ủy Thái Bình")
    page.fill("[name=document_issuer]", "")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa ghi cơ quan ban hành")
    stage.look(page, "reading-7-refused")
    page.fill("[name=document_issuer]", "Tỉnh ủy Thái Bình")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("Sẽ ghi, chưa ghi gì")).to_be_visible()
    assert not Programme.objects.exists()
    stage.look(page, "reading-8-preview")
    page.get_by_role("button", name="Ghi tất cả").click()
    expect(page.get_by_text("Đã lập việc từ văn bản")).to_be_visible()
    stage.look(page, "reading-9-made")
    text = ReadText.objects.get()
    assert Document.objects.get(pk=text.made_document).symbol == "15-KL/TU"
    assert Programme.objects.get(pk=text.made_programme).tasks.count() == 2
    assert Conference.objects.get(pk=text.made_conference).points.count() == 2
    for name in ("chương trình nhiệm vụ", "hội nghị", "văn bản trong sổ"):
        page.locator(".note.done").get_by_role("link", name=name).click()
        stage.look(page, f"reading-made-{len(name)}")
        page.go_back()


def page_label() -> str:
    document = Document.objects.get(symbol="21-HD/BTCTW")
    return document.label
