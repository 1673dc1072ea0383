"""A paper as PDF: what stands where, measured; fonts, tags and bookmarks; the same words as in Word."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban.documents import docx, fonts, pdf, words
from giaoban.documents.blocks import Block, Column, Heading, Paper, Paragraph, Run, Table
from giaoban.documents.layout import EDGE_MM, Layout, layout_on
from tests.documents.papers import (
    LONG_NAME,
    MADE,
    PT_PER_MM,
    SENTENCE,
    Line,
    lines_of,
    paper,
    said_in_docx,
    said_in_pdf,
    samples,
    state_paper,
    table,
)

CLOSE = 0.3  # mm
SAMPLES = samples()


def text_of(given: Paper) -> str:
    return "\n".join(line.text for page in lines_of(pdf.render(given)) for line in page)


def starting(lines: list[Line], text: str) -> Line:
    return next(line for line in lines if line.text.startswith(text))


def differences(given: Paper, layout: Layout) -> set[str]:
    """Where the PDF of a report of two pages stands otherwise than the layout says."""
    first, second, *_rest = lines_of(pdf.render(given))
    said, line = words.head(given, layout), layout.line / PT_PER_MM
    body = [one for one in first if "Các cấp ủy, tổ chức đảng" in one.text or "nhiệm vụ công tác" in one.text]
    opening, going_on = body[0], body[1]
    number = next(one for one in second if one.text == "2")
    nation, issuer = starting(first, layout.nation[:5]), starting(first, said.issuer[:5])
    kind = starting(first, given.type_name.upper())
    left_width = layout.text_width * layout.left_share
    centre = layout.left + layout.text_width / 2
    receivers = starting([one for page in (first, second) for one in page], "- Ban Tổ")
    top = number.base < layout.top
    wanted = {
        "left": (going_on.left, layout.left),
        "right": (opening.right, 210 - layout.right),
        "first line": (opening.left - going_on.left, layout.first_line_mm),
        "line": (going_on.base - opening.base, line),
        "top": (second[1 if top else 0].base - 0.8 * line, layout.top),
        "issuer in the middle": (issuer.middle, layout.left + left_width / 2),
        "nation in the middle": (nation.middle, (210 - layout.right + layout.left + left_width) / 2),
        "type in the middle": (kind.middle, centre),
        "page number": (number.middle, centre) if top else (number.right, 210 - layout.right),
        "page number's place": (top, layout.page_number_place == "top"),
        "nation's size": (nation.size, layout.nation_size),
        "head's size": (issuer.size, layout.head),
        "type's size": (kind.size, layout.type_name),
        "subject's size": (starting(first, words.subject(given, layout)[:8]).size, layout.about),
        "body's size": (opening.size, layout.body),
        "place's size": (starting(first, given.place).size, layout.place),
        "number's size": (starting(first, said.number).size, layout.number_size),
        "receivers' size": (receivers.size, layout.receivers),
        "page number's size": (number.size, layout.page_number),
    }
    lowest = max(one.base for one in first)
    found = {name for name, (is_there, should) in wanted.items() if abs(is_there - should) > CLOSE}
    if not 297 - layout.bottom - 3 * line < lowest + 0.2 * line <= 297 - layout.bottom + CLOSE:
        found.add("bottom")
    return found


TWO_PAGES = [Paragraph(f"{SENTENCE} {SENTENCE}")] * 9


@pytest.mark.parametrize(
    ("day", "style"),
    [
        (date(2019, 9, 25), "party"),
        (date(2018, 4, 2), "party"),
        (date(2026, 6, 1), "party"),
        (date(2021, 2, 5), "state"),
        (date(2015, 2, 5), "state"),
    ],
)
def test_what_is_measured_in_the_pdf_is_what_the_layout_of_its_day_says(day, style):
    make = paper if style == "party" else state_paper
    report = make(*TWO_PAGES, day=day, receivers=("Ban Tổ chức Trung ương", "Lưu Văn phòng"))
    assert differences(report, layout_on(day, style)) == set()


def test_another_layout_is_not_what_is_measured():
    report = paper(*TWO_PAGES)
    older = layout_on(date(2018, 4, 2))
    assert {"left", "top", "type in the middle", "page number"} <= differences(report, older)
    old_style = replace(layout_on(date(2019, 9, 25)), first_line_mm=12, line=20, body=13, left_share=0.5)
    assert {"first line", "line", "body's size", "nation in the middle"} <= differences(report, old_style)


def test_the_first_page_has_no_number_and_the_others_have_theirs():
    pages = lines_of(pdf.render(paper(*[Paragraph(SENTENCE)] * 40)))
    assert len(pages) > 3
    above = [[line.text for line in page if line.base < 18] for page in pages]
    assert above == [[], *[[str(number)] for number in range(2, len(pages) + 1)]]
    second = next(line for line in pages[1] if line.text == "2")
    assert abs(second.base - EDGE_MM) < 5


def test_each_annex_of_a_state_paper_counts_its_own_pages():
    for day, shown in ((date(2021, 2, 5), lambda line: line.base < 25), (date(2015, 2, 5), at_the_foot)):
        pages = lines_of(pdf.render(replace(SAMPLES["state annexes"], day=day)))
        numbers = [[line.text for line in page if shown(line) and line.text.isdigit()] for page in pages]
        assert numbers == [[], ["2"], [], ["2"], [], ["2"]]
    party = lines_of(pdf.render(SAMPLES["report"]))
    assert [line.text for line in party[-1] if line.base < 18] == [str(len(party))]


def at_the_foot(line: Line) -> bool:
    return line.base > 180


def test_the_faces_are_those_of_the_layout():
    first = lines_of(pdf.render(SAMPLES["report"]))[0]
    family = fonts.document_font().family.replace(" ", "")
    faces = {
        "TỈNH ỦY": "",
        "BAN TỔ": "-Bold",
        "ĐẢNG CỘNG": "-Bold",
        "Số 12": "",
        "Thái Bình, ngày": "-Italic",
        "BÁO CÁO": "-Bold",
        "công tác": "-Bold",
        "Các cấp": "",
        "I- ": "-Bold",
    }
    assert {start: starting(first, start).face for start in faces} == {
        start: f"{family}{face}" for start, face in faces.items()
    }
    figure = next(line for line in first if line.text.startswith("Kết nạp"))
    assert figure.text == "Kết nạp 1.215 đảng viên"


def test_a_head_of_long_names_breaks_into_even_lines_inside_its_column():
    first = lines_of(pdf.render(SAMPLES["names"]))[0]
    layout = layout_on(date(2019, 9, 25))
    edge = layout.left + layout.text_width * layout.left_share
    names = [line for line in first if line.face.endswith("Bold") and line.right <= edge + CLOSE]
    assert " ".join(line.text.strip() for line in names) == LONG_NAME.upper()
    lengths = [line.right - line.left for line in names]
    assert len(lengths) == 6
    assert min(lengths) > 0.5 * max(lengths)
    assert {line.left >= layout.left - CLOSE for line in names} == {True}


def test_a_table_repeats_its_titles_on_each_page_and_stays_in_its_width():
    pages = lines_of(pdf.render(paper(table(90))))
    titled = [sum(line.text.startswith("Tỷ lệ") for line in page) for page in pages]
    assert titled[:-1] == [1] * (len(pages) - 1)
    assert len(pages) > 3
    right = max(line.right for page in pages for line in page)
    assert right <= 195 + CLOSE


def test_a_wide_table_lies_across_and_the_pages_around_it_stand():
    document = pypdfium2.PdfDocument(pdf.render(SAMPLES["wide"]))
    sizes = [tuple(round(side / PT_PER_MM) for side in page.get_size()) for page in document]
    assert sizes == [(210, 297), *[(297, 210)] * 3, (210, 297)]
    across = lines_of(pdf.render(SAMPLES["wide"]))[1]
    assert abs(next(line for line in across if line.text == "2").middle - 297 / 2) < CLOSE
    assert min(line.left for line in across) >= 20 - CLOSE
    assert max(line.right for line in across) <= 277 + CLOSE


def test_the_signature_and_the_receivers_stand_on_one_page_with_the_last_words():
    for count in range(8, 16):
        pages = lines_of(pdf.render(paper(*[Paragraph(SENTENCE)] * count)))
        said = [[line.text for line in page] for page in pages]
        signed = next(page for page in said if "Nguyễn Văn An" in page)
        assert "Nơi nhận:" in signed
        assert "K/T TRƯỞNG BAN" in signed
        assert any("nâng lên." in text for text in signed)


def test_the_signature_takes_the_source_of_a_last_table_along():
    alone = 0
    for count in range(14, 21):
        last = lines_of(pdf.render(paper(table(count))))[-1]
        alone += not any(line.text == "Tổng số" for line in last)
        assert any(line.text == "Nguồn: báo cáo của 59 đơn vị" for line in last)
    assert alone > 0


def test_marks_code_and_foot_are_printed():
    assert {"MẬT", "HỎA TỐC", "TÀI LIỆU HỘI NGHỊ", "Dự thảo lần 2"} <= set(
        text_of(SAMPLES["decision"]).split("\n")
    )
    report = lines_of(pdf.render(SAMPLES["report"]))
    feet = [[line.text for line in page if line.size == 9] for page in report]
    assert feet == [["Mã đối chiếu: 7K2M-9QXA-41TF"]] * len(report)
    assert "Bản chính" in text_of(SAMPLES["minutes"])
    assert "- Huyện ủy Đông Hưng" in text_of(SAMPLES["letter"])


def test_a_list_that_nobody_numbers_has_no_line_for_a_number():
    made = paper(Paragraph("một"), number="", numbered=False)
    assert "Số" not in text_of(made)
    assert said_in_pdf(pdf.render(made)) == said_in_docx(docx.render(made))
    assert "Số" in text_of(replace(made, numbered=True))


def test_the_file_is_tagged_titled_bookmarked_and_carries_its_fonts():
    data = pdf.render(SAMPLES["report"])
    document = pypdfium2.PdfDocument(data)
    assert pdfium.FPDFCatalog_IsTagged(document)
    about = document.get_metadata_dict()
    assert about["Title"] == "Báo cáo công tác tổ chức xây dựng Đảng tháng 9 và 9 tháng năm 2019"
    assert (about["Author"], about["CreationDate"]) == ("Ban Tổ chức", "D:20190925083000Z")
    marks = [(mark.get_title(), mark.level) for mark in document.get_toc()]
    assert marks == [("I- Tình hình", 0), ("1. Kết quả", 1), ("Phụ lục 1", 0), ("Phụ lục 2", 0)]
    assert embedded(document) == {True}
    assert b"/Lang(vi-VN)" in data


def embedded(document: pypdfium2.PdfDocument) -> set[bool]:
    found = set()
    for page in document:
        for one in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
            found.add(pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(one)) == 1)
    return found


def test_equal_papers_are_equal_bytes_and_another_time_is_not():
    first = pdf.render(SAMPLES["report"])
    assert pdf.render(samples()["report"]) == first
    assert pdf.render(replace(SAMPLES["report"], created=MADE.replace(minute=31))) != first


def test_text_is_composed_and_signs_of_a_formula_or_of_markup_are_only_text():
    broken = "Ho\u0300a Bi\u0300nh\x00\x0b\ufffe =1+1 \u200bAn Hòa\ud800"
    said = text_of(paper(Paragraph(broken)))
    assert "Hòa Bình =1+1 An Hòa" in said
    assert unicodedata.is_normalized("NFC", said)
    hostile = text_of(SAMPLES["hostile"])
    for part in ("#let x = $y$ @ref \\ *đậm* _n_ `c` <b> [l] // c =1+1 {{ x }} {% if %}", "#panic()", "=1+1"):
        assert part in hostile


def test_names_are_found_in_the_pdf_as_they_are_written():
    names = ["Nguyễn Thị Ngọc Thường", "Đặng Hữu Phước", "Hoàng Quý Ửng", "Lý Ỷ Lan", "Vũ Đức Ẩn"]
    document = pypdfium2.PdfDocument(pdf.render(paper(*map(Paragraph, names))))
    text = document[0].get_textpage()
    assert [text.search(unicodedata.normalize("NFC", name)).get_next() is not None for name in names] == [
        True
    ] * len(names)
    assert text.search("Nguyễn Thị Ngọc Thưởng").get_next() is None


def test_a_word_without_end_and_a_cell_without_end_stay_on_the_page():
    endless = Table((Column("Đơn vị"), Column("x")), (("w" * 400, (SENTENCE + " ") * 60),))
    pages = lines_of(pdf.render(paper(Paragraph("w" * 300), endless)))
    lines = [line for page in pages for line in page]
    assert max(line.right for line in lines) <= 195 + CLOSE
    assert sum(line.text.count("w") for line in lines) == 700
    assert max(line.base for line in lines) <= 277
    assert " ".join(line.text for line in lines).split().count("lên.") == 60


def test_a_paper_of_thirty_tables_and_one_of_nothing():
    many = paper(*(block for n in range(30) for block in (Heading(f"{n}. Biểu"), table(6))))
    pages = lines_of(pdf.render(many))
    assert sum(line.text == "Tổng số" for page in pages for line in page) == 30
    bare = pdf.render(paper(signature=None, receivers=(), about="", type_name="", place=""))
    assert len(lines_of(bare)) == 1


@pytest.mark.parametrize("name", SAMPLES)
def test_word_and_pdf_say_the_same(name):
    given = SAMPLES[name]
    if name in {"report", "wide"}:  # titles that repeat would count again
        given = replace(given, blocks=[block for block in given.blocks if not isinstance(block, Table)])
        given = replace(given, annexes=[replace(one, blocks=(table(3, wide=True),)) for one in given.annexes])
    assert said_in_pdf(pdf.render(given)) == said_in_docx(docx.render(given))


SYLLABLES = st.sampled_from(["Đảng", "ủy", "tổ", "chức", "xây", "dựng", "Nghị", "quyết", "ưỡn", "ẩn", "Ỷ"])
SIGNS = st.sampled_from(
    ["=1+1", "#x", "$y$", "@ref", "\\", "*a*", "18-NQ/TW", "92,07%", "“trong”", "…", "<b>"]
)
WORDS = st.lists(SYLLABLES | SIGNS, min_size=1, max_size=25).map(" ".join)
RUNS = st.lists(
    st.builds(Run, WORDS.map(lambda text: f"{text} "), st.booleans(), st.booleans()), min_size=1, max_size=3
)
BLOCKS = st.one_of(
    st.builds(Heading, WORDS, st.integers(1, 3)),
    st.builds(Paragraph, WORDS, align=st.sampled_from(["justify", "left", "center", "right"])),
    st.builds(Paragraph, runs=RUNS),
    st.builds(
        Table,
        st.just((Column("Đơn vị", 2), Column("Số", numeric=True))),
        st.lists(st.tuples(SYLLABLES, st.integers(0, 10**9)), max_size=2),
        caption=st.just("") | WORDS,
        wide=st.booleans(),
    ),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(BLOCKS, max_size=5), WORDS, st.sampled_from([paper, state_paper]))
def test_word_and_pdf_say_the_same_of_any_paper(blocks: list[Block], about: str, make):
    made = make(*blocks, about=about, code="7K2M-9QXA-41TF")
    assert said_in_pdf(pdf.render(made)) == said_in_docx(docx.render(made))


def test_without_a_font_nothing_is_rendered(monkeypatch):
    monkeypatch.setattr(fonts, "system_folders", lambda: iter(()))
    with pytest.raises(fonts.FontMissing, match=re.escape(fonts.PACKAGE)):
        pdf.render(SAMPLES["letter"])
