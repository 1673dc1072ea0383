"""Issuing, recalling and replacing by HTTP; a mã đối chiếu typed off the paper opens the exact version."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from giaoban.correspondence import printing, services
from giaoban.correspondence.models import Dossier, Edition, Issue
from giaoban.correspondence.queries.editions import DOSSIER
from giaoban.documents import fonts, pdf
from giaoban.files.services import path_of
from tests.cast import Cast, sign_in
from tests.correspondence.common import at, post, soup, summary, words
from tests.factories.correspondence import make_dossier, make_edition, make_issue, make_paper, make_series

SENT = {"on": "16/9/2019", "recipients": "Đảng ủy xã An Hòa", "receivers": "Lưu Văn phòng"}


def test_the_clerk_issues_and_the_number_is_the_next_one(cast: Cast) -> None:
    commission = cast.unit("btc-thai-binh")
    make_series(commission, "KH", numbers=7)
    dossier = make_dossier(commission, state="approved", recipients=[cast.unit("hu-dong-hung")])
    browser = sign_in(cast.clerk)
    page = browser.get(at(dossier, "ban-hanh"))
    assert "sẽ lấy số khi ban hành" in words(page)
    assert soup(page).select_one("[name=recipients]").get_text().strip() == "Huyện ủy Đông Hưng"  # type: ignore[union-attr]
    assert soup(page).select_one("[name=outside_symbol]") is None
    done = post(browser, at(dossier, "ban-hanh"), **SENT, version="1")
    assert done["Location"] == at(dossier)
    issue = Issue.objects.select_related("document", "edition").get()
    shown = words(browser.get(at(dossier)))
    assert issue.document.symbol == "08-KH/BTCTU"
    assert "Đã ban hành 08-KH/BTCTU và gửi 1 đơn vị." in shown
    assert issue.edition.code in shown
    assert [one.unit.code for one in issue.deliveries.select_related("unit")] == ["du-an-hoa"]


def test_an_issuer_with_books_elsewhere_gives_its_own_number(cast: Cast) -> None:
    dossier = make_dossier(
        cast.unit("btc-thai-binh"), issuer=cast.unit("tu-thai-binh"), organ="standing_board", state="approved"
    )
    browser = sign_in(cast.clerk)
    page = words(browser.get(at(dossier, "ban-hanh")))
    assert "giữ sổ số ở ngoài hệ thống" in page
    bare = post(browser, at(dossier, "ban-hanh"), **SENT, outside_symbol="", version="1")
    assert bare.status_code == 422
    scan = SimpleUploadedFile("ban-ky.pdf", scanned())
    sent = {**SENT, "outside_symbol": "215-KH/TU", "signed": scan, "version": "1"}
    assert post(browser, at(dossier, "ban-hanh"), **sent)["Location"] == at(dossier)
    shown = words(browser.get(at(dossier)))
    assert "215-KH/TU 16/9/2019 · số của sổ ngoài hệ thống" in shown
    assert "ban-ky.pdf" in shown


def scanned() -> bytes:
    return pdf.render(make_paper("Bản quét"))


def test_who_may_not_issue_finds_no_page(cast: Cast) -> None:
    passed = make_dossier(cast.unit("btc-thai-binh"), state="approved")
    open_ = make_dossier(cast.unit("btc-thai-binh"), about="chưa thông qua")
    assert sign_in(cast.officer).get(at(passed, "ban-hanh")).status_code == 404
    assert sign_in(cast.clerk).get(at(open_, "ban-hanh")).status_code == 404
    for page in ("thu-hoi", "thay-the"):
        assert sign_in(cast.clerk).get(at(passed, page)).status_code == 404


def test_recall_needs_a_reason_and_stays_on_the_page(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), state="issued")
    make_issue(dossier, delivered=[cast.unit("du-an-hoa")])
    browser = sign_in(cast.clerk)
    assert "Thu hồi 01-KH/BTCTU" in words(browser.get(at(dossier, "thu-hoi")))
    assert post(browser, at(dossier, "thu-hoi"), reason="", on="16/9/2019").status_code == 422
    post(browser, at(dossier, "thu-hoi"), reason="Sai căn cứ.", on="16/9/2019")
    assert "Đã thu hồi ngày 16/9/2019 Sai căn cứ." in words(browser.get(at(dossier)))
    assert browser.get(at(dossier, "thu-hoi")).status_code == 404
    assert sign_in(cast.officer).get(at(dossier, "thu-hoi")).status_code == 404


def test_what_replaces_it_begins_with_the_same_facts(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), state="issued")
    make_issue(dossier)
    browser = sign_in(cast.officer)
    assert "Soạn văn bản thay thế 01-KH/BTCTU" in words(browser.get(at(dossier, "thay-the")))
    answer = post(browser, at(dossier, "thay-the"))
    made = Dossier.objects.exclude(pk=dossier.pk).get()
    assert (answer["Location"], made.about, made.state) == (at(made), dossier.about, "drafting")


# --- mã đối chiếu ----------------------------------------------------------------------------------------


def kept(cast: Cast, **facts: Any) -> tuple[Dossier, Edition]:
    dossier = make_dossier(cast.unit("btc-thai-binh"), **facts)
    return dossier, make_edition(DOSSIER, dossier.pk, dossier.unit, dossier.about)


@pytest.mark.parametrize(
    "as_typed",
    [
        lambda code: code,
        lambda code: code.lower(),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", "").replace("0", "O").replace("1", "I"),
    ],
)
def test_a_code_opens_the_version_however_it_is_typed(cast: Cast, as_typed: Any) -> None:
    _dossier, edition = kept(cast)
    browser = sign_in(cast.officer)
    answer = post(browser, "/doi-chieu/", code=as_typed(edition.code))
    assert answer["Location"] == f"/doi-chieu/{edition.code}/"
    page = browser.get(answer["Location"])
    assert "bản lưu nguyên vẹn, đúng bản đã in" in words(page)
    picture = soup(page).select_one(".paper-pages img")
    assert picture is not None
    assert browser.get(picture["src"])["Content-Type"] == "image/png"
    assert browser.get(f"/doi-chieu/{edition.code}/tai.pdf").content[:5] == b"%PDF-"


def test_an_address_in_another_spelling_leads_to_the_one_address(cast: Cast) -> None:
    _dossier, edition = kept(cast)
    answer = sign_in(cast.officer).get(f"/doi-chieu/{edition.code.lower()}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/doi-chieu/{edition.code}/")


def test_unknown_and_forbidden_codes_are_answered_alike(cast: Cast) -> None:
    _dossier, edition = kept(cast)
    stranger = sign_in(cast.other_officer)
    forbidden = post(stranger, "/doi-chieu/", code=edition.code)
    unknown = post(stranger, "/doi-chieu/", code="7K2M-9QXA-41TF")
    assert (forbidden.status_code, summary(forbidden)) == (422, summary(unknown))
    for path in ("", "tai.pdf", "trang/1.png"):
        assert stranger.get(f"/doi-chieu/{edition.code}/{path}").status_code == 404
        assert stranger.get(f"/doi-chieu/7K2M-9QXA-41TF/{path}").status_code == 404
    empty = post(stranger, "/doi-chieu/", code="")
    assert empty.status_code == 422


def test_a_version_that_is_a_file_is_shown_and_checked_by_its_bytes(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    made = services.keep_edition(
        actor=cast.officer,
        kind=DOSSIER,
        object_id=dossier.pk,
        unit_id=dossier.unit_id,
        title="Bản quét đã ký",
        pdf=scanned(),
    )
    browser = sign_in(cast.officer)
    page = browser.get(f"/doi-chieu/{made.code}/")
    assert "bản lưu nguyên vẹn" in words(page)
    assert soup(page).select_one(".paper-pages img") is not None
    assert made.pdf is not None
    path_of(made.pdf.key).write_bytes(pdf.render(make_paper("Bản bị đổi")))
    assert "bản lưu không còn khớp mã băm" in words(browser.get(f"/doi-chieu/{made.code}/"))


def test_a_unit_that_received_it_opens_it_by_its_code(cast: Cast) -> None:
    commission = cast.unit("btc-thai-binh")
    make_series(commission, "KH")
    dossier = make_dossier(commission, state="approved", recipients=[cast.unit("du-an-hoa")])
    post(sign_in(cast.clerk), at(dossier, "ban-hanh"), **SENT, version="1")
    issue = Issue.objects.select_related("edition").get()
    page = words(sign_in(cast.commune_officer).get(f"/doi-chieu/{issue.edition.code}/"))
    assert "Số, ký hiệu 01-KH/BTCTU Ngày ban hành 16/9/2019" in page
    Issue.objects.filter(pk=issue.pk).update(recalled_on=date(2019, 9, 16), recall_reason="Sai")
    again = words(sign_in(cast.commune_officer).get(f"/doi-chieu/{issue.edition.code}/"))
    assert "đã thu hồi" in again


def test_without_the_font_the_code_page_says_so(cast: Cast, monkeypatch: Any) -> None:
    def missing(*_args: Any) -> Any:
        raise fonts.FontMissing

    _dossier, edition = kept(cast, about="không có phông")
    monkeypatch.setattr(printing.pdf, "render", missing)
    page = sign_in(cast.officer).get(f"/doi-chieu/{edition.code}/")
    assert (page.status_code, "Cài gói fonts-liberation2" in words(page)) == (200, True)
