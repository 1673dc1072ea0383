"""The mã đối chiếu at the foot of every page of a unit's own Word file; nothing else of it moves."""

import io
import subprocess
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.shared import Mm, Pt

from giaoban.documents import footers, own
from tests.factories.files import docx_parts, packed

CODE = "7K2M-9QXA-41TF"
LINE = f"Mã đối chiếu: {CODE}"
WORDS = (
    "Nội dung văn bản riêng của đơn vị, viết dài cho đủ một dòng để trang giấy có nhiều dòng như thường lệ."
)


def written(*, foot: str = "", first: bool = False, even: bool = False, across: bool = False) -> Any:
    """A Word file of several pages, as a unit lays it out."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.different_first_page_header_footer = first
    made.settings.odd_and_even_pages_header_footer = even
    if foot:
        section.footer.paragraphs[0].text = foot
        section.first_page_footer.paragraphs[0].text = f"{foot}, trang đầu"
        section.even_page_footer.paragraphs[0].text = f"{foot}, trang chẵn"
    for _line in range(60):
        made.add_paragraph(WORDS)
    if across:
        turned = made.add_section(WD_SECTION.NEW_PAGE)
        turned.orientation = WD_ORIENTATION.LANDSCAPE
        turned.page_width, turned.page_height = Mm(297), Mm(210)
        turned.different_first_page_header_footer = not first
        for _line in range(30):
            made.add_paragraph(WORDS)
    return made


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def laid(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Each as PDF, by one run of LibreOffice."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*command, *(str(folder / f"{name}.docx") for name in files)], check=True, capture_output=True
    )
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}


Line = tuple[str, tuple[float, ...]]


def lines(pdf: bytes) -> list[list[Line]]:
    """Of each page the words of each line and where they stand, in points from the lower left."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        boxes = [text.get_rect(place) for place in range(text.count_rects())]
        found.append([(text.get_text_bounded(*box), box) for box in boxes])
    return found


def stays(one: Line, other: Line) -> bool:
    return one[0] == other[0] and max(abs(a - b) for a, b in zip(one[1], other[1], strict=True)) < 1


FOOT = "Văn phòng Đảng ủy xã An Hòa"
KINDS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "foot": {"foot": FOOT},
    "first": {"foot": FOOT, "first": True},
    "across": {"foot": FOOT, "across": True, "even": True},
    "bare": {"first": True, "across": True, "even": True},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Each kind as the unit wrote it, with the code, and with a line merely added to its footer."""
    files = {}
    for kind, facts in KINDS.items():
        plain = saved(written(**facts))
        files |= {kind: plain, f"{kind}-coded": own.coded(plain, code=CODE)}
    careless = written(**KINDS["foot"])
    careless.sections[0].footer.add_paragraph(LINE)
    files["careless"] = saved(careless)
    return laid(files, tmp_path_factory.mktemp("chan-trang"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_code_stands_on_each_page_and_nothing_else_moves(made: dict[str, bytes], kind: str) -> None:
    before, after = lines(made[kind]), lines(made[f"{kind}-coded"])
    assert len(before) == len(after) > 2
    for was, now in zip(before, after, strict=True):
        codes = [box for words, box in now if words == LINE]
        others = [one for one in now if one[0] != LINE]
        assert len(codes) == 1
        assert codes[0][1] > 13  # printers leave the last 4 mm
        assert len(others) == len(was)
        assert all(stays(one, other) for one, other in zip(was, others, strict=True))


def test_a_line_merely_added_does_move_the_footer(made: dict[str, bytes]) -> None:
    (was, *_rest), (now, *_pages) = lines(made["foot"]), lines(made["careless"])
    assert not all(stays(one, other) for one, other in zip(was, now, strict=False))


def feet(data: bytes) -> list[str]:
    """Words of every footer that the file holds."""
    found = docx.Document(io.BytesIO(data)).part.package.iter_parts()
    parts = sorted((one for one in found if "/footer" in one.partname), key=lambda one: one.partname)
    return ["".join(text.text or "" for text in one.element.iter(footers.qn("w:t"))) for one in parts]


def test_a_footer_that_says_the_code_is_left_as_it_is() -> None:
    document = written(foot=f"Số đối chiếu {CODE}", first=True, even=True)
    plain = saved(document)
    assert feet(own.coded(plain, code=CODE)) == feet(plain)
    distance = document.sections[0].footer_distance
    assert docx.Document(io.BytesIO(own.coded(plain, code=CODE))).sections[0].footer_distance == distance
    document.sections[0].first_page_footer.paragraphs[0].text = ""
    assert feet(own.coded(saved(document), code=CODE)).count(LINE) == 1
    assert feet(own.coded(plain, code="")) == feet(plain)


def test_a_file_without_sections_settings_or_styles_is_marked_too() -> None:
    made = own.coded(packed(docx_parts()), code=CODE)
    section = docx.Document(io.BytesIO(made)).sections[0]
    assert [one.text for one in section.footer.paragraphs] == [LINE]
    assert {section.top_margin, section.bottom_margin, section.left_margin} == {footers.MARGIN}


def test_a_file_that_says_nothing_of_its_pages_and_one_with_no_room_below() -> None:
    document = written()
    for name in ("footer", "bottom"):
        document.sections[0]._sectPr.pgMar.attrib.pop(footers.qn(f"w:{name}"))
    low = written(foot="Chân trang sát mép")
    low.sections[0].footer_distance = Mm(4)
    for one, lies in ((document, footers.DISTANCE - Pt(footers.LINE)), (low, Mm(4))):
        made = docx.Document(io.BytesIO(own.coded(saved(one), code=CODE)))
        assert abs(made.sections[0].footer_distance - lies) < Mm(0.1)
        assert made.sections[0].footer.paragraphs[-1].text == LINE
