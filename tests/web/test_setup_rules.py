"""The checks of the sheets of Thiết lập on plain values: each refusal beside the row that passes."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.text import canonical
from giaoban.web.setup.rules import (
    Fault,
    Finder,
    KnownUnit,
    Line,
    Problem,
    Unreadable,
    Verdict,
    check_decision,
    check_units,
    fingerprint,
    in_order,
    tally,
)

DAY = date(2018, 1, 1)
PROVINCE = KnownUnit(1, "thai-binh", "Tỉnh ủy Thái Bình", "provincial_committee", None, DAY)
COMMUNE = KnownUnit(2, "du-an-hoa", "Đảng ủy xã An Hòa", "commune_committee", 1, DAY)
ELSEWHERE = KnownUnit(3, "nam-dinh", "Tỉnh ủy Nam Định", "provincial_committee", None, DAY, allowed=False)
LATER = KnownUnit(4, "du-moi", "Đảng ủy xã Mới", "commune_committee", 1, date(2025, 7, 1))
KINDS = {canonical("Đảng ủy xã"): "commune_committee", "cell": "cell"}
HOUSE = (PROVINCE, COMMUNE, ELSEWHERE, LATER)


def units(*cells, taken=(), house=HOUSE):
    lines = [Line(8 + at, {"kind": "cell", "parent": "thai-binh", **row}) for at, row in enumerate(cells)]
    codes = {unit.code for unit in house} | set(taken)
    return check_units(lines, kinds=KINDS, finder=Finder(house), taken=codes, on=DAY)


def faults(row):
    return [(problem.column, problem.fault) for problem in row.problems]


# --- units ---------------------------------------------------------------------------------------------


def test_a_row_that_is_complete_becomes_a_unit_with_a_code_made_from_its_name():
    (row,) = units({"name": "Đảng ủy xã Thụy Trường", "kind": "Đảng uỷ xã", "parent": "Tỉnh uỷ Thái Bình"})
    assert (row.verdict, row.plan.code, row.plan.kind, row.plan.parent) == (
        Verdict.NEW,
        "dang-uy-xa-thuy-truong",
        "commune_committee",
        1,
    )


def test_what_is_missing_is_said_for_each_cell():
    (row,) = check_units([Line(8, {"name": "A"})], kinds=KINDS, finder=Finder(HOUSE), taken=(), on=DAY)
    assert faults(row) == [("kind", Fault.MISSING), ("parent", Fault.MISSING)]
    assert units({"name": "A"})[0].problems == ()


def test_a_kind_that_is_no_kind_a_code_that_is_no_code_a_day_that_is_no_day():
    bad = {"name": "A", "kind": "Xã", "code": "Xã A", "established_on": Unreadable("31/2/2018")}
    good = {"name": "A", "kind": "cell", "code": "xa-a", "established_on": DAY}
    assert faults(units(bad)[0]) == [
        ("code", Fault.CODE_SHAPE),
        ("kind", Fault.NOT_IN_LIST),
        ("established_on", Fault.NOT_A_DAY),
    ]
    assert units(good)[0].plan.established_on == DAY


def test_a_name_longer_than_its_column_is_refused():
    assert faults(units({"name": "a" * 301})[0]) == [("name", Fault.TOO_LONG)]
    assert units({"name": "a" * 300})[0].verdict is Verdict.NEW


def test_the_order_of_rows_is_free_and_a_parent_may_come_later_by_name_or_code():
    rows = units(
        {"name": "Chi bộ 1", "parent": "Đảng ủy xã B"},
        {"name": "Tổ đảng 1", "parent": "chi-bo-2"},
        {"name": "Chi bộ hai", "code": "chi-bo-2", "parent": "Đảng ủy xã B (xa-b)"},
        {"name": "Đảng ủy xã B", "code": "xa-b"},
    )
    assert [row.plan.parent for row in rows] == ["xa-b", "chi-bo-2", "xa-b", 1]
    assert [plan.code for plan in in_order(row.plan for row in rows)] == [
        "xa-b",
        "chi-bo-1",
        "chi-bo-2",
        "to-dang-1",
    ]


def test_an_unknown_parent_a_foreign_one_and_one_that_begins_later_are_told_apart():
    rows = units(
        {"name": "A", "parent": "Tỉnh ủy Hà Nam"},
        {"name": "B", "parent": "nam-dinh"},
        {"name": "C", "parent": "Đảng ủy xã Mới"},
        {"name": "D", "parent": "du-an-hoa"},
    )
    assert [faults(row) for row in rows] == [
        [("parent", Fault.UNIT_UNKNOWN)],
        [("parent", Fault.UNIT_OUTSIDE)],
        [("parent", Fault.UNIT_NOT_YET)],
        [],
    ]


def test_a_parent_named_like_several_units_asks_for_the_code():
    twin = KnownUnit(9, "du-an-hoa-2", "Đảng ủy xã An Hoà", "commune_committee", 1, DAY)
    by_name = {"name": "Chi bộ 1", "parent": "Đảng ủy xã An Hòa"}
    by_code = {"name": "Chi bộ 2", "parent": "du-an-hoa-2"}
    rows = units(by_name, by_code, house=(*HOUSE, twin))
    assert faults(rows[0]) == [("parent", Fault.UNIT_SEVERAL)]
    assert rows[0].problems[0].values == {
        "text": "Đảng ủy xã An Hòa",
        "count": "2",
        "codes": "du-an-hoa, du-an-hoa-2",
    }
    assert rows[1].plan.parent == 9


def test_a_parent_that_two_new_rows_are_named_like_asks_for_the_code():
    rows = units(
        {"name": "Đảng ủy xã X", "code": "x-1"},
        {"name": "Đảng ủy xã X", "code": "x-2", "parent": "du-an-hoa"},
        {"name": "Chi bộ 1", "parent": "Đảng ủy xã X"},
        {"name": "Chi bộ 2", "parent": "x-2"},
    )
    assert faults(rows[2]) == [("parent", Fault.UNIT_SEVERAL)]
    assert rows[3].plan.parent == "x-2"


def test_rows_above_each_other_in_a_ring_are_named_all_and_what_hangs_below_is_no_error_of_its_own():
    rows = units(
        {"name": "A", "code": "a", "parent": "b"},
        {"name": "B", "code": "b", "parent": "c"},
        {"name": "C", "code": "c", "parent": "a"},
        {"name": "D", "code": "d", "parent": "d"},
        {"name": "E", "code": "e", "parent": "a"},
        {"name": "F", "code": "f"},
    )
    assert [faults(row) for row in rows] == [[("parent", Fault.CYCLE)]] * 4 + [[], []]
    assert rows[0].problems[0].values == {"rows": "8, 9, 10"}
    assert rows[3].problems[0].values == {"rows": "11"}


def test_the_same_code_or_the_same_name_in_one_place_twice_is_a_double_of_the_first():
    rows = units(
        {"name": "A", "code": "a"},
        {"name": "Khác", "code": "a"},
        {"name": "Chi bộ Hoà", "parent": "du-an-hoa"},
        {"name": "chi bộ hòa", "parent": "Đảng ủy xã An Hòa"},
        {"name": "Chi bộ Hòa"},
    )
    assert [faults(row) for row in rows] == [
        [],
        [("code", Fault.DOUBLE)],
        [],
        [("name", Fault.DOUBLE)],
        [],
    ]
    assert rows[3].problems[0].values == {"row": "10"}


def test_a_unit_that_stands_is_left_found_by_code_or_by_name_and_place():
    rows = units({"name": "Đảng ủy xã An Hòa", "code": "du-an-hoa"}, {"name": "Đảng uỷ xã An Hoà"})
    assert [(row.verdict, row.existing) for row in (rows[0], *units({"name": "Đảng uỷ xã An Hoà"}))] == [
        (Verdict.SAME, 2),
        (Verdict.SAME, 2),
    ]
    assert faults(rows[1]) == [("name", Fault.DOUBLE)]


def test_a_row_that_differs_from_the_unit_of_its_code_is_noted_and_one_that_is_another_unit_is_refused():
    rows = (
        units({"name": "Đảng ủy xã An Hòa mới", "code": "du-an-hoa"})
        + units({"name": "Đảng ủy xã An Hòa", "code": "du-an-hoa", "parent": "du-moi"})
        + units({"name": "Đảng ủy xã An Hòa", "code": "du-an-hoa"})
        + units({"name": "Chi bộ Một", "code": "du-an-hoa", "parent": "du-moi"})
        + units({"name": "Đảng ủy xã An Hòa", "code": "du-an-hoa", "kind": "Đảng ủy xã"})
    )
    assert [note.column for row in rows for note in row.notes] == ["name", "parent", "kind"]
    assert ("code", Fault.CODE_OTHER) in faults(rows[3])
    assert (rows[4].verdict, rows[4].notes) == (Verdict.SAME, ())


def test_a_code_in_use_by_a_unit_out_of_sight_is_taken():
    assert faults(units({"name": "A", "code": "kin"}, taken={"kin"})[0]) == [("code", Fault.CODE_TAKEN)]
    assert units({"name": "A", "code": "kin"})[0].verdict is Verdict.NEW


def test_a_row_that_stands_above_ones_rights_is_left_but_a_new_one_there_is_refused():
    known = KnownUnit(5, "hu-dong-hung", "Huyện ủy Đông Hưng", "x", 3, DAY)
    rows = units(
        {"name": "Huyện ủy Đông Hưng", "code": "hu-dong-hung", "parent": "nam-dinh"},
        {"name": "Huyện ủy Khác", "code": "hu-khac", "parent": "nam-dinh"},
        house=(*HOUSE, known),
    )
    assert rows[0].problems == ()
    assert faults(rows[1]) == [("parent", Fault.UNIT_OUTSIDE)]


def test_a_parent_named_like_a_row_that_already_stands_is_that_unit():
    rows = units(
        {"name": "Đảng ủy xã An Hòa"},
        {"name": "Chi bộ 1", "parent": "Đảng ủy xã An Hòa"},
    )
    assert (rows[0].verdict, rows[1].plan.parent) == (Verdict.SAME, 2)


def test_a_unit_named_like_its_superior_of_the_house_is_no_ring():
    (row,) = units({"name": "Đảng ủy xã An Hòa", "code": "moi", "parent": "Đảng ủy xã An Hòa"})
    assert (row.verdict, row.plan.parent) == (Verdict.NEW, 2)


def test_codes_made_from_equal_names_take_the_parents_code_then_a_number():
    rows = units(
        {"name": "Chi bộ 1"},
        {"name": "Chi bộ 1", "parent": "du-an-hoa"},
        {"name": "Chi bộ 1", "parent": "Đảng ủy xã B"},
        {"name": "Đảng ủy xã B", "code": "xa-b"},
        {"name": "***"},
        taken={"chi-bo-1-du-an-hoa"},
    )
    assert [row.plan.code for row in rows] == [
        "chi-bo-1",
        "chi-bo-1-du-an-hoa-2",
        "chi-bo-1-xa-b",
        "xa-b",
        "don-vi",
    ]


@given(st.lists(st.integers(min_value=-1, max_value=29), min_size=1, max_size=30))
def test_any_sheet_is_a_forest_under_the_house_or_says_which_rows_are_a_ring(parents):
    """Parents by index, -1 for the province: the same rows by a plain walk upwards."""
    cells = [
        {
            "name": f"Đơn vị {at}",
            "code": f"u-{at}",
            "parent": "thai-binh" if up < 0 else f"u-{up % len(parents)}",
        }
        for at, up in enumerate(parents)
    ]

    def on_ring(start):
        at = start
        for _step in parents:
            at = parents[at] if parents[at] < 0 else parents[at] % len(parents)
            if at == start:
                return True
            if at < 0:
                return False
        return False

    rows = units(*cells)
    assert [faults(row) == [("parent", Fault.CYCLE)] for row in rows] == [
        on_ring(at) for at in range(len(parents))
    ]
    if not any(on_ring(at) for at in range(len(parents))):
        order = [plan.code for plan in in_order(row.plan for row in rows)]
        assert sorted(order) == sorted(cell["code"] for cell in cells)
        assert all(
            isinstance(row.plan.parent, int) or order.index(row.plan.parent) < order.index(row.plan.code)
            for row in rows
        )


def test_the_decision_of_a_sheet_needs_its_first_day_only():
    assert check_decision(Line(0, {"effective_on": DAY})) == ()
    assert check_decision(Line(0, {})) == (Problem("effective_on", Fault.MISSING),)
    wrong = Line(
        0, {"effective_on": Unreadable("hôm qua"), "decided_on": Unreadable("x"), "number": "9" * 201}
    )
    assert [(p.column, p.fault) for p in check_decision(wrong)] == [
        ("effective_on", Fault.NOT_A_DAY),
        ("decided_on", Fault.NOT_A_DAY),
        ("number", Fault.TOO_LONG),
    ]


def test_a_preview_promises_the_same_until_the_house_changes():
    before = units({"name": "Đảng ủy xã B"})
    assert fingerprint(before) == fingerprint(units({"name": "Đảng ủy xã B"}))
    there = KnownUnit(7, "xa-b", "Đảng ủy xã B", "cell", 1, DAY)
    assert fingerprint(before) != fingerprint(units({"name": "Đảng ủy xã B"}, house=(*HOUSE, there)))
    assert tally(before) == {Verdict.NEW: 1}
