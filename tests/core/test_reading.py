"""The words of a file from outside: good ones whole, hostile ones refused in time with a sentence."""

import io

import pytest
from docx import Document

from giaoban.core.intake import Limits, read_text
from giaoban.core.refusals import Refusal
from tests.factories.files import Made, W, docx_parts, packed
from tests.factories.hostile import HOSTILE

TEXT = "Chiều 30-9, Ban Tổ chức giao ban: 4/11 đơn vị.\nĐã kết nạp 55 đảng viên."
PAGE = (
    "<!DOCTYPE html><html><head><title>Tin</title><style>p{}</style></head><body>"
    "<script>var x = '<p>99 lượt</p>'</script><h1>Giao ban</h1><p>C&oacute; 4/11&nbsp;đơn vị<br>dự họp</p>"
    "<table><tr><td>Tổng số</td><td>27</td></tr></table></body></html>"
)


def word(*paragraphs: str) -> bytes:
    made, file = Document(), io.BytesIO()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.save(file)
    return file.getvalue()


def pdf(*pages: str, extra: str = "") -> bytes:
    """A small file by hand: a page for each text, letters of WinAnsi only."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R"
            " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{k} 0 R' for k in kids)}] /Count {len(kids)} >>"
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {extra}>>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_plain_text_is_given_as_it_stands(encoding):
    assert read_text(TEXT.encode(encoding), "tin.txt") == TEXT


def test_the_old_code_page_of_windows_is_read():
    assert read_text("Đảng bộ xã có 12 đồng chí".encode("cp1258", "ignore"), "tin.TXT").startswith("Đ")


def test_a_word_file_gives_a_line_for_each_paragraph():
    assert read_text(word("Giao ban", "Có 4/11 đơn vị"), "tin.docx") == "Giao ban\nCó 4/11 đơn vị\n"


def test_what_was_deleted_or_is_shown_twice_is_left_out():
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f'<?xml version="1.0"?><w:document xmlns:w="{W}" xmlns:mc="{mc}"><w:body><w:p>'
        "<w:r><w:t>Có</w:t><w:tab/><w:t>4</w:t><w:noBreakHyphen/><w:t>5</w:t><w:br/></w:r>"
        "<w:del><w:r><w:delText>mật</w:delText></w:r></w:del>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t>hộp</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>hộp</w:t></w:r></mc:Fallback></mc:AlternateContent>"
        "</w:p></w:body></w:document>"
    )
    assert read_text(packed(docx_parts(body)), "tin.docx") == "Có\t4-5\nhộp\n"


def test_a_pdf_gives_the_words_of_its_pages():
    assert (
        read_text(pdf("Giao ban 9 thang", "Co 4/11 don vi"), "tin.pdf") == "Giao ban 9 thang\nCo 4/11 don vi"
    )


@pytest.mark.parametrize("ending", ["html", "htm", "HTML"])
def test_a_web_page_gives_what_its_reader_sees(ending):
    assert read_text(PAGE.encode(), f"tin.{ending}") == "Giao ban\nCó 4/11 đơn vị\ndự họp\nTổng số\n27"


def test_the_menu_of_a_web_page_is_not_read_unless_it_is_never_closed():
    page = "<html><nav><ul><li>Trang chủ</li></ul>{}<p>Sáng 30/9, họp giao ban.</p></html>"
    assert read_text(page.format("</nav>").encode(), "tin.html") == "Sáng 30/9, họp giao ban."
    assert read_text(page.format("").encode(), "tin.html") == "Trang chủ\nSáng 30/9, họp giao ban."


def test_a_web_page_says_its_code_page():
    page = '<html><head><meta charset="windows-1258"></head><p>Đồng</p></html>'
    assert read_text(page.replace("ồ", "ô\u0300").encode("cp1258"), "tin.html") == "Đô\u0300ng"
    with pytest.raises(Refusal) as caught:
        read_text(page.replace("windows-1258", "utf-8").encode("cp1258", "replace"), "tin.html")
    assert caught.value.code == "file.type.unknown"


REFUSED: list[tuple[str, str, Made, str]] = [
    ("empty", "a.txt", lambda: b"", "empty"),
    ("only blanks", "a.txt", lambda: b" \n\t ", "text.empty"),
    ("ten megabytes in one line", "a.txt", lambda: b"a1 " * 3_500_000, "text.too_long"),
    ("two million and a half letters", "a.txt", lambda: b"a" * 2_500_000, "text.too_long"),
    ("a program named .txt", "a.txt", lambda: b"\x7fELF\x02\x01\x01\x00" + bytes(64), "type.unknown"),
    ("a turned direction", "a.txt", "abc\u202etxt".encode, "text.markup"),
    ("a page named .txt", "a.txt", PAGE.encode, "extension"),
    ("text named .html", "a.html", TEXT.encode, "extension"),
    ("Word named .pdf", "a.pdf", lambda: word("x"), "extension"),
    ("an image", "a.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(40), "image.broken"),
    ("a long page", "a.html", lambda: b"<html><p>" + b"a " * 5_000_000, "text.too_long"),
    ("a page without words", "a.html", lambda: b"<html><script>1</script></html>", "text.empty"),
    ("a scan", "a.pdf", lambda: pdf("", ""), "pdf.scanned"),
    ("a protected pdf", "a.pdf", lambda: pdf("x", extra="/Encrypt 9 0 R "), "pdf.encrypted"),
    ("a torn pdf", "a.pdf", lambda: pdf("x")[:60], "pdf.broken"),
    ("a pdf of rubbish", "a.pdf", lambda: b"%PDF-1.4\nrubbish\nstartxref\n0\n%%EOF", "pdf.broken"),
    ("too many pages", "a.pdf", lambda: pdf(*["x"] * 2_001), "text.too_long"),
    (
        "a long word file",
        "a.docx",
        lambda: word(*(str(hash(n)) * 60 for n in range(9_999, 10**9, 10**5))),
        "text.too_long",
    ),
]


@pytest.mark.parametrize(
    ("name", "make", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_read_is_refused_with_a_sentence(name, make, code):
    with pytest.raises(Refusal) as caught:
        read_text(make(), name)
    assert caught.value.code == f"file.{code}"
    assert "%(" not in caught.value.message
    assert len(caught.value.message) > 20


@pytest.mark.parametrize(
    ("name", "make"),
    [row[1:3] for row in HOSTILE if row[1].endswith((".docx", ".pdf"))],
    ids=[row[0] for row in HOSTILE if row[1].endswith((".docx", ".pdf"))],
)
def test_every_hostile_document_is_refused(name, make):
    with pytest.raises(Refusal):
        read_text(make(), name)


def test_a_reading_that_takes_too_long_is_stopped():
    with pytest.raises(Refusal) as caught:
        read_text(TEXT.encode(), "tin.txt", limits=Limits(wall=0))
    assert caught.value.code == "file.too_complex"
