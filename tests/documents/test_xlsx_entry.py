"""A form of sixty indicators as a workbook: written, filled by hand or by LibreOffice, read back the same."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.core import intake
from giaoban.core.dates import ZONE
from giaoban.core.text import clean
from giaoban.documents.xlsx import (
    EntryColumn,
    EntryForm,
    Fill,
    Line,
    NoFormError,
    Problem,
    Slot,
    address,
    read_entry,
    render_entry,
)
from tests.factories.workbooks import places, wrong_cells

MADE = datetime(2019, 9, 25, 15, 30, tzinfo=ZONE)
NASTY = '=HYPERLINK("http://a","b")'
IDENTITY = {"bieu": "TCĐ-01", "don-vi": "du-an-chau", "ky": "2019-t09"}
COLUMNS = (
    EntryColumn("code", "Mã", 12),
    EntryColumn("", "Chỉ tiêu", 40),
    EntryColumn("", "Kỳ trước", 12, numeric=True),
    EntryColumn("now", "Trong kỳ", 14, numeric=True),
    EntryColumn("total", "Lũy kế", 14, numeric=True),
    EntryColumn("rate", "Tỷ lệ", 12, numeric=True),
    EntryColumn("yes", "Đã xong", 12),
    EntryColumn("told", "Giải trình", 30),
)
ROWS = [f"CT.{number:02d}" for number in range(1, 61)]


def line(number: int, **facts: Any) -> Line:
    cells = {
        "code": Fill(f"CT.{number:02d}"),
        "name": Fill(f"{'=' if number == 1 else ''}Chỉ tiêu số {number} & đơn vị trực thuộc"),
        "past": Fill(number * 1000),
        "now": Fill(None, Slot.NUMBER, hint="Ghi số phát sinh trong kỳ."),
        "total": Fill(number, Slot.NUMBER),
        "rate": Fill(None, Slot.NUMBER, places=2, most=100),
        "yes": Fill(None, Slot.CHOICE, choices=("có", "chưa")),
        "told": Fill("", Slot.TEXT),
    }
    return Line(f"CT.{number:02d}", tuple({**cells, **facts}.values()))


def form(**facts: Any) -> EntryForm:
    lines = [Line("", (), heading="I. Tổ chức"), *(line(number) for number in range(1, 61))]
    given: dict[str, Any] = {
        "title": "Biểu TCĐ-01",
        "author": "Nguyễn Văn An",
        "created": MADE,
        "sheet": "Biểu TCĐ-01",
        "heading": ("Biểu TCĐ-01. Tổ chức đảng", "Đảng ủy xã An Châu"),
        "columns": COLUMNS,
        "lines": lines,
        "facts": (("Biểu", "TCĐ-01"), ("Đơn vị", NASTY), ("Nguồn", "báo cáo")),
        "identity": IDENTITY,
        "footer": "Biểu TCĐ-01, Xã & Phường",
        "code": "Mã biểu: 7K2M-9QXA",
    }
    return EntryForm(**{**given, **facts})


def typed(content: bytes, cells: Mapping[tuple[str, str], Any]) -> bytes:
    book, at = openpyxl.load_workbook(io.BytesIO(content)), places(content)
    for place, value in cells.items():
        book.worksheets[0][at[place]].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def back(content: bytes) -> Any:
    return read_entry(intake.read_sheet(content, closely=True))


VALUES: dict[tuple[str, str], Any] = {
    **{(row, "now"): number for number, row in enumerate(ROWS)},
    **{(row, "total"): 10**12 - number for number, row in enumerate(ROWS)},
    **{(row, "rate"): number / 4 for number, row in enumerate(ROWS)},
    **{(row, "yes"): "có" for row in ROWS[:30]},
    **{(row, "told"): f"Vì −1.234,5 ở xã {row}" for row in ROWS[::7]},
}


def read_values(found: Any, wanted: Mapping[tuple[str, str], Any]) -> dict[tuple[str, str], Any]:
    return {place: found.spots[place].value for place in wanted}


def test_what_is_filled_in_is_read_back_with_what_the_form_is():
    found = back(typed(render_entry(form()), VALUES))
    assert read_values(found, VALUES) == VALUES
    assert found.identity == IDENTITY
    assert found.before["CT.07", "total"] == 7
    assert found.before["CT.07", "now"] is None
    assert (found.twice, found.stray, found.moved_titles()) == ({}, [], [])
    assert found.changed(("CT.07", "total"))
    assert not found.changed(("CT.07", "code"))


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The filled form after LibreOffice opened it and saved it again."""
    office = shutil.which("soffice")
    assert office, "libreoffice-calc-nogui: ./test brings it"
    folder = tmp_path_factory.mktemp("office")
    (folder / "bieu.xlsx").write_bytes(typed(render_entry(form()), VALUES))
    (folder / "out").mkdir()
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", str(folder / "out"), str(folder / "bieu.xlsx")],
        check=True, capture_output=True, timeout=120, cwd=folder,
    )  # fmt: skip
    return Path(folder / "out" / "bieu.xlsx").read_bytes()


def test_libreoffice_saves_it_again_with_keys_values_and_locks(resaved: bytes):
    found = back(resaved)
    assert read_values(found, VALUES) == VALUES
    assert found.identity == IDENTITY
    assert not any(found.changed((row, "code")) for row in ROWS)
    page = openpyxl.load_workbook(io.BytesIO(resaved)).worksheets[0]
    at = places(resaved)
    assert page.protection.sheet
    assert page[at["CT.01", "now"]].protection.locked is False
    assert page[at["CT.01", "code"]].protection.locked
    assert page["C7"].value == "=Chỉ tiêu số 1 & đơn vị trực thuộc"
    assert page["C7"].data_type == "s"
    assert page.oddFooter.left.text.strip() == "Biểu TCĐ-01, Xã && Phường"


numbers = st.one_of(st.none(), st.integers(0, 10**12), st.integers(0, 10**6).map(lambda n: n / 100))
words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40).map(clean)


@settings(max_examples=15)
@given(
    data=st.dictionaries(st.sampled_from([(row, "now") for row in ROWS]), numbers, max_size=60), text=words
)
def test_any_numbers_and_words_written_and_read_are_the_same(data: Any, text: str):
    lines = [
        line(at, now=Fill(data.get((row, "now")), Slot.NUMBER, places=2), told=Fill(text, Slot.TEXT))
        for at, row in enumerate(ROWS, start=1)
    ]
    found = back(render_entry(form(lines=lines)))
    assert read_values(found, data) == data
    assert {found.spots[row, "told"].value or "" for row in ROWS} == {text}
    assert {place: found.before.get(place) for place in data} == data


def test_open_cells_are_open_and_guarded_and_the_page_is_set_for_paper():
    content = render_entry(form())
    page, at = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0], places(content)
    opened = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    assert opened == {at[row, key] for row in ROWS for key in ("now", "total", "rate", "yes", "told")}
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert set(rules) == opened
    whole, decimal = rules[at["CT.01", "now"]], rules[at["CT.01", "rate"]]
    assert (whole.type, whole.operator, whole.formula1, whole.formula2) == (
        "whole",
        None,
        "0",
        "1000000000000",
    )
    assert (decimal.type, decimal.formula2) == ("decimal", "100")
    assert rules[at["CT.01", "yes"]].formula1 == '"có,chưa"'
    assert (rules[at["CT.01", "told"]].type, rules[at["CT.01", "told"]].formula1) == ("textLength", "1000")
    assert page[at["CT.01", "rate"]].number_format == "#,##0.00"
    assert page.freeze_panes == "D6"
    assert page.print_title_rows == "$5:$5"
    assert page.print_area == "'Biểu TCĐ-01'!$B$2:$I$66"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert (
            '<sheet name="giaoban.khoa" sheetId="3" state="veryHidden"'
            in package.read("xl/workbook.xml").decode()
        )
        assert not re.search(r"<f[ >]", package.read("xl/worksheets/sheet1.xml").decode())


def test_the_copy_marks_what_is_wrong_and_keeps_what_was_taken_away():
    problem = Problem(("CT.05", "now"), "Chỉ tiêu số 5", "Không đọc được “12a”.")
    moved = Problem(None, "Chỉ tiêu số 9", "Dòng bị lệch.")
    content = render_entry(
        form(
            typed={("CT.05", "now"): "12a", ("CT.06", "now"): 6},
            problems=(problem, moved),
            before={("CT.05", "total"): 4},
        )
    )
    at = places(content)
    assert wrong_cells(content) == {at["CT.05", "now"]: ("12a", "Không đọc được “12a”.")}
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [[cell.value for cell in row] for row in book["Lỗi cần sửa"].iter_rows()] == [
        ["Ô", "Chỉ tiêu", "Cần sửa"],
        [at["CT.05", "now"], "Chỉ tiêu số 5", "Không đọc được “12a”."],
        ["", "Chỉ tiêu số 9", "Dòng bị lệch."],
    ]
    found = back(content)
    assert found.spots["CT.06", "now"].value == 6
    assert (found.before["CT.05", "total"], found.before["CT.06", "total"]) == (4, 6)


def test_what_excel_says_beside_the_values_is_seen():
    content = render_entry(form())
    book, at = openpyxl.load_workbook(io.BytesIO(content)), places(content)
    page = book.worksheets[0]
    page[at["CT.02", "now"]].value = "=1+1"
    page.merge_cells(f"{at['CT.03', 'now']}:{at['CT.03', 'total']}")
    page.row_dimensions[page[at["CT.04", "now"]].row].hidden = True
    out = io.BytesIO()
    book.save(out)
    found = back(out.getvalue())
    assert found.spots["CT.02", "now"].broken == "formula"
    assert found.spots["CT.03", "now"].merged == found.spots["CT.03", "total"].merged == "E9:F9"
    assert [row for row in ROWS if found.spots[row, "now"].hidden] == ["CT.04"]
    assert (found.spots["CT.05", "now"].broken, found.spots["CT.05", "now"].merged) == ("", "")


def test_a_file_that_claims_far_too_much_is_read_like_any_other():
    (page, *others) = intake.read_sheet(typed(render_entry(form()), VALUES), closely=True)
    numbers = [(None, None, None, None, 5)] * 500
    claims = replace(page, merged=((0, 0, 199, 199),) * 5_000, rows=[*page.rows, *numbers])
    found = read_entry([claims, *others])
    assert read_values(found, VALUES) == VALUES
    assert len(found.stray) == 20


def test_a_workbook_that_is_no_form_is_refused():
    plain, book = io.BytesIO(), openpyxl.Workbook()
    book.worksheets[0]["A1"] = "giaoban.khoa"
    book.save(plain)
    with pytest.raises(NoFormError) as refused:
        back(plain.getvalue())
    assert refused.value.code == "keys"


def test_a_wrong_form_is_refused_and_addresses_are_excels():
    with pytest.raises(ValueError, match="key of its own"):
        form(lines=[line(1), line(1)])
    with pytest.raises(ValueError, match="one cell for each column"):
        form(lines=[replace(line(1), cells=line(1).cells[1:])])
    assert [address(0, 25), address(9, 26), address(0, 702)] == ["Z1", "AA10", "AAA1"]
