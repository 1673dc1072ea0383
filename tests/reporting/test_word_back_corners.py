"""A draft that comes back from Word split, stripped, strange, late or on behalf of others."""

from typing import Any

import pytest
from docx.oxml.ns import qn

from giaoban.documents.blocks import Heading, Paragraph
from giaoban.documents.wordback import Inserted
from giaoban.reporting import services
from giaoban.reporting.models import Passage
from giaoban.reporting.rules.taking import Facts, Why, items
from tests.cast import sign_in
from tests.factories.reporting import TEXTS, bring_back
from tests.factories.returned import (
    edited,
    paragraph,
    part,
    repacked,
    rewrite,
    say,
    stripped,
    texts,
    with_comments,
)
from tests.reporting.conftest import Room
from tests.reporting.word_hands import (
    WITH_FIGURE,
    Hands,
    begun,
    draft,
    heading,
    inside,
    passage,
    table,
    ticked,
    titles,
)


@pytest.fixture
def hands(room: Room) -> Hands:
    return begun(room)


def test_a_passage_split_in_word_and_two_merged_there(hands: Hands) -> None:
    own = passage(hands, WITH_FIGURE)
    texts_ = ("Toàn tỉnh có 999 đảng viên, tăng ở các xã.", "Đoạn ba nói về công tác cán bộ ở huyện.")
    for text in texts_:
        services.add_passage(
            actor=hands.who, obligation_id=hands.obligation.pk, section_id=own.section_id, text=text
        )
    two, three = (passage(hands, text) for text in texts_)
    third = passage(hands, TEXTS["II"])

    def edit(body: Any) -> None:
        rewrite(inside(body, two), f"<w:r><w:t>{two.text} {three.text}</w:t></w:r>")
        gone = inside(body, three)
        gone.getparent().remove(gone)
        there = inside(body, third)
        first, second = (f"{part.strip()}" for part in third.text.split(";"))
        rewrite(there, f"<w:r><w:t>{first};</w:t></w:r>")
        there[-1].append(paragraph(second))

    address = hands.bring(edited(hands.take(), edit))
    page = hands.see(address)
    assert titles(page) == ["Gộp đoạn", "Tách đoạn"]
    assert hands.decide(address, page).status_code == 302
    first, second = (part.strip() for part in TEXTS["II"].split(";"))
    assert draft(hands)["I"] == [WITH_FIGURE, " ".join(texts_)]
    assert draft(hands)["II"] == [f"{first};", second]
    assert passage(hands, " ".join(texts_)).pk == two.pk


def test_titles_tables_and_words_outside_the_sections_are_only_told(hands: Hands) -> None:
    before = draft(hands)

    def edit(body: Any) -> None:
        tags = [(one, one[0].find(qn("w:tag")).get(qn("w:val"))) for one in body.iter(qn("w:sdt"))]
        heads = [one for one, tag in tags if tag.startswith("gb:muc")]
        next(one for one, tag in tags if tag.startswith("gb:phu-luc")).addnext(paragraph("Gõ ở phụ lục."))
        say(heads[0], "I- ", "Mục I- ")
        heads[0].addprevious(paragraph("Gõ trước mục đầu tiên."))
        heads[1].addprevious(table("Đơn vị mới", "Số mới"))
        heads[2].addprevious(heads[3])

    page = hands.see(hands.bring(edited(hands.take(), edit)))
    assert page.select("input[type=radio]") == []
    assert "Không có lời văn nào để lấy." in page.text
    assert titles(page) == ["Thêm đoạn", "Sửa lời văn", "Thêm bảng", "Chuyển chỗ"]
    assert "Gõ ở phụ lục." in page.text
    why = [one.select_one(".tone").get_text(strip=True)[1:].strip() for one in page.select(".change")]
    assert [one.split(",")[0] for one in why] == [
        "Đứng ngoài các mục của báo cáo.",
        "Tên và thứ tự các mục theo đề cương của đợt báo cáo",
        "Bảng mới không thành lời văn của báo cáo.",
        "Tên và thứ tự các mục theo đề cương của đợt báo cáo",
    ]
    assert draft(hands) == before


def test_the_superior_edits_on_behalf_what_came_on_paper(room: Room) -> None:
    behalf = Hands(room.centre, room.province, "btctw", behalf="1")
    services.begin_report(actor=room.centre, obligation_id=room.province.pk, on_behalf=True)
    content = edited(
        behalf.take(), lambda body: say(heading(body, 0).getnext(), "có nội dung", "nội dung bản giấy")
    )
    address = behalf.bring(content)
    page = behalf.see(address)
    assert "Đang nhập thay" in page.text
    assert (titles(page), ticked(page)) == (["Sửa lời văn"], ["lay"])
    assert behalf.decide(address, page).status_code == 302
    assert Passage.objects.filter(obligation=room.province, text="Không nội dung bản giấy.").exists()


def test_a_file_of_an_earlier_draft_that_lost_its_controls_is_not_taken_by_itself(hands: Hands) -> None:
    before = draft(hands)
    one, other = passage(hands, before["II"][0]), passage(hands, before["III"][0])

    def edit(body: Any) -> None:
        there = inside(body, one)
        say(there, one.text[-1], " thêm.")
        for line in list(there[-1]):
            there.addprevious(line)
        there.getparent().remove(there)

    some = edited(hands.take(), edit)
    none = edited(edited(hands.take(), lambda body: say(inside(body, one), one.text[-1], " thêm.")), stripped)
    fresh = hands.see(hands.bring(none))
    assert (titles(fresh), ticked(fresh)) == (["Sửa lời văn"], ["lay"])
    services.save_passage(
        actor=hands.who,
        obligation_id=hands.obligation.pk,
        passage_id=other.pk,
        version=other.version,
        text=f"{other.text} Sửa trên mạng.",
    )
    for content, offered in ((some, ["giu"]), (none, ["giu", "giu"])):
        page = hands.see(hands.bring(content))
        assert ticked(page) == offered
        assert "Không chắc đoạn này" in page.text


def test_a_file_that_says_nothing_of_itself_is_compared_and_a_strange_one_refused(hands: Hands) -> None:
    one = passage(hands, draft(hands)["II"][0])
    content = edited(
        edited(hands.take(), lambda body: say(inside(body, one), one.text[-1], " thêm.")), stripped
    )
    custom = part(content, "docProps/custom.xml").replace(b"giaoban:draft", b"khac")
    page = hands.see(hands.bring(repacked(content, {"docProps/custom.xml": custom})))
    assert (titles(page), ticked(page)) == (["Sửa lời văn"], ["giu"])
    assert "không cho biết là bản tải lúc nào" in page.text
    other = part(content, "docProps/custom.xml").replace(b"report:", b"dossier:")
    assert hands.send(repacked(content, {"docProps/custom.xml": other})).status_code == 422

    def strange(body: Any) -> None:
        stripped(body)
        for number, text in enumerate(texts(body)):
            text.text = f"lạ{number} xa{number} khác{number} hẳn{number}"

    answer = hands.send(edited(hands.take(), strange))
    assert (answer.status_code, "Không nhận ra báo cáo này" in answer.content.decode()) == (422, True)


def test_a_comment_without_name_or_day_is_shown_and_a_workbook_is_no_word_copy(hands: Hands) -> None:
    one = passage(hands, draft(hands)["II"][0])
    marks = "<w:commentRangeStart w:id='1'/><w:r><w:t>{}</w:t></w:r><w:commentRangeEnd w:id='1'/>"
    content = edited(
        with_comments(hands.take(), ("1", "", "Xem lại ý này")),
        lambda body: rewrite(inside(body, one), marks.format(one.text + " Thêm.")),
    )
    comments = part(content, "word/comments.xml").replace(b"2019-09-24T09:00:00Z", b"")
    page = hands.see(hands.bring(repacked(content, {"word/comments.xml": comments})))
    assert page.select_one(".change .source").text == "không rõ người sửa: ghi chú “Xem lại ý này”"
    workbook = bring_back(hands.obligation, hands.who)
    assert sign_in(hands.who).get(hands.url("word_changes", workbook)).status_code == 404


def test_what_stands_in_the_annex_or_was_taken_out_is_sorted_without_a_file() -> None:
    blocks = [
        Heading("I- Tình hình", key="muc:1"),
        Paragraph("x", key="doan:1.1.00000000"),
        Paragraph("y", key="phu-luc:0.0"),
    ]
    new = [Inserted(at=at, text="mới") for at in (-1, 1, 2)]
    facts = Facts(removed={"mới"})
    assert [(item.section, item.why) for item in items(new, blocks, facts)] == [
        (None, Why.OUTSIDE),
        (1, Why.REMOVED),
        (None, Why.ANNEX),
    ]
