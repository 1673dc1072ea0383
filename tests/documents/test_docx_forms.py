"""Word files of other forms: state papers, marks, long names, tables laid across, annexes, the last page."""

import io
from datetime import date
from typing import Any

import docx as reader
import pytest
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.shared import Pt

from giaoban.documents.blocks import Annex, Heading, Letterhead, Paper, Paragraph
from giaoban.documents.docx import render
from giaoban.documents.measure import width_mm
from tests.documents.papers import LONG_NAME, SENTENCE, paper, samples, state_paper, table


def opened(given: Paper) -> Any:
    return reader.Document(io.BytesIO(render(given)))


def lines(cell: Any) -> list[str]:
    return [paragraph.text for paragraph in cell.paragraphs if paragraph.text]


def pages(document: Any) -> list[tuple[int, int, int, int, int]]:
    """Width and margins (top, right, bottom, left) of each section, in mm."""
    return [
        (
            round(one.page_width.mm),
            *(
                round(side.mm)
                for side in (one.top_margin, one.right_margin, one.bottom_margin, one.left_margin)
            ),
        )
        for one in document.sections
    ]


def test_a_state_paper_has_the_heads_and_the_signature_of_its_own():
    document = opened(state_paper(addressee="Ủy ban nhân dân huyện Đông Hưng"))
    head, foot = document.tables
    assert lines(head.rows[0].cells[0]) == ["ỦY BAN NHÂN DÂN\nTỈNH THÁI BÌNH", "SỞ NỘI VỤ"]
    assert lines(head.rows[0].cells[1]) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert [p.runs[0].font.size for p in head.rows[0].cells[1].paragraphs[:2]] == [Pt(13), Pt(14)]
    assert lines(head.rows[1].cells[0]) == ["Số: 345/BC-SNV"]
    receivers, signed = foot.rows[0].cells
    assert lines(receivers) == ["Nơi nhận:", "- Như trên;", "- Lưu: VT, TCBC."]
    title = receivers.paragraphs[0].runs[0]
    assert (title.bold, title.italic, title.underline) == (True, True, None)
    assert lines(signed) == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Bình"]
    assert [p.runs[0].bold for p in signed.paragraphs] == [True] * 3
    to = next(p for p in document.paragraphs if p.text.startswith("Kính gửi"))
    assert (to.text, to.runs[0].italic) == ("Kính gửi: Ủy ban nhân dân huyện Đông Hưng", None)


def test_the_number_of_the_page_stands_where_the_state_wanted_it_before_2020():
    for day, top, bottom in ((date(2015, 2, 5), 0, 1), (date(2021, 2, 5), 1, 0)):
        section = opened(state_paper(day=day, code="7K2M-9QXA-41TF")).sections[0]
        codes = [
            len(list(part._element.iter(qn("w:instrText")))) for part in (section.header, section.footer)
        ]
        assert codes == [top, bottom]
        first = section.first_page_footer
        assert [p.text for p in first.paragraphs if p.text] == ["Mã đối chiếu: 7K2M-9QXA-41TF"]
        assert section.footer.paragraphs[-1].text == "Mã đối chiếu: 7K2M-9QXA-41TF"


def test_a_signature_may_have_two_lines_of_authority():
    signed = opened(samples()["state 2015"]).tables[-1].rows[0].cells[1]
    assert lines(signed) == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Bình"]


def test_marks_stand_in_frames_under_the_number_and_under_the_day():
    number, place = opened(samples()["decision"]).tables[0].rows[1].cells
    assert lines(number) == ["Số 12-BC/BTCTU", "MẬT", "HỎA TỐC", "Dự thảo lần 2"]
    assert lines(place) == ["Thái Bình, ngày 25 tháng 9 năm 2019", "TÀI LIỆU HỘI NGHỊ"]
    framed = [p.text for cell in (number, place) for p in cell.paragraphs if list(p._p.iter(qn("w:bdr")))]
    assert framed == ["MẬT", "HỎA TỐC", "TÀI LIỆU HỘI NGHỊ"]


def test_long_names_stand_on_lines_of_like_length():
    cell = opened(paper(letterhead=Letterhead("Tỉnh ủy", LONG_NAME))).tables[0].rows[0].cells[0]
    superior, issuer = cell.paragraphs[:2]
    assert " ".join(issuer.text.split()) == LONG_NAME.upper()
    assert superior.text == "TỈNH ỦY"
    lengths = [width_mm(line, 14, bold=True) for line in issuer.text.split("\n")]
    assert len(lengths) == 6
    assert min(lengths) > 0.6 * max(lengths)


def test_several_addressees_stand_under_each_other():
    document = opened(paper(type_name="", addressee="Huyện ủy Đông Hưng,\nThành ủy."))
    said = [p.text for p in document.paragraphs if p.text]
    assert said == ["Kính gửi:", "- Huyện ủy Đông Hưng,", "- Thành ủy."]


def test_a_wide_table_has_a_section_of_its_own_with_the_heading_in_front_of_it():
    blocks = (Paragraph(SENTENCE), Heading("Biểu 2"), table(3, wide=True), Paragraph("Hết."))
    document = opened(paper(*blocks))
    upright, across = (210, 20, 15, 20, 30), (297, 30, 20, 15, 20)
    assert pages(document) == [upright, across, upright]
    assert [one.orientation for one in document.sections][1] == WD_ORIENTATION.LANDSCAPE
    assert [one.different_first_page_header_footer for one in document.sections] == [True, False, False]
    body = [one for one in document.element.body if one.tag in (qn("w:p"), qn("w:tbl"))]
    breaks = [place for place, one in enumerate(body) if one.find(f".//{qn('w:sectPr')}") is not None]
    said = ["".join(t.text or "" for t in one.iter(qn("w:t"))) for one in body]
    assert said[breaks[0] + 1] == "Biểu 2"
    assert said[breaks[1] + 1] == "Hết."
    widths = sum(column.width.mm for column in document.tables[1].columns)
    assert abs(widths - document.sections[1].page_width.mm + 40) < 0.5


def test_a_wide_table_at_the_end_keeps_the_signature_on_its_pages():
    document = opened(paper(Paragraph(SENTENCE), table(3, wide=True)))
    assert [page[0] for page in pages(document)] == [210, 297]
    assert sum(cell.width.mm for cell in document.tables[-1].rows[0].cells) == pytest.approx(257, abs=0.5)


def test_an_annex_begins_a_page_laid_as_it_wants():
    annexes = (
        Annex("Phụ lục 1", "Chỉ tiêu", "(Kèm theo Báo cáo)", (table(3, wide=True),)),
        Annex("Phụ lục 2", blocks=(Paragraph(SENTENCE),)),
        Annex("Phụ lục 3"),
    )
    document = opened(paper(Paragraph(SENTENCE), annexes=annexes))
    assert [page[0] for page in pages(document)] == [210, 297, 210]
    heads = [p for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [p.text for p in heads] == ["Phụ lục 1", "Phụ lục 2", "Phụ lục 3"]
    assert [bool(p.paragraph_format.page_break_before) for p in heads] == [False, False, True]
    said = [p.text for p in document.paragraphs]
    assert said[said.index("Phụ lục 1") + 1 :][:2] == ["Chỉ tiêu", "(Kèm theo Báo cáo)"]


def test_the_last_words_stay_with_the_signature_unless_they_are_long():
    for text, kept in ((SENTENCE, True), (SENTENCE * 9, None)):
        last = next(p for p in reversed(opened(paper(Paragraph(text))).paragraphs) if p.text)
        assert last.paragraph_format.keep_with_next is kept
    source = next(p for p in opened(paper(table(3))).paragraphs if p.text.startswith("Nguồn"))
    assert source.paragraph_format.keep_with_next is True
    foot = opened(paper()).tables[-1]
    assert foot.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None


def test_each_annex_of_a_state_paper_counts_its_own_pages_those_of_the_party_go_on():
    *_paper, first, wide_ended, second = opened(samples()["state annexes"]).sections
    begins = [section._sectPr.find(qn("w:pgNumType")) is not None for section in (first, wide_ended, second)]
    assert begins == [True, False, True]
    for section in (first, second):
        assert section.different_first_page_header_footer is True
        assert [p.text for p in section.first_page_footer.paragraphs] == ["Mã đối chiếu: 7K2M-9QXA-41TF"]
    report = opened(samples()["report"]).sections
    assert [one for one in report if one._sectPr.find(qn("w:pgNumType")) is not None] == []
