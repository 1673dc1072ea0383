"""Opening a round: who owes from the tree of the cut-off day, by when, who is told, what is refused."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from giaoban.accounts.rules import Role
from giaoban.audit.models import Entry
from giaoban.core.dates import OPEN
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.notices.models import Notice, OutboxMessage
from giaoban.organisations.models import Kind, Unit, UnitName
from giaoban.organisations.placements import Move, place_many
from giaoban.organisations.rules import PARTY
from giaoban.reporting import services
from giaoban.reporting.loader import ensure_forms
from giaoban.reporting.models import Form, FormRow, FormVersion, Obligation, OutlineSection, Regime, Round
from giaoban.reporting.queries import staff
from giaoban.reporting.rules import RoundState, State
from tests.factories.accounts import make_grant, make_user
from tests.factories.reporting import PERIOD, SYSTEM, fill_and_send, make_round, move, owed, set_levels
from tests.reporting.conftest import Room

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, hour: int = 17) -> datetime:
    return datetime(2019, 9, day, hour, tzinfo=HERE)


def refused(code: str, **facts):
    before = (Round.objects.count(), Obligation.objects.count(), Entry.objects.count())
    with pytest.raises(Refusal) as caught:
        services.open_round(**{"actor": SYSTEM, "regime": "giao-ban", "period": PERIOD, **facts})
    assert caught.value.code == code
    assert (Round.objects.count(), Obligation.objects.count(), Entry.objects.count()) == before
    return caught.value


def test_the_form_of_the_data_file_is_loaded_once(db):
    ensure_forms()
    counts = [m.objects.count() for m in (Form, FormVersion, FormRow, OutlineSection, Regime)]
    ensure_forms()
    assert (
        counts
        == [1, 1, 12, 4, 2]
        == [m.objects.count() for m in (Form, FormVersion, FormRow, OutlineSection, Regime)]
    )
    units = dict(FormRow.objects.values_list("indicator__code", "indicator__counting_unit"))
    assert units == {
        "ORG.TCCSD": "tổ chức", "ORG.CELL": "chi bộ", "MEM.TOTAL": "người", "MEM.NEW": "người",
        "MEM.OFFICIAL": "người", "MEM.IDLINK": "%", "CAD.PLAN": "lượt", "CAD.APPT": "lượt",
        "CAD.TRAIN": "lượt", "APP.UNIT": "đầu mối", "APP.QUOTA": "người", "APP.RESTRUCTURED": "đơn vị",
    }  # fmt: skip


def test_everybody_below_owes_to_the_direct_superior_by_the_deadline_of_the_level(cast):
    round_ = make_round(cast)
    rows = {
        row.unit.code: (row.receiver and row.receiver.code, row.depth, row.leaf, row.due.astimezone(HERE))
        for row in round_.obligations.select_related("unit", "receiver")
    }
    assert rows == {
        "tw": (None, 0, False, at(27)),
        "tu-thai-binh": ("tw", 1, False, at(25)),
        "tu-hung-yen": ("tw", 1, True, at(25)),
        "tu-long-an": ("tw", 1, True, at(25)),
        "tu-dong-nai": ("tw", 1, True, at(25)),
        "hu-dong-hung": ("tu-thai-binh", 2, False, at(23)),  # a working day before the province
        "du-an-hoa": ("hu-dong-hung", 3, False, at(20)),  # 22/9/2019 is a Sunday
        "du-an-chau": ("hu-dong-hung", 3, True, at(20)),
        "cb-thon-mot": ("du-an-hoa", 4, True, at(20)),  # the cut-off: figures close before they are due
    }
    assert (round_.cut_off, round_.title) == (date(2019, 9, 20), "Báo cáo tháng 9 và 9 tháng năm 2019")
    assert {row.state for row in round_.obligations.all()} == {State.DUE}
    entry = Entry.objects.get(action="reporting.open_round")
    assert (entry.unit_id, entry.changes) == (
        cast.unit("tw").pk,
        {"obligations": [0, 9], "not_required": [0, 0]},
    )


def test_the_tree_is_that_of_the_cut_off_day(cast):
    round_ = make_round(cast, period="2018-6t", unit="hu-dong-hung")
    codes = set(round_.obligations.values_list("unit__code", flat=True))
    assert codes == {"hu-dong-hung", "du-an-hoa-cu", "du-an-ninh-cu", "du-an-chau"}
    later = make_round(cast, period="2018-6t", unit="tu-thai-binh", cut_off=date(2018, 7, 1))
    assert "du-an-hoa" in set(later.obligations.values_list("unit__code", flat=True))


def test_in_a_cluster_the_commissions_owe_and_the_conference_sets_the_deadline(cast):
    round_ = make_round(
        cast,
        unit="cum-thi-dua-4",
        period="2018-6t",
        regime="so-ket-cum",
        conference_on=date(2018, 8, 10),
    )
    rows = {r.unit.code: r.due.astimezone(HERE).date() for r in round_.obligations.select_related("unit")}
    assert rows == {
        "cum-thi-dua-4": date(2018, 8, 8),
        "btc-long-an": date(2018, 8, 3),
        "btc-dong-nai": date(2018, 8, 3),
    }


def test_a_secret_unit_and_all_below_it_stand_in_no_ordinary_round(cast):
    Unit.objects.filter(code="du-an-hoa").update(secrecy="secret")
    codes = set(make_round(cast).obligations.values_list("unit__code", flat=True))
    assert not codes & {"du-an-hoa", "cb-thon-mot"}
    assert "du-an-chau" in codes


def test_one_round_for_a_regime_unit_and_period(cast):
    make_round(cast, unit="tu-thai-binh")
    said = refused("reporting.opened_already", unit_id=cast.unit("tu-thai-binh").pk)
    assert "Báo cáo tháng 9 và 9 tháng năm 2019" in said.message
    assert make_round(cast, unit="tu-thai-binh", period="2019-t08").period == "2019-t08"


def test_what_a_superior_already_asks_is_not_asked_again_below(cast):
    make_round(cast)
    refused("reporting.asked_above", unit_id=cast.unit("tu-thai-binh").pk)
    make_round(cast, unit="tu-thai-binh", period="2019-t08")


def test_a_round_over_nobody_is_refused(cast):
    ensure_forms()
    refused("reporting.nobody_owes", unit_id=cast.unit("cb-thon-mot").pk)


@pytest.mark.parametrize(
    "wrong", [{"regime": "khong-co"}, {"period": "2019-t13"}, {"period": "'; --"}, {"unit_id": 10**9}]
)
def test_an_unknown_regime_period_or_unit_is_unknown(cast, wrong):
    ensure_forms()
    facts = {"regime": "giao-ban", "unit_id": cast.unit("tw").pk, "period": PERIOD, **wrong}
    with pytest.raises(Hidden):
        services.open_round(actor=SYSTEM, **facts)
    assert Round.objects.count() == 0


def test_a_form_that_was_not_yet_in_force_cannot_be_asked(cast):
    ensure_forms()
    FormVersion.objects.update(starts=date(2020, 1, 1))
    refused("reporting.no_form", unit_id=cast.unit("tw").pk)


def test_a_unit_is_excused_from_the_start_only_with_a_reason(cast):
    ensure_forms()
    set_levels()
    facts = {"unit_id": cast.unit("tw").pk, "not_required": {cast.unit("tu-long-an").pk: "  "}}
    refused("reporting.reason_missing", **facts)
    with pytest.raises(Hidden):
        services.open_round(
            actor=SYSTEM,
            regime="giao-ban",
            period=PERIOD,
            unit_id=cast.unit("tw").pk,
            not_required={7**9: "x"},
        )
    round_ = make_round(cast, not_required={cast.unit("tu-long-an").pk: "Đang kiểm tra"})
    row = owed(round_, "tu-long-an")
    assert (row.state, row.reason) == (State.NOT_REQUIRED, "Đang kiểm tra")


def test_each_unit_with_staff_is_told_once(room: Room):
    told = OutboxMessage.objects.filter(event="reporting.opened")
    assert {m.unit_id for m in told} >= {
        room.cast.unit(code).pk for code in ("tu-hung-yen", "tu-thai-binh", "du-an-chau", "cb-thon-mot")
    }
    mine = Notice.objects.filter(message__event="reporting.opened", user=room.writer)
    assert [n.message.url for n in mine] == [f"/tu-hung-yen/{PERIOD}/bao-cao/"]
    assert mine.get().message.params == {
        "title": "Báo cáo tháng 9 và 9 tháng năm 2019",
        "due": "17:00 ngày 25/9/2019",
    }
    # the monitor holds a grant above the provinces, but writes for none of them
    assert not Notice.objects.filter(message__event="reporting.opened", user=room.cast.monitor).exists()


def test_staff_are_the_same_looked_for_from_units_down_and_from_people_up(room: Room, monkeypatch):
    everybody = [unit.pk for unit in room.cast.units.values()]
    day = date(2019, 9, 20)
    down = staff.staff_of(everybody, staff.WRITERS, day)
    monkeypatch.setattr(staff, "MANY", 0)
    assert staff.staff_of(everybody, staff.WRITERS, day) == down
    assert down[room.cast.unit("tw").pk] == {room.centre.pk, room.cast.monitor.pk}
    assert down[room.cast.unit("cum-thi-dua-4").pk] == {room.cast.cluster_lead.pk}
    assert down[room.cast.unit("tu-dong-nai").pk] == set()


def test_the_number_of_statements_does_not_grow_with_the_units(cast):
    set_levels()
    ensure_forms()

    def statements(period: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            services.open_round(
                actor=SYSTEM, regime="giao-ban", unit_id=cast.unit("tu-thai-binh").pk, period=period
            )
        return len(caught)

    def grow(count: int, mark: str) -> None:
        day, cell = date(2015, 1, 1), Kind.objects.get(code="cell")
        units = Unit.objects.bulk_create(
            Unit(code=f"cb-{mark}-{n}", kind=cell, starts=day) for n in range(count)
        )
        UnitName.objects.bulk_create(
            UnitName(unit=unit, name=unit.code, starts=day, ends=OPEN).keyed() for unit in units
        )
        place_many(PARTY, [Move(unit.pk, cast.unit("du-an-chau").pk, day, OPEN) for unit in units])

    few = statements("2019-t05")
    grow(40, "mot")
    assert statements("2019-t06") == few  # still looked for from the units down
    grow(250, "hai")
    many = statements("2019-t07")
    grow(250, "ba")
    assert statements("2019-t08") == many
    assert Obligation.objects.filter(round__period="2019-t08").count() == 545


def test_who_may_open_works_for_the_unit(room: Room, people):
    facts = {"regime": "giao-ban", "period": "2019-t08", "unit_id": room.cast.unit("tu-thai-binh").pk}
    for stranger in (room.cast.officer, room.cast.monitor, room.centre, room.head, room.cast.clerk):
        with pytest.raises(Hidden):
            services.open_round(actor=stranger, **facts)
    assert services.open_round(actor=room.cast.head, **facts).unit.code == "tu-thai-binh"


# --- while it runs ---------------------------------------------------------------------------------------


def test_an_extension_keeps_the_first_deadline_and_says_why(room: Room):
    row = room.province
    later = row.due + timedelta(days=2)
    services.extend(
        actor=room.centre, round_id=room.round.pk, obligation_ids=[row.pk], due=later, reason="Bão số 3"
    )
    row.refresh_from_db()
    assert (row.due, row.deadline, row.reason) == (later, at(25), "Bão số 3")
    entry = Entry.objects.get(action="reporting.extend")
    assert (entry.object_id, entry.note) == (row.pk, "Bão số 3")
    assert Notice.objects.filter(message__event="reporting.extended", user=room.writer).count() == 1


@pytest.mark.parametrize(
    ("code", "days", "reason", "chosen"),
    [
        ("reporting.reason_missing", 2, " ", True),
        ("reporting.due_past", -60, "Bão", True),
        ("reporting.due_earlier", -1, "Bão", True),
        ("reporting.nobody_chosen", 2, "Bão", False),
    ],
)
def test_an_extension_is_later_reasoned_and_of_somebody(room: Room, code, days, reason, chosen):
    row = room.province
    with pytest.raises(Refusal) as caught:
        services.extend(
            actor=room.centre,
            round_id=room.round.pk,
            obligation_ids=[row.pk] if chosen else [],
            due=row.due + timedelta(days=days),
            reason=reason,
        )
    assert caught.value.code == code
    assert owed(room.round, "tu-hung-yen").due == row.due


def test_a_superior_extends_for_its_own_units_only(room: Room):
    """Thái Bình did not open the round: its district is its own, another province's commune is not."""
    facts = {"round_id": room.round.pk, "reason": "Mưa lũ"}
    district = owed(room.round, "hu-dong-hung")
    due = district.due + timedelta(days=3)
    assert services.extend(actor=room.cast.head, obligation_ids=[district.pk], due=due, **facts) == 1
    for code in ("du-an-chau", "tu-hung-yen", "tu-thai-binh"):
        row = owed(room.round, code)
        with pytest.raises(Hidden):
            services.extend(
                actor=room.cast.head, obligation_ids=[row.pk], due=row.due + timedelta(days=9), **facts
            )
    with pytest.raises(Hidden):
        services.extend(actor=room.cast.head, obligation_ids=[10**9], due=due, **facts)


def test_a_reminder_reaches_those_who_have_not_sent(room: Room):
    fill_and_send(owed(room.round, "tu-long-an"))
    ids = [owed(room.round, code).pk for code in ("tu-long-an", "tu-hung-yen", "tu-dong-nai")]
    assert services.remind(actor=room.centre, round_id=room.round.pk, obligation_ids=ids) == 2
    told = set(OutboxMessage.objects.filter(event="reporting.reminded").values_list("unit_id", flat=True))
    assert told == {room.cast.unit("tu-hung-yen").pk}  # Đồng Nai has nobody in this house
    with pytest.raises(Refusal) as caught:
        services.remind(actor=room.centre, round_id=room.round.pk, obligation_ids=ids[:1])
    assert caught.value.code == "reporting.nobody_to_remind"


def test_a_lock_closes_what_was_accepted_and_stops_the_rest(room: Room):
    fill_and_send(room.province, accept=True)
    fill_and_send(owed(room.round, "tu-long-an"))
    facts = {"actor": room.centre, "round_id": room.round.pk, "version": room.round.version}
    with pytest.raises(Refusal) as waiting:
        services.lock_round(**facts)
    assert waiting.value.code == "reporting.waiting_reports"
    assert "Long An" in waiting.value.message
    move(owed(room.round, "tu-long-an"), "accept")
    with pytest.raises(Conflict):
        services.lock_round(**{**facts, "version": 99})
    assert services.lock_round(**facts).state == RoundState.LOCKED
    states = dict(room.round.obligations.values_list("unit__code", "state"))
    assert (states["tu-hung-yen"], states["tu-long-an"], states["tu-dong-nai"]) == ("locked", "locked", "due")
    for act in (
        lambda: services.lock_round(**facts),
        lambda: move(owed(room.round, "tu-dong-nai"), "excuse", note="Muộn"),
        lambda: services.begin_report(actor=SYSTEM, obligation_id=owed(room.round, "tu-dong-nai").pk),
        lambda: services.remind(
            actor=room.centre, round_id=room.round.pk, obligation_ids=[owed(room.round, "tu-dong-nai").pk]
        ),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "reporting.locked"
        assert "khóa số liệu" in caught.value.message


def test_only_who_opened_excuses_locks_and_asks_again(room: Room):
    officer = make_user("tb.tonghop", "Lưu Văn Bảy", home=room.cast.unit("btc-thai-binh"))
    make_grant(officer, Role.COMPILER, room.cast.unit("tu-thai-binh"))
    district = owed(room.round, "hu-dong-hung")
    with pytest.raises(Hidden):
        move(district, "excuse", actor=officer, note="Sáp nhập")
    with pytest.raises(Hidden):
        services.lock_round(actor=officer, round_id=room.round.pk, version=1)
    with pytest.raises(Refusal) as caught:
        move(district, "excuse", actor=room.centre)
    assert caught.value.code == "reporting.note_missing"
    assert move(district, "excuse", actor=room.centre, note="Sáp nhập").reason == "Sáp nhập"
    assert move(district, "require", actor=room.centre).state == State.DUE
