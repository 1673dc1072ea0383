"""The hall: the console by plain POSTs, what each screen shows, the pulse that says what is new."""

import json
from datetime import datetime, timedelta

import pytest
import time_machine

from giaoban.conferences import services
from giaoban.conferences.models import Speech
from giaoban.core.dates import ZONE
from giaoban.core.refusals import Hidden, Refusal
from tests.cast import sign_in
from tests.conferences.common import errors, send, soup, text
from tests.factories.conferences import SYSTEM, invited, make_speech, move, opened

TWO = datetime(2019, 9, 16, 14, 0, tzinfo=ZONE)


@pytest.fixture
def hall(room):
    """Open since 14:00, two speeches in the queue, one announced."""
    with time_machine.travel(TWO, tick=False):
        invited(room.conference)
        room.first = move(make_speech(room.conference, room.district, "Sinh hoạt chi bộ"), "select", "queue")
        room.second = move(make_speech(room.conference, room.commission, "Bộ máy", minutes=5), "queue")
        room.third = make_speech(room.conference, room.district, "Đại hội các cấp")
        opened(room.conference)
        room.console = f"{room.at}dieu-hanh/"
        yield room


def press(room, do: str, user=None, **about):
    return send(sign_in(user or room.secretary), room.console, do=do, **about)


def speech_of(speech: Speech) -> Speech:
    return Speech.objects.get(pk=speech.pk)


def test_the_chair_runs_the_conference_by_buttons_alone(hall):
    items = list(hall.conference.items.all())
    with time_machine.travel(TWO + timedelta(minutes=1), tick=False):
        assert press(hall, "item.start", item=items[0].pk).status_code == 302
    with time_machine.travel(TWO + timedelta(minutes=9), tick=False):
        assert press(hall, "item.start", item=items[2].pk).status_code == 302
        page = sign_in(hall.secretary).get(hall.console)
        agenda = [
            (row.get("class", [""])[0], row.time.text, row.select_one(".what").text)
            for row in soup(page).select("ol.agenda > li")
        ]
        assert agenda == [
            ("past", "14:01", "Khai mạc hội nghị"),
            ("skipped", "14:05", "Báo cáo kết quả 9 tháng"),
            ("now", "14:09", "Tham luận của các điểm cầu"),
            ("next", "14:59", "Kết luận hội nghị"),
        ]
        assert "sớm 21 phút, dự kiến kết thúc 15:29" in text(page)
        assert press(hall, "speech.call", speech=hall.first.pk).status_code == 302
    with time_machine.travel(TWO + timedelta(minutes=12), tick=False):
        page = soup(sign_in(hall.secretary).get(hall.console))
        clock = page.select_one(".clock")
        assert (clock.text, clock["data-left"], clock["data-runs"]) == ("05:00", "300", "1")
        assert press(hall, "speech.extend", speech=hall.first.pk).status_code == 302
        assert press(hall, "speech.pause", speech=hall.first.pk).status_code == 302
    with time_machine.travel(TWO + timedelta(minutes=20), tick=False):
        paused = soup(sign_in(hall.secretary).get(hall.console)).select_one(".clock")
        assert (paused.text, paused.get("data-runs")) == ("06:00", None)
        assert press(hall, "speech.resume", speech=hall.first.pk).status_code == 302
    with time_machine.travel(TWO + timedelta(minutes=27), tick=False):
        over = soup(sign_in(hall.secretary).get(hall.console)).select_one(".clock")
        assert over.text == "−01:00"
        assert press(hall, "speech.finish", speech=hall.first.pk).status_code == 302
        assert press(hall, "item.end", item=items[2].pk).status_code == 302
        assert press(hall, "conference.close").headers["Location"] == f"{hall.at}ket-luan/"
    done = speech_of(hall.first)
    assert (done.state, done.remaining, done.started_at) == ("done", -60, None)
    assert speech_of(hall.second).state == "skipped"
    hall.conference.refresh_from_db()
    assert (hall.conference.state, hall.conference.closed_at) == ("closed", TWO + timedelta(minutes=27))
    assert "Bế mạc lúc 14:27." in text(sign_in(hall.secretary).get(hall.at))


def test_a_second_point_waits_until_the_first_has_finished(hall):
    press(hall, "speech.call", speech=hall.first.pk)
    refused = press(hall, "speech.call", speech=hall.second.pk)
    assert refused.status_code == 422
    assert errors(refused) == [
        "Điểm cầu Huyện ủy Đông Hưng đang phát biểu. Bấm “Kết thúc” trước khi mời điểm cầu khác."
    ]
    assert (speech_of(hall.first).state, speech_of(hall.second).state) == ("speaking", "queued")
    press(hall, "speech.finish", speech=hall.first.pk)
    assert press(hall, "speech.call", speech=hall.second.pk).status_code == 302
    again = press(hall, "speech.call", speech=hall.second.pk)
    assert errors(again) == [
        "“Bộ máy” đang phát biểu nên không thể “Mời”. Việc có thể làm: “Tạm dừng”, “+ 1 phút”, “Kết thúc”."
    ]


def test_the_queue_is_chosen_ordered_and_emptied(hall):
    press(hall, "speech.select", speech=hall.third.pk)
    press(hall, "speech.queue", speech=hall.third.pk)
    press(hall, "speech.up", speech=hall.third.pk)
    press(hall, "speech.down", speech=hall.first.pk)

    def names():
        page = soup(sign_in(hall.secretary).get(hall.console))
        return [one.select_one("small").text for one in page.select("ol.asks > li")]

    assert names() == ["Đại hội các cấp", "Sinh hoạt chi bộ", "Bộ máy"]
    press(hall, "speech.up", speech=hall.third.pk)
    press(hall, "speech.unqueue", speech=hall.third.pk)
    press(hall, "speech.skip", speech=hall.first.pk)
    press(hall, "speech.write", speech=hall.second.pk)
    assert names() == ["Đại hội các cấp"]
    assert [speech_of(one).state for one in (hall.first, hall.second, hall.third)] == [
        "skipped",
        "in_writing",
        "selected",
    ]


def test_a_point_that_telephones_is_put_into_the_queue(hall):
    point = hall.point.pk
    assert press(hall, "call_in", point=point, topic="Ý kiến thêm", minutes="3").status_code == 302
    assert Speech.objects.latest("pk").state == "queued"
    wrong = press(hall, "call_in", point="", topic="", minutes="3")
    assert (wrong.status_code, len(errors(wrong))) == (422, 2)


def test_a_break_stops_everything_but_the_end(hall):
    item = hall.conference.items.first()
    press(hall, "speech.call", speech=hall.first.pk)
    press(hall, "conference.pause")
    assert speech_of(hall.first).state == "paused"
    for act in (
        {"do": "item.start", "item": item.pk},
        {"do": "speech.resume", "speech": hall.first.pk},
    ):
        refused = press(hall, **act)
        assert errors(refused) == ["Hội nghị đang tạm nghỉ. Bấm “Họp tiếp” trước."]
    assert press(hall, "speech.finish", speech=hall.first.pk).status_code == 302
    assert press(hall, "conference.resume").status_code == 302
    assert press(hall, "item.start", item=item.pk).status_code == 302
    began = press(hall, "item.start", item=item.pk)
    assert errors(began) == ["Mục “Khai mạc hội nghị” đã bắt đầu rồi."]
    other = hall.conference.items.last()
    assert errors(press(hall, "item.end", item=other.pk)) == [
        "Mục “Kết luận hội nghị” không ở phần đang họp."
    ]


def test_nothing_runs_before_the_opening_or_after_the_closing(room):
    item = room.conference.items.first()
    room.console = f"{room.at}dieu-hanh/"
    draft = press(room, "conference.open")
    assert errors(draft)[0].endswith("Việc có thể làm: “Phát hành giấy mời”.")
    speech = move(make_speech(room.conference, room.district), "queue")
    for act in ({"do": "item.start", "item": item.pk}, {"do": "speech.call", "speech": speech.pk}):
        assert errors(press(room, **act)) == ["Hội nghị chưa khai mạc. Bấm “Khai mạc” trước."]
    opened(room.conference)
    services.move_conference(actor=SYSTEM, conference_id=room.conference.pk, move="close")
    for act in ({"do": "item.start", "item": item.pk}, {"do": "line.lost", "point": room.point.pk}):
        refused = press(room, **act)
        assert refused.status_code == 422
        assert "đã bế mạc, không nhận thêm yêu cầu" in errors(refused)[0]
    for move_name in ("open", "pause", "resume", "close"):
        refused = press(room, f"conference.{move_name}")
        assert errors(refused)[0].endswith("Việc có thể làm: “Ban hành kết luận”.")
    room.conference.refresh_from_db()
    assert room.conference.state == "closed"
    with pytest.raises(Refusal) as no_reorder:
        services.reorder_speech(
            actor=SYSTEM, conference_id=room.conference.pk, speech_id=speech.pk, down=True
        )
    assert no_reorder.value.code == "conferences.ended"


def test_inviting_and_concluding_have_doors_of_their_own(hall):
    with pytest.raises(Refusal):
        services.move_conference(actor=SYSTEM, conference_id=hall.conference.pk, move="conclude")
    services.move_conference(actor=SYSTEM, conference_id=hall.conference.pk, move="close")
    with pytest.raises(Hidden):
        services.move_conference(actor=SYSTEM, conference_id=hall.conference.pk, move="conclude")
    hall.conference.refresh_from_db()
    assert hall.conference.state == "closed"


def test_a_lost_line_stands_out_on_the_wall_until_it_is_back(hall):
    press(hall, "line.lost", point=hall.point.pk)
    page = sign_in(hall.secretary).get(hall.console)
    tile = soup(page).find("a", class_="tile late")
    assert "Huyện ủy Đông Hưng" in tile.text
    assert "1 mất đường truyền" in text(page)
    assert "Huyện ủy Đông Hưng mất đường truyền từ 14:00:00" in text(page)
    press(hall, "line.restored", point=hall.point.pk)
    assert "mất đường truyền từ" not in text(sign_in(hall.secretary).get(hall.console))


def test_the_point_sees_its_turn_and_its_place_in_the_queue(hall):
    browser = sign_in(hall.officer)
    screen = f"{hall.there}diem-cau/{hall.point.pk}/man-hinh/"
    assert "Đơn vị phát biểu tiếp theo. Mời đại biểu chuẩn bị." in text(browser.get(screen))
    press(hall, "speech.call", speech=hall.first.pk)
    turn = browser.get(screen)
    assert "Đến lượt đơn vị phát biểu" in text(turn)
    assert "turn" in soup(turn).body["class"]
    projector = browser.get(f"{hall.there}man-hinh/")
    assert "Điểm cầu Huyện ủy Đông Hưng" in text(projector)
    assert "Tiếp theo: điểm cầu Ban Tổ chức Tỉnh ủy Thái Bình" in text(projector)
    assert soup(projector).find("button") is None
    press(hall, "speech.finish", speech=hall.first.pk)
    press(hall, "speech.call", speech=hall.second.pk)
    other = browser.get(screen)
    assert "Đến lượt" not in text(other)
    assert "Điểm cầu Ban Tổ chức Tỉnh ủy Thái Bình" in text(other)
    press(hall, "conference.pause")
    assert "Hội nghị tạm nghỉ" in text(browser.get(screen))
    press(hall, "conference.close")
    assert "Hội nghị đã bế mạc" in text(browser.get(screen))


def test_the_projector_shows_what_runs_and_before_it_the_hour(room, hall):
    browser = sign_in(room.officer)
    screen = f"{room.there}man-hinh/"
    assert "Hội nghị đang họp" in text(browser.get(screen))
    press(hall, "item.start", item=room.conference.items.get(kind="report").pk)
    shown = text(browser.get(screen))
    assert "Đang họp Báo cáo kết quả 9 tháng" in shown


def test_the_pulse_says_only_that_something_is_new(hall):
    browser = sign_in(hall.officer)
    pulse = f"{hall.there}dien-bien/"
    hall.conference.refresh_from_db()
    seq = hall.conference.last_seq
    quiet = browser.get(pulse, {"since": seq})
    assert json.loads(quiet.content) == {"seq": seq, "changed": False, "state": "open", "events": []}
    assert browser.get(pulse, {"since": seq}, headers={"If-None-Match": quiet["ETag"]}).status_code == 304
    press(hall, "speech.call", speech=hall.first.pk)
    press(hall, "speech.select", speech=hall.third.pk)
    news = browser.get(pulse, {"since": seq}, headers={"If-None-Match": quiet["ETag"]})
    body = json.loads(news.content)
    assert (news.status_code, body["seq"], body["changed"]) == (200, seq + 2, True)
    assert [event["text"] for event in body["events"]] == [
        "Mời Huyện ủy Đông Hưng phát biểu",
        "Chọn phát biểu của Huyện ủy Đông Hưng",
    ]
    assert json.loads(browser.get(pulse, {"since": "x"}).content)["changed"] is True


def test_another_points_registrations_are_not_told_to_this_one(hall):
    """What concerns the whole hall is; what a point announces is between it and the host."""
    press(hall, "speech.skip", speech=hall.second.pk)
    since = {"since": 0}
    mine = json.loads(sign_in(hall.officer).get(f"{hall.there}dien-bien/", since).content)["events"]
    host = json.loads(sign_in(hall.secretary).get(f"{hall.at}dien-bien/", since).content)["events"]
    skipped = "Bỏ qua phát biểu của Ban Tổ chức Tỉnh ủy Thái Bình"
    assert skipped in [event["text"] for event in host]
    assert skipped not in [event["text"] for event in mine]
    assert "Khai mạc" in [event["text"] for event in mine]


def test_the_console_belongs_to_who_runs_the_conference(hall):
    for user in (hall.officer, hall.cast.officer, hall.cast.monitor):
        assert sign_in(user).get(hall.console).status_code == 404
        assert send(sign_in(user), hall.console, do="speech.call", speech=hall.first.pk).status_code == 404
        with pytest.raises(Hidden):
            services.move_speech(
                actor=user, conference_id=hall.conference.pk, speech_id=hall.first.pk, move="call"
            )
        with pytest.raises(Hidden):
            services.reorder_speech(
                actor=user, conference_id=hall.conference.pk, speech_id=hall.first.pk, down=True
            )
    assert press(hall, "speech.fly", speech=hall.first.pk).status_code == 404
    assert press(hall, "speech.call", speech=999_999).status_code == 404
    assert press(hall, "item.start", item=999_999).status_code == 404
    assert speech_of(hall.first).state == "queued"
    screen = f"{hall.there}diem-cau/{hall.conference.points.get(host=True).pk}/man-hinh/"
    assert sign_in(hall.officer).get(screen).status_code == 404


def test_the_page_of_the_conference_moves_it_too(hall):
    browser = sign_in(hall.secretary)
    answer = send(browser, f"{hall.at}chuyen/", do="pause", ve="dieu-hanh")
    assert (answer.status_code, answer["Location"]) == (302, hall.console)
    assert "Đang phát biểu" not in text(browser.get(hall.at))
    assert send(browser, f"{hall.at}chuyen/", do="bay").status_code == 422
    closed = send(browser, f"{hall.at}chuyen/", do="close")
    assert closed["Location"] == f"{hall.at}ket-luan/"
