"""Templates of a unit: the list, the sample, its own handed in, checked, used, taken off."""

import io
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from giaoban.accounts.rules import Role
from giaoban.correspondence.models import UnitTemplate
from giaoban.correspondence.papers import catalogue
from giaoban.documents import plain
from giaoban.documents.blocks import Table
from giaoban.files.models import StoredFile
from giaoban.files.services import path_of
from tests.cast import Cast, sign_in
from tests.conferences.common import errors, post, soup, text
from tests.factories.accounts import make_grant, make_user
from tests.factories.correspondence import make_dossier

LIST = "/btc-thai-binh/2019-t09-9t/mau-van-ban/"
PLAN = f"{LIST}plan/"


@pytest.fixture
def clerk(cast: Cast):
    found = make_user("mau.vanthu", "Vũ Thị Thanh Xuân", home=cast.unit("btc-thai-binh"))
    make_grant(found, Role.CLERK, cast.unit("btc-thai-binh"))
    return found


@pytest.fixture
def officer(cast: Cast):
    found = make_user("mau.chuyenvien", "Bùi Văn Hải", home=cast.unit("btc-thai-binh"))
    make_grant(found, Role.AREA_OFFICER, cast.unit("btc-thai-binh"))
    return found


def upload(data: bytes, name: str = "mau.docx") -> dict:
    return {"file": SimpleUploadedFile(name, data)}


def changed(browser, *paragraphs: str) -> bytes:
    document = docx.Document(io.BytesIO(browser.get(f"{PLAN}mau.docx").content))
    for one in paragraphs:
        document.add_paragraph(one)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_every_template_is_listed_with_its_sample(clerk):
    browser = sign_in(clerk)
    rows = soup(browser.get(LIST)).select("tbody tr")
    assert [row.select_one("a").get_text() for row in rows] == [one.label for one in catalogue()]
    shown = browser.get(f"{PLAN}mau.pdf")
    assert (shown["Content-Type"], shown.content[:5]) == ("application/pdf", b"%PDF-")
    assert "Các trường của mẫu" in text(browser.get(PLAN))
    for unknown in ("nothing/", "nothing/mau.docx", "nothing/mau.pdf"):
        assert browser.get(f"{LIST}{unknown}").status_code == 404


def test_the_units_own_is_kept_used_and_taken_off(clerk):
    browser = sign_in(clerk)
    answer = post(browser, PLAN, upload(changed(browser, "Dùng riêng")))
    assert answer["Location"] == PLAN
    kept = UnitTemplate.objects.get()
    assert (kept.code, kept.number, kept.active) == ("plan", 1, True)
    assert "mẫu Word riêng, bản 1" in text(browser.get(PLAN))
    assert "mẫu riêng, bản 1" in text(browser.get(LIST))
    assert b"".join(browser.get(f"/tep/{kept.file_id}/").streaming_content)[:2] == b"PK"
    post(browser, PLAN, upload(changed(browser, "Dùng riêng, bản sau")))
    assert list(UnitTemplate.objects.order_by("number").values_list("number", "active")) == [
        (1, False),
        (2, True),
    ]
    assert post(browser, f"{PLAN}mau-chung/", {})["Location"] == PLAN
    assert not UnitTemplate.objects.filter(active=True).exists()
    assert post(browser, f"{PLAN}mau-chung/", {}).status_code == 404


def test_what_is_wrong_with_a_template_is_said_and_nothing_is_kept(clerk):
    browser = sign_in(clerk)
    answer = post(browser, PLAN, upload(changed(browser, "{{ colour }}")))
    assert answer.status_code == 422
    assert errors(answer) == ["Không có trường tên “colour” trong mẫu này."]
    assert errors(post(browser, PLAN, upload(b"not a word file"))) != []
    assert errors(post(browser, PLAN, {})) == ["Điền “Tệp Word”."]
    assert not UnitTemplate.objects.exists()
    assert not StoredFile.objects.exists()


def test_only_who_manages_hands_one_in(clerk, officer, cast: Cast):
    browser = sign_in(officer)
    assert browser.get(PLAN).status_code == 200
    assert not soup(browser.get(PLAN)).select("input[type=file]")
    assert post(browser, PLAN, upload(changed(browser))).status_code == 404
    assert post(browser, f"{PLAN}mau-chung/", {}).status_code == 404
    stranger = make_user("mau.hungyen", "Tô Thị Lan", home=cast.unit("tu-hung-yen"))
    make_grant(stranger, Role.CLERK, cast.unit("tu-hung-yen"))
    assert sign_in(stranger).get(PLAN).status_code == 404
    assert not UnitTemplate.objects.exists()


def test_a_unit_of_its_own_form_is_printed_by_libreoffice_or_told_which_package(clerk, monkeypatch):
    browser = sign_in(clerk)
    post(browser, PLAN, upload(changed(browser, "Dùng riêng")))
    monkeypatch.setenv("PATH", str(Path(__file__).parent))
    answer = browser.get(f"{PLAN}mau.pdf")
    assert answer.status_code == 422
    assert "libreoffice-writer-nogui" in text(answer)


# --- a draft filled in -----------------------------------------------------------------------------------

FILLED = {
    "subject": "triển khai kết luận giao ban",
    "basis": "Thực hiện kết luận",
    "aims": "Rõ người, rõ việc",
    "contents": "1. Quán triệt\n2. Rà soát",
    "tasks": "Rà soát quy chế | Văn phòng | 15/10/2019\nSửa quy chế\tPhòng Tổ chức",
    "carrying_out": "Văn phòng theo dõi",
}


@pytest.fixture
def dossier(cast: Cast):
    return make_dossier(cast.unit("btc-thai-binh"), template="plan", drafted=False)


def test_a_template_is_filled_in_and_kept_as_a_draft(clerk, dossier):
    path = f"/btc-thai-binh/2019-t09-9t/ho-so-trinh/{dossier.pk}/dien-mau/"
    browser = sign_in(clerk)
    page = soup(browser.get(path))
    assert page.select_one("textarea[name=subject]").get_text().strip() == dossier.about
    version = page.select_one("[name=version]")["value"]
    post(browser, path, {**FILLED, "subject": "triển khai kết luận\r\ngiao ban", "version": version})
    paper = plain.load(dossier.drafts.get().paper)
    assert "\n" not in paper.about
    table = next(one for one in paper.blocks if isinstance(one, Table))
    assert [list(row) for row in table.rows] == [
        [1, "Rà soát quy chế", "Văn phòng", "15/10/2019"],
        [2, "Sửa quy chế", "Phòng Tổ chức", ""],
    ]
    stale = post(browser, path, {**FILLED, "version": version})
    assert stale.status_code == 409
    assert soup(stale).select_one("[name=aims]").get_text().strip() == FILLED["aims"]


def test_a_field_says_how_it_is_typed_in_the_language_of_the_page(clerk, dossier):
    path = f"/btc-thai-binh/2019-t09-9t/ho-so-trinh/{dossier.pk}/dien-mau/"
    browser = sign_in(clerk)
    assert "Việc | Chủ trì | Thời hạn. Dán từ Excel cũng được. Ví dụ: Rà soát quy chế làm việc" in text(
        browser.get(path)
    )
    browser.cookies["giaoban_language"] = "en"
    assert "Task | Lead | Due" in text(browser.get(path))
    fields = text(browser.get(PLAN))
    assert "row.lead Lead" in fields
    assert "row.lead Chủ trì" not in fields


def test_what_is_missing_or_too_much_is_said(clerk, dossier, officer):
    path = f"/btc-thai-binh/2019-t09-9t/ho-so-trinh/{dossier.pk}/dien-mau/"
    browser = sign_in(clerk)
    wrong = post(browser, path, {**FILLED, "aims": "", "tasks": "a|b|c|d", "version": dossier.version})
    assert wrong.status_code == 422
    assert errors(wrong) == ["Điền “Mục đích, yêu cầu”.", "Dòng 1 có 4 ô, mẫu có 3 ô."]
    many = post(browser, path, {**FILLED, "tasks": "a\n" * 501, "version": dossier.version})
    assert errors(many) == ["Nhiều nhất 500 dòng."]
    assert not dossier.drafts.exists()


CELLS = {
    **{name: typed for name, typed in FILLED.items() if name != "tasks"},
    "tasks-1-wording": " Rà soát quy chế ",
    "tasks-1-lead": "Văn phòng",
    "tasks-2-wording": "",
    "tasks-12-due": "15/10/2019",
}


def cells(page) -> list[str]:
    return [one.get("value") or one.get_text().strip() for one in page.select("[name^=tasks-]")]


def test_rows_are_typed_into_cells_and_pasted_ones_follow(clerk, dossier):
    path = f"/btc-thai-binh/2019-t09-9t/ho-so-trinh/{dossier.pk}/dien-mau/"
    browser = sign_in(clerk)
    page = soup(browser.get(path))
    assert cells(page) == [""] * 9
    version = page.select_one("[name=version]")["value"]
    post(browser, path, {**CELLS, "tasks": "Sửa quy chế | Phòng Tổ chức", "version": version})
    table = next(one for one in plain.load(dossier.drafts.get().paper).blocks if isinstance(one, Table))
    assert [list(row) for row in table.rows] == [
        [1, "Rà soát quy chế", "Văn phòng", ""],
        [2, "", "", "15/10/2019"],
        [3, "Sửa quy chế", "Phòng Tổ chức", ""],
    ]


def test_more_rows_come_with_all_that_was_typed_and_nothing_is_saved(clerk, dossier):
    path = f"/btc-thai-binh/2019-t09-9t/ho-so-trinh/{dossier.pk}/dien-mau/"
    browser = sign_in(clerk)
    typed = {**CELLS, "aims": "", "version": dossier.version}
    more = post(browser, path, {**typed, "them_dong": "tasks"})
    assert (more.status_code, errors(more)) == (200, [])
    assert cells(soup(more)) == ["Rà soát quy chế", "Văn phòng", "", "", "", "15/10/2019", *[""] * 3 * 8]
    wrong = post(browser, path, {**typed, "tasks": "a|b|c|d"})
    assert wrong.status_code == 422
    assert errors(wrong) == ["Điền “Mục đích, yêu cầu”.", "Dòng 1 có 4 ô, mẫu có 3 ô."]
    assert cells(soup(wrong))[:6] == ["Rà soát quy chế", "Văn phòng", "", "", "", "15/10/2019"]
    assert soup(wrong).select_one("details[open] [name=tasks]").get_text().strip() == "a|b|c|d"
    other = post(browser, path, {**typed, "them_dong": "subject"})
    assert other.status_code == 422  # a field without rows: what was typed is judged
    assert not dossier.drafts.exists()


def test_a_page_shows_a_hundred_rows_and_a_table_that_must_be_filled_says_so(clerk, cast: Cast):
    decision = make_dossier(cast.unit("btc-thai-binh"), template="decision", type="QĐ", drafted=False)
    path = f"/btc-thai-binh/2019-t09-9t/ho-so-trinh/{decision.pk}/dien-mau/"
    browser = sign_in(clerk)
    many = {f"grounds-{n}-text": f"Căn cứ {n}" for n in range(1, 99)}
    full = post(browser, path, {**many, "them_dong": "grounds", "version": decision.version})
    shown = soup(full).select("[name^=grounds-]")
    assert len(shown) == 100
    assert soup(full).select("button[value=grounds]") == []
    assert errors(post(browser, path, {**many, "subject": "a", "body_name": "b", "version": 1})) == [
        "Điền “Các điều”."
    ]


def test_the_units_own_template_makes_a_word_draft(clerk, dossier):
    browser = sign_in(clerk)
    post(browser, PLAN, upload(changed(browser, "Dùng riêng")))
    path = f"/btc-thai-binh/2019-t09-9t/ho-so-trinh/{dossier.pk}/dien-mau/"
    post(browser, path, {**FILLED, "version": dossier.version})
    draft = dossier.drafts.get()
    said = [one.text for one in docx.Document(path_of(draft.file.key)).paragraphs]
    assert said[-1] == "Dùng riêng"
    assert "Rõ người, rõ việc." in said


def test_a_dossier_without_a_template_is_not_filled_in(clerk, cast: Cast):
    bare = make_dossier(cast.unit("btc-thai-binh"), drafted=False)
    path = f"/btc-thai-binh/2019-t09-9t/ho-so-trinh/{bare.pk}/dien-mau/"
    assert sign_in(clerk).get(path).status_code == 404
