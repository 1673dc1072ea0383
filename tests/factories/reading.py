"""A text in words of our own, as somebody pastes it, with the documents that it cites in the register."""

from datetime import date
from decimal import Decimal
from typing import Any

from giaoban.directives.models import Document
from giaoban.organisations.models import Unit
from giaoban.web.models import MarkCorrection, ReadText
from giaoban.web.reading import services
from giaoban.web.reading.rules import mark_key
from giaoban.web.reading.rules.facts import FigureFacts, TextFacts
from tests.factories.directives import make_document, make_relation
from tests.factories.reporting import SYSTEM

TITLE = "Thông báo kết luận hội nghị giao ban tháng 8"
TEXT = """TỈNH ỦY THÁI BÌNH
*
Số 15-KL/TU        Thái Bình, ngày 10 tháng 9 năm 2019

KẾT LUẬN
của hội nghị giao ban trực tuyến tháng 8 năm 2019

Chiều 05/9/2019, tại Thái Bình, Ban Tổ chức Tỉnh ủy tổ chức hội nghị giao ban trực tuyến tháng 8 năm 2019. \
Đồng chí Nguyễn Văn Khải, Trưởng Ban Tổ chức Tỉnh ủy chủ trì; tham gia có điểm cầu Huyện ủy Đông Hưng.

Thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương và Hướng dẫn số 12-HD/BTCTW \
ngày 06/7/2018 của Ban Tổ chức Trung ương, toàn tỉnh đã kết nạp 661 đảng viên, 4/11 đơn vị đạt chỉ tiêu. \
Tuy nhiên việc rà soát hồ sơ còn chậm.

Hội nghị yêu cầu:
1. Giao Huyện ủy Đông Hưng chủ trì, phối hợp các đơn vị rà soát tổ chức cơ sở đảng trước ngày 30/9/2019.
2. Các đơn vị tiếp tục sắp xếp tổ chức bộ máy theo Nghị quyết số 18-NQ/TW.
"""


def make_cited(unit: Unit) -> tuple[Document, Document, Document]:
    """The resolution, the guidance, and what replaced the guidance later: all published."""
    body, commission = "Ban Chấp hành Trung ương", "Ban Tổ chức Trung ương"
    days = date(2017, 10, 25), date(2018, 7, 6), date(2019, 9, 12)
    resolution = make_document(
        unit, "18-NQ/TW", issuer=body, issued_on=days[0], summary="Sắp xếp bộ máy tinh gọn", public=True
    )
    old = make_document(
        unit, "12-HD/BTCTW", issuer=commission, issued_on=days[1], summary="Hướng dẫn kiểm điểm", public=True
    )
    new = make_document(
        unit, "21-HD/BTCTW", issuer=commission, issued_on=days[2], summary="Kiểm điểm mới", public=True
    )
    make_relation(new, old, kind="replaces")
    return resolution, old, new


def make_text(unit: Unit, text: str = TEXT, *, actor: Any = SYSTEM, **facts: Any) -> ReadText:
    """A text that was read for this unit."""
    facts = {"title": TITLE, **facts}
    return services.read_text(actor=actor, unit_id=unit.pk, facts=TextFacts(text=text, **facts))


def make_correction(text: ReadText, value: int = 662) -> MarkCorrection:
    """The first figure of the text, corrected by the house."""
    mark = next(one for one in text.marks["marks"] if one["kind"] == "f")
    facts = FigureFacts(Decimal(value), unit="đảng viên")
    return services.correct_mark(actor=SYSTEM, text_id=text.pk, key=mark_key(mark), facts=facts, version=0)


def make_long_text(unit: Unit, count: int) -> ReadText:
    """A text with so many tasks, citations, figures and persons, beside so many others."""
    for number in range(count):
        make_text(unit, f"Đã họp lần {number} về công tác cán bộ.")
    lines = [
        f"{n}. Giao Đảng ủy xã số {n} chủ trì thực hiện Nghị quyết số {n}-NQ/TU, kết nạp {n} đảng viên; "
        f"đồng chí Nguyễn Văn Số, Bí thư Đảng ủy xã số {n} chỉ đạo."
        for n in range(1, count + 1)
    ]
    old = make_document(unit, "88-CT/TW", issuer="Ban Bí thư", public=True)
    make_relation(make_document(unit, "89-CT/TW", issuer="Ban Bí thư", public=True), old, kind="replaces")
    lines.append("Thực hiện Chỉ thị số 88-CT/TW của Ban Bí thư, các đơn vị đã quán triệt.")
    text = make_text(unit, "\n".join([TEXT, *lines]))
    make_correction(text)
    return text
