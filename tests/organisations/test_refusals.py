"""Bad decisions: each is refused in words that name the rule, writes nothing, and has a twin that succeeds."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import override_settings

from giaoban.accounts.models import User
from giaoban.accounts.rules import Role, Scope
from giaoban.core.actors import Nobody
from giaoban.core.dates import OPEN
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.registries import Impact, ImpactLine, impacts
from giaoban.organisations import services
from giaoban.organisations.models import Change, Department, Placement, Unit
from giaoban.organisations.placements import Move, Span, hierarchy, lift, place, place_all, place_many
from giaoban.organisations.rules import EMULATION, PARTY, NewUnit
from tests.factories.accounts import make_grant, make_user
from tests.factories.organisations import START, SYSTEM, decision, establish
from tests.organisations.tables import boundary_days, check_day, check_no_fragments, everything

D = date(2025, 7, 1)
EVE = date(2025, 6, 30)
Land = dict[str, Unit]


@contextmanager
def refused(code: str, *words: str) -> Any:
    """The block is refused under this code, its sentence has these words, and no row has changed."""
    before = everything()
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.code == f"organisations.{code}"
    for word in words:
        assert word in caught.value.message
    assert caught.value.rule
    assert caught.value.source
    assert everything() == before


@contextmanager
def hidden() -> Any:
    before = everything()
    with pytest.raises(Hidden):
        yield
    assert everything() == before


def sound() -> None:
    check_no_fragments()
    for on in boundary_days():
        check_day(on)


def facts(on: date = D, number: str = "12-QĐ/TU") -> dict[str, Any]:
    return {"actor": SYSTEM, "decision": decision(on, number)}


def commune(code: str = "xa-moi", name: str = "Đảng ủy xã Mới", **more: Any) -> NewUnit:
    return NewUnit(code, "commune_committee", name, **more)


def parent_of(unit: Unit, on: date, line: str = PARTY) -> int | None:
    return Placement.objects.on(on).get(unit=unit, hierarchy__code=line).parent_id


# --- the tree ------------------------------------------------------------------------------------------


def test_a_cycle_is_refused_on_any_day_of_the_interval(land: Land) -> None:
    district, commune_, cell = land["hu-hung-ha"], land["xa-tan-le"], land["cb-thon-3"]
    with refused("cycle", "Huyện ủy Hưng Hà", "Chi bộ thôn 3"):
        services.transfer_unit(**facts(), unit_id=district.pk, parent_id=cell.pk)
    with refused("cycle", "chính mình"):
        services.transfer_unit(**facts(), unit_id=cell.pk, parent_id=cell.pk)
    # A later decision puts Kiến Xương under Hưng Hà: an earlier one may not put Hưng Hà under Kiến Xương.
    later = D + timedelta(days=30)
    services.transfer_unit(**facts(later, "30-QĐ"), unit_id=land["hu-kien-xuong"].pk, parent_id=district.pk)
    with refused("cycle", "30-QĐ", "31/7/2025"):
        services.transfer_unit(**facts(), unit_id=district.pk, parent_id=land["hu-kien-xuong"].pk)
    services.transfer_unit(**facts(), unit_id=commune_.pk, parent_id=land["hu-kien-xuong"].pk)
    assert parent_of(commune_, D) == land["hu-kien-xuong"].pk
    sound()


def test_an_unrecorded_cycle_is_named_without_a_decision(land: Land) -> None:
    Placement.objects.update(change=None)
    with refused("cycle", "vào ngày 01/7/2025"):
        services.transfer_unit(**facts(), unit_id=land["hu-hung-ha"].pk, parent_id=land["cb-thon-3"].pk)


def test_places_in_a_group_may_not_overlap(land: Land) -> None:
    one = establish("cum-1", kind="emulation_cluster", hierarchy=EMULATION, name="Cụm thi đua số 1")
    two = establish("cum-2", kind="emulation_cluster", hierarchy=EMULATION, name="Cụm thi đua số 2")
    province = land["tu-thai-binh"]
    join = {"hierarchy": EMULATION, "unit_id": province.pk}
    services.join_group(**facts(EVE), **join, parent_id=one.pk, ends=date(2026, 1, 1))
    with refused("overlap", "Cụm thi đua số 1", "từ 30/6/2025 đến 31/12/2025"):
        services.join_group(**facts(D), **join, parent_id=two.pk)
    services.join_group(**facts(date(2026, 1, 1)), **join, parent_id=two.pk, lead=True)
    assert parent_of(province, date(2025, 12, 31), EMULATION) == one.pk
    assert parent_of(province, date(2026, 1, 1), EMULATION) == two.pk
    with refused("overlap", "Cụm thi đua"):
        place(EMULATION, one.pk, None, D, replace=False)
    sound()


def test_the_party_line_is_no_group(land: Land) -> None:
    with refused("not_a_group"):
        services.join_group(
            **facts(), hierarchy=PARTY, unit_id=land["xa-tan-le"].pk, parent_id=land["hu-kien-xuong"].pk
        )
    with refused("not_a_group", "còn hoạt động"):
        services.leave_group(**facts(), hierarchy=PARTY, unit_id=land["xa-tan-le"].pk)


def test_a_unit_leaves_a_group_only_when_it_stands_there_and_nobody_hangs_on_it(land: Land) -> None:
    cluster = establish("cum-1", kind="emulation_cluster", hierarchy=EMULATION)
    high, low = land["tu-thai-binh"], land["hu-hung-ha"]
    with refused("not_placed", "Cụm thi đua"):
        services.leave_group(**facts(), hierarchy=EMULATION, unit_id=high.pk)
    services.join_group(**facts(), hierarchy=EMULATION, unit_id=high.pk, parent_id=cluster.pk)
    services.join_group(**facts(), hierarchy=EMULATION, unit_id=low.pk, parent_id=high.pk)
    after = D + timedelta(days=10)
    with refused("hanging", "Tỉnh ủy Thái Bình", "Huyện ủy Hưng Hà"):
        services.leave_group(**facts(after), hierarchy=EMULATION, unit_id=high.pk)
    services.leave_group(**facts(after), hierarchy=EMULATION, unit_id=low.pk)
    services.leave_group(**facts(after), hierarchy=EMULATION, unit_id=high.pk)
    assert not Placement.objects.on(after).filter(unit__in=[high, low], hierarchy__code=EMULATION).exists()
    sound()


def test_a_parent_that_is_not_in_the_hierarchy_is_refused(land: Land) -> None:
    with refused("parent_not_placed", "Tỉnh ủy Hưng Yên", "Cụm thi đua"):
        services.join_group(
            **facts(), hierarchy=EMULATION, unit_id=land["tu-thai-binh"].pk, parent_id=land["tu-hung-yen"].pk
        )
    cluster = establish("cum-1", kind="emulation_cluster", hierarchy=EMULATION)
    services.join_group(**facts(), hierarchy=EMULATION, unit_id=land["tu-thai-binh"].pk, parent_id=cluster.pk)
    sound()


def test_a_place_outside_the_life_of_unit_or_parent_is_refused(land: Land) -> None:
    services.dissolve_unit(**facts(number="30-QĐ"), unit_id=land["hu-kien-xuong"].pk, children_to={})
    with refused("parent_not_alive", "Huyện ủy Kiến Xương", "30/6/2025", "30-QĐ"):
        services.transfer_unit(**facts(EVE), unit_id=land["xa-tan-le"].pk, parent_id=land["hu-kien-xuong"].pk)
    young = establish("xa-tre", land["hu-hung-ha"], on=D)
    with refused("parent_not_alive", "chỉ bắt đầu từ ngày 01/7/2025"):
        services.transfer_unit(**facts(EVE), unit_id=land["cb-thon-3"].pk, parent_id=young.pk)
    with refused("unit_not_alive"):
        place(PARTY, young.pk, land["hu-hung-ha"].pk, EVE)
    with refused("days", "không có ngày nào"):
        place(PARTY, young.pk, land["hu-hung-ha"].pk, D, D)
    services.transfer_unit(**facts(D), unit_id=land["cb-thon-3"].pk, parent_id=young.pk)
    assert parent_of(land["cb-thon-3"], D) == young.pk
    sound()


def test_what_hangs_below_is_never_left_hanging(land: Land) -> None:
    with refused("hanging", "Huyện ủy Hưng Hà", "xã"):
        lift(PARTY, [Span(land["hu-hung-ha"].pk, D)])
    lift(PARTY, [])
    place_all(PARTY, [])
    place_many(PARTY, [])


def test_a_unit_of_the_party_line_does_not_end_as_a_mere_group(land: Land) -> None:
    with refused("hanging", "Huyện ủy Hưng Hà"):
        services.dissolve_unit(**facts(), unit_id=land["hu-hung-ha"].pk, hierarchy=EMULATION)
    services.dissolve_unit(**facts(), unit_id=land["hu-kien-xuong"].pk, hierarchy=EMULATION)
    sound()


def test_many_places_at_once_are_checked_like_one(land: Land) -> None:
    district = land["hu-hung-ha"]
    first, second = (Unit.objects.create(code=f"x-{n}", kind_id="cell", starts=D) for n in range(2))
    with refused("cycle"):
        place_many(PARTY, [Move(first.pk, second.pk, D), Move(second.pk, first.pk, D)])
    with refused("cycle"):
        place_many(PARTY, [Move(first.pk, first.pk, D)])
    with refused("overlap"):
        place_many(PARTY, [Move(district.pk, land["tw"].pk, D)])
    with refused("parent_not_placed"):
        place_many(PARTY, [Move(first.pk, second.pk, D)])
    with refused("unit_not_alive"):
        place_many(PARTY, [Move(first.pk, district.pk, EVE)])
    with hidden():
        place_many(PARTY, [Move(first.pk, 10**9, D)])
    with hidden():
        hierarchy("la")
    place_many(PARTY, [Move(second.pk, first.pk, D), Move(first.pk, district.pk, D, OPEN)])
    assert (parent_of(first, D), parent_of(second, D)) == (district.pk, first.pk)
    check_no_fragments()


def test_moves_that_depend_on_each_other_are_done_one_by_one(land: Land) -> None:
    district, other = land["hu-hung-ha"], land["hu-kien-xuong"]
    place_all(PARTY, [Move(land["xa-tan-le"].pk, other.pk, D), Move(other.pk, land["xa-hoa-binh"].pk, D)])
    assert parent_of(other, D) == land["xa-hoa-binh"].pk
    place_all(PARTY, [Move(other.pk, land["tw"].pk, D), Move(district.pk, other.pk, D)])
    assert parent_of(district, D) == other.pk
    sound()


# --- unknown and foreign units -------------------------------------------------------------------------


def _doors(land: Land, other: int) -> list[Callable[[dict[str, Any]], Any]]:
    mine = land["xa-tan-le"].pk
    district = land["hu-hung-ha"].pk
    return [
        lambda f: services.transfer_unit(**f, unit_id=other, parent_id=district),
        lambda f: services.transfer_unit(**f, unit_id=mine, parent_id=other),
        lambda f: services.rename_unit(**f, unit_id=other, name="Tên khác"),
        lambda f: services.dissolve_unit(**f, unit_id=other, with_children=True),
        lambda f: services.dissolve_unit(**f, unit_id=mine, children_to={land["cb-thon-3"].pk: other}),
        lambda f: services.merge_units(**f, unit_ids=[mine, other], into=commune(parent_id=district)),
        lambda f: services.merge_units(**f, unit_ids=[mine], into=other),
        lambda f: services.split_unit(
            **f, unit_id=other, into=[commune("x-1", "Một"), commune("x-2", "Hai")], children_to={}
        ),
        lambda f: services.establish_unit(**f, new=commune(parent_id=other)),
        lambda f: services.reestablish_unit(**f, unit_id=other, parent_id=district),
    ]


def test_an_unknown_unit_is_answered_like_a_forbidden_one(land: Land) -> None:
    for door in _doors(land, 10**9):
        with hidden():
            door(facts())


def _administrator(unit: Unit, *, scope: Scope = Scope.SUBTREE) -> User:
    user = make_user(f"qt-{unit.code}-{scope}")
    make_grant(user, Role.ADMINISTRATOR, unit, scope=scope)
    return user


def test_the_administrator_of_one_province_cannot_touch_another(land: Land) -> None:
    user = _administrator(land["tu-thai-binh"])
    mine = {"actor": user, "decision": decision(D)}
    for door in _doors(land, land["btc-hung-yen"].pk):
        with hidden():
            door(mine)
    with hidden():  # the country's top is not theirs either
        services.establish_unit(**mine, new=commune())
    services.rename_unit(**mine, unit_id=land["btc-thai-binh"].pk, name="Ban Tổ chức Tỉnh ủy (mới)")
    services.establish_unit(**mine, new=commune(parent_id=land["hu-kien-xuong"].pk))
    services.dissolve_unit(**mine, unit_id=land["hu-hung-ha"].pk, with_children=True)
    with hidden():
        services.rename_unit(actor=Nobody(), decision=decision(D), unit_id=land["tw"].pk, name="Khác")
    sound()


def test_who_may_change_only_the_unit_itself_cannot_end_what_is_below(land: Land) -> None:
    user = _administrator(land["hu-hung-ha"], scope=Scope.SELF)
    with hidden():
        services.dissolve_unit(
            actor=user, decision=decision(D), unit_id=land["hu-hung-ha"].pk, with_children=True
        )
    services.rename_unit(actor=user, decision=decision(D), unit_id=land["hu-hung-ha"].pk, name="Tên mới")


def test_groups_and_new_tops_belong_to_the_top_of_the_line(land: Land) -> None:
    cluster = establish("cum-1", kind="emulation_cluster", hierarchy=EMULATION)
    low, high = _administrator(land["tu-thai-binh"]), _administrator(land["tw"])
    join = {"hierarchy": EMULATION, "unit_id": land["tu-thai-binh"].pk, "parent_id": cluster.pk}
    for wrong in (low, Nobody()):
        with hidden():
            services.join_group(actor=wrong, decision=decision(D), **join)
    services.join_group(actor=high, decision=decision(D), **join)
    services.establish_unit(
        actor=high,
        decision=decision(D),
        new=NewUnit("cum-2", "emulation_cluster", "Cụm 2"),
        hierarchy=EMULATION,
    )
    with hidden():  # before the first unit of the line began nobody stands above anything
        services.establish_unit(actor=high, decision=decision(START - timedelta(days=1)), new=commune())
    with hidden():
        services.establish_unit(**facts(), new=commune(), hierarchy="khong-co")
    sound()


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
    room = Impact("test.room", lambda plan: [line], lambda plan, actor: applied.append(plan), order=1)
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
        services.add_department(**_phong(land, actor=_administrator(land["tu-hung-yen"])))
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
