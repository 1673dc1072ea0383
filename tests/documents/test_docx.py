"""A paper opened again: page, faces, positions, tables; its bytes depend on nothing but the paper."""

import io
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import docx as reader
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt

from giaoban.core.dates import ZONE
from giaoban.core.text import clean
from giaoban.documents.blocks import (
    Block,
    Column,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
)
from giaoban.documents.docx import render
from giaoban.documents.text import GAP

PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
MADE = datetime(2019, 9, 25, 15, 30, tzinfo=ZONE)
LONG_NAME = (
    "Đảng bộ Công ty cổ phần Đầu tư, Xây dựng và Phát triển hạ tầng Khu công nghiệp "
    "Nguyễn Đức Cảnh, huyện Đông Hưng, tỉnh Thái Bình (trực thuộc Đảng bộ Khối)"
)


def paper(*blocks: Block, **facts: Any) -> Paper:
    given: dict[str, Any] = {
        "letterhead": Letterhead("Tỉnh ủy Thái Bình", "Ban Tổ chức"),
        "number": "12-BC/BTCTU",
        "place": "Thái Bình",
        "day": date(2019, 9, 25),
        "type_name": "Báo cáo",
        "about": "công tác tổ chức xây dựng Đảng tháng 9 và 9 tháng năm 2019",
        "created": MADE,
        "signature": Signature("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn An"),
        "receivers": ("Ban Tổ chức Trung ương", "Thường trực Tỉnh ủy;", "Lưu Văn phòng, Ban Tổ chức"),
    }
    return Paper(**{**given, "blocks": blocks, **facts})


def opened(given: Paper) -> Any:
    return reader.Document(io.BytesIO(render(given)))


def mm(length: Any) -> int:
    return round(length.mm)


def lines(cell: Any) -> list[str]:
    return [paragraph.text for paragraph in cell.paragraphs]


def face(run: Any) -> tuple[bool, bool, float | None]:
    return bool(run.bold), bool(run.italic), run.font.size.pt if run.font.size else None


@pytest.mark.parametrize(
    ("day", "margins"), [(date(2019, 9, 25), (20, 20, 30, 15)), (date(2018, 4, 2), (25, 25, 35, 15))]
)
def test_the_page_is_a4_with_the_margins_of_its_day(day, margins):
    section = opened(paper(day=day)).sections[0]
    assert (mm(section.page_width), mm(section.page_height)) == (210, 297)
    measured = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert tuple(map(mm, measured)) == margins


def test_the_head_stands_in_two_columns_over_the_number_and_the_day():
    head = opened(paper()).tables[0]
    bodies, party = head.rows[0].cells
    number, place = head.rows[1].cells
    assert lines(bodies) == ["TỈNH ỦY THÁI BÌNH", "BAN TỔ CHỨC", "*"]
    assert [face(p.runs[0]) for p in bodies.paragraphs] == [
        (False, False, 14.0),
        (True, False, 14.0),
        (False, False, 14.0),
    ]
    assert lines(party) == [PARTY, ""]
    assert face(party.paragraphs[0].runs[0]) == (True, False, 15.0)
    assert lines(number) == ["Số 12-BC/BTCTU"]
    assert face(number.paragraphs[0].runs[0]) == (False, False, 14.0)
    assert lines(place) == ["Thái Bình, ngày 25 tháng 9 năm 2019"]
    assert face(place.paragraphs[0].runs[0]) == (False, True, 14.0)
    everything = [p for cell in (bodies, party, number, place) for p in cell.paragraphs]
    assert {p.alignment for p in everything} == {WD_ALIGN_PARAGRAPH.CENTER}


def test_the_rule_under_the_name_of_the_party_is_as_long_as_the_name():
    """206.7 pt is the advance of the name in Times New Roman Bold 15 (font metrics): 72.9 mm."""
    party = opened(paper()).tables[0].rows[0].cells[1]
    below = party.paragraphs[1]
    form = below.paragraph_format
    rule = party.width.mm - form.left_indent.mm - form.right_indent.mm
    assert abs(rule - 72.9) < 0.2
    assert below._p.pPr.find(qn("w:pBdr")).find(qn("w:top")).get(qn("w:val")) == "single"


def test_type_name_and_subject_stand_bold_in_the_middle_over_a_short_rule():
    document = opened(paper())
    kind, about, rule = document.paragraphs[:3]
    assert (kind.text, face(kind.runs[0])) == ("BÁO CÁO", (True, False, 15.0))
    assert about.text == "công tác tổ chức xây dựng Đảng tháng 9 và 9 tháng năm 2019"
    assert face(about.runs[0]) == (True, False, 14.0)
    assert rule.text == "-----"
    assert {p.alignment for p in (kind, about, rule)} == {WD_ALIGN_PARAGRAPH.CENTER}


def test_a_letter_has_its_subject_under_the_number_and_an_addressee():
    letter = paper(type_name="", about="Về đề nghị báo cáo", addressee="Các huyện ủy, thành ủy")
    document = opened(letter)
    number = document.tables[0].rows[1].cells[0]
    assert lines(number) == ["Số 12-BC/BTCTU", "Về đề nghị báo cáo"]
    assert face(number.paragraphs[1].runs[0]) == (False, True, 12.0)
    assert [p.text for p in document.paragraphs if p.text] == ["Kính gửi: Các huyện ủy, thành ủy"]


def test_a_draft_says_so_and_leaves_room_for_number_and_day():
    blank = " " * len(GAP)
    head = opened(paper(number="", day=None, mark="Dự thảo lần 2")).tables[0]
    assert lines(head.rows[1].cells[0]) == [f"Số {GAP}", "Dự thảo lần 2"]
    assert lines(head.rows[1].cells[1]) == [f"Thái Bình, ngày{blank}tháng{blank}năm 2019"]
    known = opened(paper(number="-BC/BTCTU", day=None)).tables[0]
    assert lines(known.rows[1].cells[0]) == [f"Số {GAP}-BC/BTCTU"]


def test_the_body_is_justified_with_exact_lines_and_an_indented_first_line():
    document = opened(paper(Paragraph("Các cấp ủy đã triển khai."), Paragraph("(Số liệu)", align="center")))
    body, middle = document.paragraphs[3:5]
    form = body.paragraph_format
    assert body.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert (form.line_spacing_rule, form.line_spacing) == (WD_LINE_SPACING.EXACTLY, Pt(18))
    assert (form.space_after, mm(form.first_line_indent)) == (Pt(6), 10)
    assert middle.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert mm(middle.paragraph_format.first_line_indent) == 0


def test_runs_keep_their_faces_and_the_spaces_between_them():
    runs = (Run("Kết nạp "), Run("215", bold=True), Run(" đảng viên", italic=True), Run("[1]", raised=True))
    paragraph = opened(paper(Paragraph(runs=runs))).paragraphs[3]
    assert paragraph.text == "Kết nạp 215 đảng viên[1]"
    assert [bool(run.bold) for run in paragraph.runs] == [False, True, False, False]
    assert [bool(run.italic) for run in paragraph.runs] == [False, False, True, False]
    assert paragraph.runs[3].font.superscript is True


def test_headings_are_real_headings_with_their_numbers_in_the_text():
    blocks = (Heading("I- Tình hình"), Heading("1. Kết quả", 2), Heading("a) Chi bộ", 3))
    found = [p for p in opened(paper(*blocks)).paragraphs if p.style.name.startswith("Heading")]
    assert [(p.style.name, p.text) for p in found] == [
        ("Heading 1", "I- Tình hình"),
        ("Heading 2", "1. Kết quả"),
        ("Heading 3", "a) Chi bộ"),
    ]
    assert all(p.paragraph_format.keep_with_next for p in found)
    with pytest.raises(ValueError, match="level 1 to 3"):
        Heading("I- Tình hình", 4)


def test_every_script_has_the_same_face_so_that_no_letter_falls_back():
    document = opened(paper(Heading("I- Tình hình")))
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Header", "Footer"):
        properties = document.styles[name].element.rPr
        fonts = properties.find(qn("w:rFonts"))
        assert {
            key: fonts.get(qn(f"w:{key}")) for key in ("ascii", "hAnsi", "eastAsia", "cs")
        } == dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), "Times New Roman")
        assert not [key for key in fonts.attrib if "Theme" in key]
        assert (
            properties.find(qn("w:sz")).get(qn("w:val")),
            properties.find(qn("w:szCs")).get(qn("w:val")),
        ) == (
            "28",
            "28",
        )


def sixty_rows() -> Table:
    columns = (
        Column("TT", 0.5),
        Column("Đơn vị", 3),
        Column("Chi bộ", numeric=True),
        Column("Tỷ lệ (%)", numeric=True, places=2),
    )
    rows = [(str(n), LONG_NAME, 1000 * n, Decimal("92.065")) for n in range(1, 60)]
    return Table(
        columns,
        [*rows, ("", "Tổng số", 1_770_000, None)],
        caption="Biểu 1. Tổ chức đảng",
        source="Nguồn: báo cáo của 59 đơn vị, tháng 9 năm 2019",
        bands=(("", 1), ("", 1), ("Tổ chức", 2)),
        totals={59},
    )


def test_a_table_of_sixty_rows_repeats_its_titles_and_writes_numbers_on_the_right():
    document = opened(paper(sixty_rows()))
    table = document.tables[1]
    assert len(table.rows) == 62
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True, True] + [False] * 60
    assert [cell.text for cell in table.rows[0].cells] == ["TT", "Đơn vị", "Tổ chức", "Tổ chức"]
    assert [cell.text for cell in table.rows[1].cells] == ["TT", "Đơn vị", "Chi bộ", "Tỷ lệ (%)"]
    first, last = table.rows[2].cells, table.rows[61].cells
    assert [clean(cell.text) for cell in first] == ["1", LONG_NAME, "1.000", "92,07"]
    assert [cell.text for cell in last] == ["", "Tổng số", "1.770.000", ""]
    at = WD_ALIGN_PARAGRAPH
    sides = [at.CENTER, at.LEFT, at.RIGHT, at.RIGHT]
    assert [cell.paragraphs[0].alignment for cell in first] == sides
    assert (first[1].paragraphs[0].runs[0].bold, last[1].paragraphs[0].runs[0].bold) == (None, True)
    assert table._tbl.tblPr.find(qn("w:tblBorders")).find(qn("w:insideH")).get(qn("w:val")) == "single"
    assert abs(sum(column.width.mm for column in table.columns) - 165) < 0.5
    around = [p.text for p in document.paragraphs]
    assert around.index("Biểu 1. Tổ chức đảng") + 1 == around.index(
        "Nguồn: báo cáo của 59 đơn vị, tháng 9 năm 2019"
    )


def test_cells_keep_line_ends_tabs_and_blanks_and_a_total_is_bold():
    said = [" a\nb\tc ", "", "=1+1", "  "]
    table = opened(paper(Table((Column("x"),), [(text,) for text in said], totals={2}))).tables[1]
    cells = [row.cells[0] for row in table.rows[1:]]
    assert [cell.text for cell in cells] == said
    assert [run.bold for cell in cells for run in cell.paragraphs[0].runs] == [None, None, True, None]


def test_a_table_without_rows_says_so_and_one_without_columns_is_refused():
    document = opened(paper(Table((Column("TT"), Column("Đơn vị")), (), caption="Biểu 2")))
    rows = document.tables[1].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["TT", "Đơn vị"],
        ["Không có số liệu."] * 2,
    ]
    with pytest.raises(ValueError, match="at least one column"):
        Table((), ())
    with pytest.raises(ValueError, match="one cell for each column"):
        Table((Column("TT"),), (("1", "2"),))
    with pytest.raises(ValueError, match="cover all columns"):
        Table((Column("TT"), Column("Đơn vị")), (), bands=(("x", 3),))


def test_the_signature_stands_right_and_the_receivers_left_with_their_signs():
    foot = opened(paper()).tables[-1]
    left, right = foot.rows[0].cells
    assert lines(left) == [
        "Nơi nhận:",
        "- Ban Tổ chức Trung ương,",
        "- Thường trực Tỉnh ủy,",
        "- Lưu Văn phòng, Ban Tổ chức.",
    ]
    assert left.paragraphs[0].runs[0].underline is True
    assert left.paragraphs[1].runs[0].font.size == Pt(12)
    assert lines(right) == ["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn An"]
    assert [face(p.runs[0]) for p in right.paragraphs] == [
        (True, False, 14.0),
        (False, False, 14.0),
        (True, False, 14.0),
    ]


def test_minutes_have_two_signatures_and_a_note_has_none():
    minutes = paper(beside=Signature("", "NGƯỜI GHI BIÊN BẢN", "Lê Thị Cúc"))
    left, _right = opened(minutes).tables[-1].rows[0].cells
    assert lines(left) == ["NGƯỜI GHI BIÊN BẢN", "Lê Thị Cúc"]
    assert len(opened(paper(signature=None, receivers=())).tables) == 1
    assert lines(opened(paper(signature=None)).tables[-1].rows[0].cells[1]) == [""]
    assert lines(opened(paper(receivers=())).tables[-1].rows[0].cells[0]) == [""]


def test_pages_are_numbered_at_the_top_from_the_second_one():
    section = opened(paper(footer="Mã đối chiếu: 7KQ2")).sections[0]
    assert section.different_first_page_header_footer is True
    assert [p.text for p in section.first_page_header.paragraphs] == [""]
    header = section.header.paragraphs[0]
    assert header.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert [code.text for code in header._p.iter(qn("w:instrText"))] == [" PAGE "]
    assert {run.font.size for run in header.runs} == {Pt(14)}
    feet = (section.footer, section.first_page_footer)
    assert [foot.paragraphs[0].text for foot in feet] == ["Mã đối chiếu: 7KQ2"] * 2


def test_an_empty_cell_is_as_high_as_one_with_words():
    cell = opened(paper(Table([Column("TT"), Column("Đơn vị")], [["1", None]]))).tables[1].rows[1].cells[1]
    mark = cell.paragraphs[0]._p.pPr.find(qn("w:rPr"))
    assert [size.get(qn("w:val")) for size in mark] == ["24", "24"]


def test_the_properties_name_the_paper_its_issuer_and_its_time():
    core = opened(paper()).core_properties
    title = "Báo cáo công tác tổ chức xây dựng Đảng tháng 9 và 9 tháng năm 2019"
    assert (core.title, core.author, core.last_modified_by) == (title, "Ban Tổ chức", "Ban Tổ chức")
    assert core.created.replace(tzinfo=None) == datetime(2019, 9, 25, 8, 30)  # noqa: DTZ001  UTC in the file
    assert (core.comments, core.language) == ("", "vi-VN")
    assert opened(paper(title="Báo cáo 9 tháng")).core_properties.title == "Báo cáo 9 tháng"


def test_equal_papers_are_equal_bytes_and_another_time_is_not():
    given = paper(sixty_rows())
    first = render(given)
    assert render(given) == first
    assert render(replace(given, created=MADE.replace(minute=31))) != first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [name for name in package.namelist() if "thumbnail" in name] == []


def test_text_is_composed_and_clean_of_what_a_file_cannot_hold():
    broken = "Ho\u0300a Bi\u0300nh\x00\x0b\ufffe\nxã \u200bAn Hòa\ud800"
    paragraph = opened(paper(Paragraph(broken))).paragraphs[3]
    assert paragraph.text == "Hòa Bình\nxã An Hòa"
    assert unicodedata.is_normalized("NFC", paragraph.text)


def test_a_unit_without_superior_and_a_paper_without_subject_or_place():
    document = opened(paper(letterhead=Letterhead("", "Ban Chấp hành Trung ương"), about="", place=""))
    head = document.tables[0]
    assert lines(head.rows[0].cells[0]) == ["BAN CHẤP HÀNH\nTRUNG ƯƠNG", "*"]
    assert lines(head.rows[1].cells[1]) == ["ngày 25 tháng 9 năm 2019"]
    assert [p.text for p in document.paragraphs[:2]] == ["BÁO CÁO", "-----"]


def test_bold_and_plain_tables_and_the_last_day_of_all():
    table = Table((Column("Đơn vị"),), (("x",),))
    document = opened(paper(Paragraph("Đậm", bold=True), table, day=date.max, created=datetime(2019, 9, 25)))  # noqa: DTZ001
    assert document.paragraphs[3].runs[0].bold is True
    assert [row.cells[0].text for row in document.tables[1].rows] == ["Đơn vị", "x"]
    assert mm(document.sections[0].left_margin) == 30
