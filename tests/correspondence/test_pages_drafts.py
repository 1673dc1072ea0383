"""Drafts by HTTP: written in the browser, taken to Word and back, compared, looked at page by page."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from giaoban.correspondence import printing
from giaoban.correspondence.models import Draft
from giaoban.correspondence.queries.papers import paper_of
from giaoban.correspondence.views.pages import PREVIEW, pdf_of
from giaoban.documents import fonts, office
from giaoban.documents.blocks import Annex, Column, Heading, Paragraph, Run, Table
from giaoban.files.services import path_of
from tests.cast import Cast, sign_in
from tests.correspondence.common import HERE, at, post, soup, summary, words
from tests.factories.correspondence import make_dossier, make_draft, make_paper

FIGURED = Paragraph(runs=(Run("Kết nạp "), Run("12", figure="MEM.NEW"), Run(" đảng viên.")), key="so")
TABLE = Table(
    (Column("Đơn vị"), Column("Số", numeric=True)), (("Xã An Hòa", 12),), caption="Đầu mối", key="b"
)
BLOCKS = (Heading("I- Kết quả", key="h"), FIGURED, TABLE, Paragraph("Các đơn vị thực hiện.", key="p"))


def drafted(cast: Cast, **facts: Any) -> Any:
    dossier = make_dossier(cast.unit("btc-thai-binh"), drafted=False, **facts)
    make_draft(dossier, replace(make_paper(dossier.about), blocks=BLOCKS))
    return dossier


def text_of(page: Any) -> str:
    box = soup(page).select_one("[name=text]")
    assert box is not None
    return box.get_text().strip("\n").replace("\r", "")


# --- writing ---------------------------------------------------------------------------------------------


def test_saving_the_text_makes_the_next_draft(cast: Cast) -> None:
    dossier = drafted(cast, signer="Nguyễn Văn Tám")
    browser = sign_in(cast.officer)
    text = text_of(browser.get(at(dossier, "soan")))
    assert text.splitlines()[2] == "[Bảng 1: Đầu mối]"
    sent = {"text": text.replace("Các đơn vị", "Mọi đơn vị"), "note": "Sau họp", "version": "1"}
    assert post(browser, at(dossier, "soan"), **sent)["Location"] == at(dossier)
    made = Draft.objects.get(dossier=dossier, number=2)
    paper = paper_of(made)
    assert paper is not None
    assert paper.blocks == (*BLOCKS[:3], Paragraph("Mọi đơn vị thực hiện.", key="p"))
    assert (paper.about, paper.signature.name, made.note) == (dossier.about, "Nguyễn Văn Tám", "Sau họp")  # type: ignore[union-attr]


def test_a_lost_figure_and_a_lost_table_are_told(cast: Cast) -> None:
    dossier = drafted(cast)
    browser = sign_in(cast.officer)
    sent = {"text": "I- Kết quả\nKết nạp 13 đảng viên.\nCác đơn vị thực hiện.", "note": "", "version": "1"}
    page = browser.get(post(browser, at(dossier, "soan"), **sent)["Location"])
    assert "Số liệu không còn gắn với hệ thống: MEM.NEW." in words(page)
    assert "Đã bỏ 1 bảng; lần trước vẫn còn." in words(page)


def test_an_empty_text_a_stale_page_and_a_closed_dossier_are_refused(cast: Cast) -> None:
    dossier = drafted(cast)
    browser = sign_in(cast.officer)
    empty = post(browser, at(dossier, "soan"), text=" \n ", note="", version="1")
    assert empty.status_code == 422
    stale = post(browser, at(dossier, "soan"), text="Lời vừa gõ.", note="", version="7")
    assert (stale.status_code, text_of(stale)) == (409, "Lời vừa gõ.")
    passed = make_dossier(cast.unit("btc-thai-binh"), state="approved", about="khác")
    assert browser.get(at(passed, "soan")).status_code == 404
    assert Draft.objects.filter(dossier=dossier).count() == 1


def test_a_first_draft_without_template_is_an_empty_page(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), drafted=False, type="CV")
    browser = sign_in(cast.officer)
    assert text_of(browser.get(at(dossier, "soan"))) == ""
    post(browser, at(dossier, "soan"), text="Đề nghị các đơn vị thực hiện.", note="", version="1")
    paper = paper_of(dossier.drafts.get())
    assert paper is not None
    assert (paper.type_name, paper.letterhead.issuer) == ("", "Ban Tổ chức")
    assert paper.letterhead.superior == "Tỉnh ủy Thái Bình"


# --- Word and back ---------------------------------------------------------------------------------------


def word_of(browser: Any, dossier: Any, number: int = 1) -> bytes:
    answer = browser.get(f"{at(dossier)}du-thao/{number}/tai.docx")
    assert answer.status_code == 200
    return answer.content


def edited(data: bytes, before: str, after: str) -> bytes:
    """The Word file with some words of its text written otherwise, as an editor leaves them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                assert before.encode() in content
                content = content.replace(before.encode(), after.encode())
            new.writestr(name, content)
    return out.getvalue()


def upload(browser: Any, dossier: Any, data: bytes, **sent: Any) -> Any:
    file = SimpleUploadedFile("du-thao.docx", data)
    given = {"version": str(dossier.version), "note": "", "file": file, **sent}
    return post(browser, at(dossier, "nhan-lai"), **given)


def test_changes_made_in_word_are_taken_one_by_one(cast: Cast) -> None:
    dossier = drafted(cast)
    browser = sign_in(cast.officer)
    data = edited(word_of(browser, dossier), "Các đơn vị thực hiện.", "Các đơn vị nghiêm túc thực hiện.")
    data = edited(data, ">12<", ">13<")
    answer = upload(browser, dossier, data)
    assert "?tep=" in answer["Location"]
    page = soup(browser.get(answer["Location"]))
    titles = [one.get_text() for one in page.select(".change h3")]
    assert "Sửa số liệu của hệ thống" in titles
    red = [one.h3.get_text() for one in page.select(".change.figure")]  # type: ignore[union-attr]
    assert "Sửa số liệu của hệ thống" in red
    choices = {
        one["name"]: one["value"]
        for one in page.select(".changes input[type=radio]")
        if one.has_attr("checked")
    }
    file_id = page.select_one("[name=tep]")["value"]  # type: ignore[index]
    sent = {**choices, "tep": file_id, "version": "1", "note": ""}
    assert post(browser, at(dossier, "nhan-lai"), **sent)["Location"] == at(dossier)
    paper = paper_of(dossier.drafts.get(number=2))
    assert paper is not None
    assert paper.blocks[1] == FIGURED  # a figure altered by hand is not taken by itself
    assert paper.blocks[3] == Paragraph("Các đơn vị nghiêm túc thực hiện.", key="p")
    assert dossier.drafts.get(number=2).note == "Nhận lại từ Word: du-thao.docx"


def test_two_drafts_are_compared_with_their_annexes_head_and_foot(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), drafted=False)
    paper = replace(
        make_paper(dossier.about),
        blocks=BLOCKS,
        annexes=(Annex("Phụ lục 1", blocks=(Paragraph("Rà soát tháng 10."),)),),
    )
    make_draft(dossier, paper)
    grown = (
        Annex("Phụ lục 1", blocks=(Paragraph("Rà soát tháng 11."),)),
        Annex("Phụ lục 2", blocks=(Paragraph("Danh sách đơn vị."),)),
    )
    make_draft(dossier, replace(paper, annexes=grown, addressee="Các huyện ủy", receivers=("Như trên",)))
    page = soup(sign_in(cast.officer).get(at(dossier, "so-sanh")))
    told = {
        (one.h3.get_text(), small.get_text() if (small := one.select_one("header small")) else "")  # type: ignore[union-attr]
        for one in page.select(".change")
    }
    assert told == {
        ("Kính gửi", ""),
        ("Nơi nhận", ""),
        ("Tên phụ lục", ""),
        ("Sửa lời văn", "Phụ lục 1"),
        ("Thêm đoạn", "Phụ lục 2"),
    }
    same = sign_in(cast.officer).get(at(dossier, "so-sanh") + "?truoc=2&sau=2")
    assert "Hai lần giống nhau" in words(same)


def test_an_annex_comes_back_like_the_body(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), drafted=False)
    annex = Annex("Phụ lục 1", blocks=(Heading("Việc làm trước", 2), Paragraph("Rà soát tháng 10.")))
    make_draft(dossier, replace(make_paper(dossier.about), blocks=BLOCKS, annexes=(annex,)))
    browser = sign_in(cast.officer)
    data = edited(word_of(browser, dossier), "Rà soát tháng 10.", "Rà soát tháng 11.")
    place = upload(browser, dossier, data)["Location"]
    page = soup(browser.get(place))
    assert [one.get_text() for one in page.select(".change header small")] == ["Phụ lục 1 · Việc làm trước"]
    assert "Chữ gõ vào phần đầu" not in page.get_text()
    name = page.select_one(".changes input[type=radio]")["name"]  # type: ignore[index]
    sent = {"tep": place.partition("?tep=")[2], "version": "1", "note": "", name: "taken"}
    assert post(browser, at(dossier, "nhan-lai"), **sent)["Location"] == at(dossier)
    paper = paper_of(dossier.drafts.get(number=2))
    assert paper is not None
    assert paper.annexes[0].blocks == (Heading("Việc làm trước", 2), Paragraph("Rà soát tháng 11."))
    assert (paper.blocks, paper.mark) == (BLOCKS, "")


def test_a_choice_that_is_missing_or_a_stale_page_saves_nothing(cast: Cast) -> None:
    dossier = drafted(cast)
    browser = sign_in(cast.officer)
    data = edited(word_of(browser, dossier), "Các đơn vị thực hiện.", "Các đơn vị nghiêm túc thực hiện.")
    place = upload(browser, dossier, data)["Location"]
    file_id = place.partition("?tep=")[2]
    page = soup(browser.get(place))
    name = page.select_one(".changes input[type=radio]")["name"]  # type: ignore[index]
    assert post(browser, at(dossier, "nhan-lai"), tep=file_id, version="1", note="").status_code == 422
    stale = {"tep": file_id, "version": "9", "note": "", name: "taken"}
    assert post(browser, at(dossier, "nhan-lai"), **stale).status_code == 409
    assert dossier.drafts.count() == 1


def test_a_copy_of_an_older_draft_is_compared_with_that_one(cast: Cast) -> None:
    dossier = drafted(cast)
    browser = sign_in(cast.officer)
    data = word_of(browser, dossier)
    make_draft(dossier, replace(make_paper(dossier.about), blocks=(*BLOCKS, Paragraph("Đoạn mới.", key="m"))))
    page = words(browser.get(upload(browser, dossier, data)["Location"]))
    assert "Tệp này là bản sao của lần 1; lưu thì lấy lần 1 làm gốc." in page
    assert "Tệp không sửa gì" in page


def test_a_file_that_is_not_ours_becomes_the_draft_itself(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), drafted=False)
    browser = sign_in(cast.officer)
    document = docx.Document()
    document.add_paragraph("Văn bản soạn ở nơi khác.")
    out = io.BytesIO()
    document.save(out)
    assert upload(browser, dossier, out.getvalue())["Location"] == at(dossier)
    made = dossier.drafts.get()
    assert made.file is not None
    assert browser.get(f"{at(dossier)}du-thao/1/tai.docx").content == path_of(made.file.key).read_bytes()
    assert "là tệp Word" in words(browser.get(at(dossier, "soan")))
    # a file without our mark is compared with the newest paper
    other = drafted(cast, about="khác")
    page = words(browser.get(upload(browser, other, out.getvalue())["Location"]))
    assert "Bỏ đoạn" in page
    whole = upload(browser, other, out.getvalue(), whole="on")
    assert whole["Location"] == at(other)


def test_what_is_no_word_file_is_refused(cast: Cast) -> None:
    dossier = drafted(cast)
    refused = upload(sign_in(cast.officer), dossier, b"%PDF-1.4 not word")
    assert refused.status_code == 422
    assert summary(refused)


def test_a_file_of_another_dossier_is_unknown_here(cast: Cast) -> None:
    one, other = drafted(cast), drafted(cast, about="khác")
    browser = sign_in(cast.officer)
    place = upload(browser, one, word_of(browser, one))["Location"]
    file_id = place.partition("?tep=")[2]
    assert browser.get(f"{at(other, 'nhan-lai')}?tep={file_id}").status_code == 404
    assert browser.get(f"{at(one, 'nhan-lai')}?tep={file_id}").status_code == 200
    bare = make_dossier(cast.unit("btc-thai-binh"), drafted=False, about="chưa soạn")
    assert browser.get(f"{at(bare, 'nhan-lai')}?tep={file_id}").status_code == 404


# --- two drafts ------------------------------------------------------------------------------------------


def test_any_two_drafts_are_compared(cast: Cast) -> None:
    dossier = drafted(cast)
    changed = (BLOCKS[0], BLOCKS[1], BLOCKS[2], Paragraph("Các đơn vị nghiêm túc thực hiện.", key="p"))
    make_draft(dossier, replace(make_paper(dossier.about), blocks=changed))
    make_draft(dossier, replace(make_paper(dossier.about), blocks=(*changed[:2], changed[3])))
    browser = sign_in(cast.officer)
    page = soup(browser.get(f"{at(dossier, 'so-sanh')}?truoc=1&sau=2"))
    assert [one.get_text().strip() for one in page.select(".change ins")] == ["nghiêm túc"]
    assert page.select_one(".change small").get_text() == "I- Kết quả"  # type: ignore[union-attr]
    newest = words(browser.get(at(dossier, "so-sanh")))
    assert "Dự thảo lần 2 và lần 3" in newest
    assert "Hai lần giống nhau" in words(browser.get(f"{at(dossier, 'so-sanh')}?truoc=2&sau=2"))
    assert browser.get(f"{at(dossier, 'so-sanh')}?truoc=1&sau=9").status_code == 404


def test_without_drafts_there_is_nothing_to_compare_or_print(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), drafted=False)
    browser = sign_in(cast.officer)
    for page in ("so-sanh", "ban-in"):
        assert browser.get(at(dossier, page))["Location"] == at(dossier)
    assert browser.get(at(dossier, "lay-y-kien"))["Location"] == at(dossier, "soan")


# --- exact pages -----------------------------------------------------------------------------------------


def test_the_exact_pages_are_pictures_with_words(cast: Cast) -> None:
    dossier = drafted(cast)
    long = tuple(Paragraph(f"Đoạn {number}. " + "Nội dung triển khai. " * 12) for number in range(40))
    make_draft(dossier, replace(make_paper(dossier.about), blocks=long))
    browser = sign_in(cast.officer)
    page = soup(browser.get(at(dossier, "ban-in")))
    pictures = page.select(".paper-pages img")
    assert len(pictures) > 2
    assert pictures[1]["alt"] == f"Dự thảo lần 2, trang 2 trên {len(pictures)}"
    answer = browser.get(pictures[0]["src"])
    assert (answer["Content-Type"], answer.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    last = f"{at(dossier)}du-thao/2/trang/{len(pictures) + 1}.png"
    assert browser.get(last).status_code == 404
    pdf = browser.get(f"{at(dossier)}du-thao/2/tai.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    looked_at = pdf_of(dossier.drafts.get(number=2), newest=True)
    assert ["Mã đối chiếu:" in said_on(one) for one in (looked_at, pdf.content)] == [False, True]
    assert [PREVIEW in said_on(one) for one in (looked_at, pdf.content)] == [True, False]
    assert "chưa có mã đối chiếu" in page.select_one(".note").get_text()  # type: ignore[union-attr]
    pair = soup(browser.get(f"{at(dossier, 'ban-in')}?lan=1&canh=2"))
    assert [one["aria-label"] for one in pair.select(".pile")] == ["Dự thảo lần 1", "Dự thảo lần 2"]
    assert browser.get(f"{at(dossier, 'ban-in')}?lan=9").status_code == 404


def said_on(made: bytes) -> str:
    """The words of the second page."""
    text: str = pypdfium2.PdfDocument(made)[1].get_textpage().get_text_bounded()
    return text


def test_without_the_font_the_refusal_names_the_package(cast: Cast, monkeypatch: Any) -> None:
    def missing(*_args: Any) -> Any:
        raise fonts.FontMissing

    dossier = drafted(cast, about="không có phông chữ")
    monkeypatch.setattr(printing.pdf, "render", missing)
    browser = sign_in(cast.officer)
    assert "Cài gói fonts-liberation2" in words(browser.get(at(dossier, "ban-in")))
    assert browser.get(f"{at(dossier)}du-thao/1/tai.pdf").status_code == 422


@pytest.mark.parametrize(
    ("failure", "said"),
    [(office.OfficeMissingError, "Cài gói libreoffice"), (office.OfficeFailedError, "không mở được tệp này")],
)
def test_a_word_file_is_laid_out_by_libreoffice_or_says_why_not(
    cast: Cast, monkeypatch: Any, failure: type[Exception], said: str
) -> None:
    def fails(_data: bytes) -> bytes:
        raise failure

    dossier = make_dossier(cast.unit("btc-thai-binh"), drafted=False)
    browser = sign_in(cast.officer)
    document = docx.Document()
    document.add_paragraph(f"Soạn ở nơi khác, {failure.__name__}.")
    out = io.BytesIO()
    document.save(out)
    upload(browser, dossier, out.getvalue())
    monkeypatch.setattr(printing.office, "to_pdf", fails)
    assert said in words(browser.get(at(dossier, "ban-in")))
    monkeypatch.setattr(printing.office, "to_pdf", lambda _data: printing.pdf_of(make_paper("Bản in")))
    assert soup(browser.get(at(dossier, "ban-in"))).select_one(".paper-pages img") is not None
    monkeypatch.setattr(printing.office, "to_pdf", fails)  # kept at hand now
    assert soup(browser.get(at(dossier, "ban-in"))).select_one(".paper-pages img") is not None
    make_draft(dossier)
    assert "Không so được lời văn" in words(browser.get(at(dossier, "so-sanh")))
    path_of(dossier.drafts.get(number=1).file.key).unlink()
    assert browser.get(f"{at(dossier)}du-thao/1/tai.docx").status_code == 404


def test_what_was_made_last_is_kept_and_no_more(cast: Cast) -> None:
    for number in range(printing.KEPT + 2):
        printing._keep(f"key-{number}", b"%PDF-")
    assert len(printing._made) == printing.KEPT
    assert printing._known("key-0") is None
    assert printing._known(f"key-{printing.KEPT + 1}") == b"%PDF-"


def test_pages_of_drafts_are_of_those_who_see_the_dossier(cast: Cast) -> None:
    dossier = drafted(cast)
    browser = sign_in(cast.other_officer)
    for path in ("ban-in/", "so-sanh/", "du-thao/1/tai.docx", "du-thao/1/tai.pdf", "du-thao/1/trang/1.png"):
        assert browser.get(f"{HERE}ho-so-trinh/{dossier.pk}/{path}").status_code == 404


def test_the_newest_draft_is_printed_as_it_will_go_out(cast: Cast) -> None:
    """What the dossier says of signer and receivers since it was written stands on the page already."""
    dossier = drafted(cast)
    make_draft(dossier)
    type(dossier).objects.filter(pk=dossier.pk).update(post="Phó Trưởng Ban", signer="Lê Thị Thu Hà")
    browser = sign_in(cast.officer)

    def printed(number: int) -> str:
        data = browser.get(f"{at(dossier)}du-thao/{number}/tai.pdf").content
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))

    assert "PHÓ TRƯỞNG BAN" in printed(2)
    assert "Lê Thị Thu Hà" in printed(2)
    assert "Dự thảo lần 2" in printed(2)
    assert "Lê Thị Thu Hà" not in printed(1)
    type(dossier).objects.filter(pk=dossier.pk).update(state="withdrawn")
    assert "Lê Thị Thu Hà" not in printed(2)
