"""The road of one kiến nghị, walked through the pages by both sides, and what is refused on it."""

from datetime import date

import pytest

from giaoban.accounts.models import Responsibility
from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.notices.models import Notice
from giaoban.recommendations import services
from giaoban.recommendations.models import Recommendation
from giaoban.recommendations.rules import Move, Origin, State
from tests.cast import sign_in
from tests.factories.accounts import make_grant, make_user
from tests.factories.recommendations import make_recommendation
from tests.recommendations.common import (
    ANSWER,
    COMMUNE,
    DISTRICT,
    PROVINCE,
    post,
    steps,
    stored,
    summary,
    words,
)

TEXT = "Đề nghị hướng dẫn chuyển sinh hoạt đảng\ncho đảng viên đi làm ăn xa."
LINE = TEXT.replace("\n", " ")
BY_HAND = {"text": TEXT, "field": "grassroots", "reply_due": "30/9/2019"}


def told(username: str) -> list[str]:
    notices = Notice.objects.filter(user__username=username).select_related("message").order_by("pk")
    return [n.message.text % n.message.params for n in notices]


def test_a_unit_sends_one_and_the_superior_is_told(road):
    form = road.asker.get(DISTRICT + "gui/")
    assert "Tỉnh ủy Thái Bình" in words(form)
    answer = post(road.asker, DISTRICT + "gui/", addressee=road.province.pk, **BY_HAND)
    sent = Recommendation.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{DISTRICT}{sent.pk}/")
    assert (sent.unit, sent.addressee, sent.period) == (road.district, road.province, "2019-t09-9t")
    assert (sent.text, sent.field, sent.state) == (TEXT, "grassroots", State.SENT)
    assert (sent.sent_on, sent.reply_due) == (date(2019, 9, 16), date(2019, 9, 30))
    assert steps(sent) == [("send", "hu-dong-hung")]
    assert told("tb.theodoi") == [f"Huyện ủy Đông Hưng gửi kiến nghị “{LINE}”, hạn trả lời 30/9/2019."]
    assert told("donghung.tonghop") == []
    assert list(Entry.objects.values_list("action", "object_id")) == [("recommendations.send", sent.pk)]


def test_who_follows_the_field_or_the_area_is_told_alone(road):
    cast, facts = road.cast, {"addressee_id": road.province.pk, "period": "2019-q3", "text": TEXT}
    line = {"unit": cast.unit("btc-thai-binh"), "starts": date(2018, 1, 1)}
    Responsibility.objects.create(user=cast.officer, **line)  # the rest of everything: names nobody
    services.send(actor=System(), unit_id=road.district.pk, **facts)
    assert (len(told("tb.theodoi")), len(told("tb.truongban"))) == (1, 1)
    Responsibility.objects.create(user=cast.officer, area=road.district, **line)
    Responsibility.objects.create(user=cast.head, area=road.neighbour, **line)
    services.send(actor=System(), unit_id=road.district.pk, **facts)
    assert (len(told("tb.theodoi")), len(told("tb.truongban"))) == (2, 1)
    Responsibility.objects.create(user=cast.head, field="grassroots", **line)
    services.send(actor=System(), unit_id=road.district.pk, field="grassroots", **facts)
    assert (len(told("tb.theodoi")), len(told("tb.truongban"))) == (2, 2)


def test_without_a_day_the_reply_is_due_in_ten_days_on_a_working_day(road):
    post(road.asker, DISTRICT + "gui/", addressee=road.province.pk, text=TEXT)
    assert Recommendation.objects.get().reply_due == date(2019, 9, 26)


def test_the_whole_road_through_an_unclear_answer(road):
    found = make_recommendation(road.district, road.province, TEXT)
    above, below = f"{PROVINCE}{found.pk}/", f"{DISTRICT}{found.pk}/"
    assert post(road.officer, above + "tiep-nhan/", version=1).status_code == 302
    assert stored(found)["state"] == State.RECEIVED
    passed = post(road.officer, above + "chuyen/", version=2, department=road.phong.pk, note="Gấp")
    assert passed.status_code == 302
    assert Recommendation.objects.get().department == road.phong
    assert post(road.officer, PROVINCE + "tra-loi/", ids=found.pk, lam="gui", **ANSWER).status_code == 302
    assert stored(found) == {
        "state": "answered",
        "outcome": "explained",
        "answer": ANSWER["text"],
        "answered_on": date(2019, 9, 16),
        "reply_due": date(2019, 9, 20),
        "version": 4,
    }
    page = words(road.asker.get(below))
    assert "Trả lời của Tỉnh ủy Thái Bình" in page
    assert ANSWER["text"] in page
    assert post(road.asker, below + "chua-ro/", version=4, note="Mẫu phiếu nào?").status_code == 302
    assert stored(found) == {
        "state": "unclear",
        "outcome": "",
        "answer": "",
        "answered_on": None,
        "reply_due": date(2019, 9, 26),
        "version": 5,
    }
    page = words(road.officer.get(above))
    assert "Mẫu phiếu nào?" in page
    assert ANSWER["text"] in page  # the earlier answer stays on the timeline
    post(road.officer, PROVINCE + "tra-loi/", ids=found.pk, lam="gui", outcome="approved", text="Mẫu 5.")
    assert post(road.asker, below + "da-ro/", version=6).status_code == 302
    assert (stored(found)["state"], stored(found)["outcome"]) == (State.UNDERSTOOD, "approved")
    assert steps(found) == [
        ("send", "hu-dong-hung"),
        ("receive", "tu-thai-binh"),
        ("forward", "tu-thai-binh"),
        ("answer", "tu-thai-binh"),
        ("unclear", "hu-dong-hung"),
        ("answer", "tu-thai-binh"),
        ("understand", "hu-dong-hung"),
    ]
    assert told("donghung.tonghop") == [
        f"Tỉnh ủy Thái Bình đã tiếp nhận kiến nghị “{LINE}”.",
        f"Tỉnh ủy Thái Bình giải đáp kiến nghị “{LINE}”.",
        f"Tỉnh ủy Thái Bình chấp thuận kiến nghị “{LINE}”.",
    ]
    assert told("tb.theodoi") == [
        f"Huyện ủy Đông Hưng thấy trả lời về “{LINE}” chưa rõ; hạn trả lời lại 26/9/2019."
    ]


def test_the_asker_withdraws_before_an_answer_and_not_after(road):
    found = make_recommendation(road.district, road.province)
    other = make_recommendation(road.district, road.province, "Việc khác", state="answered")
    path = f"{DISTRICT}{{}}/rut/"
    late = post(road.asker, path.format(other.pk), version=1, note="")
    assert late.status_code == 422
    assert summary(late) == (
        "Chưa thực hiện được Không thể “Rút kiến nghị”: kiến nghị “Việc khác” đã trả lời."
        " Bước có thể: “Đã rõ”, “Chưa rõ”. Quy tắc: Kiến nghị đi lần lượt: đã gửi, đã tiếp nhận,"
        " đã chuyển xử lý, đã trả lời, đã rõ hoặc chưa rõ."
    )
    assert post(road.asker, path.format(found.pk), version=1, note="Đã tự giải quyết").status_code == 302
    assert (stored(found)["state"], stored(other)["state"]) == (State.WITHDRAWN, State.ANSWERED)
    assert told("tb.theodoi") == [
        "Huyện ủy Đông Hưng đã rút kiến nghị “Đề nghị bổ sung biên chế cho huyện.”."
    ]
    assert "Rút kiến nghị" in words(road.officer.get(f"{PROVINCE}{found.pk}/"))


def test_an_unclear_answer_needs_a_note_and_what_was_typed_stays(road):
    found = make_recommendation(road.district, road.province, state="answered")
    path = f"{DISTRICT}{found.pk}/chua-ro/"
    empty = post(road.asker, path, version=1, note=" ")
    assert (empty.status_code, stored(found)["state"]) == (422, State.ANSWERED)
    long = post(road.asker, path, version=1, note="x" * 1001)
    assert (long.status_code, "x" * 1001 in long.content.decode()) == (422, True)
    with pytest.raises(Refusal, match="Chưa ghi điều gì chưa rõ"):
        services.close(actor=System(), id=found.pk, clear=False, note=" \u200b")
    with pytest.raises(Refusal, match="dài quá 1000"):
        services.close(actor=System(), id=found.pk, clear=False, note="x" * 1001)
    assert stored(found)["state"] == State.ANSWERED
    assert post(road.asker, path, version=1, note="Chưa rõ mẫu").status_code == 302


def test_a_page_opened_before_somebody_else_moved_it_meets_a_conflict(road):
    found = make_recommendation(road.district, road.province)
    path = f"{PROVINCE}{found.pk}/"
    services.receive(actor=road.cast.head, id=found.pk)
    second = post(road.officer, path + "tiep-nhan/", version=1)
    assert second.status_code == 422
    assert "Không thể “Tiếp nhận”" in summary(second)
    stale = post(road.officer, path + "chuyen/", version=1, department=road.phong.pk, note="Của tôi")
    assert stale.status_code == 422
    assert "vừa được người khác xử lý, nay là “đã tiếp nhận”" in summary(stale)
    assert "Của tôi" in stale.content.decode()
    assert stored(found)["state"] == State.RECEIVED
    assert steps(found) == [("send", "hu-dong-hung"), ("receive", "tu-thai-binh")]
    again = post(road.officer, path + "chuyen/", version=2, department=road.phong.pk, note="Của tôi")
    assert (again.status_code, stored(found)["state"]) == (302, State.FORWARDED)


def test_it_is_passed_on_only_to_a_phong_of_the_addressee(road):
    elsewhere = road.cast.unit("btc-hung-yen").departments.create(name="Phòng lạ", starts=date(2016, 1, 1))
    found = make_recommendation(road.district, road.province)
    path = f"{PROVINCE}{found.pk}/chuyen/"
    assert post(road.officer, path, version=1, department=elsewhere.pk).status_code == 422
    with pytest.raises(Refusal, match="Chọn một phòng của Tỉnh ủy Thái Bình"):
        services.forward(actor=System(), id=found.pk, department_id=elsewhere.pk)
    assert stored(found)["state"] == State.SENT
    assert post(road.officer, path, version=1, department=road.phong.pk).status_code == 302
    assert "Chuyển Phòng Đảng viên xử lý" in words(road.officer.get(f"{PROVINCE}{found.pk}/"))


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"text": " \u200b "}, "Chưa ghi nội dung kiến nghị."),
        ({"text": "x" * 4001}, "Nội dung dài quá 4000 ký tự."),
        ({"field": "music"}, "Chưa chọn đúng lĩnh vực."),
        ({"period": "2019-t13"}, "Không có kỳ công tác “2019-t13”."),
        ({"reply_due": date(2019, 9, 15)}, "Hạn trả lời phải từ ngày 16/9/2019 đến ngày 20/10/2020."),
        ({"reply_due": date(2020, 10, 21)}, "Hạn trả lời phải từ ngày 16/9/2019 đến ngày 20/10/2020."),
    ],
)
def test_bad_input_is_refused_in_words_and_good_input_passes(road, typed, message):
    facts = {
        "unit_id": road.district.pk,
        "addressee_id": road.province.pk,
        "period": "2019-t09-9t",
        "text": TEXT,
    }
    with pytest.raises(Refusal) as refused:
        services.send(actor=System(), **{**facts, **typed})
    assert (str(refused.value), Recommendation.objects.count()) == (message, 0)
    assert services.send(actor=System(), **facts).text == TEXT


def test_one_turns_to_a_superior_only(road):
    facts = {"unit_id": road.commune.pk, "period": "2019-q3", "text": TEXT}
    for wrong in (road.neighbour, road.commune, road.cast.unit("tu-hung-yen")):
        with pytest.raises(Refusal, match="không phải cấp trên của Đảng ủy xã An Hòa"):
            services.send(actor=System(), addressee_id=wrong.pk, **facts)
    with pytest.raises(Hidden):
        services.send(actor=System(), addressee_id=987654, **facts)
    assert Recommendation.objects.count() == 0
    page = post(road.commune_asker, COMMUNE + "gui/", addressee=road.neighbour.pk, text=TEXT)
    assert (page.status_code, TEXT in page.content.decode()) == (422, True)
    for right in (road.district, road.province, road.cast.unit("btctw")):
        services.send(actor=System(), addressee_id=right.pk, **facts)
    assert Recommendation.objects.count() == 3


def test_a_commission_sends_for_its_committee_or_for_itself(road):
    page = words(road.officer.get(PROVINCE + "gui/"))
    assert "Gửi với tư cách Tỉnh ủy Thái Bình Ban Tổ chức Tỉnh ủy Thái Bình" in page
    wrong = post(
        road.officer, PROVINCE + "gui/", unit=road.province.pk, addressee=road.province.pk, text=TEXT
    )
    assert (wrong.status_code, Recommendation.objects.count()) == (422, 0)
    assert "không phải cấp trên" in summary(wrong)
    commission = road.cast.unit("btc-thai-binh")
    post(road.officer, PROVINCE + "gui/", unit=commission.pk, addressee=road.province.pk, text=TEXT)
    post(road.officer, PROVINCE + "gui/", unit=road.province.pk, addressee=road.tw.pk, text=TEXT)
    assert list(Recommendation.objects.order_by("pk").values_list("unit__code", "addressee__code")) == [
        ("btc-thai-binh", "tu-thai-binh"),
        ("tu-thai-binh", "tw"),
    ]


def test_the_top_has_nobody_to_turn_to(road):
    monitor = road.cast.monitor
    assert monitor.home_unit == road.cast.unit("vu-dia-phuong-3")
    page = words(sign_in(monitor).get("/vu-dia-phuong-3/2019-q3/kien-nghi/gui/"))
    assert "Gửi với tư cách Ban Chấp hành Trung ương Đảng Ban Tổ chức Trung ương Vụ Địa phương III" in page


def test_the_same_passage_is_sent_once(road):
    origin = Origin("reporting.passage", 7, "Báo cáo tháng 9, mục IV", "/du-an-hoa/2019-t09-9t/bao-cao/1/")
    facts = {"unit_id": road.commune.pk, "period": "2019-q3", "text": TEXT, "origin": origin}
    first = services.send(actor=System(), addressee_id=road.district.pk, **facts)
    again = services.send(actor=System(), addressee_id=road.province.pk, **facts)
    assert (again.pk, Recommendation.objects.count()) == (first.pk, 1)
    assert Entry.objects.filter(action="recommendations.send").count() == 1
    with pytest.raises(Hidden):
        services.send(
            actor=System(), addressee_id=road.district.pk, **{**facts, "unit_id": road.neighbour.pk}
        )
    page = road.commune_asker.get(f"{COMMUNE}{first.pk}/").content.decode()
    assert f'<a href="{origin.url}">{origin.label}</a>' in page


def test_a_conflict_is_only_what_somebody_else_did_first(road):
    found = make_recommendation(road.district, road.province, state="answered")
    with pytest.raises(Conflict):
        services.answer(actor=System(), ids=[found.pk], **ANSWER)
    withdrawn = make_recommendation(road.district, road.province, state="withdrawn")
    with pytest.raises(Refusal) as refused:
        services.answer(actor=System(), ids=[withdrawn.pk], **ANSWER)
    assert not isinstance(refused.value, Conflict)
    assert "Bước có thể: không còn bước nào" in str(refused.value)


def test_a_user_without_a_home_acts_for_nobody(road):
    stray = make_user("khong.don.vi", "Người Không Đơn Vị")
    make_grant(stray, "head", road.province)
    found = make_recommendation(road.district, road.province)
    page = sign_in(stray).get(f"{PROVINCE}{found.pk}/")
    assert (page.status_code, "Tiếp nhận" in words(page)) == (200, False)
    assert sign_in(stray).get(PROVINCE + "gui/").status_code == 404
    assert Move.RECEIVE not in words(sign_in(stray).get(PROVINCE))
