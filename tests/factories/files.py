"""Files as strangers send them: thirty and more honest ones, and hostile ones of every kind of CHECKS 28."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime

import xlsxwriter

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
Parts = Mapping[str, bytes | str]
Made = Callable[[], bytes]


def types(main: str, part: str, more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{main}"/>{more}</Types>'
    )


def relations(*lines: tuple[str, str, bool]) -> str:
    """(type ending, target, external)"""
    body = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if external else "/>")
        for n, (kind, target, external) in enumerate(lines, start=1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{R}">{body}</Relationships>'


def paragraphs(*texts: str) -> str:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def docx_parts(document: str = "", **more: bytes | str) -> dict[str, bytes | str]:
    return {
        "[Content_Types].xml": types(DOCX_MAIN, "word/document.xml"),
        "_rels/.rels": relations(("officeDocument", "word/document.xml", False)),
        "word/document.xml": document or paragraphs("Báo cáo tháng 9", "Đảng bộ xã Hòa Bình"),
        **more,
    }


def sheet_xml(body: str) -> str:
    return f'<?xml version="1.0"?><worksheet xmlns="{S}"><sheetData>{body}</sheetData></worksheet>'


def xlsx_parts(sheet: str = "", **more: bytes | str) -> dict[str, bytes | str]:
    sheets = '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets>'
    workbook = f'<workbook xmlns="{S}" xmlns:r="{OFFICE}">{sheets}</workbook>'
    return {
        "[Content_Types].xml": types(XLSX_MAIN, "xl/workbook.xml"),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml", False)),
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml", False)),
        "xl/worksheets/sheet1.xml": sheet or sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'),
        **more,
    }


def packed(parts: Parts, *, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return out.getvalue()


def book(rows: list[list[object]], name: str = "Đơn vị") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet(name)
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(r, c, value, day)
                elif isinstance(value, str):
                    sheet.write_string(r, c, value)
                else:
                    sheet.write(r, c, value)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))


def png(width: int = 4, height: int = 4, extra: bytes = b"") -> bytes:
    rows = zlib.compress(b"".join(b"\0" + b"\x20\x40\x60" * min(width, 64) for _ in range(min(height, 64))))
    head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpg(width: int = 16, height: int = 16, frame: int = 0xC0, middle: bytes = b"") -> bytes:
    def segment(marker: int, data: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data

    size = segment(frame, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
    scan = segment(0xDA, b"\1\1\0\0?\0") + b"\x12\x34\x56"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + middle + size + scan + b"\xff\xd9"


def pdf(objects: bytes = b"", version: bytes = b"1.7") -> bytes:
    body = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    body += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    return (
        b"%PDF-" + version + b"\n" + body + objects + b"\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    )


def object_stream(content: bytes, name: bytes = b"/ObjStm") -> bytes:
    data = zlib.compress(content)
    return b"7 0 obj\n<< /Type %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        name,
        len(data),
        data,
    )


def with_part(name: str, content: bytes | str, kind: str = "docx") -> Made:
    parts = docx_parts if kind == "docx" else xlsx_parts
    return lambda: packed({**parts(), name: content})


def with_relation(kind: str, target: str, external: bool = True) -> Made:
    return with_part("word/_rels/document.xml.rels", relations((kind, target, external)))


def field_document(*texts: str) -> Made:
    runs = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in texts)
    return lambda: packed(docx_parts(paragraphs("x").replace("<w:body>", f"<w:body><w:p>{runs}</w:p>")))


def formula(text: str) -> Made:
    return lambda: packed(xlsx_parts(sheet_xml(f'<row r="1"><c r="A1"><f>{text}</f><v>0</v></c></row>')))


def p7s(body: bytes = b"x" * 300, *, endless: bool = False) -> bytes:
    """A signed message of PKCS #7 in its outer form: its mark, then what we never open."""
    inside = bytes.fromhex("06092a864886f70d010702") + body
    if endless:
        return b"\x30\x80" + inside + b"\x00\x00"
    if len(inside) < 128:
        return bytes((0x30, len(inside))) + inside
    return b"\x30\x82" + len(inside).to_bytes(2, "big") + inside
