"""Who sees which person, post, correction and reading; every negative has something that could leak."""

from datetime import date

import pytest

from giaoban.audit.models import Entry
from giaoban.core.actors import Nobody, System
from giaoban.core.refusals import Hidden
from giaoban.people import queries, services
from giaoban.people.models import Correction
from giaoban.people.queries import Filters
from tests.cast import TODAY
from tests.factories.people import make_person, make_post


@pytest.fixture
def people(room):
    """One published post, one not, one secret person, one of another province, one corrected row."""
    open_ = make_person("Lê Hoa")
    make_post(open_, room.commission, "Trưởng ban")
    closed = make_person("Canary Kín")
    make_post(closed, room.commission, "Phó Trưởng ban", public=False)
    secret = make_person("Canary Mật", secrecy="secret")
    make_post(secret, room.commission, "Chuyên viên")
    far = make_person("Canary Xa")
    make_post(far, room.other, "Trưởng ban", public=False)
    wrong = make_post(open_, room.commission, "Canary Sai", current=False)
    Correction.objects.create(wrong=wrong, reason="canary lý do", recorded_label="Mai Thị Oanh")
    return {"open": open_, "closed": closed, "secret": secret, "far": far}


def names(actor):
    return set(queries.visible_to(actor).values_list("full_name", flat=True))


def test_everybody_sees_published_posts_and_who_manages_the_unit_sees_the_rest(room, people):
    assert names(room.reader) == {"Lê Hoa"}
    assert names(room.cast.administrator) == {"Lê Hoa"}
    assert names(room.personnel) == {"Lê Hoa", "Canary Kín", "Canary Mật"}
    assert names(room.cast.head) == {"Lê Hoa", "Canary Kín", "Canary Mật"}
    assert names(room.elsewhere) == {"Lê Hoa", "Canary Xa"}
    assert names(System()) == {"Lê Hoa", "Canary Kín", "Canary Mật", "Canary Xa"}
    assert names(Nobody()) == set()


def test_a_unit_that_is_secret_hides_the_posts_in_it(room, people):
    room.commission.secrecy = "secret"
    room.commission.save()
    assert names(room.reader) == set()
    assert names(room.personnel) == {"Lê Hoa", "Canary Kín", "Canary Mật"}


def test_a_person_always_sees_their_own_record(room, people):
    closed = people["closed"]
    assert closed.full_name not in names(room.reader)
    closed.user = room.reader
    closed.save()
    assert names(room.reader) == {"Lê Hoa", "Canary Kín"}
    assert [line.post.title for line in queries.history(room.reader, closed)] == ["Phó Trưởng ban"]


def test_forbidden_and_unknown_look_the_same(room, people):
    for person_id in (people["closed"].pk, people["far"].pk, 0):
        with pytest.raises(Hidden):
            queries.get_person(room.reader, person_id)
    assert queries.get_person(room.personnel, people["closed"].pk).full_name == "Canary Kín"


def test_a_person_is_found_under_a_unit_of_theirs_only(room, people):
    with pytest.raises(Hidden):
        queries.get_person(room.reader, people["open"].pk, unit_id=room.other.pk)
    assert queries.get_person(room.reader, people["open"].pk, unit_id=room.commission.pk) == people["open"]


def test_corrected_rows_are_shown_to_who_manages_the_unit_only(room, people):
    def titles(actor):
        return [line.post.title for line in queries.history(actor, people["open"])]

    assert titles(room.reader) == ["Trưởng ban"]
    assert titles(room.personnel) == ["Trưởng ban", "Canary Sai"]
    assert queries.history(room.personnel, people["open"])[1].correction.reason == "canary lý do"


def test_only_current_rows_can_be_taken_up_for_a_change(room, people):
    wrong = people["open"].posts.get(current=False)
    right = people["open"].posts.get(current=True)
    with pytest.raises(Hidden):
        queries.get_post(room.personnel, wrong.pk)
    assert queries.get_post(room.personnel, right.pk) == right


def test_a_successor_reads_the_archive_of_its_predecessor(room):
    merged, gone = room.cast.unit("du-an-hoa"), room.cast.unit("du-an-hoa-cu")
    from giaoban.accounts.rules import Role, Scope
    from tests.factories.accounts import make_grant, make_user

    local = make_user("anhoa.nhansu", home=merged)
    make_grant(local, Role.PERSONNEL_OFFICER, merged, scope=Scope.SELF)
    person = make_person("Canary Cũ")
    make_post(person, gone, "Bí thư", ends=date(2018, 7, 1), public=False)
    assert list(queries.visible_to(local, date(2018, 6, 30))) == [person]
    assert list(queries.visible_to(room.elsewhere, date(2018, 6, 30))) == []


def test_every_opening_by_somebody_else_is_recorded_and_shown_to_the_person(room, people):
    person = people["open"]
    person.user = room.cast.clerk
    person.save()
    services.open_record(actor=room.personnel, person=person)
    services.open_record(actor=room.cast.clerk, person=person)  # one's own record leaves no trace
    assert Entry.objects.filter(action="people.read").count() == 1
    assert [reading.who for reading in queries.readings(room.cast.clerk, person)] == ["Mai Thị Oanh"]
    assert queries.readings(room.personnel, person) == []


def test_the_register_lists_posts_of_the_day_by_given_name_or_by_rank(room):
    for name, title, kind in (("Trần Văn Hòa", "Chuyên viên", "staff"), ("Lê Thị Hoa", "Trưởng ban", "head")):
        make_post(make_person(name), room.commission, title, kind=kind)
    make_post(
        make_person("Vũ An"), room.commission, "Phó Trưởng ban", kind="deputy_head", starts=date(2019, 9, 17)
    )
    make_post(make_person("Đỗ Cũ"), room.commission, "Trưởng ban", kind="head", ends=date(2019, 9, 16))

    def listed(on=TODAY, **filters):
        found = queries.register(room.reader, room.commission.pk, on, Filters(**filters))
        return [post.person.full_name for post in found]

    assert listed() == ["Lê Thị Hoa", "Trần Văn Hòa"]
    assert listed(date(2019, 9, 17)) == ["Vũ An", "Lê Thị Hoa", "Trần Văn Hòa"]
    assert listed(date(2019, 9, 17), by_rank=True) == ["Lê Thị Hoa", "Vũ An", "Trần Văn Hòa"]
    assert listed(date(2019, 9, 15), by_rank=True) == ["Đỗ Cũ", "Lê Thị Hoa", "Trần Văn Hòa"]
    assert listed(text="hoa") == ["Lê Thị Hoa", "Trần Văn Hòa"]
    assert listed(text="hòa") == ["Trần Văn Hòa"]
    assert listed(text="tran hoà") == ["Trần Văn Hòa"]
    assert listed(kind="staff") == ["Trần Văn Hòa"]
    assert listed(kind="no such kind") == ["Lê Thị Hoa", "Trần Văn Hòa"]


def test_the_register_shows_unpublished_posts_only_when_asked_and_allowed(room, people):
    def listed(actor, **filters):
        found = queries.register(actor, room.commission.pk, TODAY, Filters(**filters))
        return [post.person.full_name for post in found]

    assert listed(room.personnel) == ["Lê Hoa"]
    assert listed(room.personnel, unpublished=True) == ["Lê Hoa", "Canary Kín", "Canary Mật"]
    assert listed(room.reader, unpublished=True) == ["Lê Hoa"]


def test_the_register_reaches_the_units_below_on_their_day(room):
    make_post(make_person("Lê Hoa"), room.commission)
    make_post(make_person("Vũ Xa"), room.other)
    province = room.cast.unit("tu-thai-binh")

    def listed(**filters):
        found = queries.register(room.reader, province.pk, TODAY, Filters(**filters))
        return [row.unit_name for row in queries.rows(found, TODAY)]

    assert listed() == []
    assert listed(subtree=True) == ["Ban Tổ chức Tỉnh ủy Thái Bình"]


def test_the_system_sees_and_may_change_everything_and_has_no_record_of_its_own(room, people):
    (line, wrong) = queries.history(System(), people["open"])
    assert (line.may_change, wrong.may_change) == (True, False)
    assert (queries.own_record(System()), queries.own_address(System())) == (None, None)


def test_a_unit_that_never_had_a_name_is_shown_by_its_code(room):
    unit = room.commission
    unit.names.all().delete()
    make_post(make_person("Lê Hoa"), unit)
    assert queries.names_at([(unit.pk, TODAY)]) == {}
    (row,) = queries.rows(queries.register(room.reader, unit.pk, TODAY, Filters()), TODAY)
    assert row.unit_name == "btc-thai-binh"


def test_the_picker_finds_published_holders_without_accents(room, people):
    picked = queries.pick(room.personnel, "le hoa", TODAY)
    assert [(choice.label, choice.hint) for choice in picked] == [
        ("Lê Hoa", "Trưởng ban, Ban Tổ chức Tỉnh ủy Thái Bình")
    ]
    assert queries.pick(room.personnel, "canary", TODAY) == []
    assert queries.pick(room.personnel, "  ", TODAY) == []
    assert queries.pick(Nobody(), "le hoa", TODAY) == []


def test_unit_names_are_those_of_the_day(room):
    gone = room.cast.unit("du-an-hoa-cu")
    days = [date(2000, 1, 1), date(2017, 1, 1), date(2030, 1, 1)]
    assert queries.names_at((gone.pk, day) for day in days) == {
        (gone.pk, day): "Đảng ủy xã An Hòa (cũ)" for day in days
    }
