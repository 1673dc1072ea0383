"""Papers for the tests of the renderers, with long names, and what stands where on the pages of a PDF."""

import ctypes
import io
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pypdfium2.raw as pdfium

from giaoban.core.dates import ZONE
from giaoban.documents.blocks import (
    Annex,
    Block,
    Cell,
    Column,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
)

MADE = datetime(2019, 9, 25, 15, 30, tzinfo=ZONE)
LONG_NAME = (
    "Đảng ủy Công ty cổ phần Đầu tư, Xây dựng và Phát triển hạ tầng Khu công nghiệp Nguyễn Đức Cảnh, "
    "huyện Đông Hưng, tỉnh Thái Bình"
)
SENTENCE = (
    "Các cấp ủy, tổ chức đảng trong tỉnh đã tập trung lãnh đạo, chỉ đạo thực hiện nghiêm túc, toàn diện các "
    "nhiệm vụ công tác tổ chức xây dựng Đảng; chất lượng sinh hoạt chi bộ được nâng lên."
)
PT_PER_MM = 72 / 25.4
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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


def state_paper(*blocks: Block, **facts: Any) -> Paper:
    given: dict[str, Any] = {
        "style": "state",
        "letterhead": Letterhead("Ủy ban nhân dân tỉnh Thái Bình", "Sở Nội vụ"),
        "number": "345/BC-SNV",
        "day": date(2021, 2, 5),
        "signature": Signature("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Bình"),
        "receivers": ("Như trên", "Lưu: VT, TCBC"),
    }
    return paper(*blocks, **{**given, **facts})


def table(rows: int = 4, *, wide: bool = False, **facts: Any) -> Table:
    columns = [
        Column("TT", 0.5),
        Column("Đơn vị", 3),
        Column("Chi bộ", numeric=True),
        Column("Tỷ lệ (%)", numeric=True, places=2),
    ]
    lines: list[list[Cell]] = [
        [str(n), "Huyện ủy Đông Hưng" if n % 3 else LONG_NAME, 1000 * n, Decimal("92.065")]
        for n in range(1, rows)
    ]
    lines.append(["", "Tổng số", sum(1000 * n for n in range(1, rows)), None])
    bands: list[tuple[str, int]] = [("", 1), ("", 1), ("Tổ chức", 2)]
    if wide:
        columns += [Column(f"Chỉ tiêu {n}", numeric=True) for n in range(1, 9)]
        lines = [[*line, *range(8)] for line in lines]
        bands.append(("Kết quả", 8))
    given: dict[str, Any] = {"caption": "Biểu 1. Tổ chức đảng", "source": "Nguồn: báo cáo của 59 đơn vị"}
    return Table(columns, lines, bands=bands, totals={rows - 1}, wide=wide, **given | facts)


def samples() -> dict[str, Paper]:
    """One of each kind of page."""
    runs = (
        Run("Kết nạp "),
        Run("1.215", bold=True, figure="MEM.NEW"),
        Run(" đảng viên"),
        Run(" [1]", raised=True),
    )
    body = [Paragraph(SENTENCE), Heading("I- Tình hình"), Heading("1. Kết quả", 2), Paragraph(runs=runs)]
    both = Signature("", "NGƯỜI GHI BIÊN BẢN", "Lê Thị Cúc")
    name = Letterhead("Đảng bộ Khối Doanh nghiệp và Khu công nghiệp tỉnh Thái Bình", LONG_NAME)
    annexes = (
        Annex("Phụ lục 1", "Chỉ tiêu", "(Kèm theo Báo cáo số 12-BC/BTCTU)", (table(30, wide=True),)),
        Annex("Phụ lục 2", blocks=(Paragraph(SENTENCE),)),
    )
    counted = (
        Annex("Phụ lục 1", "Chỉ tiêu", "(Kèm theo Báo cáo số 345/BC-SNV)", (table(4, wide=True), *body[:1])),
        Annex("Phụ lục 2", "Đề cương", blocks=[Heading("I- Tình hình"), *[Paragraph(SENTENCE)] * 20]),
    )
    marks = {"secrecy": "Mật", "urgency": "Hỏa tốc", "limit": "Tài liệu hội nghị", "mark": "Dự thảo lần 2"}
    letter = {"type_name": "", "about": "Về đề nghị báo cáo", "addressee": "Huyện ủy Đông Hưng\nThành ủy"}
    committee = Signature("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn Bình")
    return {
        "report": paper(*body, table(40), Paragraph(SENTENCE), annexes=annexes, code="7K2M-9QXA-41TF"),
        "decision": paper(*body, **marks),
        "letter": paper(Paragraph(SENTENCE), **letter),
        "minutes": paper(Paragraph(SENTENCE), beside=both, receivers=(), footer="Bản chính"),
        "names": paper(Paragraph(SENTENCE), letterhead=name),
        "wide": paper(*body, table(30, wide=True), Paragraph(SENTENCE)),
        "state": state_paper(*body, table(4), addressee="Ủy ban nhân dân huyện"),
        "state 2015": state_paper(*[Paragraph(SENTENCE)] * 30, day=date(2015, 2, 5), signature=committee),
        "state slip": state_paper(Paragraph(SENTENCE), numbered=False),
        "state annexes": state_paper(*[Paragraph(SENTENCE)] * 16, annexes=counted, code="7K2M-9QXA-41TF"),
        "hostile": paper(
            Paragraph("#let x = $y$ @ref \\ *đậm* _n_ `c` <b> [l] // c =1+1 {{ x }} {% if %}"),
            Table((Column("=1+1"),), (("=1+1",), ("@SUM(A1)",), ("#panic()",))),
        ),
    }


# --- what stands in the files ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """Words on one base line: ends and base line in mm from the left and the top of the page."""

    text: str
    left: float
    right: float
    base: float
    size: float
    face: str

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def lines_of(pdf: bytes) -> list[list[Line]]:
    """The lines of each page, as they were set."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_lines(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _lines(page: Any) -> list[Line]:
    words, height = page.get_textpage(), page.get_height()
    found: list[Line] = []
    for number in range(words.count_chars()):
        if pdfium.FPDFText_IsGenerated(words, number) == 1:
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(words, number, x, y)
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(words, number, name, 128, flags)
        line = Line(
            text=chr(pdfium.FPDFText_GetUnicode(words, number)),
            left=x.value / PT_PER_MM,
            right=words.get_charbox(number, loose=True)[2] / PT_PER_MM,
            base=(height - y.value) / PT_PER_MM,
            size=round(pdfium.FPDFText_GetFontSize(words, number), 2),
            face=name.value.decode().partition("+")[2],
        )
        last = found[-1] if found else None
        gap = line.left - last.right if last and abs(last.base - line.base) < 0.05 else 99
        if last and -0.6 < gap < (6 if last.text[-1:].isspace() else 0.6):
            right = last.right if line.text.isspace() else line.right
            found[-1] = replace(last, text=last.text + line.text, right=right)
        else:
            found.append(line)
    return found


def said_in_pdf(pdf: bytes) -> Counter[str]:
    """Words of the PDF; the foot of a page counts once and the numbers of pages not at all."""
    found: Counter[str] = Counter()
    for number, lines in enumerate(lines_of(pdf), start=1):
        for line in lines:
            edge = line.text.isdigit() and int(line.text) <= number and not 18 < line.base < 278
            if number > 1 and (edge or line.size == 9):
                continue
            found.update(line.text.split())
    return found


def said_in_docx(data: bytes) -> Counter[str]:
    """Words of the .docx: the body in its order, and the foot of the first page."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.startswith("word/footer")]
        parts = ["word/document.xml", *names[-1:]]
        for part in parts:
            for one in ElementTree.fromstring(package.read(part)).iter(f"{WORD}p"):  # noqa: S314 our own file
                if one.find(f".//{WORD}instrText") is None:  # the number of a page is no word
                    found.update(_text(one).split())
    return found


def _text(paragraph: Any) -> str:
    breaks = {f"{WORD}br": "\n", f"{WORD}tab": "\t", f"{WORD}noBreakHyphen": "-"}
    return "".join(
        breaks.get(one.tag, "") or (one.text or "" if one.tag == f"{WORD}t" else "")
        for one in paragraph.iter()
    )
