"""A report as Word and workbook: sections, the form with its coverage, exact versions, safe texts."""

import io
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook

from giaoban.core.actors import System
from giaoban.documents.breaking import NBSP
from giaoban.reporting import services
from giaoban.reporting.exports import issuer_of
from giaoban.reporting.models import Passage
from giaoban.reporting.rules.sealing import check_code
from tests.cast import Cast, sign_in
from tests.factories import reporting
from tests.reporting.scene import Scene, set_scene

HOUSE = System("Thử")


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def paper(answer: Any) -> tuple[str, list[list[str]]]:
    """All words of a Word file, and the rows of its last table but the foot."""
    file = docx.Document(io.BytesIO(answer.content))
    rows = [
        [cell.text.replace(NBSP, " ") for cell in row.cells] for table in file.tables for row in table.rows
    ]
    words = "\n".join(p.text for p in file.paragraphs) + "\n" + "\n".join(map("|".join, rows))
    footers = "\n".join(p.text for section in file.sections for p in section.first_page_footer.paragraphs)
    return f"{words}\n{footers}", rows


def book(answer: Any) -> dict[str, list[list[Any]]]:
    found = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return {name: found.get_sheet_by_name(name).to_python() for name in found.sheet_names}


def test_a_sent_report_is_printed_as_it_was_sent(scene: Scene) -> None:
    texts = {**reporting.TEXTS, "I": "=1+1 là chữ, không phải công thức."}
    sent = scene.send("tu-hung-yen", texts=texts)
    owed = scene.owed("tu-hung-yen")
    answer = sign_in(scene.reviewer).get(scene.url("word", owed.pk, unit="tu-hung-yen"))
    assert answer["Content-Disposition"] == ('attachment; filename="bao-cao-tu-hung-yen-2019-t09-9t-v1.docx"')
    words, rows = paper(answer)
    for expected in (
        "TỈNH ỦY HƯNG YÊN",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "15-BC/ĐU",
        "I- Tình hình và kết quả thực hiện nhiệm vụ",
        "=1+1 là chữ, không phải công thức.",
        "Biểu GB-01",
        "Nguồn: Tỉnh ủy Hưng Yên báo cáo",
        check_code(sent.hash),
        "Hưng Yên, ngày 16 tháng 9 năm 2019",
        "- Như trên,",
    ):
        assert expected in words
    assert "Dự thảo" not in words
    assert ["4", "Đảng viên mới kết nạp", "người", "4", "11"] in rows
    sheets = book(sign_in(scene.reviewer).get(scene.url("sheet", owed.pk, unit="tu-hung-yen")))
    assert list(sheets) == ["Biểu số liệu", "Lời văn", "Nguồn"]
    figures = {row[0]: row[4] for row in sheets["Biểu số liệu"] if len(row) > 4}
    assert figures["MEM.TOTAL:value"] == 412
    assert ["I", "Tình hình và kết quả thực hiện nhiệm vụ", texts["I"], "", ""] in sheets["Lời văn"]
    assert ["Mã đối chiếu", check_code(sent.hash)] in sheets["Nguồn"]
    first = sign_in(scene.reviewer).get(scene.url("word", owed.pk, unit="tu-hung-yen") + "?ban=1")
    assert first.content == answer.content
    shown = sign_in(scene.reviewer).get(scene.url("pdf", owed.pk, unit="tu-hung-yen"))
    assert shown["Content-Disposition"] == 'inline; filename="bao-cao-tu-hung-yen-2019-t09-9t-v1.pdf"'
    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(shown.content)]
    assert "=1+1 là chữ, không phải công thức." in " ".join(" ".join(pages).split())
    assert [page for page in pages if check_code(sent.hash) not in page] == []  # at the foot of every page
    typed = {"code": check_code(sent.hash).lower().replace("-", " ")}
    opened = scene.post(scene.reviewer, "/doi-chieu/", typed)
    assert opened["Location"] == scene.url("version", owed.pk, 1, unit="tu-hung-yen")
    assert scene.post(scene.cast.commune_officer, "/doi-chieu/", typed).status_code == 422


@pytest.mark.parametrize(
    ("superior", "issuer", "said"),
    [
        ("Tỉnh ủy Thái Bình", "Ban Tổ chức Tỉnh ủy Thái Bình", "Ban Tổ chức"),
        ("Ban Chấp hành Trung ương Đảng", "Ban Tổ chức Trung ương", "Ban Tổ chức Trung ương"),
        ("", "Tỉnh ủy Thái Bình", "Tỉnh ủy Thái Bình"),
        ("Tỉnh ủy Thái Bình", "Tỉnh ủy Thái Bình", "Tỉnh ủy Thái Bình"),
    ],
)
def test_under_its_superior_a_body_does_not_repeat_its_name(superior: str, issuer: str, said: str) -> None:
    found: Any = SimpleNamespace(superior=superior, issuer=issuer)
    assert issuer_of(found) == said


def test_a_consolidated_report_names_its_coverage_and_who_is_missing(scene: Scene) -> None:
    scene.send("tu-hung-yen", accept=True)
    scene.send("tu-long-an", accept=True, figures={"APP.RESTRUCTURED:count": 0})
    scene.send("tu-dong-nai")
    own = scene.owed("tw")
    reporting.begin_and_fill(own)
    words, rows = paper(sign_in(scene.compiler).get(scene.url("word", own.pk)))
    assert "BAN TỔ CHỨC TRUNG ƯƠNG" in words
    assert "Dự thảo" in words
    assert "2/4 đơn vị trực thuộc" in words
    assert "Tỉnh ủy Đồng Nai (đã gửi, chờ thẩm tra); Tỉnh ủy Thái Bình (chưa gửi)" in words
    assert "Hà Nội, ngày" in words
    assert [
        "9",
        "Đơn vị đã hoàn thành sắp xếp tổ chức bộ máy: Hưng Yên",
        "đơn vị",
        "",
        "1/2",
    ] in rows
    answer = sign_in(scene.compiler).get(scene.url("sheet", own.pk))
    assert answer["Content-Disposition"].endswith('"bao-cao-tw-2019-t09-9t-du-thao.xlsx"')
    sheets = book(answer)
    assert list(sheets) == ["Biểu số liệu", "Theo đơn vị", "Đối chiếu", "Lời văn", "Nguồn"]
    units = {row[0]: row for row in sheets["Theo đơn vị"]}
    assert units["Tỉnh ủy Hưng Yên"][1] == "trong số tổng hợp"
    assert units["Tỉnh ủy Đồng Nai"][1:4] == ["đã gửi, chờ thẩm tra", "", ""]  # missing is never zero
    assert units["Số tổng hợp"][2] == 6
    facts = dict(row[:2] for row in sheets["Nguồn"])
    assert facts["Đơn vị chưa có"] == "Tỉnh ủy Đồng Nai (đã gửi, chờ thẩm tra); Tỉnh ủy Thái Bình (chưa gửi)"
    assert facts["Bản"] == "dự thảo"


def test_a_sent_consolidation_keeps_the_versions_it_took_in(scene: Scene) -> None:
    for code in ("cb-thon-mot", "du-an-chau"):
        scene.send(code, accept=True)
    scene.send("du-an-hoa", accept=True)
    scene.send("hu-dong-hung", accept=True)
    district = scene.owed("hu-dong-hung")
    before = book(sign_in(scene.cast.officer).get(scene.url("sheet", district.pk, unit="hu-dong-hung")))
    # the commune's report is reopened and changed afterwards; the signed one stays as it was
    reporting.move(district, "return", remarks=[services.RemarkFacts("Xem lại.")])
    commune = scene.owed("du-an-chau")
    reporting.move(commune, "return", remarks=[services.RemarkFacts("Xem lại.")])
    reporting.move(commune, "resume")
    services.save_cells(
        actor=HOUSE,
        obligation_id=commune.pk,
        version=scene.owed("du-an-chau").draft.version,
        figures={"ORG.CELL:value": 23},
    )
    reporting.submit(commune)
    reporting.approve(commune)
    reporting.move(commune, "accept")
    again = sign_in(scene.cast.officer).get(scene.url("sheet", district.pk, unit="hu-dong-hung") + "?ban=1")
    assert book(again)["Theo đơn vị"] == before["Theo đơn vị"]
    assert book(again)["Biểu số liệu"] == before["Biểu số liệu"]


def test_sources_of_compiled_words_are_in_the_workbook(scene: Scene) -> None:
    sent = scene.send("tu-hung-yen", accept=True)
    own = scene.owed("tw")
    section = scene.round.form_version.sections.get(number="II")
    source = Passage.objects.get(submission=sent, section=section)
    services.take_passages(
        actor=scene.compiler,
        obligation_id=own.pk,
        section_id=section.pk,
        source_ids=[source.pk],
        how="verbatim",
    )
    rows = book(sign_in(scene.compiler).get(scene.url("sheet", own.pk)))["Lời văn"]
    assert ["II", section.title, source.text, "", "Hưng Yên"] in rows


def test_a_draft_is_read_by_its_unit_alone(scene: Scene) -> None:
    district = scene.owed("hu-dong-hung")
    services.begin_report(actor=HOUSE, obligation_id=district.pk)
    for name in ("word", "sheet"):
        address = scene.url(name, district.pk, unit="hu-dong-hung")
        assert sign_in(scene.cast.officer).get(address).status_code == 404  # above it, nothing sent yet
        assert sign_in(scene.cast.other_officer).get(address).status_code == 404
    commune = scene.owed("cb-thon-mot")
    services.begin_report(actor=HOUSE, obligation_id=commune.pk)
    own = scene.url("word", commune.pk, unit="cb-thon-mot")
    assert sign_in(scene.cast.cell_secretary).get(own).status_code == 200
    assert sign_in(scene.cast.cell_secretary).get(own + "?ban=1").status_code == 404
    assert sign_in(scene.cast.cell_secretary).get(own + "?ban=x").status_code == 404
    assert sign_in(scene.cast.cell_secretary).get(own.replace("cb-thon-mot", "du-an-hoa")).status_code == 404
