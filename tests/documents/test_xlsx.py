"""A workbook opened again: numbers are numbers, text is text, the print is set, the source is named."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from giaoban.core.dates import ZONE
from giaoban.documents.xlsx import Book, Column, Sheet, render

MADE = datetime(2019, 9, 25, 15, 30, tzinfo=ZONE)
COLUMNS = (Column("TT", 6), Column("Đơn vị", 40), Column("Chi bộ", 12, numeric=True, places=0))
FACTS = (
    ("Biểu", "TCĐ-01"),
    ("Đơn vị", "Tỉnh ủy Thái Bình"),
    ("Kỳ", "Tháng 9 và 9 tháng năm 2019"),
    ("Nguồn", "báo cáo của 8 đơn vị"),
    ("Lúc xuất", "15:30 25/9/2019"),
)


def sheet(*rows: Any, **facts: Any) -> Sheet:
    return Sheet(**{"title": "Biểu 1", "columns": COLUMNS, "rows": rows, **facts})


def book(*sheets: Sheet, **facts: Any) -> Book:
    given: dict[str, Any] = {
        "title": "Biểu 1. Tổ chức đảng",
        "author": "Ban Tổ chức Tỉnh ủy Thái Bình",
        "created": MADE,
        "sheets": sheets,
        "facts": FACTS,
    }
    return Book(**{**given, **facts})


def opened(given: Book) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(render(given)))


def part(given: Book, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(render(given))) as package:
        return package.read(name).decode()


def test_numbers_are_numbers_and_days_are_days():
    columns = (*COLUMNS, Column("Tỷ lệ (%)", 12, numeric=True, places=2), Column("Ngày"))
    rows = [
        ("1", "Huyện ủy Đông Hưng", 1_234_567, Decimal("92.06"), date(2019, 9, 3)),
        ("2", "x", None, "", None),
    ]
    found = opened(book(sheet(*rows, columns=columns))).get_sheet_by_name("Biểu 1").to_python()
    assert found == [
        ["TT", "Đơn vị", "Chi bộ", "Tỷ lệ (%)", "Ngày"],
        ["1", "Huyện ủy Đông Hưng", 1_234_567.0, 92.06, date(2019, 9, 3)],
        ["2", "x", "", "", ""],
    ]
    styles = part(book(sheet(*rows, columns=columns)), "xl/styles.xml")
    # in the file the comma means thousands; each reader's language shows its own mark (1.234.567)
    assert re.findall(r'formatCode="([^"]+)"', styles) == ["#,##0", "#,##0.00", "dd/mm/yyyy"]
    with pytest.raises(TypeError, match="as a word"):
        render(book(sheet(("1", "x", True))))


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+84", "-1", "@SUM(A1)", "=1+1", "https://x.example/"]
)
def test_text_that_looks_like_a_formula_stays_text(text):
    given = book(sheet(("1", text, 1)), facts=((text, text),))
    assert opened(given).get_sheet_by_name("Biểu 1").to_python()[1] == ["1", text, 1.0]
    assert opened(given).get_sheet_by_name("Nguồn").to_python() == [[text, text]]
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        assert "<f>" not in part(given, name)
        assert "hyperlink" not in part(given, name)


def test_the_last_sheet_says_form_unit_period_source_and_time():
    given = opened(book(sheet(("1", "x", 1))))
    assert given.sheet_names == ["Biểu 1", "Nguồn"]
    assert given.get_sheet_by_name("Nguồn").to_python() == [list(fact) for fact in FACTS]


def test_the_sheet_is_frozen_and_printed_on_the_width_of_a_landscape_page():
    rows = [(str(n), f"Đảng bộ xã số {n}", n) for n in range(1, 61)]
    given = book(
        sheet(*rows, heading=("Biểu 1. Tổ chức đảng", "Kỳ: tháng 9"), bands=(("", 2), ("Tổ chức", 1)))
    )
    page = part(given, "xl/worksheets/sheet1.xml")
    assert re.search(r'<pane xSplit="1" ySplit="5" topLeftCell="B6"', page)
    assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in page
    assert '<pageSetUpPr fitToPage="1"/>' in page
    assert [float(w) for w in re.findall(r'<col min="\d" max="\d" width="([\d.]+)"', page)] == pytest.approx(
        [6.71, 40.71, 12.71], abs=0.01
    )
    names = dict(
        re.findall(
            r'<definedName name="_xlnm.(\w+)"[^>]*localSheetId="0"[^>]*>([^<]+)<',
            part(given, "xl/workbook.xml"),
        )
    )
    assert names == {"Print_Area": "'Biểu 1'!$A$1:$C$65", "Print_Titles": "'Biểu 1'!$4:$5"}
    found = opened(given).get_sheet_by_name("Biểu 1").to_python()
    assert found[0] == ["Biểu 1. Tổ chức đảng", "", ""]
    assert found[3:6] == [["TT", "Đơn vị", "Tổ chức"], ["", "", "Chi bộ"], ["1", "Đảng bộ xã số 1", 1.0]]


def test_a_band_spans_its_columns_and_totals_are_bold():
    given = book(sheet(("1", "x", 1), ("", "Tổng số", 1), bands=(("Đơn vị", 2), ("Tổ chức", 1)), totals={1}))
    page = part(given, "xl/worksheets/sheet1.xml")
    assert re.findall(r'<mergeCell ref="([^"]+)"', page) == ["A1:B1"]
    style = dict(re.findall(r'<c r="([ABC]\d)" s="(\d+)"', page))
    assert style["B3"] != style["B4"]
    assert opened(given).get_sheet_by_name("Biểu 1").to_python()[:2] == [
        ["Đơn vị", "", "Tổ chức"],
        ["TT", "Đơn vị", "Chi bộ"],
    ]


def test_a_sheet_too_wide_to_read_goes_over_several_papers_and_repeats_its_first_columns():
    wide = (*COLUMNS, *(Column(f"Đơn vị số {n}", 16, numeric=True) for n in range(20)))
    given = book(sheet(("1", "x", *range(21)), columns=wide, frozen=2))
    assert '<pageSetup paperSize="9" fitToWidth="2" fitToHeight="0" ' in part(
        given, "xl/worksheets/sheet1.xml"
    )
    assert "'Biểu 1'!$A:$B,'Biểu 1'!$1:$1" in part(given, "xl/workbook.xml")
    narrow = part(book(sheet(("1", "x", 1), frozen=2)), "xl/workbook.xml")
    assert "$A:$B" not in narrow


def test_a_filtered_sheet_carries_the_filter_of_excel():
    page = part(book(sheet(("1", "x", 1), filtered=True)), "xl/worksheets/sheet1.xml")
    assert '<autoFilter ref="A1:C2"/>' in page
    assert "<autoFilter" not in part(book(sheet(("1", "x", 1))), "xl/worksheets/sheet1.xml")


def test_a_row_of_wrapped_text_has_room_for_its_lines():
    page = part(book(sheet(("1", "x" * 100, 1), ("2", "một dòng", 1))), "xl/worksheets/sheet1.xml")
    assert re.findall(r'<row r="(\d)" [^>]* ht="([\d.]+)"', page) == [("2", "50.25")]


def test_an_empty_sheet_says_so_and_a_wrong_one_is_refused():
    found = opened(book(sheet())).get_sheet_by_name("Biểu 1").to_python()
    assert found == [["TT", "Đơn vị", "Chi bộ"], ["Không có số liệu.", "", ""]]
    with pytest.raises(ValueError, match="at least one column"):
        sheet(columns=())
    with pytest.raises(ValueError, match="one cell for each column"):
        sheet(("1", "x"))
    with pytest.raises(ValueError, match="cover all columns"):
        sheet(bands=(("x", 2),))


def test_names_of_sheets_are_shortened_cleaned_and_kept_apart():
    long = "Biểu tổng hợp số lượng: chi bộ / đảng viên toàn tỉnh"
    titles = (long, long.upper(), "'?*'", "Nguồn")
    names = opened(book(*(sheet(title=title) for title in titles))).sheet_names
    assert names == [
        "Biểu tổng hợp số lượng chi bộ đ",
        "BIỂU TỔNG HỢP SỐ LƯỢNG CHI (2)",
        "Bảng",
        "Nguồn (2)",
        "Nguồn",
    ]
    assert max(map(len, names)) <= 31


def test_a_time_without_zone_is_taken_as_it_is():
    plain = datetime(2019, 9, 25, 8, 30)  # noqa: DTZ001
    assert "2019-09-25T08:30:00Z" in part(book(sheet(), created=plain), "docProps/core.xml")


def test_text_is_composed_and_clean():
    found = opened(book(sheet(("1", "Ho\u0300a\x00 Bi\u0300nh", 1)))).get_sheet_by_name("Biểu 1").to_python()
    assert found[1][1] == "Hòa Bình"


def test_equal_books_are_equal_bytes_and_the_properties_name_book_and_author():
    given = book(sheet(("1", "x", 1)))
    assert render(given) == render(given)
    assert render(replace(given, created=MADE.replace(minute=31))) != render(given)
    core = part(given, "docProps/core.xml")
    assert re.findall(r"<dc:(title|creator)>([^<]+)<", core) == [
        ("title", "Biểu 1. Tổ chức đảng"),
        ("creator", "Ban Tổ chức Tỉnh ủy Thái Bình"),
    ]
    assert "2019-09-25T08:30:00Z" in core
