"""Slips and letters of introduction: filled in, taken away as Word or PDF, nothing kept."""

import io

import docx
import pytest
from bs4 import BeautifulSoup
from django.apps import apps

from giaoban.accounts.rules import Role
from giaoban.documents import pages
from tests.cast import Cast, sign_in
from tests.conferences.common import errors, post, soup, text
from tests.factories.accounts import make_grant, make_user
from tests.factories.correspondence import make_dossier

AT = "/btc-thai-binh/2019-t09-9t/"
SLIP, INTRODUCTION = f"{AT}mau-van-ban/routing_slip/dien/", f"{AT}mau-van-ban/transfer_letter/dien/"
TYPED = {
    "subject": "ký ban hành Báo cáo 9 tháng",
    "to": "Đồng chí Trưởng ban",
    "department": "Phòng Tổng hợp",
    "summary": "=1+1 là chữ, không phải công thức",
    "proposal": "Trình đồng chí ký",
    "head_place": "Thái Bình",
    "head_day": "16/9/2019",
    "head_post": "Trưởng phòng",
    "head_signer": "Vũ Thị Thanh Xuân",
}
LETTER = {
    "to": "Đảng ủy phường Minh Họa",
    "name": "Phạm Nguyễn Thị Khánh Huyền",
    "birth": "12/5/1990",
    "joined": "2/9/2015",
    "from_org": "Chi bộ Văn phòng",
    "to_org": "Chi bộ khu phố 3",
    "dues": "9/2019",
    "kind": "chính thức",
    "head_number": "17-GGT/CB",
}


@pytest.fixture
def officer(cast: Cast):
    found = make_user("phieu.chuyenvien", "Bùi Văn Hải", home=cast.unit("btc-thai-binh"))
    make_grant(found, Role.AREA_OFFICER, cast.unit("btc-thai-binh"))
    return found


def words(answer) -> str:
    read = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(one.text for one in read.paragraphs)])


def rows_of_the_house() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def test_a_slip_is_taken_away_and_nothing_is_kept(officer):
    browser = sign_in(officer)
    browser.get(SLIP)
    before = rows_of_the_house()
    answer = post(browser, SLIP, {**TYPED, "enclosed-1-text": "Dự thảo lần 3", "tai": "docx"})
    said = words(answer)
    assert answer["Content-Disposition"] == 'attachment; filename="routing-slip.docx"'
    for wanted in (
        "BAN TỔ CHỨC", "Kính trình: Đồng chí Trưởng ban", "=1+1 là chữ", "Dự thảo lần 3",
        "Thái Bình, ngày 16 tháng 9 năm 2019", "TRƯỞNG PHÒNG", "Vũ Thị Thanh Xuân",
    ):  # fmt: skip
        assert wanted in said
    assert "Số" not in said
    assert rows_of_the_house() == before


def test_a_letter_of_introduction_is_printed_with_its_number(officer):
    answer = post(sign_in(officer), INTRODUCTION, {**LETTER, "tai": "pdf"})
    assert (answer["Content-Type"], pages.count(answer.content)) == ("application/pdf", 1)
    assert "17-GGT/CB" in words(post(sign_in(officer), INTRODUCTION, {**LETTER, "tai": "docx"}))


def test_what_is_missing_is_named_and_what_was_typed_stays(officer):
    answer = post(sign_in(officer), INTRODUCTION, {**LETTER, "name": "", "birth": "31/2/1990"})
    assert answer.status_code == 422
    told = " ".join(errors(answer))
    assert "Họ tên đảng viên" in told
    assert "Không có ngày 31/2/1990 trong lịch" in told
    assert soup(answer).select_one("[name=to_org]")["value"] == LETTER["to_org"]


def test_a_dossier_fills_in_what_it_knows(cast: Cast, officer):
    dossier = make_dossier(cast.unit("btc-thai-binh"), about="kế hoạch kiểm tra quý IV")
    browser = sign_in(officer)
    record = text(browser.get(f"{AT}ho-so-trinh/{dossier.pk}/"))
    assert "Làm phiếu trình" in record
    page = browser.get(f"{SLIP}?ho-so={dossier.pk}")
    assert soup(page).select_one("[name=subject]").get_text(strip=True) == "kế hoạch kiểm tra quý IV"
    theirs = make_dossier(cast.unit("btc-hung-yen"))
    for unknown in (99999, theirs.pk):
        assert browser.get(f"{SLIP}?ho-so={unknown}").status_code == 404


def test_more_rows_come_without_a_file(officer):
    answer = post(sign_in(officer), SLIP, {**TYPED, "them_dong": "enclosed"})
    assert answer.status_code == 200
    assert "Content-Disposition" not in answer
    assert isinstance(soup(answer), BeautifulSoup)
    assert len(soup(answer).select("[name^=enclosed-]")) > 3


def test_a_paper_with_a_number_has_a_dossier_and_others_have_their_own(cast: Cast, officer):
    browser = sign_in(officer)
    assert browser.get(f"{AT}mau-van-ban/plan/dien/").status_code == 404
    assert sign_in(cast.other_officer).get(SLIP).status_code == 404
    assert "dien/" in str(browser.get(f"{AT}mau-van-ban/transfer_letter/").content)
    assert "dien/" not in str(browser.get(f"{AT}mau-van-ban/plan/").content)
