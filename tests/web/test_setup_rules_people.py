"""Persons, contacts, states and sentences of Thiết lập on plain values; refusals beside rows that pass."""

from datetime import date

from giaoban.core.dates import OPEN
from giaoban.core.text import canonical
from giaoban.web.setup import words
from giaoban.web.setup.rules import (
    ContactBounds,
    Facts,
    Fault,
    Finder,
    Holding,
    Item,
    KnownContact,
    KnownPerson,
    KnownUnit,
    Line,
    PeopleBounds,
    Problem,
    State,
    Unreadable,
    Verdict,
    check_contacts,
    check_people,
    first_open,
    state_of,
)
from giaoban.web.setup.rules.rows import unit_problem

DAY = date(2018, 1, 1)
HOUSE = (
    KnownUnit(1, "thai-binh", "Tỉnh ủy Thái Bình", "provincial_committee", None, DAY),
    KnownUnit(2, "du-an-hoa", "Đảng ủy xã An Hòa", "commune_committee", 1, DAY),
    KnownUnit(3, "nam-dinh", "Tỉnh ủy Nam Định", "provincial_committee", None, DAY, allowed=False),
)


def faults(row):
    return [(problem.column, problem.fault) for problem in row.problems]


# --- persons -------------------------------------------------------------------------------------------

BOUNDS = PeopleBounds("independent", date(2019, 9, 30), {"chuyên viên": "staff"}, {"có": "1", "không": "0"})
PERSON = {"full_name": "Lê Thị Hoà", "unit": "thai-binh", "title": "Chuyên viên", "starts": date(2019, 1, 1)}
HOLDING = Holding(70, 1, canonical("Chuyên viên"), date(2019, 1, 1), OPEN)


def people(*cells, known=(), zone="independent"):
    bounds = PeopleBounds(zone, BOUNDS.today, BOUNDS.kinds, BOUNDS.yes_no)
    lines = [Line(5 + at, {**PERSON, **row}) for at, row in enumerate(cells)]
    return check_people(lines, finder=Finder(HOUSE), known=known, bounds=bounds)


def test_a_person_with_two_posts_is_one_person():
    rows = people({"birth_year": 1980}, {"birth_year": 1980, "unit": "du-an-hoa", "title": "Bí thư"})
    assert {row.plan.group for row in rows} == {"lê thị hòa/0"}
    assert [(row.plan.kind, row.plan.ends, row.plan.public) for row in rows] == [("other", OPEN, True)] * 2


def test_the_same_name_elsewhere_without_a_year_is_another_person_and_said_so():
    rows = people({}, {"unit": "du-an-hoa"})
    assert [row.plan.group for row in rows] == ["lê thị hòa/0", "lê thị hòa/1"]
    assert [note.fault for row in rows for note in row.notes] == [Fault.NAMESAKE]


def test_the_same_name_and_unit_with_two_years_of_birth_are_two_persons():
    rows = people({"birth_year": 1980}, {"birth_year": 1981})
    assert [(row.plan.group, row.plan.birth_year) for row in rows] == [
        ("lê thị hòa/0", 1980),
        ("lê thị hòa/1", 1981),
    ]


def test_a_post_that_stands_is_left_and_one_that_only_overlaps_is_refused():
    known = [KnownPerson(50, canonical("Lê Thị Hòa"), 1980, (HOLDING,))]
    same, later, other = (
        people({}, known=known)[0],
        people({"starts": date(2019, 6, 1)}, known=known)[0],
        people({"title": "Phó Trưởng phòng"}, known=known)[0],
    )
    assert (same.verdict, same.existing) == (Verdict.SAME, 70)
    assert faults(later) == [("starts", Fault.POST_CLASH)]
    assert (other.verdict, other.plan.person_id, other.plan.birth_year) == (Verdict.NEW, 50, 1980)


def test_a_person_of_the_house_of_another_year_is_another_person():
    known = [KnownPerson(50, canonical("Lê Thị Hòa"), 1980, (HOLDING,))]
    (row,) = people({"birth_year": 1990}, known=known)
    assert (row.plan.person_id, [note.fault for note in row.notes]) == (None, [Fault.NAMESAKE])


def test_the_same_post_twice_in_the_sheet_is_a_double():
    rows = people({}, {"starts": date(2019, 3, 1)}, {"starts": date(2018, 1, 1), "ends": date(2018, 12, 31)})
    assert [faults(row) for row in rows] == [[], [("title", Fault.DOUBLE)], []]
    assert rows[2].plan.ends == date(2019, 1, 1)


def test_cells_of_a_person_that_cannot_be():
    cells = {"birth_year": "19x0", "kind": "Giám đốc", "ends": date(2018, 12, 31), "public": "chắc"}
    assert faults(people(cells)[0]) == [
        ("kind", Fault.NOT_IN_LIST),
        ("public", Fault.NOT_IN_LIST),
        ("birth_year", Fault.YEAR),
        ("ends", Fault.ENDS_FIRST),
    ]
    good = {"birth_year": date(1980, 5, 1), "kind": "Chuyên viên", "ends": OPEN, "public": "Có"}
    (row,) = people(good)
    assert (row.plan.birth_year, row.plan.kind, row.plan.ends, row.plan.public) == (1980, "staff", OPEN, True)
    assert faults(people({"birth_year": "2020"})[0]) == [("birth_year", Fault.YEAR)]


def test_a_person_without_name_or_unit_is_refused_cell_by_cell():
    (row,) = check_people([Line(5, {"birth_year": 1980})], finder=Finder(HOUSE), known=(), bounds=BOUNDS)
    assert [column for column, _fault in faults(row)] == ["full_name", "unit", "title", "starts"]
    assert faults(people({"unit": "nam-dinh"})[0]) == [("unit", Fault.UNIT_OUTSIDE)]


def test_the_connected_zone_refuses_what_is_not_published_and_the_independent_one_keeps_it():
    hidden = {"public": "không"}
    assert faults(people(hidden, zone="connected")[0]) == [("public", Fault.NOT_PUBLISHED)]
    assert people(hidden)[0].plan.public is False
    unsigned = {"decided_on": date(2019, 10, 1)}
    assert faults(people(unsigned)[0]) == [("decided_on", Fault.NOT_PUBLISHED)]
    assert people({"decided_on": date(2019, 9, 30)})[0].verdict is Verdict.NEW


# --- contacts ------------------------------------------------------------------------------------------

CONTACT = {"unit": "du-an-hoa", "name": "Lê Hoa", "telephone": "0227 123 456"}
STANDING = KnownContact(80, 2, "", "Trần Văn Cũ", "", "0227 111 111", "", date(2019, 1, 1))


def contacts(*cells, known=()):
    bounds = ContactBounds(
        {"công tác cán bộ": "cadres"},
        date(2019, 9, 30),
        lambda text: text.startswith("0"),
        lambda text: "@" in text,
    )
    lines = [Line(5 + at, {**CONTACT, **row}) for at, row in enumerate(cells)]
    return check_contacts(lines, finder=Finder(HOUSE), known=known, bounds=bounds)


def test_a_contact_is_new_replaces_or_stands():
    assert contacts({})[0].plan.starts == date(2019, 9, 30)
    (row,) = contacts({}, known=[STANDING])
    assert (row.verdict, row.existing, row.notes[0].values) == (Verdict.REPLACE, 80, {"name": "Trần Văn Cũ"})
    same = contacts({"name": "Trần Văn Cũ", "telephone": "0227 111 111"}, known=[STANDING])[0]
    assert (same.verdict, same.existing) == (Verdict.SAME, 80)


def test_a_contact_before_the_one_that_stands_is_refused():
    (row,) = contacts({"starts": date(2018, 1, 1)}, known=[STANDING])
    assert faults(row) == [("starts", Fault.LATER_CONTACT)]


def test_two_contacts_of_one_unit_and_field_in_a_sheet_are_a_double_and_of_two_fields_are_not():
    rows = contacts({}, {}, {"field": "Công tác cán bộ"})
    assert [faults(row) for row in rows] == [[], [("field", Fault.DOUBLE)], []]


def test_a_contact_must_be_reached():
    assert faults(contacts({"telephone": ""})[0]) == [("telephone", Fault.MISSING)]
    assert contacts({"telephone": "", "email": "A@b.vn"})[0].plan.email == "a@b.vn"
    rows = [contacts({"telephone": value})[0] for value in (912345678, Unreadable("x"), "912")]
    assert [faults(row) for row in rows] == [[("telephone", Fault.PHONE_NUMBER)]] * 3
    assert faults(contacts({"email": "sai"})[0]) == [("email", Fault.EMAIL)]


# --- the list of the first morning, words ----------------------------------------------------------------


def test_the_first_morning_goes_from_units_to_accounts_to_done():
    steps = [
        Facts(all_fields=8),
        Facts(below=2, children=2, all_fields=8),
        Facts(below=2, children=2, people=1, all_fields=8),
        Facts(below=2, children=2, people=1, contacts=2, all_fields=8),
        Facts(below=2, children=2, people=1, contacts=2, accounts=2, logins=3, activated=3, all_fields=8),
        Facts(2, 2, 1, 2, 2, 3, 3, fields=8, all_fields=8),
        Facts(2, 2, 1, 2, 2, 3, 3, fields=8, all_fields=8, packs=1),
    ]
    assert [first_open(facts) for facts in steps] == [
        Item.STRUCTURE,
        Item.PEOPLE,
        Item.CONTACTS,
        Item.ACCOUNTS,
        Item.FIELDS,
        Item.RULES,
        None,
    ]
    assert state_of(Item.ACCOUNTS, steps[0]) is State.NONE
    assert state_of(Item.ACCOUNTS, Facts(children=2, accounts=2, logins=2, activated=1)) is State.BEGUN


def test_every_fault_has_a_sentence_that_its_values_fill():
    values = dict.fromkeys(
        ("text", "count", "codes", "row", "rows", "first", "last", "ends", "day", "name"), "1"
    )
    values |= dict.fromkeys(("kept", "example", "limit"), "1")
    for fault in Fault:
        assert "%" not in words.sentence(words.Sheet.UNITS, Problem("name", fault, values))
    clash = Problem("starts", Fault.POST_CLASH, {"first": "2019-01-01", "ends": OPEN.isoformat()})
    assert words.sentence(words.Sheet.PEOPLE, clash) == (
        "Người này đã giữ chức danh này ở đơn vị này từ 01/01/2019 đến nay. Nếu sai, hãy đính chính."
    )


def test_a_name_that_several_units_bear_is_sent_back_with_their_codes():
    """“Đảng ủy xã An Hòa” exists in several districts: the cell must say which."""
    twin = KnownUnit(4, "du-an-hoa-2", "Đảng ủy xã An Hòa", "commune_committee", 1, DAY)
    problem = unit_problem("unit", "Đảng ủy xã An Hòa", [HOUSE[1], twin])
    assert (problem.fault, problem.values["codes"]) == (Fault.UNIT_SEVERAL, "du-an-hoa, du-an-hoa-2")
    assert unit_problem("unit", "Đảng ủy xã An Hòa", [twin]) is None
