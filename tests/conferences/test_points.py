"""The sheet of a point: its unit answers, checks the line, counts its delegates, announces a speech."""

import pytest

from giaoban.audit.models import Entry
from giaoban.conferences import services
from giaoban.conferences.models import Participant, Speech
from giaoban.conferences.rules import PointFacts, SpeechFacts
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.files.models import StoredFile
from giaoban.search.models import SearchEntry
from tests.cast import sign_in
from tests.conferences.common import errors, send, soup, text
from tests.factories.accounts import make_grant, make_user
from tests.factories.conferences import (
    SYSTEM,
    closed,
    invited,
    make_conference,
    make_speech,
    move,
    opened,
    point_of,
)
from tests.factories.files import docx_parts, packed
from tests.factories.sheets import upload


@pytest.fixture
def sheet(room):
    invited(room.conference)
    return f"{room.there}diem-cau/{room.point.pk}/"


@pytest.fixture
def unit(room, sheet):
    return sign_in(room.officer)


def heads(room) -> tuple[int | None, int | None]:
    room.point.refresh_from_db()
    return room.point.convened, room.point.present


def test_the_unit_accepts_or_declines_with_a_reason(room, unit, sheet):
    assert "chưa trả lời" in text(unit.get(sheet))
    bare = send(unit, sheet, do="decline", reason="")
    assert (bare.status_code, errors(bare)) == (422, ["Chưa ghi lý do vắng."])
    assert send(unit, sheet, do="decline", reason="Trùng kỳ họp của huyện").status_code == 302
    room.point.invitation.refresh_from_db()
    assert (room.point.invitation.state, room.point.invitation.reason) == (
        "declined",
        "Trùng kỳ họp của huyện",
    )
    assert "Trùng kỳ họp của huyện" in text(sign_in(room.secretary).get(f"{room.at}giay-moi/"))
    assert send(unit, sheet, do="accept", reason="").status_code == 302
    room.point.invitation.refresh_from_db()
    assert (room.point.invitation.state, room.point.invitation.reason) == ("accepted", "")


def test_only_the_unit_itself_answers(room, unit, sheet):
    common = {"conference_id": room.conference.pk, "point_id": room.point.pk}
    with pytest.raises(Hidden):
        services.answer_invitation(actor=room.secretary, accept=True, **common)
    other = make_conference(room.province, room.commission, title="Chưa mời")
    point = point_of(other, room.district)
    with pytest.raises(Refusal) as not_invited:
        services.answer_invitation(actor=SYSTEM, conference_id=other.pk, point_id=point.pk, accept=True)
    assert not_invited.value.code == "conferences.not_invited"
    room.point.invitation.refresh_from_db()
    assert room.point.invitation.state == "sent"


def test_heads_are_entered_and_never_more_present_than_convened(room, unit, sheet):
    assert send(unit, sheet, do="heads", convened="25", present="").status_code == 302
    assert heads(room) == (25, None)
    assert send(unit, sheet, do="heads", convened="25", present="23").status_code == 302
    too_many = send(unit, sheet, do="heads", convened="25", present="26")
    assert errors(too_many) == ["Có mặt 26, nhiều hơn triệu tập 25."]
    assert soup(too_many).select_one("[name=present]")["value"] == "26"
    assert heads(room) == (25, 23)
    assert "23/25" in text(sign_in(room.secretary).get(f"{room.at}diem-cau/"))
    assert send(unit, sheet, do="heads", convened="-1", present="").status_code == 422


def test_named_delegates_are_counted_and_the_two_ways_never_mix(room, unit, sheet):
    send(unit, sheet, do="heads", convened="25", present="23")
    for name, post in (("Nguyễn văn an", "Bí thư"), ("Trần Thị Bình", "Trưởng ban")):
        assert (
            send(unit, sheet, do="delegate", name=name, post=post, body="", substitute_for="").status_code
            == 302
        )
    assert heads(room) == (None, None)
    first, second = room.point.people.all()
    assert send(unit, sheet, do="present", **{"co-mat": [first.pk]}).status_code == 302
    assert "1/2" in text(unit.get(sheet))
    mixed = send(unit, sheet, do="heads", convened="9", present="9")
    assert mixed.status_code == 422
    # a guest counts in neither, a substitute stands for who is absent
    send(unit, sheet, do="delegate", name="Khách Mời", post="", body="", substitute_for="", guest="on")
    send(unit, sheet, do="delegate", name="Lê Đi Thay", post="", body="", substitute_for=second.pk)
    guest, instead = room.point.people.filter(convened=False)
    assert (guest.substitute_for, instead.substitute_for) == (None, second)
    send(unit, sheet, do="present", **{"co-mat": [first.pk, guest.pk, instead.pk]})
    assert "2/2" in text(unit.get(sheet))
    both = send(unit, sheet, do="present", **{"co-mat": [first.pk, second.pk, instead.pk]})
    assert errors(both) == ["Có 1 người đi thay được đánh dấu cùng với người được thay."]
    assert send(unit, sheet, do="drop", delegate=guest.pk).status_code == 302
    assert room.point.people.count() == 3
    assert send(unit, sheet, do="drop", delegate=guest.pk).status_code == 404


def test_a_substitute_needs_somebody_absent_who_has_none(room, unit, sheet):
    common = {"actor": SYSTEM, "conference_id": room.conference.pk, "point_id": room.point.pk}
    first = services.add_delegate(name="Nguyễn An", **common)
    second = services.add_delegate(name="Trần Bình", **common)
    services.add_delegate(name="Lê Thay", substitute_for_id=first.pk, **common)
    with pytest.raises(Refusal) as twice:
        services.add_delegate(name="Phạm Thay", substitute_for_id=first.pk, **common)
    services.mark_present(present_ids=[second.pk], **common)
    with pytest.raises(Refusal) as present:
        services.add_delegate(name="Phạm Thay", substitute_for_id=second.pk, **common)
    with pytest.raises(Hidden):
        services.add_delegate(name="Phạm Thay", substitute_for_id=999_999, **common)
    with pytest.raises(Hidden):
        services.mark_present(present_ids=[999_999], **common)
    assert (twice.value.code, present.value.code) == (
        "conferences.substitute_twice",
        "conferences.substitute_present",
    )
    changed = services.change_delegate(
        delegate_id=second.pk, name="  Trần Thị  Bình ", post="Phó ban", **common
    )
    assert (changed.name, changed.post, changed.present) == ("Trần Thị Bình", "Phó ban", True)
    assert room.point.people.count() == 3


def test_attendance_is_mended_with_a_reason_after_the_closing_and_then_not_at_all(room, unit, sheet):
    send(unit, sheet, do="heads", convened="25", present="23")
    closed(room.conference)
    bare = send(unit, sheet, do="heads", convened="25", present="24", reason="")
    assert errors(bare) == ["Hội nghị đã bế mạc: đính chính số đại biểu phải ghi lý do."]
    assert heads(room) == (25, 23)
    why = "Đếm thiếu một đại biểu"
    assert send(unit, sheet, do="heads", convened="25", present="24", reason=why).status_code == 302
    assert heads(room) == (25, 24)
    entry = Entry.objects.filter(action="conferences.set_attendance").latest("pk")
    assert (entry.note, entry.changes) == (why, {"heads": [[23, 25], [24, 25]]})
    type(room.conference).objects.update(state="concluded")
    late = send(unit, sheet, do="heads", convened="25", present="25", reason=why)
    assert errors(late) == ["Hội nghị đã có kết luận nên số đại biểu không sửa được nữa."]
    assert heads(room) == (25, 24)


def test_names_of_delegates_stay_in_the_list(room, unit, sheet):
    """Seen by the unit and the host; not from above or elsewhere, not in the trail, not by searching."""
    name = "Đinh Thị Kín"
    send(unit, sheet, do="delegate", name=name, post="Phó Bí thư", body="", substitute_for="")
    assert name in text(unit.get(sheet))
    assert name in text(sign_in(room.secretary).get(f"{room.at}diem-cau/{room.point.pk}/"))
    assert (
        sign_in(room.cast.monitor)
        .get(f"/tu-thai-binh/2019-t09-9t/giao-ban/{room.conference.pk}/")
        .status_code
        == 200
    )
    assert (
        sign_in(room.cast.monitor)
        .get(f"/tu-thai-binh/2019-t09-9t/giao-ban/{room.conference.pk}/diem-cau/{room.point.pk}/")
        .status_code
        == 404
    )
    assert not [e for e in Entry.objects.all() if name in f"{e.label}{e.changes}{e.note}"]
    assert not SearchEntry.objects.filter(title__icontains="Kín").exists()
    assert not [e for e in room.conference.events.all() if name in str(e.params)]


def test_line_picture_and_sound_and_a_lost_line_leave_their_moments(room, unit, sheet):
    assert send(unit, sheet, do="ready", line="on", picture="on", sound="on").status_code == 302
    room.point.refresh_from_db()
    assert (room.point.state, room.point.checked_at is not None) == ("ready", True)
    assert send(unit, sheet, do="lost").status_code == 302
    again = send(unit, sheet, do="lost")
    assert errors(again) == ["Điểm cầu “Huyện ủy Đông Hưng” đang mất đường truyền."]
    assert send(unit, sheet, do="restored").status_code == 302
    room.point.refresh_from_db()
    assert (room.point.state, room.point.lost_at) == ("ready", None)
    kinds = list(room.conference.events.filter(point_id=room.point.pk).values_list("kind", flat=True))
    assert kinds == ["point.ready", "point.lost", "point.restored"]
    services.check_point(
        actor=room.secretary,
        conference_id=room.conference.pk,
        point_id=room.point.pk,
        line=True,
        picture=False,
        sound=True,
    )
    common = {"actor": SYSTEM, "conference_id": room.conference.pk, "point_id": room.point.pk}
    services.report_line(lost=True, **common)
    assert services.report_line(lost=False, **common).state == "not_ready"


def test_the_hall_is_described_and_a_stale_form_is_a_conflict(room, unit, sheet):
    room.point.refresh_from_db()
    typed = {"place": "Tầng 2", "operator": "Lê Hòa", "contact": "0227 385 1234", "seats": "60"}
    version = room.point.version
    assert send(unit, sheet, do="facts", version=version, **typed).status_code == 302
    room.point.refresh_from_db()
    assert (room.point.place, room.point.contact, room.point.seats) == ("Tầng 2", "0227 385 1234", 60)
    stale = send(unit, sheet, do="facts", version=version, **{**typed, "place": "Tầng 3"})
    assert stale.status_code == 409
    with pytest.raises(Conflict):
        services.change_point(
            actor=SYSTEM,
            conference_id=room.conference.pk,
            point_id=room.point.pk,
            facts=PointFacts(place="Tầng 4"),
            version=version,
        )
    assert send(unit, sheet, do="facts", version=version + 1, **{**typed, "seats": "0"}).status_code == 422
    room.point.refresh_from_db()
    assert room.point.place == "Tầng 2"


def test_a_speech_is_announced_with_its_paper_and_withdrawn(room, unit, sheet):
    topic = "Nâng cao chất lượng sinh hoạt chi bộ"
    paper = upload(packed(docx_parts()), "tham-luan.docx")
    typed = {"topic": topic, "minutes": "8", "speaker": "", "speaker_post": "Phó Bí thư Thường trực"}
    assert send(unit, sheet, do="speech", file=paper, **typed).status_code == 302
    speech = Speech.objects.get()
    stored = StoredFile.objects.get()
    assert (speech.topic, speech.minutes, speech.state) == (topic, 8, "registered")
    assert (stored.kind, stored.object_id, stored.name) == ("conferences.speech", speech.pk, "tham-luan.docx")
    for reader, status in (
        (room.officer, 200),
        (room.secretary, 200),
        (room.cast.monitor, 404),
        (room.cast.commune_officer, 404),
    ):
        answer = sign_in(reader).get(f"/tep/{stored.pk}/")
        assert answer.status_code == status
        if status == 200:
            assert answer.getvalue()  # read to its end, so that the file is closed
    assert not SearchEntry.objects.filter(body__icontains="sinh hoạt chi bộ").exists()
    change = f"{room.there}phat-bieu/{speech.pk}/"
    assert unit.get(change).status_code == 200
    assert send(unit, change, version=1, **{**typed, "minutes": "7"}).status_code == 302
    assert send(unit, change, version=1, **{**typed, "minutes": "6"}).status_code == 409
    speech.refresh_from_db()
    assert speech.minutes == 7
    assert send(unit, sheet, do="withdraw", speech=speech.pk).status_code == 302
    speech.refresh_from_db()
    assert speech.state == "skipped"
    over = send(unit, change, version=speech.version, **typed)
    assert errors(over) == [f"Phát biểu “{topic}” không phát biểu nên không sửa được nữa."]
    wrong = send(unit, sheet, do="speech", **{**typed, "topic": " ", "minutes": "0"})
    assert (wrong.status_code, len(errors(wrong))) == (422, 2)


def test_after_the_closing_the_point_is_told_so(room, unit, sheet):
    speech = make_speech(room.conference, room.district)
    closed(room.conference)
    assert "Điểm cầu không nhận thêm đăng ký" in text(unit.get(sheet))
    title = "Hội nghị giao ban trực tuyến tháng 9 và 9 tháng năm 2019"
    said = f"Hội nghị “{title}” đã bế mạc, không nhận thêm yêu cầu. "
    late = send(unit, sheet, do="speech", topic="Thêm", minutes="5", speaker="", speaker_post="")
    assert errors(late) == [f"{said}Việc còn lại ghi vào kỳ sau."]
    for act in ({"do": "accept", "reason": ""}, {"do": "lost"}, {"do": "ready"}):
        assert send(unit, sheet, **act).status_code == 422
    assert Speech.objects.get() == speech
    services_refuse = send(
        unit,
        f"{room.there}phat-bieu/{speech.pk}/",
        version=2,
        topic="Khác",
        minutes="5",
        speaker="",
        speaker_post="",
    )
    assert services_refuse.status_code == 422


def test_another_unit_has_nothing_to_say_at_this_point(room, unit, sheet):
    hy = room.cast.unit("tu-hung-yen")
    stranger = make_user("hy.tonghop", "Tạ Văn Kha", home=hy)
    make_grant(stranger, "compiler", hy)
    reader = make_user("dh.doc", "Vũ Chỉ Xem", home=room.district)
    make_grant(reader, "monitor", room.district)
    assert sign_in(stranger).get(sheet).status_code == 404
    assert sign_in(reader).get(sheet).status_code == 404
    assert sign_in(reader).get(room.there).status_code == 200
    common = {"conference_id": room.conference.pk, "point_id": room.point.pk}
    for actor in (stranger, reader, room.cast.officer):
        for door in (
            lambda actor=actor: services.set_heads(actor=actor, convened=1, present=1, **common),
            lambda actor=actor: services.check_point(
                actor=actor, line=True, picture=True, sound=True, **common
            ),
            lambda actor=actor: services.register_speech(
                actor=actor, facts=SpeechFacts("Chen ngang"), **common
            ),
        ):
            with pytest.raises(Hidden):
                door()
    assert (Participant.objects.count(), Speech.objects.count(), heads(room)) == (0, 0, (None, None))


def test_a_draft_takes_a_speech_from_the_host_only(room):
    common = {"conference_id": room.conference.pk, "point_id": room.point.pk, "facts": SpeechFacts("Chủ đề")}
    with pytest.raises(Hidden):
        services.register_speech(actor=room.officer, **common)
    assert services.register_speech(actor=room.secretary, **common).state == "registered"
    services.set_heads(
        actor=room.secretary,
        conference_id=room.conference.pk,
        point_id=room.point.pk,
        convened=12,
        present=None,
    )
    assert heads(room) == (12, None)


def test_the_host_enters_for_a_point_that_telephones(room, unit, sheet):
    host = sign_in(room.secretary)
    opened(room.conference)
    there = f"{room.at}diem-cau/{room.point.pk}/"
    assert send(host, there, do="heads", convened="20", present="19").status_code == 302
    assert heads(room) == (20, 19)
    entry = Entry.objects.filter(action="conferences.set_attendance").latest("pk")
    assert (entry.actor_label, entry.unit_id) == ("Mai Thị Oanh", room.district.pk)
    speech = move(make_speech(room.conference, room.district), "select")
    assert "đã chọn" in text(unit.get(sheet))
    assert speech.state == "selected"
