"""The shipped templates and a unit's own in Word: filled, checked, refused."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import docx as python_docx
import pytest
from pypdfium2 import PdfDocument

from giaoban.core.refusals import Refusal
from giaoban.correspondence.papers import Head, catalogue, fill, own, sample, template
from giaoban.correspondence.papers.filling import UNKNOWN
from giaoban.documents import docx, pdf
from giaoban.documents.blocks import Heading, Paper, Paragraph, Signature, Table
from giaoban.documents.breaking import NBSP
from giaoban.reader.catalogue import doc_type
from tests.documents.test_libreoffice import save

HEAD = Head(
    superior="Tỉnh ủy Bà Rịa – Vũng Tàu",
    issuer="Ban Tổ chức",
    number="07-BC/BTCTU",
    place="Bà Rịa",
    day=date(2019, 9, 30),
    created=datetime(2019, 9, 30, 8, tzinfo=UTC),
    signature=Signature("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Nguyễn Phước Hoàng Thiên Ân"),
    receivers=("Như trên", "Lưu Văn phòng"),
    code="7K2M-9QXA-41TF",
)


def words(data: bytes) -> list[str]:
    """Every paragraph of a Word file, those of tables included, in order."""
    document = python_docx.Document(io.BytesIO(data))
    found = (one.text for one in document.element.body.iter() if one.tag.endswith("}p") and one.text)
    return [one.replace(NBSP, " ").replace("\n", " ") for one in found]


def test_every_template_has_a_known_type_and_a_whole_example():
    assert len(catalogue()) == 17
    assert [one.code for one in catalogue() if one.type and doc_type(one.type) is None] == []
    for one in catalogue():
        paper = fill(one, sample(one), HEAD)
        assert UNKNOWN not in " ".join([paper.about, paper.addressee])
        assert paper.blocks


def test_what_is_missing_is_said_at_once_and_a_draft_shows_dots():
    plan = template("plan")
    values = {**sample(plan), "aims": " ", "contents": ""}
    with pytest.raises(Refusal) as refused:
        fill(plan, values, HEAD)
    assert refused.value.message == "Mẫu “Kế hoạch” còn thiếu: Mục đích, yêu cầu, Nội dung."
    assert refused.value.field == "aims"
    drafted = fill(plan, {}, HEAD, gaps=True)
    assert drafted.about == UNKNOWN
    with pytest.raises(ValueError, match="plan has no field colour"):
        fill(plan, {"colour": "red"}, HEAD)
    with pytest.raises(KeyError):
        template("nothing")


def test_rows_number_themselves_and_each_line_is_a_paragraph():
    decision = template("decision")
    values = {**sample(decision), "articles": [{"text": "Một"}, {"text": "Hai."}]}
    blocks = fill(decision, values, HEAD).blocks
    assert [[run.text for run in one.runs] for one in blocks if isinstance(one, Paragraph) and one.runs] == [
        ["Điều 1. ", "Một."],
        ["Điều 2. ", "Hai."],
    ]
    plan = fill(template("plan"), {**sample(template("plan")), "contents": "Một\n\nHai:"}, HEAD)
    at = plan.blocks.index(Heading("II- NỘI DUNG", 1))
    assert [one.text for one in plan.blocks[at + 1 : at + 3]] == ["Một.", "Hai:"]


def test_grounds_are_closed_as_the_style_wants_and_parts_count_anew():
    decision = template("decision")
    grounds = [{"text": "Căn cứ Điều lệ Đảng."}, {"text": " "}, {"text": "Theo đề nghị của Văn phòng;"}]
    values = {**sample(decision), "grounds": grounds}
    party, state = (fill(decision, values, HEAD, style=style).blocks[:2] for style in ("party", "state"))
    assert [one.text for one in party] == ["- Căn cứ Điều lệ Đảng;", "- Theo đề nghị của Văn phòng,"]
    assert [one.text for one in state] == ["Căn cứ Điều lệ Đảng;", "Theo đề nghị của Văn phòng."]
    assert [one.italic for one in (*party, *state)] == [False, False, True, True]
    programme = template("programme")
    for aims, carrying_out, wanted in (
        ("Rõ việc", "Báo cáo", ["I- MỤC ĐÍCH, YÊU CẦU", "II- NHIỆM VỤ", "III- TỔ CHỨC THỰC HIỆN"]),
        ("", "Báo cáo", ["I- NHIỆM VỤ", "II- TỔ CHỨC THỰC HIỆN"]),
        ("", "", ["NHIỆM VỤ"]),
    ):
        said = fill(programme, {**sample(programme), "aims": aims, "carrying_out": carrying_out}, HEAD).blocks
        assert [one.text for one in said if isinstance(one, Heading)] == wanted
    drafted = fill(programme, {}, HEAD, gaps=True).blocks
    assert [one.text for one in drafted if isinstance(one, Heading)] == ["I- NHIỆM VỤ"]


def test_numbers_stay_numbers_and_what_is_not_given_stays_away():
    reminder = template("reminder")
    values = sample(reminder)
    table = next(one for one in fill(reminder, values, HEAD).blocks if isinstance(one, Table))
    assert table.rows == [[1, "Ban Tổ chức Huyện ủy A (minh họa)", "Báo cáo và biểu số liệu", "20/9/2019", 2]]
    script = template("script")
    without = fill(script, {**sample(script), "preparing": ""}, HEAD)
    assert Heading("Chuẩn bị", 1) not in without.blocks
    assert Heading("Chuẩn bị", 1) in fill(script, sample(script), HEAD).blocks


def test_minutes_are_signed_by_recorder_and_chair_a_form_by_nobody():
    minutes = fill(template("minutes"), sample(template("minutes")), HEAD)
    assert minutes.beside == Signature("", "NGƯỜI GHI BIÊN BẢN", "Trần Đình Quốc Khánh")
    assert minutes.signature == Signature("", "CHỦ TRÌ", "Nguyễn Thị Hoàng Uyên Phương")
    form = fill(template("opinion_form"), sample(template("opinion_form")), HEAD)
    assert (form.signature, form.beside) == (None, None)
    assert fill(template("plan"), sample(template("plan")), HEAD).signature == HEAD.signature


@pytest.mark.parametrize(
    ("code", "begins"),
    [("submission", "Kính trình:"), ("invitation", "Kính mời:"), ("reminder", "Kính gửi:")],
)
def test_a_paper_addresses_as_its_type_does(code: str, begins: str):
    said = words(docx.render(fill(template(code), sample(template(code)), HEAD)))
    assert next(one for one in said if one.startswith("Kính ")).startswith(begins)


@pytest.mark.parametrize("code", ["consolidated_report", "decision", "minutes", "programme"])
def test_the_file_to_begin_with_makes_the_same_paper(code: str):
    found = template(code)
    begun = own.starter(found, HEAD)
    assert own.check(found, begun) == []
    made = own.render(found, begun, sample(found), HEAD)
    shipped = docx.render(fill(found, sample(found), HEAD))
    said, expected = "\n".join(words(made)), words(shipped)
    bare = [one.rstrip(".,").removeprefix("II- ĐỀ XUẤT") for one in expected]  # counted when it is filled in
    assert [one for one in bare if one not in said] == []
    assert "{" not in said


def test_an_own_template_keeps_markup_as_text_and_rows_grow():
    found = template("programme")
    values = sample(found)
    values["tasks"] = [
        {**values["tasks"][0], "wording": f"<w:br/> {{{{ 7*7 }}}} & việc {n}"} for n in range(3)
    ]
    made = words(own.render(found, own.starter(found, HEAD), values, HEAD))
    assert [one for one in made if "& việc" in one] == [f"<w:br/> {{{{ 7*7 }}}} & việc {n}" for n in range(3)]


def written(*paragraphs: str) -> bytes:
    document = python_docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ colour }}", "Không có trường tên “colour” trong mẫu này."),
        ("{{ subject | upper }}", "Thẻ “Filter” không được dùng trong mẫu."),
        ("{{ subject.__class__ }}", "Không có trường tên “subject.__class__” trong mẫu này."),
        ("{{ ''.__class__.__mro__ }}", "Thẻ “Getattr” không được dùng trong mẫu."),
        ("{{ subject() }}", "Thẻ “Call” không được dùng trong mẫu."),
        ("{{ 10 ** 9 }}", "Thẻ “Pow” không được dùng trong mẫu."),
        ("{% set x = 1 %}", "Thẻ “Assign” không được dùng trong mẫu."),
        ("{% for n in range(9) %}{{ n }}{% endfor %}", "Thẻ “for” không được dùng trong mẫu."),
        ("{% for n in subject %}x{% endfor %}", "Không có trường tên “subject” trong mẫu này."),
        ("{% if subject > 1 %}x{% endif %}", "Thẻ “Compare” không được dùng trong mẫu."),
        (
            "{% for a in tasks %}{% for b in tasks %}x{% endfor %}{% endfor %}",
            "Thẻ “for” không được dùng trong mẫu.",
        ),
        ("{% for a in tasks %}{{ a.colour }}{% endfor %}", "Không có trường tên “a.colour” trong mẫu này."),
        ("{{ subject", "Thẻ trong mẫu viết sai: "),
    ],
)
def test_what_a_template_may_not_hold(tag: str, said: str):
    problems = own.check(template("programme"), written("{{ subject }}", tag))
    assert [one for one in problems if one.startswith(said)] == problems != []


def test_a_template_without_a_required_field_and_a_file_that_is_none():
    found = template("programme")
    assert own.check(found, written("{{ subject }}")) == ["Mẫu chưa dùng các trường bắt buộc: Nhiệm vụ."]
    whole = written(
        "{% if not subject %}x{% else %}{{ subject }}{% endif %}{% for a in tasks %}{{ a.due }}{% endfor %}"
    )
    assert own.check(found, whole) == []
    assert own.check(found, b"PK nothing") == [
        "Không đọc được mẫu này trong giới hạn cho phép; hãy lưu lại bằng Word rồi nạp lại."
    ]
    with pytest.raises(Refusal, match="không dựng được"):
        own.render(found, b"PK nothing", sample(found), HEAD)


@pytest.fixture(scope="module")
def saved_again(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every template with its examples, saved by LibreOffice, in one run."""
    folder = tmp_path_factory.mktemp("templates")
    for one in catalogue():
        (folder / f"{one.code}.docx").write_bytes(docx.render(fill(one, sample(one), HEAD)))
    process = save(folder, "docx", "docx")
    assert process.communicate(timeout=300)[0] is not None
    return {one.code: (folder / "out" / f"{one.code}.docx").read_bytes() for one in catalogue()}


@pytest.mark.parametrize("code", [one.code for one in catalogue()])
def test_every_template_is_the_same_in_word_in_pdf_and_after_libreoffice(
    saved_again: dict[str, bytes], code: str
):
    paper = fill(template(code), sample(template(code)), HEAD)
    said = words(docx.render(paper))
    assert words(saved_again[code]) == said
    printed = " ".join(page.get_textpage().get_text_bounded() for page in PdfDocument(pdf.render(paper)))
    printed = "".join(printed.split())
    assert [one for one in said if "".join(one.split()) not in printed] == []


def test_what_no_book_counts_has_no_line_for_a_number_and_a_draft_has_room_for_its_own():
    head = replace(HEAD, number="")
    for code in ("script", "routing_slip", "opinion_form"):
        assert not any(line.startswith("Số") for line in words(docx.render(filled(code, head))))
    assert "Số -KH/BTCTU" in [
        " ".join(line.split())
        for line in words(docx.render(filled("plan", replace(HEAD, number="-KH/BTCTU"))))
    ]
    assert filled("script", HEAD).numbered  # who gives it a number sees it


def test_lines_to_write_on_stay_whole_and_the_last_article_is_named():
    slip = filled("routing_slip", HEAD).blocks[-1]
    assert isinstance(slip, Paragraph)
    assert [set(line) for line in slip.text.split("\n")] == [{"…"}] * 3
    decision = filled("decision", replace(HEAD, receivers=()))
    assert decision.receivers[0] == f"Như Điều {len(sample(template('decision'))['articles'])}"
    report = template("consolidated_report")
    parts = [one.text for one in filled("consolidated_report", HEAD).blocks if isinstance(one, Heading)]
    assert parts == ["I- Tình hình và kết quả", "II- ĐỀ XUẤT, KIẾN NGHỊ"]
    bare = fill(report, {**sample(report), "body": [Paragraph("Một.")]}, HEAD)
    assert [one.text for one in bare.blocks if isinstance(one, Heading)] == ["ĐỀ XUẤT, KIẾN NGHỊ"]


def filled(code: str, head: Head) -> Paper:
    return fill(template(code), sample(template(code)), head)
