"""Who sees a kiến nghị and who acts on which side: staff of a unit act for it, those above only read."""

from datetime import date

import pytest

from giaoban.accounts.rules import Role, Scope
from giaoban.core.actors import Nobody, System
from giaoban.core.refusals import Hidden
from giaoban.recommendations import queries, services
from giaoban.recommendations.rules import Permission, State
from tests.cast import TODAY, sign_in
from tests.factories.accounts import make_grant, make_user
from tests.factories.directives import make_document
from tests.factories.recommendations import make_recommendation
from tests.recommendations.common import ANSWER, DISTRICT, PROVINCE, post, stored, words

BETWEEN = "Canary giữa huyện và tỉnh"


@pytest.fixture
def found(road):
    return make_recommendation(road.district, road.province, BETWEEN)


def test_both_sides_and_those_above_read_it_others_do_not(road, found):
    cast = road.cast
    seen = {name: BETWEEN in words(sign_in(user).get(PROVINCE)) for name, user in cast.everybody.items()}
    assert {name for name, sees in seen.items() if sees} == {
        "officer",
        "head",
        "clerk",  # a grant on the commission alone: it works over the committee's line
        "administrator",
        "monitor",
        "centre_administrator",
    }
    opened = {
        name: sign_in(user).get(f"{PROVINCE}{found.pk}/").status_code for name, user in cast.everybody.items()
    }
    assert {name for name, status in opened.items() if status == 200} == {n for n, s in seen.items() if s}
    assert road.asker.get(f"{DISTRICT}{found.pk}/").status_code == 200


def test_one_that_the_page_has_nothing_to_do_with_is_unknown_there(road, found):
    for unit in ("du-an-hoa", "tu-hung-yen", "tw"):
        assert road.officer.get(f"/{unit}/2019-q3/kien-nghi/{found.pk}/").status_code == 404
    assert road.officer.get(f"{PROVINCE}987654/").status_code == 404
    assert road.officer.get(f"{PROVINCE}{found.pk}/").status_code == 200


def test_those_above_do_not_act_for_the_units_below(road, found):
    """The officer of the province has a grant over the district and still is not the district."""
    answered = make_recommendation(road.commune, road.district, "Canary xã", state="answered")
    waiting = make_recommendation(road.commune, road.district, "Canary chờ")
    for move, typed in (
        ("tiep-nhan", {}),
        ("chuyen", {"department": road.phong.pk}),
        ("rut", {}),
    ):
        path = f"{DISTRICT}{waiting.pk}/{move}/"
        assert post(road.officer, path, version=1, **typed).status_code in {404, 422}
    for move in ("da-ro", "chua-ro"):
        path = f"{DISTRICT}{answered.pk}/{move}/"
        assert post(road.officer, path, version=1, note="x").status_code == 404
    assert post(road.officer, DISTRICT + "tra-loi/", ids=waiting.pk, lam="gui", **ANSWER).status_code == 404
    assert post(road.officer, DISTRICT + "gui/", addressee=road.province.pk, text="x").status_code == 404
    assert (stored(waiting)["state"], stored(answered)["state"]) == (State.SENT, State.ANSWERED)
    assert post(road.asker, f"{DISTRICT}{waiting.pk}/tiep-nhan/", version=1).status_code == 302


def test_sending_for_a_unit_that_one_is_only_above_is_unknown(road):
    facts = {"unit_id": road.district.pk, "addressee_id": road.province.pk, "period": "2019-q3", "text": "x"}
    for actor in (road.cast.officer, road.cast.monitor, road.cast.commune_officer):
        with pytest.raises(Hidden):
            services.send(actor=actor, **facts)
    assert services.send(actor=road.asker_user, **facts).unit == road.district


def test_somebody_whose_home_gives_nothing_reads_by_grants_alone(road, found):
    guest = make_user("khach", "Trịnh Văn Sáu", home=road.cast.unit("btc-thai-binh"))
    make_grant(guest, Role.DELEGATE, road.cast.unit("tu-hung-yen"))
    assert sign_in(guest).get(f"{PROVINCE}{found.pk}/").status_code == 404
    make_grant(guest, Role.DELEGATE, road.district, scope=Scope.SELF)
    assert sign_in(guest).get(f"{PROVINCE}{found.pk}/").status_code == 200


def test_the_asker_does_not_answer_itself_and_the_addressee_does_not_close(road, found):
    assert post(road.asker, f"{DISTRICT}{found.pk}/tiep-nhan/", version=1).status_code == 404
    assert post(road.officer, f"{PROVINCE}{found.pk}/rut/", version=1).status_code == 404
    assert stored(found)["state"] == State.SENT
    page = road.asker.get(f"{DISTRICT}{found.pk}/")
    assert ("Rút kiến nghị" in words(page), "Tiếp nhận" in words(page)) == (True, False)
    page = road.officer.get(f"{PROVINCE}{found.pk}/")
    assert ("Rút kiến nghị" in words(page), "Tiếp nhận" in words(page)) == (False, True)


def test_a_clerk_sends_and_does_not_answer(road, found):
    clerk = sign_in(road.cast.clerk)
    assert "Trả lời các kiến nghị đã chọn" not in words(clerk.get(PROVINCE))
    assert clerk.get(f"{PROVINCE}tra-loi/?ids={found.pk}").status_code == 404
    assert post(clerk, f"{PROVINCE}{found.pk}/tiep-nhan/", version=1).status_code == 404
    sent = post(clerk, PROVINCE + "gui/", unit=road.province.pk, addressee=road.tw.pk, text="Từ văn thư")
    assert sent.status_code == 302


def test_a_reader_only_reads(road, found):
    reader = make_user("tb.dubao", "Lý Thị Quế", home=road.cast.unit("btc-thai-binh"))
    make_grant(reader, Role.DELEGATE, road.cast.unit("btc-thai-binh"), scope=Scope.SELF)
    page = sign_in(reader).get(f"{PROVINCE}{found.pk}/")
    assert (page.status_code, "Trả lời" in words(page).split("Đường đi")[0]) == (200, False)
    assert sign_in(reader).get(PROVINCE + "gui/").status_code == 404


def test_nobody_and_the_house(road, found):
    assert queries.visible_to(Nobody()).count() == 0
    assert queries.visible_to(System()).count() == 1
    assert queries.acting_for(System(), road.cast.unit("btc-thai-binh").pk, TODAY).answers == (
        road.cast.unit("btc-thai-binh").pk,
        road.province.pk,
    )
    assert queries.may(Nobody(), Permission.ANSWER, road.province.pk) is False


def test_the_department_at_the_centre_answers_for_the_centre(road):
    found = make_recommendation(road.province, road.tw, "Canary lên Trung ương")
    monitor = sign_in(road.cast.monitor)
    path = "/vu-dia-phuong-3/2019-t09-9t/kien-nghi/"
    assert "Canary lên Trung ương" in words(monitor.get(path))
    assert post(monitor, path + "tra-loi/", ids=found.pk, lam="gui", **ANSWER).status_code == 302
    assert stored(found)["state"] == State.ANSWERED


def test_a_document_of_the_answer_opens_only_for_who_may_read_it(road):
    secret = make_document(road.province, "07-BC/TU", issuer="Tỉnh ủy Thái Bình", public=False)
    found = make_recommendation(road.district, road.province, state="answered", answer_document=secret)
    above = road.officer.get(f"{PROVINCE}{found.pk}/").content.decode()
    below = road.asker.get(f"{DISTRICT}{found.pk}/").content.decode()
    assert (f"/van-ban/{secret.pk}/" in above, f"/van-ban/{secret.pk}/" in below) == (True, False)
    assert "07-BC/TU" in below


def test_successors_read_what_their_predecessors_asked(road):
    before = road.cast.unit("du-an-hoa-cu")
    old = make_recommendation(
        before, road.district, "Canary xã cũ", state="understood", sent_on=date(2018, 3, 1)
    )
    path = f"/du-an-hoa-cu/2018-q1/kien-nghi/{old.pk}/"
    assert road.commune_asker.get(path).status_code == 200
    assert sign_in(road.cast.other_officer).get(path).status_code == 404
