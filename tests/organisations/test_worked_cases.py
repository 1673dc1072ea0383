"""The worked cases of reporting.md §3 that concern units, on the national data and on the small country."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from giaoban.audit.models import Entry
from giaoban.core.dates import OPEN
from giaoban.organisations import loader, queries, services
from giaoban.organisations.dataset import load
from giaoban.organisations.models import Change, Closure, Department, Placement, Unit, UnitName
from giaoban.organisations.queries.tree import subtree_ids
from giaoban.organisations.rules import EMULATION, PARTY, Heir, NewUnit
from tests.factories.organisations import SYSTEM, decision, establish
from tests.organisations.tables import boundary_days, check_day, check_no_fragments, everything

D = date(2025, 7, 1)
EVE = date(2025, 6, 30)
Land = dict[str, Unit]


def facts(on: date = D, number: str = "12-QĐ/TU") -> dict[str, Any]:
    return {"actor": SYSTEM, "decision": decision(on, number)}


def merged(land: Land, on: date = D) -> Unit:
    """Thái Bình and Hưng Yên become Hưng Yên."""
    outcome = services.merge_units(
        **facts(on, "NQ 202/2025/QH15"),
        unit_ids=[land["tu-thai-binh"].pk, land["tu-hung-yen"].pk],
        into=NewUnit("tu-hung-yen", "provincial_committee", "Tỉnh ủy Hưng Yên", "Hưng Yên"),
    )
    return Unit.objects.get(pk=outcome.plan.begins[0])


@pytest.mark.django_db
def test_63_committees_before_and_34_after_1_july_2025_and_each_old_one_counts_once() -> None:
    loader.load_dataset(SYSTEM)
    kind = queries.Filters(kind="provincial_committee")
    before = queries.register(SYSTEM, EVE, kind, per_page=100)
    after = queries.register(SYSTEM, D, kind, per_page=100)
    assert (before.total, after.total) == (63, 34)
    old, new = [row.id for row in before.rows], {row.id for row in after.rows}
    heirs = queries.restated(old, D)
    assert {heir.unit_id for found in heirs.values() for heir in found} == new
    assert [found for found in heirs.values() if [heir.share for heir in found] != [Decimal(1)]] == []
    # Looking the other way, what 34 reported cannot be divided among the 63 they came from (R7).
    back = queries.restated(new, EVE)
    assert sorted(heir.unit_id for found in back.values() for heir in found) == sorted(old)
    undivided = [unit for unit, found in back.items() if len(found) == 1 and found[0].share == 1]
    assert len(undivided) == 11
    assert all(heir.share is None for found in back.values() for heir in found if len(found) > 1)


@pytest.mark.django_db
def test_the_data_set_and_the_tables_agree_on_every_day_of_change() -> None:
    dataset = load()
    loader.load_dataset(SYSTEM)
    check_no_fragments()
    days = {change.effective for change in dataset.changes} | {dataset.baseline}
    for on in sorted(days | {day - timedelta(days=1) for day in days if day > dataset.baseline}):
        check_day(on)
        line = Placement.objects.on(on).filter(hierarchy__code=PARTY)
        found = {
            row.unit.code: row.parent and row.parent.code for row in line.select_related("unit", "parent")
        }
        expected = {code: record.parent for code, record in dataset.alive(on).items()}
        assert found == expected
        names = dict(
            UnitName.objects.on(on).filter(unit__in=line.values("unit")).values_list("unit__code", "name")
        )
        assert names == {code: record.name for code, record in dataset.alive(on).items()}


@pytest.mark.django_db
def test_a_second_load_changes_nothing_and_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    loaded = loader.load_dataset(SYSTEM, report=lambda done, total: told.append((done, total)))
    assert loaded.units == Unit.objects.count()
    assert told[-1][0] == told[-1][1]
    before = everything()
    assert loader.load_dataset(SYSTEM) == loader.Loaded(0, 0)
    assert everything() == before


def test_a_re_parented_unit_keeps_its_past(land: Land) -> None:
    """Last year's tree is row for row what it was: nothing signed then can change (R1)."""
    unit, old, new = land["xa-tan-le"], land["hu-hung-ha"], land["hu-kien-xuong"]
    picture = sorted(Closure.objects.on(EVE).values_list("ancestor_id", "descendant_id", "depth"))
    services.transfer_unit(**facts(), unit_id=unit.pk, parent_id=new.pk)
    assert sorted(Closure.objects.on(EVE).values_list("ancestor_id", "descendant_id", "depth")) == picture
    assert queries.ancestor_ids(land["cb-thon-3"].pk, EVE)[:2] == [unit.pk, old.pk]
    assert queries.ancestor_ids(land["cb-thon-3"].pk, D)[:2] == [unit.pk, new.pk]
    assert land["cb-thon-3"].pk not in set(subtree_ids(old.pk, D))
    assert land["cb-thon-3"].pk in set(subtree_ids(old.pk, EVE))


def test_a_cell_transferred_inside_a_month_is_covered_once_each_day(land: Land) -> None:
    """R3: every day of the month the cell stands under exactly one unit."""
    cell, old, new = land["cb-thon-3"], land["xa-tan-le"], land["xa-hoa-binh"]
    services.transfer_unit(**facts(date(2025, 9, 15)), unit_id=cell.pk, parent_id=new.pk)
    days = [date(2025, 9, 1) + timedelta(days=n) for n in range(30)]
    parents = [list(queries.child_ids(old.pk, on)) + list(queries.child_ids(new.pk, on)) for on in days]
    assert parents == [[cell.pk]] * 30
    assert [cell.pk in set(queries.child_ids(old.pk, on)) for on in days] == [True] * 14 + [False] * 16


def test_a_chain_of_successions_is_followed_to_its_end(land: Land) -> None:
    """A → B → C: C reads the archive of both, A's figures stand under C."""
    first = land["xa-tan-le"]
    second = services.merge_units(
        **facts(date(2025, 1, 1)),
        unit_ids=[first.pk, land["xa-hoa-binh"].pk],
        into=NewUnit("xa-hai", "commune_committee", "Đảng ủy xã Hai"),
    ).plan.begins[0]
    establish("xa-bon", land["hu-hung-ha"])
    third = services.merge_units(
        **facts(),
        unit_ids=[second, Unit.objects.get(code="xa-bon").pk],
        into=NewUnit("xa-ba", "commune_committee", "Ba"),
    ).plan.begins[0]
    assert queries.predecessor_ids(third) == {
        first.pk,
        land["xa-hoa-binh"].pk,
        second,
        Unit.objects.get(code="xa-bon").pk,
    }
    assert queries.successor_ids([first.pk]) == {second, third}
    assert queries.restated([first.pk], D) == {first.pk: (Heir(third, Decimal(1)),)}
    assert queries.restated([first.pk], date(2025, 2, 1)) == {first.pk: (Heir(second, Decimal(1)),)}
    history = queries.history(SYSTEM, third)
    assert [(r.code, r.steps) for r in history.predecessors if r.unit_id in (first.pk, second)] == [
        ("xa-hai", 1),
        ("xa-tan-le", 2),
    ]
    assert [r.code for r in queries.history(SYSTEM, first.pk).successors] == ["xa-hai", "xa-ba"]


def test_a_split_with_and_without_shares(land: Land) -> None:
    """R5, R7: with shares parts are exact, without them only the common ancestor shows the sum."""
    parts = [NewUnit(f"hu-{n}", "district_committee", f"Huyện ủy {n}") for n in ("bac", "nam")]
    agreed = {"hu-bac": Decimal("0.6"), "hu-nam": Decimal("0.4")}
    to = {land["xa-tan-le"].pk: "hu-bac", land["xa-hoa-binh"].pk: "hu-nam"}
    one = services.split_unit(
        **facts(), unit_id=land["hu-hung-ha"].pk, into=parts, children_to=to, shares=agreed
    ).plan
    assert [heir.share for heir in queries.restated(one.ends, D)[one.ends[0]]] == [
        Decimal("0.6"),
        Decimal("0.4"),
    ]
    parts = [NewUnit(f"hu-{n}", "district_committee", f"Huyện ủy {n}") for n in ("tren", "duoi")]
    two = services.split_unit(**facts(), unit_id=land["hu-kien-xuong"].pk, into=parts, children_to={}).plan
    assert [heir.share for heir in queries.restated(two.ends, D)[two.ends[0]]] == [None, None]
    # Backward each part stands wholly for the unit it came from.
    assert queries.restated(two.begins, EVE) == {
        part: (Heir(land["hu-kien-xuong"].pk, Decimal(1)),) for part in two.begins
    }


def test_parts_that_come_together_again_are_the_whole(land: Land) -> None:
    parts = [NewUnit(f"hu-{n}", "district_committee", f"Huyện ủy {n}") for n in ("bac", "nam")]
    agreed = {"hu-bac": Decimal("0.6"), "hu-nam": Decimal("0.4")}
    old = land["hu-kien-xuong"].pk
    split = services.split_unit(
        **facts(EVE), unit_id=old, into=parts, children_to={}, shares=agreed
    ).plan.begins
    (whole,) = services.merge_units(
        **facts(), unit_ids=split, into=NewUnit("hu-moi", "district_committee", "Huyện ủy mới")
    ).plan.begins
    assert queries.restated([old], D) == {old: (Heir(whole, Decimal(1)),)}
    history = queries.history(SYSTEM, whole)
    assert [(relative.unit_id, relative.steps) for relative in history.predecessors] == [
        (split[0], 1),
        (split[1], 1),
        (old, 2),
    ]


def test_ended_and_re_established_under_the_same_code(land: Land) -> None:
    unit = land["xa-hoa-binh"]
    services.dissolve_unit(**facts(), unit_id=unit.pk)
    outcome = services.reestablish_unit(
        **facts(date(2026, 1, 1)),
        unit_id=unit.pk,
        parent_id=land["hu-hung-ha"].pk,
        name="Đảng ủy xã Hòa Bình mới",
    )
    again = outcome.plan.begins[0]
    assert queries.unit_by_code(SYSTEM, "xa-hoa-binh", EVE).pk == unit.pk
    assert queries.unit_by_code(SYSTEM, "xa-hoa-binh", date(2026, 1, 1)).pk == again
    assert not Unit.objects.on(date(2025, 12, 31)).filter(code="xa-hoa-binh").exists()
    assert queries.predecessor_ids(again) == {unit.pk}
    # In between nobody stood for it: its figures count only in the units above.
    assert queries.restated([unit.pk], date(2025, 12, 31)) == {unit.pk: ()}
    assert queries.restated([unit.pk], date(2026, 1, 1)) == {unit.pk: (Heir(again, None),)}


def test_a_decision_signed_after_its_day_is_kept_with_both_times(land: Land) -> None:
    """R12: recorded late, it holds from its day until the next decision that was already recorded."""
    unit = land["xa-tan-le"]
    services.rename_unit(**facts(D, "2-QĐ"), unit_id=unit.pk, name="Đảng ủy phường Tân Lễ")
    late = decision(date(2025, 1, 1), "1-QĐ", decided_on=date(2025, 8, 15))
    outcome = services.rename_unit(
        actor=SYSTEM, decision=late, unit_id=unit.pk, name="Đảng ủy thị trấn Tân Lễ"
    )
    assert list(unit.names.order_by("starts").values_list("name", "ends")) == [
        ("Đảng ủy xã Tân Lễ", date(2025, 1, 1)),
        ("Đảng ủy thị trấn Tân Lễ", D),
        ("Đảng ủy phường Tân Lễ", OPEN),
    ]
    services.transfer_unit(**facts(D, "4-QĐ"), unit_id=unit.pk, parent_id=land["hu-kien-xuong"].pk)
    services.transfer_unit(
        **facts(date(2025, 2, 1), "3-QĐ"), unit_id=unit.pk, parent_id=land["tu-thai-binh"].pk
    )
    places = Placement.objects.filter(unit=unit).order_by("starts").values_list("parent__code", "starts")
    assert list(places) == [
        ("hu-hung-ha", date(2015, 1, 1)),
        ("tu-thai-binh", date(2025, 2, 1)),
        ("hu-kien-xuong", D),
    ]
    event = next(e for e in queries.history(SYSTEM, unit.pk).events if e.change_id == outcome.change.pk)
    assert (event.effective_on, event.decided_on) == (date(2025, 1, 1), date(2025, 8, 15))
    assert event.recorded_at.date() > date(2025, 8, 15)


def test_a_renaming_on_the_day_of_another_one_replaces_it(land: Land) -> None:
    unit = land["xa-tan-le"]
    services.rename_unit(**facts(), unit_id=unit.pk, name="Đảng ủy phường Tân Lễ")
    services.rename_unit(**facts(), unit_id=unit.pk, name="Đảng ủy phường Tân Lễ Thượng")
    names = unit.names.order_by("starts").values_list("name", "starts", "ends")
    assert list(names) == [
        ("Đảng ủy xã Tân Lễ", date(2015, 1, 1), D),
        ("Đảng ủy phường Tân Lễ Thượng", D, OPEN),
    ]


def test_a_preview_is_exactly_what_happens(land: Land) -> None:
    cluster = establish("cum-1", kind="emulation_cluster", hierarchy=EMULATION, name="Cụm thi đua số 1")
    services.join_group(
        **facts(date(2018, 1, 1)), hierarchy=EMULATION, unit_id=land["tu-thai-binh"].pk, parent_id=cluster.pk
    )
    services.add_department(
        actor=SYSTEM, unit_id=land["tu-thai-binh"].pk, name="Phòng Tổng hợp", starts=date(2020, 1, 1)
    )
    plan = {
        "unit_ids": [land["tu-thai-binh"].pk, land["tu-hung-yen"].pk],
        "into": NewUnit("tu-hung-yen", "provincial_committee", "Tỉnh ủy Hưng Yên", "Hưng Yên"),
        "children_to": {land["hu-kien-xuong"].pk: land["tw"].pk},
    }
    before = everything()
    shown = services.preview(services.merge_units, **facts(), **plan)
    assert everything() == before
    assert (shown.eve, shown.day, shown.blocked) == (EVE, D, False)
    assert [(line.depth, line.code, line.mark, line.more) for line in shown.before] == [
        (0, "tw", "", 0),
        (1, "tu-thai-binh", "ends", 0),
        (2, "btc-thai-binh", "moves", 0),
        (2, "hu-hung-ha", "moves", 2),
        (2, "hu-kien-xuong", "moves", 0),
        (1, "tu-hung-yen", "ends", 0),
        (2, "btc-hung-yen", "moves", 0),
    ]
    assert [(line.depth, line.code, line.mark, line.more) for line in shown.after] == [
        (0, "tw", "", 0),
        (1, "tu-hung-yen", "begins", 0),
        (2, "btc-thai-binh", "moves", 0),
        (2, "btc-hung-yen", "moves", 0),
        (2, "hu-hung-ha", "moves", 2),
        (1, "hu-kien-xuong", "moves", 0),
    ]
    assert dict(shown.moved) == {"Ban tổ chức tỉnh ủy": 2, "Huyện ủy": 2, "Đảng ủy xã": 2, "Chi bộ": 1}
    assert shown.ends == ("Tỉnh ủy Thái Bình", "Tỉnh ủy Hưng Yên")
    assert shown.begins == ("Tỉnh ủy Hưng Yên",)
    texts = [(line.count, line.names) for line in shown.lines]
    assert texts == [
        (
            4,
            (
                "Ban Tổ chức Tỉnh ủy Thái Bình",
                "Ban Tổ chức Tỉnh ủy Hưng Yên",
                "Huyện ủy Hưng Hà",
                "Huyện ủy Kiến Xương",
            ),
        ),
        (1, ("Tỉnh ủy Thái Bình",)),
        (2, ("Tỉnh ủy Thái Bình", "Tỉnh ủy Hưng Yên")),
        (1, ("Phòng Tổng hợp",)),
    ]
    outcome = services.merge_units(**facts(), **plan)
    new = Unit.objects.get(pk=outcome.plan.begins[0])
    for code in ("btc-thai-binh", "btc-hung-yen", "hu-hung-ha"):
        assert queries.ancestor_ids(land[code].pk, D)[0] == new.pk
    assert queries.ancestor_ids(land["hu-kien-xuong"].pk, D) == [land["tw"].pk]
    assert not Placement.objects.on(D).filter(parent=cluster).exists()
    assert Department.objects.get().ends == D
    for on in boundary_days():
        check_day(on)
    check_no_fragments()


def test_the_preview_of_a_transfer_shows_both_superiors(land: Land) -> None:
    shown = services.preview(
        services.transfer_unit, **facts(), unit_id=land["xa-tan-le"].pk, parent_id=land["hu-kien-xuong"].pk
    )
    assert [(line.depth, line.code, line.mark) for line in shown.before] == [
        (0, "hu-hung-ha", ""),
        (1, "xa-tan-le", "changes"),
    ]
    assert [(line.depth, line.code, line.mark) for line in shown.after] == [
        (0, "hu-kien-xuong", ""),
        (1, "xa-tan-le", "changes"),
    ]
    assert shown.moved == (("Đảng ủy xã", 1), ("Chi bộ", 1))
    top = services.preview(services.transfer_unit, **facts(), unit_id=land["xa-tan-le"].pk, parent_id=None)
    assert [(line.depth, line.code, line.mark) for line in top.after] == [(0, "xa-tan-le", "changes")]


def test_a_child_that_takes_its_superior_over_moves_up(land: Land) -> None:
    """Two levels become one: the district's office of one commune goes on as the district's successor."""
    district, heir = land["hu-hung-ha"], land["xa-hoa-binh"]
    services.merge_units(**facts(), unit_ids=[district.pk], into=heir.pk)
    assert queries.ancestor_ids(heir.pk, D) == [land["tu-thai-binh"].pk, land["tw"].pk]
    assert queries.ancestor_ids(land["xa-tan-le"].pk, D)[0] == heir.pk
    for on in boundary_days():
        check_day(on)


def test_a_superior_and_its_child_may_merge_into_one(land: Land) -> None:
    outcome = services.merge_units(
        **facts(),
        unit_ids=[land["hu-hung-ha"].pk, land["xa-hoa-binh"].pk],
        into=NewUnit("hu-hung-ha", "district_committee", "Huyện ủy Hưng Hà"),
    )
    new = outcome.plan.begins[0]
    assert queries.ancestor_ids(new, D) == [land["tu-thai-binh"].pk, land["tw"].pk]
    assert set(queries.child_ids(new, D)) == {land["xa-tan-le"].pk}


def test_a_whole_subtree_ends_with_its_head(land: Land) -> None:
    services.dissolve_unit(**facts(), unit_id=land["hu-hung-ha"].pk, with_children=True)
    gone = [land[code] for code in ("hu-hung-ha", "xa-tan-le", "xa-hoa-binh", "cb-thon-3")]
    assert set(Unit.objects.filter(ends=D)) == set(gone)
    for on in boundary_days():
        check_day(on)


def test_successors_of_a_dissolved_unit_are_linked_without_a_share(land: Land) -> None:
    unit, taker = land["btc-hung-yen"], land["btc-thai-binh"]
    services.dissolve_unit(**facts(), unit_id=unit.pk, successors=[taker.pk])
    assert queries.restated([unit.pk], D) == {unit.pk: (Heir(taker.pk, None),)}


def test_what_was_decided_can_be_read_in_the_record(land: Land) -> None:
    new = merged(land)
    change = Change.objects.get(kind="merge")
    assert change.in_words() == "Hợp nhất, sáp nhập, NQ 202/2025/QH15, hiệu lực từ 01/7/2025"
    assert change.facts["ends"] == [land["tu-thai-binh"].pk, land["tu-hung-yen"].pk]
    assert set(change.facts["children_to"]) == {
        str(land[code].pk) for code in ("btc-thai-binh", "btc-hung-yen", "hu-hung-ha", "hu-kien-xuong")
    }
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.actor_label) == ("organisations.merge", "Thử nghiệm")
    assert (entry.kind, entry.object_id) == ("organisations.change", change.pk)
    assert entry.changes["begins"][0]["id"] == new.pk
    before = Unit.objects.get(pk=land["tu-thai-binh"].pk)
    assert (before.ends, before.ended_by, before.version) == (D, change, 2)
