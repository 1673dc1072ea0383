"""A draft edited in Word: taken away, edited, sent back, taken or refused change by change."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

from giaoban.audit.models import Entry
from giaoban.reporting import services
from giaoban.reporting.models import Passage
from tests.cast import sign_in
from tests.factories.files import pdf
from tests.factories.reporting import begin_and_fill, submit
from tests.factories.returned import edited, paragraph, say, stripped, texts, tracked
from tests.reporting.conftest import Room, post
from tests.reporting.word_hands import WITH_FIGURE, Hands, begun, draft, inside, passage, ticked, titles


@pytest.fixture
def hands(room: Room) -> Hands:
    return begun(room)


def test_one_change_is_taken_and_one_refused_and_the_database_says_so(hands: Hands) -> None:
    before = draft(hands)
    first, second = passage(hands, before["II"][0]), passage(hands, before["III"][0])

    def edit(body: Any) -> None:
        say(inside(body, first), first.text[-1], " ở 3 xã.")
        say(inside(body, second), second.text[-1], ", không đúng.")
        inside(body, first).addnext(paragraph("Đoạn trưởng ban thêm."))

    address = hands.bring(edited(hands.take(), edit))
    assert draft(hands) == before
    page = hands.see(address)
    assert (titles(page), ticked(page)) == (
        ["Sửa lời văn", "Thêm đoạn", "Sửa lời văn"],
        ["lay", "lay", "lay"],
    )
    answer = hands.decide(address, page, "lay", "lay", "giu")
    assert (answer.status_code, answer.url) == (302, hands.url("report") + "#loi-van")
    assert draft(hands) == {
        **before,
        "II": [f"{first.text[:-1]} ở 3 xã.", "Đoạn trưởng ban thêm.", *before["II"][1:]],
    }
    assert passage(hands, f"{first.text[:-1]} ở 3 xã.").pk == first.pk
    (entry,) = Entry.objects.filter(action="reporting.take_back")
    assert (entry.changes, entry.note) == ({"taken": [0, 2], "of": [0, 3]}, "bao-cao.docx")


def test_a_copy_nobody_touched_changes_nothing(hands: Hands) -> None:
    page = hands.see(hands.bring(hands.take()))
    assert titles(page) == []
    assert "Không có gì thay đổi." in page.text
    assert not page.select("input[name=seen]")


def test_passages_are_removed_moved_split_and_merged(hands: Hands) -> None:
    before = draft(hands)
    own = passage(hands, before["I"][0])
    for text in ("Đoạn hai của mục một, về tổ chức cơ sở đảng.", "Đoạn ba của mục một, về công tác cán bộ."):
        services.add_passage(
            actor=hands.who, obligation_id=hands.obligation.pk, section_id=own.section_id, text=text
        )
    two, three = (passage(hands, text) for text in draft(hands)["I"][1:])
    gone = passage(hands, before["III"][0])

    def edit(body: Any) -> None:
        inside(body, own).addprevious(inside(body, three))
        inside(body, passage(hands, before["II"][0])).addnext(inside(body, two))
        there = inside(body, gone)
        there.getparent().remove(there)

    address = hands.bring(edited(hands.take(), edit))
    page = hands.see(address)
    assert f"Nay đứng sau: “{before['II'][0]}”" in page.text
    answer = hands.decide(address, page)
    assert answer.status_code == 302
    expected = {**before, "I": [three.text, own.text], "II": [before["II"][0], two.text, *before["II"][1:]]}
    del expected["III"]
    assert draft(hands) == expected
    assert Passage.objects.get(pk=two.pk).text == two.text


def test_a_figure_altered_by_hand_is_red_with_both_values_and_never_written(hands: Hands) -> None:
    before = draft(hands)
    own = passage(hands, WITH_FIGURE)

    def edit(body: Any) -> None:
        say(inside(body, own), "11", "99")
        say(inside(body, own), "còn chậm", "đúng hạn")
        (cell, *_more) = [one for one in texts(body) if one.text == "412"]
        cell.text = "500"

    address = hands.bring(edited(hands.take(), edit))
    page = hands.see(address)
    assert titles(page) == ["Sửa lời văn", "Sửa số liệu của hệ thống", *titles(page)[2:]]
    figure, cell = page.select(".change.figure")
    shown = [[one.get_text(strip=True) for one in part.select("del, ins")] for part in (figure, cell)]
    assert shown == [["11", "99"], ["412", "500"]]
    assert not page.select(".change.figure input")
    ids = re.findall(r"thay-doi-([0-9a-f-]+)", str(page))
    data = {f"chon:{one}": "lay" for one in ids} | {"seen": page.select_one("input[name=seen]")["value"]}
    assert post(hands.who, address, data).status_code == 302
    assert draft(hands) == {**before, "I": [WITH_FIGURE.replace("còn chậm", "đúng hạn")]}


def test_a_passage_that_both_sides_changed_is_asked_and_one_the_file_left_alone_follows_the_draft(
    hands: Hands,
) -> None:
    before = draft(hands)
    both, only = passage(hands, before["II"][0]), passage(hands, before["III"][0])
    content = edited(hands.take(), lambda body: say(inside(body, both), both.text[-1], " theo Word."))
    for one in (both, only):
        services.save_passage(
            actor=hands.who,
            obligation_id=hands.obligation.pk,
            passage_id=one.pk,
            version=one.version,
            text=f"{one.text} Sửa trên mạng.",
        )
    section = both.section_id
    services.add_passage(
        actor=hands.who, obligation_id=hands.obligation.pk, section_id=section, text="Thêm trên mạng."
    )
    address = hands.bring(content)
    page = hands.see(address)
    assert (titles(page), ticked(page)) == (["Sửa lời văn"], ["giu"])
    assert "Có người đã sửa đoạn này sau khi tải bản Word" in page.text
    assert "Sửa trên mạng." in page.select_one(".change").text
    assert hands.decide(address, page, "lay").status_code == 302
    now = draft(hands)
    assert now["II"] == [f"{both.text[:-1]} theo Word.", *before["II"][1:], "Thêm trên mạng."]
    assert now["III"] == [f"{only.text} Sửa trên mạng."]


def test_a_draft_changed_while_one_decides_is_a_conflict_with_the_choices_kept(hands: Hands) -> None:
    before = draft(hands)
    one, other = passage(hands, before["II"][0]), passage(hands, before["III"][0])

    def edit(body: Any) -> None:
        say(inside(body, one), one.text[-1], " theo Word.")
        say(inside(body, other), other.text[-1], " cũng theo Word.")

    address = hands.bring(edited(hands.take(), edit))
    page = hands.see(address)
    services.save_passage(
        actor=hands.who,
        obligation_id=hands.obligation.pk,
        passage_id=one.pk,
        version=one.version,
        text="Người khác viết.",
    )
    answer = hands.decide(address, page, "lay", "giu")
    again = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 409
    assert "Dự thảo vừa được người khác sửa" in again.select_one(".error-summary, [role=alert]").text
    assert "Người khác viết." in again.text
    assert ticked(again)[-1] == "giu"
    assert draft(hands)["III"] == before["III"]
    assert draft(hands)["II"][0] == "Người khác viết."
    assert hands.decide(address, again, "lay", "giu").status_code == 302
    assert draft(hands)["II"][0] == f"{one.text[:-1]} theo Word."


def test_who_edited_and_what_was_noted_is_shown_by_name(hands: Hands) -> None:
    one = passage(hands, draft(hands)["II"][0])

    def edit(body: Any) -> None:
        (line,) = inside(body, one).iter(qn("w:p"))
        line.append(paragraph("", tracked("ins", "Trần Thị Bình", " Bổ sung ý."))[0])

    page = hands.see(hands.bring(edited(hands.take(), edit)))
    (change,) = page.select(".change")
    assert change.select_one(".source").text == "Trần Thị Bình, 24/9/2019: thêm “Bổ sung ý.”"


def test_a_file_without_controls_is_matched_by_its_words(hands: Hands) -> None:
    one = passage(hands, draft(hands)["II"][0])

    def edit(body: Any) -> None:
        stripped(body)
        (there,) = [t for t in texts(body) if t.text == one.text]
        there.text = f"{one.text} Viết ở nơi khác."

    address = hands.bring(edited(hands.take(), edit))
    page = hands.see(address)
    assert titles(page) == ["Sửa lời văn"]
    assert "các đoạn được nhận ra theo lời văn" in page.text
    assert hands.decide(address, page).status_code == 302
    assert passage(hands, f"{one.text} Viết ở nơi khác.").pk == one.pk


def test_a_file_of_another_report_or_of_none_is_refused_and_nothing_kept(room: Room, hands: Hands) -> None:
    begin_and_fill(room.small)
    other = Hands(room.commune, room.small, "du-an-chau")
    answer = hands.send(other.take())
    assert answer.status_code == 422
    assert "bản Word của một báo cáo khác" in answer.content.decode()
    strange = hands.send(
        edited(hands.take(), lambda body: [body.remove(one) for one in list(body)[:-1]] and None)
    )
    assert strange.status_code == 422
    assert post(hands.who, hands.url("word_back")).status_code == 422
    assert "không nhận tệp" in hands.send(pdf(), "a.pdf").content.decode()


def test_other_people_see_neither_copy_nor_file_nor_changes(room: Room, hands: Hands) -> None:
    address = hands.bring(hands.take())
    small = Hands(room.commune, hands.obligation, "du-an-chau")
    for name, args in (("word_copy", ()), ("word_back", ()), ("word_changes", (1,))):
        assert sign_in(room.commune).get(small.url(name, *args)).status_code == 404
        assert sign_in(room.centre).get(hands.url(name, *args)).status_code == 404
    assert sign_in(room.centre).get(address).status_code == 404
    head = sign_in(room.head).get(address)
    assert head.status_code == 404
    unknown = hands.url("word_changes", 999_999)
    assert sign_in(hands.who).get(unknown).status_code == 404


def test_nothing_chosen_is_said_and_a_sent_report_is_not_written(hands: Hands) -> None:
    one = passage(hands, draft(hands)["II"][0])
    content = edited(hands.take(), lambda body: say(inside(body, one), one.text[-1], " thêm."))
    address = hands.bring(content)
    page = hands.see(address)
    answer = hands.decide(address, page, "giu")
    assert answer.status_code == 422
    assert "Chưa chọn thay đổi nào" in answer.content.decode()
    submit(hands.obligation)
    assert hands.decide(address, page, "lay").status_code in {404, 422}
    assert passage(hands, one.text).pk == one.pk


def test_a_passage_taken_out_meanwhile_and_edited_in_the_file_is_asked_as_a_new_one(hands: Hands) -> None:
    before = draft(hands)
    edited_one, left = passage(hands, before["II"][0]), passage(hands, before["III"][0])
    content = edited(hands.take(), lambda body: say(inside(body, edited_one), edited_one.text[-1], " nữa."))
    for one in (edited_one, left):
        services.remove_passage(
            actor=hands.who, obligation_id=hands.obligation.pk, passage_id=one.pk, version=one.version
        )
    address = hands.bring(content)
    page = hands.see(address)
    assert (titles(page), ticked(page)) == (["Thêm đoạn"], ["giu"])
    assert "đã bị bỏ khỏi dự thảo" in page.text
    assert hands.decide(address, page, "lay").status_code == 302
    assert draft(hands)["II"][0] == f"{edited_one.text[:-1]} nữa."
    assert "III" not in draft(hands)
