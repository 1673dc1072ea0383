"""Templates of a unit: the list, the sample, its own handed in, checked, used, taken off."""

import io
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from giaoban.accounts.rules import Role
from giaoban.correspondence.models import UnitTemplate
from giaoban.correspondence.papers import catalogue
from giaoban.files.models import StoredFile
from tests.cast import Cast, sign_in
from tests.conferences.common import errors, post, soup, text
from tests.factories.accounts import make_grant, make_user

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
