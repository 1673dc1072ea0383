"""Lines of real long names: what a clerk would not accept on paper, measured in Word and in PDF."""

import io
import re
from datetime import date

import docx as reader
import pytest
from docx.oxml.ns import qn

from giaoban.documents import breaking, docx, measure, pdf, words
from giaoban.documents.blocks import Annex, Column, Letterhead, Paragraph, Signature, Table
from giaoban.documents.breaking import NBSP
from giaoban.documents.layout import PEN_ROOM, layout_on
from tests.documents.papers import PT_PER_MM, SENTENCE, lines_of, paper, samples, state_paper, table

BODY = "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh"
SENTENCES = (
    "Trong 9 tháng đầu năm, toàn tỉnh kết nạp 1.215 đảng viên, đạt 92,07 % chỉ tiêu, tăng 3,5 % so với cùng "
    "kỳ; 421/421 tổ chức cơ sở đảng sinh hoạt đúng quy định (đ/c Phạm Nguyễn Thị Khánh Huyền theo dõi chung) "
    "theo Chương trình số 12-CTr/TU, ngày 25 tháng 02 năm 2019; giai đoạn 2015 – 2020 hoàn thành trước ngày "
    "15/11/2019."
)
TORN = re.compile(r"\d\n(?:%|tháng(?!\s\d)|–)|(?:đ/c|ngày|năm)\n(?=\w)|-\n|\n[–-] ")


def printed(given) -> list[list[str]]:
    return [[line.text for line in page] for page in lines_of(pdf.render(given))]


def test_no_line_ends_between_a_number_and_its_unit_nor_after_dc_nor_inside_a_symbol():
    found = []
    for start in range(12):  # other words before it, so that each place comes to the end of a line once
        lines = lines_of(pdf.render(paper(Paragraph(f"{'Kết quả ' * start}{SENTENCES}"))))[0]
        body = [line.text.strip() for line in lines if line.size == 14 and 70 < line.base < 110]
        assert body[-1].endswith("2019.")
        found += TORN.findall("\n".join(body))
    assert found == []
    for torn in ("đạt 92,07\n% chỉ tiêu", "(đ/c\nPhạm", "số 12-\nCTr/TU", "Bà Rịa\n– Vũng Tàu", "ngày\n25"):
        assert TORN.search(torn)


def test_word_holds_the_same_places():
    root = reader.Document(io.BytesIO(docx.render(paper(Paragraph(SENTENCES))))).element.body
    texts = [one.text for one in root.iter(qn("w:t"))]
    whole = "".join(texts)
    for held in ("9 tháng", "92,07 %", "đ/c Phạm", "ngày 25", "tháng 02", "năm 2019", "2015 –"):
        assert held.replace(" ", NBSP) in whole
    hyphen = next(root.iter(qn("w:noBreakHyphen")))
    around = hyphen.getprevious().text[-2:], hyphen.getnext().text[:6]
    assert around == ("12", "CTr/TU")


def test_a_short_line_is_left_as_it_is():
    given = paper(Paragraph("Số phiếu hợp lệ: 42 bản, ngày 30 tháng 9."), table(3))
    words = "".join(t.text for t in reader.Document(io.BytesIO(docx.render(given))).element.iter(qn("w:t")))
    assert "42 bản, ngày 30 tháng 9." in words
    assert "Biểu 1. Tổ chức đảng" in words


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "CHI BỘ VỤ TỔ CHỨC – ĐIỀU LỆ VÀ CƠ SỞ ĐẢNG, ĐẢNG VIÊN",
            ["CHI BỘ VỤ TỔ CHỨC –", "ĐIỀU LỆ VÀ CƠ SỞ", "ĐẢNG, ĐẢNG VIÊN"],
        ),
        (
            "T/M BAN THƯỜNG VỤ ĐẢNG ỦY KHỐI CÁC CƠ QUAN VÀ DOANH NGHIỆP TỈNH",
            ["T/M BAN THƯỜNG VỤ", "ĐẢNG ỦY KHỐI CÁC CƠ QUAN", "VÀ DOANH NGHIỆP TỈNH"],
        ),
        (
            "BAN CHẤP HÀNH ĐẢNG BỘ TỈNH BÀ RỊA – VŨNG TÀU",
            ["BAN CHẤP HÀNH ĐẢNG BỘ", "TỈNH BÀ RỊA – VŨNG TÀU"],
        ),
        ("PHÓ TRƯỞNG BAN THƯỜNG TRỰC", ["PHÓ TRƯỞNG BAN", "THƯỜNG TRỰC"]),
    ],
)
def test_names_of_bodies_break_between_their_parts(text: str, lines: list[str]):
    assert breaking.even(text, 14, 75.9, bold=True).split("\n") == lines
    assert all(measure.width_mm(line, 14, bold=True) < 75.9 for line in lines)


def test_a_word_wider_than_its_column_and_a_text_without_end_are_left_to_the_renderer():
    assert breaking.even("Đ" * 60, 14, 50) == "Đ" * 60
    assert breaking.even(f"{'Đ' * 60} tỉnh", 14, 50) == f"{'Đ' * 60} tỉnh"
    endless = "ban tổ chức " * 200
    assert breaking.even(endless, 14, 50) == endless


def test_titles_of_columns_and_cells_leave_no_lone_word():
    columns = (Column("TT", 0.5, numeric=True), Column("Đơn vị", 3), Column("Tỉ lệ so với số có mặt", 1.2))
    rows = [[1, "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh Bà Rịa – Vũng Tàu", "93,02 %"]]
    lines = [line for page in lines_of(pdf.render(paper(Table(columns, rows)))) for line in page]
    said = [line.text.strip() for line in lines]
    assert not {"mặt", "Tàu", "–"} & set(said)
    number = next(line for line in lines if line.text == "1")
    title = next(line for line in lines if line.text == "TT")
    assert abs(number.middle - title.middle) < 0.5


def test_punctuation_stays_inside_the_margin():
    right = max(line.right for line in lines_of(pdf.render(paper(*[Paragraph(SENTENCES)] * 6)))[0])
    assert right <= 195 + 0.3


def test_the_last_row_of_a_table_without_source_goes_with_the_signature_under_its_titles():
    alone = 0
    for count in range(18, 23):
        last = printed(paper(table(count, source="")))[-1]
        assert "Nguyễn Văn An" in last
        assert "Tổng số" in last
        assert "Tỷ lệ (%)" in last
        alone += sum("Huyện ủy Đông Hưng" in line for line in last) == 0
    assert alone > 0
    held = reader.Document(io.BytesIO(docx.render(paper(table(20, source=""))))).tables[1].rows[-1]
    assert all(p.paragraph_format.keep_with_next for cell in held.cells for p in cell.paragraphs)
    assert "Nguyễn Văn An" in printed(paper(table(1, source="")))[0]


def test_a_table_that_fills_its_page_makes_no_empty_one():
    document = reader.Document(
        io.BytesIO(docx.render(paper(table(5, source=""), signature=None, receivers=())))
    )
    below = document.element.body.sectPr.getprevious()
    spacing = below.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    assert [spacing.get(qn(f"w:{name}")) for name in ("before", "line", "lineRule")] == ["0", "20", "exact"]
    following = paper(table(3, source=""), Paragraph("Ngay dưới bảng."))
    lines = lines_of(pdf.render(following))[0]
    total = next(line for line in lines if line.text == "Tổng số")
    text = next(line for line in lines if line.text.startswith("Ngay"))
    assert 9 < (text.base - total.base) * PT_PER_MM - 14.4 < 20


def test_a_state_letter_says_v_v_and_a_state_title_begins_with_a_capital():
    letter = state_paper(Paragraph(SENTENCE), type_name="", about="nâng bậc lương năm 2019")
    number, about = (
        next(line for line in lines_of(pdf.render(letter))[0] if line.text.startswith(start))
        for start in ("Số: 345", "V/v nâng bậc lương")
    )
    assert (about.base - number.base) * PT_PER_MM > 15 + 5
    named = state_paper(Paragraph(SENTENCE), type_name="", about="V/v nâng bậc lương")
    assert "V/v nâng bậc lương" in printed(named)[0]
    assert "Công tác tổ chức" in " ".join(printed(state_paper(Paragraph(SENTENCE)))[0])
    assert "công tác tổ chức" in " ".join(printed(paper(Paragraph(SENTENCE)))[0])


def test_a_number_that_is_to_come_leaves_room_for_it():
    said = printed(paper(Paragraph(SENTENCE), number="-BC/BTCTU"))[0]
    assert f"Số {NBSP * 6}-BC/BTCTU" in "".join(said)


def test_marks_stand_under_the_subject_of_a_letter():
    letter = paper(
        Paragraph(SENTENCE), type_name="", about="về đề nghị báo cáo", secrecy="Mật", urgency="Khẩn"
    )
    lines = {line.text: line.base for line in lines_of(pdf.render(letter))[0]}
    assert lines["Số 12-BC/BTCTU"] < lines["về đề nghị báo cáo"] < lines["MẬT"] < lines["KHẨN"]
    cell = reader.Document(io.BytesIO(docx.render(letter))).tables[0].rows[1].cells[0]
    assert [p.text for p in cell.paragraphs] == ["Số 12-BC/BTCTU", "về đề nghị báo cáo", "MẬT", "KHẨN"]


def test_annexes_of_the_state_have_roman_numbers_and_names_in_capitals():
    annexes = (Annex("Phụ lục 1", "Danh sách", "(Kèm theo)"), Annex("Phụ lục 4"), Annex("Phụ lục"))
    for make, wanted in (
        (state_paper, ["Phụ lục I", "Phụ lục IV", "Phụ lục"]),
        (paper, ["Phụ lục 1", "Phụ lục 4", "Phụ lục"]),
    ):
        pages = printed(make(Paragraph(SENTENCE), annexes=annexes))[1:]
        assert [next(line for line in page if line.startswith("Phụ lục")) for page in pages] == wanted
        assert ("DANH SÁCH" in pages[0]) == (make is state_paper)


def test_there_is_room_to_sign_and_the_rule_under_a_state_subject_fits_it():
    for given in (samples()["state"], paper(Paragraph(SENTENCE))):
        lines = [line for page in lines_of(pdf.render(given)) for line in page]
        post = next(n for n, line in enumerate(lines) if line.text.startswith("PHÓ "))
        name = next(
            line for line in lines[post:] if line.text.split()[-1] in {"Bình", "An"} and line.size == 14
        )
        assert (name.base - lines[post].base) * PT_PER_MM > PEN_ROOM + 14
    layout = layout_on(date(2021, 1, 1), "state")
    about = words.subject(
        state_paper(about="công tác phòng, chống lụt, bão và tìm kiếm cứu nạn " * 3), layout
    )
    longest = max(measure.width_mm(line, layout.about, bold=True) for line in about.split("\n"))
    assert longest / 3 < words.subject_rule_mm(about, layout) < longest / 2


def test_three_ways_to_sign_with_long_names_stay_in_their_column():
    for authority, post in (
        (f"T/M BAN THƯỜNG VỤ {BODY.upper()}", "PHÓ BÍ THƯ THƯỜNG TRỰC"),
        ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"),
        ("T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"),
    ):
        signature = Signature(authority, post, "Phạm Nguyễn Thị Khánh Huyền")
        given = paper(Paragraph(SENTENCE), signature=signature, letterhead=Letterhead("Tỉnh ủy", BODY))
        lines = lines_of(pdf.render(given))[0]
        signed = [line for line in lines if line.text.strip() and line.text.strip() in f"{authority} {post}"]
        assert min(line.left for line in signed if line.base > 100) > 112.5
        assert max(line.right for line in signed) <= 195
