"""Opinions by HTTP: asking, the own answer of a body, recording for it, the table and its prints."""

import io
from datetime import date
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from giaoban.core.text import clean
from giaoban.correspondence import printing
from giaoban.correspondence.models import Consultation, Opinion, OpinionPoint
from giaoban.correspondence.rules import Manner
from giaoban.documents import fonts
from tests.cast import Cast, sign_in
from tests.correspondence.common import COMMUNE, HERE, at, make_round, post, soup, summary, words
from tests.factories.correspondence import make_dossier
from tests.factories.files import docx_parts, packed

DAY = date(2019, 9, 12)
ANSWER = {"verdict": "agreed", "points": "", "answered_on": "16/9/2019", "symbol": ""}


def asked(cast: Cast, **other: Any) -> dict[str, Any]:
    form = {
        "manner": "letter",
        "draft": "1",
        "units": "Đảng ủy xã An Hòa\nhu-dong-hung",
        "symbol": "5-CV/BTCTU",
    }
    return {**form, "given": "", "sent_on": "16/9/2019", "due": "20/9/2019", "version": "1", **other}


def answered(opinion: Opinion, *points: str, verdict: str = "agreed_with_points") -> list[OpinionPoint]:
    opinion.verdict, opinion.answered_on = verdict, DAY
    opinion.save()
    return [OpinionPoint.objects.create(opinion=opinion, text=text, place="Mục II") for text in points]


def test_asking_leads_to_the_table(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    browser = sign_in(cast.officer)
    assert "Dự thảo lần 1" in words(browser.get(at(dossier, "lay-y-kien")))
    answer = post(browser, at(dossier, "lay-y-kien"), **asked(cast))
    assert answer["Location"] == at(dossier, "y-kien")
    page = words(browser.get(at(dossier, "y-kien")))
    assert "Đã gửi lấy ý kiến 2 cơ quan." in page
    assert "Công văn lấy ý kiến 5-CV/BTCTU dự thảo lần 1, gửi 16/9/2019, hạn 20/9/2019" in page
    assert "0/2 cơ quan đã trả lời; 0/0 điểm góp ý đã xử lý" in page
    nobody = post(browser, at(dossier, "lay-y-kien"), **asked(cast, units="", version="2"))
    assert (nobody.status_code, "Ghi ít nhất một cơ quan góp ý." in summary(nobody)) == (422, True)
    assert "5-CV/BTCTU" in nobody.content.decode()


def test_a_dossier_with_no_round_says_how_to_begin(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    page = sign_in(cast.officer).get(at(dossier, "y-kien"))
    assert soup(page).select_one(".empty a")["href"] == at(dossier, "lay-y-kien")  # type: ignore[index]
    passed = make_dossier(cast.unit("btc-thai-binh"), state="approved", about="khác")
    closed = soup(sign_in(cast.officer).get(at(passed, "y-kien")))
    assert closed.select_one(".empty a") is None
    assert sign_in(cast.officer).get(at(passed, "lay-y-kien")).status_code == 404


def test_phieu_are_counted(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    browser = sign_in(cast.officer)
    page = post(browser, at(dossier, "lay-y-kien"), **asked(cast, manner="form", units="", given="15"))
    assert "Đã ghi đợt phiếu lấy ý kiến." in words(browser.get(page["Location"]))
    round_ = Consultation.objects.get()
    place = at(dossier, "phieu", str(round_.pk))
    sent = {"given": "15", "returned": "16", "agreed": "12", "disagreed": "1", "version": "1"}
    assert "không thể nhiều hơn số phiếu phát ra" in summary(post(browser, place, **sent))
    assert browser.get(place).status_code == 200
    post(browser, place, **{**sent, "returned": "14"})
    shown = words(browser.get(at(dossier, "y-kien")))
    assert "Phát ra 15 Thu về 14 Đồng ý 12 Không đồng ý 1 Không đánh dấu 1" in shown
    assert "Phiếu thu về/phát ra 14/15" in words(browser.get(at(dossier)))
    assert browser.get(at(dossier, "phieu", "987654")).status_code == 404


# --- the own answer --------------------------------------------------------------------------------------


def test_the_asked_body_reads_the_draft_and_answers_beside_it(cast: Cast) -> None:
    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa", symbol="5-CV/BTCTU")
    place = f"{COMMUNE}gop-y/{opinion.pk}/"
    browser = sign_in(cast.commune_officer)
    page = soup(browser.get(place))
    picture = page.select_one(".paper-pages img")
    assert picture is not None
    assert browser.get(picture["src"])["Content-Type"] == "image/png"
    assert browser.get(f"{place}du-thao.docx").content[:2] == b"PK"
    sent = {**ANSWER, "verdict": "agreed_with_points", "points": "Mục I | Rõ hơn.\nBổ sung kinh phí."}
    assert post(browser, place, **sent)["Location"] == place
    assert list(opinion.points.values_list("place", "text")) == [
        ("Mục I", "Rõ hơn."),
        ("", "Bổ sung kinh phí."),
    ]
    again = soup(browser.get(place))
    assert again.select_one("[name=points]").get_text().strip() == "Mục I | Rõ hơn.\nBổ sung kinh phí."  # type: ignore[union-attr]
    # nothing else of the dossier is theirs
    assert browser.get(f"{COMMUNE}ho-so-trinh/{_dossier.pk}/").status_code == 404


def test_what_is_wrong_with_an_answer_is_said(cast: Cast) -> None:
    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    browser = sign_in(cast.commune_officer)
    place = f"{COMMUNE}gop-y/{opinion.pk}/"
    bare = post(browser, place, **{**ANSWER, "verdict": "not_agreed", "symbol": "đã gõ"})
    assert (bare.status_code, "Ghi các điểm góp ý" in summary(bare)) == (422, True)
    assert "đã gõ" in bare.content.decode()


def test_those_who_asked_record_a_paper_answer_for_the_body(cast: Cast) -> None:
    dossier, _round, (opinion,) = make_round(cast, "hu-dong-hung")
    browser = sign_in(cast.officer)
    place = f"{HERE}gop-y/{opinion.pk}/"
    assert "Ghi thay Huyện ủy Đông Hưng theo văn bản trả lời đã nhận." in words(browser.get(place))
    letter = SimpleUploadedFile("tra-loi.docx", packed(docx_parts()))
    sent = post(browser, place, **{**ANSWER, "symbol": "7-CV/HU", "file": letter})
    assert sent["Location"] == at(dossier, "y-kien")
    page = soup(browser.get(at(dossier, "y-kien")))
    assert "16/9/2019 · 7-CV/HU" in " ".join(page.main.get_text(" ").split())  # type: ignore[union-attr]
    file = page.find("a", string="tra-loi.docx")
    opinion.refresh_from_db()
    assert file is not None or opinion.file_id is not None


def test_a_closed_round_is_read_and_not_written(cast: Cast) -> None:
    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa", closed_on=DAY)
    (point,) = answered(opinion, "Một điểm.")
    OpinionPoint.objects.filter(pk=point.pk).update(accepted=True, response="Đã sửa.")
    browser = sign_in(cast.commune_officer)
    place = f"{COMMUNE}gop-y/{opinion.pk}/"
    shown = words(browser.get(place))
    assert "Đợt lấy ý kiến này đã kết thúc" in shown
    assert "Mục II. Một điểm." in shown
    assert "Đã sửa." in shown
    assert post(browser, place, **ANSWER).status_code == 404


def test_an_opinion_is_on_the_pages_of_both_sides_only(cast: Cast) -> None:
    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    for user, place in (
        (cast.commune_officer, HERE.replace("btc-thai-binh", "du-an-chau")),
        (cast.other_officer, HERE),
        (cast.other_officer, COMMUNE),
    ):
        assert sign_in(user).get(f"{place}gop-y/{opinion.pk}/").status_code == 404


def test_a_page_that_cannot_be_made_leaves_the_download(cast: Cast, monkeypatch: Any) -> None:
    def missing(*_args: Any) -> Any:
        raise fonts.FontMissing

    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    monkeypatch.setattr(printing.pdf, "render", missing)
    printing._made.clear()
    page = words(sign_in(cast.commune_officer).get(f"{COMMUNE}gop-y/{opinion.pk}/"))
    assert "Chưa xem được trang in tại đây; hãy tải dự thảo về." in page


# --- tiếp thu · giải trình -------------------------------------------------------------------------------


def test_each_point_is_settled_and_then_the_round(cast: Cast) -> None:
    dossier, _round, (first, second) = make_round(cast, "du-an-hoa", "hu-dong-hung")
    (point,) = answered(first, "Rõ thời hạn.")
    answered(second, verdict="agreed")
    browser = sign_in(cast.officer)
    refused = post(browser, at(dossier, "lay-y-kien", "ket-thuc"), on="16/9/2019", reason="", version="1")
    assert "1 điểm góp ý chưa tiếp thu, giải trình" in summary(refused)
    place = at(dossier, "y-kien", "diem", str(point.pk))
    page = words(browser.get(place))
    assert "Đảng ủy xã An Hòa Mục II Rõ thời hạn." in page
    empty = post(browser, place, accepted="1", response="", version="1")
    assert empty.status_code == 422
    done = post(browser, place, accepted="0", response="Giữ nguyên vì đã có quy định.", version="1")
    assert done["Location"] == f"{at(dossier, 'y-kien')}#diem-{point.pk}"
    stale = post(browser, place, accepted="1", response="Lời khác.", version="1")
    assert stale.status_code == 409
    assert browser.get(at(dossier, "lay-y-kien", "ket-thuc")).status_code == 200
    ended = post(browser, at(dossier, "lay-y-kien", "ket-thuc"), on="16/9/2019", reason="", version="1")
    assert ended["Location"] == at(dossier)
    assert browser.get(at(dossier, "lay-y-kien", "ket-thuc")).status_code == 404


def test_points_of_another_dossier_are_unknown_below_this_one(cast: Cast) -> None:
    one, _round, _asked = make_round(cast, "du-an-hoa")
    _other, _second, (opinion,) = make_round(cast, "hu-dong-hung")
    (point,) = answered(opinion, "Điểm khác.")
    assert sign_in(cast.officer).get(at(one, "y-kien", "diem", str(point.pk))).status_code == 404


def test_the_table_as_word_pdf_and_workbook(cast: Cast, tmp_path: Any) -> None:
    dossier, _round, (first, second, third) = make_round(cast, "du-an-hoa", "hu-dong-hung", "du-an-chau")
    one, two, _open = answered(first, "Rõ thời hạn.", "Thêm kinh phí.", "Chưa xử lý.")
    OpinionPoint.objects.filter(pk=one.pk).update(accepted=True, response="Đã ghi rõ.")
    OpinionPoint.objects.filter(pk=two.pk).update(accepted=False, response="Trong dự toán.")
    answered(second, verdict="agreed")
    assert third.verdict == ""
    days = {"sent_on": DAY, "due": DAY}
    draft = dossier.drafts.get()
    Consultation.objects.create(dossier=dossier, draft=draft, manner=str(Manner.FORM), given=9, **days)
    Consultation.objects.create(
        dossier=dossier, draft=draft, manner="form", given=15, returned=14, agreed=12, disagreed=1, **days
    )
    browser = sign_in(cast.officer)
    paper = docx.Document(io.BytesIO(browser.get(f"{at(dossier)}y-kien/bang.docx").content))
    table = next(t for t in paper.tables if len(t.columns) == 5)
    assert [[clean(cell.text) for cell in row.cells][1:] for row in table.rows[1:]] == [
        ["Đảng ủy xã An Hòa", "Mục II", "Rõ thời hạn.", "Tiếp thu: Đã ghi rõ."],
        ["Đảng ủy xã An Hòa", "Mục II", "Thêm kinh phí.", "Giải trình: Trong dự toán."],
        ["Đảng ủy xã An Hòa", "Mục II", "Chưa xử lý.", ""],
        ["Huyện ủy Đông Hưng", "", "Thống nhất.", ""],
        ["Đảng ủy xã An Châu", "", "Chưa trả lời.", ""],
    ]
    body = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "Phát ra 15 phiếu, thu về 14 phiếu; đồng ý 12, không đồng ý 1, không đánh dấu 1." in body
    assert "Phát ra 9 phiếu; chưa ghi kết quả." in body
    assert browser.get(f"{at(dossier)}y-kien/bang.pdf").content[:5] == b"%PDF-"
    file = tmp_path / "bang.xlsx"
    file.write_bytes(browser.get(f"{at(dossier)}y-kien/bang.xlsx").content)
    book = load_workbook(file)
    assert book.sheetnames[:2] == ["Ý kiến góp ý", "Phiếu lấy ý kiến"]
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "Tiếp thu: Đã ghi rõ." in cells
