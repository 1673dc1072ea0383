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
from docx.oxml.ns import qn
from docx.text.run import Run

from giaoban.core.dates import ZONE
from giaoban.documents import docx, pdf, xlsx
from giaoban.documents.breaking import NBSP
from tests.documents.papers import Line, lines_of, said_in_docx, samples

SAMPLES = samples()
CLOSE = 1.5  # mm
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
    """All files saved again, by name, and the Word files as PDF; three runs at once."""
    folder = tmp_path_factory.mktemp("libreoffice")
    for number, given in enumerate(SAMPLES.values()):
        (folder / f"{number}.docx").write_bytes(docx.render(given))
    (folder / "book.xlsx").write_bytes(workbook())
    running = [save(folder, kind, wanted) for kind, wanted in (("docx",) * 2, ("docx", "pdf"), ("xlsx",) * 2)]
    said = [process.communicate(timeout=300)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    names = {f"{number}.docx": name for number, name in enumerate(SAMPLES)} | {"book.xlsx": "book"}
    names |= {f"{number}.pdf": f"{name} as pdf" for number, name in enumerate(SAMPLES)}
    return {name: (folder / "out" / file).read_bytes() for file, name in names.items()}


def save(folder: Path, kind: str, wanted: str) -> subprocess.Popen[bytes]:
    program = shutil.which("soffice")
    assert program, "libreoffice-writer-nogui, libreoffice-calc-nogui: ./test brings them"
    profile = (folder / f"profile-{kind}-{wanted}").as_uri()
    files = sorted(map(str, folder.glob(f"*.{kind}")))
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", wanted]
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


@pytest.mark.parametrize(
    "name", ["letter", "decision", "minutes", "names", "state", "state 2015", "state slip", "state annexes"]
)
def test_each_line_of_the_pdf_stands_where_it_stands_in_the_word_file(saved, name):
    ours, theirs = lines_of(pdf.render(SAMPLES[name])), lines_of(saved[f"{name} as pdf"])
    assert len(ours) == len(theirs)
    for page, other in zip(ours, theirs, strict=True):
        assert moved(page, other) == []


def test_a_bound_figure_keeps_its_face(saved):
    document = reader.Document(io.BytesIO(saved["decision"]))
    runs = [Run(run, None) for run in document.element.body.iter(qn("w:r"))]
    assert [run.bold for run in runs if "1.215" in run.text] == [True]


def test_a_report_takes_as_many_pages_in_word_as_in_pdf_and_another_paper_is_seen_to_stand_elsewhere(saved):
    for name in ("report", "wide"):
        assert len(lines_of(pdf.render(SAMPLES[name]))) == len(lines_of(saved[f"{name} as pdf"]))
    assert moved(lines_of(pdf.render(SAMPLES["letter"]))[0], lines_of(saved["minutes as pdf"])[0]) != []


def moved(page: list[Line], other: list[Line]) -> list[str]:
    """Lines that stand farther than CLOSE from where the other page has them; LibreOffice draws a bound blank
    as a gap, so what stands before the first one is compared."""
    places = [(line.text.split(), line.left, line.base) for line in other]
    return [
        line.text
        for line in page
        if not any(
            text == line.text.split(NBSP)[0].split()
            and abs(left - line.left) < CLOSE
            and abs(base - line.base) < CLOSE
            for text, left, base in places
        )
    ]


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
