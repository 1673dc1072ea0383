"""Pages of rounds: what we owe and asked, opening with a preview, the units of a round, succession."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.accounts.rules import Role
from giaoban.core.dates import ZONE
from giaoban.core.registries import impacts
from giaoban.core.secrecy import Secrecy
from giaoban.directives.models import Document
from giaoban.organisations.rules import ChangeKind, Plan
from giaoban.reporting.impact import apply, preview
from giaoban.reporting.loader import ensure_forms
from giaoban.reporting.models import Round
from giaoban.reporting.rules import State
from tests.cast import sign_in
from tests.factories.accounts import make_grant, make_user
from tests.factories.reporting import PERIOD, SYSTEM, fill_and_send, make_round, move, owed, set_levels
from tests.reporting.conftest import Room, post, url

OPEN = {"over": "", "period": PERIOD, "title": "", "cut_off": "", "conference_on": "", "reason": ""}


@pytest.fixture
def opener(cast):
    set_levels()
    ensure_forms()
    user = make_user("tw.mo", "Cao Thị Vân", home=cast.unit("btctw"))
    make_grant(user, Role.COMPILER, cast.unit("tw"))
    return user


def test_the_first_page_lists_everything_owed_by_deadline_with_one_next_step(room: Room):
    older = make_round(room.cast, period="2019-t08")
    fill_and_send(owed(make_round(room.cast, period="2019-t07"), "tu-hung-yen"))
    seen = sign_in(room.writer).get(url("list")).content.decode()
    late, now = seen.index("Báo cáo tháng 8 năm 2019"), seen.index("Báo cáo tháng 9 và 9 tháng năm 2019")
    assert late < now
    assert "quá hạn" in seen
    assert seen.count(">Tiếp tục<") == 1
    assert url("report", owed(older, "tu-hung-yen").pk, period="2019-t08") in seen
    assert "Báo cáo tháng 7 năm 2019" not in seen  # sent, of another period
    assert "Mở đợt báo cáo" not in seen  # nothing stands below this province here
    assert (
        "Báo cáo tháng 7 năm 2019"
        in sign_in(room.writer).get(url("list", period="2019-t07")).content.decode()
    )


def test_who_asked_sees_the_six_buckets_and_the_way_to_the_desk(room: Room):
    fill_and_send(room.province, accept=True)
    fill_and_send(owed(room.round, "tu-long-an"))
    seen = sign_in(room.centre).get(url("list", unit="btctw")).content.decode()
    assert "1/4" in seen
    for words in ("đúng hạn", "đã gửi, chờ thẩm tra", "chưa gửi", "không phải báo cáo"):
        assert words in seen
    assert url("obligations", room.round.pk, unit="btctw") in seen
    assert url("desk", unit="btctw") in seen


def test_a_unit_that_owes_nothing_is_told_what_will_come_here(cast):
    set_levels()
    seen = sign_in(cast.other_officer).get(url("list")).content.decode()
    assert "Chưa có báo cáo nào phải gửi" in seen


def test_the_menu_counts_what_is_still_to_be_sent(room: Room):
    def line(user) -> str:
        seen = sign_in(user).get(url("list")).content.decode()
        return seen.partition(f'href="{url("list")}"')[2].partition("</a>")[0]

    assert "1" in line(room.writer)
    fill_and_send(room.province)
    assert "1" not in line(room.writer)


def test_the_list_costs_the_same_whatever_the_number_of_reports(room: Room):
    browser = sign_in(room.writer)
    browser.get(url("list"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(url("list")).status_code == 200
        return len(caught)

    few = queries()
    for period in ("2019-t08", "2019-t07", "2019-t05", "2019-t04"):
        make_round(room.cast, period=period)
    assert queries() == few


# --- opening ---------------------------------------------------------------------------------------------


def test_the_preview_says_who_owes_by_when_and_how_often_one_has_asked(opener, cast):
    seen = sign_in(opener).get(url("open", unit="btctw")).content.decode()
    for words in (
        "Báo cáo phục vụ giao ban – Ban Chấp hành Trung ương Đảng",
        "8 đơn vị",
        "17:00 ngày 25/9/2019",
    ):
        assert words in seen
    assert "Tháng này đã yêu cầu 0 báo cáo." in seen
    assert '<th scope="row">chi bộ</th>' in seen
    over = f"giao-ban:{cast.unit('tw').pk}"
    answer = post(
        opener, url("open", unit="btctw"), {**OPEN, "over": over, "cut_off": "30/6/2018", "xem": "1"}
    )
    seen = answer.content.decode()
    assert (answer.status_code, Round.objects.count()) == (200, 0)
    assert "ngày chốt số liệu 30/6/2018" in seen
    assert '<th scope="row">chi bộ</th>' not in seen  # the cell came with the merged commune


def test_a_round_is_opened_on_a_letter_with_units_excused(opener, cast):
    letter = Document.objects.create(
        unit=cast.unit("btctw"),
        issuer="Ban Tổ chức Trung ương",
        type="CV",
        number=4120,
        symbol="4120-CV/BTCTW",
        symbol_key="4120 cv btctw",
        identity="x",
        issued_on=date(2019, 9, 12),
        summary="Đề nghị báo cáo 9 tháng",
        folded=" 4120 cv btctw de nghi bao cao",
        registered_in=cast.unit("btctw"),
        secrecy=Secrecy.NORMAL,
        public=True,
    )
    long_an = cast.unit("tu-long-an").pk
    data = {
        **OPEN,
        "over": f"giao-ban:{cast.unit('tw').pk}",
        "request_document": str(letter.pk),
        "mien": str(long_an),
        "title": "Báo cáo 9 tháng",
    }
    answer = post(opener, url("open", unit="btctw"), data)
    assert answer.status_code == 422  # no reason
    assert "Chưa ghi lý do." in answer.content.decode()
    assert Round.objects.count() == 0
    answer = post(opener, url("open", unit="btctw"), {**data, "reason": "Đang kiểm tra"})
    round_ = Round.objects.get()
    assert answer.url == url("obligations", round_.pk, unit="btctw")
    assert (round_.title, round_.request) == ("Báo cáo 9 tháng", letter)
    assert owed(round_, "tu-long-an").state == State.NOT_REQUIRED
    seen = sign_in(opener).get(answer.url).content.decode()
    assert "4120-CV/BTCTW" in seen
    again = post(opener, url("open", unit="btctw"), data)
    assert (again.status_code, "đã mở ngày 16/9/2019" in again.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"over": "giao-ban:999999"},
        {"over": ""},
        {"period": "2019-t13"},
        {"cut_off": "31/2/2019"},
        {"request_document": "99999999"},
        {"request_document": "x"},
        {"title": "x" * 301},
    ],
)
def test_a_wrong_form_is_shown_again_and_opens_nothing(opener, cast, wrong):
    over = f"giao-ban:{cast.unit('tw').pk}"
    answer = post(opener, url("open", unit="btctw"), {**OPEN, "over": over, **wrong})
    assert (answer.status_code, Round.objects.count()) == (422, 0)


def test_who_may_not_open_finds_no_such_page(room: Room):
    for user, unit in (
        (room.writer, "btc-hung-yen"),
        (room.cast.officer, "btc-thai-binh"),
        (room.cast.monitor, "btctw"),
        (room.cast.administrator, "btc-thai-binh"),
    ):
        assert sign_in(user).get(url("open", unit=unit)).status_code == 404
    assert (
        sign_in(room.cast.cluster_lead).get(url("open", unit="btc-long-an", period="2018-6t")).status_code
        == 200
    )


# --- the units of a round ---------------------------------------------------------------------------


def test_the_table_of_a_round_by_bucket_name_and_level(room: Room):
    fill_and_send(room.province, accept=True)
    browser = sign_in(room.centre)
    address = url("obligations", room.round.pk, unit="btctw")

    def names(query: str = "") -> list[bool]:
        seen = browser.get(address + query).content.decode()
        return [name in seen for name in ("Tỉnh ủy Hưng Yên", "Tỉnh ủy Long An", "Đảng ủy xã An Châu")]

    assert names() == [True, True, False]
    assert names("?moi-cap=on") == [True, True, True]
    assert names("?nhom=on_time") == [True, False, False]
    assert names("?nhom=not_sent&ten=long+an") == [False, True, False]
    assert names("?nhom=khong-co&trang=x") == [True, True, False]
    empty = browser.get(address + "?ten=khong-co-don-vi").content.decode()
    assert "Không có dòng nào khớp bộ lọc" in empty


def test_units_are_reminded_extended_excused_and_the_round_is_locked(room: Room):
    address = url("run", room.round.pk, unit="btctw")
    long_an, dong_nai = owed(room.round, "tu-long-an"), owed(room.round, "tu-dong-nai")
    chosen = {"chon": [room.province.pk, long_an.pk]}
    assert post(room.centre, address, {**chosen, "lam": "remind"}).status_code == 302
    table = sign_in(room.centre).get(url("obligations", room.round.pk, unit="btctw")).content.decode()
    assert table.count("tháng này đã đôn đốc 1 lần") == 2
    data = {**chosen, "lam": "extend", "due_on": "27/9/2019", "hour": "11h30", "reason": "Bão số 3"}
    for wrong in ({"due_on": "x"}, {"hour": "25:99"}, {"reason": ""}, {"due_on": "1/9/2019"}):
        answer = post(room.centre, address, {**data, **wrong})
        assert answer.status_code == 422
        assert owed(room.round, "tu-long-an").due == long_an.due
    assert post(room.centre, address, data).status_code == 302
    assert owed(room.round, "tu-long-an").due == datetime(2019, 9, 27, 11, 30, tzinfo=ZONE)
    versions = {f"v:{pk}": owed(room.round, code).version for pk, code in (
        (room.province.pk, "tu-hung-yen"), (dong_nai.pk, "tu-dong-nai")
    )}  # fmt: skip
    both = {"chon": [room.province.pk, dong_nai.pk], "lam": "excuse", "reason": "Không có tổ chức"}
    stale = post(room.centre, address, {**both, **versions, f"v:{dong_nai.pk}": 99})
    assert stale.status_code == 422
    assert room.province.state == State.DUE  # all or none
    assert post(room.centre, address, {**both, **versions}).status_code == 302
    assert owed(room.round, "tu-dong-nai").reason == "Không có tổ chức"
    again = {"chon": [dong_nai.pk], f"v:{dong_nai.pk}": owed(room.round, "tu-dong-nai").version}
    assert post(room.centre, address, {**again, "lam": "require"}).status_code == 302
    assert owed(room.round, "tu-dong-nai").state == State.DUE
    fill_and_send(owed(room.round, "tu-long-an"))
    lock = {"lam": "lock", "version": room.round.version}
    refused = post(room.centre, address, lock)
    assert (refused.status_code, "chưa thẩm tra" in refused.content.decode()) == (422, True)
    move(owed(room.round, "tu-long-an"), "accept")
    assert post(room.centre, address, lock).status_code == 302
    assert (
        "Đã khóa số liệu"
        in sign_in(room.centre).get(url("obligations", room.round.pk, unit="btctw")).content.decode()
    )


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"lam": "remind"}, 422),
        ({"lam": "excuse", "reason": "x"}, 422),
        ({"lam": "remind", "chon": ["999999999"]}, 404),
        ({"lam": "excuse", "reason": "x", "chon": ["x"]}, 404),
        ({"lam": "nothing", "chon": ["1"]}, 404),
        ({}, 404),
    ],
)
def test_a_wrong_choice_does_nothing(room: Room, data, status):
    assert post(room.centre, url("run", room.round.pk, unit="btctw"), data).status_code == status
    assert set(room.round.obligations.values_list("state", flat=True)) == {State.DUE}


def test_another_units_round_is_unknown(room: Room):
    other = make_round(room.cast, unit="tu-thai-binh", period="2019-t08")
    for user in (room.writer, room.head):
        assert sign_in(user).get(url("obligations", other.pk, period="2019-t08")).status_code == 404
        assert post(user, url("run", other.pk, period="2019-t08"), {"lam": "remind"}).status_code == 404
    assert sign_in(room.centre).get(url("obligations", other.pk, unit="btctw")).status_code == 404  # period
    # a province sees in the round of the Centre its own units, and acts on none of the others
    seen = sign_in(room.cast.head).get(url("obligations", room.round.pk, unit="btc-thai-binh"))
    assert "Huyện ủy Đông Hưng" in seen.content.decode()
    assert "Tỉnh ủy Hưng Yên" not in seen.content.decode()
    data = {"lam": "remind", "chon": [room.province.pk]}
    assert post(room.cast.head, url("run", room.round.pk, unit="btc-thai-binh"), data).status_code == 404


def test_the_table_costs_the_same_whatever_the_number_of_units(room: Room):
    browser = sign_in(room.centre)
    few, many = url("obligations", room.round.pk, unit="btctw"), "?moi-cap=on"
    browser.get(few)
    counts = []
    for query in ("", many):
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(few + query).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


# --- when a unit ends --------------------------------------------------------------------------------


def test_open_reports_of_a_unit_that_ends_are_named_and_not_inherited(room: Room):
    fill_and_send(room.province)
    gone = Plan(
        ChangeKind.MERGE,
        date(2019, 10, 1),
        ends=(room.cast.unit("tu-hung-yen").pk, room.cast.unit("tu-long-an").pk),
        begins=(room.cast.unit("tu-thai-binh").pk,),
    )
    line = preview(gone)[0]
    assert (line.count, line.blocking) == (1, False)
    assert line.names == ("Tỉnh ủy Long An: Báo cáo tháng 9 và 9 tháng năm 2019",)
    apply(gone, SYSTEM)
    assert owed(room.round, "tu-long-an").state == State.DUE
    assert preview(Plan(ChangeKind.MERGE, date(2019, 10, 1))) == []
    assert "reporting" in {impact.code for impact in impacts}
    assert room.province.due > datetime(2019, 9, 16, tzinfo=ZONE) + timedelta(days=1)
