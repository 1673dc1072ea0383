"""Bad decisions: refused in words that name the rule and a later decision, nothing written; a good twin."""

from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import override_settings

from giaoban.core.dates import OPEN
from giaoban.core.refusals import Conflict, Refusal
from giaoban.core.registries import Impact, ImpactLine, impacts
from giaoban.organisations import services
from giaoban.organisations.models import Change, Department, Placement, Unit
from giaoban.organisations.rules import EMULATION, NewUnit
from tests.factories.organisations import START, SYSTEM, establish
from tests.organisations.refusing import (
    EVE,
    D,
    Land,
    administrator,
    commune,
    facts,
    hidden,
    parent_of,
    refused,
    sound,
)
from tests.organisations.tables import everything

# --- ending and beginning ------------------------------------------------------------------------------


def test_a_merge_into_a_dissolved_unit_is_refused(land: Land) -> None:
    ended, taker = land["xa-hoa-binh"], land["xa-tan-le"]
    services.dissolve_unit(**facts(number="9-QĐ"), unit_id=ended.pk)
    with refused("heir_not_alive", "Hoà Bình", "30/6/2025", "9-QĐ", "01/8/2025"):
        services.merge_units(**facts(date(2025, 8, 1)), unit_ids=[taker.pk], into=ended.pk)
    young = establish("xa-tre", land["hu-hung-ha"], on=date(2025, 9, 1))
    with refused("heir_not_alive", "chỉ bắt đầu từ ngày 01/9/2025"):
        services.merge_units(**facts(date(2025, 8, 1)), unit_ids=[taker.pk], into=young.pk)
    with refused("heir_not_alive"):
        services.dissolve_unit(
            **facts(date(2025, 8, 1)), unit_id=land["btc-thai-binh"].pk, successors=[ended.pk]
        )
    services.merge_units(**facts(date(2025, 8, 1)), unit_ids=[taker.pk], into=land["hu-kien-xuong"].pk)
    assert parent_of(land["cb-thon-3"], date(2025, 8, 1)) == land["hu-kien-xuong"].pk
    sound()


def test_a_unit_ends_once_and_not_before_it_begins(land: Land) -> None:
    unit = land["xa-hoa-binh"]
    with refused("not_begun", "01/01/2015"):
        services.dissolve_unit(**facts(START), unit_id=unit.pk)
    services.dissolve_unit(**facts(number="9-QĐ"), unit_id=unit.pk)
    with refused("ended", "30/6/2025", "9-QĐ"):
        services.dissolve_unit(**facts(EVE), unit_id=unit.pk)
    late = establish("xa-cu", land["hu-hung-ha"], ends=D)
    with refused("ended", "30/6/2025."):
        services.dissolve_unit(**facts(EVE), unit_id=late.pk)
    sound()


def test_a_late_decision_may_not_contradict_a_later_one(land: Land) -> None:
    district, commune_ = land["hu-kien-xuong"], land["xa-tan-le"]
    services.transfer_unit(**facts(D, "7-QĐ"), unit_id=commune_.pk, parent_id=district.pk)
    early = date(2024, 1, 1)
    with refused("later_decision", "7-QĐ", "01/7/2025", "Kiến Xương"):
        services.dissolve_unit(**facts(early), unit_id=district.pk, with_children=True)
    Placement.objects.filter(starts=D).update(change=None)
    with refused("later_decision", "01/7/2025", "Kiến Xương"):
        services.merge_units(**facts(early), unit_ids=[district.pk], into=land["hu-hung-ha"].pk)
    Change.objects.filter(effective_on=D)[0].units.clear()
    with refused("later_decision"):
        services.dissolve_unit(**facts(early), unit_id=district.pk, with_children=True)
    services.dissolve_unit(**facts(early), unit_id=land["xa-hoa-binh"].pk)
    services.rename_unit(**facts(D, "8-QĐ"), unit_id=land["cb-thon-3"].pk, name="Chi bộ thôn Ba")
    with refused("later_decision", "8-QĐ", "Chi bộ thôn Ba"):
        services.dissolve_unit(**facts(early), unit_id=land["cb-thon-3"].pk)
    services.dissolve_unit(**facts(D), unit_id=land["cb-thon-3"].pk)
    sound()


def test_a_later_place_in_a_group_under_an_ended_unit_is_named(land: Land) -> None:
    cluster = establish("cum-1", kind="emulation_cluster", hierarchy=EMULATION)
    high, low = land["tu-thai-binh"], land["hu-hung-ha"]
    services.join_group(**facts(EVE), hierarchy=EMULATION, unit_id=high.pk, parent_id=cluster.pk)
    services.join_group(**facts(D, "5-TĐ"), hierarchy=EMULATION, unit_id=low.pk, parent_id=high.pk)
    with refused("later_decision", "5-TĐ"):
        services.dissolve_unit(**facts(EVE), unit_id=cluster.pk, hierarchy=EMULATION)
    services.dissolve_unit(**facts(D + timedelta(days=1)), unit_id=cluster.pk, hierarchy=EMULATION)
    assert not Placement.objects.on(D + timedelta(days=1)).filter(hierarchy__code=EMULATION).exists()
    sound()


def test_a_merger_needs_two_and_cannot_swallow_its_heir(land: Land) -> None:
    unit, other = land["xa-tan-le"], land["xa-hoa-binh"]
    with refused("merge_alone"):
        services.merge_units(**facts(), unit_ids=[unit.pk, unit.pk], into=commune())
    with refused("merge_self"):
        services.merge_units(**facts(), unit_ids=[unit.pk, other.pk], into=other.pk)
    outcome = services.merge_units(**facts(), unit_ids=[unit.pk, other.pk], into=commune())
    assert parent_of(Unit.objects.get(pk=outcome.plan.begins[0]), D) == land["hu-hung-ha"].pk
    sound()


def test_units_of_two_parents_need_a_named_parent(land: Land) -> None:
    ids = [land["xa-tan-le"].pk, land["btc-hung-yen"].pk]
    with refused("which_parent"):
        services.merge_units(**facts(), unit_ids=ids, into=commune())
    services.merge_units(**facts(), unit_ids=ids, into=commune(parent_id=land["tw"].pk))
    sound()


def test_a_split_is_into_two_or_more_and_leaves_no_child_behind(land: Land) -> None:
    unit = land["hu-hung-ha"]
    parts = [
        NewUnit("hu-bac", "district_committee", "Huyện ủy Bắc"),
        NewUnit("hu-nam", "district_committee", "Huyện ủy Nam"),
    ]
    to = {land["xa-tan-le"].pk: "hu-bac", land["xa-hoa-binh"].pk: "hu-nam"}
    with refused("split_into", "1"):
        services.split_unit(**facts(), unit_id=unit.pk, into=parts[:1], children_to=to)
    with refused("children_left", "Tân Lễ"):
        services.split_unit(
            **facts(), unit_id=unit.pk, into=parts, children_to={land["xa-hoa-binh"].pk: "hu-nam"}
        )
    with hidden():  # no child of it
        services.split_unit(
            **facts(), unit_id=unit.pk, into=parts, children_to={**to, land["btc-hung-yen"].pk: "hu-bac"}
        )
    with hidden():  # no unit of this decision
        services.split_unit(
            **facts(), unit_id=unit.pk, into=parts, children_to={**to, land["xa-tan-le"].pk: "hu-tay"}
        )
    half = Decimal("0.5")
    for shares, word in (
        ({"hu-bac": half}, "tất cả"),
        ({"hu-bac": half, "hu-nam": Decimal("0.6")}, "bằng 1"),
        ({"hu-bac": Decimal("1.5"), "hu-nam": Decimal("-0.5")}, "âm"),
    ):
        with refused("shares", word):
            services.split_unit(**facts(), unit_id=unit.pk, into=parts, children_to=to, shares=shares)
    services.split_unit(
        **facts(), unit_id=unit.pk, into=parts, children_to=to, shares={"hu-bac": half, "hu-nam": half}
    )
    assert parent_of(land["xa-tan-le"], D) == Unit.objects.get(code="hu-bac").pk
    assert parent_of(land["xa-tan-le"], EVE) == unit.pk
    sound()


def test_a_dissolution_names_where_its_many_children_go(land: Land) -> None:
    unit = land["hu-hung-ha"]
    for number in range(6):
        establish(f"xa-them-{number}", unit, name=f"Đảng ủy xã Thêm {number}")
    with refused("children_left", "3 đơn vị khác"):
        services.dissolve_unit(**facts(), unit_id=unit.pk)
    children = Placement.objects.on(D).filter(parent=unit).values_list("unit_id", flat=True)
    services.dissolve_unit(
        **facts(), unit_id=unit.pk, children_to=dict.fromkeys(children, land["hu-kien-xuong"].pk)
    )
    assert {parent_of(Unit.objects.get(pk=pk), D) for pk in children} == {land["hu-kien-xuong"].pk}
    sound()


def test_codes_names_kinds_and_days_of_new_units_are_checked(land: Land) -> None:
    under = {"parent_id": land["hu-hung-ha"].pk}
    wrong = [
        ("code", "Xã Mới", commune("Xã Mới", **under)),
        ("code", "80", commune("x" * 81, **under)),
        ("name", "xa-moi", commune(name=" \u200b ", **under)),
        ("kind", "tinh-uy", NewUnit("xa-moi", "tinh-uy", "Tên", **under)),
        ("days", "01/7/2025", commune(ends=D, **under)),
        ("secrecy", "bimat", commune(secrecy="bimat", **under)),
        ("code_taken", "Tân Lễ", commune("xa-tan-le", **under)),
    ]
    for code, word, new in wrong:
        with refused(code, word):
            services.establish_unit(**facts(), new=new)
    with refused("code_taken", "cùng quyết định"):
        services.establish_units(**facts(), new=[commune(**under), commune(**under)])
    # The code of a unit that has ended is free from that day, and until the day another one begins.
    services.dissolve_unit(**facts(), unit_id=land["xa-tan-le"].pk, with_children=True)
    with refused("code_taken", "đến 30/6/2025"):
        services.establish_unit(**facts(EVE), new=commune("xa-tan-le", **under))
    services.establish_unit(**facts(), new=commune("xa-tan-le", **under))
    with refused("code_taken", "đến nay"):
        services.establish_unit(**facts(date(2025, 8, 1)), new=commune("xa-tan-le", **under))
    establish("xa-sau", land["hu-hung-ha"], on=date(2030, 1, 1))
    with refused("code_taken", "từ 01/01/2030"):
        services.establish_unit(**facts(), new=commune("xa-sau", **under))
    services.establish_unit(**facts(), new=commune("xa-sau", ends=date(2030, 1, 1), **under))
    sound()


def test_a_secret_unit_has_no_place_in_the_connected_zone(land: Land) -> None:
    new = commune(secrecy="secret", parent_id=land["hu-hung-ha"].pk)
    before = everything()
    with override_settings(GIAOBAN_ZONE="connected"), pytest.raises(Refusal) as caught:
        services.establish_unit(**facts(), new=new)
    assert caught.value.code == "secrecy.zone"
    assert everything() == before
    outcome = services.establish_unit(**facts(), new=new)
    assert outcome.change.secrecy == "secret"


def test_only_an_ended_unit_is_established_again(land: Land) -> None:
    unit = land["xa-tan-le"]
    again = {"unit_id": unit.pk, "parent_id": land["hu-kien-xuong"].pk}
    with refused("still_alive", "Tân Lễ", "đến nay"):
        services.reestablish_unit(**facts(), **again)
    services.dissolve_unit(**facts(), unit_id=unit.pk, with_children=True)
    with refused("still_alive", "đến 30/6/2025"):
        services.reestablish_unit(**facts(EVE), **again)
    outcome = services.reestablish_unit(**facts(date(2026, 1, 1)), **again)
    new = Unit.objects.get(pk=outcome.plan.begins[0])
    assert (new.code, new.starts, parent_of(new, new.starts)) == (
        "xa-tan-le",
        date(2026, 1, 1),
        again["parent_id"],
    )
    sound()


def test_a_renaming_is_to_another_name_of_a_living_unit(land: Land) -> None:
    unit = land["xa-tan-le"]
    with refused("name", "Tân Lễ"):
        services.rename_unit(**facts(), unit_id=unit.pk, name="Đảng ủy xã Tân Lễ", short_name="xã Tân Lễ")
    with refused("name", "Chưa nhập"):
        services.rename_unit(**facts(), unit_id=unit.pk, name="  ")
    with refused("not_alive", "31/12/2014"):
        services.rename_unit(**facts(date(2014, 12, 31)), unit_id=unit.pk, name="Tên khác")
    services.rename_unit(**facts(), unit_id=unit.pk, name="Đảng ủy phường Tân Lễ")
    names = unit.names.order_by("starts").values_list("name", "starts", "ends")
    assert list(names) == [("Đảng ủy xã Tân Lễ", START, D), ("Đảng ủy phường Tân Lễ", D, OPEN)]


def test_a_transfer_is_to_another_parent_of_a_living_unit(land: Land) -> None:
    unit, district = land["xa-tan-le"], land["hu-hung-ha"]
    with refused("same_parent", "Hưng Hà"):
        services.transfer_unit(**facts(), unit_id=unit.pk, parent_id=district.pk)
    with refused("same_parent", "Hệ thống Đảng"):
        services.transfer_unit(**facts(), unit_id=land["tw"].pk, parent_id=None)
    with refused("not_alive"):
        services.transfer_unit(**facts(date(2014, 12, 31)), unit_id=unit.pk, parent_id=land["tw"].pk)
    services.transfer_unit(**facts(), unit_id=unit.pk, parent_id=None)
    assert parent_of(unit, D) is None
    sound()


# --- versions, other rooms, phòng ----------------------------------------------------------------------


def test_a_form_opened_on_an_older_version_is_told_who_changed_what(land: Land) -> None:
    unit = land["xa-tan-le"]
    seen = {unit.pk: Unit.objects.get(pk=unit.pk).version, 10**9: 1}
    services.rename_unit(
        **facts(number="8-QĐ"), unit_id=unit.pk, name="Đảng ủy phường Tân Lễ", expected_versions=seen
    )
    before = everything()
    with pytest.raises(Conflict) as caught:
        services.transfer_unit(
            **facts(), unit_id=unit.pk, parent_id=land["hu-kien-xuong"].pk, expected_versions=seen
        )
    for word in ("Đảng ủy phường Tân Lễ", "Thử nghiệm", "8-QĐ", "Đổi tên"):
        assert word in caught.value.message
    assert everything() == before
    Unit.objects.filter(pk=land["cb-thon-3"].pk).update(version=5)  # changed by no recorded decision
    Change.objects.filter(units=land["cb-thon-3"])[0].units.clear()
    with pytest.raises(Conflict, match="—"):
        services.rename_unit(
            **facts(), unit_id=land["cb-thon-3"].pk, name="Khác", expected_versions={land["cb-thon-3"].pk: 1}
        )
    fresh = {unit.pk: Unit.objects.get(pk=unit.pk).version}
    services.transfer_unit(
        **facts(), unit_id=unit.pk, parent_id=land["hu-kien-xuong"].pk, expected_versions=fresh
    )


@contextmanager
def _room(line: ImpactLine, applied: list[Any]) -> Any:
    room = Impact("test.room", lambda _plan: [line], lambda plan, _actor: applied.append(plan), order=1)
    impacts.add(room)
    try:
        yield
    finally:
        del impacts._entries["test.room"]


def test_another_room_may_stop_a_decision_but_not_its_preview(land: Land) -> None:
    unit_id = land["xa-hoa-binh"].pk
    applied: list[Any] = []
    with _room(ImpactLine("Còn 3 báo cáo đang soạn.", 3, blocking=True), applied):
        with refused("blocked", "Còn 3 báo cáo đang soạn."):
            services.dissolve_unit(**facts(), unit_id=unit_id)
        assert applied == []
        before = everything()
        shown = services.preview(services.dissolve_unit, **facts(), unit_id=unit_id)
        assert shown.blocked
        assert everything() == before
    applied.clear()
    with _room(ImpactLine("Không có gì."), applied):
        outcome = services.dissolve_unit(**facts(), unit_id=unit_id)
        assert applied == [outcome.plan]
        assert [line.text for line in outcome.lines] == ["Không có gì."]


def _phong(land: Land, **more: Any) -> dict[str, Any]:
    return {
        "actor": SYSTEM,
        "unit_id": land["btc-thai-binh"].pk,
        "name": "Phòng Tổ chức đảng",
        "starts": D,
        **more,
    }


def test_a_phong_lives_inside_its_unit_under_its_own_name(land: Land) -> None:
    with refused("department_days"):
        services.add_department(**_phong(land, starts=date(2014, 1, 1)))
    with refused("department_days"):
        services.add_department(**_phong(land, ends=D))
    with refused("department_name", "Chưa nhập"):
        services.add_department(**_phong(land, name=" "))
    with hidden():
        services.add_department(**_phong(land, unit_id=10**9))
    with hidden():
        services.add_department(**_phong(land, actor=administrator(land["tu-hung-yen"])))
    made = services.add_department(**_phong(land))
    with refused("department_name", "đã có".capitalize()):
        services.add_department(**_phong(land, name="phòng  tổ chức Đảng"))
    other = services.add_department(**_phong(land, name="Phòng Cán bộ"))
    with refused("department_name"):
        services.rename_department(actor=SYSTEM, department_id=other.pk, name="Phòng tổ chức đảng")
    with hidden():
        services.rename_department(actor=SYSTEM, department_id=10**9, name="Khác")
    services.rename_department(actor=SYSTEM, department_id=other.pk, name="Phòng Tổ chức cán bộ", position=2)
    services.rename_department(actor=SYSTEM, department_id=other.pk, name="Phòng Tổ chức cán bộ")
    with refused("department_days", "01/7/2025"):
        services.end_department(actor=SYSTEM, department_id=made.pk, on=D)
    services.end_department(actor=SYSTEM, department_id=made.pk, on=date(2026, 1, 1))
    services.add_department(**_phong(land, starts=date(2026, 1, 1)))
    rows = Department.objects.order_by("position", "starts").values_list("name", "starts", "ends")
    assert list(rows) == [
        ("Phòng Tổ chức đảng", D, date(2026, 1, 1)),
        ("Phòng Tổ chức đảng", date(2026, 1, 1), OPEN),
        ("Phòng Tổ chức cán bộ", D, OPEN),
    ]
    services.dissolve_unit(**facts(date(2025, 12, 1)), unit_id=land["btc-thai-binh"].pk)
    ended = Unit.objects.get(pk=land["btc-thai-binh"].pk)
    with refused("department_days"):
        services.add_department(**_phong(land, starts=ended.ends))
    rows = Department.objects.order_by("position", "starts").values_list("name", "starts", "ends")
    assert list(rows) == [
        ("Phòng Tổ chức đảng", D, ended.ends),
        ("Phòng Tổ chức cán bộ", D, ended.ends),
    ]
