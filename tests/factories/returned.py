"""A report of thirty pages as it goes to Word, and what people do to it there, by the XML of its file."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date, datetime
from functools import cache
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from giaoban.core.dates import ZONE
from giaoban.documents import controls, docx
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

DOCUMENT = "word/document.xml"
SUBJECTS = (
    *("Các cấp ủy", "Ban Thường vụ huyện ủy", "Đảng bộ xã An Hòa", "Chi bộ thôn Đông", "Ủy ban kiểm tra"),
    *("Cơ quan tham mưu", "Đảng ủy phường Trần Lãm", "Tổ công tác của tỉnh", "Các đảng ủy trực thuộc"),
)
VERBS = (
    *("đã triển khai", "tiếp tục rà soát", "hoàn thành việc kiểm điểm", "tổ chức quán triệt", "xây dựng"),
    *("bổ sung, điều chỉnh", "tham mưu ban hành", "kiểm tra, giám sát", "sơ kết, đánh giá"),
)
OBJECTS = (
    *("quy chế làm việc", "kế hoạch sắp xếp tổ chức bộ máy", "chương trình công tác năm", "nghị quyết"),
    *("quy hoạch cán bộ nhiệm kỳ mới", "công tác phát triển đảng viên", "sinh hoạt chuyên đề", "đề án"),
)
ENDINGS = ("đúng tiến độ đề ra", "còn chậm ở một số nơi", "bảo đảm yêu cầu", "theo hướng dẫn của cấp trên")


def sentence(dice: random.Random) -> str:
    words = [dice.choice(words) for words in (SUBJECTS, VERBS, OBJECTS, ENDINGS)]
    return f"{' '.join(words)}, đạt {dice.randint(20, 99)},{dice.randint(10, 99)}%."


def report_blocks(sections: int = 12, passages: int = 18) -> list[Block]:
    dice = random.Random(5)  # noqa: S311 (the same report each time)
    found: list[Block] = []
    for section in range(sections):
        found.append(
            Heading(f"{section + 1}- Kết quả thực hiện nhóm việc thứ {section + 1}", 1, f"s{section}")
        )
        for number in range(passages):
            text = " ".join(sentence(dice) for _ in range(4))
            found.append(Paragraph(text, key=f"p{section}.{number}"))
        found[-1] = Paragraph(
            runs=(
                Run("Trong kỳ đã kết nạp "),
                Run(str(150 + section), figure=f"NEW.{section}"),
                Run(" đảng viên mới, xóa được "),
                Run(f"{section}/11", figure=f"CELL.{section}"),
                Run(f" thôn chưa có chi bộ ở cụm {section}."),
            ),
            key=f"p{section}.{passages - 1}",
        )
    columns = [Column("TT", 0.4, numeric=True), Column("Đơn vị", 3), Column("Chi bộ", numeric=True)]
    rows = [(n, f"Đảng bộ xã {OBJECTS[n % 8]} {n}", 10 * n + 3) for n in range(1, 41)]
    found.append(Table(columns, rows, caption="Biểu 1. Chi bộ", source="Nguồn: báo cáo tháng 9", key="t1"))
    return found


@cache
def report(sections: int = 12, passages: int = 18) -> Paper:
    return Paper(
        letterhead=Letterhead("Tỉnh ủy Thái Bình", "Ban Tổ chức"),
        number="……-BC/BTCTU",
        place="Thái Bình",
        day=date(2019, 9, 25),
        type_name="Báo cáo",
        about="công tác tổ chức xây dựng Đảng tháng 9 và 9 tháng năm 2019",
        created=datetime(2019, 9, 25, 15, 30, tzinfo=ZONE),
        blocks=report_blocks(sections, passages),
        signature=Signature("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Văn An"),
        receivers=("Ban Tổ chức Trung ương", "Lưu Văn phòng"),
        mark="Dự thảo lần 2",
    )


@cache
def sent_file(sections: int = 12, passages: int = 18) -> bytes:
    return controls.stamp(docx.render(report(sections, passages)), controls.Stamp("report:12", 2, "ab12"))


# --- hands on the file ----------------------------------------------------------------------------------


def repacked(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(name, parts.get(name, given.read(name)))
        for name in set(parts) - set(given.namelist()):
            made.writestr(name, parts[name])
    return out.getvalue()


def part(data: bytes, name: str = DOCUMENT) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def edited(data: bytes, hand: Callable[[Any], None]) -> bytes:
    """The file after `hand` did something to its body."""
    root = etree.fromstring(part(data))
    hand(root.find(qn("w:body")))
    return repacked(data, {DOCUMENT: etree.tostring(root, xml_declaration=True, encoding="UTF-8")})


def control(body: Any, tag: str) -> Any:
    (found,) = [one for one in body.iter(qn("w:sdt")) if one[0].find(qn("w:tag")).get(qn("w:val")) == tag]
    return found


def texts(element: Any) -> list[Any]:
    return list(element.iter(qn("w:t")))


def say(element: Any, old: str, new: str) -> None:
    """Type over words in one run of the element."""
    (found,) = [t for t in texts(element) if old in (t.text or "")]
    found.text = found.text.replace(old, new, 1)


def paragraph(text: str, inside: str = "") -> Any:
    run = f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>" if text else ""
    return parse_xml(f"<w:p {nsdecls('w')}>{run}{inside}</w:p>")


def tracked(kind: str, author: str, text: str, at: str = "2019-09-24T08:00:00Z") -> str:
    name = "delText" if kind == "del" else "t"
    words = f"<w:r><w:{name} xml:space='preserve'>{text}</w:{name}></w:r>"
    return f"<w:{kind} w:id='1' w:author='{author}' w:date='{at}'>{words}</w:{kind}>"


def rewrite(element: Any, inside: str) -> None:
    """Put other runs into the paragraph of a control."""
    (line,) = list(element.iter(qn("w:p")))
    for run in list(line.iter(qn("w:r"), qn("w:sdt"))):
        if run.getparent() is line:
            line.remove(run)
    for one in parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>"):
        line.append(one)


def retyped(old: str, new: str) -> Callable[[Any], None]:
    """A hand that types other words everywhere."""

    def hand(body: Any) -> None:
        for text in texts(body):
            text.text = (text.text or "").replace(old, new)

    return hand


def stripped(body: Any) -> None:
    """What Google Docs leaves: no control at all."""
    for found in list(body.iter(qn("w:sdt"))):
        for one in list(found.find(qn("w:sdtContent"))):
            found.addprevious(one)
        found.getparent().remove(found)


def copy(element: Any) -> Any:
    return deepcopy(element)


def with_comments(data: bytes, *comments: tuple[str, str, str]) -> bytes:
    """The file with a part of comments: (id, author, text)."""
    body = "".join(
        f"<w:comment w:id='{name}' w:author='{author}' w:date='2019-09-24T09:00:00Z'>"
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
        for name, author, text in comments
    )
    relation = (
        '<Relationship Id="rIdC" Target="comments.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/comments"/></Relationships>'
    )
    kind = (
        '<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.comments+xml"/></Types>'
    )
    rels = part(data, "word/_rels/document.xml.rels").replace(b"</Relationships>", relation.encode())
    types = part(data, "[Content_Types].xml").replace(b"</Types>", kind.encode())
    whole = f"<w:comments {nsdecls('w')}>{body}</w:comments>".encode()
    return repacked(
        data,
        {"word/_rels/document.xml.rels": rels, "[Content_Types].xml": types, "word/comments.xml": whole},
    )
