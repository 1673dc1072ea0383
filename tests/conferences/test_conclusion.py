"""From the draft in numbered paragraphs to the registered document and the next period's programme."""

import io
from datetime import date

import docx
import pytest

from giaoban.conferences import services
from giaoban.conferences.models import Conclusion, Paragraph
from giaoban.conferences.rules import IssueFacts, ParagraphPlan
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.directives.models import Document
from giaoban.notices.models import Notice
from giaoban.recommendations import services as recommendations
from giaoban.tasks.models import Assignment, Programme
from tests.cast import sign_in
from tests.conferences.common import errors, post, send, soup, text
from tests.factories.accounts import make_grant, make_user
from tests.factories.conferences import SYSTEM, closed, make_conference, make_paragraphs, opened

TODAY = date(2019, 9, 16)


@pytest.fixture
def drafted(room):
    """Closed, with five paragraphs: 1, 1.1, 1.2, 2, 3."""
    closed(room.conference)
    make_paragraphs(room.conference, "Bộ máy", "- Biên chế", "- Cán bộ", "Đại hội", "Chi bộ")
    room.editor = f"{room.at}ket-luan/"
    return room


@pytest.fixture
def issued(drafted):
    drafted.conclusion = services.issue_conclusion(
        actor=SYSTEM,
        conference_id=drafted.conference.pk,
        facts=IssueFacts("KL", "05-KL/BTCTU", TODAY),
        version=drafted.conference.conclusion.version,
    )
    drafted.review = f"{drafted.at}giao-nhiem-vu/"
    return drafted


def numbered(room) -> list[str]:
    return [
        f"{one.number} {one.text}" for one in Paragraph.objects.filter(conclusion__conference=room.conference)
    ]


def paragraph(room, text_: str) -> Paragraph:
    return Paragraph.objects.get(conclusion__conference=room.conference, text=text_)


# --- the draft -----------------------------------------------------------------------------------------


def test_paragraphs_are_added_changed_moved_and_numbered_anew(drafted):
    browser = sign_in(drafted.secretary)
    assert numbered(drafted) == ["1 Bộ máy", "1.1 Biên chế", "1.2 Cán bộ", "2 Đại hội", "3 Chi bộ"]
    send(browser, drafted.editor, do="down", paragraph=paragraph(drafted, "Bộ máy").pk)
    assert numbered(drafted) == ["1 Đại hội", "2 Bộ máy", "2.1 Biên chế", "2.2 Cán bộ", "3 Chi bộ"]
    send(browser, drafted.editor, do="up", paragraph=paragraph(drafted, "Cán bộ").pk)
    assert numbered(drafted)[2:4] == ["2.1 Cán bộ", "2.2 Biên chế"]
    changed = paragraph(drafted, "Chi bộ")
    page = browser.get(f"{drafted.editor}?doan={changed.pk}")
    assert soup(page).select_one("#sua-text").text.strip() == "Chi bộ"
    typed = {"do": "change", "paragraph": changed.pk, "text": "Sinh hoạt chi bộ", "level": "2", "version": 1}
    assert post(browser, drafted.editor, typed).status_code == 302
    assert numbered(drafted)[-1] == "2.3 Sinh hoạt chi bộ"
    send(browser, drafted.editor, do="remove", paragraph=paragraph(drafted, "Bộ máy").pk)
    assert numbered(drafted) == ["1 Đại hội", "1.1 Cán bộ", "1.2 Biên chế", "1.3 Sinh hoạt chi bộ"]
    send(browser, drafted.editor, do="add", text="Kết nạp", level="1")
    assert numbered(drafted)[-1] == "2 Kết nạp"
    assert "Đại hội" in text(browser.get(drafted.editor))


def test_two_recorders_on_one_paragraph_see_each_other(drafted):
    one = paragraph(drafted, "Đại hội")
    typed = {
        "do": "change",
        "paragraph": one.pk,
        "text": "Đại hội các cấp",
        "level": "1",
        "version": one.version,
    }
    browser = sign_in(drafted.secretary)
    assert post(browser, drafted.editor, typed).status_code == 302
    stale = post(browser, drafted.editor, {**typed, "text": "Đại hội khác"})
    assert stale.status_code == 409
    assert soup(stale).select_one("#sua-text").text.strip() == "Đại hội khác"
    assert errors(stale) == ["“đoạn 2” vừa được người khác sửa. Hãy xem lại rồi ghi tiếp."]
    one.refresh_from_db()
    assert one.text == "Đại hội các cấp"
    with pytest.raises(Hidden):
        services.remove_paragraph(actor=SYSTEM, conference_id=drafted.conference.pk, paragraph_id=999_999)


def test_the_heading_is_written_and_the_draft_begins_before_the_day(room):
    browser = sign_in(room.secretary)
    editor = f"{room.at}ket-luan/"
    assert "Dự thảo kết luận" in text(browser.get(editor))
    answer = send(
        browser, editor, do="heading", title="tại hội nghị 9 tháng", opening="Đánh giá.\nChung.", version=0
    )
    assert answer.status_code == 302
    made = Conclusion.objects.get()
    assert (made.title, made.opening) == ("tại hội nghị 9 tháng", "Đánh giá.\nChung.")
    stale = send(browser, editor, do="heading", title="Khác", opening="", version=1)
    assert stale.status_code == 409
    empty = send(browser, editor, do="add", text=" ", level="1")
    assert errors(empty) == ["Điền “Nội dung”."]
    assert sign_in(room.officer).get(f"{room.there}ket-luan/").status_code == 404
    assert browser.get(f"{room.at}giao-nhiem-vu/")["Location"] == editor
    other = make_conference(room.province, room.commission, title="Chưa có dự thảo")
    assert browser.get(f"{room.host}giao-ban/{other.pk}/ket-luan/ban-hanh/").status_code == 302


def test_an_open_recommendation_is_answered_by_a_paragraph_once(drafted):
    asked = recommendations.send(
        actor=SYSTEM,
        unit_id=drafted.district.pk,
        addressee_id=drafted.province.pk,
        period="2019-t09-9t",
        text="Bổ sung biên chế cho Trung tâm chính trị",
    )
    browser = sign_in(drafted.secretary)
    page = browser.get(drafted.editor)
    assert "Bổ sung biên chế cho Trung tâm chính trị" in text(page)
    assert send(browser, drafted.editor, do="recommendation", recommendation=asked.pk).status_code == 302
    added = Paragraph.objects.latest("pk")
    assert (added.recommendation_id, added.text) == (
        asked.pk,
        "Về kiến nghị của Huyện ủy Đông Hưng: Bổ sung biên chế cho Trung tâm chính trị",
    )
    assert "đã đưa vào" in text(browser.get(drafted.editor))
    twice = send(browser, drafted.editor, do="recommendation", recommendation=asked.pk)
    assert errors(twice) == ["Kiến nghị này đã có đoạn trả lời trong dự thảo kết luận."]
    with pytest.raises(Hidden):
        services.add_paragraph(
            actor=SYSTEM, conference_id=drafted.conference.pk, text="Khác", recommendation_id=999_999
        )


# --- the issue -----------------------------------------------------------------------------------------

OF_A_NOTICE = "Ký hiệu 05-TB/BTCTU là của Thông báo, không phải Kết luận."
ISSUE = {"do": "issue", "type": "KL", "symbol": "05-KL/BTCTU", "issued_on": "16/9/2019"}


def test_the_conclusion_becomes_a_document_sent_to_the_points(drafted):
    browser = sign_in(drafted.secretary)
    page = f"{drafted.editor}ban-hanh/"
    version = Conclusion.objects.get().version
    shown = text(browser.get(page))
    assert "1.1. Biên chế" in shown
    preview = send(browser, page, **{**ISSUE, "do": "preview"}, version=version)
    assert "Số 05-KL/BTCTU" in text(preview)
    assert "ngày 16 tháng 9 năm 2019" in text(preview)
    assert Document.objects.count() == 0
    answer = send(browser, page, **ISSUE, version=version)
    assert (answer.status_code, answer["Location"]) == (302, f"{drafted.at}giao-nhiem-vu/")
    document = Document.objects.get()
    assert (document.symbol, document.issuer, document.unit, document.registered_in) == (
        "05-KL/BTCTU",
        "Ban Tổ chức Tỉnh ủy Thái Bình",
        drafted.commission,
        drafted.commission,
    )
    assert list(document.recipients.all()) == [drafted.district]
    drafted.conference.refresh_from_db()
    assert (drafted.conference.state, Conclusion.objects.get().document) == ("concluded", document)
    frozen = send(browser, drafted.editor, do="add", text="Thêm", level="1")
    assert (frozen.status_code, len(numbered(drafted))) == (422, 5)
    assert "đã ban hành nên không sửa được nữa" in errors(frozen)[0]
    seen = text(sign_in(drafted.officer).get(f"{drafted.there}ket-luan/"))
    assert "1.1 Biên chế" in seen
    listed = text(sign_in(drafted.officer).get(f"{drafted.unit}ket-luan/"))
    assert "05-KL/BTCTU" in listed
    assert "chưa giao" in listed
    panel = text(browser.get(f"{drafted.host}van-ban/{document.pk}/"))
    assert "ban hành tại hội nghị, 16/9/2019" in panel


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"issued_on": "15/9/2019"}, "Ngày ban hành phải từ ngày họp 16/9/2019 đến hôm nay 16/9/2019."),
        ({"issued_on": "17/9/2019"}, "Ngày ban hành phải từ ngày họp 16/9/2019 đến hôm nay 16/9/2019."),
        ({"symbol": ""}, "Điền “Số, ký hiệu”."),
        ({"symbol": "05-TB/BTCTU"}, f"{OF_A_NOTICE} Hãy xem lại ký hiệu hoặc thể loại."),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_register_is_refused_and_nothing_is_half_written(drafted, typed, code):
    page = f"{drafted.editor}ban-hanh/"
    answer = send(
        sign_in(drafted.secretary), page, **{**ISSUE, **typed}, version=Conclusion.objects.get().version
    )
    assert (answer.status_code, errors(answer)) == (422, [code])
    drafted.conference.refresh_from_db()
    assert (drafted.conference.state, Document.objects.count()) == ("closed", 0)


def test_an_issue_needs_an_ended_meeting_paragraphs_and_a_register(room):
    opened(room.conference)
    make_paragraphs(room.conference, "Một việc")
    common = {"conference_id": room.conference.pk, "version": Conclusion.objects.get().version}
    facts = IssueFacts("KL", "05-KL/BTCTU", TODAY)
    with pytest.raises(Refusal) as open_still:
        services.issue_conclusion(actor=SYSTEM, facts=facts, **common)
    services.move_conference(actor=SYSTEM, conference_id=room.conference.pk, move="close")
    chair = make_user("tb.chutri", "Chủ Trì", home=room.commission)
    make_grant(chair, "chair", room.province)
    with pytest.raises(Refusal) as no_register:
        services.issue_conclusion(actor=chair, facts=facts, **common)
    with pytest.raises(Refusal) as wrong_type:
        services.issue_conclusion(actor=SYSTEM, facts=IssueFacts("QĐ", "05-QĐ/BTCTU", TODAY), **common)
    with pytest.raises(Conflict):
        services.issue_conclusion(actor=SYSTEM, facts=facts, conference_id=room.conference.pk, version=99)
    with pytest.raises(Hidden):
        services.issue_conclusion(actor=room.officer, facts=facts, **common)
    Paragraph.objects.all().delete()
    with pytest.raises(Refusal) as empty:
        services.issue_conclusion(actor=SYSTEM, facts=facts, **common)
    assert [e.value.code for e in (open_still, no_register, wrong_type, empty)] == [
        "conferences.state",
        "conferences.no_register",
        "conferences.type",
        "conferences.empty_conclusion",
    ]
    assert Document.objects.count() == 0


def test_the_paper_is_taken_away_as_word(drafted):
    browser = sign_in(drafted.secretary)
    answer = browser.get(f"{drafted.at}ket-luan.docx")
    words = [one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert "1.2. Cán bộ" in words
    assert sign_in(drafted.officer).get(f"{drafted.there}ket-luan.docx").status_code == 404
    services.issue_conclusion(
        actor=SYSTEM,
        conference_id=drafted.conference.pk,
        facts=IssueFacts("TB", "7-TB/BTCTU", TODAY),
        version=Conclusion.objects.get().version,
    )
    assert sign_in(drafted.officer).get(f"{drafted.there}ket-luan.docx").status_code == 200


# --- the tasks of the next period ----------------------------------------------------------------------


def planned(room, **changes) -> dict:
    conclusion = Conclusion.objects.get()
    typed = {
        "do": "save",
        "next_period": "2019-q4",
        "common_due": "31/12/2019",
        "version": conclusion.version,
    }
    for one in conclusion.paragraphs.all():
        typed |= {f"leads-{one.pk}": "all", f"task-{one.pk}": "on"}
    return typed | changes


def test_the_whole_conclusion_is_reviewed_and_given_on_one_page(issued):
    browser = sign_in(issued.secretary)
    page = browser.get(issued.review)
    assert soup(page).select_one("[name=next_period] option[selected]")["value"] == "2019-q4"
    assert "Chưa đánh dấu đoạn nào." in text(page)
    first, _lower, _second, third, last = Conclusion.objects.get().paragraphs.all()
    typed = planned(issued)
    del typed[f"task-{last.pk}"]
    typed |= {
        f"due-{first.pk}": "15/11/2019",
        f"leads-{third.pk}": "chosen",
        f"units-{third.pk}": [issued.district.pk],
        f"product-{third.pk}": "Kế hoạch đại hội",
        f"field-{third.pk}": "grassroots",
        f"indicator-{third.pk}": "MEM.NEW",
    }
    saved = post(browser, issued.review, typed)
    assert (saved.status_code, saved["Location"]) == (302, f"{issued.review}#giao")
    figures = [
        one.get_text(" ", strip=True)
        for one in soup(browser.get(issued.review)).select("#giao .figures > div")
    ]
    assert figures == ["4 nhiệm vụ", "1 đơn vị", "4 lượt giao"]
    assert Programme.objects.count() == 0
    version = Conclusion.objects.get().version
    given = send(browser, issued.review, do="assign", version=version)
    assert given.status_code == 302
    programme = Programme.objects.get()
    assert (programme.unit, programme.period, programme.state, programme.document.symbol) == (
        issued.province,
        "2019-q4",
        "issued",
        "05-KL/BTCTU",
    )
    assert (programme.origin_kind, programme.origin_url) == ("conferences.conclusion", issued.at)
    tasks = programme.tasks.order_by("position")
    assert list(tasks.values_list("number", "wording", "parent__number", "due")) == [
        ("1", "Bộ máy", None, date(2019, 11, 15)),
        ("1.1", "Biên chế", "1", date(2019, 12, 31)),
        ("1.2", "Cán bộ", "1", date(2019, 12, 31)),
        ("2", "Đại hội", None, date(2019, 12, 31)),
    ]
    task = tasks.get(number="2")
    assert (task.product, task.field, task.indicator) == ("Kế hoạch đại hội", "grassroots", "MEM.NEW")
    assert set(Assignment.objects.values_list("unit__code", flat=True)) == {"hu-dong-hung"}
    assert Notice.objects.filter(user=issued.officer, message__event__startswith="tasks.").exists()
    again = send(browser, issued.review, do="assign", version=version)
    assert (again.status_code, Programme.objects.count()) == (302, 1)
    late = post(browser, issued.review, planned(issued))
    assert errors(late) == [f"Nhiệm vụ theo “{issued.conclusion.title}” đã được giao."]
    assert "Nhiệm vụ quý IV năm 2019 theo Kết luận 05-KL/BTCTU" in text(
        sign_in(issued.officer).get(f"{issued.unit}ket-luan/")
    )
    assert send(browser, f"{issued.at}chuyen/", do="archive").status_code == 302
    issued.conference.refresh_from_db()
    assert issued.conference.state == "archived"


def test_a_paragraph_without_a_unit_is_named_and_nothing_is_given(issued):
    browser = sign_in(issued.secretary)
    third = paragraph(issued, "Đại hội")
    post(browser, issued.review, planned(issued, **{f"leads-{third.pk}": "chosen"}))
    version = Conclusion.objects.get().version
    refused = send(browser, issued.review, do="assign", version=version)
    assert errors(refused) == ["Đoạn 2 chưa có đơn vị chủ trì."]
    nobody = {f"task-{one.pk}": "" for one in Conclusion.objects.get().paragraphs.all()}
    typed = {name: value for name, value in planned(issued).items() if name not in nobody}
    post(browser, issued.review, typed)
    none = send(browser, issued.review, do="assign", version=version + 1)
    assert errors(none) == ["Chưa đoạn nào được đánh dấu thành nhiệm vụ."]
    assert Programme.objects.count() == 0


def test_wrong_choices_are_named_by_their_paragraph_and_kept(issued):
    browser = sign_in(issued.secretary)
    first = paragraph(issued, "Bộ máy")
    early = post(browser, issued.review, planned(issued, **{f"due-{first.pk}": "01/9/2019"}))
    assert errors(early) == ["Đoạn 1: thời hạn 01/9/2019 trước ngày họp 16/9/2019."]
    assert soup(early).select_one(f"[name=due-{first.pk}]")["value"] == "01/9/2019"
    no_day = post(browser, issued.review, planned(issued, **{f"due-{first.pk}": "31/11/2019"}))
    assert errors(no_day) == ["Không có ngày 31/11/2019 trong lịch."]
    stale = post(browser, issued.review, planned(issued, version=1))
    assert stale.status_code == 409
    assert not Paragraph.objects.filter(task=True).exists()
    common = {
        "actor": SYSTEM,
        "conference_id": issued.conference.pk,
        "version": Conclusion.objects.get().version,
    }
    door = services.plan_tasks
    with pytest.raises(Hidden):
        door(rows=[ParagraphPlan(999_999, task=True)], next_period="2019-q4", **common)
    stranger = issued.cast.unit("tu-hung-yen").pk
    with pytest.raises(Hidden):
        door(
            rows=[ParagraphPlan(first.pk, task=True, leads="chosen", unit_ids=[stranger])],
            next_period="2019-q4",
            **common,
        )
    refused = []
    for row, period in (
        (ParagraphPlan(first.pk, task=True, field="bếp núc"), "2019-q4"),
        (ParagraphPlan(first.pk, task=True, leads="ai cũng được"), "2019-q4"),
        (ParagraphPlan(first.pk, task=True), "2019-t13"),
    ):
        with pytest.raises(Refusal) as said:
            door(rows=[row], next_period=period, **common)
        refused.append(said.value.code)
    assert refused == ["conferences.field", "conferences.choice", "conferences.period"]


def test_units_of_one_kind_lead_where_the_page_says_so(room):
    """Two kinds of units at the points: the commune of the district is given what is for communes."""
    commune = room.cast.unit("du-an-chau")
    services.add_point(actor=SYSTEM, conference_id=room.conference.pk, unit_id=commune.pk)
    closed(room.conference)
    make_paragraphs(room.conference, "Cho xã", "Cho mọi đơn vị")
    services.issue_conclusion(
        actor=SYSTEM,
        conference_id=room.conference.pk,
        facts=IssueFacts("KL", "05-KL/BTCTU", TODAY),
        version=Conclusion.objects.get().version,
    )
    browser = sign_in(room.secretary)
    review = f"{room.at}giao-nhiem-vu/"
    first = paragraph(room, "Cho xã")
    typed = planned(room, **{f"leads-{first.pk}": "kind", f"kind-{first.pk}": "commune_committee"})
    assert post(browser, review, typed).status_code == 302
    send(browser, review, do="assign", version=Conclusion.objects.get().version)
    given = Assignment.objects.order_by("task__number", "unit__code").values_list(
        "task__number", "unit__code"
    )
    assert list(given) == [("1", "du-an-chau"), ("2", "du-an-chau"), ("2", "hu-dong-hung")]


def test_a_lower_paragraph_stands_alone_when_the_one_above_is_no_task(issued):
    browser = sign_in(issued.secretary)
    typed = planned(issued)
    del typed[f"task-{paragraph(issued, 'Bộ máy').pk}"]
    typed["common_due"] = ""
    post(browser, issued.review, typed)
    send(browser, issued.review, do="assign", version=Conclusion.objects.get().version)
    rows = Programme.objects.get().tasks.values_list("number", "parent", "kind", "due")
    assert sorted(rows) == [
        ("1.1", None, "no_deadline", None),
        ("1.2", None, "no_deadline", None),
        ("2", None, "no_deadline", None),
        ("3", None, "no_deadline", None),
    ]


def test_who_does_not_conclude_gives_nothing(drafted, issued):
    common = {"conference_id": issued.conference.pk, "version": issued.conclusion.version}
    for user in (issued.officer, issued.cast.officer, issued.cast.monitor):
        assert sign_in(user).get(issued.review).status_code == 404
        with pytest.raises(Hidden):
            services.assign_tasks(actor=user, **common)
    other = make_conference(issued.province, issued.commission, title="Chưa kết luận")
    with pytest.raises(Refusal) as early:
        services.assign_tasks(actor=SYSTEM, conference_id=other.pk, version=1)
    with pytest.raises(Conflict):
        services.assign_tasks(actor=SYSTEM, conference_id=issued.conference.pk, version=1)
    assert (early.value.code, Programme.objects.count()) == ("conferences.not_issued", 0)
