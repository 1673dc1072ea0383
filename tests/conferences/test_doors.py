"""What the doors refuse by themselves, whatever a form let through; and the small reads beside them."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from giaoban.conferences import attachments, services
from giaoban.conferences.models import Conclusion, Conference, Invitation, Paragraph, Participant
from giaoban.conferences.panels import conferences_of_document
from giaoban.conferences.queries.overview import rows
from giaoban.conferences.rules import ConferenceFacts, ItemFacts, PointFacts, SpeechFacts
from giaoban.core.dates import ZONE
from giaoban.core.refusals import Hidden, Refusal
from giaoban.directives.services import DocumentFacts, register_document
from tests.cast import sign_in
from tests.conferences.common import text
from tests.factories.conferences import SYSTEM, closed, invited, make_conference, make_paragraphs, make_speech

FACTS = ConferenceFacts("nine_month", "2019-t09-9t", "Giao ban", datetime(2019, 9, 16, 14, tzinfo=ZONE))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(FACTS, title="  "), "title"),
        (replace(FACTS, title="x" * 301), "title"),
        (replace(FACTS, kind="đại hội"), "kind"),
        (replace(FACTS, mode="qua điện thoại"), "mode"),
        (replace(FACTS, period="2019-t00"), "period"),
        (replace(FACTS, recorder="x" * 121), "recorder"),
    ],
)
def test_a_conference_that_cannot_be_is_refused_at_its_field(room, facts, field):
    made = {"actor": SYSTEM, "unit_id": room.province.pk, "host_id": room.commission.pk}
    with pytest.raises(Refusal) as refused:
        services.create_conference(facts=facts, **made)
    assert refused.value.field == field
    assert services.create_conference(facts=FACTS, **made).title == "Giao ban"
    with pytest.raises(Hidden):
        services.create_conference(facts=FACTS, **{**made, "host_id": 999_999})
    assert Conference.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ItemFacts("nhạc", "Văn nghệ", 5), "kind"),
        (ItemFacts("report", "", 5), "title"),
        (ItemFacts("report", "Báo cáo", 0), "minutes"),
        (ItemFacts("report", "Báo cáo", 481), "minutes"),
    ],
)
def test_an_item_that_cannot_be_is_refused(room, facts, field):
    with pytest.raises(Refusal) as refused:
        services.add_item(actor=SYSTEM, conference_id=room.conference.pk, facts=facts)
    assert (refused.value.field, room.conference.items.count()) == (field, 4)
    with pytest.raises(Hidden):
        services.add_item(
            actor=room.officer, conference_id=room.conference.pk, facts=ItemFacts("report", "B", 5)
        )


def test_the_first_item_of_an_empty_agenda_and_the_ends_of_a_list_stay_in_place(room):
    bare = make_conference(room.province, room.commission, title="Trống", items=())
    only = services.add_item(actor=SYSTEM, conference_id=bare.pk, facts=ItemFacts("report", "Báo cáo", 5))
    services.move_item(actor=SYSTEM, conference_id=bare.pk, item_id=only.pk, down=True)
    only.refresh_from_db()
    assert only.order == 1
    closed(room.conference)
    make_paragraphs(room.conference, "Một", "Hai")
    last = Paragraph.objects.get(text="Hai")
    moved = services.move_paragraph(
        actor=SYSTEM, conference_id=room.conference.pk, paragraph_id=last.pk, down=True
    )
    assert moved.number == "2"


def test_numbers_and_lengths_of_a_point_and_a_speech_are_checked(room):
    common = {"actor": SYSTEM, "conference_id": room.conference.pk, "point_id": room.point.pk}
    refused = []
    for act in (
        lambda: services.change_point(facts=PointFacts(seats=0), version=1, **common),
        lambda: services.change_point(facts=PointFacts(contact="1" * 61), version=1, **common),
        lambda: services.register_speech(facts=SpeechFacts("Chủ đề", minutes=61), **common),
        lambda: services.add_delegate(name=" ", **common),
    ):
        with pytest.raises(Refusal) as said:
            act()
        refused.append((said.value.code, said.value.field))
    assert refused == [
        ("conferences.number", "seats"),
        ("conferences.too_long", "contact"),
        ("conferences.number", "minutes"),
        ("conferences.missing", "name"),
    ]


def test_the_papers_of_a_speech_are_for_its_two_sides_until_the_closing(room):
    invited(room.conference)
    speech = make_speech(room.conference, room.district)
    assert attachments.may_add(room.officer, speech.pk)
    assert attachments.may_read(room.secretary, speech.pk)
    assert not attachments.may_read(room.cast.other_officer, speech.pk)
    assert not attachments.may_read(room.cast.monitor, speech.pk)
    assert not attachments.may_read(SYSTEM, 999_999)
    Conference.objects.update(state="closed")
    assert not attachments.may_add(room.officer, speech.pk)
    assert attachments.may_read(room.officer, speech.pk)


def test_a_document_says_where_it_was_presented(room, rf):
    facts = DocumentFacts(
        issued_on=date(2019, 9, 2),
        symbol="21-KH/TU",
        summary="Kế hoạch",
        issuer="Tỉnh ủy Thái Bình",
    )
    document = register_document(actor=SYSTEM, registered_in=room.province.pk, facts=facts)
    request = rf.get("/")
    request.actor = room.secretary
    assert conferences_of_document(request, document, room.conference.day) == ""
    for kind, said in (("report", "tài liệu của hội nghị"), ("grounding", "quán triệt tại hội nghị")):
        item = room.conference.items.get(kind="report") if kind == "report" else None
        if item is None:
            item = services.add_item(
                actor=SYSTEM, conference_id=room.conference.pk, facts=ItemFacts(kind, "Quán triệt", 10)
            )
        item.documents.add(document)
        assert said in conferences_of_document(request, document, room.conference.day)


def test_names_of_records_for_the_trail_hold_no_person(room):
    invited(room.conference)
    delegate = Participant(point=room.point, name="Đinh Thị Kín")
    paragraph = Paragraph(number="1", text="Một việc")
    labels = [str(delegate), str(room.point), str(Invitation.objects.get()), str(paragraph)]
    assert labels == [
        "Đại biểu của điểm cầu Huyện ủy Đông Hưng",
        "Huyện ủy Đông Hưng",
        "Giấy mời điểm cầu Huyện ủy Đông Hưng",
        "1. Một việc",
    ]
    assert str(room.conference.events.first()) == "1 conference.create"


def test_a_conference_on_site_is_not_told_about_lines(room):
    on_site = make_conference(
        room.province, room.commission, title="Tại chỗ", mode="on_site", chair="Chủ Trì"
    )
    invited(on_site)
    services.add_point(actor=SYSTEM, conference_id=on_site.pk, unit_id=room.cast.unit("du-an-chau").pk)
    words = [str(word) for _shape, word in rows([Conference.objects.get(pk=on_site.pk)])[0].missing]
    assert words == [
        "chưa ghi người ghi biên bản",
        "chưa ghi địa điểm",
        "1 đơn vị chưa được mời",
        "1 đơn vị chưa trả lời giấy mời",
    ]
    past = rows([on_site], date(2019, 9, 20))[0]
    assert (past.days, past.countdown) == (-4, "")


def test_pages_of_what_is_not_there_are_unknown(room):
    browser = sign_in(room.secretary)
    for path in ("diem-cau/999999/", "phat-bieu/999999/", "diem-cau/999999/man-hinh/", "ket-luan.docx"):
        assert browser.get(f"{room.at}{path}").status_code == 404
    make_paragraphs(room.conference, "Một")
    assert "Dự thảo kết luận" in text(browser.get(f"{room.at}ket-luan/"))
    assert Conclusion.objects.get().state == "draft"
