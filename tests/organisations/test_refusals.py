"""Bad places and foreign units: refused in words that name the rule, nothing written, with a good twin."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from giaoban.accounts.rules import Scope
from giaoban.core.actors import Nobody
from giaoban.core.dates import OPEN
from giaoban.organisations import services
from giaoban.organisations.models import Placement, Unit
from giaoban.organisations.placements import Move, Span, hierarchy, lift, place, place_all, place_many
from giaoban.organisations.rules import EMULATION, PARTY, NewUnit
from tests.factories.organisations import START, decision, establish
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
from tests.organisations.tables import check_no_fragments

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


def test_the_administrator_of_one_province_cannot_touch_another(land: Land) -> None:
    user = administrator(land["tu-thai-binh"])
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
    user = administrator(land["hu-hung-ha"], scope=Scope.SELF)
    with hidden():
        services.dissolve_unit(
            actor=user, decision=decision(D), unit_id=land["hu-hung-ha"].pk, with_children=True
        )
    services.rename_unit(actor=user, decision=decision(D), unit_id=land["hu-hung-ha"].pk, name="Tên mới")


def test_groups_and_new_tops_belong_to_the_top_of_the_line(land: Land) -> None:
    cluster = establish("cum-1", kind="emulation_cluster", hierarchy=EMULATION)
    low, high = administrator(land["tu-thai-binh"]), administrator(land["tw"])
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
