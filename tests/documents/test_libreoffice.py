"""LibreOffice opens each kind of file, saves it again, and every word and number is still there."""

import io
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import docx as reader
import openpyxl
import pytest

from giaoban.core.dates import ZONE
from giaoban.documents import docx, xlsx
from tests.documents.papers import said_in_docx, samples

SAMPLES = samples()
CELLS = [
    ["=1+1", "Nguyễn Thị Ngọc Ẩn", 1_234_567],
    ["@SUM(A1)", "+84", -7],
    ["-2", "Đặng Hữu Phước\nxã An Hòa", 92],
    ['=HYPERLINK("x")', LONG := "Đảng bộ " * 40, None],
]


def workbook() -> bytes:
    columns = (xlsx.Column("Mã", 12), xlsx.Column("Tên", 40), xlsx.Column("Số", 12, numeric=True, places=0))
    sheet = xlsx.Sheet(title="Biểu 1", columns=columns, rows=CELLS)
    made = datetime(2019, 9, 25, 15, 30, tzinfo=ZONE)
    return xlsx.render(
        xlsx.Book(title="Biểu 1", author="Ban Tổ chức", created=made, sheets=(sheet,), facts=())
    )


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All files saved again, by name; Word files and workbooks in two runs at once."""
    folder = tmp_path_factory.mktemp("libreoffice")
    for number, given in enumerate(SAMPLES.values()):
        (folder / f"{number}.docx").write_bytes(docx.render(given))
    (folder / "book.xlsx").write_bytes(workbook())
    running = [save(folder, kind) for kind in ("docx", "xlsx")]
    said = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    names = {f"{number}.docx": name for number, name in enumerate(SAMPLES)} | {"book.xlsx": "book"}
    return {name: (folder / "out" / file).read_bytes() for file, name in names.items()}


def save(folder: Path, kind: str) -> subprocess.Popen[bytes]:
    program = shutil.which("soffice")
    assert program, "libreoffice-writer-nogui, libreoffice-calc-nogui: ./test brings them"
    profile = (folder / f"profile-{kind}").as_uri()
    files = sorted(map(str, folder.glob(f"*.{kind}")))
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    return subprocess.Popen(
        [*command, "--outdir", str(folder / "out"), *files],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "HOME": str(folder)},
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_a_paper_keeps_its_words_its_headings_and_the_shape_of_its_pages(saved, name):
    ours, theirs = docx.render(SAMPLES[name]), saved[name]
    assert said_in_docx(theirs) == said_in_docx(ours)
    assert shape(theirs) == shape(ours)


def test_a_word_that_was_lost_would_be_missed(saved):
    assert said_in_docx(saved["letter"]) != said_in_docx(docx.render(SAMPLES["decision"]))


def shape(data: bytes) -> list[Any]:
    document = reader.Document(io.BytesIO(data))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    pages = [(round(one.page_width.mm), round(one.left_margin.mm)) for one in document.sections]
    tables = [(len(table.rows), len(table.columns)) for table in document.tables]
    return [headings, pages, tables]


def test_a_workbook_keeps_numbers_as_numbers_and_no_text_becomes_a_formula(saved):
    for data in (workbook(), saved["book"]):
        sheet = openpyxl.load_workbook(io.BytesIO(data))["Biểu 1"]
        rows = list(sheet.iter_rows(min_row=2, max_col=3))
        assert [[cell.value for cell in row] for row in rows] == CELLS
        assert {cell.data_type for row in rows for cell in row[:2]} == {"s"}
        assert {cell.data_type for row in rows for cell in row[2:]} == {"n"}
