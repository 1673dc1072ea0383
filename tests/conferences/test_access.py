"""Who sees which conference, on whose side they stand, and that pages stay cheap whatever the rows."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.conferences import services
from giaoban.conferences.models import Conference, ConnectionPoint
from giaoban.conferences.queries.base import may, visible_to
from giaoban.conferences.rules import Permission
from giaoban.core.actors import System
from giaoban.core.dates import ZONE
from tests.cast import sign_in
from tests.conferences.common import send, text
from tests.factories.accounts import make_grant, make_user
from tests.factories.conferences import (
    SYSTEM,
    invited,
    make_conference,
    make_speech,
    opened,
    point_of,
)
from tests.factories.organisations import establish


def seen_by(user) -> list[str]:
    return sorted(visible_to(user).values_list("title", flat=True))


@pytest.fixture
def two(room):
    """A draft and an invited one in Thái Bình, an invited one in Hưng Yên with no point in Thái Bình."""
    room.told = invited(make_conference(room.province, room.commission, title="Đã mời"))
    hung_yen = make_conference(
        room.cast.unit("tu-hung-yen"), room.cast.unit("btc-hung-yen"), title="Hưng Yên"
    )
    services.add_point(
        actor=SYSTEM, conference_id=hung_yen.pk, unit_id=room.cast.unit("btc-hung-yen").pk, name="Phòng 2"
    )
    invited(hung_yen)
    room.conference.title = "Đang soạn"
    room.conference.save()
    return room


def test_each_sees_what_concerns_their_side(two):
    cast = two.cast
    assert seen_by(two.secretary) == ["Đang soạn", "Đã mời"]
    assert seen_by(cast.officer) == ["Đang soạn", "Đã mời"]  # works for the same committee
    assert seen_by(cast.clerk) == ["Đang soạn", "Đã mời"]  # with a role in the commission alone
    assert seen_by(two.officer) == ["Đã mời"]  # the unit of a point
    assert seen_by(cast.monitor) == ["Đã mời"]  # reads from above, not the draft
    assert seen_by(cast.other_officer) == ["Hưng Yên"]
    assert seen_by(cast.commune_officer) == []
    assert seen_by(cast.former) == []
    assert visible_to(System()).count() == 3


def test_a_secret_one_is_for_its_host_and_its_points(two):
    Conference.objects.filter(pk=two.told.pk).update(secrecy="secret")
    assert seen_by(two.secretary) == ["Đang soạn", "Đã mời"]
    assert seen_by(two.officer) == ["Đã mời"]
    assert seen_by(two.cast.monitor) == []


def test_a_conference_is_unknown_on_the_pages_of_another_unit(two):
    browser = sign_in(two.secretary)
    at = f"giao-ban/{two.told.pk}/"
    assert browser.get(f"{two.host}{at}").status_code == 200
    assert browser.get(f"/tu-thai-binh/2019-t09-9t/{at}").status_code == 200
    for code in ("hu-dong-hung", "btc-hung-yen", "tw"):
        expected = 200 if code == "hu-dong-hung" else 404
        assert browser.get(f"/{code}/2019-t09-9t/{at}").status_code == expected
    assert browser.get(f"{two.host}giao-ban/999999/").status_code == 404
    assert sign_in(two.officer).get(f"{two.unit}giao-ban/{two.conference.pk}/").status_code == 404


def test_a_message_leads_each_to_their_own_side(two):
    at = f"/giao-ban/{two.told.pk}/"
    point = point_of(two.told, two.district)
    host = f"{two.host}giao-ban/{two.told.pk}/"
    assert sign_in(two.secretary).get(at)["Location"] == host
    assert (
        sign_in(two.officer).get(at)["Location"] == f"{two.unit}giao-ban/{two.told.pk}/diem-cau/{point.pk}/"
    )
    assert sign_in(two.cast.monitor).get(at)["Location"] == host
    assert sign_in(two.cast.other_officer).get(at).status_code == 404
    reader = make_user("dh.doc", "Người Đọc", home=two.cast.unit("cb-thon-mot"))
    make_grant(reader, "delegate", two.district)
    assert sign_in(reader).get(at)["Location"] == f"{two.unit}giao-ban/{two.told.pk}/"


def test_a_role_in_the_commission_works_for_the_committee(two):
    day = two.told.day
    clerk = two.cast.clerk  # SELF on the commission of Thái Bình
    assert may(clerk, Permission.ATTEND, two.province.pk, day)
    assert not may(clerk, Permission.PREPARE, two.province.pk, day)
    assert not may(two.cast.monitor, Permission.ATTEND, two.province.pk, day)  # above it, not of it
    assert may(two.cast.cluster_lead, Permission.PREPARE, two.cast.unit("cum-thi-dua-4").pk, day)
    assert not may(two.cast.other_officer, Permission.PREPARE, two.cast.unit("cum-thi-dua-4").pk, day)
    assert may(System(), Permission.CONCLUDE, two.province.pk, day)


def test_the_cluster_meets_from_the_invitation_to_the_tasks(two):
    """Its lead holds it; a member has a point at its commission; the lead unit registers the paper."""
    cast = two.cast
    cluster, member = cast.unit("cum-thi-dua-4"), cast.unit("btc-dong-nai")
    conference = make_conference(
        cluster,
        cluster,
        title="Hội nghị sơ kết của Cụm thi đua số 4",
        kind="cluster_review",
        mode="on_site",
        starts_at=datetime(2019, 9, 16, 8, tzinfo=ZONE),
    )
    officer = make_user("dn.tonghop", "Hà Văn Đồng", home=member)
    make_grant(officer, "compiler", cast.unit("tu-dong-nai"))
    lead = sign_in(cast.cluster_lead)
    at = f"/cum-thi-dua-4/2019-t09-9t/giao-ban/{conference.pk}/"
    assert send(lead, f"{at}giay-moi/", do="invite", number="", text="").status_code == 302
    point = point_of(conference, member)
    mine = f"/btc-dong-nai/2019-t09-9t/giao-ban/{conference.pk}/diem-cau/{point.pk}/"
    assert send(sign_in(officer), mine, do="accept", reason="").status_code == 302
    for do in ("conference.open", "conference.close"):
        assert send(lead, f"{at}dieu-hanh/", do=do).status_code == 302
    send(lead, f"{at}ket-luan/", do="add", text="Tiếp tục sắp xếp tổ chức bộ máy", level="1")
    version = Conference.objects.get(pk=conference.pk).conclusion.version
    issued = send(
        lead,
        f"{at}ket-luan/ban-hanh/",
        do="issue",
        type="TB",
        symbol="01-TB/BTCTU",
        issued_on="16/9/2019",
        version=version,
    )
    assert issued.status_code == 302
    conference.refresh_from_db()
    document = conference.conclusion.document
    assert (document.registered_in.code, document.issuer) == ("btc-long-an", "Ban Tổ chức Tỉnh ủy Long An")
    paragraph = conference.conclusion.paragraphs.get()
    review = f"{at}giao-nhiem-vu/"
    typed = {"next_period": "2019-q4", "common_due": "", f"task-{paragraph.pk}": "on"}
    send(lead, review, do="save", version=conference.conclusion.version, **typed)
    conference.conclusion.refresh_from_db()
    assert send(lead, review, do="assign", version=conference.conclusion.version).status_code == 302
    conference.conclusion.refresh_from_db()
    given = conference.conclusion.programme
    assert (given.unit, given.state) == (cluster, "issued")
    units = given.tasks.get().assignments.values_list("unit__code", flat=True)
    assert set(units) == {"btc-dong-nai", "btc-long-an"}


def queries(browser, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def test_pages_cost_the_same_with_many_points_and_many_conferences(two):
    browser, unit = sign_in(two.secretary), sign_in(two.officer)
    conference = two.told
    opened(conference)
    make_speech(conference, two.district)
    at = f"{two.host}giao-ban/{conference.pk}/"
    point = point_of(conference, two.district)
    pages = [
        (browser, f"{two.host}giao-ban/"),
        (browser, at),
        (browser, f"{at}diem-cau/"),
        (browser, f"{at}giay-moi/"),
        (browser, f"{at}dieu-hanh/"),
        (browser, f"{at}man-hinh/"),
        (browser, f"{at}dien-bien/?since=1"),
        (unit, f"{two.unit}giao-ban/{conference.pk}/diem-cau/{point.pk}/man-hinh/"),
    ]
    few = {path: queries(who, path) for who, path in pages}
    for n in range(12):
        made = establish(f"hu-{n}", two.province, kind="district_committee", name=f"Huyện ủy số {n}")
        added = ConnectionPoint.objects.create(conference=conference, unit=made, name=f"Số {n}", order=n + 2)
        services.register_speech(
            actor=SYSTEM,
            conference_id=conference.pk,
            point_id=added.pk,
            facts=services.SpeechFacts(f"Chủ đề {n}"),
        )
        invited(make_conference(two.province, two.commission, title=f"Hội nghị {n}"))
    many = {path: queries(who, path) for who, path in pages}
    assert many == few
    assert max(few.values()) <= 15


def test_a_reader_without_any_grant_sees_nothing(two):
    nobody = make_user("ngoai", "Người Ngoài", home=two.commission)
    assert seen_by(nobody) == []
    assert sign_in(nobody).get(f"{two.host}giao-ban/").status_code == 404


def test_the_list_of_a_unit_shows_host_and_points(two):
    assert "Đã mời" in text(sign_in(two.officer).get(f"{two.unit}giao-ban/"))
    assert "Đang soạn" not in text(sign_in(two.officer).get(f"{two.unit}giao-ban/"))
    assert "Lập hội nghị" not in text(sign_in(two.cast.officer).get(f"{two.host}giao-ban/"))
